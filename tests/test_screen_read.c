// Tests of core/screen, what is read: answers, and files of rules with their refusals.
#include "tests/screen_rules.h"

// ---------------------------------------------------------------- answers

static void assert_answers_refused(lsn_err err, const char *json, int line, int column) {
    lsn_answers answers;
    memset(&answers, 7, sizeof answers);
    lsn_answers before = answers;
    lsn_diag diag = {0};
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    lsn_err got = lsn_screen_answers(&answers, &built_in, lsn_str_from(json), scratch, &diag);
    if (got != err || diag.line != line || diag.column != column) {
        fail_msg("%s\nexpected %s at %d:%d, got %s at %d:%d: %s", json, lsn_err_name(err), line, column,
                 lsn_err_name(got), diag.line, diag.column, diag.text);
    }
    assert_memory_equal(&answers, &before, sizeof answers);
}

static void an_answer_of_each_kind_is_read(void **state) {
    (void)state;
    lsn_answers answers = answers_of("{\"wrists\":\"A Little\",\"knees\":\"no\",\"age\":52,\"sex\":\"man\","
                                     "\"young-signs\":[\"night\",\"psoriasis\"]}");
    const lsn_answer *to = answers.to;
#define TO(id) to[lsn_screen_find_question(&built_in, LSN_STR(id))]
    assert_true(TO("wrists").given && TO("wrists").yes);
    assert_true(TO("knees").given && !TO("knees").yes);
    assert_int_equal(TO("age").number, 52);
    assert_int_equal(TO("sex").ticks, 1u << 1);
    assert_int_equal(TO("young-signs").ticks, 1u << 0 | 1u << 7);
    assert_false(TO("chest-pain").given);
}

static void answers_may_stand_beside_their_version(void **state) {
    (void)state;
    assert_int_equal(judge("{\"version\":\"2\",\"answers\":{\"wrists\":true}}").level, 3);
    assert_true(answers_of("{\"version\":\"2\",\"answers\":{}}").is_current);
    assert_false(answers_of("{\"version\":\"1\",\"answers\":{}}").is_current);
    assert_false(answers_of("{}").is_current);
}

static void the_first_versions_answers_by_rule_still_count(void **state) {
    (void)state;
    assert_reason("{\"fall-risk\":true,\"wrists\":false}", "fall-risk", true);
    assert_reason("{\"not-improving\":true}", "not-improving", true);
    assert_reason("{\"not-improving\":false}", "not-improving", false);
    assert_int_equal(judge("{\"saddle-numb\":true}").level, 1);
}

static void bad_answers_are_refused_at_their_place(void **state) {
    (void)state;
    assert_answers_refused(LSN_ERR_UNKNOWN_NAME, "{\"wrists\":true,\"elbows\":true}", 1, 16);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "{\"wrists\":1}", 1, 11);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "{\"wrists\":\"maybe\"}", 1, 11);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "[]", 1, 1);
    assert_answers_refused(LSN_ERR_JSON_SYNTAX, "{\"wrists\":yes}", 1, 11);
    assert_answers_refused(LSN_ERR_OUT_OF_RANGE, "{\n \"age\": 0}", 2, 9);
    assert_answers_refused(LSN_ERR_OUT_OF_RANGE, "{\"age\":121}", 1, 8);
    assert_answers_refused(LSN_ERR_OUT_OF_RANGE, "{\"age\":50.5}", 1, 8);
    assert_answers_refused(LSN_ERR_OUT_OF_RANGE, "{\"age\":\"50\"}", 1, 8);
    assert_answers_refused(LSN_ERR_UNKNOWN_NAME, "{\"sex\":\"male\"}", 1, 8);
    assert_answers_refused(LSN_ERR_UNKNOWN_NAME, "{\"young-signs\":[\"night\",\"night\"]}", 1, 25);
    assert_answers_refused(LSN_ERR_UNKNOWN_NAME, "{\"young-signs\":\"night\"}", 1, 16);
    assert_answers_refused(LSN_ERR_UNKNOWN_FIELD, "{\"answers\":{},\"date\":1}", 1, 15);
    assert_answers_refused(LSN_ERR_WRONG_TYPE, "{\"answers\":[]}", 1, 12);
}

static void what_another_version_wrote_is_recalled_as_far_as_it_is_known(void **state) {
    (void)state;
    lsn_answers answers;
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    lsn_str json = LSN_STR("{\"version\":\"9\",\"answers\":{\"wrists\":true,\"tail\":3,\"age\":\"old\"}}");
    assert_int_equal(lsn_screen_recall(&answers, &built_in, json, scratch), LSN_OK);
    assert_int_equal(answers.unknown, 2);
    assert_false(answers.is_current);
    assert_false(answers.to[lsn_screen_find_question(&built_in, LSN_STR("age"))].given);
    assert_int_equal(lsn_screen_judge_answers(&built_in, &answers, NULL).level, 3);
}

static lsn_str write_answers(const lsn_answers *answers) {
    static char text[1 << 14];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_screen_write_answers(&out, &built_in, answers);
    assert_false(buf.overflow);
    return lsn_buf_view(&buf);
}

static void answers_are_written_as_they_are_read(void **state) {
    (void)state;
    lsn_answers answers =
        answers_of("{\"fall-risk\":true,\"age\":52,\"wrists\":\"little\",\"young-signs\":[],\"sex\":\"other\"}");
    lsn_str text = write_answers(&answers);
    lsn_str expected = LSN_STR("{\"version\":\"2\",\"answers\":{\"age\":52,\"sex\":\"other\",\"young-signs\":[],"
                               "\"wrists\":true,\"fall-risk\":true}}");
    assert_int_equal(text.len, expected.len);
    assert_memory_equal(text.ptr, expected.ptr, text.len);
}

static void all_answers_fit_into_one_event(void **state) {
    (void)state;
    lsn_answers answers = {0};
    for (int i = 0; i < built_in.question_count; i++) {
        answers.to[i] = (lsn_answer){.given = true, .number = 100, .ticks = ~0u};
    }
    assert_true(lsn_screen_is_complete(&built_in, &answers));
    assert_true(write_answers(&answers).len <= LSN_EVENT_TEXT_MAX);
}

// ---------------------------------------------------------------- the parser

#define ADVICE                                                                                                         \
    "\"advice\":{\"go\":\"a\",\"care\":\"a\",\"gentle\":\"a\",\"routine\":\"a\",\"urgent\":\"a\",\"today\":\"a\","     \
    "\"now\":\"a\"}"
#define WORDS                                                                                                          \
    "\"words\":{\"green\":\"g\",\"amber\":\"a\",\"red\":\"r\",\"light_source\":\"s\",\"site_ask\":\"a\",\"site_0\":"   \
    "\"0\","                                                                                                           \
    "\"site_1\":\"1\",\"site_2\":\"2\",\"site_3\":\"3\",\"site_4\":\"4\",\"site_further\":\"f\"}"
#define QUESTIONS                                                                                                      \
    "{\"id\":\"q\",\"group\":\"g\",\"ask\":\"a\"},"                                                                    \
    "{\"id\":\"each\",\"group\":\"g\",\"ask\":\"a\",\"every_session\":true},"                                          \
    "{\"id\":\"n\",\"group\":\"g\",\"ask\":\"a\",\"kind\":\"number\",\"least\":1,\"most\":9},"                         \
    "{\"id\":\"c\",\"group\":\"g\",\"ask\":\"a\",\"kind\":\"choice\",\"options\":[{\"id\":\"one\",\"text\":\"t\"},"    \
    "{\"id\":\"two\",\"text\":\"t\"}]},"                                                                               \
    "{\"id\":\"l\",\"group\":\"g\",\"ask\":\"a\",\"kind\":\"list\",\"options\":[{\"id\":\"one\",\"text\":\"t\"},"      \
    "{\"id\":\"two\",\"text\":\"t\"}]}"
#define FILE_WITH(questions, rules)                                                                                    \
    "{\"version\":\"1\",\"reviewed\":\"2026-11-21\",\"emergency\":\"e\",\"clinician_days\":90," ADVICE "," WORDS       \
    ",\n\"questions\":[" questions "],\"rules\":[" rules "]}"
#define FILE_OF(rules) FILE_WITH(QUESTIONS, rules)
#define WHEN(id, when, rest)                                                                                           \
    "{\"id\":\"" id "\",\"when\":" when                                                                                \
    ",\"say\":\"s\",\"source\":\"s\",\"reviewed\":\"2026-11-21\",\"level\":4,\"urgency\":\"none\"" rest "}"
#define RULE(id, rest)                                                                                                 \
    "{\"id\":\"" id "\",\"when\":{\"yes\":\"q\"},\"say\":\"s\",\"source\":\"s\",\"reviewed\":\"2026-11-21\"," rest "}"

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
    lsn_str text = LSN_STR(
        FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"routine\",\"gentle\":true,\"asks_site\":true,\"clinician_days\":7,"
                          "\"forbid\":{\"tags\":[\"KN\",\"WR\"],\"moves\":[\"cobra\"],"
                          "\"postures\":[\"prone\"],\"keep\":[\"cat-cow\"]}")));
    assert_int_equal(lsn_screen_rules_parse(&rules, text, &arena, NULL), LSN_OK);
    const lsn_rule *rule = &rules.rules[0];
    assert_int_equal(rules.count, 1);
    assert_string_equal(rules.emergency.ptr, "e");
    assert_string_equal(rule->id.ptr, "x");
    assert_int_equal(rule->level, 3);
    assert_int_equal(rule->urgency, LSN_URGENCY_routine);
    assert_true(rule->forbid_tags == (1u << LSN_TAG_KN | 1u << LSN_TAG_WR));
    assert_true(rule->forbid_postures == 1u << LSN_POSTURE_prone);
    assert_int_equal(rule->forbid_move_count, 1);
    assert_int_equal(rule->keep_move_count, 1);
    assert_true(rule->gentle);
    assert_true(rule->asks_site);
    assert_int_equal(rule->clinician_days, 7);
    assert_int_equal(rules.clinician_days, 90);
    assert_int_equal(rules.question_count, 5);
    assert_true(rules.questions[1].every_session);
    assert_int_equal(rules.questions[2].most, 9);
    assert_int_equal(rules.questions[3].option_count, 2);
    lsn_verdict verdict = lsn_screen_judge(&rules, (bool[]){true});
    assert_false(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("cobra")}));
    assert_false(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("a"), .start = LSN_POSTURE_prone}));
    assert_true(lsn_screen_allows(&verdict, &(lsn_move){.id = LSN_STR("cat-cow"), .tags = 1u << LSN_TAG_KN}));
}

static void bad_rules_are_refused_at_their_place(void **state) {
    (void)state;
    assert_rules_refused(LSN_ERR_WRONG_TYPE, "[]", 1, "[");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, "{\"version\":\"1\"}", 1, "{");
    assert_rules_refused(LSN_ERR_UNKNOWN_FIELD, "{\"versoin\":\"1\"}", 1, "\"versoin\"");
    assert_rules_refused(LSN_ERR_WRONG_TYPE, "{\"version\":1}", 1, "1");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, "{\"version\":\"\"}", 1, "\"\"");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_OF(""), 2, "[]}");
    assert_rules_refused(LSN_ERR_WRONG_TYPE, FILE_OF("7"), 2, "7]");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_OF(RULE("x", "\"level\":4")), 2, "{\"id\":\"x");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME, FILE_OF(RULE("X", "\"level\":4")), 2, "\"X\"");
    assert_rules_refused(LSN_ERR_OUT_OF_RANGE, FILE_OF(RULE("x", "\"level\":5")), 2, "5}");
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
                                           "\"d\",\"e\",\"f\",\"g\",\"h\",\"j\",\"k\",\"l\",\"m\",\"i\"]}")),
                         2, "\"i\"]");
    assert_rules_refused(LSN_ERR_DUPLICATE,
                         FILE_OF(WHEN("x", "{\"yes\":\"q\"}", "") "," WHEN(
                             "y", "{\"yes\":\"q\"}",
                             "") ","
                                 "{\"say\":\"s\",\"source\":\"s\",\"reviewed\":\"2026-11-21\",\"level\":4,\"urgency\":"
                                 "\"none\",\"when\":{\"yes\":\"q\"},\"id\": \"x\"}"),
                         2, "\"x\"}");
    assert_rules_refused(LSN_ERR_OUT_OF_RANGE,
                         FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"none\",\"clinician_days\":0")), 2, "0}");
    assert_rules_refused(
        LSN_ERR_OUT_OF_RANGE,
        FILE_OF("{\"id\":\"x\",\"when\":{\"yes\":\"q\"},\"level\":4,\"urgency\":\"none\",\"say\":\"s\","
                "\"source\":\"s\",\"reviewed\":\"2026-02-30\"}"),
        2, "\"2026-02-30\"");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_OF("{\"id\":\"x\"}"), 2, "{\"id\":\"x");
}

static void bad_questions_are_refused_at_their_place(void **state) {
    (void)state;
#define Q(rest)              "{\"id\":\"q\",\"group\":\"g\",\"ask\":\"a\"" rest "}"
#define FILE_ASKS(questions) FILE_WITH(questions, WHEN("x", "{\"yes\":\"q\"}", ""))
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_ASKS(""), 2, "[]");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME, FILE_ASKS(Q(",\"kind\":\"slider\"")), 2, "\"slider\"");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_ASKS(Q(",\"kind\":\"choice\"")), 2, "{\"id\":\"q");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_ASKS(Q(",\"kind\":\"list\",\"options\":[]")), 2, "[]");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_ASKS(Q(",\"options\":[1]")), 2, "[1]");
    assert_rules_refused(LSN_ERR_DUPLICATE,
                         FILE_ASKS(Q(",\"kind\":\"list\",\"options\":[{\"id\":\"o\",\"text\":\"t\"},"
                                     "{\"text\":\"t\",\"id\": \"o\"}]")),
                         2, "\"o\"}]");
    assert_rules_refused(LSN_ERR_MISSING_FIELD, FILE_ASKS(Q(",\"kind\":\"number\",\"least\":1")), 2, "{\"id\":\"q");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_ASKS(Q(",\"kind\":\"number\",\"least\":8,\"most\":7")), 2, "7}");
    assert_rules_refused(LSN_ERR_OUT_OF_RANGE, FILE_ASKS(Q(",\"kind\":\"number\",\"least\":-1,\"most\":7")), 2, "-1,");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_ASKS(Q(",\"most\":7")), 2, "7}");
    assert_rules_refused(LSN_ERR_UNKNOWN_NAME, FILE_ASKS(Q(",\"asked_if\":{\"yes\":\"q\"}")), 2, "\"q\"}}");
    assert_rules_refused(LSN_ERR_DUPLICATE, FILE_ASKS(Q("") ",{\"group\":\"g\",\"ask\":\"a\",\"id\": \"q\"}"), 2,
                         "\"q\"}");
}

static void bad_conditions_are_refused_at_their_place(void **state) {
    (void)state;
#define REFUSED(err, when, place) assert_rules_refused(err, FILE_OF(WHEN("x", when, "")), 2, place)
    REFUSED(LSN_ERR_WRONG_TYPE, "true", "true,\"say");
    REFUSED(LSN_ERR_UNKNOWN_FIELD, "{\"maybe\":\"q\"}", "{\"maybe");
    REFUSED(LSN_ERR_UNKNOWN_FIELD, "{}", "{}");
    REFUSED(LSN_ERR_UNKNOWN_FIELD, "{\"yes\":\"q\",\"not\":{\"yes\":\"q\"}}", "{\"yes\":\"q\",\"not");
    REFUSED(LSN_ERR_UNKNOWN_NAME, "{\"yes\":\"nobody\"}", "\"nobody\"");
    REFUSED(LSN_ERR_WRONG_TYPE, "{\"yes\":3}", "3}");
    REFUSED(LSN_ERR_INCONSISTENT, "{\"yes\":\"c\"}", "\"c\"},\"say");
    REFUSED(LSN_ERR_INCONSISTENT, "{\"ticks\":\"c\"}", "\"c\"},\"say");
    REFUSED(LSN_ERR_INCONSISTENT, "{\"question\":\"q\",\"over\":3}", "3}");
    REFUSED(LSN_ERR_INCONSISTENT, "{\"question\":\"n\",\"is\":\"one\"}", "\"one\"},\"say");
    REFUSED(LSN_ERR_UNKNOWN_NAME, "{\"question\":\"c\",\"is\":\"three\"}", "\"three\"");
    REFUSED(LSN_ERR_OUT_OF_RANGE, "{\"question\":\"n\",\"below\":2.5}", "2.5");
    REFUSED(LSN_ERR_WRONG_TYPE, "{\"question\":\"n\",\"below\":\"9\"}", "\"9\"");
    REFUSED(LSN_ERR_MISSING_FIELD, "{\"all\":[]}", "[]},\"say");
    REFUSED(LSN_ERR_WRONG_TYPE, "{\"any\":{\"yes\":\"q\"}}", "{\"yes\":\"q\"}},\"say");
    REFUSED(LSN_ERR_OUT_OF_RANGE, "{\"count_at_least\":0,\"of\":[{\"yes\":\"q\"}]}", "0,\"of");
    REFUSED(LSN_ERR_UNKNOWN_NAME, "{\"count_at_least\":1,\"of\":[{\"yes\":\"q\"},{\"ticks\":\"m\"}]}", "\"m\"}");
#define NOT "{\"not\":"
    REFUSED(LSN_ERR_TOO_MANY, NOT NOT NOT NOT NOT NOT NOT " {\"yes\":\"q\"}}}}}}}}", "{\"yes\":\"q\"}}}}}}}}");
#define Y4 "{\"yes\":\"q\"},{\"yes\":\"q\"},{\"yes\":\"q\"},{\"yes\":\"q\"},"
    REFUSED(LSN_ERR_TOO_MANY,
            "{\"all\":[" Y4 Y4 Y4 Y4 Y4 Y4 Y4 "{\"yes\":\"q\"},{\"yes\":\"q\"},{\"yes\":\"q\"},{\"ticks\":\"l\"}]}",
            "{\"ticks\":\"l\"}]");
}

static void each_form_of_condition_holds_when_it_should(void **state) {
    (void)state;
    static const struct {
        const char *when, *holds, *fails;
    } forms[] = {
        {"{\"yes\":\"q\"}", "{\"q\":\"a little\"}", "{\"q\":\"no\"}"},
        {"{\"ticks\":\"l\"}", "{\"l\":[\"two\"]}", "{\"l\":[]}"},
        {"{\"question\":\"c\",\"is\":\"two\"}", "{\"c\":\"two\"}", "{\"c\":\"one\"}"},
        {"{\"question\":\"l\",\"is\":\"two\"}", "{\"l\":[\"one\",\"two\"]}", "{\"l\":[\"one\"]}"},
        {"{\"question\":\"n\",\"below\":5}", "{\"n\":4}", "{\"n\":5}"},
        {"{\"question\":\"n\",\"at_least\":5}", "{\"n\":5}", "{\"n\":4}"},
        {"{\"question\":\"n\",\"over\":5}", "{\"n\":6}", "{\"n\":5}"},
        {"{\"not\":{\"yes\":\"q\"}}", "{}", "{\"q\":true}"},
        {"{\"all\":[{\"yes\":\"q\"},{\"yes\":\"each\"}]}", "{\"q\":true,\"each\":true}", "{\"q\":true}"},
        {"{\"any\":[{\"yes\":\"q\"},{\"yes\":\"each\"}]}", "{\"each\":true}", "{}"},
        {"{\"count_at_least\":3,\"of\":[{\"yes\":\"q\"},{\"ticks\":\"l\"}]}", "{\"q\":true,\"l\":[\"one\",\"two\"]}",
         "{\"l\":[\"one\",\"two\"]}"},
        {"{\"all\":[{\"any\":[{\"yes\":\"q\"},{\"not\":{\"yes\":\"each\"}}]},{\"question\":\"n\",\"over\":1}]}",
         "{\"n\":2}", "{\"n\":2,\"each\":true}"},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char text[2000];
        const char *file = FILE_OF(WHEN("x", "@", ""));
        const char *at = strchr(file, '@');
        snprintf(text, sizeof text, "%.*s%s%s", (int)(at - file), file, forms[i].when, at + 1);
        lsn_arena arena = lsn_arena_make(memory, sizeof memory);
        lsn_screen_rules rules;
        assert_int_equal(lsn_screen_rules_parse(&rules, lsn_str_from(text), &arena, NULL), LSN_OK);
        for (int fails = 0; fails < 2; fails++) {
            lsn_answers answers;
            lsn_str json = lsn_str_from(fails ? forms[i].fails : forms[i].holds);
            assert_int_equal(lsn_screen_answers(&answers, &rules, json, arena, NULL), LSN_OK);
            if (lsn_screen_judge_answers(&rules, &answers, NULL).reason_count != !fails) fail_msg("%s", forms[i].when);
        }
    }
}

static void rules_that_contradict_themselves_are_refused(void **state) {
    (void)state;
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":1,\"urgency\":\"today\"")), 2, "\"today\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":1,\"urgency\":\"now\"")), 2,
                         "{\"yes\":\"q\"},\"say");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":2,\"urgency\":\"none\"")), 2, "\"none\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":3,\"urgency\":\"none\"")), 2,
                         "{\"id\":\"x");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"now\"")), 2, "\"now\"");
    assert_rules_refused(LSN_ERR_INCONSISTENT, FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"none\",\"gentle\":true")),
                         2, "true}]}");
    assert_rules_refused(LSN_ERR_INCONSISTENT,
                         FILE_OF(RULE("x", "\"level\":4,\"urgency\":\"none\",\"forbid\":{\"tags\":[\"KN\"]}")), 2,
                         "{\"id\":\"x");
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
        cmocka_unit_test(an_answer_of_each_kind_is_read),
        cmocka_unit_test(answers_may_stand_beside_their_version),
        cmocka_unit_test(the_first_versions_answers_by_rule_still_count),
        cmocka_unit_test(bad_answers_are_refused_at_their_place),
        cmocka_unit_test(what_another_version_wrote_is_recalled_as_far_as_it_is_known),
        cmocka_unit_test(answers_are_written_as_they_are_read),
        cmocka_unit_test(all_answers_fit_into_one_event),
        cmocka_unit_test(a_small_file_is_read_field_by_field),
        cmocka_unit_test(bad_rules_are_refused_at_their_place),
        cmocka_unit_test(bad_questions_are_refused_at_their_place),
        cmocka_unit_test(bad_conditions_are_refused_at_their_place),
        cmocka_unit_test(each_form_of_condition_holds_when_it_should),
        cmocka_unit_test(rules_that_contradict_themselves_are_refused),
        cmocka_unit_test(parsing_reports_full_memory_and_leaves_everything),
    };
    return cmocka_run_group_tests_name("screen-read", tests, parse_built_in, NULL);
}
