#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "gateway/backend/mime/export.hpp"
#include "gateway/backend/mime/import.hpp"
#include "gateway/store/spool.hpp"

// Mail becomes a message, that mail, and that a message: every sequence of bytes has to, whatever it is.

namespace {

using namespace mapigate;

class Names {
 public:
  mime::PropertyIds ids() {
    return [this](const oxcdata::PropertyName& name) -> std::uint16_t {
      for (std::size_t i = 0; i < names_.size(); ++i) {
        if (names_[i] == name) return static_cast<std::uint16_t>(0x8000 + i);
      }
      names_.push_back(name);
      return static_cast<std::uint16_t>(0x8000 + names_.size() - 1);
    };
  }
  mime::PropertyNames names() {
    return [this](std::uint16_t id) -> std::optional<oxcdata::PropertyName> {
      return id >= 0x8000 && id - 0x8000u < names_.size() ? std::optional(names_[id - 0x8000u])
                                                          : std::nullopt;
    };
  }

 private:
  std::vector<oxcdata::PropertyName> names_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Names names;
  mime::ImportOptions options;
  options.spool_folder = std::filesystem::temp_directory_path();
  const auto first = mime::to_content(*store::memory_value({data, data + size}), options, names.ids());
  if (!first) std::abort();
  wire::Bytes mail;
  const auto written = mime::to_mime(*first, names.names(), {true, true, {}, 0},
                                     [&](std::string_view piece) -> store::StoreResult<void> {
                                       mail.insert(mail.end(), piece.begin(), piece.end());
                                       return {};
                                     });
  if (!written) std::abort();
  const auto second = mime::to_content(*store::memory_value(std::move(mail)), options, names.ids());
  if (!second) std::abort();
  return 0;
}
