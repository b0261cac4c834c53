#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "gateway/base/served_names.hpp"
#include "gateway/selfcheck/name_gate.hpp"
#include "gateway/selfcheck/saved_state.hpp"

namespace mapigate::selfcheck {

// Decides which names the gateway serves. serves() may be called from any thread, all else from one.
class Gate final : public ServedNames {
 public:
  struct Event {
    std::string name;
    GateChange change;  // none: only the verdict changed
    std::optional<Verdict> before;
    Verdict verdict;
    int failed_rounds;
  };

  // Nothing is served until a round says so (everything, with Require::none).
  Gate(GatePolicy policy, std::vector<std::string> names);

  bool serves(std::string_view canonical_domain) const override;

  // Names that are configured now; what is known of the others is forgotten.
  void set_names(const std::vector<std::string>& names);
  // What was known before a restart, for rounds in which nothing can be found out. Serves nobody by itself.
  void restore(const SavedState& state);
  // The results of one round, of all names or of some. Returns what changed, in the order of the names.
  std::vector<Event> apply(const Results& round, NameGate::Time now);

  // Whether as many names are served as the policy requires for a start.
  bool may_start() const;
  // A name that does not pass, or is served on probation: worth checking again soon.
  std::vector<std::string> doubtful() const;
  std::size_t served_count() const;
  SavedState state() const;

 private:
  struct Entry {
    NameGate gate;
    std::optional<NameResult> result;  // of the last round
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Names = std::unordered_set<std::string, Hash, std::equal_to<>>;

  void publish();

  GatePolicy policy_;
  std::map<std::string, Entry, std::less<>> entries_;
  mutable std::mutex mutex_;  // for the pointer alone
  std::shared_ptr<const Names> served_;
};

}  // namespace mapigate::selfcheck
