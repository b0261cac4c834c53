// RopLogon: [MS-OXCSTOR] section 3.2.5.1.

#include <algorithm>
#include <chrono>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "gateway/mailbox/out_of_office.hpp"
#include "gateway/mapi/handlers/oxcstor_parts.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "protocol/wire/code_page.hpp"

namespace mapigate::mapi::handlers {

namespace {

using namespace std::chrono_literals;
using mailbox::MailboxPtr;
using mailbox::SpecialFolder;
using oxcstor::LogonRequest;
using oxcstor::LogonResponse;

// Section 3.2.5.1.1: so many logons to mailboxes that are elsewhere within this time, and the server has
// enough of it.
constexpr std::size_t misdirected_allowed = 5;
constexpr auto misdirected_within = 10s;

// Of what stands in LogonFlags a response repeats these.
constexpr wire::u8 repeated_flags =
    oxcstor::logon_private | oxcstor::logon_undercover | oxcstor::logon_ghosted;

constexpr SpecialFolder mailbox_folders[] = {
    SpecialFolder::root,        SpecialFolder::deferred_action, SpecialFolder::spooler_queue,
    SpecialFolder::ipm_subtree, SpecialFolder::inbox,           SpecialFolder::outbox,
    SpecialFolder::sent_items,  SpecialFolder::deleted_items,   SpecialFolder::common_views,
    SpecialFolder::schedule,    SpecialFolder::finder,          SpecialFolder::views,
    SpecialFolder::shortcuts,
};
static_assert(std::size(mailbox_folders) == LogonResponse::folder_count);

// What belongs to a site, or to a locale, is none here: a FolderId of zero.
constexpr SpecialFolder public_folders[] = {
    SpecialFolder::public_root,     SpecialFolder::public_ipm_subtree, SpecialFolder::public_non_ipm_subtree,
    SpecialFolder::eforms_registry, SpecialFolder::public_free_busy,   SpecialFolder::offline_address_book,
};

void fill_folder_ids(LogonResponse& response, mailbox::Mailbox& mailbox,
                     std::span<const SpecialFolder> roles) {
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const mailbox::FolderNumber number = mailbox.special(roles[i]);
    if (number != 0) response.folder_ids[i] = mailbox::folder_id(number);
  }
}

// In UTC.
oxcstor::LogonTime logon_time(Clock::SystemTime now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  oxcstor::LogonTime out;
  out.seconds = static_cast<wire::u8>(time.seconds().count());
  out.minutes = static_cast<wire::u8>(time.minutes().count());
  out.hour = static_cast<wire::u8>(time.hours().count());
  out.day_of_week = static_cast<wire::u8>(std::chrono::weekday(day).c_encoding());
  out.day = static_cast<wire::u8>(static_cast<unsigned>(date.day()));
  out.month = static_cast<wire::u8>(static_cast<unsigned>(date.month()));
  out.year = static_cast<wire::u16>(static_cast<int>(date.year()));
  return out;
}

// Of [MS-OXCSTOR] section 3.2.5.1.3, where a mailbox cannot be opened.
ErrorCode logon_error(ErrorCode error) {
  switch (error) {
    case ErrorCode::ec_server_busy:
    case ErrorCode::out_of_disk:  // of a new one
      return error;
    case ErrorCode::not_found:
      return ErrorCode::login_permission;
    default:
      return ErrorCode::logon_failed;
  }
}

mailbox::Actor actor_of(const directory::User& user, bool owner) {
  return {user.mailbox_guid, user.address, user.display_name, user.legacy_dn, owner};
}

// Whether all of the mailbox is the user's: their own, or one that was shared with them as a whole.
bool is_owner(const directory::User& user, const directory::User& of) {
  return user.mailbox_guid == of.mailbox_guid ||
         std::ranges::find(user.shared_mailboxes, of.mailbox_guid, &directory::SharedMailbox::mailbox_guid) !=
             user.shared_mailboxes.end();
}

class LogonHandler {
 public:
  explicit LogonHandler(const RopServices& services) : services_(services) {}

  RopOutcome operator()(RopCall& call, const LogonRequest& request, LogonResponse& response) const {
    response.logon_flags = request.logon_flags & repeated_flags;
    const wire::u32 code_page = call.session.default_code_page;
    if (code_page != 0 && !wire::is_known(code_page)) return ErrorCode::unknown_code_page;
    return (request.logon_flags & oxcstor::logon_private) != 0 ? to_mailbox(call, request, response)
                                                               : to_public_folders(call, request, response);
  }

 private:
  // As the directory has them now; mailboxes may have been shared with them since Connect.
  directory::UserPtr user_of(const RopCall& call) const {
    auto user = services_.directory.find_by_mailbox_guid(call.session.user->mailbox_guid);
    return user ? user : call.session.user;
  }

  RopOutcome to_mailbox(RopCall& call, const LogonRequest& request, LogonResponse& response) const {
    const directory::UserPtr user = user_of(call);
    const directory::UserPtr of = services_.directory.find_by_legacy_dn(request.essdn);
    if (!of) return ErrorCode::unknown_user;
    if (of->redirect) return elsewhere(call, *user, *of, response);
    const bool owner = is_owner(*user, *of);
    if (!owner && (request.open_flags & LogonRequest::use_admin_privilege) != 0)
      return ErrorCode::login_permission;
    // Only its owner's first logon makes a mailbox.
    const auto opened = owner ? services_.mailboxes.open(*of, call.session.lcid_string)
                              : services_.mailboxes.open_existing(*of);
    if (!opened) return logon_error(opened.error());
    mailbox::Mailbox& mailbox = **opened;
    if (!same_replica(call, request, mailbox)) return ErrorCode::invalid_parameter;

    const auto away = mailbox::is_out_of_office(mailbox);
    if (!away) return logon_error(away.error());
    fill_folder_ids(response, mailbox, mailbox_folders);
    response.response_flags = LogonResponse::always_set;
    if (owner) response.response_flags |= LogonResponse::owner_right | LogonResponse::send_as_right;
    if (*away) response.response_flags |= LogonResponse::out_of_office;
    response.mailbox_guid = mailbox.identity().mailbox_guid;
    response.logon_time = logon_time(services_.clock.system_now());
    // There is no routing table that could change.
    response.gwart_time = mailbox.identity().created;
    return open(call, response, *opened, actor_of(*user, owner));
  }

  RopOutcome to_public_folders(RopCall& call, const LogonRequest& request, LogonResponse& response) const {
    // Section 3.2.5.1.2. There is one store of them for each domain, and no alternate one.
    if ((request.open_flags & LogonRequest::open_public) == 0 ||
        (request.open_flags & LogonRequest::alternate_server) != 0) {
      return ErrorCode::logon_failed;
    }
    const directory::UserPtr user = user_of(call);
    const auto opened = services_.mailboxes.open_public(user->domain());
    if (!opened) return logon_error(opened.error());
    fill_folder_ids(response, **opened, public_folders);
    return open(call, response, *opened, actor_of(*user, services_.mailboxes.owns_public(*user)));
  }

  // The rest of a success.
  RopOutcome open(RopCall& call, LogonResponse& response, const MailboxPtr& mailbox,
                  mailbox::Actor actor) const {
    if (call.head.handle_index >= call.handles.size()) return ErrorCode::null_object;
    response.repl_id = mailbox::own_replica;
    response.repl_guid = mailbox->identity().replica_guid;
    // A logon of this id ends ([MS-OXCROPS] section 3.2.5.2).
    MailboxSession& session = call.session;
    if (session.logons.erase(call.head.logon_id) > 0) session.objects.release_logon(call.head.logon_id);
    auto object = std::make_unique<LogonObject>();
    object->logon = std::make_shared<mailbox::Logon>(mailbox, std::move(actor));
    object->logon_id = call.head.logon_id;
    object->locale = session.lcid_string;
    object->sort_locale = session.lcid_sort;
    object->session_code_page = session.default_code_page;
    object->config = &services_.mailboxes.config();
    const ErrorCode error = call.open(call.head.handle_index, std::move(object));
    if (error != ErrorCode::success) return error;
    session.logons[call.head.logon_id] = !mailbox->is_public();
    return {};
  }

  // Section 2.2.1.1.3: without USE_PER_MDB_REPLID_MAPPING all mailboxes of a session have one ReplGuid. Ours
  // have one each, so a client that does not know of that can have one mailbox only.
  static bool same_replica(const RopCall& call, const LogonRequest& request, mailbox::Mailbox& mailbox) {
    if ((request.open_flags & LogonRequest::use_per_mdb_replid_mapping) != 0) return true;
    return call.session.objects.all_of(ObjectKind::logon, [&](const ServerObject& object) {
      const mailbox::Mailbox& other = static_cast<const LogonObject&>(object).logon->mailbox();
      return other.is_public() || &other == &mailbox;
    });
  }

  RopOutcome elsewhere(RopCall& call, const directory::User& user, const directory::User& of,
                       LogonResponse& response) const {
    auto& times = call.session.misdirected;
    const auto now = services_.clock.steady_now();
    std::erase_if(times, [&](Clock::SteadyTime time) { return now - time >= misdirected_within; });
    if (times.size() >= misdirected_allowed) return ErrorCode::server_paused;
    times.push_back(now);
    response.server_name = server_dn(user.legacy_dn, place_of(*of.redirect));
    return RopOutcome::with_response(ErrorCode::wrong_server);
  }

  // The host of a URL; the address that is to be looked up instead.
  static std::string_view place_of(const directory::Redirect& redirect) {
    std::string_view place = redirect.target;
    if (redirect.kind == directory::Redirect::Kind::address) return place;
    if (const auto scheme = place.find("://"); scheme != std::string_view::npos)
      place.remove_prefix(scheme + 3);
    return place.substr(0, place.find_first_of("/:"));
  }

  const RopServices& services_;
};

}  // namespace

void register_oxcstor_logon(RopRegistry& registry, const RopServices& services) {
  registry.add<LogonRequest, LogonResponse>(LogonHandler(services));
}

}  // namespace mapigate::mapi::handlers
