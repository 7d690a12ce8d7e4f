// Routine and programme files. Invariant: what is handed out is complete and bounded; on an error *out and the arena
// are as before.
#include "core/routine/routine.h"

static const char *const weekdays[LSN_WEEK_DAYS] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

const char *lsn_weekday_name(int day) {
    LSN_ASSERT(day >= 0);
    LSN_ASSERT(day < LSN_WEEK_DAYS);
    return weekdays[day];
}

int lsn_weekday_find(lsn_str name) {
    int day = 0;
    while (day < LSN_WEEK_DAYS && !lsn_str_equal(name, lsn_str_from(weekdays[day]))) day++;
    return day;
}

typedef struct reader {
    const lsn_catalogue *catalogue;
    lsn_diag *diag;
} reader;

static lsn_err fail(reader *r, lsn_err err, const lsn_json *at, const char *what, const char *text) {
    return lsn_diag_set(r->diag, err, at->line, at->column, "\"%s\" %s", what, text);
}

static lsn_err check_fields(reader *r, const lsn_json *object, const char *const *names, const char *what) {
    if (object->type != LSN_JSON_OBJECT) return fail(r, LSN_ERR_WRONG_TYPE, object, what, "is an object in { }");
    for (const lsn_json *at = object->first; at; at = at->next) {
        int i = 0;
        while (names[i] && !lsn_str_equal(at->key, lsn_str_from(names[i]))) i++;
        if (names[i]) continue;
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column, "a %s has no field \"%S\"",
                            what, at->key);
    }
    return LSN_OK;
}

static lsn_err read_text(reader *r, const lsn_json *object, const char *key, size_t max, bool optional, lsn_str *out) {
    const lsn_json *at = lsn_json_get(object, key);
    if (!at) return optional ? LSN_OK : fail(r, LSN_ERR_MISSING_FIELD, object, key, "is missing here");
    if (at->type != LSN_JSON_STRING) return fail(r, LSN_ERR_WRONG_TYPE, at, key, "is a text in \"\"");
    if (at->string.len == 0 && !optional) return fail(r, LSN_ERR_MISSING_FIELD, at, key, "is empty");
    if (at->string.len > max) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_LONG, at->line, at->column, "\"%s\" is longer than %d bytes", key,
                            (int)max);
    }
    for (size_t i = 0; i < at->string.len; i++) {
        unsigned char c = (unsigned char)at->string.ptr[i];
        if (c < 0x20 || c == 0x7f)
            return fail(r, LSN_ERR_OUT_OF_RANGE, at, key, "is one line, without control characters");
    }
    *out = at->string;
    return LSN_OK;
}

static lsn_err read_id(reader *r, const lsn_json *object, bool optional, lsn_str *out) {
    lsn_err err = read_text(r, object, "id", LSN_ROUTINE_ID_MAX, optional, out);
    for (size_t i = 0; !err && i < out->len; i++) {
        char c = out->ptr[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') continue;
        return fail(r, LSN_ERR_UNKNOWN_NAME, lsn_json_get(object, "id"), "id", "is made of a-z, 0-9 and -");
    }
    return err;
}

static lsn_err read_kind(reader *r, const lsn_json *root, const char *kind) {
    const lsn_json *at = lsn_json_get(root, "kind");
    if (!at) return fail(r, LSN_ERR_MISSING_FIELD, root, "kind", "is missing here: \"routine\" or \"programme\"");
    if (at->type == LSN_JSON_STRING && lsn_str_equal(at->string, lsn_str_from(kind))) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column, "\"kind\" is \"%s\" here", kind);
}

// ---------------------------------------------------------------- a routine

static lsn_err read_place(reader *r, const lsn_json *object, lsn_place *out) {
    const lsn_json *at = lsn_json_get(object, "place");
    *out = LSN_PLACE_floor;
    if (!at) return LSN_OK;
    *out = at->type == LSN_JSON_STRING ? lsn_place_find(at->string) : LSN_PLACE_COUNT;
    if (*out != LSN_PLACE_COUNT) return LSN_OK;
    return fail(r, LSN_ERR_UNKNOWN_NAME, at, "place", "is floor, chair, standing or bed");
}

static lsn_err read_days(reader *r, const lsn_json *object, uint8_t *out) {
    const lsn_json *list = lsn_json_get(object, "days");
    *out = 0;
    if (!list) return LSN_OK;
    if (list->type != LSN_JSON_ARRAY) return fail(r, LSN_ERR_WRONG_TYPE, list, "days", "is a list in [ ]");
    for (const lsn_json *at = list->first; at; at = at->next) {
        int day = at->type == LSN_JSON_STRING ? lsn_weekday_find(at->string) : LSN_WEEK_DAYS;
        if (day == LSN_WEEK_DAYS) {
            return fail(r, LSN_ERR_UNKNOWN_NAME, at, "days", "holds mon, tue, wed, thu, fri, sat and sun");
        }
        if (*out >> day & 1) return fail(r, LSN_ERR_DUPLICATE, at, "days", "has this day twice");
        *out |= (uint8_t)(1 << day);
    }
    return LSN_OK;
}

const char *lsn_routine_missing(lsn_str id) {
    return lsn_str_starts(id, LSN_STR("own-"))
               ? "this asks for a move that somebody made (%S), and it is not here: open that move's file first"
               : "there is no move \"%S\" here";
}

static lsn_err add_step(reader *r, lsn_routine *routine, const lsn_json *at, lsn_str id, lsn_level level) {
    int move = lsn_catalogue_find(r->catalogue, id);
    if (move < 0) {
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column, lsn_routine_missing(id), id);
    }
    if (r->catalogue->moves[move].kind == LSN_KIND_picture) {
        return lsn_diag_set(r->diag, LSN_ERR_NOT_ALLOWED, at->line, at->column,
                            "\"%S\" is a picture of a position, not a move to do", id);
    }
    for (int i = 0; i < routine->count; i++) {
        if (routine->steps[i].move != move) continue;
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, at->line, at->column, "\"%S\" is in the list twice", id);
    }
    routine->steps[routine->count++] = (lsn_routine_step){move, level};
    return LSN_OK;
}

static lsn_err read_step(reader *r, lsn_routine *routine, const lsn_json *at) {
    static const char *const names[] = {"move", "level", NULL};
    lsn_err err = check_fields(r, at, names, "step");
    lsn_str id = {0};
    if (!err) err = read_text(r, at, "move", LSN_ROUTINE_NAME_MAX, false, &id);
    if (err) return err;
    const lsn_json *word = lsn_json_get(at, "level");
    lsn_level level = LSN_LEVEL_usual;
    if (word) level = word->type == LSN_JSON_STRING ? lsn_level_find(word->string) : LSN_LEVEL_COUNT;
    if (level == LSN_LEVEL_COUNT) return fail(r, LSN_ERR_UNKNOWN_NAME, word, "level", "is easier, usual or harder");
    return add_step(r, routine, lsn_json_get(at, "move"), id, level);
}

static lsn_err read_steps(reader *r, const lsn_json *object, lsn_routine *routine) {
    const lsn_json *list = lsn_json_get(object, "steps");
    if (!list) return fail(r, LSN_ERR_MISSING_FIELD, object, "steps", "is missing here");
    if (list->type != LSN_JSON_ARRAY) return fail(r, LSN_ERR_WRONG_TYPE, list, "steps", "is a list in [ ]");
    if (list->count < 1 || list->count > LSN_ROUTINE_STEPS_MAX) {
        return fail(r, LSN_ERR_OUT_OF_RANGE, list, "steps", "holds from 1 to 40 moves");
    }
    for (const lsn_json *at = list->first; at; at = at->next) {
        lsn_err err = read_step(r, routine, at);
        if (err) return err;
    }
    return LSN_OK;
}

static lsn_err read_routine(reader *r, const lsn_json *object, bool in_programme, lsn_routine *out) {
    static const char *const names[] = {"kind",         "id",    "name", "note",  "source",
                                        "source_words", "place", "days", "steps", NULL};
    lsn_err err = check_fields(r, object, names, "routine");
    if (!err && !in_programme) err = read_kind(r, object, "routine");
    if (!err) err = read_id(r, object, !in_programme, &out->id);
    if (!err) err = read_text(r, object, "name", LSN_ROUTINE_NAME_MAX, false, &out->name);
    if (!err) err = read_text(r, object, "note", LSN_ROUTINE_NOTE_MAX, true, &out->note);
    if (!err) err = read_text(r, object, "source", LSN_ROUTINE_NAME_MAX, true, &out->source);
    if (!err) err = read_text(r, object, "source_words", LSN_ROUTINE_NOTE_MAX, true, &out->source_words);
    if (!err) err = read_place(r, object, &out->place);
    if (!err) err = read_days(r, object, &out->days);
    return err ? err : read_steps(r, object, out);
}

lsn_err lsn_routine_read(lsn_routine *out, const lsn_catalogue *catalogue, lsn_str json, lsn_arena *arena,
                         lsn_diag *diag) {
    lsn_arena kept = *arena;
    lsn_json *root = NULL;
    lsn_routine routine = {0};
    reader r = {catalogue, diag};
    lsn_err err = lsn_json_parse(&root, json, &kept, diag);
    if (!err) err = read_routine(&r, root, false, &routine);
    if (err) return err;
    *out = routine;
    *arena = kept;
    return LSN_OK;
}

// ---------------------------------------------------------------- a programme

static int find_routine(const lsn_programme *programme, lsn_str id) {
    for (int i = 0; i < programme->routine_count; i++) {
        if (lsn_str_equal(programme->routines[i].id, id)) return i;
    }
    return -1;
}

static lsn_err read_routines(reader *r, const lsn_json *root, lsn_programme *out) {
    const lsn_json *list = lsn_json_get(root, "routines");
    if (!list) return LSN_OK;
    if (list->type != LSN_JSON_ARRAY) return fail(r, LSN_ERR_WRONG_TYPE, list, "routines", "is a list in [ ]");
    if (list->count > LSN_PROGRAMME_ROUTINES_MAX) {
        return fail(r, LSN_ERR_TOO_MANY, list, "routines", "holds at most 8 routines");
    }
    for (const lsn_json *at = list->first; at; at = at->next) {
        lsn_routine *routine = &out->routines[out->routine_count];
        lsn_err err = read_routine(r, at, true, routine);
        if (err) return err;
        if (find_routine(out, routine->id) >= 0) return fail(r, LSN_ERR_DUPLICATE, at, "id", "is given twice");
        out->routine_count++;
    }
    return LSN_OK;
}

static lsn_err read_day(reader *r, const lsn_json *at, lsn_programme *programme, lsn_programme_day *out) {
    static const char *const names[] = {"best", NULL};
    if (at->type == LSN_JSON_STRING) {
        int routine = find_routine(programme, at->string);
        if (routine < 0) {
            return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column,
                                "\"%S\" is not the id of a routine above", at->string);
        }
        *out = (lsn_programme_day){LSN_PROGRAMME_routine, routine};
        return LSN_OK;
    }
    lsn_err err = check_fields(r, at, names, "day");
    if (err) return err;
    const lsn_json *best = lsn_json_get(at, "best");
    bool fits = best && best->type == LSN_JSON_NUMBER && best->number >= LSN_PLAN_MINUTES_MIN &&
                best->number <= LSN_PLAN_MINUTES_MAX && lsn_floor(best->number) == best->number;
    if (!fits) return fail(r, LSN_ERR_OUT_OF_RANGE, at, "best", "is a whole number of minutes from 3 to 30");
    *out = (lsn_programme_day){LSN_PROGRAMME_best, (int)best->number};
    return LSN_OK;
}

static lsn_err read_weeks(reader *r, const lsn_json *root, lsn_programme *out) {
    const lsn_json *list = lsn_json_get(root, "weeks");
    if (!list) return fail(r, LSN_ERR_MISSING_FIELD, root, "weeks", "is missing here");
    if (list->type != LSN_JSON_ARRAY) return fail(r, LSN_ERR_WRONG_TYPE, list, "weeks", "is a list in [ ]");
    if (list->count < 1 || list->count > LSN_PROGRAMME_WEEKS_MAX) {
        return fail(r, LSN_ERR_OUT_OF_RANGE, list, "weeks", "holds from 1 to 12 weeks");
    }
    for (const lsn_json *week = list->first; week; week = week->next, out->week_count++) {
        lsn_err err =
            check_fields(r, week, (const char *const[]){"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL}, "week");
        for (const lsn_json *day = week->first; !err && day; day = day->next) {
            err = read_day(r, day, out, &out->days[out->week_count][lsn_weekday_find(day->key)]);
        }
        if (err) return err;
    }
    for (int day = 0; day < out->week_count * LSN_WEEK_DAYS; day++) {
        if (lsn_programme_at(out, day).kind != LSN_PROGRAMME_rest) return LSN_OK;
    }
    return fail(r, LSN_ERR_MISSING_FIELD, list, "weeks", "ask for nothing: put a routine or minutes on a day");
}

lsn_err lsn_programme_read(lsn_programme *out, const lsn_catalogue *catalogue, lsn_str json, lsn_arena *arena,
                           lsn_diag *diag) {
    static const char *const names[] = {"kind",         "id",       "name",  "note", "source",
                                        "source_words", "routines", "weeks", NULL};
    lsn_arena kept = *arena;
    lsn_json *root = NULL;
    reader r = {catalogue, diag};
    lsn_err err = lsn_json_parse(&root, json, &kept, diag);
    if (err) return err;
    lsn_arena scratch = kept;
    lsn_programme *programme = LSN_NEW(&scratch, lsn_programme, 1);
    if (!programme) return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 1, 1, "%s", lsn_err_text(LSN_ERR_NO_MEMORY));
    err = check_fields(&r, root, names, "programme");
    if (!err) err = read_kind(&r, root, "programme");
    if (!err) err = read_id(&r, root, true, &programme->id);
    if (!err) err = read_text(&r, root, "name", LSN_ROUTINE_NAME_MAX, false, &programme->name);
    if (!err) err = read_text(&r, root, "note", LSN_ROUTINE_NOTE_MAX, true, &programme->note);
    if (!err) err = read_text(&r, root, "source", LSN_ROUTINE_NAME_MAX, true, &programme->source);
    if (!err) err = read_text(&r, root, "source_words", LSN_ROUTINE_NOTE_MAX, true, &programme->source_words);
    if (!err) err = read_routines(&r, root, programme);
    if (!err) err = read_weeks(&r, root, programme);
    if (err) return err;
    *out = *programme;
    *arena = kept;
    return LSN_OK;
}

bool lsn_routine_is_programme(lsn_str json, lsn_arena scratch) {
    lsn_json *root = NULL;
    if (lsn_json_parse(&root, json, &scratch, NULL)) return false;
    const lsn_json *kind = lsn_json_get(root, "kind");
    return kind && kind->type == LSN_JSON_STRING && lsn_str_equal(kind->string, LSN_STR("programme"));
}

lsn_programme_day lsn_programme_at(const lsn_programme *programme, int day) {
    if (day < 0 || day >= programme->week_count * LSN_WEEK_DAYS) return (lsn_programme_day){0};
    return programme->days[day / LSN_WEEK_DAYS][day % LSN_WEEK_DAYS];
}

lsn_programme_now lsn_programme_stand(const lsn_programme *programme, int64_t began_day, int64_t today) {
    int64_t gone = today - began_day;
    lsn_programme_now now = {.days = programme->week_count * LSN_WEEK_DAYS};
    now.weekday = (int)(((today + 3) % LSN_WEEK_DAYS + LSN_WEEK_DAYS) % LSN_WEEK_DAYS); // 1970 began on a Thursday
    now.first_weekday = (int)(((began_day + 3) % LSN_WEEK_DAYS + LSN_WEEK_DAYS) % LSN_WEEK_DAYS);
    if (gone < 0) return now;
    now.state = gone < now.days ? LSN_PROGRAMME_running : LSN_PROGRAMME_over;
    now.day = gone < now.days ? (int)gone + 1 : now.days;
    now.week = (now.day - 1) / LSN_WEEK_DAYS + 1;
    if (now.state == LSN_PROGRAMME_running) now.today = programme->days[now.week - 1][now.weekday];
    return now;
}
