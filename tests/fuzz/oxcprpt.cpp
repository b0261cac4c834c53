#include <array>

#include "protocol/oxcprpt/copy.hpp"
#include "protocol/oxcprpt/named_properties.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxcprpt/streams.hpp"
#include "tests/fuzz/one_of.hpp"

namespace {

using namespace mapigate;

constexpr std::array requested{oxcdata::property_tag(0x0037, oxcdata::PropertyType::string),
                               oxcdata::property_tag(0x8000, oxcdata::PropertyType::unspecified),
                               oxcdata::property_tag(0x65E2, oxcdata::PropertyType::binary),
                               oxcdata::property_tag(0x8001, oxcdata::PropertyType::multiple_string)};
struct GetPropertiesSpecific : oxcprpt::GetPropertiesSpecificResponse {
  GetPropertiesSpecific() { columns = requested; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fuzz;
  using namespace oxcprpt;
  one_of<round_trip<GetPropertiesSpecificRequest>, round_trip<GetPropertiesSpecific>,
         round_trip<GetPropertiesAllResponse>, round_trip<GetPropertiesListResponse>,
         round_trip<SetPropertiesRequest>, round_trip<SetPropertiesResponse>,
         round_trip<DeletePropertiesRequest>, round_trip<GetPropertyIdsFromNamesRequest>,
         round_trip<GetPropertyIdsFromNamesResponse>, round_trip<GetNamesFromPropertyIdsRequest>,
         round_trip<GetNamesFromPropertyIdsResponse>, round_trip<QueryNamedPropertiesRequest>,
         round_trip<QueryNamedPropertiesResponse>, round_trip<CopyPropertiesRequest>,
         round_trip<CopyPropertiesResponse>, round_trip<CopyToRequest>, round_trip<ProgressResponse>,
         round_trip<OpenStreamRequest>, round_trip<OpenStreamResponse>, round_trip<ReadStreamRequest>,
         round_trip<ReadStreamResponse>, round_trip<WriteStreamRequest>, round_trip<WriteStreamResponse>,
         round_trip<WriteStreamExtendedResponse>, round_trip<SeekStreamRequest>,
         round_trip<CopyToStreamRequest>, round_trip<CopyToStreamResponse>,
         round_trip<LockRegionStreamRequest>>({data, size});
  return 0;
}
