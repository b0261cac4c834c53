#include "gateway/mapi/objects/logon_object.hpp"

#include <algorithm>
#include <limits>

#include "gateway/mailbox/delivery.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/loaded_rule.hpp"
#include "gateway/mailbox/out_of_office.hpp"
#include "protocol/oxcstor/store_state.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mapi {

using mailbox::Outcome;
using oxcdata::ErrorCode;
using oxcdata::id_of;
using oxcdata::property_tag;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using store::Property;
using namespace oxprops;  // NOLINT: this file is a list of property tags

namespace {

// What [MS-OXPROPS] does not have: PR_ASSOC_CONTENT_COUNT, PR_STORAGE_QUOTA_LIMIT and PR_STORE_RECORD_KEY of
// MAPI.
constexpr PropertyTag associated_content_count = property_tag(0x3617, PropertyType::integer32);
constexpr PropertyTag storage_quota_limit = property_tag(0x3FF5, PropertyType::integer32);
constexpr PropertyTag store_record_key_tag = property_tag(0x0FFA, PropertyType::binary);

// PidTagObjectType, [MS-OXCPRPT] section 2.2.1.7.
constexpr wire::i32 object_type_store = 1;

// PidTagStoreSupportMask as MAPI defines it: what a client may try.
constexpr wire::i32 support_mask = 0x1 |               // EntryIDs are unique
                                   0x4 |               // searches
                                   0x8 | 0x10 |        // objects can be changed and made
                                   0x20 | 0x40 |       // attachments, OLE
                                   0x80 | 0x100 |      // submission, notifications
                                   0x200 | 0x400 |     // multiple values, categories
                                   0x800 |             // RTF
                                   0x1000 | 0x2000 |   // restrictions, sorting
                                   0x10000 |           // HTML
                                   0x20000 | 0x40000;  // both kinds of strings
constexpr wire::i32 support_public_folders = 0x4000;

// In the order of their ids.
constexpr PropertyTag of_every_logon[] = {
    pid_tag_message_size,     pid_tag_message_size_extended, pid_tag_mapping_signature, pid_tag_record_key,
    store_record_key_tag,     pid_tag_store_entry_id,        pid_tag_object_type,       pid_tag_entry_id,
    pid_tag_display_name,     pid_tag_store_support_mask,    pid_tag_store_state,       pid_tag_content_count,
    associated_content_count, pid_tag_user_entry_id,         pid_tag_locale_id,         pid_tag_code_page_id,
    pid_tag_sort_locale_id,
};
// Section 2.2.2.1.
constexpr PropertyTag of_mailboxes[] = {
    pid_tag_extended_rule_size_limit, storage_quota_limit,
    pid_tag_mailbox_owner_entry_id,   pid_tag_mailbox_owner_name,
    pid_tag_prohibit_receive_quota,   pid_tag_maximum_submit_message_size,
    pid_tag_prohibit_send_quota,
};

bool has_id(std::span<const PropertyTag> tags, std::uint16_t id) {
  return std::ranges::find(tags, id, [](PropertyTag tag) { return id_of(tag); }) != tags.end();
}

bool is_computed(std::uint16_t id) { return has_id(of_every_logon, id) || has_id(of_mailboxes, id); }

// What the gateway keeps for itself among the properties of the store.
bool is_internal(std::uint16_t id) { return id >= 0x67F0 && id <= 0x67FF; }

Property make(PropertyTag tag, PropertyValue value) { return {tag, std::move(value), nullptr}; }

wire::i32 capped(std::uint64_t number) {
  return static_cast<wire::i32>(std::min<std::uint64_t>(number, std::numeric_limits<wire::i32>::max()));
}

// Quotas and the largest message are told in units of 1,024 bytes.
wire::i32 kilobytes(std::uint64_t bytes) { return capped(bytes / 1024); }

// No limit: no property.
Outcome<Property> quota(PropertyTag tag, std::uint64_t bytes) {
  if (bytes == 0) return ErrorCode::not_found;
  return make(tag, kilobytes(bytes));
}

Outcome<store::FolderCounts> counts(mailbox::Mailbox& mailbox) {
  const auto root = mailbox.special(mailbox.is_public() ? mailbox::SpecialFolder::public_root
                                                        : mailbox::SpecialFolder::root);
  const auto folders = mailbox.store().folders(root, true, false);
  if (!folders) return mailbox.failed(folders.error());
  store::FolderCounts sum;
  for (const store::FolderRecord& folder : *folders) {
    if (folder.kind == store::FolderKind::search) continue;
    sum.messages += folder.counts.messages;
    sum.associated += folder.counts.associated;
  }
  return sum;
}

// STORE_HAS_SEARCHES, section 2.2.1.5.2.
Outcome<wire::i32> store_state(mailbox::Mailbox& mailbox) {
  const auto searches = mailbox.store().searches();
  if (!searches) return mailbox.failed(searches.error());
  return searches->empty() ? 0 : static_cast<wire::i32>(oxcstor::GetStoreStateResponse::store_has_searches);
}

bool is_state_of_office(const Property& property) { return property.tag == pid_tag_out_of_office_state; }

}  // namespace

Outcome<Property> LogonObject::computed(std::uint16_t id) const {
  mailbox::Mailbox& mailbox = logon->mailbox();
  const mailbox::Owner& owner = mailbox.owner();
  switch (id) {
    case id_of(pid_tag_message_size_extended): {
      const auto size = mailbox::mailbox_size(mailbox);
      if (!size) return size.error();
      return make(pid_tag_message_size_extended, static_cast<wire::i64>(*size));
    }
    case id_of(pid_tag_extended_rule_size_limit):
      return make(pid_tag_extended_rule_size_limit, capped(mailbox::max_extended_rule_size));
    case id_of(pid_tag_mapping_signature):
      return make(pid_tag_mapping_signature, mailbox::mapping_signature(mailbox));
    case id_of(pid_tag_record_key):
      return make(pid_tag_record_key, mailbox::store_record_key(mailbox));
    case id_of(store_record_key_tag):
      return make(store_record_key_tag, mailbox::store_record_key(mailbox));
    case id_of(pid_tag_store_entry_id):
      return make(pid_tag_store_entry_id, mailbox::store_entry_id(mailbox));
    case id_of(pid_tag_object_type):
      return make(pid_tag_object_type, object_type_store);
    case id_of(pid_tag_entry_id):
      return make(pid_tag_entry_id, mailbox::store_entry_id(mailbox));
    case id_of(pid_tag_display_name):
      return make(pid_tag_display_name,
                  mailbox.is_public() ? u"Public Folders" : wire::to_utf16(owner.display_name));
    case id_of(pid_tag_store_support_mask):
      return make(pid_tag_store_support_mask,
                  support_mask | (mailbox.is_public() ? support_public_folders : 0));
    case id_of(pid_tag_store_state): {
      const auto state = store_state(mailbox);
      if (!state) return state.error();
      return make(pid_tag_store_state, *state);
    }
    case id_of(pid_tag_content_count):
    case id_of(associated_content_count): {
      const auto sum = counts(mailbox);
      if (!sum) return sum.error();
      if (id == id_of(pid_tag_content_count)) return make(pid_tag_content_count, capped(sum->messages));
      return make(associated_content_count, capped(sum->associated));
    }
    case id_of(storage_quota_limit):
      return quota(storage_quota_limit, config->quotas.warning);
    case id_of(pid_tag_user_entry_id):
      return make(pid_tag_user_entry_id, mailbox::address_book_entry_id(logon->actor().legacy_dn));
    case id_of(pid_tag_mailbox_owner_entry_id):
      return make(pid_tag_mailbox_owner_entry_id, mailbox::address_book_entry_id(owner.legacy_dn));
    case id_of(pid_tag_mailbox_owner_name):
      return make(pid_tag_mailbox_owner_name, wire::to_utf16(owner.display_name));
    case id_of(pid_tag_prohibit_receive_quota):
      return quota(pid_tag_prohibit_receive_quota, config->quotas.full);
    case id_of(pid_tag_maximum_submit_message_size):
      return make(pid_tag_maximum_submit_message_size, kilobytes(config->limits.size));
    case id_of(pid_tag_prohibit_send_quota):
      return quota(pid_tag_prohibit_send_quota, config->quotas.send);
    case id_of(pid_tag_locale_id):
      return make(pid_tag_locale_id, static_cast<wire::i32>(locale));
    case id_of(pid_tag_code_page_id):
      return make(pid_tag_code_page_id, static_cast<wire::i32>(session_code_page));
    case id_of(pid_tag_sort_locale_id):
      return make(pid_tag_sort_locale_id, static_cast<wire::i32>(sort_locale));
    default:
      return ErrorCode::not_found;
  }
}

Outcome<Property> LogonObject::property(std::uint16_t id) {
  mailbox::Mailbox& mailbox = logon->mailbox();
  if (has_id(of_every_logon, id) || (!mailbox.is_public() && has_id(of_mailboxes, id))) return computed(id);
  if (is_computed(id) || is_internal(id)) return ErrorCode::not_found;
  const auto kept = mailbox.store().store_properties();
  if (!kept) return mailbox.failed(kept.error());
  if (const Property* property = kept->find(id)) return *property;
  if (id == id_of(pid_tag_out_of_office_state) && !mailbox.is_public())
    return make(pid_tag_out_of_office_state, false);
  return ErrorCode::not_found;
}

Outcome<std::vector<PropertyTag>> LogonObject::property_tags() {
  mailbox::Mailbox& mailbox = logon->mailbox();
  const auto kept = mailbox.store().store_properties();
  if (!kept) return mailbox.failed(kept.error());
  std::vector<PropertyTag> tags(std::begin(of_every_logon), std::end(of_every_logon));
  if (!mailbox.is_public()) {
    for (const PropertyTag tag : of_mailboxes) {
      const bool limit = tag == storage_quota_limit || tag == pid_tag_prohibit_receive_quota ||
                         tag == pid_tag_prohibit_send_quota;
      if (!limit || computed(id_of(tag))) tags.push_back(tag);
    }
    if (!kept->find(id_of(pid_tag_out_of_office_state))) tags.push_back(pid_tag_out_of_office_state);
  }
  for (const Property& property : kept->all()) {
    const std::uint16_t id = id_of(property.tag);
    if (!is_computed(id) && !is_internal(id)) tags.push_back(property.tag);
  }
  return tags;
}

Outcome<void> LogonObject::writable() {
  if (!logon->actor().owner) return ErrorCode::access_denied;
  return {};
}

Outcome<std::vector<Problem>> LogonObject::change(std::vector<Property> set,
                                                  std::vector<std::uint16_t> erase) {
  mailbox::Mailbox& mailbox = logon->mailbox();
  const auto state = std::ranges::find_if(set, is_state_of_office);
  const bool leaves = state != set.end() && std::get<bool>(state->value);
  if (leaves) {
    if (const auto before = mailbox::is_out_of_office(mailbox); !before)
      return before.error();
    else if (!*before) {
      if (const auto begun = mailbox::begin_out_of_office(mailbox); !begun) return begun.error();
    }
  }
  if (!set.empty() || !erase.empty()) {
    const auto changed = mailbox.store().change_store_properties(set, erase);
    if (!changed) return mailbox.failed(changed.error());
  }
  return std::vector<Problem>();
}

Outcome<std::vector<Problem>> LogonObject::set_properties(std::vector<Property> properties) {
  if (const auto allowed = writable(); !allowed) return allowed.error();
  std::vector<Problem> problems;
  std::vector<Property> set;
  for (Property& property : properties) {
    const std::uint16_t id = id_of(property.tag);
    if (is_computed(id) || is_internal(id) || oxcdata::type_of(property.tag) == PropertyType::object) {
      problems.push_back({property.tag, ErrorCode::access_denied});
    } else if (id == id_of(pid_tag_out_of_office_state) && !is_state_of_office(property)) {
      problems.push_back({property.tag, ErrorCode::unexpected_type});
    } else {
      set.push_back(std::move(property));
    }
  }
  const auto changed = change(std::move(set), {});
  if (!changed) return changed.error();
  return problems;
}

Outcome<std::vector<Problem>> LogonObject::delete_properties(std::span<const PropertyTag> tags) {
  if (const auto allowed = writable(); !allowed) return allowed.error();
  std::vector<Problem> problems;
  std::vector<std::uint16_t> erase;
  for (const PropertyTag tag : tags) {
    if (is_computed(id_of(tag)) || is_internal(id_of(tag))) {
      problems.push_back({tag, ErrorCode::access_denied});
    } else {
      erase.push_back(id_of(tag));
    }
  }
  const auto changed = change({}, std::move(erase));
  if (!changed) return changed.error();
  return problems;
}

}  // namespace mapigate::mapi
