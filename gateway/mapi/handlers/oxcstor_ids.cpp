// Ids of a logon and ids that hold everywhere: [MS-OXCSTOR] sections 3.2.5.8 and 3.2.5.9, [MS-OXCFXICS]
// section 3.2.5.9.4.7.

#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcfxics/rops_local_replica.hpp"
#include "protocol/oxcstor/ids.hpp"

namespace mapigate::mapi::handlers {

namespace {

// The largest batch that clients are told to ask for is 0x10000 ([MS-OXCFXICS] section 3.3.5.8.12). Ids are
// not given back, so somebody who asks for billions would use them up.
constexpr wire::u32 max_local_ids = 0x100000;

RopOutcome long_term_id_from_id(RopCall& call, const oxcstor::LongTermIdFromIdRequest& request,
                                oxcstor::LongTermIdFromIdResponse& response) {
  const auto* logon = call.input<LogonObject>();
  if (!logon) return call.missing();
  mailbox::Mailbox& mailbox = logon->logon->mailbox();
  const auto id = static_cast<oxcdata::FolderId>(request.object_id);
  const wire::u16 replica = oxcdata::replica_id(id);
  response.long_term_id.counter = oxcdata::counter_of(id);
  if (replica == mailbox::own_replica) {
    response.long_term_id.database_guid = mailbox.identity().replica_guid;
    return {};
  }
  const auto guid = mailbox.store().replica_guid(replica);
  if (!guid) return mailbox.failed(guid.error());
  if (!*guid) return ErrorCode::not_found;
  response.long_term_id.database_guid = **guid;
  return {};
}

// Only the owner gives ids to new replicas: there are few of them, for ever.
mailbox::Outcome<wire::u16> replica_of(const mailbox::Logon& logon, const wire::Guid& guid) {
  mailbox::Mailbox& mailbox = logon.mailbox();
  if (guid == mailbox.identity().replica_guid) return mailbox::own_replica;
  const auto id = mailbox.store().replica_id(guid, logon.actor().owner);
  if (!id) return mailbox.failed(id.error());
  if (!*id) return logon.actor().owner ? ErrorCode::parameter_overflow : ErrorCode::not_found;
  return **id;
}

RopOutcome id_from_long_term_id(RopCall& call, const oxcstor::IdFromLongTermIdRequest& request,
                                oxcstor::IdFromLongTermIdResponse& response) {
  const auto* logon = call.input<LogonObject>();
  if (!logon) return call.missing();
  const oxcdata::LongTermId& id = request.long_term_id;
  if (id.database_guid.is_nil()) return ErrorCode::invalid_parameter;
  // "Fails" with a ReturnValue of zero, which is a success: the id that stands for none.
  if (oxcdata::to_number(id.counter) == 0) return {};
  const auto replica = replica_of(*logon->logon, id.database_guid);
  if (!replica) return replica.error();
  response.object_id = static_cast<wire::u64>(oxcdata::make_id<oxcdata::FolderId>(*replica, id.counter));
  return {};
}

RopOutcome get_local_replica_ids(RopCall& call, const oxcfxics::GetLocalReplicaIdsRequest& request,
                                 oxcfxics::GetLocalReplicaIdsResponse& response) {
  const auto* logon = call.input<LogonObject>();
  if (!logon) return call.missing();
  if (request.id_count == 0 || request.id_count > max_local_ids) return ErrorCode::invalid_parameter;
  mailbox::Mailbox& mailbox = logon->logon->mailbox();
  const auto first = mailbox.store().reserve_numbers(request.id_count);
  if (!first) return mailbox.failed(first.error());
  response.repl_guid = mailbox.identity().replica_guid;
  response.global_count = oxcdata::global_counter(*first);
  return {};
}

}  // namespace

void register_oxcstor_ids(RopRegistry& registry) {
  using namespace oxcstor;  // NOLINT: the names of the ROPs
  registry.add<LongTermIdFromIdRequest, LongTermIdFromIdResponse>(long_term_id_from_id);
  registry.add<IdFromLongTermIdRequest, IdFromLongTermIdResponse>(id_from_long_term_id);
  registry.add<oxcfxics::GetLocalReplicaIdsRequest, oxcfxics::GetLocalReplicaIdsResponse>(
      get_local_replica_ids);
}

}  // namespace mapigate::mapi::handlers
