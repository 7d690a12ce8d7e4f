/// Private to core/make: a form as it was read, what the body says of it, and the writing of its file.
#ifndef LSN_MAKE_INNER_H
#define LSN_MAKE_INNER_H

#include "core/make/make.h"

typedef struct form {
    const lsn_json *root, *say, *doses, *figure, *words;
    const lsn_words *language; // of what is told, and of what stands in the file where the form is silent
    bool holds, two_sided;
} form;

/// What follows from the poses.
typedef struct findings {
    int go_s, back_s;
    uint32_t tags; // cautions
    lsn_direction direction;
    bool end_range;
    struct {
        lsn_muscle right; // of the pair
        bool primary;
        int side; // 0 working, 1 other, 2 both
    } targets[5];
    int target_count;
} findings;

enum { LINES_MAX = 64 };

/// A file in the making. Every field begins on a line of its own, so that the checker's place names the field.
typedef struct writing {
    lsn_buf *buf;
    lsn_json_out json;
    const form *f;
    const findings *found;
    uint32_t bad; // fields that are replaced by something that passes
    int line;
    lsn_make_field field_of[LINES_MAX];
} writing;

void lsn_make_write(writing *w);
/// Needs the key poses "start" and "there" of a motion of one side.
void lsn_make_find(findings *out, const lsn_motion *motion, const form *f);

#endif
