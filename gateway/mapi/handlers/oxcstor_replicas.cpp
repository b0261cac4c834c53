// Which servers hold a public folder: [MS-OXCSTOR] sections 3.2.5.6 and 3.2.5.7. There is one replica of
// each, here.

#include <fmt/core.h>

#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcstor/replicas.hpp"

namespace mapigate::mapi::handlers {

namespace {

// Success where there is such a folder and it may be seen.
ErrorCode check_folder(const mailbox::Logon& logon, oxcdata::FolderId id) {
  const auto number = mailbox::number_of(id);
  if (!number) return ErrorCode::not_found;
  const auto folder = logon.open_folder(*number, false);
  return folder ? ErrorCode::success : folder.error();
}

RopOutcome get_owning_servers(RopCall& call, const oxcstor::GetOwningServersRequest& request,
                              oxcstor::GetOwningServersResponse& response) {
  const auto* object = call.input<LogonObject>();
  if (!object) return call.missing();
  const mailbox::Logon& logon = *object->logon;
  const mailbox::Mailbox& mailbox = logon.mailbox();
  if (!mailbox.is_public()) return ErrorCode::not_supported;
  if (const ErrorCode error = check_folder(logon, request.folder_id); error != ErrorCode::success)
    return error;
  response.owning_servers.servers.push_back(
      server_dn(logon.actor().legacy_dn,
                fmt::format("{}@{}", mailbox.identity().mailbox_guid.text(), mailbox.owner().domain)));
  response.owning_servers.cheap_count = 1;
  return {};
}

RopOutcome public_folder_is_ghosted(RopCall& call, const oxcstor::PublicFolderIsGhostedRequest& request,
                                    oxcstor::PublicFolderIsGhostedResponse&) {
  const auto* object = call.input<LogonObject>();
  if (!object) return call.missing();
  // Folders of a mailbox are never ghosted.
  if (!object->logon->mailbox().is_public()) return {};
  return check_folder(*object->logon, request.folder_id);
}

}  // namespace

void register_oxcstor_replicas(RopRegistry& registry) {
  using namespace oxcstor;  // NOLINT: the names of the ROPs
  registry.add<GetOwningServersRequest, GetOwningServersResponse>(get_owning_servers);
  registry.add<PublicFolderIsGhostedRequest, PublicFolderIsGhostedResponse>(public_folder_is_ghosted);
}

}  // namespace mapigate::mapi::handlers
