#include "gateway/mapi/server_objects.hpp"

#include "protocol/oxcrops/rop_buffer.hpp"

namespace mapigate::mapi {

std::optional<wire::u32> ServerObjects::add(std::unique_ptr<ServerObject> object) {
  if (objects_.size() >= limit) return std::nullopt;
  // 0xFFFFFFFF stands for an unused entry of the handle table.
  while (next_ == 0 || next_ == oxcrops::no_handle || objects_.contains(next_)) ++next_;
  const wire::u32 handle = next_++;
  objects_.emplace(handle, std::move(object));
  return handle;
}

ServerObject* ServerObjects::find(wire::u32 handle) const {
  const auto found = objects_.find(handle);
  return found == objects_.end() ? nullptr : found->second.get();
}

}  // namespace mapigate::mapi
