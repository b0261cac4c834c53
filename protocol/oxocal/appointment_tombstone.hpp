#pragma once

#include <string>
#include <vector>

#include "protocol/oxocal/minutes.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxocal {

// MS-OXOCAL section 2.2.12.5.1: a meeting that was declined and must not come back when a delegate's client
// processes its request once more.
struct TombstoneRecord {
  MinutesSince1601 start_time = 0;  // UTC
  MinutesSince1601 end_time = 0;
  wire::Bytes global_object_id;  // as in the meeting
  std::string username;          // 8-bit characters: who declined

  bool operator==(const TombstoneRecord&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("StartTime", self.start_time);
    archive("EndTime", self.end_time);
    archive("GlobalObjectId", wire::sized<wire::u32>(self.global_object_id));
    archive("Username", wire::counted<wire::u16>(self.username));
  }
};

// MS-OXOCAL section 2.2.12.5, PidTagScheduleInfoAppointmentTombstone.
struct AppointmentTombstone {
  std::vector<TombstoneRecord> records;

  bool operator==(const AppointmentTombstone&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Identifier", wire::constant<wire::u32>(0xBEDEAFCD));
    archive("HeaderSize", wire::constant<wire::u32>(0x00000014));
    archive("Version", wire::constant<wire::u32>(0x00000003));
    auto count = static_cast<wire::u32>(self.records.size());
    archive("RecordsCount", count);
    archive("RecordsSize", wire::constant<wire::u32>(0x00000014));
    archive("Records", wire::repeated(count, self.records));
  }
};

}  // namespace mapigate::oxocal
