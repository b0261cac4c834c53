#include "gateway/backend/mime/transfer_encoding.hpp"

#include <algorithm>

#include "gateway/backend/mime/base64.hpp"
#include "gateway/backend/mime/uuencode.hpp"

namespace mapigate::mime {

namespace {

// Whether what calls itself Base64 is something else, such as plain text: it would be lost in decoding. Of
// that about every fifth character is a blank or the like; of Base64 that went wrong on the way hardly any.
bool cannot_be_base64(Source& source, Range body) {
  std::size_t digits = 0;
  std::size_t others = 0;
  for (const char c : source.at(body.begin).substr(0, std::min<std::uint64_t>(body.size(), 4096))) {
    if (is_base64_digit(c)) {
      ++digits;
    } else if (c != '\r' && c != '\n') {
      ++others;
    }
  }
  return others * 6 > digits;
}

class Decoder {
 public:
  Decoder(Encoding encoding, const Take& take) : encoding_(encoding), take_(take) {
    g_mime_encoding_init_decode(&quoted_, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  }

  store::StoreResult<void> write(std::string_view bytes) {
    if (encoding_ == Encoding::base64) {
      buffer_.clear();
      base64_.add(bytes, buffer_);
    } else {
      buffer_.resize(g_mime_encoding_outlen(&quoted_, bytes.size()) + 4);
      buffer_.resize(g_mime_encoding_step(&quoted_, bytes.data(), bytes.size(), buffer_.data()));
    }
    return pass_on();
  }

  store::StoreResult<void> finish() {
    buffer_.clear();
    if (encoding_ == Encoding::base64) {
      base64_.finish(buffer_);
    } else if (quoted_.state == 2) {
      buffer_ = {'=', static_cast<char>(quoted_.save)};  // GMime forgets an escape that is cut off
    }
    return pass_on();
  }

 private:
  store::StoreResult<void> pass_on() { return buffer_.empty() ? store::StoreResult<void>() : take_(buffer_); }

  Encoding encoding_;
  const Take& take_;
  Base64Decoder base64_;
  GMimeEncoding quoted_;
  std::string buffer_;
};

store::StoreResult<void> pieces(Source& source, Range range, const Take& take) {
  for (auto at = range.begin; at < range.end;) {
    auto piece = source.at(at);
    piece = piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), range.end - at)));
    if (piece.empty()) break;
    if (auto taken = take(piece); !taken) return taken;
    at += piece.size();
  }
  return {};
}

}  // namespace

store::StoreResult<void> decode_body(Source& source, Encoding encoding, Range body, const Take& take) {
  if (encoding == Encoding::uuencode) return decode_uuencoded(source, body, take);
  if (encoding == Encoding::identity || (encoding == Encoding::base64 && cannot_be_base64(source, body))) {
    return pieces(source, body, take);
  }
  Decoder decoder(encoding, take);
  const auto decoded = pieces(source, body, [&](std::string_view piece) { return decoder.write(piece); });
  return decoded ? decoder.finish() : decoded;
}

store::StoreResult<void> decode_body(Source& source, const Part& part, const Take& take) {
  return decode_body(source, part.encoding, part.body, take);
}

std::string decoded_body(Source& source, const Part& part, std::size_t limit) {
  std::string body;
  const auto ignored = decode_body(source, part, [&](std::string_view piece) -> store::StoreResult<void> {
    body += piece.substr(0, limit - body.size());
    if (body.size() < limit) return {};
    return store::StoreError{store::StoreFault::unavailable, "enough"};
  });
  static_cast<void>(ignored);
  return body;
}

Base64Writer::Base64Writer(Take take) : take_(std::move(take)) {
  g_mime_encoding_init_encode(&state_, GMIME_CONTENT_ENCODING_BASE64);
}

store::StoreResult<void> Base64Writer::pass_on(std::size_t size) {
  lines_.clear();
  for (const char c : std::string_view(buffer_).substr(0, size)) {
    if (c == '\n') lines_ += '\r';
    lines_ += c;
  }
  return lines_.empty() ? store::StoreResult<void>() : take_(lines_);
}

store::StoreResult<void> Base64Writer::write(std::string_view bytes) {
  buffer_.resize(std::max(buffer_.size(), g_mime_encoding_outlen(&state_, bytes.size())));
  return pass_on(g_mime_encoding_step(&state_, bytes.data(), bytes.size(), buffer_.data()));
}

store::StoreResult<void> Base64Writer::finish() {
  buffer_.resize(std::max(buffer_.size(), g_mime_encoding_outlen(&state_, 0) + 8));
  return pass_on(g_mime_encoding_flush(&state_, nullptr, 0, buffer_.data()));
}

std::string quoted_printable(std::string_view text) {
  GMimeEncoding state;
  g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  std::string encoded(g_mime_encoding_outlen(&state, text.size()), '\0');
  encoded.resize(g_mime_encoding_flush(&state, text.data(), text.size(), encoded.data()));
  std::string lines;
  lines.reserve(encoded.size() + encoded.size() / 40);
  for (const char c : encoded) {
    if (c == '\n') lines += '\r';
    lines += c;
  }
  return lines;
}

std::string base64(std::string_view bytes) {
  std::string text;
  Base64Writer writer([&](std::string_view piece) -> store::StoreResult<void> {
    text += piece;
    return {};
  });
  static_cast<void>(writer.write(bytes));
  static_cast<void>(writer.finish());
  return text;
}

}  // namespace mapigate::mime
