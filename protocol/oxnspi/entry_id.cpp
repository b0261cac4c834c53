#include "protocol/oxnspi/entry_id.hpp"

#include <utility>

#include "protocol/wire/reader.hpp"

namespace mapigate::oxnspi {

namespace {

template <class T>
wire::Result<EntryId> parsed(wire::ByteView entry_id) {
  auto value = wire::parse<T>(entry_id);
  if (!value) return value.error();
  return EntryId(std::move(*value));
}

}  // namespace

wire::Result<EntryId> parse_entry_id(wire::ByteView entry_id) {
  const bool ephemeral = !entry_id.empty() && entry_id.front() == EphemeralEntryId::id_type;
  return ephemeral ? parsed<EphemeralEntryId>(entry_id) : parsed<PermanentEntryId>(entry_id);
}

}  // namespace mapigate::oxnspi
