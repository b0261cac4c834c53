#pragma once

#include <string_view>

namespace mapigate::cli {

// Of the project in CMakeLists.txt.
inline constexpr std::string_view version = MAPIGATE_VERSION;

}  // namespace mapigate::cli
