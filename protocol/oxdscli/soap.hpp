#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/xml/parse_error.hpp"

// [MS-OXWSADISC]: Autodiscover by SOAP 1.1 with WS-Addressing. The operations, elements and error codes are
// also described one page each in "SOAP Autodiscover web service reference for Exchange".
namespace mapigate::oxdscli {

// Target namespace of the service's WSDL (section 3.1.4).
inline constexpr std::string_view soap_autodiscover_namespace =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover";

enum class SoapOperation : std::uint8_t {
  get_user_settings,    // section 3.1.4.3
  get_domain_settings,  // section 3.1.4.1
};

// What a client asks at once; beyond it the document is refused.
inline constexpr std::size_t max_soap_names = 100;
inline constexpr std::size_t max_soap_settings = 256;

// GetUserSettingsRequestMessage or GetDomainSettingsRequestMessage with the headers that count.
struct SoapRequest {
  SoapOperation operation = SoapOperation::get_user_settings;
  std::string requested_server_version;  // header RequestedServerVersion, "Exchange2010"...; may be absent
  std::string message_id;                // header wsa:MessageID, repeated as RelatesTo; may be absent
  std::vector<std::string> names;        // Users/User/Mailbox, or Domains/Domain
  std::vector<std::string> settings;     // RequestedSettings/Setting

  bool operator==(const SoapRequest&) const = default;
};

// Fails for what is not an envelope with one of the two requests in its body. A request without names or
// settings is returned as it is: the service answers it with InvalidRequest.
xml::Parsed<SoapRequest> parse_soap_request(std::string_view body);

// "ErrorCode (SOAP)".
enum class SoapError : std::uint8_t {
  no_error,
  redirect_address,
  redirect_url,
  invalid_user,
  invalid_request,
  invalid_setting,
  setting_is_not_available,
  server_busy,
  invalid_domain,
  not_federated,
  internal_server_error,
};

// The text of ErrorCode.
std::string_view to_string(SoapError error);

// ServerVersionInfo, the header of every response.
struct ServerVersion {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned major_build = 0;
  unsigned minor_build = 0;
  std::string product;  // Version: "Exchange2013_SP1"

  bool operator==(const ServerVersion&) const = default;
};

// "AlternateMailbox (SOAP)".
struct AlternateMailbox {
  std::string type;
  std::string display_name;
  std::string legacy_dn;
  std::string server;
  std::string smtp_address;
  std::string owner_smtp_address;
};

// A StringSetting or an AlternateMailboxCollectionSetting, by the type of its value.
struct SoapSetting {
  std::string name;
  std::variant<std::string, std::vector<AlternateMailbox>> value;
};

// UserSettingError or DomainSettingError.
struct SoapSettingError {
  SoapError error = SoapError::invalid_setting;
  std::string message;
  std::string name;
};

// UserResponse or DomainResponse: what is known of one of the names, in the order they were asked for.
struct SoapAnswer {
  SoapError error = SoapError::no_error;
  std::string message;
  std::string redirect_target;  // an address or a URL; nil when empty
  std::vector<SoapSettingError> setting_errors;
  std::vector<SoapSetting> settings;  // of a domain: text values only
};

struct SoapResponse {
  SoapOperation operation = SoapOperation::get_user_settings;
  ServerVersion server_version;
  std::string relates_to;  // the request's message_id
  SoapError error = SoapError::no_error;
  std::string message;
  std::vector<SoapAnswer> answers;
};

std::string write_soap_response(const SoapResponse& response);

// A SOAP 1.1 fault (section 4.4 of SOAP 1.1), for what is not a request of this service. `client_error` says
// whose fault it is: faultcode Client or Server.
std::string write_soap_fault(bool client_error, std::string_view reason);

}  // namespace mapigate::oxdscli
