#include "protocol/oxcmapihttp/address_book_search.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcmapihttp/address_book_support.hpp"
#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using oxcdata::PropertyTag;
using oxcdata::TaggedPropertyValue;
using oxnspi::MinimalEntryId;
using testing::ElementsAre;
using testing::Optional;

TEST(AddressBookSearch, GetMatches) {
  const auto request = checked<GetMatchesRequest>("2.2.5.5.1-get-matches-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_THAT(request.minimal_ids, Optional(ElementsAre(MinimalEntryId{0x11})));
  ASSERT_TRUE(request.filter);
  const auto& all = std::get<oxcdata::AndRestriction>(request.filter->alternative).restrictions;
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(std::get<oxcdata::ExistRestriction>(all[0].alternative).property_tag, PropertyTag{0x360F001E});
  const auto& anr = std::get<oxcdata::PropertyRestriction>(all[1].alternative);
  EXPECT_EQ(anr.rel_op, oxcdata::RelOp::equal);
  EXPECT_EQ(anr.property_tag, PropertyTag{0x360F001F});
  EXPECT_EQ(anr.tagged_value, (TaggedPropertyValue{PropertyTag{0x360F001F}, u"a"}));
  ASSERT_TRUE(request.property_name);
  EXPECT_EQ(request.property_name->guid.text(), "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_EQ(request.property_name->id, 0x8009u);
  EXPECT_EQ(request.row_count, 50u);
  EXPECT_THAT(request.columns, Optional(ElementsAre(display_name)));
  const auto response = checked<GetMatchesResponse>("2.2.5.5.2-get-matches-success-response.hex");
  EXPECT_EQ(response.state, state);
  EXPECT_THAT(response.minimal_ids, Optional(ElementsAre(MinimalEntryId{0x11}, MinimalEntryId{0x12})));
  EXPECT_EQ(response.rows, rows());
}

TEST(AddressBookSearch, ResolveNames) {
  const auto request = checked<ResolveNamesRequest>("2.2.5.14.1-resolve-names-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_THAT(request.property_tags, Optional(ElementsAre(display_name, smtp_address)));
  EXPECT_THAT(request.names, Optional(ElementsAre(u"ali", u"b")));
  const auto response = checked<ResolveNamesResponse>("2.2.5.14.2-resolve-names-success-response.hex");
  EXPECT_EQ(response.code_page, 1200u);
  EXPECT_THAT(response.minimal_ids, Optional(ElementsAre(oxnspi::mid_resolved, oxnspi::mid_ambiguous)));
  EXPECT_EQ(response.rows, rows());
}

TEST(AddressBookSearch, SeekEntries) {
  const auto request = checked<SeekEntriesRequest>("2.2.5.16.1-seek-entries-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_EQ(request.target, (TaggedPropertyValue{display_name, u"m"}));
  EXPECT_THAT(request.explicit_table, Optional(ElementsAre(MinimalEntryId{0x12}, MinimalEntryId{0x11})));
  EXPECT_THAT(request.columns, Optional(ElementsAre(display_name, smtp_address)));
  const auto response = checked<SeekEntriesResponse>("2.2.5.16.2-seek-entries-success-response.hex");
  EXPECT_EQ(response.state, state);
  EXPECT_EQ(response.rows, rows());
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
