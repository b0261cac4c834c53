#include "gateway/store/sqlite/database.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace mapigate::store::sqlite {

namespace {

constexpr const char* new_suffix = ".new-";  // and six random characters: a file while it is created

StoreFault fault_of(int code) {
  switch (code & 0xFF) {  // the primary result code, https://sqlite.org/rescode.html
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreFault::busy;
    case SQLITE_READONLY:
      return StoreFault::read_only;
    case SQLITE_FULL:
      return StoreFault::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreFault::corrupt;
    case SQLITE_CONSTRAINT:
      return StoreFault::conflict;
    default:
      return StoreFault::unavailable;
  }
}

StoreError system_failure(const std::filesystem::path& file, std::string_view what) {
  const int code = errno;
  return {code == EROFS ? StoreFault::read_only : StoreFault::unavailable,
          fmt::format("the database {} cannot be {}: {}", file.string(), what, std::strerror(code))};
}

StoreResult<void> check_is_file(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) return system_failure(file, "opened");
  if (S_ISREG(status.st_mode)) return {};
  return StoreError{StoreFault::unavailable, fmt::format("{} is not a file", file.string())};
}

// Takes the rights of others away. By name: opening and closing the file would drop the locks that other
// connections of this process hold on it (https://sqlite.org/howtocorrupt.html section 2.2).
StoreResult<void> make_private(const std::filesystem::path& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const std::string name = file.string() + suffix;
    struct stat status {};
    if (::stat(name.c_str(), &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) == 0) continue;
    if (::chmod(name.c_str(), S_IRUSR | S_IWUSR) != 0) {
      return system_failure(name, "protected from others who may read it");
    }
  }
  return {};
}

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : ".";
}

void sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = folder_of(file);
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

StoreResult<Database> Database::open(const std::filesystem::path& file, const Schema& schema,
                                     const OpenOptions& options) {
  std::error_code ignored;  // what is wrong with the path is told by the calls that follow
  if (!std::filesystem::exists(std::filesystem::symlink_status(file, ignored))) {
    if (!options.create) {
      return StoreError{StoreFault::not_found, fmt::format("there is no database {}", file.string())};
    }
    const auto created = create(file, schema, options, {});
    if (!created && created.error().fault != StoreFault::conflict) return created.error();
  }
  if (auto checked = check_is_file(file); !checked) return checked.error();
  Database database(file);
  if (auto connected = database.connect(options); !connected) return connected.error();
  if (options.check_integrity) {
    if (auto checked = database.check_integrity(); !checked) return checked.error();
  }
  if (auto migrated = database.migrate(schema); !migrated) return migrated.error();
  // Not before: until now it could have been somebody else's file.
  if (auto made = make_private(file); !made) return made.error();
  return database;
}

// Makes the database under a name of its own and then gives it its name, so that nobody ever meets one that
// is half made, also when several processes do this at once: the first wins.
StoreResult<void> Database::create(const std::filesystem::path& file, const Schema& schema,
                                   const OpenOptions& options, const Setup& setup) {
  std::string temporary = file.string() + new_suffix + "XXXXXX";
  const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (descriptor < 0) return system_failure(file, "created");
  ::close(descriptor);
  StoreResult<void> result;
  {
    Database database(temporary);
    result = database.connect(options);
    if (result) result = database.migrate(schema);
    if (result && setup) result = setup(database);
    // All of it into the file itself: closing would try, but not say that the disk was full.
    if (result) {
      if (const auto busy = database.integer("PRAGMA wal_checkpoint(TRUNCATE)"); !busy) result = busy.error();
    }
  }
  if (result && ::link(temporary.c_str(), file.c_str()) != 0) {
    result = errno == EEXIST ? StoreError{StoreFault::conflict,
                                          fmt::format("the database {} is there already", file.string())}
                             : system_failure(file, "created");
  }
  for (const char* suffix : {"", "-journal", "-wal", "-shm"}) ::unlink((temporary + suffix).c_str());
  sync_folder_of(file);
  return result;
}

void Database::remove_leftovers(const std::filesystem::path& file) {
  const auto prefix = file.filename().string() + new_suffix;
  // Somebody may be creating it now.
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(1);
  std::error_code failed;
  std::filesystem::directory_iterator entry(folder_of(file), failed);
  for (; !failed && entry != std::filesystem::directory_iterator(); entry.increment(failed)) {
    std::error_code gone;
    if (entry->path().filename().string().starts_with(prefix) && entry->last_write_time(gone) < old &&
        !gone) {
      std::filesystem::remove(entry->path(), gone);
    }
  }
}

StoreError Database::error() const {
  const int code = handle_ ? sqlite3_extended_errcode(handle_.get()) : SQLITE_NOMEM;
  const StoreFault fault = fault_of(code);
  const std::string name = file_.string();
  switch (fault) {
    case StoreFault::busy:
      return {fault, fmt::format("the database {} is locked by another process (waited {} ms)", name,
                                 busy_timeout_.count())};
    case StoreFault::read_only:
      return {fault, fmt::format("the database {} cannot be written", name)};
    case StoreFault::disk_full:
      return {fault, fmt::format("there is no space left for the database {}", name)};
    case StoreFault::corrupt:
      return {fault, fmt::format("{} is damaged or not a database ({}): restore it from a backup", name,
                                 sqlite3_errmsg(handle_.get()))};
    default:
      return {fault, fmt::format("the database {} failed: {} (SQLite error {})", name,
                                 handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory", code)};
  }
}

StoreResult<std::uint64_t> Database::data_version() {
  const auto version = integer("PRAGMA data_version");
  if (!version) return version.error();
  return static_cast<std::uint64_t>(*version);
}

StoreResult<void> Database::connect(const OpenOptions& options) {
  busy_timeout_ = options.busy_timeout;
  sqlite3* handle = nullptr;
  // Without SQLite's own mutex: a connection is used by one thread at a time.
  const int code =
      sqlite3_open_v2(file_.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) return error();
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout_.count()));
  // No schema of a tampered file gets code to run, and no statement breaks the file format.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return {};
}

StoreResult<void> Database::migrate(const Schema& schema) {
  std::uint32_t version = 0;
  if (auto checked = check_schema(schema, version); !checked) return checked;
  // The log is cut again when it has become larger than 16 MB.
  if (auto result = run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                        "PRAGMA journal_size_limit=16777216");
      !result) {
    return result;
  }
  if (version == schema.migrations.size()) return {};

  if (auto result = run("BEGIN IMMEDIATE"); !result) return result;
  // Again under the lock: another process may have been faster.
  auto result = check_schema(schema, version);
  for (; result && version < schema.migrations.size(); ++version) result = run(schema.migrations[version]);
  if (result) {
    result = run(fmt::format("PRAGMA application_id={}; PRAGMA user_version={}; COMMIT",
                             schema.application_id, schema.migrations.size())
                     .c_str());
  }
  if (!result) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  return result;
}

StoreResult<void> Database::check_schema(const Schema& schema, std::uint32_t& version) {
  const auto objects = integer("SELECT count(*) FROM sqlite_schema");
  if (!objects) return objects.error();
  const auto application_id = integer("PRAGMA application_id");
  if (!application_id) return application_id.error();
  const auto user_version = integer("PRAGMA user_version");
  if (!user_version) return user_version.error();

  version = static_cast<std::uint32_t>(*user_version);
  const bool empty = *objects == 0 && *application_id == 0 && version == 0;
  if (empty) return {};
  if (*application_id != static_cast<std::int64_t>(schema.application_id)) {
    return StoreError{StoreFault::foreign_file,
                      fmt::format("{} is a database of another kind (application id {:#x}, expected {:#x})",
                                  file_.string(), *application_id, schema.application_id)};
  }
  if (version > schema.migrations.size()) {
    return StoreError{
        StoreFault::newer_schema,
        fmt::format("the database {} has schema version {}, this program knows versions up to {}: it "
                    "was written by a newer release",
                    file_.string(), version, schema.migrations.size())};
  }
  return {};
}

StoreResult<void> Database::check_integrity() {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), "PRAGMA quick_check(1)", -1, &statement, nullptr) != SQLITE_OK) {
    return error();
  }
  const bool row = sqlite3_step(statement) == SQLITE_ROW;
  const auto* text = row ? reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)) : nullptr;
  const std::string verdict = text ? text : "";
  const int code = sqlite3_finalize(statement);
  if (code != SQLITE_OK) return error();
  if (verdict == "ok") return {};
  return StoreError{
      StoreFault::corrupt,
      fmt::format("the database {} is damaged ({}): restore it from a backup", file_.string(), verdict)};
}

StoreResult<void> Database::run(const char* script) {
  if (sqlite3_exec(handle_.get(), script, nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

StoreResult<std::int64_t> Database::integer(const char* query) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), query, -1, &statement, nullptr) != SQLITE_OK) return error();
  const bool row = sqlite3_step(statement) == SQLITE_ROW;
  const std::int64_t value = row ? sqlite3_column_int64(statement, 0) : 0;
  if (sqlite3_finalize(statement) != SQLITE_OK) return error();
  return value;
}

}  // namespace mapigate::store::sqlite
