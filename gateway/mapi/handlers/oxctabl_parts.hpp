#pragma once

#include "gateway/mapi/objects/table_object.hpp"
#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcdata/restriction.hpp"

// The parts of oxctabl.hpp.

namespace mapigate::mapi::handlers {

void register_oxctabl_open(RopRegistry& registry, const RopServices& services);
void register_oxctabl_view(RopRegistry& registry);
void register_oxctabl_cursor(RopRegistry& registry);
void register_oxctabl_rows(RopRegistry& registry);
void register_oxctabl_categories(RopRegistry& registry);

// Where not even a response without rows has room nothing is done: the request comes again.
inline constexpr std::size_t least_room = 64;

// Adds a handler of a ROP on a table: RopOutcome(RopCall&, TableObject&, const Request&, Response&).
template <class Request, class Response, class Handler>
void add_on_table(RopRegistry& registry, Handler handler, RopTraits traits = {}) {
  registry.add<Request, Response>(
      [handler](RopCall& call, const Request& request, Response& response) -> RopOutcome {
        TableObject* const table = call.input<TableObject>();
        if (!table) return call.missing();
        if (call.room() < least_room) return RopOutcome::too_big();
        return handler(call, *table, request, response);
      },
      traits);
}

// A restriction of a request with strings in Unicode.
inline oxcdata::RestrictionValue unicode_restriction(const RopCall& call,
                                                     const oxcdata::RestrictionValue& restriction) {
  if (!restriction.restriction) return {};
  oxcdata::Restriction copy = *restriction.restriction;
  make_unicode(copy, code_page_of(call.session));
  return {std::make_shared<const oxcdata::Restriction>(std::move(copy))};
}

}  // namespace mapigate::mapi::handlers
