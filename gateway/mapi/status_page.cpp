#include "gateway/mapi/status_page.hpp"

#include <fmt/core.h>

#include "gateway/mapi/server_version.hpp"

namespace mapigate::mapi {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string row(std::string_view name, std::string_view value) {
  return fmt::format("<tr><th align=\"left\">{}</th><td>{}</td></tr>\n", name, escaped(value));
}

}  // namespace

http::Response status_page(oxcmapihttp::Endpoint endpoint, const directory::User& user,
                           std::string_view hostname, std::string_view version) {
  const bool mailbox = endpoint == oxcmapihttp::Endpoint::mailbox;
  http::Response response;
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  response.headers.add("Cache-Control", "no-store");
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.add("Content-Security-Policy", "default-src 'none'");
  response.headers.add(std::string(oxcmapihttp::header::server_application), std::string(server_application));
  response.body = fmt::format(
      "<!DOCTYPE html>\n<html><head><title>Mapigate</title></head><body>\n"
      "<h1>{} endpoint of MAPI over HTTP</h1>\n"
      "<p>It is up, and your name and password are right. Outlook does the rest by "
      "itself.</p>\n<table>\n{}{}{}{}{}"
      "</table>\n</body></html>\n",
      mailbox ? "Mailbox" : "Address book", row("Server", hostname), row("User", user.address),
      row("Mailbox", user.mailbox_guid), row("Version", fmt::format("Mapigate {}", version)),
      row("Clients see", server_application));
  return response;
}

}  // namespace mapigate::mapi
