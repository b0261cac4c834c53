#include "gateway/selfcheck/gate.hpp"

#include <algorithm>

namespace mapigate::selfcheck {

Gate::Gate(GatePolicy policy, std::vector<std::string> names) : policy_(policy) { set_names(names); }

bool Gate::serves(std::string_view canonical_domain) const {
  std::shared_ptr<const Names> served;
  {
    const std::lock_guard lock(mutex_);
    served = served_;
  }
  return served->contains(canonical_domain);
}

void Gate::publish() {
  auto names = std::make_shared<Names>();
  for (const auto& [name, entry] : entries_) {
    if (entry.gate.served) names->insert(name);
  }
  const std::lock_guard lock(mutex_);
  served_ = std::move(names);
}

void Gate::set_names(const std::vector<std::string>& names) {
  std::map<std::string, Entry, std::less<>> entries;
  for (const std::string& name : names) {
    const auto known = entries_.find(name);
    Entry entry = known == entries_.end() ? Entry{} : std::move(known->second);
    if (policy_.require == Require::none) entry.gate.served = true;
    entries.emplace(name, std::move(entry));
  }
  entries_ = std::move(entries);
  publish();
}

void Gate::restore(const SavedState& state) {
  for (auto& [name, entry] : entries_) {
    const auto saved = state.find(name);
    if (saved == state.end()) continue;
    entry.result = saved->second.result;
    entry.gate.known = saved->second.known;
    entry.gate.known_at = saved->second.known_at;
    const bool good = entry.gate.known == Verdict::pass || entry.gate.known == Verdict::warn;
    if (good) entry.gate.good_at = entry.gate.known_at;
  }
}

std::vector<Gate::Event> Gate::apply(const Results& round, NameGate::Time now) {
  std::vector<Event> events;
  for (const auto& [name, result] : round) {
    const auto found = entries_.find(name);
    if (found == entries_.end()) continue;  // no longer configured
    Entry& entry = found->second;
    const GateChange change = advance(entry.gate, result.verdict, now, policy_);
    const std::optional<Verdict> before = entry.result ? std::optional(entry.result->verdict) : std::nullopt;
    if (change != GateChange::none || before != result.verdict) {
      events.push_back({name, change, before, result.verdict, entry.gate.failed_rounds});
    }
    entry.result = result;
  }
  publish();
  return events;
}

bool Gate::may_start() const {
  switch (policy_.require) {
    case Require::none:
      return true;
    case Require::any:
      return served_count() > 0;
    case Require::all:
      return !entries_.empty() && served_count() == entries_.size();
  }
  return false;
}

std::vector<std::string> Gate::doubtful() const {
  std::vector<std::string> names;
  for (const auto& [name, entry] : entries_) {
    const bool good =
        entry.result && (entry.result->verdict == Verdict::pass || entry.result->verdict == Verdict::warn);
    if (!good) names.push_back(name);
  }
  return names;
}

std::size_t Gate::served_count() const {
  const std::lock_guard lock(mutex_);
  return served_->size();
}

SavedState Gate::state() const {
  SavedState state;
  for (const auto& [name, entry] : entries_) {
    if (!entry.result) continue;
    state.emplace(name, SavedName{*entry.result, entry.gate.known, entry.gate.known_at});
  }
  return state;
}

}  // namespace mapigate::selfcheck
