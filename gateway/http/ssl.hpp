#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "gateway/http/tls_outcome.hpp"

namespace mapigate::http::ssl {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using SslPtr = std::unique_ptr<SSL, Deleter<SSL_free>>;
using ContextPtr = std::unique_ptr<SSL_CTX, Deleter<SSL_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, Deleter<X509_free>>;
using BioPtr = std::unique_ptr<BIO, Deleter<BIO_free>>;

// The reasons in OpenSSL's error queue of this thread, oldest first; empties the queue.
std::string take_errors();

Certificate describe(X509& certificate);

}  // namespace mapigate::http::ssl
