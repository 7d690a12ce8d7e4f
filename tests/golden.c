// Prints the golden hash of this build. Compared with tests/golden.txt and with the WebAssembly module's own.
#include "wasm/golden.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    void *memory = malloc(GOLDEN_BYTES);
    if (!memory) return 1;
    uint64_t hash = golden_hash(lsn_arena_make(memory, GOLDEN_BYTES));
    free(memory);
    printf("%016" PRIx64 "\n", hash);
    return hash == 0;
}
