#pragma once

#include "gateway/base/log.hpp"
#include "gateway/directory/directory.hpp"
#include "gateway/mapi/config.hpp"
#include "gateway/mapi/endpoint.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "gateway/mapi/rop_registry.hpp"

namespace mapigate::mapi {

// The mailbox server endpoint, /mapi/emsmdb ([MS-OXCMAPIHTTP] section 2.2.4).
class EmsmdbEndpoint final : public Endpoint {
 public:
  // All arguments outlive the endpoint.
  EmsmdbEndpoint(const MapiConfig& config, const directory::Directory& directory, const RopRegistry& registry,
                 const Logger& log)
      : config_(config), directory_(directory), dispatcher_(registry, log), log_(log) {}

  oxcmapihttp::Endpoint kind() const override { return oxcmapihttp::Endpoint::mailbox; }
  boost::asio::awaitable<Reply> handle(Call& call) override;

 private:
  Reply connect(Call& call) const;
  boost::asio::awaitable<Reply> execute(Call& call) const;
  Reply disconnect(Call& call) const;
  boost::asio::awaitable<Reply> notification_wait(Call& call) const;

  const MapiConfig& config_;
  const directory::Directory& directory_;
  RopDispatcher dispatcher_;
  const Logger& log_;
};

}  // namespace mapigate::mapi
