#include "protocol/oxdscli/challenge_xml.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/xml_reader.hpp"
#include "protocol/oxdscli/xml_writer.hpp"

namespace mapigate::oxdscli {

bool PoxRequest::accepts_outlook_response() const {
  return same_schema(acceptable_response_schema, outlook_response_schema);
}

Parsed<PoxRequest> parse_pox_request(std::string_view body) {
  Parsed<pugi::xml_document> document = read_xml(body, XmlLimits{});
  if (!document) return document.error();
  const pugi::xml_node root = document->document_element();
  const std::string_view schema = namespace_of(root);
  if (!is_named(root, "Autodiscover") ||
      !(same_schema(schema, outlook_request_schema) || same_schema(schema, mobilesync_request_schema))) {
    return ParseError::schema;
  }
  const pugi::xml_node node = child(root, "Request");
  if (!node) return ParseError::schema;

  PoxRequest request;
  request.acceptable_response_schema.clear();
  if (!read_text(node, "EMailAddress", request.email_address) ||
      !read_text(node, "LegacyDN", request.legacy_dn) ||
      !read_text(node, "AcceptableResponseSchema", request.acceptable_response_schema)) {
    return ParseError::too_large;
  }
  Parsed<std::optional<SelfCheckElement>> challenge = read_element(node, "Challenge");
  if (!challenge) return challenge.error();
  if (*challenge) request.challenge.emplace(Challenge{**std::move(challenge)});
  return request;
}

std::string write_pox_request(const PoxRequest& request) {
  XmlWriter xml(512);
  xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Autodiscover xmlns=\"");
  xml.raw(outlook_request_schema);
  xml.raw("\"><Request>");
  xml.optional("EMailAddress", request.email_address);
  xml.optional("LegacyDN", request.legacy_dn);
  xml.optional("AcceptableResponseSchema", request.acceptable_response_schema);
  if (request.challenge) append_element(xml.buffer(), "Challenge", *request.challenge);
  xml.raw("</Request></Autodiscover>");
  return xml.take();
}

}  // namespace mapigate::oxdscli
