#include "tests/unit/wire/peak_memory.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

using mapigate::wire::held_memory;

// Null stays null.
void* counted(void* memory) {
  if (memory == nullptr) return nullptr;
  held_memory.now += static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  held_memory.most = std::max(held_memory.most, held_memory.now);
  return memory;
}

void* allocated(std::size_t size) { return counted(std::malloc(std::max<std::size_t>(size, 1))); }

void* allocated(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  return counted(std::aligned_alloc(step, (size + step - 1) / step * step));
}

void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void give_back(void* memory) {
  held_memory.now -= static_cast<std::ptrdiff_t>(malloc_usable_size(memory));
  std::free(memory);
}

}  // namespace

// The forms of arrays call these; AddressSanitizer has its own for each that is not here, and memory of those
// may not be given back by these.
void* operator new(std::size_t size) { return or_throw(allocated(size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return or_throw(allocated(size, alignment));
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocated(size); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
  return allocated(size, alignment);
}
void operator delete(void* memory) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { give_back(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { give_back(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept { give_back(memory); }
