#include <array>

#include "protocol/oxcnotif/notify.hpp"
#include "protocol/oxcnotif/register_notification.hpp"
#include "protocol/oxcnotif/table_row.hpp"
#include "tests/fuzz/one_of.hpp"

namespace {

using namespace mapigate;

void table_row(wire::ByteView data) {
  constexpr std::array columns{oxcdata::property_tag(0x674D, oxcdata::PropertyType::integer64),
                               oxcdata::property_tag(0x0037, oxcdata::PropertyType::string)};
  const auto row = oxcnotif::parse_table_row(data, columns);
  if (!row) return;
  const auto written = oxcnotif::serialize_table_row(*row, columns).value();
  fuzz::require(std::equal(written.begin(), written.end(), data.begin(), data.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fuzz;
  using namespace oxcnotif;
  one_of<round_trip<NotifyResponse>, round_trip<PendingResponse>, round_trip<RegisterNotificationRequest>,
         round_trip<RegisterNotificationResponse>, table_row>({data, size});
  return 0;
}
