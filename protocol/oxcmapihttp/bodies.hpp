#pragma once

#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"

namespace mapigate::oxcmapihttp {

// PING has no bodies (MS-OXCMAPIHTTP section 2.2.6).
struct NoBody {
  bool operator==(const NoBody&) const = default;
  static void fields(auto&, auto&) {}
};

// The structures of the bodies of a request type.
template <class Req, class Res>
struct Bodies {
  using Request = Req;
  using Response = Res;
};

// Calls `visit` with the Bodies of the type.
template <class F>
void visit_bodies(RequestType type, F&& visit) {
  switch (type) {
    case RequestType::connect:
      return visit(Bodies<ConnectRequest, ConnectResponse>{});
    case RequestType::execute:
      return visit(Bodies<ExecuteRequest, ExecuteResponse>{});
    case RequestType::disconnect:
      return visit(Bodies<DisconnectRequest, DisconnectResponse>{});
    case RequestType::notification_wait:
      return visit(Bodies<NotificationWaitRequest, NotificationWaitResponse>{});
    case RequestType::ping:
      return visit(Bodies<NoBody, NoBody>{});
    case RequestType::bind:
      return visit(Bodies<BindRequest, BindResponse>{});
    case RequestType::unbind:
      return visit(Bodies<UnbindRequest, UnbindResponse>{});
    case RequestType::compare_mids:
      return visit(Bodies<CompareMidsRequest, CompareMidsResponse>{});
    case RequestType::dn_to_mid:
      return visit(Bodies<DnToMidRequest, DnToMidResponse>{});
    case RequestType::get_matches:
      return visit(Bodies<GetMatchesRequest, GetMatchesResponse>{});
    case RequestType::get_prop_list:
      return visit(Bodies<GetPropListRequest, GetPropListResponse>{});
    case RequestType::get_props:
      return visit(Bodies<GetPropsRequest, GetPropsResponse>{});
    case RequestType::get_special_table:
      return visit(Bodies<GetSpecialTableRequest, GetSpecialTableResponse>{});
    case RequestType::get_template_info:
      return visit(Bodies<GetTemplateInfoRequest, GetTemplateInfoResponse>{});
    case RequestType::mod_link_att:
      return visit(Bodies<ModLinkAttRequest, ModLinkAttResponse>{});
    case RequestType::mod_props:
      return visit(Bodies<ModPropsRequest, ModPropsResponse>{});
    case RequestType::get_mailbox_url:
      return visit(Bodies<GetMailboxUrlRequest, GetMailboxUrlResponse>{});
    case RequestType::get_address_book_url:
      return visit(Bodies<GetAddressBookUrlRequest, GetAddressBookUrlResponse>{});
    case RequestType::query_columns:
      return visit(Bodies<QueryColumnsRequest, QueryColumnsResponse>{});
    case RequestType::query_rows:
      return visit(Bodies<QueryRowsRequest, QueryRowsResponse>{});
    case RequestType::resolve_names:
      return visit(Bodies<ResolveNamesRequest, ResolveNamesResponse>{});
    case RequestType::resort_restriction:
      return visit(Bodies<ResortRestrictionRequest, ResortRestrictionResponse>{});
    case RequestType::seek_entries:
      return visit(Bodies<SeekEntriesRequest, SeekEntriesResponse>{});
    case RequestType::update_stat:
      return visit(Bodies<UpdateStatRequest, UpdateStatResponse>{});
  }
}

}  // namespace mapigate::oxcmapihttp
