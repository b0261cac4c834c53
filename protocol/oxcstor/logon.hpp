#pragma once

#include <array>
#include <string>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcstor {

using oxcrops::RopId;

// MS-OXCSTOR section 2.2.1.1.1: LogonFlags of the request. A response repeats the first three.
inline constexpr wire::u8 logon_private = 0x01;  // a mailbox, not the public folders
inline constexpr wire::u8 logon_undercover = 0x02;
inline constexpr wire::u8 logon_ghosted = 0x04;
inline constexpr wire::u8 logon_spooler_process = 0x08;

// MS-OXCROPS section 2.2.3.1.1. RequestHead::handle_index is where the Logon object's handle goes, and
// RequestHead::logon_id what the client wants to call the logon.
struct LogonRequest {
  static constexpr RopId id = RopId::logon;

  // OpenFlags, MS-OXCSTOR section 2.2.1.1.1.
  static constexpr wire::u32 use_admin_privilege = 0x00000001;
  static constexpr wire::u32 open_public = 0x00000002;
  static constexpr wire::u32 home_logon = 0x00000004;
  static constexpr wire::u32 take_ownership = 0x00000008;
  static constexpr wire::u32 alternate_server = 0x00000100;
  static constexpr wire::u32 ignore_home_mdb = 0x00000200;
  static constexpr wire::u32 no_mail = 0x00000400;
  static constexpr wire::u32 use_per_mdb_replid_mapping = 0x01000000;
  static constexpr wire::u32 support_progress = 0x20000000;

  wire::u8 logon_flags = 0;
  wire::u32 open_flags = 0;
  wire::u32 store_state = 0;  // unused
  std::string essdn;          // the LegacyDN of the mailbox; empty for public folders

  bool operator==(const LogonRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("LogonFlags", self.logon_flags);
    archive("OpenFlags", self.open_flags);
    archive("StoreState", self.store_state);
    archive("Essdn", wire::sized_ascii_z<wire::u16>(self.essdn));
  }
};

// MS-OXCROPS section 2.2.3.1.2.1
struct LogonTime {
  wire::u8 seconds = 0;
  wire::u8 minutes = 0;
  wire::u8 hour = 0;
  wire::u8 day_of_week = 0;  // 0 for Sunday
  wire::u8 day = 0;          // 1 to 31
  wire::u8 month = 0;        // 1 to 12
  wire::u16 year = 0;

  bool operator==(const LogonTime&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Seconds", self.seconds);
    archive("Minutes", self.minutes);
    archive("Hour", self.hour);
    archive("DayOfWeek", self.day_of_week);
    archive("Day", self.day);
    archive("Month", self.month);
    archive("Year", self.year);
  }
};

// MS-OXCROPS sections 2.2.3.1.2 to 2.2.3.1.5: the success of a logon to a mailbox, or to public folders, as
// logon_private says; the name of another server, where ReturnValue is WrongServer; or any other failure.
struct LogonResponse {
  static constexpr RopId id = RopId::logon;

  // What stands where in FolderIds: of a mailbox, MS-OXCSTOR section 2.2.1.1.3.
  enum MailboxFolder : std::size_t {
    mailbox_root,
    deferred_action,
    spooler_queue,
    mailbox_ipm_subtree,
    inbox,
    outbox,
    sent_items,
    deleted_items,
    common_views,
    schedule,
    search,
    views,
    shortcuts,
  };
  // Of public folders, section 2.2.1.1.4; three empty ones follow.
  enum PublicFolder : std::size_t {
    public_root,
    public_ipm_subtree,
    public_non_ipm_subtree,
    eforms_registry,
    free_busy,
    offline_address_book,
    local_eforms_registry,
    local_free_busy,
    local_offline_address_book,
    nntp_article_index,
  };
  static constexpr std::size_t folder_count = 13;

  // ResponseFlags, section 2.2.1.1.3.
  static constexpr wire::u8 always_set = 0x01;  // Reserved
  static constexpr wire::u8 owner_right = 0x02;
  static constexpr wire::u8 send_as_right = 0x04;
  static constexpr wire::u8 out_of_office = 0x10;

  oxcdata::ErrorCode return_value{};
  wire::u8 logon_flags = 0;  // of success and redirection
  std::array<oxcdata::FolderId, folder_count> folder_ids{};
  wire::u8 response_flags = 0;  // of a mailbox
  wire::Guid mailbox_guid;      // of a mailbox
  wire::u16 repl_id = 0;
  wire::Guid repl_guid;
  LogonTime logon_time;       // of a mailbox
  wire::u64 gwart_time = 0;   // of a mailbox: how current the gateway routing table is
  wire::u32 store_state = 0;  // of a mailbox; unused
  wire::Guid per_user_guid;   // of public folders; unused
  std::string server_name;    // of redirection: the ESSDN of the server to go to

  bool operator==(const LogonResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    const bool success = oxcrops::succeeded(self, archive);
    const bool redirect = archive.ok() && self.return_value == oxcdata::ErrorCode::wrong_server;
    if (!success && !redirect) return;
    archive("LogonFlags", self.logon_flags);
    if (redirect) return archive("ServerName", wire::sized_ascii_z<wire::u8>(self.server_name));
    const bool mailbox = (self.logon_flags & logon_private) != 0;
    archive("FolderIds", self.folder_ids);
    archive("ResponseFlags", wire::when(mailbox, self.response_flags));
    archive("MailboxGuid", wire::when(mailbox, self.mailbox_guid));
    archive("ReplId", self.repl_id);
    archive("ReplGuid", self.repl_guid);
    archive("LogonTime", wire::when(mailbox, self.logon_time));
    archive("GwartTime", wire::when(mailbox, self.gwart_time));
    archive("StoreState", wire::when(mailbox, self.store_state));
    archive("PerUserGuid", wire::when(!mailbox, self.per_user_guid));
  }
};

}  // namespace mapigate::oxcstor
