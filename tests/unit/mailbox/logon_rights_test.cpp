// Every function of Logon by every kind of user: what it needs is enough, and nothing less.

#include <functional>

#include "gateway/mailbox/permissions.hpp"
#include "gateway/mailbox/search_criteria.hpp"
#include "tests/unit/mailbox/folder_rig.hpp"

namespace mapigate::mailbox {
namespace {

using store::FolderKind;

// Two folders, the first with a message of Alice's and a folder below it.
struct Scene {
  FolderNumber folder = 0;
  FolderNumber below = 0;
  FolderNumber target = 0;
  FolderNumber search = 0;
  MessageNumber message = 0;
};

struct Case {
  const char* name;
  Rights in_folder;
  Rights below;
  Rights in_target;
  std::function<ErrorCode(const Logon&, const Scene&)> act;
};

oxcdata::RestrictionValue any_message() {
  return oxcdata::operand(oxcdata::ExistRestriction{oxprops::pid_tag_subject});
}

const Case cases[] = {
    {"open", right_folder_visible, nothing, nothing,
     [](const Logon& l, const Scene& s) { return error_of(l.open_folder(s.folder, false)); }},
    {"create", right_folder_visible | right_create_subfolder, nothing, nothing,
     [](const Logon& l, const Scene& s) {
       return error_of(l.create_folder({.parent = s.folder, .name = u"new"}));
     }},
    {"delete_folder", nothing, right_folder_owner, nothing,
     [](const Logon& l, const Scene& s) { return error_of(l.delete_folder(s.folder, s.below, {})); }},
    {"move_folder", nothing, right_folder_owner, right_folder_visible | right_create_subfolder,
     [](const Logon& l, const Scene& s) { return error_of(l.move_folder(s.below, s.target, u"")); }},
    {"copy_folder", nothing, right_read_any, right_folder_visible | right_create_subfolder,
     [](const Logon& l, const Scene& s) { return error_of(l.copy_folder(s.below, s.target, u"", true)); }},
    {"empty_folder", right_folder_visible | right_delete_any, nothing, nothing,
     [](const Logon& l, const Scene& s) { return error_of(l.empty_folder(s.folder, true, false)); }},
    {"copy_messages", right_read_any, nothing, right_create,
     [](const Logon& l, const Scene& s) {
       return error_of(l.transfer_messages(s.folder, s.target, {s.message}, true));
     }},
    {"move_messages", right_read_any | right_delete_any, nothing, right_create,
     [](const Logon& l, const Scene& s) {
       return error_of(l.transfer_messages(s.folder, s.target, {s.message}, false));
     }},
    {"delete_messages", right_folder_visible | right_delete_any, nothing, nothing,
     [](const Logon& l, const Scene& s) {
       return error_of(l.delete_messages(s.folder, {s.message}, false));
     }},
    {"set_read", right_read_any, nothing, nothing,
     [](const Logon& l, const Scene& s) { return error_of(l.set_read(s.folder, {s.message}, true)); }},
    {"permissions", right_folder_owner, nothing, nothing,
     [](const Logon& l, const Scene& s) { return error_of(modify_permissions(l, s.folder, {})); }},
    {"search", right_read_any, nothing, right_folder_owner,
     [](const Logon& l, const Scene& s) {
       return error_of(
           set_search_criteria(l, s.search, {.restriction = any_message(), .folders = {s.folder}}));
     }},
};

struct LogonRightsTest : testing::TestWithParam<Case> {
  static void SetUpTestSuite() { rig = std::make_unique<FolderRig>(); }
  static void TearDownTestSuite() { rig.reset(); }

  // `denied` is taken away from what the case needs.
  Scene scene(const std::string& who, Rights denied = nothing) const {
    static int count = 0;
    const std::u16string name = u"S" + std::u16string(1, static_cast<char16_t>(0x4E00 + count++));
    Scene made;
    made.folder = rig->add(name);
    made.below = rig->add(u"below", made.folder);
    made.target = rig->add(name + u" target");
    made.search = rig->add(name + u" search", rig->top, FolderKind::search);
    made.message = rig->message(made.folder, {.creator = "alice@example.org"});
    if (who == nobody_at_all) return made;
    rig->permit(made.folder, who, GetParam().in_folder & ~denied);
    rig->permit(made.below, who, GetParam().below & ~denied);
    rig->permit(made.target, who, GetParam().in_target & ~denied);
    rig->permit(made.search, who, GetParam().in_target & ~denied);
    return made;
  }
  ErrorCode act(const Logon& logon, const Scene& where) const { return GetParam().act(logon, where); }

  static constexpr const char* nobody_at_all = "-";
  static inline std::unique_ptr<FolderRig> rig;
};

void expect_refused(ErrorCode error) {
  EXPECT_TRUE(error == ErrorCode::access_denied || error == ErrorCode::not_found) << to_string(error);
}

TEST_P(LogonRightsTest, TheOwnerMayDoEverything) {
  EXPECT_EQ(act(rig->owner(), scene(nobody_at_all)), ErrorCode::success);
}

TEST_P(LogonRightsTest, ADelegateMayDoWhatTheEntrySays) {
  EXPECT_EQ(act(rig->bob(), scene("bob@example.org")), ErrorCode::success);
  expect_refused(act(rig->carol(), scene("bob@example.org")));
}

TEST_P(LogonRightsTest, EveryRightIsNeeded) {
  const Rights needed = GetParam().in_folder | GetParam().below | GetParam().in_target;
  for (Rights right = 1; right <= needed; right <<= 1) {
    // Whoever may read a folder sees it.
    if ((needed & right) == 0 || (right == right_folder_visible && (needed & right_read_any) != 0)) continue;
    SCOPED_TRACE(right);
    expect_refused(act(rig->bob(), scene("bob@example.org", right)));
  }
}

TEST_P(LogonRightsTest, TheDefaultIsForEverybodyWithoutAnEntry) {
  EXPECT_EQ(act(rig->carol(), scene(FolderRig::everybody)), ErrorCode::success);
  const Scene closed = scene(FolderRig::everybody);
  for (const FolderNumber folder : {closed.folder, closed.below, closed.target, closed.search}) {
    rig->permit(folder, "carol@example.org", nothing);
  }
  expect_refused(act(rig->carol(), closed));
  expect_refused(act(rig->nobody(), scene(FolderRig::everybody)));
}

TEST_P(LogonRightsTest, NobodyInParticularHasTheAnonymousRights) {
  expect_refused(act(rig->nobody(), scene(nobody_at_all)));
  EXPECT_EQ(act(rig->nobody(), scene(FolderRig::anonymous)), ErrorCode::success);
  expect_refused(act(rig->bob(), scene(FolderRig::anonymous)));
}

INSTANTIATE_TEST_SUITE_P(All, LogonRightsTest, testing::ValuesIn(cases),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace mapigate::mailbox
