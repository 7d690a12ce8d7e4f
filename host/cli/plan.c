// loosen, loosen plan, loosen score: what is to be done today.
#include "core/session/session.h"
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct result {
    bool screened;
    const lsn_plan *plan;
} result;

/// The core's plan with "screened" as its first member.
static void write_plan(lsn_json_out *out, const void *context) {
    const result *r = context;
    size_t start = out->buf->len;
    lsn_plan_write_json(out, r->plan);
    if (out->buf->overflow) return;
    const char *first = r->screened ? "{\"screened\":true," : "{\"screened\":false,";
    lsn_str all = lsn_str_from(first);
    size_t rest = out->buf->len - start - 1;
    char *copy = malloc(rest);
    if (!copy) {
        out->buf->overflow = true;
        return;
    }
    for (size_t i = 0; i < rest; i++) copy[i] = out->buf->data[start + 1 + i];
    out->buf->len = start;
    lsn_buf_str(out->buf, all);
    lsn_buf_str(out->buf, (lsn_str){copy, rest});
    free(copy);
}

static void say_unscreened(const coach *c) {
    if (coach_is_screened(c)) return;
    printf("\n");
    paint_wrapped("Before you start, answer a few safety questions: loosen screen", 0, 0);
}

int cli_run_plan(const cli_input *input) {
    coach c;
    lsn_plan plan;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    lsn_wish wish = coach_wish(&c, input, false);
    int code = coach_plan(&plan, &c, &wish);
    if (!code && cli_has(input, CLI_json)) {
        result r = {.screened = coach_is_screened(&c), .plan = &plan};
        code = coach_print_json(write_plan, &r);
    } else if (!code) {
        coach_show_plan(&c, &plan);
        say_unscreened(&c);
    }
    coach_close(&c);
    return code;
}

static void write_score(lsn_json_out *out, const void *score) {
    lsn_score_write_json(out, score);
}

static void show_score(const lsn_score *score) {
    for (int i = 0; i < score->count; i++) {
        const lsn_cue *cue = &score->cues[i];
        char clock[16];
        paint_clock(clock, cue->t_s);
        printf("%6s  %s%3d s  %-8s%s  ", clock, paint.dim, cue->duration_s, lsn_cue_kind_name(cue->kind), paint.off);
        paint_wrapped(cue->text, 24, 24);
    }
}

int cli_run_score(const cli_input *input) {
    coach c;
    lsn_plan plan;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    lsn_wish wish = coach_wish(&c, input, false);
    int code = coach_plan(&plan, &c, &wish);
    lsn_score *score = malloc(sizeof *score);
    if (!code && !score) code = cli_refuse("there is no memory left");
    lsn_err err = code ? LSN_OK : lsn_score_build(score, &plan);
    if (err) code = cli_refuse("%s", lsn_err_text(err));
    if (!code && cli_has(input, CLI_json)) {
        code = coach_print_json(write_score, score);
    } else if (!code) {
        show_score(score);
        say_unscreened(&c);
    }
    free(score);
    coach_close(&c);
    return code;
}

int cli_run_today(const cli_input *input) {
    coach c;
    lsn_plan plan;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    lsn_wish wish = coach_wish(&c, input, true);
    int code = coach_plan(&plan, &c, &wish);
    if (!code) {
        printf("%sToday%s\n", paint.action, paint.off);
        coach_show_plan(&c, &plan);
        say_unscreened(&c);
        printf(
            "\nStart with %sloosen play%s, or in your browser with %sloosen serve%s. loosen --help shows the rest.\n",
            paint.action, paint.off, paint.action, paint.off);
    }
    coach_close(&c);
    return code;
}
