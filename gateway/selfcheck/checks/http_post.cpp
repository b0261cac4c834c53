#include "gateway/selfcheck/checks/http_post.hpp"

#include <fmt/core.h>

#include "gateway/base/encoding.hpp"
#include "gateway/selfcheck/advice.hpp"
#include "protocol/oxdscli/pox.hpp"

namespace mapigate::selfcheck {

namespace {

using http::ClientResponse;

// The local part of no user, so that nobody's account is asked for.
constexpr std::string_view local_part = "autodiscover-selfcheck";

std::optional<oxdscli::PoxResponse> pox_of(const ClientResponse& response) {
  auto parsed = oxdscli::parse_pox_response(response.body);
  if (!parsed) return std::nullopt;
  return *std::move(parsed);
}

// The proof in the header or, failing that, in the body; `forged` when there are only others.
std::optional<VerifiedProof> proof_in(const ClientResponse& response,
                                      const std::optional<oxdscli::PoxResponse>& pox, const ProofKey& key,
                                      const Challenge& challenge) {
  std::optional<VerifiedProof> found;
  if (const auto header = response.headers.get(oxdscli::proof_header); !header.empty())
    found = verify(key, challenge, header);
  if (found && *found) return found;
  if (pox && pox->proof) {
    VerifiedProof in_body = verify(key, challenge, pox->proof->text);
    if (in_body || !found) found = std::move(in_body);
  }
  return found;
}

bool captures(const ClientResponse& response, const std::optional<oxdscli::PoxResponse>& pox) {
  // Outlook asks the user for credentials; whoever asks for them is where it stays.
  if (response.status == 401) return true;
  if (response.status != 200) return false;
  // A document that we refuse, Outlook may still take.
  constexpr std::size_t prolog = 2048;
  return pox ||
         std::string_view(response.body).substr(0, prolog).find("<Autodiscover") != std::string_view::npos;
}

class Judge {
 public:
  Judge(const Place& place, const ClientResponse& response, const Received& received,
        std::chrono::steady_clock::duration elapsed, Visit& visit)
      : place_(place),
        response_(response),
        received_(received),
        elapsed_(elapsed),
        visit_(visit),
        pox_(pox_of(response)),
        captures_(captures(response, pox_)) {}

  std::optional<std::string> judge(const Challenge& challenge) {
    const auto proof = proof_in(response_, pox_, place_.context.identity.key, challenge);
    if (proof && *proof) {
      own(**proof);
    } else if (received_.nonce_arrived) {
      altered();
    } else if (proof) {
      other(FindingId::proof_invalid,
            fmt::format("{} answers with a proof that is not this gateway's: a recorded one, or that of an "
                        "installation with another proof key",
                        place_.url.host),
            place_.lead_here() +
                "\nselfcheck.proof_key_file   # the same key for all nodes and for checks from outside");
    } else if (auto location = redirect(); !location.empty()) {
      return location;
    } else {
      somebody();
    }
    return std::nullopt;
  }

 private:
  void own(const Receipt& receipt) {
    const Identity& identity = place_.context.identity;
    if (receipt.instance == identity.instance && !received_.nonce_arrived) {
      other(FindingId::proof_not_seen,
            fmt::format("{} answers with a proof of this very process, which has not seen the request",
                        place_.url.host),
            "rm PROOF_KEY_FILE   # somebody else has the proof key: restart with a new one");
      return;
    }
    if (receipt.certificate_sha256 != received_.certificate_sha256 && !tls_proxy()) return;
    // Host names an IPv6 address in brackets (RFC 3986 section 3.2.2).
    const std::string& host = place_.url.host;
    if (receipt.host != (host.find(':') == host.npos ? host : "[" + host + "]")) {
      visit_.findings.add(
          place_.finding(FindingId::proxy_rewrites_host,
                         fmt::format("a proxy in front of the gateway replaces the host name {} by {}",
                                     place_.url.host, receipt.host.empty() ? "none" : receipt.host),
                         "proxy_set_header Host $host;"));
    }
    visit_.outcome = {Outcome::reached, false};
    step(StepStatus::ok, "received by this gateway");
  }

  // Somebody ends the TLS connection in front of the gateway. False when that is not allowed.
  bool tls_proxy() {
    if (place_.context.config.tls_proxy) {
      visit_.findings.add(place_.finding(
          FindingId::tls_proxy,
          fmt::format(
              "a proxy at {} ends the TLS connection and passes requests on to the gateway; if it is not "
              "yours, it reads your users' passwords",
              place_.url.host),
          "selfcheck.tls_proxy = false   # where no proxy is to be trusted"));
      return true;
    }
    other(FindingId::tls_proxy_refused,
          fmt::format(
              "somebody at {} ends the TLS connection in front of the gateway, which selfcheck.tls_proxy "
              "forbids",
              place_.url.host),
          place_.lead_here());
    return false;
  }

  // The request has arrived, but the answer is not the gateway's.
  void altered() {
    visit_.outcome = {captures_ ? Outcome::elsewhere : Outcome::broken, captures_};
    step(StepStatus::failed, "the gateway got the request, but its answer did not come back");
    visit_.findings.add(place_.finding(
        FindingId::answer_altered,
        fmt::format("the request for {} arrived at the gateway, but what came back is not its answer ({})",
                    place_.url.host, describe_answer(response_)),
        proxy_rule(place_.context.identity.gateway_host, place_.context.config.https_port)));
  }

  std::string redirect() {
    if (is_redirect(response_.status)) {
      const std::string_view location = response_.headers.get("Location");
      // Taken for a redirect that leads nowhere, rather than for somebody's answer.
      return location.empty() ? std::string(" ") : std::string(location);
    }
    // [MS-OXDSCLI] section 3.1.5.3
    if (pox_ && pox_->account && equal_ignoring_case(pox_->account->action, "redirectUrl")) {
      return pox_->account->redirect_url.empty() ? std::string(" ") : pox_->account->redirect_url;
    }
    return {};
  }

  void somebody() {
    if (captures_) {
      other(FindingId::autodiscover_elsewhere,
            fmt::format("{} is answered by somebody else's Autodiscover ({}): Outlook stays there",
                        place_.url.to_string(), describe_answer(response_)),
            place_.lead_here());
    } else if (response_.status >= 502 && response_.status <= 504) {
      other(FindingId::proxy_error,
            fmt::format("a web server answers for {}, but does not reach what is behind it ({})",
                        place_.url.host, describe_answer(response_)),
            proxy_rule(place_.context.identity.gateway_host, place_.context.config.https_port));
    } else {
      other(FindingId::http_elsewhere,
            fmt::format("{} is answered by somebody else ({}); Outlook goes on", place_.url.host,
                        describe_answer(response_)),
            place_.lead_here());
    }
  }

  void other(FindingId id, std::string text, std::string repair) {
    visit_.outcome = {Outcome::elsewhere, captures_};
    step(StepStatus::failed, captures_ ? "somebody else's Autodiscover" : "somebody else");
    visit_.findings.add(place_.finding(id, std::move(text), std::move(repair)));
  }

  void step(StepStatus status, std::string_view what) {
    visit_.steps.add(status, elapsed_, fmt::format("POST: {}, {}", describe_answer(response_), what));
  }

  const Place& place_;
  const ClientResponse& response_;
  const Received& received_;
  std::chrono::steady_clock::duration elapsed_;
  Visit& visit_;
  std::optional<oxdscli::PoxResponse> pox_;
  bool captures_;
};

}  // namespace

bool answers_autodiscover(const ClientResponse& response) { return captures(response, pox_of(response)); }

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string describe_answer(const ClientResponse& response) {
  const std::string_view server = response.headers.get("Server");
  return server.empty() ? fmt::format("{}", response.status)
                        : fmt::format("{} from {}", response.status, printable(server, 60));
}

http::ClientRequest challenge_request(const Url& url, const std::string& name, const Challenge& challenge) {
  oxdscli::PoxRequest body;
  body.email_address = fmt::format("{}@{}", local_part, name);
  body.challenge.emplace();
  body.challenge->text = challenge.to_string();

  http::ClientRequest request;
  request.method = "POST";
  request.target = url.target;
  request.host = url.authority();
  request.headers.add("Content-Type", "text/xml; charset=utf-8");
  request.headers.add("User-Agent", "Mapigate self-check");
  request.headers.add("X-MapiHttpCapability", "1");
  request.headers.add(std::string(oxdscli::challenge_header), challenge.to_string());
  request.body = oxdscli::write_pox_request(body);
  return request;
}

bool judge_exchange(const Place& place, const Answer& answer, std::string_view request,
                    std::chrono::steady_clock::duration elapsed, Visit& visit) {
  switch (answer.failure) {
    case Answer::Failure::none:
      return true;
    case Answer::Failure::timeout:
      visit.outcome = {Outcome::untested, false};
      visit.steps.add(StepStatus::skipped, elapsed, fmt::format("{}: time-out", request));
      visit.findings.add(place.finding(
          FindingId::http_timeout,
          fmt::format("{} takes the request, but does not answer in time; users wait for it", place.url.host),
          place.lead_here()));
      return false;
    case Answer::Failure::failed:
      break;
  }
  const std::string detail = printable(answer.detail);
  visit.outcome = {Outcome::broken, false};
  visit.steps.add(StepStatus::failed, elapsed, fmt::format("{}: {}", request, detail));
  visit.findings.add(place.finding(FindingId::http_failed,
                                   fmt::format("{} gives no complete answer: {}", place.url.host, detail),
                                   place.lead_here()));
  return false;
}

std::optional<std::string> judge_answer(const Place& place, const Challenge& challenge, const Answer& answer,
                                        const Received& received, std::chrono::steady_clock::duration elapsed,
                                        Visit& visit) {
  if (!judge_exchange(place, answer, "POST", elapsed, visit)) return std::nullopt;
  return Judge(place, answer.response, received, elapsed, visit).judge(challenge);
}

}  // namespace mapigate::selfcheck
