#pragma once

#include <string_view>

namespace mapigate::oxdscli {

// Whether both name the same schema. Microsoft's own pages print some of these names with "https:", and
// clients have copied them; the scheme's "s" makes no difference here.
bool same_schema(std::string_view a, std::string_view b);

}  // namespace mapigate::oxdscli
