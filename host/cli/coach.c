// Opens catalogue, rules and log, and derives what is known of the person. Invariant: everything here follows from the
// built-in data and the log.
#include "host/cli/coach.h"
#include "host/cli/routine.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DATA_MEMORY = 32 << 20, LOG_LINE_ROOM = LSN_EVENT_TEXT_MAX + LSN_EVENT_MOVE_MAX + 64, SCRATCH = 8 << 20 };

lsn_arena coach_scratch(size_t size) {
    void *memory = malloc(size);
    return lsn_arena_make(memory, memory ? size : 0);
}

void coach_scratch_free(lsn_arena *scratch) {
    free(scratch->base);
    *scratch = (lsn_arena){0};
}

void coach_update_now(coach *c) {
    c->now_ms = lsn_platform_now_ms();
    c->utc_offset_min = lsn_platform_utc_offset_min(c->now_ms);
}

static bool translate(coach *c, const cli_input *input, lsn_arena *arena) {
    if (!cli_read_language(&c->language, input, arena)) return false;
    if (!c->language.code[0]) return true;
    lsn_catalogue_translate(&c->catalogue, &c->language.words);
    lsn_screen_translate(&c->rules, &c->language.words);
    lsn_adapt_translate(&c->adapt, &c->language.words);
    return true;
}

static bool open_data(coach *c, const cli_input *input) {
    c->memory = malloc(DATA_MEMORY);
    lsn_arena arena = lsn_arena_make(c->memory, c->memory ? DATA_MEMORY : 0);
    lsn_diag diag = {0};
    int failed = 0;
    if (lsn_catalogue_build(&c->catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag)) {
        lsn_str name = failed < lsn_builtin_move_count ? lsn_builtin_moves[failed].name : LSN_STR("moves");
        cli_refuse("%.*s:%d:%d: %s", (int)name.len, name.ptr, diag.line, diag.column, diag.text);
        return false;
    }
    if (lsn_screen_rules_parse(&c->rules, lsn_screen_builtin_rules.text, &arena, &diag)) {
        cli_refuse("screen.json:%d:%d: %s", diag.line, diag.column, diag.text);
        return false;
    }
    if (lsn_adapt_parse(&c->adapt, lsn_adapt_builtin.text, &arena, &diag)) {
        cli_refuse("adapt.json:%d:%d: %s", diag.line, diag.column, diag.text);
        return false;
    }
    return translate(c, input, &arena);
}

// ---------------------------------------------------------------- the log

typedef struct reading {
    coach *coach;
    lsn_arena arena;
    unsigned char *parse;
    lsn_err err;
} reading;

static bool read_line(void *context, const lsn_store_line *line) {
    reading *r = context;
    lsn_event event;
    bool added;
    if (r->arena.capacity - r->arena.used < LOG_LINE_ROOM) r->err = LSN_ERR_NO_MEMORY;
    if (r->err) return false;
    lsn_arena parse = lsn_arena_make(r->parse, 1 << 20);
    if (lsn_event_read(&event, line->line, &parse, NULL)) {
        r->coach->unread++;
        return true;
    }
    event.move = lsn_str_copy(&r->arena, event.move);
    event.text = lsn_str_copy(&r->arena, event.text);
    event.side = event.side.len ? lsn_str_copy(&r->arena, event.side) : event.side;
    event.level = event.level.len ? lsn_str_copy(&r->arena, event.level) : event.level;
    r->err = lsn_journal_add(&r->coach->log, &event, &added);
    return !r->err;
}

static bool measure_line(void *context, const lsn_store_line *line) {
    *(size_t *)context += line->line.len + 64;
    return true;
}

static bool read_log(coach *c) {
    int64_t count = 0;
    size_t bytes = 1 << 16;
    lsn_diag diag = {0};
    lsn_err err = c->store ? lsn_store_count(c->store, &count, &diag) : LSN_OK;
    if (!err && c->store) err = lsn_store_each(c->store, measure_line, &bytes, &diag);
    if (err) return cli_refuse_diag(&diag), false;
    // Another program may append meanwhile.
    int capacity = (int)(count < 10000000 ? count : 10000000) + 1000;
    free(c->log_memory);
    size_t events = (size_t)capacity * sizeof(lsn_event);
    bytes += 1000 * LOG_LINE_ROOM;
    c->log_memory = malloc(events + bytes);
    reading r = {.coach = c, .parse = malloc(1 << 20)};
    if (!c->log_memory || !r.parse) r.err = LSN_ERR_NO_MEMORY;
    c->unread = 0;
    if (!r.err) {
        c->log = lsn_journal_make(c->log_memory, capacity);
        r.arena = lsn_arena_make((unsigned char *)c->log_memory + events, bytes);
        if (c->store) err = lsn_store_each(c->store, read_line, &r, &diag);
    }
    free(r.parse);
    if (err)
        cli_refuse_diag(&diag);
    else if (r.err)
        cli_refuse("the log does not fit into memory");
    return !err && !r.err;
}

// ---------------------------------------------------------------- what follows from the log

static void read_screening(coach *c) {
    lsn_arena scratch = coach_scratch(SCRATCH);
    lsn_screen_due_at(&c->due, &c->rules, &c->log, c->now_ms, c->progress.screen_again, scratch);
    c->verdict = c->due.verdict;
    coach_scratch_free(&scratch);
}

bool coach_is_screened(const coach *c) {
    return c->due.ask != LSN_ASK_all;
}

bool coach_reload(coach *c) {
    if (!read_log(c)) return false;
    coach_update_now(c);
    read_screening(c);
    lsn_progress_build_by(&c->progress, &c->adapt, &c->log, &c->catalogue, c->now_ms, c->utc_offset_min);
    return true;
}

static bool read_body(coach *c, const cli_input *input) {
    if (!cli_read_body(&c->body, input)) return false;
    lsn_arena scratch = coach_scratch(SCRATCH);
    lsn_err err = lsn_able_build(&c->able, &c->catalogue, &c->body, scratch);
    coach_scratch_free(&scratch);
    if (err) cli_refuse("%s", lsn_err_text(err));
    return !err;
}

bool coach_open(coach *out, const cli_input *input, coach_need need) {
    *out = (coach){0};
    coach_update_now(out);
    out->routine = input->routine;
    if (!open_data(out, input)) return coach_close(out), false;
    if (need == COACH_MOVES) return true;
    if (!read_body(out, input)) return coach_close(out), false;
    char folder[LSN_PATH_MAX];
    lsn_diag diag = {0};
    lsn_err err = lsn_platform_data_folder(folder, input->data, need == COACH_WRITE, &diag);
    bool absent = err == LSN_ERR_NOT_FOUND || (!err && need == COACH_READ && !lsn_store_exists(folder));
    if (!absent && !err) err = lsn_store_open(&out->store, folder, &diag);
    if (err && !absent) cli_refuse_diag(&diag);
    if ((err && !absent) || !coach_reload(out)) return coach_close(out), false;
    if (out->unread)
        fprintf(stderr, "loosen: %d line%s of your log cannot be read by this version and %s left as %s.\n",
                out->unread, out->unread == 1 ? "" : "s", out->unread == 1 ? "is" : "are",
                out->unread == 1 ? "it is" : "they are");
    return true;
}

void coach_close(coach *c) {
    for (int i = 0; i < c->waiting_count; i++) free((void *)(uintptr_t)c->waiting[i].line.ptr);
    lsn_store_close(c->store);
    free(c->memory);
    free(c->log_memory);
    *c = (coach){0};
}

static bool keep_line(coach *c, const lsn_event *event) {
    char *text = malloc(LSN_EVENT_LINE_MAX);
    if (!text || c->waiting_count == COACH_WAITING_MAX) {
        free(text);
        return false;
    }
    lsn_buf buf = lsn_buf_make(text, LSN_EVENT_LINE_MAX);
    lsn_event_write(&buf, event);
    c->waiting[c->waiting_count++] =
        (lsn_store_line){.id = event->id, .at_ms = event->at_ms, .line = lsn_buf_view(&buf)};
    return true;
}

bool coach_flush(coach *c) {
    int added;
    c->fault = (lsn_diag){0};
    if (c->waiting_count == 0) return true;
    if (lsn_store_add(c->store, c->waiting, c->waiting_count, &added, &c->fault)) return false;
    for (int i = 0; i < c->waiting_count; i++) free((void *)(uintptr_t)c->waiting[i].line.ptr);
    c->waiting_count = 0;
    return true;
}

bool coach_add(coach *c, lsn_event *event) {
    unsigned char random[10];
    if (!lsn_platform_random(random, sizeof random)) {
        lsn_diag_set(&c->fault, LSN_ERR_IO, 0, 0, "the system has no random numbers to give");
        return false;
    }
    // Never two in one millisecond: ids sort by time, and so does the log.
    event->at_ms = lsn_platform_now_ms();
    if (event->at_ms <= c->last_ms) event->at_ms = c->last_ms + 1;
    c->last_ms = event->at_ms;
    event->id = lsn_uuid_make(event->at_ms, random);
    if (event->kind == LSN_EVENT_session_started) event->session = event->id;
    if (!keep_line(c, event)) {
        lsn_diag_set(&c->fault, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
        return false;
    }
    return coach_flush(c);
}

// ---------------------------------------------------------------- wish and plan

static void remember_last_wish(lsn_wish *wish, const coach *c) {
    lsn_arena scratch = coach_scratch(SCRATCH);
    for (int i = c->log.count - 1; i >= 0; i--) {
        if (c->log.events[i].kind != LSN_EVENT_session_started) continue;
        lsn_wish last = lsn_wish_default();
        if (lsn_wish_read(&last, c->log.events[i].text, scratch, NULL) == LSN_OK) {
            wish->minutes = last.minutes;
            wish->place = last.place;
            wish->regions = last.regions;
            memcpy(wish->stiff, last.stiff, sizeof wish->stiff);
            wish->without_tags = last.without_tags;
            wish->without_props = last.without_props;
        }
        break;
    }
    coach_scratch_free(&scratch);
}

lsn_wish coach_wish(const coach *c, const cli_input *input, bool remembered) {
    lsn_wish wish = lsn_wish_default();
    // One plan a day: the same until midnight, another one tomorrow.
    wish.seed = (uint64_t)((c->now_ms / 60000 + c->utc_offset_min) / (24 * 60));
    if (remembered) remember_last_wish(&wish, c);
    if (input->occasion) lsn_occasion_wish(&wish, input->occasion);
    if (cli_has(input, CLI_minutes)) wish.minutes = input->minutes;
    if (cli_has(input, CLI_place)) wish.place = input->place;
    if (cli_has(input, CLI_for)) {
        wish.regions = input->regions;
        memcpy(wish.stiff, input->stiff, sizeof wish.stiff);
    }
    if (cli_has(input, CLI_without)) wish.without_tags = input->without_tags;
    if (cli_has(input, CLI_seed)) wish.seed = input->seed;
    wish.able = lsn_able_at(&c->able, wish.place);
    wish.verdict = &c->verdict;
    wish.progress = &c->progress;
    return wish;
}

int coach_plan(lsn_plan *out, const coach *c, const lsn_wish *wish) {
    if (!c->verdict.may_exercise) {
        coach_say_verdict(c, true);
        return CLI_REFUSED;
    }
    if (c->routine) return cli_routine_plan(out, c, c->routine, wish);
    lsn_arena scratch = coach_scratch(COACH_PLAN_BYTES);
    lsn_err err = lsn_plan_build(out, &c->catalogue, wish, scratch);
    coach_scratch_free(&scratch);
    if (err == LSN_ERR_OUT_OF_RANGE)
        return cli_refuse("--minutes is from %d to %d", LSN_PLAN_MINUTES_MIN, LSN_PLAN_MINUTES_MAX);
    if (err == LSN_ERR_TOO_SHORT)
        return cli_refuse("no move fits: give more minutes, another place, or fewer regions and tags");
    if (err == LSN_ERR_NOT_ALLOWED) return coach_say_verdict(c, true), CLI_REFUSED;
    return err ? cli_refuse("%s", lsn_err_text(err)) : CLI_SUCCESS;
}

// ---------------------------------------------------------------- JSON

char *coach_json(coach_json_writer *write, const void *context, size_t *size) {
    for (size_t capacity = 1 << 16; capacity <= (size_t)1 << 30; capacity *= 4) {
        char *memory = malloc(capacity);
        if (!memory) return NULL;
        lsn_buf buf = lsn_buf_make(memory, capacity);
        lsn_json_out out = lsn_json_begin(&buf);
        write(&out, context);
        if (!buf.overflow) {
            *size = buf.len;
            return memory;
        }
        free(memory);
    }
    return NULL;
}

int coach_print_json(coach_json_writer *write, const void *context) {
    size_t size;
    char *text = coach_json(write, context, &size);
    if (!text) return cli_refuse("the result does not fit into memory");
    fwrite(text, 1, size, stdout);
    putchar('\n');
    free(text);
    return CLI_SUCCESS;
}
