#include "protocol/oxrtfex/tokenizer.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

// Tokens in a short form: { } \word,N \'hh \s "text" binary.
std::string tokens_of(std::string_view rtf) {
  std::string all;
  Tokenizer tokenizer(view(rtf));
  for (auto token = tokenizer.next(); token.kind != Token::Kind::end; token = tokenizer.next()) {
    if (!all.empty()) all += ' ';
    switch (token.kind) {
      case Token::Kind::end:
        break;
      case Token::Kind::open:
        all += '{';
        break;
      case Token::Kind::close:
        all += '}';
        break;
      case Token::Kind::word:
        all += '\\' + std::string(token.name);
        if (token.has_number) all += ',' + std::to_string(token.number);
        break;
      case Token::Kind::symbol:
        all += '\\' + std::string(1, static_cast<char>(token.byte));
        break;
      case Token::Kind::byte:
        all += '\'' + std::to_string(token.byte);
        break;
      case Token::Kind::text:
        all += '"' + std::string(token.text.begin(), token.text.end()) + '"';
        break;
      case Token::Kind::binary:
        all += "binary";
        break;
    }
  }
  EXPECT_EQ(tokenizer.offset(), rtf.size());
  return all;
}

TEST(Tokenizer, GroupsWordsAndText) {
  EXPECT_EQ(tokens_of(""), "");
  EXPECT_EQ(tokens_of("{\\rtf1\\ansi Hello}"), "{ \\rtf,1 \\ansi \"Hello\" }");
  EXPECT_EQ(tokens_of("a\\b b"), "\"a\" \\b \"b\"");
}

// RTF, "Control Word": one space belongs to the word; other characters do not.
TEST(Tokenizer, WhatEndsAWord) {
  EXPECT_EQ(tokens_of("\\par  x"), "\\par \" x\"");
  EXPECT_EQ(tokens_of("\\par\r\n x"), "\\par \" x\"");
  EXPECT_EQ(tokens_of("\\par;x"), "\\par \";x\"");
  EXPECT_EQ(tokens_of("\\b0x"), "\\b,0 \"x\"");
  EXPECT_EQ(tokens_of("\\b0 x"), "\\b,0 \"x\"");
  EXPECT_EQ(tokens_of("\\Par"), "\\Par");
}

TEST(Tokenizer, Numbers) {
  EXPECT_EQ(tokens_of("\\u-10179?"), "\\u,-10179 \"?\"");
  EXPECT_EQ(tokens_of("\\u-x"), "\\u \"-x\"");
  EXPECT_EQ(tokens_of("\\u-"), "\\u \"-\"");
  EXPECT_EQ(tokens_of("\\a2147483647 \\a2147483648 \\a-99999999999"),
            "\\a,2147483647 \\a,2147483647 \\a,-2147483647");
  EXPECT_EQ(tokens_of("\\a0000000000000000001"), "\\a,1");
}

TEST(Tokenizer, Symbols) {
  EXPECT_EQ(tokens_of("\\{\\}\\\\\\~ \\*\\_\\-"), "\\{ \\} \\\\ \\~ \" \" \\* \\_ \\-");
  EXPECT_EQ(tokens_of("\\\r\\\n"), "\\\r \\\n");
}

TEST(Tokenizer, Bytes) {
  EXPECT_EQ(tokens_of("\\'e9\\'E9x"), "'233 '233 \"x\"");
  EXPECT_EQ(tokens_of("\\'gg"), "\"gg\"");
  EXPECT_EQ(tokens_of("\\'0"), "\"0\"");
  EXPECT_EQ(tokens_of("\\'"), "");
}

TEST(Tokenizer, LineEndsAndNulAreNoText) {
  EXPECT_EQ(tokens_of(std::string_view("a\r\nb\0c\n", 7)), "\"a\" \"b\" \"c\"");
}

TEST(Tokenizer, Binary) {
  EXPECT_EQ(tokens_of("\\bin3 {\\}x"), "binary \"x\"");
  EXPECT_EQ(tokens_of("\\bin0 x\\bin x\\bin-1 x"), "binary \"x\" binary \"x\" binary \"x\"");
  EXPECT_EQ(tokens_of("\\bin99 x"), "binary");
  EXPECT_EQ(tokens_of("\\bin2147483647"), "binary");
}

TEST(Tokenizer, BackslashAtTheEnd) { EXPECT_EQ(tokens_of("a\\"), "\"a\""); }

}  // namespace
}  // namespace mapigate::oxrtfex
