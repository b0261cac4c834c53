#include "gateway/mailbox/folder_names.hpp"

#include <gmock/gmock.h>

#include <set>

#include "gateway/mailbox/special_folder_plan.hpp"

namespace mapigate::mailbox {
namespace {

TEST(FolderNames, OfManyLanguages) {
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0409), u"Inbox");
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0407), u"Posteingang");
  EXPECT_EQ(folder_name(SpecialFolder::sent_items, 0x040C), u"Éléments envoyés");
  EXPECT_EQ(folder_name(SpecialFolder::drafts, 0x0411), u"下書き");
  EXPECT_GE(folder_languages().size(), 18u);
}

TEST(FolderNames, OfACountryThatIsNotListed) {
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0807), u"Posteingang");  // German in Switzerland
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0C0C), u"Boîte de réception");
  EXPECT_EQ(folder_name(SpecialFolder::outbox, 0x0416), u"Caixa de Saída");
  EXPECT_EQ(folder_name(SpecialFolder::outbox, 0x0816), u"A Enviar");
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x040A), u"Bandeja de entrada");  // the older Spanish
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0814), u"Innboks");             // Nynorsk
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x1'0407), u"Posteingang");  // sorted as in a telephone book
}

TEST(FolderNames, BothWaysOfWritingChinese) {
  for (const std::uint32_t lcid : {0x0804u, 0x1004u, 0x0004u})
    EXPECT_EQ(folder_name(SpecialFolder::outbox, lcid), u"发件箱") << lcid;
  for (const std::uint32_t lcid : {0x0404u, 0x0C04u, 0x1404u, 0x7C04u})
    EXPECT_EQ(folder_name(SpecialFolder::outbox, lcid), u"寄件匣") << lcid;
}

TEST(FolderNames, EnglishForALanguageWithoutNames) {
  EXPECT_FALSE(has_folder_names(0x0401));
  EXPECT_FALSE(has_folder_names(0));
  EXPECT_TRUE(has_folder_names(0x0C07));
  EXPECT_EQ(folder_name(SpecialFolder::inbox, 0x0401), u"Inbox");
}

TEST(FolderNames, ByTag) {
  EXPECT_EQ(folder_language("pt-BR"), 0x0416u);
  EXPECT_EQ(folder_language("PT-br"), 0x0416u);
  EXPECT_EQ(folder_language("xx"), 0u);
  for (const std::string& tag : folder_languages())
    EXPECT_TRUE(has_folder_names(folder_language(tag))) << tag;
}

// No two folders of one parent have the same name, in any language.
TEST(FolderNames, OnceInAParent) {
  for (const auto kind : {store::MailboxKind::user, store::MailboxKind::public_folders}) {
    for (const std::string& tag : folder_languages()) {
      std::set<std::pair<SpecialFolder, std::u16string>> seen;
      for (const SpecialFolderPlan& plan : special_folder_plans(kind)) {
        const std::u16string name(folder_name(plan.role, folder_language(tag)));
        EXPECT_FALSE(name.empty()) << tag << ' ' << static_cast<int>(plan.role);
        EXPECT_TRUE(seen.emplace(plan.parent, name).second) << tag << ' ' << static_cast<int>(plan.role);
      }
    }
  }
}

}  // namespace
}  // namespace mapigate::mailbox
