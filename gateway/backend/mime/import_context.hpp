#pragma once

#include <string>

#include "gateway/backend/mime/import.hpp"
#include "gateway/backend/mime/source.hpp"
#include "protocol/oxprops/named_properties.hpp"

namespace mapigate::mime {

// What the parts of an import share.
struct ImportContext {
  Source& source;
  const ImportOptions& options;
  const PropertyIds& property_ids;
  std::size_t depth = 0;  // of embedded messages around this one
  std::string charset;    // of the text, which is that of malformed header fields too; may be empty

  // Sets a named property where the mailbox has an id for it.
  void set_named(store::Properties& properties, const oxprops::NamedProperty& property,
                 oxcdata::PropertyValue value) const;
};

// The message in a range of the source.
store::StoreResult<store::Content> import_message(const ImportContext& context, Range range);

}  // namespace mapigate::mime
