#include "gateway/backend/mail_files.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <fstream>

#include "gateway/base/encoding.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::backend {

namespace fs = std::filesystem;

namespace {

constexpr wire::u32 utf7 = 65000;
constexpr std::size_t longest_line = 64 * 1024;  // of which "From " and "Status:" stand at the beginning

std::vector<fs::path> sorted_entries(const fs::path& folder, std::error_code& code) {
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
    entries.push_back(entry->path());
  }
  std::ranges::sort(entries);
  return entries;
}

// RFC 4155 appendix A: "From ADDRESS DATE" with the date of asctime(3), in UTC.
std::optional<std::int64_t> envelope_date(std::string_view line) {
  const std::size_t address = line.find(' ', 5);
  if (address == line.npos) return std::nullopt;
  std::tm time{};
  const std::string text(line.substr(address + 1));
  if (!::strptime(text.c_str(), "%a %b %d %H:%M:%S %Y", &time)) return std::nullopt;
  return ::timegm(&time);
}

class Walk {
 public:
  Walk(const MailFileVisitor& visit, const std::function<void(const std::string&)>& problem)
      : visit_(visit), problem_(problem) {}

  Result<void> path(const fs::path& path) {
    std::error_code code;
    const auto status = fs::status(path, code);
    if (fs::is_regular_file(status)) {
      file(path);
      return {};
    }
    if (!fs::is_directory(status)) {
      return Error{
          fmt::format("{}: {}", path.string(), code ? code.message() : "neither a file nor a folder")};
    }
    if (fs::is_directory(path / "cur", code) && fs::is_directory(path / "new", code))
      return maildir(path, {});
    return folder(path);
  }

 private:
  Result<void> folder(const fs::path& path) {
    std::error_code code;
    for (const fs::path& entry : sorted_entries(path, code)) {
      if (!go_on_) return {};
      std::error_code ignored;
      const bool below = fs::is_directory(entry, ignored) && !fs::is_symlink(entry, ignored);
      if (below) {
        if (auto done = this->path(entry); done.has_error()) problem_(done.error().message);
      } else if (to_lower(entry.extension().string()) == ".eml") {
        file(entry);
      }
    }
    if (code) return Error{fmt::format("{}: {}", path.string(), code.message())};
    return {};
  }

  // https://cr.yp.to/proto/maildir.html, and Maildir++ of Courier.
  Result<void> maildir(const fs::path& path, const std::vector<std::string>& name) {
    for (const char* part : {"cur", "new"}) {
      std::error_code code;
      for (const fs::path& entry : sorted_entries(path / part, code)) {
        if (go_on_) maildir_file(entry, name, part == std::string_view("new"));
      }
      if (code) return Error{fmt::format("{}: {}", (path / part).string(), code.message())};
    }
    if (!name.empty()) return {};  // its folders stand beside each other, not in each other
    std::error_code code;
    for (const fs::path& entry : sorted_entries(path, code)) {
      const std::string file_name = entry.filename().string();
      std::error_code ignored;
      if (!go_on_ || file_name.size() < 2 || file_name.front() != '.' ||
          !fs::is_directory(entry / "cur", ignored))
        continue;
      std::vector<std::string> below;
      for (std::string_view rest = std::string_view(file_name).substr(1); !rest.empty();) {
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        if (dot > 0) below.push_back(from_modified_utf7(rest.substr(0, dot)));
        rest.remove_prefix(std::min(dot + 1, rest.size()));
      }
      if (auto done = maildir(entry, below); done.has_error()) problem_(done.error().message);
    }
    return {};
  }

  void maildir_file(const fs::path& path, const std::vector<std::string>& name, bool is_new) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
      problem_(fmt::format("{}: {}", path.string(), std::strerror(errno)));
      return;
    }
    const std::string file_name = path.filename().string();
    const std::size_t info = file_name.rfind(":2,");
    const std::string flags = info == file_name.npos ? "" : file_name.substr(info + 3);
    const auto has = [&](char flag) { return flags.find(flag) != flags.npos; };
    if (has('T')) return;
    MailFile mail{path, 0, static_cast<std::uint64_t>(status.st_size), path.string(), name};
    mail.read = has('S') && !is_new;
    mail.flagged = has('F');
    mail.answered = has('R');
    mail.draft = has('D');
    mail.received = status.st_mtime;
    go_on_ = visit_(mail);
  }

  void file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    char start[5] = {};
    in.read(start, sizeof start);
    if (in.gcount() == sizeof start && std::memcmp(start, "From ", sizeof start) == 0) {
      in.seekg(0);
      return mbox(path, in);
    }
    std::error_code code;
    const auto size = fs::file_size(path, code);
    if (!in.is_open() || code) {
      problem_(fmt::format("{}: {}", path.string(), code ? code.message() : "cannot be read"));
      return;
    }
    go_on_ = visit_({.file = path, .begin = 0, .end = size, .label = path.string()});
  }

  // A message begins behind a line "From " at the start or after an empty line, and ends before the empty
  // line that precedes the next one.
  void mbox(const fs::path& path, std::ifstream& in) {
    std::vector<char> buffer(longest_line);
    std::optional<MailFile> mail;
    std::uint64_t offset = 0, count = 0, blank_at = 0;
    bool after_blank = true, line_start = true, in_header = false;
    const auto finish = [&](std::uint64_t end) {
      if (mail && !deleted_) {
        mail->end = end;
        go_on_ = visit_(*mail);
      }
      mail.reset();
    };
    while (go_on_) {
      in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
      const auto got = static_cast<std::size_t>(in.gcount());
      if (got == 0) break;
      const bool cut = in.fail() && !in.eof();  // a line longer than the buffer: the rest comes next
      const std::size_t length = cut || in.eof() ? got : got - 1;  // without the line feed
      std::string_view line(buffer.data(), length);
      const std::uint64_t begin = offset;
      offset += got;
      if (cut) in.clear();
      const bool whole_start = line_start;
      line_start = !cut;
      if (!whole_start) continue;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (after_blank && line.starts_with("From ")) {
        finish(blank_at);
        mail.emplace();
        mail->file = path;
        mail->begin = offset;
        mail->label = fmt::format("{}, message {}", path.string(), ++count);
        mail->received = envelope_date(line);
        deleted_ = false;
        in_header = true;
        after_blank = false;
        continue;
      }
      if (mail && in_header) header_line(*mail, line);
      after_blank = line.empty();
      if (after_blank) {
        blank_at = begin;
        in_header = false;
      }
    }
    if (go_on_) finish(offset);
    if (in.bad()) problem_(fmt::format("{}: cannot be read to its end", path.string()));
  }

  // What mail programs note about a message in the message.
  void header_line(MailFile& mail, std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == line.npos) return;
    const std::string name = to_lower(line.substr(0, colon));
    const std::string_view value = line.substr(colon + 1);
    const auto has = [&](char flag) { return value.find(flag) != value.npos; };
    if (name == "status") mail.read = has('R');
    if (name == "x-status") {
      mail.flagged = has('F');
      mail.answered = has('A');
      mail.draft = has('T');
      deleted_ = has('D');
    }
  }

  const MailFileVisitor& visit_;
  const std::function<void(const std::string&)>& problem_;
  bool go_on_ = true;
  bool deleted_ = false;
};

}  // namespace

Result<void> for_each_mail(const fs::path& path, const MailFileVisitor& visit,
                           const std::function<void(const std::string&)>& problem) {
  return Walk(visit, problem).path(path);
}

std::string from_modified_utf7(std::string_view name) {
  std::string out;
  for (std::size_t at = 0; at < name.size();) {
    if (name[at] != '&') {
      out += name[at++];
      continue;
    }
    const std::size_t end = name.find('-', at);
    if (end == name.npos) return std::string(name);
    std::string encoded(name.substr(at, end + 1 - at));
    at = end + 1;
    if (encoded == "&-") {
      out += '&';
      continue;
    }
    // UTF-7 proper has '+' in the place of '&' and '/' in that of ','.
    encoded.front() = '+';
    std::ranges::replace(encoded, ',', '/');
    const auto text = wire::from_code_page(encoded, utf7);
    if (!text || text->find(u'\uFFFD') != text->npos) return std::string(name);
    out += wire::to_utf8(*text);
  }
  return out;
}

}  // namespace mapigate::backend
