#include "gateway/mapi/handlers/oxcstor.hpp"

#include "gateway/base/encoding.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcstor/store_state.hpp"

namespace mapigate::mapi::handlers {

namespace {

// Section 3.2.5.5: servers should not implement it. PidTagStoreState says the same.
RopOutcome get_store_state(RopCall& call, const oxcstor::GetStoreStateRequest&,
                           oxcstor::GetStoreStateResponse&) {
  if (!call.input<LogonObject>()) return call.missing();
  return ErrorCode::not_implemented;
}

}  // namespace

std::string server_dn(std::string_view legacy_dn, std::string_view name) {
  const std::size_t people = to_lower(legacy_dn).find("/cn=recipients/");
  std::string dn(legacy_dn.substr(0, people));
  dn += "/cn=Configuration/cn=Servers/cn=";
  dn += name;
  return dn;
}

void register_oxcstor(RopRegistry& registry, const RopServices& services) {
  register_oxcstor_logon(registry, services);
  register_oxcstor_receive_folders(registry);
  register_oxcstor_ids(registry);
  register_oxcstor_replicas(registry);
  register_oxcstor_per_user(registry);
  registry.add<oxcstor::GetStoreStateRequest, oxcstor::GetStoreStateResponse>(get_store_state);
}

}  // namespace mapigate::mapi::handlers
