#include "tests/unit/mime/mail.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

// Line ends and blanks at the end of a text are no matter.
std::string comparable(std::string text) {
  std::erase(text, '\r');
  while (text.ends_with('\n') || text.ends_with(' ')) text.pop_back();
  return text;
}

std::string shown(const store::Property& property) {
  const auto& value = property.value;
  if (const auto* number = std::get_if<std::int32_t>(&value)) return std::to_string(*number);
  if (const auto* on = std::get_if<bool>(&value)) return *on ? "true" : "false";
  if (const auto* time = std::get_if<wire::FileTime>(&value)) return std::to_string(time->ticks / 10'000'000);
  if (const auto* words = std::get_if<std::vector<std::u16string>>(&value)) {
    std::string all;
    for (const auto& word : *words) all += wire::to_utf8(word) + "|";
    return all;
  }
  store::Properties one;
  one.set(property);
  const bool is_text = oxcdata::type_of(property.tag) == oxcdata::PropertyType::string;
  return comparable(is_text ? text(one, property.tag) : bytes(one, property.tag));
}

void add(const store::Properties& properties, const std::string& prefix, std::vector<std::string>& lines,
         Mail& mail, const std::set<std::uint16_t>& left_out) {
  for (const store::Property& property : properties.all()) {
    const auto id = oxcdata::id_of(property.tag);
    if (left_out.contains(id)) continue;
    std::string name(oxprops::name(property.tag));
    if (id >= 0x8000) {
      const auto found = mail.property_names()(id);
      name = found->kind == oxcdata::PropertyName::Kind::name ? lower_case(wire::to_utf8(found->name))
                                                              : std::to_string(found->lid);
    }
    lines.push_back(prefix + name + ": " + shown(property));
  }
}

void add(const store::Content& content, const std::string& prefix, std::vector<std::string>& lines,
         Mail& mail) {
  // Transport headers are those of the mail that it came in; the code page is a wish.
  add(content.properties, prefix, lines, mail,
      {oxcdata::id_of(oxprops::pid_tag_transport_message_headers),
       oxcdata::id_of(oxprops::pid_tag_internet_codepage)});
  for (const auto& recipient : content.recipients) {
    add(recipient.properties, fmt::format("{}recipient {} {} ", prefix, recipient.row_id, recipient.type),
        lines, mail, {});
  }
  for (const auto& attachment : content.attachments) {
    const auto inner = fmt::format("{}attachment {} ", prefix, attachment.number);
    add(attachment.properties, inner, lines, mail,
        {oxcdata::id_of(oxprops::pid_tag_text_attachment_charset)});
    if (attachment.embedded) add(*attachment.embedded, inner, lines, mail);
  }
}

}  // namespace

std::string vector_file(std::string_view name) {
  return fakes::read_file(std::string(MAPIGATE_TEST_VECTORS) + "/mime/" + std::string(name));
}

std::uint16_t Mail::id_of(const oxcdata::PropertyName& name) {
  const auto found = std::ranges::find(names_, name);
  if (found != names_.end()) return static_cast<std::uint16_t>(0x8000 + (found - names_.begin()));
  names_.push_back(name);
  return static_cast<std::uint16_t>(0x8000 + names_.size() - 1);
}

PropertyIds Mail::property_ids() {
  return [this](const oxcdata::PropertyName& name) { return id_of(name); };
}

PropertyNames Mail::property_names() {
  return [this](std::uint16_t id) -> std::optional<oxcdata::PropertyName> {
    if (id < 0x8000 || id - 0x8000u >= names_.size()) return std::nullopt;
    return names_[id - 0x8000u];
  };
}

store::Content Mail::import_file(std::string_view name, const ImportOptions& options) {
  return import_text(vector_file(name), options);
}

store::Content Mail::import_text(std::string_view mail, ImportOptions options) {
  options.spool_folder = folder_.path();
  const auto source = store::memory_value({mail.begin(), mail.end()});
  auto content = to_content(*source, options, property_ids());
  if (!content) throw std::runtime_error(content.error().message);
  return std::move(*content);
}

std::string Mail::export_text(const store::Content& content, const ExportOptions& options) {
  std::string mail;
  const auto written =
      to_mime(content, property_names(), options, [&](std::string_view piece) -> store::StoreResult<void> {
        mail += piece;
        return {};
      });
  if (!written) throw std::runtime_error(written.error().message);
  return mail;
}

std::string Mail::named_header(const store::Content& content, std::string_view name) {
  for (const auto& property : content.properties.all()) {
    const auto found = property_names()(oxcdata::id_of(property.tag));
    if (found && found->guid == oxprops::ps_internet_headers &&
        equal_ignoring_case(wire::to_utf8(found->name), name)) {
      return text(content.properties, property.tag);
    }
  }
  return {};
}

std::string text(const store::Properties& properties, oxcdata::PropertyTag tag) {
  if (!properties.find(oxcdata::id_of(tag))) return "(none)";
  return wire::to_utf8(text_of(properties, tag, 1 << 24).value());
}

std::string bytes(const store::Properties& properties, oxcdata::PropertyTag tag) {
  if (!properties.find(oxcdata::id_of(tag))) return "(none)";
  return bytes_of(properties, tag, 1 << 26).value();
}

std::int32_t integer(const store::Properties& properties, oxcdata::PropertyTag tag) {
  const auto* value = properties.get<std::int32_t>(tag);
  return value ? *value : -12345;
}

bool flag(const store::Properties& properties, oxcdata::PropertyTag tag) {
  const auto* value = properties.get<bool>(tag);
  return value && *value;
}

std::string time(const store::Properties& properties, oxcdata::PropertyTag tag) {
  const auto* value = properties.get<wire::FileTime>(tag);
  if (!value) return "(none)";
  const auto seconds = static_cast<std::time_t>(value->ticks / 10'000'000 - 11644473600);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string body(const store::Content& content) { return text(content, oxprops::pid_tag_body); }
std::string html(const store::Content& content) { return bytes(content, oxprops::pid_tag_html); }
std::string message_class(const store::Content& content) {
  return text(content, oxprops::pid_tag_message_class);
}
std::string subject(const store::Content& content) {
  return text(content, oxprops::pid_tag_subject_prefix) + text(content, oxprops::pid_tag_normalized_subject);
}
std::string data(const store::Attachment& attachment) {
  return bytes(attachment.properties, oxprops::pid_tag_attach_data_binary);
}
std::string file_name(const store::Attachment& attachment) {
  return text(attachment.properties, oxprops::pid_tag_attach_long_filename);
}

std::vector<std::string> recipients(const store::Content& content, int type) {
  std::vector<std::string> all;
  for (const auto& recipient : content.recipients) {
    if (recipient.type != type) continue;
    all.push_back(text(recipient.properties, oxprops::pid_tag_display_name) + " <" +
                  text(recipient.properties, oxprops::pid_tag_smtp_address) + ">");
  }
  return all;
}

std::vector<std::string> file_names(const store::Content& content) {
  std::vector<std::string> all;
  for (const auto& attachment : content.attachments) all.push_back(file_name(attachment));
  return all;
}

std::vector<std::string> summary(const store::Content& content, Mail& mail) {
  std::vector<std::string> lines;
  add(content, "", lines, mail);
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> difference(const store::Content& first, const store::Content& second, Mail& mail) {
  constexpr std::size_t enough = 200;
  const auto a = summary(first, mail);
  const auto b = summary(second, mail);
  std::vector<std::string> lines;
  std::ranges::set_difference(a, b, std::back_inserter(lines));
  for (auto& line : lines) line = "- " + line.substr(0, enough);
  const auto removed = lines.size();
  std::ranges::set_difference(b, a, std::back_inserter(lines));
  for (auto i = removed; i < lines.size(); ++i) lines[i] = "+ " + lines[i].substr(0, enough);
  return lines;
}

}  // namespace mapigate::mime
