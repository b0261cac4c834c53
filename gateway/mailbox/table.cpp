#include "gateway/mailbox/table.hpp"

#include <algorithm>

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;

namespace {

// [MS-OXCTABL] section 3.2.5.2: types that [MS-OXCDATA] section 2.11.1 has, other than PtypUnspecified and
// PtypErrorCode.
bool may_be_column(PropertyTag tag, bool instances) {
  auto type = static_cast<wire::u16>(oxcdata::type_of(tag));
  constexpr wire::u16 both = oxcdata::multivalue_flag | oxcdata::multivalue_instance_flag;
  if ((type & both) == both && instances) type &= static_cast<wire::u16>(~oxcdata::multivalue_instance_flag);
  const auto plain = static_cast<PropertyType>(type);
  return plain != PropertyType::unspecified && plain != PropertyType::error_code &&
         !oxcdata::name(plain).empty();
}

}  // namespace

Table::Table(std::shared_ptr<Logon> logon, std::unique_ptr<RowSource> source, Abilities abilities,
             Concerns concerns)
    : logon_(std::move(logon)), source_(std::move(source)), abilities_(abilities) {
  if (!concerns) return;
  changes_ = std::make_shared<RowChanges>();
  subscription_ = logon_->mailbox().events().subscribe(
      [changes = changes_, concerns = std::move(concerns)](const Event& event) {
        if (event.kind == EventKind::everything) {
          changes->add_all();
        } else {
          concerns(event, *changes);
        }
      });
}

void Table::make_rows() {
  index_ = nullptr;
  const bool plain = !restriction_.restriction && instance_tag_ == PropertyTag{};
  rows_ = plain ? stored_rows(order_) : nullptr;
  if (rows_) return;
  RowIndex::Plan plan;
  plan.order = order_;
  plan.instance_tag = instance_tag_;
  if (restriction_.restriction) {
    // It was compiled once before it came here.
    if (auto matcher = Matcher::compile(*restriction_.restriction)) plan.restriction = std::move(*matcher);
  }
  auto index = std::make_unique<RowIndex>(*source_, std::move(plan));
  index_ = index.get();
  rows_ = std::move(index);
}

Outcome<void> Table::set_columns(std::vector<PropertyTag> columns) {
  if (columns.empty()) return ErrorCode::invalid_parameter;
  for (const PropertyTag tag : columns) {
    if (!may_be_column(tag, true)) return ErrorCode::invalid_parameter;
    if (!may_be_column(tag, false) && !abilities_.sort) return ErrorCode::not_supported;
  }
  const auto instance_tag = instance_column(order_, columns);
  if (!instance_tag) return instance_tag.error();
  columns_ = std::move(columns);
  if (*instance_tag != instance_tag_) {
    instance_tag_ = *instance_tag;
    make_rows();
    moved_ = true;
  }
  return boost::system::in_place_value;
}

Outcome<std::vector<PropertyTag>> Table::all_columns() {
  auto tags = source_->tags();
  if (!tags) return tags;
  constexpr std::array own{oxprops::pid_tag_inst_id, oxprops::pid_tag_instance_num,
                           oxprops::pid_tag_instance_key, oxprops::pid_tag_row_type, oxprops::pid_tag_depth};
  tags->insert(tags->end(), own.begin(), own.end());
  std::sort(tags->begin(), tags->end());
  tags->erase(std::unique(tags->begin(), tags->end()), tags->end());
  return tags;
}

Outcome<void> Table::sort(const oxcdata::SortOrderSet& orders) {
  if (!abilities_.sort) return ErrorCode::not_supported;
  auto order = row_order(orders);
  if (!order) return order.error();
  const auto instance_tag = instance_column(*order, columns_);
  if (!instance_tag) return instance_tag.error();
  order_ = std::move(*order);
  instance_tag_ = *instance_tag;
  forget();
  return boost::system::in_place_value;
}

Outcome<void> Table::restrict_rows(oxcdata::RestrictionValue restriction) {
  if (!abilities_.restrict_rows) return ErrorCode::not_supported;
  if (restriction.restriction) {
    if (auto matcher = Matcher::compile(*restriction.restriction); !matcher) return matcher.error();
  }
  restriction_ = std::move(restriction);
  forget();
  return boost::system::in_place_value;
}

void Table::reset() {
  columns_.clear();
  order_ = {};
  instance_tag_ = {};
  restriction_ = {};
  forget();
}

void Table::forget() {
  bookmarks_.clear();
  cursor_ = {};
  moved_ = false;
  make_rows();
}

std::size_t Table::memory() const {
  return sizeof(*this) + rows_->memory() + columns_.capacity() * sizeof(PropertyTag) +
         bookmarks_.size() * sizeof(decltype(bookmarks_)::value_type);
}

}  // namespace mapigate::mailbox
