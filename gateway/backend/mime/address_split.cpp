#include "gateway/backend/mime/address_split.hpp"

#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t most_commas_in_name = 4;

class Splitter {
 public:
  explicit Splitter(std::string_view value) : value_(value) {}

  std::vector<std::string_view> run() {
    for (std::size_t at = 0; at < value_.size();) {
      switch (value_[at]) {
        case '\\':
          at += 2;
          break;
        case '"':
          at = behind_quoted(at);
          break;
        case '(':
          at = behind_comment(at);
          break;
        case '[':
          at = behind_literal(at);
          break;
        case '<':
          at = behind_angle(at);
          break;
        case ',':
          comma(at++);
          break;
        case ';':
          end(at++);
          break;
        case ':':
          begin_ = ++at;
          break;  // what stands before is the name of a group
        default:
          ++at;
      }
    }
    end(value_.size());
    return std::move(pieces_);
  }

 private:
  // Each of these is behind the end of what begins at `at`, or behind its first character where it has no
  // end.

  std::size_t behind_quoted(std::size_t at) {
    if (no_more_quotes_) return at + 1;
    for (auto i = at + 1; i < value_.size(); ++i) {
      if (value_[i] == '\\') {
        ++i;
      } else if (value_[i] == '"') {
        return i + 1;
      }
    }
    no_more_quotes_ = true;
    return at + 1;
  }

  std::size_t behind_comment(std::size_t at) {
    if (no_more_comments_) return at + 1;
    std::size_t depth = 0;
    for (auto i = at; i < value_.size(); ++i) {
      if (value_[i] == '\\') {
        ++i;
      } else if (value_[i] == '(') {
        ++depth;
      } else if (value_[i] == ')' && --depth == 0) {
        return i + 1;
      }
    }
    no_more_comments_ = true;
    return at + 1;
  }

  // RFC 5321 section 4.1.3: an IP address.
  std::size_t behind_literal(std::size_t at) const {
    constexpr std::size_t longest = 64;
    const auto found = value_.substr(at, longest).find_first_of("],;<");
    return found != std::string_view::npos && value_[at + found] == ']' ? at + found + 1 : at + 1;
  }

  std::size_t behind_angle(std::size_t at) {
    const auto found = value_.find_first_of("<>", at + 1);
    if (found == std::string_view::npos || value_[found] == '<') return at + 1;
    has_address_ = true;
    return found + 1;
  }

  void comma(std::size_t at) {
    const auto piece = value_.substr(begin_, at - begin_);
    const bool complete = has_address_ || piece.find('@') != std::string_view::npos || trimmed(piece).empty();
    if (complete || ++commas_ > most_commas_in_name) end(at);
  }

  void end(std::size_t at) {
    if (begin_ < at) {
      if (const auto piece = trimmed(value_.substr(begin_, at - begin_)); !piece.empty())
        pieces_.push_back(piece);
    }
    begin_ = at + 1;
    commas_ = 0;
    has_address_ = false;
  }

  std::string_view value_;
  std::vector<std::string_view> pieces_;
  std::size_t begin_ = 0;
  std::size_t commas_ = 0;  // in a piece that has no address yet
  bool has_address_ = false;
  bool no_more_quotes_ = false;  // that end
  bool no_more_comments_ = false;
};

}  // namespace

std::vector<std::string_view> split_addresses(std::string_view value) { return Splitter(value).run(); }

}  // namespace mapigate::mime
