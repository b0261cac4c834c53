#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <optional>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcfxics {

// MS-OXCFXICS section 2.2.2.2: an id of an object or of a change in the world outside. Its length comes from
// outside: it is all of the enclosing block, as in PidTagSourceKey and PidTagChangeKey.
//
// Where the LocalId has six bytes it is a global counter, and the XID a GID (MS-OXCDATA section 2.2.1.3).
// What a client names itself has another length (section 3.3.5.2.3).
struct Xid {
  static constexpr std::size_t max_local_id = 8;  // bytes; there is at least one

  wire::Guid namespace_guid;

  Xid() = default;
  // `local_id` beyond its eighth byte is lost.
  Xid(const wire::Guid& guid, wire::ByteView local_id) : namespace_guid(guid) {
    size_ = static_cast<wire::u8>(std::min(local_id.size(), max_local_id));
    std::copy_n(local_id.begin(), size_, bytes_.begin());
  }
  Xid(const wire::Guid& guid, const oxcdata::GlobalCounter& counter) : Xid(guid, wire::ByteView(counter)) {}

  wire::ByteView local_id() const { return {bytes_.data(), size_}; }
  std::optional<oxcdata::GlobalCounter> counter() const {
    oxcdata::GlobalCounter counter{};
    if (size_ != counter.size()) return std::nullopt;
    std::copy_n(bytes_.begin(), size_, counter.begin());
    return counter;
  }

  // By the namespace, then by the local id, both byte by byte.
  auto operator<=>(const Xid&) const = default;

  static void fields(auto& self, auto& archive) {
    archive("NamespaceGuid", self.namespace_guid);
    auto local_id = self.local_id();
    archive("LocalId", wire::rest(local_id));
    archive.check(!local_id.empty() && local_id.size() <= max_local_id);
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      self = Xid(self.namespace_guid, local_id);
    }
  }

 private:
  std::array<wire::u8, max_local_id> bytes_{};  // zero behind the last one
  wire::u8 size_ = 0;
};

}  // namespace mapigate::oxcfxics
