#include "gateway/backend/mime/source.hpp"

#include <algorithm>
#include <cstring>

namespace mapigate::mime {

namespace {

constexpr std::size_t window_size = 65536;
constexpr std::size_t longest_head = 998;  // RFC 5322 section 2.1.1 allows no longer line

}  // namespace

std::string_view Source::at(std::uint64_t offset) {
  if (offset < begin_ || offset >= begin_ + filled_) return window_at(offset);
  return std::string_view(window_.data(), filled_).substr(offset - begin_);
}

std::string_view Source::window_at(std::uint64_t offset) {
  if (offset >= size_ || error_) return {};
  if (filled_ == 0 || offset != begin_) {
    window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(window_size, size_)));
    const auto count = value_.read(offset, {reinterpret_cast<std::uint8_t*>(window_.data()), window_.size()});
    if (!count) error_ = count.error();
    begin_ = offset;
    filled_ = count ? *count : 0;
    if (count && *count == 0) {
      error_ = store::StoreError{store::StoreFault::unavailable, "A message is shorter than its size says"};
    }
  }
  return {window_.data(), filled_};
}

std::string Source::text(Range range) {
  std::string text;
  text.reserve(static_cast<std::size_t>(range.size()));
  while (text.size() < range.size()) {
    const auto piece = at(range.begin + text.size());
    if (piece.empty()) break;
    text += piece.substr(0, range.size() - text.size());
  }
  return text;
}

std::string_view Lines::view(std::uint64_t offset, bool whole_window) {
  if (offset >= end_) return {};
  const auto piece = whole_window ? source_.window_at(offset) : source_.at(offset);
  return piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), end_ - offset)));
}

// The offset of the next end-of-line byte, or the end.
std::uint64_t Lines::find_end_of_long_line(std::uint64_t from) {
  while (from < end_) {
    const auto piece = view(from, false);
    if (piece.empty()) break;
    const auto found = piece.find(end_of_line_);
    if (found != std::string_view::npos) return from + found;
    from += piece.size();
  }
  return end_;
}

bool Lines::next(Line& line) {
  auto piece = view(at_, false);
  auto found = piece.find(end_of_line_);
  if (found == std::string_view::npos && piece.size() < end_ - at_) {
    piece = view(at_, true);
    found = piece.find(end_of_line_);
  }
  if (piece.empty()) return false;
  std::uint64_t end = 0;
  if (found != std::string_view::npos) {
    line.head = piece.substr(0, found);
    end = at_ + found;
  } else {
    long_head_ = piece.substr(0, longest_head);
    end = find_end_of_long_line(at_ + piece.size());
    line.head = long_head_;
  }
  line.content = {at_, end};
  line.next = std::min(end + 1, end_);
  if (end_of_line_ == '\n' && end > at_) {
    const bool complete = line.head.size() == line.content.size();
    if (complete ? line.head.ends_with('\r') : view(end - 1, false).starts_with('\r')) --line.content.end;
    line.head = line.head.substr(
        0, static_cast<std::size_t>(std::min<std::uint64_t>(line.head.size(), line.content.size())));
  }
  line.head = line.head.substr(0, longest_head);
  at_ = line.next;
  return true;
}

char end_of_line(Source& source, Range range) {
  auto beginning = source.at(range.begin);
  beginning =
      beginning.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(beginning.size(), range.size())));
  const bool only_cr =
      beginning.find('\n') == std::string_view::npos && beginning.find('\r') != std::string_view::npos;
  return only_cr ? '\r' : '\n';
}

}  // namespace mapigate::mime
