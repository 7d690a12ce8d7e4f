/// The exports for routines and what is handed over: files, links, programmes, the sheet of paper, codes, reminders.
/// Invariant: there is one routine or programme at hand, the last that was read; one that cannot be read changes
/// nothing.
#include "wasm/share.h"
#include "core/handout/handout.h"
#include "core/qr/qr.h"
#include "core/remind/remind.h"
#include "wasm/page.h"

enum { MEMORY = 256 << 10, DAY_MS = 24 * 3600 * 1000, MINUTE_MS = 60 * 1000 };

static unsigned char memory[2][MEMORY]; // what is at hand, and room to read the next
static int at_hand;
static lsn_routine routine, next_routine;
static lsn_programme programme, next_programme;
static bool has_routine, has_programme;
static lsn_plan whole, kept;

static lsn_arena spare(void) {
    return lsn_arena_make(memory[1 - at_hand], MEMORY);
}

// ---------------------------------------------------------------- what a routine asks, in words

/// The gravest answer that alone would leave the move out.
static lsn_str why_screened(const lsn_verdict *verdict, const lsn_move *move) {
    for (int i = 0; i < verdict->reason_count; i++) {
        bool holds[LSN_SCREEN_RULES_MAX] = {false};
        holds[verdict->reasons[i]] = true;
        lsn_verdict alone = lsn_screen_judge(verdict->rules, holds);
        if (!lsn_screen_allows(&alone, move)) return verdict->rules->rules[verdict->reasons[i]].say;
    }
    return lsn_str_from(LSN_IN(move->language, "Your safety answers leave this move out."));
}

static void write_why(lsn_json_out *json, const lsn_routine_step *step) {
    const lsn_move *move = &page_catalogue()->moves[step->move];
    const lsn_verdict *verdict = page_verdict();
    if (verdict && !lsn_screen_allows(verdict, move)) {
        lsn_json_put_str(json, "why", why_screened(verdict, move));
        return;
    }
    const lsn_words *language = page_catalogue()->language;
    char text[2][LSN_HINDRANCE_MAX + 40];
    lsn_buf why = lsn_buf_make(text[0], sizeof *text), said = lsn_buf_make(text[1], sizeof *text);
    lsn_hindrance_say(&why, language, &page_able()->why[step->move][LSN_LEVEL_easier]);
    lsn_buf_format(&said, LSN_IN(language, "This move %S."), lsn_buf_view(&why));
    lsn_json_put_str(json, "why", lsn_buf_view(&said));
}

static void write_step(lsn_json_out *json, const lsn_routine_step *step, bool left_out) {
    const lsn_move *move = &page_catalogue()->moves[step->move];
    char text[LSN_DOSE_WORDS_MAX];
    lsn_buf dose = lsn_buf_make(text, sizeof text);
    lsn_dose_words(&dose, move, step->level);
    lsn_json_object(json);
    lsn_json_put_str(json, "move", move->id);
    lsn_json_put_str(json, "name", move->name);
    lsn_json_put_text(json, "level", lsn_level_name(step->level));
    lsn_json_put_str(json, "dose", lsn_buf_view(&dose));
    lsn_json_put_bool(json, "two_sided", move->two_sided);
    lsn_json_put_int(json, "side_s", lsn_move_side_seconds(move, step->level));
    lsn_json_put_bool(json, "left_out", left_out);
    if (left_out) write_why(json, step);
    lsn_json_object_end(json);
}

static int minutes_of(int seconds) {
    return seconds < 90 ? 1 : (seconds + 30) / 60;
}

static void write_about(lsn_json_out *json, const lsn_routine *it) {
    static char link_text[LSN_ROUTINE_LINK_MAX + 1];
    bool left_out[LSN_ROUTINE_STEPS_MAX] = {false};
    lsn_wish plain = lsn_wish_default(), own = plain;
    own.able = page_able() ? lsn_able_at(page_able(), it->place) : NULL;
    own.verdict = page_verdict();
    lsn_err err = lsn_routine_plan(&whole, left_out, page_catalogue(), it, &plain, page_scratch());
    int total_s = err ? 0 : whole.total_s;
    bool may = !own.verdict || own.verdict->may_exercise;
    err = lsn_routine_plan(&kept, left_out, page_catalogue(), it, &own, page_scratch());
    lsn_buf link = lsn_buf_make(link_text, sizeof link_text);
    lsn_routine_write_link(&link, it, page_catalogue());
    lsn_json_object(json);
    lsn_json_put_text(json, "kind", "routine");
    lsn_json_key(json, "routine");
    lsn_routine_write_json(json, it, page_catalogue());
    lsn_json_put_str(json, "link", link.overflow ? (lsn_str){0} : lsn_buf_view(&link));
    lsn_json_put_int(json, "minutes", minutes_of(total_s));
    lsn_json_put_int(json, "kept_s", err ? 0 : kept.total_s);
    lsn_json_put_bool(json, "screened", own.verdict != NULL);
    lsn_json_put_bool(json, "may_exercise", may);
    lsn_json_key(json, "steps");
    lsn_json_array(json);
    for (int i = 0; i < it->count; i++) write_step(json, &it->steps[i], may && left_out[i]);
    lsn_json_array_end(json);
    lsn_json_object_end(json);
}

static void write_day(lsn_json_out *json, lsn_programme_day day) {
    static const char *const kinds[] = {"rest", "routine", "best"};
    lsn_json_object(json);
    lsn_json_put_text(json, "kind", kinds[day.kind]);
    if (day.kind == LSN_PROGRAMME_routine) lsn_json_put_int(json, "routine", day.value);
    if (day.kind == LSN_PROGRAMME_best) lsn_json_put_int(json, "minutes", day.value);
    lsn_json_object_end(json);
}

static void write_programme(lsn_json_out *json, const lsn_programme *it) {
    static char link_text[LSN_PROGRAMME_LINK_MAX + 1];
    lsn_buf link = lsn_buf_make(link_text, sizeof link_text);
    lsn_programme_write_link(&link, it, page_catalogue());
    lsn_json_object(json);
    lsn_json_put_str(json, "link", link.overflow ? (lsn_str){0} : lsn_buf_view(&link));
    lsn_json_put_text(json, "kind", "programme");
    lsn_json_key(json, "programme");
    lsn_programme_write_json(json, it, page_catalogue());
    lsn_json_key(json, "routines");
    lsn_json_array(json);
    for (int i = 0; i < it->routine_count; i++) write_about(json, &it->routines[i]);
    lsn_json_array_end(json);
    lsn_json_key(json, "weeks");
    lsn_json_array(json);
    for (int week = 0; week < it->week_count; week++) {
        lsn_json_array(json);
        for (int day = 0; day < LSN_WEEK_DAYS; day++) write_day(json, it->days[week][day]);
        lsn_json_array_end(json);
    }
    lsn_json_array_end(json);
    lsn_json_object_end(json);
}

// ---------------------------------------------------------------- reading

static lsn_err read_next(lsn_str text, bool *is_programme, lsn_arena *arena, lsn_diag *diag) {
    *is_programme = lsn_routine_is_programme(text, page_scratch());
    return *is_programme ? lsn_programme_read(&next_programme, page_catalogue(), text, arena, diag)
                         : lsn_routine_read(&next_routine, page_catalogue(), text, arena, diag);
}

static int take(bool is_programme) {
    at_hand = 1 - at_hand;
    has_routine = !is_programme;
    has_programme = is_programme;
    lsn_json_out json = page_begin();
    if (is_programme) {
        programme = next_programme;
        write_programme(&json, &programme);
    } else {
        routine = next_routine;
        write_about(&json, &routine);
    }
    return page_done();
}

int loosen_routines(void) {
    const lsn_words *language = page_catalogue()->language;
    lsn_json_out json = page_begin();
    lsn_json_array(&json);
    for (int i = 0; i < lsn_builtin_routine_count; i++) {
        lsn_arena arena = spare();
        lsn_diag diag = {.err = LSN_OK};
        bool is_programme;
        lsn_err err = read_next(lsn_builtin_routines[i].text, &is_programme, &arena, &diag);
        if (err) return page_refuse(err, &diag);
        if (is_programme) {
            lsn_programme_translate(&next_programme, language);
            write_programme(&json, &next_programme);
        } else {
            lsn_routine_translate(&next_routine, language);
            write_about(&json, &next_routine);
        }
    }
    lsn_json_array_end(&json);
    return page_done();
}

int loosen_routine(int len) {
    lsn_arena arena = spare();
    lsn_diag diag = {.err = LSN_OK};
    bool is_programme;
    if (len > LSN_ROUTINE_BYTES_MAX)
        return page_refuse_because(LSN_ERR_TOO_LONG, LSN_TR("A routine is at most 16 KB."));
    lsn_err err = read_next(page_input(len), &is_programme, &arena, &diag);
    return err ? page_refuse(err, &diag) : take(is_programme);
}

int loosen_routine_link(int len) {
    lsn_arena arena = spare();
    lsn_diag diag = {.err = LSN_OK};
    lsn_str link = page_input(len);
    bool weeks = lsn_routine_is_programme_link(link);
    lsn_err err = weeks ? lsn_programme_read_link(&next_programme, page_catalogue(), link, &arena, &diag)
                        : lsn_routine_read_link(&next_routine, page_catalogue(), link, &arena, &diag);
    return err ? page_refuse(err, &diag) : take(weeks);
}

// ---------------------------------------------------------------- playing

static int refuse_without_routine(void) {
    return page_refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("There is no routine at hand."));
}

int loosen_routine_plan(double now_ms, int utc_offset_min) {
    if (!has_routine) return refuse_without_routine();
    if (!page_verdict()) return page_refuse_because(LSN_ERR_NOT_ALLOWED, LSN_TR("Answer the safety questions first."));
    bool left_out[LSN_ROUTINE_STEPS_MAX] = {false};
    lsn_wish wish = page_wish(routine.place, now_ms, utc_offset_min);
    lsn_err err = lsn_routine_plan(&kept, left_out, page_catalogue(), &routine, &wish, page_scratch());
    if (err == LSN_ERR_TOO_SHORT)
        return page_refuse_because(err, LSN_TR("Nothing of this routine is left after your answers and limits."));
    if (err) return page_refuse(err, NULL);
    page_adopt(&kept, &wish);
    lsn_json_out json = page_begin();
    lsn_plan_write_json(&json, &kept);
    return page_done();
}

/// Whole days since 1970 of a moment, in local time.
static int64_t day_of(double ms, int utc_offset_min) {
    int64_t local = page_ms_of(ms) + (int64_t)utc_offset_min * MINUTE_MS;
    return (local - ((local % DAY_MS) + DAY_MS) % DAY_MS) / DAY_MS;
}

/// Days of the programme so far, in order: was there a session?
static void write_done(lsn_json_out *json, const lsn_programme_now *now, double now_ms, int utc_offset_min) {
    lsn_wish wish = page_wish(LSN_PLACE_floor, now_ms, utc_offset_min);
    int so_far = now->state == LSN_PROGRAMME_running ? now->day : 0, count = 0;
    lsn_json_key(json, "done");
    lsn_json_array(json);
    for (int i = LSN_PROGRESS_DID_DAYS - so_far; i < LSN_PROGRESS_DID_DAYS; i++) {
        lsn_json_bool(json, wish.progress->did[i]);
        count += wish.progress->did[i];
    }
    lsn_json_array_end(json);
    lsn_json_put_int(json, "done_count", count);
}

int loosen_programme_day(double began_ms, double now_ms, int utc_offset_min) {
    static const char *const states[] = {"before", "running", "over"};
    if (!has_programme) return page_refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("There is no programme at hand."));
    lsn_programme_now now =
        lsn_programme_stand(&programme, day_of(began_ms, utc_offset_min), day_of(now_ms, utc_offset_min));
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_text(&json, "state", states[now.state]);
    lsn_json_put_int(&json, "day_number", now.day);
    lsn_json_put_int(&json, "days", now.days);
    lsn_json_put_int(&json, "week", now.week);
    lsn_json_put_int(&json, "weeks", programme.week_count);
    lsn_json_put_int(&json, "weekday", now.weekday);
    lsn_json_put_int(&json, "first_weekday", now.first_weekday);
    write_done(&json, &now, now_ms, utc_offset_min);
    lsn_json_key(&json, "day");
    write_day(&json, now.today);
    lsn_json_object_end(&json);
    return page_done();
}

// ---------------------------------------------------------------- on paper, as a code, in a calendar

int loosen_handout_begin(int len, int paper) {
    if (!has_routine) return refuse_without_routine();
    if (paper < 0 || paper >= LSN_PAPER_COUNT) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    lsn_str address = page_input(len);
    if (address.len > LSN_QR_BYTES_MAX) return page_refuse(LSN_ERR_TOO_LONG, NULL);
    lsn_buf *out = page_text();
    lsn_err err =
        lsn_handout_begin(out, page_catalogue()->language, &routine, (lsn_paper)paper, address, page_scratch());
    return err ? page_refuse(err, NULL) : page_done();
}

int loosen_handout_step(int step, int len) {
    if (!has_routine) return refuse_without_routine();
    if (step < 0 || step >= routine.count) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    lsn_handout_step(page_text(), &routine, step, page_catalogue(), page_input(len));
    return page_done();
}

int loosen_handout_end(void) {
    if (!has_routine) return refuse_without_routine();
    lsn_handout_end(page_text(), &routine, page_catalogue());
    return page_done();
}

int loosen_qr(int len) {
    lsn_arena scratch = page_scratch();
    lsn_qr *qr = LSN_NEW(&scratch, lsn_qr, 1);
    lsn_err err = qr ? lsn_qr_make(qr, page_input(len), LSN_QR_LEVEL_M, scratch) : LSN_ERR_NO_MEMORY;
    if (err) return page_refuse(err, NULL);
    lsn_qr_write_svg(page_text(), qr,
                     lsn_str_from(LSN_IN(page_catalogue()->language, "A code that opens this routine")));
    return page_done();
}

int loosen_reminder(int len) {
    lsn_arena scratch = page_scratch();
    lsn_reminder reminder;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_reminder_read(&reminder, page_input(len), &scratch, &diag);
    if (!err && reminder.summary.len == 0)
        reminder.summary = lsn_str_from(LSN_IN(page_catalogue()->language, "Time for yourself"));
    if (!err) err = lsn_reminder_write(page_text(), &reminder, &diag);
    return err ? page_refuse(err, &diag) : page_done();
}
