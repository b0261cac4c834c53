#include "protocol/oxcfold/search_criteria.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcfold {
namespace {

using oxcdata::ErrorCode;
using oxcdata::FolderId;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

FolderId folder(wire::u64 counter) { return oxcdata::make_id<FolderId>(1, oxcdata::global_counter(counter)); }

TEST(SearchCriteria, Set) {
  const auto [head, request] = expect_request<SetSearchCriteriaRequest>(
      hex_vector("MS-OXCROPS/2.2.4.4.1-set-search-criteria-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  const auto importance = property_tag(0x0017, PropertyType::integer32);
  EXPECT_EQ(request.restriction, oxcdata::operand(oxcdata::PropertyRestriction{
                                     oxcdata::RelOp::equal, importance, {importance, wire::i32{2}}}));
  EXPECT_THAT(request.folder_ids, ElementsAre(folder(5), folder(6)));
  EXPECT_EQ(request.search_flags, SetSearchCriteriaRequest::restart_search |
                                      SetSearchCriteriaRequest::shallow_search |
                                      SetSearchCriteriaRequest::static_search);

  expect_response<SetSearchCriteriaResponse>(hex_vector("MS-OXCFOLD/4.8.2-set-search-criteria-response.hex"));
  EXPECT_EQ(expect_response<SetSearchCriteriaResponse>(from_hex("30 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(SearchCriteria, SetTheSameAgain) {
  const auto request =
      expect_request<SetSearchCriteriaRequest>(from_hex("30 00 01 00 00 00 00 01 00 00 00")).body;
  EXPECT_EQ(request.restriction, oxcdata::RestrictionValue{});
  EXPECT_TRUE(request.folder_ids.empty());
  EXPECT_EQ(request.search_flags, SetSearchCriteriaRequest::stop_search);
}

TEST(SearchCriteria, Get) {
  const auto request =
      expect_request<GetSearchCriteriaRequest>(hex_vector("MS-OXCFOLD/4.9.1-get-search-criteria-request.hex"))
          .body;
  EXPECT_TRUE(request.use_unicode);
  EXPECT_TRUE(request.include_restriction);
  EXPECT_FALSE(request.include_folders);

  const auto response = expect_response<GetSearchCriteriaResponse>(
                            hex_vector("MS-OXCROPS/2.2.4.5.2-get-search-criteria-response.hex"))
                            .body;
  EXPECT_EQ(response.restriction,
            oxcdata::operand(oxcdata::ExistRestriction{property_tag(0x0037, PropertyType::string)}));
  EXPECT_EQ(response.logon_id, 3);
  EXPECT_THAT(response.folder_ids, ElementsAre(folder(4)));
  EXPECT_EQ(response.search_flags, GetSearchCriteriaResponse::search_running |
                                       GetSearchCriteriaResponse::search_recursive |
                                       GetSearchCriteriaResponse::search_complete);

  // Nothing was asked for.
  const auto empty =
      expect_response<GetSearchCriteriaResponse>(from_hex("31 00 00 00 00 00 00 00 03 00 00 00 00 00 00"))
          .body;
  EXPECT_EQ(empty.restriction, oxcdata::RestrictionValue{});
  EXPECT_EQ(empty.logon_id, 3);
  EXPECT_EQ(expect_response<GetSearchCriteriaResponse>(from_hex("31 00 02 01 04 80")).body.return_value,
            ErrorCode::not_supported);
}

TEST(SearchCriteria, RestrictionMustFillItsSize) {
  const auto fault = [](std::string_view hex) {
    return wire::parse<SetSearchCriteriaRequest>(from_hex(hex)).error().fault;
  };
  EXPECT_EQ(fault("06 00 08 1F 00 37 00 FF 00 00 00 00 00 00"), Fault::trailing);
  EXPECT_EQ(fault("04 00 08 1F 00 37 00 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault("FF FF 08 1F 00 37 00"), Fault::truncated);
  EXPECT_EQ(fault("00 00 FF FF 01"), Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxcfold
