#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>

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
                 const Logger& log);

  oxcmapihttp::Endpoint kind() const override { return oxcmapihttp::Endpoint::mailbox; }
  boost::asio::awaitable<Reply> handle(Call& call) override;
  // Waits for the Executes that run; none may come any more.
  void stop();

 private:
  Reply connect(Call& call) const;
  boost::asio::awaitable<Reply> execute(Call& call);
  Reply disconnect(Call& call) const;
  boost::asio::awaitable<Reply> notification_wait(Call& call) const;

  const MapiConfig& config_;
  const directory::Directory& directory_;
  RopDispatcher dispatcher_;
  const Logger& log_;
  std::atomic<std::size_t> running_ = 0;  // Executes that run or wait for a worker
  // ROPs block on the store; the connections' threads must not.
  boost::asio::thread_pool workers_;
};

}  // namespace mapigate::mapi
