#pragma once

#include "gateway/store/folder_record.hpp"
#include "gateway/store/sqlite/pooled_transaction.hpp"

// Numbers and versions, given in the transaction that uses them: what is rolled back was never given.

namespace mapigate::store::sqlite {

// The first of `count` that nobody else gets.
ChangeNumber next_changes(PooledTransaction& transaction, std::uint64_t count);
inline ChangeNumber next_change(PooledTransaction& transaction) { return next_changes(transaction, 1); }
std::uint64_t next_numbers(PooledTransaction& transaction, std::uint64_t count);
// For something new: the next one where `wanted` is 0, else `wanted`, which must have been reserved and not
// been used (not_found otherwise).
std::uint64_t claim_number(PooledTransaction& transaction, std::uint64_t wanted);

// The version of a change that was made here, of something that had `old` (with its change number). The
// change key is that of the change number; what was changed elsewhere before stays in the list.
Version next_version(const wire::Guid& replica, const Version& old, ChangeNumber change_number);

}  // namespace mapigate::store::sqlite
