#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/large_value.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mime {

// Bytes of a message, by their offsets in its source.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  std::uint64_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool operator==(const Range&) const = default;
};

// The bytes of a message, of which a window is in memory. Its first failure sticks; from then on there is
// nothing to be read any more.
class Source {
 public:
  explicit Source(const store::LargeValue& value) : value_(value), size_(value.size()) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  std::uint64_t size() const { return size_; }
  const std::optional<store::StoreError>& error() const { return error_; }

  // What there is from `offset` on, at least one byte but at the end. Valid until the next call.
  std::string_view at(std::uint64_t offset);
  // The same, but as much as the window holds (64 KB).
  std::string_view window_at(std::uint64_t offset);
  std::string text(Range range);

 private:
  const store::LargeValue& value_;
  std::uint64_t size_;
  std::uint64_t begin_ = 0;  // of the window
  std::size_t filled_ = 0;
  std::vector<char> window_;
  std::optional<store::StoreError> error_;
};

struct Line {
  Range content;           // without its end
  std::uint64_t next = 0;  // where the next one begins
  std::string_view head;   // the first of its bytes, all of them up to 998
};

// The lines of a range of the source. They end with LF or CRLF, or with CR alone in a message that has no LF.
class Lines {
 public:
  Lines(Source& source, Range range, char end_of_line)
      : source_(source), at_(range.begin), end_(range.end), end_of_line_(end_of_line) {}

  // False at the end. The line is valid until the next call.
  bool next(Line& line);
  std::uint64_t position() const { return at_; }
  void seek(std::uint64_t position) { at_ = position; }

 private:
  std::string_view view(std::uint64_t offset, bool whole_window);
  std::uint64_t find_end_of_long_line(std::uint64_t from);

  Source& source_;
  std::uint64_t at_;
  std::uint64_t end_;
  char end_of_line_;
  std::string long_head_;
};

// The byte that ends the lines of this message: LF, or CR where its beginning has no LF.
char end_of_line(Source& source, Range range);

}  // namespace mapigate::mime
