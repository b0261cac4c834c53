#include "gateway/backend/mime/part.hpp"

#include <algorithm>

#include "gateway/backend/mime/encoded_words.hpp"

namespace mapigate::mime {

namespace {

std::string_view without_trailing_blanks(std::string_view text) {
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

Encoding encoding_of(std::string_view name) {
  // "quoted-printable; comment" and the like occur.
  name = trimmed(name.substr(0, name.find_first_of(";(")));
  if (equal_ignoring_case(name, "base64")) return Encoding::base64;
  if (equal_ignoring_case(name, "quoted-printable")) return Encoding::quoted_printable;
  if (equal_ignoring_case(name, "x-uuencode") || equal_ignoring_case(name, "x-uue") ||
      equal_ignoring_case(name, "uuencode")) {
    return Encoding::uuencode;
  }
  return Encoding::identity;
}

class StructureReader {
 public:
  StructureReader(Source& source, Range range, char end_of_line, std::uint32_t fallback,
                  const StructureLimits& limits)
      : source_(source),
        lines_(source, range, end_of_line),
        range_(range),
        end_of_line_(end_of_line),
        fallback_(fallback),
        limits_(limits) {}

  Part read() {
    skip_beginning();
    Part root;
    read_part(root, "text", "plain");
    return root;
  }
  bool beyond_limits() const { return beyond_limits_; }

 private:
  // What ended a part: the end of the message, or a boundary line of one of the multiparts around it.
  struct End {
    std::size_t level = 0;    // index in boundaries_, no_level at the end of the message
    bool last = false;        // "--" stands behind it
    std::uint64_t begin = 0;  // of the line
    std::uint64_t next = 0;   // behind it
  };
  static constexpr std::size_t no_level = SIZE_MAX;

  // A byte order mark, the separator of an mbox file, empty lines.
  void skip_beginning() {
    if (source_.at(range_.begin).starts_with("\xEF\xBB\xBF")) lines_.seek(range_.begin + 3);
    const auto begin = lines_.position();
    Line line;
    while (lines_.next(line)) {
      const bool separator = line.head.starts_with("From ") || line.head.starts_with(">From ");
      if (separator || trimmed(line.head).empty()) continue;
      // Without a header the empty lines belong to the body.
      lines_.seek(classify(line.head) == HeaderLine::field ? line.content.begin : begin);
      return;
    }
    lines_.seek(begin);
  }

  bool is_boundary(const Line& line, End& end) const {
    if (!line.head.starts_with("--") || boundaries_.empty()) return false;
    const auto text = without_trailing_blanks(line.head.substr(2));
    for (std::size_t level = boundaries_.size(); level-- > 0;) {
      const std::string& boundary = boundaries_[level];
      if (!text.starts_with(boundary)) continue;
      const auto rest = text.substr(boundary.size());
      if (!rest.empty() && rest != "--") continue;
      end = {level, rest == "--", line.content.begin, line.next};
      return true;
    }
    return false;
  }

  End end_of_message() const { return {no_level, true, range_.end, range_.end}; }

  // Where the content before a boundary line ends: the line end belongs to the boundary (RFC 2046
  // section 5.1.1).
  std::uint64_t before_boundary(std::uint64_t content_begin, const End& end) {
    if (end.level == no_level || end.begin <= content_begin) return std::max(end.begin, content_begin);
    const auto two =
        source_.text({end.begin - std::min<std::uint64_t>(2, end.begin - content_begin), end.begin});
    return end.begin - (two == "\r\n" ? 2 : 1);
  }

  // Lines up to a boundary.
  End skip_to_boundary() {
    Line line;
    End end;
    while (lines_.next(line)) {
      if (is_boundary(line, end)) return end;
    }
    return end_of_message();
  }

  // Reads the header and leaves lines_ where the body begins. True where a boundary or the end of the message
  // ended it.
  bool read_header(Part& part, End& end) {
    part.header.begin = part.header.end = lines_.position();
    bool any_field = false;
    Line line;
    while (lines_.next(line)) {
      if (is_boundary(line, end)) return true;
      if (line.content.empty()) return false;
      const auto kind = classify(line.head);
      if (kind == HeaderLine::field) {
        any_field = true;
      } else if (!any_field || (kind == HeaderLine::malformed && !next_is_field(line.next))) {
        // The empty line before the body is missing.
        lines_.seek(line.content.begin);
        return false;
      }
      part.header.end = line.next;
      if (part.header.size() > limits_.header) {
        beyond_limits_ = true;
        return false;
      }
    }
    end = end_of_message();
    return true;
  }

  bool next_is_field(std::uint64_t position) {
    lines_.seek(position);
    Line line;
    const bool is_field = lines_.next(line) && classify(line.head) == HeaderLine::field;
    lines_.seek(position);
    return is_field;
  }

  void understand_header(Part& part, std::string_view default_type, std::string_view default_subtype) {
    part.fields = HeaderFields(source_.text(part.header), end_of_line_);
    part.type = default_type;
    part.subtype = default_subtype;
    const auto value = part.fields.value("Content-Type");
    // RFC 2045 section 5.2: what has no type and subtype is text.
    if (value.find('/') != std::string_view::npos) {
      part.content_type.reset(
          g_mime_content_type_parse(nullptr, clean_words(unfolded(value, {}, fallback_), fallback_).c_str()));
      part.type = lower_case(g_mime_content_type_get_media_type(part.content_type.get()));
      part.subtype = lower_case(g_mime_content_type_get_media_subtype(part.content_type.get()));
    }
    part.encoding = encoding_of(part.fields.value("Content-Transfer-Encoding"));
  }

  // Leaves lines_ behind the boundary line that ended the part.
  End read_part(Part& part, std::string_view default_type, std::string_view default_subtype) {
    if (++parts_ > limits_.parts) beyond_limits_ = true;
    End end;
    const bool no_body = read_header(part, end);
    understand_header(part, default_type, default_subtype);
    part.body.begin = part.body.end = no_body ? end.begin : lines_.position();
    if (no_body || beyond_limits_) return no_body ? end : end_of_message();
    const std::string boundary(
        without_trailing_blanks(part.type == "multipart" ? part.parameter("boundary") : std::string()));
    end = boundary.empty() || boundaries_.size() == limits_.depth ? skip_to_boundary()
                                                                  : read_children(part, boundary);
    part.body.end = before_boundary(part.body.begin, end);
    return end;
  }

  End read_children(Part& part, const std::string& boundary) {
    const bool digest = part.subtype == "digest";  // RFC 2046 section 5.1.5
    const std::size_t level = boundaries_.size();
    boundaries_.push_back(boundary);
    End end = skip_to_boundary();
    // More parts behind the last boundary are not of RFC 2046, but what they hold must not be lost.
    while (end.level == level && !beyond_limits_) {
      end = end.last ? skip_to_boundary()
                     : read_part(part.children.emplace_back(), digest ? "message" : "text",
                                 digest ? "rfc822" : "plain");
    }
    boundaries_.pop_back();
    return end;
  }

  Source& source_;
  Lines lines_;
  Range range_;
  char end_of_line_;
  std::uint32_t fallback_;
  StructureLimits limits_;
  std::vector<std::string> boundaries_;  // of the multiparts around, the innermost last
  std::size_t parts_ = 0;
  bool beyond_limits_ = false;
};

}  // namespace

std::string Part::parameter(const char* name) const {
  if (!content_type) return {};
  const char* value = g_mime_content_type_get_parameter(content_type.get(), name);
  return value ? value : "";
}

Structure read_structure(Source& source, Range range, std::uint32_t fallback, const StructureLimits& limits) {
  initialize_gmime();
  Structure structure;
  structure.end_of_line = end_of_line(source, range);
  StructureReader reader(source, range, structure.end_of_line, fallback, limits);
  structure.root = reader.read();
  structure.beyond_limits = reader.beyond_limits();
  return structure;
}

}  // namespace mapigate::mime
