#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>

#include "gateway/mailbox/delivery.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/postman.hpp"
#include "gateway/store/queue_store.hpp"

namespace mapigate::mailbox {

struct OutgoingMessage;

// MAPI_E_NOT_IN_QUEUE of IMsgStore::AbortSubmit, which [MS-OXCDATA] section 2.4 does not list.
inline constexpr auto not_in_queue = static_cast<ErrorCode>(0x8004'0601);

// [MS-OXOMSG] section 2.2.5.3.1: LockState.
enum class SpoolerLock : std::uint8_t { lock, unlock, finished };

// Sends messages: takes them into the outgoing queue, and brings those for mailboxes of this gateway there.
// What was accepted arrives once, or its sender is told, whenever the process ends. May be used from any
// thread; blocks on I/O.
//
// A submission is a copy of the message in the sender's mailbox (outgoing_message.hpp) and a delivery in the
// queue for each recipient; from the moment these are written it is accepted. A copy without deliveries is
// what an interrupted submission has left, and goes.
class Submission final : public Postman {
 public:
  struct Parts {
    store::QueueStore& queue;
    Mailboxes& mailboxes;
    const directory::Directory& directory;
    const Clock& clock;
    const Logger& log;
  };
  explicit Submission(Parts parts);
  ~Submission() override;

  // RopSubmitMessage ([MS-OXOMSG] section 3.2.5.1): saves the message and sends it, at once or at
  // PidTagDeferredSendTime. `locale`: LCID of the sender; 0: not known. NotSupported: embedded, associated or
  // in public folders. NoRecipients. InvalidRecipients: one without an address. AlreadySent. SendAsDenied
  // (sender.hpp). QuotaExceeded. AccessDenied, and the errors of OpenMessage::save().
  Outcome<void> submit(const OpenMessagePtr& message, std::uint32_t locale);
  // RopAbortSubmit (section 2.2.4.2): the message is a draft again. NotFound. not_in_queue. AbortFailed: it
  // is being delivered, or locked by a spooler.
  Outcome<void> abort(const std::shared_ptr<Logon>& logon, FolderNumber folder, MessageNumber number);

  // RopSubmitMessage with NeedsSpooler: a client sends the message itself, which finds it in the spooler
  // queue folder.
  Outcome<void> hand_to_spooler(const OpenMessagePtr& message);
  // RopSpoolerLockMessage (section 2.2.5.3). not_in_queue. ObjectLocked: somebody else has locked it.
  Outcome<void> spooler_lock(const std::shared_ptr<Logon>& logon, MessageNumber number, SpoolerLock lock);

  // A read receipt, or the opposite, of a message whose sender asks for it. Once for a message, by its
  // number.
  Outcome<void> send_read_receipt(const Logon& logon, const store::MessageRecord& message, bool read);

  Outcome<void> send(Mailbox& mailbox, GeneratedMail mail) override;

  // Delivers what is due now; returns whether there was anything. For the worker, and for tests.
  bool run_once();
  void start();
  // Waits for the delivery that is under way.
  void stop();

 private:
  // A submission that is in the queue and not to be looked at by the worker yet.
  class Hold;

  store::Time now() const;
  ErrorCode queue_failed(const store::StoreError& error) const;
  // submission.cpp
  Outcome<void> check(OpenMessage& message) const;
  Outcome<std::vector<std::string>> recipients_of(OpenMessage& message) const;
  Outcome<std::string> stamp(OpenMessage& message, std::uint32_t locale) const;
  Outcome<std::optional<MessageNumber>> queued_copy(Mailbox& mailbox, MessageNumber original);
  Outcome<std::set<MessageNumber>> queued_numbers(const Mailbox& mailbox) const;
  Outcome<void> enqueue(const Mailbox& mailbox, MessageNumber copy, const std::string& sender,
                        const std::vector<std::string>& recipients, store::Time due);
  Outcome<void> withdraw(Mailbox& mailbox, MessageNumber copy);
  Outcome<bool> clean(Mailbox& mailbox);
  void wake();

  // submission_worker.cpp
  void work();
  std::chrono::milliseconds pause();
  void process(const std::vector<store::QueuedDelivery>& deliveries);
  void deliver(Mailbox& from, const OutgoingMessage& message, const store::QueuedDelivery& delivery);
  Outcome<Delivery::Result> bring(Mailbox& from, const OutgoingMessage& message,
                                  const store::QueuedDelivery& delivery, const directory::User& user);
  void postpone(const store::QueuedDelivery& delivery, std::string_view reason);
  Outcome<void> report(Mailbox& from, const OutgoingMessage& message, const store::QueuedDelivery& delivery,
                       std::optional<DeliveryFault> fault);
  // How many of the submission are left.
  std::size_t done(const store::QueuedDelivery& delivery);

  const Parts parts_;
  const Delivery delivery_;

  // Held, shared, while a copy is written and queued; alone while copies without deliveries are looked for.
  std::shared_mutex admission_mutex_;

  std::mutex mutex_;
  std::set<std::string> held_;  // submissions
  std::set<std::string> busy_;  // submissions that are being delivered
  std::set<wire::Guid> cleaned_;
  // What spoolers have locked, by mailbox and message: the user who has.
  std::map<std::pair<wire::Guid, MessageNumber>, std::string> locked_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  bool queue_failed_ = false;
  std::thread thread_;
};

}  // namespace mapigate::mailbox
