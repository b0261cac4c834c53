#include "protocol/oxrtfex/html_elements.hpp"

#include <algorithm>
#include <array>

namespace mapigate::oxrtfex {

namespace {

using Format = HtmlElement::Format;
using Role = HtmlElement::Role;

// In the order of their names.
constexpr HtmlElement elements[] = {
    {"a", 0, Format::underline},
    {"address", 1, Format::italic},
    {"article", 1},
    {"aside", 1},
    {"b", 0, Format::bold},
    {"blockquote", 2},
    {"body", 1, Format::none, Role::body},
    {"br", 0, Format::none, Role::line_break},
    {"caption", 1},
    {"center", 1},
    {"cite", 0, Format::italic},
    {"dd", 1},
    {"del", 0, Format::strike},
    {"div", 1},
    {"dl", 2},
    {"dt", 1},
    {"em", 0, Format::italic},
    {"fieldset", 1},
    {"footer", 1},
    {"form", 1},
    {"h1", 2, Format::bold},
    {"h2", 2, Format::bold},
    {"h3", 2, Format::bold},
    {"h4", 2, Format::bold},
    {"h5", 2, Format::bold},
    {"h6", 2, Format::bold},
    {"head", 0, Format::none, Role::head},
    {"header", 1},
    {"hr", 1},
    {"i", 0, Format::italic},
    {"ins", 0, Format::underline},
    {"legend", 1},
    {"li", 1, Format::none, Role::list_item},
    {"main", 1},
    {"nav", 1},
    {"ol", 1},
    {"p", 2},
    {"pre", 2, Format::none, Role::preformatted},
    {"s", 0, Format::strike},
    {"section", 1},
    {"strike", 0, Format::strike},
    {"strong", 0, Format::bold},
    {"table", 1},
    {"td", 0, Format::none, Role::cell},
    {"th", 0, Format::bold, Role::cell},
    {"tr", 1, Format::none, Role::row},
    {"u", 0, Format::underline},
    {"ul", 1},
};
constexpr bool is_before(const HtmlElement& a, const HtmlElement& b) { return a.name < b.name; }
static_assert(std::is_sorted(std::begin(elements), std::end(elements), is_before));

constexpr HtmlElement other;

}  // namespace

const HtmlElement& html_element(std::string_view name) {
  std::array<char, 10> lower;
  if (name.size() > lower.size()) return other;
  std::transform(name.begin(), name.end(), lower.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  });
  const HtmlElement wanted{{lower.data(), name.size()}};
  const auto* found = std::lower_bound(std::begin(elements), std::end(elements), wanted, is_before);
  return found != std::end(elements) && found->name == wanted.name ? *found : other;
}

}  // namespace mapigate::oxrtfex
