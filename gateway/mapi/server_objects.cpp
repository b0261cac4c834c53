#include "gateway/mapi/server_objects.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "protocol/oxcrops/rop_buffer.hpp"

namespace mapigate::mapi {

std::optional<wire::u32> ServerObjects::add(std::unique_ptr<ServerObject> object, wire::u8 logon_id) {
  std::size_t& count = count_of(*object);
  const std::size_t memory = object->memory();
  if (objects_.size() >= limit || count >= limits[static_cast<std::size_t>(object->kind())] ||
      memory_ + memory > memory_limit) {
    return std::nullopt;
  }
  // 0xFFFFFFFF stands for an unused entry of the handle table.
  while (next_ == 0 || next_ == oxcrops::no_handle || objects_.contains(next_)) ++next_;
  const wire::u32 handle = next_++;
  objects_.emplace(handle, Entry{std::move(object), memory, logon_id});
  ++count;
  memory_ += memory;
  return handle;
}

ServerObject* ServerObjects::find(wire::u32 handle) const {
  const auto found = objects_.find(handle);
  return found == objects_.end() ? nullptr : found->second.object.get();
}

std::shared_ptr<ServerObject> ServerObjects::share(wire::u32 handle) const {
  const auto found = objects_.find(handle);
  return found == objects_.end() ? nullptr : found->second.object;
}

bool ServerObjects::release(wire::u32 handle) {
  const auto found = objects_.find(handle);
  if (found == objects_.end()) return false;
  found->second.object->released();
  --count_of(*found->second.object);
  memory_ -= found->second.memory;
  objects_.erase(found);
  return true;
}

void ServerObjects::release_logon(wire::u8 logon_id) {
  std::vector<wire::u32> handles;
  for (const auto& [handle, entry] : objects_) {
    if (entry.logon_id == logon_id) handles.push_back(handle);
  }
  std::ranges::sort(handles, std::greater());
  for (const wire::u32 handle : handles) release(handle);
}

void ServerObjects::recount(wire::u32 handle) {
  const auto found = objects_.find(handle);
  if (found == objects_.end()) return;
  Entry& entry = found->second;
  memory_ -= entry.memory;
  entry.memory = entry.object->memory();
  memory_ += entry.memory;
}

}  // namespace mapigate::mapi
