// Configuration documents and views, search folder definitions, and the property values of messages. The
// first byte says which structure the rest is read as.
#include "protocol/oxocfg/category_list.hpp"
#include "protocol/oxocfg/dictionary.hpp"
#include "protocol/oxocfg/search_folder_definition.hpp"
#include "protocol/oxocfg/view_definition.hpp"
#include "protocol/oxocfg/working_hours.hpp"
#include "protocol/oxomsg/conversation_index.hpp"
#include "protocol/oxomsg/report_tag.hpp"
#include "protocol/oxomsg/verb_stream.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace {

using namespace mapigate;
using namespace oxocfg;

// What is read comes back the same when it is written and read again.
template <class Parse, class Write>
void document(std::string_view text, Parse parse, Write write) {
  const auto read = parse(text);
  if (!read) return;
  const auto again = parse(write(*read));
  fuzz::require(again && *again == *read);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Small enough that a document with every character escaped is still within the readers' limits.
  if (size == 0 || size > 8192) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'c':
      document(text, parse_category_list, write_category_list);
      break;
    case 'd':
      document(text, parse_dictionary, write_dictionary);
      break;
    case 'w':
      document(text, parse_working_hours, write_working_hours);
      break;
    case 's':
      fuzz::round_trip<SearchFolderDefinition>(bytes);
      break;
    case 'v':
      fuzz::round_trip<ViewDescriptor>(bytes);
      break;
    case 'i':
      fuzz::round_trip<oxomsg::ConversationIndex>(bytes);
      break;
    case 'r':
      fuzz::round_trip<oxomsg::ReportTag>(bytes);
      break;
    case 'o':
      fuzz::round_trip<oxomsg::VerbStream>(bytes);
      break;
    default:
      break;
  }
  return 0;
}
