#include "gateway/mapi/handlers/oxomsg.hpp"

#include <array>

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "protocol/oxomsg/submit.hpp"
#include "protocol/oxomsg/transport.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using mailbox::Outcome;
using mailbox::SpoolerLock;
using mailbox::Submission;

namespace {

// PR_PROVIDER_SUBMIT_TIME of MAPI, which [MS-OXPROPS] does not have.
constexpr auto provider_submit_time = oxcdata::property_tag(0x0048, oxcdata::PropertyType::time);
// What a client sets on its own copy of a message that the server has sent.
constexpr std::array sent_tags{
    oxprops::pid_tag_sender_name,
    oxprops::pid_tag_sender_entry_id,
    oxprops::pid_tag_sender_search_key,
    oxprops::pid_tag_sent_representing_name,
    oxprops::pid_tag_sent_representing_entry_id,
    oxprops::pid_tag_sent_representing_search_key,
};

// The logon itself, which most of these ROPs are about; of a mailbox.
struct PrivateLogon {
  LogonPtr logon;
  ErrorCode error{};
};
PrivateLogon private_logon(const RopCall& call) {
  const auto* object = call.input<LogonObject>();
  if (!object) return {nullptr, call.missing()};
  if (object->logon->mailbox().is_public()) return {nullptr, ErrorCode::not_supported};
  return {object->logon, ErrorCode::success};
}

RopOutcome outcome_of(const Outcome<void>& result) {
  if (!result) return result.error();
  return {};
}

RopOutcome submit_message(Submission& submission, RopCall& call,
                          const oxomsg::SubmitMessageRequest& request) {
  auto* object = call.input<MessageObject>();
  if (!object) return call.missing();
  if (auto taken = object->take_streams(); !taken) return taken.error();
  if ((request.submit_flags & oxomsg::SubmitMessageRequest::needs_spooler) != 0)
    return outcome_of(submission.hand_to_spooler(object->message));
  return outcome_of(submission.submit(object->message, call.session.lcid_string));
}

RopOutcome abort_submit(Submission& submission, RopCall& call, const oxomsg::AbortSubmitRequest& request) {
  const auto [logon, error] = private_logon(call);
  if (!logon) return error;
  const auto folder = mailbox::number_of(request.folder_id);
  const auto number = mailbox::number_of(request.message_id);
  if (!folder || !number) return ErrorCode::not_found;
  return outcome_of(submission.abort(logon, *folder, *number));
}

// [MS-OXOMSG] section 2.2.4.3: EX are users of the directory, SMTP everybody else.
RopOutcome get_address_types(RopCall& call, const oxomsg::GetAddressTypesRequest&,
                             oxomsg::GetAddressTypesResponse& response) {
  const auto [logon, error] = private_logon(call);
  if (!logon) return error;
  response.address_types = {"EX", "SMTP"};
  return {};
}

// Every client may be a spooler: what it is about to send it locks (section 2.2.5.1).
RopOutcome set_spooler(RopCall& call, const oxomsg::SetSpoolerRequest&, oxomsg::SetSpoolerResponse&) {
  return private_logon(call).error;
}

RopOutcome spooler_lock_message(Submission& submission, RopCall& call,
                                const oxomsg::SpoolerLockMessageRequest& request) {
  const auto [logon, error] = private_logon(call);
  if (!logon) return error;
  const auto number = mailbox::number_of(request.message_id);
  if (!number) return ErrorCode::not_found;
  switch (request.lock_state) {
    case oxomsg::LockState::lock:
      return outcome_of(submission.spooler_lock(logon, *number, SpoolerLock::lock));
    case oxomsg::LockState::unlock:
      return outcome_of(submission.spooler_lock(logon, *number, SpoolerLock::unlock));
    case oxomsg::LockState::finished:
      return outcome_of(submission.spooler_lock(logon, *number, SpoolerLock::finished));
  }
  return ErrorCode::invalid_parameter;
}

RopOutcome transport_send(Submission& submission, RopCall& call, oxomsg::TransportSendResponse& response) {
  auto* object = call.input<MessageObject>();
  if (!object) return call.missing();
  if (auto taken = object->take_streams(); !taken) return taken.error();
  if (auto sent = submission.submit(object->message, call.session.lcid_string); !sent) return sent.error();
  for (const auto tag : sent_tags) {
    const auto property = object->message->property(oxcdata::id_of(tag));
    if (property && property->tag == tag && !property->large) {
      response.property_values.push_back({tag, property->value});
    }
  }
  const auto time = object->message->property(oxcdata::id_of(oxprops::pid_tag_client_submit_time));
  if (time && !time->large) response.property_values.push_back({provider_submit_time, time->value});
  response.no_properties_returned = response.property_values.empty();
  return {};
}

// A client has put a message into a folder: others are told of new mail (section 2.2.5.5).
RopOutcome transport_new_mail(RopCall& call, const oxomsg::TransportNewMailRequest& request,
                              oxomsg::TransportNewMailResponse&) {
  const auto [logon, error] = private_logon(call);
  if (!logon) return error;
  const auto folder = mailbox::number_of(request.folder_id);
  const auto number = mailbox::number_of(request.message_id);
  if (!folder || !number) return ErrorCode::not_found;
  if (auto may = logon->require(*folder, mailbox::right_create); !may) return may.error();
  mailbox::Mailbox& mailbox = logon->mailbox();
  const auto record = mailbox.store().message(*number);
  if (!record) return mailbox.failed(record.error());
  if (record->folder != *folder || record->deleted) return ErrorCode::not_found;
  mailbox.events().publish({.kind = mailbox::EventKind::new_mail, .folder = *folder, .message = *number});
  return {};
}

// Section 2.2.5.6: where clients put what is to be sent.
RopOutcome get_transport_folder(RopCall& call, const oxomsg::GetTransportFolderRequest&,
                                oxomsg::GetTransportFolderResponse& response) {
  const auto [logon, error] = private_logon(call);
  if (!logon) return error;
  const auto outbox = logon->mailbox().special(mailbox::SpecialFolder::outbox);
  if (outbox == 0) return ErrorCode::not_found;
  response.folder_id = mailbox::folder_id(outbox);
  return {};
}

// Section 2.2.4.4: no type of address has options.
RopOutcome options_data(RopCall& call, const oxomsg::OptionsDataRequest&, oxomsg::OptionsDataResponse&) {
  return private_logon(call).error;
}

}  // namespace

void register_oxomsg(RopRegistry& registry, const RopServices& services) {
  Submission& submission = services.submission;
  registry.add<oxomsg::SubmitMessageRequest, oxomsg::SubmitMessageResponse>(
      [&submission](RopCall& call, const oxomsg::SubmitMessageRequest& request, auto&) {
        return submit_message(submission, call, request);
      });
  registry.add<oxomsg::AbortSubmitRequest, oxomsg::AbortSubmitResponse>(
      [&submission](RopCall& call, const oxomsg::AbortSubmitRequest& request, auto&) {
        return abort_submit(submission, call, request);
      });
  registry.add<oxomsg::GetAddressTypesRequest, oxomsg::GetAddressTypesResponse>(get_address_types);
  registry.add<oxomsg::SetSpoolerRequest, oxomsg::SetSpoolerResponse>(set_spooler);
  registry.add<oxomsg::SpoolerLockMessageRequest, oxomsg::SpoolerLockMessageResponse>(
      [&submission](RopCall& call, const oxomsg::SpoolerLockMessageRequest& request, auto&) {
        return spooler_lock_message(submission, call, request);
      });
  registry.add<oxomsg::TransportSendRequest, oxomsg::TransportSendResponse>(
      [&submission](RopCall& call, const oxomsg::TransportSendRequest&,
                    oxomsg::TransportSendResponse& response) {
        return transport_send(submission, call, response);
      });
  registry.add<oxomsg::TransportNewMailRequest, oxomsg::TransportNewMailResponse>(transport_new_mail);
  registry.add<oxomsg::GetTransportFolderRequest, oxomsg::GetTransportFolderResponse>(get_transport_folder);
  registry.add<oxomsg::OptionsDataRequest, oxomsg::OptionsDataResponse>(options_data);
}

}  // namespace mapigate::mapi::handlers
