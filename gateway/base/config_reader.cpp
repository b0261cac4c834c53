#include "gateway/base/config_reader.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <optional>
#include <set>
#include <span>
#include <sstream>

#include "gateway/base/encoding.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace mapigate {

namespace {

// A configuration file is written by hand: anything larger is a mistake, such as a log file named instead.
constexpr std::uintmax_t max_file_bytes = 4 * 1024 * 1024;

std::string_view type_name(toml::node_type type) {
  switch (type) {
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::boolean:
      return "true or false";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::table:
      return "a table";
    default:
      return "a date or time";
  }
}

struct Unit {
  std::string_view name;
  std::int64_t factor;
};
constexpr Unit duration_units[] = {
    {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
constexpr Unit byte_units[] = {{"B", 1}, {"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}};

// "90s" with the given units; nothing when it is not of that form or overflows.
std::optional<std::int64_t> number_with_unit(std::string_view text, std::span<const Unit> units) {
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (code != std::errc{} || number < 0) return std::nullopt;
  const std::string_view unit = trim(text.substr(end - text.data()));
  for (const Unit& candidate : units) {
    std::int64_t product = 0;
    if (unit == candidate.name && !__builtin_mul_overflow(number, candidate.factor, &product)) return product;
  }
  return std::nullopt;
}

// The largest unit that divides the value: how a limit is shown to the admin.
std::string with_unit(std::int64_t value, std::span<const Unit> units) {
  const Unit* best = &units.front();
  for (const Unit& unit : units) {
    if (value != 0 && value % unit.factor == 0) best = &unit;
  }
  return fmt::format("{}{}", value / best->factor, best->name);
}

}  // namespace

struct ConfigFile::Document {
  std::filesystem::path file;
  toml::table root;
  std::vector<ConfigProblem> problems;
  std::vector<std::shared_ptr<ConfigTable::Node>> nodes;  // every table that somebody read
};

struct ConfigTable::Node {
  ConfigFile::Document* document;
  const toml::table* table;  // null: absent in the file
  std::string path;
  std::set<std::string, std::less<>> known;

  std::string key_path(std::string_view key) const {
    if (path.empty()) return std::string(key);
    return key.empty() ? path : fmt::format("{}.{}", path, key);
  }

  const toml::node* find(std::string_view key) {
    known.emplace(key);
    return table ? table->get(key) : nullptr;
  }

  void problem(const toml::node* place, std::string key, std::string text) {
    if (!place) place = table;
    document->problems.push_back(
        {document->file.string(), place ? place->source().begin.line : 0, std::move(key), std::move(text)});
  }

  void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    problem(&node, key_path(key), fmt::format("must be {}, not {}", wanted, type_name(node.type())));
  }

  // A number with a unit, within limits.
  std::int64_t quantity(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max,
                        std::span<const Unit> units, std::string_view wanted, bool plain_integer) {
    const toml::node* node = find(key);
    if (!node) return fallback;
    std::optional<std::int64_t> value;
    if (const auto* text = node->as_string()) {
      value = number_with_unit(text->get(), units);
    } else if (const auto* integer = node->as_integer(); integer && plain_integer) {
      value = integer->get();
    }
    if (!value) {
      problem(node, key_path(key), fmt::format("must be {}", wanted));
      return fallback;
    }
    if (*value < min || *value > max) {
      problem(node, key_path(key),
              fmt::format("must be from {} to {}", with_unit(min, units), with_unit(max, units)));
      return fallback;
    }
    return *value;
  }
};

std::string ConfigProblem::to_string() const {
  std::string out = file;
  if (line != 0) out += fmt::format(":{}", line);
  if (!key.empty()) out += fmt::format(": {}", key);
  return fmt::format("{}: {}", out, text);
}

bool ConfigTable::has(std::string_view key) const { return node_->table && node_->table->contains(key); }

bool ConfigTable::flag(std::string_view key, bool fallback) {
  const toml::node* node = node_->find(key);
  if (!node) return fallback;
  if (const auto* value = node->as_boolean()) return value->get();
  node_->wrong_type(*node, key, "true or false");
  return fallback;
}

std::int64_t ConfigTable::integer(std::string_view key, std::int64_t fallback, std::int64_t min,
                                  std::int64_t max) {
  const toml::node* node = node_->find(key);
  if (!node) return fallback;
  const auto* value = node->as_integer();
  if (!value) {
    node_->wrong_type(*node, key, "an integer");
    return fallback;
  }
  if (value->get() < min || value->get() > max) {
    node_->problem(node, node_->key_path(key), fmt::format("must be from {} to {}", min, max));
    return fallback;
  }
  return value->get();
}

std::string ConfigTable::text(std::string_view key, std::string fallback) {
  const toml::node* node = node_->find(key);
  if (!node) return fallback;
  if (const auto* value = node->as_string()) return value->get();
  node_->wrong_type(*node, key, "a text");
  return fallback;
}

std::string ConfigTable::choice(std::string_view key, std::string fallback,
                                const std::vector<std::string>& choices) {
  std::string value = text(key, fallback);
  if (std::ranges::find(choices, value) != choices.end()) return value;
  problem(key, fmt::format("must be one of {}", fmt::join(choices, ", ")));
  return fallback;
}

std::vector<std::string> ConfigTable::texts(std::string_view key, std::vector<std::string> fallback) {
  const toml::node* node = node_->find(key);
  if (!node) return fallback;
  const toml::array* array = node->as_array();
  if (!array) {
    node_->wrong_type(*node, key, "an array of texts");
    return fallback;
  }
  std::vector<std::string> values;
  for (const toml::node& element : *array) {
    if (const auto* value = element.as_string()) {
      values.push_back(value->get());
    } else {
      node_->wrong_type(element, fmt::format("{}[{}]", key, values.size()), "a text");
      return fallback;
    }
  }
  return values;
}

std::chrono::milliseconds ConfigTable::duration(std::string_view key, std::chrono::milliseconds fallback,
                                                std::chrono::milliseconds min,
                                                std::chrono::milliseconds max) {
  return std::chrono::milliseconds(
      node_->quantity(key, fallback.count(), min.count(), max.count(), duration_units,
                      "a time such as \"500ms\", \"90s\", \"5m\", \"1h\" or \"2d\"", false));
}

std::uint64_t ConfigTable::bytes(std::string_view key, std::uint64_t fallback, std::uint64_t min,
                                 std::uint64_t max) {
  return static_cast<std::uint64_t>(
      node_->quantity(key, static_cast<std::int64_t>(fallback), static_cast<std::int64_t>(min),
                      static_cast<std::int64_t>(max), byte_units,
                      "a number of bytes, or a text such as \"64KiB\" or \"1MiB\"", true));
}

std::filesystem::path ConfigTable::path(std::string_view key, const std::filesystem::path& fallback) {
  const std::filesystem::path value = text(key, fallback.string());
  if (value.empty() || value.is_absolute()) return value;
  return (std::filesystem::absolute(node_->document->file).parent_path() / value).lexically_normal();
}

std::filesystem::path ConfigTable::readable_file(std::string_view key) {
  std::filesystem::path file = path(key, {});
  if (file.empty()) return file;
  errno = 0;
  if (std::ifstream(file).peek() == std::ifstream::traits_type::eof()) {
    problem(key,
            fmt::format("the file {} {}", file.string(),
                        errno != 0 ? fmt::format("cannot be read: {}", std::strerror(errno)) : "is empty"));
  }
  return file;
}

ConfigTable ConfigTable::table(std::string_view key) {
  const toml::node* node = node_->find(key);
  if (node && !node->is_table()) {
    node_->wrong_type(*node, key, "a table");
    node = nullptr;
  }
  auto child = std::make_shared<Node>();
  child->document = node_->document;
  child->table = node ? node->as_table() : nullptr;
  child->path = node_->key_path(key);
  child->document->nodes.push_back(child);
  return ConfigTable(child);
}

std::vector<ConfigTable> ConfigTable::tables(std::string_view key) {
  std::vector<ConfigTable> out;
  const toml::node* node = node_->find(key);
  if (!node) return out;
  const toml::array* array = node->as_array();
  if (!array || !std::ranges::all_of(*array, [](const toml::node& element) { return element.is_table(); })) {
    node_->wrong_type(*node, key, fmt::format("an array of tables ([[{}]])", node_->key_path(key)));
    return out;
  }
  for (const toml::node& element : *array) {
    auto child = std::make_shared<Node>();
    child->document = node_->document;
    child->table = element.as_table();
    child->path = fmt::format("{}[{}]", node_->key_path(key), out.size());
    child->document->nodes.push_back(child);
    out.push_back(ConfigTable(child));
  }
  return out;
}

void ConfigTable::problem(std::string_view key, std::string text) {
  node_->problem(node_->find(key), node_->key_path(key), std::move(text));
}

void ConfigTable::problem(std::string_view key, std::size_t index, std::string text) {
  const toml::node* node = node_->find(key);
  if (const toml::array* array = node ? node->as_array() : nullptr; array && index < array->size()) {
    node = array->get(index);
  }
  node_->problem(node, fmt::format("{}[{}]", node_->key_path(key), index), std::move(text));
}

Result<ConfigFile> ConfigFile::load(const std::filesystem::path& file) {
  std::error_code code;
  const auto size = std::filesystem::file_size(file, code);
  if (code) return Error{fmt::format("{}: cannot be read: {}", file.string(), code.message())};
  if (size > max_file_bytes)
    return Error{fmt::format("{}: larger than 4 MiB, not a configuration", file.string())};
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream content;
  content << stream.rdbuf();
  if (!stream) return Error{fmt::format("{}: cannot be read", file.string())};

  toml::parse_result parsed = toml::parse(content.str());
  if (!parsed) {
    return Error{fmt::format("{}:{}: {}", file.string(), parsed.error().source().begin.line,
                             printable(parsed.error().description(), 400))};
  }
  auto document = std::make_shared<Document>();
  document->file = file;
  document->root = std::move(parsed).table();
  auto root = std::make_shared<ConfigTable::Node>();
  root->document = document.get();
  root->table = &document->root;
  document->nodes.push_back(std::move(root));
  return ConfigFile(std::move(document));
}

ConfigTable ConfigFile::root() const {
  // An aliasing pointer: the root table keeps the document alive. Its sub-tables do not, so that the document
  // does not own itself.
  return ConfigTable(std::shared_ptr<ConfigTable::Node>(document_, document_->nodes.front().get()));
}

std::vector<ConfigProblem> ConfigFile::problems() const {
  std::vector<ConfigProblem> all = document_->problems;
  for (const auto& node : document_->nodes) {
    if (!node->table) continue;
    for (const auto& [key, value] : *node->table) {
      if (node->known.contains(key.str())) continue;
      all.push_back({document_->file.string(), key.source().begin.line, node->key_path(key.str()),
                     "there is no such key; see conf/mapigate.toml for all of them"});
    }
  }
  std::ranges::stable_sort(all, {}, &ConfigProblem::line);
  return all;
}

std::vector<std::string> ConfigFile::absent_keys() const {
  std::vector<std::string> absent;
  for (const auto& node : document_->nodes) {
    for (const std::string& key : node->known) {
      if (!node->table || !node->table->contains(key)) absent.push_back(node->key_path(key));
    }
  }
  return absent;
}

}  // namespace mapigate
