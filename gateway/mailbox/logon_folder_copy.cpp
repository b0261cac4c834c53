// [MS-OXCFOLD] section 3.2.5.8: copies of folders, within a mailbox and into another one.

#include <unordered_map>

#include "gateway/mailbox/folder_rules.hpp"
#include "gateway/mailbox/folder_tree.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/mailbox_copy.hpp"
#include "gateway/mailbox/message_lists.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "gateway/mailbox/searches.hpp"

namespace mapigate::mailbox {

using store::Contents;
using store::FolderKind;
using store::FolderRecord;

namespace {

class FolderCopy {
 public:
  FolderCopy(const Logon& source, const Logon& target) : source_(source), target_(target) {}

  // The folder alone with its messages; returns the number of the copy.
  Outcome<FolderNumber> copy(const FolderRecord& folder, FolderNumber to, std::u16string_view name) {
    store::FolderWrite write;
    write.parent = to;
    write.kind = folder.kind;
    write.name = name;
    write.properties = folder.properties;
    write.created = target_.mailbox().now();
    if (elsewhere()) {
      auto translated = translator().translate(std::move(write.properties));
      if (!translated) return translated.error();
      write.properties = std::move(*translated);
    }
    const auto created = target_.mailbox().create_folder(write);
    if (!created) return created.error();
    if (auto given = inherit_permissions(target_, to, created->number); !given) return given.error();
    if (folder.kind == FolderKind::search) {
      if (auto searches = copy_criteria(folder.number, created->number); !searches) return searches.error();
    } else {
      copy_contents(folder.number, created->number, Contents::normal);
      copy_contents(folder.number, created->number, Contents::associated);
    }
    return created->number;
  }

  // All folders below it that can be copied.
  void copy_below(const std::vector<FolderRecord>& below, FolderNumber folder, FolderNumber copy_of_it) {
    std::unordered_map<FolderNumber, FolderNumber> copies{{folder, copy_of_it}};
    for (const FolderRecord& record : below) {
      const auto parent = copies.find(record.parent);
      const bool can = parent != copies.end() && can_copy(record);
      const auto made = can ? copy(record, parent->second, record.name) : ErrorCode::access_denied;
      if (made) {
        copies.emplace(record.number, *made);
      } else {
        partial_ = true;
      }
    }
  }

  // A search of one mailbox means nothing in another.
  bool can_copy(const FolderRecord& folder) const {
    if (folder.kind == FolderKind::search && elsewhere()) return false;
    return source_.require(folder.number, right_read_any).has_value();
  }
  bool partial() const { return partial_; }

 private:
  bool elsewhere() const { return &source_.mailbox() != &target_.mailbox(); }
  MailboxTranslator& translator() {
    if (!translator_) translator_.emplace(source_.mailbox(), target_.mailbox());
    return *translator_;
  }

  void copy_contents(FolderNumber from, FolderNumber to, Contents contents) {
    auto numbers = message_numbers(source_.mailbox(), from, contents);
    if (!numbers) {
      partial_ = true;
    } else if (!numbers->empty()) {
      const auto copied = elsewhere() ? copy_elsewhere(*numbers, to) : copy_within(*numbers, from, to);
      if (!copied || *copied != numbers->size()) partial_ = true;
    }
  }

  Outcome<std::size_t> copy_within(std::span<const MessageNumber> numbers, FolderNumber from,
                                   FolderNumber to) {
    std::size_t copied = 0;
    for (const auto batch : batches(numbers)) {
      const auto made = target_.mailbox().copy_messages(batch, from, to);
      if (!made) return made.error();
      copied += made->size();
    }
    return copied;
  }

  Outcome<std::size_t> copy_elsewhere(std::span<const MessageNumber> numbers, FolderNumber to) {
    const auto copied = copy_messages_between(numbers, translator(), to);
    if (!copied) return copied.error();
    return copied->size();
  }

  Outcome<void> copy_criteria(FolderNumber from, FolderNumber to);

  const Logon& source_;
  const Logon& target_;
  std::optional<MailboxTranslator> translator_;
  bool partial_ = false;
};

Outcome<void> FolderCopy::copy_criteria(FolderNumber from, FolderNumber to) {
  Mailbox& mailbox = source_.mailbox();
  const auto searches = mailbox.store().searches();
  if (!searches) return mailbox.failed(searches.error());
  for (store::SearchCriteria criteria : *searches) {
    if (criteria.search_folder != from) continue;
    criteria.search_folder = to;
    const bool stopped = !criteria.running && !criteria.is_static;
    return stopped ? mailbox.searches().stop(criteria) : mailbox.searches().start(criteria, true);
  }
  return {};
}

}  // namespace

Outcome<Partial> Logon::copy_folder(FolderNumber number, FolderNumber to, std::u16string_view name,
                                    bool deep) const {
  return copy_folder(number, *this, to, name, deep);
}

Outcome<Partial> Logon::copy_folder(FolderNumber number, const Logon& target, FolderNumber to,
                                    std::u16string_view name, bool deep) const {
  const auto folder = open_folder(number, false);
  if (!folder) return folder.error();
  if (folder->kind == FolderKind::root) return ErrorCode::access_denied;
  if (auto allowed = require(number, right_read_any); !allowed) return allowed.error();
  FolderCopy copy(*this, target);
  if (!copy.can_copy(*folder)) return ErrorCode::not_supported;
  if (&target.mailbox() == mailbox_.get()) {
    if (auto fine = check_no_cycle(*mailbox_, number, to); !fine) return fine.error();
  }
  auto below = mailbox_->store().folders(number, true, false);
  if (!below) return mailbox_->failed(below.error());
  if (!deep) below->clear();
  const std::u16string_view new_name = name.empty() ? folder->name : name;
  const FolderPlace place{to, new_name, 1 + levels_below(number, *below)};
  if (auto allowed = check_place(target, place); !allowed) return allowed.error();
  const auto made = copy.copy(*folder, to, new_name);
  if (!made) return made.error();
  copy.copy_below(*below, number, *made);
  return Partial{copy.partial()};
}

}  // namespace mapigate::mailbox
