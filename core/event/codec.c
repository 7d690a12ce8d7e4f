// core/event: one event as one line of JSON. Invariant: what is written is read back equal, and what is read is
// written to the same bytes by everybody (values have three decimals at most).
#include "core/event/event.h"

static const double second_max = 86400, at_max = 253402300799999; // the end of the year 9999

static bool has_field(lsn_event_kind kind, char field) {
    for (const char *at = lsn_event_kind_fields(kind); *at != 0; at++) {
        if (*at == field) return true;
    }
    return false;
}

// ---------------------------------------------------------------- writing

static void write_uuid(lsn_json_out *out, const char *key, const lsn_uuid *id) {
    char text[LSN_UUID_TEXT + 1];
    lsn_uuid_write(text, id);
    lsn_json_key(out, key);
    lsn_json_text(out, text);
}

static void write_if_any(lsn_json_out *out, const char *key, lsn_str value) {
    if (value.len == 0) return;
    lsn_json_key(out, key);
    lsn_json_str(out, value);
}

// Three decimals, without needless zeros.
static void write_value(lsn_json_out *out, double value) {
    char text[40];
    lsn_buf digits = lsn_buf_make(text, sizeof text);
    lsn_buf_fixed(&digits, value, 3);
    while (digits.data[digits.len - 1] == '0') digits.len--;
    if (digits.data[digits.len - 1] == '.') digits.len--;
    lsn_json_key(out, "value");
    lsn_json_raw(out, lsn_buf_view(&digits));
}

void lsn_event_write(lsn_buf *out, const lsn_event *event) {
    lsn_json_out json = lsn_json_begin(out);
    lsn_json_object(&json);
    write_uuid(&json, "id", &event->id);
    lsn_json_key(&json, "at");
    lsn_json_int(&json, event->at_ms);
    lsn_json_key(&json, "kind");
    lsn_json_text(&json, lsn_event_kind_name(event->kind));
    if (!lsn_uuid_is_zero(&event->session)) write_uuid(&json, "session", &event->session);
    write_if_any(&json, "move", event->move);
    write_if_any(&json, "side", event->side);
    write_if_any(&json, "level", event->level);
    if (has_field(event->kind, 'V') || lsn_abs(event->value) >= 0.0005) write_value(&json, event->value);
    if (has_field(event->kind, 'T') || event->text.len > 0) {
        lsn_json_key(&json, "text");
        lsn_json_str(&json, event->text);
    }
    lsn_json_object_end(&json);
}

// ---------------------------------------------------------------- reading

static lsn_err fail(lsn_diag *diag, lsn_err err, const lsn_json *at, const char *text) {
    return lsn_diag_set(diag, err, at->line, at->column, "\"%S\" %s", at->key, text);
}

static lsn_err read_uuid(lsn_uuid *out, const lsn_json *at, lsn_diag *diag) {
    if (at->type != LSN_JSON_STRING) return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a UUID in quotation marks");
    if (!lsn_uuid_read(out, at->string)) {
        return fail(diag, LSN_ERR_OUT_OF_RANGE, at,
                    "is a UUID of version 7, as in 01890a5d-ac96-774b-bcce-b302099a8057");
    }
    return LSN_OK;
}

static lsn_err read_at(int64_t *out, const lsn_json *at, lsn_diag *diag) {
    if (at->type != LSN_JSON_NUMBER)
        return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a number of milliseconds since 1970");
    if (!(at->number >= 0 && at->number <= at_max) || lsn_floor(at->number) != at->number) {
        return fail(diag, LSN_ERR_OUT_OF_RANGE, at,
                    "is a whole number of milliseconds since 1970, before the year 10000");
    }
    *out = (int64_t)at->number;
    return LSN_OK;
}

static lsn_err read_string(lsn_str *out, const lsn_json *at, size_t len_max, lsn_diag *diag) {
    if (at->type != LSN_JSON_STRING) return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a text in quotation marks");
    if (at->string.len > len_max) {
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, at->line, at->column, "\"%S\" is longer than %d bytes: shorten it",
                            at->key, (int)len_max);
    }
    *out = at->string;
    return LSN_OK;
}

// One of three words; *out is a static string, so that it costs no memory.
static lsn_err read_word(lsn_str *out, const lsn_json *at, const char *const words[3], lsn_diag *diag) {
    if (at->type != LSN_JSON_STRING) return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a text in quotation marks");
    for (int i = 0; i < 3; i++) {
        lsn_str word = lsn_str_from(words[i]);
        if (!lsn_str_equal(at->string, word)) continue;
        *out = word;
        return LSN_OK;
    }
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column, "\"%S\" is \"%s\", \"%s\" or \"%s\"", at->key,
                        words[0], words[1], words[2]);
}

static lsn_err read_field(lsn_event *event, const lsn_json *at, lsn_diag *diag) {
    static const char *const sides[3] = {"none", "right", "left"}, *const levels[3] = {"easier", "usual", "harder"};
    if (lsn_str_equal(at->key, LSN_STR("id"))) return read_uuid(&event->id, at, diag);
    if (lsn_str_equal(at->key, LSN_STR("at"))) return read_at(&event->at_ms, at, diag);
    if (lsn_str_equal(at->key, LSN_STR("session"))) return read_uuid(&event->session, at, diag);
    if (lsn_str_equal(at->key, LSN_STR("side"))) return read_word(&event->side, at, sides, diag);
    if (lsn_str_equal(at->key, LSN_STR("level"))) return read_word(&event->level, at, levels, diag);
    if (lsn_str_equal(at->key, LSN_STR("text"))) return read_string(&event->text, at, LSN_EVENT_TEXT_MAX, diag);
    if (lsn_str_equal(at->key, LSN_STR("move"))) {
        lsn_err err = read_string(&event->move, at, LSN_EVENT_MOVE_MAX, diag);
        if (!err && event->move.len == 0) return fail(diag, LSN_ERR_MISSING_FIELD, at, "is empty: name a move");
        return err;
    }
    if (lsn_str_equal(at->key, LSN_STR("value"))) {
        if (at->type != LSN_JSON_NUMBER) return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a number");
        event->value = at->number;
        return LSN_OK;
    }
    if (lsn_str_equal(at->key, LSN_STR("kind"))) {
        if (at->type != LSN_JSON_STRING) return fail(diag, LSN_ERR_WRONG_TYPE, at, "is a text in quotation marks");
        event->kind = lsn_event_kind_find(at->string);
        if (event->kind == LSN_EVENT_COUNT) return fail(diag, LSN_ERR_UNKNOWN_NAME, at, "is not a kind of event");
        return LSN_OK;
    }
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column, "an event has no field \"%S\"",
                        at->key);
}

typedef struct range {
    double low, high;
    bool whole;
    const char *text;
} range;

static range range_of(lsn_event_kind kind) {
    switch (kind) {
    case LSN_EVENT_screened:
        return (range){1, 4, true, "is the level of the screen, 1 to 4"};
    case LSN_EVENT_pain_before:
    case LSN_EVENT_pain_after:
    case LSN_EVENT_next_morning:
        return (range){0, 10, true, "is pain, a whole number from 0 to 10"};
    case LSN_EVENT_move_felt:
    case LSN_EVENT_direction_tested:
        return (range){-1, 1, true, "is -1 for worse, 0 for the same, 1 for better"};
    case LSN_EVENT_move_preferred:
        return (range){-1, 1, true, "is -1 for never again, 0 for neither, 1 for a favourite"};
    case LSN_EVENT_leg_site:
        return (range){0, 4, true, "is 0 back, 1 buttock, 2 thigh, 3 calf or 4 foot"};
    case LSN_EVENT_flare:
        return (range){0, 1, true, "is 1 when a flare-up begins, 0 when it is over"};
    case LSN_EVENT_pain_map:
        return (range){0, 2, true, "is the strongest of the map: 0 nowhere, 1 some, 2 a lot"};
    case LSN_EVENT_measured:
        return (range){-1000, 1000, false, "is a score"};
    default:
        return (range){0, second_max, false, "is a number of seconds from 0 to 86400"};
    }
}

static lsn_err check_value(lsn_event *event, const lsn_json *at, lsn_diag *diag) {
    if (!at) return LSN_OK;
    range allowed = range_of(event->kind);
    bool inside = event->value >= allowed.low && event->value <= allowed.high;
    if (!inside || (allowed.whole && lsn_floor(event->value) != event->value)) {
        return fail(diag, LSN_ERR_OUT_OF_RANGE, at, allowed.text);
    }
    event->value = lsn_floor(event->value * 1000.0 + 0.5) / 1000.0;
    return LSN_OK;
}

static lsn_err check_present(const lsn_json *root, lsn_event_kind kind, lsn_diag *diag) {
    static const struct {
        char field;
        const char *key;
    } needed[] = {{'S', "session"}, {'M', "move"}, {'V', "value"}, {'T', "text"}};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (!has_field(kind, needed[i].field) || lsn_json_get(root, needed[i].key)) continue;
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, root->line, root->column,
                            "an event of kind \"%s\" needs \"%s\"", lsn_event_kind_name(kind), needed[i].key);
    }
    return LSN_OK;
}

// ---------------------------------------------------------------- texts that are JSON themselves

enum { NAMES_MAX = 24, ITEMS_MAX = 24, RULES_MAX = 96, TRIES_MAX = 8, PLACES_MAX = 48 };

static bool is_text(const lsn_json *value, size_t max) {
    return value && value->type == LSN_JSON_STRING && value->string.len > 0 && value->string.len <= max;
}

static bool is_id(const lsn_json *value) {
    if (!is_text(value, 40)) return false;
    for (size_t i = 0; i < value->string.len; i++) {
        char c = value->string.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return false;
    }
    return true;
}

static bool are_numbers(const lsn_json *list, int least, int most, double low, double high) {
    if (!list || list->type != LSN_JSON_ARRAY || list->count < least || list->count > most) return false;
    for (const lsn_json *at = list->first; at; at = at->next) {
        if (at->type != LSN_JSON_NUMBER || !(at->number >= low && at->number <= high)) return false;
    }
    return true;
}

static bool are_names(const lsn_json *list) {
    if (!list) return true;
    if (list->type != LSN_JSON_ARRAY || list->count > NAMES_MAX) return false;
    for (const lsn_json *at = list->first; at; at = at->next) {
        if (!is_text(at, 80)) return false;
    }
    return true;
}

static const char *measured_fault(const lsn_json *root) {
    if (!is_id(lsn_json_get(root, "measure"))) return "needs a \"measure\", the id of one";
    if (!are_numbers(lsn_json_get(root, "items"), 1, ITEMS_MAX, -1000, 1000)) return "needs \"items\", 1 to 24 numbers";
    return are_names(lsn_json_get(root, "names")) ? NULL : "has \"names\" that are not a list of short texts";
}

static const char *direction_fault(const lsn_json *root) {
    const lsn_json *direction = lsn_json_get(root, "direction"), *pain = lsn_json_get(root, "pain");
    const lsn_json *site = lsn_json_get(root, "site");
    bool known = direction && direction->type == LSN_JSON_STRING &&
                 (lsn_str_equal(direction->string, LSN_STR("extension")) ||
                  lsn_str_equal(direction->string, LSN_STR("flexion")));
    if (!known) return "needs a \"direction\", extension or flexion";
    if (!are_numbers(pain, 2, TRIES_MAX, 0, 10)) return "needs \"pain\", 2 to 8 numbers from 0 to 10";
    bool sited = are_numbers(site, 2, TRIES_MAX, 0, 4) && site->count == pain->count;
    return sited ? NULL : "needs \"site\", as many numbers from 0 to 4 as \"pain\" has";
}

// "2026-11-20"; whether the month has that day is not asked.
static bool is_date(const lsn_json *value) {
    if (!is_text(value, 10) || value->string.len != 10) return false;
    for (int i = 0; i < 10; i++) {
        char c = value->string.ptr[i];
        if (i == 4 || i == 7 ? c != '-' : !(c >= '0' && c <= '9')) return false;
    }
    const char *d = value->string.ptr;
    int month = (d[5] - '0') * 10 + d[6] - '0', day = (d[8] - '0') * 10 + d[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static const char *talked_fault(const lsn_json *root) {
    const lsn_json *allowed = lsn_json_get(root, "allowed");
    if (!is_date(lsn_json_get(root, "on"))) return "needs \"on\", a date as 2026-11-20";
    if (!allowed || allowed->type != LSN_JSON_ARRAY || allowed->count > RULES_MAX) return "needs \"allowed\", a list";
    for (const lsn_json *at = allowed->first; at; at = at->next) {
        if (!is_id(at)) return "has \"allowed\" with something that is not the id of a rule";
    }
    return NULL;
}

static const char *map_fault(const lsn_json *root) {
    const lsn_json *where = lsn_json_get(root, "where");
    if (!where || where->type != LSN_JSON_OBJECT || where->count > PLACES_MAX)
        return "needs \"where\", an object of areas";
    for (const lsn_json *at = where->first; at; at = at->next) {
        if (at->type != LSN_JSON_NUMBER || (at->number != 1 && at->number != 2))
            return "has an area that is neither 1, some, nor 2, a lot";
    }
    return NULL;
}

// Other members are left as they are: a later version may say more.
static lsn_err check_text(const lsn_event *event, const lsn_json *at, lsn_arena tree, lsn_diag *diag) {
    const char *(*fault)(const lsn_json *) = event->kind == LSN_EVENT_measured           ? measured_fault
                                             : event->kind == LSN_EVENT_direction_tested ? direction_fault
                                             : event->kind == LSN_EVENT_clinician_talked ? talked_fault
                                             : event->kind == LSN_EVENT_pain_map         ? map_fault
                                                                                         : NULL;
    if (!fault) return LSN_OK;
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, event->text, &tree, NULL);
    if (err == LSN_ERR_NO_MEMORY) return fail(diag, err, at, "does not fit into the memory set aside for it");
    if (err) return fail(diag, LSN_ERR_JSON_SYNTAX, at, "is not valid JSON");
    const char *what = fault(root);
    return what ? fail(diag, LSN_ERR_INCONSISTENT, at, what) : LSN_OK;
}

// Fills *event with strings that lie in the scratch arena's tree.
static lsn_err read_tree(lsn_event *event, const lsn_json *root, lsn_arena tree, lsn_diag *diag) {
    static const char *const always[] = {"id", "at", "kind"};
    if (root->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column, "an event is an object in { }");
    }
    for (const lsn_json *at = root->first; at; at = at->next) {
        lsn_err err = read_field(event, at, diag);
        if (err) return err;
    }
    for (int i = 0; i < 3; i++) {
        if (lsn_json_get(root, always[i])) continue;
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, root->line, root->column, "an event needs \"%s\"", always[i]);
    }
    lsn_err err = check_present(root, event->kind, diag);
    if (!err) err = check_value(event, lsn_json_get(root, "value"), diag);
    return err ? err : check_text(event, lsn_json_get(root, "text"), tree, diag);
}

// Moves the strings of *event from the scratch tree into the arena, which begins at the same place.
static lsn_err keep_strings(lsn_event *event, lsn_arena *arena) {
    char kept[LSN_EVENT_MOVE_MAX + LSN_EVENT_TEXT_MAX];
    lsn_str *strings[2] = {&event->move, &event->text};
    lsn_buf buf = lsn_buf_make(kept, sizeof kept);
    lsn_buf_str(&buf, event->move);
    lsn_buf_str(&buf, event->text);
    LSN_ASSERT(!buf.overflow);
    lsn_arena result = *arena;
    size_t from = 0;
    for (int i = 0; i < 2; i++) {
        size_t len = strings[i]->len;
        if (len == 0) {
            *strings[i] = LSN_STR("");
            continue;
        }
        *strings[i] = lsn_str_copy(&result, (lsn_str){kept + from, len});
        if (!strings[i]->ptr) return LSN_ERR_NO_MEMORY;
        from += len;
    }
    *arena = result;
    return LSN_OK;
}

lsn_err lsn_event_read(lsn_event *out, lsn_str line, lsn_arena *arena, lsn_diag *diag) {
    if (line.len > LSN_EVENT_LINE_MAX) {
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "this line is longer than %d bytes", LSN_EVENT_LINE_MAX);
    }
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] != '\n') continue;
        return lsn_diag_set(diag, LSN_ERR_JSON_SYNTAX, 1, (int)i + 1, "an event is one line: take out this line break");
    }
    lsn_arena scratch = *arena;
    lsn_json *root = NULL;
    lsn_event event = {.kind = LSN_EVENT_COUNT};
    lsn_err err = lsn_json_parse(&root, line, &scratch, diag);
    if (!err) err = read_tree(&event, root, scratch, diag);
    if (err) return err;
    err = keep_strings(&event, arena);
    if (err) return lsn_diag_set(diag, err, 1, 1, "this line is too large for the memory set aside for it");
    *out = event;
    return LSN_OK;
}
