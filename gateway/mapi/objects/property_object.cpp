#include "gateway/mapi/objects/property_object.hpp"

#include <algorithm>

#include "gateway/mapi/objects/stream_object.hpp"

namespace mapigate::mapi {

mailbox::Outcome<store::Property> PropertyObject::current_property(std::uint16_t id) {
  // The last one: it was written to after the others.
  const auto stream = std::find_if(streams.rbegin(), streams.rend(),
                                   [id](const StreamValue* value) { return value->id() == id; });
  return stream == streams.rend() ? property(id) : (*stream)->property();
}

mailbox::Outcome<std::vector<oxcdata::PropertyTag>> PropertyObject::current_tags() {
  auto tags = property_tags();
  if (!tags) return tags;
  for (const StreamValue* stream : streams) {
    const auto same = [stream](oxcdata::PropertyTag tag) { return oxcdata::id_of(tag) == stream->id(); };
    const auto found = std::ranges::find_if(*tags, same);
    if (found == tags->end()) {
      tags->push_back(stream->property_tag());
    } else {
      *found = stream->property_tag();
    }
  }
  return tags;
}

mailbox::Outcome<void> PropertyObject::take_streams() {
  // A stream leaves the list as it is taken.
  const std::vector<StreamValue*> written = streams;
  for (StreamValue* stream : written) {
    if (auto taken = stream->commit(); !taken) return taken;
  }
  return {};
}

}  // namespace mapigate::mapi
