#include "protocol/oxdscli/challenge_xml.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/schema.hpp"
#include "protocol/xml/reader.hpp"
#include "protocol/xml/writer.hpp"

namespace mapigate::oxdscli {

bool PoxRequest::accepts_outlook_response() const {
  return same_schema(acceptable_response_schema, outlook_response_schema);
}

xml::Parsed<PoxRequest> parse_pox_request(std::string_view body) {
  xml::Parsed<pugi::xml_document> document = xml::read(body, xml::Limits{});
  if (!document) return document.error();
  const pugi::xml_node root = document->document_element();
  const std::string_view schema = xml::namespace_of(root);
  if (!xml::is_named(root, "Autodiscover") ||
      !(same_schema(schema, outlook_request_schema) || same_schema(schema, mobilesync_request_schema))) {
    return xml::ParseError::schema;
  }
  const pugi::xml_node node = xml::child(root, "Request");
  if (!node) return xml::ParseError::schema;

  PoxRequest request;
  request.acceptable_response_schema.clear();
  if (!xml::read_text(node, "EMailAddress", request.email_address) ||
      !xml::read_text(node, "LegacyDN", request.legacy_dn) ||
      !xml::read_text(node, "AcceptableResponseSchema", request.acceptable_response_schema)) {
    return xml::ParseError::too_large;
  }
  xml::Parsed<std::optional<SelfCheckElement>> challenge = read_element(node, "Challenge");
  if (!challenge) return challenge.error();
  if (*challenge) request.challenge.emplace(Challenge{**std::move(challenge)});
  return request;
}

std::string write_pox_request(const PoxRequest& request) {
  xml::Writer writer(512);
  writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Autodiscover xmlns=\"");
  writer.raw(outlook_request_schema);
  writer.raw("\"><Request>");
  writer.optional("EMailAddress", request.email_address);
  writer.optional("LegacyDN", request.legacy_dn);
  writer.optional("AcceptableResponseSchema", request.acceptable_response_schema);
  if (request.challenge) append_element(writer.buffer(), "Challenge", *request.challenge);
  writer.raw("</Request></Autodiscover>");
  return writer.take();
}

}  // namespace mapigate::oxdscli
