#include <string>

#include "protocol/oxnspi/entry_id.hpp"
#include "protocol/oxnspi/legacy_dn.hpp"
#include "protocol/oxnspi/stat.hpp"
#include "tests/fuzz/one_of.hpp"

namespace mapigate::oxnspi {
namespace {

void entry_id(wire::ByteView data) {
  const auto id = parse_entry_id(data);
  if (!id) return;
  const auto written = std::visit([](const auto& one) { return wire::serialize(one).value(); }, *id);
  fuzz::require(std::equal(written.begin(), written.end(), data.begin(), data.end()));
}

void distinguished_name(wire::ByteView data) {
  const std::string text(data.begin(), data.end());
  if (const auto dn = LegacyDn::from_text(text)) {
    fuzz::require(same_dn(dn->text(), text) && LegacyDn::from_text(dn->text()) == dn);
    fuzz::require(dn_key(dn->text()) == dn_key(text) && !AddressListDn::from_text(text));
  }
  if (const auto dn = AddressListDn::from_text(text)) fuzz::require(same_dn(dn->text(), text));
}

}  // namespace
}  // namespace mapigate::oxnspi

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxnspi;
  one_of<round_trip<Stat>, entry_id, distinguished_name>({data, size});
  return 0;
}
