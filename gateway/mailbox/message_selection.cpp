#include "gateway/mailbox/message_selection.hpp"

#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "gateway/mailbox/message_access.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Contents;

namespace {

struct Candidate {
  MessageNumber number = 0;
  FolderNumber folder = 0;
  wire::Bytes creator;  // PidTagCreatorEntryId
};

bool is_deleted(Contents contents) {
  return contents == Contents::deleted_normal || contents == Contents::deleted_associated;
}

bool is_submitted(const store::PackedProperties& properties) {
  const auto flags = properties.value(id_of(oxprops::pid_tag_message_flags));
  const auto* value = flags ? std::get_if<std::int32_t>(&flags->value) : nullptr;
  return value && (static_cast<std::uint32_t>(*value) & mf_submitted) != 0;
}

wire::Bytes creator_of(const store::PackedProperties& properties) {
  auto creator = properties.value(id_of(oxprops::pid_tag_creator_entry_id));
  auto* bytes = creator ? std::get_if<wire::Bytes>(&creator->value) : nullptr;
  return bytes ? std::move(*bytes) : wire::Bytes();
}

void keep_first_of_each(std::vector<MessageNumber>& numbers) {
  std::unordered_set<MessageNumber> seen;
  std::erase_if(numbers, [&](MessageNumber number) { return !seen.insert(number).second; });
}

Outcome<std::vector<Candidate>> candidates(const Logon& logon, const store::FolderRecord& folder,
                                           std::span<const MessageNumber> numbers, MessageUse use) {
  const bool anywhere = folder.kind == store::FolderKind::search;
  std::vector<Candidate> found;
  const auto listed = logon.mailbox().store().list_messages(numbers, [&](const store::MessageRow& row) {
    if (!anywhere && row.folder != folder.number) return store::Scan::go_on;
    if (!use.deleted && is_deleted(row.contents)) return store::Scan::go_on;
    if (!use.submitted && is_submitted(row.properties)) return store::Scan::go_on;
    Candidate candidate{row.number, row.folder, {}};
    if (!logon.actor().owner) candidate.creator = creator_of(row.properties);
    found.push_back(std::move(candidate));
    return store::Scan::go_on;
  });
  if (!listed) return logon.mailbox().failed(listed.error());
  return found;
}

}  // namespace

std::size_t MessageSelection::size() const {
  return std::accumulate(by_folder.begin(), by_folder.end(), std::size_t{0},
                         [](std::size_t sum, const auto& entry) { return sum + entry.second.size(); });
}

Outcome<MessageSelection> select_messages(const Logon& logon, const store::FolderRecord& folder,
                                          std::vector<MessageNumber> numbers, MessageUse use) {
  keep_first_of_each(numbers);
  const auto found = candidates(logon, folder, numbers, use);
  if (!found) return found.error();
  std::unordered_map<FolderNumber, Rights> rights;
  MessageSelection selection;
  std::size_t allowed = 0;
  for (const Candidate& candidate : *found) {
    Rights given = rights_of_owner;
    if (!logon.actor().owner) {
      const auto known = rights.find(candidate.folder);
      if (known != rights.end()) {
        given = known->second;
      } else {
        const auto looked_up = logon.rights(candidate.folder);
        if (!looked_up) return looked_up.error();
        given = rights[candidate.folder] = *looked_up;
      }
    }
    const std::uint32_t access = message_access(logon.actor(), given, candidate.creator);
    if ((access & use.access) != use.access) continue;
    selection.by_folder[candidate.folder].push_back(candidate.number);
    ++allowed;
  }
  if (allowed == 0 && !found->empty()) return ErrorCode::access_denied;
  selection.left_out = allowed != numbers.size();
  return selection;
}

}  // namespace mapigate::mailbox
