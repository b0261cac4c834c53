#include <algorithm>
#include <numeric>

#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {

std::vector<SrvRecord> srv_order(std::vector<SrvRecord> records, RandomSource& random) {
  // Weight 0 comes first within its priority, so that it has a small chance beside larger weights.
  std::stable_sort(records.begin(), records.end(), [](const SrvRecord& a, const SrvRecord& b) {
    if (a.priority != b.priority) return a.priority < b.priority;
    return a.weight == 0 && b.weight != 0;
  });
  for (auto next = records.begin(); next != records.end(); ++next) {
    const auto end = std::find_if(next, records.end(),
                                  [&](const SrvRecord& record) { return record.priority != next->priority; });
    const std::uint64_t sum =
        std::accumulate(next, end, std::uint64_t{0},
                        [](std::uint64_t total, const SrvRecord& record) { return total + record.weight; });
    // "a uniform random number between 0 and the sum computed (inclusive)"
    const std::uint64_t drawn = random.below(sum + 1);
    std::uint64_t running = 0;
    const auto chosen =
        std::find_if(next, end, [&](const SrvRecord& record) { return (running += record.weight) >= drawn; });
    // The others keep their order, so that those of weight 0 stay in front.
    std::rotate(next, chosen, chosen + 1);
  }
  return records;
}

}  // namespace mapigate::dns
