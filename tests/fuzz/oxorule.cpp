#include "protocol/oxorule/actions.hpp"
#include "protocol/oxorule/extended_rules.hpp"
#include "protocol/oxorule/rules.hpp"
#include "tests/fuzz/one_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxorule;
  one_of<round_trip<ModifyRulesRequest>, round_trip<GetRulesTableRequest>,
         round_trip<UpdateDeferredActionMessagesRequest>, round_trip<RuleAction>,
         round_trip<ExtendedRuleActions>, round_trip<ExtendedRuleCondition>>({data, size});
  return 0;
}
