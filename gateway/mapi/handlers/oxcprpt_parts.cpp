#include "gateway/mapi/handlers/oxcprpt_parts.hpp"

#include <algorithm>

#include "gateway/mapi/text.hpp"
#include "protocol/wire/code_page.hpp"

namespace mapigate::mapi::handlers {

wire::u32 code_page_of(const MailboxSession& session, const PropertyObject& object) {
  return wire::is_known(object.code_page) ? object.code_page : mapi::code_page_of(session);
}

ErrorCode check_id(PropertyObject& object, std::uint16_t id) {
  if (id < oxcdata::first_named_property_id || object.logon->mailbox().property_name(id)) {
    return ErrorCode::success;
  }
  return ErrorCode::unexpected_id;
}

bool has_room_for_problems(const RopCall& call, std::size_t properties) {
  constexpr std::size_t head_size = 8;  // RopId, handle index, ReturnValue and PropertyProblemCount
  constexpr std::size_t problem_size = 10;
  return head_size + properties * problem_size <= call.room();
}

ProblemList::ProblemList(std::vector<oxcdata::PropertyTag> request) : request_(std::move(request)) {
  by_id_.reserve(request_.size());
  for (std::size_t i = 0; i < request_.size(); ++i) {
    by_id_.emplace_back(oxcdata::id_of(request_[i]), static_cast<wire::u16>(i));
  }
  std::ranges::sort(by_id_);
}

void ProblemList::add(std::size_t index, ErrorCode error) {
  problems_.push_back({static_cast<wire::u16>(index), request_[index], error});
}

void ProblemList::add(const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) {
    const std::pair key(oxcdata::id_of(problem.tag), wire::u16{0});
    for (auto at = std::ranges::lower_bound(by_id_, key); at != by_id_.end() && at->first == key.first;
         ++at) {
      add(at->second, problem.error);
    }
  }
}

std::vector<oxcdata::PropertyProblem> ProblemList::take() {
  std::ranges::sort(problems_, {}, &oxcdata::PropertyProblem::index);
  const auto same = std::ranges::unique(problems_, {}, &oxcdata::PropertyProblem::index);
  problems_.erase(same.begin(), same.end());
  return std::move(problems_);
}

}  // namespace mapigate::mapi::handlers
