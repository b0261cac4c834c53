#include "tests/e2e/mailbox_client.hpp"

#include <stdexcept>

#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxcmsg/messages.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/view.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::e2e {

namespace {

using oxcdata::ErrorCode;
using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcrops::RopBatch;

void require(const std::string& what, ErrorCode error) {
  if (error != ErrorCode::success) throw std::runtime_error(what + ": " + oxcdata::to_string(error));
}

std::u16string text(const oxcdata::PropertyRow& row, std::size_t column) {
  const auto* value = std::get_if<std::u16string>(&row.values.at(column));
  return value ? *value : u"(none)";
}

}  // namespace

MailboxClient::MailboxClient(const Installation& installation, const std::string& user,
                             const std::string& password, wire::u32 lcid, const std::string& owner_dn)
    : mapi(installation, user, password) {
  if (mapi.connect(lcid).code != 0) throw std::runtime_error("Connect failed");
  RopBatch batch;
  const auto index = batch.new_handle();
  oxcstor::LogonRequest request;
  request.logon_flags = oxcstor::logon_private;
  request.open_flags = oxcstor::LogonRequest::home_logon;
  request.essdn = owner_dn.empty() ? mapi.user_dn() : owner_dn;
  const auto& response = batch.add<oxcstor::LogonResponse>(index, request);
  mapi.execute(batch);
  require("RopLogon", response.return_value);
  logon = response;
  logon_handle = batch.handle_at(index);
}

FolderId MailboxClient::create_folder(FolderId parent, const std::u16string& name, bool open_existing) {
  RopBatch batch;
  const auto from = batch.handle(logon_handle);
  const auto above = batch.new_handle();
  const auto made = batch.new_handle();
  batch.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = above, .folder_id = parent});
  oxcfold::CreateFolderRequest request;
  request.output_handle_index = made;
  request.open_existing = open_existing;
  request.display_name = name;
  request.comment = std::u16string();
  const auto& response = batch.add<oxcfold::CreateFolderResponse>(above, request);
  batch.release(made);
  batch.release(above);
  mapi.execute(batch);
  require("RopCreateFolder", response.return_value);
  return response.folder_id;
}

std::vector<std::u16string> MailboxClient::folder_names(FolderId parent) {
  static constexpr std::array columns{oxprops::pid_tag_display_name};
  RopBatch batch;
  const auto from = batch.handle(logon_handle);
  const auto folder = batch.new_handle();
  const auto table = batch.new_handle();
  batch.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = folder, .folder_id = parent});
  batch.add<oxcfold::GetHierarchyTableResponse>(
      folder, oxcfold::GetHierarchyTableRequest{.output_handle_index = table});
  batch.add<oxctabl::SetColumnsResponse>(table,
                                         oxctabl::SetColumnsRequest{0, {columns.begin(), columns.end()}});
  oxctabl::QueryRowsRequest query;
  query.row_count = 1000;
  const auto& rows = batch.add<oxctabl::QueryRowsResponse>(
      table, query, [](oxctabl::QueryRowsResponse& response) { response.columns = columns; });
  batch.release(table);
  batch.release(folder);
  mapi.execute(batch);
  require("RopQueryRows", rows.return_value);
  std::vector<std::u16string> names;
  for (const auto& row : rows.row_data) names.push_back(text(row, 0));
  return names;
}

MessageId MailboxClient::create_message(FolderId folder, const std::u16string& subject,
                                        const std::u16string& body) {
  RopBatch batch;
  const auto from = batch.handle(logon_handle);
  const auto message = batch.new_handle();
  batch.add<oxcmsg::CreateMessageResponse>(
      from, oxcmsg::CreateMessageRequest{.output_handle_index = message, .folder_id = folder});
  oxcprpt::SetPropertiesRequest values;
  values.property_values.push_back({oxprops::pid_tag_subject, subject});
  values.property_values.push_back({oxprops::pid_tag_body, body});
  batch.add<oxcprpt::SetPropertiesResponse>(message, values);
  const auto& saved = batch.add<oxcmsg::SaveChangesMessageResponse>(
      from, oxcmsg::SaveChangesMessageRequest{.input_handle_index = message});
  batch.release(message);
  mapi.execute(batch);
  require("RopSaveChangesMessage", saved.return_value);
  return saved.message_id;
}

MailboxClient::Rows MailboxClient::contents(FolderId folder, const Tags& columns, oxcdata::PropertyTag sort) {
  RopBatch opening;
  const auto from = opening.handle(logon_handle);
  const auto opened = opening.new_handle();
  const auto table = opening.new_handle();
  opening.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = opened, .folder_id = folder});
  const auto& contents = opening.add<oxcfold::GetContentsTableResponse>(
      opened, oxcfold::GetContentsTableRequest{.output_handle_index = table});
  opening.add<oxctabl::SetColumnsResponse>(table, oxctabl::SetColumnsRequest{0, columns});
  oxctabl::SortTableRequest order;
  order.sort_orders.sort_orders.push_back({sort, oxcdata::SortDirection::descending});
  opening.add<oxctabl::SortTableResponse>(table, order);
  opening.release(opened);
  mapi.execute(opening);
  require("RopGetContentsTable", contents.return_value);
  const auto table_handle = opening.handle_at(table);

  Rows all;
  for (;;) {
    RopBatch batch;
    oxctabl::QueryRowsRequest query;
    query.row_count = 50;
    const auto& rows = batch.add<oxctabl::QueryRowsResponse>(
        batch.handle(table_handle), query,
        [&](oxctabl::QueryRowsResponse& response) { response.columns = columns; });
    mapi.execute(batch);
    require("RopQueryRows", rows.return_value);
    if (rows.row_data.empty()) break;
    all.insert(all.end(), rows.row_data.begin(), rows.row_data.end());
  }
  RopBatch closing;
  closing.release(closing.handle(table_handle));
  mapi.execute(closing);
  return all;
}

std::vector<std::u16string> MailboxClient::subjects(FolderId folder) {
  std::vector<std::u16string> all;
  for (const auto& row :
       contents(folder, {oxprops::pid_tag_subject}, oxprops::pid_tag_last_modification_time)) {
    all.push_back(text(row, 0));
  }
  return all;
}

std::u16string MailboxClient::body(FolderId folder, MessageId message) {
  static constexpr std::array columns{oxprops::pid_tag_body};
  RopBatch batch;
  const auto from = batch.handle(logon_handle);
  const auto opened = batch.new_handle();
  const auto& response = batch.add<oxcmsg::OpenMessageResponse>(
      from,
      oxcmsg::OpenMessageRequest{.output_handle_index = opened, .folder_id = folder, .message_id = message});
  const auto& values = batch.add<oxcprpt::GetPropertiesSpecificResponse>(
      opened, oxcprpt::GetPropertiesSpecificRequest{0, 1, {columns.begin(), columns.end()}},
      [](oxcprpt::GetPropertiesSpecificResponse& answer) { answer.columns = columns; });
  batch.release(opened);
  mapi.execute(batch);
  require("RopOpenMessage", response.return_value);
  require("RopGetPropertiesSpecific", values.return_value);
  return text(values.row_data, 0);
}

void MailboxClient::delete_message(FolderId folder, MessageId message) {
  RopBatch batch;
  const auto from = batch.handle(logon_handle);
  const auto opened = batch.new_handle();
  batch.add<oxcfold::OpenFolderResponse>(
      from, oxcfold::OpenFolderRequest{.output_handle_index = opened, .folder_id = folder});
  oxcfold::HardDeleteMessagesRequest request;
  request.message_ids.push_back(message);
  const auto& deleted = batch.add<oxcfold::HardDeleteMessagesResponse>(opened, request);
  batch.release(opened);
  mapi.execute(batch);
  require("RopHardDeleteMessages", deleted.return_value);
  if (deleted.partial_completion) throw std::runtime_error("RopHardDeleteMessages: partial completion");
}

}  // namespace mapigate::e2e
