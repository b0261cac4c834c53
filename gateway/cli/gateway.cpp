#include "gateway/cli/gateway.hpp"

#include <fmt/core.h>
#include <prometheus/registry.h>
#include <sodium.h>

#include <atomic>
#include <condition_variable>
#include <optional>
#include <thread>

#include "gateway/auth/basic_authenticator.hpp"
#include "gateway/auth/directory_verifier.hpp"
#include "gateway/autodiscover/service.hpp"
#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/cli/mailbox_files.hpp"
#include "gateway/cli/messages.hpp"
#include "gateway/cli/version.hpp"
#include "gateway/directory/store_directory.hpp"
#include "gateway/http/certificate_store.hpp"
#include "gateway/http/messages.hpp"
#include "gateway/http/server.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "gateway/mailbox/search_worker.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mapi/emsmdb_endpoint.hpp"
#include "gateway/mapi/handlers/all.hpp"
#include "gateway/mapi/transport.hpp"
#include "gateway/nspi/endpoint.hpp"
#include "gateway/selfcheck/checker.hpp"
#include "gateway/selfcheck/dns/cares_resolver.hpp"
#include "gateway/selfcheck/gate.hpp"
#include "gateway/selfcheck/http_prober.hpp"
#include "gateway/selfcheck/metrics.hpp"
#include "gateway/selfcheck/proof_key.hpp"
#include "gateway/selfcheck/proof_responder.hpp"
#include "gateway/selfcheck/scheduler.hpp"
#include "gateway/status/admin_endpoint.hpp"
#include "gateway/store/disk_watch.hpp"
#include "gateway/store/sqlite/directory_store.hpp"
#include "gateway/store/sqlite/queue_store.hpp"

namespace mapigate::cli {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// What the two modules below know of each other is this adapter.
class SelfCheckResponder final : public autodiscover::ChallengeResponder {
 public:
  explicit SelfCheckResponder(const selfcheck::ProofResponder& responder) : responder_(responder) {}
  std::optional<std::string> answer(const http::Request& request, std::string_view from_body) const override {
    return responder_.answer(request, from_body);
  }

 private:
  const selfcheck::ProofResponder& responder_;
};

std::vector<std::string> texts(const std::vector<selfcheck::Name>& names) {
  std::vector<std::string> out;
  for (const selfcheck::Name& name : names) out.push_back(name.name);
  return out;
}

constexpr auto refresh_interval = 1s;
constexpr auto certificate_interval = 10s;
constexpr auto disk_interval = 60s;

}  // namespace

// In the order in which one needs the other.
struct Gateway::Parts {
  Parts(Config its_config, asio::io_context& its_io, const Logger& its_log)
      : config(std::move(its_config)),
        io(its_io),
        log(its_log),
        names(selfcheck::names_of(config.domains)),
        name_count(names.size()) {}

  Result<void> open_store();
  Result<void> open_mailboxes();
  Result<void> open_selfcheck();
  void build_services();
  Result<void> listen();
  void keep_house(const std::stop_token& stop);
  void keep_mailboxes(const std::stop_token& stop);
  status::Readiness readiness() const;

  const Config config;
  asio::io_context& io;
  const Logger& log;
  RealClock clock;
  SystemRandom random;
  prometheus::Registry metrics;
  std::vector<selfcheck::Name> names;   // on the thread of `io` only
  std::atomic<std::size_t> name_count;  // of `names`

  std::unique_ptr<store::DirectoryStore> directory_store;
  std::unique_ptr<directory::StoreDirectory> directory;
  std::unique_ptr<http::CertificateStore> certificates;

  std::optional<store::DiskWatch> disk_watch;
  std::optional<MailboxFiles> mailbox_files;
  std::unique_ptr<store::QueueStore> queue;
  std::optional<mailbox::Mailboxes> mailboxes;
  std::optional<mailbox::Submission> submission;

  selfcheck::Nonces nonces{random};
  std::optional<selfcheck::ProofResponder> proof_responder;
  std::optional<SelfCheckResponder> responder;
  std::optional<selfcheck::HttpProber> prober;
  std::optional<selfcheck::Checker> checker;
  std::optional<selfcheck::Gate> gate;
  std::optional<selfcheck::Metrics> selfcheck_metrics;
  std::optional<selfcheck::Scheduler> scheduler;

  std::optional<auth::Argon2Hasher> hasher;
  std::optional<auth::DirectoryVerifier> verifier;
  std::unique_ptr<auth::BasicAuthenticator> authenticator;

  std::optional<autodiscover::Service> autodiscover;
  std::optional<mapi::RopServices> rop_services;
  mapi::RopRegistry rops;
  std::optional<mapi::EmsmdbEndpoint> emsmdb_endpoint;
  std::optional<nspi::NspiEndpoint> nspi_endpoint;
  std::optional<mapi::Transport> emsmdb;
  std::optional<mapi::Transport> nspi;
  std::optional<status::AdminEndpoint> admin;
  http::Router https_router;
  http::Router http_router;
  http::Router admin_router;
  std::unique_ptr<http::Server> server;
  std::jthread housekeeper;
  std::jthread mailbox_keeper;
};

Result<void> Gateway::Parts::open_store() {
  std::error_code code;
  for (const auto& folder :
       {config.store_folder, config.selfcheck.state_dir, config.directory.file.parent_path()}) {
    if (folder.empty()) continue;
    std::filesystem::create_directories(folder, code);
    if (code)
      return Error{fmt::format("the folder {} cannot be created: {}", folder.string(), code.message())};
  }
  auto store = store::sqlite::open_directory_store(config.directory.file, config.directory.busy_timeout);
  if (store.has_error()) return Error{store.error().message};
  directory_store = std::move(*store);
  auto opened =
      directory::StoreDirectory::open(*directory_store, directory::Domains(config.domains), random, log);
  if (opened.has_error()) return opened.error();
  directory = std::move(*opened);
  return {};
}

Result<void> Gateway::Parts::open_mailboxes() {
  disk_watch.emplace(config.store_folder, config.store_warn_free, log);
  disk_watch->look();
  mailbox_files.emplace(config.store_folder, config.directory.busy_timeout);
  auto opened =
      store::sqlite::open_queue_store(config.store_folder / "queue.sqlite", config.directory.busy_timeout);
  if (opened.has_error()) return Error{opened.error().message};
  queue = std::move(*opened);
  mailboxes.emplace(config.mailbox,
                    mailbox::Mailboxes::Parts{*mailbox_files, clock, random, log, config.store_folder,
                                              std::make_shared<mailbox::SearchWorker>()});
  submission.emplace(mailbox::Submission::Parts{*queue, *mailboxes, *directory, clock, log});
  rop_services.emplace(mapi::RopServices{*directory, *mailboxes, *submission, clock, random, log});
  mapi::handlers::register_all(rops, *rop_services);
  return {};
}

Result<void> Gateway::Parts::open_selfcheck() {
  const auto key = selfcheck::load_or_create_proof_key(config.selfcheck.proof_key_file, random);
  if (key.has_error()) return key.error();
  auto trust = http::TrustStore::load(config.selfcheck.ca_file);
  if (trust.has_error()) return trust.error();
  const std::string instance = random.hex(16);
  proof_responder.emplace(*key, instance, nonces);
  responder.emplace(*proof_responder);
  prober.emplace(io.get_executor(), config.selfcheck, std::move(*trust));
  checker.emplace(config.selfcheck, selfcheck::Identity{config.server.hostname, instance, *key},
                  selfcheck::Checker::Parts{io.get_executor(),
                                            std::make_shared<dns::CaresResolver>(
                                                io.get_executor(), config.selfcheck.resolver, clock, random),
                                            *prober, nonces, clock});
  gate.emplace(selfcheck::GatePolicy{config.selfcheck.require, config.selfcheck.drop_after,
                                     config.selfcheck.unknown_grace},
               texts(names));
  selfcheck_metrics.emplace(metrics);
  scheduler.emplace(config.selfcheck, names,
                    selfcheck::Scheduler::Parts{io.get_executor(), *checker, *gate, *selfcheck_metrics, clock,
                                                random, log});
  return {};
}

void Gateway::Parts::build_services() {
  hasher.emplace(config.auth.hash);
  verifier.emplace(*directory, *hasher, log);
  authenticator = std::make_unique<auth::BasicAuthenticator>(config.auth, *directory, *verifier, clock,
                                                             random, log, metrics);
  const autodiscover::Site site{config.server.hostname, config.server.public_port};
  autodiscover.emplace(
      config.autodiscover, site,
      autodiscover::Dependencies{*directory, *authenticator, *gate, *responder, clock, log, metrics});

  const mapi::TransportServices services{
      config.mapi, *authenticator,         *directory, *gate, clock, random, log,
      metrics,     config.server.hostname, version};
  emsmdb_endpoint.emplace(config.mapi, *directory, rops, log);
  nspi_endpoint.emplace(nspi::server_guid(config.server.hostname), log);
  emsmdb.emplace(services, *emsmdb_endpoint);
  nspi.emplace(services, *nspi_endpoint);
  admin.emplace(metrics, status::AdminEndpoint::Sources{.readiness = [this] { return readiness(); },
                                                        .last_report = [this] { return scheduler->report(); },
                                                        .recheck =
                                                            [this](std::vector<std::string> wanted) {
                                                              return scheduler->recheck(std::move(wanted));
                                                            }});

  const std::size_t limit = config.limits.autodiscover_bytes;
  const http::Route pox{[this](http::Request& request) { return autodiscover->pox(request); }, limit};
  const http::Route soap{[this](http::Request& request) { return autodiscover->soap(request); }, limit};
  const http::Route json{[this](http::Request& request) { return autodiscover->json(request); }, limit};
  https_router.add("/autodiscover", pox);
  https_router.add("/autodiscover/autodiscover.xml", pox);
  https_router.add("/autodiscover/autodiscover.svc", soap);
  https_router.add("/autodiscover/autodiscover.json", json);
  https_router.add_prefix("/autodiscover.json/v1.0/", json);
  https_router.add_prefix("/autodiscover/autodiscover.json/v1.0/", json);
  https_router.add("/mapi/emsmdb", {emsmdb->handler(), mapi::max_read_body});
  https_router.add("/mapi/nspi", {nspi->handler(), mapi::max_read_body});
  http_router.add_prefix(
      "/", {[this](http::Request& request) { return autodiscover->plain_http(request); }, limit});
  admin->add_routes(admin_router);
}

Result<void> Gateway::Parts::listen() {
  server = std::make_unique<http::Server>(config.server, config.limits, log, metrics);
  struct Group {
    const std::vector<asio::ip::tcp::endpoint>& endpoints;
    const http::Router& router;
    const http::CertificateStore* certificates;
  };
  for (const Group& group : {Group{config.server.listen, https_router, certificates.get()},
                             Group{config.server.redirect_listen, http_router, nullptr},
                             Group{config.server.admin_listen, admin_router, nullptr}}) {
    for (const asio::ip::tcp::endpoint& endpoint : group.endpoints) {
      const auto bound = server->listen(endpoint, group.router, group.certificates);
      if (bound.has_error()) return bound.error();
    }
  }
  return {};
}

status::Readiness Gateway::Parts::readiness() const {
  const std::size_t served = gate->served_count();
  if (served == 0) return {false, "no name is served: see mapigate check"};
  return {true, fmt::format("{} of {} names are served", served, name_count.load())};
}

// What may block on files.
void Gateway::Parts::keep_house(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  bool readable = true;
  auto certificates_at = clock.steady_now() + certificate_interval;
  auto disk_at = clock.steady_now() + disk_interval;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, stop, refresh_interval, [&] { return stop.stop_requested(); })) {
    const auto refreshed = directory->refresh();
    if (refreshed.has_error() && readable) log(messages::directory_unreadable, refreshed.error().message);
    if (refreshed.has_value() && !readable) log(messages::directory_readable);
    readable = refreshed.has_value();
    emsmdb->sweep();
    nspi->sweep();
    if (clock.steady_now() >= certificates_at) {
      certificates_at = clock.steady_now() + certificate_interval;
      if (const auto changed = certificates->reload_if_changed(); changed.has_error()) {
        log(http::messages::certificates_kept, changed.error().message);
      }
    }
    if (clock.steady_now() >= disk_at) {
      disk_at = clock.steady_now() + disk_interval;
      disk_watch->look();
    }
  }
}

// What may take long: apart from the above, so that users and certificates do not wait for it.
void Gateway::Parts::keep_mailboxes(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!wake.wait_for(lock, stop, refresh_interval, [&] { return stop.stop_requested(); })) {
    mailboxes->keep_house([&] { return stop.stop_requested(); });
  }
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Gateway::~Gateway() {
  stop();
  // Coroutines that are suspended in the server refer to everything above it; those in the authenticator's
  // pool refer to the server's threads.
  parts_->authenticator.reset();
  parts_->server.reset();
}

Result<std::unique_ptr<Gateway>> Gateway::open(Config config, asio::io_context& io, const Logger& log) {
  if (sodium_init() < 0) return Error{"libsodium cannot be initialized"};
  std::unique_ptr<Gateway> gateway(new Gateway(std::make_unique<Parts>(std::move(config), io, log)));
  Parts& parts = *gateway->parts_;
  log(messages::starting, version, parts.config.server.hostname, parts.names.size());
  auto certificates = http::CertificateStore::load(parts.config.certificates, parts.clock, log);
  if (certificates.has_error()) return certificates.error();
  parts.certificates = std::move(*certificates);
  if (auto opened = parts.open_store(); opened.has_error()) return opened.error();
  if (auto opened = parts.open_mailboxes(); opened.has_error()) return opened.error();
  if (auto opened = parts.open_selfcheck(); opened.has_error()) return opened.error();
  parts.build_services();
  if (auto listening = parts.listen(); listening.has_error()) return listening.error();
  parts.server->start();
  parts.housekeeper = std::jthread([&parts](const std::stop_token& stop) { parts.keep_house(stop); });
  parts.mailbox_keeper = std::jthread([&parts](const std::stop_token& stop) { parts.keep_mailboxes(stop); });
  parts.submission->start();
  return gateway;
}

asio::awaitable<selfcheck::Report> Gateway::first_check(
    std::function<void(std::size_t, std::size_t)> on_progress) {
  selfcheck::Report report = co_await parts_->scheduler->start(std::move(on_progress));
  if (may_serve()) parts_->log(messages::serving, parts_->gate->served_count(), parts_->names.size());
  co_return report;
}

bool Gateway::may_serve() const { return parts_->gate->may_start(); }

asio::awaitable<void> Gateway::keep_checking() { return parts_->scheduler->run(); }

asio::awaitable<void> Gateway::reload(Config config) {
  Parts& parts = *parts_;
  if (auto loaded = parts.certificates->reload(std::move(config.certificates)); loaded.has_error()) {
    parts.log(http::messages::certificates_kept, loaded.error().message);
  }
  if (auto set = parts.directory->set_domains(directory::Domains(config.domains)); set.has_error()) {
    parts.log(messages::directory_unreadable, set.error().message);
    co_return;
  }
  parts.names = selfcheck::names_of(config.domains);
  parts.name_count = parts.names.size();
  parts.log(messages::reloaded);
  co_await parts.scheduler->set_names(parts.names);
}

void Gateway::stop() {
  if (parts_->emsmdb) parts_->emsmdb->drain();
  if (parts_->nspi) parts_->nspi->drain();
  if (parts_->server) parts_->server->stop();
  if (parts_->emsmdb_endpoint) parts_->emsmdb_endpoint->stop();
  if (parts_->submission) parts_->submission->stop();
  for (std::jthread* thread : {&parts_->housekeeper, &parts_->mailbox_keeper}) {
    thread->request_stop();
    if (thread->joinable()) thread->join();
  }
}

}  // namespace mapigate::cli
