#pragma once

#include <optional>
#include <string>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/people.hpp"

// Reports about messages, [MS-OXOMSG] section 2.2.2 and [MS-OXCMAIL] section 2.2.3.7: what comes back to
// those who sent them.

namespace mapigate::mailbox {

// Why a message did not arrive.
enum class DeliveryFault : std::uint8_t {
  unknown_recipient,  // nobody has this address (any more)
  mailbox_full,
  message_too_large,
  refused,        // a rule of the recipient rejects it
  not_displayed,  // the same: the recipient's client cannot show it
  loop,           // it has been to the same mailbox before
  expired,        // it could not be delivered for too long
  failed,         // for good, and none of these
};
// Enhanced status code of RFC 3463, "5.2.2", and a sentence for people.
std::string_view status_code(DeliveryFault fault);
std::string_view explanation(DeliveryFault fault);

// What a report is about.
struct Reported {
  const store::Content& message;
  const store::Recipient& recipient;  // whom it is about; of a read receipt: who has read it
  Person reporter;                    // who reports
};

// A complete report in the mailbox of the one who is told. Named properties in the message are those of that
// mailbox, since a non-delivery report has it as an attachment.
store::Content non_delivery_report(Mailbox& mailbox, const Reported& reported, DeliveryFault fault);
store::Content delivery_report(Mailbox& mailbox, const Reported& reported);
// `read`: whether it was read, or deleted without having been read.
store::Content read_receipt(Mailbox& mailbox, const Reported& reported, bool read);

// Whether the sender wants to be told: PidTagOriginatorDeliveryReportRequested, PidTagReadReceiptRequested
// and PidTagNonReceiptNotificationRequested, and no PidTagAutoResponseSuppress against it.
bool wants_delivery_report(const store::Properties& message);
bool wants_read_receipt(const store::Properties& message, bool read);
// A report itself, or something else that must not be answered ([MS-OXOMSG] section 2.2.1.77, RFC 3834).
bool is_report(const store::Properties& message);

// PidTagAutoResponseSuppress, [MS-OXOMSG] section 2.2.1.77.
inline constexpr std::uint32_t suppress_delivery_report = 0x1;
inline constexpr std::uint32_t suppress_non_delivery_report = 0x2;
inline constexpr std::uint32_t suppress_read_receipt = 0x4;
inline constexpr std::uint32_t suppress_not_read_receipt = 0x8;
inline constexpr std::uint32_t suppress_out_of_office = 0x10;
inline constexpr std::uint32_t suppress_auto_reply = 0x20;
std::uint32_t suppressed_responses(const store::Properties& message);

// The gateway itself, as reports of a domain name it.
Person reporter_of(std::string_view domain);

}  // namespace mapigate::mailbox
