#include "protocol/oxprops/named_properties.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::oxprops {
namespace {

using oxcdata::PropertyName;
using oxcdata::PropertyType;

struct DocumentedLid {
  std::string_view canonical_name;
  wire::Guid property_set;
  wire::u32 lid;
  PropertyType type;
};

// Canonical name, Property set, Property long ID (LID) and Data type as the sections of MS-OXPROPS give them.
constexpr DocumentedLid documented_lids[] = {
    {"PidLidCategories", ps_public_strings, 0x9000, PropertyType::multiple_string},           // 2.49
    {"PidLidFileUnder", psetid_address, 0x8005, PropertyType::string},                        // 2.132
    {"PidLidAddressBookProviderArrayType", psetid_address, 0x8029, PropertyType::integer32},  // 2.1
    {"PidLidWorkAddressCity", psetid_address, 0x8046, PropertyType::string},                  // 2.355
    {"PidLidEmail1EmailAddress", psetid_address, 0x8083, PropertyType::string},               // 2.102
    {"PidLidBusyStatus", psetid_appointment, 0x8205, PropertyType::integer32},                // 2.47
    {"PidLidLocation", psetid_appointment, 0x8208, PropertyType::string},                     // 2.159
    {"PidLidAppointmentStartWhole", psetid_appointment, 0x820D, PropertyType::time},          // 2.29
    {"PidLidAppointmentEndWhole", psetid_appointment, 0x820E, PropertyType::time},            // 2.14
    {"PidLidAppointmentSubType", psetid_appointment, 0x8215, PropertyType::boolean},          // 2.31
    {"PidLidAppointmentRecur", psetid_appointment, 0x8216, PropertyType::binary},             // 2.22
    {"PidLidTimeZoneStruct", psetid_appointment, 0x8233, PropertyType::binary},               // 2.342
    {"PidLidAllAttendeesString", psetid_appointment, 0x8238, PropertyType::string},           // 2.5
    {"PidLidReminderDelta", psetid_common, 0x8501, PropertyType::integer32},                  // 2.218
    {"PidLidReminderSet", psetid_common, 0x8503, PropertyType::boolean},                      // 2.222
    {"PidLidSideEffects", psetid_common, 0x8510, PropertyType::integer32},                    // 2.299
    {"PidLidCommonStart", psetid_common, 0x8516, PropertyType::time},                         // 2.63
    {"PidLidFlagRequest", psetid_common, 0x8530, PropertyType::string},                       // 2.136
    {"PidLidReminderSignalTime", psetid_common, 0x8560, PropertyType::time},                  // 2.223
    {"PidLidContactLinkEntry", psetid_common, 0x8585, PropertyType::binary},                  // 2.70
    {"PidLidToDoTitle", psetid_common, 0x85A4, PropertyType::string},                         // 2.346
    {"PidLidLogType", psetid_log, 0x8700, PropertyType::string},                              // 2.168
    {"PidLidGlobalObjectId", psetid_meeting, 0x0003, PropertyType::binary},                   // 2.142
    {"PidLidCleanGlobalObjectId", psetid_meeting, 0x0023, PropertyType::binary},              // 2.57
    {"PidLidMeetingType", psetid_meeting, 0x0026, PropertyType::integer32},                   // 2.170
    {"PidLidNoteColor", psetid_note, 0x8B00, PropertyType::integer32},                        // 2.183
    {"PidLidPostRssChannel", psetid_post_rss, 0x8904, PropertyType::string},                  // 2.204
    {"PidLidSharingProviderGuid", psetid_sharing, 0x8A01, PropertyType::binary},              // 2.266
    {"PidLidSharingRemoteUid", psetid_sharing, 0x8A06, PropertyType::string},                 // 2.282
    {"PidLidTaskStatus", psetid_task, 0x8101, PropertyType::integer32},                       // 2.335
    {"PidLidPercentComplete", psetid_task, 0x8102, PropertyType::floating64},                 // 2.202
    {"PidLidTaskDueDate", psetid_task, 0x8105, PropertyType::time},                           // 2.314
    {"PidLidTaskComplete", psetid_task, 0x811C, PropertyType::boolean},                       // 2.310
};

struct DocumentedName {
  std::string_view canonical_name;
  wire::Guid property_set;
  std::u16string_view name;
  PropertyType type;
};

// Canonical name, Property set, Property name and Data type, the same.
constexpr DocumentedName documented_names[] = {
    {"PidNameAcceptLanguage", ps_internet_headers, u"Accept-Language", PropertyType::string},     // 2.366
    {"PidNameApplicationName", ps_public_strings, u"AppName", PropertyType::string},              // 2.367
    {"PidNameAttachmentMacInfo", psetid_attachment, u"AttachmentMacInfo", PropertyType::binary},  // 2.369
    {"PidNameAudioNotes", psetid_unified_messaging, u"UMAudioNotes", PropertyType::string},       // 2.373
    {"PidNameBirthdayContactEntryId", psetid_address, u"BirthdayContactEntryId",
     PropertyType::binary},  // 2.377
    {"PidNameCalendarAttendeeRole", ps_public_strings, u"urn:schemas:calendar:attendeerole",
     PropertyType::integer32},                                                                     // 2.380
    {"PidNameCalendarUid", ps_public_strings, u"urn:schemas:calendar:uid", PropertyType::string},  // 2.406
    {"PidNameContentClass", ps_internet_headers, u"Content-Class", PropertyType::string},          // 2.413
    {"PidNameContentType", ps_internet_headers, u"Content-Type", PropertyType::string},            // 2.414
    {"PidNameDavUid", ps_public_strings, u"DAV:uid", PropertyType::string},                        // 2.421
    {"PidNameDocumentParts", ps_public_strings, u"DocParts", PropertyType::multiple_string},       // 2.422
    {"PidNameExchangeJunkEmailMoveStamp", ps_public_strings,
     u"http://schemas.microsoft.com/exchange/junkemailmovestamp", PropertyType::integer32},  // 2.425
    {"PidNameInternetSubject", ps_internet_headers, u"Subject", PropertyType::string},       // 2.449
    {"PidNameIsBirthdayContactWritable", psetid_address, u"IsBirthdayContactWritable",
     PropertyType::boolean},                                                                    // 2.450
    {"PidNameKeywords", ps_public_strings, u"Keywords", PropertyType::multiple_string},         // 2.451
    {"PidNameMeetingDoNotForward", ps_public_strings, u"DoNotForward", PropertyType::boolean},  // 2.459
    {"PidNameMSIPLabels", ps_internet_headers, u"msip_labels", PropertyType::string},           // 2.460
    {"PidNamePhishingStamp", ps_public_strings, u"http://schemas.microsoft.com/outlook/phishingstamp",
     PropertyType::integer32},  // 2.470
    {"PidNameRightsManagementLicense", ps_public_strings, u"DRMLicense",
     PropertyType::multiple_binary},                                          // 2.474
    {"PidNameSubject", ps_public_strings, u"Subject", PropertyType::string},  // 2.478
    {"PidNameXSharingProviderGuid", ps_internet_headers, u"X-Sharing-Provider-Guid",
     PropertyType::string},  // 2.494
    {"PidNameXVoiceMessageDuration", ps_internet_headers, u"X-VoiceMessageDuration",
     PropertyType::integer16},  // 2.503
};

TEST(NamedProperties, LidsAreThoseOfTheDocument) {
  for (const auto& expected : documented_lids) {
    const auto* found = find(expected.property_set, expected.lid);
    ASSERT_NE(found, nullptr) << expected.canonical_name;
    EXPECT_EQ(found->canonical_name, expected.canonical_name);
    EXPECT_EQ(found->type, expected.type) << expected.canonical_name;
    EXPECT_EQ(found->name, u"") << expected.canonical_name;
    EXPECT_EQ(find(expected.canonical_name), found);
  }
}

TEST(NamedProperties, NamesAreThoseOfTheDocument) {
  for (const auto& expected : documented_names) {
    const auto* found = find(expected.property_set, expected.name);
    ASSERT_NE(found, nullptr) << expected.canonical_name;
    EXPECT_EQ(found->canonical_name, expected.canonical_name);
    EXPECT_EQ(found->type, expected.type) << expected.canonical_name;
    EXPECT_EQ(found->lid, 0u) << expected.canonical_name;
    EXPECT_EQ(find(expected.canonical_name), found);
  }
}

const std::vector<NamedProperty> lids{
#define PID_LID(enumerator, property_set, lid, type, canonical_name) enumerator,
#define PID_NAME(enumerator, property_set, name, type, canonical_name)
#include "protocol/oxprops/named_properties.inc"
#undef PID_NAME
#undef PID_LID
};
const std::vector<NamedProperty> names{
#define PID_LID(enumerator, property_set, lid, type, canonical_name)
#define PID_NAME(enumerator, property_set, name, type, canonical_name) enumerator,
#include "protocol/oxprops/named_properties.inc"
#undef PID_NAME
#undef PID_LID
};

TEST(NamedProperties, AreComplete) {
  EXPECT_EQ(lids.size(), 365u);
  EXPECT_EQ(names.size(), 139u);
}

TEST(NamedProperties, EachIsFoundByLid) {
  for (const auto& property : lids) {
    const auto* found = find(property.property_set, property.lid);
    ASSERT_NE(found, nullptr) << property.canonical_name;
    EXPECT_EQ(*found, property) << property.canonical_name;
    EXPECT_NE(property_set_name(property.property_set), "") << property.canonical_name;
  }
}

TEST(NamedProperties, EachIsFoundByName) {
  std::set<std::string_view> second_names;
  for (const auto& property : names) {
    const auto* found = find(property.property_set, property.name);
    ASSERT_NE(found, nullptr) << property.canonical_name;
    if (*found != property) second_names.insert(property.canonical_name);
    EXPECT_NE(property_set_name(property.property_set), "") << property.canonical_name;
  }
  // It has the property set and name of PidNameCalendarLocationUrl.
  EXPECT_EQ(second_names, std::set<std::string_view>{"PidNameLocationUrl"});
}

TEST(NamedProperties, EachIsFoundByCanonicalName) {
  for (const auto* list : {&lids, &names}) {
    for (const auto& property : *list) {
      const auto* found = find(property.canonical_name);
      ASSERT_NE(found, nullptr) << property.canonical_name;
      EXPECT_EQ(*found, property);
    }
  }
}

TEST(NamedProperties, ThereAndBackAsPropertyName) {
  const auto status = pid_lid_task_status.property_name();
  EXPECT_EQ(status, (PropertyName{PropertyName::Kind::lid, psetid_task, 0x8101, {}}));
  EXPECT_EQ(*find(status), pid_lid_task_status);
  const auto keywords = pid_name_keywords.property_name();
  EXPECT_EQ(keywords, (PropertyName{PropertyName::Kind::name, ps_public_strings, 0, u"Keywords"}));
  EXPECT_EQ(*find(keywords), pid_name_keywords);
  EXPECT_EQ(find(PropertyName{}), nullptr);
  EXPECT_EQ(find(PropertyName{PropertyName::Kind::none, psetid_task, 0x8101, {}}), nullptr);
}

TEST(NamedProperties, CaseCountsButInHeaders) {
  // As MS-OXSHARE section 4 writes them.
  EXPECT_EQ(*find(ps_internet_headers, u"Content-class"), pid_name_content_class);
  EXPECT_EQ(*find(ps_internet_headers, u"X-Sharing-Provider-GUID"), pid_name_x_sharing_provider_guid);
  EXPECT_EQ(*find(ps_internet_headers, u"CONTENT-CLASS"), pid_name_content_class);
  EXPECT_EQ(find(ps_public_strings, u"keywords"), nullptr);
  EXPECT_EQ(find("pidnamekeywords"), nullptr);
}

TEST(NamedProperties, OthersAreNotFound) {
  EXPECT_EQ(find(psetid_common, 0x8101), nullptr);  // of PSETID_Task only
  EXPECT_EQ(find(psetid_task, 0), nullptr);
  EXPECT_EQ(find(psetid_task, 0xFFFFFFFF), nullptr);
  EXPECT_EQ(find(wire::Guid{}, 0x8101), nullptr);
  EXPECT_EQ(find(ps_public_strings, u""), nullptr);
  EXPECT_EQ(find(ps_public_strings, u"Keyword"), nullptr);
  EXPECT_EQ(find(ps_internet_headers, u"Keywords"), nullptr);
  EXPECT_EQ(find(ps_internet_headers, u"Subject\u0130"), nullptr);
  EXPECT_EQ(find(""), nullptr);
  EXPECT_EQ(find("PidTagSubject"), nullptr);
  EXPECT_EQ(find("PidLidTaskStatu"), nullptr);
}

TEST(PropertySets, AreThoseOfTheDocument) {
  EXPECT_EQ(ps_public_strings.braced(), "{00020329-0000-0000-C000-000000000046}");
  EXPECT_EQ(ps_internet_headers.braced(), "{00020386-0000-0000-C000-000000000046}");
  EXPECT_EQ(ps_mapi.braced(), "{00020328-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_common.braced(), "{00062008-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_address.braced(), "{00062004-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_appointment.braced(), "{00062002-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_meeting.braced(), "{6ED8DA90-450B-101B-98DA-00AA003F1305}");
  EXPECT_EQ(psetid_log.braced(), "{0006200A-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_messaging.braced(), "{41F28F13-83F4-4114-A584-EEDB5A6B0BFF}");
  EXPECT_EQ(psetid_note.braced(), "{0006200E-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_post_rss.braced(), "{00062041-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_task.braced(), "{00062003-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_unified_messaging.braced(), "{4442858E-A9E3-4E80-B900-317A210CC15B}");
  EXPECT_EQ(psetid_air_sync.braced(), "{71035549-0739-4DCB-9163-00F0580DBBDF}");
  EXPECT_EQ(psetid_sharing.braced(), "{00062040-0000-0000-C000-000000000046}");
  EXPECT_EQ(psetid_xml_extracted_entities.braced(), "{23239608-685D-4732-9C55-4C95CB4E8E33}");
  EXPECT_EQ(psetid_attachment.braced(), "{96357F7F-59E1-47D0-99A7-46515C183B54}");
  EXPECT_EQ(psetid_calendar_assistant.braced(), "{11000E07-B51B-40D6-AF21-CAA85EDAB1D0}");
}

TEST(PropertySets, HaveNames) {
  EXPECT_EQ(property_set_name(ps_mapi), "PS_MAPI");
  EXPECT_EQ(property_set_name(psetid_xml_extracted_entities), "PSETID_XmlExtractedEntities");
  EXPECT_EQ(property_set_name(wire::Guid{}), "");
}

}  // namespace
}  // namespace mapigate::oxprops
