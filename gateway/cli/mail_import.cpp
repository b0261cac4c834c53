#include <fmt/core.h>
#include <fmt/ostream.h>

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <mutex>

#include "gateway/backend/mail_files.hpp"
#include "gateway/backend/mime/file_source.hpp"
#include "gateway/backend/mime/import.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/cli/mail_actions.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/filetime.hpp"

namespace mapigate::cli {

using backend::MailFile;
using mailbox::FolderNumber;

namespace {

// Messages that are saved in one transaction: so many, or so many bytes of their files.
constexpr std::size_t batch_messages = 200;
constexpr std::uint64_t batch_bytes = 16 * 1024 * 1024;

constexpr std::int32_t followup_flagged = 2;      // PidTagFlagStatus, [MS-OXOFLAG] section 2.2.1.1
constexpr std::int32_t verb_reply = 102;          // PidTagLastVerbExecuted, [MS-OXOMSG] section 2.2.1.41
constexpr std::int32_t icon_replied = 0x105;      // PidTagIconIndex, [MS-OXOMSG] section 2.2.1.10
constexpr std::int32_t flag_unsent = 0x00000008;  // PidTagMessageFlags, [MS-OXCMSG] section 2.2.1.6

class Import {
 public:
  Import(const MailTools& tools, const MailArguments& arguments) : tools_(tools), arguments_(arguments) {}

  int run() {
    base_ = split_path(arguments_.folder.empty() ? "inbox" : arguments_.folder);
    const auto target = folder_of_path(tools_.mailbox, base_, true);
    if (target.has_error()) {
      fmt::print(tools_.err, "mapigate mail import: the folder {}: {}\n", arguments_.folder,
                 oxcdata::to_string(target.error()));
      return 2;
    }
    folders_[{}] = *target;
    for (const std::string& path : arguments_.paths) {
      const auto done = backend::for_each_mail(
          path, [&](const MailFile& mail) { return take(mail); },
          [&](const std::string& text) { problem(text); });
      if (done.has_error()) problem(done.error().message);
    }
    flush();
    wait();
    tools_.progress("");
    summary();
    if (stopped_) return 2;
    return problems_ == 0 ? 0 : 1;
  }

 private:
  struct Batch {
    std::vector<store::MessageWrite> messages;
    std::vector<std::string> labels;
    std::uint64_t bytes = 0;
  };

  bool take(const MailFile& mail) {
    const FolderNumber folder = folder_of(mail);
    if (folder == 0) return !stopped_;
    const auto source = mime::file_source(mail.file, mail.begin, mail.end);
    if (source.has_error()) {
      problem(fmt::format("{}: {}", mail.label, source.error().message));
      return true;
    }
    mime::ImportOptions options;
    options.spool_folder = tools_.mailbox.services().spool_folder;
    options.received = tools_.mailbox.now();
    if (mail.received) {
      const auto time = std::chrono::system_clock::from_time_t(static_cast<std::time_t>(*mail.received));
      options.received =
          wire::FileTime::from(std::chrono::time_point_cast<wire::FileTime::Ticks>(time)).ticks;
    }
    options.max_embedding_depth = tools_.limits.embedding_depth;
    options.max_recipients = tools_.limits.recipients;
    options.max_attachments = tools_.limits.attachments;
    auto content = mime::to_content(**source, options, [&](const oxcdata::PropertyName& name) {
      const auto id = tools_.mailbox.property_id(name, true);
      return id.has_value() ? *id : std::uint16_t{0};
    });
    if (content.has_error()) {
      problem(fmt::format("{}: {}", mail.label, content.error().message));
      return true;
    }
    mark(mail, *content);
    mailbox::NewMessage message;
    message.folder = folder;
    message.read = mail.read && !arguments_.unread;
    batch_.messages.push_back(mailbox::message_write(tools_.mailbox, std::move(*content), message));
    batch_.labels.push_back(mail.label);
    batch_.bytes += mail.end - mail.begin;
    if (batch_.messages.size() >= batch_messages || batch_.bytes >= batch_bytes) flush();
    return !stopped_;
  }

  static void mark(const MailFile& mail, store::Content& content) {
    if (mail.flagged) content.properties.set(oxprops::pid_tag_flag_status, followup_flagged);
    if (mail.answered) {
      content.properties.set(oxprops::pid_tag_last_verb_executed, verb_reply);
      content.properties.set(oxprops::pid_tag_icon_index, icon_replied);
    }
    if (mail.draft) content.properties.set(oxprops::pid_tag_message_flags, flag_unsent);
  }

  // 0 where it cannot be made.
  FolderNumber folder_of(const MailFile& mail) {
    const auto known = folders_.find(mail.folder);
    if (known != folders_.end()) return known->second;
    std::vector<std::string> names = base_;
    names.insert(names.end(), mail.folder.begin(), mail.folder.end());
    const auto folder = folder_of_path(tools_.mailbox, names, true);
    if (folder.has_error()) {
      problem(
          fmt::format("{}: its folder cannot be made: {}", mail.label, oxcdata::to_string(folder.error())));
    }
    return folders_[mail.folder] = folder.has_error() ? 0 : *folder;
  }

  // Saves what has come together, while the next messages are read.
  void flush() {
    wait();
    if (batch_.messages.empty() || stopped_) return;
    saving_ = std::async(std::launch::async, [this, batch = std::exchange(batch_, Batch())] { save(batch); });
  }
  void wait() {
    if (saving_.valid()) saving_.get();
    tools_.progress(fmt::format("{} messages imported", imported_));
  }

  // Together, or where that fails one by one, so that one message does not keep the others.
  void save(const Batch& batch) {
    const auto saved = tools_.mailbox.save_messages(batch.messages);
    if (saved.has_value()) {
      imported_ += batch.messages.size();
      bytes_ += batch.bytes;
      return;
    }
    for (std::size_t i = 0; i < batch.messages.size() && !stopped_; ++i) {
      const auto one = tools_.mailbox.save_message(batch.messages[i]);
      if (one.has_value()) {
        ++imported_;
      } else {
        problem(fmt::format("{}: {}", batch.labels[i], oxcdata::to_string(one.error())));
        // The next one would fail for the same reason.
        stopped_ = one.error() == oxcdata::ErrorCode::out_of_disk;
      }
    }
  }

  void problem(const std::string& text) {
    const std::lock_guard lock(mutex_);
    tools_.progress("");
    ++problems_;
    fmt::print(tools_.err, "mapigate mail import: {}\n", printable(text, 400));
  }

  void summary() const {
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
    fmt::print(tools_.out, "{} messages imported, {} left out; {:.1f} s, {:.0f} messages/s, {:.1f} MB/s\n",
               imported_.load(), problems_, seconds, double(imported_) / seconds,
               double(bytes_) / 1e6 / seconds);
    if (stopped_) fmt::print(tools_.out, "Ended before the last message: the disk is full.\n");
  }

  const MailTools& tools_;
  const MailArguments& arguments_;
  const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::vector<std::string> base_;
  std::map<std::vector<std::string>, FolderNumber> folders_;
  Batch batch_;
  std::future<void> saving_;
  std::mutex mutex_;
  std::atomic<std::size_t> imported_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
  std::size_t problems_ = 0;
  std::atomic<bool> stopped_ = false;
};

}  // namespace

int import_mail(const MailTools& tools, const MailArguments& arguments) {
  return Import(tools, arguments).run();
}

}  // namespace mapigate::cli
