#include <gmock/gmock.h>

#include "protocol/oxrtfex/encapsulate.hpp"
#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

std::string rtf_body(std::string_view html) {
  const auto rtf = string_of(encapsulate_html(html));
  const std::string_view head =
      "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}\r\n"
      "{\\*\\htmltag64}\r\n\\uc1\\pard\\plain\\deftab360 \\f0\\fs24 ";
  EXPECT_TRUE(rtf.starts_with(head));
  EXPECT_TRUE(rtf.ends_with("}"));
  return rtf.substr(head.size(), rtf.size() - head.size() - 1);
}
std::string seen(std::string_view html) { return visible_text(encapsulate_html(html)).value(); }

// Section 2.1.3.2: text is in the RTF, everything else in HTMLTAG groups.
TEST(EncapsulateHtml, Rtf) {
  EXPECT_EQ(rtf_body(""), "");
  EXPECT_EQ(rtf_body("a {b} \\c"), "a \\{b\\} \\\\c");
  EXPECT_EQ(rtf_body("<p>a</p>"), "{\\*\\htmltag <p>}a{\\*\\htmltag </p>}");
  EXPECT_EQ(rtf_body("<html><body>\r\n<p>a"), "{\\*\\htmltag <html><body>\\par <p>}a");
  EXPECT_EQ(rtf_body("<b>a</b>"),
            "{\\*\\htmltag <b>}\\htmlrtf\\b\\htmlrtf0 a{\\*\\htmltag </b>}\\htmlrtf\\b0\\htmlrtf0 ");
  EXPECT_EQ(rtf_body("a<br>b"), "a{\\*\\htmltag <br>}\\htmlrtf\\line\\htmlrtf0 b");
  EXPECT_EQ(rtf_body("<p>a</p><p>b"),
            "{\\*\\htmltag <p>}a{\\*\\htmltag </p><p>}\\htmlrtf\\par\\par\\htmlrtf0 b");
  EXPECT_EQ(rtf_body("&nbsp;&lt;&x;"),
            "{\\*\\htmltag &nbsp;}\\htmlrtf\\u160?\\htmlrtf0 {\\*\\htmltag &lt;}\\htmlrtf <\\htmlrtf0 "
            "{\\*\\htmltag &x;}\\htmlrtf &x;\\htmlrtf0 ");
  EXPECT_EQ(rtf_body("a<1&b"),
            "a{\\*\\htmltag <}\\htmlrtf <\\htmlrtf0 1{\\*\\htmltag &}\\htmlrtf &\\htmlrtf0 b");
  EXPECT_EQ(rtf_body("a\r\n\tb"), "a{\\*\\htmltag \\par \\tab }\\htmlrtf  \\htmlrtf0 b");
  EXPECT_EQ(rtf_body("<i title='{é}'>"), "{\\*\\htmltag <i title='\\{\\u233?\\}'>}\\htmlrtf\\i\\htmlrtf0 ");
  EXPECT_EQ(rtf_body("<!--\n\r-->"), "{\\*\\htmltag <!--\\'0a\\'0d-->}");
}

// A reader of RTF that knows nothing of HTML.
TEST(EncapsulateHtml, WhatIsSeen) {
  EXPECT_EQ(seen("<html><head><title>t</title><style>s {}</style>\n</head><body>\n<p>a</p></body></html>"),
            "a");
  EXPECT_EQ(seen("a\n  b <b> c</b>"), "a b c");
  EXPECT_EQ(seen("<p>a</p>\n<p>b</p>"), "a\r\n\r\nb");
  EXPECT_EQ(seen("<div>a</div><div><div>b</div></div>c"), "a\r\nb\r\nc");
  EXPECT_EQ(seen("a<br>\nb<BR/>c"), "a\r\nb\r\nc");
  EXPECT_EQ(seen("<ul>\n<li>a</li>\n<li>b\n</ul>c"), "•\ta\r\n•\tb \r\nc");
  EXPECT_EQ(seen("<table><tr><td>a</td><td> b</td></tr><tr><th>c<td></td></tr></table>d"),
            "a\tb\r\nc\t\r\nd");
  EXPECT_EQ(seen("x<pre>a  b\r\n\tc\nd</pre>e  f"), "x\r\n\r\na  b\r\n\tc\r\nd\r\n\r\ne f");
  EXPECT_EQ(seen("a&nbsp;&amp;&#x20AC;&euro;&lt;b&gt;&nosuch;"), "a\u00A0&€€<b>&nosuch;");
  EXPECT_EQ(seen("1 < 2 > AT&T &;"), "1 < 2 > AT&T &;");
  EXPECT_EQ(seen("a<!-- b --><script>c()</script><textarea>d</textarea>e"), "ae");
  EXPECT_EQ(seen("<head>\n<meta>x<body>y"), "x\r\ny");
}

TEST(EncapsulateHtml, FormatsThatOverlap) {
  EXPECT_EQ(rtf_body("<b><strong>a</b>b</strong></b>c"),
            "{\\*\\htmltag <b>}\\htmlrtf\\b\\htmlrtf0 {\\*\\htmltag <strong>}a{\\*\\htmltag </b>}b"
            "{\\*\\htmltag </strong>}\\htmlrtf\\b0\\htmlrtf0 {\\*\\htmltag </b>}c");
}

TEST(EncapsulateHtml, ComesOutAsItWas) {
  const std::string documents[] = {
      "",
      " ",
      "plain text",
      "  <p> spaces  before and after </p>  ",
      "<html><head><meta charset=utf-8></head><body>Grüße, Привет, 日本語, שלום, 😀 \U0010FFFF</body></html>",
      "<p>&nbsp;&amp;&lt;&gt;&quot;&#39;&#x1F600;&nosuch;&amp &#65 AT&T &;</p>",
      "<a href=\"x?a=1&b={2}\\3\" title='it\\'s \"quoted\" > {'>\\{\\}\\\\</a>",
      "<script>if (a < b && c > \"</b>\") { d = '\\u0041\\\\'; }</script>",
      "<style>p { content: \"\\201C\"; }\r\n\t/* {\\} */</style>",
      "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\"><!-- {comment} \\par \r\n --> <!--[if "
      "mso]><xml/><![endif]-->",
      "<table border=1><tr><td>a</td><td><table><tr><td>b</td></tr></table></td></tr>\r\n</table>",
      "<pre>\r\n  x\ty  \r\n\r\n z\n\rw\r</pre>\n",
      "a\rb\nc\r\nd\n\re\r\r\n\n",
      "<ul><li>1<li>2</ul><ol><li>&#160;</ol><hr><h1>x</h1><blockquote>y</blockquote>",
      "<b><i>misnested</b></i></u></b></pre></pre><pre>",
      "<p>literal RTF: {\\rtf1 \\htmlrtf0 \\'e9 \\u233? {\\*\\htmltag <b>}} \\",
      "< <<a <1 </ </3> <! <? <>",
      "<p",
      "<p class='",
      "<!--",
      "<script>",
      "text with control \x01\x02\x1F\x7F\x0B\x0C characters",
      "\u0080\u009F\u00A0\u00AD\u2011\u2028\uFEFF\uFFFD\uE000",
      "<TITLE>a &amp; {b}</TITLE><TextArea> \\ </TextArea>",
      "5 &lt; 6{}\\<br>\\par <br/>\\\\ \\~ \\_ \\-",
      "0123 <b>456</b>789 -1",
  };
  for (const auto& html : documents) {
    const auto result = deencapsulate(encapsulate_html(html)).value();
    EXPECT_EQ(result.original, Original::html);
    EXPECT_EQ(result.text, html);
  }
}

TEST(EncapsulateHtml, PublishedHtmlComesOutAsItWas) {
  for (const auto* name : {"3.1-html.html", "2.2.3.2-html.html"}) {
    const auto html = vector_file(name);
    EXPECT_EQ(deencapsulate(encapsulate_html(html)).value().text, html);
    EXPECT_EQ(deencapsulate(encapsulate_html(with_crlf(html))).value().text, with_crlf(html));
  }
}

// No RTF can say them.
TEST(EncapsulateHtml, WhatIsNoText) {
  const auto html = [](std::string_view before) {
    return deencapsulate(encapsulate_html(before)).value().text;
  };
  EXPECT_EQ(html("a\xFF<b \xC3>"), "a\uFFFD<b \uFFFD>");
  EXPECT_EQ(html(std::string_view("a\0<b\0>", 6)), "a<b>");
}

}  // namespace
}  // namespace mapigate::oxrtfex
