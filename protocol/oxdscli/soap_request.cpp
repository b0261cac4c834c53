#include "protocol/oxdscli/schema.hpp"
#include "protocol/oxdscli/soap.hpp"
#include "protocol/xml/reader.hpp"

namespace mapigate::oxdscli {

namespace {

constexpr std::string_view soap_11_namespace = "http://schemas.xmlsoap.org/soap/envelope/";

bool is_ours(pugi::xml_node element, std::string_view name) {
  return xml::is_named(element, name) && same_schema(xml::namespace_of(element), soap_autodiscover_namespace);
}

// Appends the texts of the children of that name.
std::optional<xml::ParseError> read_list(pugi::xml_node parent, std::string_view name, std::size_t max,
                                         std::vector<std::string>& out) {
  for (const pugi::xml_node entry : parent.children()) {
    if (!xml::is_named(entry, name)) continue;
    if (out.size() == max) return xml::ParseError::too_many;
    // <User><Mailbox>address</Mailbox></User>, but <Domain>name</Domain> and <Setting>name</Setting>.
    xml::Parsed<std::string> text = xml::text_of(name == "User" ? xml::child(entry, "Mailbox") : entry);
    if (!text) return text.error();
    out.push_back(*std::move(text));
  }
  return std::nullopt;
}

}  // namespace

xml::Parsed<SoapRequest> parse_soap_request(std::string_view body) {
  xml::Parsed<pugi::xml_document> document = xml::read(body, xml::Limits{});
  if (!document) return document.error();
  const pugi::xml_node envelope = document->document_element();
  if (!xml::is_named(envelope, "Envelope") || !same_schema(xml::namespace_of(envelope), soap_11_namespace)) {
    return xml::ParseError::schema;
  }

  SoapRequest request;
  const pugi::xml_node header = xml::child(envelope, "Header");
  if (!xml::read_text(header, "RequestedServerVersion", request.requested_server_version) ||
      !xml::read_text(header, "MessageID", request.message_id)) {
    return xml::ParseError::too_large;
  }

  // Which operation is said by the message; the Action header says it once more and proxies lose SOAPAction.
  const pugi::xml_node content = xml::child(envelope, "Body");
  pugi::xml_node message;
  for (const pugi::xml_node node : content.children()) {
    if (node.type() != pugi::node_element) continue;
    if (message) return xml::ParseError::schema;
    message = node;
  }
  if (is_ours(message, "GetUserSettingsRequestMessage")) {
    request.operation = SoapOperation::get_user_settings;
  } else if (is_ours(message, "GetDomainSettingsRequestMessage")) {
    request.operation = SoapOperation::get_domain_settings;
  } else {
    return xml::ParseError::schema;
  }

  const pugi::xml_node node = xml::child(message, "Request");
  const bool users = request.operation == SoapOperation::get_user_settings;
  auto failure = read_list(xml::child(node, users ? "Users" : "Domains"), users ? "User" : "Domain",
                           max_soap_names, request.names);
  if (!failure)
    failure =
        read_list(xml::child(node, "RequestedSettings"), "Setting", max_soap_settings, request.settings);
  if (failure) return *failure;
  return request;
}

}  // namespace mapigate::oxdscli
