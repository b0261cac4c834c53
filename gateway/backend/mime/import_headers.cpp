#include "gateway/backend/mime/import_headers.hpp"

#include <algorithm>
#include <set>

#include "gateway/backend/mime/addresses.hpp"
#include "gateway/backend/mime/base64.hpp"
#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/content_ids.hpp"
#include "gateway/backend/mime/encoded_words.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_names.hpp"
#include "gateway/backend/mime/header_values.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_sets.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::uint32_t mail_user = 6;            // PidTagObjectType, [MS-OXOABK] section 2.2.3.10
constexpr std::uint32_t followup_flagged = 2;     // PidTagFlagStatus, [MS-OXOFLAG] section 2.2.1.1
constexpr std::size_t longest_header_name = 126;  // of a named property, [MS-OXCDATA] section 2.6.1
constexpr std::size_t longest_conversation_index = 4096;

class HeaderImport {
 public:
  HeaderImport(const ImportContext& context, store::Content& content)
      : context_(context), content_(content), properties_(content.properties) {}

  void run(const HeaderFields& fields) {
    for (const HeaderField& field : fields.all()) {
      const auto known = known_field(field.name);
      // Of what may occur once the first counts.
      const bool repeatable = known == KnownField::to || known == KnownField::cc ||
                              known == KnownField::bcc || known == KnownField::keywords ||
                              known == KnownField::none;
      if (known == KnownField::structure || known == KnownField::trace) continue;
      if (!repeatable && !seen_.insert(known).second) continue;
      if (known == KnownField::none) {
        import_named(field);
      } else {
        import_known(known, unfolded(field.value, context_.charset, context_.options.default_code_page));
      }
    }
    complete();
    import_transport_headers(fields);
  }

 private:
  void set_integer(oxcdata::PropertyTag tag, std::int32_t value) { properties_.set(tag, value); }
  void set_string(oxcdata::PropertyTag tag, const std::string& value) {
    if (!value.empty()) set_text(properties_, tag, decoded_text(value));
  }
  void set_time(oxcdata::PropertyTag tag, const std::string& value) {
    if (const auto time = parse_date(value)) properties_.set(tag, wire::FileTime{*time});
  }

  void import_known(KnownField field, const std::string& value) {
    switch (field) {
      case KnownField::from:
        return import_address(sent_representing_group, value);
      case KnownField::sender:
        return import_address(sender_group, value);
      case KnownField::to:
        return import_recipients(1, value);
      case KnownField::cc:
        return import_recipients(2, value);
      case KnownField::bcc:
        return import_recipients(3, value);
      case KnownField::reply_to:
        return set_reply_to(properties_, parse_addresses(value, context_.options.max_recipients));
      case KnownField::subject:
        return import_subject(decoded_text(value));
      case KnownField::date:
        return set_time(pid_tag_client_submit_time, value);
      case KnownField::received: {
        const auto semicolon = value.rfind(';');
        if (semicolon != std::string::npos)
          set_time(pid_tag_message_delivery_time, value.substr(semicolon + 1));
        return;
      }
      case KnownField::message_id:
        return set_string(pid_tag_internet_message_id, value);
      case KnownField::in_reply_to:
        return set_string(pid_tag_in_reply_to_id, value);
      case KnownField::references:
        return set_string(pid_tag_internet_references, value);
      case KnownField::importance:
      case KnownField::priority:
      case KnownField::x_priority:
      case KnownField::x_msmail_priority:
        return import_importance(field, value);
      case KnownField::sensitivity:
        return set_integer(pid_tag_sensitivity, sensitivity_of(value));
      case KnownField::thread_topic:
        return set_string(pid_tag_conversation_topic, value);
      case KnownField::thread_index:
        return import_thread_index(value);
      case KnownField::disposition_notification_to:
        properties_.set(pid_tag_read_receipt_requested, true);
        properties_.set(pid_tag_non_receipt_notification_requested, true);
        return import_address(read_receipt_group, value);
      case KnownField::return_receipt_to:
        return properties_.set(pid_tag_originator_delivery_report_requested, true);
      case KnownField::reply_by:
        return set_time(pid_tag_reply_time, value);
      case KnownField::expires:
        return set_time(pid_tag_expiry_time, value);
      case KnownField::keywords:
        return add_keywords(keywords_of(decoded_text(value)));
      case KnownField::list_help:
        return set_string(pid_tag_list_help, value);
      case KnownField::list_subscribe:
        return set_string(pid_tag_list_subscribe, value);
      case KnownField::list_unsubscribe:
        return set_string(pid_tag_list_unsubscribe, value);
      case KnownField::auto_response_suppress:
        return set_integer(pid_tag_auto_response_suppress, auto_response_suppress_of(value));
      case KnownField::message_flag:
        if (value.empty()) return;
        context_.set_named(properties_, pid_lid_flag_request, decoded_text(value));
        return set_integer(pid_tag_flag_status, followup_flagged);
      case KnownField::classified:
        return import_flag(pid_lid_classified, value);
      case KnownField::classification_keep:
        return import_flag(pid_lid_classification_keep, value);
      case KnownField::classification:
        return context_.set_named(properties_, pid_lid_classification, decoded_text(value));
      case KnownField::classification_description:
        return context_.set_named(properties_, pid_lid_classification_description, decoded_text(value));
      case KnownField::classification_guid:
        return context_.set_named(properties_, pid_lid_classification_guid, decoded_text(value));
      case KnownField::content_class:
        return context_.set_named(properties_, pid_name_content_class, wire::to_utf16(value));
      case KnownField::content_id:
        return set_string(pid_tag_body_content_id, std::string(bare_content_id(value)));
      case KnownField::content_location:
        return set_string(pid_tag_body_content_location, value);
      default:
        return;
    }
  }

  void import_flag(const oxprops::NamedProperty& property, const std::string& value) {
    if (equal_ignoring_case(value, "true")) context_.set_named(properties_, property, true);
  }

  // Section 2.2.3.1.3: the first address.
  void import_address(const AddressGroup& group, const std::string& value) {
    if (const auto addresses = parse_addresses(value, 1); !addresses.empty())
      set_address(properties_, group, addresses.front());
  }

  // Section 2.2.3.1.1.
  void import_recipients(std::uint8_t type, const std::string& value) {
    const auto room = context_.options.max_recipients -
                      std::min(context_.options.max_recipients, content_.recipients.size());
    for (const Address& address : parse_addresses(value, room)) {
      store::Recipient& added = content_.recipients.emplace_back();
      added.row_id = static_cast<std::uint32_t>(content_.recipients.size() - 1);
      added.type = type;
      set_address(added.properties, recipient_group, address);
      const auto name = *added.properties.get<std::u16string>(pid_tag_display_name);
      added.properties.set(pid_tag_transmittable_display_name, name);
      added.properties.set(pid_tag_object_type, static_cast<std::int32_t>(mail_user));
      added.properties.set(pid_tag_display_type, oxcdata::PropertyValue(std::int32_t{0}));  // a mail user
    }
  }

  // Messages keep the two parts; PidTagSubject is both of them together.
  void import_subject(const std::u16string& value) {
    auto subject = split_subject(value);
    properties_.set(pid_tag_subject_prefix, std::move(subject.prefix));
    set_text(properties_, pid_tag_normalized_subject, std::move(subject.normalized));
  }

  // Section 2.2.3.2.5: Importance counts before the others.
  void import_importance(KnownField field, const std::string& value) {
    const bool first = !properties_.find(oxcdata::id_of(pid_tag_importance));
    if (field == KnownField::importance || first)
      set_integer(pid_tag_importance, importance_of(field, value));
  }

  void add_keywords(const std::vector<std::u16string>& words) {
    keywords_.insert(keywords_.end(), words.begin(), words.end());
  }

  void import_thread_index(std::string value) {
    std::erase(value, ' ');
    if (value.size() > longest_conversation_index || !std::ranges::all_of(value, is_base64_digit)) return;
    const auto bytes = from_base64(value);
    if (!bytes.empty()) properties_.set(pid_tag_conversation_index, wire::Bytes(bytes.begin(), bytes.end()));
  }

  // Section 2.1.3.2.16 the other way round: an arbitrary header field.
  void import_named(const HeaderField& field) {
    if (named_.size() >= context_.options.max_named_headers || field.name.size() > longest_header_name ||
        is_reserved_name(field.name) || !named_.insert(lower_case(field.name)).second) {
      return;
    }
    oxcdata::PropertyName name;
    name.kind = oxcdata::PropertyName::Kind::name;
    name.guid = ps_internet_headers;
    name.name.assign(field.name.begin(), field.name.end());
    const auto id = context_.property_ids(name);
    if (id == 0) return;
    set_text(properties_, oxcdata::property_tag(id, oxcdata::PropertyType::string),
             decoded_text(unfolded(field.value, context_.charset, context_.options.default_code_page)));
  }

  // What follows from other fields, or is there without them.
  void complete() {
    if (!keywords_.empty()) context_.set_named(properties_, pid_name_keywords, std::move(keywords_));
    copy_group(sent_representing_group, sender_group);
    copy_group(sender_group, sent_representing_group);
    if (!properties_.find(oxcdata::id_of(pid_tag_importance))) set_integer(pid_tag_importance, 1);
    if (!properties_.find(oxcdata::id_of(pid_tag_sensitivity))) set_integer(pid_tag_sensitivity, 0);
    // Section 2.2.3.2.7.
    const auto* subject = properties_.get<std::u16string>(pid_tag_normalized_subject);
    if (subject && !subject->empty() && !properties_.find(oxcdata::id_of(pid_tag_conversation_topic))) {
      properties_.set(pid_tag_conversation_topic, *subject);
    }
    const auto* date = properties_.get<wire::FileTime>(pid_tag_client_submit_time);
    if (!date && context_.options.received == 0) return;
    const auto time = date ? *date : wire::FileTime{context_.options.received};
    if (!date) properties_.set(pid_tag_client_submit_time, time);
    if (!properties_.find(oxcdata::id_of(pid_tag_message_delivery_time)))
      properties_.set(pid_tag_message_delivery_time, time);
  }

  // A message with a From field and no Sender field is from the one that it says, and the other way round.
  void copy_group(const AddressGroup& from, const AddressGroup& to) {
    if (properties_.find(oxcdata::id_of(to.name))) return;
    const auto copy = [&](oxcdata::PropertyTag source, oxcdata::PropertyTag target) {
      if (const auto* property = properties_.find(oxcdata::id_of(source))) {
        auto copied = *property;
        copied.tag = target;
        properties_.set(std::move(copied));
      }
    };
    copy(from.name, to.name);
    copy(from.address_type, to.address_type);
    copy(from.email_address, to.email_address);
    copy(from.smtp_address, to.smtp_address);
    copy(from.entry_id, to.entry_id);
    copy(from.search_key, to.search_key);
  }

  // Section 2.2.3.2.28.
  void import_transport_headers(const HeaderFields& fields) {
    std::string text;
    text.reserve(fields.text().size() + fields.all().size());
    for (const HeaderField& field : fields.all()) {
      if (is_reserved_name(field.name)) continue;
      text += field.name;
      text += ':';
      text += refolded(field.value);
      text += "\r\n";
    }
    set_text(properties_, pid_tag_transport_message_headers,
             decode(text, is_utf8(text) ? "utf-8" : context_.charset, context_.options.default_code_page));
  }

  const ImportContext& context_;
  store::Content& content_;
  store::Properties& properties_;
  std::set<KnownField> seen_;
  std::set<std::string> named_;
  std::vector<std::u16string> keywords_;
};

}  // namespace

void ImportContext::set_named(store::Properties& properties, const oxprops::NamedProperty& property,
                              oxcdata::PropertyValue value) const {
  if (const auto id = property_ids(property.property_name()); id != 0) {
    properties.set(oxcdata::property_tag(id, property.type), std::move(value));
  }
}

void import_headers(const ImportContext& context, const HeaderFields& fields, store::Content& content) {
  HeaderImport(context, content).run(fields);
}

}  // namespace mapigate::mime
