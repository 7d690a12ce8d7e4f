// Routines and programmes in one line, for the part of a link that no server sees, and back. Invariant: writing what
// was read gives the same line.
#include "core/routine/routine.h"

static const char version[] = "r1", programme_version[] = "p1";
static const char levels[LSN_LEVEL_COUNT] = {'e', 'u', 'h'};

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '~';
}

static void write_percent(lsn_buf *out, lsn_str text) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (is_plain((char)c)) {
            lsn_buf_char(out, (char)c);
            continue;
        }
        lsn_buf_char(out, '%');
        lsn_buf_char(out, digits[c >> 4]);
        lsn_buf_char(out, digits[c & 15]);
    }
}

static void write_steps(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    for (int i = 0; i < routine->count; i++) {
        lsn_buf_char(out, '/');
        write_percent(out, catalogue->moves[routine->steps[i].move].id);
        lsn_buf_char(out, '.');
        lsn_buf_char(out, levels[routine->steps[i].level]);
    }
}

void lsn_routine_write_link(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    lsn_buf_format(out, "%s/%s/", version, lsn_place_name(routine->place));
    for (int day = 0; day < LSN_WEEK_DAYS; day++) {
        if (routine->days >> day & 1) lsn_buf_int(out, day + 1);
    }
    lsn_buf_char(out, '/');
    write_percent(out, routine->name);
    write_steps(out, routine, catalogue);
}

static void write_day(lsn_buf *out, lsn_programme_day day) {
    if (day.kind == LSN_PROGRAMME_rest) lsn_buf_char(out, '-');
    if (day.kind == LSN_PROGRAMME_routine) lsn_buf_char(out, (char)('A' + day.value));
    if (day.kind != LSN_PROGRAMME_best) return;
    lsn_buf_char(out, (char)('0' + day.value / 10));
    lsn_buf_char(out, (char)('0' + day.value % 10));
}

void lsn_programme_write_link(lsn_buf *out, const lsn_programme *programme, const lsn_catalogue *catalogue) {
    lsn_buf_format(out, "%s/", programme_version);
    write_percent(out, programme->name);
    for (int week = 0; week < programme->week_count; week++) {
        lsn_buf_char(out, week == 0 ? '/' : '.');
        for (int day = 0; day < LSN_WEEK_DAYS; day++) write_day(out, programme->days[week][day]);
    }
    for (int i = 0; i < programme->routine_count; i++) {
        const lsn_routine *routine = &programme->routines[i];
        lsn_buf_format(out, "/%s/", lsn_place_name(routine->place));
        write_percent(out, routine->name);
        write_steps(out, routine, catalogue);
    }
}

// ---------------------------------------------------------------- reading

typedef struct reader {
    lsn_str link;
    size_t at; // past the last part
    lsn_diag *diag;
} reader;

static lsn_err fail(reader *r, size_t at, lsn_err err, const char *text) {
    return lsn_diag_set(r->diag, err, 1, (int)at + 1, "%s", text);
}

/// The next part between slashes; false at the end.
static bool next_part(reader *r, lsn_str *out, size_t *begin) {
    if (r->at > r->link.len) return false;
    *begin = r->at;
    size_t end = r->at;
    while (end < r->link.len && r->link.ptr[end] != '/') end++;
    *out = (lsn_str){r->link.ptr + *begin, end - *begin};
    r->at = end + 1;
    return true;
}

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/// Only what is written: plain characters as they are, everything else in hexadecimal, no control characters.
static bool read_percent(lsn_buf *out, lsn_str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (is_plain(text.ptr[i])) {
            lsn_buf_char(out, text.ptr[i]);
            continue;
        }
        if (text.ptr[i] != '%') return false;
        if (i + 2 >= text.len) return false;
        int high = hex(text.ptr[i + 1]), low = hex(text.ptr[i + 2]);
        if (low < 0 || high < 2 || (high == 7 && low == 15)) return false;
        lsn_buf_char(out, (char)(high << 4 | low));
        i += 2;
    }
    return !out->overflow && lsn_utf8_valid(lsn_buf_view(out));
}

static lsn_err read_place(reader *r, lsn_routine *out) {
    lsn_str part;
    size_t begin = r->link.len;
    if (!next_part(r, &part, &begin))
        return fail(r, begin, LSN_ERR_MISSING_FIELD, LSN_TR("this link ends before its place"));
    out->place = lsn_place_find(part);
    if (out->place != LSN_PLACE_COUNT) return LSN_OK;
    return fail(r, begin, LSN_ERR_UNKNOWN_NAME, LSN_TR("this link names a place that is not known"));
}

static lsn_err read_days(reader *r, lsn_routine *out) {
    lsn_str part;
    size_t begin = r->link.len;
    if (!next_part(r, &part, &begin))
        return fail(r, begin, LSN_ERR_MISSING_FIELD, LSN_TR("this link ends before its days"));
    for (size_t i = 0; i < part.len; i++) {
        int day = part.ptr[i] - '1';
        if (day < 0 || day >= LSN_WEEK_DAYS || out->days >> day) {
            return fail(r, begin + i, LSN_ERR_OUT_OF_RANGE,
                        LSN_TR("the days of a link are digits from 1 to 7, in order"));
        }
        out->days |= (uint8_t)(1 << day);
    }
    return LSN_OK;
}

static lsn_err read_name(reader *r, lsn_arena *arena, lsn_str *out) {
    char memory[LSN_ROUTINE_NAME_MAX];
    lsn_buf name = lsn_buf_make(memory, sizeof memory);
    lsn_str part;
    size_t begin = r->link.len;
    if (!next_part(r, &part, &begin) || part.len == 0) {
        return fail(r, begin, LSN_ERR_MISSING_FIELD, LSN_TR("a name is missing in this link"));
    }
    if (!read_percent(&name, part)) {
        return fail(r, begin, name.overflow ? LSN_ERR_TOO_LONG : LSN_ERR_JSON_UTF8,
                    LSN_TR("the name in this link is damaged or too long"));
    }
    *out = lsn_str_copy(arena, lsn_buf_view(&name));
    return out->ptr ? LSN_OK : fail(r, begin, LSN_ERR_NO_MEMORY, lsn_err_text(LSN_ERR_NO_MEMORY));
}

/// LSN_LEVEL_COUNT when the part does not end in ".e", ".u" or ".h".
static lsn_level level_at_end(lsn_str part) {
    if (part.len < 3 || part.ptr[part.len - 2] != '.') return LSN_LEVEL_COUNT;
    int level = 0;
    while (level < LSN_LEVEL_COUNT && levels[level] != part.ptr[part.len - 1]) level++;
    return (lsn_level)level;
}

static lsn_err read_step(reader *r, const lsn_catalogue *catalogue, lsn_str part, size_t begin, lsn_routine *out) {
    lsn_level level = level_at_end(part);
    if (level == LSN_LEVEL_COUNT) {
        return fail(r, begin, LSN_ERR_UNKNOWN_NAME, LSN_TR("a move in this link has no dose: .e, .u or .h"));
    }
    lsn_str id = {part.ptr, part.len - 2};
    int move = lsn_catalogue_find(catalogue, id);
    if (move < 0 || catalogue->moves[move].kind == LSN_KIND_picture) {
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, 1, (int)begin + 1, lsn_routine_missing(id), id);
    }
    for (int i = 0; i < out->count; i++) {
        if (out->steps[i].move == move)
            return fail(r, begin, LSN_ERR_DUPLICATE, LSN_TR("a move is in this link twice"));
    }
    if (out->count == LSN_ROUTINE_STEPS_MAX) {
        return fail(r, begin, LSN_ERR_TOO_MANY, LSN_TR("this link has more than 40 moves"));
    }
    out->steps[out->count++] = (lsn_routine_step){move, level};
    return LSN_OK;
}

lsn_err lsn_routine_read_link(lsn_routine *out, const lsn_catalogue *catalogue, lsn_str link, lsn_arena *arena,
                              lsn_diag *diag) {
    reader r = {.link = link, .diag = diag};
    lsn_arena kept = *arena;
    lsn_routine routine = {0};
    lsn_str part;
    size_t begin = 0;
    if (link.len > LSN_ROUTINE_LINK_MAX)
        return fail(&r, LSN_ROUTINE_LINK_MAX, LSN_ERR_TOO_LONG, LSN_TR("this link is too long"));
    if (!next_part(&r, &part, &begin) || !lsn_str_equal(part, lsn_str_from(version))) {
        return fail(&r, 0, LSN_ERR_UNKNOWN_NAME, LSN_TR("this is not a link to a routine that this version can read"));
    }
    lsn_err err = read_place(&r, &routine);
    if (!err) err = read_days(&r, &routine);
    if (!err) err = read_name(&r, &kept, &routine.name);
    while (!err && next_part(&r, &part, &begin)) err = read_step(&r, catalogue, part, begin, &routine);
    if (err) return err;
    if (routine.count == 0) return fail(&r, link.len, LSN_ERR_MISSING_FIELD, LSN_TR("this link has no moves"));
    *out = routine;
    *arena = kept;
    return LSN_OK;
}

// ---------------------------------------------------------------- programmes

bool lsn_routine_is_programme_link(lsn_str link) {
    return lsn_str_starts(link, LSN_STR("p1/"));
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// One day at `*at`, which moves past it; false when there is none that this programme can have.
static bool read_week_day(const lsn_programme *programme, lsn_str part, size_t *at, lsn_programme_day *out) {
    if (*at >= part.len) return false;
    char c = part.ptr[(*at)++];
    *out = (lsn_programme_day){0};
    if (c == '-') return true;
    if (c >= 'A' && c < 'A' + programme->routine_count) {
        *out = (lsn_programme_day){LSN_PROGRAMME_routine, c - 'A'};
        return true;
    }
    if (!is_digit(c) || *at >= part.len || !is_digit(part.ptr[*at])) return false;
    int minutes = 10 * (c - '0') + part.ptr[(*at)++] - '0';
    *out = (lsn_programme_day){LSN_PROGRAMME_best, minutes};
    return minutes >= LSN_PLAN_MINUTES_MIN && minutes <= LSN_PLAN_MINUTES_MAX;
}

static lsn_err read_weeks(reader *r, lsn_str part, size_t begin, lsn_programme *out) {
    bool asks = false;
    for (size_t at = 0; out->week_count == 0 || at < part.len; out->week_count++) {
        if (out->week_count == LSN_PROGRAMME_WEEKS_MAX)
            return fail(r, begin + at, LSN_ERR_TOO_MANY, LSN_TR("this link has more than 12 weeks"));
        if (out->week_count > 0 && part.ptr[at++] != '.')
            return fail(r, begin + at - 1, LSN_ERR_OUT_OF_RANGE,
                        LSN_TR("a week in this link has more than seven days"));
        for (int day = 0; day < LSN_WEEK_DAYS; day++) {
            size_t here = at;
            lsn_programme_day *asked = &out->days[out->week_count][day];
            if (!read_week_day(out, part, &at, asked))
                return fail(r, begin + here, LSN_ERR_OUT_OF_RANGE, LSN_TR("a day in this link cannot be read"));
            asks |= asked->kind != LSN_PROGRAMME_rest;
        }
    }
    return asks ? LSN_OK : fail(r, begin, LSN_ERR_MISSING_FIELD, LSN_TR("this link asks for nothing on any day"));
}

static lsn_err begin_routine(reader *r, lsn_arena *arena, lsn_str part, size_t begin, lsn_programme *out) {
    static const char ids[] = "abcdefgh";
    _Static_assert(sizeof ids - 1 == LSN_PROGRAMME_ROUTINES_MAX, "a letter for each routine");
    if (out->routine_count == LSN_PROGRAMME_ROUTINES_MAX)
        return fail(r, begin, LSN_ERR_TOO_MANY, LSN_TR("this link has more than 8 routines"));
    lsn_routine *routine = &out->routines[out->routine_count];
    routine->place = lsn_place_find(part);
    if (routine->place == LSN_PLACE_COUNT)
        return fail(r, begin, LSN_ERR_UNKNOWN_NAME, LSN_TR("this link names a place that is not known"));
    routine->id = (lsn_str){&ids[out->routine_count], 1};
    out->routine_count++;
    return read_name(r, arena, &routine->name);
}

/// A part without a dot begins the next routine; one with a dot is a move of the last.
static lsn_err read_routines(reader *r, const lsn_catalogue *catalogue, lsn_arena *arena, lsn_programme *out) {
    lsn_str part;
    size_t begin;
    lsn_err err = LSN_OK;
    while (!err && next_part(r, &part, &begin)) {
        bool is_move = false;
        for (size_t i = 0; i < part.len; i++) is_move |= part.ptr[i] == '.';
        if (is_move && out->routine_count == 0)
            return fail(r, begin, LSN_ERR_MISSING_FIELD, LSN_TR("a move in this link belongs to no routine"));
        err = is_move ? read_step(r, catalogue, part, begin, &out->routines[out->routine_count - 1])
                      : begin_routine(r, arena, part, begin, out);
    }
    for (int i = 0; !err && i < out->routine_count; i++) {
        if (out->routines[i].count == 0)
            return fail(r, r->link.len, LSN_ERR_MISSING_FIELD, LSN_TR("a routine in this link has no moves"));
    }
    return err;
}

lsn_err lsn_programme_read_link(lsn_programme *out, const lsn_catalogue *catalogue, lsn_str link, lsn_arena *arena,
                                lsn_diag *diag) {
    reader r = {.link = link, .diag = diag};
    lsn_arena kept = *arena;
    lsn_str weeks = {0};
    size_t begin = 0;
    if (link.len > LSN_PROGRAMME_LINK_MAX)
        return fail(&r, LSN_PROGRAMME_LINK_MAX, LSN_ERR_TOO_LONG, LSN_TR("this link is too long"));
    if (!lsn_routine_is_programme_link(link))
        return fail(&r, 0, LSN_ERR_UNKNOWN_NAME,
                    LSN_TR("this is not a link to a programme that this version can read"));
    r.at = sizeof programme_version;
    lsn_arena scratch = kept;
    lsn_programme *programme = LSN_NEW(&scratch, lsn_programme, 1);
    if (!programme) return fail(&r, 0, LSN_ERR_NO_MEMORY, lsn_err_text(LSN_ERR_NO_MEMORY));
    lsn_err err = read_name(&r, &scratch, &programme->name);
    if (!err && !next_part(&r, &weeks, &begin))
        err = fail(&r, link.len, LSN_ERR_MISSING_FIELD, LSN_TR("this link ends before its weeks"));
    if (!err) err = read_routines(&r, catalogue, &scratch, programme);
    if (!err) err = read_weeks(&r, weeks, begin, programme);
    if (err) return err;
    *out = *programme;
    *arena = scratch;
    return LSN_OK;
}
