// core/screen: conditions over answers, as data. Invariant: a condition that is handed out asks only questions that
// exist, of a kind that can answer; its tests stand in preorder, each with the number of tests it spans.
#include "core/screen/read.h"

enum { DEPTH_MAX = 6, NUMBER_MAX = 1000 };

typedef struct building {
    screen_reader *reader;
    const char *what;
    lsn_test tests[LSN_CONDITION_MAX];
    int count;
} building;

static const char *const test_names[] = {
#define X(name) #name,
    LSN_TESTS(X)
#undef X
};

int screen_find_option(const lsn_question *question, lsn_str id) {
    for (int i = 0; i < question->option_count; i++) {
        if (lsn_str_equal(question->options[i].id, id)) return i;
    }
    return -1;
}

static lsn_err fail(building *b, lsn_err err, const lsn_json *at, const char *text) {
    return screen_fail(b->reader, err, at, b->what, text);
}

static lsn_err find_question(building *b, const lsn_json *at, int *out) {
    if (at->type != LSN_JSON_STRING) return fail(b, LSN_ERR_WRONG_TYPE, at, "names a question by its id here");
    *out = lsn_screen_find_question(b->reader->rules, at->string);
    if (*out >= 0) return LSN_OK;
    return lsn_diag_set(b->reader->diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column,
                        "\"%s\" asks \"%S\", and there is no such question before it", b->what, at->string);
}

static lsn_err add(building *b, const lsn_json *at, lsn_test test) {
    if (b->count == LSN_CONDITION_MAX) return fail(b, LSN_ERR_TOO_MANY, at, "has more than 32 tests");
    test.size = 1;
    b->tests[b->count++] = test;
    return LSN_OK;
}

static lsn_err read_test(building *b, const lsn_json *json, int depth);

// A list of tests after the test at `index`, which then spans them.
static lsn_err read_parts(building *b, const lsn_json *list, int index, int depth) {
    if (list->type != LSN_JSON_ARRAY) return fail(b, LSN_ERR_WRONG_TYPE, list, "has a list in [ ] here");
    if (list->count == 0) return fail(b, LSN_ERR_MISSING_FIELD, list, "has an empty list here");
    for (const lsn_json *at = list->first; at; at = at->next) {
        lsn_err err = read_test(b, at, depth + 1);
        if (err) return err;
    }
    b->tests[index].size = b->count - index;
    return LSN_OK;
}

static lsn_err read_number(building *b, const lsn_json *at, int *out) {
    if (at->type != LSN_JSON_NUMBER) return fail(b, LSN_ERR_WRONG_TYPE, at, "has a number here");
    if (!(at->number >= 0 && at->number <= NUMBER_MAX) || lsn_floor(at->number) != at->number) {
        return fail(b, LSN_ERR_OUT_OF_RANGE, at, "has a whole number from 0 to 1000 here");
    }
    *out = (int)at->number;
    return LSN_OK;
}

// {"question":…,"is":option} or with below, at_least, over and a number.
static lsn_err read_comparison(building *b, const lsn_json *json, const lsn_json *value) {
    lsn_test test = {0};
    lsn_err err = find_question(b, lsn_json_get(json, "question"), &test.question);
    if (err) return err;
    const lsn_question *question = &b->reader->rules->questions[test.question];
    while (!lsn_str_equal(value->key, lsn_str_from(test_names[test.kind]))) test.kind++;
    if (test.kind != LSN_TEST_is) {
        if (question->kind != LSN_QUESTION_number) {
            return fail(b, LSN_ERR_INCONSISTENT, value, "compares the answer to a question that is no number");
        }
        err = read_number(b, value, &test.number);
        return err ? err : add(b, json, test);
    }
    if (question->kind != LSN_QUESTION_choice && question->kind != LSN_QUESTION_list) {
        return fail(b, LSN_ERR_INCONSISTENT, value, "asks for an option of a question that has none");
    }
    if (value->type != LSN_JSON_STRING) return fail(b, LSN_ERR_WRONG_TYPE, value, "names an option by its id here");
    test.option = screen_find_option(question, value->string);
    if (test.option < 0) return fail(b, LSN_ERR_UNKNOWN_NAME, value, "asks for an option that its question lacks");
    return add(b, json, test);
}

// {"yes":question} or {"ticks":question}.
static lsn_err read_plain(building *b, const lsn_json *json, const lsn_json *value, bool is_yes) {
    lsn_test test = {.kind = is_yes ? LSN_TEST_yes : LSN_TEST_ticks};
    lsn_err err = find_question(b, value, &test.question);
    if (err) return err;
    lsn_question_kind kind = b->reader->rules->questions[test.question].kind;
    if (kind != (is_yes ? LSN_QUESTION_yes_no : LSN_QUESTION_list)) {
        return fail(b, LSN_ERR_INCONSISTENT, value,
                    is_yes ? "asks for a yes to a question of another kind" : "asks for ticks where there is no list");
    }
    return add(b, json, test);
}

static lsn_err read_group(building *b, const lsn_json *json, const lsn_json *value, int depth) {
    lsn_test test = {.kind = LSN_TEST_all};
    if (lsn_str_equal(value->key, LSN_STR("any"))) test.kind = LSN_TEST_any;
    int index = b->count;
    lsn_err err = add(b, json, test);
    return err ? err : read_parts(b, value, index, depth);
}

static lsn_err read_not(building *b, const lsn_json *json, const lsn_json *value, int depth) {
    int index = b->count;
    lsn_err err = add(b, json, (lsn_test){.kind = LSN_TEST_not});
    if (!err) err = read_test(b, value, depth + 1);
    if (!err) b->tests[index].size = b->count - index;
    return err;
}

static lsn_err read_count(building *b, const lsn_json *json, int depth) {
    const lsn_json *least = lsn_json_get(json, "count_at_least"), *of = lsn_json_get(json, "of");
    lsn_test test = {.kind = LSN_TEST_count};
    lsn_err err = read_number(b, least, &test.number);
    if (!err && test.number == 0) err = fail(b, LSN_ERR_OUT_OF_RANGE, least, "counts at least 1");
    int index = b->count;
    if (!err) err = add(b, json, test);
    return err ? err : read_parts(b, of, index, depth);
}

static lsn_err read_test(building *b, const lsn_json *json, int depth) {
    static const char shape[] = "is {\"yes\":…}, {\"ticks\":…}, {\"question\":…,\"is\":…} with is, below, at_least or "
                                "over, or {\"all\":[…]}, any, not, count_at_least with of";
    if (json->type != LSN_JSON_OBJECT) return fail(b, LSN_ERR_WRONG_TYPE, json, "is made of objects in { }");
    if (depth > DEPTH_MAX) return fail(b, LSN_ERR_TOO_MANY, json, "is nested too deeply");
    const lsn_json *first = json->first;
    if (json->count == 1) {
        if (lsn_str_equal(first->key, LSN_STR("yes"))) return read_plain(b, json, first, true);
        if (lsn_str_equal(first->key, LSN_STR("ticks"))) return read_plain(b, json, first, false);
        if (lsn_str_equal(first->key, LSN_STR("not"))) return read_not(b, json, first, depth);
        bool is_group = lsn_str_equal(first->key, LSN_STR("all")) || lsn_str_equal(first->key, LSN_STR("any"));
        if (is_group) return read_group(b, json, first, depth);
    }
    if (json->count == 2 && lsn_json_get(json, "count_at_least") && lsn_json_get(json, "of")) {
        return read_count(b, json, depth);
    }
    static const char *const comparisons[] = {"is", "below", "at_least", "over"};
    for (int i = 0; i < 4 && json->count == 2 && lsn_json_get(json, "question"); i++) {
        const lsn_json *value = lsn_json_get(json, comparisons[i]);
        if (value) return read_comparison(b, json, value);
    }
    return fail(b, LSN_ERR_UNKNOWN_FIELD, json, shape);
}

lsn_err screen_read_condition(screen_reader *r, const lsn_json *json, const char *what, lsn_condition *out) {
    building b = {.reader = r, .what = what};
    lsn_err err = read_test(&b, json, 0);
    if (err) return err;
    lsn_test *tests = LSN_NEW(r->arena, lsn_test, (size_t)b.count);
    if (!tests) return screen_fail(r, LSN_ERR_NO_MEMORY, json, what, "does not fit into the memory set aside for it");
    for (int i = 0; i < b.count; i++) tests[i] = b.tests[i];
    *out = (lsn_condition){tests, b.count};
    return LSN_OK;
}

// ---------------------------------------------------------------- evaluating

static int bits(uint32_t mask) {
    int count = 0;
    for (; mask; mask &= mask - 1) count++;
    return count;
}

// How many times a test holds: 0 or 1, and for ticks as many as there are. What is not answered does not hold.
static int weigh(const lsn_test *test, const lsn_answers *answers) {
    const lsn_answer *answer = &answers->to[test->question];
    int sum = 0, parts = 0, held = 0;
    switch (test->kind) {
    case LSN_TEST_yes:
        return answer->given && answer->yes;
    case LSN_TEST_ticks:
        return answer->given ? bits(answer->ticks) : 0;
    case LSN_TEST_is:
        return answer->given && (answer->ticks >> test->option & 1);
    case LSN_TEST_below:
        return answer->given && answer->number < test->number;
    case LSN_TEST_at_least:
        return answer->given && answer->number >= test->number;
    case LSN_TEST_over:
        return answer->given && answer->number > test->number;
    default:
        break;
    }
    for (int i = 1; i < test->size; i += test[i].size) {
        int weight = weigh(&test[i], answers);
        sum += weight;
        held += weight > 0;
        parts++;
    }
    if (test->kind == LSN_TEST_all) return held == parts;
    if (test->kind == LSN_TEST_any) return held > 0;
    return test->kind == LSN_TEST_not ? held == 0 : sum >= test->number;
}

bool lsn_screen_holds(lsn_condition condition, const lsn_answers *answers) {
    return condition.count == 0 || weigh(condition.tests, answers) > 0;
}
