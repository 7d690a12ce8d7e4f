// loosen trial: a trial of one direction, and what came of it. Invariant: what is left out or broken off before a
// second answer writes nothing.
#include "host/cli/ask.h"
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARSE_BYTES = 8 << 20, TRIES = 3, TEXT_BYTES = 2048 };

typedef struct answers {
    int pain[TRIES], site[TRIES], count;
} answers;

static void say(lsn_str text) {
    char line[TEXT_BYTES];
    snprintf(line, sizeof line, "%.*s", (int)text.len, text.ptr);
    paint_wrapped(line, 0, 0);
}

static int ask_site(const coach *c) {
    char line[64];
    for (int i = 0; i <= 4; i++) {
        lsn_str word = c->rules.words[LSN_SCREEN_WORD_site_0 + i];
        printf("  %d %.*s\n", i, (int)word.len, word.ptr);
    }
    say(c->rules.words[LSN_SCREEN_WORD_site_ask]);
    while (ask_line(line, sizeof line, "  0 to 4:") && line[0])
        if (line[0] >= '0' && line[0] <= '4' && !line[1]) return line[0] - '0';
    return -1;
}

static bool ask_again(answers *a, const coach *c, const char *prompt) {
    int pain = ask_pain(prompt), site = pain < 0 ? -1 : ask_site(c);
    if (site < 0) return false;
    a->pain[a->count] = pain;
    a->site[a->count++] = site;
    return true;
}

static void write_numbers(lsn_json_out *out, const char *key, const int *values, int count) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < count; i++) lsn_json_int(out, values[i]);
    lsn_json_array_end(out);
}

/// What the answers come down to so far.
static bool judge(lsn_event *event, lsn_buf *text, bool *further, const coach *c, const lsn_trial *trial,
                  const answers *a) {
    char json[256];
    lsn_buf buf = lsn_buf_make(json, sizeof json);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_json_object(&out);
    lsn_json_put_text(&out, "direction", lsn_direction_name(trial->toward));
    write_numbers(&out, "pain", a->pain, a->count);
    write_numbers(&out, "site", a->site, a->count);
    lsn_json_object_end(&out);
    lsn_diag diag = {0};
    int value = 0;
    lsn_arena scratch = coach_scratch(PARSE_BYTES);
    lsn_err err = lsn_trial_read(&value, text, further, &c->adapt, lsn_buf_view(&buf), scratch, &diag);
    coach_scratch_free(&scratch);
    *event = (lsn_event){.kind = LSN_EVENT_direction_tested, .value = value, .text = lsn_buf_view(text)};
    if (err) cli_refuse_diag(&diag);
    return !err;
}

static int lead(coach *c, const lsn_trial *trial) {
    const lsn_move *move = &c->catalogue.moves[trial->move];
    const int minutes[TRIES] = {0, trial->soon_min, trial->later_min};
    answers a = {.count = 0};
    lsn_event event = {.kind = LSN_EVENT_direction_tested};
    char memory[LSN_EVENT_TEXT_MAX], line[64], answer[64];
    bool further = false;
    printf("\n%s%.*s, %d times, slowly%s\n", paint.bold, (int)move->name.len, move->name.ptr, trial->reps, paint.off);
    if (!ask_again(&a, c, "How much does it hurt now, before you begin, 0 to 10?"))
        return printf("Left out.\n"), CLI_SUCCESS;
    say(move->ready);
    printf("Stop when it gets worse, and answer then.\n");
    if (!ask_line(answer, sizeof answer, "Press Enter when you have done them.")) return CLI_SUCCESS;
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    while (a.count < TRIES && event.value >= 0) {
        printf("Move about as you like.\n");
        snprintf(line, sizeof line, "Press Enter %d minutes after the bends.", minutes[a.count]);
        if (!ask_line(answer, sizeof answer, line)) return CLI_SUCCESS;
        if (!ask_again(&a, c, "How much does it hurt now, 0 to 10?")) return printf("Left out.\n"), CLI_SUCCESS;
        text = lsn_buf_make(memory, sizeof memory);
        if (!judge(&event, &text, &further, c, trial, &a)) return CLI_REFUSED;
    }
    if (!coach_add(c, &event)) return cli_refuse_diag(&c->fault);
    char said_memory[TEXT_BYTES];
    lsn_buf said = lsn_buf_make(said_memory, sizeof said_memory);
    lsn_trial_say(&said, &c->rules, (int)event.value, further);
    say(lsn_buf_view(&said));
    if (event.value < 0) say(c->rules.emergency);
    return CLI_SUCCESS;
}

static void write_offer(lsn_json_out *out, const void *context) {
    const coach *c = context;
    lsn_trial trial = lsn_trial_offer(&c->catalogue, &c->adapt, coach_is_screened(c) ? &c->verdict : NULL, &c->progress,
                                      lsn_able_at(&c->able, LSN_PLACE_floor));
    lsn_trial_write_json(out, &c->catalogue, &trial);
}

int cli_run_trial(const cli_input *input) {
    coach c;
    bool json = cli_has(input, CLI_json);
    if (!coach_open(&c, input, json ? COACH_READ : COACH_WRITE)) return CLI_REFUSED;
    int code = json ? coach_print_json(write_offer, &c) : ask_screening(&c) ? CLI_SUCCESS : CLI_REFUSED;
    if (!json && !code) {
        lsn_trial trial =
            lsn_trial_offer(&c.catalogue, &c.adapt, &c.verdict, &c.progress, lsn_able_at(&c.able, LSN_PLACE_floor));
        if (trial.left_out.len > 0)
            code = cli_refuse("%.*s", (int)trial.left_out.len, trial.left_out.ptr);
        else
            code = lead(&c, &trial);
    }
    coach_close(&c);
    return code;
}
