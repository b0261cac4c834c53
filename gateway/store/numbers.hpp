#pragma once

#include <cstdint>

namespace mapigate::store {

// What stands in the GlobalCounter of an oxcdata id: a number that one mailbox gives once, ever, for folders
// and messages together; 0 is none. The replica is always the mailbox's own.
using FolderNumber = std::uint64_t;
using MessageNumber = std::uint64_t;
// The same of changes, counted apart: each change of a folder or message has a higher one than all before it.
using ChangeNumber = std::uint64_t;

// A point in time as FILETIME has it: units of 100 ns since 1601-01-01 UTC.
using Time = std::uint64_t;

}  // namespace mapigate::store
