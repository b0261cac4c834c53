#pragma once

#include <optional>
#include <string>

#include "protocol/oxdscli/challenge.hpp"
#include "protocol/xml/reader.hpp"

namespace mapigate::oxdscli {

// Appends the element, in the self-check's namespace.
void append_element(std::string& out, std::string_view name, const SelfCheckElement& element);

// Reads the first child of that name that is in the self-check's namespace; nothing when there is none. Fails
// when it is over the limits of SelfCheckElement.
xml::Parsed<std::optional<SelfCheckElement>> read_element(pugi::xml_node parent, std::string_view name);

}  // namespace mapigate::oxdscli
