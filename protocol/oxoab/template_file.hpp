#pragma once

#include <array>
#include <cstddef>

#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

// The uncompressed display template file, MS-OXOAB section 2.2: how clients show and search entries of each
// kind. What its templates say is MS-OXOABKT's. It is compressed as a details file is.

namespace mapigate::oxoab {

// A part of the file: an absolute offset, 0 where the part is not there, and its size in bytes.
struct TemplatePart {
  wire::u32 offset = 0;
  wire::u32 size = 0;

  bool operator==(const TemplatePart&) const = default;
  bool is_present() const { return offset != 0; }
  // Fault::truncated where the part does not lie in the file.
  wire::Result<wire::ByteView> in(wire::ByteView file) const {
    if (offset > file.size() || size > file.size() - offset) {
      return wire::Failure{wire::Fault::truncated, file.size(), "TMPLT_ENTRY"};
    }
    return file.subspan(offset, size);
  }
};

// TMPLT_ENTRY, section 2.2.2.
struct TmpltEntry {
  TemplatePart dn;         // X500 DN of the template, with its zero byte
  TemplatePart tmplt;      // MS-OXOABKT section 2.2.2.1
  TemplatePart script;     // instructions by which an address is made from what the user entered
  TemplatePart disp_name;  // with its zero byte

  bool operator==(const TmpltEntry&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("oDN", self.dn.offset);
    archive("cbDN", self.dn.size);
    archive("oTmplt", self.tmplt.offset);
    archive("cbTmplt", self.tmplt.size);
    archive("oScript", self.script.offset);
    archive("cbScript", self.script.size);
    archive("oDispName", self.disp_name.offset);
    archive("cbDispName", self.disp_name.size);
  }
};

// NAMES_STRUCT, section 2.2: the named properties that templates refer to.
struct NamesStruct {
  wire::u16 ids_names = 0;  // how many
  wire::u16 guids = 0;      // how many
  wire::u32 ids_offset = 0;
  wire::u32 guids_offset = 0;
  wire::u32 names_offset = 0;

  bool operator==(const NamesStruct&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("cIDsNames", self.ids_names);
    archive("cGuids", self.guids);
    archive("oIDs", self.ids_offset);
    archive("oGuids", self.guids_offset);
    archive("oNames", self.names_offset);
  }
};

// The file. In a default one there is no template: the least that clients take.
struct DisplayTemplateFile {
  // OAB_HDR of section 2.2.1, which differs from that of a details file.
  static constexpr wire::u32 version = 0x00000007;

  std::array<TmpltEntry, 7> templates{};  // one for each display type
  NamesStruct names;
  // A count of templates for addresses that are not in the book, those templates, and then what all the
  // offsets refer to.
  wire::Bytes data{0, 0, 0, 0};

  bool operator==(const DisplayTemplateFile&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ulVersion", wire::constant<wire::u32>(version));
    archive("ulSerial", wire::reserved(4));
    archive("ulTotRecs", wire::reserved(4));
    archive("TMPLT_ENTRY", self.templates);
    archive("NAMES_STRUCT", self.names);
    archive("data", wire::rest(self.data));
  }
};

}  // namespace mapigate::oxoab
