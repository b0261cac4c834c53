#include "protocol/decode/exchange.hpp"

#include <algorithm>

#include "protocol/decode/auxiliary.hpp"
#include "protocol/oxcdata/property_row_fields.hpp"
#include "protocol/oxcdata/property_value_fields.hpp"
#include "protocol/oxcdata/restriction_fields.hpp"
#include "protocol/oxcmapihttp/bodies.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"

namespace mapigate::decode {

using oxcmapihttp::RequestType;

namespace {

// Called with the structure that was read. What its blobs hold is added to their nodes.
struct Contents {
  RopDecoder& rops;
  Direction direction;
  Node& node;

  Node* child(std::string_view name) {
    const auto found = std::find_if(node.children.begin(), node.children.end(),
                                    [&](const Node& child) { return child.name == name; });
    return found == node.children.end() ? nullptr : &*found;
  }

  void rop_buffer(wire::ByteView bytes) {
    Node* buffer = child("RopBuffer");
    if (buffer == nullptr || bytes.empty()) return;
    const auto payloads = oxcrpc::decode_chain(bytes, max_decoded);
    if (!payloads) return note_failure(payloads.error(), bytes, *buffer);
    for (std::size_t i = 0; i < payloads->size(); ++i) {
      Node& payload = buffer->children.emplace_back();
      payload.name = "payload " + std::to_string(i);
      payload.text = std::to_string((*payloads)[i].size()) + " bytes";
      payload.size = (*payloads)[i].size();
      if (direction == Direction::request) {
        rops.request((*payloads)[i], payload);
      } else {
        rops.response((*payloads)[i], payload);
      }
    }
  }

  void auxiliary_buffer(wire::ByteView bytes) {
    Node* buffer = child("AuxiliaryBuffer");
    if (buffer == nullptr || bytes.empty()) return;
    const auto payload = oxcrpc::decode_single(bytes);
    if (!payload) return note_failure(payload.error(), bytes, *buffer);
    auxiliary_blocks(*payload, *buffer);
  }

  // Far more than an Exchange server sends in one response.
  static constexpr std::size_t max_decoded = 64 << 20;
};

}  // namespace

Node Exchange::body(RequestType type, Direction direction, wire::ByteView body) {
  Node node;
  node.name = std::string(name(type)) + (direction == Direction::request ? " request" : " response");
  node.size = body.size();
  TreeBuilder builder(node);
  Reader reader(body, TreeTrace(builder));
  oxcmapihttp::visit_bodies(type, [&](auto bodies) {
    const auto read = [&](auto value) {
      reader.read(value);
      reader.finish();
      Contents contents{rops_, direction, node};
      if constexpr (requires { value.rop_buffer; }) contents.rop_buffer(value.rop_buffer);
      if constexpr (requires { value.auxiliary_buffer; }) contents.auxiliary_buffer(value.auxiliary_buffer);
    };
    if (direction == Direction::request) {
      read(typename decltype(bodies)::Request{});
    } else {
      read(typename decltype(bodies)::Response{});
    }
  });
  note_failure(reader.failure(), body, node);
  return node;
}

bool has_unread(const Node& node) {
  return node.unread || std::any_of(node.children.begin(), node.children.end(), has_unread);
}

std::optional<RequestType> guess_type(Direction direction, wire::ByteView body) {
  // The likely ones first: short bodies fit several.
  for (const auto type : {RequestType::execute,
                          RequestType::connect,
                          RequestType::notification_wait,
                          RequestType::disconnect,
                          RequestType::bind,
                          RequestType::resolve_names,
                          RequestType::query_rows,
                          RequestType::get_props,
                          RequestType::get_special_table,
                          RequestType::get_matches,
                          RequestType::dn_to_mid,
                          RequestType::update_stat,
                          RequestType::seek_entries,
                          RequestType::query_columns,
                          RequestType::get_prop_list,
                          RequestType::get_template_info,
                          RequestType::compare_mids,
                          RequestType::resort_restriction,
                          RequestType::mod_props,
                          RequestType::mod_link_att,
                          RequestType::get_mailbox_url,
                          RequestType::get_address_book_url,
                          RequestType::unbind}) {
    // What the blobs in it hold is another matter.
    const Node node = Exchange().body(type, direction, body);
    if (std::none_of(node.children.begin(), node.children.end(),
                     [](const Node& field) { return field.unread; })) {
      return type;
    }
  }
  return std::nullopt;
}

}  // namespace mapigate::decode
