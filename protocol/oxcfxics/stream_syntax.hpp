#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "protocol/oxcfxics/stream_reader.hpp"
#include "protocol/wire/failure.hpp"

// The syntactical structure of FastTransfer streams, MS-OXCFXICS sections 2.2.4.2 and 2.2.4.3.

namespace mapigate::oxcfxics {

// The elements of section 2.2.4.3 that have a content of their own.
enum class Element : wire::u8 {
  // Roots: which operation has which one says section 2.2.4.4.
  contents_sync,       // RopSynchronizationConfigure of contents
  hierarchy_sync,      // RopSynchronizationConfigure of a hierarchy
  state,               // RopSynchronizationGetTransferState; also in the two before
  folder_content,      // RopFastTransferSourceCopyTo and ...CopyProperties of a folder
  message_content,     // the same of a message
  attachment_content,  // the same of an attachment
  message_list,        // RopFastTransferSourceCopyMessages
  top_folder,          // RopFastTransferSourceCopyFolder
  // Parts of them
  progress_total,
  progress_per_message,
  message_change_full,
  message_change_partial,
  message_change_header,
  group_info,
  folder_change,
  deletions,
  read_state_changes,
  sub_folder,
  message,
  message_children,
  recipient,
  attachment,
  embedded_message,
  error_info,
};
inline constexpr Element last_root = Element::top_folder;

// "messageContent"
std::string_view name(Element element);

// Checks that markers and properties come in an order that the syntax has, and says for each where it stands:
// a receiver can be written on top of it that looks at nothing but place() and the event.
//
// The syntax does not say where the errorInfo element (section 2.2.4.3.4) may stand. Since it tells that a
// message could not be sent, it is taken here in the place of a message or message change, also of one that
// is under way, which ends with it.
class StreamSyntax {
 public:
  // Elements inside each other, with each a few levels; above it Fault::limit.
  static constexpr std::size_t max_depth = 1024;

  // `root` is at most last_root.
  explicit StreamSyntax(Element root);

  // Whether the event may come here. One that may not is the end: from then on none may. The pieces of a
  // value always may.
  bool accept(const StreamEvent& event);
  bool accept(Marker marker);
  bool accept(oxcdata::PropertyTag property);
  // Whether the stream may end here.
  bool complete() const;

  // The innermost element that the last accepted marker or property belongs to; the root before the first. A
  // marker belongs to the element that it begins, or ends.
  Element place() const { return place_; }
  // place() and the elements around it, outermost first.
  std::vector<Element> path() const;

  // The element in which something stood that must not be there. The offset is the reader's to say.
  const wire::Failure& failure() const { return failure_; }

 private:
  struct Frame {
    wire::u8 rule;
    wire::u8 part;  // the next one
  };

  bool accept_token(unsigned token);
  void end_message();
  bool fail(wire::Fault fault);

  std::vector<Frame> frames_;
  Element place_;
  wire::Failure failure_;
};

}  // namespace mapigate::oxcfxics
