#include "protocol/oxcfxics/stream_syntax.hpp"

#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "protocol/oxcfxics/meta_properties.hpp"

// Streams are written here as the names of their markers and properties: "P" is a property of no meaning.

namespace mapigate::oxcfxics {
namespace {

using oxcdata::PropertyTag;
using testing::ElementsAre;

constexpr PropertyTag subject{0x0037001F}, attach_number{0x0E210003};

bool accept(StreamSyntax& syntax, const std::string& word) {
  static const std::map<std::string, Marker> markers{
#define X(enumerator, value, name) {name, Marker::enumerator},
#include "protocol/oxcfxics/markers.inc"
#undef X
  };
  static const std::map<std::string, PropertyTag> properties{
      {"P", subject},
      {"AttachNumber", attach_number},
      {"DelProp", meta_tag_fx_del_prop},
      {"EcWarning", meta_tag_ec_warning},
      {"NewFXFolder", meta_tag_new_fx_folder},
      {"GroupId", meta_tag_incr_sync_group_id},
      {"Partial", meta_tag_incremental_sync_message_partial},
      {"DnPrefix", meta_tag_dn_prefix},
  };
  if (const auto marker = markers.find(word); marker != markers.end()) return syntax.accept(marker->second);
  return syntax.accept(properties.at(word));
}

// "" for a stream of this root; "..." for the start of one; else the first word that may not come.
std::string verdict(Element root, const std::string& stream) {
  StreamSyntax syntax(root);
  std::istringstream words(stream);
  for (std::string word; words >> word;) {
    if (!accept(syntax, word)) return word;
  }
  return syntax.complete() ? "" : "...";
}

std::vector<Element> path_after(Element root, const std::string& stream) {
  StreamSyntax syntax(root);
  std::istringstream words(stream);
  for (std::string word; words >> word;) EXPECT_TRUE(accept(syntax, word)) << word;
  EXPECT_FALSE(syntax.path().empty());
  return syntax.path();
}

const std::string state = " IncrSyncStateBegin P P IncrSyncStateEnd ";

TEST(StreamSyntax, ContentsSync) {
  constexpr auto root = Element::contents_sync;
  EXPECT_EQ(verdict(root, state + "IncrSyncEnd"), "");
  EXPECT_EQ(
      verdict(root,
              "IncrSyncProgressMode P "
              "IncrSyncProgressPerMsg P P IncrSyncChg P P IncrSyncMessage P DelProp StartRecip P EndToRecip "
              "StartRecip EndToRecip DelProp NewAttach AttachNumber P EndAttach "
              "IncrSyncChg IncrSyncMessage "
              "IncrSyncDel P IncrSyncRead P" +
                  state + "IncrSyncEnd"),
      "");
  EXPECT_EQ(verdict(root, ""), "...");
  EXPECT_EQ(verdict(root, state), "...");
  EXPECT_EQ(verdict(root, "IncrSyncEnd"), "IncrSyncEnd");
  EXPECT_EQ(verdict(root, state + "IncrSyncEnd P"), "P");
  EXPECT_EQ(verdict(root, "P"), "P");
  EXPECT_EQ(verdict(root, "IncrSyncRead P IncrSyncDel"), "IncrSyncDel");
  EXPECT_EQ(verdict(root, "IncrSyncDel IncrSyncChg"), "IncrSyncChg");
  EXPECT_EQ(verdict(root, "IncrSyncProgressPerMsg P IncrSyncDel"), "IncrSyncDel");
  EXPECT_EQ(verdict(root, "IncrSyncChg P IncrSyncChg"), "IncrSyncChg");
  EXPECT_EQ(verdict(root, "IncrSyncChg IncrSyncMessage StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "IncrSyncChg IncrSyncMessage DelProp DelProp DelProp"), "DelProp");
  EXPECT_EQ(verdict(root, "IncrSyncChg IncrSyncMessage DelProp DelProp StartRecip"), "StartRecip");
  EXPECT_EQ(verdict(root, "IncrSyncChg IncrSyncMessage NewAttach P"), "P");
}

TEST(StreamSyntax, MessageChangePartial) {
  constexpr auto root = Element::contents_sync;
  const std::string end = state + "IncrSyncEnd";
  EXPECT_EQ(
      verdict(root,
              "IncrSyncGroupInfo P GroupId IncrSyncChgPartial P P Partial P P Partial Partial P DelProp "
              "StartRecip EndToRecip" +
                  end),
      "");
  // A mapping that the client has is not sent again.
  EXPECT_EQ(verdict(root, "GroupId IncrSyncChgPartial P Partial P" + end), "");
  EXPECT_EQ(verdict(root, "GroupId IncrSyncChgPartial" + end), "");
  EXPECT_EQ(verdict(root, "IncrSyncGroupInfo P IncrSyncChgPartial"), "IncrSyncChgPartial");
  EXPECT_EQ(verdict(root, "IncrSyncChgPartial"), "IncrSyncChgPartial");
  EXPECT_EQ(verdict(root, "IncrSyncChg P Partial"), "Partial");
}

TEST(StreamSyntax, HierarchySync) {
  constexpr auto root = Element::hierarchy_sync;
  EXPECT_EQ(verdict(root, state + "IncrSyncEnd"), "");
  EXPECT_EQ(verdict(root, "IncrSyncChg P P IncrSyncChg P IncrSyncDel P" + state + "IncrSyncEnd"), "");
  EXPECT_EQ(verdict(root, "IncrSyncChg P IncrSyncMessage"), "IncrSyncMessage");
  EXPECT_EQ(verdict(root, "IncrSyncRead"), "IncrSyncRead");
  EXPECT_EQ(verdict(root, "IncrSyncProgressMode"), "IncrSyncProgressMode");
}

TEST(StreamSyntax, State) {
  EXPECT_EQ(verdict(Element::state, state), "");
  EXPECT_EQ(verdict(Element::state, "IncrSyncStateBegin IncrSyncStateEnd"), "");
  EXPECT_EQ(verdict(Element::state, "IncrSyncStateBegin P"), "...");
  EXPECT_EQ(verdict(Element::state, state + "IncrSyncEnd"), "IncrSyncEnd");
}

TEST(StreamSyntax, MessageContent) {
  constexpr auto root = Element::message_content;
  EXPECT_EQ(verdict(root, ""), "");
  EXPECT_EQ(verdict(root,
                    "P P StartRecip P EndToRecip NewAttach AttachNumber P StartEmbed P StartRecip EndToRecip "
                    "NewAttach AttachNumber EndAttach EndEmbed EndAttach"),
            "");
  EXPECT_EQ(verdict(root, "DnPrefix P DelProp NewAttach AttachNumber DnPrefix P EndAttach"), "");
  EXPECT_EQ(verdict(root, "P DnPrefix"), "DnPrefix");
  EXPECT_EQ(verdict(root, "NewAttach AttachNumber"), "...");
  EXPECT_EQ(verdict(root, "NewAttach AttachNumber EndAttach StartRecip"), "StartRecip");
  EXPECT_EQ(verdict(root, "NewAttach AttachNumber StartEmbed EndEmbed P"), "P");
  EXPECT_EQ(verdict(root, "NewAttach AttachNumber StartEmbed EndAttach"), "EndAttach");
  EXPECT_EQ(verdict(root, "StartRecip StartRecip"), "StartRecip");
  EXPECT_EQ(verdict(root, "P EndMessage"), "EndMessage");
}

TEST(StreamSyntax, AttachmentContent) {
  constexpr auto root = Element::attachment_content;
  EXPECT_EQ(verdict(root, "P AttachNumber StartEmbed P EndEmbed"), "");
  EXPECT_EQ(verdict(root, "StartEmbed EndEmbed StartEmbed"), "StartEmbed");
  EXPECT_EQ(verdict(root, "StartRecip"), "StartRecip");
}

TEST(StreamSyntax, MessageList) {
  constexpr auto root = Element::message_list;
  EXPECT_EQ(verdict(root, ""), "");
  EXPECT_EQ(
      verdict(root,
              "StartMessage P EndMessage DnPrefix EcWarning StartFAIMsg DnPrefix P StartRecip EndToRecip "
              "EndMessage EcWarning EcWarning"),
      "");
  EXPECT_EQ(verdict(root, "StartMessage P"), "...");
  EXPECT_EQ(verdict(root, "P"), "P");
  EXPECT_EQ(verdict(root, "StartMessage StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "StartMessage EcWarning"), "EcWarning");
}

TEST(StreamSyntax, FolderContent) {
  constexpr auto root = Element::folder_content;
  const std::string messages = " StartMessage P EndMessage EcWarning StartMessage EndMessage ";
  EXPECT_EQ(verdict(root, ""), "");
  EXPECT_EQ(verdict(root, "DnPrefix P P DelProp" + messages + "DelProp" + messages +
                              "DelProp StartSubFld P EndFolder "
                              "StartSubFld DelProp" +
                              messages + "EndFolder"),
            "");
  EXPECT_EQ(verdict(root, "NewFXFolder"), "");
  EXPECT_EQ(verdict(root, "P NewFXFolder DelProp StartSubFld NewFXFolder EndFolder"), "");
  // The last MetaTagFXDelProp is that of the subfolders, whether or not there are messages.
  EXPECT_EQ(verdict(root, "DelProp StartSubFld EndFolder"), "");
  EXPECT_EQ(verdict(root, "DelProp DelProp StartSubFld EndFolder"), "");
  EXPECT_EQ(verdict(root, "DelProp DelProp DelProp StartSubFld EndFolder StartSubFld EndFolder"), "");
  EXPECT_EQ(verdict(root, "DelProp DelProp" + messages + "DelProp"), "");
  EXPECT_EQ(verdict(root, "DelProp" + messages + "DelProp StartSubFld EndFolder"), "");

  EXPECT_EQ(verdict(root, "StartSubFld"), "StartSubFld");
  EXPECT_EQ(verdict(root, "StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "DelProp" + messages + "StartSubFld"), "StartSubFld");
  EXPECT_EQ(verdict(root, "DelProp DelProp" + messages + "StartSubFld"), "StartSubFld");
  EXPECT_EQ(verdict(root, "DelProp StartSubFld EndFolder DelProp"), "DelProp");
  EXPECT_EQ(verdict(root, "DelProp StartSubFld EndFolder StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "DelProp DelProp DelProp StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "DelProp DelProp DelProp DelProp"), "DelProp");
  EXPECT_EQ(verdict(root, "NewFXFolder DelProp StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "DelProp P"), "P");
  EXPECT_EQ(verdict(root, "DelProp StartSubFld P"), "...");
}

TEST(StreamSyntax, TopFolder) {
  constexpr auto root = Element::top_folder;
  EXPECT_EQ(verdict(root, "StartTopFld EndFolder"), "");
  EXPECT_EQ(
      verdict(root,
              "DnPrefix StartTopFld P P StartMessage EndMessage StartFAIMsg EndMessage "
              "StartSubFld P StartSubFld P NewFXFolder EndFolder EndFolder StartSubFld EndFolder EndFolder"),
      "");
  EXPECT_EQ(verdict(root, "StartTopFld NewFXFolder StartSubFld EndFolder EndFolder"), "");
  EXPECT_EQ(verdict(root, "StartTopFld NewFXFolder StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "StartTopFld DelProp"), "DelProp");
  EXPECT_EQ(verdict(root, "StartTopFld StartSubFld EndFolder StartMessage"), "StartMessage");
  EXPECT_EQ(verdict(root, "StartTopFld EndFolder StartTopFld"), "StartTopFld");
  EXPECT_EQ(verdict(root, "StartSubFld"), "StartSubFld");
}

// A message that could not be sent ends where its errorInfo comes.
TEST(StreamSyntax, ErrorInfo) {
  const std::string end = state + "IncrSyncEnd";
  EXPECT_EQ(verdict(Element::contents_sync,
                    "FXErrorInfo P IncrSyncChg P IncrSyncMessage P NewAttach AttachNumber P "
                    "FXErrorInfo P IncrSyncChg IncrSyncMessage FXErrorInfo P" +
                        end),
            "");
  EXPECT_EQ(verdict(Element::contents_sync, "IncrSyncProgressPerMsg P FXErrorInfo P IncrSyncDel" + end), "");
  EXPECT_EQ(verdict(Element::message_list,
                    "StartMessage P NewAttach AttachNumber StartEmbed P FXErrorInfo P "
                    "StartMessage EndMessage FXErrorInfo"),
            "");
  EXPECT_EQ(verdict(Element::top_folder,
                    "StartTopFld StartSubFld StartMessage P FXErrorInfo P EndFolder EndFolder"),
            "");
  EXPECT_EQ(verdict(Element::message_list, "StartMessage FXErrorInfo P EndMessage"), "EndMessage");
  EXPECT_EQ(verdict(Element::message_content, "FXErrorInfo"), "FXErrorInfo");
  EXPECT_EQ(verdict(Element::hierarchy_sync, "FXErrorInfo"), "FXErrorInfo");
}

TEST(StreamSyntax, Places) {
  EXPECT_THAT(path_after(Element::contents_sync, ""), ElementsAre(Element::contents_sync));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncProgressMode P"),
              ElementsAre(Element::contents_sync, Element::progress_total));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncProgressPerMsg P IncrSyncChg"),
              ElementsAre(Element::contents_sync, Element::message_change_full));
  EXPECT_THAT(
      path_after(Element::contents_sync, "IncrSyncChg P"),
      ElementsAre(Element::contents_sync, Element::message_change_full, Element::message_change_header));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncChg P IncrSyncMessage P"),
              ElementsAre(Element::contents_sync, Element::message_change_full));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncChg IncrSyncMessage DelProp"),
              ElementsAre(Element::contents_sync, Element::message_change_full, Element::message_children));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncChg IncrSyncMessage StartRecip P"),
              ElementsAre(Element::contents_sync, Element::message_change_full, Element::message_children,
                          Element::recipient));
  EXPECT_THAT(path_after(Element::contents_sync, "GroupId IncrSyncChgPartial P Partial P"),
              ElementsAre(Element::contents_sync, Element::message_change_partial));
  EXPECT_THAT(path_after(Element::contents_sync, "IncrSyncDel P"),
              ElementsAre(Element::contents_sync, Element::deletions));
  EXPECT_THAT(path_after(Element::message_content, "NewAttach AttachNumber P StartEmbed P StartRecip P"),
              ElementsAre(Element::message_content, Element::message_children, Element::attachment,
                          Element::attachment_content, Element::embedded_message, Element::message_content,
                          Element::message_children, Element::recipient));
  EXPECT_THAT(path_after(Element::message_content,
                         "NewAttach AttachNumber StartEmbed StartRecip EndToRecip EndEmbed"),
              ElementsAre(Element::message_content, Element::message_children, Element::attachment,
                          Element::attachment_content, Element::embedded_message));
  EXPECT_THAT(path_after(Element::folder_content, "DelProp StartMessage EndMessage DelProp StartSubFld P"),
              ElementsAre(Element::folder_content, Element::sub_folder, Element::folder_content));
  EXPECT_THAT(path_after(Element::folder_content, "DelProp StartMessage P"),
              ElementsAre(Element::folder_content, Element::message_list, Element::message,
                          Element::message_content));
  EXPECT_THAT(path_after(Element::top_folder, "StartTopFld StartSubFld StartFAIMsg"),
              ElementsAre(Element::top_folder, Element::folder_content, Element::sub_folder,
                          Element::folder_content, Element::message_list, Element::message));
}

TEST(StreamSyntax, FailureNamesTheElementAndStays) {
  StreamSyntax syntax(Element::message_list);
  EXPECT_TRUE(syntax.accept(Marker::start_message));
  EXPECT_TRUE(syntax.accept(subject));
  EXPECT_EQ(syntax.place(), Element::message_content);
  EXPECT_FALSE(syntax.accept(Marker::end_folder));
  EXPECT_EQ(syntax.failure().fault, wire::Fault::invalid);
  EXPECT_STREQ(syntax.failure().field, "messageContent");
  EXPECT_FALSE(syntax.accept(Marker::end_message));
  EXPECT_FALSE(syntax.accept(StreamEvent(PropertyEnd{})));
  EXPECT_FALSE(syntax.complete());
}

TEST(StreamSyntax, Events) {
  StreamSyntax syntax(Element::message_content);
  EXPECT_TRUE(syntax.accept(StreamEvent(PropertyBegin{{subject, std::nullopt}, {}, 1, 2})));
  EXPECT_TRUE(syntax.accept(StreamEvent(ValuePiece{})));
  EXPECT_TRUE(syntax.accept(StreamEvent(PropertyEnd{})));
  EXPECT_TRUE(syntax.accept(StreamEvent(Marker::start_recip)));
  EXPECT_FALSE(syntax.accept(StreamEvent(Marker::start_recip)));
}

TEST(StreamSyntax, DepthHasALimit) {
  StreamSyntax messages(Element::message_content);
  int depth = 0;
  while (messages.accept(Marker::new_attach) && messages.accept(attach_number) &&
         messages.accept(Marker::start_embed)) {
    ASSERT_LT(++depth, 1000);
  }
  EXPECT_EQ(messages.failure().fault, wire::Fault::limit);
  EXPECT_GT(depth, 100);

  StreamSyntax folders(Element::top_folder);
  EXPECT_TRUE(folders.accept(Marker::start_top_fld));
  depth = 0;
  while (folders.accept(Marker::start_sub_fld)) ASSERT_LT(++depth, 1000);
  EXPECT_EQ(folders.failure().fault, wire::Fault::limit);
  EXPECT_GT(depth, 250);
}

TEST(StreamSyntax, Names) {
  EXPECT_EQ(name(Element::contents_sync), "contentsSync");
  EXPECT_EQ(name(Element::error_info), "errorInfo");
  for (unsigned i = 0; i <= static_cast<unsigned>(Element::error_info); ++i) {
    EXPECT_NE(name(static_cast<Element>(i)), "");
  }
}

}  // namespace
}  // namespace mapigate::oxcfxics
