// Reads files of the project whole, and JSON, for tests that run from the top of the project.
#ifndef READ_FILES_H
#define READ_FILES_H

#include "core/base/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static lsn_str read_whole(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("%s cannot be read; run the tests from the top of the project", path);
    static char text[1 << 17];
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    return (lsn_str){text, size};
}

static const lsn_json *parse_json(lsn_str text) {
    static unsigned char json_memory[2 << 20];
    lsn_arena arena = lsn_arena_make(json_memory, sizeof json_memory);
    lsn_json *out = NULL;
    lsn_diag diag;
    if (lsn_json_parse(&out, text, &arena, &diag)) fail_msg("%d:%d: %s", diag.line, diag.column, diag.text);
    return out;
}

#endif
