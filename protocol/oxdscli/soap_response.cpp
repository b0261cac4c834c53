#include <fmt/format.h>

#include "protocol/oxdscli/soap.hpp"
#include "protocol/oxdscli/xml_writer.hpp"

namespace mapigate::oxdscli {

namespace {

// The element names in which the two responses differ.
struct Names {
  std::string_view operation;
  std::string_view answers;
  std::string_view answer;
  std::string_view settings;
  std::string_view setting;
  std::string_view string_type;
  std::string_view errors;
  std::string_view error;
};

constexpr Names user_names{"GetUserSettings", "UserResponses", "UserResponse",      "UserSettings",
                           "UserSetting",     "StringSetting", "UserSettingErrors", "UserSettingError"};
constexpr Names domain_names{"GetDomainSettings",   "DomainResponses",   "DomainResponse",
                             "DomainSettings",      "DomainSetting",     "DomainStringSetting",
                             "DomainSettingErrors", "DomainSettingError"};

void write(XmlWriter& xml, const std::vector<AlternateMailbox>& mailboxes) {
  xml.open("AlternateMailboxes");
  for (const AlternateMailbox& mailbox : mailboxes) {
    xml.open("AlternateMailbox");
    xml.optional("Type", mailbox.type);
    xml.optional("DisplayName", mailbox.display_name);
    xml.optional("LegacyDN", mailbox.legacy_dn);
    xml.optional("Server", mailbox.server);
    xml.optional("SmtpAddress", mailbox.smtp_address);
    xml.optional("OwnerSmtpAddress", mailbox.owner_smtp_address);
    xml.close("AlternateMailbox");
  }
  xml.close("AlternateMailboxes");
}

void write(XmlWriter& xml, const Names& names, const SoapSetting& setting) {
  const auto* text = std::get_if<std::string>(&setting.value);
  xml.raw("<");
  xml.raw(names.setting);
  xml.raw(" i:type=\"");
  xml.raw(text ? names.string_type : "AlternateMailboxCollectionSetting");
  xml.raw("\">");
  xml.element("Name", setting.name);
  if (text) {
    xml.element("Value", *text);
  } else {
    write(xml, std::get<std::vector<AlternateMailbox>>(setting.value));
  }
  xml.close(names.setting);
}

void write_redirect(XmlWriter& xml, std::string_view target) {
  if (target.empty()) {
    xml.raw("<RedirectTarget i:nil=\"true\"/>");
  } else {
    xml.element("RedirectTarget", target);
  }
}

// The order of the elements is that of the examples, alphabetic for a domain.
void write(XmlWriter& xml, const Names& names, const SoapAnswer& answer) {
  xml.open(names.answer);
  xml.element("ErrorCode", to_string(answer.error));
  xml.element("ErrorMessage", answer.message);
  if (&names == &user_names) write_redirect(xml, answer.redirect_target);
  xml.open(names.errors);
  for (const SoapSettingError& error : answer.setting_errors) {
    xml.open(names.error);
    xml.element("ErrorCode", to_string(error.error));
    xml.element("ErrorMessage", error.message);
    xml.element("SettingName", error.name);
    xml.close(names.error);
  }
  xml.close(names.errors);
  xml.open(names.settings);
  for (const SoapSetting& setting : answer.settings) write(xml, names, setting);
  xml.close(names.settings);
  if (&names == &domain_names) write_redirect(xml, answer.redirect_target);
  xml.close(names.answer);
}

}  // namespace

std::string_view to_string(SoapError error) {
  switch (error) {
    case SoapError::no_error:
      return "NoError";
    case SoapError::redirect_address:
      return "RedirectAddress";
    case SoapError::redirect_url:
      return "RedirectUrl";
    case SoapError::invalid_user:
      return "InvalidUser";
    case SoapError::invalid_request:
      return "InvalidRequest";
    case SoapError::invalid_setting:
      return "InvalidSetting";
    case SoapError::setting_is_not_available:
      return "SettingIsNotAvailable";
    case SoapError::server_busy:
      return "ServerBusy";
    case SoapError::invalid_domain:
      return "InvalidDomain";
    case SoapError::not_federated:
      return "NotFederated";
    case SoapError::internal_server_error:
      return "InternalServerError";
  }
  return "InternalServerError";
}

std::string write_soap_response(const SoapResponse& response) {
  const Names& names = response.operation == SoapOperation::get_user_settings ? user_names : domain_names;
  XmlWriter xml(4096);
  xml.raw(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
      " xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header><a:Action s:mustUnderstand=\"1\">");
  xml.raw(fmt::format("{}/Autodiscover/{}Response</a:Action>", soap_autodiscover_namespace, names.operation));
  xml.raw(
      fmt::format("<h:ServerVersionInfo xmlns:h=\"{}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
                  "<h:MajorVersion>{}</h:MajorVersion><h:MinorVersion>{}</h:MinorVersion>"
                  "<h:MajorBuildNumber>{}</h:MajorBuildNumber><h:MinorBuildNumber>{}</h:MinorBuildNumber>",
                  soap_autodiscover_namespace, response.server_version.major, response.server_version.minor,
                  response.server_version.major_build, response.server_version.minor_build));
  xml.element("h:Version", response.server_version.product);
  xml.close("h:ServerVersionInfo");
  xml.optional("a:RelatesTo", response.relates_to);
  xml.raw(
      fmt::format("</s:Header><s:Body><{0}ResponseMessage xmlns=\"{1}\">"
                  "<Response xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">",
                  names.operation, soap_autodiscover_namespace));
  xml.element("ErrorCode", to_string(response.error));
  xml.element("ErrorMessage", response.message);
  xml.open(names.answers);
  for (const SoapAnswer& answer : response.answers) write(xml, names, answer);
  xml.close(names.answers);
  xml.raw(fmt::format("</Response></{}ResponseMessage></s:Body></s:Envelope>", names.operation));
  return xml.take();
}

std::string write_soap_fault(bool client_error, std::string_view reason) {
  XmlWriter xml(512);
  xml.raw(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>");
  xml.element("faultcode", client_error ? "s:Client" : "s:Server");
  xml.element("faultstring", reason);
  xml.raw("</s:Fault></s:Body></s:Envelope>");
  return xml.take();
}

}  // namespace mapigate::oxdscli
