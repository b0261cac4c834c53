#pragma once

#include <gmime/gmime.h>

#include <memory>
#include <string>

// What the files of this folder share for calling GMime, which is a C library of reference-counted objects.

namespace mapigate::mime {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Object = std::unique_ptr<T, Unref>;

struct Free {
  void operator()(void* memory) const { g_free(memory); }
};
using CText = std::unique_ptr<char, Free>;

// Before the first call of anything else; further calls do nothing. May be called from any thread.
void initialize_gmime();

inline std::string to_string(const CText& text) { return text ? std::string(text.get()) : std::string(); }

}  // namespace mapigate::mime
