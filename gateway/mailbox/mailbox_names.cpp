#include "gateway/mailbox/mailbox.hpp"
#include "protocol/wire/writer.hpp"

// Named properties of a Mailbox.

namespace mapigate::mailbox {

namespace {

constexpr std::size_t max_named_properties = 0xFFFF - oxcdata::first_named_property_id;

// What a name is looked up by; empty for what cannot be one.
std::string key_of(const oxcdata::PropertyName& name) {
  const auto bytes = wire::serialize(name);
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

}  // namespace

// With the mutex held for writing. Names once given stay, and so do the pointers to them.
bool Mailbox::load_names() {
  if (names_loaded_) return true;
  auto all = store_->named_properties();
  if (!all) {
    (void)failed(all.error());
    return false;
  }
  for (store::NamedPropertyId& named : *all) {
    if (names_.contains(named.id)) continue;
    ids_.emplace(key_of(named.name), named.id);
    names_.emplace(named.id, std::make_unique<const oxcdata::PropertyName>(std::move(named.name)));
  }
  names_loaded_ = true;
  return true;
}

Outcome<std::uint16_t> Mailbox::property_id(const oxcdata::PropertyName& name, bool add) {
  std::string key = key_of(name);
  if (key.empty()) return ErrorCode::invalid_parameter;
  {
    const std::shared_lock lock(names_mutex_);
    if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
    if (names_loaded_ && !add) return std::uint16_t{0};
  }
  const std::unique_lock lock(names_mutex_);
  if (!load_names()) return ErrorCode::disk_error;
  if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
  if (!add) return std::uint16_t{0};
  const auto id = store_->add_named_property(name);
  if (!id) {
    const bool all_given = names_.size() >= max_named_properties;
    return all_given ? ErrorCode::named_property_quota : failed(id.error());
  }
  ids_.emplace(std::move(key), *id);
  names_.insert_or_assign(*id, std::make_unique<const oxcdata::PropertyName>(name));
  return *id;
}

const oxcdata::PropertyName* Mailbox::property_name(std::uint16_t id) {
  const auto find = [&]() -> const oxcdata::PropertyName* {
    const auto found = names_.find(id);
    return found == names_.end() ? nullptr : found->second.get();
  };
  {
    const std::shared_lock lock(names_mutex_);
    if (const auto* name = find(); name || names_loaded_) return name;
  }
  const std::unique_lock lock(names_mutex_);
  return load_names() ? find() : nullptr;
}

std::vector<store::NamedPropertyId> Mailbox::named_properties() {
  const std::unique_lock lock(names_mutex_);
  std::vector<store::NamedPropertyId> all;
  if (!load_names()) return all;
  all.reserve(names_.size());
  for (const auto& [id, name] : names_) all.push_back({id, *name});
  return all;
}

}  // namespace mapigate::mailbox
