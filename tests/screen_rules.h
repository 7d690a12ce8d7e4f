// The built-in moves and safety rules, read once for a group of tests, and what follows from answers to them.
#ifndef SCREEN_RULES_H
#define SCREEN_RULES_H

#include "core/screen/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char rules_memory[1 << 20], moves_memory[8 << 20], memory[1 << 20];
static lsn_screen_rules built_in;
static lsn_catalogue catalogue;

static int parse_built_in(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(rules_memory, sizeof rules_memory);
    lsn_arena moves = lsn_arena_make(moves_memory, sizeof moves_memory);
    lsn_diag diag = {0};
    int failed;
    if (lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &moves, &failed, &diag)) return 1;
    if (lsn_screen_rules_parse(&built_in, lsn_screen_builtin_rules.text, &arena, &diag) == LSN_OK) return 0;
    fprintf(stderr, "rules/screen.json:%d:%d: %s\n", diag.line, diag.column, diag.text);
    return 1;
}

static lsn_answers answers_of(const char *json) {
    lsn_answers answers;
    lsn_diag diag = {0};
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    if (lsn_screen_answers(&answers, &built_in, lsn_str_from(json), scratch, &diag))
        fail_msg("%s: %s", json, diag.text);
    return answers;
}

static lsn_verdict judge(const char *json) {
    lsn_answers answers = answers_of(json);
    return lsn_screen_judge_answers(&built_in, &answers, NULL);
}

static bool has_reason(const lsn_verdict *verdict, const char *rule) {
    for (int i = 0; i < verdict->reason_count; i++) {
        if (lsn_str_equal(verdict->rules->rules[verdict->reasons[i]].id, lsn_str_from(rule))) return true;
    }
    return false;
}

static void assert_reason(const char *answers, const char *rule, bool expected) {
    lsn_verdict verdict = judge(answers);
    if (has_reason(&verdict, rule) != expected)
        fail_msg("%s %s for %s", rule, expected ? "is missing" : "holds", answers);
}

#endif
