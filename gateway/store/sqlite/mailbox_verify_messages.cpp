#include <algorithm>
#include <unordered_map>

#include "gateway/store/sqlite/mailbox_verify.hpp"

namespace mapigate::store::sqlite {

void Verifier::check_messages() {
  for (const auto folder : transaction_.integers(
           "SELECT DISTINCT folder FROM message WHERE folder NOT IN (SELECT number FROM folder)")) {
    const auto count =
        transaction_.integer("SELECT count(*) FROM message WHERE folder = ?1", folder).value_or(0);
    found("MESSAGE_ORPHAN", fmt::format("{} messages are in folder {}, which does not exist", count, folder));
    if (repairs())
      transaction_.execute("UPDATE message SET folder = ?2 WHERE folder = ?1", folder, options_.into);
  }
  // The first by the index of what is deleted, the second by folder and contents: no row that is in order is
  // looked at.
  const auto timed =
      transaction_.integers("SELECT number FROM message WHERE deleted IS NOT NULL AND contents < 2");
  const auto untimed = transaction_.integers(
      "SELECT m.number FROM folder f, (VALUES (2), (3)) c, message m INDEXED BY message_by_number"
      " WHERE m.folder = f.number AND m.contents = c.column1 AND m.deleted IS NULL");
  for (const auto number : timed) {
    found("MESSAGE_STATE", fmt::format("message {} is not deleted, but has a time of deletion", number));
    if (repairs())
      transaction_.execute("UPDATE message SET contents = contents + 2 WHERE number = ?1", number);
  }
  for (const auto number : untimed) {
    found("MESSAGE_STATE", fmt::format("message {} is deleted, but has no time of deletion", number));
    if (repairs())
      transaction_.execute("UPDATE message SET contents = contents - 2 WHERE number = ?1", number);
  }
}

void Verifier::check_attachment_owners() {
  for (const auto message : transaction_.integers(
           "SELECT DISTINCT message FROM attachment WHERE message NOT IN (SELECT number FROM message)")) {
    found("ATTACHMENT_ORPHAN",
          fmt::format("there are attachments of message {}, which does not exist", message));
    if (!repairs()) continue;
    transaction_.execute(
        "INSERT INTO message (number, folder, contents, change_number, read_change, read, status, created,"
        " modified, size, delivery_time, submit_time, importance, flag_status, has_attachments, subject, "
        "sender,"
        " display_to, message_class, conversation, change_key, predecessors, mirror, properties, recipients)"
        " VALUES (?1, ?2, 0, (SELECT change FROM counter), 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, x'', x'', x'', "
        "x'',"
        " x'', x'', x'', x'', x'', x'')",
        message, options_.into);
    transaction_.execute("UPDATE counter SET change = change + 1");
  }
  constexpr auto inside_of_none =
      "FROM attachment WHERE parent <> 0 AND NOT EXISTS (SELECT 1 FROM attachment p"
      " WHERE p.message = attachment.message AND p.id = attachment.parent AND p.is_embedded"
      " AND p.id < attachment.id)";
  static const std::string find = std::string("SELECT DISTINCT message ") + inside_of_none;
  static const std::string mend =
      std::string("UPDATE attachment SET parent = 0 WHERE message = ?1 AND id IN (SELECT id ") +
      inside_of_none + " AND message = ?1)";
  for (const auto message : transaction_.integers(find.c_str())) {
    found("ATTACHMENT_PARENT",
          fmt::format("message {} has an attachment inside of one that is no message", message));
    if (repairs()) transaction_.execute(mend.c_str(), message);
  }
}

void Verifier::check_searches() {
  const auto stale = transaction_.integers(
      "SELECT DISTINCT r.message FROM search_result r LEFT JOIN message m ON m.number = r.message"
      " LEFT JOIN folder f ON f.number = r.search"
      " WHERE m.number IS NULL OR m.contents <> 0 OR f.number IS NULL OR f.kind <> 2");
  for (const auto message : stale) {
    found("SEARCH_RESULT_STALE",
          fmt::format("a search folder shows {}, which is no message for it", message));
    if (repairs()) transaction_.execute("DELETE FROM search_result WHERE message = ?1", message);
  }
}

void Verifier::check_texts() {
  const auto stale = transaction_.integers(
      "SELECT message FROM text_entry WHERE message NOT IN (SELECT number FROM message)"
      " UNION SELECT message FROM pending_text WHERE message NOT IN (SELECT number FROM message)");
  for (const auto message : stale) {
    found("TEXT_ENTRY_STALE", fmt::format("there is full text of message {}, which does not exist", message));
    if (!repairs()) continue;
    transaction_.execute("DELETE FROM text_entry WHERE message = ?1", message);
    transaction_.execute("DELETE FROM pending_text WHERE message = ?1", message);
  }
}

void Verifier::check_contents() {
  // From number to number: rows are changed meanwhile.
  std::uint64_t number = 0;
  while (const auto next = transaction_.integer(
             "SELECT number FROM message WHERE number > ?1 ORDER BY number LIMIT 1", number)) {
    number = static_cast<std::uint64_t>(*next);
    check_content(number);
    step();
    if (transaction_.failed()) return;
  }
}

void Verifier::check_content(MessageNumber number) {
  std::vector<LargeReference> named;
  std::uint64_t size = 0;
  std::uint64_t stored_size = 0;
  bool damaged = false;
  const auto add_properties = [&](std::span<const std::uint8_t> bytes) {
    const auto references = large_values_of(bytes);
    if (!references) {
      damaged = true;
      return;
    }
    named.insert(named.end(), references->begin(), references->end());
    size += bytes.size();
  };
  const auto add_recipients = [&](std::span<const std::uint8_t> bytes) {
    const bool read = read_recipients(bytes, [&](const PackedRecipient& recipient) {
      if (!recipient.properties.unpack([](LargeReference) { return LargeValuePtr(); })) damaged = true;
      const auto references = recipient.properties.large_values();
      named.insert(named.end(), references.begin(), references.end());
    });
    if (!read) damaged = true;
    size += bytes.size();
  };
  {
    Rows rows =
        transaction_.query("SELECT size, properties, recipients FROM message WHERE number = ?1", number);
    if (!rows.next()) return;
    stored_size = static_cast<std::uint64_t>(rows.integer(0));
    add_properties(rows.blob(1));
    add_recipients(rows.blob(2));
  }
  for (Rows rows = transaction_.query(
           "SELECT properties, embedded_properties, embedded_recipients FROM attachment WHERE message = ?1",
           number);
       rows.next();) {
    add_properties(rows.blob(0));
    add_properties(rows.blob(1));
    add_recipients(rows.blob(2));
  }
  if (damaged) {
    found("MESSAGE_DAMAGED", fmt::format("properties of message {} are damaged", number), false);
    return;  // what it names is not known
  }
  for (const auto& reference : named) size += reference.size;
  if (size != stored_size) {
    found("MESSAGE_SIZE", fmt::format("message {} has {} bytes, not {}", number, size, stored_size));
    if (repairs()) transaction_.execute("UPDATE message SET size = ?2 WHERE number = ?1", number, size);
  }
  check_references(OwnerKind::message, number, std::move(named));
}

// Owners that are not messages.
void Verifier::check_owners() {
  std::unordered_map<std::uint64_t, std::vector<LargeReference>> folders;
  std::unordered_map<std::uint64_t, std::vector<LargeReference>> rules;
  const auto collect = [&](auto& owners, const char* sql) {
    for (Rows rows = transaction_.query(sql); rows.next();) {
      const auto references = large_values_of(rows.blob(1)).value_or(std::vector<LargeReference>());
      auto& named = owners[static_cast<std::uint64_t>(rows.integer(0))];
      named.insert(named.end(), references.begin(), references.end());
    }
  };
  collect(folders, "SELECT number, properties FROM folder");
  collect(rules, "SELECT folder, properties FROM rule");
  for (const auto& [number, named] : folders) check_references(OwnerKind::folder, number, named);
  for (const auto& [number, named] : rules) check_references(OwnerKind::rules, number, named);
  std::vector<LargeReference> of_mailbox;
  {
    Rows rows = transaction_.query("SELECT properties FROM mailbox");
    if (rows.next()) of_mailbox = large_values_of(rows.blob(0)).value_or(std::vector<LargeReference>());
  }
  check_references(OwnerKind::mailbox, 0, std::move(of_mailbox));

  // Owners that are gone.
  const auto gone = transaction_.integers(
      "SELECT DISTINCT owner FROM value_reference r WHERE"
      " (kind = 0 AND NOT EXISTS (SELECT 1 FROM message WHERE number = r.owner))"
      " OR (kind IN (1, 2) AND NOT EXISTS (SELECT 1 FROM folder WHERE number = r.owner))"
      " OR (kind = 2 AND NOT EXISTS (SELECT 1 FROM rule WHERE folder = r.owner))");
  for (const auto owner : gone) {
    found("REFERENCE_STALE", fmt::format("large values are held by {}, which does not exist", owner));
    if (!repairs()) continue;
    transaction_.execute(
        "DELETE FROM value_reference WHERE owner = ?1 AND"
        " ((kind = 0 AND NOT EXISTS (SELECT 1 FROM message WHERE number = ?1))"
        " OR (kind = 1 AND NOT EXISTS (SELECT 1 FROM folder WHERE number = ?1))"
        " OR (kind = 2 AND NOT EXISTS (SELECT 1 FROM rule WHERE folder = ?1)))",
        owner);
  }
}

void Verifier::check_references(OwnerKind kind, std::uint64_t owner, std::vector<LargeReference> named) {
  std::erase_if(named, [](const LargeReference& reference) { return reference.size == 0; });
  std::ranges::sort(named, {}, &LargeReference::id);
  named.erase(std::ranges::unique(named).begin(), named.end());
  const auto number = static_cast<int>(kind);
  const auto held = transaction_.integers(
      "SELECT value FROM value_reference WHERE kind = ?1 AND owner = ?2 ORDER BY value", number, owner);
  for (const auto value : held) {
    if (std::ranges::binary_search(named, value, {}, &LargeReference::id)) continue;
    found("REFERENCE_STALE", fmt::format("{} holds the large value {} without naming it", owner, value));
    if (!repairs()) continue;
    transaction_.execute("DELETE FROM value_reference WHERE kind = ?1 AND owner = ?2 AND value = ?3", number,
                         owner, value);
  }
  for (const auto& reference : named) {
    if (!std::ranges::binary_search(held, reference.id)) {
      found("REFERENCE_MISSING",
            fmt::format("{} names the large value {} without holding it", owner, reference.id));
      if (repairs()) {
        transaction_.execute("INSERT INTO value_reference (kind, owner, value) VALUES (?1, ?2, ?3)", number,
                             owner, reference.id);
      }
    }
    const auto bytes = transaction_.integer("SELECT sum(length(data)) FROM chunk WHERE id BETWEEN ?1 AND ?2",
                                            chunk_id(reference.id), chunk_id(reference.id + 1) - 1);
    if (static_cast<std::uint64_t>(bytes.value_or(0)) != reference.size) {
      found("VALUE_MISSING",
            fmt::format("of the {} bytes of the large value {}, which {} holds, there are {}", reference.size,
                        reference.id, owner, bytes.value_or(0)),
            false);
    }
  }
}

void Verifier::check_values() {
  // From value to value: the chunks between are not looked at.
  std::uint64_t value = 0;
  while (const auto next = transaction_.integer("SELECT id FROM chunk WHERE id >= ?1 ORDER BY id LIMIT 1",
                                                chunk_id(value + 1))) {
    value = static_cast<std::uint64_t>(*next) >> chunk_bits;
    if (transaction_.integer("SELECT 1 FROM value_reference WHERE value = ?1 LIMIT 1", value)) continue;
    found("VALUE_UNREFERENCED", fmt::format("nobody holds the large value {}", value));
    if (repairs()) release_value(transaction_, value);
  }
}

}  // namespace mapigate::store::sqlite
