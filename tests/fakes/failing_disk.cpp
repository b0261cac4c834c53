#include "tests/fakes/failing_disk.hpp"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <limits>
#include <stdexcept>

namespace mapigate::fakes {

namespace {

constexpr auto endless = std::numeric_limits<std::int64_t>::max();
std::atomic<std::int64_t> writes_left = endless;
std::atomic<bool> failed = false;

// The methods of a kind of file with another xWrite in them. SQLite's own VFS has a few kinds.
struct Patched {
  const sqlite3_io_methods* original = nullptr;
  sqlite3_io_methods methods{};
};
std::array<Patched, 8> kinds;

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  if (writes_left.load() != endless && writes_left.fetch_sub(1) <= 0) {
    writes_left = 0;
    failed = true;
    return SQLITE_FULL;
  }
  for (const Patched& kind : kinds) {
    if (file->pMethods == &kind.methods) return kind.original->xWrite(file, data, size, offset);
  }
  return SQLITE_IOERR_WRITE;
}

sqlite3_vfs* real_vfs = nullptr;
sqlite3_vfs failing_vfs{};

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = real_vfs->xOpen(real_vfs, name, file, flags, out_flags);
  if (code != SQLITE_OK || !file->pMethods) return code;
  for (Patched& kind : kinds) {
    if (!kind.original) {
      kind.original = file->pMethods;
      kind.methods = *file->pMethods;
      kind.methods.xWrite = write;
    }
    if (kind.original == file->pMethods) {
      file->pMethods = &kind.methods;
      return code;
    }
  }
  throw std::runtime_error("more kinds of files than expected");
}

}  // namespace

FailingDisk::FailingDisk() {
  real_vfs = sqlite3_vfs_find(nullptr);
  failing_vfs = *real_vfs;
  failing_vfs.zName = "failing-disk";
  failing_vfs.xOpen = open;
  sqlite3_vfs_register(&failing_vfs, 1);
}

FailingDisk::~FailingDisk() {
  free();
  sqlite3_vfs_unregister(&failing_vfs);
  sqlite3_vfs_register(real_vfs, 1);
}

void FailingDisk::full_after(std::int64_t writes) {
  failed = false;
  writes_left = writes;
}

void FailingDisk::free() { writes_left = endless; }

bool FailingDisk::has_failed() const { return failed; }

}  // namespace mapigate::fakes
