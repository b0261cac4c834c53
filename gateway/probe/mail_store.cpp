#include "gateway/probe/mail_store.hpp"

#include <fmt/core.h>

#include <array>

#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/oxcmsg/messages.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxcrops/rop_batch.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"
#include "protocol/oxcstor/ids.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/view.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::probe {

namespace asio = boost::asio;
namespace tag = oxprops;
using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcmapihttp::ExecuteRequest;
using oxcmapihttp::ExecuteResponse;
using oxcmapihttp::RequestType;
using oxcrops::RopBatch;
using selfcheck::StepStatus;

namespace {

constexpr wire::u32 max_rop_out = 0x18008;  // what Outlook offers
constexpr std::size_t max_output = 1024 * 1024;
constexpr wire::u16 rows_wanted = 10;
constexpr std::array list_columns{tag::pid_tag_subject, tag::pid_tag_message_delivery_time};
constexpr std::array drafts_column{tag::pid_tag_ipm_drafts_entry_id};
constexpr std::array subject_column{tag::pid_tag_subject};
constexpr std::u16string_view draft_subject = u"Mapigate probe: this draft is deleted at once";

std::string text_of(const oxcdata::PropertyRow& row, std::size_t column) {
  if (column >= row.values.size()) return {};
  const auto* text = std::get_if<std::u16string>(&row.values[column]);
  return text ? wire::to_utf8(*text) : std::string();
}

class MailStore {
 public:
  MailStore(MapiClient& client, Trail& trail) : client_(client), trail_(trail) {}

  asio::awaitable<bool> run(const std::string& legacy_dn, bool read_only) {
    const bool logged_on = co_await log_on(legacy_dn);
    if (!logged_on) co_return false;
    const bool listed = co_await list_inbox();
    if (!listed || read_only) co_return listed;
    const bool found = co_await find_drafts();
    if (!found) co_return false;
    const bool made = co_await make_draft();
    if (!made) co_return false;
    const bool read = co_await read_draft();
    const bool deleted = co_await delete_draft();
    co_return read&& deleted;
  }

 private:
  // [MS-OXCSTOR] section 3.1.4.1.
  asio::awaitable<bool> log_on(const std::string& legacy_dn) {
    RopBatch batch;
    const auto index = batch.new_handle();
    oxcstor::LogonRequest request;
    request.logon_flags = oxcstor::logon_private;
    request.open_flags = oxcstor::LogonRequest::home_logon;
    request.essdn = legacy_dn;
    const auto& response = batch.add<oxcstor::LogonResponse>(index, request);
    co_await execute(batch);
    if (!succeeded("RopLogon", response.return_value)) co_return false;
    logon_ = batch.handle_at(index);
    inbox_ = response.folder_ids[oxcstor::LogonResponse::inbox];
    trail_.add(StepStatus::info, {}, fmt::format("logged on to mailbox {}", response.mailbox_guid.text()));
    co_return true;
  }

  // [MS-OXCTABL] section 4.1: the contents of the inbox, the newest first.
  asio::awaitable<bool> list_inbox() {
    RopBatch batch;
    const auto logon = batch.handle(logon_);
    const auto folder = batch.new_handle();
    const auto table = batch.new_handle();
    const auto& opened = batch.add<oxcfold::OpenFolderResponse>(
        logon, oxcfold::OpenFolderRequest{.output_handle_index = folder, .folder_id = inbox_});
    const auto& contents = batch.add<oxcfold::GetContentsTableResponse>(
        folder, oxcfold::GetContentsTableRequest{.output_handle_index = table});
    const auto& columns = batch.add<oxctabl::SetColumnsResponse>(
        table, oxctabl::SetColumnsRequest{0, {list_columns.begin(), list_columns.end()}});
    oxctabl::SortTableRequest sort;
    sort.sort_orders.sort_orders.push_back(
        {tag::pid_tag_message_delivery_time, oxcdata::SortDirection::descending});
    const auto& sorted = batch.add<oxctabl::SortTableResponse>(table, sort);
    oxctabl::QueryRowsRequest query;
    query.row_count = rows_wanted;
    const auto& rows = batch.add<oxctabl::QueryRowsResponse>(
        table, query, [](oxctabl::QueryRowsResponse& response) { response.columns = list_columns; });
    batch.release(table);
    co_await execute(batch);
    if (!succeeded("RopOpenFolder of the inbox", opened.return_value) ||
        !succeeded("RopGetContentsTable", contents.return_value) ||
        !succeeded("RopSetColumns", columns.return_value) ||
        !succeeded("RopSortTable", sorted.return_value) || !succeeded("RopQueryRows", rows.return_value)) {
      co_return false;
    }
    inbox_handle_ = batch.handle_at(folder);
    trail_.add(StepStatus::info, {}, fmt::format("the inbox holds {} messages", contents.row_count));
    for (const oxcdata::PropertyRow& row : rows.row_data) {
      trail_.add(StepStatus::info, {}, fmt::format("  {}", text_of(row, 0)));
    }
    co_return true;
  }

  // [MS-OXOSFLD] section 2.2.3: the inbox knows where the drafts are.
  asio::awaitable<bool> find_drafts() {
    RopBatch asked;
    const auto& properties = asked.add<oxcprpt::GetPropertiesSpecificResponse>(
        asked.handle(inbox_handle_),
        oxcprpt::GetPropertiesSpecificRequest{0, 1, {drafts_column.begin(), drafts_column.end()}},
        [](oxcprpt::GetPropertiesSpecificResponse& response) { response.columns = drafts_column; });
    co_await execute(asked);
    if (!succeeded("RopGetPropertiesSpecific", properties.return_value)) co_return false;
    const auto* bytes = std::get_if<wire::Bytes>(&properties.row_data.values.front());
    const auto entry_id = bytes ? wire::parse<oxcdata::FolderEntryId>(*bytes)
                                : wire::Result<oxcdata::FolderEntryId>(wire::Failure{wire::Fault::truncated});
    if (!entry_id) {
      trail_.add(StepStatus::failed, {}, "the inbox does not say where the drafts are");
      trail_.remark(Ending::failed, "PidTagIpmDraftsEntryId of the inbox is missing or malformed");
      co_return false;
    }
    RopBatch converted;
    const auto& id = converted.add<oxcstor::IdFromLongTermIdResponse>(
        converted.handle(logon_), oxcstor::IdFromLongTermIdRequest{entry_id->folder});
    co_await execute(converted);
    if (!succeeded("RopIdFromLongTermId", id.return_value)) co_return false;
    drafts_ = static_cast<oxcdata::FolderId>(id.object_id);
    co_return true;
  }

  asio::awaitable<bool> make_draft() {
    RopBatch batch;
    const auto logon = batch.handle(logon_);
    const auto message = batch.new_handle();
    const auto& created = batch.add<oxcmsg::CreateMessageResponse>(
        logon, oxcmsg::CreateMessageRequest{.output_handle_index = message, .folder_id = drafts_});
    oxcprpt::SetPropertiesRequest values;
    values.property_values.push_back({tag::pid_tag_message_class, std::u16string(u"IPM.Note")});
    values.property_values.push_back({tag::pid_tag_subject, std::u16string(draft_subject)});
    values.property_values.push_back({tag::pid_tag_body, std::u16string(u"A test of the mail store.")});
    const auto& set = batch.add<oxcprpt::SetPropertiesResponse>(message, values);
    const auto& saved = batch.add<oxcmsg::SaveChangesMessageResponse>(
        logon, oxcmsg::SaveChangesMessageRequest{.input_handle_index = message});
    batch.release(message);
    co_await execute(batch);
    if (!succeeded("RopCreateMessage in the drafts", created.return_value) ||
        !succeeded("RopSetProperties", set.return_value) ||
        !succeeded("RopSaveChangesMessage", saved.return_value)) {
      co_return false;
    }
    draft_ = saved.message_id;
    co_return true;
  }

  asio::awaitable<bool> read_draft() {
    RopBatch batch;
    const auto logon = batch.handle(logon_);
    const auto message = batch.new_handle();
    const auto& opened = batch.add<oxcmsg::OpenMessageResponse>(
        logon, oxcmsg::OpenMessageRequest{
                   .output_handle_index = message, .folder_id = drafts_, .message_id = draft_});
    const auto& properties = batch.add<oxcprpt::GetPropertiesSpecificResponse>(
        message, oxcprpt::GetPropertiesSpecificRequest{0, 1, {subject_column.begin(), subject_column.end()}},
        [](oxcprpt::GetPropertiesSpecificResponse& response) { response.columns = subject_column; });
    batch.release(message);
    co_await execute(batch);
    if (!succeeded("RopOpenMessage of the draft", opened.return_value) ||
        !succeeded("RopGetPropertiesSpecific", properties.return_value)) {
      co_return false;
    }
    if (text_of(properties.row_data, 0) == wire::to_utf8(draft_subject)) co_return true;
    trail_.add(StepStatus::failed, {}, "the draft was read back with another subject");
    trail_.remark(Ending::failed, "a message is not what was saved");
    co_return false;
  }

  asio::awaitable<bool> delete_draft() {
    RopBatch batch;
    const auto logon = batch.handle(logon_);
    const auto folder = batch.new_handle();
    const auto& opened = batch.add<oxcfold::OpenFolderResponse>(
        logon, oxcfold::OpenFolderRequest{.output_handle_index = folder, .folder_id = drafts_});
    oxcfold::HardDeleteMessagesRequest request;
    request.message_ids.push_back(draft_);
    const auto& deleted = batch.add<oxcfold::HardDeleteMessagesResponse>(folder, request);
    batch.release(folder);
    co_await execute(batch);
    if (!succeeded("RopOpenFolder of the drafts", opened.return_value)) co_return false;
    if (!succeeded("RopHardDeleteMessages", deleted.return_value)) co_return false;
    if (!deleted.partial_completion) co_return true;
    trail_.add(StepStatus::failed, {}, "the draft could not be deleted");
    trail_.remark(Ending::failed, "the draft of this probe is left in the drafts folder");
    co_return false;
  }

  // What the batch's responses hold afterwards says how it went; a transport or a format that failed has its
  // step by then.
  asio::awaitable<void> execute(RopBatch& batch) {
    const auto rops = batch.serialize();
    const auto payload = rops ? oxcrpc::encode_single(*rops) : wire::Result<wire::Bytes>(rops.error());
    if (!payload) co_return;
    ExecuteRequest request;
    request.flags = 3;  // neither compressed nor obfuscated
    request.rop_buffer = *payload;
    request.max_rop_out = max_rop_out;
    auto body = wire::serialize(request);
    if (!body) co_return;
    const std::optional<wire::Bytes> answer =
        co_await client_.request(RequestType::execute, std::move(*body));
    if (!answer) co_return;
    const auto response = wire::parse<ExecuteResponse>(*answer);
    if (!response) co_return malformed(to_string(response.error()));
    if (response->status_code != 0 || response->error_code != ErrorCode::success) {
      co_return malformed(fmt::format("StatusCode {}, ErrorCode {}", response->status_code,
                                      oxcdata::to_string(response->error_code)));
    }
    const auto payloads = oxcrpc::decode_chain(response->rop_buffer, max_output);
    if (!payloads || payloads->empty()) co_return malformed("no payload");
    if (const auto read = batch.read(payloads->front()); !read) malformed(to_string(read.error()));
  }

  void malformed(const std::string& reason) {
    trail_.remark(Ending::failed, fmt::format("the response to Execute is of no use: {}", reason));
  }

  bool succeeded(std::string_view what, ErrorCode error) {
    trail_.add(error == ErrorCode::success ? StepStatus::ok : StepStatus::failed, {},
               error == ErrorCode::success ? std::string(what)
                                           : fmt::format("{}: {}", what, oxcdata::to_string(error)));
    if (error == ErrorCode::success) return true;
    trail_.remark(Ending::failed, fmt::format("{} failed: {}", what, oxcdata::to_string(error)));
    return false;
  }

  MapiClient& client_;
  Trail& trail_;
  wire::u32 logon_ = oxcrops::no_handle;
  wire::u32 inbox_handle_ = oxcrops::no_handle;
  oxcdata::FolderId inbox_{};
  oxcdata::FolderId drafts_{};
  oxcdata::MessageId draft_{};
};

}  // namespace

asio::awaitable<bool> use_mailbox(MapiClient& client, Trail& trail, const std::string& legacy_dn,
                                  bool read_only) {
  MailStore store(client, trail);
  co_return co_await store.run(legacy_dn, read_only);
}

}  // namespace mapigate::probe
