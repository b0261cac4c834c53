#include "protocol/oxcdata/entry_ids.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcdata/address_list.hpp"
#include "protocol/oxcdata/entry_list.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using testing::ElementsAre;
using wire::expect_exact;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;
using wire::parse;
using wire::serialize;

constexpr wire::Guid mailbox{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};
const auto replica = *wire::Guid::from_text("{00112233-4455-6677-8899-AABBCCDDEEFF}");

TEST(EntryIds, Folder) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.4.1-folder-entry-id.hex");
  ASSERT_EQ(bytes.size(), 46u);
  EXPECT_EQ(parse<FolderEntryId>(bytes).value(),
            (FolderEntryId{mailbox, StoreObjectType::private_folder, {replica, global_counter(13)}}));
  expect_exact<FolderEntryId>(bytes);
}

TEST(EntryIds, Message) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.4.2-message-entry-id.hex");
  ASSERT_EQ(bytes.size(), 70u);
  auto other_replica = replica;
  ++other_replica.bytes[0];
  EXPECT_EQ(parse<MessageEntryId>(bytes).value(), (MessageEntryId{provider_uid::public_store,
                                                                  StoreObjectType::public_message,
                                                                  {replica, global_counter(13)},
                                                                  {other_replica, global_counter(256)}}));
  expect_exact<MessageEntryId>(bytes);
}

TEST(EntryIds, ShortTermIdIsNoneOfThese) {
  auto bytes = hex_vector("MS-OXCDATA/2.2.4.1-folder-entry-id.hex");
  bytes[0] = 0x87;
  EXPECT_EQ(to_string(parse<FolderEntryId>(bytes).error()), "Flags at offset 0: invalid value");
  EXPECT_EQ(provider_uid_of(bytes), std::nullopt);
}

TEST(EntryIds, Mailbox) {
  auto bytes = hex_vector("MS-OXCDATA/2.2.4.3-mailbox-entry-id.hex");
  StoreEntryId expected{provider_uid::mailbox_store_object, StoreEntryId::mailbox_type, "S1", "/o=m", {}};
  EXPECT_EQ(parse<StoreEntryId>(bytes).value(), expected);
  EXPECT_EQ(serialize(expected).value(), bytes);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(parse<StoreEntryId>(wire::ByteView(bytes).first(size))) << size;
  }
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { parse<StoreEntryId>(hostile); });
  bytes.insert(bytes.end(), {0xD8, 0x35});
  expected.additional_data = {0xD8, 0x35};
  EXPECT_EQ(parse<StoreEntryId>(bytes).value(), expected);
  EXPECT_EQ(serialize(expected).value(), bytes);
}

TEST(EntryIds, PublicFolders) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.4.3-public-store-entry-id.hex");
  const StoreEntryId expected{provider_uid::public_store_object, StoreEntryId::public_type, "S1", "", {}};
  EXPECT_EQ(parse<StoreEntryId>(bytes).value(), expected);
  EXPECT_EQ(serialize(expected).value(), bytes);
}

TEST(EntryIds, StoresOfOtherProvidersAreRefused) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.4.3-mailbox-entry-id.hex");
  const auto first_after = [&](std::size_t changed) {
    auto other = bytes;
    other[changed] ^= 1;
    const auto failure = parse<StoreEntryId>(other).error();
    EXPECT_EQ(failure.fault, Fault::invalid);
    return failure.offset;
  };
  EXPECT_EQ(first_after(4), 20u);   // ProviderUID
  EXPECT_EQ(first_after(20), 20u);  // Version
  EXPECT_EQ(first_after(22), 36u);  // DLLFileName
  EXPECT_EQ(first_after(40), 56u);  // WrappedProviderUID
}

TEST(EntryIds, OneOff) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.5.1-one-off-entry-id.hex");
  OneOffEntryId expected;
  expected.mac_encoding = OneOffEntryId::MacEncoding::apple_single;
  expected.body_format = OneOffEntryId::BodyFormat::text_and_html;
  expected.mime = true;
  expected.no_look_up = true;
  expected.display_name = u"Ann";
  expected.address_type = u"SMTP";
  expected.email_address = u"a@b.c";
  EXPECT_EQ(parse<OneOffEntryId>(bytes).value(), expected);
  expect_exact<OneOffEntryId>(bytes);
}

TEST(EntryIds, OneOffOfEightBitStrings) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.5.1-one-off-entry-id-8-bit.hex");
  OneOffEntryId expected;
  expected.unicode = false;
  expected.display_name = String8{"J\xF6rg"};
  expected.address_type = String8{"SMTP"};
  expected.email_address = String8{"j@b.c"};
  EXPECT_EQ(parse<OneOffEntryId>(bytes).value(), expected);
  expect_exact<OneOffEntryId>(bytes);
  expected.unicode = true;
  EXPECT_EQ(to_string(serialize(expected).error()), "Bits at offset 24: invalid value");
  expected.unicode = false;
  expected.body_format = static_cast<OneOffEntryId::BodyFormat>(0x10);
  EXPECT_EQ(serialize(expected).error().fault, Fault::invalid);
}

TEST(EntryIds, AddressBook) {
  const auto bytes = hex_vector("MS-OXCDATA/2.2.5.2-address-book-entry-id.hex");
  EXPECT_EQ(parse<AddressBookEntryId>(bytes).value(),
            (AddressBookEntryId{AddressBookEntryType::distribution_list, "/o=m"}));
  expect_exact<AddressBookEntryId>(bytes);
}

const MessageEntryId contact{
    mailbox, StoreObjectType::private_message, {replica, global_counter(14)}, {replica, global_counter(257)}};

TEST(EntryIds, ContactAddress) {
  auto bytes = hex_vector("MS-OXCDATA/2.2.5.3-contact-address-entry-id.hex");
  EXPECT_EQ(parse<ContactAddressEntryId>(bytes).value(), (ContactAddressEntryId{1, contact}));
  expect_exact<ContactAddressEntryId>(bytes);
  EXPECT_EQ(serialize(ContactAddressEntryId{6, contact}).error().fault, Fault::invalid);
  bytes.insert(bytes.end(), {1, 2, 3});
  EXPECT_EQ(parse<ContactAddressEntryId>(bytes).value(), (ContactAddressEntryId{1, contact}));
}

TEST(EntryIds, PersonalDistributionList) {
  auto bytes = hex_vector("MS-OXCDATA/2.2.5.4-personal-distribution-list-entry-id.hex");
  EXPECT_EQ(parse<PersonalDistributionListEntryId>(bytes).value(),
            (PersonalDistributionListEntryId{contact}));
  expect_exact<PersonalDistributionListEntryId>(bytes);
  bytes[28] = 0;
  EXPECT_EQ(parse<PersonalDistributionListEntryId>(bytes).error().fault, Fault::invalid);
}

TEST(EntryIds, OtherVersions) {
  const auto failure = [](const char* name) {
    auto bytes = hex_vector(std::string("MS-OXCDATA/") + name);
    bytes[20] ^= 0x40;
    return to_string(parse_recipient_entry_id(bytes).error());
  };
  for (const auto* name :
       {"2.2.5.1-one-off-entry-id.hex", "2.2.5.2-address-book-entry-id.hex",
        "2.2.5.3-contact-address-entry-id.hex", "2.2.5.4-personal-distribution-list-entry-id.hex"}) {
    EXPECT_EQ(failure(name), "Version at offset 20: invalid value") << name;
  }
}

TEST(EntryIds, OfRecipientsAreToldApart) {
  const auto alternative = [](const char* name) {
    return parse_recipient_entry_id(hex_vector(std::string("MS-OXCDATA/") + name)).value().index();
  };
  EXPECT_EQ(alternative("2.2.5.1-one-off-entry-id.hex"), 0u);
  EXPECT_EQ(alternative("2.2.5.2-address-book-entry-id.hex"), 1u);
  EXPECT_EQ(alternative("2.2.5.3-contact-address-entry-id.hex"), 2u);
  EXPECT_EQ(alternative("2.2.5.4-personal-distribution-list-entry-id.hex"), 3u);

  const auto folder = hex_vector("MS-OXCDATA/2.2.4.1-folder-entry-id.hex");
  EXPECT_EQ(to_string(parse_recipient_entry_id(folder).error()), "ProviderUID at offset 4: invalid value");
  EXPECT_EQ(provider_uid_of(folder), mailbox);
  const auto list = hex_vector("MS-OXCDATA/2.2.5.4-personal-distribution-list-entry-id.hex");
  for (std::size_t size = 0; size < list.size(); ++size) {
    EXPECT_FALSE(parse_recipient_entry_id(wire::ByteView(list).first(size))) << size;
  }
}

TEST(EntryList, LengthsStandBeforeTheIds) {
  const auto bytes = hex_vector("MS-OXCDATA/2.3.1-entry-list.hex");
  EXPECT_THAT(parse<EntryList>(bytes).value().entry_ids,
              ElementsAre(wire::Bytes{0xA1, 0xA2, 0xA3}, wire::Bytes{0xB1}));
  expect_exact<EntryList>(bytes);
  // Any Pad will do.
  EXPECT_TRUE(parse<EntryList>(from_hex("00 00 00 00 FF FF FF FF")));
}

TEST(AddressList, OfAddressees) {
  const auto bytes = hex_vector("MS-OXCDATA/2.1.2-address-list.hex");
  EXPECT_THAT(parse<AddressList>(bytes).value().addresses,
              ElementsAre(AddressEntry{{{property_tag(0x3001, PropertyType::string), u"Ann"},
                                        {property_tag(0x0C15, PropertyType::integer32), 1}}},
                          AddressEntry{}));
  expect_exact<AddressList>(bytes);
}

}  // namespace
}  // namespace mapigate::oxcdata
