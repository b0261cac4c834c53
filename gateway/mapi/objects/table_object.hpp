#pragma once

#include <memory>
#include <vector>

#include "gateway/mailbox/table.hpp"
#include "gateway/mapi/server_objects.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

// [MS-OXCTABL]: an open table.
struct TableObject final : ServerObject {
  explicit TableObject(std::unique_ptr<mailbox::Table> its_table) : table(std::move(its_table)) {}

  const std::unique_ptr<mailbox::Table> table;
  // As the client set them; those of the table are the same with Unicode types.
  std::vector<oxcdata::PropertyTag> columns;
  // Whether RopQueryColumnsAll names strings as Unicode ([MS-OXCFOLD] section 2.2.1.14.1).
  bool unicode = true;
  // The rows of the last response, so that their memory is used again.
  wire::Writer rows{0};

  ObjectKind kind() const override { return ObjectKind::table; }
  std::size_t memory() const override;
};

}  // namespace mapigate::mapi
