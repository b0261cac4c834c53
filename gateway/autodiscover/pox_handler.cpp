#include <algorithm>
#include <charconv>

#include "gateway/autodiscover/messages.hpp"
#include "gateway/autodiscover/service.hpp"
#include "gateway/base/encoding.hpp"

namespace mapigate::autodiscover {

namespace {

using oxdscli::PoxErrorCode;

// The mapiHttp version of [MS-OXDSCLI] section 2.2.4.1.1.2.6 that we have.
constexpr unsigned our_version = 1;

// Errors have status 200, too: any other one makes a client look elsewhere.
http::Response xml_response(std::string body) {
  http::Response response;
  response.headers.add("Content-Type", "text/xml; charset=utf-8");
  response.headers.add("Cache-Control", "private, no-store");
  response.body = std::move(body);
  return response;
}

// [MS-OXDSCLI] section 2.2.2.1: the highest version that the client has, 0 when it has none.
unsigned mapi_http_capability(const http::Request& request) {
  const std::string_view text = trim(request.headers.get("X-MapiHttpCapability"));
  unsigned version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  return error == std::errc() && end == text.data() + text.size() ? version : 0;
}

http::Response proof_response(std::string proof) {
  oxdscli::PoxResponse body;
  body.proof.emplace();
  body.proof->text = proof;
  http::Response response = xml_response(oxdscli::write_pox_response(body));
  response.headers.add(std::string(oxdscli::proof_header), std::move(proof));
  return response;
}

}  // namespace

boost::asio::awaitable<http::Response> Service::pox(http::Request& request) const {
  // A GET is no request of the protocol, but what people and monitors send. It is answered like a request
  // that cannot be read: with a prompt for credentials, and then with an error.
  const bool is_post = request.method == "POST";
  if (!is_post && request.method != "GET" && request.method != "HEAD") {
    co_return wrong_method(Kind::pox, "GET, HEAD, POST");
  }
  xml::Parsed<oxdscli::PoxRequest> asked = xml::ParseError::malformed;
  if (is_post) asked = oxdscli::parse_pox_request(request.body);

  const std::string_view challenge =
      asked && asked->challenge ? std::string_view(asked->challenge->text) : "";
  if (std::optional<std::string> proof = use_.responder.answer(request, challenge)) {
    metrics_.count(Kind::pox, Outcome::challenge);
    co_return proof_response(*std::move(proof));
  }
  if (asked) {
    std::optional<http::Response> refusal = gate(Kind::pox, asked->email_address, request);
    if (refusal) co_return *std::move(refusal);
  }

  auth::AuthResult who = co_await use_.authenticator.authenticate(request);
  if (!who.accepted()) co_return refused(Kind::pox, who.refusal());
  const directory::UserPtr caller = who.user();
  if (!use_.served.serves(caller->domain())) co_return not_served(Kind::pox, caller->domain(), request);
  if (!asked) {
    use_.log(messages::bad_request, caller->address, is_post ? xml::to_string(asked.error()) : "not a POST");
    co_return pox_error(Outcome::bad_request, PoxErrorCode::invalid_request, "");
  }
  co_return pox_answer(request, caller, *asked);
}

http::Response Service::pox_answer(const http::Request& request, const directory::UserPtr& caller,
                                   const oxdscli::PoxRequest& asked) const {
  if (asked.email_address.empty() && asked.legacy_dn.empty()) {
    return pox_error(Outcome::bad_request, PoxErrorCode::invalid_request, "");
  }
  // ActiveSync devices, too, ask here, with a schema of their own.
  if (!asked.accepts_outlook_response()) {
    return pox_error(Outcome::unsupported, PoxErrorCode::provider_unavailable, "");
  }
  const directory::UserPtr user = find_target(caller, asked.email_address, asked.legacy_dn);
  if (!user) return pox_error(Outcome::unknown_address, PoxErrorCode::unknown_address, "");
  if (redirects(*user)) {
    metrics_.count(Kind::pox, Outcome::redirected);
    return xml_response(oxdscli::write_pox_response(Profiles::redirect(*user->redirect)));
  }
  if (user->redirect) {
    use_.log(messages::redirect_to_itself, user->address);
    return pox_error(Outcome::misconfigured, PoxErrorCode::configuration_error, "");
  }
  if (!use_.served.serves(user->domain())) return not_served(Kind::pox, user->domain(), request);
  // Section 3.2.5.1: mapiHttp is for clients that say they have it. To others we could only offer RPC, over
  // which there is no service here; an Account with the action "settings" must have a Protocol
  // (2.2.4.1.1.2.6), so what remains is that this address has no configuration for such a client.
  const unsigned capability = mapi_http_capability(request);
  if (capability == 0) {
    use_.log(messages::no_mapi_http, caller->address, printable(request.headers.get("User-Agent")));
    return pox_error(Outcome::no_mapi_http, PoxErrorCode::no_configuration, "MAPI over HTTP only");
  }
  metrics_.count(Kind::pox, Outcome::settings);
  const bool own = user->mailbox_guid == caller->mailbox_guid;
  return xml_response(
      oxdscli::write_pox_response(profiles_.settings(*user, own, std::min(capability, our_version))));
}

http::Response Service::pox_error(Outcome outcome, PoxErrorCode code, std::string_view debug_data) const {
  metrics_.count(Kind::pox, outcome);
  oxdscli::PoxResponse body;
  body.error =
      oxdscli::PoxError{oxdscli::error_time(use_.clock.system_now()), server_id_, static_cast<int>(code),
                        std::string(oxdscli::message_of(code)), std::string(debug_data)};
  return xml_response(oxdscli::write_pox_response(body));
}

}  // namespace mapigate::autodiscover
