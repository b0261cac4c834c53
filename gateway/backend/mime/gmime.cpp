#include "gateway/backend/mime/gmime.hpp"

#include <mutex>

namespace mapigate::mime {

void initialize_gmime() {
  static std::once_flag once;
  std::call_once(once, [] { g_mime_init(); });
}

}  // namespace mapigate::mime
