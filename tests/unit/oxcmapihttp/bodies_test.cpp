#include "protocol/oxcmapihttp/bodies.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;

struct VectorsOf {
  RequestType type;
  const char* request;
  const char* response;
};
constexpr VectorsOf vectors[] = {
    {RequestType::connect, "2.2.4.1.1-connect-request", "2.2.4.1.2-connect-success-response"},
    {RequestType::execute, "2.2.4.2.1-execute-request", "2.2.4.2.2-execute-success-response"},
    {RequestType::disconnect, "2.2.4.3.1-disconnect-request", "2.2.4.3.2-disconnect-success-response"},
    {RequestType::notification_wait, "2.2.4.4.1-notification-wait-request",
     "2.2.4.4.2-notification-wait-success-response"},
    {RequestType::bind, "2.2.5.1.1-bind-request", "2.2.5.1.2-bind-success-response"},
    {RequestType::unbind, "2.2.5.2.1-unbind-request", "2.2.5.2.2-unbind-success-response"},
    {RequestType::compare_mids, "2.2.5.3.1-compare-mids-request", "2.2.5.3.2-compare-mids-success-response"},
    {RequestType::dn_to_mid, "2.2.5.4.1-dn-to-mid-request", "2.2.5.4.2-dn-to-mid-success-response"},
    {RequestType::get_matches, "2.2.5.5.1-get-matches-request", "2.2.5.5.2-get-matches-success-response"},
    {RequestType::get_prop_list, "2.2.5.6.1-get-prop-list-request",
     "2.2.5.6.2-get-prop-list-success-response"},
    {RequestType::get_props, "2.2.5.7.1-get-props-request", "2.2.5.7.2-get-props-success-response"},
    {RequestType::get_special_table, "2.2.5.8.1-get-special-table-request",
     "2.2.5.8.2-get-special-table-success-response"},
    {RequestType::get_template_info, "2.2.5.9.1-get-template-info-request",
     "2.2.5.9.2-get-template-info-success-response"},
    {RequestType::mod_link_att, "2.2.5.10.1-mod-link-att-request",
     "2.2.5.10.2-mod-link-att-success-response"},
    {RequestType::mod_props, "2.2.5.11.1-mod-props-request", "2.2.5.10.2-mod-link-att-success-response"},
    {RequestType::query_rows, "2.2.5.12.1-query-rows-request", "2.2.5.12.2-query-rows-success-response"},
    {RequestType::query_columns, "2.2.5.13.1-query-columns-request",
     "2.2.5.13.2-query-columns-success-response"},
    {RequestType::resolve_names, "2.2.5.14.1-resolve-names-request",
     "2.2.5.14.2-resolve-names-success-response"},
    {RequestType::resort_restriction, "2.2.5.15.1-resort-restriction-request",
     "2.2.5.15.2-resort-restriction-success-response"},
    {RequestType::seek_entries, "2.2.5.16.1-seek-entries-request",
     "2.2.5.16.2-seek-entries-success-response"},
    {RequestType::update_stat, "2.2.5.17.1-update-stat-request", "2.2.5.17.2-update-stat-success-response"},
    {RequestType::get_mailbox_url, "2.2.5.18.1-get-mailbox-url-request",
     "2.2.5.18.2-get-mailbox-url-success-response"},
    {RequestType::get_address_book_url, "2.2.5.19.1-get-address-book-url-request",
     "2.2.5.19.2-get-address-book-url-success-response"},
};

// How often visit_bodies() visits: once.
template <class F>
void visit(RequestType type, F&& with) {
  int visits = 0;
  visit_bodies(type, [&](auto bodies) {
    ++visits;
    with(bodies);
  });
  EXPECT_EQ(visits, 1) << name(type);
}

TEST(Bodies, OfEveryRequestType) {
  for (const auto& [type, request, response] : vectors) {
    visit(type, [request = request, response = response](auto bodies) {
      checked<typename decltype(bodies)::Request>(std::string(request) + ".hex");
      checked<typename decltype(bodies)::Response>(std::string(response) + ".hex");
    });
  }
  EXPECT_EQ(std::size(vectors), static_cast<std::size_t>(RequestType::update_stat)) << "all but PING";
}

TEST(Bodies, FailureIsTheSameForEveryRequestType) {
  const auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/2.2.4.1.3-connect-failure-response.hex");
  for (const auto& of : vectors) {
    visit(of.type, [&](auto bodies) {
      using Response = typename decltype(bodies)::Response;
      if constexpr (requires { Response().status_code; }) {
        wire::expect_exact<Response>(bytes);
        const auto response = wire::parse<Response>(bytes).value();
        EXPECT_EQ(response.status_code, 0x80004005u) << name(of.type);
        EXPECT_EQ(response.error_code, ErrorCode::success) << name(of.type);
        EXPECT_THAT(response.auxiliary_buffer, ElementsAre(0xA1, 0xA2)) << name(of.type);
      } else {
        ADD_FAILURE() << name(of.type) << " has no StatusCode";
      }
    });
  }
}

TEST(Bodies, PingHasNone) {
  visit(RequestType::ping, [](auto bodies) {
    EXPECT_TRUE(wire::parse<typename decltype(bodies)::Request>({}));
    EXPECT_EQ(wire::parse<typename decltype(bodies)::Response>(from_hex("00")).error().fault,
              Fault::trailing);
  });
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
