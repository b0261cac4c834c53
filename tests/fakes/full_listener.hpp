#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mapigate::fakes {

// A TCP port that takes no connection and refuses none: its queue is full, so that the kernel drops every
// further attempt, as a firewall does.
class FullListener {
 public:
  FullListener(const std::string& address, std::uint16_t port);
  ~FullListener();
  FullListener(const FullListener&) = delete;
  FullListener& operator=(const FullListener&) = delete;

 private:
  std::vector<int> sockets_;
};

}  // namespace mapigate::fakes
