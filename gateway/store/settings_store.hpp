#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/store/folder_record.hpp"
#include "protocol/oxcdata/property_name.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::store {

// Who is permitted what in a folder, [MS-OXCPERM].
struct Permission {
  std::uint32_t id =
      0;               // PidTagMemberId as far as it is not 0 (default) or -1 (anonymous): given by the store
  std::string member;  // GUID of a user's mailbox; default_member or anonymous_member
  std::uint32_t rights = 0;  // PidTagMemberRights

  bool operator==(const Permission&) const = default;
};
inline constexpr std::string_view default_member = "default";
inline constexpr std::string_view anonymous_member = "anonymous";

// A rule of a folder, [MS-OXORULE] section 2.2.1.3.
struct Rule {
  std::uint64_t id = 0;  // PidTagRuleId, given by the store
  Properties properties;
};

struct ReceiveFolder {
  std::string message_class;  // ASCII, as it was given; once without regard to case
  FolderNumber folder = 0;
  Time modified = 0;

  bool operator==(const ReceiveFolder&) const = default;
};

struct NamedPropertyId {
  std::uint16_t id = 0;  // 0x8000 to 0xFFFE
  oxcdata::PropertyName name;
};

// [MS-OXCSTOR] section 3.1.1: what somebody has read in a public folder.
struct PerUserInformation {
  std::string user;  // GUID of the user's mailbox
  FolderNumber folder = 0;
  wire::Bytes read;  // a CNSET as IDSET, [MS-OXCSTOR] section 2.2.1.12.2
  Time modified = 0;
};

// What a mailbox knows besides folders and messages.
class SettingsStore {
 public:
  virtual ~SettingsStore() = default;

  // Properties of the store itself, those of a Logon object.
  virtual StoreResult<Properties> store_properties() = 0;
  virtual StoreResult<void> change_store_properties(const std::vector<Property>& set,
                                                    const std::vector<std::uint16_t>& erase) = 0;

  // `count` numbers for folders and messages that nobody else gets; returns the first.
  virtual StoreResult<FolderNumber> reserve_numbers(std::uint32_t count) = 0;
  // The REPLID of a replica GUID, given when it is first asked for; 1 is the mailbox's own. `add` false:
  // nothing where it has none.
  virtual StoreResult<std::optional<std::uint16_t>> replica_id(const wire::Guid& replica, bool add) = 0;
  virtual StoreResult<std::optional<wire::Guid>> replica_guid(std::uint16_t id) = 0;

  // All that have an id; an id is never given to another name.
  virtual StoreResult<std::vector<NamedPropertyId>> named_properties() = 0;
  // The id of the name, given where it has none. disk_full also where all 32,767 ids are given.
  virtual StoreResult<std::uint16_t> add_named_property(const oxcdata::PropertyName& name) = 0;

  // In the order of their ids.
  virtual StoreResult<std::vector<Permission>> permissions(FolderNumber folder) = 0;
  // Replaces all of the folder. An id 0 is a new one.
  virtual StoreResult<void> set_permissions(FolderNumber folder,
                                            const std::vector<Permission>& permissions) = 0;

  // In the order of PidTagRuleSequence.
  virtual StoreResult<std::vector<Rule>> rules(FolderNumber folder) = 0;
  // Replaces all of the folder. An id 0 is a new one.
  virtual StoreResult<void> set_rules(FolderNumber folder, const std::vector<Rule>& rules) = 0;

  virtual StoreResult<std::vector<ReceiveFolder>> receive_folders() = 0;
  // Folder 0 takes the entry away.
  virtual StoreResult<void> set_receive_folder(const ReceiveFolder& entry) = 0;

  virtual StoreResult<std::vector<PerUserInformation>> per_user(std::string_view user) = 0;
  virtual StoreResult<std::optional<PerUserInformation>> per_user(std::string_view user,
                                                                  FolderNumber folder) = 0;
  virtual StoreResult<void> set_per_user(const PerUserInformation& information) = 0;
};

}  // namespace mapigate::store
