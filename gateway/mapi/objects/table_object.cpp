#include "gateway/mapi/objects/table_object.hpp"

namespace mapigate::mapi {

std::size_t TableObject::memory() const {
  return sizeof(*this) + table->memory() + rows.size() + columns.capacity() * sizeof(oxcdata::PropertyTag);
}

}  // namespace mapigate::mapi
