#pragma once

#include <string>
#include <string_view>

namespace mapigate::mime {

// Text with "format=flowed", RFC 3676: lines that end with a blank go on in the next one. Given line by line,
// without line ends; gives whole paragraphs with CRLF.
class FlowedText {
 public:
  explicit FlowedText(bool delete_space) : delete_space_(delete_space) {}

  // Appends to `out` what is complete by now.
  void add(std::u16string_view line, std::u16string& out);
  void finish(std::u16string& out);

 private:
  bool delete_space_;  // DelSp=yes: that blank is not part of the text
  bool open_ = false;
  std::size_t depth_ = 0;  // of quotation, of the open paragraph
  std::u16string paragraph_;
};

}  // namespace mapigate::mime
