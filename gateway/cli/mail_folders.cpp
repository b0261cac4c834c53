#include <algorithm>
#include <array>

#include "gateway/base/encoding.hpp"
#include "gateway/cli/mail_actions.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::cli {

using mailbox::FolderNumber;
using mailbox::Outcome;
using mailbox::SpecialFolder;

namespace {

struct Alias {
  std::string_view name;
  SpecialFolder role;
};
// What mail programs call these folders.
constexpr std::array aliases{
    Alias{"inbox", SpecialFolder::inbox},           Alias{"drafts", SpecialFolder::drafts},
    Alias{"sent", SpecialFolder::sent_items},       Alias{"sent items", SpecialFolder::sent_items},
    Alias{"deleted", SpecialFolder::deleted_items}, Alias{"deleted items", SpecialFolder::deleted_items},
    Alias{"trash", SpecialFolder::deleted_items},   Alias{"junk", SpecialFolder::junk_email},
    Alias{"junk email", SpecialFolder::junk_email}, Alias{"spam", SpecialFolder::junk_email},
    Alias{"archive", SpecialFolder::archive},       Alias{"outbox", SpecialFolder::outbox}};

Outcome<FolderNumber> child(mailbox::Mailbox& mailbox, FolderNumber parent, const std::string& name,
                            bool create) {
  const std::u16string text = wire::to_utf16(name);
  const auto found = mailbox.store().folder_by_name(parent, text);
  if (found.has_error()) return mailbox.failed(found.error());
  if (found->has_value()) return **found;
  if (!create) return oxcdata::ErrorCode::not_found;
  store::FolderWrite folder;
  folder.parent = parent;
  folder.name = text;
  folder.created = mailbox.now();
  folder.properties.set(oxprops::pid_tag_container_class, std::u16string(u"IPF.Note"));
  const auto created = mailbox.create_folder(folder);
  if (created.has_error()) return created.error();
  return created->number;
}

}  // namespace

std::vector<std::string> split_path(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    if (end > at) names.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

Outcome<FolderNumber> folder_of_path(mailbox::Mailbox& mailbox, const std::vector<std::string>& names,
                                     bool create) {
  FolderNumber folder = mailbox.special(SpecialFolder::ipm_subtree);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == 0) {
      const auto alias = std::ranges::find(aliases, to_lower(names[0]), &Alias::name);
      if (const FolderNumber special = alias == aliases.end() ? 0 : mailbox.special(alias->role)) {
        folder = special;
        continue;
      }
    }
    const auto next = child(mailbox, folder, names[i], create);
    if (next.has_error()) return next.error();
    folder = *next;
  }
  return folder;
}

}  // namespace mapigate::cli
