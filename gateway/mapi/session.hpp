#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/directory/user.hpp"
#include "gateway/mapi/config.hpp"
#include "gateway/mapi/notification_signal.hpp"
#include "protocol/oxcmapihttp/headers.hpp"

namespace prometheus {
class Gauge;
}

namespace mapigate::mapi {

// What an endpoint keeps for a session, destroyed with it: open objects, code pages.
struct SessionState {
  virtual ~SessionState() = default;
};

// One Session Context ([MS-OXCMAPIHTTP] section 3.1.5.1): what lies between a client's Connect (or Bind) and
// its Disconnect (or Unbind), over any number of connections and threads.
class Session {
 public:
  Session(std::string context_cookie, directory::UserPtr user, std::unique_ptr<SessionState> state)
      : context_cookie_(std::move(context_cookie)), user_(std::move(user)), state_(std::move(state)) {}

  // The authenticated user who opened it. Requests of anybody else are refused.
  const directory::UserPtr& user() const { return user_; }
  // From any thread, also without a lease.
  NotificationSignal& notifications() { return notifications_; }
  // Only for the holder of an exclusive lease. S is the type that the session was opened with.
  template <class S>
  S& state() {
    return static_cast<S&>(*state_);
  }

 private:
  friend class SessionTable;
  friend class Lease;

  const std::string context_cookie_;
  const directory::UserPtr user_;
  const std::unique_ptr<SessionState> state_;
  NotificationSignal notifications_;

  // Guarded by the table's mutex.
  std::uint64_t sequence_ = 1;  // what the next sequenced request must bring
  bool executing_ = false;      // an exclusive lease is out
  std::size_t leases_ = 0;
  bool closed_ = false;
  Clock::SteadyTime last_used_;                  // when the last lease came back
  std::list<Session*>::iterator idle_position_;  // valid while leases_ == 0 and not closed
};

using SessionPtr = std::shared_ptr<Session>;

// The values of the cookies MapiContext and MapiSequence.
struct Cookies {
  std::string context;
  std::string sequence;
};

class SessionTable;

// One request's hold on a session: while it lasts the session does not expire, and its memory stays also when
// it is closed meanwhile.
class Lease {
 public:
  Lease() = default;
  Lease(Lease&& other) noexcept { swap(other); }
  Lease& operator=(Lease&& other) noexcept {
    Lease(std::move(other)).swap(*this);
    return *this;
  }
  ~Lease();

  explicit operator bool() const { return session_ != nullptr; }
  Session& session() const { return *session_; }
  const SessionPtr& pointer() const { return session_; }

 private:
  friend class SessionTable;
  Lease(SessionTable& table, SessionPtr session, bool exclusive)
      : table_(&table), session_(std::move(session)), exclusive_(exclusive) {}
  void swap(Lease& other) noexcept {
    std::swap(table_, other.table_);
    std::swap(session_, other.session_);
    std::swap(exclusive_, other.exclusive_);
  }

  SessionTable* table_ = nullptr;
  SessionPtr session_;
  bool exclusive_ = false;
};

// Whether a request takes part in the sequence of its session.
enum class Access : std::uint8_t {
  sequenced,  // one at a time, each with the sequence cookie of the response before it: Execute, address book
  parallel,   // beside others and whatever the sequence cookie: PING, NotificationWait, Disconnect, Unbind
};

// The answer to a request that names a session.
struct Admission {
  oxcmapihttp::ResponseCode code = oxcmapihttp::ResponseCode::success;
  Lease lease;                     // only with success
  std::optional<Cookies> cookies;  // what the response sets; also on failure, where the session is the user's
};

enum class OpenRefusal : std::uint8_t { draining, table_full, user_full };

struct Opened {
  std::optional<OpenRefusal> refusal;
  Lease lease;  // without a refusal: a parallel lease
  Cookies cookies;
};

// The sessions of one endpoint. Every function may be called from any thread; none blocks but for a short
// mutex. Outlives the leases.
class SessionTable {
 public:
  // `active` counts the sessions. All arguments outlive the table.
  SessionTable(const MapiConfig& config, const Clock& clock, RandomSource& random, prometheus::Gauge& active);
  ~SessionTable();
  SessionTable(const SessionTable&) = delete;
  SessionTable& operator=(const SessionTable&) = delete;

  // A new session. The user's session with the context cookie `replaced`, if there is one, ends first
  // ([MS-OXCMAPIHTTP] section 3.2.5.6); any other value of it is of no consequence. At the user's limit the
  // longest idle session of that user ends.
  Opened open(directory::UserPtr user, std::unique_ptr<SessionState> state, std::string_view replaced);

  // Lets a request of `user` into the session that its cookies name; an empty cookie is a missing one.
  // missing_cookie, invalid_context_cookie (not a value that this table hands out), context_not_found (never
  // was, has ended or expired), no_privilege (another user's), invalid_sequence (a sequenced request while
  // another runs, or with another sequence cookie than that of the last response).
  Admission admit(const Cookies& cookies, const directory::User& user, Access access);

  // Ends a session: its waits come back, its cookie is no longer known. Leases stay valid.
  void close(Session& session);
  // Ends what has expired; returns how many. Also done in passing by open() and admit().
  std::size_t sweep();
  // From now on nothing is opened and every wait comes back; requests of open sessions go on.
  void drain();
  std::size_t size() const;

 private:
  friend class Lease;
  using Ended = std::vector<SessionPtr>;  // sessions are destroyed after the lock is released

  void release(Session& session, bool exclusive);
  // With the lock held.
  void remove(Session& session, Ended& ended);
  void remove_expired(Ended& ended);
  void use(Session& session);
  std::size_t sessions_of(const std::string& mailbox) const;
  Session* longest_idle(const std::string& mailbox) const;
  Cookies cookies(const Session& session) const;
  static void finish(const Ended& ended);

  const MapiConfig& config_;
  const Clock& clock_;
  RandomSource& random_;
  prometheus::Gauge& active_;

  mutable std::mutex mutex_;
  std::unordered_map<std::string, SessionPtr> sessions_;               // by context cookie
  std::unordered_map<std::string, std::vector<Session*>> by_mailbox_;  // by mailbox GUID
  std::list<Session*> idle_;                                           // longest idle first
  bool draining_ = false;
};

}  // namespace mapigate::mapi
