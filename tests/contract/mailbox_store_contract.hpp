#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/store/mailbox_store.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/oxprops/property_tags.hpp"

// What every MailboxStore must do: the tests in mailbox_*_contract.cpp. A driver links them and says
//
//   INSTANTIATE_TEST_SUITE_P(Name, MailboxStoreContract, testing::Values([] { return a new MailboxBackend;
//   }));

namespace mapigate {

using store::Attachment;
using store::Content;
using store::Contents;
using store::FolderNumber;
using store::FolderRecord;
using store::FolderWrite;
using store::MessageNumber;
using store::MessageQuery;
using store::MessageRow;
using store::MessageWrite;
using store::Properties;
using store::SavedMessage;
using store::Scan;
using store::SortColumn;
using store::StoreFault;
using store::Time;

// The data of one mailbox, made for each test.
class MailboxBackend {
 public:
  virtual ~MailboxBackend() = default;
  virtual store::StoreResult<std::unique_ptr<store::MailboxStore>> create(
      const store::MailboxIdentity& identity) = 0;
  // One more store on the same data, as another process would.
  virtual store::StoreResult<std::unique_ptr<store::MailboxStore>> open() = 0;
};
using MakeMailboxBackend = std::function<std::unique_ptr<MailboxBackend>()>;

class MailboxStoreContract : public testing::TestWithParam<MakeMailboxBackend> {
 public:
  static store::MailboxIdentity an_identity();

  void SetUp() override;

  FolderNumber folder(FolderNumber parent, std::u16string name,
                      store::FolderKind kind = store::FolderKind::generic);
  // A message in `to` of which everything is set but what the test sets itself.
  static MessageWrite message_in(FolderNumber to, std::u16string subject = u"Subject");
  SavedMessage save(const MessageWrite& message);
  SavedMessage save(FolderNumber to, std::u16string subject = u"Subject") {
    return save(message_in(to, std::move(subject)));
  }

  std::vector<MessageNumber> numbers(const MessageQuery& query, store::MailboxStore* from = nullptr);
  std::vector<MessageNumber> numbers(FolderNumber in, Contents contents = Contents::normal);
  // Counts of the folder, made anew from its rows.
  store::FolderCounts recount(FolderNumber folder, bool is_search);
  // Every folder says what its rows say, and verify() finds nothing.
  void expect_consistent();

  // Nothing happened but the fault.
  template <class Result>
  static void expect_refused(const Result& result, StoreFault fault) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().fault, fault) << result.error().message;
    EXPECT_FALSE(result.error().message.empty());
  }

  std::unique_ptr<MailboxBackend> backend = GetParam()();
  std::unique_ptr<store::MailboxStore> store;
  FolderNumber root = 0;
  FolderNumber inbox = 0;
};

// `size` bytes that differ from seed to seed and from place to place.
wire::Bytes pattern(std::size_t size, unsigned seed);
std::uint8_t pattern_at(std::uint64_t offset, unsigned seed);
// A value of these bytes that is nowhere in memory.
store::LargeValuePtr pattern_value(std::uint64_t size, unsigned seed);
wire::Bytes read_all(const store::LargeValue& value);
// Types, values and large bytes alike.
bool same(const Properties& a, const Properties& b);

}  // namespace mapigate
