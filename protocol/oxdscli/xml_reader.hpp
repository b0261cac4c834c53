#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "protocol/oxdscli/parse_error.hpp"
#include "protocol/oxdscli/xml_guard.hpp"

// What the parsers of this folder share. Element names are compared without prefix and without case,
// namespaces by what the prefix is bound to.
namespace mapigate::oxdscli {

// The document's tree. Nothing outside the document is ever read.
Parsed<pugi::xml_document> read_xml(std::string_view bytes, const XmlLimits& limits);

// Without its prefix.
std::string_view local_name(std::string_view name);
bool is_named(pugi::xml_node element, std::string_view name);
// The namespace that the element's prefix, or the default, is bound to; empty when to none.
std::string_view namespace_of(pugi::xml_node element);
// Whether both name the same schema. Microsoft's own pages print some of these names with "https:", and
// clients have copied them; the scheme's "s" makes no difference here.
bool same_schema(std::string_view a, std::string_view b);

// The first child element of that local name, or nothing.
pugi::xml_node child(pugi::xml_node parent, std::string_view name);
// The child elements' character data, without white space at both ends. Fails when over `max` bytes.
Parsed<std::string> text_of(pugi::xml_node element, std::size_t max = 2048);
// Sets `out` to the text of the first child of that name; stays empty when there is none. False: too large.
bool read_text(pugi::xml_node parent, std::string_view name, std::string& out);

}  // namespace mapigate::oxdscli
