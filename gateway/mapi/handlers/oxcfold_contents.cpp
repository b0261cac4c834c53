// What is in folders: [MS-OXCFOLD] sections 3.2.5.6 and 3.2.5.9 to 3.2.5.12.

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/reports.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/handlers/oxcfold_parts.hpp"
#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/move_copy.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using mailbox::MessageNumber;

namespace {

// `strange`: whether there are ids of no message of this mailbox.
std::vector<MessageNumber> numbers_of(const std::vector<oxcdata::MessageId>& ids, bool& strange) {
  std::vector<MessageNumber> numbers;
  numbers.reserve(ids.size());
  for (const oxcdata::MessageId id : ids) {
    if (const auto number = mailbox::number_of(id)) {
      numbers.push_back(*number);
    } else {
      strange = true;
    }
  }
  return numbers;
}

RopOutcome move_copy_messages(RopCall& call, const oxcfold::MoveCopyMessagesRequest& request,
                              oxcfold::MoveCopyMessagesResponse& response) {
  const auto both = source_and_destination(call, request.dest_handle_index, response);
  if (both.failure) return *both.failure;
  auto numbers = numbers_of(request.message_ids, response.partial_completion);
  if (numbers.empty()) return {};
  return completed(
      both.source->logon->transfer_messages(both.source->number, *both.destination->logon,
                                            both.destination->number, std::move(numbers), request.want_copy),
      response);
}

template <class Request, class Response, bool hard>
RopOutcome empty_folder(RopCall& call, const Request& request, Response& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  return completed(folder->logon->empty_folder(folder->number, request.want_delete_associated, hard),
                   response);
}

// Messages that somebody has got and nobody has read, and whose senders want to know that they are deleted
// so.
std::vector<store::MessageRecord> unread_with_request(mailbox::Mailbox& mailbox,
                                                      std::span<const MessageNumber> numbers) {
  std::vector<MessageNumber> unread;
  (void)mailbox.store().list_messages(numbers, [&](const store::MessageRow& row) {
    const auto has = [&](oxcdata::PropertyTag tag) { return row.properties.contains(oxcdata::id_of(tag)); };
    if (!row.read && row.contents == store::Contents::normal &&
        has(oxprops::pid_tag_non_receipt_notification_requested) &&
        has(oxprops::pid_tag_received_by_entry_id)) {
      unread.push_back(row.number);
    }
    return store::Scan::go_on;
  });
  std::vector<store::MessageRecord> records;
  for (const MessageNumber number : unread) {
    auto record = mailbox.store().message(number);
    if (record && mailbox::wants_read_receipt(record->properties, false))
      records.push_back(std::move(*record));
  }
  return records;
}

bool is_deleted(mailbox::Mailbox& mailbox, MessageNumber number) {
  const auto record = mailbox.store().message(number);
  return record ? record->deleted.has_value() : record.error().fault == store::StoreFault::not_found;
}

template <class Request, class Response, bool hard>
RopOutcome delete_messages(const RopServices& services, RopCall& call, const Request& request,
                           Response& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  auto numbers = numbers_of(request.message_ids, response.partial_completion);
  if (numbers.empty()) return {};
  mailbox::Mailbox& mailbox = folder->logon->mailbox();
  // In public folders it does not matter who has read what.
  std::vector<store::MessageRecord> unread;
  if (request.notify_non_read && !mailbox.is_public()) unread = unread_with_request(mailbox, numbers);
  const auto deleted = folder->logon->delete_messages(folder->number, std::move(numbers), hard);
  for (const store::MessageRecord& record : unread) {
    // It is deleted whether its sender can be told or not.
    if (is_deleted(mailbox, record.number)) {
      (void)services.submission.send_read_receipt(*folder->logon, record, false);
    }
  }
  return completed(deleted, response);
}

template <class Request, class Response, bool hard>
void add_delete_messages(RopRegistry& registry, const RopServices& services) {
  registry.add<Request, Response>([&services](RopCall& call, const Request& request, Response& response) {
    return delete_messages<Request, Response, hard>(services, call, request, response);
  });
}

}  // namespace

void register_oxcfold_contents(RopRegistry& registry, const RopServices& services) {
  using namespace oxcfold;  // NOLINT: the requests and responses of this document
  registry.add<MoveCopyMessagesRequest, MoveCopyMessagesResponse>(move_copy_messages);
  registry.add<EmptyFolderRequest, EmptyFolderResponse>(
      empty_folder<EmptyFolderRequest, EmptyFolderResponse, false>);
  registry.add<HardDeleteMessagesAndSubfoldersRequest, HardDeleteMessagesAndSubfoldersResponse>(
      empty_folder<HardDeleteMessagesAndSubfoldersRequest, HardDeleteMessagesAndSubfoldersResponse, true>);
  add_delete_messages<DeleteMessagesRequest, DeleteMessagesResponse, false>(registry, services);
  add_delete_messages<HardDeleteMessagesRequest, HardDeleteMessagesResponse, true>(registry, services);
}

}  // namespace mapigate::mapi::handlers
