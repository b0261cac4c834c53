#include <array>

#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcmsg/message_status.hpp"
#include "protocol/oxcmsg/messages.hpp"
#include "protocol/oxcmsg/recipients.hpp"
#include "tests/fuzz/one_of.hpp"

namespace {

using namespace mapigate;

constexpr std::array of_recipients{oxcdata::property_tag(0x0FFE, oxcdata::PropertyType::integer32),
                                   oxcdata::property_tag(0x39FE, oxcdata::PropertyType::string)};
struct ReadRecipients : oxcmsg::ReadRecipientsResponse {
  ReadRecipients() { columns = of_recipients; }
};
struct SetPublicReadFlag : oxcmsg::SetMessageReadFlagRequest {
  SetPublicReadFlag() { private_logon = false; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace fuzz;
  using namespace oxcmsg;
  one_of<round_trip<OpenMessageRequest>, round_trip<OpenMessageResponse>, round_trip<CreateMessageRequest>,
         round_trip<CreateMessageResponse>, round_trip<SaveChangesMessageRequest>,
         round_trip<SaveChangesMessageResponse>, round_trip<ModifyRecipientsRequest>,
         round_trip<ReadRecipientsRequest>, round_trip<ReadRecipients>,
         round_trip<ReloadCachedInformationResponse>, round_trip<OpenEmbeddedMessageRequest>,
         round_trip<OpenEmbeddedMessageResponse>, round_trip<SetMessageStatusRequest>,
         round_trip<SetMessageStatusResponse>, round_trip<SetReadFlagsRequest>,
         round_trip<SetReadFlagsResponse>, round_trip<SetMessageReadFlagRequest>,
         round_trip<SetPublicReadFlag>, round_trip<SetMessageReadFlagResponse>,
         round_trip<OpenAttachmentRequest>, round_trip<CreateAttachmentResponse>,
         round_trip<SaveChangesAttachmentRequest>, round_trip<GetAttachmentTableRequest>,
         round_trip<GetValidAttachmentsResponse>>({data, size});
  return 0;
}
