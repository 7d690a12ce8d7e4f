// A reminder from JSON, as the page and the program hand it over.
#include "core/remind/remind.h"

static lsn_err refuse(lsn_diag *diag, lsn_err err, const lsn_json *at, const char *key, const char *text) {
    return lsn_diag_set(diag, err, at->line, at->column, "\"%s\" %s", key, text);
}

/// "2026-11-23" or "07:30" by its pattern: digits into numbers, everything else as it stands.
static bool read_digits(lsn_str text, const char *pattern, int *numbers) {
    size_t i = 0;
    int at = 0;
    for (; pattern[i]; i++) {
        if (i >= text.len) return false;
        char c = text.ptr[i];
        if (pattern[i] != '0') {
            if (c != pattern[i]) return false;
            at++;
            continue;
        }
        if (c < '0' || c > '9') return false;
        numbers[at] = numbers[at] * 10 + (c - '0');
    }
    return i == text.len;
}

static lsn_err read_days(uint8_t *out, const lsn_json *list, lsn_diag *diag) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (list->type != LSN_JSON_ARRAY) return refuse(diag, LSN_ERR_WRONG_TYPE, list, "days", "is a list in [ ]");
    for (const lsn_json *at = list->first; at; at = at->next) {
        int day = 0;
        if (at->type != LSN_JSON_STRING) day = 7;
        while (day < 7 && !lsn_str_equal(at->string, lsn_str_from(names[day]))) day++;
        if (day == 7) {
            return refuse(diag, LSN_ERR_UNKNOWN_NAME, at, "days", "holds mon, tue, wed, thu, fri, sat and sun");
        }
        *out |= (uint8_t)(1 << day);
    }
    return LSN_OK;
}

static lsn_err read_number(double *out, const lsn_json *at, const char *key, lsn_diag *diag) {
    bool whole = at->type == LSN_JSON_NUMBER && lsn_floor(at->number) == at->number && lsn_abs(at->number) < 1e15;
    if (!whole) return refuse(diag, LSN_ERR_WRONG_TYPE, at, key, "is a whole number");
    *out = at->number;
    return LSN_OK;
}

static lsn_err read_field(lsn_reminder *out, const lsn_json *at, lsn_diag *diag) {
    static const char *const numbers[] = {"at", "minutes", "weeks", "alarm", "sequence"}, *const texts[] = {
                                                                                              "uid", "summary",
                                                                                              "description"};
    lsn_str *const strings[] = {&out->uid, &out->summary, &out->description};
    for (int i = 0; i < 5; i++) {
        if (!lsn_str_equal(at->key, lsn_str_from(numbers[i]))) continue;
        double value = 0;
        lsn_err err = read_number(&value, at, numbers[i], diag);
        if (err) return err;
        if (i == 0) out->stamp_ms = (int64_t)value;
        int small = value > 1e6 ? 1000001 : value < -1 ? -1 : (int)value;
        if (i == 1) out->minutes = small;
        if (i == 2) out->weeks = small;
        if (i == 3) out->alarm_min = small;
        if (i == 4) out->sequence = small;
        return LSN_OK;
    }
    if (lsn_str_equal(at->key, LSN_STR("days"))) return read_days(&out->days, at, diag);
    if (at->type != LSN_JSON_STRING)
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, at->line, at->column, "\"%S\" is a text in \"\"", at->key);
    for (int i = 0; i < 3; i++) {
        if (!lsn_str_equal(at->key, lsn_str_from(texts[i]))) continue;
        *strings[i] = at->string;
        return LSN_OK;
    }
    int parts[3] = {0};
    if (lsn_str_equal(at->key, LSN_STR("date"))) {
        if (!read_digits(at->string, "0000-00-00", parts)) {
            return refuse(diag, LSN_ERR_OUT_OF_RANGE, at, "date", "is a day, as 2026-11-23");
        }
        out->year = parts[0], out->month = parts[1], out->day = parts[2];
        return LSN_OK;
    }
    if (lsn_str_equal(at->key, LSN_STR("time"))) {
        if (!read_digits(at->string, "00:00", parts) || parts[0] > 23 || parts[1] > 59) {
            return refuse(diag, LSN_ERR_OUT_OF_RANGE, at, "time", "is a time of day, as 07:30");
        }
        out->minute_of_day = parts[0] * 60 + parts[1];
        return LSN_OK;
    }
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, at->key_line, at->key_column, "a reminder has no field \"%S\"",
                        at->key);
}

lsn_err lsn_reminder_read(lsn_reminder *out, lsn_str json, lsn_arena *arena, lsn_diag *diag) {
    static const char *const needed[] = {"uid", "at", "date", "time"};
    lsn_arena kept = *arena;
    lsn_json *root = NULL;
    lsn_reminder reminder = {.minutes = 10};
    lsn_err err = lsn_json_parse(&root, json, &kept, diag);
    if (err) return err;
    if (root->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column, "a reminder is an object in { }");
    }
    for (int i = 0; i < 4; i++) {
        if (!lsn_json_get(root, needed[i])) return refuse(diag, LSN_ERR_MISSING_FIELD, root, needed[i], "is missing");
    }
    for (const lsn_json *at = root->first; at; at = at->next) {
        err = read_field(&reminder, at, diag);
        if (err) return err;
    }
    *out = reminder;
    *arena = kept;
    return LSN_OK;
}
