#include "protocol/oxocal/global_object_id.hpp"

#include <algorithm>

namespace mapigate::oxocal {

namespace {

// VCALSTRING and VERSION.
constexpr std::string_view vcal_prefix{"vCal-Uid\1\0\0\0", 12};

}  // namespace

GlobalObjectId GlobalObjectId::clean() const {
  GlobalObjectId id = *this;
  id.year = 0;
  id.month = 0;
  id.day = 0;
  return id;
}

GlobalObjectId GlobalObjectId::from_uid(std::string_view uid) {
  GlobalObjectId id;
  id.data.reserve(vcal_prefix.size() + uid.size() + 1);
  id.data.assign(vcal_prefix.begin(), vcal_prefix.end());
  id.data.insert(id.data.end(), uid.begin(), uid.end());
  id.data.push_back(0);
  return id;
}

std::optional<std::string> GlobalObjectId::uid() const {
  if (data.size() < vcal_prefix.size() || !std::equal(vcal_prefix.begin(), vcal_prefix.end(), data.begin())) {
    return std::nullopt;
  }
  // Some servers leave out the zero byte at the end.
  const auto begin = data.begin() + vcal_prefix.size();
  return std::string(begin, std::find(begin, data.end(), 0));
}

}  // namespace mapigate::oxocal
