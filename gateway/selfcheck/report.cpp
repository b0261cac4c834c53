#include "gateway/selfcheck/report.hpp"

#include <fmt/core.h>

namespace mapigate::selfcheck {

std::string NameReport::headline() const {
  const auto at = [&](Method method) { return methods[static_cast<std::size_t>(method)].where; };
  if (route.via) return fmt::format("Outlook finds this gateway: {}", at(*route.via));
  if (route.captured_by) return fmt::format("Outlook ends at somebody else: {}", at(*route.captured_by));
  if (route.untested) return "it could not be tested where Outlook ends";
  return "Outlook does not find this gateway";
}

void NameReport::drop_steps() {
  for (MethodReport& method : methods) std::vector<Step>().swap(method.steps);
  std::vector<Step>().swap(other_steps);
}

void Summary::count(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      ++pass;
      break;
    case Verdict::warn:
      ++warn;
      break;
    case Verdict::fail:
      ++fail;
      break;
    case Verdict::unknown:
      ++unknown;
      break;
  }
}

int Summary::exit_status() const {
  if (fail > 0) return 2;
  if (unknown == total()) return 3;  // also when there is no name at all
  return warn > 0 || unknown > 0 ? 1 : 0;
}

}  // namespace mapigate::selfcheck
