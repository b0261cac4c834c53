#include <array>
#include <optional>

#include "gateway/backend/mime/addresses.hpp"
#include "gateway/backend/mime/base64.hpp"
#include "gateway/backend/mime/encoded_words.hpp"
#include "gateway/backend/mime/reports.hpp"
#include "gateway/backend/mime/transfer_encoding.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

using namespace oxprops;

namespace {

constexpr std::size_t largest_report = std::size_t{1} << 20;

// Groups of fields between empty lines, RFC 3464 section 2.1.
std::vector<HeaderFields> field_groups(const std::string& text) {
  std::vector<HeaderFields> groups;
  std::string group;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = std::string_view(text).substr(begin, end - begin);
    if (!trimmed(line).empty()) group.append(line).append("\n");
    if ((trimmed(line).empty() || end == text.size()) && !group.empty()) {
      groups.emplace_back(std::exchange(group, {}), '\n');
    }
    begin = end + 1;
  }
  return groups;
}

// "rfc822; user@example.org" without the type.
std::string_view behind_type(std::string_view value) {
  const auto semicolon = value.find(';');
  return trimmed(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1));
}

struct Action {
  std::string_view name;
  std::u16string_view message_class;
};
// By ascending severity, section 2.2.3.7.1.1.
constexpr auto actions = std::to_array<Action>({{"delivered", u"REPORT.IPM.Note.DR"},
                                                {"expanded", u"REPORT.IPM.Note.Expanded.DR"},
                                                {"relayed", u"REPORT.IPM.Note.Relayed.DR"},
                                                {"delayed", u"REPORT.IPM.Note.Delayed.DR"},
                                                {"failed", u"REPORT.IPM.Note.NDR"}});

std::optional<std::size_t> severity_of(const HeaderFields& fields) {
  const auto name = fields.value("Action");
  for (std::size_t i = 0; i < actions.size(); ++i) {
    if (equal_ignoring_case(name.substr(0, name.find_first_of(" \t(")), actions[i].name)) return i;
  }
  return std::nullopt;
}

struct Status {
  int kind = 0;
  int subject = 0;
  int detail = 0;
};
std::optional<Status> status_of(std::string_view value) {
  Status status;
  char end = 0;
  const std::string text(value.substr(0, value.find_first_of(" \t(")));
  if (std::sscanf(text.c_str(), "%1d.%3d.%3d%c", &status.kind, &status.subject, &status.detail, &end) != 3)
    return std::nullopt;
  if (status.subject < 0 || status.subject > 9) status.subject = 0;
  if (status.detail < 0 || status.detail > 9) status.detail = 0;
  return status;
}

class ReportImport {
 public:
  ReportImport(const ImportContext& context, store::Content& content)
      : context_(context), content_(content), properties_(content.properties) {}

  // Section 2.2.3.7.1.
  bool delivery(const std::vector<HeaderFields>& groups) {
    std::optional<std::size_t> worst;
    for (const HeaderFields& group : groups) {
      if (const auto severity = severity_of(group); severity && (!worst || *severity > *worst))
        worst = severity;
    }
    if (!worst) return false;
    properties_.set(pid_tag_message_class, std::u16string(actions[*worst].message_class));
    set(properties_, pid_tag_reporting_message_transfer_agent, groups.front().value("Reporting-MTA"));
    content_.recipients.clear();
    for (const HeaderFields& group : groups) {
      if (severity_of(group) == worst && content_.recipients.size() < context_.options.max_recipients)
        add_recipient(group);
    }
    return true;
  }

  // Section 2.2.3.7.2.
  bool disposition(const HeaderFields& fields) {
    const auto value = fields.value("Disposition");
    const auto type = behind_type(value);
    const auto is = [&](std::string_view word) {
      return equal_ignoring_case(type.substr(0, type.find_first_of("/ \t")), word);
    };
    if (is("displayed") || is("dispatched") || is("processed")) {
      properties_.set(pid_tag_message_class, std::u16string(u"REPORT.IPM.Note.IPNRN"));
    } else if (is("deleted") || is("denied") || is("failed")) {
      properties_.set(pid_tag_message_class, std::u16string(u"REPORT.IPM.Note.IPNNRN"));
    } else {
      return false;
    }
    set(properties_, pid_tag_report_text, value);
    const auto original = fields.value("Original-Recipient");
    set(properties_, pid_tag_original_display_to,
        behind_type(original.empty() ? fields.value("Final-Recipient") : original));
    set(properties_, pid_tag_original_message_id, fields.value("Original-Message-ID"));
    const auto key = from_base64(fields.value("X-MSExch-Correlation-Key").substr(0, 1024));
    if (!key.empty()) properties_.set(pid_tag_parent_key, wire::Bytes(key.begin(), key.end()));
    if (const auto* time = properties_.get<wire::FileTime>(pid_tag_client_submit_time)) {
      const auto submitted = *time;
      properties_.set(pid_tag_original_delivery_time, submitted);
      properties_.set(pid_tag_receipt_time, submitted);
    }
    return true;
  }

 private:
  std::string line(std::string_view value) const {
    return unfolded(value, context_.charset, context_.options.default_code_page);
  }
  void set(store::Properties& properties, oxcdata::PropertyTag tag, std::string_view value) const {
    if (!value.empty()) set_text(properties, tag, decoded_text(line(value)));
  }

  void add_recipient(const HeaderFields& fields) {
    store::Recipient& added = content_.recipients.emplace_back();
    added.row_id = static_cast<std::uint32_t>(content_.recipients.size() - 1);
    added.type = 1;  // To
    auto& properties = added.properties;
    const auto final_recipient = fields.value("Final-Recipient");
    const auto address =
        behind_type(final_recipient.empty() ? fields.value("Original-Recipient") : final_recipient);
    set_address(properties, recipient_group,
                {decoded_text(line(fields.value("X-Display-Name"))), line(address)});
    properties.set(pid_tag_object_type, std::int32_t{6});
    properties.set(pid_tag_display_type, oxcdata::PropertyValue(std::int32_t{0}));
    const auto remote = behind_type(fields.value("Remote-MTA"));
    set(properties, pid_tag_remote_message_transfer_agent, remote);
    set(properties, pid_tag_supplementary_info, fields.value("X-Supplementary-Info"));
    const auto status = fields.value("Status");
    if (!properties.find(oxcdata::id_of(pid_tag_supplementary_info))) {
      std::string info = "<" + std::string(remote) + " #" + std::string(status);
      if (const auto diagnostic = fields.value("Diagnostic-Code"); !diagnostic.empty())
        info.append(" ").append(diagnostic);
      set(properties, pid_tag_supplementary_info, info + ">");
    }
    if (const auto* time = properties_.get<wire::FileTime>(pid_tag_client_submit_time))
      properties.set(pid_tag_report_time, *time);
    if (const auto code = status_of(status)) {
      const auto [diagnostic, reason] = diagnostic_and_reason(code->subject, code->detail);
      properties.set(pid_tag_non_delivery_report_status_code,
                     std::int32_t{code->kind * 100 + code->subject * 10 + code->detail});
      properties.set(pid_tag_non_delivery_report_diag_code, diagnostic);
      properties.set(pid_tag_non_delivery_report_reason_code, reason);
    }
  }

  const ImportContext& context_;
  store::Content& content_;
  store::Properties& properties_;
};

bool is_delivery_status(const Part& part) {
  return part.type == "message" &&
         (part.subtype == "delivery-status" || part.subtype == "global-delivery-status");
}
bool is_disposition_notification(const Part& part) {
  return part.type == "message" &&
         (part.subtype == "disposition-notification" || part.subtype == "global-disposition-notification");
}

}  // namespace

const Part* find_report(const Part& root) {
  if (is_disposition_notification(root)) return &root;
  if (!root.is_multipart() || root.subtype != "report") return nullptr;
  for (const Part& child : root.children) {
    if (is_delivery_status(child) || is_disposition_notification(child)) return &child;
  }
  return nullptr;
}

bool import_report(const ImportContext& context, const Part& report, store::Content& content) {
  const auto groups = field_groups(decoded_body(context.source, report, largest_report));
  if (groups.empty()) return false;
  ReportImport import(context, content);
  return is_delivery_status(report) ? import.delivery(groups) : import.disposition(groups.front());
}

std::pair<std::int32_t, std::int32_t> diagnostic_and_reason(int subject, int detail) {
  struct Row {
    int subject;
    int detail;  // any: all others of the subject
    std::int32_t diagnostic;
    std::int32_t reason;
  };
  constexpr int any = -1;
  // The table of section 2.2.3.7.1.3. The numbers are those of X.411.
  static constexpr auto rows = std::to_array<Row>({
      {1, 1, 35, 1},   {1, 2, 48, 0}, {1, 3, 32, 0},   {1, 4, 1, 0},    {1, 6, 40, 0}, {1, any, 0, 0},
      {2, 2, 13, 0},   {2, 3, 13, 0}, {2, 4, 30, 0},   {2, any, 38, 0}, {3, 2, -1, 0}, {3, 3, 18, 0},
      {3, 5, 18, 0},   {3, 4, 13, 0}, {3, any, 38, 0}, {4, 0, -1, 0},   {4, 4, -1, 0}, {4, 3, -1, 6},
      {4, 6, 3, 0},    {4, 8, 3, 0},  {4, 7, 5, 0},    {4, any, 2, 0},  {5, 3, 16, 0}, {5, 4, 11, 0},
      {5, any, 17, 0}, {6, 2, 9, 0},  {6, 3, 8, 0},    {6, 4, 25, 0},   {6, 5, -1, 2}, {6, any, 15, 0},
      {7, 1, 29, 0},   {7, 2, 28, 0}, {7, 3, 26, 0},   {7, any, 46, 0},
  });
  for (const Row& row : rows) {
    if (row.subject == subject && (row.detail == detail || row.detail == any))
      return {row.diagnostic, row.reason};
  }
  return {-1, 0};
}

}  // namespace mapigate::mime
