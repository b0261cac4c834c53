#include "gateway/selfcheck/method.hpp"

namespace mapigate::selfcheck {

namespace {

constexpr std::array<std::string_view, 4> method_names{"https-root", "https-autodiscover", "http-redirect",
                                                       "srv"};
constexpr std::array<std::string_view, 5> outcome_names{"reached", "elsewhere", "broken", "absent",
                                                        "untested"};

int rank(MethodOutcome outcome) {
  if (outcome.captures) return -1;
  switch (outcome.outcome) {
    case Outcome::reached:
      return 0;
    case Outcome::elsewhere:
      return 1;
    case Outcome::broken:
      return 2;
    case Outcome::untested:
      return 3;
    case Outcome::absent:
      return 4;
  }
  return 4;
}

template <class Enum, class Names>
std::optional<Enum> from_string(std::string_view text, const Names& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Method method) { return method_names[static_cast<std::size_t>(method)]; }
std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Method> method_from_string(std::string_view text) {
  return from_string<Method>(text, method_names);
}
std::optional<Outcome> outcome_from_string(std::string_view text) {
  return from_string<Outcome>(text, outcome_names);
}

MethodOutcome combine(MethodOutcome a, MethodOutcome b) { return rank(b) < rank(a) ? b : a; }

}  // namespace mapigate::selfcheck
