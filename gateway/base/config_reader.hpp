#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace mapigate {

// What is wrong in a configuration file, and where.
struct ConfigProblem {
  std::string file;
  std::uint32_t line = 0;  // 1-based; 0 when the problem has no place in the file
  std::string key;         // dotted path, for example "tls.certificate[1].key_file"
  std::string text;

  // "mapigate.toml:12: tls.certificate[1].key_file: the file cannot be read"
  std::string to_string() const;
};

// One table of a TOML file. Each getter notes that its key is known, returns the default when the key is
// absent, and notes a problem (and returns the default) when the value has the wrong type or is out of range.
// Module configurations are read through it, each by a `parse(ConfigTable&)` of its own.
class ConfigTable {
 public:
  bool has(std::string_view key) const;

  bool flag(std::string_view key, bool fallback);
  std::int64_t integer(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max);
  std::string text(std::string_view key, std::string fallback);
  // One of `choices`.
  std::string choice(std::string_view key, std::string fallback, const std::vector<std::string>& choices);
  std::vector<std::string> texts(std::string_view key, std::vector<std::string> fallback);
  // A number with a unit: ms, s, m, h, d; for example "90s".
  std::chrono::milliseconds duration(std::string_view key, std::chrono::milliseconds fallback,
                                     std::chrono::milliseconds min, std::chrono::milliseconds max);
  // Bytes: an integer, or a text with a unit B, KiB, MiB, GiB; for example "64KiB".
  std::uint64_t bytes(std::string_view key, std::uint64_t fallback, std::uint64_t min, std::uint64_t max);
  // Relative paths are taken from the folder of the configuration file. Empty when absent and no fallback.
  std::filesystem::path path(std::string_view key, const std::filesystem::path& fallback);
  // A path as above, to a file that can be read now.
  std::filesystem::path readable_file(std::string_view key);

  // The sub-table, empty when absent.
  ConfigTable table(std::string_view key);
  // The elements of an array of tables, none when absent.
  std::vector<ConfigTable> tables(std::string_view key);

  // Notes a problem at a key of this table, or at the table itself when the key is empty or absent.
  void problem(std::string_view key, std::string text);
  // For an element of an array value: "tls.names[2]".
  void problem(std::string_view key, std::size_t index, std::string text);

 private:
  friend class ConfigFile;
  struct Node;
  explicit ConfigTable(std::shared_ptr<Node> node) : node_(std::move(node)) {}
  std::shared_ptr<Node> node_;
};

class ConfigFile {
 public:
  // Fails when the file cannot be read or is not TOML; the message names file and line.
  static Result<ConfigFile> load(const std::filesystem::path& file);

  ConfigTable root() const;
  // All problems noted so far and every key that nobody asked for, in the order of their lines.
  std::vector<ConfigProblem> problems() const;
  // Keys that were asked for and are not in the file, as dotted paths; those of tables that are not there
  // included.
  std::vector<std::string> absent_keys() const;

 private:
  struct Document;
  explicit ConfigFile(std::shared_ptr<Document> document) : document_(std::move(document)) {}
  friend class ConfigTable;
  std::shared_ptr<Document> document_;
};

}  // namespace mapigate
