#include "tests/fakes/test_ca.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "tests/fakes/process.hpp"

namespace mapigate::fakes {
namespace {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Bio = std::unique_ptr<BIO, Deleter<BIO_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;

template <class T>
T checked(T result) {
  if (!result)
    throw std::runtime_error("OpenSSL: " + std::string(ERR_error_string(ERR_get_error(), nullptr)));
  return result;
}

std::string content(const Bio& bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string to_pem(X509* certificate) {
  const Bio bio(checked(BIO_new(BIO_s_mem())));
  checked(PEM_write_bio_X509(bio.get(), certificate));
  return content(bio);
}

std::string to_pem(EVP_PKEY* key) {
  const Bio bio(checked(BIO_new(BIO_s_mem())));
  checked(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr));
  return content(bio);
}

Key new_key() { return Key(checked(EVP_EC_gen("P-256"))); }

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(checked(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())));
  checked(X509_add_ext(certificate, extension.get(), -1));
}

// Not yet signed. `issuer` is null for a self-signed certificate.
Certificate new_certificate(const std::string& common_name, EVP_PKEY* key, X509* issuer,
                            std::chrono::hours starts_in, std::chrono::hours ends_in) {
  Certificate certificate(checked(X509_new()));
  checked(X509_set_version(certificate.get(), X509_VERSION_3));
  std::uint64_t serial = 0;
  checked(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  checked(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1));
  const auto seconds = [](std::chrono::hours hours) {
    return static_cast<long>(std::chrono::seconds(hours).count());
  };
  checked(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), seconds(starts_in)));
  checked(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds(ends_in)));
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  // RFC 5280 appendix A.1: a common name has at most 64 characters.
  const std::string cut = common_name.substr(0, 64);
  checked(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                                     reinterpret_cast<const unsigned char*>(cut.data()),
                                     static_cast<int>(cut.size()), -1, 0));
  checked(X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : subject));
  checked(X509_set_pubkey(certificate.get(), key));
  return certificate;
}

Certificate new_authority(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  constexpr auto year = std::chrono::hours(365 * 24);
  auto certificate = new_certificate(name, key, issuer, -year, 10 * year);
  X509* signer = issuer ? issuer : certificate.get();
  add_extension(certificate.get(), signer, NID_basic_constraints,
                issuer ? "critical,CA:TRUE,pathlen:0" : "critical,CA:TRUE");
  add_extension(certificate.get(), signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate.get(), signer, NID_subject_key_identifier, "hash");
  if (issuer) add_extension(certificate.get(), signer, NID_authority_key_identifier, "keyid");
  checked(X509_sign(certificate.get(), issuer_key, EVP_sha256()));
  return certificate;
}

}  // namespace

struct TestCa::Impl {
  Key root_key = new_key(), intermediate_key = new_key();
  Certificate root, intermediate;
  std::string intermediate_pem;
};

TestCa::TestCa(const std::string& name) : impl_(std::make_unique<Impl>()) {
  impl_->root = new_authority(name + " root", impl_->root_key.get(), nullptr, impl_->root_key.get());
  impl_->intermediate = new_authority(name + " intermediate", impl_->intermediate_key.get(),
                                      impl_->root.get(), impl_->root_key.get());
  impl_->intermediate_pem = to_pem(impl_->intermediate.get());
  root_pem_ = to_pem(impl_->root.get());
}

TestCa::~TestCa() = default;

std::string TestCa::write_root(const std::filesystem::path& folder) const {
  const auto file = folder / "root.pem";
  write_file(file, root_pem_);
  return file.string();
}

IssuedCertificate TestCa::issue(const CertificateOptions& options) const {
  const Key key = new_key();
  X509* issuer = options.self_signed ? nullptr : impl_->intermediate.get();
  const auto certificate =
      new_certificate(options.names.at(0), key.get(), issuer, options.starts_in, options.ends_in);
  X509* signer = issuer ? issuer : certificate.get();
  std::string names;
  for (const auto& name : options.names) names += (names.empty() ? "DNS:" : ",DNS:") + name;
  add_extension(certificate.get(), signer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate.get(), signer, NID_key_usage, "critical,digitalSignature");
  add_extension(certificate.get(), signer, NID_ext_key_usage, options.purpose);
  add_extension(certificate.get(), signer, NID_subject_key_identifier, "hash");
  if (issuer) add_extension(certificate.get(), signer, NID_authority_key_identifier, "keyid");
  add_extension(certificate.get(), signer, NID_subject_alt_name, names);
  checked(X509_sign(certificate.get(), issuer ? impl_->intermediate_key.get() : key.get(), EVP_sha256()));

  IssuedCertificate issued{to_pem(certificate.get()), to_pem(key.get())};
  if (issuer && options.send_intermediate) issued.chain += impl_->intermediate_pem;
  return issued;
}

CertificateFiles TestCa::write(const std::filesystem::path& folder, const std::string& name,
                               const CertificateOptions& options) const {
  const auto issued = issue(options);
  CertificateFiles files{(folder / (name + ".pem")).string(), (folder / (name + ".key")).string()};
  write_file(files.chain, issued.chain);
  write_file(files.key, issued.key);
  std::filesystem::permissions(files.key,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  return files;
}

}  // namespace mapigate::fakes
