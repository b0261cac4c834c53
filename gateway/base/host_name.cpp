#include "gateway/base/host_name.hpp"

#include <fmt/core.h>
#include <idn2.h>

#include <algorithm>
#include <memory>

#include "gateway/base/encoding.hpp"

namespace mapigate {

namespace {

struct Idn2Free {
  void operator()(char* text) const { idn2_free(text); }
};
using Idn2String = std::unique_ptr<char, Idn2Free>;

bool is_ldh(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

}  // namespace

Result<std::string> canonical_host_name(std::string_view name, int min_labels) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty()) return Error{"the name is empty"};
  if (name.size() > 1000 || name.find('\0') != name.npos) return Error{"the name is too long"};

  std::string canonical;
  if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    canonical = to_lower(name);
  } else {
    char* converted = nullptr;
    const int code =
        idn2_to_ascii_8z(std::string(name).c_str(), &converted, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
    const Idn2String owner(converted);
    if (code != IDN2_OK) {
      return Error{fmt::format("{} is not a host name: {}", printable(name), idn2_strerror(code))};
    }
    canonical = converted;
  }

  if (canonical.size() > 253) return Error{fmt::format("{} is longer than 253 octets", printable(name))};
  int labels = 0;
  for (std::size_t start = 0; start <= canonical.size();) {
    const std::size_t end = std::min(canonical.find('.', start), canonical.size());
    const std::string_view label = std::string_view(canonical).substr(start, end - start);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
        !std::ranges::all_of(label, is_ldh)) {
      return Error{fmt::format("{} is not a host name (label \"{}\")", printable(name), printable(label))};
    }
    ++labels;
    start = end + 1;
  }
  if (labels < min_labels) return Error{fmt::format("{} has only {} label(s)", canonical, labels)};
  // The last label of a host name is not all digits (RFC 1123 section 2.1): that would be an address.
  if (const auto last = canonical.substr(canonical.rfind('.') + 1);
      std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) {
    return Error{fmt::format("{} is an address, not a host name", canonical)};
  }
  return canonical;
}

std::string display_host_name(const std::string& canonical) {
  if (canonical.find("xn--") == canonical.npos) return canonical;
  char* converted = nullptr;
  const int code = idn2_to_unicode_8z8z(canonical.c_str(), &converted, 0);
  const Idn2String owner(converted);
  return code == IDN2_OK ? std::string(converted) : canonical;
}

Result<std::string> domain_of_address(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == address.npos || at == 0)
    return Error{fmt::format("{} is not an e-mail address", printable(address))};
  return canonical_host_name(address.substr(at + 1));
}

}  // namespace mapigate
