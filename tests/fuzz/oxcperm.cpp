#include "protocol/oxcperm/permissions.hpp"
#include "tests/fuzz/one_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxcperm;
  one_of<round_trip<ModifyPermissionsRequest>, round_trip<GetPermissionsTableRequest>,
         round_trip<GetPermissionsTableResponse>>({data, size});
  return 0;
}
