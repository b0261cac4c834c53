#include "gateway/mailbox/hierarchy_table.hpp"

#include <unordered_map>

#include "gateway/mailbox/folder_properties.hpp"
#include "gateway/mailbox/ids.hpp"

namespace mapigate::mailbox {

namespace {

class ListedFolder final : public PropertySource {
 public:
  ListedFolder(FolderProperties& properties, const store::FolderRecord& folder)
      : properties_(properties), folder_(folder) {}
  const store::Property* find(std::uint16_t id, store::Property& scratch) const override {
    auto property = properties_.property(folder_, id);
    if (!property) return nullptr;
    scratch = std::move(*property);
    return &scratch;
  }

 private:
  FolderProperties& properties_;
  const store::FolderRecord& folder_;
};

class FolderRows final : public RowSource {
 public:
  FolderRows(std::shared_ptr<Logon> logon, FolderNumber folder, bool deep, bool deleted)
      : logon_(std::move(logon)), folder_(folder), deep_(deep), deleted_(deleted) {}

  Outcome<void> scan(const Visitor& visit) override {
    if (auto prepared = prepare(); !prepared) return prepared;
    for (const store::FolderRecord& folder : folders_) {
      if (!visit(folder.number, ListedFolder(*properties_, folder), true)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> fetch(std::span<const RowNumber> numbers, const Visitor& visit) override {
    if (auto prepared = prepare(); !prepared) return prepared;
    for (const RowNumber number : numbers) {
      const auto found = places_.find(number);
      if (found == places_.end()) continue;
      if (!visit(number, ListedFolder(*properties_, folders_[found->second.index]), true)) break;
    }
    return boost::system::in_place_value;
  }
  Outcome<void> show_whole(RowNumber number, const Visitor& visit) override {
    return fetch(std::span(&number, 1), visit);
  }
  bool is_whole() const override { return true; }
  std::uint64_t instance_id(RowNumber number) const override {
    return static_cast<std::uint64_t>(folder_id(number));
  }
  RowNumber number_of(std::uint64_t instance_id) const override {
    return mailbox::number_of(static_cast<oxcdata::FolderId>(instance_id)).value_or(0);
  }
  std::uint32_t depth(RowNumber number) const override {
    const auto found = places_.find(number);
    return found == places_.end() ? 0 : found->second.depth;
  }
  void invalidate() override { ready_ = false; }
  Outcome<std::vector<oxcdata::PropertyTag>> tags() override {
    if (auto prepared = prepare(); !prepared) return prepared.error();
    std::vector<oxcdata::PropertyTag> tags = FolderProperties::tags(store::FolderRecord{});
    for (const store::FolderRecord& folder : folders_) {
      for (const store::Property& property : folder.properties.all()) tags.push_back(property.tag);
    }
    return tags;
  }

 private:
  struct Place {
    std::size_t index = 0;
    std::uint32_t depth = 0;
  };

  Outcome<void> prepare() {
    if (ready_) return boost::system::in_place_value;
    auto folders = logon_->mailbox().store().folders(folder_, deep_, deleted_);
    if (!folders) return logon_->mailbox().failed(folders.error());
    folders_.clear();
    places_.clear();
    std::unordered_map<FolderNumber, std::uint32_t> depths{{folder_, 0}};
    for (store::FolderRecord& folder : *folders) {
      const std::uint32_t depth = depths[folder.parent] + 1;
      depths[folder.number] = depth;
      if (!logon_->actor().owner) {
        const auto rights = logon_->rights(folder.number);
        if (!rights) return rights.error();
        constexpr Rights seen = right_folder_visible | right_read_any | right_folder_owner;
        if ((*rights & seen) == 0) continue;
      }
      places_[folder.number] = {folders_.size(), depth};
      folders_.push_back(std::move(folder));
    }
    properties_.emplace(*logon_);
    ready_ = true;
    return boost::system::in_place_value;
  }

  const std::shared_ptr<Logon> logon_;
  const FolderNumber folder_;
  const bool deep_;
  const bool deleted_;
  bool ready_ = false;
  std::vector<store::FolderRecord> folders_;
  std::unordered_map<FolderNumber, Place> places_;
  std::optional<FolderProperties> properties_;
};

class HierarchyTable final : public Table {
 public:
  HierarchyTable(std::shared_ptr<Logon> logon, std::unique_ptr<FolderRows> rows)
      : Table(std::move(logon), std::move(rows),
              {.restrict_rows = true, .find = true, .bookmarks = true, .cut_values = true},
              // Folders, and what is counted in them.
              [](const Event& event, RowChanges& changes) {
                if (event.kind != EventKind::new_mail) changes.add_all();
              }) {
    make_rows();
  }
};

}  // namespace

Outcome<std::unique_ptr<Table>> open_hierarchy_table(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                     bool deep, bool deleted) {
  const auto record = logon->mailbox().store().folder(folder);
  if (!record) return logon->mailbox().failed(record.error());
  auto rows = std::make_unique<FolderRows>(logon, folder, deep, deleted);
  return std::unique_ptr<Table>(std::make_unique<HierarchyTable>(std::move(logon), std::move(rows)));
}

}  // namespace mapigate::mailbox
