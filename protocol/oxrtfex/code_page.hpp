#pragma once

#include <array>
#include <string>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

inline constexpr wire::u16 western_code_page = 1252;

// The code page of \fcharsetN by the table of RTF, "Font Table". 0 where it is that of the document: the
// default character set, symbols, which are no characters, and what is not known.
wire::u16 charset_code_page(wire::i32 charset);

// Whether there is a decoder for it.
bool is_known_code_page(wire::i32 number);

// Decodes one of Windows' code pages. In all of them the first 128 bytes are ASCII where they stand alone.
class CodePage {
 public:
  // A known one, or else the Western one is taken, as where the C library lacks its part of it.
  explicit CodePage(wire::u16 number);
  ~CodePage();
  CodePage(const CodePage&) = delete;
  CodePage& operator=(const CodePage&) = delete;

  wire::u16 number() const { return number_; }
  // Whether each byte is a character of its own.
  bool single_byte() const { return single_byte_; }
  // What is malformed becomes U+FFFD. Bytes of one character must come together.
  void append(wire::ByteView bytes, std::string& utf8) const;

 private:
  void append_utf8_bytes(wire::ByteView bytes, std::string& utf8) const;
  void append_converted(wire::ByteView bytes, std::string& utf8) const;
  void read_table();

  wire::u16 number_;
  bool single_byte_ = true;
  void* converter_ = nullptr;               // iconv_t, where there is one
  std::array<char32_t, 128> upper_half_{};  // where single_byte_
};

}  // namespace mapigate::oxrtfex
