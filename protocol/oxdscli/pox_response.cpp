#include <fmt/format.h>

#include <charconv>

#include "protocol/oxdscli/challenge_xml.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/pox_fields.hpp"
#include "protocol/oxdscli/xml_reader.hpp"
#include "protocol/oxdscli/xml_writer.hpp"

namespace mapigate::oxdscli {

namespace {

// A response of Exchange has a few KiB; one with many alternative mailboxes stays far below this.
constexpr XmlLimits response_limits{.bytes = 1024 * 1024, .depth = 24, .elements = 20'000, .attributes = 32};
constexpr std::size_t max_list = 1'000;

// ---- writing

void write(XmlWriter& xml, std::string_view name, const MapiHttpUrls& urls) {
  xml.open(name);
  xml.fields(url_fields, urls);
  xml.close(name);
}

// Elements and attributes as in the example of section 4.4.
void write(XmlWriter& xml, const MapiHttpProtocol& protocol) {
  xml.raw(fmt::format("<Protocol Type=\"mapiHttp\" Version=\"{}\">", protocol.version));
  write(xml, "MailStore", protocol.mail_store);
  write(xml, "AddressBook", protocol.address_book);
  xml.close("Protocol");
}

void write(XmlWriter& xml, std::string_view name, const WebAccess& access) {
  xml.open(name);
  for (const OwaUrl& owa : access.owa_urls) {
    xml.raw("<OWAUrl AuthenticationMethod=\"");
    xml.text(owa.authentication_method);
    xml.raw("\">");
    xml.text(owa.url);
    xml.close("OWAUrl");
  }
  if (!access.protocol_type.empty() || !access.as_url.empty()) {
    xml.open("Protocol");
    xml.optional("Type", access.protocol_type);
    xml.optional("ASUrl", access.as_url);
    xml.close("Protocol");
  }
  xml.close(name);
}

void write(XmlWriter& xml, const PoxProtocol& protocol) {
  xml.open("Protocol");
  xml.fields(protocol_fields, protocol);
  if (protocol.internal) write(xml, "Internal", *protocol.internal);
  if (protocol.external) write(xml, "External", *protocol.external);
  xml.close("Protocol");
}

void write(XmlWriter& xml, const PoxAccount& account) {
  xml.open("Account");
  xml.fields(account_fields, account);
  if (account.mapi_http) write(xml, *account.mapi_http);
  for (const PoxProtocol& protocol : account.protocols) write(xml, protocol);
  for (const AlternativeMailbox& mailbox : account.alternative_mailboxes) {
    xml.open("AlternativeMailbox");
    xml.fields(alternative_mailbox_fields, mailbox);
    xml.close("AlternativeMailbox");
  }
  xml.close("Account");
}

void write(XmlWriter& xml, const PoxError& error) {
  xml.raw("<Error Time=\"");
  xml.text(error.time);
  xml.raw("\" Id=\"");
  xml.text(error.id);
  xml.raw("\">");
  xml.element("ErrorCode", std::to_string(error.code));
  xml.element("Message", error.message);
  if (error.debug_data.empty()) {
    xml.raw("<DebugData/>");
  } else {
    xml.element("DebugData", error.debug_data);
  }
  xml.close("Error");
}

// ---- reading

// False when a text is too large.
template <class Fields, class Struct>
bool read_fields(pugi::xml_node node, const Fields& fields, Struct& into) {
  for (const auto& field : fields) {
    if (!read_text(node, field.element, into.*field.member)) return false;
  }
  return true;
}

template <class Number>
Number number_or_zero(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

bool read(pugi::xml_node node, MapiHttpProtocol& protocol) {
  protocol.version = number_or_zero<unsigned>(node.attribute("Version").value());
  return read_fields(child(node, "MailStore"), url_fields, protocol.mail_store) &&
         read_fields(child(node, "AddressBook"), url_fields, protocol.address_book);
}

bool read(pugi::xml_node node, std::optional<WebAccess>& access) {
  if (!node) return true;
  access.emplace();
  for (const pugi::xml_node owa : node.children()) {
    if (!is_named(owa, "OWAUrl")) continue;
    Parsed<std::string> url = text_of(owa);
    if (!url || access->owa_urls.size() == max_list) return false;
    access->owa_urls.push_back({owa.attribute("AuthenticationMethod").value(), *std::move(url)});
  }
  const pugi::xml_node protocol = child(node, "Protocol");
  return read_text(protocol, "Type", access->protocol_type) && read_text(protocol, "ASUrl", access->as_url);
}

bool read(pugi::xml_node node, PoxProtocol& protocol) {
  return read_fields(node, protocol_fields, protocol) && read(child(node, "Internal"), protocol.internal) &&
         read(child(node, "External"), protocol.external);
}

bool read(pugi::xml_node node, PoxAccount& account) {
  if (!read_fields(node, account_fields, account)) return false;
  for (const pugi::xml_node part : node.children()) {
    bool ok = true;
    if (is_named(part, "Protocol") && part.attribute("Type")) {
      // The first one that is mapiHttp counts; no other value of the attribute is specified.
      if (std::string_view(part.attribute("Type").value()) == "mapiHttp" && !account.mapi_http) {
        ok = read(part, account.mapi_http.emplace());
      }
    } else if (is_named(part, "Protocol")) {
      ok = account.protocols.size() < max_list && read(part, account.protocols.emplace_back());
    } else if (is_named(part, "AlternativeMailbox")) {
      ok = account.alternative_mailboxes.size() < max_list &&
           read_fields(part, alternative_mailbox_fields, account.alternative_mailboxes.emplace_back());
    }
    if (!ok) return false;
  }
  return true;
}

bool read(pugi::xml_node node, PoxError& error) {
  std::string code;
  error.time = node.attribute("Time").value();
  error.id = node.attribute("Id").value();
  if (!read_text(node, "ErrorCode", code) || !read_text(node, "Message", error.message) ||
      !read_text(node, "DebugData", error.debug_data)) {
    return false;
  }
  error.code = number_or_zero<int>(code);
  return true;
}

}  // namespace

std::string_view message_of(PoxErrorCode code) {
  switch (code) {
    case PoxErrorCode::unknown_address:
      return "The email address can't be found.";
    case PoxErrorCode::no_configuration:
    case PoxErrorCode::configuration_error:
      return "Bad Address";
    case PoxErrorCode::invalid_request:
      return "Invalid Request";
    case PoxErrorCode::provider_unavailable:
      return "Provider is not available";
    case PoxErrorCode::internal_error:
      return "The Autodiscover server threw an internal error.";
  }
  return "";
}

std::string error_time(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  using Ticks = duration<std::int64_t, std::ratio<1, 10'000'000>>;
  const auto since_midnight = floor<Ticks>(time.time_since_epoch()) - floor<days>(time.time_since_epoch());
  const hh_mm_ss<Ticks> clock(since_midnight);
  return fmt::format("{:02}:{:02}:{:02}.{:07}", clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count(), clock.subseconds().count());
}

std::string write_pox_response(const PoxResponse& response) {
  XmlWriter xml(2048);
  xml.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Autodiscover xmlns=\"");
  xml.raw(response_schema);
  xml.raw("\"><Response xmlns=\"");
  // As in the error example of the page "POX Autodiscover response for Exchange".
  xml.raw(response.error ? response_schema : outlook_response_schema);
  xml.raw("\">");
  if (response.user) {
    xml.open("User");
    xml.fields(user_fields, *response.user);
    xml.close("User");
  }
  if (response.account) write(xml, *response.account);
  if (response.error) write(xml, *response.error);
  if (response.proof) append_element(xml.buffer(), "Proof", *response.proof);
  xml.raw("</Response></Autodiscover>");
  return xml.take();
}

Parsed<PoxResponse> parse_pox_response(std::string_view body) {
  Parsed<pugi::xml_document> document = read_xml(body, response_limits);
  if (!document) return document.error();
  const pugi::xml_node root = document->document_element();
  if (!is_named(root, "Autodiscover") || !same_schema(namespace_of(root), response_schema)) {
    return ParseError::schema;
  }
  const pugi::xml_node node = child(root, "Response");
  if (!node) return ParseError::schema;

  PoxResponse response;
  const pugi::xml_node user = child(node, "User");
  const pugi::xml_node account = child(node, "Account");
  // Under Response, or under Account in the older description of the format (Exchange 2007 "Error (POX)").
  const pugi::xml_node error = child(node, "Error") ? child(node, "Error") : child(account, "Error");
  if ((user && !read_fields(user, user_fields, response.user.emplace())) ||
      (account && !read(account, response.account.emplace())) ||
      (error && !read(error, response.error.emplace()))) {
    return ParseError::too_large;
  }
  Parsed<std::optional<SelfCheckElement>> proof = read_element(node, "Proof");
  if (!proof) return proof.error();
  if (*proof) response.proof.emplace(Proof{**std::move(proof)});
  return response;
}

}  // namespace mapigate::oxdscli
