#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/base/random.hpp"
#include "gateway/directory/store_directory.hpp"
#include "tests/fakes/memory_directory_store.hpp"

namespace mapigate::fakes {

// The real directory of users over a store in memory, for tests that need users:
//
//   fakes::DirectoryInMemory directory({{"example.org", {"example.net"}}});
//   directory->add({.address = "alice@example.org"});
//
// What it logs is kept in `log_ids`.
class DirectoryInMemory {
 public:
  explicit DirectoryInMemory(std::vector<directory::Domain> domains = {{"example.org", {"example.net"}}})
      : log_(LogLevel::debug, [this](const LogRecord& record) { log_ids.emplace_back(record.id); }),
        directory_(
            directory::StoreDirectory::open(store, directory::Domains(std::move(domains)), random_, log_)
                .value()) {}

  directory::StoreDirectory& operator*() { return *directory_; }
  directory::StoreDirectory* operator->() { return directory_.get(); }

  MemoryDirectoryStore store;
  std::vector<std::string> log_ids;

 private:
  SystemRandom random_;
  Logger log_;
  std::unique_ptr<directory::StoreDirectory> directory_;
};

}  // namespace mapigate::fakes
