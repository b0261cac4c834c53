#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>
#include <variant>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::wire {

// Writes little-endian structures into a buffer that grows. The first failure sticks: a value that does not
// fit its length field, a zero inside a null-terminated string, a rule that does not hold.
class Writer {
 public:
  static constexpr bool reading = false;

  // `expected` bytes are set aside at once.
  explicit Writer(std::size_t expected = 128) { buffer_.resize(expected); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  bool ok() const { return failure_.fault == Fault::none; }
  const Failure& failure() const { return failure_; }
  std::size_t size() const { return size_; }
  // Valid until the next write.
  ByteView view() const { return {buffer_.data(), size_}; }
  // The bytes; the writer is empty afterwards.
  Bytes take();

  ValueFormat format() const { return format_; }

  // Records the first failure, of the field under way or else the last one.
  void fail(Fault fault) { fail(fault, field_); }
  void check(bool rule) {
    if (!rule) fail(Fault::invalid);
  }

  void append(ByteView bytes) {
    if (bytes.empty()) return;
    std::memcpy(room(bytes.size()), bytes.data(), bytes.size());
  }
  void zeros(std::size_t count) {
    if (count > 0) std::memset(room(count), 0, count);
  }
  template <class N>
  requires is_number<N>
  void number(N value) { put(room(sizeof(N)), value); }
  // Overwrites what was written before at `offset`: lengths and offsets that are known only later.
  template <class N>
  requires is_number<N>
  void patch(std::size_t offset, N value) {
    if (offset + sizeof(N) > size_) return fail(Fault::invalid);
    put(buffer_.data() + offset, value);
  }
  // Drops everything from `size` on.
  void truncate(std::size_t size) {
    if (size < size_) size_ = size;
  }

  template <class F>
  void operator()(const char* field_name, F&& field) {
    field_ = field_name;
    write(field);
    field_ = field_name;  // those inside it have left theirs
  }

  template <class T>
  void write(const T& value) {
    if constexpr (is_number<T>) {
      number(value);
    } else {
      T::fields(value, *this);
    }
  }
  template <class T, std::size_t n>
  void write(const std::array<T, n>& values) {
    if constexpr (std::is_same_v<T, u8>) {
      append(values);
    } else {
      for (const auto& value : values) write(value);
    }
  }
  template <class N, class T>
  void write(const Counted<N, T>& field) {
    length<N>(field.value.size());
    elements(field.value);
  }
  template <class T>
  void write(const Repeated<T>& field) {
    check(field.value.size() == field.count);
    elements(field.value);
  }
  template <class N, class T, class F>
  void write(const CountedWith<N, T, F>& field) {
    length<N>(field.value.size());
    for (auto& value : field.value) field.visit(value, *this);
  }
  template <class T, class F>
  void write(const RepeatedWith<T, F>& field) {
    check(field.value.size() == field.count);
    for (auto& value : field.value) field.visit(value, *this);
  }
  template <class T>
  void write(const Alternative<T>& field) {
    if (field.value.index() != field.index) return fail(Fault::invalid);
    std::visit([&](const auto& value) { write(value); }, field.value);
  }
  void write(const std::monostate&) {}
  template <class F>
  void write(const InFormat<F>& field) {
    const auto outer = std::exchange(format_, field.format);
    write(field.field);
    format_ = outer;
  }
  template <class F>
  void write(const Nested<F>& field) {
    if (depth_ == max_depth) return fail(Fault::limit);
    ++depth_;
    write(field.field);
    --depth_;
  }
  template <class T>
  void write(const UntilEnd<T>& field) {
    elements(field.value);
  }
  template <class N, class T>
  void write(const Sized<N, T>& field) {
    using Value = std::remove_const_t<T>;
    if constexpr (std::is_same_v<Value, Bytes> || std::is_same_v<Value, ByteView>) {
      length<N>(field.value.size());
      append(field.value);
    } else {
      block<N>(field.value);
    }
  }
  template <class N, class F>
  void write(const SizedField<N, F>& field) {
    block<N>(field.field);
  }
  template <class F>
  void write(const When<F>& field) {
    if (field.condition) write(field.field);
  }
  template <class T>
  void write(const Flagged<T>& field) {
    number(static_cast<u8>(field.value.has_value()));
    if (field.value) write(*field.value);
  }
  template <class T>
  void write(const Rest<T>& field) {
    append(field.value);
  }
  template <class T>
  void write(const Raw<T>& field) {
    check(field.value.size() == field.count);
    append(field.value);
  }
  template <class T>
  void write(const AsciiZ<T>& field) {
    if (field.value.find('\0') != std::string::npos) return fail(Fault::invalid);
    append({reinterpret_cast<const u8*>(field.value.data()), field.value.size()});
    number(u8{0});
  }
  template <class N, class T>
  void write(const SizedAsciiZ<N, T>& field) {
    if (field.value.empty()) return number(N{0});
    length<N>(field.value.size() + 1);
    write(ascii_z(field.value));
  }
  template <class T>
  void write(const Utf16Z<T>& field) {
    utf16_z(field.value);
  }
  void write(const Reserved& field) { zeros(field.count); }
  template <class N>
  void write(const Constant<N>& field) {
    number(field.value);
  }

 private:
  void fail(Fault fault, const char* field);
  u8* room(std::size_t count) {
    if (buffer_.size() - size_ < count) grow(count);
    auto* at = buffer_.data() + size_;
    size_ += count;
    return at;
  }
  void grow(std::size_t count);
  void utf16_z(std::u16string_view value);

  template <class N>
  static void put(u8* at, N value) {
    if constexpr (std::endian::native == std::endian::little) {
      std::memcpy(at, &value, sizeof(N));
    } else {
      const auto bytes = std::bit_cast<std::array<u8, sizeof(N)>>(value);
      for (std::size_t i = 0; i < sizeof(N); ++i) at[i] = bytes[sizeof(N) - 1 - i];
    }
  }
  template <class N>
  void length(std::size_t value) {
    if (value > std::numeric_limits<N>::max()) return fail(Fault::too_long);
    number(static_cast<N>(value));
  }
  template <class N, class F>
  void block(const F& field) {
    const auto at = size_;
    const auto* block = field_;
    number(N{});
    write(field);
    const auto size = size_ - at - sizeof(N);
    if (size > std::numeric_limits<N>::max()) return fail(Fault::too_long, block);
    patch(at, static_cast<N>(size));
  }
  template <class T>
  void elements(const T& values) {
    using Element = typename T::value_type;
    if constexpr (is_number<Element> && std::endian::native == std::endian::little) {
      append({reinterpret_cast<const u8*>(values.data()), values.size() * sizeof(Element)});
    } else {
      for (const auto& value : values) write(value);
    }
  }

  Bytes buffer_;  // its size is the memory in hand, size_ what is written
  std::size_t size_ = 0;
  ValueFormat format_ = ValueFormat::rop;
  int depth_ = 0;
  const char* field_ = "";  // under way, or the last
  Failure failure_;
};

template <class T>
Result<Bytes> serialize(const T& value) {
  Writer writer;
  writer.write(value);
  if (!writer.ok()) return writer.failure();
  return writer.take();
}

}  // namespace mapigate::wire
