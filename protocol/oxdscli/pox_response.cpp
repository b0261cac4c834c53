#include <fmt/format.h>

#include <charconv>

#include "protocol/oxdscli/challenge_xml.hpp"
#include "protocol/oxdscli/pox.hpp"
#include "protocol/oxdscli/pox_fields.hpp"
#include "protocol/oxdscli/schema.hpp"
#include "protocol/xml/reader.hpp"
#include "protocol/xml/writer.hpp"

namespace mapigate::oxdscli {

namespace {

// A response of Exchange has a few KiB; one with many alternative mailboxes stays far below this.
constexpr xml::Limits response_limits{
    .bytes = 1024 * 1024, .depth = 24, .elements = 20'000, .attributes = 32};
constexpr std::size_t max_list = 1'000;

// ---- writing

// `fields`: a table of pox_fields.hpp. Empty members are left out.
template <class Fields, class Struct>
void write_fields(xml::Writer& writer, const Fields& fields, const Struct& from) {
  for (const auto& field : fields) writer.optional(field.element, from.*field.member);
}

void write(xml::Writer& writer, std::string_view name, const MapiHttpUrls& urls) {
  writer.open(name);
  write_fields(writer, url_fields, urls);
  writer.close(name);
}

// Elements and attributes as in the example of section 4.4.
void write(xml::Writer& writer, const MapiHttpProtocol& protocol) {
  writer.raw(fmt::format("<Protocol Type=\"mapiHttp\" Version=\"{}\">", protocol.version));
  write(writer, "MailStore", protocol.mail_store);
  write(writer, "AddressBook", protocol.address_book);
  writer.close("Protocol");
}

void write(xml::Writer& writer, std::string_view name, const WebAccess& access) {
  writer.open(name);
  for (const OwaUrl& owa : access.owa_urls) {
    writer.raw("<OWAUrl AuthenticationMethod=\"");
    writer.text(owa.authentication_method);
    writer.raw("\">");
    writer.text(owa.url);
    writer.close("OWAUrl");
  }
  if (!access.protocol_type.empty() || !access.as_url.empty()) {
    writer.open("Protocol");
    writer.optional("Type", access.protocol_type);
    writer.optional("ASUrl", access.as_url);
    writer.close("Protocol");
  }
  writer.close(name);
}

void write(xml::Writer& writer, const PoxProtocol& protocol) {
  writer.open("Protocol");
  write_fields(writer, protocol_fields, protocol);
  if (protocol.internal) write(writer, "Internal", *protocol.internal);
  if (protocol.external) write(writer, "External", *protocol.external);
  writer.close("Protocol");
}

void write(xml::Writer& writer, const PoxAccount& account) {
  writer.open("Account");
  write_fields(writer, account_fields, account);
  if (account.mapi_http) write(writer, *account.mapi_http);
  for (const PoxProtocol& protocol : account.protocols) write(writer, protocol);
  for (const AlternativeMailbox& mailbox : account.alternative_mailboxes) {
    writer.open("AlternativeMailbox");
    write_fields(writer, alternative_mailbox_fields, mailbox);
    writer.close("AlternativeMailbox");
  }
  if (!account.public_folder_address.empty()) {
    writer.open("PublicFolderInformation");
    writer.element("SmtpAddress", account.public_folder_address);
    writer.close("PublicFolderInformation");
  }
  writer.close("Account");
}

void write(xml::Writer& writer, const PoxError& error) {
  writer.raw("<Error Time=\"");
  writer.text(error.time);
  writer.raw("\" Id=\"");
  writer.text(error.id);
  writer.raw("\">");
  writer.element("ErrorCode", std::to_string(error.code));
  writer.element("Message", error.message);
  if (error.debug_data.empty()) {
    writer.raw("<DebugData/>");
  } else {
    writer.element("DebugData", error.debug_data);
  }
  writer.close("Error");
}

// ---- reading

// False when a text is too large.
template <class Fields, class Struct>
bool read_fields(pugi::xml_node node, const Fields& fields, Struct& into) {
  for (const auto& field : fields) {
    if (!xml::read_text(node, field.element, into.*field.member)) return false;
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
  return read_fields(xml::child(node, "MailStore"), url_fields, protocol.mail_store) &&
         read_fields(xml::child(node, "AddressBook"), url_fields, protocol.address_book);
}

bool read(pugi::xml_node node, std::optional<WebAccess>& access) {
  if (!node) return true;
  access.emplace();
  for (const pugi::xml_node owa : node.children()) {
    if (!xml::is_named(owa, "OWAUrl")) continue;
    xml::Parsed<std::string> url = xml::text_of(owa);
    if (!url || access->owa_urls.size() == max_list) return false;
    access->owa_urls.push_back({owa.attribute("AuthenticationMethod").value(), *std::move(url)});
  }
  const pugi::xml_node protocol = xml::child(node, "Protocol");
  return xml::read_text(protocol, "Type", access->protocol_type) &&
         xml::read_text(protocol, "ASUrl", access->as_url);
}

bool read(pugi::xml_node node, PoxProtocol& protocol) {
  return read_fields(node, protocol_fields, protocol) &&
         read(xml::child(node, "Internal"), protocol.internal) &&
         read(xml::child(node, "External"), protocol.external);
}

bool read(pugi::xml_node node, PoxAccount& account) {
  if (!read_fields(node, account_fields, account)) return false;
  for (const pugi::xml_node part : node.children()) {
    bool ok = true;
    if (xml::is_named(part, "Protocol") && part.attribute("Type")) {
      // The first one that is mapiHttp counts; no other value of the attribute is specified.
      if (std::string_view(part.attribute("Type").value()) == "mapiHttp" && !account.mapi_http) {
        ok = read(part, account.mapi_http.emplace());
      }
    } else if (xml::is_named(part, "Protocol")) {
      ok = account.protocols.size() < max_list && read(part, account.protocols.emplace_back());
    } else if (xml::is_named(part, "AlternativeMailbox")) {
      ok = account.alternative_mailboxes.size() < max_list &&
           read_fields(part, alternative_mailbox_fields, account.alternative_mailboxes.emplace_back());
    } else if (xml::is_named(part, "PublicFolderInformation")) {
      ok = xml::read_text(part, "SmtpAddress", account.public_folder_address);
    }
    if (!ok) return false;
  }
  return true;
}

bool read(pugi::xml_node node, PoxError& error) {
  std::string code;
  error.time = node.attribute("Time").value();
  error.id = node.attribute("Id").value();
  if (!xml::read_text(node, "ErrorCode", code) || !xml::read_text(node, "Message", error.message) ||
      !xml::read_text(node, "DebugData", error.debug_data)) {
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
  xml::Writer writer(2048);
  writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Autodiscover xmlns=\"");
  writer.raw(response_schema);
  writer.raw("\"><Response xmlns=\"");
  // As in the error example of the page "POX Autodiscover response for Exchange".
  writer.raw(response.error ? response_schema : outlook_response_schema);
  writer.raw("\">");
  if (response.user) {
    writer.open("User");
    write_fields(writer, user_fields, *response.user);
    writer.close("User");
  }
  if (response.account) write(writer, *response.account);
  if (response.error) write(writer, *response.error);
  if (response.proof) append_element(writer.buffer(), "Proof", *response.proof);
  writer.raw("</Response></Autodiscover>");
  return writer.take();
}

xml::Parsed<PoxResponse> parse_pox_response(std::string_view body) {
  xml::Parsed<pugi::xml_document> document = xml::read(body, response_limits);
  if (!document) return document.error();
  const pugi::xml_node root = document->document_element();
  if (!xml::is_named(root, "Autodiscover") || !same_schema(xml::namespace_of(root), response_schema)) {
    return xml::ParseError::schema;
  }
  const pugi::xml_node node = xml::child(root, "Response");
  if (!node) return xml::ParseError::schema;

  PoxResponse response;
  const pugi::xml_node user = xml::child(node, "User");
  const pugi::xml_node account = xml::child(node, "Account");
  // Under Response, or under Account in the older description of the format (Exchange 2007 "Error (POX)").
  const pugi::xml_node error =
      xml::child(node, "Error") ? xml::child(node, "Error") : xml::child(account, "Error");
  if ((user && !read_fields(user, user_fields, response.user.emplace())) ||
      (account && !read(account, response.account.emplace())) ||
      (error && !read(error, response.error.emplace()))) {
    return xml::ParseError::too_large;
  }
  xml::Parsed<std::optional<SelfCheckElement>> proof = read_element(node, "Proof");
  if (!proof) return proof.error();
  if (*proof) response.proof.emplace(Proof{**std::move(proof)});
  return response;
}

}  // namespace mapigate::oxdscli
