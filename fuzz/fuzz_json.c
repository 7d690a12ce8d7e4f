// Fuzzer of the JSON codec: whatever parses is written back and parsed again, and must be equal. A refusal always has a
// sentence and a place within the input.
#include "core/base/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 16384, MEMORY = 4 << 20, TEXT = 512 << 10 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition) {
    if (!condition) abort();
}

// Places must point at a byte of the input or just past its end.
static void check_diag(const lsn_diag *diag, const char *text, size_t size) {
    must(diag->err != LSN_OK);
    must(memchr(diag->text, 0, sizeof diag->text) != NULL);
    must(diag->text[0] != 0);
    int lines = 1;
    size_t line_start = 0, line_end = size;
    for (size_t i = 0; i < size; i++) {
        if (text[i] != '\n') continue;
        if (lines == diag->line) {
            line_end = i;
            break;
        }
        lines++;
        line_start = i + 1;
    }
    must(diag->line == lines);
    must(diag->column >= 1);
    must((size_t)diag->column <= line_end - line_start + 1);
}

static void write_value(lsn_json_out *out, const lsn_json *value) {
    char number[40];
    switch (value->type) {
    case LSN_JSON_NULL:
        lsn_json_null(out);
        return;
    case LSN_JSON_BOOL:
        lsn_json_bool(out, value->boolean);
        return;
    case LSN_JSON_STRING:
        lsn_json_str(out, value->string);
        return;
    case LSN_JSON_NUMBER:
        snprintf(number, sizeof number, "%.17g", value->number);
        lsn_json_raw(out, lsn_str_from(number));
        return;
    case LSN_JSON_ARRAY:
        lsn_json_array(out);
        for (const lsn_json *item = value->first; item; item = item->next) write_value(out, item);
        lsn_json_array_end(out);
        return;
    case LSN_JSON_OBJECT:
        lsn_json_object(out);
        for (const lsn_json *item = value->first; item; item = item->next) {
            must(strlen(item->key.ptr) == item->key.len);
            lsn_json_key(out, item->key.ptr);
            write_value(out, item);
        }
        lsn_json_object_end(out);
        return;
    }
    abort();
}

static void check_equal(const lsn_json *a, const lsn_json *b) {
    must(a->type == b->type);
    must(a->boolean == b->boolean);
    must(memcmp(&a->number, &b->number, sizeof a->number) == 0);
    must(lsn_str_equal(a->string, b->string));
    must(lsn_str_equal(a->key, b->key));
    must(lsn_utf8_valid(a->string));
    must(a->count == b->count);
    const lsn_json *x = a->first, *y = b->first;
    for (int i = 0; i < a->count; i++) {
        check_equal(x, y);
        x = x->next;
        y = y->next;
    }
    must(!x);
    must(!y);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned char first_memory[MEMORY], second_memory[MEMORY];
    static char text[TEXT];
    if (size > INPUT_MAX) return 0;
    lsn_str input = {(const char *)data, size};
    lsn_arena arena = lsn_arena_make(first_memory, sizeof first_memory);
    lsn_json *first = NULL, *second = NULL;
    lsn_diag diag = {0};
    if (lsn_json_parse(&first, input, &arena, &diag)) {
        check_diag(&diag, input.ptr, size);
        must(!first);
        return 0;
    }
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    write_value(&out, first);
    must(!buf.overflow);
    arena = lsn_arena_make(second_memory, sizeof second_memory);
    must(lsn_json_parse(&second, lsn_buf_view(&buf), &arena, &diag) == LSN_OK);
    check_equal(first, second);
    return 0;
}
