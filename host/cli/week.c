// loosen week: the days ahead.
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>

typedef struct programme {
    const coach *c;
    lsn_week week;
} programme;

static void write_week(lsn_json_out *out, const void *context) {
    const programme *p = context;
    lsn_week_write_json(out, &p->c->catalogue, &p->week);
}

/// "Cat–cow, Cobra, …": a move in two rounds stands once.
static void show_moves(const coach *c, const lsn_week_day *day) {
    char memory[1024];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    for (int i = 0; i < day->count; i++) {
        if (i > 0 && day->moves[i] == day->moves[i - 1]) continue;
        lsn_buf_format(&text, i > 0 ? ", %S" : "%S", c->catalogue.moves[day->moves[i]].name);
    }
    paint_wrapped(lsn_buf_cstr(&text), 16, 16);
}

static void show_week(const programme *p, int first_weekday) {
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (int i = 0; i < p->week.days; i++) {
        const lsn_week_day *day = &p->week.day[i];
        printf("  %s%-5s%s", paint.bold, i == 0 ? "today" : names[(first_weekday + i) % 7], paint.off);
        if (day->minutes == 0) {
            printf("  %srest%s\n", paint.dim, paint.off);
            continue;
        }
        printf("  %2d min  ", day->minutes);
        show_moves(p->c, day);
    }
    printf("\n");
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if (p->week.target_s[r] == 0) continue;
        char got[16], target[16];
        paint_clock(got, p->week.region_s[r]);
        paint_clock(target, p->week.target_s[r]);
        printf("  %-12s %5s of %s min\n", lsn_region_text((lsn_region)r), got, target);
    }
    char memory[400];
    lsn_buf words = lsn_buf_make(memory, sizeof memory);
    lsn_week_words(&words, p->c->catalogue.language, &p->week);
    printf("\n");
    paint_wrapped(lsn_buf_cstr(&words), 0, 0);
}

static int build(programme *p, const coach *c, const lsn_wish *wish, const lsn_week_wish *asked) {
    lsn_arena scratch = coach_scratch(COACH_PLAN_BYTES);
    lsn_err err = lsn_week_build(&p->week, &c->catalogue, wish, asked, scratch);
    coach_scratch_free(&scratch);
    if (err == LSN_ERR_OUT_OF_RANGE)
        return cli_refuse("--days is from 1 to %d, --minutes from %d to %d", LSN_WEEK_DAYS_MAX, LSN_PLAN_MINUTES_MIN,
                          LSN_PLAN_MINUTES_MAX);
    if (err == LSN_ERR_NOT_FOUND) return cli_refuse("every one of these days is a day of rest");
    if (err == LSN_ERR_TOO_SHORT)
        return cli_refuse("no move fits: give more minutes, another place, or fewer regions and tags");
    if (err == LSN_ERR_NOT_ALLOWED) return coach_say_verdict(c, true), CLI_REFUSED;
    return err ? cli_refuse("%s", lsn_err_text(err)) : CLI_SUCCESS;
}

int cli_run_week(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    static programme p;
    p.c = &c;
    lsn_wish wish = coach_wish(&c, input, false);
    int64_t today = (c.now_ms / 60000 + c.utc_offset_min) / (24 * 60);
    lsn_week_wish asked = {.days = input->days,
                           .minutes = cli_has(input, CLI_minutes) ? input->minutes : 0,
                           .minutes_max = LSN_PLAN_MINUTES_MAX,
                           .rest = input->rest,
                           .first_weekday = (int)((today + 3) % 7)}; // the epoch was a Thursday
    int code = CLI_SUCCESS;
    if (cli_has(input, CLI_minutes) && input->minutes == 0) asked.minutes = -1; // out of range like any other
    if (!c.verdict.may_exercise) {
        coach_say_verdict(&c, true);
        code = CLI_REFUSED;
    }
    if (!code) code = build(&p, &c, &wish, &asked);
    if (!code && cli_has(input, CLI_json))
        code = coach_print_json(write_week, &p);
    else if (!code)
        show_week(&p, asked.first_weekday);
    coach_close(&c);
    return code;
}
