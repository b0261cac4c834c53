#include <array>

#include "protocol/oxctabl/categories.hpp"
#include "protocol/oxctabl/cursor.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/view.hpp"
#include "tests/fuzz/one_of.hpp"

namespace {

using namespace mapigate;

constexpr std::array of_table{oxcdata::property_tag(0x674D, oxcdata::PropertyType::integer64),
                              oxcdata::property_tag(0x0037, oxcdata::PropertyType::string),
                              oxcdata::property_tag(0x8000, oxcdata::PropertyType::unspecified)};
template <class Response>
struct WithColumns : Response {
  WithColumns() { this->columns = of_table; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fuzz;
  using namespace oxctabl;
  one_of<round_trip<SetColumnsRequest>, round_trip<SetColumnsResponse>, round_trip<SortTableRequest>,
         round_trip<RestrictRequest>, round_trip<QueryColumnsAllResponse>, round_trip<QueryRowsRequest>,
         round_trip<WithColumns<QueryRowsResponse>>, round_trip<FindRowRequest>,
         round_trip<WithColumns<FindRowResponse>>, round_trip<QueryPositionResponse>,
         round_trip<SeekRowRequest>, round_trip<SeekRowResponse>, round_trip<SeekRowBookmarkRequest>,
         round_trip<SeekRowBookmarkResponse>, round_trip<SeekRowFractionalRequest>,
         round_trip<CreateBookmarkResponse>, round_trip<FreeBookmarkRequest>, round_trip<ExpandRowRequest>,
         round_trip<WithColumns<ExpandRowResponse>>, round_trip<CollapseRowRequest>,
         round_trip<GetCollapseStateRequest>, round_trip<GetCollapseStateResponse>>({data, size});
  return 0;
}
