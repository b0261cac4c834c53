#include "gateway/store/sqlite/mailbox_store.hpp"

#include <algorithm>

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_messages.hpp"
#include "gateway/store/sqlite/mailbox_schema.hpp"

namespace mapigate::store::sqlite {

namespace {

bool read_guid(wire::ByteView bytes, wire::Guid& guid) {
  if (bytes.size() != guid.bytes.size()) return false;
  std::ranges::copy(bytes, guid.bytes.begin());
  return true;
}

StoreResult<MailboxIdentity> read_identity(ConnectionPool& pool) {
  const auto writer = pool.writer();
  return run(writer.connection(), Transaction::Mode::single, [&](PooledTransaction& transaction) {
    MailboxIdentity identity;
    Rows rows = transaction.query("SELECT guid, replica_guid, kind, created FROM mailbox");
    if (!rows.next() || !read_guid(rows.blob(0), identity.mailbox_guid) ||
        !read_guid(rows.blob(1), identity.replica_guid)) {
      transaction.fail(StoreFault::corrupt, "the database of a mailbox does not say which mailbox it is");
      return identity;
    }
    identity.kind = rows.integer(2) == 1 ? MailboxKind::public_folders : MailboxKind::user;
    identity.created = static_cast<Time>(rows.integer(3));
    return identity;
  });
}

StoreResult<void> write_identity(Database& database, const MailboxIdentity& identity) {
  Statement insert_mailbox(database,
                           "INSERT INTO mailbox (id, guid, kind, replica_guid, created, properties)"
                           " VALUES (1, ?1, ?2, ?3, ?4, x'')");
  Statement insert_replica(database, "INSERT INTO replica (id, guid) VALUES (1, ?1)");
  Transaction transaction(database, Transaction::Mode::write);
  transaction.execute(insert_mailbox, identity.mailbox_guid.bytes, static_cast<int>(identity.kind),
                      identity.replica_guid.bytes, identity.created);
  transaction.execute(insert_replica, identity.replica_guid.bytes);
  return transaction.finish();
}

}  // namespace

StoreResult<std::unique_ptr<MailboxStore>> open_mailbox_store(const std::filesystem::path& file,
                                                              std::chrono::milliseconds busy_timeout) {
  auto pool = ConnectionPool::open(file, mailbox_schema, busy_timeout);
  if (!pool) return pool.error();
  auto identity = read_identity(**pool);
  if (!identity) return identity.error();
  return std::make_unique<SqliteMailbox>(std::move(*pool), file, std::move(*identity));
}

StoreResult<std::unique_ptr<MailboxStore>> create_mailbox_store(const std::filesystem::path& file,
                                                                const MailboxIdentity& identity,
                                                                std::chrono::milliseconds busy_timeout) {
  const auto created =
      Database::create(file, mailbox_schema, {.busy_timeout = busy_timeout},
                       [&](Database& database) { return write_identity(database, identity); });
  if (!created) return created.error();
  return open_mailbox_store(file, busy_timeout);
}

StoreResult<std::uint64_t> SqliteMailbox::change_token() {
  // While this process writes the last token will do: what others write meanwhile shows in the next one.
  const auto writer = pool_->try_writer();
  if (!writer) return change_token_.load();
  const auto version = writer->connection().database().data_version();
  if (!version) return version.error();
  change_token_ = *version;
  return *version;
}

StoreResult<MailboxStatistics> SqliteMailbox::statistics() {
  return read([&](PooledTransaction& transaction) {
    const auto number = [&](const char* sql) {
      return static_cast<std::uint64_t>(transaction.integer(sql).value_or(0));
    };
    MailboxStatistics statistics;
    {
      Rows rows = transaction.query(
          "SELECT count(*), sum(c.messages + c.associated + c.deleted), sum(c.deleted),"
          " sum(c.size + c.associated_size + c.deleted_size)"
          " FROM folder f JOIN folder_counts c ON c.folder = f.number WHERE f.kind <> 2");
      if (rows.next()) {
        statistics.messages = static_cast<std::uint64_t>(rows.integer(1));
        statistics.deleted_messages = static_cast<std::uint64_t>(rows.integer(2));
        statistics.size = static_cast<std::uint64_t>(rows.integer(3));
      }
    }
    statistics.folders = number("SELECT count(*) FROM folder");
    statistics.attachments = number("SELECT count(*) FROM attachment WHERE parent = 0");
    statistics.unindexed = number("SELECT count(*) FROM pending_text");
    statistics.schema_version = static_cast<std::uint32_t>(number("PRAGMA user_version"));
    statistics.free_size = number("PRAGMA freelist_count") * number("PRAGMA page_size");
    for (const char* suffix : {"", "-wal"}) {
      std::error_code missing;
      const auto size = std::filesystem::file_size(file_.string() + suffix, missing);
      if (!missing) statistics.disk_size += size;
    }
    return statistics;
  });
}

StoreResult<void> SqliteMailbox::clean() {
  Database::remove_leftovers(file_);
  return write([&](PooledTransaction& transaction) {
    const auto newest = transaction.integer("SELECT max(time) FROM delivered").value_or(0);
    transaction.execute("DELETE FROM delivered WHERE time < ?1",
                        newest - static_cast<std::int64_t>(delivery_keys_kept));
  });
}

}  // namespace mapigate::store::sqlite
