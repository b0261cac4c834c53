#pragma once

#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcfold {

// The response of ROPs that work on many objects, of which some can be left: in success and in failure alike.
template <oxcrops::RopId rop>
struct PartialCompletionResponse {
  static constexpr oxcrops::RopId id = rop;

  oxcdata::ErrorCode return_value{};
  bool partial_completion = false;

  bool operator==(const PartialCompletionResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("PartialCompletion", self.partial_completion);
  }
};

// The same of ROPs that have a destination, which the failure of a null destination names.
template <oxcrops::RopId rop>
struct MoveCopyResponse {
  static constexpr oxcrops::RopId id = rop;

  oxcdata::ErrorCode return_value{};
  wire::u32 dest_handle_index = 0;  // of null_destination_object; the index has four bytes here
  bool partial_completion = false;

  bool operator==(const MoveCopyResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("DestHandleIndex", wire::when(self.return_value == oxcdata::ErrorCode::null_destination_object,
                                          self.dest_handle_index));
    archive("PartialCompletion", self.partial_completion);
  }
};

}  // namespace mapigate::oxcfold
