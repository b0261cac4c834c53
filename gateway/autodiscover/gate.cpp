#include <algorithm>

#include "gateway/autodiscover/messages.hpp"
#include "gateway/autodiscover/service.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"
#include "gateway/directory/public_store.hpp"

namespace mapigate::autodiscover {

namespace {

// FNV-1a: any number will do that is the same for the same host ([MS-ASCMD] section 2.2.3.63, Id).
std::uint32_t number_of(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (char c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return hash;
}

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::pox:
      return "POX";
    case Kind::soap:
      return "SOAP";
    case Kind::json:
      return "JSON";
    case Kind::plain_http:
      return "HTTP";
  }
  return "";
}

}  // namespace

Service::Service(const Config& config, const Site& site, const Dependencies& use)
    : use_(use),
      profiles_(config, site, use.served),
      metrics_(use.metrics),
      retry_after_(std::to_string(config.retry_after.count())),
      server_id_(std::to_string(number_of(site.hostname))) {}

http::Response Service::not_served(Kind kind, std::string_view domain, const http::Request& request) const {
  metrics_.count(kind, Outcome::not_served);
  use_.log(messages::not_served, to_string(kind), printable(domain), request.peer.to_string());
  http::Response response = http::text_response(503, "This domain is not served here now.\n");
  response.headers.add("Retry-After", retry_after_);
  return response;
}

std::optional<http::Response> Service::gate(Kind kind, std::string_view address,
                                            const http::Request& request) const {
  const Result<std::string> domain = domain_of_address(address);
  if (!domain || use_.served.serves(*domain)) return std::nullopt;
  return not_served(kind, *domain, request);
}

http::Response Service::refused(Kind kind, http::Response& refusal) const {
  const bool unavailable = refusal.status >= 500;
  metrics_.count(kind, unavailable ? Outcome::auth_unavailable : Outcome::not_authenticated);
  return std::move(refusal);
}

http::Response Service::wrong_method(Kind kind, std::string_view allowed) const {
  metrics_.count(kind, Outcome::unsupported);
  http::Response response = http::text_response(405, "This method is not supported here.\n");
  response.headers.add("Allow", std::string(allowed));
  return response;
}

directory::UserPtr Service::find_target(const directory::UserPtr& caller, std::string_view address,
                                        std::string_view legacy_dn) const {
  if (directory::is_public_store_of(*caller, address, legacy_dn))
    return std::make_shared<directory::User>(directory::public_store(caller->domain()));
  const directory::UserPtr target =
      legacy_dn.empty() ? use_.directory.find(address) : use_.directory.find_by_legacy_dn(legacy_dn);
  if (target) {
    const auto is_target = [&](const directory::SharedMailbox& shared) {
      return shared.mailbox_guid == target->mailbox_guid;
    };
    if (target->mailbox_guid == caller->mailbox_guid ||
        std::ranges::any_of(caller->shared_mailboxes, is_target)) {
      return target;
    }
  }
  // The same for both, so that nobody can find out by asking which addresses there are.
  use_.log(messages::not_accessible, caller->address, printable(legacy_dn.empty() ? address : legacy_dn));
  return nullptr;
}

bool Service::redirects(const directory::User& user) const {
  if (!user.redirect) return false;
  if (user.redirect->kind == directory::Redirect::Kind::url) return true;
  const directory::UserPtr next = use_.directory.find(user.redirect->target);
  return !next || next->mailbox_guid != user.mailbox_guid;
}

}  // namespace mapigate::autodiscover
