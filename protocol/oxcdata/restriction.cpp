#include "protocol/oxcdata/restriction.hpp"

#include "protocol/oxcdata/restriction_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcdata {

bool RestrictionValue::operator==(const RestrictionValue& other) const {
  if (restriction == other.restriction) return true;
  return restriction && other.restriction && *restriction == *other.restriction;
}

template void Restriction::fields(Restriction&, wire::Reader&);
template void Restriction::fields(const Restriction&, wire::Writer&);
template void RestrictionValue::fields(RestrictionValue&, wire::Reader&);
template void RestrictionValue::fields(const RestrictionValue&, wire::Writer&);

}  // namespace mapigate::oxcdata
