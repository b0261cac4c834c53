#include "tests/contract/mailbox_store_contract.hpp"

#include <algorithm>

namespace mapigate {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(MailboxStoreContract);

store::MailboxIdentity MailboxStoreContract::an_identity() {
  store::MailboxIdentity identity;
  for (std::size_t i = 0; i < 16; ++i) {
    identity.mailbox_guid.bytes[i] = static_cast<std::uint8_t>(i + 1);
    identity.replica_guid.bytes[i] = static_cast<std::uint8_t>(0xF0 + i);
  }
  identity.created = 133'000'000'000'000'000;
  return identity;
}

void MailboxStoreContract::SetUp() {
  auto made = backend->create(an_identity());
  ASSERT_TRUE(made) << made.error().message;
  store = std::move(*made);
  root = folder(0, u"Root", store::FolderKind::root);
  inbox = folder(root, u"Inbox");
}

FolderNumber MailboxStoreContract::folder(FolderNumber parent, std::u16string name, store::FolderKind kind) {
  FolderWrite write;
  write.parent = parent;
  write.kind = kind;
  write.name = std::move(name);
  write.created = 1000;
  const auto created = store->create_folder(write);
  EXPECT_TRUE(created) << created.error().message;
  return created ? created->number : 0;
}

MessageWrite MailboxStoreContract::message_in(FolderNumber to, std::u16string subject) {
  MessageWrite message;
  message.folder = to;
  message.created = 2000;
  message.modified = 2001;
  message.columns.delivery_time = 1999;
  message.columns.subject = std::string(subject.begin(), subject.end());
  message.content.properties.set(oxprops::pid_tag_subject, std::move(subject));
  return message;
}

SavedMessage MailboxStoreContract::save(const MessageWrite& message) {
  const auto saved = store->save_message(message);
  EXPECT_TRUE(saved) << saved.error().message;
  return saved ? *saved : SavedMessage();
}

std::vector<MessageNumber> MailboxStoreContract::numbers(const MessageQuery& query,
                                                         store::MailboxStore* from) {
  std::vector<MessageNumber> listed;
  const auto done = (from ? from : store.get())->list_messages(query, [&](const MessageRow& row) {
    listed.push_back(row.number);
    return Scan::go_on;
  });
  EXPECT_TRUE(done) << done.error().message;
  return listed;
}

std::vector<MessageNumber> MailboxStoreContract::numbers(FolderNumber in, Contents contents) {
  MessageQuery query;
  query.folder = in;
  query.contents = contents;
  return numbers(query);
}

store::FolderCounts MailboxStoreContract::recount(FolderNumber number, bool is_search) {
  store::FolderCounts counts;
  for (const auto contents :
       {Contents::normal, Contents::associated, Contents::deleted_normal, Contents::deleted_associated}) {
    MessageQuery query;
    query.folder = number;
    query.contents = contents;
    const auto listed = store->list_messages(query, [&](const MessageRow& row) {
      EXPECT_EQ(row.contents, contents);
      EXPECT_TRUE(is_search || row.folder == number);
      const bool deleted = contents >= Contents::deleted_normal;
      EXPECT_EQ(row.deleted.has_value(), deleted);
      const bool associated = contents == Contents::associated;
      (deleted ? counts.deleted : associated ? counts.associated : counts.messages) += 1;
      (deleted ? counts.deleted_size : associated ? counts.associated_size : counts.size) += row.size;
      if (contents == Contents::normal && !row.read) ++counts.unread;
      return Scan::go_on;
    });
    EXPECT_TRUE(listed) << listed.error().message;
  }
  return counts;
}

void MailboxStoreContract::expect_consistent() {
  std::vector<FolderRecord> all{store->folder(root).value()};
  for (const bool deleted : {false, true}) {
    for (auto& folder : store->folders(root, true, deleted).value()) all.push_back(std::move(folder));
  }
  for (const auto& folder : all) {
    const auto counts = recount(folder.number, folder.kind == store::FolderKind::search);
    EXPECT_EQ(folder.counts.messages, counts.messages) << folder.number;
    EXPECT_EQ(folder.counts.unread, counts.unread) << folder.number;
    EXPECT_EQ(folder.counts.size, counts.size) << folder.number;
    EXPECT_EQ(folder.counts, counts) << folder.number;
    const auto below = std::ranges::count_if(
        all, [&](const auto& other) { return other.parent == folder.number && !other.deleted; });
    EXPECT_EQ(folder.subfolders, static_cast<std::uint32_t>(below)) << folder.number;
  }
  const auto wrong = store->verify(true, {});
  ASSERT_TRUE(wrong) << wrong.error().message;
  for (const auto& inconsistency : *wrong) ADD_FAILURE() << inconsistency.id << ": " << inconsistency.text;
}

std::uint8_t pattern_at(std::uint64_t offset, unsigned seed) {
  return static_cast<std::uint8_t>((offset + 1) * 2654435761u >> 13 ^ seed * 97);
}

wire::Bytes pattern(std::size_t size, unsigned seed) {
  wire::Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = pattern_at(i, seed);
  return bytes;
}

namespace {

class PatternValue final : public store::LargeValue {
 public:
  PatternValue(std::uint64_t size, unsigned seed) : size_(size), seed_(seed) {}
  std::uint64_t size() const override { return size_; }
  store::StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (offset >= size_) return std::size_t{0};
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), size_ - offset));
    for (std::size_t i = 0; i < count; ++i) out[i] = pattern_at(offset + i, seed_);
    return count;
  }

 private:
  std::uint64_t size_;
  unsigned seed_;
};

}  // namespace

store::LargeValuePtr pattern_value(std::uint64_t size, unsigned seed) {
  return std::make_shared<PatternValue>(size, seed);
}

wire::Bytes read_all(const store::LargeValue& value) {
  wire::Bytes bytes(value.size());
  const auto read = value.read(0, bytes);
  EXPECT_TRUE(read) << read.error().message;
  EXPECT_EQ(read ? *read : 0, bytes.size());
  return bytes;
}

bool same(const Properties& a, const Properties& b) {
  return std::ranges::equal(a.all(), b.all(), [](const store::Property& one, const store::Property& other) {
    if (one.tag != other.tag || !one.large != !other.large) return false;
    return one.large ? read_all(*one.large) == read_all(*other.large) : one.value == other.value;
  });
}

}  // namespace mapigate
