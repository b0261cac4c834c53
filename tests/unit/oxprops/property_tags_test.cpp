#include "protocol/oxprops/property_tags.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace mapigate::oxprops {
namespace {

using oxcdata::id_of;
using oxcdata::property_tag;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::type_of;

struct Documented {
  std::string_view name;
  wire::u16 id;
  PropertyType type;
};

// Canonical name, Property ID and Data type as the sections of MS-OXPROPS give them.
constexpr Documented documented[] = {
    {"PidTagImportance", 0x0017, PropertyType::integer32},                            // 2.739
    {"PidTagMessageClass", 0x001A, PropertyType::string},                             // 2.788
    {"PidTagPriority", 0x0026, PropertyType::integer32},                              // 2.872
    {"PidTagSensitivity", 0x0036, PropertyType::integer32},                           // 2.1011
    {"PidTagSubject", 0x0037, PropertyType::string},                                  // 2.1034
    {"PidTagClientSubmitTime", 0x0039, PropertyType::time},                           // 2.636
    {"PidTagSubjectPrefix", 0x003D, PropertyType::string},                            // 2.1035
    {"PidTagConversationIndex", 0x0071, PropertyType::binary},                        // 2.651
    {"PidTagTransportMessageHeaders", 0x007D, PropertyType::string},                  // 2.1051
    {"PidTagTnefCorrelationKey", 0x007F, PropertyType::binary},                       // 2.1048
    {"PidTagNonReceiptNotificationRequested", 0x0C06, PropertyType::boolean},         // 2.812
    {"PidTagRecipientType", 0x0C15, PropertyType::integer32},                         // 2.910
    {"PidTagSenderEntryId", 0x0C19, PropertyType::binary},                            // 2.1003
    {"PidTagSenderName", 0x0C1A, PropertyType::string},                               // 2.1005
    {"PidTagNonDeliveryReportStatusCode", 0x0C20, PropertyType::integer32},           // 2.811
    {"PidTagDisplayTo", 0x0E04, PropertyType::string},                                // 2.679
    {"PidTagMessageDeliveryTime", 0x0E06, PropertyType::time},                        // 2.790
    {"PidTagMessageFlags", 0x0E07, PropertyType::integer32},                          // 2.792
    {"PidTagMessageSize", 0x0E08, PropertyType::integer32},                           // 2.797
    {"PidTagMessageSizeExtended", 0x0E08, PropertyType::integer64},                   // 2.798
    {"PidTagMessageStatus", 0x0E17, PropertyType::integer32},                         // 2.799
    {"PidTagHasAttachments", 0x0E1B, PropertyType::boolean},                          // 2.717
    {"PidTagNormalizedSubject", 0x0E1D, PropertyType::string},                        // 2.813
    {"PidTagAttachNumber", 0x0E21, PropertyType::integer32},                          // 2.603
    {"PidTagAccess", 0x0FF4, PropertyType::integer32},                                // 2.505
    {"PidTagRowType", 0x0FF5, PropertyType::integer32},                               // 2.941
    {"PidTagInstanceKey", 0x0FF6, PropertyType::binary},                              // 2.744
    {"PidTagAccessLevel", 0x0FF7, PropertyType::integer32},                           // 2.507
    {"PidTagRecordKey", 0x0FF9, PropertyType::binary},                                // 2.911
    {"PidTagObjectType", 0x0FFE, PropertyType::integer32},                            // 2.814
    {"PidTagEntryId", 0x0FFF, PropertyType::binary},                                  // 2.684
    {"PidTagBody", 0x1000, PropertyType::string},                                     // 2.618
    {"PidTagRtfCompressed", 0x1009, PropertyType::binary},                            // 2.942
    {"PidTagBodyHtml", 0x1013, PropertyType::string},                                 // 2.621
    {"PidTagHtml", 0x1013, PropertyType::binary},                                     // 2.734
    {"PidTagNativeBody", 0x1016, PropertyType::integer32},                            // 2.806
    {"PidTagInternetMessageId", 0x1035, PropertyType::string},                        // 2.749
    {"PidTagIconIndex", 0x1080, PropertyType::integer32},                             // 2.738
    {"PidTagAttributeHidden", 0x10F4, PropertyType::boolean},                         // 2.611
    {"PidTagDisplayName", 0x3001, PropertyType::string},                              // 2.677
    {"PidTagCreationTime", 0x3007, PropertyType::time},                               // 2.655
    {"PidTagLastModificationTime", 0x3008, PropertyType::time},                       // 2.765
    {"PidTagSearchKey", 0x300B, PropertyType::binary},                                // 2.998
    {"PidTagStoreSupportMask", 0x340D, PropertyType::integer32},                      // 2.1031
    {"PidTagFolderType", 0x3601, PropertyType::integer32},                            // 2.703
    {"PidTagContentCount", 0x3602, PropertyType::integer32},                          // 2.647
    {"PidTagSubfolders", 0x360A, PropertyType::boolean},                              // 2.1033
    {"PidTagContainerClass", 0x3613, PropertyType::string},                           // 2.643
    {"PidTagIpmAppointmentEntryId", 0x36D0, PropertyType::binary},                    // 2.751
    {"PidTagAttachDataObject", 0x3701, PropertyType::object},                         // 2.590
    {"PidTagAttachDataBinary", 0x3701, PropertyType::binary},                         // 2.589
    {"PidTagAttachMethod", 0x3705, PropertyType::integer32},                          // 2.601
    {"PidTagDisplayType", 0x3900, PropertyType::integer32},                           // 2.680
    {"PidTagSmtpAddress", 0x39FE, PropertyType::string},                              // 2.1021
    {"PidTagBusiness2TelephoneNumber", 0x3A1B, PropertyType::string},                 // 2.622
    {"PidTagBusiness2TelephoneNumbers", 0x3A1B, PropertyType::multiple_string},       // 2.623
    {"PidTagInternetCodepage", 0x3FDE, PropertyType::integer32},                      // 2.747
    {"PidTagSourceKey", 0x65E0, PropertyType::binary},                                // 2.1023
    {"PidTagParentSourceKey", 0x65E1, PropertyType::binary},                          // 2.862
    {"PidTagChangeKey", 0x65E2, PropertyType::binary},                                // 2.631
    {"PidTagPredecessorChangeList", 0x65E3, PropertyType::binary},                    // 2.868
    {"PidTagOutOfOfficeState", 0x661D, PropertyType::boolean},                        // 2.856
    {"PidTagHierarchyChangeNumber", 0x663E, PropertyType::integer32},                 // 2.721
    {"PidTagRuleId", 0x6674, PropertyType::integer64},                                // 2.950
    {"PidTagRuleCondition", 0x6679, PropertyType::restriction},                       // 2.947
    {"PidTagRuleActions", 0x6680, PropertyType::rule_action},                         // 2.945
    {"PidTagSentMailSvrEID", 0x6740, PropertyType::server_id},                        // 2.1012
    {"PidTagDeferredActionMessageOriginalEntryId", 0x6741, PropertyType::server_id},  // 2.662
    {"PidTagFolderId", 0x6748, PropertyType::integer64},                              // 2.701
    {"PidTagMid", 0x674A, PropertyType::integer64},                                   // 2.802
    {"PidTagInstanceNum", 0x674E, PropertyType::integer32},                           // 2.745
    {"PidTagOfflineAddressBookSequence", 0x6801, PropertyType::integer32},            // 2.820
    {"PidTagVoiceMessageDuration", 0x6801, PropertyType::integer32},                  // 2.1061
    {"PidTagOfflineAddressBookContainerGuid", 0x6802, PropertyType::string8},         // 2.816
    {"PidTagWlinkGroupHeaderID", 0x6842, PropertyType::binary},                       // 2.1072
    {"PidTagWlinkType", 0x6849, PropertyType::integer32},                             // 2.1080
    {"PidTagScheduleInfoMonthsBusy", 0x6853, PropertyType::multiple_integer32},       // 2.983
    {"PidTagAddressBookMember", 0x8009, PropertyType::object},                        // 2.550
    {"PidTagAddressBookProxyAddresses", 0x800F, PropertyType::multiple_string},       // 2.565
    {"PidTagAddressBookX509Certificate", 0x8C6A, PropertyType::multiple_binary},      // 2.575
};

TEST(PropertyTags, AreThoseOfTheDocument) {
  for (const auto& [expected, id, type] : documented) {
    const auto tag = tag_of(expected);
    ASSERT_TRUE(tag) << expected;
    EXPECT_EQ(id_of(*tag), id) << expected;
    EXPECT_EQ(type_of(*tag), type) << expected;
  }
}

// Constants, of which the list above has only the names.
static_assert(static_cast<wire::u32>(pid_tag_subject) == 0x0037001F);                             // 2.1034
static_assert(static_cast<wire::u32>(pid_tag_mid) == 0x674A0014);                                 // 2.802
static_assert(static_cast<wire::u32>(pid_tag_client_actively_editing_until) == 0x37000040);       // 2.635
static_assert(static_cast<wire::u32>(pid_tag_address_book_home_message_database) == 0x8006001E);  // 2.544
static_assert(static_cast<wire::u32>(pid_tag_address_book_owner) == 0x800C000D);                  // 2.557

TEST(PropertyTags, EachHasAName) {
  EXPECT_EQ(name(pid_tag_subject), "PidTagSubject");
  EXPECT_EQ(name(pid_tag_message_size), "PidTagMessageSize");
  EXPECT_EQ(name(pid_tag_message_size_extended), "PidTagMessageSizeExtended");
  EXPECT_EQ(name(pid_tag_body_html), "PidTagBodyHtml");
  EXPECT_EQ(name(pid_tag_html), "PidTagHtml");
}

const std::vector<std::pair<PropertyTag, std::string_view>> all{
#define X(enumerator, id, type, name) {enumerator, name},
#include "protocol/oxprops/property_tags.inc"
#undef X
};

// Section 2 has 365 PidLid, 139 PidName and these properties: 1080 sections.
TEST(PropertyTags, AreComplete) { EXPECT_EQ(all.size(), 576u); }

TEST(PropertyTags, NamesLeadBack) {
  std::set<std::string_view> second_names;
  for (const auto& [tag, expected] : all) {
    EXPECT_EQ(tag_of(expected), tag) << expected;
    if (name(tag) != expected) second_names.insert(expected);
  }
  // All that share id and type with a property before them.
  EXPECT_EQ(second_names,
            (std::set<std::string_view>{"PidTagSearchFolderEfpFlags", "PidTagSearchFolderTag",
                                        "PidTagSearchFolderTemplateId", "PidTagVoiceMessageDuration",
                                        "PidTagWlinkGroupHeaderID", "PidTagWlinkSaveStamp"}));
}

TEST(PropertyTags, OtherTypesAreNamedByTheId) {
  EXPECT_EQ(name(property_tag(0x0037, PropertyType::error_code)), "PidTagSubject");
  EXPECT_EQ(name(property_tag(0x0037, PropertyType::unspecified)), "PidTagSubject");
  // Tables, where an address book server gives them (MS-OXOABK section 2.2.4.37).
  EXPECT_EQ(name(property_tag(0x8006, PropertyType::object)), "PidTagAddressBookHomeMessageDatabase");
  // The first of several.
  EXPECT_EQ(name(property_tag(0x0E08, PropertyType::error_code)), "PidTagMessageSize");
}

TEST(PropertyTags, String8IsNamedAsString) {
  EXPECT_EQ(name(property_tag(0x0037, PropertyType::string8)), "PidTagSubject");
  EXPECT_EQ(name(property_tag(0x3A1B, PropertyType::string8)), "PidTagBusiness2TelephoneNumber");
  EXPECT_EQ(name(property_tag(0x3A1B, PropertyType::multiple_string8)), "PidTagBusiness2TelephoneNumbers");
  // Not the first of its id.
  EXPECT_EQ(name(property_tag(0x6803, PropertyType::string8)), "PidTagVoiceMessageSenderName");
  // In the document itself as PtypString8.
  EXPECT_EQ(name(property_tag(0x6802, PropertyType::string8)), "PidTagOfflineAddressBookContainerGuid");
  EXPECT_EQ(name(property_tag(0x6802, PropertyType::string)), "PidTagSenderTelephoneNumber");
}

// MS-OXCTABL section 2.2.2.2: a column of one value of a property of several.
TEST(PropertyTags, MultivalueInstanceIsNamedAsTheProperty) {
  EXPECT_EQ(name(static_cast<PropertyTag>(0x3A1B301F)), "PidTagBusiness2TelephoneNumbers");
  EXPECT_EQ(name(static_cast<PropertyTag>(0x3A1B301E)), "PidTagBusiness2TelephoneNumbers");
}

TEST(PropertyTags, OthersHaveNone) {
  EXPECT_EQ(name(PropertyTag{}), "");
  EXPECT_EQ(name(property_tag(0x0036, PropertyType::unspecified)), "PidTagSensitivity");
  EXPECT_EQ(name(property_tag(0x0038, PropertyType::binary)), "");
  EXPECT_EQ(name(property_tag(0xFFFF, PropertyType::multiple_binary)), "");
  EXPECT_FALSE(tag_of(""));
  EXPECT_FALSE(tag_of("PidTagSubjec"));
  EXPECT_FALSE(tag_of("PidTagSubjectt"));
  EXPECT_FALSE(tag_of("pidtagsubject"));
  EXPECT_FALSE(tag_of("ZZZ"));
}

}  // namespace
}  // namespace mapigate::oxprops
