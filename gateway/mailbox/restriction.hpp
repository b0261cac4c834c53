#pragma once

#include <memory>

#include "gateway/mailbox/outcome.hpp"
#include "gateway/mailbox/property_source.hpp"
#include "protocol/oxcdata/restriction.hpp"

namespace mapigate::mailbox {

// Of a large value at most so many bytes are searched for a part.
inline constexpr std::uint64_t max_searched = std::uint64_t{4} << 20;

// A restriction ([MS-OXCDATA] section 2.12) prepared to be tried on many things: all that can be done once is
// done once. One thread at a time.
//
// Where the document leaves it open:
// - A property that is not there, or has no value that can be compared with that of the restriction, is less
//   than any value. A bit mask takes it for 0, a size restriction for 0 bytes.
// - Of several values one is enough; compared with several they are compared one after the other.
// - Property restrictions on texts overlook case where they ask for equality; where they ask for an order it
//   is the one that tables are sorted in. Content restrictions are as exact as they say.
class Matcher {
 public:
  // Strings are PtypString (see to_unicode() in gateway/mapi). TooComplex: types that cannot be compared, an
  // operator outside the document, membership in a distribution list, subobjects that are none of a message.
  static Outcome<Matcher> compile(const oxcdata::Restriction& restriction);
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  Match match(const PropertySource& source);
  bool matches(const PropertySource& source) { return match(source) == Match::yes; }
  // Count restrictions ([MS-OXCDATA] section 2.12.12) count from 0 again.
  void restart();
  // Whether the outcome depends on what was tried before.
  bool counts() const;

 private:
  struct Parts;
  explicit Matcher(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// For a single use. False where it is too complex.
bool matches(const oxcdata::Restriction& restriction, const PropertySource& source);

}  // namespace mapigate::mailbox
