#include "gateway/mailbox/search_text.hpp"

#include <algorithm>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

namespace {

constexpr std::size_t max_name = 1024;

// Pieces on lines of their own until there is no room.
class Text {
 public:
  void add(std::string_view utf8) {
    if (utf8.empty() || full()) return;
    if (!text_.empty()) text_ += '\n';
    std::size_t size = std::min(utf8.size(), room());
    // A character is not cut in two.
    while (size > 0 && size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0) == 0x80) --size;
    utf8 = utf8.substr(0, size);
    text_ += utf8;
  }
  void add(const store::Properties& properties, oxcdata::PropertyTag tag, std::size_t limit) {
    if (!full()) add(wire::to_utf8(text_of(properties, tag, limit)));
  }
  std::size_t room() const { return max_search_text - std::min(max_search_text, text_.size()); }
  bool full() const { return room() <= 1; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string search_text(const store::Content& content) {
  Text text;
  text.add(content.properties, oxprops::pid_tag_subject_prefix, max_subject);
  text.add(content.properties, oxprops::pid_tag_normalized_subject, max_subject);
  for (const auto tag :
       {oxprops::pid_tag_sender_name, oxprops::pid_tag_sender_smtp_address,
        oxprops::pid_tag_sender_email_address, oxprops::pid_tag_sent_representing_name,
        oxprops::pid_tag_sent_representing_smtp_address, oxprops::pid_tag_sent_representing_email_address}) {
    text.add(content.properties, tag, max_name);
  }
  for (const store::Recipient& recipient : content.recipients) {
    for (const auto tag :
         {oxprops::pid_tag_display_name, oxprops::pid_tag_smtp_address, oxprops::pid_tag_email_address}) {
      text.add(recipient.properties, tag, max_name);
    }
    if (text.full()) break;
  }
  for (const store::Attachment& attachment : content.attachments) {
    for (const auto tag : {oxprops::pid_tag_attach_long_filename, oxprops::pid_tag_display_name}) {
      text.add(attachment.properties, tag, max_name);
    }
    if (text.full()) break;
  }
  if (!text.full()) text.add(body_text(content.properties, text.room()));
  return text.take();
}

}  // namespace mapigate::mailbox
