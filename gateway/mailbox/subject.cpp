#include "gateway/mailbox/subject.hpp"

#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

bool is_prefix_character(char16_t unit) {
  return unit != u':' && unit != u' ' && (unit < u'0' || unit > u'9');
}

void set_both(store::Properties& properties, std::u16string prefix, std::u16string normalized) {
  properties.set(oxprops::pid_tag_subject_prefix, std::move(prefix));
  properties.set(oxprops::pid_tag_normalized_subject, std::move(normalized));
}

}  // namespace

Subject split_subject(std::u16string_view subject) {
  std::size_t colon = 0;
  while (colon < subject.size() && colon < 4 && is_prefix_character(subject[colon])) ++colon;
  const bool has_prefix = colon >= 1 && colon <= 3 && colon + 1 < subject.size() && subject[colon] == u':' &&
                          subject[colon + 1] == u' ';
  if (!has_prefix) return {{}, subject};
  std::size_t rest = colon + 1;
  while (rest < subject.size() && subject[rest] == u' ') ++rest;
  return {subject.substr(0, rest), subject.substr(rest)};
}

void set_subject(store::Properties& properties, std::u16string_view subject) {
  const std::u16string prefix = text_of(properties, oxprops::pid_tag_subject_prefix, max_subject);
  // An empty prefix is one that was found, not set: a subject that comes later may have one.
  if (!prefix.empty() && subject.starts_with(prefix)) {
    set_both(properties, prefix, std::u16string(subject.substr(prefix.size())));
    return;
  }
  const Subject parts = split_subject(subject);
  set_both(properties, std::u16string(parts.prefix), std::u16string(parts.normalized));
}

void set_subject_prefix(store::Properties& properties, std::u16string_view prefix) {
  const std::u16string old_prefix = text_of(properties, oxprops::pid_tag_subject_prefix, max_subject);
  std::u16string normalized = text_of(properties, oxprops::pid_tag_normalized_subject, max_subject);
  const std::u16string subject = old_prefix + normalized;
  if (subject.starts_with(prefix)) normalized = subject.substr(prefix.size());
  set_both(properties, std::u16string(prefix), std::move(normalized));
}

void set_normalized_subject(store::Properties& properties, std::u16string_view normalized) {
  properties.set(oxprops::pid_tag_normalized_subject, std::u16string(normalized));
}

}  // namespace mapigate::mailbox
