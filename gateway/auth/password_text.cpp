#include "gateway/auth/password_text.hpp"

#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "gateway/base/encoding.hpp"

namespace mapigate::auth {

namespace {

// windows-1252 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); the rest is ISO
// 8859-1.
constexpr char16_t windows_1252[32] = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                       0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

// A buffer of libunistring's, wiped before it is freed.
template <class Unit>
class Buffer {
 public:
  Buffer(Unit* data, std::size_t size) : data_(data), size_(size) {}
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  ~Buffer() {
    if (!data_) return;
    sodium_memzero(data_, size_ * sizeof(Unit));
    std::free(data_);
  }

  explicit operator bool() const { return data_ != nullptr; }
  Unit* data() const { return data_; }
  std::size_t size() const { return size_; }

 private:
  Unit* data_;
  std::size_t size_;
};

}  // namespace

Secret text_of_client_bytes(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return Secret(bytes);
  std::vector<char> text;
  text.reserve(bytes.size() * 3);  // never grows, so that it leaves no copy
  for (char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    const char32_t point = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80] : byte;
    if (point < 0x80) {
      text.push_back(c);
    } else if (point < 0x800) {
      text.push_back(static_cast<char>(0xC0 | point >> 6));
      text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    } else {
      text.push_back(static_cast<char>(0xE0 | point >> 12));
      text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
      text.push_back(static_cast<char>(0x80 | (point & 0x3F)));
    }
  }
  Secret secret(std::string_view(text.data(), text.size()));
  sodium_memzero(text.data(), text.size());
  return secret;
}

Secret canonical_password(std::string_view password) {
  const bool ascii =
      std::ranges::all_of(password, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii || !is_valid_utf8(password)) return Secret(password);

  std::size_t length = 0;
  std::uint32_t* raw =
      u8_to_u32(reinterpret_cast<const std::uint8_t*>(password.data()), password.size(), nullptr, &length);
  const Buffer<std::uint32_t> points(raw, length);
  if (!points) throw std::bad_alloc();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (uc_is_general_category(points.data()[i], UC_SPACE_SEPARATOR)) points.data()[i] = ' ';
  }
  raw = u32_normalize(UNINORM_NFC, points.data(), points.size(), nullptr, &length);
  const Buffer<std::uint32_t> composed(raw, length);
  if (!composed) throw std::bad_alloc();
  std::uint8_t* octets = u32_to_u8(composed.data(), composed.size(), nullptr, &length);
  const Buffer<std::uint8_t> text(octets, length);
  if (!text) throw std::bad_alloc();
  return Secret(std::string_view(reinterpret_cast<const char*>(text.data()), text.size()));
}

Result<void> check_new_password(std::string_view password) {
  if (!is_valid_utf8(password)) return Error{"the password is not valid UTF-8"};
  if (password.size() < 8) return Error{"the password is shorter than 8 characters"};
  if (password.size() > 512) return Error{"the password is longer than 512 octets"};
  if (std::ranges::any_of(password,
                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; })) {
    return Error{"the password has a control character in it"};
  }
  return {};
}

}  // namespace mapigate::auth
