#include "gateway/http/message.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"

namespace mapigate::http {

template <class String>
void BasicHeaders<String>::set(std::string_view name, String value) {
  std::erase_if(fields_, [&](const value_type& field) { return equal_ignoring_case(field.first, name); });
  fields_.emplace_back(String(name), std::move(value));
}

template <class String>
std::string_view BasicHeaders<String>::get(std::string_view name) const {
  for (const value_type& field : fields_) {
    if (equal_ignoring_case(field.first, name)) return field.second;
  }
  return {};
}

template <class String>
bool BasicHeaders<String>::has(std::string_view name) const {
  return std::ranges::any_of(fields_,
                             [&](const value_type& field) { return equal_ignoring_case(field.first, name); });
}

template <class String>
std::vector<std::string_view> BasicHeaders<String>::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const value_type& field : fields_) {
    if (equal_ignoring_case(field.first, name)) values.push_back(field.second);
  }
  return values;
}

template class BasicHeaders<std::string>;
template class BasicHeaders<std::string_view>;

std::string Request::host() const {
  std::string_view host = trim(headers.get("Host"));
  // An IPv6 literal stands in brackets, RFC 3986 section 3.2.2.
  if (host.starts_with('[')) {
    host = host.substr(0, host.find(']') == host.npos ? host.size() : host.find(']') + 1);
  } else {
    host = host.substr(0, host.find(':'));
  }
  return to_lower(host);
}

Response text_response(unsigned status, std::string text) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(text);
  return response;
}

}  // namespace mapigate::http
