#include "protocol/oxcprpt/properties.hpp"

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/unit/mapi_handlers/memory_rig.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcprpt;
using oxcdata::id_of;
using oxcdata::property_tag;
using oxcdata::PropertyProblem;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::String8;
using oxcdata::TaggedPropertyValue;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr auto subject = oxprops::pid_tag_subject;
constexpr auto subject8 = oxcdata::with_type(subject, PropertyType::string8);
constexpr auto any_subject = oxcdata::with_type(subject, PropertyType::unspecified);
constexpr auto importance = oxprops::pid_tag_importance;
constexpr auto body = oxprops::pid_tag_body;
constexpr auto data_binary = oxprops::pid_tag_attach_data_binary;
constexpr auto data_object = oxprops::pid_tag_attach_data_object;

class PropertiesTest : public ::testing::Test, public MemoryRig {
 protected:
  PropertiesTest() {
    handlers::register_oxcprpt_properties(registry);
    object = &add(handle);
  }
  GetPropertiesSpecificResponse get(std::vector<PropertyTag> tags, bool unicode = true) {
    columns = std::move(tags);
    GetPropertiesSpecificRequest request;
    request.want_unicode = unicode ? 1 : 0;
    request.property_tags = columns;
    GetPropertiesSpecificResponse response;
    response.columns = columns;
    return send(request, handle, response);
  }
  PropertyValue get_one(PropertyTag tag, bool unicode = true) {
    const auto response = get({tag}, unicode);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return response.row_data.values.at(0);
  }
  GetPropertiesAllResponse get_all(wire::u16 limit = 0, bool unicode = true) {
    return send<GetPropertiesAllResponse>(GetPropertiesAllRequest{limit, wire::u16{unicode}}, handle);
  }
  std::vector<PropertyProblem> set(std::vector<TaggedPropertyValue> values) {
    const auto response = send<SetPropertiesResponse>(SetPropertiesRequest{std::move(values)}, handle);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    return response.property_problems;
  }
  void set_large(PropertyTag tag, std::size_t size, wire::u8 byte = 'x') {
    object->properties.set(tag, store::memory_value(wire::Bytes(size, byte)));
  }

  MemoryObject* object;
  wire::u32 handle = 0;
  std::vector<PropertyTag> columns;
};

TEST_F(PropertiesTest, ValuesComeInTheOrderOfTheRequest) {
  object->properties.set(subject, std::u16string(u"Hello"));
  object->properties.set(importance, wire::i32{2});
  const auto response = get({subject, importance});
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.row_data.flagged);
  EXPECT_THAT(response.row_data.values,
              ElementsAre(PropertyValue(std::u16string(u"Hello")), PropertyValue(wire::i32{2})));
}

TEST_F(PropertiesTest, WhatIsMissingIsNotFound) {
  object->properties.set(importance, wire::i32{2});
  const auto response = get({subject, importance});
  EXPECT_TRUE(response.row_data.flagged);
  EXPECT_THAT(response.row_data.values,
              ElementsAre(PropertyValue(ErrorCode::not_found), PropertyValue(wire::i32{2})));
}

TEST_F(PropertiesTest, AnErrorOfOneIsNotThatOfTheOthers) {
  object->properties.set(importance, wire::i32{2});
  object->broken[id_of(subject)] = ErrorCode::corrupt_data;
  EXPECT_THAT(get({subject, importance}).row_data.values,
              ElementsAre(PropertyValue(ErrorCode::corrupt_data), PropertyValue(wire::i32{2})));
}

TEST_F(PropertiesTest, StringsAreOfTheTypeThatIsAskedFor) {
  object->properties.set(subject, std::u16string(u"é"));
  EXPECT_EQ(get_one(subject8), PropertyValue(String8{"\xE9"}));
  EXPECT_EQ(get_one(subject, false), PropertyValue(std::u16string(u"é")));
  EXPECT_EQ(get_one(any_subject, true), PropertyValue(std::u16string(u"é")));
  EXPECT_EQ(get_one(any_subject, false), PropertyValue(String8{"\xE9"}));
}

TEST_F(PropertiesTest, TheCodePageOfTheObjectGoesBeforeThatOfTheSession) {
  object->properties.set(subject, std::u16string(u"Пр"));
  EXPECT_EQ(get_one(subject8), PropertyValue(String8{"??"}));
  object->code_page = 1251;
  EXPECT_EQ(get_one(subject8), PropertyValue(String8{"\xCF\xF0"}));
  object->code_page = 0x0FFF;
  EXPECT_EQ(get_one(subject8), PropertyValue(String8{"??"})) << "none that is known";
}

TEST_F(PropertiesTest, AnotherTypeIsAnError) {
  object->properties.set(subject, std::u16string(u"Hello"));
  EXPECT_EQ(get_one(oxcdata::with_type(subject, PropertyType::integer32)),
            PropertyValue(ErrorCode::unexpected_type));
  EXPECT_EQ(get_one(oxcdata::with_type(subject, PropertyType(0x0666))),
            PropertyValue(ErrorCode::invalid_type));
  EXPECT_EQ(get_one(oxcdata::with_type(subject, PropertyType::null)),
            PropertyValue(ErrorCode::unexpected_type));
}

TEST_F(PropertiesTest, ObjectsAreReadAsStreams) {
  object->properties.set(data_object, oxcdata::Object{});
  EXPECT_EQ(get_one(data_object), PropertyValue(ErrorCode::out_of_memory));
  EXPECT_EQ(get_one(data_binary), PropertyValue(ErrorCode::not_found)) << "another property of the same id";
  object->properties.set(data_binary, wire::Bytes(3));
  EXPECT_EQ(get_one(data_object), PropertyValue(ErrorCode::not_found));
}

TEST_F(PropertiesTest, LargeValuesAreReadWhereTheyFit) {
  set_large(body, 10'000);
  const auto value = get_one(body);
  ASSERT_TRUE(std::holds_alternative<std::u16string>(value));
  EXPECT_EQ(std::get<std::u16string>(value).size(), 5'000u);
  set_large(data_binary, 30'000);
  EXPECT_EQ(get_one(data_binary), PropertyValue(wire::Bytes(30'000, 'x')));
}

TEST_F(PropertiesTest, WhatIsTooLargeIsNotEnoughMemory) {
  set_large(body, 0x10000);
  EXPECT_EQ(get_one(body), PropertyValue(ErrorCode::out_of_memory));
  object->properties.set(subject, std::u16string(0x8000, u'x'));
  object->properties.set(importance, wire::i32{2});
  EXPECT_THAT(get({subject, importance, body}).row_data.values,
              ElementsAre(PropertyValue(ErrorCode::out_of_memory), PropertyValue(wire::i32{2}),
                          PropertyValue(ErrorCode::out_of_memory)));
}

TEST_F(PropertiesTest, TheLargestGiveWayToTheOthers) {
  set_large(body, 20'000);
  set_large(data_binary, 15'000);
  object->properties.set(subject, std::u16string(u"Hello"));
  const auto response = get({body, data_binary, subject});
  EXPECT_EQ(response.row_data.values[0], PropertyValue(ErrorCode::out_of_memory));
  EXPECT_EQ(response.row_data.values[1], PropertyValue(wire::Bytes(15'000, 'x')));
  EXPECT_EQ(response.row_data.values[2], PropertyValue(std::u16string(u"Hello")));
}

TEST_F(PropertiesTest, ALargeStringMayFitAsBytes) {
  object->properties.set(body, store::memory_value([] {
                           wire::Bytes text;
                           for (int i = 0; i < 20'000; ++i) {
                             text.push_back('x');
                             text.push_back(0);
                           }
                           return text;
                         }()));
  EXPECT_EQ(get_one(body), PropertyValue(ErrorCode::out_of_memory));
  EXPECT_EQ(get_one(oxcdata::with_type(body, PropertyType::string8)),
            PropertyValue(String8{std::string(20'000, 'x')}));
}

TEST_F(PropertiesTest, BehindOtherResponsesSmallValuesAreAskedForAgain) {
  object->properties.set(body, std::u16string(7'000, u'x'));
  object->properties.set(subject, std::u16string(100, u's'));
  GetPropertiesSpecificRequest first;
  first.property_tags = {body};
  GetPropertiesSpecificRequest second;
  second.property_tags.assign(100, subject);
  wire::Bytes requests = bytes_of(first);
  const wire::Bytes more = bytes_of(second);
  requests.insert(requests.end(), more.begin(), more.end());
  std::vector<wire::u32> handles{handle};
  run(requests, handles);
  // The first response, then RopBufferTooSmall with the second request.
  wire::Reader reader(output);
  oxcrops::ResponseHead head;
  reader.read(head);
  GetPropertiesSpecificResponse response;
  response.columns = first.property_tags;
  reader.read(response);
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(static_cast<oxcrops::RopId>(reader.number<wire::u8>()), oxcrops::RopId::buffer_too_small);
}

TEST_F(PropertiesTest, InABufferOfItsOwnEveryRequestIsAnswered) {
  // 400 values of 200 bytes have no room, but 400 errors have.
  std::vector<PropertyTag> tags;
  for (wire::u16 i = 0; i < 400; ++i) {
    tags.push_back(property_tag(wire::u16(0x4000 + i), PropertyType::binary));
    object->properties.set(tags.back(), wire::Bytes(200));
  }
  const auto response = get(tags);
  ASSERT_EQ(response.return_value, ErrorCode::success);
  const auto values = std::ranges::count_if(response.row_data.values, [](const PropertyValue& value) {
    return std::holds_alternative<wire::Bytes>(value);
  });
  EXPECT_GT(values, 100);
  EXPECT_LT(values, 200);
}

TEST_F(PropertiesTest, ARequestOfTheSameAgainCostsNothing) {
  set_large(body, 5'000);
  const auto response = get(std::vector<PropertyTag>(6'000, body));
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(object->reads, 1);
  EXPECT_EQ(response.row_data.values.back(), PropertyValue(ErrorCode::out_of_memory));
}

TEST_F(PropertiesTest, TheSizeLimitIsIgnoredOfSpecificProperties) {
  object->properties.set(subject, std::u16string(u"Hello"));
  columns = {subject};
  GetPropertiesSpecificRequest request;
  request.property_size_limit = 1;
  request.property_tags = columns;
  GetPropertiesSpecificResponse response;
  response.columns = columns;
  EXPECT_THAT(send(request, handle, response).row_data.values,
              ElementsAre(PropertyValue(std::u16string(u"Hello"))));
}

TEST_F(PropertiesTest, AllPropertiesComeWithTheirTags) {
  object->properties.set(subject, std::u16string(u"é"));
  object->properties.set(importance, wire::i32{2});
  EXPECT_THAT(get_all().property_values, ElementsAre(TaggedPropertyValue{importance, wire::i32{2}},
                                                     TaggedPropertyValue{subject, std::u16string(u"é")}));
  EXPECT_EQ(get_all(0, false).property_values.at(1), (TaggedPropertyValue{subject8, String8{"\xE9"}}));
}

TEST_F(PropertiesTest, OfAllPropertiesThoseBeyondTheLimitAreNotEnoughMemory) {
  object->properties.set(subject, std::u16string(u"Hello"));
  object->properties.set(importance, wire::i32{2});
  set_large(body, 0x10000);
  const auto too_large = [](PropertyTag tag) {
    return TaggedPropertyValue{oxcdata::with_type(tag, PropertyType::error_code), ErrorCode::out_of_memory};
  };
  EXPECT_THAT(get_all(11).property_values, ElementsAre(TaggedPropertyValue{importance, wire::i32{2}},
                                                       too_large(subject), too_large(body)));
  EXPECT_THAT(get_all(12).property_values,
              ElementsAre(TaggedPropertyValue{importance, wire::i32{2}},
                          TaggedPropertyValue{subject, std::u16string(u"Hello")}, too_large(body)));
}

TEST_F(PropertiesTest, TheListIsOfTags) {
  object->properties.set(subject, std::u16string(u"Hello"));
  object->properties.set(importance, wire::i32{2});
  EXPECT_THAT(send<GetPropertiesListResponse>(GetPropertiesListRequest{}, handle).property_tags,
              ElementsAre(importance, subject));
}

TEST_F(PropertiesTest, PropertiesAreSet) {
  EXPECT_THAT(set({{subject8, String8{"\xE9"}}, {importance, wire::i32{2}}}), IsEmpty());
  EXPECT_EQ(*object->properties.get<std::u16string>(subject), u"é");
  EXPECT_EQ(*object->properties.get<wire::i32>(importance), 2);
}

TEST_F(PropertiesTest, WhatCannotBeSetIsAProblemOfItsIndex) {
  object->read_only.insert(id_of(subject));
  const auto problems = set({{importance, wire::i32{2}}, {subject8, String8{"a"}}});
  EXPECT_THAT(problems, ElementsAre(PropertyProblem{1, subject8, ErrorCode::access_denied}));
  EXPECT_TRUE(object->properties.find(id_of(importance)));
}

TEST_F(PropertiesTest, ANamedPropertyWithoutANameCannotBeSet) {
  const auto id = name_id({oxcdata::PropertyName::Kind::lid, {}, 1, {}});
  const auto named = property_tag(id, PropertyType::integer32);
  const auto nameless = property_tag(wire::u16(id + 1), PropertyType::integer32);
  EXPECT_THAT(set({{named, wire::i32{2}}, {nameless, wire::i32{2}}}),
              ElementsAre(PropertyProblem{1, nameless, ErrorCode::unexpected_id}));
}

TEST_F(PropertiesTest, NothingIsSetOfTypesThatAreNone) {
  constexpr auto null = property_tag(0x1234, PropertyType::null);
  constexpr auto error = property_tag(0x1235, PropertyType::error_code);
  EXPECT_THAT(set({{null, std::monostate{}}, {error, ErrorCode::not_found}}),
              ElementsAre(PropertyProblem{0, null, ErrorCode::unsupported_type},
                          PropertyProblem{1, error, ErrorCode::unsupported_type}));
  EXPECT_TRUE(object->properties.empty());
}

TEST_F(PropertiesTest, AnObjectThatMayNotBeChangedIsNot) {
  object->writable_error = ErrorCode::access_denied;
  const auto response =
      send<SetPropertiesResponse>(SetPropertiesRequest{{{importance, wire::i32{2}}}}, handle);
  EXPECT_EQ(response.return_value, ErrorCode::access_denied);
  EXPECT_TRUE(object->properties.empty());
  EXPECT_EQ(send<DeletePropertiesResponse>(DeletePropertiesRequest{{importance}}, handle).return_value,
            ErrorCode::access_denied);
}

TEST_F(PropertiesTest, AFailureOfTheObjectIsThatOfTheRop) {
  object->change_error = ErrorCode::out_of_disk;
  EXPECT_EQ(
      send<SetPropertiesResponse>(SetPropertiesRequest{{{importance, wire::i32{2}}}}, handle).return_value,
      ErrorCode::out_of_disk);
  EXPECT_EQ(send<DeletePropertiesResponse>(DeletePropertiesRequest{{importance}}, handle).return_value,
            ErrorCode::out_of_disk);
}

TEST_F(PropertiesTest, PropertiesAreDeleted) {
  object->properties.set(subject, std::u16string(u"Hello"));
  object->properties.set(importance, wire::i32{2});
  object->read_only.insert(id_of(importance));
  const auto response =
      send<DeletePropertiesResponse>(DeletePropertiesRequest{{subject8, importance}}, handle);
  EXPECT_THAT(response.property_problems,
              ElementsAre(PropertyProblem{1, importance, ErrorCode::access_denied}));
  EXPECT_FALSE(object->properties.find(id_of(subject)));
}

TEST_F(PropertiesTest, TheOthersReplicateNothingAndAreTheSame) {
  EXPECT_EQ(send<SetPropertiesNoReplicateResponse>(
                SetPropertiesNoReplicateRequest{{{importance, wire::i32{2}}}}, handle)
                .return_value,
            ErrorCode::success);
  EXPECT_TRUE(object->properties.find(id_of(importance)));
  EXPECT_EQ(
      send<DeletePropertiesNoReplicateResponse>(DeletePropertiesNoReplicateRequest{{importance}}, handle)
          .return_value,
      ErrorCode::success);
  EXPECT_TRUE(object->properties.empty());
}

TEST_F(PropertiesTest, AnObjectOfAnotherKindHasNoProperties) {
  const wire::u32 other = session.objects.add(std::make_unique<ServerObject>()).value();
  EXPECT_EQ(send<GetPropertiesListResponse>(GetPropertiesListRequest{}, other).return_value,
            ErrorCode::not_supported);
  EXPECT_EQ(send<GetPropertiesListResponse>(GetPropertiesListRequest{}, other + 1).return_value,
            ErrorCode::null_object);
}

// [MS-OXCPRPT] section 4.2.
TEST_F(PropertiesTest, ExampleOfSettingProperties) {
  std::vector<wire::u32> handles{handle};
  run(wire::hex_vector("MS-OXCPRPT/4.2.1-set-properties-request.hex"), handles);
  EXPECT_EQ(output, wire::hex_vector("MS-OXCPRPT/4.2.2-set-properties-response.hex"));
  EXPECT_EQ(*object->properties.get<std::u16string>(oxprops::pid_tag_normalized_subject), u"Hello World");
}

// [MS-OXCPRPT] section 4.3.1, answered for a message that has the first two.
TEST_F(PropertiesTest, ExampleOfGettingProperties) {
  object->properties.set(property_tag(0x863E, PropertyType::boolean), true);
  object->properties.set(property_tag(0x863F, PropertyType::integer32), wire::i32{5});
  std::vector<wire::u32> handles{handle};
  run(wire::hex_vector("MS-OXCPRPT/4.3.1-get-properties-specific-request.hex"), handles);
  EXPECT_EQ(output, wire::from_hex("07 00 00000000  01  00 01  00 05000000  0A 0F010480"));
}

}  // namespace
}  // namespace mapigate::mapi
