#pragma once

#include <array>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/text.hpp"
#include "protocol/wire/failure.hpp"

// EntryIDs that are valid everywhere and at any time, MS-OXCDATA sections 2.2.3 to 2.2.5. How long one is
// stands outside it: each is read with wire::parse<T>(). Those of the address book that end with a session
// are in oxnspi.

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.2.3: ProviderUID. In the mailbox of somebody it is the MailboxGuid of RopLogon.
namespace provider_uid {
inline constexpr wire::Guid public_store{{0x1A, 0x44, 0x73, 0x90, 0xAA, 0x66, 0x11, 0xCD,  //
                                          0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
inline constexpr wire::Guid address_book{{0xDC, 0xA7, 0x40, 0xC8, 0xC0, 0x42, 0x10, 0x1A,  //
                                          0xB4, 0xB9, 0x08, 0x00, 0x2B, 0x2F, 0xE1, 0x82}};
inline constexpr wire::Guid one_off{{0x81, 0x2B, 0x1F, 0xA4, 0xBE, 0xA3, 0x10, 0x19,  //
                                     0x9D, 0x6E, 0x00, 0xDD, 0x01, 0x0F, 0x54, 0x02}};
inline constexpr wire::Guid contact{{0xFE, 0x42, 0xAA, 0x0A, 0x18, 0xC7, 0x1A, 0x10,  //
                                     0xE8, 0x85, 0x0B, 0x65, 0x1C, 0x24, 0x00, 0x00}};
// Section 2.2.4.3, of a store as a whole, and of the two kinds of stores inside it.
inline constexpr wire::Guid wrapped_store{{0x38, 0xA1, 0xBB, 0x10, 0x05, 0xE5, 0x10, 0x1A,  //
                                           0xA1, 0xBB, 0x08, 0x00, 0x2B, 0x2A, 0x56, 0xC2}};
inline constexpr wire::Guid mailbox_store_object{{0x1B, 0x55, 0xFA, 0x20, 0xAA, 0x66, 0x11, 0xCD,  //
                                                  0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
inline constexpr wire::Guid public_store_object{{0x1C, 0x83, 0x02, 0x10, 0xAA, 0x66, 0x11, 0xCD,  //
                                                 0x9B, 0xC8, 0x00, 0xAA, 0x00, 0x2F, 0xC4, 0x5A}};
}  // namespace provider_uid

// The ProviderUID of any EntryID; nothing where it is too short to have one, or ends with its session.
std::optional<wire::Guid> provider_uid_of(wire::ByteView entry_id);

namespace detail {
// Flags and ProviderUID, where only this one is possible.
void head(auto& archive, const wire::Guid& provider) {
  auto uid = provider;
  archive("Flags", wire::constant<wire::u32>(0));
  archive("ProviderUID", uid);
  archive.check(uid == provider);
}
}  // namespace detail

// MS-OXCDATA section 2.2.4: ObjectType. A value outside the table is kept.
enum class StoreObjectType : wire::u16 {
  private_folder = 0x0001,
  public_folder = 0x0003,
  mapped_public_folder = 0x0005,
  private_message = 0x0007,
  public_message = 0x0009,
  mapped_public_message = 0x000B,
  public_newsgroup_folder = 0x000C,
};

// MS-OXCDATA section 2.2.4.1: 46 bytes.
struct FolderEntryId {
  wire::Guid provider_uid;
  StoreObjectType folder_type = StoreObjectType::private_folder;
  LongTermId folder;  // DatabaseGuid, GlobalCounter, Pad

  bool operator==(const FolderEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Flags", wire::constant<wire::u32>(0));
    archive("ProviderUID", self.provider_uid);
    archive("FolderType", self.folder_type);
    archive("Folder", self.folder);
  }
};

// MS-OXCDATA section 2.2.4.2: 70 bytes.
struct MessageEntryId {
  wire::Guid provider_uid;
  StoreObjectType message_type = StoreObjectType::private_message;
  LongTermId folder;  // FolderDatabaseGuid, FolderGlobalCounter, Pad
  LongTermId message;

  bool operator==(const MessageEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Flags", wire::constant<wire::u32>(0));
    archive("ProviderUID", self.provider_uid);
    archive("MessageType", self.message_type);
    archive("Folder", self.folder);
    archive("Message", self.message);
  }
};

// MS-OXCDATA section 2.2.4.3: a mailbox, or the public folders, as a whole.
struct StoreEntryId {
  static constexpr wire::u32 mailbox_type = 0x0000000C;
  static constexpr wire::u32 public_type = 0x00000006;

  wire::Guid wrapped_provider_uid = provider_uid::mailbox_store_object;
  wire::u32 wrapped_type = mailbox_type;
  std::string server_shortname;
  std::string mailbox_dn;  // of a mailbox
  // What newer clients append to find the server again; MS-OXCDATA does not know it.
  wire::Bytes additional_data;

  bool operator==(const StoreEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    detail::head(archive, provider_uid::wrapped_store);
    archive("Version", wire::constant<wire::u8>(0));
    archive("Flag", wire::constant<wire::u8>(0));
    auto dll_file_name = emsmdb;
    archive("DLLFileName", dll_file_name);
    archive.check(dll_file_name == emsmdb);
    archive("WrappedFlags", wire::constant<wire::u32>(0));
    archive("WrappedProviderUID", self.wrapped_provider_uid);
    const bool mailbox = self.wrapped_provider_uid == provider_uid::mailbox_store_object;
    archive.check(mailbox || self.wrapped_provider_uid == provider_uid::public_store_object);
    archive("WrappedType", self.wrapped_type);
    archive("ServerShortname", wire::ascii_z(self.server_shortname));
    archive("MailboxDN", wire::when(mailbox, wire::ascii_z(self.mailbox_dn)));
    archive("AdditionalData", wire::rest(self.additional_data));
  }

 private:
  static constexpr std::array<wire::u8, 14> emsmdb{'E', 'M', 'S', 'M', 'D', 'B', '.', 'D', 'L', 'L'};
};

// MS-OXCDATA section 2.2.5.1: an addressee who is in no directory.
struct OneOffEntryId {
  // MAE.
  enum class MacEncoding : wire::u8 { bin_hex = 0, uuencode = 1, apple_single = 2, apple_double = 3 };
  // Format. A value outside the table is kept.
  enum class BodyFormat : wire::u8 {
    unspecified = 0x0,  // not in the table; this is what clients send
    text_only = 0x3,
    html_only = 0x7,
    text_and_html = 0xB,
  };

  MacEncoding mac_encoding{};
  BodyFormat body_format{};  // up to 0xF
  bool mime = false;         // M: messages go out as MIME, otherwise as TNEF
  bool unicode = true;       // U: which kind the texts are of
  bool no_look_up = false;   // L: the address is not to be looked up in the address book
  Text display_name;
  Text address_type;  // "SMTP"
  Text email_address;

  bool operator==(const OneOffEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    detail::head(archive, provider_uid::one_off);
    archive("Version", wire::constant<wire::u16>(0));
    wire::u16 bits = 0;
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      archive("Bits", bits);
      self.set_bits(bits);
    } else {
      archive.check(self.mac_encoding <= MacEncoding::apple_double);
      archive.check(static_cast<wire::u8>(self.body_format) <= 0xF);
      bits = self.bits();
      archive("Bits", bits);
    }
    text_z(archive, "DisplayName", self.unicode, self.display_name);
    text_z(archive, "AddressType", self.unicode, self.address_type);
    text_z(archive, "EmailAddress", self.unicode, self.email_address);
  }

 private:
  // The two bytes of bits as a little-endian number. (The document draws them from the highest bit of the
  // first byte on, and its mask for MAE is not where it draws it.)
  wire::u16 bits() const;
  void set_bits(wire::u16 bits);
};

// MS-OXCDATA section 2.2.5.2: Type. A value outside the table is kept.
enum class AddressBookEntryType : wire::u32 {
  local_mail_user = 0x00000000,
  distribution_list = 0x00000001,
  bulletin_board_or_public_folder = 0x00000002,
  automated_mailbox = 0x00000003,
  organizational_mailbox = 0x00000004,
  private_distribution_list = 0x00000005,
  remote_mail_user = 0x00000006,
  container = 0x00000100,
  template_ = 0x00000101,
  one_off_user = 0x00000102,
  search = 0x00000200,
};

// MS-OXCDATA section 2.2.5.2; the same as the PermanentEntryID of MS-OXNSPI section 2.2.9.3.
struct AddressBookEntryId {
  AddressBookEntryType type{};
  std::string x500_dn;

  bool operator==(const AddressBookEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    detail::head(archive, provider_uid::address_book);
    archive("Version", wire::constant<wire::u32>(1));
    archive("Type", self.type);
    archive("X500DN", wire::ascii_z(self.x500_dn));
  }
};

namespace detail {
// Sections 2.2.5.3 and 2.2.5.4. Old clients leave three bytes without meaning at the end.
void contact_entry_id(auto& archive, wire::u32 type, auto& index, auto& message) {
  head(archive, provider_uid::contact);
  archive("Version", wire::constant<wire::u32>(3));
  archive("Type", wire::constant<wire::u32>(type));
  archive("Index", index);
  archive("EntryIdBytes", wire::sized<wire::u32>(message));
  if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
    if (archive.remaining() == 3) archive("Padding", wire::reserved(3));
  }
}
}  // namespace detail

// MS-OXCDATA section 2.2.5.3: an address of a Contact object.
struct ContactAddressEntryId {
  static constexpr wire::u32 contact_type = 4;  // Type

  wire::u32 index = 0;  // 0 to 2: Email1 to Email3, 3 to 5: Fax1 to Fax3
  MessageEntryId contact;

  bool operator==(const ContactAddressEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    detail::contact_entry_id(archive, contact_type, self.index, self.contact);
    archive.check(self.index <= 5);
  }
};

// MS-OXCDATA section 2.2.5.4.
struct PersonalDistributionListEntryId {
  static constexpr wire::u32 contact_type = 5;

  MessageEntryId distribution_list;

  bool operator==(const PersonalDistributionListEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    wire::u32 index = 0xFF;
    detail::contact_entry_id(archive, contact_type, index, self.distribution_list);
    archive.check(index == 0xFF);
  }
};

// Any of MS-OXCDATA section 2.2.5.
using RecipientEntryId =
    std::variant<OneOffEntryId, AddressBookEntryId, ContactAddressEntryId, PersonalDistributionListEntryId>;
// Fault::invalid at ProviderUID for an EntryID of another kind.
wire::Result<RecipientEntryId> parse_recipient_entry_id(wire::ByteView entry_id);

}  // namespace mapigate::oxcdata
