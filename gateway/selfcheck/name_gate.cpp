#include "gateway/selfcheck/name_gate.hpp"

namespace mapigate::selfcheck {

namespace {

bool is_good(Verdict verdict) { return verdict == Verdict::pass || verdict == Verdict::warn; }

bool serve_next(NameGate& gate, Verdict verdict, NameGate::Time now, const GatePolicy& policy) {
  if (verdict == Verdict::unknown) {
    const bool recent = now - gate.good_at <= policy.unknown_grace;
    return recent && (gate.served || (gate.known && is_good(*gate.known)));
  }
  gate.known = verdict;
  gate.known_at = now;
  if (is_good(verdict)) {
    gate.good_at = now;
    gate.failed_rounds = 0;
    return true;
  }
  if (gate.failed_rounds < policy.drop_after) ++gate.failed_rounds;
  return gate.served && gate.failed_rounds < policy.drop_after;
}

}  // namespace

GateChange advance(NameGate& gate, Verdict verdict, NameGate::Time now, const GatePolicy& policy) {
  const bool was_served = gate.served;
  gate.served = serve_next(gate, verdict, now, policy);
  if (policy.require == Require::none) gate.served = true;
  if (gate.served == was_served) return GateChange::none;
  return gate.served ? GateChange::served : GateChange::dropped;
}

}  // namespace mapigate::selfcheck
