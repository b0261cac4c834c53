#include "protocol/oxcstor/ids.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "protocol/oxcstor/per_user.hpp"
#include "protocol/oxcstor/receive_folder.hpp"
#include "protocol/oxcstor/replicas.hpp"
#include "protocol/oxcstor/store_state.hpp"
#include "tests/fuzz/one_of.hpp"

namespace mapigate::oxcstor {
namespace {

struct PublicWritePerUserInformationRequest : WritePerUserInformationRequest {
  PublicWritePerUserInformationRequest() { private_logon = false; }
};

}  // namespace
}  // namespace mapigate::oxcstor

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxcstor;
  one_of<normalized_round_trip<LogonRequest>, normalized_round_trip<LogonResponse>,
         round_trip<GetReceiveFolderRequest>, round_trip<GetReceiveFolderResponse>,
         round_trip<SetReceiveFolderRequest>, round_trip<SetReceiveFolderResponse>,
         round_trip<GetReceiveFolderTableResponse>, round_trip<GetStoreStateResponse>,
         round_trip<GetOwningServersRequest>, round_trip<GetOwningServersResponse>,
         round_trip<PublicFolderIsGhostedResponse>, round_trip<LongTermIdFromIdRequest>,
         round_trip<LongTermIdFromIdResponse>, round_trip<IdFromLongTermIdRequest>,
         round_trip<IdFromLongTermIdResponse>, round_trip<GetPerUserLongTermIdsRequest>,
         round_trip<GetPerUserLongTermIdsResponse>, round_trip<GetPerUserGuidRequest>,
         round_trip<GetPerUserGuidResponse>, round_trip<ReadPerUserInformationRequest>,
         round_trip<ReadPerUserInformationResponse>, round_trip<WritePerUserInformationRequest>,
         round_trip<PublicWritePerUserInformationRequest>>({data, size});
  return 0;
}
