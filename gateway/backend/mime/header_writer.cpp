#include "gateway/backend/mime/header_writer.hpp"

#include <algorithm>

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

const GMimeFormatOptions* new_format() {
  GMimeFormatOptions* format = g_mime_format_options_new();
  g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_format_options_set_param_encoding_method(format, GMIME_PARAM_ENCODING_METHOD_RFC2231);
  return format;
}

// GMime only reads it.
GMimeFormatOptions* format() {
  static const GMimeFormatOptions* const options = new_format();
  return const_cast<GMimeFormatOptions*>(options);
}

std::string without_controls(std::string_view value) {
  std::string line(trimmed(value));
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return line;
}

// Folds at blanks alone: those that are put back together are what they were (RFC 5322 section 2.2.3). A line
// without one may be longer than it should be, up to what is allowed.
std::string folded(std::string_view name, std::string_view value) {
  constexpr std::size_t wanted = 76;
  std::string lines = std::string(name) + ":";
  std::size_t used = lines.size();
  for (std::size_t begin = 0; begin <= value.size();) {
    auto end = value.find(' ', begin);
    // A row of blanks stays together.
    while (end != std::string_view::npos && end + 1 < value.size() && value[end + 1] == ' ')
      end = value.find(' ', value.find_first_not_of(' ', end));
    end = std::min(end, value.size());
    const auto word = value.substr(begin, end - begin);
    const bool fold = begin > 0 && used + 1 + word.size() > wanted;
    lines.append(fold ? "\r\n " : " ").append(word);
    used = (fold ? 0 : used) + 1 + word.size();
    begin = end + 1;
  }
  return lines + "\r\n";
}

bool has_long_word(std::string_view text) {
  constexpr std::size_t longest_word = 900;
  std::size_t word = 0;
  for (const char c : text) {
    word = c == ' ' ? 0 : word + 1;
    if (word > longest_word) return true;
  }
  return false;
}

// All of it in encoded words, RFC 2047, each of whole characters.
std::string in_encoded_words(std::string_view utf8) {
  constexpr std::size_t bytes_of_word = 45;  // 75 characters
  std::string words;
  while (!utf8.empty()) {
    auto size = std::min(bytes_of_word, utf8.size());
    while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0) == 0x80) --size;
    const CText base64(g_base64_encode(reinterpret_cast<const guchar*>(utf8.data()), size));
    words += (words.empty() ? "=?utf-8?B?" : " =?utf-8?B?") + to_string(base64) + "?=";
    utf8.remove_prefix(size);
  }
  return words;
}

// GMime folds some values with LF.
std::string with_crlf(std::string_view lines) {
  std::string result;
  for (const char c : trimmed(lines)) {
    if (c == '\n' && !result.ends_with('\r')) result += '\r';
    result += c;
  }
  return result;
}

}  // namespace

bool HeaderWriter::has(std::string_view name) const { return names_.contains(lower_case(name)); }

void HeaderWriter::raw(std::string_view name, std::string_view lines) {
  names_.insert(lower_case(name));
  lines_ += lines;
}

void HeaderWriter::text(std::string_view name, std::u16string_view value) {
  const auto line = without_controls(wire::to_utf8(value));
  // What looks like an encoded word and is none would be taken for one.
  if (has_long_word(line) || line.find("=?") != std::string::npos)
    return raw(name, folded(name, in_encoded_words(line)));
  raw(name, folded(name, to_string(CText(g_mime_utils_header_encode_text(format(), line.c_str(), "utf-8")))));
}

void HeaderWriter::token(std::string_view name, std::string_view value) {
  const auto line = without_controls(value);
  if (line.empty()) return;
  if (!is_ascii(line) || has_long_word(line) || line.find("=?") != std::string::npos)
    return text(name, wire::to_utf16(line));
  raw(name, folded(name, line));
}

void HeaderWriter::date(std::string_view name, store::Time time) {
  raw(name, folded(name, formatted_date(time)));
}

void HeaderWriter::addresses(std::string_view name, const std::vector<Address>& addresses) {
  const Object<InternetAddressList> list(internet_address_list_new());
  for (const Address& address : addresses) {
    if (address.email.empty()) continue;
    const auto email = without_controls(address.email);
    auto shown = without_controls(wire::to_utf8(address.name));
    if (shown == email) shown.clear();  // it says nothing that the address does not say
    // One of this host alone is taken for a part of the next one's name if it stands without brackets.
    if (shown.empty() && email.find('@') == std::string::npos) shown = email;
    const Object<InternetAddress> entry(
        internet_address_mailbox_new(shown.empty() ? nullptr : shown.c_str(), email.c_str()));
    internet_address_set_charset(entry.get(), "utf-8");
    internet_address_list_add(list.get(), entry.get());
  }
  if (internet_address_list_length(list.get()) == 0) return;
  GString* field = g_string_new((std::string(name) + ": ").c_str());
  internet_address_list_encode(list.get(), format(), field);
  const auto lines = with_crlf({field->str, field->len});
  g_string_free(field, TRUE);
  raw(name, lines + "\r\n");
}

std::string content_type(std::string_view media_type, std::string_view charset, std::string_view name) {
  const Object<GMimeContentType> type(
      g_mime_content_type_parse(nullptr, without_controls(media_type).c_str()));
  if (!charset.empty())
    g_mime_content_type_set_parameter(type.get(), "charset", without_controls(charset).c_str());
  if (!name.empty()) {
    g_mime_content_type_set_parameter(type.get(), "name", without_controls(name).c_str());
    // For readers that do not know RFC 2231; the disposition has the name after it.
    GMimeParam* parameter =
        g_mime_param_list_get_parameter(g_mime_content_type_get_parameters(type.get()), "name");
    g_mime_param_set_encoding_method(parameter, GMIME_PARAM_ENCODING_METHOD_RFC2047);
  }
  return with_crlf(to_string(CText(g_mime_content_type_encode(type.get(), format()))));
}

std::string content_disposition(std::string_view type, std::string_view file_name, store::Time created,
                                store::Time modified) {
  const Object<GMimeContentDisposition> disposition(g_mime_content_disposition_new());
  g_mime_content_disposition_set_disposition(disposition.get(), std::string(type).c_str());
  const auto set = [&](const char* name, const std::string& value) {
    g_mime_content_disposition_set_parameter(disposition.get(), name, value.c_str());
  };
  if (!file_name.empty()) set("filename", without_controls(file_name));
  if (created != 0) set("creation-date", formatted_date(created));
  if (modified != 0) set("modification-date", formatted_date(modified));
  return with_crlf(to_string(CText(g_mime_content_disposition_encode(disposition.get(), format()))));
}

std::string formatted_date(store::Time time) {
  constexpr std::int64_t unix_epoch = 11644473600;
  constexpr std::int64_t last = 253402300799;  // the end of the year 9999, beyond which GLib has no dates
  const auto seconds = std::min(static_cast<std::int64_t>(time / 10'000'000) - unix_epoch, last);
  GDateTime* date = g_date_time_new_from_unix_utc(seconds);
  if (date == nullptr) return {};
  std::string text = to_string(CText(g_mime_utils_header_format_date(date)));
  g_date_time_unref(date);
  return text;
}

}  // namespace mapigate::mime
