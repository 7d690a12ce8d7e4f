// loosen, loosen plan, loosen score: what is to be done today.
#include "core/session/session.h"
#include "host/cli/coach.h"
#include "host/cli/paint.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct result {
    const coach *c;
    const lsn_plan *plan;
    const lsn_wish *wish;
    bool why;
} result;

static void write_why(lsn_json_out *out, const void *context) {
    const result *r = context;
    lsn_arena scratch = coach_scratch(COACH_PLAN_BYTES);
    if (lsn_plan_write_whys_json(out, r->plan, r->wish, scratch)) out->buf->overflow = true;
    coach_scratch_free(&scratch);
}

/// The core's plan with "screened" as its first member and "why" as its second, where it was asked for.
static void write_plan(lsn_json_out *out, const void *context) {
    const result *r = context;
    size_t start = out->buf->len;
    lsn_plan_write_json(out, r->plan);
    if (out->buf->overflow) return;
    size_t rest = out->buf->len - start - 1, why_size = 0;
    char *copy = malloc(rest), *why = r->why ? coach_json(write_why, r, &why_size) : NULL;
    if (!copy || (r->why && !why)) out->buf->overflow = true;
    for (size_t i = 0; copy && i < rest; i++) copy[i] = out->buf->data[start + 1 + i];
    out->buf->len = start;
    lsn_buf_text(out->buf, coach_is_screened(r->c) ? "{\"screened\":true," : "{\"screened\":false,");
    if (why) {
        lsn_buf_text(out->buf, "\"why\":");
        lsn_buf_str(out->buf, (lsn_str){why, why_size});
        lsn_buf_char(out->buf, ',');
    }
    if (copy) lsn_buf_str(out->buf, (lsn_str){copy, rest});
    free(copy);
    free(why);
}

static void say_unscreened(const coach *c) {
    if (coach_is_screened(c)) return;
    printf("\n");
    paint_wrapped("Before you start, answer a few safety questions: loosen screen", 0, 0);
}

/// "cat-cow,cobra" into the wish's prescribed list.
static int read_only(lsn_wish *wish, const coach *c, const char *list) {
    for (const char *at = list; *at;) {
        size_t length = strcspn(at, ",");
        int move = lsn_catalogue_find(&c->catalogue, (lsn_str){at, length});
        if (move < 0) return cli_refuse("there is no move \"%.*s\"; loosen moves lists them", (int)length, at);
        if (wish->prescribed_count == LSN_PRESCRIBED_MAX)
            return cli_refuse("--only takes at most %d moves", LSN_PRESCRIBED_MAX);
        wish->prescribed[wish->prescribed_count++] = move;
        at += length;
        if (*at == ',') at++;
    }
    return CLI_SUCCESS;
}

// ---------------------------------------------------------------- why

static void show_whys(const coach *c, const lsn_plan *plan, const lsn_wish *wish) {
    lsn_arena scratch = coach_scratch(COACH_PLAN_BYTES);
    for (int left_out = 0; left_out < 2; left_out++) {
        printf("\n%s%s%s\n", paint.bold, left_out ? "What was left out, and why" : "Why these", paint.off);
        for (int i = 0; i < c->catalogue.count; i++) {
            const lsn_move *move = &c->catalogue.moves[i];
            bool in = false;
            for (int k = 0; k < plan->count; k++) in = in || plan->steps[k].move == i;
            lsn_why why;
            if (in == (left_out == 1) || move->kind == LSN_KIND_picture) continue;
            if (lsn_plan_why(&why, plan, i, wish, scratch)) continue;
            printf("  %s", paint.where);
            paint_padded(move->name, 0);
            printf("%s  ", paint.off);
            paint_wrapped(why.text, 4 + paint_columns(move->name), 6);
        }
    }
    coach_scratch_free(&scratch);
}

static void show_proof(const lsn_plan *plan) {
    char memory[80];
    lsn_buf words = lsn_buf_make(memory, sizeof memory);
    lsn_plan_proof(&words, plan);
    if (words.len == 0) return;
    printf("\n%sOf all plans that keep the rules, this is %s.%s\n", paint.dim,
           plan->optimal ? "the best: proven" : lsn_buf_cstr(&words), paint.off);
}

// ---------------------------------------------------------------- the model for others

static bool write_text(void *file, void *text) {
    const lsn_buf *buf = text;
    return fwrite(buf->data, 1, buf->len, file) == buf->len;
}

static int save_lp(const coach *c, const lsn_wish *wish, const char *path) {
    lsn_arena scratch = coach_scratch(COACH_PLAN_BYTES);
    int code = CLI_SUCCESS;
    for (size_t capacity = 1 << 20;; capacity *= 4) {
        char *memory = malloc(capacity);
        lsn_buf text = lsn_buf_make(memory, memory ? capacity : 0);
        lsn_diag diag = {0};
        lsn_err err = memory ? lsn_plan_write_lp(&text, &c->catalogue, wish, scratch) : LSN_ERR_NO_MEMORY;
        bool again = !err && text.overflow && capacity < (size_t)1 << 28;
        if (err || (text.overflow && !again))
            code = cli_refuse("%s", lsn_err_text(err ? err : LSN_ERR_TOO_LONG));
        else if (!again && strcmp(path, "-") == 0)
            fwrite(text.data, 1, text.len, stdout);
        else if (!again && lsn_platform_write_file(path, write_text, &text, &diag))
            code = cli_refuse_diag(&diag);
        free(memory);
        if (!again) break;
    }
    coach_scratch_free(&scratch);
    return code;
}

int cli_run_plan(const cli_input *input) {
    coach c;
    lsn_plan plan;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    if (input->occasion && input->occasion->flare) c.progress.flare = true; // as if one had begun; the log says nothing
    lsn_wish wish = coach_wish(&c, input, false);
    int code = input->only ? read_only(&wish, &c, input->only) : CLI_SUCCESS;
    if (!code) code = coach_plan(&plan, &c, &wish);
    if (!code && input->lp) {
        code = save_lp(&c, &wish, input->lp);
    } else if (!code && cli_has(input, CLI_json)) {
        result r = {.c = &c, .plan = &plan, .wish = &wish, .why = cli_has(input, CLI_why)};
        code = coach_print_json(write_plan, &r);
    } else if (!code) {
        if (input->occasion) {
            printf("%s%s%s  ", paint.action, input->occasion->name.ptr, paint.off);
            paint_wrapped(input->occasion->line.ptr, (int)input->occasion->name.len + 2, 2);
        }
        coach_show_plan(&c, &plan);
        show_proof(&plan);
        if (cli_has(input, CLI_why)) show_whys(&c, &plan, &wish);
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
