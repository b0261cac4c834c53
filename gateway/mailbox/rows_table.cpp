#include "gateway/mailbox/rows_table.hpp"

#include <algorithm>

#include "gateway/mailbox/attachment_properties.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyTag;

namespace {

// Numbers become instance ids that no header has.
class SmallRows : public RowSource {
 public:
  std::uint64_t instance_id(RowNumber number) const override { return number << 16 | 1; }
  RowNumber number_of(std::uint64_t instance_id) const override { return instance_id >> 16; }
  Outcome<void> show_whole(RowNumber number, const Visitor& visit) override {
    return fetch(std::span(&number, 1), visit);
  }
  bool is_whole() const override { return true; }
};

class ListedAttachment final : public PropertySource {
 public:
  ListedAttachment(const OpenMessage& message, const store::Attachment& attachment)
      : message_(message), attachment_(attachment) {}
  const store::Property* find(std::uint16_t id, store::Property& scratch) const override {
    auto property = attachment_property(message_.mailbox(), attachment_, message_.writable(), id);
    if (!property) return nullptr;
    scratch = std::move(*property);
    return &scratch;
  }

 private:
  const OpenMessage& message_;
  const store::Attachment& attachment_;
};

class AttachmentRows final : public SmallRows {
 public:
  explicit AttachmentRows(OpenMessagePtr message) : message_(std::move(message)) {}

  Outcome<void> scan(const Visitor& visit) override {
    const auto attachments = message_->attachments();
    if (!attachments) return attachments.error();
    for (const store::Attachment& attachment : **attachments) {
      if (!visit(attachment.number, ListedAttachment(*message_, attachment), true)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) override {
    for (const RowNumber number : numbers) {
      const auto attachment = message_->attachment(static_cast<std::uint32_t>(number));
      if (!attachment) return attachment.error();
      if (*attachment && !visit(number, ListedAttachment(*message_, **attachment), true)) break;
    }
    return boost::system::in_place_value;
  }
  void invalidate() override {}
  Outcome<std::vector<PropertyTag>> tags() override {
    const auto attachments = message_->attachments();
    if (!attachments) return attachments.error();
    std::vector<PropertyTag> tags = attachment_tags(store::Attachment{});
    for (const store::Attachment& attachment : **attachments) {
      for (const store::Property& property : attachment.properties.all()) tags.push_back(property.tag);
    }
    return tags;
  }

 private:
  const OpenMessagePtr message_;
};

// Rows that are made of properties.
class LoadedRows final : public SmallRows {
 public:
  struct Row {
    RowNumber number = 0;
    store::Properties properties;
  };
  using Load = std::function<Outcome<std::vector<Row>>()>;
  LoadedRows(Load load, std::vector<PropertyTag> tags) : load_(std::move(load)), tags_(std::move(tags)) {}

  Outcome<void> scan(const Visitor& visit) override {
    if (auto prepared = prepare(); !prepared) return prepared;
    for (const Row& row : rows_) {
      if (!visit(row.number, PropertiesSource(row.properties), true)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) override {
    if (auto prepared = prepare(); !prepared) return prepared;
    for (const RowNumber number : numbers) {
      const Row* row = find(number);
      if (row && !visit(number, PropertiesSource(row->properties), true)) break;
    }
    return boost::system::in_place_value;
  }
  void invalidate() override { ready_ = false; }
  Outcome<std::vector<PropertyTag>> tags() override { return tags_; }

 private:
  const Row* find(RowNumber number) const {
    const auto found =
        std::find_if(rows_.begin(), rows_.end(), [&](const Row& row) { return row.number == number; });
    return found == rows_.end() ? nullptr : &*found;
  }
  Outcome<void> prepare() {
    if (ready_) return boost::system::in_place_value;
    auto rows = load_();
    if (!rows) return rows.error();
    rows_ = std::move(*rows);
    ready_ = true;
    return boost::system::in_place_value;
  }

  const Load load_;
  const std::vector<PropertyTag> tags_;
  bool ready_ = false;
  std::vector<Row> rows_;
};

class SmallTable final : public Table {
 public:
  SmallTable(std::shared_ptr<Logon> logon, std::unique_ptr<RowSource> rows, Abilities abilities)
      : Table(std::move(logon), std::move(rows), abilities, nullptr) {
    make_rows();
  }
};

}  // namespace

std::unique_ptr<Table> open_attachments_table(std::shared_ptr<Logon> logon, OpenMessagePtr message) {
  return std::make_unique<SmallTable>(std::move(logon), std::make_unique<AttachmentRows>(std::move(message)),
                                      Table::Abilities{});
}

Outcome<std::unique_ptr<Table>> open_permissions_table(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                       bool include_free_busy,
                                                       const directory::Directory& directory) {
  const auto load = [logon, folder, include_free_busy,
                     &directory]() -> Outcome<std::vector<LoadedRows::Row>> {
    auto permissions = permission_rows(*logon, folder, include_free_busy, directory);
    if (!permissions) return permissions.error();
    std::vector<LoadedRows::Row> rows;
    for (PermissionRow& permission : *permissions) {
      LoadedRows::Row row;
      row.number = rows.size() + 1;
      row.properties.set(oxprops::pid_tag_entry_id, std::move(permission.entry_id));
      row.properties.set(oxprops::pid_tag_member_id, permission.member_id);
      row.properties.set(oxprops::pid_tag_member_name, std::move(permission.name));
      row.properties.set(oxprops::pid_tag_member_rights, static_cast<wire::i32>(permission.rights));
      rows.push_back(std::move(row));
    }
    return rows;
  };
  // Once at first, for what may be wrong.
  if (const auto rows = load(); !rows) return rows.error();
  std::vector<PropertyTag> tags{oxprops::pid_tag_entry_id, oxprops::pid_tag_member_id,
                                oxprops::pid_tag_member_name, oxprops::pid_tag_member_rights};
  auto source = std::make_unique<LoadedRows>(load, std::move(tags));
  return std::unique_ptr<Table>(
      std::make_unique<SmallTable>(std::move(logon), std::move(source), Table::Abilities{}));
}

Outcome<std::unique_ptr<Table>> open_rules_table(std::shared_ptr<Logon> logon, FolderNumber folder) {
  const auto load = [logon, folder]() -> Outcome<std::vector<LoadedRows::Row>> {
    auto rules = rule_rows(*logon, folder);
    if (!rules) return rules.error();
    std::vector<LoadedRows::Row> rows;
    for (store::Properties& rule : *rules) {
      const auto* id = rule.get<wire::i64>(oxprops::pid_tag_rule_id);
      rows.push_back({id ? static_cast<RowNumber>(*id) : 0, std::move(rule)});
    }
    return rows;
  };
  // Once at first, for what may be wrong.
  if (const auto rows = load(); !rows) return rows.error();
  // [MS-OXORULE] section 2.2.1.3.1.
  std::vector<PropertyTag> tags{oxprops::pid_tag_rule_id,         oxprops::pid_tag_rule_sequence,
                                oxprops::pid_tag_rule_state,      oxprops::pid_tag_rule_name,
                                oxprops::pid_tag_rule_provider,   oxprops::pid_tag_rule_level,
                                oxprops::pid_tag_rule_user_flags, oxprops::pid_tag_rule_provider_data,
                                oxprops::pid_tag_rule_condition,  oxprops::pid_tag_rule_actions};
  auto source = std::make_unique<LoadedRows>(load, std::move(tags));
  return std::unique_ptr<Table>(std::make_unique<SmallTable>(
      std::move(logon), std::move(source), Table::Abilities{.restrict_rows = true, .find = true}));
}

}  // namespace mapigate::mailbox
