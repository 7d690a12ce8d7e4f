// Fuzzer of words files. What is read is said without overrunning anything, also where it is a format; a refusal says
// why and where, and leaves everything as it was.
#include "core/catalogue/catalogue.h"
#include "core/words/words.h"

#include <stdlib.h>

enum { INPUT_MAX = 65536, MEMORY = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned char memory[MEMORY];

static void must(bool condition) {
    if (!condition) abort();
}

static void say(const lsn_words *words) {
    char text[256];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_buf_format(&out, LSN_IN(words, "%s on the left"), "the hip");
    lsn_buf_format(&out, LSN_IN(words, "felt better %d times of %d"), 3, 4);
    lsn_buf_format(&out, LSN_IN(words, "%S: %S, %S less than on %S."), LSN_STR("a"), LSN_STR("b"), LSN_STR("c"),
                   LSN_STR("d"));
    lsn_buf_format(&out, LSN_IN(words, "within %l.%l %% of the best possible"), (int64_t)1, (int64_t)2);
    lsn_say(&out, words, lsn_words_str(words, LSN_STR("Change sides. Now the {side} side.")), LSN_SIDE_left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > INPUT_MAX) return 0;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_words words;
    lsn_diag diag = {0};
    if (lsn_words_parse(&words, (lsn_str){(const char *)data, size}, &arena, &diag)) {
        must(diag.text[0] != '\0' && diag.line > 0 && diag.column > 0);
        must(arena.used == 0);
        return 0;
    }
    for (int i = 0; i < words.count; i++) {
        must(i == 0 || words.list[i - 1].hash < words.list[i].hash);
        must(words.list[i].text.len > 0 && lsn_utf8_valid(words.list[i].text));
        must(words.list[i].text.ptr[words.list[i].text.len] == '\0');
    }
    say(&words);
    return 0;
}
