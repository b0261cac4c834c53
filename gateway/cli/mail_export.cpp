#include <fcntl.h>
#include <fmt/core.h>
#include <fmt/ostream.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "gateway/backend/mime/export.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/cli/mail_actions.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::cli {

namespace fs = std::filesystem;
using mailbox::FolderNumber;
using store::MessageNumber;

namespace {

constexpr std::size_t longest_name = 80;  // bytes of a file's name that come from a subject or a folder

// A name of people's as part of a file name: without what means something to a file system, and not too long.
std::string file_name(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool bad =
        static_cast<unsigned char>(c) < 0x20 || c == 0x7F || std::strchr("/\\:*?\"<>|", c) != nullptr;
    name += bad ? '_' : c;
  }
  if (name.size() > longest_name) {
    std::size_t end = longest_name;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
      --end;  // not within a character
    name.resize(end);
  }
  if (name.empty() || name.front() == '.') name.insert(0, "_");
  return name;
}

store::StoreError system_error(const std::string& file) {
  return {errno == ENOSPC ? store::StoreFault::disk_full : store::StoreFault::unavailable,
          fmt::format("{}: {}", file, std::strerror(errno))};
}

class Export {
 public:
  Export(const MailTools& tools, const MailArguments& arguments) : tools_(tools), arguments_(arguments) {}

  int run() {
    const auto top = folder_of_path(tools_.mailbox, split_path(arguments_.folder), false);
    if (top.has_error()) {
      fmt::print(tools_.err, "mapigate mail export: the folder {}: {}\n", arguments_.folder,
                 oxcdata::to_string(top.error()));
      return 2;
    }
    std::error_code code;
    fs::create_directories(arguments_.output, code);
    if (code) {
      fmt::print(tools_.err, "mapigate mail export: {}: {}\n", arguments_.output, code.message());
      return 2;
    }
    folder(*top, arguments_.output);
    tools_.progress("");
    fmt::print(tools_.out, "{} messages exported, {} left out\n", exported_, problems_);
    return problems_ == 0 ? 0 : 1;
  }

 private:
  void folder(FolderNumber number, const fs::path& path) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return problem(path.string(), code.message());
    std::vector<MessageNumber> numbers;
    store::MessageQuery query;
    query.folder = number;
    query.properties = false;
    const auto listed = tools_.mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
      numbers.push_back(row.number);
      return store::Scan::go_on;
    });
    if (listed.has_error()) problem(path.string(), listed.error().message);
    for (const MessageNumber message : numbers) {
      tools_.progress(fmt::format("{} messages exported", exported_));
      if (const auto written = write(message, path); written.has_error()) {
        problem(fmt::format("{}, message {}", path.string(), message), written.error().message);
      } else {
        ++exported_;
      }
    }
    const auto below = tools_.mailbox.store().folders(number, false, false);
    if (below.has_error()) return problem(path.string(), below.error().message);
    for (const store::FolderRecord& child : *below) {
      if (child.kind == store::FolderKind::generic)
        folder(child.number, path / file_name(wire::to_utf8(child.name)));
    }
  }

  // Under its name only when it is whole.
  store::StoreResult<void> write(MessageNumber number, const fs::path& folder) {
    auto record = tools_.mailbox.store().message(number);
    if (record.has_error()) return record.error();
    auto attachments = tools_.mailbox.store().attachments(number);
    if (attachments.has_error()) return attachments.error();
    const auto* subject = record->properties.get<std::u16string>(oxprops::pid_tag_normalized_subject);
    const std::string name =
        fmt::format("{}-{}.eml", number, file_name(subject ? wire::to_utf8(*subject) : ""));
    const store::Content content{std::move(record->properties), std::move(record->recipients),
                                 std::move(*attachments)};
    const std::string file = folder / name, part = file + ".part";
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (descriptor < 0) return system_error(part);
    std::string buffer;
    const auto drain = [&]() -> store::StoreResult<void> {
      for (std::string_view rest = buffer; !rest.empty();) {
        const auto written = ::write(descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return system_error(part);
        rest.remove_prefix(static_cast<std::size_t>(written));
      }
      buffer.clear();
      return {};
    };
    mime::ExportOptions options;
    options.bcc = true;
    options.transport_headers = true;
    auto done = mime::to_mime(
        content,
        [&](std::uint16_t id) -> std::optional<oxcdata::PropertyName> {
          const auto* property_name = tools_.mailbox.property_name(id);
          return property_name ? std::optional(*property_name) : std::nullopt;
        },
        options,
        [&](std::string_view piece) -> store::StoreResult<void> {
          buffer += piece;
          return buffer.size() < 64 * 1024 ? store::StoreResult<void>() : drain();
        });
    if (done.has_value()) done = drain();
    if (::close(descriptor) != 0 && done.has_value()) done = system_error(part);
    if (done.has_value() && ::rename(part.c_str(), file.c_str()) != 0) done = system_error(file);
    if (done.has_error()) ::unlink(part.c_str());
    return done;
  }

  void problem(const std::string& what, const std::string& text) {
    tools_.progress("");
    ++problems_;
    fmt::print(tools_.err, "mapigate mail export: {}: {}\n", printable(what, 300), printable(text, 300));
  }

  const MailTools& tools_;
  const MailArguments& arguments_;
  std::size_t exported_ = 0;
  std::size_t problems_ = 0;
};

}  // namespace

int export_mail(const MailTools& tools, const MailArguments& arguments) {
  return Export(tools, arguments).run();
}

}  // namespace mapigate::cli
