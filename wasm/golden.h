/// One hash of a whole session: plan, score, states and figure, bit by bit. Equal on every compiler and platform.
#ifndef WASM_GOLDEN_H
#define WASM_GOLDEN_H

#include "core/base/base.h"

enum { GOLDEN_BYTES = 24 << 20 };

/// Needs GOLDEN_BYTES of memory. Returns 0 when the session cannot be made.
uint64_t golden_hash(lsn_arena arena);

#endif
