#pragma once

#include "gateway/mapi/objects/property_object.hpp"
#include "gateway/mapi/rop_registry.hpp"
#include "protocol/oxcdata/property_problem.hpp"

// The parts of oxcprpt.hpp.

namespace mapigate::mapi::handlers {

void register_oxcprpt_properties(RopRegistry& registry);
void register_oxcprpt_named_properties(RopRegistry& registry);
void register_oxcprpt_copy(RopRegistry& registry);
void register_oxcprpt_streams(RopRegistry& registry);

// Of PtypString8 of this object, [MS-OXCPRPT] section 3.2.5.1.
wire::u32 code_page_of(const MailboxSession& session, const PropertyObject& object);

// Success, or UnexpectedId: a named property that nobody has given a name. It may be given to a name later,
// and would then be another property.
ErrorCode check_id(PropertyObject& object, std::uint16_t id);

// Whether the response has room for a problem of each of so many properties: known before anything is done.
bool has_room_for_problems(const RopCall& call, std::size_t properties);

// What objects say of properties as a response says it of those of its request.
class ProblemList {
 public:
  // The properties of the request in their order. Outlived by the list.
  explicit ProblemList(std::vector<oxcdata::PropertyTag> request);
  // Of the property at this index; of all with this id.
  void add(std::size_t index, ErrorCode error);
  void add(const std::vector<Problem>& problems);
  std::vector<oxcdata::PropertyProblem> take();

 private:
  std::vector<oxcdata::PropertyTag> request_;
  std::vector<std::pair<std::uint16_t, wire::u16>> by_id_;  // sorted
  std::vector<oxcdata::PropertyProblem> problems_;
};

}  // namespace mapigate::mapi::handlers
