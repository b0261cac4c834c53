#include <gmock/gmock.h>
#include <openssl/x509.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <thread>

#include "gateway/base/encoding.hpp"
#include "tests/unit/http/test_server.hpp"

namespace mapigate::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using test::LogRecords;
using test::RawClient;
using test::tcp;
using test::TestServer;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The fingerprint of the certificate that the server sent to this client.
std::string received_sha256(RawClient& client) {
  const ssl::X509Ptr certificate(SSL_get1_peer_certificate(client.ssl()));
  return ssl::describe(*certificate).sha256;
}

class Certificates : public ::testing::Test {
 protected:
  Certificates() {
    server_.router.add("/sha256", {[](Request& request) -> asio::awaitable<Response> {
                                     co_return text_response(200,
                                                             fmt::format("[{}]", request.certificate_sha256));
                                   },
                                   0});
  }

  std::string presented(const std::string& server_name) {
    RawClient client(server_.https, true, server_name);
    return received_sha256(client);
  }
  CertificateFiles write(const std::string& name, const fakes::CertificateOptions& options) {
    const auto files = server_.ca.write(server_.folder.path(), name, options);
    return {files.chain, files.key};
  }
  std::string sha256_of(std::size_t index) { return server_.certificates->certificates().at(index).sha256; }

  TestServer server_;
};

TEST_F(Certificates, TheServerNameChoosesThem) {
  server_.start();
  const std::string first = sha256_of(0);   // localhost and *.wild.test
  const std::string second = sha256_of(1);  // other.test
  ASSERT_NE(first, second);
  EXPECT_EQ(presented("localhost"), first);
  EXPECT_EQ(presented("other.test"), second);
  EXPECT_EQ(presented("OTHER.test"), second);
  EXPECT_EQ(presented("any.wild.test"), first);
  // Nothing fits: the first one, which the client then refuses by its name.
  for (const char* name : {"unknown.test", "wild.test", "a.b.wild.test", "sub.other.test"}) {
    EXPECT_EQ(presented(name), first) << name;
  }
}

TEST_F(Certificates, AnExactNameComesBeforeAWildcardAndTheFirstOfTwoBeforeTheSecond) {
  server_.certificates = CertificateStore::load({write("wild", {.names = {"*.a.test"}}),
                                                 write("exact", {.names = {"x.a.test", "twice.test"}}),
                                                 write("again", {.names = {"twice.test", "*.a.test"}})},
                                                server_.clock, server_.log)
                             .value();
  server_.start();
  EXPECT_EQ(presented("x.a.test"), sha256_of(1));
  EXPECT_EQ(presented("y.a.test"), sha256_of(0));
  EXPECT_EQ(presented("twice.test"), sha256_of(1));
}

TEST_F(Certificates, AClientWithoutServerNameGetsTheFirst) {
  server_.start();
  asio::io_context io;
  tcp::socket socket(io);
  socket.connect(server_.https);
  const ssl::ContextPtr context(SSL_CTX_new(TLS_client_method()));
  const ssl::SslPtr client(SSL_new(context.get()));
  SSL_set_fd(client.get(), socket.native_handle());
  ASSERT_EQ(SSL_connect(client.get()), 1);
  const ssl::X509Ptr certificate(SSL_get1_peer_certificate(client.get()));
  EXPECT_EQ(ssl::describe(*certificate).sha256, sha256_of(0));
}

TEST_F(Certificates, ARequestKnowsWhichOneItsConnectionPresented) {
  server_.start();
  for (const char* name : {"localhost", "other.test", "unknown.test"}) {
    RawClient client(server_.https, true, name);
    client.send("GET /sha256 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(client.receive_all(), HasSubstr('[' + received_sha256(client) + ']')) << name;
  }
}

TEST_F(Certificates, TheChainIsSentWithItsIntermediate) {
  server_.start();
  RawClient client(server_.https, true);
  EXPECT_EQ(sk_X509_num(SSL_get_peer_cert_chain(client.ssl())), 2);
}

TEST_F(Certificates, OldProtocolVersionsAreRefusedAndHttp11IsChosen) {
  server_.start();
  const auto connect = [&](int version, std::string_view protocols) -> std::string {
    asio::io_context io;
    tcp::socket socket(io);
    socket.connect(server_.https);
    const ssl::ContextPtr context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_min_proto_version(context.get(), version);
    SSL_CTX_set_max_proto_version(context.get(), version);
    const ssl::SslPtr client(SSL_new(context.get()));
    SSL_set_alpn_protos(client.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                        static_cast<unsigned>(protocols.size()));
    SSL_set_fd(client.get(), socket.native_handle());
    if (SSL_connect(client.get()) != 1) return "refused";
    const unsigned char* chosen = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(client.get(), &chosen, &length);
    return {reinterpret_cast<const char*>(chosen), length};
  };
  EXPECT_EQ(connect(TLS1_1_VERSION, ""), "refused");
  EXPECT_EQ(connect(TLS1_2_VERSION, "\x02h2\x08http/1.1"), "http/1.1");
  EXPECT_EQ(connect(TLS1_3_VERSION, "\x02h2\x08http/1.1"), "http/1.1");
  EXPECT_EQ(connect(TLS1_3_VERSION, "\x02h2"), "");
}

TEST_F(Certificates, AReloadShowsInNewConnectionsAndLeavesOldOnes) {
  server_.start();
  RawClient old(server_.https, true, "other.test");
  const std::string before = received_sha256(old);
  write("second", {.names = {"other.test"}});
  ASSERT_TRUE(server_.certificates->reload(server_.files).has_value());
  const std::string after = presented("other.test");
  EXPECT_NE(after, before);
  EXPECT_EQ(after, sha256_of(1));

  old.send("GET /sha256 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(old.receive_all(), HasSubstr('[' + before + ']'));
}

TEST_F(Certificates, AReloadMayChangeTheirList) {
  server_.start();
  server_.files.push_back(write("third", {.names = {"third.test"}}));
  server_.files.erase(server_.files.begin() + 1);
  ASSERT_TRUE(server_.certificates->reload(server_.files).has_value());
  EXPECT_EQ(presented("third.test"), sha256_of(1));
  EXPECT_EQ(presented("other.test"), sha256_of(0));  // no longer its own
}

TEST_F(Certificates, OnlyChangedFilesAreReadAgain) {
  CertificateStore& store = *server_.certificates;
  EXPECT_THAT(server_.records.of("TLS_CERTIFICATES_LOADED"), SizeIs(1));
  EXPECT_FALSE(store.reload_if_changed().value());
  EXPECT_THAT(server_.records.of("TLS_CERTIFICATES_LOADED"), SizeIs(1));

  const std::string before = sha256_of(0);
  write("first", {.names = {"localhost"}});
  EXPECT_TRUE(store.reload_if_changed().value());
  EXPECT_NE(sha256_of(0), before);
  EXPECT_FALSE(store.reload_if_changed().value());
}

// As certbot leaves it: the configured path is a symbolic link that points elsewhere after a renewal.
TEST_F(Certificates, ALinkThatPointsElsewhereIsAChange) {
  const auto old_files = write("old", {.names = {"link.test"}});
  const auto new_files = write("new", {.names = {"link.test"}});
  const CertificateFiles links{server_.folder / "link.pem", server_.folder / "link.key"};
  const auto point_to = [&](const CertificateFiles& files) {
    std::filesystem::remove(links.chain);
    std::filesystem::remove(links.key);
    std::filesystem::create_symlink(files.chain, links.chain);
    std::filesystem::create_symlink(files.key, links.key);
  };
  // Same time: only the file itself is another one.
  for (const auto& [from, to] :
       {std::pair{old_files.chain, new_files.chain}, {old_files.key, new_files.key}}) {
    std::filesystem::last_write_time(to, std::filesystem::last_write_time(from));
  }
  point_to(old_files);
  const auto store = CertificateStore::load({links}, server_.clock, server_.log).value();
  const std::string before = store->certificates().front().sha256;
  point_to(new_files);
  EXPECT_TRUE(store->reload_if_changed().value());
  EXPECT_NE(store->certificates().front().sha256, before);
}

struct BrokenFiles {
  std::string what;
  std::function<void(const CertificateFiles&)> damage;
  bool names_key = false;  // the file to be named is the key, not the chain
};

class BrokenCertificates : public Certificates, public ::testing::WithParamInterface<BrokenFiles> {};

TEST_P(BrokenCertificates, TheOldOnesStayAndTheFileIsNamed) {
  server_.start();
  const std::string before = presented("other.test");
  const CertificateFiles& files = server_.files[1];
  GetParam().damage(files);
  const std::string culprit = (GetParam().names_key ? files.key : files.chain).string();

  const auto changed = server_.certificates->reload_if_changed();
  ASSERT_TRUE(changed.has_error());
  EXPECT_THAT(changed.error().message, HasSubstr(culprit));
  EXPECT_EQ(presented("other.test"), before);
  // Reported once and not at every look.
  EXPECT_FALSE(server_.certificates->reload_if_changed().value());

  const auto loaded = server_.certificates->reload(server_.files);
  ASSERT_TRUE(loaded.has_error());
  EXPECT_THAT(loaded.error().message, HasSubstr(culprit));
  EXPECT_EQ(presented("other.test"), before);
  const auto at_start = CertificateStore::load(server_.files, server_.clock, server_.log);
  ASSERT_TRUE(at_start.has_error());
  EXPECT_THAT(at_start.error().message, HasSubstr(culprit));

  // Mended, it is taken without being asked.
  write("second", {.names = {"other.test"}});
  EXPECT_TRUE(server_.certificates->reload_if_changed().value());
  EXPECT_NE(presented("other.test"), before);
}

// A key that needs a password must be refused, not asked for on the terminal.
constexpr const char* encrypt =
    "openssl pkey -aes128 -passout pass:secret -in '{0}' -out '{0}.new' && mv '{0}.new' '{0}'";

INSTANTIATE_TEST_SUITE_P(
    All, BrokenCertificates,
    ::testing::Values(
        BrokenFiles{"ChainMissing", [](const CertificateFiles& f) { std::filesystem::remove(f.chain); }},
        BrokenFiles{"KeyMissing", [](const CertificateFiles& f) { std::filesystem::remove(f.key); }, true},
        BrokenFiles{"ChainEmpty", [](const CertificateFiles& f) { fakes::write_file(f.chain, ""); }},
        BrokenFiles{"KeyEmpty", [](const CertificateFiles& f) { fakes::write_file(f.key, ""); }, true},
        BrokenFiles{"ChainCut",
                    [](const CertificateFiles& f) {
                      fakes::write_file(f.chain, fakes::read_file(f.chain).substr(0, 300));
                    }},
        BrokenFiles{"KeyOfAnother",
                    [](const CertificateFiles& f) {
                      fakes::write_file(f.key, fakes::TestCa().issue({.names = {"other.test"}}).key);
                    },
                    true},
        BrokenFiles{"KeyOfAnotherKind",
                    [](const CertificateFiles& f) {
                      EXPECT_EQ(fakes::run({"openssl", "genrsa", "-out", f.key, "2048"}).status, 0);
                    },
                    true},
        BrokenFiles{"KeyWithPassword",
                    [](const CertificateFiles& f) {
                      EXPECT_EQ(fakes::run({"sh", "-c", fmt::format(encrypt, f.key.string())}).status, 0);
                    },
                    true}),
    [](const auto& test) { return test.param.what; });

TEST_F(Certificates, NoneAtAllIsAnError) {
  EXPECT_TRUE(CertificateStore::load({}, server_.clock, server_.log).has_error());
  EXPECT_TRUE(server_.certificates->reload({}).has_error());
  EXPECT_THAT(server_.certificates->certificates(), SizeIs(2));
}

TEST_F(Certificates, ThoseThatEndSoonOrHaveEndedAreLogged) {
  LogRecords records;
  const Logger log = records.logger();
  ASSERT_TRUE(CertificateStore::load({write("fresh", {.names = {"fresh.test"}, .ends_in = 31 * 24h})},
                                     server_.clock, log)
                  .has_value());
  EXPECT_THAT(records.of("TLS_CERTIFICATE_ENDS"), IsEmpty());
  EXPECT_THAT(records.of("TLS_CERTIFICATE_ENDED"), IsEmpty());
  ASSERT_TRUE(CertificateStore::load({write("soon", {.names = {"soon.test"}, .ends_in = 5 * 24h + 1h}),
                                      write("gone", {.names = {"gone.test"}, .ends_in = -1h})},
                                     server_.clock, log)
                  .has_value());
  EXPECT_THAT(records.of("TLS_CERTIFICATE_ENDS"),
              ElementsAre(AllOf(HasSubstr("soon.pem"), HasSubstr("soon.test"), HasSubstr("in 5 days"))));
  EXPECT_THAT(records.of("TLS_CERTIFICATE_ENDED"),
              ElementsAre(AllOf(HasSubstr("gone.pem"), HasSubstr("gone.test"))));
}

// Reloads, looks for changes and handshakes all at once: every connection gets a whole certificate with its
// key.
TEST_F(Certificates, TheyAreReloadedUnderLoad) {
  server_.start();
  std::atomic<bool> stop{false};
  std::atomic<int> served{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const std::string name = i % 2 == 0 ? "other.test" : "localhost";
      while (!stop) {
        RawClient client(server_.https, true, name);
        client.send("GET /sha256 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        if (client.receive_all().find('[' + received_sha256(client) + ']') != std::string::npos) ++served;
      }
    });
  }
  threads.emplace_back([&] {
    while (!stop) {
      const auto changed = server_.certificates->reload_if_changed();
      // Between the writing of the chain and of the key they do not fit each other.
      if (changed.has_error()) {
        EXPECT_THAT(changed.error().message, HasSubstr("second."));
      }
    }
  });
  int reloads = 0;
  for (int round = 0; round < 20; ++round) {
    const int before = served;
    write("second", {.names = {"other.test"}});
    if (server_.certificates->reload(server_.files)) ++reloads;
    EXPECT_TRUE(test::eventually([&] { return served >= before + 4; }));
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(reloads, 20);
}

}  // namespace
}  // namespace mapigate::http
