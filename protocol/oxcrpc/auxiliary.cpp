#include "protocol/oxcrpc/auxiliary.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <type_traits>

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrpc {

namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::Reader;
using wire::u16;
using wire::u32;
using wire::u8;
using wire::Writer;

constexpr std::size_t header_size = 4;
// So that blocks without content cannot multiply into memory. An auxiliary buffer of max_auxiliary bytes that
// is not compressed cannot hold more.
constexpr std::size_t max_blocks = 0x1008 / header_size;

// Strings and byte arrays stand behind the fixed fields of a block; the fixed fields hold their offset from
// the start of the AUX_HEADER, or 0 where there is none. So the archives of a block know two more kinds of
// field than those of protocol/wire/fields.hpp.

class BlockReader : public Reader {
 public:
  // `block` begins with its AUX_HEADER, which is skipped.
  explicit BlockReader(ByteView block) : Reader(block), block_(block) { take(header_size); }

  void offset16(const char* name, std::u16string& text) {
    text.clear();
    at_offset([&](Reader& there) { there(name, wire::utf16_z(text)); });
  }
  void size_and_offset16(const char* name, Bytes& bytes) {
    bytes.clear();
    const auto size = number<u16>();
    at_offset([&](Reader& there) { there(name, wire::raw(size, bytes)); });
  }

 private:
  template <class F>
  void at_offset(F&& read_there) {
    const auto offset = number<u16>();
    if (!ok() || offset == 0) return;
    if (offset > block_.size()) return fail(Fault::truncated);
    Reader there(block_.subspan(offset));
    read_there(there);
    if (!there.ok()) fail(there.failure().fault);
  }

  ByteView block_;
};

class BlockWriter : public Writer {
 public:
  BlockWriter() { zeros(header_size); }

  void offset16(const char* name, const std::u16string& text) {
    Writer tail;
    if (!text.empty()) tail(name, wire::utf16_z(text));
    if (!tail.ok()) fail(tail.failure().fault);
    put_behind(tail.take());
  }
  void size_and_offset16(const char*, const Bytes& bytes) {
    if (bytes.size() > 0xFFFF) return fail(Fault::too_long);
    number(static_cast<u16>(bytes.size()));
    put_behind(bytes);
  }

  // Adds what stands behind the fixed fields, and the header. Blocks are aligned to four bytes; what was kept
  // raw has its padding already.
  void finish(AuxId id, bool aligned) {
    for (std::size_t i = 0; i < behind_count_; ++i) {
      const auto& [offset_at, bytes] = behind_[i];
      if (bytes.empty()) continue;
      if (size() > 0xFFFF) return fail(Fault::too_long);
      patch(offset_at, static_cast<u16>(size()));
      append(bytes);
    }
    if (aligned) zeros((4 - size() % 4) % 4);
    if (size() > 0xFFFF) return fail(Fault::too_long);
    patch(0, static_cast<u16>(size()));
    patch(2, id.version);
    patch(3, id.type);
  }

 private:
  void put_behind(Bytes bytes) {
    behind_[behind_count_++] = {size(), std::move(bytes)};
    number(u16{0});
  }

  struct Behind {
    std::size_t offset_at = 0;
    Bytes bytes;
  };
  std::array<Behind, 6> behind_;  // the most, in AUX_PERF_CLIENTINFO
  std::size_t behind_count_ = 0;
};

// The Type values of section 2.2.2.2. Blocks without a structure of ours among them are clients' performance
// reports.
struct KnownType {
  AuxId id;
  std::string_view name;
};
constexpr KnownType known_types[] = {
    {{1, 0x01}, "AUX_TYPE_PERF_REQUESTID"},
    {{1, 0x02}, "AUX_TYPE_PERF_CLIENTINFO"},
    {{1, 0x03}, "AUX_TYPE_PERF_SERVERINFO"},
    {{1, 0x04}, "AUX_TYPE_PERF_SESSIONINFO"},
    {{1, 0x05}, "AUX_TYPE_PERF_DEFMDB_SUCCESS"},
    {{1, 0x06}, "AUX_TYPE_PERF_DEFGC_SUCCESS"},
    {{1, 0x07}, "AUX_TYPE_PERF_MDB_SUCCESS"},
    {{1, 0x08}, "AUX_TYPE_PERF_GC_SUCCESS"},
    {{1, 0x09}, "AUX_TYPE_PERF_FAILURE"},
    {{1, 0x0A}, "AUX_TYPE_CLIENT_CONTROL"},
    {{1, 0x0B}, "AUX_TYPE_PERF_PROCESSINFO"},
    {{1, 0x0C}, "AUX_TYPE_PERF_BG_DEFMDB_SUCCESS"},
    {{1, 0x0D}, "AUX_TYPE_PERF_BG_DEFGC_SUCCESS"},
    {{1, 0x0E}, "AUX_TYPE_PERF_BG_MDB_SUCCESS"},
    {{1, 0x0F}, "AUX_TYPE_PERF_BG_GC_SUCCESS"},
    {{1, 0x10}, "AUX_TYPE_PERF_BG_FAILURE"},
    {{1, 0x11}, "AUX_TYPE_PERF_FG_DEFMDB_SUCCESS"},
    {{1, 0x12}, "AUX_TYPE_PERF_FG_DEFGC_SUCCESS"},
    {{1, 0x13}, "AUX_TYPE_PERF_FG_MDB_SUCCESS"},
    {{1, 0x14}, "AUX_TYPE_PERF_FG_GC_SUCCESS"},
    {{1, 0x15}, "AUX_TYPE_PERF_FG_FAILURE"},
    {{1, 0x16}, "AUX_TYPE_OSVERSIONINFO"},
    {{1, 0x17}, "AUX_TYPE_EXORGINFO"},
    {{1, 0x18}, "AUX_TYPE_PERF_ACCOUNTINFO"},
    {{1, 0x46}, "AUX_TYPE_SERVER_CAPABILITIES"},
    {{1, 0x48}, "AUX_TYPE_ENDPOINT_CAPABILITIES"},
    {{1, 0x49}, "AUX_TYPE_EXCEPTION_TRACE"},
    {{1, 0x4A}, "AUX_CLIENT_CONNECTION_INFO"},
    {{1, 0x4B}, "AUX_SERVER_SESSION_INFO"},
    {{1, 0x4E}, "AUX_PROTOCOL_DEVICE_IDENTIFICATION"},
    {{2, 0x04}, "AUX_TYPE_PERF_SESSIONINFO"},
    {{2, 0x07}, "AUX_TYPE_PERF_MDB_SUCCESS"},
    {{2, 0x08}, "AUX_TYPE_PERF_GC_SUCCESS"},
    {{2, 0x09}, "AUX_TYPE_PERF_FAILURE"},
    {{2, 0x0B}, "AUX_TYPE_PERF_PROCESSINFO"},
    {{2, 0x0E}, "AUX_TYPE_PERF_BG_MDB_SUCCESS"},
    {{2, 0x0F}, "AUX_TYPE_PERF_BG_GC_SUCCESS"},
    {{2, 0x10}, "AUX_TYPE_PERF_BG_FAILURE"},
    {{2, 0x13}, "AUX_TYPE_PERF_FG_MDB_SUCCESS"},
    {{2, 0x14}, "AUX_TYPE_PERF_FG_GC_SUCCESS"},
    {{2, 0x15}, "AUX_TYPE_PERF_FG_FAILURE"},
};

}  // namespace

void AuxPerfRequestId::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
}

void AuxPerfSessionInfo::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("Reserved", wire::reserved(2));
  archive("SessionGuid", self.session_guid);
}

void AuxPerfSessionInfoV2::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("Reserved", wire::reserved(2));
  archive("SessionGuid", self.session_guid);
  archive("ConnectionID", self.connection_id);
}

void AuxPerfClientInfo::fields(auto& self, auto& archive) {
  archive("AdapterSpeed", self.adapter_speed);
  archive("ClientID", self.client_id);
  archive.offset16("MachineName", self.machine_name);
  archive.offset16("UserName", self.user_name);
  archive.size_and_offset16("ClientIP", self.client_ip);
  archive.size_and_offset16("ClientIPMask", self.client_ip_mask);
  archive.offset16("AdapterName", self.adapter_name);
  archive.size_and_offset16("MacAddress", self.mac_address);
  archive("ClientMode", self.client_mode);
  archive("Reserved", wire::reserved(2));
}

void AuxPerfProcessInfo::fields(auto& self, auto& archive) {
  archive("ProcessID", self.process_id);
  archive("Reserved_1", wire::reserved(2));
  archive("ProcessGuid", self.process_guid);
  archive.offset16("ProcessName", self.process_name);
  archive("Reserved_2", wire::reserved(2));
}

void AuxPerfAccountInfo::fields(auto& self, auto& archive) {
  archive("ClientID", self.client_id);
  archive("Reserved", wire::reserved(2));
  archive("Account", self.account);
}

void AuxClientConnectionInfo::fields(auto& self, auto& archive) {
  archive("ConnectionGUID", self.connection_guid);
  archive.offset16("ConnectionContextInfo", self.connection_context_info);
  archive("Reserved", wire::reserved(2));
  archive("ConnectionAttempts", self.connection_attempts);
  archive("ConnectionFlags", self.connection_flags);
}

void AuxClientControl::fields(auto& self, auto& archive) {
  archive("EnableFlags", self.enable_flags);
  archive("ExpiryTime", self.expiry_time);
}

void AuxOsVersionInfo::fields(auto& self, auto& archive) {
  u32 size = 156;  // of all the fields here; a receiver does not need it
  archive("OSVersionInfoSize", size);
  archive("MajorVersion", self.major_version);
  archive("MinorVersion", self.minor_version);
  archive("BuildNumber", self.build_number);
  archive("Reserved1", wire::reserved(132));
  archive("ServicePackMajor", self.service_pack_major);
  archive("ServicePackMinor", self.service_pack_minor);
  archive("Reserved2", wire::reserved(4));
}

void AuxExOrgInfo::fields(auto& self, auto& archive) { archive("OrgFlags", self.org_flags); }

void AuxServerCapabilities::fields(auto& self, auto& archive) {
  archive("ServerCapabilityFlags", self.server_capability_flags);
}

void AuxEndpointCapabilities::fields(auto& self, auto& archive) {
  archive("EndpointCapabilityFlag", self.endpoint_capability_flags);
}

void AuxServerSessionInfo::fields(auto& self, auto& archive) {
  archive.offset16("ServerSessionContextInfo", self.server_session_context_info);
}

namespace {

// Section 2.2.2.2 gives one structure to two ids: AUX_PERF_PROCESSINFO is the same in both versions.
template <class T>
constexpr bool carries(AuxId id) {
  if constexpr (std::is_same_v<T, AuxPerfProcessInfo>) return id.type == T::id.type;
  return id == T::id;
}

// Reads a block as a T where the id says so. Bytes behind what is known are not an error: padding, and fields
// of later versions of the document.
template <class T>
bool parse_as(AuxId id, ByteView block, AuxPayload& payload) {
  if (!carries<T>(id)) return false;
  BlockReader reader(block);
  T value;
  T::fields(value, reader);
  if (!reader.ok()) return false;
  payload = std::move(value);
  return true;
}

template <class... Ts>
AuxPayload parse_payload(AuxId id, ByteView block, const std::variant<AuxRaw, Ts...>*) {
  AuxPayload payload;
  if ((parse_as<Ts>(id, block, payload) || ...)) return payload;
  const auto data = block.subspan(header_size);
  return AuxRaw{Bytes(data.begin(), data.end())};
}

template <class T>
void write_payload(const T& payload, BlockWriter& writer) {
  T::fields(payload, writer);
}
void write_payload(const AuxRaw& payload, BlockWriter& writer) { writer.append(payload.data); }

}  // namespace

std::string aux_name(AuxId id) {
  for (const auto& known : known_types) {
    if (known.id == id) return std::string(known.name);
  }
  char text[sizeof "version 255 type 0xFF"];
  std::snprintf(text, sizeof text, "version %u type 0x%02X", unsigned{id.version}, unsigned{id.type});
  return text;
}

wire::Result<std::vector<AuxBlock>> parse_auxiliary(ByteView payload) {
  std::vector<AuxBlock> blocks;
  Reader reader(payload);
  while (reader.remaining() > 0) {
    const auto start = reader.offset();
    u16 size = 0;
    AuxId id;
    reader("Size", size);
    reader("Version", id.version);
    reader("Type", id.type);
    reader.check(size >= header_size);
    if (blocks.size() == max_blocks) reader.fail(Fault::limit);
    if (!reader.ok()) return reader.failure();
    reader.take(size - header_size);
    if (!reader.ok()) return reader.failure();
    constexpr const AuxPayload* kinds = nullptr;
    blocks.push_back({id, parse_payload(id, payload.subspan(start, size), kinds)});
  }
  return blocks;
}

wire::Result<Bytes> serialize_auxiliary(const std::vector<AuxBlock>& blocks) {
  Bytes bytes;
  for (const auto& block : blocks) {
    BlockWriter writer;
    std::visit([&](const auto& payload) { write_payload(payload, writer); }, block.payload);
    writer.finish(block.id, !std::holds_alternative<AuxRaw>(block.payload));
    if (!writer.ok()) return writer.failure();
    bytes.insert(bytes.end(), writer.view().begin(), writer.view().end());
  }
  return bytes;
}

}  // namespace mapigate::oxcrpc
