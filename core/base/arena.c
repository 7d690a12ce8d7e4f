// core/base: the arena. Invariant: used <= capacity; a failed allocation changes nothing.
#include "core/base/base.h"

lsn_arena lsn_arena_make(void *memory, size_t capacity) {
    LSN_ASSERT(memory || capacity == 0);
    return (lsn_arena){.base = memory, .capacity = capacity};
}

void *lsn_arena_alloc(lsn_arena *arena, size_t size, size_t align) {
    LSN_ASSERT(align > 0 && (align & (align - 1)) == 0);
    if (!arena->base) return NULL;
    uintptr_t here = (uintptr_t)arena->base + arena->used;
    size_t padding = (size_t)(0 - here) & (align - 1);
    size_t room = arena->capacity - arena->used;
    if (padding > room || size > room - padding) return NULL;
    unsigned char *memory = arena->base + arena->used + padding;
    arena->used += padding + size;
    __builtin_memset(memory, 0, size);
    return memory;
}

void *lsn_arena_alloc_array(lsn_arena *arena, size_t count, size_t size, size_t align) {
    if (size > 0 && count > SIZE_MAX / size) return NULL;
    return lsn_arena_alloc(arena, count * size, align);
}

lsn_str lsn_str_copy(lsn_arena *arena, lsn_str s) {
    if (s.len == SIZE_MAX) return (lsn_str){NULL, 0};
    char *copy = lsn_arena_alloc(arena, s.len + 1, 1);
    if (!copy) return (lsn_str){NULL, 0};
    if (s.len > 0) __builtin_memcpy(copy, s.ptr, s.len);
    return (lsn_str){copy, s.len};
}
