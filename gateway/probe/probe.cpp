#include "gateway/probe/probe.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/host_name.hpp"
#include "gateway/probe/discovery.hpp"
#include "gateway/probe/mail_store.hpp"
#include "gateway/probe/mapi_client.hpp"
#include "protocol/oxcmapihttp/address_book_bodies.hpp"
#include "protocol/oxcmapihttp/mailbox_bodies.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::probe {

namespace asio = boost::asio;
using oxcmapihttp::RequestType;
using selfcheck::StepStatus;
using selfcheck::Url;

namespace {

// What Outlook asks with in a Western European set-up; the server must know both.
constexpr std::uint32_t code_page = 1252;
constexpr std::uint32_t locale = 0x0409;

// The endpoint's URL from Autodiscover: the external one, the internal one where there is no other.
Result<Url> endpoint_url(const oxdscli::MapiHttpUrls& urls) {
  const std::string& text = urls.external_url.empty() ? urls.internal_url : urls.external_url;
  const Url nowhere{true, "invalid", 443, "/"};
  auto url = resolve_location(nowhere, text);
  if (url.has_error()) return url.error();
  if (!url->secure) return Error{fmt::format("{} is not https", text)};
  return url;
}

class Probe {
 public:
  Probe(const World& world, const Options& options) : world_(world), options_(options) {}

  asio::awaitable<Report> run() {
    const Stopwatch watch;
    co_await walk();
    Report report;
    report.address = options_.address;
    report.steps = trail_.take_steps();
    report.remarks = trail_.take_remarks();
    report.ending = connected_ ? Ending::passed : Ending::failed;
    for (const Remark& remark : report.remarks) report.ending = std::max(report.ending, remark.weight);
    report.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(watch.elapsed());
    co_return report;
  }

 private:
  asio::awaitable<void> walk() {
    std::optional<oxdscli::PoxResponse> settings;
    {
      Trail::Section section(trail_, "Autodiscover");
      settings = co_await discover(world_, options_, trail_);
      section.end(settings ? StepStatus::ok : StepStatus::failed);
    }
    if (!settings) {
      trail_.remark(Ending::failed, fmt::format("Outlook finds no settings for {}", options_.address),
                    "mapigate check shows, for each name, what is missing in DNS");
      co_return;
    }
    if (settings->user) {
      trail_.add(StepStatus::info, {},
                 fmt::format("mailbox of {}, {}", settings->user->display_name,
                             settings->user->auto_discover_smtp_address));
    }
    if (!settings->account || !settings->account->mapi_http) {
      trail_.remark(Ending::failed, "the settings offer no MAPI/HTTP",
                    "the server is too old for it, or it is switched off there");
      co_return;
    }
    const oxdscli::MapiHttpProtocol& protocol = *settings->account->mapi_http;
    const bool bound = co_await address_book(protocol.address_book);
    const std::string legacy_dn = settings->user ? settings->user->legacy_dn : std::string();
    const bool opened = co_await mail_store(protocol.mail_store, legacy_dn);
    connected_ = bound && opened;
  }

  // [MS-OXCMAPIHTTP] sections 2.2.5.1 and 2.2.5.2; [MS-OXNSPI] section 3.1.4.1.1.
  asio::awaitable<bool> address_book(const oxdscli::MapiHttpUrls& urls) {
    const auto url = endpoint_url(urls);
    Trail::Section section(trail_,
                           fmt::format("address book: {}", url ? url->to_string() : urls.external_url));
    bool ok = false;
    if (url.has_error()) {
      trail_.remark(Ending::failed, fmt::format("the address book's URL is wrong: {}", url.error().message));
    } else {
      MapiClient client(world_, options_, *url, trail_);
      const bool open = co_await client.open();
      if (open) {
        oxcmapihttp::BindRequest request;
        request.state.emplace();
        request.state->code_page = code_page;
        request.state->template_locale = locale;
        request.state->sort_locale = locale;
        const auto bound = co_await exchange<oxcmapihttp::BindResponse>(client, RequestType::bind, request);
        if (bound) {
          const oxcmapihttp::UnbindRequest farewell;
          // [MS-OXNSPI] section 2.2.1.2 permits Success and UnbindSuccess; servers send either.
          const auto unbound = co_await exchange<oxcmapihttp::UnbindResponse>(
              client, RequestType::unbind, farewell, oxcdata::ErrorCode{1});
          ok = unbound.has_value();
        }
      }
    }
    section.end(ok ? StepStatus::ok : StepStatus::failed);
    co_return ok;
  }

  // [MS-OXCMAPIHTTP] sections 2.2.4.1 and 2.2.4.3.
  asio::awaitable<bool> mail_store(const oxdscli::MapiHttpUrls& urls, const std::string& legacy_dn) {
    const auto url = endpoint_url(urls);
    Trail::Section section(trail_, fmt::format("mail store: {}", url ? url->to_string() : urls.external_url));
    bool ok = false;
    if (url.has_error()) {
      trail_.remark(Ending::failed, fmt::format("the mail store's URL is wrong: {}", url.error().message));
    } else {
      MapiClient client(world_, options_, *url, trail_);
      const bool open = co_await client.open();
      if (open) {
        oxcmapihttp::ConnectRequest request;
        request.user_dn = legacy_dn;
        request.default_code_page = code_page;
        request.lcid_sort = locale;
        request.lcid_string = locale;
        const auto connected =
            co_await exchange<oxcmapihttp::ConnectResponse>(client, RequestType::connect, request);
        if (connected) {
          trail_.add(StepStatus::info, {},
                     fmt::format("connected as {}", wire::to_utf8(connected->display_name)));
          const bool used = co_await use_mailbox(client, trail_, legacy_dn, options_.read_only);
          const oxcmapihttp::DisconnectRequest farewell;
          const auto ended =
              co_await exchange<oxcmapihttp::DisconnectResponse>(client, RequestType::disconnect, farewell);
          ok = used && ended.has_value();
        }
      }
    }
    section.end(ok ? StepStatus::ok : StepStatus::failed);
    co_return ok;
  }

  // One request and its response, whose ErrorCode must be 0 or `also_good`.
  template <class ResponseBody, class RequestBody>
  asio::awaitable<std::optional<ResponseBody>> exchange(MapiClient& client, RequestType type,
                                                        const RequestBody& body,
                                                        oxcdata::ErrorCode also_good = {}) {
    auto written = wire::serialize(body);
    if (written.has_error()) {
      trail_.remark(Ending::failed,
                    fmt::format("{}: {}", oxcmapihttp::name(type), to_string(written.error())));
      co_return std::nullopt;
    }
    const std::optional<wire::Bytes> bytes = co_await client.request(type, std::move(*written));
    if (!bytes) co_return std::nullopt;
    auto response = wire::parse<ResponseBody>(*bytes);
    if (response.has_error()) {
      trail_.remark(Ending::failed, fmt::format("the response to {} is malformed: {}",
                                                oxcmapihttp::name(type), to_string(response.error())));
      co_return std::nullopt;
    }
    if (response->status_code != 0 ||
        (response->error_code != oxcdata::ErrorCode{} && response->error_code != also_good)) {
      trail_.remark(Ending::failed,
                    fmt::format("{} failed: StatusCode {}, ErrorCode {}", oxcmapihttp::name(type),
                                response->status_code, oxcdata::to_string(response->error_code)));
      co_return std::nullopt;
    }
    co_return std::move(*response);
  }

  const World& world_;
  const Options& options_;
  Trail trail_;
  bool connected_ = false;
};

}  // namespace

asio::awaitable<Report> run(World world, Options options) {
  Probe probe(world, options);
  co_return co_await probe.run();
}

}  // namespace mapigate::probe
