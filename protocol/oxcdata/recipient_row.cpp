#include "protocol/oxcdata/recipient_row.hpp"

#include "protocol/oxcdata/property_row_fields.hpp"
#include "protocol/oxcdata/recipient_row_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcdata {

template void RecipientRowOf<RecipientRow>::fields(RecipientRowOf<RecipientRow>&, wire::Reader&);
template void RecipientRowOf<RecipientRow>::fields(const RecipientRowOf<RecipientRow>&, wire::Writer&);
template void RecipientRowOf<const RecipientRow>::fields(const RecipientRowOf<const RecipientRow>&,
                                                         wire::Writer&);

}  // namespace mapigate::oxcdata
