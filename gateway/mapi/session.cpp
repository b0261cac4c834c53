#include "gateway/mapi/session.hpp"

#include <prometheus/gauge.h>

#include <algorithm>

namespace mapigate::mapi {

using oxcmapihttp::ResponseCode;

namespace {

// 128 bits that cannot be guessed; a session is bound to its user besides.
constexpr std::size_t cookie_bytes = 16;

bool is_context_cookie(std::string_view text) {
  return text.size() == 2 * cookie_bytes && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

Lease::~Lease() {
  if (session_) table_->release(*session_, exclusive_);
}

SessionTable::SessionTable(const MapiConfig& config, const Clock& clock, RandomSource& random,
                           prometheus::Gauge& active)
    : config_(config), clock_(clock), random_(random), active_(active) {}

SessionTable::~SessionTable() = default;

Opened SessionTable::open(directory::UserPtr user, std::unique_ptr<SessionState> state,
                          std::string_view replaced) {
  const auto session =
      std::make_shared<Session>(random_.hex(cookie_bytes), std::move(user), std::move(state));
  const std::string& mailbox = session->user_->mailbox_guid;
  Opened opened;
  Ended ended;
  {
    const std::lock_guard lock(mutex_);
    remove_expired(ended);
    if (const auto old = sessions_.find(std::string(replaced));
        old != sessions_.end() && old->second->user_->mailbox_guid == mailbox) {
      remove(*old->second, ended);
    }
    if (!draining_ && sessions_of(mailbox) >= config_.sessions_per_user) {
      if (Session* idle = longest_idle(mailbox)) remove(*idle, ended);
    }
    if (draining_) {
      opened.refusal = OpenRefusal::draining;
    } else if (sessions_of(mailbox) >= config_.sessions_per_user) {
      opened.refusal = OpenRefusal::user_full;
    } else if (sessions_.size() >= config_.max_sessions) {
      opened.refusal = OpenRefusal::table_full;
    } else {
      by_mailbox_[mailbox].push_back(session.get());
      sessions_.emplace(session->context_cookie_, session);
      session->leases_ = 1;
      opened.cookies = cookies(*session);
      opened.lease = Lease(*this, session, false);
    }
    active_.Set(static_cast<double>(sessions_.size()));
  }
  finish(ended);
  return opened;
}

Admission SessionTable::admit(const Cookies& given, const directory::User& user, Access access) {
  Admission admission;
  if (!is_context_cookie(given.context)) {
    admission.code =
        given.context.empty() ? ResponseCode::missing_cookie : ResponseCode::invalid_context_cookie;
    return admission;
  }
  Ended ended;
  {
    const std::lock_guard lock(mutex_);
    remove_expired(ended);
    const auto found = sessions_.find(given.context);
    if (found == sessions_.end()) {
      admission.code = ResponseCode::context_not_found;
    } else if (Session& session = *found->second; session.user_->mailbox_guid != user.mailbox_guid) {
      admission.code = ResponseCode::no_privilege;
    } else if (access == Access::parallel) {
      use(session);
      admission.lease = Lease(*this, found->second, false);
      admission.cookies = cookies(session);
    } else if (given.sequence.empty()) {
      admission.code = ResponseCode::missing_cookie;
      admission.cookies = cookies(session);
    } else if (session.executing_ || given.sequence != std::to_string(session.sequence_)) {
      admission.code = ResponseCode::invalid_sequence;
      admission.cookies = cookies(session);
    } else {
      use(session);
      session.executing_ = true;
      ++session.sequence_;
      admission.lease = Lease(*this, found->second, true);
      admission.cookies = cookies(session);
    }
  }
  finish(ended);
  return admission;
}

void SessionTable::close(Session& session) {
  Ended ended;
  {
    const std::lock_guard lock(mutex_);
    if (!session.closed_) remove(session, ended);
    active_.Set(static_cast<double>(sessions_.size()));
  }
  finish(ended);
}

std::size_t SessionTable::sweep() {
  Ended ended;
  {
    const std::lock_guard lock(mutex_);
    remove_expired(ended);
  }
  finish(ended);
  return ended.size();
}

void SessionTable::drain() {
  std::vector<SessionPtr> all;
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
    all.reserve(sessions_.size());
    for (const auto& [cookie, session] : sessions_) all.push_back(session);
  }
  for (const SessionPtr& session : all) session->notifications_.end(Wake::draining);
}

std::size_t SessionTable::size() const {
  const std::lock_guard lock(mutex_);
  return sessions_.size();
}

void SessionTable::release(Session& session, bool exclusive) {
  const std::lock_guard lock(mutex_);
  if (exclusive) session.executing_ = false;
  if (--session.leases_ > 0 || session.closed_) return;
  session.last_used_ = clock_.steady_now();
  session.idle_position_ = idle_.insert(idle_.end(), &session);
}

void SessionTable::use(Session& session) {
  if (session.leases_++ == 0) idle_.erase(session.idle_position_);
}

void SessionTable::remove(Session& session, Ended& ended) {
  session.closed_ = true;
  if (session.leases_ == 0) idle_.erase(session.idle_position_);
  const auto own = by_mailbox_.find(session.user_->mailbox_guid);
  std::erase(own->second, &session);
  if (own->second.empty()) by_mailbox_.erase(own);
  const auto found = sessions_.find(session.context_cookie_);
  ended.push_back(std::move(found->second));
  sessions_.erase(found);
}

void SessionTable::remove_expired(Ended& ended) {
  if (idle_.empty()) return;
  const auto oldest_valid = clock_.steady_now() - config_.session_expiry;
  const std::size_t before = ended.size();
  while (!idle_.empty() && idle_.front()->last_used_ <= oldest_valid) remove(*idle_.front(), ended);
  if (ended.size() > before) active_.Set(static_cast<double>(sessions_.size()));
}

std::size_t SessionTable::sessions_of(const std::string& mailbox) const {
  const auto own = by_mailbox_.find(mailbox);
  return own == by_mailbox_.end() ? 0 : own->second.size();
}

Session* SessionTable::longest_idle(const std::string& mailbox) const {
  Session* found = nullptr;
  for (Session* session : by_mailbox_.at(mailbox)) {
    if (session->leases_ == 0 && (!found || session->last_used_ < found->last_used_)) found = session;
  }
  return found;
}

Cookies SessionTable::cookies(const Session& session) const {
  return {session.context_cookie_, std::to_string(session.sequence_)};
}

void SessionTable::finish(const Ended& ended) {
  for (const SessionPtr& session : ended) session->notifications_.end(Wake::ended);
}

}  // namespace mapigate::mapi
