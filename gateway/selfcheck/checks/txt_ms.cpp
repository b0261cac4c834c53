#include "gateway/selfcheck/checks/txt_ms.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/selfcheck/checks/address.hpp"

namespace mapigate::selfcheck {

boost::asio::awaitable<Visit> visit_txt(Context& context, std::string name) {
  const dns::DnsAnswer answer = co_await context.resolver.query(name, dns::RecordType::txt);
  const auto record = std::ranges::find_if(answer.txt, [](const std::string& text) {
    return equal_ignoring_case(trim(text).substr(0, 3), "MS=");
  });
  Visit visit;
  std::string text = describe(answer, dns::RecordType::txt, name);
  if (record == answer.txt.end()) {
    if (answer.status == dns::DnsStatus::ok) text += " none of Microsoft 365";
    visit.steps.add(step_status(answer.status), answer.elapsed, std::move(text));
    co_return visit;
  }
  visit.steps.add(StepStatus::warning, answer.elapsed, fmt::format("{} {}", text, printable(*record, 80)));
  visit.findings.add({FindingId::txt_ms,
                      {},
                      {},
                      fmt::format("the TXT record {} of {} makes Outlook ask Microsoft 365 first",
                                  printable(*record, 80), name),
                      {},
                      "reg add HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\AutoDiscover /v "
                      "ExcludeExplicitO365Endpoint "
                      "/t REG_DWORD /d 1   # on the users' machines, or delete the TXT record"});
  co_return visit;
}

}  // namespace mapigate::selfcheck
