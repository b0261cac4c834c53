#include "gateway/mailbox/restriction.hpp"

#include <gtest/gtest.h>

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {
namespace {

using namespace oxcdata;
using namespace oxprops;

template <class T>
Restriction made(T alternative) {
  Restriction restriction;
  restriction.alternative = std::move(alternative);
  return restriction;
}

Restriction content(PropertyTag tag, PropertyValue value, wire::u16 low, wire::u16 high = 0) {
  ContentRestriction it;
  it.fuzzy_level_low = low;
  it.fuzzy_level_high = high;
  it.property_tag = tag;
  it.tagged_value.tag = with_type(tag, type_of(value));
  it.tagged_value.value = std::move(value);
  return made(std::move(it));
}

Restriction property(PropertyTag tag, RelOp rel_op, PropertyValue value) {
  PropertyRestriction it;
  it.rel_op = rel_op;
  it.property_tag = tag;
  it.tagged_value.tag = with_type(tag, type_of(value));
  it.tagged_value.value = std::move(value);
  return made(std::move(it));
}

Restriction exist(PropertyTag tag) {
  ExistRestriction it;
  it.property_tag = tag;
  return made(it);
}

Restriction bits(PropertyTag tag, BitMapRelOp rel_op, wire::u32 mask) {
  BitMaskRestriction it;
  it.rel_op = rel_op;
  it.property_tag = tag;
  it.mask = mask;
  return made(it);
}

Restriction size(PropertyTag tag, RelOp rel_op, wire::u32 bytes) {
  SizeRestriction it;
  it.rel_op = rel_op;
  it.property_tag = tag;
  it.size = bytes;
  return made(it);
}

Restriction compare(PropertyTag left, RelOp rel_op, PropertyTag right) {
  ComparePropertiesRestriction it;
  it.rel_op = rel_op;
  it.property_tag_1 = left;
  it.property_tag_2 = right;
  return made(it);
}

RestrictionValue pointer(Restriction restriction) {
  RestrictionValue value;
  value.restriction = std::make_shared<const Restriction>(std::move(restriction));
  return value;
}

Restriction negated(Restriction restriction) {
  NotRestriction it;
  it.restriction = pointer(std::move(restriction));
  return made(std::move(it));
}

Restriction subobject(PropertyTag tag, Restriction restriction) {
  SubObjectRestriction it;
  it.subobject = tag;
  it.restriction = pointer(std::move(restriction));
  return made(std::move(it));
}

Restriction count(wire::u32 limit, Restriction restriction) {
  CountRestriction it;
  it.count = limit;
  it.restriction = pointer(std::move(restriction));
  return made(std::move(it));
}

Restriction all(std::vector<Restriction> restrictions) {
  AndRestriction it;
  it.restrictions = std::move(restrictions);
  return made(std::move(it));
}
Restriction any(std::vector<Restriction> restrictions) {
  OrRestriction it;
  it.restrictions = std::move(restrictions);
  return made(std::move(it));
}

class Large final : public store::LargeValue {
 public:
  Large(wire::Bytes bytes, bool readable = true) : bytes_(std::move(bytes)), readable_(readable) {}
  static std::shared_ptr<const Large> text(std::u16string_view text) {
    wire::Bytes bytes;
    for (const char16_t unit : text) {
      bytes.push_back(static_cast<std::uint8_t>(unit & 0xFF));
      bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
    }
    return std::make_shared<Large>(std::move(bytes));
  }
  std::uint64_t size() const override { return bytes_.size(); }
  store::StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const override {
    if (!readable_) return store::StoreError{store::StoreFault::unavailable, "not now"};
    const std::size_t count = std::min<std::size_t>(out.size(), bytes_.size() - offset);
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), count, out.begin());
    return count;
  }

 private:
  const wire::Bytes bytes_;
  const bool readable_;
};

constexpr auto keywords = property_tag(0x8001, PropertyType::multiple_string);
constexpr wire::u16 ignore_case = fuzzy_ignore_case;
constexpr wire::u16 ignore_marks = fuzzy_ignore_non_space;

class RestrictionTest : public testing::Test {
 protected:
  RestrictionTest() {
    auto& properties = content_.properties;
    properties.set(pid_tag_subject, std::u16string(u"R\u00E9sum\u00E9 of Work"));
    properties.set(pid_tag_importance, wire::i32{2});
    properties.set(pid_tag_message_size, wire::i32{-1});
    properties.set(pid_tag_message_delivery_time, wire::FileTime{5000});
    properties.set(pid_tag_client_submit_time, wire::FileTime{4000});
    properties.set(pid_tag_has_attachments, true);
    properties.set(pid_tag_search_key, wire::Bytes{1, 2, 3, 0xFF});
    properties.set(keywords, std::vector<std::u16string>{u"Red", u"Blue"});
  }
  bool holds(const Restriction& restriction) {
    auto matcher = Matcher::compile(restriction);
    if (!matcher) {
      ADD_FAILURE() << to_string(matcher.error());
      return false;
    }
    return matcher->matches(ContentSource(content_));
  }
  static ErrorCode error_of(const Restriction& restriction) {
    const auto matcher = Matcher::compile(restriction);
    return matcher ? ErrorCode::success : matcher.error();
  }

  store::Content content_;
};

TEST_F(RestrictionTest, ContentOfTexts) {
  const auto matches = [this](const char16_t* text, wire::u16 low, wire::u16 high) {
    return holds(content(pid_tag_subject, std::u16string(text), low, high));
  };
  EXPECT_TRUE(matches(u"R\u00E9sum\u00E9 of Work", fuzzy_full_string, 0));
  EXPECT_FALSE(matches(u"R\u00E9sum\u00E9 of work", fuzzy_full_string, 0));
  EXPECT_FALSE(matches(u"R\u00E9sum\u00E9 of Wor", fuzzy_full_string, 0));
  EXPECT_FALSE(matches(u"R\u00E9sum\u00E9 of Works", fuzzy_full_string, 0));
  EXPECT_TRUE(matches(u"r\u00C9sum\u00E9 OF work", fuzzy_full_string, ignore_case));
  EXPECT_FALSE(matches(u"resume of work", fuzzy_full_string, ignore_case));
  EXPECT_TRUE(matches(u"Resume of Work", fuzzy_full_string, ignore_marks));
  EXPECT_FALSE(matches(u"resume of Work", fuzzy_full_string, ignore_marks));
  EXPECT_TRUE(matches(u"resume OF Work", fuzzy_full_string, ignore_case | ignore_marks));
  EXPECT_TRUE(matches(u"resume\uFF4F", fuzzy_prefix, fuzzy_loose) == false);
  EXPECT_TRUE(matches(u"resume \uFF4F", fuzzy_prefix, fuzzy_loose)) << "width";
  EXPECT_TRUE(matches(u"R\u00E9s", fuzzy_prefix, 0));
  EXPECT_FALSE(matches(u"of", fuzzy_prefix, 0));
  EXPECT_TRUE(matches(u"of W", fuzzy_substring, 0));
  EXPECT_FALSE(matches(u"of w", fuzzy_substring, 0));
  EXPECT_TRUE(matches(u"E OF W", fuzzy_substring, ignore_case | ignore_marks));
  EXPECT_TRUE(matches(u"", fuzzy_substring, 0));
  EXPECT_TRUE(matches(u"", fuzzy_prefix, 0));
  EXPECT_FALSE(matches(u"", fuzzy_full_string, 0));
  EXPECT_TRUE(matches(u"Work", 0x0010, 0)) << "beginning of a word";
  EXPECT_EQ(error_of(content(pid_tag_subject, std::u16string(u"x"), 3)), ErrorCode::too_complex);
}

TEST_F(RestrictionTest, SubstringsThatAlmostMatch) {
  content_.properties.set(pid_tag_subject, std::u16string(u"aabaabaabaac"));
  EXPECT_TRUE(holds(content(pid_tag_subject, std::u16string(u"aabaac"), fuzzy_substring)));
  EXPECT_TRUE(holds(content(pid_tag_subject, std::u16string(u"baabaabaa"), fuzzy_substring)));
  EXPECT_FALSE(holds(content(pid_tag_subject, std::u16string(u"aabaad"), fuzzy_substring)));
}

TEST_F(RestrictionTest, ContentOfBinaries) {
  EXPECT_TRUE(holds(content(pid_tag_search_key, wire::Bytes{1, 2, 3, 0xFF}, fuzzy_full_string)));
  EXPECT_TRUE(holds(content(pid_tag_search_key, wire::Bytes{1, 2}, fuzzy_prefix)));
  EXPECT_TRUE(holds(content(pid_tag_search_key, wire::Bytes{3, 0xFF}, fuzzy_substring, ignore_case)));
  EXPECT_FALSE(holds(content(pid_tag_search_key, wire::Bytes{3, 2}, fuzzy_substring)));
}

TEST_F(RestrictionTest, ContentOfSeveralValues) {
  EXPECT_TRUE(holds(content(keywords, std::u16string(u"Blue"), fuzzy_full_string)));
  EXPECT_TRUE(holds(content(keywords, std::u16string(u"re"), fuzzy_prefix, ignore_case)));
  EXPECT_FALSE(holds(content(keywords, std::u16string(u"Green"), fuzzy_substring)));
}

TEST_F(RestrictionTest, ContentOfWhatIsNotThere) {
  EXPECT_FALSE(holds(content(pid_tag_body, std::u16string(u""), fuzzy_substring)));
  EXPECT_EQ(error_of(content(pid_tag_importance, std::u16string(u"2"), fuzzy_substring)),
            ErrorCode::too_complex);
  content_.properties.set(pid_tag_body, wire::i32{1});
  EXPECT_FALSE(holds(content(pid_tag_body, std::u16string(u""), fuzzy_substring))) << "of another type";
}

TEST_F(RestrictionTest, TypesThatCannotBeCompared) {
  EXPECT_EQ(error_of(content(pid_tag_importance, wire::i32{2}, fuzzy_full_string)), ErrorCode::too_complex);
  EXPECT_EQ(error_of(property(pid_tag_subject, RelOp::equal, wire::i32{2})), ErrorCode::too_complex);
  EXPECT_EQ(error_of(property(pid_tag_importance, RelOp::member_of_dl, wire::i32{2})),
            ErrorCode::too_complex);
  EXPECT_EQ(error_of(property(pid_tag_importance, static_cast<RelOp>(6), wire::i32{2})),
            ErrorCode::too_complex);
  EXPECT_EQ(error_of(property(pid_tag_subject, RelOp::equal, std::vector<std::u16string>{u"a"})),
            ErrorCode::too_complex);
  EXPECT_EQ(error_of(compare(pid_tag_subject, RelOp::equal, pid_tag_importance)), ErrorCode::too_complex);
  EXPECT_EQ(error_of(bits(pid_tag_subject, BitMapRelOp::equal_to_zero, 1)), ErrorCode::too_complex);
  EXPECT_EQ(error_of(subobject(pid_tag_subject, exist(pid_tag_subject))), ErrorCode::too_complex);
  EXPECT_EQ(error_of(negated(property(pid_tag_subject, RelOp::equal, wire::i32{2}))), ErrorCode::too_complex);
}

TEST_F(RestrictionTest, PropertyRelations) {
  struct Case {
    RelOp rel_op;
    bool below, same, above;  // of values 1, 2 and 3 compared with 2
  };
  for (const auto& [rel_op, below, same, above] :
       {Case{RelOp::less_than, false, false, true}, Case{RelOp::less_than_or_equal, false, true, true},
        Case{RelOp::greater_than, true, false, false}, Case{RelOp::greater_than_or_equal, true, true, false},
        Case{RelOp::equal, false, true, false}, Case{RelOp::not_equal, true, false, true}}) {
    EXPECT_EQ(holds(property(pid_tag_importance, rel_op, wire::i32{1})), below);
    EXPECT_EQ(holds(property(pid_tag_importance, rel_op, wire::i32{2})), same);
    EXPECT_EQ(holds(property(pid_tag_importance, rel_op, wire::i32{3})), above);
  }
  EXPECT_TRUE(holds(property(pid_tag_message_size, RelOp::less_than, wire::i32{0}))) << "signed";
  EXPECT_TRUE(holds(property(pid_tag_importance, RelOp::equal, wire::i16{2}))) << "another width";
  EXPECT_TRUE(holds(property(pid_tag_has_attachments, RelOp::equal, true)));
  EXPECT_TRUE(holds(property(pid_tag_message_delivery_time, RelOp::greater_than, wire::FileTime{4999})));
  EXPECT_TRUE(holds(property(pid_tag_search_key, RelOp::greater_than, wire::Bytes{1, 2, 3, 0x7F})));
  EXPECT_TRUE(holds(property(pid_tag_search_key, RelOp::greater_than, wire::Bytes{1, 2, 3})));
  EXPECT_TRUE(holds(property(property_tag(id_of(pid_tag_importance), PropertyType::unspecified), RelOp::equal,
                             wire::i32{2})));
}

TEST_F(RestrictionTest, FloatingNumbers) {
  constexpr auto tag = property_tag(0x8002, PropertyType::floating64);
  content_.properties.set(tag, -0.0);
  EXPECT_TRUE(holds(property(tag, RelOp::equal, 0.0)));
  EXPECT_TRUE(holds(property(tag, RelOp::greater_than, -1.5)));
  content_.properties.set(tag, -2.5);
  EXPECT_TRUE(holds(property(tag, RelOp::less_than, -1.5)));
  EXPECT_TRUE(holds(property(tag, RelOp::less_than, 1.5f)));
}

TEST_F(RestrictionTest, PropertiesThatAreTexts) {
  EXPECT_TRUE(holds(property(pid_tag_subject, RelOp::equal, std::u16string(u"r\u00E9SUM\u00C9 of work"))));
  EXPECT_FALSE(holds(property(pid_tag_subject, RelOp::equal, std::u16string(u"resume of work"))));
  EXPECT_TRUE(holds(property(pid_tag_subject, RelOp::greater_than_or_equal, std::u16string(u"resume"))))
      << "in the order of tables";
  EXPECT_TRUE(holds(property(pid_tag_subject, RelOp::less_than, std::u16string(u"RET"))));
  EXPECT_FALSE(holds(property(pid_tag_subject, RelOp::less_than, std::u16string(u"RES"))));
}

TEST_F(RestrictionTest, PropertiesOfSeveralValues) {
  EXPECT_TRUE(holds(property(keywords, RelOp::equal, std::u16string(u"blue"))));
  EXPECT_FALSE(holds(property(keywords, RelOp::equal, std::u16string(u"green"))));
  EXPECT_TRUE(holds(property(keywords, RelOp::equal, std::vector<std::u16string>{u"red", u"blue"})));
  EXPECT_FALSE(holds(property(keywords, RelOp::equal, std::vector<std::u16string>{u"red"})));
  constexpr auto numbers = property_tag(0x8003, PropertyType::multiple_integer32);
  content_.properties.set(numbers, std::vector<wire::i32>{4, 9});
  EXPECT_TRUE(holds(property(numbers, RelOp::greater_than, wire::i32{8})));
  EXPECT_FALSE(holds(property(numbers, RelOp::greater_than, wire::i32{9})));
}

TEST_F(RestrictionTest, WhatIsNotThereIsLess) {
  EXPECT_TRUE(holds(property(pid_tag_sensitivity, RelOp::less_than, wire::i32{0})));
  EXPECT_TRUE(holds(property(pid_tag_sensitivity, RelOp::not_equal, wire::i32{0})));
  EXPECT_FALSE(holds(property(pid_tag_sensitivity, RelOp::equal, wire::i32{0})));
  EXPECT_FALSE(holds(property(pid_tag_body, RelOp::greater_than, std::u16string())));
  EXPECT_TRUE(holds(property(pid_tag_body, RelOp::less_than, std::u16string())));
  EXPECT_TRUE(holds(compare(pid_tag_start_date, RelOp::equal, pid_tag_end_date)));
  EXPECT_TRUE(holds(compare(pid_tag_start_date, RelOp::less_than, pid_tag_client_submit_time)));
  EXPECT_FALSE(holds(compare(pid_tag_client_submit_time, RelOp::less_than, pid_tag_start_date)));
}

TEST_F(RestrictionTest, CompareProperties) {
  EXPECT_TRUE(holds(compare(pid_tag_client_submit_time, RelOp::less_than, pid_tag_message_delivery_time)));
  EXPECT_FALSE(holds(compare(pid_tag_client_submit_time, RelOp::equal, pid_tag_message_delivery_time)));
  content_.properties.set(pid_tag_normalized_subject, std::u16string(u"R\u00C9SUM\u00C9 of work"));
  EXPECT_TRUE(holds(compare(pid_tag_subject, RelOp::equal, pid_tag_normalized_subject)));
}

TEST_F(RestrictionTest, BitMasks) {
  EXPECT_TRUE(holds(bits(pid_tag_importance, BitMapRelOp::not_equal_to_zero, 3)));
  EXPECT_FALSE(holds(bits(pid_tag_importance, BitMapRelOp::not_equal_to_zero, 5)));
  EXPECT_TRUE(holds(bits(pid_tag_importance, BitMapRelOp::equal_to_zero, 5)));
  EXPECT_TRUE(holds(bits(pid_tag_sensitivity, BitMapRelOp::equal_to_zero, 1))) << "not there: 0";
  EXPECT_EQ(error_of(bits(pid_tag_importance, static_cast<BitMapRelOp>(2), 1)), ErrorCode::too_complex);
}

TEST_F(RestrictionTest, Sizes) {
  EXPECT_TRUE(holds(size(pid_tag_search_key, RelOp::equal, 4)));
  EXPECT_TRUE(holds(size(pid_tag_importance, RelOp::equal, 4)));
  EXPECT_TRUE(holds(size(pid_tag_subject, RelOp::equal, 28)));
  EXPECT_TRUE(holds(size(keywords, RelOp::greater_than, 13)));
  EXPECT_TRUE(holds(size(pid_tag_body, RelOp::equal, 0)));
  content_.properties.set(pid_tag_body, Large::text(std::u16string(10'000, u'x')));
  EXPECT_TRUE(holds(size(pid_tag_body, RelOp::greater_than_or_equal, 20'000)));
  EXPECT_FALSE(holds(size(pid_tag_body, RelOp::greater_than, 20'000)));
}

TEST_F(RestrictionTest, ExistAndLogic) {
  EXPECT_TRUE(holds(exist(pid_tag_subject)));
  EXPECT_FALSE(holds(exist(pid_tag_body)));
  EXPECT_TRUE(holds(negated(exist(pid_tag_body))));
  EXPECT_TRUE(holds(all({})));
  EXPECT_FALSE(holds(any({})));
  EXPECT_FALSE(holds(all({exist(pid_tag_subject), exist(pid_tag_body)})));
  EXPECT_TRUE(holds(any({exist(pid_tag_body), exist(pid_tag_subject)})));
}

TEST_F(RestrictionTest, Comments) {
  CommentRestriction comment;
  EXPECT_TRUE(holds(made(comment)));
  comment.restriction = pointer(exist(pid_tag_body));
  EXPECT_FALSE(holds(made(comment)));
}

TEST_F(RestrictionTest, SubObjects) {
  const auto to = [](const char16_t* name) {
    return subobject(pid_tag_message_recipients,
                     content(pid_tag_display_name, std::u16string(name), fuzzy_prefix));
  };
  EXPECT_FALSE(holds(to(u"A")));
  store::Recipient recipient;
  recipient.row_id = 7;
  recipient.type = 2;
  recipient.properties.set(pid_tag_display_name, std::u16string(u"Bob"));
  content_.recipients.push_back(recipient);
  recipient.properties.set(pid_tag_display_name, std::u16string(u"Alice"));
  recipient.type = 1;
  content_.recipients.push_back(recipient);
  EXPECT_TRUE(holds(to(u"A")));
  EXPECT_FALSE(holds(to(u"C")));
  EXPECT_TRUE(holds(subobject(pid_tag_message_recipients,
                              all({content(pid_tag_display_name, std::u16string(u"Alice"), fuzzy_full_string),
                                   property(pid_tag_recipient_type, RelOp::equal, wire::i32{1})}))));
  EXPECT_FALSE(holds(subobject(pid_tag_message_recipients,
                               all({content(pid_tag_display_name, std::u16string(u"Bob"), fuzzy_full_string),
                                    property(pid_tag_recipient_type, RelOp::equal, wire::i32{1})}))))
      << "of the same recipient";

  store::Attachment attachment;
  attachment.number = 3;
  attachment.properties.set(pid_tag_attach_long_filename, std::u16string(u"a.pdf"));
  content_.attachments.push_back(attachment);
  EXPECT_TRUE(holds(
      subobject(pid_tag_message_attachments, property(pid_tag_attach_number, RelOp::equal, wire::i32{3}))));
  EXPECT_FALSE(holds(subobject(pid_tag_message_attachments, exist(pid_tag_display_name))));
}

TEST_F(RestrictionTest, Counts) {
  auto matcher = Matcher::compile(all({count(2, exist(pid_tag_subject))}));
  ASSERT_TRUE(matcher);
  EXPECT_TRUE(matcher->counts());
  const ContentSource source(content_);
  EXPECT_TRUE(matcher->matches(source));
  EXPECT_TRUE(matcher->matches(source));
  EXPECT_FALSE(matcher->matches(source));
  matcher->restart();
  EXPECT_TRUE(matcher->matches(source));
  EXPECT_FALSE(holds(count(0, exist(pid_tag_subject))));
  EXPECT_FALSE(Matcher::compile(exist(pid_tag_subject))->counts());
}

TEST_F(RestrictionTest, LargeTexts) {
  std::u16string text(8 * 1024 - 3, u'x');  // pieces end within what is looked for
  text += u"ne\u00C9dle";
  text += std::u16string(10'000, u'y');
  content_.properties.set(pid_tag_body, Large::text(text));
  EXPECT_TRUE(holds(content(pid_tag_body, std::u16string(u"needle"), fuzzy_substring, fuzzy_loose)));
  EXPECT_TRUE(holds(content(pid_tag_body, std::u16string(u"ne\u00C9dle"), fuzzy_substring)));
  EXPECT_FALSE(holds(content(pid_tag_body, std::u16string(u"noodle"), fuzzy_substring, fuzzy_loose)));
  EXPECT_TRUE(holds(content(pid_tag_body, std::u16string(u"XX"), fuzzy_prefix, ignore_case)));
  EXPECT_TRUE(holds(property(pid_tag_body, RelOp::less_than, std::u16string(u"xy"))));
  EXPECT_TRUE(holds(content(pid_tag_body, text, fuzzy_full_string)));
  EXPECT_FALSE(holds(content(pid_tag_body, text + u"z", fuzzy_full_string)));
}

TEST_F(RestrictionTest, LargeTextsWithPairsAcrossPieces) {
  std::u16string text(8 * 1024 - 1, u'x');
  text += u"\U00010400z";
  content_.properties.set(pid_tag_body, Large::text(text));
  EXPECT_TRUE(holds(content(pid_tag_body, std::u16string(u"x\U00010428Z"), fuzzy_substring, ignore_case)));
}

TEST_F(RestrictionTest, LargeTextsAreSearchedToALimit) {
  std::u16string text(max_searched / 2 + 100'000, u'x');
  text += u"needle";
  content_.properties.set(pid_tag_body, Large::text(text));
  EXPECT_FALSE(holds(content(pid_tag_body, std::u16string(u"needle"), fuzzy_substring)));
}

TEST_F(RestrictionTest, LargeBinaries) {
  wire::Bytes bytes(20'000, 7);
  bytes.back() = 8;
  content_.properties.set(pid_tag_attach_data_binary, std::make_shared<Large>(bytes));
  EXPECT_TRUE(holds(content(pid_tag_attach_data_binary, wire::Bytes{7, 7, 8}, fuzzy_substring)));
  EXPECT_TRUE(holds(property(pid_tag_attach_data_binary, RelOp::equal, bytes)));
  EXPECT_TRUE(holds(property(pid_tag_attach_data_binary, RelOp::greater_than, wire::Bytes(20'000, 7))));
}

TEST_F(RestrictionTest, WhatCannotBeReadIsUnknown) {
  content_.properties.set(pid_tag_body, std::make_shared<Large>(wire::Bytes(10'000), false));
  const ContentSource source(content_);
  const auto outcome = [&](const Restriction& restriction) {
    return Matcher::compile(restriction)->match(source);
  };
  const Restriction unknown = content(pid_tag_body, std::u16string(u"x"), fuzzy_substring);
  EXPECT_EQ(outcome(unknown), Match::unknown);
  EXPECT_EQ(outcome(negated(unknown)), Match::unknown);
  EXPECT_EQ(outcome(all({unknown, exist(pid_tag_sensitivity)})), Match::no);
  EXPECT_EQ(outcome(all({unknown, exist(pid_tag_subject)})), Match::unknown);
  EXPECT_EQ(outcome(any({unknown, exist(pid_tag_subject)})), Match::yes);
  EXPECT_EQ(outcome(any({unknown, exist(pid_tag_sensitivity)})), Match::unknown);
  EXPECT_FALSE(matches(unknown, source));
  EXPECT_EQ(outcome(compare(pid_tag_body, RelOp::equal, pid_tag_subject)), Match::unknown);
  EXPECT_EQ(outcome(size(pid_tag_body, RelOp::equal, 10'000)), Match::yes) << "the size is known";
}

TEST_F(RestrictionTest, ConvenienceIsFalseWhereTooComplex) {
  EXPECT_FALSE(matches(property(pid_tag_subject, RelOp::not_equal, wire::i32{2}), ContentSource(content_)));
  EXPECT_TRUE(matches(exist(pid_tag_subject), PropertiesSource(content_.properties)));
}

}  // namespace
}  // namespace mapigate::mailbox
