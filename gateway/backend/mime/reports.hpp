#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "gateway/backend/mime/import_context.hpp"
#include "gateway/backend/mime/part.hpp"

namespace mapigate::mime {

// Delivery status notifications (RFC 3464) and message disposition notifications (RFC 8098), [MS-OXCMAIL]
// sections 2.1.3.6 and 2.2.3.7.

// The part of `root` that says what became of a message; null where it is no report.
const Part* find_report(const Part& root);

// Sets message class, recipients and the other properties of a report. False where the part says nothing that
// can be understood; then the message stays what it is.
bool import_report(const ImportContext& context, const Part& report, store::Content& content);

// PidTagNonDeliveryReportDiagCode and PidTagNonDeliveryReportReasonCode for a status code,
// section 2.2.3.7.1.3.
std::pair<std::int32_t, std::int32_t> diagnostic_and_reason(int subject, int detail);

enum class ReportKind { none, delivery, disposition };
// Of messages of the class REPORT.
ReportKind report_kind(std::u16string_view message_class);
// Sections 2.1.3.6.1 and 2.1.3.6.2: the body of message/delivery-status or message/disposition-notification.
std::string report_body(const store::Content& content, std::u16string_view message_class);

}  // namespace mapigate::mime
