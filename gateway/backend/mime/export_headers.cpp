#include <algorithm>
#include <array>

#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/export_context.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/header_names.hpp"
#include "gateway/backend/mime/header_values.hpp"
#include "gateway/backend/mime/reports.hpp"
#include "gateway/backend/mime/text_entity.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_sets.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::size_t longest_value = std::size_t{1} << 20;

class HeaderExport {
 public:
  HeaderExport(const ExportContext& context, const store::Content& content)
      : context_(context),
        content_(content),
        properties_(content.properties),
        named_(named_properties(context, content.properties)) {}

  std::string run() {
    if (context_.options.transport_headers) read_transport_headers();
    write_people();
    write_times_and_ids();
    write_classification();
    write_named();
    const std::string own = fields_.lines();
    return transport_lines() + own;
  }

 private:
  std::u16string text_value(oxcdata::PropertyTag tag) const {
    auto value = text_of(properties_, tag, longest_value);
    return value ? std::move(*value) : std::u16string();
  }
  std::string utf8_value(oxcdata::PropertyTag tag) const { return wire::to_utf8(text_value(tag)); }
  std::int32_t integer(oxcdata::PropertyTag tag, std::int32_t otherwise) const {
    const auto* value = properties_.get<std::int32_t>(tag);
    return value ? *value : otherwise;
  }
  bool flag(oxcdata::PropertyTag tag) const {
    const auto* value = properties_.get<bool>(tag);
    return value && *value;
  }
  void token(std::string_view name, oxcdata::PropertyTag tag) { fields_.token(name, utf8_value(tag)); }
  void text(std::string_view name, oxcdata::PropertyTag tag) {
    if (const auto value = text_value(tag); !value.empty()) fields_.text(name, value);
  }
  void time(std::string_view name, oxcdata::PropertyTag tag) {
    if (const auto* value = properties_.get<wire::FileTime>(tag)) fields_.date(name, value->ticks);
  }

  // Sections 2.1.3.1.1 to 2.1.3.1.6.
  void write_people() {
    const auto from = address_of(properties_, sent_representing_group);
    const auto by = address_of(properties_, sender_group);
    fields_.addresses("From", {from.email.empty() ? by : from});
    if (!fields_.has("From")) write_transport_field("From");  // of a mail whose sender has no address
    if (!from.email.empty() && !by.email.empty() && !equal_ignoring_case(from.email, by.email))
      fields_.addresses("Sender", {by});
    fields_.addresses("Reply-To", reply_to_of(properties_));
    if (report_kind(text_value(pid_tag_message_class)) == ReportKind::delivery) {
      // Its recipients are those that it reports of.
      const auto representing = address_of(properties_, received_representing_group);
      fields_.addresses(
          "To", {representing.email.empty() ? address_of(properties_, received_by_group) : representing});
      if (!fields_.has("To")) write_transport_field("To");
    } else {
      write_recipients();
    }
    write_receipts(from, by);
  }

  void write_recipients() {
    std::array<std::vector<Address>, 4> of_type;
    for (const store::Recipient& to : content_.recipients) {
      of_type[to.type & 3].push_back(address_of(to.properties, recipient_group));
    }
    fields_.addresses("To", of_type[1]);
    fields_.addresses("Cc", of_type[2]);
    if (context_.options.bcc) fields_.addresses("Bcc", of_type[3]);
  }

  // Sections 2.1.3.1.5 and 2.1.3.1.6.
  void write_receipts(const Address& from, const Address& by) {
    auto to = address_of(properties_, read_receipt_group);
    if (to.email.empty()) to = by.email.empty() ? from : by;
    if (flag(pid_tag_read_receipt_requested)) fields_.addresses("Disposition-Notification-To", {to});
    if (flag(pid_tag_originator_delivery_report_requested)) fields_.addresses("Return-Receipt-To", {to});
  }

  void write_times_and_ids() {
    if (const auto subject = text_value(pid_tag_subject_prefix) + text_value(pid_tag_normalized_subject);
        !subject.empty()) {
      fields_.text("Subject", subject);
    } else {
      text("Subject", pid_tag_subject);
    }
    time("Date", pid_tag_client_submit_time);
    if (!fields_.has("Date") && context_.options.date != 0) fields_.date("Date", context_.options.date);
    token("Message-ID", pid_tag_internet_message_id);
    if (!fields_.has("Message-ID") && context_.depth == 0)
      fields_.token("Message-ID", context_.options.message_id);
    token("In-Reply-To", pid_tag_in_reply_to_id);
    token("References", pid_tag_internet_references);
    text("Thread-Topic", pid_tag_conversation_topic);
    if (const auto* index = properties_.get<wire::Bytes>(pid_tag_conversation_index)) {
      const CText text(g_base64_encode(index->data(), index->size()));
      fields_.token("Thread-Index", to_string(text));
    }
    time("Reply-By", pid_tag_reply_time);
    time("Expires", pid_tag_expiry_time);
    text("List-Help", pid_tag_list_help);
    text("List-Subscribe", pid_tag_list_subscribe);
    text("List-Unsubscribe", pid_tag_list_unsubscribe);
    token("Content-Location", pid_tag_body_content_location);
    if (const auto id = utf8_value(pid_tag_body_content_id); !id.empty())
      fields_.token("Content-ID", "<" + id + ">");
  }

  // Sections 2.1.3.2.4, 2.1.3.2.5, 2.1.3.2.20 and others.
  void write_classification() {
    const auto importance = integer(pid_tag_importance, 1);
    if (importance == 2 || importance == 0) {
      fields_.token("Importance", importance == 2 ? "high" : "low");
      fields_.token("X-Priority", importance == 2 ? "1" : "5");
    }
    constexpr std::array<std::string_view, 4> sensitivities{"", "personal", "private",
                                                            "company-confidential"};
    const auto sensitivity = integer(pid_tag_sensitivity, 0);
    if (sensitivity >= 0 && sensitivity < 4)
      fields_.token("Sensitivity", sensitivities[static_cast<std::size_t>(sensitivity)]);
    const auto suppressed = integer(pid_tag_auto_response_suppress, 0);
    if (suppressed != 0) fields_.token("X-Auto-Response-Suppress", auto_response_suppress_text(suppressed));
    if (const auto* words = named<std::vector<std::u16string>>(pid_name_keywords)) {
      std::u16string joined;
      for (const auto& word : *words) joined += (joined.empty() ? u"" : u", ") + word;
      if (!joined.empty()) fields_.text("Keywords", joined);
    }
    named_text("X-Message-Flag", pid_lid_flag_request);
    if (const auto* classified = named<bool>(pid_lid_classified); classified && *classified)
      fields_.token("X-Microsoft-Classified", "true");
    if (const auto* keep = named<bool>(pid_lid_classification_keep); keep && *keep)
      fields_.token("X-Microsoft-ClassKeep", "true");
    named_text("X-Microsoft-Classification", pid_lid_classification);
    named_text("X-Microsoft-ClassDesc", pid_lid_classification_description);
    named_text("X-Microsoft-ClassID", pid_lid_classification_guid);
  }

  template <class T>
  const T* named(const oxprops::NamedProperty& name) const {
    const auto* property = find_named(named_, name);
    return property ? std::get_if<T>(&property->value) : nullptr;
  }
  void named_text(std::string_view field, const oxprops::NamedProperty& name) {
    if (const auto* value = named<std::u16string>(name); value && !value->empty())
      fields_.text(field, *value);
  }

  // Section 2.1.3.2.16: arbitrary fields, but for those that a property of its own stands for.
  void write_named() {
    for (const auto& [name, property] : named_) {
      if (oxcdata::type_of(property->tag) != oxcdata::PropertyType::string) continue;
      if (name.kind != oxcdata::PropertyName::Kind::name || name.guid != ps_internet_headers) continue;
      const auto field = wire::to_utf8(name.name);
      const auto known = known_field(field);
      const bool free = known == KnownField::none || known == KnownField::content_class;
      const bool is_name = field.find(':') == std::string::npos && classify(field + ":") == HeaderLine::field;
      if (!free || !is_name || is_reserved_name(field) || fields_.has(field) || transport_.contains(field))
        continue;
      if (const auto value = text_value(property->tag); !value.empty()) fields_.text(field, value);
    }
  }

  void read_transport_headers() {
    transport_ = HeaderFields(utf8_value(pid_tag_transport_message_headers), '\n');
  }

  // What is in the transport headers alone. It comes first, as trace fields do.
  std::string transport_lines() {
    HeaderWriter lines;
    for (const HeaderField& field : transport_.all()) {
      const auto known = known_field(field.name);
      const bool free = known == KnownField::none || known == KnownField::trace ||
                        known == KnownField::received || known == KnownField::content_class;
      if (free && !fields_.has(field.name)) write_field(lines, field);
    }
    return lines.lines();
  }
  void write_transport_field(std::string_view name) {
    for (const HeaderField& field : transport_.all()) {
      if (equal_ignoring_case(field.name, name)) write_field(fields_, field);
    }
  }
  static void write_field(HeaderWriter& lines, const HeaderField& field) {
    const auto value = refolded(field.value);
    if (is_seven_bit(value)) {
      lines.raw(field.name, std::string(field.name) + ":" + value + "\r\n");
    } else {
      lines.text(field.name, wire::to_utf16(unfolded(value, "utf-8", western_code_page)));
    }
  }

  const ExportContext& context_;
  const store::Content& content_;
  const store::Properties& properties_;
  NamedProperties named_;
  HeaderFields transport_;
  HeaderWriter fields_;
};

}  // namespace

NamedProperties named_properties(const ExportContext& context, const store::Properties& properties) {
  NamedProperties named;
  for (const store::Property& property : properties.all()) {
    const auto id = oxcdata::id_of(property.tag);
    if (id < 0x8000) continue;
    if (auto name = context.property_names(id)) named.emplace_back(std::move(*name), &property);
  }
  return named;
}

const store::Property* find_named(const NamedProperties& named, const oxprops::NamedProperty& name) {
  for (const auto& [found, property] : named) {
    const bool same = oxcdata::type_of(property->tag) == name.type && found.guid == name.property_set &&
                      (found.kind == oxcdata::PropertyName::Kind::name
                           ? equal_ignoring_case(wire::to_utf8(found.name), wire::to_utf8(name.name))
                           : name.name.empty() && found.lid == name.lid);
    if (same) return property;
  }
  return nullptr;
}

std::string export_headers(const ExportContext& context, const store::Content& content) {
  return HeaderExport(context, content).run();
}

}  // namespace mapigate::mime
