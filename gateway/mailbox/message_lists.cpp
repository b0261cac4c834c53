#include "gateway/mailbox/message_lists.hpp"

namespace mapigate::mailbox {

Outcome<std::vector<MessageNumber>> message_numbers(Mailbox& mailbox, FolderNumber folder,
                                                    store::Contents contents) {
  store::MessageQuery query;
  query.folder = folder;
  query.contents = contents;
  query.properties = false;
  std::vector<MessageNumber> numbers;
  const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
    numbers.push_back(row.number);
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  return numbers;
}

}  // namespace mapigate::mailbox
