#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mailbox/special_folders.hpp"

namespace mapigate::mailbox {

// The name of a special folder in the language of an LCID ([MS-LCID] section 2), as Outlook names it there;
// in English where there are no names in that language. Folders that no user sees are named in English
// everywhere. Empty only for SpecialFolder::none.
std::u16string_view folder_name(SpecialFolder role, std::uint32_t lcid);

// Whether the folder is called so in any of the languages.
bool is_folder_name(SpecialFolder role, std::u16string_view name);

// The LCID of a language tag ("de", "pt-BR") that there are names in; 0 for any other text.
std::uint32_t folder_language(std::string_view tag);
// The tags that folder_language() knows.
std::vector<std::string> folder_languages();
// Whether there are names in the language of an LCID.
bool has_folder_names(std::uint32_t lcid);

}  // namespace mapigate::mailbox
