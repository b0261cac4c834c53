#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>

#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// A Server object ([MS-OXCROPS] section 1.3.1): a logon, folder, message, table or stream that a client has
// open.
struct ServerObject {
  virtual ~ServerObject() = default;
};

// The Server Object Map of [MS-OXCROPS] section 3.2.5.1: the objects of one session by their handles.
class ServerObjects {
 public:
  // Above it nothing more can be opened: a client that never releases must not use up the memory.
  static constexpr std::size_t limit = 100'000;

  // The handle of the new object; none at the limit. A handle is not used again before 4 billion others were.
  std::optional<wire::u32> add(std::unique_ptr<ServerObject> object);
  // Null when there is none.
  ServerObject* find(wire::u32 handle) const;
  // Whether there was one.
  bool release(wire::u32 handle) { return objects_.erase(handle) > 0; }
  std::size_t size() const { return objects_.size(); }

 private:
  std::unordered_map<wire::u32, std::unique_ptr<ServerObject>> objects_;
  wire::u32 next_ = 1;
};

}  // namespace mapigate::mapi
