#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

enum class ObjectKind : std::uint8_t {
  logon,
  folder,
  message,
  attachment,
  table,
  stream,
  transfer,  // FastTransfer and synchronization contexts
  notification,
  other,
};
inline constexpr std::size_t object_kinds = 9;

// A Server object ([MS-OXCROPS] section 1.3.1): a logon, folder, message, table or stream that a client has
// open.
struct ServerObject {
  virtual ~ServerObject() = default;
  virtual ObjectKind kind() const { return ObjectKind::other; }
  // About how many bytes it holds, files not counted. Asked for after each ROP on the object, so cheap to
  // say.
  virtual std::size_t memory() const { return 0; }
  // The client releases it: what is still to be done with it. Not called where a session ends.
  virtual void released() {}
};

// The Server Object Map of [MS-OXCROPS] section 3.2.5.1: the objects of one session by their handles.
class ServerObjects {
 public:
  // Above these nothing more can be opened: a client that never releases must not use up the memory.
  static constexpr std::size_t limit = 100'000;  // of all kinds together
  // Of each kind, in the order of ObjectKind. Outlook has a few dozen messages and some hundred folders open.
  static constexpr std::array<std::size_t, object_kinds> limits{256, 5'000, 1'000, 1'000, 2'000,
                                                                500, 100,   5'000, limit};
  static constexpr std::size_t memory_limit = std::size_t{64} << 20;  // bytes

  // The handle of the new object; none at a limit. A handle is not used again before 4 billion others were.
  // `logon_id`: of the logon that it belongs to.
  std::optional<wire::u32> add(std::unique_ptr<ServerObject> object, wire::u8 logon_id = 0);
  // Null when there is none.
  ServerObject* find(wire::u32 handle) const;
  // For objects that need another one for as long as they are open themselves.
  std::shared_ptr<ServerObject> share(wire::u32 handle) const;
  // RopRelease. Whether there was one.
  bool release(wire::u32 handle);
  // The same for all objects of a logon and the logon itself, the newest first.
  void release_logon(wire::u8 logon_id);
  std::size_t size() const { return objects_.size(); }
  // Whether it holds for all objects of this kind.
  template <class Predicate>
  bool all_of(ObjectKind kind, Predicate holds) const {
    for (const auto& [handle, entry] : objects_) {
      if (entry.object->kind() == kind && !holds(*entry.object)) return false;
    }
    return true;
  }

  // Asks the object, where there is one, for its memory.
  void recount(wire::u32 handle);
  std::size_t memory() const { return memory_; }  // bytes of all objects, as last counted
  bool over_memory_limit() const { return memory_ > memory_limit; }

 private:
  struct Entry {
    std::shared_ptr<ServerObject> object;
    std::size_t memory = 0;
    wire::u8 logon_id = 0;
  };

  std::size_t& count_of(const ServerObject& object) {
    return counts_[static_cast<std::size_t>(object.kind())];
  }

  std::unordered_map<wire::u32, Entry> objects_;
  std::array<std::size_t, object_kinds> counts_{};
  std::size_t memory_ = 0;
  wire::u32 next_ = 1;
};

}  // namespace mapigate::mapi
