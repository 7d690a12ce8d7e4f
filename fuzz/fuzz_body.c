// Feeds bytes to the reader of body files. A body that is accepted can be built, with ranges and muscle lengths that
// are in order; a refusal leaves the result untouched.
#include "core/body/body.h"

#include <assert.h>

static unsigned char memory[1 << 18];

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    lsn_body_options options = {.limit_count = -1};
    lsn_diag diag = {0};
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    if (lsn_body_options_parse(&options, (lsn_str){(const char *)data, size}, scratch, &diag)) {
        assert(options.limit_count == -1);
        return 0;
    }
    static lsn_body body;
    assert(lsn_body_build(&body, &options) == LSN_OK);
    for (int c = 0; c < LSN_COORD_COUNT; c++) assert(body.least_rad[c] <= body.greatest_rad[c]);
    for (int m = 1; m < LSN_MUSCLE_COUNT; m++) assert(body.muscle_least_m[m] <= body.muscle_greatest_m[m]);
    return 0;
}
