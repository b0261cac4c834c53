#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "protocol/oxcrpc/auxiliary_blocks.hpp"
#include "protocol/oxcrpc/auxiliary_header.hpp"
#include "protocol/oxcrpc/auxiliary_performance.hpp"
#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

// Auxiliary blocks: what client and server tell each other beside the calls, MS-OXCRPC sections 2.2.2.2
// and 3.1.4.1.2.

namespace mapigate::oxcrpc {

// A block that is not known, or known and malformed: what follows its AUX_HEADER. A receiver ignores what it
// does not know (section 3.1.4.1.2).
struct AuxRaw {
  wire::Bytes data;
  bool operator==(const AuxRaw&) const = default;
};

using AuxPayload =
    std::variant<AuxRaw, AuxPerfRequestId, AuxPerfSessionInfo, AuxPerfSessionInfoV2, AuxPerfClientInfo,
                 AuxPerfServerInfo, AuxPerfProcessInfo, AuxPerfDefMdbSuccess, AuxPerfDefGcSuccess,
                 AuxPerfMdbSuccess, AuxPerfMdbSuccessV2, AuxPerfGcSuccess, AuxPerfGcSuccessV2, AuxPerfFailure,
                 AuxPerfFailureV2, AuxPerfAccountInfo, AuxClientConnectionInfo, AuxClientControl,
                 AuxOsVersionInfo, AuxExOrgInfo, AuxServerCapabilities, AuxEndpointCapabilities,
                 AuxServerSessionInfo, AuxExceptionTrace, AuxProtocolDeviceIdentification>;

// AUX_HEADER and what follows it.
struct AuxBlock {
  AuxId id;
  AuxPayload payload;
  bool operator==(const AuxBlock&) const = default;
};

// A block with the id that belongs to the payload.
template <class Payload>
AuxBlock aux_block(Payload payload) {
  return {Payload::id, std::move(payload)};
}

// The blocks of one auxiliary payload, as decode_single() gives it. Fails only where the next block cannot be
// found: a Size below that of the header, or beyond the end; or there are more than 1026 of them.
wire::Result<std::vector<AuxBlock>> parse_auxiliary(wire::ByteView payload);

// Blocks are padded to a multiple of 4 bytes. Fault::too_long where a block does not fit its 16-bit Size.
wire::Result<wire::Bytes> serialize_auxiliary(const std::vector<AuxBlock>& blocks);

}  // namespace mapigate::oxcrpc
