#include <algorithm>

#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

namespace {

constexpr int first_named_id = oxcdata::first_named_property_id;
constexpr int last_named_id = 0xFFFE;
constexpr int last_replica_id = 0xFFFF;

// All that makes the name what it is.
wire::Bytes key_of(const oxcdata::PropertyName& name) {
  wire::Bytes key(name.guid.bytes.begin(), name.guid.bytes.end());
  key.push_back(static_cast<std::uint8_t>(name.kind));
  if (name.kind == oxcdata::PropertyName::Kind::name) {
    const auto text = as_bytes(name.name);
    key.insert(key.end(), text.begin(), text.end());
  } else {
    for (int shift = 0; shift < 32; shift += 8) key.push_back(static_cast<std::uint8_t>(name.lid >> shift));
  }
  return key;
}

wire::Guid guid_of(std::span<const std::uint8_t> bytes) {
  wire::Guid guid;
  std::copy_n(bytes.begin(), std::min(bytes.size(), guid.bytes.size()), guid.bytes.begin());
  return guid;
}

}  // namespace

StoreResult<Properties> SqliteMailbox::store_properties() {
  return read(
      [&](PooledTransaction& transaction) {
        Rows rows = transaction.query("SELECT properties FROM mailbox");
        return rows.next() ? unpack(transaction, rows.blob(0)) : Properties();
      },
      Transaction::Mode::single);
}

StoreResult<void> SqliteMailbox::change_store_properties(const std::vector<Property>& set,
                                                         const std::vector<std::uint16_t>& erase) {
  return write([&](PooledTransaction& transaction) {
    Properties properties;
    {
      Rows rows = transaction.query("SELECT properties FROM mailbox");
      if (rows.next()) properties = unpack(transaction, rows.blob(0));
    }
    for (const auto id : erase) properties.erase(id);
    for (const auto& property : set) properties.set(property);
    ValueKeeper values(*pool_, transaction);
    const auto packed = pack(properties, values.keeper());
    if (!packed) return transaction.fail(StoreFault::conflict, "the properties of the mailbox are too large");
    transaction.execute("UPDATE mailbox SET properties = ?1", *packed);
    values.give_to(OwnerKind::mailbox, 0);
  });
}

StoreResult<FolderNumber> SqliteMailbox::reserve_numbers(std::uint32_t count) {
  return write([&](PooledTransaction& transaction) {
    const auto first = next_numbers(transaction, count);
    if (count > 0) {
      transaction.execute("INSERT INTO reserved (first, last) VALUES (?1, ?2)", first, first + count - 1);
    }
    return first;
  });
}

StoreResult<std::optional<std::uint16_t>> SqliteMailbox::replica_id(const wire::Guid& replica, bool add) {
  constexpr auto find = "SELECT id FROM replica WHERE guid = ?1";
  using Id = std::optional<std::uint16_t>;
  auto known =
      read([&](PooledTransaction& transaction) -> Id { return transaction.integer(find, replica.bytes); },
           Transaction::Mode::single);
  if (!known || *known || !add) return known;
  return write([&](PooledTransaction& transaction) -> Id {
    if (const auto id = transaction.integer(find, replica.bytes)) return id;
    const auto id = transaction.integer("SELECT max(id) + 1 FROM replica").value_or(1);
    if (id > last_replica_id) {
      transaction.fail(StoreFault::disk_full, "all replica ids of the mailbox are given");
      return std::nullopt;
    }
    transaction.execute("INSERT INTO replica (id, guid) VALUES (?1, ?2)", id, replica.bytes);
    return static_cast<std::uint16_t>(id);
  });
}

StoreResult<std::optional<wire::Guid>> SqliteMailbox::replica_guid(std::uint16_t id) {
  return read(
      [&](PooledTransaction& transaction) -> std::optional<wire::Guid> {
        Rows rows = transaction.query("SELECT guid FROM replica WHERE id = ?1", id);
        if (!rows.next()) return std::nullopt;
        return guid_of(rows.blob(0));
      },
      Transaction::Mode::single);
}

StoreResult<std::vector<NamedPropertyId>> SqliteMailbox::named_properties() {
  return read(
      [&](PooledTransaction& transaction) {
        std::vector<NamedPropertyId> names;
        for (Rows rows =
                 transaction.query("SELECT id, kind, guid, lid, name FROM named_property ORDER BY id");
             rows.next();) {
          NamedPropertyId& named = names.emplace_back();
          named.id = static_cast<std::uint16_t>(rows.integer(0));
          named.name.kind = static_cast<oxcdata::PropertyName::Kind>(rows.integer(1));
          named.name.guid = guid_of(rows.blob(2));
          named.name.lid = static_cast<std::uint32_t>(rows.integer(3));
          named.name.name = as_text<std::u16string>(rows.blob(4));
        }
        return names;
      },
      Transaction::Mode::single);
}

StoreResult<std::uint16_t> SqliteMailbox::add_named_property(const oxcdata::PropertyName& name) {
  return write([&](PooledTransaction& transaction) {
    const auto key = key_of(name);
    if (const auto id = transaction.integer("SELECT id FROM named_property WHERE key = ?1", key)) {
      return static_cast<std::uint16_t>(*id);
    }
    // Rows are never deleted, so that the highest one is the last that was given.
    const auto id = transaction.integer("SELECT max(id) + 1 FROM named_property").value_or(first_named_id);
    if (id > last_named_id) {
      transaction.fail(StoreFault::disk_full, "all ids of named properties of the mailbox are given");
      return std::uint16_t{0};
    }
    const bool is_named = name.kind == oxcdata::PropertyName::Kind::name;
    transaction.execute(
        "INSERT INTO named_property (id, kind, guid, lid, name, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", id,
        static_cast<int>(name.kind), name.guid.bytes, is_named ? 0 : name.lid,
        as_bytes(is_named ? std::u16string_view(name.name) : std::u16string_view()), key);
    return static_cast<std::uint16_t>(id);
  });
}

}  // namespace mapigate::store::sqlite
