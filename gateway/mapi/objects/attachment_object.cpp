#include "gateway/mapi/objects/attachment_object.hpp"

namespace mapigate::mapi {

mailbox::Outcome<std::vector<Problem>> AttachmentObject::set_properties(
    std::vector<store::Property> properties) {
  if (auto may = writable(); !may) return may.error();
  std::vector<Problem> problems;
  for (store::Property& property : properties) {
    const auto tag = property.tag;
    if (auto set = attachment->set_property(std::move(property)); !set)
      problems.push_back({tag, set.error()});
  }
  return problems;
}

mailbox::Outcome<std::vector<Problem>> AttachmentObject::delete_properties(
    std::span<const oxcdata::PropertyTag> tags) {
  if (auto may = writable(); !may) return may.error();
  std::vector<Problem> problems;
  for (const auto tag : tags) {
    if (auto deleted = attachment->delete_property(oxcdata::id_of(tag)); !deleted) {
      problems.push_back({tag, deleted.error()});
    }
  }
  return problems;
}

mailbox::Outcome<void> AttachmentObject::writable() {
  if (!attachment->writable()) return oxcdata::ErrorCode::access_denied;
  return {};
}

}  // namespace mapigate::mapi
