#pragma once

#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "gateway/auth/keyed_hash.hpp"
#include "gateway/auth/lru_map.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/directory/directory.hpp"

namespace mapigate::auth {

// What the verification of a credential came to, remembered for a while, so that a password is not hashed for
// each request. An entry is only as good as the user it was made for: when the directory's generation has
// grown, the entry holds on only if its login still leads to the same user in the same revision. So a change
// of one user costs the others no new verification. May be used from any thread.
class CredentialCache {
 public:
  struct Limits {
    std::size_t entries;               // in all; the one not used for longest goes
    Clock::SteadyTime::duration idle;  // how long an entry that is not used is kept
    Clock::SteadyTime::duration life;  // how long any entry is kept
  };

  struct Hit {
    directory::UserPtr user;  // as the directory has it now; null where the login belonged to nobody
    bool new_client = false;  // the entry was not used by this client lately
  };

  CredentialCache(const Limits& limits, const directory::Directory& directory, const Clock& clock);

  std::optional<Hit> find(const CredentialKey& key, std::uint64_t client);
  // `generation` and `user` as they were before the verification began: what has changed since is noticed
  // then.
  void insert(const CredentialKey& key, std::string login, directory::UserPtr user, std::uint64_t generation,
              std::uint64_t client);

  std::size_t size() const;

 private:
  struct Entry {
    std::string login;  // the address, in the form in which it is looked up again
    directory::UserPtr user;
    std::uint64_t generation = 0;
    Clock::SteadyTime made;
    Clock::SteadyTime used;
    std::array<std::uint64_t, 4> clients{};  // the last ones, in a ring
    std::uint8_t next_client = 0;

    bool note_client(std::uint64_t client);
  };

  // Connections of all threads meet here, so the lock is split.
  struct alignas(64) Shard {
    explicit Shard(std::size_t capacity) : entries(capacity) {}
    mutable std::mutex mutex;
    LruMap<CredentialKey, Entry, CredentialKeyHash> entries;
  };

  Shard& shard_of(const CredentialKey& key) { return *shards_[key.bytes.back() % shards_.size()]; }
  bool still_true(Entry& entry) const;

  Limits limits_;
  const directory::Directory& directory_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Shard>> shards_;
};

}  // namespace mapigate::auth
