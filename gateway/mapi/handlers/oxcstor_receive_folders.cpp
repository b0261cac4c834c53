// Receive folders: [MS-OXCSTOR] sections 3.2.5.2 to 3.2.5.4.

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/delivery.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcstor/receive_folder.hpp"

namespace mapigate::mapi::handlers {

namespace {

constexpr std::size_t max_message_class = 254;  // characters

// Section 2.2.1.2.1.
bool is_message_class(std::string_view text) {
  if (text.size() > max_message_class || text.starts_with('.') || text.ends_with('.')) return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7E; });
}

// Null: `error` says why not.
LogonObject* mailbox_logon(RopCall& call, ErrorCode& error) {
  auto* logon = call.input<LogonObject>();
  error = !logon ? call.missing() : ErrorCode::not_supported;
  return logon && !logon->logon->mailbox().is_public() ? logon : nullptr;
}

RopOutcome get_receive_folder(RopCall& call, const oxcstor::GetReceiveFolderRequest& request,
                              oxcstor::GetReceiveFolderResponse& response) {
  ErrorCode error{};
  const auto* logon = mailbox_logon(call, error);
  if (!logon) return error;
  if (!is_message_class(request.message_class)) return ErrorCode::invalid_parameter;
  const auto entry = mailbox::receive_folder(logon->logon->mailbox(), request.message_class);
  if (!entry) return entry.error();
  response.folder_id = mailbox::folder_id(entry->folder);
  response.explicit_message_class = entry->message_class;
  return {};
}

// The number of a folder that messages can be delivered to.
mailbox::Outcome<mailbox::FolderNumber> receiver(mailbox::Mailbox& mailbox, oxcdata::FolderId id) {
  const auto number = mailbox::number_of(id);
  if (!number) return ErrorCode::not_found;
  const auto folder = mailbox.store().folder(*number);
  if (!folder) return mailbox.failed(folder.error());
  if (folder->deleted) return ErrorCode::not_found;
  if (folder->kind == store::FolderKind::search) return ErrorCode::not_supported;
  return *number;
}

RopOutcome set_receive_folder(RopCall& call, const oxcstor::SetReceiveFolderRequest& request,
                              oxcstor::SetReceiveFolderResponse&) {
  ErrorCode error{};
  const auto* logon = mailbox_logon(call, error);
  if (!logon) return error;
  const std::string& message_class = request.message_class;
  if (!is_message_class(message_class)) return ErrorCode::invalid_parameter;
  const bool removal = request.folder_id == oxcdata::FolderId{};
  // There is always a folder for what has none of its own.
  if (removal && message_class.empty()) return ErrorCode::general_failure;
  if (equal_ignoring_case(message_class, "IPM") || equal_ignoring_case(message_class, "REPORT.IPM"))
    return ErrorCode::access_denied;
  if (!logon->logon->actor().owner) return ErrorCode::access_denied;
  mailbox::Mailbox& mailbox = logon->logon->mailbox();
  mailbox::FolderNumber folder = 0;
  if (!removal) {
    const auto number = receiver(mailbox, request.folder_id);
    if (!number) return number.error();
    folder = *number;
  }
  const auto set = mailbox.store().set_receive_folder({message_class, folder, mailbox.now()});
  if (!set) return mailbox.failed(set.error());
  return {};
}

RopOutcome get_receive_folder_table(RopCall& call, const oxcstor::GetReceiveFolderTableRequest&,
                                    oxcstor::GetReceiveFolderTableResponse& response) {
  ErrorCode error{};
  const auto* logon = mailbox_logon(call, error);
  if (!logon) return error;
  mailbox::Mailbox& mailbox = logon->logon->mailbox();
  const auto entries = mailbox.store().receive_folders();
  if (!entries) return mailbox.failed(entries.error());
  if (entries->empty()) return ErrorCode::no_receive_folder;
  for (const store::ReceiveFolder& entry : *entries) {
    oxcdata::PropertyRow& row = response.rows.emplace_back();
    row.values.emplace_back(static_cast<wire::i64>(mailbox::folder_id(entry.folder)));
    row.values.emplace_back(oxcdata::String8{entry.message_class});
    row.values.emplace_back(wire::FileTime{entry.modified});
  }
  return {};
}

}  // namespace

void register_oxcstor_receive_folders(RopRegistry& registry) {
  using namespace oxcstor;  // NOLINT: the names of the ROPs
  registry.add<GetReceiveFolderRequest, GetReceiveFolderResponse>(get_receive_folder);
  registry.add<SetReceiveFolderRequest, SetReceiveFolderResponse>(set_receive_folder);
  registry.add<GetReceiveFolderTableRequest, GetReceiveFolderTableResponse>(get_receive_folder_table);
}

}  // namespace mapigate::mapi::handlers
