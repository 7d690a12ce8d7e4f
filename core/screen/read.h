/// Private to core/screen: reading rules and conditions.
#ifndef LSN_SCREEN_READ_H
#define LSN_SCREEN_READ_H

#include "core/screen/screen.h"

typedef struct screen_reader {
    lsn_arena *arena;
    lsn_diag *diag;
    lsn_screen_rules *rules; // with the questions that were read already
} screen_reader;

lsn_err screen_fail(screen_reader *r, lsn_err err, const lsn_json *at, const char *what, const char *text);
/// A condition over the questions that were read already. Its tests lie in the arena.
lsn_err screen_read_condition(screen_reader *r, const lsn_json *json, const char *what, lsn_condition *out);
int screen_find_option(const lsn_question *question, lsn_str id); // index or −1

#endif
