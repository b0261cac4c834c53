#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/move_copy.hpp"
#include "protocol/oxcfold/search_criteria.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "tests/fuzz/one_of.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate::fuzz;
  using namespace mapigate::oxcfold;
  one_of<round_trip<OpenFolderRequest>, round_trip<OpenFolderResponse>, round_trip<CreateFolderRequest>,
         round_trip<CreateFolderResponse>, round_trip<DeleteFolderRequest>, round_trip<DeleteFolderResponse>,
         round_trip<SetSearchCriteriaRequest>, round_trip<GetSearchCriteriaRequest>,
         round_trip<GetSearchCriteriaResponse>, round_trip<MoveCopyMessagesRequest>,
         round_trip<MoveCopyMessagesResponse>, round_trip<MoveFolderRequest>, round_trip<CopyFolderRequest>,
         round_trip<EmptyFolderRequest>, round_trip<DeleteMessagesRequest>,
         round_trip<GetHierarchyTableRequest>, round_trip<GetContentsTableRequest>,
         round_trip<GetContentsTableResponse>>({data, size});
  return 0;
}
