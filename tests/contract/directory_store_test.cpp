#include "gateway/store/sqlite/directory_store.hpp"
#include "tests/contract/directory_store_contract.hpp"
#include "tests/fakes/memory_directory_store.hpp"
#include "tests/fakes/process.hpp"

namespace mapigate {

struct InMemory {
  std::shared_ptr<fakes::MemoryDirectory> directory = std::make_shared<fakes::MemoryDirectory>();
  std::unique_ptr<store::DirectoryStore> open() {
    return std::make_unique<fakes::MemoryDirectoryStore>(directory);
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(InMemory, DirectoryStoreContract, InMemory);

struct Sqlite {
  fakes::TempDir folder;
  std::unique_ptr<store::DirectoryStore> open() {
    return store::sqlite::open_directory_store(folder / "directory.sqlite", std::chrono::seconds(20)).value();
  }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, DirectoryStoreContract, Sqlite);

}  // namespace mapigate
