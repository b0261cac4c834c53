#include "gateway/mailbox/value_order.hpp"

#include <algorithm>
#include <bit>
#include <concepts>

#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyType;

namespace {

constexpr wire::u16 multiple_flags = oxcdata::multivalue_flag | oxcdata::multivalue_instance_flag;

void big_endian(std::string& out, std::unsigned_integral auto number) {
  for (std::size_t shift = sizeof(number) * 8; shift > 0; shift -= 8) {
    out += static_cast<char>(number >> (shift - 8) & 0xFF);
  }
}

std::string_view view(const wire::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Makes the key of a single value.
struct Key {
  TextKeys texts;
  std::string& scratch;

  std::string_view integer(std::int64_t number) const {
    big_endian(scratch, std::bit_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63));
    return scratch;
  }
  // In the order of IEEE 754 totalOrder.
  std::string_view real(double number) const {
    const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
    const std::uint64_t sign = std::uint64_t{1} << 63;
    big_endian(scratch, (bits & sign) != 0 ? ~bits : bits | sign);
    return scratch;
  }

  std::string_view operator()(wire::i16 value) const { return integer(value); }
  std::string_view operator()(wire::i32 value) const { return integer(value); }
  std::string_view operator()(wire::i64 value) const { return integer(value); }
  std::string_view operator()(oxcdata::Currency value) const { return integer(value.ten_thousandths); }
  std::string_view operator()(float value) const { return real(value); }
  std::string_view operator()(double value) const { return real(value); }
  std::string_view operator()(oxcdata::FloatingTime value) const { return real(value.days); }
  std::string_view operator()(bool value) const { return scratch.assign(1, value ? '\1' : '\0'); }
  std::string_view operator()(oxcdata::ErrorCode value) const {
    big_endian(scratch, static_cast<std::uint32_t>(value));
    return scratch;
  }
  std::string_view operator()(wire::FileTime value) const {
    big_endian(scratch, value.ticks);
    return scratch;
  }
  std::string_view operator()(const wire::Guid& value) const {
    scratch.assign(value.bytes.begin(), value.bytes.end());
    return scratch;
  }
  std::string_view operator()(const oxcdata::ServerId& value) const {
    scratch += value.ours ? '\1' : '\0';
    big_endian(scratch, static_cast<std::uint64_t>(value.folder_id));
    big_endian(scratch, static_cast<std::uint64_t>(value.message_id));
    big_endian(scratch, value.instance);
    scratch += view(value.client_data);
    return scratch;
  }
  std::string_view operator()(const std::u16string& value) const {
    std::u16string folded;
    append_folded(folded, value, texts.folding, texts.limit);
    scratch = wire::to_utf8(folded);
    // Not at the beginning of a character: only keys cut at the same place keep their order.
    if (scratch.size() > texts.limit) scratch.resize(texts.limit);
    return scratch;
  }
  std::string_view operator()(const wire::Bytes& value) const { return view(value); }
  std::string_view operator()(const auto&) const { return {}; }
};

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = !std::same_as<T, std::uint8_t>;

}  // namespace

ValueFamily family_of(PropertyType type) {
  switch (static_cast<PropertyType>(static_cast<wire::u16>(type) & ~multiple_flags)) {
    case PropertyType::integer16:
    case PropertyType::integer32:
    case PropertyType::integer64:
    case PropertyType::currency:
      return ValueFamily::integer;
    case PropertyType::floating32:
    case PropertyType::floating64:
    case PropertyType::floating_time:
      return ValueFamily::real;
    case PropertyType::boolean:
      return ValueFamily::boolean;
    case PropertyType::error_code:
      return ValueFamily::error_code;
    case PropertyType::time:
      return ValueFamily::time;
    case PropertyType::string:
    case PropertyType::string8:
      return ValueFamily::text;
    case PropertyType::guid:
      return ValueFamily::guid;
    case PropertyType::server_id:
      return ValueFamily::server_id;
    case PropertyType::binary:
      return ValueFamily::binary;
    default:
      return ValueFamily::none;
  }
}

bool is_multiple(PropertyType type) { return (static_cast<wire::u16>(type) & oxcdata::multivalue_flag) != 0; }

std::size_t value_count(const oxcdata::PropertyValue& value) {
  return std::visit(
      [](const auto& it) -> std::size_t {
        using T = std::remove_cvref_t<decltype(it)>;
        if constexpr (std::same_as<T, std::monostate>) {
          return 0;
        } else if constexpr (is_list<T>) {
          return it.size();
        } else {
          return 1;
        }
      },
      value);
}

std::string_view value_key(const oxcdata::PropertyValue& value, std::size_t index, TextKeys texts,
                           std::string& scratch) {
  scratch.clear();
  const Key key{texts, scratch};
  return std::visit(
      [&](const auto& it) -> std::string_view {
        if constexpr (is_list<std::remove_cvref_t<decltype(it)>>) {
          return index < it.size() ? key(it[index]) : std::string_view();
        } else {
          return key(it);
        }
      },
      value);
}

}  // namespace mapigate::mailbox
