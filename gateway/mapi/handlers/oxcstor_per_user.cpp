// What a user has read of public folders: [MS-OXCSTOR] sections 3.2.5.10 to 3.2.5.13.

#include <algorithm>

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/per_user.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcstor/per_user.hpp"

namespace mapigate::mapi::handlers {

namespace {

using mailbox::CarriedInformation;
using mailbox::Outcome;

constexpr std::size_t default_piece = 4096;  // bytes, where the client does not say

// The folder of a store of public folders, which the user must be able to see.
Outcome<mailbox::FolderNumber> public_folder(const mailbox::Logon& logon, const oxcdata::LongTermId& id) {
  if (id.database_guid != logon.mailbox().identity().replica_guid) return ErrorCode::not_found;
  const auto folder = logon.open_folder(oxcdata::to_number(id.counter), false);
  if (!folder) return folder.error();
  return folder->number;
}

// Nothing where a mailbox carries none of the folder.
Outcome<std::optional<CarriedInformation>> carried(const mailbox::Logon& logon,
                                                   const oxcdata::LongTermId& id) {
  auto all = mailbox::carried_information(logon.mailbox());
  if (!all) return all.error();
  const auto found = std::ranges::find(*all, id, &CarriedInformation::folder);
  if (found == all->end()) return std::optional<CarriedInformation>();
  return std::optional(std::move(*found));
}

// Null: `error` says why not. What a mailbox carries is its owner's.
LogonObject* own_logon(RopCall& call, ErrorCode& error) {
  auto* logon = call.input<LogonObject>();
  if (!logon) {
    error = call.missing();
    return nullptr;
  }
  error = ErrorCode::access_denied;
  return logon->logon->mailbox().is_public() || logon->logon->actor().owner ? logon : nullptr;
}

RopOutcome get_per_user_long_term_ids(RopCall& call, const oxcstor::GetPerUserLongTermIdsRequest& request,
                                      oxcstor::GetPerUserLongTermIdsResponse& response) {
  ErrorCode error{};
  const auto* logon = own_logon(call, error);
  if (!logon) return error;
  mailbox::Mailbox& mailbox = logon->logon->mailbox();
  if (mailbox.is_public()) return ErrorCode::not_supported;
  const auto all = mailbox::carried_information(mailbox);
  if (!all) return all.error();
  for (const CarriedInformation& information : *all) {
    if (information.replica == request.database_guid) response.long_term_ids.push_back(information.folder);
  }
  return {};
}

RopOutcome get_per_user_guid(RopCall& call, const oxcstor::GetPerUserGuidRequest& request,
                             oxcstor::GetPerUserGuidResponse& response) {
  ErrorCode error{};
  const auto* logon = own_logon(call, error);
  if (!logon) return error;
  if (logon->logon->mailbox().is_public()) return ErrorCode::not_supported;
  const auto information = carried(*logon->logon, request.long_term_id);
  if (!information) return information.error();
  if (!*information) return ErrorCode::not_found;
  response.database_guid = (*information)->replica;
  return {};
}

Outcome<wire::Bytes> information_of(const mailbox::Logon& logon, const oxcdata::LongTermId& id) {
  if (logon.mailbox().is_public()) {
    const auto folder = public_folder(logon, id);
    if (!folder) return folder.error();
    return mailbox::per_user_information(logon.mailbox(), logon.actor(), *folder);
  }
  auto information = carried(logon, id);
  if (!information) return information.error();
  return *information ? std::move((*information)->set) : wire::Bytes();
}

RopOutcome read_per_user_information(RopCall& call, const oxcstor::ReadPerUserInformationRequest& request,
                                     oxcstor::ReadPerUserInformationResponse& response) {
  ErrorCode error{};
  const auto* logon = own_logon(call, error);
  if (!logon) return error;
  const auto all = information_of(*logon->logon, request.folder_id);
  if (!all) return all.error();
  if (request.data_offset > all->size()) return ErrorCode::general_failure;
  constexpr std::size_t head = 2 + sizeof(wire::u32) + 1 + sizeof(wire::u16);  // of the response
  const std::size_t room = call.room();
  if (room <= head) return RopOutcome::too_big();
  const std::size_t wanted = request.max_data_size == 0 ? default_piece : request.max_data_size;
  const std::size_t left = all->size() - request.data_offset;
  const std::size_t count = std::min({wanted, left, room - head});
  const auto begin = all->begin() + static_cast<std::ptrdiff_t>(request.data_offset);
  response.data.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  response.has_finished = count == left;
  return {};
}

// All pieces are there.
Outcome<void> finish_write(const mailbox::Logon& logon, LogonObject::PerUserWrite write) {
  mailbox::Mailbox& mailbox = logon.mailbox();
  if (!mailbox.is_public())
    return mailbox::carry_information(mailbox, {write.folder, write.replica, std::move(write.data)});
  const auto folder = public_folder(logon, write.folder);
  if (!folder) return folder.error();
  return mailbox::set_per_user_information(mailbox, logon.actor(), *folder, std::move(write.data));
}

RopOutcome write_per_user_information(RopCall& call, const oxcstor::WritePerUserInformationRequest& request,
                                      oxcstor::WritePerUserInformationResponse&) {
  ErrorCode error{};
  auto* logon = own_logon(call, error);
  if (!logon) return error;
  auto& write = logon->per_user_write;
  if (request.data_offset == 0) write = LogonObject::PerUserWrite{request.folder_id, request.repl_guid, {}};
  // Pieces come one after the other, of one folder at a time.
  if (!write || write->folder != request.folder_id || request.data_offset != write->data.size()) {
    write.reset();
    return ErrorCode::general_failure;
  }
  if (write->data.size() + request.data.size() > mailbox::max_per_user) {
    write.reset();
    return ErrorCode::out_of_memory;
  }
  write->data.insert(write->data.end(), request.data.begin(), request.data.end());
  if (!request.has_finished) return {};
  LogonObject::PerUserWrite whole = std::move(*write);
  write.reset();
  const auto finished = finish_write(*logon->logon, std::move(whole));
  if (!finished) return finished.error();
  return {};
}

}  // namespace

void register_oxcstor_per_user(RopRegistry& registry) {
  using namespace oxcstor;  // NOLINT: the names of the ROPs
  registry.add<GetPerUserLongTermIdsRequest, GetPerUserLongTermIdsResponse>(get_per_user_long_term_ids);
  registry.add<GetPerUserGuidRequest, GetPerUserGuidResponse>(get_per_user_guid);
  registry.add<ReadPerUserInformationRequest, ReadPerUserInformationResponse>(read_per_user_information);
  registry.add<WritePerUserInformationRequest, WritePerUserInformationResponse>(write_per_user_information);
}

}  // namespace mapigate::mapi::handlers
