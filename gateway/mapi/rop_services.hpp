#pragma once

#include "gateway/base/clock.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/directory/directory.hpp"

namespace mapigate::mailbox {
class Mailboxes;
class Submission;
}  // namespace mapigate::mailbox

namespace mapigate::mapi {

// What ROP handlers work with; all outlive the sessions.
struct RopServices {
  const directory::Directory& directory;
  mailbox::Mailboxes& mailboxes;
  mailbox::Submission& submission;
  const Clock& clock;
  RandomSource& random;
  const Logger& log;
};

}  // namespace mapigate::mapi
