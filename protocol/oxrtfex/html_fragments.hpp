#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// A piece of HTML. All of them in a row are the document.
struct HtmlFragment {
  enum class Kind : wire::u8 {
    end,        // of the document
    text,       // without white space and character references
    space,      // one or more white space characters
    reference,  // &name; or &#N; or &#xN;
    start_tag,
    end_tag,
    hidden,  // comments, declarations, and the content of elements like <script> and <title>
  };

  Kind kind = Kind::end;
  std::string_view html;
  std::string_view name;  // of a tag's element, as it is written
};

// Cuts HTML into fragments, in the way the HTML standard's tokenizer does where that makes a difference.
// There is no malformed HTML: what begins and does not end goes up to the end of the document.
class HtmlFragments {
 public:
  explicit HtmlFragments(std::string_view html) : rest_(html) {}
  HtmlFragment next();

 private:
  HtmlFragment take(HtmlFragment::Kind kind, std::size_t size, std::string_view name = {});
  HtmlFragment take_markup();
  // Behind the end of a tag whose name ends at `at`.
  std::size_t tag_size(std::size_t at) const;
  // Up to the end tag of the raw text element whose content comes next.
  std::size_t raw_text_size() const;

  std::string_view rest_;
  std::string_view raw_text_element_;  // not empty where its content comes next
};

// Whether two names of elements are the same. `lower` is in lower case.
bool is_element(std::string_view name, std::string_view lower);

}  // namespace mapigate::oxrtfex
