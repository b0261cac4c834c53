// The speed of tables: restrictions over many messages, and the first rows of folders of different sizes,
// which are to cost the same where the store has an index of the order.

#include <benchmark/benchmark.h>

#include "gateway/mailbox/contents_table.hpp"
#include "gateway/mailbox/message_source.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mapi/handlers/row_writer.hpp"
#include "gateway/mapi/objects/table_object.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/fakes/mailbox_rig.hpp"

namespace mapigate {
namespace {

using namespace oxcdata;
using namespace oxprops;
using mailbox::Mailbox;
using mailbox::Matcher;
using mailbox::Table;

constexpr std::size_t many = 100'000;

// Twenty columns, as a client shows a list of messages.
const std::vector<PropertyTag> list_columns{pid_tag_mid,
                                            pid_tag_inst_id,
                                            pid_tag_instance_num,
                                            pid_tag_message_class,
                                            pid_tag_subject,
                                            pid_tag_normalized_subject,
                                            pid_tag_sent_representing_name,
                                            pid_tag_display_to,
                                            pid_tag_importance,
                                            pid_tag_sensitivity,
                                            pid_tag_message_delivery_time,
                                            pid_tag_client_submit_time,
                                            pid_tag_message_size,
                                            pid_tag_message_flags,
                                            pid_tag_message_status,
                                            pid_tag_has_attachments,
                                            pid_tag_flag_status,
                                            pid_tag_icon_index,
                                            pid_tag_conversation_topic,
                                            pid_tag_last_modification_time};

std::u16string number_text(std::size_t number) {
  const std::string digits = std::to_string(number);
  return {digits.begin(), digits.end()};
}

store::Content mail(std::size_t i) {
  store::Content content;
  auto& properties = content.properties;
  properties.set(pid_tag_message_class, std::u16string(u"IPM.Note"));
  properties.set(pid_tag_subject,
                 u"RE: Offer " + number_text(i * 7919 % many) + u" for the meeting in Zürich");
  properties.set(pid_tag_sent_representing_name, u"Person " + number_text(i % 500));
  properties.set(pid_tag_display_to, std::u16string(u"Alice"));
  properties.set(pid_tag_importance, static_cast<wire::i32>(i % 3));
  properties.set(pid_tag_message_delivery_time, wire::FileTime{133'000'000'000'000'000 + i * 10'000'000});
  properties.set(pid_tag_client_submit_time, wire::FileTime{133'000'000'000'000'000 + i * 10'000'000});
  properties.set(pid_tag_body, std::u16string(1000, u'b'));
  properties.set(pid_tag_transport_message_headers, std::u16string(800, u'h'));
  return content;
}

// Folders of so many messages each, made once.
struct Folders {
  fakes::MailboxRig rig;
  mailbox::MailboxPtr alice = rig.alice();
  std::shared_ptr<mailbox::Logon> logon = std::make_shared<mailbox::Logon>(rig.owner(alice));
  std::map<std::size_t, store::FolderNumber> by_size;

  store::FolderNumber of(std::size_t size) {
    store::FolderNumber& number = by_size[size];
    if (number != 0) return number;
    store::FolderWrite folder;
    folder.parent = alice->special(mailbox::SpecialFolder::ipm_subtree);
    folder.name = number_text(size);
    number = alice->create_folder(folder).value().number;
    std::vector<store::MessageWrite> batch;
    for (std::size_t i = 0; i < size; ++i) {
      mailbox::NewMessage message;
      message.folder = number;
      batch.push_back(mailbox::message_write(*alice, mail(i), message));
      if (batch.size() == 1000 || i + 1 == size) {
        alice->save_messages(batch).value();
        batch.clear();
      }
    }
    return number;
  }
};
Folders& folders() {
  static Folders it;
  return it;
}

RestrictionValue subject_contains(std::u16string text, wire::u16 fuzzy) {
  ContentRestriction it;
  it.fuzzy_level_low = fuzzy_substring;
  it.fuzzy_level_high = fuzzy;
  it.property_tag = pid_tag_subject;
  it.tagged_value.tag = pid_tag_subject;
  it.tagged_value.value = std::move(text);
  return operand(std::move(it));
}
RestrictionValue delivered_after(std::uint64_t time) {
  PropertyRestriction it;
  it.rel_op = RelOp::greater_than_or_equal;
  it.property_tag = pid_tag_message_delivery_time;
  it.tagged_value.tag = pid_tag_message_delivery_time;
  it.tagged_value.value = wire::FileTime{time};
  return operand(std::move(it));
}

enum class Condition { exact_text, loose_text, time, ten_texts };

RestrictionValue condition(Condition which) {
  switch (which) {
    case Condition::exact_text:
      return subject_contains(u"Zürich", 0);
    case Condition::loose_text:
      return subject_contains(u"ZURICH", fuzzy_loose);
    case Condition::time:
      return delivered_after(133'000'500'000'000'000);
    case Condition::ten_texts:
      break;
  }
  OrRestriction any;
  for (std::size_t i = 0; i < 10; ++i) {
    any.restrictions.push_back(*subject_contains(u"none " + number_text(i), fuzzy_ignore_case).restriction);
  }
  return operand(std::move(any));
}

// Without the store: packed properties in memory.
void restriction(benchmark::State& state, Condition which) {
  std::vector<wire::Bytes> packed;
  for (std::size_t i = 0; i < many; ++i) {
    packed.push_back(
        *store::pack(mail(i).properties, [](const store::LargeValue&) { return store::LargeReference{}; }));
  }
  auto matcher = std::move(*Matcher::compile(*condition(which).restriction));
  std::size_t matches = 0;
  for (auto _ : state) {
    for (const wire::Bytes& bytes : packed) {
      store::MessageRow row;
      row.properties = *store::PackedProperties::read(bytes);
      const mailbox::MessageFacts facts = mailbox::facts_of(row, 0);
      matches += matcher.matches(mailbox::ListedMessage(*folders().alice, row, facts));
    }
  }
  benchmark::DoNotOptimize(matches);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * many));
}
BENCHMARK_CAPTURE(restriction, exact_text, Condition::exact_text)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(restriction, loose_text, Condition::loose_text)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(restriction, time, Condition::time)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(restriction, ten_texts, Condition::ten_texts)->Unit(benchmark::kMillisecond);

std::unique_ptr<Table> open(std::size_t size) {
  auto table = mailbox::ContentsTable::open(folders().logon, folders().of(size), {});
  (void)(*table)->set_columns(list_columns);
  return std::move(*table);
}

SortOrderSet order_of(PropertyTag tag, SortDirection direction = SortDirection::descending) {
  SortOrderSet orders;
  orders.sort_orders.push_back({tag, direction});
  return orders;
}

// A table that shows what a restriction lets through.
void restricted_table(benchmark::State& state, Condition which) {
  folders().of(many);
  for (auto _ : state) {
    auto table = open(many);
    (void)table->restrict_rows(condition(which));
    benchmark::DoNotOptimize(table->position()->rows);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * many));
}
BENCHMARK_CAPTURE(restricted_table, loose_text, Condition::loose_text)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(restricted_table, time, Condition::time)->Unit(benchmark::kMillisecond);

// Reads rows as RopQueryRows does.
std::size_t read_rows(mapi::TableObject& object, std::size_t count, bool advance) {
  constexpr std::size_t room = 0x7F00;
  mapi::handlers::RowWriter writer(object, 1252, room);
  const auto read = object.table->read(true, count, advance,
                                       [&](const mailbox::TableRow& row) { return writer.write(row); });
  return read ? writer.bytes().size() : 0;
}

// From opening the table to its first 50 rows.
void first_rows(benchmark::State& state, PropertyTag tag) {
  const auto size = static_cast<std::size_t>(state.range(0));
  folders().of(size);
  std::size_t bytes = 0;
  for (auto _ : state) {
    mapi::TableObject object(open(size));
    object.columns = list_columns;
    (void)object.table->sort(order_of(tag));
    bytes = read_rows(object, 50, true);
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK_CAPTURE(first_rows, by_date, pid_tag_message_delivery_time)->Arg(1000)->Arg(many);
BENCHMARK_CAPTURE(first_rows, by_subject, pid_tag_normalized_subject)->Arg(1000)->Arg(many);
// Without an index in the store all messages are looked at once.
BENCHMARK_CAPTURE(first_rows, by_size, pid_tag_message_size)
    ->Arg(1000)
    ->Arg(many)
    ->Unit(benchmark::kMillisecond);

// 50 rows of 20 columns of a table that is open.
void query_rows(benchmark::State& state) {
  mapi::TableObject object(open(many));
  object.columns = list_columns;
  (void)object.table->sort(order_of(pid_tag_message_delivery_time));
  for (auto _ : state) benchmark::DoNotOptimize(read_rows(object, 50, false));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * 50 * list_columns.size()));
}
BENCHMARK(query_rows);

// The whole folder in pages of 50.
void all_rows(benchmark::State& state) {
  for (auto _ : state) {
    mapi::TableObject object(open(many));
    object.columns = list_columns;
    (void)object.table->sort(order_of(pid_tag_message_delivery_time));
    while (object.table->position()->row < many) read_rows(object, 50, true);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * many));
}
BENCHMARK(all_rows)->Unit(benchmark::kMillisecond);

// A message comes into a folder that is shown in categories: until its first rows are there again.
void new_message_in_categories(benchmark::State& state) {
  mapi::TableObject object(open(many));
  object.columns = list_columns;
  SortOrderSet orders = order_of(pid_tag_sent_representing_name, SortDirection::ascending);
  orders.categorized_count = 1;
  orders.expanded_count = 1;
  (void)object.table->sort(orders);
  read_rows(object, 50, false);
  mailbox::NewMessage message;
  message.folder = folders().of(many);
  for (auto _ : state) {
    state.PauseTiming();
    const auto write = mailbox::message_write(*folders().alice, mail(1), message);
    const store::MessageNumber number[] = {folders().alice->save_message(write).value().number};
    state.ResumeTiming();
    benchmark::DoNotOptimize(read_rows(object, 50, false));
    state.PauseTiming();
    (void)folders().alice->delete_messages(number, message.folder, true);
    state.ResumeTiming();
  }
}
BENCHMARK(new_message_in_categories)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mapigate

BENCHMARK_MAIN();
