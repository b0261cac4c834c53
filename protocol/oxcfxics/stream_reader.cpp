#include "protocol/oxcfxics/stream_reader.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/reader.hpp"

namespace mapigate::oxcfxics {

namespace {

using wire::ByteView;
using wire::Fault;
using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

// namedPropInfo: propertySet, then what kind of name follows.
constexpr std::size_t name_start = 17;
constexpr u8 name_is_dispid = 0x00;
constexpr u8 name_is_text = 0x01;

ByteView taken(ByteView& input, std::size_t size) {
  const auto first = input.first(size);
  input = input.subspan(size);
  return first;
}

}  // namespace

std::optional<StreamEvent> StreamReader::next() {
  while (ok()) {
    switch (state_) {
      case State::element: {
        const auto value = number<u32>();
        if (!value) return std::nullopt;
        if (is_marker(*value)) return static_cast<Marker>(*value);
        begin_property(*value);
        break;
      }
      case State::name: {
        const auto bytes = atom(name_start);
        if (!bytes) return std::nullopt;
        begin_name(*bytes);
        break;
      }
      case State::lid: {
        const auto lid = number<u32>();
        if (!lid) return std::nullopt;
        head_.name->lid = *lid;
        end_head();
        break;
      }
      case State::text: {
        const auto character = number<u16>();
        if (!character) return std::nullopt;
        if (*character == 0) {
          end_head();
        } else if (head_.name->name.size() == max_name) {
          fail(Fault::limit, "name");
        } else {
          head_.name->name += static_cast<char16_t>(*character);
        }
        break;
      }
      case State::fixed:
        return begin_values(1, shape_.fixed_size, State::piece);
      case State::count: {
        const auto count = number<u32>();
        if (!count) return std::nullopt;
        if (shape_.fixed_size > 0) return begin_values(*count, u64{*count} * shape_.fixed_size, State::piece);
        values_left_ = *count;
        return begin_values(*count, 0, State::value_length);
      }
      case State::length: {
        const auto length = number<u32>();
        if (!length) return std::nullopt;
        return begin_values(1, *length, State::piece);
      }
      case State::value_length: {
        if (values_left_ == 0) {
          state_ = State::end;
          break;
        }
        const auto length = number<u32>();
        if (!length) return std::nullopt;
        --values_left_;
        left_ = *length;
        state_ = State::piece;
        return ValueBegin{*length};
      }
      case State::piece:
        if (left_ > 0) return piece();
        state_ = State::value_length;
        break;
      case State::end:
        state_ = State::element;
        return PropertyEnd{};
    }
  }
  return std::nullopt;
}

bool StreamReader::finish() {
  if (state_ != State::element || pending_size_ > 0) fail(Fault::truncated, "element");
  return ok();
}

std::optional<ByteView> StreamReader::atom(std::size_t size) {
  if (pending_size_ == 0 && input_.size() >= size) {
    offset_ += size;
    return taken(input_, size);
  }
  const auto more = taken(input_, std::min(size - pending_size_, input_.size()));
  std::copy(more.begin(), more.end(), pending_.begin() + static_cast<std::ptrdiff_t>(pending_size_));
  pending_size_ += more.size();
  offset_ += more.size();
  if (pending_size_ < size) return std::nullopt;
  pending_size_ = 0;
  return ByteView(pending_).first(size);
}

template <class N>
std::optional<N> StreamReader::number() {
  const auto bytes = atom(sizeof(N));
  if (!bytes) return std::nullopt;
  return wire::Reader(*bytes).number<N>();
}

void StreamReader::begin_property(u32 tag) {
  head_ = {static_cast<oxcdata::PropertyTag>(tag), std::nullopt};
  const auto shape = shape_of(head_.tag);
  if (!shape) return fail(Fault::invalid, "propType");
  shape_ = *shape;
  if (oxcdata::is_named(head_.tag)) {
    state_ = State::name;
  } else {
    end_head();
  }
}

void StreamReader::begin_name(ByteView bytes) {
  auto& name = head_.name.emplace();
  std::copy_n(bytes.begin(), name.guid.bytes.size(), name.guid.bytes.begin());
  if (bytes.back() == name_is_dispid) {
    name.kind = oxcdata::PropertyName::Kind::lid;
    state_ = State::lid;
  } else if (bytes.back() == name_is_text) {
    name.kind = oxcdata::PropertyName::Kind::name;
    state_ = State::text;
  } else {
    fail(Fault::invalid, "namedPropInfo");
  }
}

void StreamReader::end_head() {
  if (shape_.multiple) {
    state_ = State::count;
  } else {
    state_ = shape_.fixed_size > 0 ? State::fixed : State::length;
  }
}

StreamEvent StreamReader::begin_values(u32 count, u64 length, State next) {
  left_ = length;
  state_ = next;
  return PropertyBegin{std::move(head_), shape_, count, length};
}

std::optional<StreamEvent> StreamReader::piece() {
  std::optional<ByteView> bytes;
  if (const auto size = shape_.fixed_size; size > 0 && (pending_size_ > 0 || input_.size() < size)) {
    bytes = atom(size);  // a value that the buffers cut
    if (!bytes) return std::nullopt;
  } else {
    if (input_.empty()) return std::nullopt;
    const auto whole = size > 0 ? input_.size() - input_.size() % size : input_.size();
    bytes = taken(input_, static_cast<std::size_t>(std::min<u64>(whole, left_)));
    offset_ += bytes->size();
  }
  left_ -= bytes->size();
  return ValuePiece{*bytes};
}

void StreamReader::fail(Fault fault, const char* field) {
  if (!ok()) return;
  failure_ = {fault, static_cast<std::size_t>(offset_), field};
}

}  // namespace mapigate::oxcfxics
