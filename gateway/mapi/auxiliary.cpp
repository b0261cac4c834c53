#include "gateway/mapi/auxiliary.hpp"

#include "protocol/oxcrpc/auxiliary.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"

namespace mapigate::mapi {

using oxcdata::ErrorCode;

std::optional<ErrorCode> check_auxiliary(wire::ByteView buffer) {
  if (buffer.empty()) return std::nullopt;
  if (buffer.size() < oxcrpc::RpcHeaderExt::wire_size) return ErrorCode::network_error;
  const auto payload = oxcrpc::decode_single(buffer);
  if (!payload) return ErrorCode::rpc_format;
  const auto blocks = oxcrpc::parse_auxiliary(*payload);
  if (!blocks) return ErrorCode::rpc_format;
  return std::nullopt;
}

wire::Bytes connect_auxiliary() {
  using ExOrgInfo = oxcrpc::AuxExOrgInfo;
  using ClientControl = oxcrpc::AuxClientControl;
  using Capabilities = oxcrpc::AuxEndpointCapabilities;
  const std::vector<oxcrpc::AuxBlock> blocks{
      // There are no public folders unless Autodiscover names some.
      oxcrpc::aux_block(ExOrgInfo{ExOrgInfo::use_autodiscover_for_public_folder_configuration}),
      // For seven days: compress, and send no performance data.
      oxcrpc::aux_block(ClientControl{ClientControl::enable_compression, 7 * 24 * 60 * 60 * 1000}),
      oxcrpc::aux_block(Capabilities{Capabilities::single_endpoint}),
  };
  return oxcrpc::encode_single(oxcrpc::serialize_auxiliary(blocks).value()).value();
}

}  // namespace mapigate::mapi
