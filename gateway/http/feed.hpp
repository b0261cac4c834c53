#pragma once

#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <stdexcept>
#include <string>

namespace mapigate::http {

// Gives what has come to a Beast parser and takes away from `buffer` what the parser used.
template <class Parser>
boost::system::error_code feed(Parser& parser, std::string& buffer) {
  boost::system::error_code code;
  try {
    buffer.erase(0, parser.put(boost::asio::buffer(buffer), code));
  } catch (const std::length_error&) {
    // A field over 64 KiB. header_limit() stops them in the header but not behind a chunked body.
    code = boost::beast::http::error::bad_value;
  }
  return code;
}

}  // namespace mapigate::http
