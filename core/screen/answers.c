// core/screen: answers as JSON, and what they lead to. Invariant: an answer that is given fits its question; what was
// written by another version is kept as far as these rules know it.
#include "core/screen/read.h"

enum { ID_ROOM = 32 };

int lsn_screen_find_question(const lsn_screen_rules *rules, lsn_str id) {
    for (int i = 0; i < rules->question_count; i++) {
        if (lsn_str_equal(rules->questions[i].id, id)) return i;
    }
    return -1;
}

const char *lsn_question_kind_name(lsn_question_kind kind) {
    static const char *const names[] = {
#define X(name, text) text,
        LSN_QUESTION_KINDS(X)
#undef X
    };
    LSN_ASSERT((unsigned)kind < LSN_QUESTION_KIND_COUNT);
    return names[kind];
}

// ---------------------------------------------------------------- reading

// "A little" is a yes.
static bool read_yes_no(lsn_answer *out, const lsn_json *at) {
    static const char *const yes[] = {"yes", "a little", "a-little", "little"};
    if (at->type == LSN_JSON_BOOL) {
        out->yes = at->boolean;
        return true;
    }
    if (at->type != LSN_JSON_STRING) return false;
    out->yes = false;
    for (int i = 0; i < 4; i++) out->yes = out->yes || lsn_str_equal_fold(at->string, lsn_str_from(yes[i]));
    return out->yes || lsn_str_equal_fold(at->string, LSN_STR("no"));
}

static bool read_number(lsn_answer *out, const lsn_question *question, const lsn_json *at) {
    if (at->type != LSN_JSON_NUMBER || lsn_floor(at->number) != at->number) return false;
    if (!(at->number >= question->least && at->number <= question->most)) return false;
    out->number = (int)at->number;
    return true;
}

static bool read_option(lsn_answer *out, const lsn_question *question, const lsn_json *at) {
    int option = at->type == LSN_JSON_STRING ? screen_find_option(question, at->string) : -1;
    if (option < 0 || out->ticks >> option & 1) return false;
    out->ticks |= 1u << option;
    return true;
}

// True when the value fits; otherwise *wrong is what does not.
static bool read_value(lsn_answer *out, const lsn_question *question, const lsn_json *at, const lsn_json **wrong) {
    lsn_answer answer = {.given = true};
    bool fits = true;
    *wrong = at;
    switch (question->kind) {
    case LSN_QUESTION_yes_no:
        fits = read_yes_no(&answer, at);
        break;
    case LSN_QUESTION_number:
        fits = read_number(&answer, question, at);
        break;
    case LSN_QUESTION_choice:
        fits = read_option(&answer, question, at);
        break;
    default:
        fits = at->type == LSN_JSON_ARRAY;
        for (const lsn_json *item = at->first; item && fits; item = item->next) {
            *wrong = item;
            fits = read_option(&answer, question, item);
        }
    }
    if (fits) *out = answer;
    return fits;
}

static lsn_err refuse_value(lsn_diag *diag, const lsn_question *question, const lsn_json *at) {
    if (question->kind == LSN_QUESTION_number) {
        return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, at->line, at->column,
                            "the answer to \"%S\" is a whole number from %d to %d", question->id, question->least,
                            question->most);
    }
    if (question->kind == LSN_QUESTION_yes_no) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, at->line, at->column,
                            "the answer to \"%S\" is true or false, or \"yes\", \"no\" or \"a little\"", question->id);
    }
    char names[160];
    lsn_buf list = lsn_buf_make(names, sizeof names);
    for (int i = 0; i < question->option_count; i++) {
        lsn_buf_format(&list, i ? ", %S" : "%S", question->options[i].id);
    }
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column, "the answer to \"%S\" is %s of: %S",
                        question->id, question->kind == LSN_QUESTION_choice ? "one" : "a list, each once,",
                        lsn_buf_view(&list));
}

// `strict`: what is not known is refused; otherwise it is counted.
static lsn_err read_answer(lsn_answers *out, const lsn_screen_rules *rules, const lsn_json *at, bool strict,
                           lsn_diag *diag) {
    int question = lsn_screen_find_question(rules, at->key);
    int rule = question < 0 && at->type == LSN_JSON_BOOL ? lsn_screen_find(rules, at->key) : -1;
    const lsn_json *wrong = at;
    if (question >= 0 && read_value(&out->to[question], &rules->questions[question], at, &wrong)) return LSN_OK;
    if (rule >= 0) {
        out->fired[rule] = at->boolean;
        return LSN_OK;
    }
    out->unknown++;
    if (!strict) return LSN_OK;
    if (question >= 0) return refuse_value(diag, &rules->questions[question], wrong);
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->key_line, at->key_column,
                        "there is no safety question \"%S\"; loosen screen --questions lists them", at->key);
}

// Either the answers themselves, or an object around them that says their version.
static lsn_err find_answers(const lsn_json **out, lsn_str *version, const lsn_json *root, lsn_diag *diag) {
    const char *shape = "the answers are an object, as in {\"chest-pain\": false}";
    *out = root;
    *version = (lsn_str){0};
    if (root->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column, "%s", shape);
    }
    const lsn_json *inner = lsn_json_get(root, "answers");
    if (!inner) return LSN_OK;
    if (inner->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, inner->line, inner->column, "%s", shape);
    }
    for (const lsn_json *at = root->first; at; at = at->next) {
        bool is_version = lsn_str_equal(at->key, LSN_STR("version"));
        if (is_version && at->type == LSN_JSON_STRING) *version = at->string;
        if (at == inner || (is_version && at->type == LSN_JSON_STRING)) continue;
        return lsn_diag_set(diag, is_version ? LSN_ERR_WRONG_TYPE : LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column,
                            "beside \"answers\" stands \"version\" alone, a text");
    }
    *out = inner;
    return LSN_OK;
}

static lsn_err read_all(lsn_answers *out, const lsn_screen_rules *rules, lsn_str json, bool strict, lsn_arena scratch,
                        lsn_diag *diag) {
    lsn_json *root = NULL;
    const lsn_json *list;
    lsn_str version;
    lsn_answers answers = {0};
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (!err) err = find_answers(&list, &version, root, diag);
    if (err) return err;
    for (const lsn_json *at = list->first; at; at = at->next) {
        err = read_answer(&answers, rules, at, strict, diag);
        if (err) return err;
    }
    answers.is_current = answers.unknown == 0 && lsn_str_equal(version, rules->version);
    *out = answers;
    return LSN_OK;
}

lsn_err lsn_screen_answers(lsn_answers *out, const lsn_screen_rules *rules, lsn_str json, lsn_arena scratch,
                           lsn_diag *diag) {
    return read_all(out, rules, json, true, scratch, diag);
}

lsn_err lsn_screen_recall(lsn_answers *out, const lsn_screen_rules *rules, lsn_str json, lsn_arena scratch) {
    return read_all(out, rules, json, false, scratch, NULL);
}

// ---------------------------------------------------------------- writing

static void write_key(lsn_json_out *out, lsn_str id) {
    char text[ID_ROOM];
    lsn_buf key = lsn_buf_make(text, sizeof text);
    lsn_buf_str(&key, id);
    lsn_json_key(out, lsn_buf_cstr(&key));
}

static void write_answer(lsn_json_out *out, const lsn_question *question, const lsn_answer *answer) {
    write_key(out, question->id);
    if (question->kind == LSN_QUESTION_yes_no) lsn_json_bool(out, answer->yes);
    if (question->kind == LSN_QUESTION_number) lsn_json_int(out, answer->number);
    if (question->kind == LSN_QUESTION_list) lsn_json_array(out);
    for (int i = 0; i < question->option_count; i++) {
        if (answer->ticks >> i & 1) lsn_json_str(out, question->options[i].id);
    }
    if (question->kind == LSN_QUESTION_list) lsn_json_array_end(out);
}

void lsn_screen_write_answers(lsn_json_out *out, const lsn_screen_rules *rules, const lsn_answers *answers) {
    lsn_json_object(out);
    lsn_json_put_str(out, "version", rules->version);
    lsn_json_key(out, "answers");
    lsn_json_object(out);
    for (int i = 0; i < rules->question_count; i++) {
        if (answers->to[i].given) write_answer(out, &rules->questions[i], &answers->to[i]);
    }
    for (int i = 0; i < rules->count; i++) {
        if (!answers->fired[i]) continue;
        write_key(out, rules->rules[i].id);
        lsn_json_bool(out, true);
    }
    lsn_json_object_end(out);
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- what they lead to

bool lsn_screen_is_asked(const lsn_screen_rules *rules, int question, const lsn_answers *answers) {
    return lsn_screen_holds(rules->questions[question].asked_if, answers);
}

bool lsn_screen_is_complete(const lsn_screen_rules *rules, const lsn_answers *answers) {
    for (int i = 0; i < rules->question_count; i++) {
        if (!answers->to[i].given && lsn_screen_is_asked(rules, i, answers)) return false;
    }
    return true;
}

void lsn_screen_apply(bool *out, const lsn_screen_rules *rules, const lsn_answers *answers) {
    for (int i = 0; i < rules->count; i++) {
        const lsn_rule *rule = &rules->rules[i];
        out[i] = answers->fired[i] || (rule->when.count > 0 && lsn_screen_holds(rule->when, answers));
    }
}

lsn_verdict lsn_screen_judge_answers(const lsn_screen_rules *rules, const lsn_answers *answers, const bool *allowed) {
    bool holds[LSN_SCREEN_RULES_MAX];
    lsn_screen_apply(holds, rules, answers);
    return lsn_screen_judge_allowed(rules, holds, allowed);
}
