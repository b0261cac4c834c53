// What issue-sized mailboxes cost over TLS, as ratios within one run; prints lines "NAME VALUE UNIT" that
// tests/bench/run.sh puts into its table.
//   bench-mailbox-load [SECONDS [ROUNDS [LARGE]]]      LARGE (100000): messages in the large folder
#include <fmt/core.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxctabl/cursor.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/view.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "tests/e2e/mailbox_client.hpp"

namespace mapigate::e2e {
namespace {

using Clock = std::chrono::steady_clock;
using oxcdata::FolderId;
using oxcdata::PropertyTag;
using oxcrops::RopBatch;
using oxcstor::LogonResponse;

const std::string password = "correct horse";
const std::string anna = "anna@good.test";
constexpr std::size_t small = 1000;
constexpr unsigned connections = 16;

// What Outlook's list of messages shows.
const MailboxClient::Tags columns{
    oxprops::pid_tag_mid,
    oxprops::pid_tag_inst_id,
    oxprops::pid_tag_instance_num,
    oxprops::pid_tag_subject,
    oxprops::pid_tag_sent_representing_name,
    oxprops::pid_tag_sent_representing_smtp_address,
    oxprops::pid_tag_message_delivery_time,
    oxprops::pid_tag_client_submit_time,
    oxprops::pid_tag_last_modification_time,
    oxprops::pid_tag_message_size,
    oxprops::pid_tag_message_flags,
    oxprops::pid_tag_message_status,
    oxprops::pid_tag_message_class,
    oxprops::pid_tag_importance,
    oxprops::pid_tag_sensitivity,
    oxprops::pid_tag_has_attachments,
    oxprops::pid_tag_display_to,
    oxprops::pid_tag_display_cc,
    oxprops::pid_tag_icon_index,
    oxprops::pid_tag_change_key,
};

std::string message(std::size_t number) {
  return fmt::format(
      "From: Sender {0} <sender{0}@example.org>\r\nTo: Anna <{1}>\r\nSubject: {2} number {3}\r\n"
      "Date: {4:02} Jan 2026 {5:02}:{6:02}:{7:02} +0000\r\nMessage-ID: <{3}@example.org>\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n\r\n{8}\r\n",
      number * 7919 % 500, anna, number * 104729 % 100'000, number, 1 + number % 28, number % 24, number % 60,
      number / 60 % 60, std::string(1500, 'x'));
}

// An mbox of so many messages; returns its bytes.
std::uint64_t write_mbox(const std::string& file, std::size_t count) {
  std::ofstream out(file, std::ios::binary);
  for (std::size_t i = 0; i < count; ++i) out << "From a@b Thu Jan  1 00:00:00 1970\n" << message(i) << "\n";
  return static_cast<std::uint64_t>(out.tellp());
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// The same bytes into one table, so many in each transaction.
double plain_table(const std::string& file, std::size_t count, std::size_t per_transaction) {
  sqlite3* db = nullptr;
  sqlite3_open(file.c_str(), &db);
  sqlite3_exec(
      db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE m (id INTEGER PRIMARY KEY, b BLOB)",
      nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO m (b) VALUES (?1)", -1, &insert, nullptr);
  const auto start = Clock::now();
  for (std::size_t i = 0; i < count; ++i) {
    if (i % per_transaction == 0) sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
    const std::string bytes = message(i);
    sqlite3_bind_blob(insert, 1, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_reset(insert);
    if (i % per_transaction == per_transaction - 1 || i + 1 == count)
      sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  }
  const double elapsed = seconds_since(start);
  sqlite3_finalize(insert);
  sqlite3_close(db);
  return elapsed;
}

// Opens the contents table and reads the first 50 rows in one Execute, as a click on a folder does.
double open_and_read(MailboxClient& client, FolderId folder, PropertyTag sort) {
  RopBatch batch;
  const auto from = batch.handle(client.logon_handle);
  const auto opened = batch.new_handle();
  const auto table = batch.new_handle();
  batch.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = opened, .folder_id = folder});
  batch.add<oxcfold::GetContentsTableResponse>(
      opened, oxcfold::GetContentsTableRequest{.output_handle_index = table});
  batch.add<oxctabl::SetColumnsResponse>(table, oxctabl::SetColumnsRequest{0, columns});
  oxctabl::SortTableRequest order;
  order.sort_orders.sort_orders.push_back({sort, oxcdata::SortDirection::descending});
  batch.add<oxctabl::SortTableResponse>(table, order);
  oxctabl::QueryRowsRequest query;
  query.row_count = 50;
  const auto& rows = batch.add<oxctabl::QueryRowsResponse>(
      table, query, [](oxctabl::QueryRowsResponse& response) { response.columns = columns; });
  batch.release(table);
  batch.release(opened);
  const auto start = Clock::now();
  client.mapi.execute(batch);
  const double elapsed = seconds_since(start);
  if (rows.row_data.size() != 50) throw std::runtime_error("not 50 rows");
  return elapsed;
}

double rows_time(MailboxClient& client, FolderId folder, PropertyTag sort) {
  std::vector<double> times;
  for (int i = 0; i < 100; ++i) times.push_back(open_and_read(client, folder, sort));
  return median(times);
}

// Requests a second on 16 connections.
double rate(std::vector<std::unique_ptr<MailboxClient>>& clients, std::vector<wire::u32>& tables, bool ping,
            double seconds) {
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    threads.emplace_back([&, i] {
      while (!stop) {
        if (ping) {
          clients[i]->mapi.ping();
        } else {
          RopBatch batch;
          const auto table = batch.handle(tables[i]);
          batch.add<oxctabl::SeekRowResponse>(table, oxctabl::SeekRowRequest{});
          oxctabl::QueryRowsRequest query;
          query.row_count = 50;
          const auto& rows = batch.add<oxctabl::QueryRowsResponse>(
              table, query, [](oxctabl::QueryRowsResponse& response) { response.columns = columns; });
          clients[i]->mapi.execute(batch);
          if (rows.row_data.size() != 50) throw std::runtime_error("not 50 rows");
        }
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(done) / seconds;
}

wire::u32 open_table(MailboxClient& client, FolderId folder) {
  RopBatch batch;
  const auto from = batch.handle(client.logon_handle);
  const auto opened = batch.new_handle();
  const auto table = batch.new_handle();
  batch.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = opened, .folder_id = folder});
  batch.add<oxcfold::GetContentsTableResponse>(
      opened, oxcfold::GetContentsTableRequest{.output_handle_index = table});
  batch.add<oxctabl::SetColumnsResponse>(table, oxctabl::SetColumnsRequest{0, columns});
  oxctabl::SortTableRequest order;
  order.sort_orders.sort_orders.push_back(
      {oxprops::pid_tag_message_delivery_time, oxcdata::SortDirection::descending});
  batch.add<oxctabl::SortTableResponse>(table, order);
  client.mapi.execute(batch);
  return batch.handle_at(table);
}

void import(Installation& installation, const std::string& folder, const std::string& file) {
  const auto done = installation.run({"mail", "import", "--user", anna, "--folder", folder, file}, {},
                                     std::chrono::hours(1));
  if (done.status != 0) throw std::runtime_error(done.out + done.err);
}

void run(double seconds, int rounds, std::size_t large) {
  Installation installation;
  installation.set("auth", "memory_kib", "1024");
  installation.add_good_domain("good.test");
  installation.add_user(anna, password);
  const std::string small_box = installation.folder / "small.mbox";
  const std::string large_box = installation.folder / "large.mbox";
  write_mbox(small_box, small);
  const auto bytes = write_mbox(large_box, large);
  installation.start();
  {
    MailboxClient first(installation, anna, password);  // the mailbox comes to be
  }
  import(installation, "Inbox/small", small_box);
  const auto start = Clock::now();
  import(installation, "Inbox/large", large_box);
  const double imported = seconds_since(start);
  const double plain = plain_table(installation.folder / "plain.sqlite", large, 200);
  const auto count = static_cast<double>(large);
  fmt::print("import {:.0f} messages/s ({:.1f} MB/s)\n", count / imported, double(bytes) / 1e6 / imported);
  fmt::print("import_share {:.2f} of one plain table ({:.0f} messages/s)\n", plain / imported, count / plain);

  MailboxClient client(installation, anna, password);
  const auto inbox = client.folder(LogonResponse::inbox);
  const auto small_folder = client.create_folder(inbox, u"small", true);
  const auto large_folder = client.create_folder(inbox, u"large", true);
  for (const auto& [name, sort] : {std::pair{"date", oxprops::pid_tag_message_delivery_time},
                                   std::pair{"subject", oxprops::pid_tag_subject},
                                   std::pair{"normalized_subject", oxprops::pid_tag_normalized_subject},
                                   std::pair{"sender", oxprops::pid_tag_sent_representing_name}}) {
    const double few = rows_time(client, small_folder, sort);
    const double many = rows_time(client, large_folder, sort);
    fmt::print("first_rows_{} {:.2f} times as long in {} messages as in {} ({:.2f} ms, {:.2f} ms)\n", name,
               many / few, large, small, many * 1e3, few * 1e3);
  }

  std::vector<std::unique_ptr<MailboxClient>> clients;
  std::vector<wire::u32> tables;
  for (unsigned i = 0; i < connections; ++i) {
    clients.push_back(std::make_unique<MailboxClient>(installation, anna, password));
    tables.push_back(open_table(*clients.back(), large_folder));
  }
  std::vector<double> shares;
  for (int round = 0; round < rounds; ++round) {
    const double pings = rate(clients, tables, true, seconds);
    const double rows = rate(clients, tables, false, seconds);
    shares.push_back(rows / pings);
    fmt::print("query_rows {:.0f} requests/s, {:.2f} of {:.0f} PING/s\n", rows, rows / pings, pings);
  }
  fmt::print("query_rows_share {:.2f} median\n", median(shares));
}

}  // namespace
}  // namespace mapigate::e2e

int main(int argc, char** argv) {
  try {
    mapigate::e2e::run(argc > 1 ? std::atof(argv[1]) : 5, argc > 2 ? std::atoi(argv[2]) : 4,
                       argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 100'000);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench-mailbox-load: {}\n", error.what());
    return 1;
  }
}
