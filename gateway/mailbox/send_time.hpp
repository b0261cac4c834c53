#pragma once

#include "gateway/store/numbers.hpp"
#include "gateway/store/properties.hpp"

namespace mapigate::mailbox {

// When a submitted message is to be sent: not before `now`, PidTagDeferredSendTime or the time that
// PidTagDeferredSendNumber and PidTagDeferredSendUnits make of PidTagClientSubmitTime ([MS-OXOMSG] sections
// 2.2.3.3 to 2.2.3.6), nor before PidTagDeferredDeliveryTime.
store::Time send_time(const store::Properties& message, store::Time now);

}  // namespace mapigate::mailbox
