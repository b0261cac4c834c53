#pragma once

#include <limits>
#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"

// Which servers hold the contents of a public folder.

namespace mapigate::oxcstor {

using oxcrops::RopId;

// The list of servers of RopGetOwningServers and RopPublicFolderIsGhosted, and in MS-OXCFOLD of RopOpenFolder
// and RopCreateFolder.
struct ReplicaServers {
  wire::u16 cheap_count = 0;  // so many in front cost the same and least; at most all (section 2.2.1.7.2)
  std::vector<std::string> servers;  // ESSDNs, the cheapest first

  bool operator==(const ReplicaServers&) const = default;
  static void fields(auto& self, auto& archive) {
    auto count = static_cast<wire::u16>(self.servers.size());
    archive.check(self.servers.size() <= std::numeric_limits<wire::u16>::max());
    archive("ServersCount", count);
    archive("CheapServersCount", self.cheap_count);
    archive.check(self.cheap_count <= count);
    archive("Servers", wire::repeated_with(count, self.servers, [](auto& server, auto& inner) {
              inner("Server", wire::ascii_z(server));
            }));
  }
};

// MS-OXCROPS section 2.2.3.6.1
struct GetOwningServersRequest {
  static constexpr RopId id = RopId::get_owning_servers;

  oxcdata::FolderId folder_id{};

  bool operator==(const GetOwningServersRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("FolderId", self.folder_id); }
};
// MS-OXCROPS section 2.2.3.6.2
struct GetOwningServersResponse {
  static constexpr RopId id = RopId::get_owning_servers;

  oxcdata::ErrorCode return_value{};
  ReplicaServers owning_servers;

  bool operator==(const GetOwningServersResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("OwningServers", self.owning_servers);
  }
};

// MS-OXCROPS section 2.2.3.7.1
struct PublicFolderIsGhostedRequest {
  static constexpr RopId id = RopId::public_folder_is_ghosted;

  oxcdata::FolderId folder_id{};

  bool operator==(const PublicFolderIsGhostedRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("FolderId", self.folder_id); }
};
// MS-OXCROPS section 2.2.3.7.2
struct PublicFolderIsGhostedResponse {
  static constexpr RopId id = RopId::public_folder_is_ghosted;

  oxcdata::ErrorCode return_value{};
  bool is_ghosted = false;  // whether this server has no replica of the folder
  ReplicaServers servers;   // of a ghosted folder

  bool operator==(const PublicFolderIsGhostedResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("IsGhosted", self.is_ghosted);
    archive("Servers", wire::when(self.is_ghosted, self.servers));
  }
};

}  // namespace mapigate::oxcstor
