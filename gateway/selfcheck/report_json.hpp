#pragma once

#include <optional>
#include <ostream>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/selfcheck/whole_report.hpp"

namespace mapigate::selfcheck {

inline constexpr int report_version = 1;

// The report for programs, one JSON object, written as the names come:
//
//   {"version": 1,
//    "names": [
//      {"name": "example.com", "alias_of": "example.org" (aliases only),
//       "verdict": "pass" | "warn" | "fail" | "unknown",
//       "headline": sentence, "via": method or null, "captured_by": method or null, "untested": bool,
//       "served": bool (from the gateway only), "elapsed_us": int,
//       "methods": [{"method": "https-root" | "https-autodiscover" | "http-redirect" | "srv", "where": text,
//                    "outcome": "reached" | "elsewhere" | "broken" | "absent" | "untested", "captures": bool,
//                    "elapsed_us": int, "steps": [step, ...]}, ... in this order],
//       "steps": [step, ...],
//       "findings": [{"id": "CERT_EXPIRED", "severity": "notice" | "warning" | "error", "method": method or
//       null,
//                     "text": sentence, "addresses": [text, ...], "repair": [line, ...]}, ...]}, ...],
//    "findings": [as above], "gateway": host name, "started": "2025-01-31T12:00:00Z", "elapsed_us": int,
//    "summary": {"pass": int, "warn": int, "fail": int, "unknown": int}, "exit_status": int,
//    "changes": [{"name", "before": verdict or null, "after": verdict or null, "appeared": [id], "gone":
//    [id]}]}
//
// A step: {"depth": int, "status": "ok" | "warning" | "failed" | "skipped" | "info", "elapsed_us": int,
// "text": sentence}, in pre-order. "changes" is there only where it was asked for. Members may be added to a
// version, and none is taken away.
class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out);

  void name(const NameReport& name);
  void end(const RunReport& run, const std::optional<std::vector<Change>>& changes);

 private:
  std::ostream& out_;
  bool first_ = true;
};

// Reads what JsonWriter wrote, for `mapigate check --now`. Fails for anything else, and for finding ids that
// this program does not know.
Result<Report> read_report(std::string_view json);

}  // namespace mapigate::selfcheck
