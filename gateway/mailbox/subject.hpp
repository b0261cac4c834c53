#pragma once

#include <string>
#include <string_view>

#include "gateway/store/properties.hpp"

// PidTagSubject, PidTagSubjectPrefix and PidTagNormalizedSubject ([MS-OXCMSG] sections 2.2.1.9, 2.2.1.10 and
// 2.2.1.46). Messages keep the last two; the first is both of them together.

namespace mapigate::mailbox {

// At most so many UTF-16 code units of a subject are looked at and shown.
inline constexpr std::size_t max_subject = 32768;

struct Subject {
  std::u16string_view prefix;  // with the colon and the blanks behind it
  std::u16string_view normalized;
};

// [MS-OXCMAIL] section 2.2.3.2.6.1: one to three characters other than colon, blank and digits, then a colon
// and a blank. What has no blank behind the colon is no prefix ("a:b").
Subject split_subject(std::u16string_view subject);

// Sets any of the three on a message and keeps them consistent, whatever the order in which they come:
// a prefix that is set stays the prefix of a subject that begins with it, otherwise the prefix is found anew.
void set_subject(store::Properties& properties, std::u16string_view subject);
void set_subject_prefix(store::Properties& properties, std::u16string_view prefix);
void set_normalized_subject(store::Properties& properties, std::u16string_view normalized);

}  // namespace mapigate::mailbox
