#pragma once

// The vocabulary in which a structure is described once, for reading and for writing:
//
//   struct ConnectRequest {
//     std::string user_dn;
//     u32 flags = 0;
//     Bytes auxiliary_buffer;
//
//     static void fields(auto& self, auto& archive) {
//       archive("UserDn", wire::ascii_z(self.user_dn));
//       archive("Flags", self.flags);
//       archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
//     }
//   };
//
// `archive` is a Reader or a Writer; `self` is const when it is a Writer. A field is a number, an
// enumeration with a fixed underlying type, a bool (one byte), a std::array, another described structure, or
// one of the wrappers below. Names are those of the specification; they end up in failures and in decoders'
// output.

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "protocol/wire/bytes.hpp"

namespace mapigate::wire {

// A count of N, then that many elements: std::vector of any field type.
template <class N, class T>
struct Counted {
  T& value;
};
template <class N, class T>
Counted<N, T> counted(T& value) {
  return {value};
}

// Elements without a count before them: the count stands in another field, or the elements fill the block.
template <class T>
struct Repeated {
  T& value;
  std::size_t count;
};
template <class T>
Repeated<T> repeated(std::size_t count, T& value) {
  return {value, count};
}
template <class T>
struct UntilEnd {
  T& value;
};
template <class T>
UntilEnd<T> until_end(T& value) {
  return {value};
}

// The same two where an element alone does not know how it is read: `visit(element, archive)` says so, as the
// fields() of a structure does, from what stands around it.
template <class N, class T, class F>
struct CountedWith {
  T& value;
  F visit;
};
template <class N, class T, class F>
CountedWith<N, T, F> counted_with(T& value, F visit) {
  return {value, std::move(visit)};
}
template <class T, class F>
struct RepeatedWith {
  T& value;
  std::size_t count;
  F visit;
};
template <class T, class F>
RepeatedWith<T, F> repeated_with(std::size_t count, T& value, F visit) {
  return {value, count, std::move(visit)};
}

// A byte count of N, then a block of that size: Bytes, ByteView, or a described structure, which must use up
// the block exactly.
template <class N, class T>
struct Sized {
  T& value;
};
template <class N, class T>
Sized<N, T> sized(T& value) {
  return {value};
}

// The same around a field of any other kind: sized_field<u32>(utf16_z(text)).
template <class N, class F>
struct SizedField {
  F field;
};
template <class N, class F>
SizedField<N, F> sized_field(F&& field) {
  return {std::forward<F>(field)};
}

// Present only where the condition holds; otherwise the value stays as it is and nothing is written.
template <class F>
struct When {
  bool condition;
  F field;
};
template <class F>
When<F> when(bool condition, F&& field) {
  return {condition, std::forward<F>(field)};
}

// A std::variant of which something read before says what it holds: the alternative of that index. An index
// beyond the last is invalid; so is, when writing, another index than that of the value.
template <class T>
struct Alternative {
  T& value;
  std::size_t index;
};
template <class T>
Alternative<T> alternative(std::size_t index, T& value) {
  return {value, index};
}

// How property values are written where a structure says no more than "a value" (MS-OXCDATA section 2.11.1,
// MS-OXCMAPIHTTP section 2.2.1.1, MS-OXCFXICS section 2.2.4.1.3). It holds for everything inside a field.
enum class ValueFormat : u8 {
  rop,            // ROP buffers: byte counts have 16 bits
  wide,           // extended rules: all counts have 32 bits
  address_book,   // address book requests: 32 bits, and a byte that says whether there is a value
  fast_transfer,  // FastTransfer streams: 32 bits, before strings too; a Boolean has two bytes
};
template <class F>
struct InFormat {
  ValueFormat format;
  F field;
};
template <class F>
InFormat<F> in_format(ValueFormat format, F&& field) {
  return {format, std::forward<F>(field)};
}

// A field of a structure that can contain itself. Where it does so more than max_depth times the reader fails
// with Fault::limit.
template <class F>
struct Nested {
  F field;
};
template <class F>
Nested<F> nested(F&& field) {
  return {std::forward<F>(field)};
}
inline constexpr int max_depth = 64;

// One byte, nonzero where the value follows.
template <class T>
struct Flagged {
  T& value;  // std::optional
};
template <class T>
Flagged<T> flagged(T& value) {
  return {value};
}

// Everything up to the end of the enclosing block: Bytes or ByteView.
template <class T>
struct Rest {
  T& value;
};
template <class T>
Rest<T> rest(T& value) {
  return {value};
}

// `count` bytes without a length of their own: Bytes or ByteView.
template <class T>
struct Raw {
  T& value;
  std::size_t count;
};
template <class T>
Raw<T> raw(std::size_t count, T& value) {
  return {value, count};
}

// Eight-bit characters and a zero byte. The characters are not interpreted: those above 0x7F belong to
// whatever code page the section names.
template <class T>
struct AsciiZ {
  T& value;  // std::string
};
template <class T>
AsciiZ<T> ascii_z(T& value) {
  return {value};
}

// The same after a byte count of N that includes the zero byte. Count 0 is the empty string.
template <class N, class T>
struct SizedAsciiZ {
  T& value;  // std::string
};
template <class N, class T>
SizedAsciiZ<N, T> sized_ascii_z(T& value) {
  return {value};
}

// UTF-16LE code units and a zero code unit. Held as they are (see utf16.hpp), since clients do send unpaired
// surrogates and a value must come back as it was stored.
template <class T>
struct Utf16Z {
  T& value;  // std::u16string
};
template <class T>
Utf16Z<T> utf16_z(T& value) {
  return {value};
}

// Bytes that are ignored when read and zero when written: Reserved, Padding.
struct Reserved {
  std::size_t count;
};
inline Reserved reserved(std::size_t count) { return {count}; }

// A field that can have only one value.
template <class N>
struct Constant {
  N value;
};
template <class N>
Constant<N> constant(std::type_identity_t<N> value) {
  return {value};
}

template <class T>
inline constexpr bool is_number = std::is_arithmetic_v<T> || std::is_enum_v<T>;

}  // namespace mapigate::wire
