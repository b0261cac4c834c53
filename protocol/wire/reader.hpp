#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>
#include <variant>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::wire {

// How many UTF-16 code units stand before the first zero unit; all that there are where none is zero.
std::size_t utf16_z_length(ByteView bytes);

// Follows a reader: is told where each field and each element of a list begins and ends, and each value in
// it. NoTrace is not asked at all.
struct NoTrace {};

// Reads little-endian structures from a buffer that it does not own. The first failure sticks: every later
// read gives zero or nothing, so that a description is written without checks and the outcome is asked for
// once, at the end. Never reads outside the buffer, and never takes more memory for a count or length than
// the bytes that are left can justify.
template <class Trace>
class BasicReader {
 public:
  static constexpr bool reading = true;

  explicit BasicReader(ByteView bytes, Trace trace = {})
      : origin_(bytes.data()),
        next_(bytes.data()),
        end_(bytes.data() + bytes.size()),
        trace_(std::move(trace)) {}
  BasicReader(const BasicReader&) = delete;
  BasicReader& operator=(const BasicReader&) = delete;

  bool ok() const { return failure_.fault == Fault::none; }
  const Failure& failure() const { return failure_; }
  // Bytes to the end of the innermost block.
  std::size_t remaining() const { return static_cast<std::size_t>(end_ - next_); }
  std::size_t offset() const { return static_cast<std::size_t>(next_ - origin_); }

  ValueFormat format() const { return format_; }

  // Records the first failure, of the field under way or else the last one, and makes every later read give
  // nothing.
  void fail(Fault fault) { fail(fault, field_); }
  // A rule of the section that cannot be said by the fields alone.
  void check(bool rule) {
    if (!rule) fail(Fault::invalid);
  }
  // Whether everything was read well and up to the end; leftover bytes are a failure.
  bool finish() {
    if (ok() && next_ != end_) fail(Fault::trailing, "");
    return ok();
  }

  // Empty, and failed, where fewer bytes are left.
  ByteView take(std::size_t count) {
    if (count > remaining()) {
      fail(Fault::truncated);
      return {};
    }
    ByteView taken(next_, count);
    next_ += count;
    return taken;
  }
  ByteView peek() const { return {next_, remaining()}; }

  template <class N>
  requires is_number<N> N number() {
    N value{};
    if (remaining() < sizeof(N)) {
      fail(Fault::truncated);
      return value;
    }
    if constexpr (std::is_same_v<N, bool>) {
      value = *next_ != 0;
    } else {
      std::memcpy(&value, next_, sizeof(N));
      if constexpr (std::endian::native == std::endian::big) value = swapped(value);
    }
    next_ += sizeof(N);
    return value;
  }

  // Runs `read` on the next `size` bytes only. They must be used up exactly.
  template <class F>
  void within(std::size_t size, F&& read) {
    if (size > remaining()) return fail(Fault::truncated);
    const auto* outer = end_;
    const auto* block = field_;
    end_ = next_ + size;
    read();
    if (ok() && next_ != end_) fail(Fault::trailing, block);
    if (ok()) end_ = outer;
  }

  // One named field of a description.
  template <class F>
  void operator()(const char* field_name, F&& field) {
    if constexpr (tracing) trace_.begin(field_name, offset());
    field_ = field_name;
    read(field);
    field_ = field_name;  // those inside it have left theirs
    if constexpr (tracing) trace_.end(offset());
  }

  template <class T>
  void read(T& value) {
    if constexpr (is_number<T>) {
      value = number<T>();
      traced(value);
    } else {
      T::fields(value, *this);
      traced(value);
    }
  }
  template <class T, std::size_t n>
  void read(std::array<T, n>& values) {
    if constexpr (std::is_same_v<T, u8>) {
      if (auto taken = take(n); taken.size() == n) std::memcpy(values.data(), taken.data(), n);
      traced(values);
    } else {
      for (auto& value : values) read(value);
    }
  }
  template <class N, class T>
  void read(Counted<N, T>& field) {
    const auto count = number<N>();
    elements(field.value, count);
  }
  template <class T>
  void read(Repeated<T>& field) {
    elements(field.value, field.count);
  }
  template <class N, class T, class F>
  void read(CountedWith<N, T, F>& field) {
    const auto count = number<N>();
    elements_with(field.value, count, field.visit);
  }
  template <class T, class F>
  void read(RepeatedWith<T, F>& field) {
    elements_with(field.value, field.count, field.visit);
  }
  template <class T>
  void read(Alternative<T>& field) {
    if (!emplace<0>(field.value, field.index)) return fail(Fault::invalid);
    std::visit([&](auto& value) { read(value); }, field.value);
  }
  void read(std::monostate&) {}
  template <class F>
  void read(InFormat<F>& field) {
    const auto outer = std::exchange(format_, field.format);
    read(field.field);
    format_ = outer;
  }
  template <class F>
  void read(Nested<F>& field) {
    if (depth_ == max_depth) return fail(Fault::limit);
    ++depth_;
    read(field.field);
    --depth_;
  }
  template <class T>
  void read(UntilEnd<T>& field) {
    using Element = typename T::value_type;
    if constexpr (is_number<Element>) {
      if (remaining() % sizeof(Element) != 0) return fail(Fault::trailing);
      elements(field.value, remaining() / sizeof(Element));
    } else {
      field.value.clear();
      while (ok() && remaining() > 0) one_element(field.value);
    }
  }
  template <class N, class T>
  void read(Sized<N, T>& field) {
    const auto size = number<N>();
    if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, ByteView>) {
      assign(field.value, take(size));
    } else {
      within(size, [&] { read(field.value); });
    }
  }
  template <class N, class F>
  void read(SizedField<N, F>& field) {
    const auto size = number<N>();
    within(size, [&] { read(field.field); });
  }
  template <class F>
  void read_value(F field) {
    read(field);
  }
  template <class F>
  void read(When<F>& field) {
    if (field.condition) read(field.field);
  }
  template <class T>
  void read(Flagged<T>& field) {
    field.value.reset();
    if (number<u8>() != 0) read(field.value.emplace());
  }
  template <class T>
  void read(Rest<T>& field) {
    assign(field.value, take(remaining()));
  }
  template <class T>
  void read(Raw<T>& field) {
    assign(field.value, take(field.count));
  }
  template <class T>
  void read(AsciiZ<T>& field) {
    field.value.clear();
    const auto* zero = remaining() == 0 ? nullptr : std::memchr(next_, 0, remaining());
    if (zero == nullptr) return fail(Fault::unterminated);
    const auto* stop = static_cast<const u8*>(zero);
    field.value.assign(reinterpret_cast<const char*>(next_), static_cast<std::size_t>(stop - next_));
    next_ = stop + 1;
    traced(field.value);
  }
  template <class N, class T>
  void read(SizedAsciiZ<N, T>& field) {
    field.value.clear();
    const auto size = number<N>();
    if (size > 0) within(size, [&] { read_value(ascii_z(field.value)); });
  }
  template <class T>
  void read(Utf16Z<T>& field) {
    auto& value = field.value;
    value.clear();
    const auto units = utf16_z_length(peek());
    if (units == remaining() / 2) return fail(Fault::unterminated);
    value.resize(units);
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(value.data(), next_, 2 * units);
    } else {
      for (std::size_t i = 0; i < units; ++i)
        value[i] = static_cast<char16_t>(next_[2 * i] | next_[2 * i + 1] << 8);
    }
    next_ += 2 * (units + 1);
    traced(value);
  }
  void read(Reserved& field) { take(field.count); }
  template <class N>
  void read(Constant<N>& field) {
    const auto offset_of_field = offset();
    if (number<N>() != field.value && ok()) {
      fail(Fault::invalid);
      failure_.offset = offset_of_field;
    }
  }

 private:
  void fail(Fault fault, const char* field) {
    if (!ok()) return;
    failure_ = {fault, offset(), field};
    end_ = next_;
  }
  template <class N>
  static N swapped(N value) {
    auto bytes = std::bit_cast<std::array<u8, sizeof(N)>>(value);
    std::array<u8, sizeof(N)> reversed;
    for (std::size_t i = 0; i < sizeof(N); ++i) reversed[i] = bytes[sizeof(N) - 1 - i];
    return std::bit_cast<N>(reversed);
  }
  static constexpr bool tracing = !std::is_same_v<Trace, NoTrace>;
  // Tells the trace what was read, whole.
  template <class T>
  void traced(const T& value) {
    if constexpr (tracing) trace_.value(value);
  }
  // One element of a list.
  template <class F>
  void element(std::size_t index, F&& read_it) {
    if constexpr (tracing) trace_.begin_element(index, offset());
    read_it();
    if constexpr (tracing) trace_.end(offset());
  }

  void assign(Bytes& to, ByteView from) {
    to.assign(from.begin(), from.end());
    traced(to);
  }
  void assign(ByteView& to, ByteView from) {
    to = from;
    traced(to);
  }

  template <std::size_t i, class T>
  static bool emplace(T& value, std::size_t index) {
    if constexpr (i == std::variant_size_v<T>) {
      return false;
    } else {
      if (index != i) return emplace<i + 1>(value, index);
      value.template emplace<i>();
      return true;
    }
  }

  template <class T, class F>
  void elements_with(T& values, std::size_t count, F& visit) {
    using Element = typename T::value_type;
    values.clear();
    if (count > remaining()) return fail(Fault::truncated);
    values.reserve(std::min(count, remaining() / sizeof(Element)));
    for (std::size_t i = 0; i < count && ok(); ++i) {
      const auto* before = next_;
      element(i, [&] { visit(values.emplace_back(), *this); });
      if (ok() && next_ == before) fail(Fault::invalid);
    }
  }
  template <class T>
  void elements(T& values, std::size_t count) {
    using Element = typename T::value_type;
    values.clear();
    if constexpr (is_number<Element>) {
      if (count > remaining() / sizeof(Element)) return fail(Fault::truncated);
      values.resize(count);
      if constexpr (std::endian::native == std::endian::little) {
        if (count > 0) std::memcpy(values.data(), next_, count * sizeof(Element));
        next_ += count * sizeof(Element);
      } else {
        for (auto& value : values) value = number<Element>();
      }
      traced(values);
    } else {
      // Each element takes at least one byte, so a count above what is left cannot be true. Memory is set
      // aside for no more than the bytes that are left; beyond it grows with what was really read.
      if (count > remaining()) return fail(Fault::truncated);
      values.reserve(std::min(count, remaining() / sizeof(Element)));
      for (std::size_t i = 0; i < count && ok(); ++i) one_element(values);
    }
  }
  template <class T>
  void one_element(T& values) {
    const auto* before = next_;
    element(values.size(), [&] { read(values.emplace_back()); });
    if (ok() && next_ == before) fail(Fault::invalid);
  }

  const u8* origin_;
  const u8* next_;
  const u8* end_;
  ValueFormat format_ = ValueFormat::rop;
  int depth_ = 0;
  const char* field_ = "";  // under way, or the last
  Failure failure_;
  [[no_unique_address]] Trace trace_;
};

using Reader = BasicReader<NoTrace>;

// Reads one structure that fills `bytes` exactly.
template <class T>
Result<T> parse(ByteView bytes) {
  Reader reader(bytes);
  T value{};
  reader.read(value);
  if (!reader.finish()) return reader.failure();
  return value;
}

}  // namespace mapigate::wire
