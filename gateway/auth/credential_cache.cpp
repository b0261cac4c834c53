#include "gateway/auth/credential_cache.hpp"

#include <algorithm>

namespace mapigate::auth {

namespace {
constexpr std::size_t shard_count = 16;
}

CredentialCache::CredentialCache(const Limits& limits, const directory::Directory& directory,
                                 const Clock& clock)
    : limits_(limits), directory_(directory), clock_(clock) {
  // A cache of a few entries has one shard, so that it holds as many as it should.
  const std::size_t shards = limits.entries < 64 * shard_count ? 1 : shard_count;
  for (std::size_t i = 0; i < shards; ++i)
    shards_.push_back(std::make_unique<Shard>(limits.entries / shards));
}

bool CredentialCache::Entry::note_client(std::uint64_t client) {
  if (std::ranges::find(clients, client) != clients.end()) return false;
  clients[next_client] = client;
  next_client = static_cast<std::uint8_t>((next_client + 1) % clients.size());
  return true;
}

bool CredentialCache::still_true(Entry& entry) const {
  const std::uint64_t generation = directory_.generation();
  if (entry.generation == generation) return true;
  directory::UserPtr user = directory_.find(entry.login);
  const bool same = user && entry.user ? user->mailbox_guid == entry.user->mailbox_guid &&
                                             user->revision == entry.user->revision
                                       : !user && !entry.user;
  if (!same) return false;
  entry.user = std::move(user);
  entry.generation = generation;
  return true;
}

std::optional<CredentialCache::Hit> CredentialCache::find(const CredentialKey& key, std::uint64_t client) {
  const Clock::SteadyTime now = clock_.steady_now();
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  Entry* entry = shard.entries.touch(key);
  if (!entry) return std::nullopt;
  if (now - entry->used >= limits_.idle || now - entry->made >= limits_.life || !still_true(*entry)) {
    shard.entries.erase(key);
    return std::nullopt;
  }
  entry->used = now;
  return Hit{entry->user, entry->note_client(client)};
}

void CredentialCache::insert(const CredentialKey& key, std::string login, directory::UserPtr user,
                             std::uint64_t generation, std::uint64_t client) {
  const Clock::SteadyTime now = clock_.steady_now();
  Shard& shard = shard_of(key);
  const std::scoped_lock lock(shard.mutex);
  Entry& entry = shard.entries.touch_or_make(key);
  entry = Entry{std::move(login), std::move(user), generation, now, now, {}, 0};
  entry.note_client(client);
}

std::size_t CredentialCache::size() const {
  std::size_t total = 0;
  for (const auto& shard : shards_) {
    const std::scoped_lock lock(shard->mutex);
    total += shard->entries.size();
  }
  return total;
}

}  // namespace mapigate::auth
