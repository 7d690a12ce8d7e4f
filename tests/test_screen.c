// Tests of core/screen: every built-in rule one by one, the parser, and the answers.
#include "core/event/event.h"
#include "core/screen/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char rules_memory[1 << 19], memory[1 << 19];
static lsn_screen_rules built_in;

static int parse_built_in(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(rules_memory, sizeof rules_memory);
    lsn_diag diag = {0};
    if (lsn_screen_rules_parse(&built_in, lsn_screen_builtin_rules.text, &arena, &diag) == LSN_OK) return 0;
    fprintf(stderr, "rules/screen.json:%d:%d: %s\n", diag.line, diag.column, diag.text);
    return 1;
}

static lsn_verdict judge(const char *first, const char *second) {
    bool yes[LSN_SCREEN_RULES_MAX] = {false};
    const char *ids[2] = {first, second};
    for (int i = 0; i < 2; i++) {
        if (!ids[i]) continue;
        int rule = lsn_screen_find(&built_in, lsn_str_from(ids[i]));
        if (rule < 0) fail_msg("no rule %s", ids[i]);
        yes[rule] = true;
    }
    return lsn_screen_judge(&built_in, yes);
}

// ---------------------------------------------------------------- every built-in rule

static const struct {
    const char *id;
    int level;
    lsn_urgency urgency;
    bool may_exercise, gentle_only;
} rule_table[] = {
    {"saddle-numb", 1, LSN_URGENCY_now, false, false},
    {"bladder-bowel", 1, LSN_URGENCY_now, false, false},
    {"genital-feeling", 1, LSN_URGENCY_now, false, false},
    {"both-legs", 1, LSN_URGENCY_now, false, false},
    {"leg-weak", 1, LSN_URGENCY_now, false, false},
    {"accident", 1, LSN_URGENCY_now, false, false},
    {"chest-pain", 1, LSN_URGENCY_now, false, false},
    {"collapse", 1, LSN_URGENCY_now, false, false},
    {"fever-ill", 1, LSN_URGENCY_now, false, false},
    {"infection", 2, LSN_URGENCY_today, false, false},
    {"infection-risk", 2, LSN_URGENCY_today, false, false},
    {"cancer", 2, LSN_URGENCY_urgent, false, false},
    {"weight-loss", 2, LSN_URGENCY_urgent, false, false},
    {"fall-risk", 2, LSN_URGENCY_urgent, false, false},
    {"spine-break", 2, LSN_URGENCY_urgent, false, false},
    {"surgery", 2, LSN_URGENCY_routine, false, false},
    {"under-18", 2, LSN_URGENCY_routine, false, false},
    {"night-pain", 2, LSN_URGENCY_urgent, false, false},
    {"tummy-throb", 2, LSN_URGENCY_urgent, false, false},
    {"leg-nerve", 2, LSN_URGENCY_urgent, false, false},
    {"unsteady-walk", 2, LSN_URGENCY_urgent, false, false},
    {"hip-groin", 2, LSN_URGENCY_urgent, false, false},
    {"began-young", 2, LSN_URGENCY_routine, true, true},
    {"not-improving", 2, LSN_URGENCY_routine, true, true},
    {"severe", 2, LSN_URGENCY_routine, true, true},
    {"pregnant-signs", 2, LSN_URGENCY_now, false, false},
    {"pregnant", 3, LSN_URGENCY_none, true, false},
    {"osteoporosis", 3, LSN_URGENCY_none, true, true},
    {"hip-behind", 3, LSN_URGENCY_none, true, false},
    {"hip-front", 3, LSN_URGENCY_none, true, false},
    {"leg-pain", 3, LSN_URGENCY_none, true, false},
    {"arching", 3, LSN_URGENCY_none, true, false},
    {"head-low", 3, LSN_URGENCY_none, true, false},
    {"balance", 3, LSN_URGENCY_none, true, false},
    {"knees", 3, LSN_URGENCY_none, true, false},
    {"wrists", 3, LSN_URGENCY_none, true, false},
    {"blood-thinners", 3, LSN_URGENCY_none, true, false},
    {"over-50", 4, LSN_URGENCY_none, true, false},
};

static void each_rule_by_itself_gives_its_verdict(void **state) {
    (void)state;
    int count = (int)(sizeof rule_table / sizeof *rule_table);
    assert_int_equal(built_in.count, count);
    for (int i = 0; i < count; i++) {
        lsn_verdict verdict = judge(rule_table[i].id, NULL);
        if (verdict.level != rule_table[i].level || verdict.urgency != rule_table[i].urgency ||
            verdict.may_exercise != rule_table[i].may_exercise || verdict.gentle_only != rule_table[i].gentle_only) {
            fail_msg("%s", rule_table[i].id);
        }
        assert_int_equal(verdict.reason_count, 1);
        assert_int_equal(verdict.reasons[0], lsn_screen_find(&built_in, lsn_str_from(rule_table[i].id)));
    }
}

static void without_a_yes_everything_is_allowed(void **state) {
    (void)state;
    lsn_verdict verdict = judge(NULL, NULL);
    assert_int_equal(verdict.level, 4);
    assert_int_equal(verdict.urgency, LSN_URGENCY_none);
    assert_true(verdict.may_exercise);
    assert_false(verdict.gentle_only);
    assert_int_equal(verdict.reason_count, 0);
    assert_true(lsn_screen_allows(&verdict, &(lsn_move){.tags = ~0u, .start = LSN_POSTURE_prone}));
}

static void level_one_alone_is_asked_before_every_session(void **state) {
    (void)state;
    for (int i = 0; i < built_in.count; i++) {
        assert_int_equal(built_in.rules[i].every_session, built_in.rules[i].level == 1);
    }
}

static bool contains(lsn_str text, const char *word) {
    for (size_t at = 0; at + strlen(word) <= text.len; at++) {
        if (strncmp(text.ptr + at, word, strlen(word)) == 0) return true;
    }
    return false;
}

static void no_rule_diagnoses_promises_or_shouts(void **state) {
    (void)state;
    static const char *const never[] = {"You have ", "you have ", "you do not have", "treat",     "heal ",
                                        "cure",      "proven",    "safe for",        "guarantee", "!"};
    for (int i = 0; i < built_in.count; i++) {
        for (size_t k = 0; k < sizeof never / sizeof *never; k++) {
            if (contains(built_in.rules[i].say, never[k])) fail_msg("%s: %s", built_in.rules[i].id.ptr, never[k]);
        }
    }
}

static void all_answers_fit_into_one_event(void **state) {
    (void)state;
    size_t size = 2;
    for (int i = 0; i < built_in.count; i++) size += built_in.rules[i].id.len + strlen("\"\":false,");
    assert_true(size <= LSN_EVENT_TEXT_MAX);
}

// ---------------------------------------------------------------- which moves a yes leaves out

#define T(tag) (1u << LSN_TAG_##tag)
// The twenty-seven moves by number, with start posture and caution tags.
static const struct {
    int number;
    const char *id;
    lsn_posture start;
    uint32_t tags;
} moves[] = {
    {1, "tail-wag", LSN_POSTURE_all_fours, T(KN) | T(WR)},
    {2, "supine-hamstring-stretch", LSN_POSTURE_supine, T(LEG) | T(HRp) | T(PG)},
    {3, "prone-press-up", LSN_POSTURE_prone, T(EXT) | T(PG)},
    {4, "sphinx", LSN_POSTURE_prone, T(EXT) | T(PG)},
    {5, "single-knee-to-chest", LSN_POSTURE_hook_lying, T(HRp) | T(OP) | T(LEG) | T(PG)},
    {6, "double-knee-to-chest", LSN_POSTURE_hook_lying, T(HRp) | T(OP) | T(LEG) | T(PG)},
    {7, "lower-trunk-rotation", LSN_POSTURE_hook_lying, T(OP) | T(HRp) | T(LEG) | T(PG)},
    {8, "cat-cow", LSN_POSTURE_all_fours, T(KN) | T(WR) | T(OP)},
    {9, "seated-trunk-rotation", LSN_POSTURE_seated_chair, T(OP) | T(HRp)},
    {10, "seated-floor-twist", LSN_POSTURE_seated_floor, T(OP) | T(HRp) | T(LEG)},
    {11, "childs-pose", LSN_POSTURE_kneeling, T(KN) | T(OP) | T(HRp) | T(PG)},
    {12, "pelvic-tilt", LSN_POSTURE_hook_lying, T(PG)},
    {13, "half-kneeling-hip-flexor", LSN_POSTURE_half_kneeling, T(KN) | T(BAL) | T(HRa)},
    {14, "supine-figure-four", LSN_POSTURE_hook_lying, T(HRp) | T(LEG) | T(PG)},
    {15, "draw-in", LSN_POSTURE_hook_lying, T(PG)},
    {16, "glute-bridge", LSN_POSTURE_hook_lying, T(PG)},
    {17, "side-straddle", LSN_POSTURE_seated_floor, T(OP) | T(LEG) | T(HRp)},
    {18, "cobra", LSN_POSTURE_prone, T(EXT) | T(WR) | T(PG)},
    {19, "cobra-to-dog", LSN_POSTURE_prone, T(HD) | T(WR) | T(LEG) | T(EXT)},
    {20, "kneeling-thoracic-twist", LSN_POSTURE_half_kneeling, T(WR) | T(KN) | T(HRp) | T(HRa) | T(OP)},
    {21, "standing-trunk-rotation", LSN_POSTURE_standing, T(OP) | T(BAL)},
    {22, "legs-up-the-wall", LSN_POSTURE_supine, T(HD) | T(PG)},
    {23, "hip-airplane", LSN_POSTURE_standing, T(BAL) | T(HRp) | T(HRa)},
    {24, "ball-release", LSN_POSTURE_supine, T(BT) | T(OP) | T(PG)},
    {25, "forward-fold", LSN_POSTURE_seated_floor, T(OP) | T(LEG) | T(HD)},
    {26, "sleep-on-the-back", LSN_POSTURE_supine, T(PG)},
    {27, "sleep-on-the-side", LSN_POSTURE_side_lying, 0},
};

// Expects exactly the moves with these numbers to be left out; 0 ends the list.
static void assert_left_out(const char *rule, const int *expected) {
    lsn_verdict verdict = judge(rule, NULL);
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        bool out = false;
        for (const int *at = expected; *at != 0; at++) out |= *at == moves[i].number;
        lsn_move move = {.id = lsn_str_from(moves[i].id), .start = moves[i].start, .tags = moves[i].tags};
        if (lsn_screen_allows(&verdict, &move) == out) fail_msg("%s: move %d", rule, moves[i].number);
    }
}

static void each_care_rule_leaves_out_its_moves_and_no_others(void **state) {
    (void)state;
    // Osteoporosis keeps 5, 7, 8 and 11 in a small range, and drops everything else with its tag.
    assert_left_out("osteoporosis", (int[]){6, 9, 10, 17, 20, 21, 24, 25, 0});
    assert_left_out("hip-behind", (int[]){2, 5, 6, 7, 9, 10, 11, 14, 17, 20, 23, 0});
    assert_left_out("hip-front", (int[]){13, 20, 23, 0});
    assert_left_out("pregnant", (int[]){2, 3, 4, 5, 6, 7, 12, 14, 15, 16, 18, 19, 22, 24, 26, 0});
    assert_left_out("head-low", (int[]){19, 22, 25, 0});
    assert_left_out("leg-pain", (int[]){2, 5, 6, 7, 10, 14, 17, 19, 25, 0});
    assert_left_out("arching", (int[]){3, 4, 18, 19, 0});
    assert_left_out("balance", (int[]){13, 20, 21, 23, 0});
    assert_left_out("knees", (int[]){1, 8, 11, 13, 20, 0});
    assert_left_out("wrists", (int[]){1, 8, 18, 19, 20, 0});
    assert_left_out("blood-thinners", (int[]){24, 0});
    assert_left_out("over-50", (int[]){0});
}

static void when_no_exercise_is_allowed_no_move_is(void **state) {
    (void)state;
    lsn_verdict verdict = judge("chest-pain", NULL);
    assert_false(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("pelvic-tilt")}));
    verdict = judge("severe", NULL);
    assert_true(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("pelvic-tilt")}));
}

static void what_one_rule_keeps_another_still_leaves_out(void **state) {
    (void)state;
    lsn_move childs_pose = {.id = LSN_STR("childs-pose"), .start = LSN_POSTURE_kneeling, .tags = T(KN) | T(OP)};
    lsn_verdict verdict = judge("osteoporosis", NULL);
    assert_true(lsn_screen_allows(&verdict, &childs_pose));
    verdict = judge("osteoporosis", "knees");
    assert_false(lsn_screen_allows(&verdict, &childs_pose));
    assert_true(verdict.forbid_tags == (T(OP) | T(KN)));
}

static void the_gravest_answer_decides_and_reasons_are_sorted_by_it(void **state) {
    (void)state;
    bool yes[LSN_SCREEN_RULES_MAX] = {false};
    static const char *const ids[] = {"over-50",        "wrists",    "surgery",   "night-pain",
                                      "pregnant-signs", "both-legs", "chest-pain"};
    static const char *const sorted[] = {"both-legs", "chest-pain", "pregnant-signs", "night-pain",
                                         "surgery",   "wrists",     "over-50"};
    for (int i = 0; i < 7; i++) yes[lsn_screen_find(&built_in, lsn_str_from(ids[i]))] = true;
    lsn_verdict verdict = lsn_screen_judge(&built_in, yes);
    assert_int_equal(verdict.level, 1);
    assert_int_equal(verdict.reason_count, 7);
    for (int i = 0; i < 7; i++) assert_string_equal(built_in.rules[verdict.reasons[i]].id.ptr, sorted[i]);
    assert_false(verdict.gentle_only);
}

static void a_gentle_rule_does_not_lift_a_ban(void **state) {
    (void)state;
    assert_false(judge("severe", "infection").may_exercise);
    assert_false(judge("severe", "infection").gentle_only);
    assert_false(judge("osteoporosis", "surgery").may_exercise);
    assert_true(judge("severe", "wrists").gentle_only);
}

static bool built_in_move(lsn_str id) {
    char file[64];
    lsn_buf name = lsn_buf_make(file, sizeof file);
    lsn_buf_format(&name, "%S.json", id);
    for (int i = 0; i < lsn_builtin_move_count; i++) {
        if (lsn_str_equal(lsn_builtin_moves[i].name, lsn_buf_view(&name))) return true;
    }
    return false;
}

static void every_move_that_a_rule_names_is_built_in(void **state) {
    (void)state;
    int named = 0;
    for (int i = 0; i < built_in.count; i++) {
        const lsn_rule *rule = &built_in.rules[i];
        for (int k = 0; k < rule->forbid_move_count; k++, named++) assert_true(built_in_move(rule->forbid_moves[k]));
        for (int k = 0; k < rule->keep_move_count; k++, named++) assert_true(built_in_move(rule->keep_moves[k]));
    }
    assert_int_equal(named, 5);
}

// ---------------------------------------------------------------- answers

static void assert_answers_refused(lsn_err err, const char *json, int column) {
    bool yes[LSN_SCREEN_RULES_MAX];
    memset(yes, 1, sizeof yes);
    lsn_diag diag = {0};
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_screen_answers(yes, &built_in, lsn_str_from(json), scratch, &diag), err);
    assert_int_equal(diag.line, 1);
    assert_int_equal(diag.column, column);
    for (int i = 0; i < built_in.count; i++) assert_true(yes[i]);
}

static void what_is_not_answered_is_a_no(void **state) {
    (void)state;
    bool yes[LSN_SCREEN_RULES_MAX];
    memset(yes, 1, sizeof yes);
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    lsn_str json = LSN_STR("{\"wrists\":true,\"knees\":false}");
    assert_int_equal(lsn_screen_answers(yes, &built_in, json, scratch, NULL), LSN_OK);
    int wrists = lsn_screen_find(&built_in, LSN_STR("wrists"));
    for (int i = 0; i < built_in.count; i++) assert_int_equal(yes[i], i == wrists);
}

static void bad_answers_are_refused_at_their_place(void **state) {
    (void)state;
    assert_answers_refused(LSN_ERR_UNKNOWN_NAME, "{\"wrists\":true,\"elbows\":true}", 16);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "{\"wrists\":1}", 11);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "[]", 1);
    assert_answers_refused(LSN_ERR_JSON_SYNTAX, "{\"wrists\":yes}", 11);
}

// ---------------------------------------------------------------- JSON

static const lsn_json *verdict_json(const char *first, const char *second) {
    static char text[1 << 15];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_verdict verdict = judge(first, second);
    lsn_screen_write_verdict(&out, &verdict);
    assert_false(buf.overflow);
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &arena, NULL), LSN_OK);
    return root;
}

static void a_verdict_is_written_with_its_reasons_and_what_is_left_out(void **state) {
    (void)state;
    const lsn_json *root = verdict_json("pregnant", "osteoporosis");
    assert_true(lsn_json_get(root, "level")->number == 3);
    assert_string_equal(lsn_json_get(root, "urgency")->string.ptr, "none");
    assert_true(lsn_json_get(root, "may_exercise")->boolean);
    assert_true(lsn_json_get(root, "gentle_only")->boolean);
    const lsn_json *reasons = lsn_json_get(root, "reasons");
    assert_int_equal(reasons->count, 2);
    assert_string_equal(lsn_json_get(reasons->first, "rule")->string.ptr, "pregnant");
    assert_string_equal(lsn_json_get(reasons->first, "source")->string.ptr, "ACOG Committee Opinion 804, 2020");
    const lsn_json *forbidden = lsn_json_get(root, "forbidden");
    assert_string_equal(lsn_json_get(forbidden, "tags")->first->string.ptr, "OP");
    assert_string_equal(lsn_json_get(forbidden, "tags")->first->next->string.ptr, "PG");
    assert_int_equal(lsn_json_get(forbidden, "postures")->count, 3);
    assert_int_equal(lsn_json_get(forbidden, "moves")->count, 0);
    assert_int_equal(lsn_json_get(root, "kept")->count, 4); // the child's pose once
}

static const char *advice(const char *first, const char *second) {
    return lsn_json_get(verdict_json(first, second), "advice")->string.ptr;
}

static void the_advice_follows_level_and_urgency(void **state) {
    (void)state;
    assert_string_equal(advice("chest-pain", "infection"), built_in.emergency.ptr);
    assert_string_equal(advice("pregnant-signs", "cancer"), built_in.advice[LSN_ADVICE_now].ptr);
    assert_string_equal(advice("infection", "cancer"), built_in.advice[LSN_ADVICE_today].ptr);
    assert_string_equal(advice("cancer", "severe"), built_in.advice[LSN_ADVICE_urgent].ptr);
    assert_string_equal(advice("surgery", "severe"), built_in.advice[LSN_ADVICE_routine].ptr);
    assert_string_equal(advice("severe", "wrists"), built_in.advice[LSN_ADVICE_gentle].ptr);
    assert_string_equal(advice("wrists", NULL), built_in.advice[LSN_ADVICE_care].ptr);
    assert_string_equal(advice("over-50", NULL), built_in.advice[LSN_ADVICE_go].ptr);
    assert_string_equal(advice(NULL, NULL), built_in.advice[LSN_ADVICE_go].ptr);
}

static void the_questions_are_written_in_the_order_of_the_file(void **state) {
    (void)state;
    static char text[1 << 15];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_screen_write_questions(&out, &built_in);
    assert_false(buf.overflow);
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &arena, NULL), LSN_OK);
    const lsn_json *question = lsn_json_get(root, "questions")->first;
    assert_int_equal(lsn_json_get(root, "questions")->count, built_in.count);
    assert_string_equal(lsn_json_get(question, "id")->string.ptr, "saddle-numb");
    assert_true(lsn_json_get(question, "every_session")->boolean);
    assert_string_equal(lsn_json_get(question->next->next, "help")->string.ptr, "");
}

// ---------------------------------------------------------------- the parser

#define ADVICE                                                                                                         \
    "\"advice\":{\"go\":\"a\",\"care\":\"a\",\"gentle\":\"a\",\"routine\":\"a\",\"urgent\":\"a\",\"today\":\"a\","     \
    "\"now\":\"a\"}"
#define FILE_OF(rules) "{\"version\":\"1\",\"reviewed\":\"1\",\"emergency\":\"e\"," ADVICE ",\n\"rules\":[" rules "]}"
#define RULE(id, rest) "{\"id\":\"" id "\",\"group\":\"g\",\"ask\":\"a\",\"say\":\"s\",\"source\":\"s\"," rest "}"

static void assert_rules_refused(lsn_err err, const char *text, int line, const char *place) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_screen_rules out = {.count = 77};
    lsn_diag diag = {0};
    lsn_err got = lsn_screen_rules_parse(&out, lsn_str_from(text), &arena, &diag);
    const char *start = line == 2 ? strchr(text, '\n') + 1 : text;
    int column = (int)(strstr(start, place) - start) + 1;
    if (got != err || diag.line != line || diag.column != column) {
        fail_msg("%s\nexpected %s at %d:%d, got %s at %d:%d: %s", text, lsn_err_name(err), line, column,
                 lsn_err_name(got), diag.line, diag.column, diag.text);
    }
    assert_int_equal(out.count, 77);
    assert_int_equal(arena.used, 0);
}

static void a_small_file_is_read_field_by_field(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_screen_rules rules;
    lsn_str text = LSN_STR(FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"routine\",\"help\":\"h\",\"gentle\":true,"
                                             "\"forbid\":{\"tags\":[\"KN\",\"WR\"],\"moves\":[\"cobra\"],"
                                             "\"postures\":[\"prone\"],\"keep\":[\"cat-cow\"]}")));
    assert_int_equal(lsn_screen_rules_parse(&rules, text, &arena, NULL), LSN_OK);
    const lsn_rule *rule = &rules.rules[0];
    assert_int_equal(rules.count, 1);
    assert_string_equal(rules.emergency.ptr, "e");
    assert_string_equal(rule->id.ptr, "x");
    assert_int_equal(rule->level, 3);
    assert_int_equal(rule->urgency, LSN_URGENCY_routine);
    assert_true(rule->forbid_tags == (T(KN) | T(WR)));
    assert_true(rule->forbid_postures == 1u << LSN_POSTURE_prone);
    assert_int_equal(rule->forbid_move_count, 1);
    assert_int_equal(rule->keep_move_count, 1);
    assert_true(rule->gentle);
    assert_false(rule->every_session);
    lsn_verdict verdict = lsn_screen_judge(&rules, (bool[]){true});
    assert_false(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("cobra")}));
    assert_false(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("a"), .start = LSN_POSTURE_prone}));
    assert_true(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("cat-cow"), .tags = T(KN)}));
}

static void bad_rules_are_refused_at_their_place(void **state) {
    (void)state;
    assert_rules_refused(LSN_ERR_WRONG_TYPE, "[]", 1, "[");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, "{\"version\":\"1\"}", 1, "{");
    assert_rules_refused(LSN_ERR_UNKNOWN_FIELD, "{\"versoin\":\"1\"}", 1, "\"versoin\"");
    assert_rules_refused(LSN_ERR_WRONG_TYPE, "{\"version\":1}", 1, "1");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, "{\"version\":\"\"}", 1, "\"\"");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_OF(""), 2, "[");
    assert_rules_refused(LSN_ERR_WRONG_TYPE, FILE_OF("7"), 2, "7");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_OF(RULE("x", "\"level\":4")), 2, "{\"id");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME, FILE_OF(RULE("X", "\"level\":4")), 2, "\"X\"");
    assert_rules_refused(LSN_ERR_OUT_OF_RANGE, FILE_OF(RULE("x", "\"level\":5")), 2, "5");
    assert_rules_refused(LSN_ERR_OUT_OF_RANGE, FILE_OF(RULE("x", "\"level\":2.5")), 2, "2.5");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME, FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"soon\"")), 2, "\"soon\"");
    assert_rules_refused(LSN_ERR_UNKNOWN_FIELD, FILE_OF(RULE("x", "\"colour\":4")), 2, "\"colour\"");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME,
                         FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\",\"forbid\":{\"tags\":[\"KN\",\"XX\"]}")),
                         2, "\"XX\"");
    assert_rules_refused(LSN_ERR_DUPLICATE,
                         FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\",\"forbid\":{\"tags\":[\"KN\",\"KN\"]}")),
                         2, "\"KN\"]");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME,
                         FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\",\"forbid\":{\"postures\":[3]}")), 2, "3]");
    assert_rules_refused(LSN_ERR_TOO_MANY,
                         FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\",\"forbid\":{\"moves\":[\"a\",\"b\",\"c\","
                                           "\"d\",\"e\",\"f\",\"g\",\"h\",\"i\"]}")),
                         2, "\"i\"");
    assert_rules_refused(LSN_ERR_DUPLICATE,
                         FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"none\"") "," //
                                 RULE("y", "\"level\":4,\"urgency\":\"none\"") "," //
                                                                               "{\"group\":\"g\",\"ask\":\"a\",\"say\":"
                                                                               "\"s\",\"source\":\"s\",\"level\":4,"
                                                                               "\"urgency\":\"none\",\"id\": \"x\"}"),
                         2, "\"x\"}");
}

static void rules_that_contradict_themselves_are_refused(void **state) {
    (void)state;
    assert_rules_refused(LSN_ERR_INCONSISTENT,
                         FILE_OF(RULE("x", "\"level\":1,\"urgency\":\"today\",\"every_session\":true")), 2,
                         "\"today\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":1,\"urgency\":\"now\"")), 2, "{");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":2,\"urgency\":\"none\"")), 2, "\"none\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\"")), 2, "{");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"now\"")), 2, "\"now\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"none\",\"gentle\":true")),
                         2, "true");
    assert_rules_refused(LSN_ERR_INCONSISTENT,
                         FILE_OF(RULE("x", "\"level\":2,\"urgency\":\"today\",\"forbid\":{\"tags\":[\"KN\"]}")), 2,
                         "{");
}

static void parsing_reports_full_memory_and_leaves_everything(void **state) {
    (void)state;
    lsn_str text = LSN_STR(FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\",\"gentle\":true")));
    for (size_t capacity = 0;; capacity += 3) {
        unsigned char *block = malloc(capacity + 1);
        lsn_arena arena = lsn_arena_make(block, capacity);
        lsn_screen_rules rules = {.count = 77};
        lsn_err err = lsn_screen_rules_parse(&rules, text, &arena, NULL);
        free(block);
        if (!err) break;
        assert_int_equal(err, LSN_ERR_NO_MEMORY);
        assert_int_equal(arena.used, 0);
        assert_int_equal(rules.count, 77);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_by_itself_gives_its_verdict),
        cmocka_unit_test(without_a_yes_everything_is_allowed),
        cmocka_unit_test(level_one_alone_is_asked_before_every_session),
        cmocka_unit_test(no_rule_diagnoses_promises_or_shouts),
        cmocka_unit_test(all_answers_fit_into_one_event),
        cmocka_unit_test(each_care_rule_leaves_out_its_moves_and_no_others),
        cmocka_unit_test(when_no_exercise_is_allowed_no_move_is),
        cmocka_unit_test(what_one_rule_keeps_another_still_leaves_out),
        cmocka_unit_test(the_gravest_answer_decides_and_reasons_are_sorted_by_it),
        cmocka_unit_test(a_gentle_rule_does_not_lift_a_ban),
        cmocka_unit_test(every_move_that_a_rule_names_is_built_in),
        cmocka_unit_test(what_is_not_answered_is_a_no),
        cmocka_unit_test(bad_answers_are_refused_at_their_place),
        cmocka_unit_test(a_verdict_is_written_with_its_reasons_and_what_is_left_out),
        cmocka_unit_test(the_advice_follows_level_and_urgency),
        cmocka_unit_test(the_questions_are_written_in_the_order_of_the_file),
        cmocka_unit_test(a_small_file_is_read_field_by_field),
        cmocka_unit_test(bad_rules_are_refused_at_their_place),
        cmocka_unit_test(rules_that_contradict_themselves_are_refused),
        cmocka_unit_test(parsing_reports_full_memory_and_leaves_everything),
    };
    return cmocka_run_group_tests_name("screen", tests, parse_built_in, NULL);
}
