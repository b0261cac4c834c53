#include "gateway/mailbox/folder_names.hpp"

#include <algorithm>
#include <array>

#include "gateway/base/encoding.hpp"

namespace mapigate::mailbox {

namespace {

// The columns of folder_names.inc.
constexpr std::array named_roles = {
    SpecialFolder::ipm_subtree,     SpecialFolder::inbox,         SpecialFolder::outbox,
    SpecialFolder::sent_items,      SpecialFolder::deleted_items, SpecialFolder::drafts,
    SpecialFolder::calendar,        SpecialFolder::contacts,      SpecialFolder::journal,
    SpecialFolder::notes,           SpecialFolder::tasks,         SpecialFolder::junk_email,
    SpecialFolder::sync_issues,     SpecialFolder::conflicts,     SpecialFolder::local_failures,
    SpecialFolder::server_failures, SpecialFolder::rss_feeds,     SpecialFolder::suggested_contacts,
    SpecialFolder::archive,         SpecialFolder::reminders};

struct Language {
  std::string_view tag;
  std::uint32_t lcid;
  std::array<std::u16string_view, named_roles.size()> names;
};

constexpr Language languages[] = {
#define X(tag, lcid, ...) {tag, lcid, {__VA_ARGS__}},
#include "gateway/mailbox/folder_names.inc"
#undef X
};

constexpr bool complete = std::ranges::all_of(languages, [](const Language& language) {
  return std::ranges::none_of(language.names, [](std::u16string_view name) { return name.empty(); });
});
static_assert(complete, "a language lacks the name of a folder");

// [MS-LCID] section 2.1: the low ten bits of a language identifier.
constexpr std::uint32_t primary_language(std::uint32_t lcid) { return lcid & 0x3FF; }

// Chinese is written in two ways: Taiwan, Hong Kong, Macao, and "zh-Hant" of no place.
constexpr std::uint32_t traditional_chinese[] = {0x0404, 0x0C04, 0x1404, 0x7C04};

// Null: there is none.
const Language* language_of(std::uint32_t lcid) {
  lcid &= 0xFFFF;  // above are ways of sorting
  if (std::ranges::find(traditional_chinese, lcid) != std::end(traditional_chinese)) lcid = 0x0404;
  const auto exact = std::ranges::find(languages, lcid, &Language::lcid);
  if (exact != std::end(languages)) return exact;
  const auto close = std::ranges::find(languages, primary_language(lcid), [](const Language& language) {
    return primary_language(language.lcid);
  });
  return close == std::end(languages) ? nullptr : close;
}

// Of folders that clients find by other ways than their names.
std::u16string_view fixed_name(SpecialFolder role) {
  switch (role) {
    case SpecialFolder::root:
      return u"Root";
    case SpecialFolder::common_views:
      return u"Common Views";
    case SpecialFolder::schedule:
      return u"Schedule";
    case SpecialFolder::finder:
      return u"Finder";
    case SpecialFolder::views:
      return u"Views";
    case SpecialFolder::shortcuts:
      return u"Shortcuts";
    case SpecialFolder::spooler_queue:
      return u"Spooler Queue";
    case SpecialFolder::deferred_action:
      return u"Deferred Action";
    case SpecialFolder::to_do:
      return u"To-Do Search";
    case SpecialFolder::freebusy_data:
      return u"Freebusy Data";
    case SpecialFolder::conversation_actions:
      return u"Conversation Action Settings";
    case SpecialFolder::quick_contacts:
      return u"Quick Contacts";
    case SpecialFolder::im_contact_list:
      return u"IM Contacts List";
    case SpecialFolder::outgoing:
      return u"Outgoing";
    case SpecialFolder::public_root:
      return u"Public Folders";
    case SpecialFolder::public_ipm_subtree:
      return u"IPM_SUBTREE";
    case SpecialFolder::public_non_ipm_subtree:
      return u"NON_IPM_SUBTREE";
    case SpecialFolder::eforms_registry:
      return u"EFORMS REGISTRY";
    case SpecialFolder::public_free_busy:
      return u"SCHEDULE+ FREE BUSY";
    case SpecialFolder::offline_address_book:
      return u"OFFLINE ADDRESS BOOK";
    default:
      return {};
  }
}

}  // namespace

std::u16string_view folder_name(SpecialFolder role, std::uint32_t lcid) {
  const auto column = std::ranges::find(named_roles, role);
  if (column == named_roles.end()) return fixed_name(role);
  const Language* language = language_of(lcid);
  if (!language) language = std::begin(languages);
  return language->names[static_cast<std::size_t>(column - named_roles.begin())];
}

bool is_folder_name(SpecialFolder role, std::u16string_view name) {
  const auto column = std::ranges::find(named_roles, role);
  if (column == named_roles.end()) return name == fixed_name(role);
  const auto index = static_cast<std::size_t>(column - named_roles.begin());
  return std::ranges::any_of(languages,
                             [&](const Language& language) { return language.names[index] == name; });
}

std::uint32_t folder_language(std::string_view tag) {
  const auto found = std::ranges::find_if(
      languages, [&](const Language& language) { return equal_ignoring_case(language.tag, tag); });
  return found == std::end(languages) ? 0 : found->lcid;
}

std::vector<std::string> folder_languages() {
  std::vector<std::string> tags;
  for (const Language& language : languages) tags.emplace_back(language.tag);
  return tags;
}

bool has_folder_names(std::uint32_t lcid) { return language_of(lcid) != nullptr; }

}  // namespace mapigate::mailbox
