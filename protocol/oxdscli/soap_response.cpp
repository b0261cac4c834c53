#include <fmt/format.h>

#include "protocol/oxdscli/soap.hpp"
#include "protocol/xml/writer.hpp"

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

void write(xml::Writer& writer, const std::vector<AlternateMailbox>& mailboxes) {
  writer.open("AlternateMailboxes");
  for (const AlternateMailbox& mailbox : mailboxes) {
    writer.open("AlternateMailbox");
    writer.optional("Type", mailbox.type);
    writer.optional("DisplayName", mailbox.display_name);
    writer.optional("LegacyDN", mailbox.legacy_dn);
    writer.optional("Server", mailbox.server);
    writer.optional("SmtpAddress", mailbox.smtp_address);
    writer.optional("OwnerSmtpAddress", mailbox.owner_smtp_address);
    writer.close("AlternateMailbox");
  }
  writer.close("AlternateMailboxes");
}

void write(xml::Writer& writer, const Names& names, const SoapSetting& setting) {
  const auto* text = std::get_if<std::string>(&setting.value);
  writer.raw("<");
  writer.raw(names.setting);
  writer.raw(" i:type=\"");
  writer.raw(text ? names.string_type : "AlternateMailboxCollectionSetting");
  writer.raw("\">");
  writer.element("Name", setting.name);
  if (text) {
    writer.element("Value", *text);
  } else {
    write(writer, std::get<std::vector<AlternateMailbox>>(setting.value));
  }
  writer.close(names.setting);
}

void write_redirect(xml::Writer& writer, std::string_view target) {
  if (target.empty()) {
    writer.raw("<RedirectTarget i:nil=\"true\"/>");
  } else {
    writer.element("RedirectTarget", target);
  }
}

// The order of the elements is that of the examples, alphabetic for a domain.
void write(xml::Writer& writer, const Names& names, const SoapAnswer& answer) {
  writer.open(names.answer);
  writer.element("ErrorCode", to_string(answer.error));
  writer.element("ErrorMessage", answer.message);
  if (&names == &user_names) write_redirect(writer, answer.redirect_target);
  writer.open(names.errors);
  for (const SoapSettingError& error : answer.setting_errors) {
    writer.open(names.error);
    writer.element("ErrorCode", to_string(error.error));
    writer.element("ErrorMessage", error.message);
    writer.element("SettingName", error.name);
    writer.close(names.error);
  }
  writer.close(names.errors);
  writer.open(names.settings);
  for (const SoapSetting& setting : answer.settings) write(writer, names, setting);
  writer.close(names.settings);
  if (&names == &domain_names) write_redirect(writer, answer.redirect_target);
  writer.close(names.answer);
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
  xml::Writer writer(4096);
  writer.raw(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
      " xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header><a:Action s:mustUnderstand=\"1\">");
  writer.raw(
      fmt::format("{}/Autodiscover/{}Response</a:Action>", soap_autodiscover_namespace, names.operation));
  writer.raw(
      fmt::format("<h:ServerVersionInfo xmlns:h=\"{}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
                  "<h:MajorVersion>{}</h:MajorVersion><h:MinorVersion>{}</h:MinorVersion>"
                  "<h:MajorBuildNumber>{}</h:MajorBuildNumber><h:MinorBuildNumber>{}</h:MinorBuildNumber>",
                  soap_autodiscover_namespace, response.server_version.major, response.server_version.minor,
                  response.server_version.major_build, response.server_version.minor_build));
  writer.element("h:Version", response.server_version.product);
  writer.close("h:ServerVersionInfo");
  writer.optional("a:RelatesTo", response.relates_to);
  writer.raw(
      fmt::format("</s:Header><s:Body><{0}ResponseMessage xmlns=\"{1}\">"
                  "<Response xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">",
                  names.operation, soap_autodiscover_namespace));
  writer.element("ErrorCode", to_string(response.error));
  writer.element("ErrorMessage", response.message);
  writer.open(names.answers);
  for (const SoapAnswer& answer : response.answers) write(writer, names, answer);
  writer.close(names.answers);
  writer.raw(fmt::format("</Response></{}ResponseMessage></s:Body></s:Envelope>", names.operation));
  return writer.take();
}

std::string write_soap_fault(bool client_error, std::string_view reason) {
  xml::Writer writer(512);
  writer.raw(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>");
  writer.element("faultcode", client_error ? "s:Client" : "s:Server");
  writer.element("faultstring", reason);
  writer.raw("</s:Fault></s:Body></s:Envelope>");
  return writer.take();
}

}  // namespace mapigate::oxdscli
