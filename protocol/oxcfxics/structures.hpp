#pragma once

#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

// Structures that are values of properties in FastTransfer streams.

namespace mapigate::oxcfxics {

// MS-OXCFXICS section 2.2.2.7, in the progressTotal element.
struct ProgressInformation {
  wire::u32 fai_message_count = 0;
  wire::u64 fai_message_total_size = 0;  // bytes
  wire::u32 normal_message_count = 0;
  wire::u64 normal_message_total_size = 0;  // bytes

  bool operator==(const ProgressInformation&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Version", wire::constant<wire::u16>(0));
    archive("padding", wire::reserved(2));
    archive("FAIMessageCount", self.fai_message_count);
    archive("FAIMessageTotalSize", self.fai_message_total_size);
    archive("NormalMessageCount", self.normal_message_count);
    archive("padding", wire::reserved(4));
    archive("NormalMessageTotalSize", self.normal_message_total_size);
  }
};

// MS-OXCFXICS section 2.2.2.8.1.1. (Kind has four bytes there; MAPI Inspector reads one.)
struct GroupPropertyName {
  enum class Kind : wire::u32 { lid = 0, name = 1 };

  wire::Guid guid;  // of the property set
  Kind kind = Kind::lid;
  wire::u32 lid = 0;    // of Kind::lid
  std::u16string name;  // of Kind::name

  bool operator==(const GroupPropertyName&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("GUID", self.guid);
    archive("Kind", self.kind);
    archive.check(self.kind == Kind::lid || self.kind == Kind::name);
    archive("LID", wire::when(self.kind == Kind::lid, self.lid));
    auto name_size = static_cast<wire::u32>(self.name.size() * sizeof(char16_t));  // bytes
    archive("NameSize", wire::when(self.kind == Kind::name, name_size));
    archive.check(name_size % sizeof(char16_t) == 0);
    archive("Name",
            wire::when(self.kind == Kind::name, wire::repeated(name_size / sizeof(char16_t), self.name)));
  }
};

// MS-OXCFXICS section 2.2.2.8.1: one of PropertyTags. Only a named property has a name.
struct GroupProperty {
  oxcdata::PropertyTag tag{};
  GroupPropertyName name;

  bool operator==(const GroupProperty&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyTag", self.tag);
    archive("GroupPropertyName", wire::when(oxcdata::is_named(self.tag), self.name));
  }
};

// MS-OXCFXICS section 2.2.2.8.1
struct PropertyGroup {
  std::vector<GroupProperty> property_tags;  // not empty

  bool operator==(const PropertyGroup&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PropertyTags", wire::counted<wire::u32>(self.property_tags));
    archive.check(!self.property_tags.empty());
  }
};

// MS-OXCFXICS section 2.2.2.8, in the groupInfo element.
struct PropertyGroupInfo {
  wire::u32 group_id = 0;
  std::vector<PropertyGroup> groups;  // not empty

  bool operator==(const PropertyGroupInfo&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("GroupId", self.group_id);
    archive("Reserved", wire::reserved(4));
    archive("Groups", wire::counted<wire::u32>(self.groups));
    archive.check(!self.groups.empty());
  }
};

// MS-OXCFXICS section 2.2.2.9, the value of MetaTagNewFXFolder.
struct FolderReplicaInfo {
  oxcdata::LongTermId folder_long_term_id;
  // How many of the first servers are the nearest ones.
  wire::u32 cheap_server_dn_count = 0;
  std::vector<std::string> server_dns;  // ESSDNs; not empty

  bool operator==(const FolderReplicaInfo&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Flags", wire::reserved(4));
    archive("Depth", wire::reserved(4));
    archive("FolderLongTermId", self.folder_long_term_id);
    auto count = static_cast<wire::u32>(self.server_dns.size());
    archive("ServerDNCount", count);
    archive("CheapServerDNCount", self.cheap_server_dn_count);
    archive.check(count > 0 && self.cheap_server_dn_count <= count);
    archive("ServerDNArray", wire::repeated_with(count, self.server_dns, [](auto& dn, auto& inner) {
              inner("ServerDN", wire::ascii_z(dn));
            }));
  }
};

}  // namespace mapigate::oxcfxics
