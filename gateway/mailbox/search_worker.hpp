#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace mapigate::mailbox {

class Searches;

// A thread that does the work of search folders, piece by piece and of each mailbox in its turn, so that a
// large mailbox does not keep the others waiting. May be used from any thread.
class SearchWorker {
 public:
  SearchWorker();
  // Everybody has called remove() before.
  ~SearchWorker();

  // There may be work.
  void add(Searches& searches);
  // Waits for the piece of its work that is under way; there is no other afterwards.
  void remove(Searches& searches);

 private:
  void run(const std::stop_token& stop);
  // With the mutex held.
  void put(Searches& searches);
  void take_out(Searches& searches);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::condition_variable_any done_;
  std::deque<Searches*> waiting_;
  std::unordered_set<Searches*> is_waiting_;  // what is in waiting_, each once
  Searches* running_ = nullptr;
  bool again_ = false;   // for running_
  std::jthread thread_;  // the last member: it uses the others
};

}  // namespace mapigate::mailbox
