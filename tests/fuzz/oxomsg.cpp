#include "protocol/oxomsg/submit.hpp"
#include "protocol/oxomsg/transport.hpp"
#include "tests/fuzz/one_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxomsg;
  one_of<round_trip<SubmitMessageRequest>, round_trip<AbortSubmitRequest>,
         round_trip<GetAddressTypesResponse>, round_trip<OptionsDataRequest>, round_trip<OptionsDataResponse>,
         round_trip<SpoolerLockMessageRequest>, round_trip<TransportSendResponse>,
         round_trip<TransportNewMailRequest>, round_trip<GetTransportFolderResponse>>({data, size});
  return 0;
}
