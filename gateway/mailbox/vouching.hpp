#pragma once

#include "gateway/mailbox/logon.hpp"
#include "gateway/store/packed_properties.hpp"
#include "gateway/store/properties.hpp"

// Some messages tell the gateway what to do: extended rules ([MS-OXORULE] section 2.2.4) and the information
// on delegates ([MS-OXODLGT] section 2.2.2.2). Whoever may create messages in a folder can make such a
// message, but only somebody with the rights of the folder's owner may give orders. So it is noted with the
// message whether they have saved it, and where: a copy elsewhere gives none.

namespace mapigate::mailbox {

// Notes it, or takes the note away: before each save of a message of `folder`.
void note_voucher(const Logon& logon, FolderNumber folder, bool associated, store::Properties& properties);
// For messages that the gateway itself makes.
void vouch(const Mailbox& mailbox, FolderNumber folder, store::Properties& properties);

bool is_vouched(const Mailbox& mailbox, FolderNumber folder, const store::PackedProperties& properties);

}  // namespace mapigate::mailbox
