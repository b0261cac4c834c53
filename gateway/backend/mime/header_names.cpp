#include "gateway/backend/mime/header_names.hpp"

#include <string>
#include <unordered_map>

#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

namespace {

const std::unordered_map<std::string_view, KnownField> known{
    {"from", KnownField::from},
    {"sender", KnownField::sender},
    {"to", KnownField::to},
    {"cc", KnownField::cc},
    {"bcc", KnownField::bcc},
    {"reply-to", KnownField::reply_to},
    {"subject", KnownField::subject},
    {"date", KnownField::date},
    {"received", KnownField::received},
    {"message-id", KnownField::message_id},
    {"in-reply-to", KnownField::in_reply_to},
    {"references", KnownField::references},
    {"importance", KnownField::importance},
    {"priority", KnownField::priority},
    {"x-priority", KnownField::x_priority},
    {"x-msmail-priority", KnownField::x_msmail_priority},
    {"sensitivity", KnownField::sensitivity},
    {"thread-topic", KnownField::thread_topic},
    {"thread-index", KnownField::thread_index},
    {"disposition-notification-to", KnownField::disposition_notification_to},
    {"return-receipt-to", KnownField::return_receipt_to},
    {"reply-by", KnownField::reply_by},
    {"expires", KnownField::expires},
    {"expiry-date", KnownField::expires},
    {"keywords", KnownField::keywords},
    {"list-help", KnownField::list_help},
    {"x-list-help", KnownField::list_help},
    {"list-subscribe", KnownField::list_subscribe},
    {"x-list-subscribe", KnownField::list_subscribe},
    {"list-unsubscribe", KnownField::list_unsubscribe},
    {"x-list-unsubscribe", KnownField::list_unsubscribe},
    {"x-auto-response-suppress", KnownField::auto_response_suppress},
    {"x-message-flag", KnownField::message_flag},
    {"x-microsoft-classified", KnownField::classified},
    {"x-microsoft-classification", KnownField::classification},
    {"x-microsoft-classdesc", KnownField::classification_description},
    {"x-microsoft-classid", KnownField::classification_guid},
    {"x-microsoft-classkeep", KnownField::classification_keep},
    {"content-class", KnownField::content_class},
    {"content-id", KnownField::content_id},
    {"content-location", KnownField::content_location},
    {"mime-version", KnownField::structure},
    {"return-path", KnownField::trace},
    {"delivered-to", KnownField::trace},
    {"x-received", KnownField::trace},
    {"x-original-to", KnownField::trace},
    {"received-spf", KnownField::trace},
    {"authentication-results", KnownField::trace},
    {"dkim-signature", KnownField::trace},
    {"domainkey-signature", KnownField::trace},
    {"x-google-dkim-signature", KnownField::trace},
    {"x-google-smtp-source", KnownField::trace},
    {"x-gm-message-state", KnownField::trace},
    {"arc-seal", KnownField::trace},
    {"arc-message-signature", KnownField::trace},
    {"arc-authentication-results", KnownField::trace},
};

}  // namespace

KnownField known_field(std::string_view name) {
  constexpr std::size_t longest = 32;
  if (name.size() > longest) return KnownField::none;
  const std::string lower = lower_case(name);
  const auto found = known.find(lower);
  if (found != known.end()) return found->second;
  return lower.starts_with("content-") && lower != "content-language" ? KnownField::structure
                                                                      : KnownField::none;
}

bool is_reserved_name(std::string_view name) {
  const std::string lower = lower_case(name);
  return lower.starts_with("x-ms-exchange-organization") || lower.starts_with("x-ms-exchange-forest") ||
         lower.starts_with("x-microsoft-exchange-organization") ||
         lower.starts_with("x-microsoft-exchange-forest");
}

}  // namespace mapigate::mime
