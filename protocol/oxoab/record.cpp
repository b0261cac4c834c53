#include "protocol/oxoab/record.hpp"

#include "protocol/oxoab/record_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxoab {

bool is_oab_type(oxcdata::PropertyType type) {
  bool known = false;
  detail::with_oab_type(type, [&](auto) { known = true; });
  return known;
}

using Values = std::vector<OabValue>;
template void OabV4Rec<Values>::fields(OabV4Rec<Values>&, wire::Reader&);
template void OabV4Rec<Values>::fields(const OabV4Rec<Values>&, wire::Writer&);
template void OabV4Rec<const Values>::fields(const OabV4Rec<const Values>&, wire::Writer&);

}  // namespace mapigate::oxoab
