#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "protocol/xml/guard.hpp"
#include "protocol/xml/parse_error.hpp"

// The tree of a document, and what its parsers share. Element names are compared without prefix and without
// case, namespaces by what the prefix is bound to.
namespace mapigate::xml {

// The document's tree. Nothing outside the document is ever read.
Parsed<pugi::xml_document> read(std::string_view bytes, const Limits& limits);

// Without its prefix.
std::string_view local_name(std::string_view name);
bool is_named(pugi::xml_node element, std::string_view name);
// The namespace that the element's prefix, or the default, is bound to; empty when to none.
std::string_view namespace_of(pugi::xml_node element);

// The first child element of that local name, or nothing.
pugi::xml_node child(pugi::xml_node parent, std::string_view name);
// The child elements' character data, without white space at both ends. Fails when over `max` bytes.
Parsed<std::string> text_of(pugi::xml_node element, std::size_t max = 2048);
// Sets `out` to the text of the first child of that name; stays empty when there is none. False: too large.
bool read_text(pugi::xml_node parent, std::string_view name, std::string& out);

}  // namespace mapigate::xml
