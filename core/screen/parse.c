// core/screen: the rules file → checked rules. Invariant: rules that are handed out are complete and do not contradict
// themselves; on an error *out and the arena are untouched. Texts are those of the parsed tree, which stays in the
// arena.
#include "core/screen/read.h"

enum { ID_MAX = 24, TEXT_MAX = 200, HELP_MAX = 400, LINE_MAX = 60, AGE_MAX = 150, DAYS_MAX = 366 };

typedef screen_reader reader;

lsn_err screen_fail(reader *r, lsn_err err, const lsn_json *at, const char *what, const char *text) {
    return lsn_diag_set(r->diag, err, at->line, at->column, "\"%s\" %s", what, text);
}

static lsn_err fail(reader *r, lsn_err err, const lsn_json *at, const char *what, const char *text) {
    return lsn_diag_set(r->diag, err, at->line, at->column, "\"%s\" %s", what, text);
}

// ---------------------------------------------------------------- fields

static lsn_err check_fields(reader *r, const lsn_json *object, const char *const *names, const char *what) {
    if (object->type != LSN_JSON_OBJECT) return fail(r, LSN_ERR_WRONG_TYPE, object, what, "is an object in { }");
    for (const lsn_json *at = object->first; at; at = at->next) {
        int i = 0;
        while (names[i] && !lsn_str_equal(at->key, lsn_str_from(names[i]))) i++;
        if (names[i]) continue;
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column, "\"%s\" has no field \"%S\"",
                            what, at->key);
    }
    return LSN_OK;
}

// The member, or NULL with an error; an absent member that may be absent is NULL without one.
static const lsn_json *member(reader *r, const lsn_json *object, const char *key, lsn_json_type type, bool optional,
                              lsn_err *err) {
    static const char *const types[] = {"is null",           "is true or false", "is a number",
                                        "is a text in \"\"", "is a list in [ ]", "is an object in { }"};
    const lsn_json *found = lsn_json_get(object, key);
    *err = LSN_OK;
    if (!found && !optional) *err = fail(r, LSN_ERR_MISSING_FIELD, object, key, "is missing here");
    if (found && found->type != type) *err = fail(r, LSN_ERR_WRONG_TYPE, found, key, types[type]);
    return *err ? NULL : found;
}

static lsn_err take_text(reader *r, const lsn_json *at, const char *key, int max, lsn_str *out) {
    if (at->type != LSN_JSON_STRING) return fail(r, LSN_ERR_WRONG_TYPE, at, key, "is a text in \"\"");
    if (at->string.len == 0) return fail(r, LSN_ERR_MISSING_FIELD, at, key, "is empty");
    if (at->string.len > (size_t)max) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_LONG, at->line, at->column, "\"%s\" is longer than %d bytes", key,
                            max);
    }
    *out = at->string;
    return LSN_OK;
}

static lsn_err read_text(reader *r, const lsn_json *object, const char *key, int max, bool optional, lsn_str *out) {
    lsn_err err;
    const lsn_json *at = member(r, object, key, LSN_JSON_STRING, optional, &err);
    return at ? take_text(r, at, key, max, out) : err;
}

static lsn_err read_bool(reader *r, const lsn_json *object, const char *key, bool *out) {
    lsn_err err;
    const lsn_json *at = member(r, object, key, LSN_JSON_BOOL, true, &err);
    if (at) *out = at->boolean;
    return err;
}

static lsn_err read_id(reader *r, const lsn_json *object, lsn_str *out) {
    lsn_err err = read_text(r, object, "id", ID_MAX, false, out);
    if (err) return err;
    for (size_t i = 0; i < out->len; i++) {
        char c = out->ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
        return fail(r, LSN_ERR_UNKNOWN_NAME, lsn_json_get(object, "id"), "id", "is made of a-z, 0-9 and -");
    }
    return LSN_OK;
}

// ---------------------------------------------------------------- what a rule forbids

static int find_tag(lsn_str name) {
    return (int)lsn_tag_find(name);
}
static int find_posture(lsn_str name) {
    return (int)lsn_posture_find(name);
}

static lsn_err read_mask(reader *r, const lsn_json *object, const char *key, int (*find)(lsn_str), int count,
                         uint32_t *out) {
    lsn_err err;
    const lsn_json *list = member(r, object, key, LSN_JSON_ARRAY, true, &err);
    for (const lsn_json *at = list ? list->first : NULL; at; at = at->next) {
        int bit = at->type == LSN_JSON_STRING ? find(at->string) : count;
        if (bit == count) return fail(r, LSN_ERR_UNKNOWN_NAME, at, key, "has a name that is not known");
        if (*out >> bit & 1) return fail(r, LSN_ERR_DUPLICATE, at, key, "has this name twice");
        *out |= 1u << bit;
    }
    return err;
}

static lsn_err read_moves(reader *r, const lsn_json *object, const char *key, lsn_str *out, int *count) {
    lsn_err err;
    const lsn_json *list = member(r, object, key, LSN_JSON_ARRAY, true, &err);
    for (const lsn_json *at = list ? list->first : NULL; at; at = at->next) {
        if (*count == LSN_SCREEN_OPTIONS_MAX) return fail(r, LSN_ERR_TOO_MANY, at, key, "has more than 12 moves");
        err = take_text(r, at, key, LINE_MAX, &out[*count]);
        if (err) return err;
        ++*count;
    }
    return err;
}

static lsn_err read_forbid(reader *r, const lsn_json *object, lsn_rule *rule) {
    static const char *const names[] = {"tags", "moves", "postures", "keep", "small", NULL};
    lsn_err err;
    const lsn_json *forbid = member(r, object, "forbid", LSN_JSON_OBJECT, true, &err);
    if (!forbid) return err;
    err = check_fields(r, forbid, names, "forbid");
    if (!err) err = read_mask(r, forbid, "tags", find_tag, LSN_TAG_COUNT, &rule->forbid_tags);
    if (!err) err = read_mask(r, forbid, "postures", find_posture, LSN_POSTURE_COUNT, &rule->forbid_postures);
    if (!err) err = read_moves(r, forbid, "moves", rule->forbid_moves, &rule->forbid_move_count);
    if (!err) err = read_moves(r, forbid, "keep", rule->keep_moves, &rule->keep_move_count);
    if (!err) err = read_moves(r, forbid, "small", rule->small_moves, &rule->small_move_count);
    return err;
}

// ---------------------------------------------------------------- one rule

static lsn_err read_level(reader *r, const lsn_json *object, lsn_rule *rule) {
    lsn_err err;
    const lsn_json *level = member(r, object, "level", LSN_JSON_NUMBER, false, &err);
    if (!level) return err;
    if (!(level->number >= 1 && level->number <= 4) || lsn_floor(level->number) != level->number) {
        return fail(r, LSN_ERR_OUT_OF_RANGE, level, "level", "is 1, 2, 3 or 4");
    }
    rule->level = (int)level->number;
    const lsn_json *urgency = member(r, object, "urgency", LSN_JSON_STRING, false, &err);
    if (!urgency) return err;
    for (int i = LSN_URGENCY_none; i <= LSN_URGENCY_now; i++) {
        rule->urgency = (lsn_urgency)i;
        if (lsn_str_equal(urgency->string, lsn_str_from(lsn_urgency_name(rule->urgency)))) return LSN_OK;
    }
    return fail(r, LSN_ERR_UNKNOWN_NAME, urgency, "urgency", "is none, routine, urgent, today or now");
}

// An emergency is asked before every session, so everything that its condition asks must be.
static bool asks_every_session(const reader *r, lsn_condition when) {
    for (int i = 0; i < when.count; i++) {
        bool asks = when.tests[i].kind >= LSN_TEST_yes;
        if (asks && !r->rules->questions[when.tests[i].question].every_session) return false;
    }
    return true;
}

static lsn_err check_rule(reader *r, const lsn_json *object, const lsn_rule *rule) {
    bool forbids = rule->forbid_tags != 0 || rule->forbid_postures != 0 || rule->forbid_move_count > 0;
    bool changes = forbids || rule->small_move_count > 0 || rule->gentle || rule->asks_site;
    const char *wrong = NULL;
    if (rule->level == 1 && rule->urgency != LSN_URGENCY_now) wrong = "at level 1 is \"now\"";
    if (rule->level == 2 && rule->urgency == LSN_URGENCY_none) wrong = "at level 2 is not \"none\"";
    if (rule->level > 2 && rule->urgency > LSN_URGENCY_routine) wrong = "at level 3 and 4 is \"none\" or \"routine\"";
    if (wrong) return fail(r, LSN_ERR_INCONSISTENT, lsn_json_get(object, "urgency"), "urgency", wrong);
    if (rule->level == 1 && !asks_every_session(r, rule->when)) {
        wrong = "at level 1 asks only questions with \"every_session\"";
        return fail(r, LSN_ERR_INCONSISTENT, lsn_json_get(object, "when"), "when", wrong);
    }
    if (rule->gentle && rule->level != 2 && rule->level != 3) wrong = "belongs to levels 2 and 3";
    if (wrong) return fail(r, LSN_ERR_INCONSISTENT, lsn_json_get(object, "gentle"), "gentle", wrong);
    if (changes && rule->level != 2 && rule->level != 3) wrong = "belongs to levels 2 and 3";
    if (rule->level == 3 && !changes) wrong = "is missing: level 3 leaves moves out, or is gentle";
    if (wrong) return fail(r, LSN_ERR_INCONSISTENT, object, "forbid", wrong);
    return LSN_OK;
}

static lsn_err read_day(reader *r, const lsn_json *object, lsn_str *out) {
    lsn_err err = read_text(r, object, "reviewed", LINE_MAX, false, out);
    int64_t day;
    if (err || lsn_day_read(&day, *out)) return err;
    return fail(r, LSN_ERR_OUT_OF_RANGE, lsn_json_get(object, "reviewed"), "reviewed", "is a day, as in 2026-11-20");
}

static lsn_err read_days(reader *r, const lsn_json *object, bool optional, int *out) {
    lsn_err err;
    const lsn_json *days = member(r, object, "clinician_days", LSN_JSON_NUMBER, optional, &err);
    if (!days) return err;
    if (!(days->number >= 1 && days->number <= DAYS_MAX) || lsn_floor(days->number) != days->number) {
        return fail(r, LSN_ERR_OUT_OF_RANGE, days, "clinician_days", "is a whole number from 1 to 366");
    }
    *out = (int)days->number;
    return LSN_OK;
}

static lsn_err read_rule(reader *r, const lsn_json *object, lsn_rule *rule) {
    static const char *const names[] = {"id",     "when",      "level",          "urgency", "say",      "forbid",
                                        "gentle", "asks_site", "clinician_days", "source",  "reviewed", NULL};
    lsn_err err = check_fields(r, object, names, "rules");
    if (!err) err = read_id(r, object, &rule->id);
    if (!err && !lsn_json_get(object, "when")) {
        err = fail(r, LSN_ERR_MISSING_FIELD, object, "when", "is missing here");
    }
    if (!err) err = screen_read_condition(r, lsn_json_get(object, "when"), "when", &rule->when);
    if (!err) err = read_level(r, object, rule);
    if (!err) err = read_text(r, object, "say", TEXT_MAX, false, &rule->say);
    if (!err) err = read_forbid(r, object, rule);
    if (!err) err = read_bool(r, object, "gentle", &rule->gentle);
    if (!err) err = read_bool(r, object, "asks_site", &rule->asks_site);
    if (!err) err = read_days(r, object, true, &rule->clinician_days);
    if (!err) err = read_text(r, object, "source", TEXT_MAX, false, &rule->source);
    if (!err) err = read_day(r, object, &rule->reviewed);
    return err ? err : check_rule(r, object, rule);
}

// ---------------------------------------------------------------- one question

static lsn_err read_kind(reader *r, const lsn_json *object, lsn_question_kind *out) {
    lsn_err err;
    const lsn_json *kind = member(r, object, "kind", LSN_JSON_STRING, true, &err);
    *out = LSN_QUESTION_yes_no;
    if (!kind) return err;
    for (int i = 0; i < LSN_QUESTION_KIND_COUNT; i++) {
        *out = (lsn_question_kind)i;
        if (lsn_str_equal(kind->string, lsn_str_from(lsn_question_kind_name(*out)))) return LSN_OK;
    }
    return fail(r, LSN_ERR_UNKNOWN_NAME, kind, "kind", "is yes-no, number, choice or list");
}

static lsn_err read_option(reader *r, const lsn_json *at, lsn_question *question) {
    static const char *const names[] = {"id", "text", NULL};
    if (question->option_count == LSN_SCREEN_OPTIONS_MAX) {
        return fail(r, LSN_ERR_TOO_MANY, at, "options", "has more than 12 of them");
    }
    lsn_option_text option = {0};
    lsn_err err = check_fields(r, at, names, "options");
    if (!err) err = read_id(r, at, &option.id);
    if (!err) err = read_text(r, at, "text", TEXT_MAX, false, &option.text);
    if (err) return err;
    if (screen_find_option(question, option.id) >= 0) {
        return fail(r, LSN_ERR_DUPLICATE, lsn_json_get(at, "id"), "id", "is given to two options");
    }
    question->options[question->option_count++] = option;
    return LSN_OK;
}

static lsn_err read_options(reader *r, const lsn_json *object, lsn_question *question) {
    bool has = question->kind == LSN_QUESTION_choice || question->kind == LSN_QUESTION_list;
    lsn_err err;
    const lsn_json *list = member(r, object, "options", LSN_JSON_ARRAY, !has, &err);
    if (!list) return err;
    if (!has) return fail(r, LSN_ERR_INCONSISTENT, list, "options", "belongs to a choice or a list");
    for (const lsn_json *at = list->first; at; at = at->next) {
        err = read_option(r, at, question);
        if (err) return err;
    }
    if (question->option_count < 2) return fail(r, LSN_ERR_MISSING_FIELD, list, "options", "has two or more of them");
    return LSN_OK;
}

static lsn_err read_bound(reader *r, const lsn_json *object, const char *key, lsn_question *question, int *out) {
    bool has = question->kind == LSN_QUESTION_number;
    lsn_err err;
    const lsn_json *at = member(r, object, key, LSN_JSON_NUMBER, !has, &err);
    if (!at) return err;
    if (!has) return fail(r, LSN_ERR_INCONSISTENT, at, key, "belongs to a number");
    if (!(at->number >= 0 && at->number <= AGE_MAX) || lsn_floor(at->number) != at->number) {
        return fail(r, LSN_ERR_OUT_OF_RANGE, at, key, "is a whole number from 0 to 150");
    }
    *out = (int)at->number;
    return LSN_OK;
}

static lsn_err read_question(reader *r, const lsn_json *object, lsn_question *question) {
    static const char *const names[] = {"id",    "group", "ask",           "help",     "kind", "options",
                                        "least", "most",  "every_session", "asked_if", NULL};
    lsn_err err = check_fields(r, object, names, "questions");
    if (!err) err = read_id(r, object, &question->id);
    if (!err) err = read_text(r, object, "group", LINE_MAX, false, &question->group);
    if (!err) err = read_text(r, object, "ask", TEXT_MAX, false, &question->ask);
    if (!err) err = read_text(r, object, "help", HELP_MAX, true, &question->help);
    if (!err) err = read_kind(r, object, &question->kind);
    if (!err) err = read_options(r, object, question);
    if (!err) err = read_bound(r, object, "least", question, &question->least);
    if (!err) err = read_bound(r, object, "most", question, &question->most);
    if (!err) err = read_bool(r, object, "every_session", &question->every_session);
    const lsn_json *asked_if = lsn_json_get(object, "asked_if");
    if (!err && asked_if) err = screen_read_condition(r, asked_if, "asked_if", &question->asked_if);
    if (!err && question->least > question->most) {
        return fail(r, LSN_ERR_INCONSISTENT, lsn_json_get(object, "most"), "most", "is below \"least\"");
    }
    return err;
}

// ---------------------------------------------------------------- the file

static lsn_err read_texts(reader *r, const lsn_json *root, const char *key, const char *const *names, lsn_str *out) {
    lsn_err err;
    const lsn_json *texts = member(r, root, key, LSN_JSON_OBJECT, false, &err);
    if (!texts) return err;
    err = check_fields(r, texts, names, key);
    for (int i = 0; names[i] && !err; i++) err = read_text(r, texts, names[i], TEXT_MAX, false, &out[i]);
    return err;
}

// The list `key`, neither empty nor longer than `max`, which `too_many` says in words.
static const lsn_json *read_list(reader *r, const lsn_json *root, const char *key, int max, const char *too_many,
                                 lsn_err *err) {
    const lsn_json *list = member(r, root, key, LSN_JSON_ARRAY, false, err);
    if (!list) return NULL;
    if (list->count == 0) *err = fail(r, LSN_ERR_MISSING_FIELD, list, key, "is empty");
    if (list->count > max) *err = fail(r, LSN_ERR_TOO_MANY, list, key, too_many);
    return *err ? NULL : list;
}

static lsn_err read_questions(reader *r, const lsn_json *root, lsn_screen_rules *out) {
    lsn_err err;
    const lsn_json *list =
        read_list(r, root, "questions", LSN_SCREEN_QUESTIONS_MAX, "has more than 64 questions", &err);
    if (!list) return err;
    out->questions = LSN_NEW(r->arena, lsn_question, (size_t)list->count);
    if (!out->questions) return fail(r, LSN_ERR_NO_MEMORY, list, "questions", "do not fit into the memory set aside");
    for (const lsn_json *at = list->first; at; at = at->next) {
        lsn_question question = {0};
        err = read_question(r, at, &question);
        if (err) return err;
        if (lsn_screen_find_question(out, question.id) >= 0) {
            return fail(r, LSN_ERR_DUPLICATE, lsn_json_get(at, "id"), "id", "is given to two questions");
        }
        out->questions[out->question_count++] = question;
    }
    return LSN_OK;
}

static lsn_err read_rules(reader *r, const lsn_json *root, lsn_screen_rules *out) {
    lsn_err err;
    const lsn_json *list = read_list(r, root, "rules", LSN_SCREEN_RULES_MAX, "has more than 96 rules", &err);
    if (!list) return err;
    out->rules = LSN_NEW(r->arena, lsn_rule, (size_t)list->count);
    if (!out->rules) return fail(r, LSN_ERR_NO_MEMORY, list, "rules", "do not fit into the memory set aside for them");
    for (const lsn_json *at = list->first; at; at = at->next) {
        lsn_rule rule = {0};
        err = read_rule(r, at, &rule);
        if (err) return err;
        if (lsn_screen_find(out, rule.id) >= 0) {
            return fail(r, LSN_ERR_DUPLICATE, lsn_json_get(at, "id"), "id", "is given to two rules");
        }
        out->rules[out->count++] = rule;
    }
    return LSN_OK;
}

lsn_err lsn_screen_rules_parse(lsn_screen_rules *out, lsn_str text, lsn_arena *arena, lsn_diag *diag) {
#define X(name) #name,
    static const char *const names[] = {"$schema", "version", "reviewed",  "emergency", "clinician_days",
                                        "advice",  "words",   "questions", "rules",     NULL};
    static const char *const advice[] = {LSN_ADVICES(X) NULL}, *const words[] = {LSN_SCREEN_WORDS(X) NULL};
#undef X
    lsn_arena kept = *arena;
    lsn_screen_rules rules = {0};
    reader r = {&kept, diag, &rules};
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, text, &kept, diag);
    if (!err) err = check_fields(&r, root, names, "the file");
    if (!err) err = read_text(&r, root, "version", LINE_MAX, false, &rules.version);
    if (!err) err = read_day(&r, root, &rules.reviewed);
    if (!err) err = read_text(&r, root, "emergency", TEXT_MAX, false, &rules.emergency);
    if (!err) err = read_days(&r, root, false, &rules.clinician_days);
    if (!err) err = read_texts(&r, root, "advice", advice, rules.advice);
    if (!err) err = read_texts(&r, root, "words", words, rules.words);
    if (!err) err = read_questions(&r, root, &rules);
    if (!err) err = read_rules(&r, root, &rules);
    if (err) return err;
    *arena = kept;
    *out = rules;
    return LSN_OK;
}
