#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "gateway/mapi/objects/property_object.hpp"
#include "gateway/store/spool.hpp"

namespace mapigate::mapi {

// Where streams keep what is written to them, and how much that may be.
struct StreamPlace {
  std::filesystem::path folder;
  store::SpoolBudgetPtr budget;
  std::uint64_t limit = 0;  // bytes of one value
};

// The value of a property while streams are open on it. It is read from where the property has it; a copy is
// made with the first write.
class StreamValue {
 public:
  // Of PtypBinary, PtypString, PtypString8 (in this code page) or PtypObject. `create`: an empty one takes
  // the place of what there is. Otherwise NotFound where the object has no property of this tag.
  static mailbox::Outcome<std::shared_ptr<StreamValue>> open(std::shared_ptr<PropertyObject> object,
                                                             oxcdata::PropertyTag tag, bool create,
                                                             wire::u32 code_page, StreamPlace place);
  StreamValue(const StreamValue&) = delete;
  StreamValue& operator=(const StreamValue&) = delete;
  ~StreamValue();

  PropertyObject& object() const { return *object_; }
  std::uint16_t id() const { return oxcdata::id_of(tag_); }
  std::uint64_t size() const;                           // bytes
  std::uint64_t limit() const { return place_.limit; }  // of size()
  std::size_t memory() const { return spool_ ? spool_->memory() : 0; }

  // As LargeValue::read().
  mailbox::Outcome<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const;
  // Zeros up to `offset` where the value ends before. TooBig beyond limit(), and nothing is written then.
  mailbox::Outcome<void> write(std::uint64_t offset, wire::ByteView bytes);
  // Cuts it, or fills it with zeros. TooBig.
  mailbox::Outcome<void> resize(std::uint64_t size);

  // What the object does not have yet. Of strings without the terminator that clients may have written.
  mailbox::Outcome<store::Property> property() const;
  oxcdata::PropertyTag property_tag() const;
  // Sets it ([MS-OXCPRPT] section 3.2.5.15), if there is anything.
  mailbox::Outcome<void> commit();

 private:
  StreamValue(std::shared_ptr<PropertyObject> object, oxcdata::PropertyTag tag, wire::u32 code_page,
              StreamPlace place);

  mailbox::Outcome<void> load(const store::Property& property);
  mailbox::Outcome<void> begin_writing();
  void mark();
  void unmark();
  std::uint64_t size_without_terminator() const;
  mailbox::ErrorCode failed(const store::StoreError& error) const;

  const std::shared_ptr<PropertyObject> object_;
  const oxcdata::PropertyTag tag_;
  const wire::u32 code_page_;
  const StreamPlace place_;
  store::LargeValuePtr base_;                  // until it is written to
  mutable std::optional<store::Spool> spool_;  // from then on
  bool written_ = false;
};

// [MS-OXCPRPT] section 2.2.14: a Stream object.
struct StreamObject final : ServerObject {
  std::shared_ptr<StreamValue> value;  // shared with its clones (section 2.2.27)
  std::uint64_t position = 0;          // bytes from the beginning
  bool writable = false;

  ObjectKind kind() const override { return ObjectKind::stream; }
  std::size_t memory() const override { return value->memory(); }
  // The last of the clones gives the object what was written (sections 3.2.5.13, 3.1.4.4).
  void released() override;
};

}  // namespace mapigate::mapi
