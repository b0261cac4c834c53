#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mapigate::oxdscli {

// Two elements of our own in the POX documents, by which the self-check finds out whether a request for a
// name ends at this gateway. They carry text attributes in a given order and a text; what these mean is the
// self-check's affair. Other servers ignore the first and never send the second.
//
//   <Request> ... <Challenge xmlns="urn:mapigate:selfcheck:1">nonce</Challenge> </Request>
//   <Response ...> <Proof xmlns="urn:mapigate:selfcheck:1" instance="..." .../> </Response>
inline constexpr std::string_view selfcheck_namespace = "urn:mapigate:selfcheck:1";
// The same two texts as header fields, since some proxies rewrite bodies and others strip headers.
inline constexpr std::string_view challenge_header = "X-Mapigate-Challenge";
inline constexpr std::string_view proof_header = "X-Mapigate-Proof";

struct SelfCheckElement {
  using Attribute = std::pair<std::string, std::string>;

  // Names are ASCII letters, digits, '-', '_'; at most 16 attributes, 2048 bytes each, are read.
  std::vector<Attribute> attributes;
  std::string text;

  // The value of the first attribute of that name, empty when there is none.
  std::string_view get(std::string_view name) const;
  bool operator==(const SelfCheckElement&) const = default;
};

struct Challenge : SelfCheckElement {
  bool operator==(const Challenge&) const = default;
};

struct Proof : SelfCheckElement {
  bool operator==(const Proof&) const = default;
};

}  // namespace mapigate::oxdscli
