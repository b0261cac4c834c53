#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/oxdscli/challenge.hpp"
#include "protocol/xml/parse_error.hpp"

// [MS-OXDSCLI]: the "plain old XML" documents of Autodiscover. An empty text stands for an absent element.
namespace mapigate::oxdscli {

// Section 2.2.1, and 2.2.3.1.1.1 for the schema a client accepts.
inline constexpr std::string_view outlook_request_schema =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
inline constexpr std::string_view outlook_response_schema =
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
inline constexpr std::string_view response_schema =
    "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
// [MS-ASCMD] section 2.2.1.1: what ActiveSync devices ask with, and for.
inline constexpr std::string_view mobilesync_request_schema =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/requestschema/2006";
inline constexpr std::string_view mobilesync_response_schema =
    "http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006";

// Section 2.2.3.1.1.
struct PoxRequest {
  std::string email_address;  // EMailAddress
  std::string legacy_dn;      // LegacyDN; counts where both are given (section 3.2.5)
  std::string acceptable_response_schema = std::string(outlook_response_schema);
  std::optional<Challenge> challenge;

  // Whether the response asked for is the one below.
  bool accepts_outlook_response() const;
  bool operator==(const PoxRequest&) const = default;
};

// Takes both request schemas. Fails for a document that is not a request; an address or a response schema
// that is missing is left empty, since those have error codes of their own.
xml::Parsed<PoxRequest> parse_pox_request(std::string_view body);
std::string write_pox_request(const PoxRequest& request);

// Section 2.2.4.1.1.1.
struct PoxUser {
  std::string display_name;
  std::string legacy_dn;
  std::string auto_discover_smtp_address;
  std::string deployment_id;  // a GUID

  bool operator==(const PoxUser&) const = default;
};

// Children of MailStore and of AddressBook.
struct MapiHttpUrls {
  std::string internal_url;
  std::string external_url;

  bool operator==(const MapiHttpUrls&) const = default;
};

// Section 2.2.4.1.1.2.6, the form with the attributes Type="mapiHttp" and Version.
struct MapiHttpProtocol {
  unsigned version = 1;  // over 0, at most what X-MapiHttpCapability asked for
  MapiHttpUrls mail_store;
  MapiHttpUrls address_book;

  bool operator==(const MapiHttpProtocol&) const = default;
};

struct OwaUrl {
  std::string authentication_method;
  std::string url;

  bool operator==(const OwaUrl&) const = default;
};

// Internal and External of a WEB section (2.2.4.1.1.2.6.27 and .25).
struct WebAccess {
  std::vector<OwaUrl> owa_urls;
  std::string protocol_type;  // Protocol/Type
  std::string as_url;         // Protocol/ASUrl

  bool operator==(const WebAccess&) const = default;
};

// Section 2.2.4.1.1.2.6, the form with a Type element: EXCH, EXPR, EXHTTP or WEB.
struct PoxProtocol {
  std::string type;
  std::string ttl;  // hours
  std::string server;
  std::string server_dn;
  std::string server_version;  // hexadecimal
  std::string mdb_dn;
  std::string port;
  std::string as_url;
  std::string ews_url;
  std::string emws_url;
  std::string ecp_url;
  std::string oof_url;
  std::string um_url;
  std::string oab_url;
  std::string public_folder_server;
  std::string ssl;
  std::string cert_principal_name;
  std::string auth_package;
  std::string server_exclusive_connect;
  std::optional<WebAccess> internal;
  std::optional<WebAccess> external;

  bool operator==(const PoxProtocol&) const = default;
};

// Section 2.2.4.1.1.2.5. DisplayName is required; Server must not stand beside SmtpAddress (2.2.4.1.1.2.5.3).
struct AlternativeMailbox {
  std::string type;  // "Delegate", "Archive"
  std::string display_name;
  std::string smtp_address;
  std::string owner_smtp_address;
  std::string legacy_dn;
  std::string server;

  bool operator==(const AlternativeMailbox&) const = default;
};

// Section 2.2.4.1.1.2.
struct PoxAccount {
  std::string account_type;  // "email"
  std::string action;        // "settings", "redirectAddr", "redirectUrl" (2.2.4.1.1.2.2)
  std::string redirect_addr;
  std::string redirect_url;
  std::string microsoft_online;
  std::string consumer_mailbox;
  std::optional<MapiHttpProtocol> mapi_http;
  std::vector<PoxProtocol> protocols;
  std::vector<AlternativeMailbox> alternative_mailboxes;
  std::string public_folder_address;  // PublicFolderInformation/SmtpAddress (2.2.4.1.1.2.7)

  bool operator==(const PoxAccount&) const = default;
};

// Section 2.2.4.1.1.3.2.
enum class PoxErrorCode : std::uint16_t {
  unknown_address = 500,       // no idea how to configure this address
  no_configuration = 501,      // the address is known, but there is nothing to offer to it
  invalid_request = 600,       // the XML is not as it should be
  provider_unavailable = 601,  // nothing of the requested type (schema)
  configuration_error = 602,   // the address is known, but its configuration is wrong
  internal_error = 603,
};

// The text of Message.
std::string_view message_of(PoxErrorCode code);

// Section 2.2.4.1.1.3. The attributes are those of [MS-ASCMD] section 2.2.3.63: time of day of the request,
// and an unsigned number that stands for the server.
struct PoxError {
  std::string time;  // error_time()
  std::string id;
  int code = 0;
  std::string message;
  std::string debug_data;

  bool operator==(const PoxError&) const = default;
};

// "16:56:32.6164027", in UTC.
std::string error_time(std::chrono::system_clock::time_point time);

// Section 2.2.4.1.1. Either an error, or an account with or without a user, or a proof.
struct PoxResponse {
  std::optional<PoxUser> user;
  std::optional<PoxAccount> account;
  std::optional<PoxError> error;
  std::optional<Proof> proof;

  bool operator==(const PoxResponse&) const = default;
};

std::string write_pox_response(const PoxResponse& response);

// For a client. Fails for a document that is not an Autodiscover response; elements that are not listed above
// are passed over.
xml::Parsed<PoxResponse> parse_pox_response(std::string_view body);

}  // namespace mapigate::oxdscli
