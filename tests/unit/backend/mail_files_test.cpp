#include "gateway/backend/mail_files.hpp"

#include <gmock/gmock.h>

#include "tests/fakes/process.hpp"

namespace mapigate::backend {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class MailFiles : public testing::Test {
 protected:
  std::filesystem::path write(const std::filesystem::path& name, std::string_view text) {
    std::filesystem::create_directories((folder / name).parent_path());
    fakes::write_file(folder / name, text);
    return folder / name;
  }
  std::vector<MailFile> read(const std::filesystem::path& path, std::size_t limit = 1000) {
    std::vector<MailFile> mails;
    const auto done = for_each_mail(
        path,
        [&](const MailFile& mail) {
          mails.push_back(mail);
          return mails.size() < limit;
        },
        [&](const std::string& problem) { problems.push_back(problem); });
    if (done.has_error()) problems.push_back(done.error().message);
    return mails;
  }
  static std::string text(const MailFile& mail) {
    return fakes::read_file(mail.file).substr(mail.begin, mail.end - mail.begin);
  }
  std::vector<std::string> texts(const std::filesystem::path& path) {
    std::vector<std::string> all;
    for (const auto& mail : read(path)) all.push_back(text(mail));
    return all;
  }

  fakes::TempDir its_folder;
  const std::filesystem::path folder = its_folder.path();
  std::vector<std::string> problems;
};

TEST_F(MailFiles, AFileIsOneMessage) {
  const auto path = write("a", "Subject: a\n\nFrom here on\n");
  EXPECT_THAT(texts(path), ElementsAre("Subject: a\n\nFrom here on\n"));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(MailFiles, Mbox) {
  const auto path = write("mail.mbox",
                          "From a@b.test Thu Jan  1 00:01:40 1970\n"
                          "Subject: one\nStatus: O\n\nbody\nFrom the middle of a paragraph\n>From quoted\n\n"
                          "From - Thu Jan  1 00:00:00 1970\r\n"
                          "Subject: two\r\nStatus: RO\r\nX-Status: AF\r\n\r\nStatus: O\r\n\r\n"
                          "From x\n"
                          "X-Status: D\n\ndeleted\n\n"
                          "From x\n"
                          "Subject: last\n\nno line feed at the end");
  const auto mails = read(path);
  ASSERT_THAT(mails, SizeIs(3));
  EXPECT_EQ(text(mails[0]),
            "Subject: one\nStatus: O\n\nbody\nFrom the middle of a paragraph\n>From quoted\n");
  EXPECT_EQ(mails[0].received, 100);
  EXPECT_FALSE(mails[0].read);
  EXPECT_EQ(text(mails[1]), "Subject: two\r\nStatus: RO\r\nX-Status: AF\r\n\r\nStatus: O\r\n");
  EXPECT_TRUE(mails[1].read && mails[1].answered && mails[1].flagged);
  EXPECT_EQ(text(mails[2]), "Subject: last\n\nno line feed at the end");
  EXPECT_EQ(mails[2].received, std::nullopt);
  EXPECT_THAT(mails[2].label, HasSubstr("mail.mbox, message 4"));
}

TEST_F(MailFiles, LinesLongerThanTheBuffer) {
  const std::string line(200'000, 'x');
  const auto path = write("mbox", "From a\nSubject: a\n\n" + line + "\n\nFrom b\n\n" + line);
  EXPECT_THAT(texts(path), ElementsAre("Subject: a\n\n" + line + "\n", "\n" + line));
}

TEST_F(MailFiles, Maildir) {
  write("M/cur/1.a:2,S", "seen");
  write("M/cur/2.a:2,FRD", "flagged, replied, draft");
  write("M/cur/3.a:2,ST", "trashed");
  write("M/new/4.a", "new");
  write("M/tmp/5.a", "not there yet");
  write("M/.Arbeit.B&APw-ro/cur/6", "below");
  std::filesystem::create_directories(folder / "M/.Arbeit.B&APw-ro/new");
  const auto mails = read(folder / "M");
  ASSERT_THAT(mails, SizeIs(4));
  EXPECT_TRUE(mails[0].read);
  EXPECT_TRUE(mails[1].flagged && mails[1].answered && mails[1].draft && !mails[1].read);
  EXPECT_EQ(text(mails[2]), "new");
  EXPECT_FALSE(mails[2].read);
  EXPECT_THAT(mails[3].folder, ElementsAre("Arbeit", "B\u00FCro"));
  EXPECT_EQ(text(mails[3]), "below");
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(MailFiles, AFolderIsLookedThrough) {
  write("F/b.eml", "b");
  write("F/a/deep/c.EML", "c");
  write("F/notes.txt", "none");
  write("F/box/cur/1", "in a Maildir");
  std::filesystem::create_directories(folder / "F/box/new");
  EXPECT_THAT(texts(folder / "F"), ElementsAre("c", "b", "in a Maildir"));
  EXPECT_THAT(read(folder / "F", 1), SizeIs(1)) << "the visitor ends it";
}

TEST_F(MailFiles, WhatCannotBeRead) {
  EXPECT_THAT(read(folder / "missing"), IsEmpty());
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0], HasSubstr("missing: No such file"));
}

TEST(ModifiedUtf7, Names) {
  EXPECT_EQ(from_modified_utf7("INBOX"), "INBOX");
  // RFC 3501 section 5.1.3.
  EXPECT_EQ(from_modified_utf7("~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            "~peter/mail/\u53F0\u5317/\u65E5\u672C\u8A9E");
  EXPECT_EQ(from_modified_utf7("A&-B+C"), "A&B+C");
  EXPECT_EQ(from_modified_utf7("&broken"), "&broken");
}

}  // namespace
}  // namespace mapigate::backend
