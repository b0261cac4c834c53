#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace mapigate::fakes {

struct CertificateOptions {
  std::vector<std::string> names;  // DNS names; the first one is also the common name
  std::chrono::hours starts_in{-24};
  std::chrono::hours ends_in{90 * 24};
  bool send_intermediate = true;  // whether the chain holds it, as a server must send it
  bool self_signed = false;
  std::string purpose = "serverAuth";  // extendedKeyUsage
};

// PEM. The chain is the server's certificate and, behind it, the intermediate.
struct IssuedCertificate {
  std::string chain;
  std::string key;
};

struct CertificateFiles {
  std::string chain;
  std::string key;
};

// A certification authority for tests and benchmarks: a root, an intermediate, and server certificates in
// well under a millisecond each (EC P-256). issue() may be called from several threads.
class TestCa {
 public:
  explicit TestCa(const std::string& name = "Mapigate test");
  ~TestCa();

  const std::string& root_pem() const { return root_pem_; }
  // `folder`/root.pem; returns its path.
  std::string write_root(const std::filesystem::path& folder) const;
  IssuedCertificate issue(const CertificateOptions& options) const;
  // Writes `folder`/`name`.pem and .key; replaces what is there one file after the other.
  CertificateFiles write(const std::filesystem::path& folder, const std::string& name,
                         const CertificateOptions& options) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::string root_pem_;
};

}  // namespace mapigate::fakes
