#include "protocol/decode/text.hpp"

#include <charconv>
#include <cstdio>
#include <ctime>

#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::decode {

namespace {

std::string named(std::string_view name, std::string number) {
  if (name.empty()) return number;
  return std::string(name) + " (" + number + ")";
}

std::string quoted(std::string_view text, bool bytes) {
  std::string out = "\"";
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (character == '"' || character == '\\') {
      out += '\\';
      out += character;
    } else if (byte < 0x20 || byte == 0x7F || (bytes && byte > 0x7F)) {
      char escaped[sizeof "\\xNN"];
      std::snprintf(escaped, sizeof escaped, "\\x%02X", byte);
      out += escaped;
    } else {
      out += character;
    }
  }
  return out + '"';
}

}  // namespace

std::string hexadecimal(std::uint64_t number, int digits) {
  char text[2 + 16 + 1];
  std::snprintf(text, sizeof text, "0x%0*llX", digits, static_cast<unsigned long long>(number));
  return text;
}

std::string text_of(bool value) { return value ? "true" : "false"; }

std::string text_of(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string text_of(oxcdata::ErrorCode code) { return to_string(code); }

std::string text_of(oxcdata::PropertyTag tag) {
  auto text = hexadecimal(static_cast<std::uint32_t>(tag), 8);
  if (is_named(tag)) return text;  // what it means is the mailbox's own
  if (const auto name = oxprops::name(tag); !name.empty()) text.append(" ").append(name);
  return text;
}

std::string text_of(oxcdata::PropertyType type) {
  return named(name(type), hexadecimal(static_cast<std::uint16_t>(type), 4));
}

std::string text_of(oxcrops::RopId id) {
  return named(name(id), hexadecimal(static_cast<std::uint8_t>(id), 2));
}

std::string text_of(const std::string& text) { return quoted(text, true); }

std::string text_of(const std::u16string& text) { return quoted(wire::to_utf8(text), false); }

std::string text_of(wire::ByteView bytes) {
  auto text = std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes");
  if (!bytes.empty()) text += ':';
  text.reserve(text.size() + 3 * bytes.size());
  static constexpr char digits[] = "0123456789ABCDEF";
  for (const auto byte : bytes) {
    text += ' ';
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string text_of(const wire::Guid& guid) { return guid.braced(); }

std::string text_of(wire::FileTime time) {
  constexpr wire::u64 per_second = 10'000'000;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time());
  const std::time_t posix = seconds.time_since_epoch().count();
  std::tm parts{};
  gmtime_r(&posix, &parts);
  char text[64];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%07lluZ",
                static_cast<unsigned long long>(time.ticks % per_second));
  return text;
}

std::string text_of(oxcdata::Currency value) {
  return text_of(static_cast<double>(value.ten_thousandths) / 10'000);
}

std::string text_of_id(std::uint64_t id) {
  const auto number = static_cast<oxcdata::FolderId>(id);
  char text[32];
  std::snprintf(text, sizeof text, "%u-%012llX", static_cast<unsigned>(replica_id(number)),
                static_cast<unsigned long long>(oxcdata::to_number(counter_of(number))));
  return text;
}

}  // namespace mapigate::decode
