#include "gateway/selfcheck/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>

namespace mapigate::selfcheck {

namespace {

constexpr std::array all_verdicts{Verdict::pass, Verdict::warn, Verdict::fail, Verdict::unknown};

template <class Metric>
std::array<Metric*, 4> by_verdict(prometheus::Family<Metric>& family, const char* label) {
  std::array<Metric*, 4> out{};
  for (const Verdict verdict : all_verdicts) {
    out[static_cast<std::size_t>(verdict)] = &family.Add({{label, std::string(to_string(verdict))}});
  }
  return out;
}

prometheus::Gauge& gauge(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

}  // namespace

struct Metrics::Impl {
  explicit Impl(prometheus::Registry& registry)
      : names(by_verdict(prometheus::BuildGauge()
                             .Name("mapigate_selfcheck_names")
                             .Help("Domains and aliases by the verdict of their last self-check")
                             .Register(registry),
                         "verdict")),
        change_family(prometheus::BuildCounter()
                          .Name("mapigate_selfcheck_changes_total")
                          .Help("Names that began to be served, were dropped, or got another verdict")
                          .Register(registry)),
        verdict_changes(by_verdict(change_family, "change")),
        served_changes(change_family.Add({{"change", "served"}})),
        dropped_changes(change_family.Add({{"change", "dropped"}})),
        rounds(prometheus::BuildCounter()
                   .Name("mapigate_selfcheck_rounds_total")
                   .Help("Rounds of the self-check, of all names or of some")
                   .Register(registry)
                   .Add({})),
        served_names(
            gauge(registry, "mapigate_selfcheck_served_names", "Domains and aliases that are served")),
        seconds(gauge(registry, "mapigate_selfcheck_round_seconds", "How long the last round took")),
        last_round(gauge(registry, "mapigate_selfcheck_last_round_timestamp_seconds",
                         "When the last round began, in seconds since 1970")) {}

  std::array<prometheus::Gauge*, 4> names;
  prometheus::Family<prometheus::Counter>& change_family;
  std::array<prometheus::Counter*, 4> verdict_changes;
  prometheus::Counter& served_changes;
  prometheus::Counter& dropped_changes;
  prometheus::Counter& rounds;
  prometheus::Gauge& served_names;
  prometheus::Gauge& seconds;
  prometheus::Gauge& last_round;
};

Metrics::Metrics(prometheus::Registry& registry) : impl_(std::make_unique<Impl>(registry)) {}
Metrics::~Metrics() = default;

void Metrics::count(const Gate::Event& event) {
  if (event.change == GateChange::served) impl_->served_changes.Increment();
  if (event.change == GateChange::dropped) impl_->dropped_changes.Increment();
  if (event.before != event.verdict)
    impl_->verdict_changes[static_cast<std::size_t>(event.verdict)]->Increment();
}

void Metrics::round_done(const RunReport& run, const Gate& gate) {
  std::array<std::size_t, 4> counts{};
  for (const auto& [name, saved] : gate.state()) ++counts[static_cast<std::size_t>(saved.result.verdict)];
  for (std::size_t i = 0; i < counts.size(); ++i) impl_->names[i]->Set(static_cast<double>(counts[i]));
  impl_->rounds.Increment();
  impl_->served_names.Set(static_cast<double>(gate.served_count()));
  impl_->seconds.Set(std::chrono::duration<double>(run.elapsed).count());
  impl_->last_round.Set(std::chrono::duration<double>(run.started.time_since_epoch()).count());
}

}  // namespace mapigate::selfcheck
