#pragma once

#include <string>
#include <vector>

#include "protocol/wire/fields.hpp"

// PidLidVerbStream, MS-OXOMSG section 2.2.1.74: the voting options of a message.

namespace mapigate::oxomsg {

// VerbType: of a voting option. Outlook writes Reply, Forward and so on in front of them, with other types.
inline constexpr wire::u32 voting_verb = 4;

// MS-OXOMSG section 2.2.1.74.1. Texts are 8-bit characters of the message's code page, at most 255 each. The
// fields that are only "set to" something keep what other verbs have there.
struct VoteOption {
  enum class SendBehavior : wire::u32 { automatic = 1, prompt = 2 };

  wire::u32 verb_type = voting_verb;
  std::string display_name;
  std::string msg_cls_name = "IPM.Note";
  std::string internal_1;
  std::string display_name_repeat;  // the same as display_name
  wire::u32 internal_2 = 0;
  wire::u8 internal_3 = 0;
  wire::u32 use_us_headers = 0;  // 0 or 1
  wire::u32 internal_4 = 1;
  SendBehavior send_behavior = SendBehavior::prompt;
  wire::u32 internal_5 = 2;
  wire::u32 id = 0;  // of the first option 1, then ascending
  wire::u32 internal_6 = 0xFFFFFFFF;

  bool operator==(const VoteOption&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("VerbType", self.verb_type);
    archive("DisplayName", wire::counted<wire::u8>(self.display_name));
    archive("MsgClsName", wire::counted<wire::u8>(self.msg_cls_name));
    archive("Internal1String", wire::counted<wire::u8>(self.internal_1));
    archive("DisplayNameRepeat", wire::counted<wire::u8>(self.display_name_repeat));
    archive.check(self.verb_type != voting_verb || self.display_name == self.display_name_repeat);
    archive("Internal2", self.internal_2);
    archive("Internal3", self.internal_3);
    archive("fUseUSHeaders", self.use_us_headers);
    archive("Internal4", self.internal_4);
    archive("SendBehavior", self.send_behavior);
    archive("Internal5", self.internal_5);
    archive("ID", self.id);
    archive("Internal6", self.internal_6);
  }
};

// MS-OXOMSG section 2.2.1.74.2: the names again, in Unicode.
struct VoteOptionExtras {
  std::u16string display_name;
  std::u16string display_name_repeat;  // the same for a voting option

  bool operator==(const VoteOptionExtras&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DisplayName", wire::counted<wire::u8>(self.display_name));
    archive("DisplayNameRepeat", wire::counted<wire::u8>(self.display_name_repeat));
  }
};

struct Verb {
  VoteOption option;
  VoteOptionExtras extras;

  bool operator==(const Verb&) const = default;
};

// MS-OXOMSG section 2.2.1.74. Its Count is said to count both arrays together; in the example of section 4.5,
// as in all that is written, it counts the elements of each.
struct VerbStream {
  std::vector<Verb> verbs;

  bool operator==(const VerbStream&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Version", wire::constant<wire::u16>(0x0102));
    archive("VoteOption", wire::counted_with<wire::u32>(
                              self.verbs, [](auto& verb, auto& inner) { inner("VoteOption", verb.option); }));
    archive("Version2", wire::constant<wire::u16>(0x0104));
    for (auto& verb : self.verbs) {
      archive("VoteOptionExtras", verb.extras);
      archive.check(verb.option.verb_type != voting_verb ||
                    verb.extras.display_name == verb.extras.display_name_repeat);
    }
  }
};

}  // namespace mapigate::oxomsg
