#include "gateway/backend/mime/flowed_text.hpp"

namespace mapigate::mime {

void FlowedText::finish(std::u16string& out) {
  if (!open_) return;
  if (depth_ > 0) out.append(depth_, u'>').append(paragraph_.empty() ? u"" : u" ");
  out.append(paragraph_).append(u"\r\n");
  paragraph_.clear();
  open_ = false;
}

void FlowedText::add(std::u16string_view line, std::u16string& out) {
  std::size_t depth = line.find_first_not_of(u'>');
  if (depth == std::u16string_view::npos) depth = line.size();
  line.remove_prefix(depth);
  if (line.starts_with(u' ')) line.remove_prefix(1);  // stuffed, section 4.4
  const bool signature = line == u"-- ";              // section 4.3
  const bool flowed = line.ends_with(u' ') && !signature;
  if (open_ && (depth != depth_ || signature)) finish(out);
  if (flowed && delete_space_) line.remove_suffix(1);
  open_ = true;
  depth_ = depth;
  paragraph_ += line;
  if (!flowed) finish(out);
}

}  // namespace mapigate::mime
