#include "protocol/oxcprpt/named_properties.hpp"

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "protocol/oxprops/property_sets.hpp"
#include "tests/unit/mapi_handlers/memory_rig.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::mapi {
namespace {

using namespace oxcprpt;
using Kind = PropertyName::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

PropertyName lid(wire::u32 number, const wire::Guid& set = oxprops::psetid_common) {
  return {Kind::lid, set, number, {}};
}
PropertyName named(std::u16string text, const wire::Guid& set = oxprops::ps_public_strings) {
  return {Kind::name, set, 0, std::move(text)};
}

class NamedPropertiesTest : public ::testing::Test, public MemoryRig {
 protected:
  NamedPropertiesTest() : MemoryRig(std::make_shared<Home>()) {
    handlers::register_oxcprpt_named_properties(registry);
    object = &add(handle);
    add(logon_handle, ObjectKind::logon);
  }
  GetPropertyIdsFromNamesResponse ids(std::vector<PropertyName> its_names, bool create = false,
                                      wire::u32 of = 0) {
    const wire::u8 flags = create ? GetPropertyIdsFromNamesRequest::flag_create : 0;
    return send<GetPropertyIdsFromNamesResponse>(GetPropertyIdsFromNamesRequest{flags, std::move(its_names)},
                                                 of ? of : handle);
  }
  std::vector<PropertyName> names_of(std::vector<wire::u16> its_ids) {
    return send<GetNamesFromPropertyIdsResponse>(GetNamesFromPropertyIdsRequest{std::move(its_ids)}, handle)
        .property_names;
  }
  // The same objects for somebody who is not the owner.
  void be(const std::string& guid) {
    mailbox::Actor actor;
    actor.mailbox_guid = guid;
    object->logon = std::make_shared<mailbox::Logon>(its_mailbox, actor);
  }

  MemoryObject* object;
  wire::u32 handle = 0;
  wire::u32 logon_handle = 0;
};

TEST_F(NamedPropertiesTest, NamesGetIdsOnce) {
  const auto first = ids({lid(1), named(u"Keywords")}, true);
  EXPECT_EQ(first.return_value, ErrorCode::success);
  ASSERT_EQ(first.property_ids.size(), 2u);
  EXPECT_THAT(first.property_ids, ::testing::Each(::testing::Ge(0x8000)));
  EXPECT_THAT(ids({named(u"Keywords"), lid(1)}, true).property_ids,
              ElementsAre(first.property_ids[1], first.property_ids[0]));
  EXPECT_THAT(names_of(first.property_ids), ElementsAre(lid(1), named(u"Keywords")));
}

TEST_F(NamedPropertiesTest, ANameWithoutAnIdIsZeroAndAWarning) {
  const auto known = name_id(lid(1));
  const auto response = ids({lid(2), lid(1)});
  EXPECT_EQ(response.return_value, ErrorCode::errors_returned);
  EXPECT_THAT(response.property_ids, ElementsAre(0, known));
  EXPECT_EQ(its_mailbox->named_properties().size(), 1u);
}

TEST_F(NamedPropertiesTest, IdsOfMapiAreTheirOwnNames) {
  EXPECT_THAT(ids({lid(0x0037, oxprops::ps_mapi)}, true).property_ids, ElementsAre(0x0037));
  EXPECT_THAT(names_of({0x0037}), ElementsAre(lid(0x0037, oxprops::ps_mapi)));
  EXPECT_THAT(ids({lid(0x8001, oxprops::ps_mapi), lid(0x10037, oxprops::ps_mapi),
                   named(u"Subject", oxprops::ps_mapi)},
                  true)
                  .property_ids,
              ElementsAre(0, 0, 0));
  EXPECT_EQ(its_mailbox->named_properties().size(), 0u);
}

TEST_F(NamedPropertiesTest, HeaderFieldsAreInLowerCase) {
  const auto header = ids({named(u"X-Mailer", oxprops::ps_internet_headers)}, true).property_ids;
  EXPECT_EQ(ids({named(u"x-mailer", oxprops::ps_internet_headers)}).property_ids, header);
  EXPECT_THAT(names_of(header), ElementsAre(named(u"x-mailer", oxprops::ps_internet_headers)));
  ids({named(u"X-Mailer")}, true);
  EXPECT_THAT(ids({named(u"x-mailer")}).property_ids, ElementsAre(0)) << "to the letter elsewhere";
}

TEST_F(NamedPropertiesTest, AnIdWithoutANameHasKindNone) {
  const auto known = name_id(lid(1));
  EXPECT_THAT(names_of({known, wire::u16(known + 1)}), ElementsAre(lid(1), PropertyName{}));
}

TEST_F(NamedPropertiesTest, AllIdsAreThoseOfALogon) {
  const auto both = ids({lid(1), lid(2)}, true).property_ids;
  EXPECT_THAT(ids({}, false, logon_handle).property_ids, UnorderedElementsAre(both[0], both[1]));
  const auto of_message = ids({});
  EXPECT_EQ(of_message.return_value, ErrorCode::success);
  EXPECT_THAT(of_message.property_ids, IsEmpty());
}

TEST_F(NamedPropertiesTest, OtherFlagsAreRefused) {
  EXPECT_EQ(
      send<GetPropertyIdsFromNamesResponse>(GetPropertyIdsFromNamesRequest{1, {lid(1)}}, handle).return_value,
      ErrorCode::invalid_parameter);
}

TEST_F(NamedPropertiesTest, AnonymousUsersAddNoNames) {
  be("");
  EXPECT_THAT(ids({lid(1)}, true).property_ids, ElementsAre(0));
  be("11111111-1111-1111-1111-111111111111");
  EXPECT_THAT(ids({lid(1)}, true).property_ids, ElementsAre(::testing::Ge(0x8000)));
}

TEST_F(NamedPropertiesTest, ManyLongNamesAreTooMuchForOneResponse) {
  std::vector<wire::u16> its_ids;
  for (int i = 0; i < 200; ++i) {
    its_ids.push_back(name_id(named(std::u16string(120, char16_t(u'a' + i)))));
  }
  std::vector<wire::u32> handles{handle};
  run(bytes_of(GetNamesFromPropertyIdsRequest{its_ids}), handles);
  EXPECT_EQ(results.error, ErrorCode::buffer_too_small);
  its_ids.resize(100);
  EXPECT_EQ(names_of(its_ids).size(), 100u);
}

TEST_F(NamedPropertiesTest, OfAnotherKindOfObjectThereAreNone) {
  const wire::u32 other = session.objects.add(std::make_unique<ServerObject>()).value();
  EXPECT_EQ(ids({lid(1)}, false, other).return_value, ErrorCode::not_supported);
}

class QueryNamedProperties : public NamedPropertiesTest {
 protected:
  QueryNamedProperties() {
    for (const wire::u16 id : {common, keywords, wire::u16(0x0037), wire::u16(keywords + 1)}) {
      object->properties.set(oxcdata::property_tag(id, oxcdata::PropertyType::boolean), true);
    }
  }
  std::vector<wire::u16> query(wire::u8 flags, std::optional<wire::Guid> set = {}, wire::u32 of = 0) {
    const auto response =
        send<QueryNamedPropertiesResponse>(QueryNamedPropertiesRequest{flags, set}, of ? of : handle);
    EXPECT_EQ(response.return_value, ErrorCode::success);
    EXPECT_EQ(response.property_ids.size(), response.property_names.size());
    return response.property_ids;
  }

  const wire::u16 common = name_id(lid(1));
  const wire::u16 task = name_id(lid(2, oxprops::psetid_task));
  const wire::u16 keywords = name_id(named(u"Keywords"));
};

TEST_F(QueryNamedProperties, AreThoseOfTheObject) { EXPECT_THAT(query(0), ElementsAre(common, keywords)); }

TEST_F(QueryNamedProperties, AreAllOfALogon) {
  EXPECT_THAT(query(0, {}, logon_handle), UnorderedElementsAre(common, task, keywords));
  EXPECT_THAT(query(0, oxprops::psetid_task, logon_handle), ElementsAre(task));
}

TEST_F(QueryNamedProperties, AreFiltered) {
  using Request = QueryNamedPropertiesRequest;
  EXPECT_THAT(query(Request::no_strings), ElementsAre(common));
  EXPECT_THAT(query(Request::no_ids), ElementsAre(keywords));
  EXPECT_THAT(query(Request::no_ids | Request::no_strings), IsEmpty());
  EXPECT_THAT(query(0xFC), ElementsAre(common, keywords)) << "bits that mean nothing";
  EXPECT_THAT(query(0, oxprops::ps_public_strings), ElementsAre(keywords));
}

// [MS-OXCPRPT] section 4.1, but for the ids.
TEST_F(NamedPropertiesTest, ExampleOfGettingPropertyIds) {
  std::vector<wire::u32> handles{handle};
  run(bytes_of(GetPropertyIdsFromNamesRequest{GetPropertyIdsFromNamesRequest::flag_create, {lid(1), lid(2)}}),
      handles);
  wire::Bytes expected = wire::hex_vector("MS-OXCPRPT/4.1.2-get-property-ids-from-names-response.hex");
  ASSERT_EQ(expected.size(), output.size());
  std::copy(output.end() - 4, output.end(), expected.end() - 4);
  EXPECT_EQ(output, expected);
}

}  // namespace
}  // namespace mapigate::mapi
