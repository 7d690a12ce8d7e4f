// core/make: a form → a checked move. Invariant: the file is checked by the same functions as every other; each refusal
// is told beside the field it stands in.
#include "core/make/inner.h"

static const char *const field_names[LSN_MAKE_FIELD_COUNT] = {
#define X(name) #name,
    LSN_MAKE_FIELDS(X)
#undef X
};

const char *lsn_make_field_name(lsn_make_field field) {
    LSN_ASSERT(field >= 0 && field < LSN_MAKE_FIELD_COUNT);
    return field_names[field];
}

// ---------------------------------------------------------------- reading

static lsn_err read_part(const lsn_json **out, const lsn_json *root, const char *key, lsn_json_type type,
                         lsn_diag *diag) {
    const lsn_json *value = lsn_json_get(root, key);
    *out = value;
    if (!value || value->type == type) return LSN_OK;
    return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%s\" of a form is of another kind",
                        key);
}

static lsn_err read_form(form *out, lsn_str text, lsn_arena *memory, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, text, memory, diag);
    if (err) return err;
    if (root->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column, "a form is an object in { }");
    }
    const lsn_json *way = NULL, *sides = NULL, *id = NULL;
    *out = (form){.root = root};
    err = read_part(&out->say, root, "say", LSN_JSON_OBJECT, diag);
    if (!err) err = read_part(&out->doses, root, "doses", LSN_JSON_OBJECT, diag);
    if (!err) err = read_part(&out->figure, root, "figure", LSN_JSON_OBJECT, diag);
    if (!err) err = read_part(&out->words, root, "words", LSN_JSON_OBJECT, diag);
    if (!err) err = read_part(&way, root, "way", LSN_JSON_STRING, diag);
    if (!err) err = read_part(&sides, root, "two_sided", LSN_JSON_BOOL, diag);
    if (!err) err = read_part(&id, root, "id", LSN_JSON_STRING, diag);
    if (err) return err;
    if (!id || !lsn_str_starts(id->string, LSN_STR("own-"))) {
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, root->line, root->column,
                            "a form has an \"id\" that begins with own-");
    }
    out->holds = !way || !lsn_str_equal(way->string, LSN_STR("repeat"));
    out->two_sided = sides && sides->boolean;
    return LSN_OK;
}

// ---------------------------------------------------------------- problems

static void add_problem(lsn_made *made, lsn_make_field field, const char *text) {
    if (made->count == LSN_MAKE_PROBLEMS_MAX) return;
    lsn_make_problem *problem = &made->problems[made->count++];
    *problem = (lsn_make_problem){.field = field};
    lsn_buf line = lsn_buf_make(problem->text, sizeof problem->text);
    lsn_buf_text(&line, text);
    lsn_buf_cstr(&line);
    made->good = false;
}

static bool is_spoken(lsn_make_field field) {
    return field >= LSN_MAKE_ready && field <= LSN_MAKE_back;
}

static bool is_dose(lsn_make_field field) {
    return field >= LSN_MAKE_easier && field <= LSN_MAKE_harder;
}

static const char *empty_text(lsn_make_field field) {
    static const char *const needs[LSN_MAKE_FIELD_COUNT] = {
        [LSN_MAKE_name] = LSN_TR("Give your move a name."),
        [LSN_MAKE_start] = LSN_TR("Say how it begins."),
        [LSN_MAKE_places] = LSN_TR("Choose at least one place."),
        [LSN_MAKE_regions] = LSN_TR("Choose at least one part of the body."),
        [LSN_MAKE_ready] = LSN_TR("Say how to get ready."),
        [LSN_MAKE_go] = LSN_TR("Say what to do."),
        [LSN_MAKE_hold] = LSN_TR("Say what to do while holding."),
        [LSN_MAKE_back] = LSN_TR("Say how to come back."),
    };
    return needs[field];
}

static bool holds_nothing(const form *f, lsn_make_field field) {
    const lsn_json *hold = lsn_json_get(lsn_json_get(f->doses, field_names[field]), "hold_s");
    return f->holds && (!hold || (hold->type == LSN_JSON_NUMBER && hold->number == 0));
}

static const char *dose_text(const form *f, lsn_make_field field, lsn_err err) {
    if (holds_nothing(f, field)) return LSN_TR("Say how many seconds you hold it.");
    if (err == LSN_ERR_INCONSISTENT) return LSN_TR("This takes longer than on a usual day. Make it no longer.");
    return f->holds ? LSN_TR("Do it from 1 to %d times, and hold for at most %d seconds.")
                    : LSN_TR("Do it from 1 to %d times.");
}

// What the checker refuses most often, without the keys that only files have; NULL for what no form of the page holds.
static const char *refusal_text(const form *f, lsn_make_field field, lsn_err err) {
    if (field == LSN_MAKE_name && err == LSN_ERR_TOO_LONG)
        return LSN_TR("This name is too long. Choose a shorter one.");
    if (is_dose(field)) return dose_text(f, field, err);
    if (!is_spoken(field)) return NULL;
    if (err == LSN_ERR_TOO_LONG && field == LSN_MAKE_hold)
        return LSN_TR("This takes too long to say. Shorten it, or hold for longer.");
    if (err == LSN_ERR_TOO_LONG) return LSN_TR("This takes too long to say. Shorten it.");
    if (err == LSN_ERR_UNKNOWN_NAME) return LSN_TR("In braces only {side} and {other} can stand.");
    if (err == LSN_ERR_INCONSISTENT && !f->two_sided)
        return LSN_TR("You do this once, for both sides: leave {side} and {other} out.");
    return NULL;
}

static void add_refusal(lsn_made *made, lsn_make_field field, const lsn_diag *diag, const form *f, bool empty) {
    char bytes[LSN_DIAG_TEXT_MAX];
    lsn_buf line = lsn_buf_make(bytes, sizeof bytes);
    const char *text = empty ? empty_text(field) : NULL;
    if (!text) text = refusal_text(f, field, diag->err);
    if (text && is_dose(field))
        lsn_buf_format(&line, lsn_words_say(f->language, text), LSN_REPS_MAX, LSN_HOLD_S_MAX);
    else
        lsn_buf_text(&line, text ? lsn_words_say(f->language, text) : diag->text);
    add_problem(made, field, lsn_buf_cstr(&line));
}

static bool is_empty(const form *f, lsn_make_field field) {
    const lsn_json *value = lsn_json_get(is_spoken(field) ? f->say : f->root, field_names[field]);
    if (!value) return true;
    if (value->type == LSN_JSON_ARRAY) return value->count == 0;
    if (value->type != LSN_JSON_STRING) return false;
    for (size_t i = 0; i < value->string.len; i++)
        if ((unsigned char)value->string.ptr[i] > ' ') return false;
    return true;
}

// ---------------------------------------------------------------- making

typedef struct making {
    lsn_made *out;
    writing w;
    lsn_arena *arena;
    lsn_buf *file;
} making;

static lsn_make_field field_at(const making *m, const lsn_diag *diag) {
    return diag->line > 0 && diag->line <= m->w.line ? m->w.field_of[diag->line] : LSN_MAKE_figure;
}

static lsn_err refuse_long(const making *m, lsn_diag *diag) {
    const char *text = LSN_IN(m->w.f->language, "This move is too long to keep. Say less.");
    return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "%s", text);
}

// Writes and parses until the checker is content: what it refuses is told and replaced.
static lsn_err pass(making *m, lsn_diag *diag) {
    for (int turn = 0; turn <= LSN_MAKE_FIELD_COUNT; turn++) {
        m->file->len = 0;
        m->file->overflow = false;
        lsn_make_write(&m->w);
        if (m->file->overflow) return refuse_long(m, diag);
        lsn_diag found = {.err = LSN_OK};
        lsn_arena before = *m->arena;
        lsn_err err = lsn_move_parse(&m->out->move, lsn_buf_view(m->file), m->arena, &found);
        if (!err) err = lsn_motion_check(&m->out->move, &found);
        if (!err) return LSN_OK;
        *m->arena = before;
        if (err == LSN_ERR_NO_MEMORY) return err;
        lsn_make_field field = field_at(m, &found);
        if (m->w.bad >> field & 1) {
            if (diag) *diag = found;
            return err;
        }
        m->w.bad |= 1u << field;
        add_refusal(m->out, field, &found, m->w.f, is_empty(m->w.f, field));
    }
    return LSN_ERR_INCONSISTENT;
}

static void check_name(lsn_made *made, const form *f, const lsn_catalogue *catalogue) {
    const lsn_json *name = lsn_json_get(f->root, "name"), *id = lsn_json_get(f->root, "id");
    if (!name || name->type != LSN_JSON_STRING) return;
    int other = lsn_catalogue_find(catalogue, name->string);
    if (other < 0 || lsn_str_equal(catalogue->moves[other].id, id->string)) return;
    char bytes[LSN_DIAG_TEXT_MAX];
    lsn_buf line = lsn_buf_make(bytes, sizeof bytes);
    lsn_buf_format(&line, LSN_IN(f->language, "There is a move called \"%S\" already. Give yours another name."),
                   name->string);
    add_problem(made, LSN_MAKE_name, lsn_buf_cstr(&line));
}

static lsn_err find_out(making *m, findings *found, const lsn_body *body, lsn_arena scratch) {
    lsn_motion *motion = LSN_NEW(&scratch, lsn_motion, 1);
    if (!motion) return LSN_ERR_NO_MEMORY;
    lsn_diag unsolved = {.err = LSN_OK};
    lsn_side side = m->out->move.two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = lsn_motion_build(motion, &m->out->move, side, LSN_LEVEL_usual, body, scratch, &unsolved);
    if (err == LSN_ERR_NO_MEMORY) return err;
    if (motion->key_count < 2) return LSN_OK;
    lsn_make_find(found, motion, m->w.f);
    m->w.found = found;
    return LSN_OK;
}

lsn_err lsn_make_move(lsn_made *out, lsn_buf *file, lsn_str text, const lsn_catalogue *catalogue, const lsn_body *body,
                      lsn_arena *arena, lsn_arena scratch, lsn_diag *diag) {
    form f;
    lsn_err err = read_form(&f, text, &scratch, diag);
    if (err) return err;
    f.language = catalogue->language;
    *out = (lsn_made){.good = true};
    findings found;
    making m = {.out = out, .arena = arena, .file = file, .w = {.buf = file, .f = &f}};
    lsn_arena before = *arena;
    check_name(out, &f, catalogue);
    err = pass(&m, diag);
    if (!err) err = find_out(&m, &found, body, scratch);
    *arena = before;
    if (!err) err = pass(&m, diag);
    if (err) *arena = before;
    out->move.language = f.language;
    if (err == LSN_ERR_NO_MEMORY)
        return lsn_diag_set(diag, err, 0, 0, "%s", lsn_words_say(f.language, lsn_err_text(err)));
    return err;
}
