#include <algorithm>

#include "gateway/mapi/handlers/oxctabl_parts.hpp"
#include "protocol/oxctabl/view.hpp"

namespace mapigate::mapi::handlers {

namespace {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxctabl::TableStatus;

RopOutcome outcome_of(const mailbox::Outcome<void>& done) {
  return done ? RopOutcome() : RopOutcome(done.error());
}

// What may be done later is done at once, as [MS-OXCTABL] section 3.2.5.1 permits: TableStatus::complete is
// what all of these answer.
static_assert(TableStatus{} == TableStatus::complete);

RopOutcome set_columns(RopCall&, TableObject& table, const oxctabl::SetColumnsRequest& request,
                       oxctabl::SetColumnsResponse&) {
  std::vector<PropertyTag> unicode;
  unicode.reserve(request.property_tags.size());
  for (const PropertyTag tag : request.property_tags) unicode.push_back(unicode_tag(tag));
  if (auto set = table.table->set_columns(std::move(unicode)); !set) return set.error();
  table.columns = request.property_tags;
  return {};
}

RopOutcome sort_table(RopCall&, TableObject& table, const oxctabl::SortTableRequest& request,
                      oxctabl::SortTableResponse&) {
  oxcdata::SortOrderSet orders = request.sort_orders;
  for (oxcdata::SortOrder& order : orders.sort_orders) order.tag = unicode_tag(order.tag);
  return outcome_of(table.table->sort(orders));
}

RopOutcome restrict_table(RopCall& call, TableObject& table, const oxctabl::RestrictRequest& request,
                          oxctabl::RestrictResponse&) {
  return outcome_of(table.table->restrict_rows(unicode_restriction(call, request.restriction)));
}

RopOutcome query_columns_all(RopCall&, TableObject& table, const oxctabl::QueryColumnsAllRequest&,
                             oxctabl::QueryColumnsAllResponse& response) {
  auto tags = table.table->all_columns();
  if (!tags) return tags.error();
  constexpr std::size_t most = 0xFFFF;  // that the response can count
  if (tags->size() > most) tags->resize(most);
  response.property_tags = std::move(*tags);
  if (table.unicode) return {};
  for (PropertyTag& tag : response.property_tags) {
    if (oxcdata::type_of(tag) == PropertyType::string) tag = oxcdata::with_type(tag, PropertyType::string8);
    if (oxcdata::type_of(tag) == PropertyType::multiple_string) {
      tag = oxcdata::with_type(tag, PropertyType::multiple_string8);
    }
  }
  return {};
}

RopOutcome get_status(RopCall&, TableObject&, const oxctabl::GetStatusRequest&, oxctabl::GetStatusResponse&) {
  return {};
}

// [MS-OXCTABL] section 3.2.5.6: nothing is ever under way.
RopOutcome abort(RopCall&, TableObject&, const oxctabl::AbortRequest&, oxctabl::AbortResponse&) {
  return ErrorCode::abort_failed;
}

RopOutcome reset_table(RopCall&, TableObject& table, const oxctabl::ResetTableRequest&,
                       oxctabl::ResetTableResponse&) {
  table.table->reset();
  table.columns.clear();
  return {};
}

}  // namespace

void register_oxctabl_view(RopRegistry& registry) {
  add_on_table<oxctabl::SetColumnsRequest, oxctabl::SetColumnsResponse>(registry, set_columns);
  add_on_table<oxctabl::SortTableRequest, oxctabl::SortTableResponse>(registry, sort_table);
  add_on_table<oxctabl::RestrictRequest, oxctabl::RestrictResponse>(registry, restrict_table);
  add_on_table<oxctabl::QueryColumnsAllRequest, oxctabl::QueryColumnsAllResponse>(registry,
                                                                                  query_columns_all);
  add_on_table<oxctabl::GetStatusRequest, oxctabl::GetStatusResponse>(registry, get_status);
  add_on_table<oxctabl::AbortRequest, oxctabl::AbortResponse>(registry, abort);
  add_on_table<oxctabl::ResetTableRequest, oxctabl::ResetTableResponse>(registry, reset_table);
}

}  // namespace mapigate::mapi::handlers
