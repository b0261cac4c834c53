#include "gateway/mapi/server_objects.hpp"

#include <gtest/gtest.h>

#include "gateway/base/log.hpp"
#include "gateway/mapi/rop_dispatcher.hpp"
#include "protocol/oxcprpt/streams.hpp"

namespace mapigate::mapi {
namespace {

struct Thing final : ServerObject {
  explicit Thing(ObjectKind its_kind = ObjectKind::other, std::size_t its_memory = 0)
      : the_kind(its_kind), the_memory(its_memory) {}
  ~Thing() override {
    if (gone) *gone = true;
  }
  ObjectKind kind() const override { return the_kind; }
  std::size_t memory() const override { return the_memory; }
  void released() override {
    if (was_released) *was_released = true;
  }

  ObjectKind the_kind;
  std::size_t the_memory;
  bool* gone = nullptr;
  bool* was_released = nullptr;
};

TEST(ServerObjects, OneKindHasALimitOfItsOwn) {
  ServerObjects objects;
  constexpr std::size_t streams = ServerObjects::limits[static_cast<std::size_t>(ObjectKind::stream)];
  wire::u32 last = 0;
  for (std::size_t i = 0; i < streams; ++i) {
    last = objects.add(std::make_unique<Thing>(ObjectKind::stream)).value();
  }
  EXPECT_FALSE(objects.add(std::make_unique<Thing>(ObjectKind::stream)));
  EXPECT_TRUE(objects.add(std::make_unique<Thing>(ObjectKind::folder)));
  EXPECT_TRUE(objects.release(last));
  EXPECT_TRUE(objects.add(std::make_unique<Thing>(ObjectKind::stream)));
}

TEST(ServerObjects, MemoryHasALimit) {
  ServerObjects objects;
  const auto large = objects.add(std::make_unique<Thing>(ObjectKind::other, ServerObjects::memory_limit));
  ASSERT_TRUE(large);
  EXPECT_FALSE(objects.add(std::make_unique<Thing>(ObjectKind::other, 1)));
  EXPECT_TRUE(objects.add(std::make_unique<Thing>()));
  EXPECT_FALSE(objects.over_memory_limit());
  objects.release(*large);
  EXPECT_EQ(objects.memory(), 0u);
}

TEST(ServerObjects, MemoryIsCountedAgain) {
  ServerObjects objects;
  const wire::u32 handle = objects.add(std::make_unique<Thing>()).value();
  auto& thing = static_cast<Thing&>(*objects.find(handle));
  thing.the_memory = ServerObjects::memory_limit + 1;
  EXPECT_FALSE(objects.over_memory_limit());
  objects.recount(handle);
  EXPECT_TRUE(objects.over_memory_limit());
  thing.the_memory = 10;
  objects.recount(handle);
  EXPECT_EQ(objects.memory(), 10u);
  objects.recount(handle + 1);
  EXPECT_EQ(objects.memory(), 10u);
}

TEST(ServerObjects, ReleaseTellsTheObject) {
  ServerObjects objects;
  bool released = false;
  auto thing = std::make_unique<Thing>();
  thing->was_released = &released;
  const wire::u32 handle = objects.add(std::move(thing)).value();
  EXPECT_TRUE(objects.release(handle));
  EXPECT_TRUE(released);
  EXPECT_FALSE(objects.release(handle));
}

TEST(ServerObjects, SharedOnesLiveOn) {
  ServerObjects objects;
  bool gone = false;
  auto thing = std::make_unique<Thing>();
  thing->gone = &gone;
  const wire::u32 handle = objects.add(std::move(thing)).value();
  auto shared = objects.share(handle);
  objects.release(handle);
  EXPECT_FALSE(gone);
  shared.reset();
  EXPECT_TRUE(gone);
  EXPECT_EQ(objects.share(handle), nullptr);
}

// Grows with each ROP on it.
RopOutcome grow(RopCall& call, const oxcprpt::GetStreamSizeRequest&, oxcprpt::GetStreamSizeResponse&) {
  call.input<Thing>()->the_memory += ServerObjects::memory_limit;
  return {};
}
RopOutcome shrink(RopCall& call, const oxcprpt::CommitStreamRequest&, oxcprpt::CommitStreamResponse&) {
  call.input<Thing>()->the_memory = 0;
  return {};
}

TEST(ServerObjects, ASessionThatHoldsTooMuchMayOnlyGiveItBack) {
  Logger log(LogLevel::error, [](const LogRecord&) {});
  RopRegistry registry;
  registry.add<oxcprpt::GetStreamSizeRequest, oxcprpt::GetStreamSizeResponse>(grow);
  registry.add<oxcprpt::CommitStreamRequest, oxcprpt::CommitStreamResponse>(shrink);
  const RopDispatcher dispatcher(registry, log);
  MailboxSession session;
  session.user = std::make_shared<directory::User>();
  const wire::u32 handle = session.objects.add(std::make_unique<Thing>()).value();
  const auto run = [&](oxcrops::RopId id) {
    oxcrops::RopBuffer input;
    input.rops = {static_cast<wire::u8>(id), 0, 0};
    input.handles = {handle};
    const RopResults results = dispatcher.run(session, input, 0x8000);
    wire::Reader reader(results.output.rops);
    reader.take(2);
    return static_cast<ErrorCode>(reader.number<wire::u32>());
  };
  EXPECT_EQ(run(oxcrops::RopId::get_stream_size), ErrorCode::success);
  EXPECT_EQ(run(oxcrops::RopId::get_stream_size), ErrorCode::success);
  EXPECT_EQ(run(oxcrops::RopId::get_stream_size), ErrorCode::out_of_memory);
  EXPECT_EQ(run(oxcrops::RopId::commit_stream), ErrorCode::success);
  EXPECT_EQ(run(oxcrops::RopId::get_stream_size), ErrorCode::success);
}

}  // namespace
}  // namespace mapigate::mapi
