#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxocal {

// Minutes since 1601-01-01 00:00 of the time zone that the field names. The last value is in the year 9767.
using MinutesSince1601 = wire::u32;

}  // namespace mapigate::oxocal
