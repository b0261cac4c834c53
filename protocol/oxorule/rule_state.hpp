#pragma once

#include "protocol/wire/bytes.hpp"

// PidTagRuleState of a standard rule and PidTagRuleMessageState of an extended one, MS-OXORULE sections
// 2.2.1.3.1.3 and 2.2.4.1.4.

namespace mapigate::oxorule {

inline constexpr wire::u32 st_enabled = 0x00000001;
inline constexpr wire::u32 st_error = 0x00000002;          // set by the server alone
inline constexpr wire::u32 st_only_when_oof = 0x00000004;  // executed while the user is out of office
inline constexpr wire::u32 st_keep_oof_hist = 0x00000008;
inline constexpr wire::u32 st_exit_level = 0x00000010;  // no rule after this one, but for those of OOF
inline constexpr wire::u32 st_skip_if_scl_is_safe = 0x00000020;
inline constexpr wire::u32 st_rule_parse_error = 0x00000040;  // set by the server alone

}  // namespace mapigate::oxorule
