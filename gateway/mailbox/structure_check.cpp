#include "gateway/mailbox/structure_check.hpp"

#include <algorithm>

#include "gateway/mailbox/messages.hpp"

namespace mapigate::mailbox {

namespace {
constexpr std::size_t told = 20;  // of one mailbox
}  // namespace

bool check_structure(Mailbox& mailbox) {
  const auto found = mailbox.store().verify(false, [](std::uint64_t, std::uint64_t) {});
  if (!found) {
    (void)mailbox.failed(found.error());
    return false;
  }
  const Logger& log = mailbox.services().log;
  for (std::size_t i = 0; i < std::min(found->size(), told); ++i) {
    const store::Inconsistency& inconsistency = (*found)[i];
    log(messages::inconsistent, mailbox.name(), inconsistency.id, inconsistency.text);
  }
  if (found->size() > told) log(messages::more_inconsistent, mailbox.name(), found->size() - told);
  return found->empty();
}

}  // namespace mapigate::mailbox
