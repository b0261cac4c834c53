#include "gateway/backend/mime/body_parts.hpp"

#include <algorithm>

#include "gateway/backend/mime/content_ids.hpp"
#include "gateway/backend/mime/disposition.hpp"

namespace mapigate::mime {

namespace {

// Texts that are put together to one are in memory; a larger one becomes an attachment.
constexpr std::uint64_t largest_joined = std::uint64_t{1} << 20;
constexpr std::size_t most_joined = 32;

bool can_be_joined(const std::vector<const Part*>& parts) {
  return std::ranges::all_of(parts, [](const Part* part) { return part->body.size() <= largest_joined; });
}

class Selection {
 public:
  explicit Selection(std::uint32_t fallback) : fallback_(fallback) {}

  // `first`: nothing of the text has been found before this part.
  BodyParts of(const Part& part, bool first) const {
    if (!part.is_multipart()) return of_leaf(part, first);
    if (disposition_of(part, fallback_).type == "attachment") return {};
    if (part.subtype == "alternative") return of_alternative(part);
    if (part.subtype == "related") return of(root_of_related(part), first);
    // Only the first part of these is text (RFC 1847 section 2.1, RFC 6522 section 3).
    if (part.subtype == "signed" || part.subtype == "report") return of(part.children.front(), first);
    if (part.subtype == "encrypted") return {};
    return of_mixed(part, first);
  }

 private:
  BodyParts of_leaf(const Part& part, bool first) const {
    const bool plain = part.is("text", "plain") || part.type == "multipart";
    if (part.body.empty() || (!plain && !part.is("text", "html"))) return {};
    const auto disposition = disposition_of(part, fallback_);
    if (disposition.type == "attachment" || (!first && !disposition.file_name.empty())) return {};
    return plain ? BodyParts{{&part}, {}} : BodyParts{{}, {&part}};
  }

  // RFC 2387 section 3.2: the part that "start" names, or else the first.
  static const Part& root_of_related(const Part& part) {
    const auto start = part.parameter("start");
    const auto found = std::ranges::find_if(part.children, [&](const Part& child) {
      return bare_content_id(child.fields.value("Content-ID")) == bare_content_id(start);
    });
    return start.empty() || found == part.children.end() ? part.children.front() : *found;
  }

  // The last one is the best (RFC 2046 section 5.1.4).
  BodyParts of_alternative(const Part& part) const {
    BodyParts bodies;
    for (const Part& child : part.children) {
      auto found = of(child, true);
      if (!found.html.empty()) bodies.html = std::move(found.html);
      if (!found.plain.empty() && bodies.plain.empty()) bodies.plain = std::move(found.plain);
    }
    return bodies;
  }

  // Section 2.2.3.3.2: the first text, and, as an aggregate body, those behind it that are not files: mailing
  // lists append theirs so, and some mailers put pictures between pieces of text.
  BodyParts of_mixed(const Part& part, bool first) const {
    BodyParts bodies;
    for (const Part& child : part.children) {
      const bool nothing_yet = bodies.plain.empty() && bodies.html.empty();
      auto found = of(child, first && nothing_yet);
      if (found.plain.empty() && found.html.empty()) continue;
      if (nothing_yet) {
        bodies = std::move(found);
      } else if (can_be_joined(bodies.plain) && can_be_joined(bodies.html) && can_be_joined(found.plain) &&
                 can_be_joined(found.html) && bodies.plain.size() + bodies.html.size() < most_joined) {
        append(bodies, std::move(found));
      }
    }
    return bodies;
  }

  static void append(BodyParts& bodies, BodyParts more) {
    const auto put = [](std::vector<const Part*>& to, const std::vector<const Part*>& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    if (!bodies.html.empty() || !more.html.empty()) {
      if (bodies.html.empty()) bodies.html = bodies.plain;
      put(bodies.html, more.html.empty() ? more.plain : more.html);
    }
    // A plain text that lacks some of it would be worse than none, which can be made of the HTML.
    if (bodies.plain.empty() || more.plain.empty()) {
      bodies.plain.clear();
    } else {
      put(bodies.plain, more.plain);
    }
  }

  std::uint32_t fallback_;
};

void collect(const Part& part, const Part* parent, bool alternative, const std::vector<const Part*>& bodies,
             std::vector<AttachedPart>& attached) {
  if (part.is_multipart()) {
    // What stands within a form of the text is for those who see that form.
    const bool forms = part.subtype == "alternative";
    for (const Part& child : part.children) {
      const bool other_form =
          forms && !child.is_multipart() && child.type == "text" && child.subtype != "calendar";
      collect(child, &part, other_form, bodies, attached);
    }
    return;
  }
  if (std::ranges::find(bodies, &part) != bodies.end()) return;
  // Mailers leave empty texts where there was nothing to say.
  if (part.body.empty() && (part.type == "text" || part.type == "multipart") &&
      part.parameter("name").empty())
    return;
  attached.push_back({&part, parent, alternative});
}

}  // namespace

BodyParts select_bodies(const Part& root, std::uint32_t fallback) {
  return Selection(fallback).of(root, true);
}

std::vector<AttachedPart> attached_parts(const Part& root, const BodyParts& bodies) {
  std::vector<const Part*> texts = bodies.plain;
  texts.insert(texts.end(), bodies.html.begin(), bodies.html.end());
  std::vector<AttachedPart> attached;
  collect(root, nullptr, false, texts, attached);
  return attached;
}

}  // namespace mapigate::mime
