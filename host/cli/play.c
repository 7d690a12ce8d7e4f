// loosen play: screening, plan, session, how it was. Invariant: everything that happens is in the log when it happens,
// so that a crash, a closed terminal or a power cut loses nothing but the moment.
#include "host/cli/ask.h"
#include "host/cli/paint.h"
#include "host/cli/record.h"
#include "host/cli/stage.h"
#include "host/cli/terminal.h"
#include "host/platform/platform.h"
#include "host/voice/voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FRAME_MS = 100, NOTICE_MS = 6000 };

typedef enum ending { END_NONE, END_FINISHED, END_ENOUGH, END_STOP_RULE, END_SIGNAL } ending;

typedef struct player {
    coach *coach;
    lsn_score *score;
    lsn_run run;
    record record;
    lsn_voice voice;
    double speed;
    int64_t clock_ms, steady_ms; // the session's clock at a moment of the steady one
    int64_t last_score_ms, played_ms;
    int pain_before; // −1: not told
    int spoken_cue;
    bool asks_to_stop, resume_after;
    int site_step; // the step after which the furthest site is being asked, or −1
    int site_told[LSN_PLAN_STEPS_MAX], site_told_count;
    int site; // the answer that lies further down and waits for a yes, or −1
    bool site_asked[LSN_PLAN_STEPS_MAX];
    ending end;
    char notice[LSN_DIAG_TEXT_MAX + 64];
    int64_t notice_until_ms; // of the steady clock
} player;

// ---------------------------------------------------------------- time

/// The session's clock: the steady one, made faster.
static int64_t now_ms(const player *p) {
    return p->clock_ms + (int64_t)((double)(lsn_platform_steady_ms() - p->steady_ms) * p->speed);
}

static double elapsed_s(const player *p) {
    return (double)lsn_run_score_ms(&p->run, p->score, now_ms(p)) / 1000.0;
}

/// Counts the time since the last look as done; a jump is not time done.
static void count_played(player *p) {
    int64_t at_ms = lsn_run_score_ms(&p->run, p->score, now_ms(p));
    if (at_ms > p->last_score_ms) p->played_ms += at_ms - p->last_score_ms;
    p->last_score_ms = at_ms;
}

static void jumped(player *p) {
    p->last_score_ms = lsn_run_score_ms(&p->run, p->score, now_ms(p));
    p->spoken_cue = -1;
}

// ---------------------------------------------------------------- what the keys do

static void log_moment(player *p, lsn_event_kind kind, const char *text) {
    record_event(&p->record, p->score, kind, -1, LSN_SIDE_none, (double)(int)elapsed_s(p), text);
}

static int step_now(const player *p) {
    return p->score->cues[lsn_score_cue_at(p->score, elapsed_s(p))].step;
}

static void toggle_pause(player *p) {
    bool was = p->run.paused;
    p->run = was ? lsn_run_resume(&p->run, now_ms(p)) : lsn_run_pause(&p->run, p->score, now_ms(p));
    if (!was) lsn_voice_hush(&p->voice);
    log_moment(p, was ? LSN_EVENT_resumed : LSN_EVENT_paused, "");
}

static void skip(player *p) {
    record_leave(&p->record, p->score, step_now(p), "skip");
    p->run = lsn_run_skip(&p->run, p->score, now_ms(p));
    jumped(p);
}

static void go_back(player *p) {
    p->run = lsn_run_back(&p->run, p->score, now_ms(p));
    record_go_back(&p->record, elapsed_s(p));
    jumped(p);
}

static void notify(player *p, const char *text) {
    snprintf(p->notice, sizeof p->notice, "%s", text);
    p->notice_until_ms = lsn_platform_steady_ms() + NOTICE_MS;
}

static void ease(player *p) {
    int step = step_now(p);
    lsn_side side = p->score->cues[lsn_score_cue_at(p->score, elapsed_s(p))].side;
    bool left = false;
    if (lsn_run_ease(&p->run, p->score, now_ms(p), &left)) return;
    if (left) {
        record_leave(&p->record, p->score, step, "too-much");
        notify(p, "Left out. On to the next one.");
    } else {
        record_take_score(&p->record, p->score);
        record_event(&p->record, p->score, LSN_EVENT_step_eased, step, side, 0, "");
        notify(p, "Lighter now. Take it as far as it is comfortable.");
    }
    jumped(p);
}

static void ask_to_stop(player *p) {
    p->asks_to_stop = true;
    if (p->site_step < 0) p->resume_after = !p->run.paused;
    p->run = lsn_run_pause(&p->run, p->score, now_ms(p));
    lsn_voice_hush(&p->voice);
}

static void answer_stop(player *p, terminal_key key) {
    if (key == KEY_YES)
        p->end = END_STOP_RULE;
    else if (key == KEY_QUIT)
        p->end = END_ENOUGH;
    else if (key != KEY_PAUSE)
        return;
    p->asks_to_stop = false;
    if (p->end == END_NONE && p->resume_after && p->site_step < 0) p->run = lsn_run_resume(&p->run, now_ms(p));
}

// ---------------------------------------------------------------- the furthest site of leg symptoms

/// The step behind the person of which something was done, and after which the site was not asked yet; or −1.
static int step_to_ask(const player *p, const lsn_state *state) {
    int found = -1;
    if (!p->coach->verdict.asks_site) return -1;
    for (int i = 0; i < p->record.part_count; i++) {
        const record_part *part = &p->record.parts[i];
        bool behind = state->done || part->step < state->step;
        if (part->done && behind && !p->site_asked[part->step] && part->step > found) found = part->step;
    }
    return found;
}

static void ask_for_site(player *p, int step) {
    for (int i = 0; i <= step; i++) p->site_asked[i] = true;
    p->site_step = step;
    p->site = -1;
    p->resume_after = !p->run.paused;
    p->run = lsn_run_pause(&p->run, p->score, now_ms(p));
    lsn_voice_hush(&p->voice);
}

static void log_site(player *p, int site) {
    record_event(&p->record, p->score, LSN_EVENT_leg_site, p->site_step, LSN_SIDE_none, site, "");
}

static bool is_further(const player *p, int site) {
    int before = lsn_screen_last_site(&p->coach->log, lsn_platform_now_ms());
    for (int i = 0; i < p->site_told_count; i++) before = p->site_told[i];
    return before >= 0 && site > before;
}

static void end_site(player *p, int site) {
    if (site >= 0 && p->site_told_count < LSN_PLAN_STEPS_MAX) p->site_told[p->site_told_count++] = site;
    if (site >= 0) log_site(p, site);
    p->site_step = -1;
    if (p->resume_after && p->end == END_NONE) p->run = lsn_run_resume(&p->run, now_ms(p));
}

/// 0 to 4, or a key that skips. Further down than before asks for a yes, and then ends the session.
static void answer_site(player *p, terminal_key key) {
    if (p->site >= 0 && key == KEY_YES) {
        record_event(&p->record, p->score, LSN_EVENT_step_left, p->site_step, LSN_SIDE_none, 0, "");
        p->end = END_STOP_RULE;
        end_site(p, p->site);
    } else if (key >= KEY_0 && key <= KEY_4) {
        int site = key - KEY_0;
        p->site = is_further(p, site) ? site : -1;
        if (p->site < 0) end_site(p, site);
    } else if (p->site < 0 && (key == KEY_NEXT || key == KEY_PAUSE || key == KEY_YES)) {
        end_site(p, -1);
    }
}

/// The lines of the question as it stands; they lie in `memory`.
static void write_site(const player *p, const char *lines[3], char memory[3][256]) {
    const lsn_str *words = p->coach->rules.words;
    lsn_buf out[3];
    for (int i = 0; i < 3; i++) out[i] = lsn_buf_make(memory[i], sizeof memory[i]);
    if (p->site < 0) {
        lsn_buf_str(&out[0], words[LSN_SCREEN_WORD_site_ask]);
        for (int i = 0; i < LSN_LEG_SITES; i++)
            lsn_buf_format(&out[1], "%s%d %S", i ? "   " : "", i, words[LSN_SCREEN_WORD_site_0 + i]);
        lsn_buf_text(&out[2], "space or → skips this   q stop");
    } else {
        lsn_buf_text(&out[0], "It has moved further down the leg. This move is left out: stop here for today.");
        lsn_buf_text(&out[1], "y  end the session");
        lsn_buf_text(&out[2], "0 to 4  that was the wrong key");
    }
    for (int i = 0; i < 3; i++) lines[i] = lsn_buf_cstr(&out[i]);
}

static void act(player *p, terminal_key key) {
    if (key == KEY_STOP)
        p->end = END_SIGNAL;
    else if (p->asks_to_stop)
        answer_stop(p, key);
    else if (p->site_step >= 0 && key != KEY_QUIT)
        answer_site(p, key);
    else if (key == KEY_PAUSE)
        toggle_pause(p);
    else if (key == KEY_NEXT)
        skip(p);
    else if (key == KEY_BACK)
        go_back(p);
    else if (key == KEY_TOO_MUCH)
        ease(p);
    else if (key == KEY_QUIT)
        ask_to_stop(p);
}

// ---------------------------------------------------------------- the session

static void speak(player *p, const lsn_state *state) {
    if (state->cue == p->spoken_cue || state->paused) return;
    const lsn_cue *cue = &p->score->cues[state->cue];
    p->spoken_cue = state->cue;
    if (cue->speak) lsn_voice_say(&p->voice, cue->text);
}

/// What was reached since the last look goes into the log.
static lsn_state look(player *p) {
    count_played(p);
    lsn_state state = lsn_session_state(p->score, elapsed_s(p), p->run.paused);
    record_reach(&p->record, p->score, state.elapsed_s);
    int step = p->site_step < 0 && !p->asks_to_stop ? step_to_ask(p, &state) : -1;
    if (step >= 0) ask_for_site(p, step);
    if (state.done && p->site_step < 0 && p->end == END_NONE) p->end = END_FINISHED;
    if (lsn_platform_steady_ms() > p->notice_until_ms) p->notice[0] = 0;
    if (p->coach->waiting_count) snprintf(p->notice, sizeof p->notice, "Not saved yet: %s", p->coach->fault.text);
    return state;
}

static bool play_on_screen(player *p) {
    stage *s = stage_create(&p->coach->body);
    if (!s || !terminal_enter(stage_has_kitty(s))) {
        stage_destroy(s);
        return false;
    }
    bool fresh = true;
    while (p->end == END_NONE) {
        lsn_state state = look(p);
        if (p->end != END_NONE) break;
        speak(p, &state);
        char memory[3][256];
        stage_view view = {p->score, &state, p->asks_to_stop, p->notice, {NULL}};
        if (p->site_step >= 0) write_site(p, view.asks, memory);
        stage_draw(s, &view, fresh);
        terminal_key key = terminal_read_key(FRAME_MS);
        fresh = key == KEY_RESIZE;
        act(p, key);
    }
    terminal_leave();
    stage_destroy(s);
    return true;
}

static void wait_ms(int64_t ms) {
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
    nanosleep(&time, NULL);
}

/// The same question without a terminal.
static void ask_site_by_line(player *p) {
    const char *lines[3];
    char memory[3][256], line[64];
    write_site(p, lines, memory);
    printf("%s\n", lines[1]);
    bool told = ask_line(line, sizeof line, lines[0]) && line[0] >= '0' && line[0] <= '4' && !line[1];
    int site = told ? line[0] - '0' : -1;
    if (site >= 0 && is_further(p, site)) {
        paint_wrapped(p->coach->rules.words[LSN_SCREEN_WORD_site_further].ptr, 0, 0);
        record_event(&p->record, p->score, LSN_EVENT_step_left, p->site_step, LSN_SIDE_none, 0, "");
        p->end = END_STOP_RULE;
    }
    end_site(p, site);
}

/// Without a terminal: every cue as a line.
static void play_as_lines(player *p) {
    int shown = -1;
    while (p->end == END_NONE) {
        lsn_state state = look(p);
        for (; shown < state.cue; shown++) {
            const lsn_cue *cue = &p->score->cues[shown + 1];
            char clock[16];
            paint_clock(clock, cue->t_s);
            if (cue->text[0]) printf("%6s  %s\n", clock, cue->text);
        }
        fflush(stdout);
        if (p->end != END_NONE) break;
        if (p->site_step >= 0) {
            ask_site_by_line(p);
            continue;
        }
        speak(p, &state);
        int64_t ms = (int64_t)(state.cue_left_s * 1000.0 / p->speed) + 1;
        wait_ms(ms < FRAME_MS ? ms : FRAME_MS);
        if (terminal_signal()) p->end = END_SIGNAL;
    }
}

static void finish(player *p) {
    lsn_voice_hush(&p->voice);
    count_played(p);
    double played_s = (double)(p->played_ms / 1000);
    if (p->end != END_FINISHED) {
        const lsn_cue *cue = &p->score->cues[lsn_score_cue_at(p->score, elapsed_s(p))];
        bool broken_off = cue->phase >= 0;
        for (int i = 0; i < p->record.part_count; i++) {
            record_part *part = &p->record.parts[i];
            if (part->step == cue->step && part->side == cue->side && (part->done || part->left)) broken_off = false;
        }
        if (broken_off) record_event(&p->record, p->score, LSN_EVENT_step_left, cue->step, cue->side, 0, "skip");
        log_moment(p, LSN_EVENT_stopped, p->end == END_STOP_RULE ? "stop-rule" : "enough");
    }
    record_event(&p->record, p->score, LSN_EVENT_session_finished, -1, LSN_SIDE_none, played_s, "");
}

// ---------------------------------------------------------------- afterwards

static bool was_done(const player *p, int move, bool *first_step, int step) {
    bool done = false;
    *first_step = true;
    for (int i = 0; i < p->record.part_count; i++) {
        const record_part *part = &p->record.parts[i];
        if (p->score->plan.steps[part->step].move != move) continue;
        if (part->step < step) *first_step = false;
        if (part->done) done = true;
    }
    return done;
}

/// The traffic light of pain, in words.
static void say_light(const player *p, int pain) {
    static const lsn_screen_word words[] = {LSN_SCREEN_WORD_green, LSN_SCREEN_WORD_amber, LSN_SCREEN_WORD_red};
    lsn_light light = lsn_pain_light(p->pain_before, pain);
    if (light == LSN_LIGHT_unknown) return;
    paint_wrapped(p->coach->rules.words[words[light - LSN_LIGHT_green]].ptr, 0, 0);
    printf("%s", paint.dim);
    paint_wrapped(p->coach->rules.words[LSN_SCREEN_WORD_light_source].ptr, 0, 0);
    printf("%s", paint.off);
}

static void ask_how_it_was(player *p) {
    int pain = ask_pain("Pain now, 0 to 10?");
    if (pain >= 0) record_event(&p->record, p->score, LSN_EVENT_pain_after, -1, LSN_SIDE_none, pain, "");
    say_light(p, pain);
    printf("How was each move?\n");
    for (int step = 0; step < p->score->plan.count; step++) {
        int move = p->score->plan.steps[step].move;
        bool first, left_out;
        if (!was_done(p, move, &first, step) || !first) continue;
        int felt = ask_felt(p->score->plan.catalogue->moves[move].name, &left_out);
        if (feof(stdin)) break;
        if (left_out) continue;
        lsn_event event = {.kind = LSN_EVENT_move_felt, .session = p->record.session, .value = felt};
        event.move = p->score->plan.catalogue->moves[move].id;
        coach_add(p->coach, &event);
    }
    char note[LSN_EVENT_TEXT_MAX];
    if (ask_line(note, sizeof note, "A note for yourself? Enter leaves it out:") && note[0]) {
        if (lsn_utf8_valid(lsn_str_from(note)))
            record_event(&p->record, p->score, LSN_EVENT_note, -1, LSN_SIDE_none, 0, note);
        else
            printf("The note is not valid UTF-8 and is left out.\n");
    }
}

static void say_what_was_done(const player *p) {
    char clock[16];
    paint_clock(clock, (int)(p->played_ms / 1000));
    printf("\n%sYou did%s  %s\n", paint.bold, paint.off, clock);
    int lines = 0;
    for (int step = 0; step < p->score->plan.count; step++) {
        int seconds = 0;
        for (int i = 0; i < p->record.part_count; i++)
            if (p->record.parts[i].step == step && p->record.parts[i].done) seconds += p->record.parts[i].work_s;
        if (seconds == 0) continue;
        lsn_str name = p->score->plan.catalogue->moves[p->score->plan.steps[step].move].name;
        printf("  ");
        paint_padded(name, 32);
        printf(" %3d s\n", seconds);
        lines++;
    }
    if (lines == 0) printf("  Nothing to the end this time. That is all right.\n");
    printf("\n");
}

static void say_stop_rule(void) {
    paint_wrapped("The session is over for today. Chest pain, breathlessness at rest, or new trouble with bladder or "
                  "bowels: call your local emergency number. For anything else of that kind, speak to a doctor or "
                  "physiotherapist before the next session.",
                  0, 0);
}

static int after(player *p) {
    if (p->end == END_STOP_RULE) say_stop_rule();
    if (p->end != END_SIGNAL) {
        ask_how_it_was(p);
        say_what_was_done(p);
    }
    int code = CLI_SUCCESS;
    if (!coach_flush(p->coach))
        code = cli_refuse("%d event%s of this session could not be saved: %s", p->coach->waiting_count,
                          p->coach->waiting_count == 1 ? "" : "s", p->coach->fault.text);
    if (p->end != END_SIGNAL && coach_reload(p->coach)) coach_show_week(p->coach);
    return code;
}

// ---------------------------------------------------------------- the command

static int play(coach *c, const cli_input *input, lsn_score *score) {
    coach_show_plan(c, &score->plan);
    printf("\n%s%s%s\n", paint.where, STAGE_STOP_RULE, paint.off);
    int pain = ask_pain("\nPain now, 0 to 10? Enter leaves it out:");
    char line[16];
    if (terminal_is_live() && !ask_line(line, sizeof line, "Enter starts.")) return CLI_REFUSED;
    if (terminal_signal()) return CLI_REFUSED;
    player p = {.coach = c,
                .score = score,
                .speed = input->speed,
                .spoken_cue = -1,
                .site_step = -1,
                .site = -1,
                .pain_before = pain};
    lsn_voice_init(&p.voice, cli_has(input, CLI_mute) || input->speed > 1);
    p.voice.voice = lsn_voice_of(c->language.code);
    record_begin(&p.record, c, score);
    if (c->waiting_count) return cli_refuse("the session is not started: %s", c->fault.text);
    if (pain >= 0) record_event(&p.record, score, LSN_EVENT_pain_before, -1, LSN_SIDE_none, pain, "");
    p.steady_ms = lsn_platform_steady_ms();
    p.clock_ms = lsn_platform_now_ms();
    p.run = lsn_run_start(p.clock_ms);
    if (!terminal_is_live() || !play_on_screen(&p)) play_as_lines(&p);
    finish(&p);
    return after(&p);
}

int cli_run_play(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_WRITE)) return CLI_REFUSED;
    terminal_watch_signals();
    lsn_plan plan;
    lsn_score *score = malloc(sizeof *score);
    int code = CLI_REFUSED;
    if (!score)
        code = cli_refuse("there is no memory left");
    else if (ask_screening(&c)) {
        lsn_wish wish = coach_wish(&c, input, true);
        code = coach_plan(&plan, &c, &wish);
        lsn_err err = code ? LSN_OK : lsn_score_build(score, &plan);
        if (err) code = cli_refuse("%s", lsn_err_text(err));
        if (!code) code = play(&c, input, score);
    }
    free(score);
    coach_close(&c);
    terminal_die_of_signal();
    return code;
}
