#include <algorithm>

#include "gateway/autodiscover/messages.hpp"
#include "gateway/autodiscover/service.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"

namespace mapigate::autodiscover {

namespace {

using oxdscli::SoapError;
using oxdscli::SoapOperation;

http::Response xml_response(unsigned status, std::string body) {
  http::Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/xml; charset=utf-8");
  response.headers.add("Cache-Control", "private, no-store");
  response.body = std::move(body);
  return response;
}

oxdscli::SoapSettingError missing(SoapOperation operation, std::string_view name) {
  // Invented names may be long, and come back once for every user of the request.
  if (!is_known_setting(operation, name)) {
    return {SoapError::invalid_setting, "There is no setting of this name.", printable(name, 64)};
  }
  return {SoapError::setting_is_not_available, "This setting is not available.", std::string(name)};
}

oxdscli::SoapAnswer failed(SoapError error, std::string_view message) {
  oxdscli::SoapAnswer answer;
  answer.error = error;
  answer.message = message;
  return answer;
}

}  // namespace

boost::asio::awaitable<http::Response> Service::soap(http::Request& request) const {
  if (request.method != "POST") co_return wrong_method(Kind::soap, "POST");
  const xml::Parsed<oxdscli::SoapRequest> asked = oxdscli::parse_soap_request(request.body);
  if (asked) {
    const std::optional<std::string> domain = domain_of_none_served(*asked);
    if (domain) co_return not_served(Kind::soap, *domain, request);
  }

  auth::AuthResult who = co_await use_.authenticator.authenticate(request);
  if (!who.accepted()) co_return refused(Kind::soap, who.refusal());
  const directory::UserPtr caller = who.user();
  if (!use_.served.serves(caller->domain())) co_return not_served(Kind::soap, caller->domain(), request);
  if (!asked) {
    metrics_.count(Kind::soap, Outcome::bad_request);
    use_.log(messages::bad_request, caller->address, xml::to_string(asked.error()));
    // SOAP 1.1 section 6.2 wants 500 for a message that it is faulty; what is no message at all gets 400.
    const bool is_xml = asked.error() == xml::ParseError::schema;
    co_return xml_response(is_xml ? 500 : 400,
                           oxdscli::write_soap_fault(true, "Not a request of the Autodiscover service."));
  }
  co_return soap_answer(caller, *asked);
}

std::optional<std::string> Service::domain_of_none_served(const oxdscli::SoapRequest& asked) const {
  std::optional<std::string> first;
  for (const std::string& name : asked.names) {
    const bool is_address = asked.operation == SoapOperation::get_user_settings;
    Result<std::string> domain = is_address ? domain_of_address(name) : canonical_host_name(name, 2);
    if (!domain || use_.served.serves(*domain)) return std::nullopt;
    if (!first) first = *std::move(domain);
  }
  return first;
}

http::Response Service::soap_answer(const directory::UserPtr& caller,
                                    const oxdscli::SoapRequest& asked) const {
  oxdscli::SoapResponse response;
  response.operation = asked.operation;
  response.server_version = server_version();
  response.relates_to = asked.message_id;
  if (asked.names.empty() || asked.settings.empty()) {
    metrics_.count(Kind::soap, Outcome::bad_request);
    response.error = SoapError::invalid_request;
    response.message = "The request names nobody or no setting.";
    return xml_response(200, oxdscli::write_soap_response(response));
  }
  metrics_.count(Kind::soap, Outcome::settings);
  for (const std::string& name : asked.names) {
    response.answers.push_back(asked.operation == SoapOperation::get_user_settings
                                   ? user_answer(caller, name, asked.settings)
                                   : domain_answer(name, asked.settings));
  }
  return xml_response(200, oxdscli::write_soap_response(response));
}

oxdscli::SoapAnswer Service::user_answer(const directory::UserPtr& caller, const std::string& address,
                                         const std::vector<std::string>& settings) const {
  const Result<std::string> domain = domain_of_address(address);
  if (domain && !use_.served.serves(*domain)) {
    return failed(SoapError::server_busy, "This domain is not served here now.");
  }
  const directory::UserPtr user = find_target(caller, address, "");
  if (!user) return failed(SoapError::invalid_user, "This user is not known here.");
  if (redirects(*user)) {
    const bool to_url = user->redirect->kind == directory::Redirect::Kind::url;
    oxdscli::SoapAnswer answer = to_url ? failed(SoapError::redirect_url, "Redirection URL.")
                                        : failed(SoapError::redirect_address, "Redirection address.");
    answer.redirect_target = user->redirect->target;
    return answer;
  }
  if (user->redirect) {
    use_.log(messages::redirect_to_itself, user->address);
    return failed(SoapError::internal_server_error, "This user is not configured rightly.");
  }
  if (!use_.served.serves(user->domain())) {
    return failed(SoapError::server_busy, "This domain is not served here now.");
  }
  oxdscli::SoapAnswer answer;
  answer.message = "No error.";
  const bool own = user->mailbox_guid == caller->mailbox_guid;
  for (const std::string& name : settings) {
    if (auto setting = profiles_.setting(*user, own, name)) {
      answer.settings.push_back(*std::move(setting));
    } else {
      answer.setting_errors.push_back(missing(SoapOperation::get_user_settings, name));
    }
  }
  return answer;
}

// The settings of a domain are URLs of Exchange Web Services, which are not offered.
oxdscli::SoapAnswer Service::domain_answer(const std::string& domain,
                                           const std::vector<std::string>& settings) const {
  const Result<std::string> canonical = canonical_host_name(domain, 2);
  if (!canonical || !use_.served.serves(*canonical)) {
    return failed(SoapError::invalid_domain, "This domain is not served here.");
  }
  oxdscli::SoapAnswer answer;
  answer.message = "No error.";
  for (const std::string& name : settings) {
    answer.setting_errors.push_back(missing(SoapOperation::get_domain_settings, name));
  }
  return answer;
}

}  // namespace mapigate::autodiscover
