#pragma once

#include <string>
#include <string_view>

namespace mapigate::store::sqlite {

// What two names have in common that are equal without regard to case (Unicode full case folding, in
// normalization form C), and what names are ordered by: bytes. Never changed for the same name, since it is
// stored.
std::string name_key(std::u16string_view name);

}  // namespace mapigate::store::sqlite
