#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/mailbox/outcome.hpp"
#include "gateway/mailbox/property_source.hpp"
#include "gateway/mailbox/restriction.hpp"

// What the rows of tables are made of.

namespace mapigate::mailbox {

// What a row shows, within its table: a message, a folder, the number of an attachment.
using RowNumber = std::uint64_t;

// Where the rows of a table come from, whatever their order. One thread at a time.
class RowSource {
 public:
  virtual ~RowSource() = default;
  // Called for each row; what it is given is valid during the call only, in which the mailbox must not be
  // called. `read` false: it counts as unread. Returns false to see no more.
  using Visitor = std::function<bool(RowNumber number, const PropertySource& row, bool read)>;
  // All rows, in the order that they have where no other is asked for.
  virtual Outcome<void> scan(const Visitor& visit) = 0;
  // These rows in this order, without those that have gone.
  virtual Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) = 0;
  // A row with everything that the others may leave unread: large values, recipients, attachments. Not called
  // where it has gone. The mailbox may be called in it.
  virtual Outcome<void> show_whole(RowNumber number, const Visitor& visit) = 0;
  // Whether the others leave nothing unread.
  virtual bool is_whole() const { return false; }
  // PidTagInstID: unique in the table, and never with 0 in its low 16 bits. And back.
  virtual std::uint64_t instance_id(RowNumber number) const = 0;
  virtual RowNumber number_of(std::uint64_t instance_id) const = 0;
  // Whether scan() shows the rows in the order of their numbers, and fetch() only those that it shows.
  virtual bool is_by_number() const { return false; }
  // PidTagDepth of rows that are in no category.
  virtual std::uint32_t depth(RowNumber) const { return 0; }
  // What was read before may be outdated.
  virtual void invalidate() = 0;
  // Of all columns that rows may have.
  virtual Outcome<std::vector<oxcdata::PropertyTag>> tags() = 0;
};

// Names a row of a table as long as that is open: PidTagInstID and PidTagInstanceNum.
struct RowId {
  std::uint64_t instance_id = 0;
  std::uint32_t instance = 0;

  bool operator==(const RowId&) const = default;
};
// The instance ids of header rows ([MS-OXCTABL] section 2.2.1.1): no id of a folder or message looks so.
constexpr bool is_header_id(std::uint64_t instance_id) { return (instance_id & 0xFFFF) == 0; }

// PidTagRowType.
enum class RowType : std::uint8_t { leaf = 1, expanded_category = 3, collapsed_category = 4 };

// A row while it is shown. Has PidTagInstID, PidTagInstanceNum, PidTagInstanceKey, PidTagRowType and
// PidTagDepth of its own, and what the source has.
class TableRow final : public PropertySource {
 public:
  struct Header {
    std::uint32_t count = 0;                 // PidTagContentCount
    std::uint32_t unread = 0;                // PidTagContentUnreadCount
    std::span<const std::uint16_t> visible;  // property ids that it has of the rows below it
  };
  RowId id;
  bool is_whole = false;  // large values can be read
  RowType type = RowType::leaf;
  std::uint32_t depth = 0;
  // Of a property with several values of which each row shows one: the one with this index.
  oxcdata::PropertyTag instance_tag{};
  std::uint32_t value_index = 0;
  std::optional<Header> header;

  explicit TableRow(const PropertySource& source) : source_(source) {}

  const store::Property* find(std::uint16_t property_id, store::Property& scratch) const override;
  Match any_recipient(const Visitor& visit) const override;
  Match any_attachment(const Visitor& visit) const override;
  // As find(), for a column: of a multivalue instance the single value.
  const store::Property* column(oxcdata::PropertyTag tag, store::Property& scratch) const;

  // Whoever it is shown to needs a large value of it: who takes no row then is shown this one again, whole.
  void want_whole() const { whole_wanted_ = true; }
  bool whole_wanted() const { return whole_wanted_; }

 private:
  const PropertySource& source_;
  mutable bool whole_wanted_ = false;
};

// The value with this index of a property with several, as one of its single type; nothing where it has none
// there. A single value has index 0.
std::optional<store::Property> single_value(const store::Property& property, std::size_t index);

// A row remembered, so that it is found again when others have come and gone.
struct RowPlace {
  RowId row;
  std::uint64_t position = 0;  // that it had
  std::string key;             // where it stands in the order; empty where the set of rows keeps none
};

// The rows of a table in their order, by their positions from 0 on. One thread at a time.
class RowSet {
 public:
  virtual ~RowSet() = default;
  // Returns false to see no more.
  using Visitor = std::function<bool(std::uint64_t position, const TableRow& row)>;

  virtual Outcome<std::uint64_t> size() = 0;
  // From this position on forwards, or from the one before it backwards. At most `count` rows. `last`: the
  // row that stands next to the first of them in the other direction, where it is known, which may be faster.
  virtual Outcome<void> read(std::uint64_t from, bool forward, std::uint64_t count, const Visitor& visit,
                             const RowPlace* last = nullptr) = 0;
  // What is at this position, which is below size(), where that costs nothing; nothing otherwise.
  virtual Outcome<std::optional<RowPlace>> place(std::uint64_t position) = 0;
  // Where the row is; where it would be, as far as that is known, with `gone` where it is not there.
  struct Found {
    std::uint64_t position = 0;
    bool gone = false;
  };
  virtual Outcome<Found> find(const RowPlace& place) = 0;
  // A row that was at this position, as RowSource::show_whole().
  virtual Outcome<void> show_whole(std::uint64_t position, const RowId& row, const Visitor& visit) = 0;
  // What was read before may be outdated: everything, or these rows, which may have come or gone.
  virtual void invalidate() = 0;
  virtual void invalidate(std::span<const RowNumber> numbers) = 0;
  virtual std::size_t memory() const { return 0; }  // bytes
};

}  // namespace mapigate::mailbox
