// core/progress: the rules file → checked rules and measures. Invariant: what is handed out is complete and within its
// bounds; on an error *out and the arena are untouched. Texts are those of the parsed tree, which stays in the arena.
#include "core/progress/progress.h"

enum { WHAT_MAX = 400, SOURCE_MAX = 300, LINE_MAX = 120, NAME_MAX = 40, STEP_MAX = 240 };

static const struct number {
    lsn_adapt_rule rule;
    const char *name;
    double low, high;
} numbers[LSN_ADAPT_NUMBER_COUNT] = {
#define X(rule, number, low, high) {LSN_ADAPT_##rule, #number, low, high},
    LSN_ADAPT_NUMBERS(X)
#undef X
};

const char *lsn_adapt_rule_name(lsn_adapt_rule rule) {
    static const char *const names[] = {
#define X(rule, id) id,
        LSN_ADAPT_RULES(X)
#undef X
    };
    LSN_ASSERT((unsigned)rule < LSN_ADAPT_COUNT);
    return names[rule];
}

const char *lsn_measure_name(lsn_measure_id measure) {
    static const char *const names[] = {
#define X(measure, id) id,
        LSN_MEASURES(X)
#undef X
    };
    LSN_ASSERT((unsigned)measure < LSN_MEASURE_COUNT);
    return names[measure];
}

lsn_measure_id lsn_measure_find(lsn_str id) {
    int i = 0;
    while (i < LSN_MEASURE_COUNT && !lsn_str_equal(id, lsn_str_from(lsn_measure_name((lsn_measure_id)i)))) i++;
    return (lsn_measure_id)i;
}

// ---------------------------------------------------------------- fields

static lsn_err fail(lsn_diag *diag, lsn_err err, const lsn_json *at, const char *what, const char *text) {
    return lsn_diag_set(diag, err, at->line, at->column, "\"%s\" %s", what, text);
}

static lsn_err check_fields(const lsn_json *object, const char *const *names, const char *what, lsn_diag *diag) {
    if (object->type != LSN_JSON_OBJECT) return fail(diag, LSN_ERR_WRONG_TYPE, object, what, "is an object in { }");
    for (const lsn_json *at = object->first; at; at = at->next) {
        int i = 0;
        while (names[i] && !lsn_str_equal(at->key, lsn_str_from(names[i]))) i++;
        if (names[i]) continue;
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column, "\"%s\" has no field \"%S\"",
                            what, at->key);
    }
    return LSN_OK;
}

// The member, or NULL with an error; an absent member that may be absent is NULL without one.
static const lsn_json *member(const lsn_json *object, const char *key, lsn_json_type type, bool optional, lsn_err *err,
                              lsn_diag *diag) {
    static const char *const types[] = {"is null",           "is true or false", "is a number",
                                        "is a text in \"\"", "is a list in [ ]", "is an object in { }"};
    const lsn_json *found = lsn_json_get(object, key);
    *err = LSN_OK;
    if (!found && !optional) *err = fail(diag, LSN_ERR_MISSING_FIELD, object, key, "is missing here");
    if (found && found->type != type) *err = fail(diag, LSN_ERR_WRONG_TYPE, found, key, types[type]);
    return *err ? NULL : found;
}

static lsn_err take_text(lsn_str *out, const lsn_json *at, const char *key, int max, lsn_diag *diag) {
    if (at->type != LSN_JSON_STRING) return fail(diag, LSN_ERR_WRONG_TYPE, at, key, "is a text in \"\"");
    if (at->string.len == 0) return fail(diag, LSN_ERR_MISSING_FIELD, at, key, "is empty");
    if (at->string.len > (size_t)max) {
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, at->line, at->column, "\"%s\" is longer than %d bytes", key, max);
    }
    *out = at->string;
    return LSN_OK;
}

static lsn_err read_text(lsn_str *out, const lsn_json *object, const char *key, int max, bool optional,
                         lsn_diag *diag) {
    lsn_err err;
    const lsn_json *at = member(object, key, LSN_JSON_STRING, optional, &err, diag);
    return at ? take_text(out, at, key, max, diag) : err;
}

static lsn_err read_bool(bool *out, const lsn_json *object, const char *key, lsn_diag *diag) {
    lsn_err err;
    const lsn_json *at = member(object, key, LSN_JSON_BOOL, true, &err, diag);
    if (at) *out = at->boolean;
    return err;
}

static lsn_err read_number(double *out, const lsn_json *object, const char *key, double low, double high, bool optional,
                           lsn_diag *diag) {
    lsn_err err;
    const lsn_json *at = member(object, key, LSN_JSON_NUMBER, optional, &err, diag);
    if (!at) return err;
    if (!(at->number >= low && at->number <= high)) return fail(diag, LSN_ERR_OUT_OF_RANGE, at, key, "is out of range");
    *out = at->number;
    return LSN_OK;
}

// ---------------------------------------------------------------- rules

static lsn_err read_numbers(lsn_adapt *out, lsn_adapt_rule rule, const lsn_json *object, lsn_diag *diag) {
    const char *names[LSN_ADAPT_NUMBER_COUNT + 1] = {NULL};
    int count = 0;
    for (int i = 0; i < LSN_ADAPT_NUMBER_COUNT; i++) {
        if (numbers[i].rule == rule) names[count++] = numbers[i].name;
    }
    lsn_err err;
    const lsn_json *at = member(object, "numbers", LSN_JSON_OBJECT, false, &err, diag);
    if (!err) err = check_fields(at, names, "numbers", diag);
    for (int i = 0; i < LSN_ADAPT_NUMBER_COUNT && !err; i++) {
        if (numbers[i].rule != rule) continue;
        err = read_number(&out->number[i], at, numbers[i].name, numbers[i].low, numbers[i].high, false, diag);
    }
    return err;
}

static lsn_err read_rule(lsn_adapt *out, const lsn_json *object, lsn_diag *diag) {
    static const char *const names[] = {"id", "what", "source", "numbers", NULL};
    lsn_str id = {0};
    lsn_err err = check_fields(object, names, "rules", diag);
    if (!err) err = read_text(&id, object, "id", NAME_MAX, false, diag);
    if (err) return err;
    int rule = 0;
    while (rule < LSN_ADAPT_COUNT && !lsn_str_equal(id, lsn_str_from(lsn_adapt_rule_name((lsn_adapt_rule)rule))))
        rule++;
    const lsn_json *at = lsn_json_get(object, "id");
    if (rule == LSN_ADAPT_COUNT) return fail(diag, LSN_ERR_UNKNOWN_NAME, at, "id", "is not a rule that is known");
    if (out->on >> rule & 1) return fail(diag, LSN_ERR_DUPLICATE, at, "id", "is given to two rules");
    err = read_text(&out->what[rule], object, "what", WHAT_MAX, false, diag);
    if (!err) err = read_text(&out->source[rule], object, "source", SOURCE_MAX, false, diag);
    if (!err) err = read_numbers(out, (lsn_adapt_rule)rule, object, diag);
    out->on |= 1u << rule;
    return err;
}

// ---------------------------------------------------------------- measures

#ifdef LSN_ROLAND_MORRIS
extern const lsn_file lsn_roland_morris_items; // one a line, supplied by who builds the program

static lsn_err take_items_of_builder(lsn_measure *m, const lsn_json *at, lsn_diag *diag) {
    lsn_str text = lsn_roland_morris_items.text;
    for (size_t from = 0; from < text.len;) {
        size_t to = from;
        while (to < text.len && text.ptr[to] != '\n') to++;
        if (to > from && m->item_count == LSN_MEASURE_ITEMS_MAX) m->item_count++;
        if (to > from && m->item_count < LSN_MEASURE_ITEMS_MAX) {
            m->items[m->item_count++] = (lsn_str){text.ptr + from, to - from};
        }
        from = to + 1;
    }
    if (m->item_count == LSN_MEASURE_ITEMS_MAX) return LSN_OK;
    return fail(diag, LSN_ERR_INCONSISTENT, at, "items", "of the builder's file are not 24 lines");
}
#endif

static lsn_err read_items(lsn_measure *m, const lsn_json *object, lsn_diag *diag) {
    lsn_err err;
    const lsn_json *items = member(object, "items", LSN_JSON_ARRAY, false, &err, diag);
    for (const lsn_json *at = items ? items->first : NULL; at; at = at->next) {
        if (m->item_count == LSN_MEASURE_ITEMS_MAX)
            return fail(diag, LSN_ERR_TOO_MANY, at, "items", "are more than 24");
        err = take_text(&m->items[m->item_count++], at, "items", LINE_MAX, diag);
        if (err) return err;
    }
    return err;
}

// The index of a member's text in a list of names.
static lsn_err read_choice(int *out, const lsn_json *object, const char *key, const char *const *names,
                           const char *wrong, lsn_diag *diag) {
    lsn_err err;
    const lsn_json *at = member(object, key, LSN_JSON_STRING, false, &err, diag);
    if (!at) return err;
    for (int i = 0; names[i]; i++) {
        *out = i;
        if (lsn_str_equal(at->string, lsn_str_from(names[i]))) return LSN_OK;
    }
    return fail(diag, LSN_ERR_UNKNOWN_NAME, at, key, wrong);
}

static lsn_err read_test(lsn_measure *m, const lsn_json *object, lsn_arena *arena, lsn_diag *diag) {
    static const char *const names[] = {"steps", "sides", "figure", NULL};
    lsn_err err;
    const lsn_json *at = member(object, "test", LSN_JSON_OBJECT, true, &err, diag);
    if (!at) return err;
    lsn_range_test *test = LSN_NEW(arena, lsn_range_test, 1);
    if (!test) return fail(diag, LSN_ERR_NO_MEMORY, at, "test", "does not fit into the memory set aside for it");
    *test = (lsn_range_test){.step_count = 0};
    err = check_fields(at, names, "test", diag);
    const lsn_json *steps = err ? NULL : member(at, "steps", LSN_JSON_ARRAY, false, &err, diag), *figure = NULL;
    for (const lsn_json *step = steps ? steps->first : NULL; step && !err; step = step->next) {
        if (test->step_count == LSN_TEST_STEPS_MAX)
            return fail(diag, LSN_ERR_TOO_MANY, step, "steps", "are more than 6");
        err = take_text(&test->steps[test->step_count++], step, "steps", STEP_MAX, diag);
    }
    if (!err) err = read_bool(&test->sides, at, "sides", diag);
    if (!err) figure = member(at, "figure", LSN_JSON_OBJECT, false, &err, diag);
    if (!err) err = lsn_still_parse(&test->figure, figure, arena, diag);
    if (err) return err;
    if (test->step_count == 0) return fail(diag, LSN_ERR_MISSING_FIELD, at, "steps", "are missing here");
    int items = test->sides ? 2 : 1;
    if (m->item_count != items) return fail(diag, LSN_ERR_INCONSISTENT, at, "test", "has one item, or right and left");
    m->test = test;
    return LSN_OK;
}

static lsn_err read_measure_numbers(lsn_measure *m, const lsn_json *object, lsn_diag *diag) {
    static const char *const scores[] = {"mean", "count", NULL}, *const betters[] = {"low", "high", NULL};
    static const char *const whens[] = {"session", "before", "after", NULL};
    int score = 0, better = 0, when = 0;
    double every = 0, first = 0;
    lsn_err err = read_choice(&score, object, "score", scores, "is mean or count", diag);
    if (!err) err = read_choice(&better, object, "better", betters, "is low or high", diag);
    if (!err) err = read_choice(&when, object, "when", whens, "is session, before or after", diag);
    if (!err) err = read_number(&m->low, object, "low", -100, 100, false, diag);
    if (!err) err = read_number(&m->high, object, "high", m->low + 1, 200, false, diag);
    if (!err) err = read_number(&m->change, object, "change", 0.1, 100, false, diag);
    if (!err) err = read_number(&every, object, "every_days", 0, 365, false, diag);
    if (!err) err = read_number(&first, object, "first_day", 0, 365, false, diag);
    m->counts = score == 1;
    m->high_better = better == 1;
    m->when = (lsn_measure_when)when;
    m->every_days = (int)every;
    m->first_day = (int)first;
    return err;
}

static lsn_err read_measure_fields(lsn_measure *m, bool *behind_switch, const lsn_json *object, lsn_diag *diag) {
    lsn_err err = read_text(&m->name, object, "name", NAME_MAX, false, diag);
    if (!err) err = read_text(&m->ask, object, "ask", LINE_MAX, false, diag);
    if (!err) err = read_text(&m->low_words, object, "low_words", NAME_MAX, false, diag);
    if (!err) err = read_text(&m->high_words, object, "high_words", NAME_MAX, false, diag);
    if (!err) err = read_text(&m->unit, object, "unit", NAME_MAX, true, diag);
    if (!err) err = read_text(&m->source, object, "source", SOURCE_MAX, false, diag);
    if (!err) err = read_bool(&m->names, object, "names", diag);
    if (!err) err = read_bool(&m->only_with_leg, object, "only_with_leg", diag);
    if (!err) err = read_bool(behind_switch, object, "build_switch", diag);
    if (!err) err = read_measure_numbers(m, object, diag);
    return err ? err : read_items(m, object, diag);
}

static lsn_err read_measure(lsn_adapt *out, uint32_t *seen, const lsn_json *object, lsn_arena *arena, lsn_diag *diag) {
    static const char *const names[] = {"id",     "name",       "ask",        "items",         "score",        "low",
                                        "high",   "low_words",  "high_words", "unit",          "better",       "change",
                                        "when",   "every_days", "first_day",  "only_with_leg", "build_switch", "names",
                                        "source", "test",       NULL};
    lsn_str id = {0};
    lsn_err err = check_fields(object, names, "measures", diag);
    if (!err) err = read_text(&id, object, "id", NAME_MAX, false, diag);
    if (err) return err;
    const lsn_json *at = lsn_json_get(object, "id");
    lsn_measure_id which = lsn_measure_find(id);
    if (which == LSN_MEASURE_COUNT) return fail(diag, LSN_ERR_UNKNOWN_NAME, at, "id", "is not a measure that is known");
    if (*seen >> which & 1) return fail(diag, LSN_ERR_DUPLICATE, at, "id", "is given to two measures");
    *seen |= 1u << which;
    lsn_measure m = {.shipped = true};
    bool behind_switch = false;
    err = read_measure_fields(&m, &behind_switch, object, diag);
    if (!err) err = read_test(&m, object, arena, diag);
    if (err) return err;
    if (behind_switch) {
#ifdef LSN_ROLAND_MORRIS
        m.item_count = 0;
        err = take_items_of_builder(&m, at, diag);
#else
        m.shipped = false;
#endif
    } else if (m.item_count == 0) {
        err = fail(diag, LSN_ERR_MISSING_FIELD, object, "items", "are missing here");
    }
    out->measures[which] = m;
    return err;
}

// ---------------------------------------------------------------- the file

lsn_err lsn_adapt_parse(lsn_adapt *out, lsn_str text, lsn_arena *arena, lsn_diag *diag) {
    static const char *const names[] = {"$schema", "version", "reviewed", "rules", "measures", NULL};
    lsn_arena kept = *arena;
    lsn_json *root = NULL;
    lsn_adapt read = {0};
    uint32_t seen = 0;
    lsn_err err = lsn_json_parse(&root, text, &kept, diag);
    if (!err) err = check_fields(root, names, "the file", diag);
    if (!err) err = read_text(&read.version, root, "version", NAME_MAX, false, diag);
    if (!err) err = read_text(&read.reviewed, root, "reviewed", NAME_MAX, false, diag);
    const lsn_json *rules = NULL, *measures = NULL;
    if (!err) rules = member(root, "rules", LSN_JSON_ARRAY, false, &err, diag);
    if (!err) measures = member(root, "measures", LSN_JSON_ARRAY, false, &err, diag);
    for (const lsn_json *at = err ? NULL : rules->first; at && !err; at = at->next) err = read_rule(&read, at, diag);
    for (const lsn_json *at = err ? NULL : measures->first; at && !err; at = at->next) {
        err = read_measure(&read, &seen, at, &kept, diag);
    }
    if (err) return err;
    *arena = kept;
    *out = read;
    return LSN_OK;
}

void lsn_adapt_translate(lsn_adapt *rules, const lsn_words *language) {
    LSN_ASSERT(!rules->language);
    for (int i = 0; i < LSN_ADAPT_COUNT; i++) {
        rules->what[i] = lsn_words_str(language, rules->what[i]);
        rules->source[i] = lsn_words_str(language, rules->source[i]);
    }
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        lsn_measure *m = &rules->measures[i];
        lsn_str *const texts[] = {&m->name, &m->ask, &m->low_words, &m->high_words, &m->unit, &m->source};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) *texts[k] = lsn_words_str(language, *texts[k]);
        for (int k = 0; k < m->item_count; k++) m->items[k] = lsn_words_str(language, m->items[k]);
        for (int k = 0; m->test && k < m->test->step_count; k++)
            m->test->steps[k] = lsn_words_str(language, m->test->steps[k]);
    }
    rules->language = language;
}
