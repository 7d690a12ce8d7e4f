// The safety questions at the terminal. A `screened` event holds the answers that were asked then and the yes answers
// that stand from before, so that the newest one alone says what is known. Invariant: only an answer is an answer.
#include "host/cli/ask.h"
#include "host/cli/paint.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <string.h>

enum { SHORT_HOLDS_MIN = 120 };

typedef struct asking {
    coach *coach;
    bool asked[LSN_SCREEN_RULES_MAX], yes[LSN_SCREEN_RULES_MAX];
} asking;

/// "1 3" or "n" → marks; false when it is neither.
static bool read_numbers(const char *line, const int *shown, int count, bool *yes) {
    bool marked[LSN_SCREEN_RULES_MAX] = {0};
    if (strcmp(line, "n") == 0 || strcmp(line, "no") == 0 || strcmp(line, "none") == 0 || strcmp(line, "0") == 0)
        return true;
    const char *at = line;
    int found = 0;
    while (*at) {
        int number = 0, digits = 0;
        for (; *at >= '0' && *at <= '9' && digits < 4; at++, digits++) number = number * 10 + (*at - '0');
        if (digits && (number < 1 || number > count)) return false;
        if (digits)
            marked[shown[number - 1]] = true, found++;
        else if (*at == ' ' || *at == ',')
            at++;
        else
            return false;
    }
    for (int i = 0; i < LSN_SCREEN_RULES_MAX; i++) yes[i] = yes[i] || marked[i];
    return found > 0;
}

static bool ask_page(asking *a, const int *shown, int count) {
    const lsn_screen_rules *rules = &a->coach->rules;
    const lsn_rule *first = &rules->rules[shown[0]];
    printf("\n%s%.*s%s\n", paint.bold, (int)first->group.len, first->group.ptr, paint.off);
    for (int i = 0; i < count; i++) {
        const lsn_rule *rule = &rules->rules[shown[i]];
        char text[1024];
        snprintf(text, sizeof text, "%.*s%s%.*s%s", (int)rule->ask.len, rule->ask.ptr, rule->help.len ? " (" : "",
                 (int)rule->help.len, rule->help.len ? rule->help.ptr : "", rule->help.len ? ")" : "");
        printf("%3d  ", i + 1);
        paint_wrapped(text, 5, 5);
        a->asked[shown[i]] = true;
    }
    char line[128];
    while (ask_line(line, sizeof line, "Which are true for you? Their numbers, or n for none:")) {
        if (read_numbers(line, shown, count, a->yes)) return true;
        printf("The numbers of those that are true, as in 1 3, or n when none is.\n");
    }
    return false;
}

/// All questions, group by group, or those that are asked before each session.
static bool ask_questions(asking *a, bool full) {
    const lsn_screen_rules *rules = &a->coach->rules;
    printf("A few questions first, so that the moves suit you. A little is a yes.\n");
    for (int i = 0; i < rules->count;) {
        int shown[LSN_SCREEN_RULES_MAX], count = 0;
        lsn_str group = rules->rules[i].group;
        for (; i < rules->count && lsn_str_equal(rules->rules[i].group, group); i++)
            if (full || rules->rules[i].every_session) shown[count++] = i;
        if (count && !ask_page(a, shown, count)) {
            cli_refuse("the safety questions are not answered, so there is no session");
            return false;
        }
    }
    return true;
}

static void write_answers(lsn_json_out *out, const void *context) {
    const asking *a = context;
    lsn_json_object(out);
    for (int i = 0; i < a->coach->rules.count; i++) {
        if (!a->asked[i] && !a->yes[i]) continue;
        char id[128];
        lsn_str rule = a->coach->rules.rules[i].id;
        snprintf(id, sizeof id, "%.*s", (int)rule.len, rule.ptr);
        lsn_json_key(out, id);
        lsn_json_bool(out, a->yes[i]);
    }
    lsn_json_object_end(out);
}

static bool store_answers(asking *a) {
    char text[LSN_EVENT_TEXT_MAX];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    write_answers(&out, a);
    if (buf.overflow) return cli_refuse("the answers do not fit into one event"), false;
    lsn_verdict verdict = lsn_screen_judge(&a->coach->rules, a->yes);
    lsn_event event = {.kind = LSN_EVENT_screened, .value = verdict.level, .text = lsn_buf_view(&buf)};
    if (!coach_add(a->coach, &event)) return cli_refuse_diag(&a->coach->fault), false;
    return coach_reload(a->coach);
}

static bool ask_and_store(coach *c, bool full) {
    asking a = {.coach = c};
    // Signs that cannot wait are of the moment; everything else stands until all is asked again.
    for (int i = 0; i < c->rules.count; i++) a.yes[i] = !full && c->yes[i] && !c->rules.rules[i].every_session;
    return ask_questions(&a, full) && store_answers(&a);
}

/// Whether the answers of the last two hours still stand: no session was started since.
static bool asked_just_now(const coach *c) {
    if (!c->asked_ms || c->now_ms - c->asked_ms > SHORT_HOLDS_MIN * 60000LL || c->now_ms < c->asked_ms) return false;
    for (int i = c->log.count - 1; i >= 0; i--)
        if (c->log.events[i].kind == LSN_EVENT_session_started && c->log.events[i].at_ms > c->asked_ms) return false;
    return c->verdict.may_exercise;
}

/// A standing answer that no short questions can change.
static bool is_stopped_for_long(const coach *c) {
    bool yes[LSN_SCREEN_RULES_MAX] = {0};
    for (int i = 0; i < c->rules.count; i++) yes[i] = c->yes[i] && !c->rules.rules[i].every_session;
    return !lsn_screen_judge(&c->rules, yes).may_exercise;
}

bool ask_screening(coach *c) {
    bool full = !coach_is_screened(c);
    if (!full && is_stopped_for_long(c)) return coach_say_verdict(c, true), false;
    if (!full && asked_just_now(c)) return true;
    if (!ask_and_store(c, full)) return false;
    if (!c->verdict.may_exercise) return coach_say_verdict(c, true), false;
    printf("\n");
    coach_say_care(c);
    return true;
}

int cli_run_screen(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_WRITE)) return CLI_REFUSED;
    int code = ask_and_store(&c, true) ? CLI_SUCCESS : CLI_REFUSED;
    if (!code) {
        printf("\n");
        if (c.verdict.may_exercise)
            coach_say_care(&c);
        else
            coach_say_verdict(&c, false);
    }
    coach_close(&c);
    return code;
}
