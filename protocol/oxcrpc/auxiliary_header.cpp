#include "protocol/oxcrpc/auxiliary_header.hpp"

#include <cstdio>
#include <string_view>

namespace mapigate::oxcrpc {

namespace {

// The Type values of section 2.2.2.2.
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

std::string aux_name(AuxId id) {
  for (const auto& known : known_types) {
    if (known.id == id) return std::string(known.name);
  }
  char text[sizeof "version 255 type 0xFF"];
  std::snprintf(text, sizeof text, "version %u type 0x%02X", unsigned{id.version}, unsigned{id.type});
  return text;
}

}  // namespace mapigate::oxcrpc
