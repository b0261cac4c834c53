#pragma once

#include <string>
#include <string_view>

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

// The parts of oxcstor.hpp.

namespace mapigate::mapi::handlers {

void register_oxcstor_logon(RopRegistry& registry, const RopServices& services);
void register_oxcstor_receive_folders(RopRegistry& registry);
void register_oxcstor_ids(RopRegistry& registry);
void register_oxcstor_replicas(RopRegistry& registry);
void register_oxcstor_per_user(RopRegistry& registry);

// The ESSDN of a server in the organization of this user, who has `legacy_dn`.
std::string server_dn(std::string_view legacy_dn, std::string_view name);

}  // namespace mapigate::mapi::handlers
