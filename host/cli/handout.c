// loosen routines, loosen handout, loosen remind: what is handed over on paper, by link or to a calendar.
#include "core/handout/handout.h"
#include "core/event/event.h"
#include "core/remind/remind.h"
#include "host/assets.h"
#include "host/cli/paint.h"
#include "host/cli/routine.h"
#include "host/picture/picture.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// ---------------------------------------------------------------- routines

static void show_routine(const coach *c, const lsn_routine *routine, lsn_str id) {
    static char memory[LSN_ROUTINE_LINK_MAX + 1];
    printf("%s%.*s%s  %s%.*s%s\n", paint.bold, (int)routine->name.len, routine->name.ptr, paint.off, paint.dim,
           (int)id.len, id.ptr, paint.off);
    for (int i = 0; i < routine->count; i++) {
        const lsn_move *move = &c->catalogue.moves[routine->steps[i].move];
        char words[160];
        lsn_buf dose = lsn_buf_make(words, sizeof words);
        lsn_dose_words(&dose, move, routine->steps[i].level);
        printf("  %-28.*s %s\n", (int)move->name.len, move->name.ptr, lsn_buf_cstr(&dose));
    }
    lsn_buf link = lsn_buf_make(memory, sizeof memory);
    lsn_routine_write_link(&link, routine, &c->catalogue);
    printf("  %s%s%s\n", paint.dim, lsn_buf_cstr(&link), paint.off);
}

static void show_programme(const coach *c, const lsn_programme *programme) {
    printf("%s%.*s%s  %d weeks\n", paint.bold, (int)programme->name.len, programme->name.ptr, paint.off,
           programme->week_count);
    for (int week = 0; week < programme->week_count; week++) {
        printf("  week %d ", week + 1);
        for (int day = 0; day < LSN_WEEK_DAYS; day++) {
            lsn_programme_day asks = lsn_programme_at(programme, week * LSN_WEEK_DAYS + day);
            if (asks.kind == LSN_PROGRAMME_rest) continue;
            printf(" %s ", lsn_weekday_name(day));
            if (asks.kind == LSN_PROGRAMME_best)
                printf("best %d min", asks.value);
            else
                printf("%.*s", (int)programme->routines[asks.value].id.len, programme->routines[asks.value].id.ptr);
            printf(";");
        }
        printf("\n");
    }
    for (int i = 0; i < programme->routine_count; i++) {
        show_routine(c, &programme->routines[i], programme->routines[i].id);
    }
}

static void show_own(const coach *c, const lsn_routine *routine, lsn_str id) {
    printf("\nYour own: ");
    show_routine(c, routine, id);
}

static int show_all(const coach *c) {
    static unsigned char memory[16 * LSN_ROUTINE_BYTES_MAX];
    static lsn_programme programme;
    lsn_routine routine;
    lsn_diag diag = {0};
    for (int i = 0; i < lsn_builtin_routine_count; i++) {
        lsn_arena arena = lsn_arena_make(memory, sizeof memory);
        lsn_str text = lsn_builtin_routines[i].text;
        if (i > 0) printf("\n");
        if (lsn_routine_is_programme(text, arena)) {
            if (lsn_programme_read(&programme, &c->catalogue, text, &arena, &diag)) return cli_refuse_diag(&diag);
            lsn_programme_translate(&programme, c->catalogue.language);
            show_programme(c, &programme);
        } else {
            if (lsn_routine_read(&routine, &c->catalogue, text, &arena, &diag)) return cli_refuse_diag(&diag);
            lsn_routine_translate(&routine, c->catalogue.language);
            show_routine(c, &routine, routine.id);
        }
    }
    return cli_own_routines(c, show_own, &diag) ? cli_refuse_diag(&diag) : CLI_SUCCESS;
}

static void write_one(lsn_json_out *out, const void *context) {
    const coach *c = ((const void *const *)context)[0];
    const cli_routine *read = ((const void *const *)context)[1];
    lsn_routine_write_json(out, &read->routine, &c->catalogue);
}

/// The ready-made files as they stand.
static void write_all(lsn_json_out *out, const void *context) {
    (void)context;
    lsn_json_array(out);
    for (int i = 0; i < lsn_builtin_routine_count; i++) lsn_json_raw(out, lsn_builtin_routines[i].text);
    lsn_json_array_end(out);
}

int cli_run_routines(const cli_input *input) {
    coach c;
    int code = CLI_SUCCESS;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    cli_routine *read = input->arg_count ? cli_routine_read(&c, input->args[0]) : NULL;
    if (input->arg_count && !read) {
        code = CLI_REFUSED;
    } else if (cli_has(input, CLI_json)) {
        const void *context[2] = {&c, read};
        code = coach_print_json(read ? write_one : write_all, context);
    } else if (read) {
        show_routine(&c, &read->routine, read->routine.id);
    } else {
        code = show_all(&c);
    }
    cli_routine_free(read);
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- the sheet of paper

enum { DRAWING_W = 520, DRAWING_H = 400, SHEET_MAX = 1 << 20, LINK_MAX = 2331 };

static void put_style(lsn_buf *out) {
    for (int i = 0; i < lsn_asset_count; i++) {
        if (strcmp(lsn_assets[i].path, "/handout.css") != 0) continue;
        lsn_buf_str(out, (lsn_str){(const char *)lsn_assets[i].bytes, (size_t)lsn_assets[i].size});
    }
}

static lsn_str draw(lsn_studio *studio, const lsn_move *move, lsn_level level) {
    static char memory[LSN_LINEART_BYTES_MAX];
    lsn_buf svg = lsn_buf_make(memory, sizeof memory);
    lsn_diag diag = {0};
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = lsn_studio_move(studio, move, side, level, &diag);
    if (err && err != LSN_ERR_NOT_SOLVED) return (lsn_str){0};
    int pose = move->key_pose;
    err = lsn_studio_lines(studio, &svg, DRAWING_W, DRAWING_H, pose, pose, 1, 1, LSN_VIEW_best);
    return err ? (lsn_str){0} : lsn_buf_view(&svg);
}

static lsn_err write_sheet(lsn_buf *out, const coach *c, const lsn_routine *routine, lsn_studio *studio,
                           const cli_input *input) {
    static unsigned char memory[64 << 10];
    lsn_str link = lsn_str_from(input->link);
    char full[LINK_MAX];
    if (link.len > 0) {
        lsn_buf address = lsn_buf_make(full, sizeof full);
        lsn_buf_str(&address, link);
        lsn_buf_text(&address, "#/open/");
        lsn_routine_write_link(&address, routine, &c->catalogue);
        if (address.overflow) return LSN_ERR_TOO_LONG;
        link = lsn_buf_view(&address);
    }
    lsn_buf_format(out, "<!doctype html><html lang=\"%s\">", c->language.code[0] ? c->language.code : "en");
    lsn_buf_text(out, "<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                      "content=\"width=device-width\"><title>Loosen</title><style>body{margin:0}");
    put_style(out);
    lsn_buf_text(out, "</style></head><body>");
    lsn_err err = lsn_handout_begin(out, c->catalogue.language, routine, (lsn_paper)input->paper, link,
                                    lsn_arena_make(memory, sizeof memory));
    for (int i = 0; !err && i < routine->count; i++) {
        const lsn_move *move = &c->catalogue.moves[routine->steps[i].move];
        lsn_handout_step(out, routine, i, &c->catalogue, draw(studio, move, routine->steps[i].level));
    }
    if (err) return err;
    lsn_handout_end(out, routine, &c->catalogue);
    lsn_buf_text(out, "</body></html>\n");
    return out->overflow ? LSN_ERR_TOO_LONG : LSN_OK;
}

static bool write_text(void *file, void *context) {
    const lsn_buf *text = context;
    return fwrite(text->data, 1, text->len, file) == text->len;
}

static int save_sheet(const coach *c, const lsn_routine *routine, const lsn_body *body, const cli_input *input) {
    lsn_diag diag = {0};
    char *memory = malloc(SHEET_MAX);
    lsn_studio *studio = lsn_studio_create(body);
    lsn_buf out = lsn_buf_make(memory, memory ? SHEET_MAX : 0);
    int code = CLI_SUCCESS;
    lsn_err err = memory && studio ? write_sheet(&out, c, routine, studio, input) : LSN_ERR_NO_MEMORY;
    if (err) code = cli_refuse("the sheet cannot be written: %s", lsn_err_text(err));
    if (!err && lsn_platform_write_file(input->output, write_text, &out, &diag)) code = cli_refuse_diag(&diag);
    if (!code) printf("Written: %s. Open it in a browser and print it.\n", input->output);
    lsn_studio_destroy(studio);
    free(memory);
    return code;
}

int cli_run_handout(const cli_input *input) {
    if (!input->output) {
        cli_refuse("say where the sheet goes: -o FILE.html");
        return CLI_USAGE;
    }
    coach c;
    lsn_body body;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    cli_routine *read = cli_read_body(&body, input) ? cli_routine_read(&c, input->args[0]) : NULL;
    int code = read ? save_sheet(&c, &read->routine, &body, input) : CLI_REFUSED;
    cli_routine_free(read);
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- the calendar

/// "mon,wed" into a mask; false when a day is not known.
static bool read_days(uint8_t *out, const char *text) {
    for (const char *at = text; at && *at;) {
        const char *comma = strchr(at, ',');
        int day = lsn_weekday_find((lsn_str){at, comma ? (size_t)(comma - at) : strlen(at)});
        if (day == LSN_WEEK_DAYS) return false;
        *out |= (uint8_t)(1 << day);
        at = comma ? comma + 1 : NULL;
    }
    return true;
}

static bool read_time(int *minute_of_day, const char *text) {
    int hour = -1, minute = -1, end = 0;
    if (sscanf(text, "%2d:%2d%n", &hour, &minute, &end) != 2 || text[end]) return false;
    *minute_of_day = hour * 60 + minute;
    return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

int cli_run_remind(const cli_input *input) {
    lsn_reminder reminder = {.minutes = input->minutes, .weeks = input->weeks, .minute_of_day = 7 * 60 + 30};
    if (input->on && !read_days(&reminder.days, input->on)) {
        return cli_refuse("--on holds mon, tue, wed, thu, fri, sat and sun, with commas");
    }
    if (input->time && !read_time(&reminder.minute_of_day, input->time)) {
        return cli_refuse("--time is a time of day, as 07:30");
    }
    unsigned char random[10];
    if (!lsn_platform_random(random, sizeof random)) return cli_refuse("this machine gives no random numbers");
    reminder.stamp_ms = lsn_platform_now_ms();
    lsn_uuid id = lsn_uuid_make(reminder.stamp_ms, random);
    char uid[LSN_UUID_TEXT + 1], file[LSN_REMIND_FILE_MAX];
    lsn_uuid_write(uid, &id);
    reminder.uid = lsn_str_from(uid);
    time_t now = (time_t)(reminder.stamp_ms / 1000);
    struct tm local = {0};
    localtime_r(&now, &local);
    reminder.year = local.tm_year + 1900, reminder.month = local.tm_mon + 1, reminder.day = local.tm_mday;
    coach c;
    if (!coach_open(&c, input, COACH_MOVES)) return CLI_REFUSED;
    reminder.summary = lsn_str_from(LSN_IN(c.catalogue.language, "Time for yourself"));
    lsn_buf out = lsn_buf_make(file, sizeof file);
    lsn_diag diag = {0};
    lsn_err err = lsn_reminder_write(&out, &reminder, &diag);
    coach_close(&c);
    if (err) return cli_refuse_diag(&diag);
    if (!input->output) return fwrite(file, 1, out.len, stdout) == out.len ? CLI_SUCCESS : CLI_REFUSED;
    return lsn_platform_write_file(input->output, write_text, &out, &diag) ? cli_refuse_diag(&diag) : CLI_SUCCESS;
}
