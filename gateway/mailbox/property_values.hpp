#pragma once

#include <optional>
#include <string>

#include "gateway/store/message_record.hpp"
#include "gateway/store/store_error.hpp"
#include "protocol/wire/bytes.hpp"

// The values of properties, whether they are carried about or large.

namespace mapigate::mailbox {

// PtypString, of a large one at most the first `limit` UTF-16 code units. Nothing for other types.
std::optional<std::u16string> text_of(const store::Property& property, std::size_t limit);
// PtypBinary, of a large one at most the first `limit` bytes. Nothing for other types.
std::optional<wire::Bytes> bytes_of(const store::Property& property, std::size_t limit);

// Of the property with this tag; empty where there is none.
std::u16string text_of(const store::Properties& properties, oxcdata::PropertyTag tag, std::size_t limit);
// `fallback` where there is none of this tag.
template <class T>
T value_or(const store::Properties& properties, oxcdata::PropertyTag tag, T fallback) {
  const T* value = properties.get<T>(tag);
  return value ? *value : fallback;
}

// All of a value, or its beginning.
store::StoreResult<wire::Bytes> read_all(const store::LargeValue& value, std::size_t limit);

// Bytes of the value alone, as they count in PidTagMessageSize.
std::uint64_t size_of(const store::Property& property);
std::uint64_t size_of(const store::Properties& properties);
// Bytes that it takes in memory, about: large values are elsewhere.
std::uint64_t memory_of(const store::Property& property);
std::uint64_t memory_of(const store::Properties& properties);
std::uint64_t memory_of(const store::Attachment& attachment);

}  // namespace mapigate::mailbox
