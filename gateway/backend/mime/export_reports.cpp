#include <array>

#include "gateway/backend/mime/addresses.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/header_writer.hpp"
#include "gateway/backend/mime/reports.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::size_t longest_text = 4096;

std::string text(const store::Properties& properties, oxcdata::PropertyTag tag) {
  const auto value = text_of(properties, tag, longest_text);
  return value ? wire::to_utf8(*value) : std::string();
}

bool ends_with(std::u16string_view message_class, std::string_view end) {
  const auto name = lower_case(wire::to_utf8(message_class));
  return name.ends_with(end);
}

// Section 2.1.3.6.1.1.
std::string_view action_of(std::u16string_view message_class) {
  if (ends_with(message_class, ".expanded.dr")) return "expanded";
  if (ends_with(message_class, ".relayed.dr")) return "relayed";
  if (ends_with(message_class, ".delayed.dr")) return "delayed";
  return ends_with(message_class, ".ndr") ? "failed" : "delivered";
}

// Section 2.1.3.6.1.2. PidTagNonDeliveryReportStatusCode says it exactly, where an import has set it.
std::string status_of(const store::Properties& recipient, std::string_view action) {
  const auto* code = recipient.get<std::int32_t>(pid_tag_non_delivery_report_status_code);
  if (code && *code >= 200 && *code < 600) {
    const std::string digits = std::to_string(*code);
    return {digits[0], '.', digits[1], '.', digits[2]};
  }
  constexpr auto by_reason =
      std::to_array<std::string_view>({"5.4.0", "5.1.0", "5.6.5", "5.6.5", "5.2.0", "5.3.0", "4.4.3"});
  constexpr auto by_diagnostic = std::to_array<std::string_view>(
      {"5.1.0", "5.1.4", "4.4.5", "4.4.6", "5.1.0", "4.4.7", "5.3.0", "5.6.0", "5.6.3", "5.6.2",
       "5.6.0", "5.5.4", "5.6.0", "5.3.4", "5.6.0", "5.6.1", "5.5.3", "5.5.5", "5.3.3", "5.6.2",
       "5.6.0", "5.6.0", "4.6.4", "4.6.4", "4.6.4", "4.6.4", "5.7.3", "4.4.6", "5.7.2", "5.7.1",
       "5.2.4", "5.6.1", "5.1.3", "5.1.0", "5.1.3", "5.1.1", "5.1.0", "5.3.0", "5.3.0", "5.1.0",
       "5.1.6", "5.1.0", "5.1.0", "5.1.6", "5.0.0", "5.0.0", "5.7.0", "5.0.0", "5.1.2"});
  const auto* diagnostic = recipient.get<std::int32_t>(pid_tag_non_delivery_report_diag_code);
  const auto* reason = recipient.get<std::int32_t>(pid_tag_non_delivery_report_reason_code);
  if (diagnostic && *diagnostic >= 0) {
    const auto i = static_cast<std::size_t>(*diagnostic);
    return std::string(i < by_diagnostic.size() ? by_diagnostic[i] : "5.0.0");
  }
  if (reason && *reason >= 0) {
    const auto i = static_cast<std::size_t>(*reason);
    return std::string(i < by_reason.size() ? by_reason[i] : "5.4.0");
  }
  return action == "failed" ? "5.0.0" : action == "delayed" ? "4.0.0" : "2.0.0";
}

std::string delivery_body(const store::Content& content, std::u16string_view message_class) {
  HeaderWriter message;
  const auto reporting = text(content.properties, pid_tag_reporting_message_transfer_agent);
  message.token("Reporting-MTA", reporting.empty() ? "dns; localhost" : reporting);
  std::string body = message.lines();
  const auto action = action_of(message_class);
  for (const store::Recipient& recipient : content.recipients) {
    const auto address = address_of(recipient.properties, recipient_group);
    HeaderWriter fields;
    fields.token("Final-Recipient", "rfc822; " + address.email);
    fields.token("Action", action);
    fields.token("Status", status_of(recipient.properties, action));
    if (const auto mta = text(recipient.properties, pid_tag_remote_message_transfer_agent); !mta.empty())
      fields.token("Remote-MTA", "dns; " + mta);
    fields.token("X-Supplementary-Info", text(recipient.properties, pid_tag_supplementary_info));
    if (!address.name.empty()) fields.text("X-Display-Name", address.name);
    body += "\r\n" + fields.lines();
  }
  return body;
}

// Section 2.1.3.6.2.
std::string disposition_body(const store::Properties& properties, std::u16string_view message_class) {
  auto from = address_of(properties, sender_group);
  if (from.email.empty()) from = address_of(properties, sent_representing_group);
  HeaderWriter fields;
  fields.token("Final-Recipient", "rfc822; " + from.email);
  fields.token("Disposition", ends_with(message_class, ".ipnrn")
                                  ? "manual-action/MDN-sent-automatically; displayed"
                                  : "manual-action/MDN-sent-automatically; deleted");
  if (const auto* key = properties.get<wire::Bytes>(pid_tag_parent_key)) {
    const CText base64(g_base64_encode(key->data(), key->size()));
    fields.token("X-MSExch-Correlation-Key", to_string(base64));
  }
  fields.token("Original-Message-ID", text(properties, pid_tag_original_message_id));
  if (!from.name.empty()) fields.text("X-Display-Name", from.name);
  return fields.lines();
}

}  // namespace

ReportKind report_kind(std::u16string_view message_class) {
  if (!lower_case(wire::to_utf8(message_class)).starts_with("report.")) return ReportKind::none;
  if (ends_with(message_class, ".dr") || ends_with(message_class, ".ndr")) return ReportKind::delivery;
  if (ends_with(message_class, ".ipnrn") || ends_with(message_class, ".ipnnrn"))
    return ReportKind::disposition;
  return ReportKind::none;
}

std::string report_body(const store::Content& content, std::u16string_view message_class) {
  return report_kind(message_class) == ReportKind::delivery
             ? delivery_body(content, message_class)
             : disposition_body(content.properties, message_class);
}

}  // namespace mapigate::mime
