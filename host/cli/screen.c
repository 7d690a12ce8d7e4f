// The safety questions at the terminal. A `screened` event holds the answers that were given then and what stands from
// before, so that the newest one alone says what is known. Invariant: only an answer is an answer.
#include "host/cli/ask.h"
#include "host/cli/paint.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ANSWERS_FILE_MAX = 64 << 10, ANSWERS_SCRATCH = 1 << 20, LINES_MAX = LSN_SCREEN_QUESTIONS_MAX };

typedef struct asking {
    coach *coach;
    bool full;
    lsn_answers answers;
    bool asked[LSN_SCREEN_QUESTIONS_MAX];
} asking;

// ---------------------------------------------------------------- answers of each kind

/// "1 3" or "n" → a mask of lines; false when it is neither.
static bool read_numbers(const char *line, int count, uint64_t *out) {
    static const char *const none[] = {"n", "no", "none", "0"};
    *out = 0;
    for (int i = 0; i < 4; i++)
        if (strcmp(line, none[i]) == 0) return true;
    const char *at = line;
    while (*at) {
        int number = 0, digits = 0;
        for (; *at >= '0' && *at <= '9' && digits < 4; at++, digits++) number = number * 10 + (*at - '0');
        if (digits && (number < 1 || number > count)) return false;
        if (digits)
            *out |= (uint64_t)1 << (number - 1);
        else if (*at == ' ' || *at == ',')
            at++;
        else
            return false;
    }
    return *out != 0;
}

static void print_line(int number, lsn_str ask, lsn_str help) {
    char text[1024];
    snprintf(text, sizeof text, "%.*s%s%.*s%s", (int)ask.len, ask.ptr, help.len ? " (" : "", (int)help.len, help.ptr,
             help.len ? ")" : "");
    printf("%3d  ", number);
    paint_wrapped(text, 5, 5);
}

/// Lines of which any may be true.
static bool ask_lines(int count, const char *prompt, uint64_t *out) {
    char line[128];
    while (ask_line(line, sizeof line, prompt)) {
        if (read_numbers(line, count, out)) return true;
        printf("The numbers of those that are true, as in 1 3, or n when none is.\n");
    }
    return false;
}

static bool ask_checklist(asking *a, const int *shown, int count) {
    const lsn_screen_rules *rules = &a->coach->rules;
    uint64_t yes;
    for (int i = 0; i < count; i++) print_line(i + 1, rules->questions[shown[i]].ask, rules->questions[shown[i]].help);
    if (!ask_lines(count, "Which are true for you? Their numbers, or n for none:", &yes)) return false;
    for (int i = 0; i < count; i++) a->answers.to[shown[i]] = (lsn_answer){.given = true, .yes = (yes >> i & 1) != 0};
    return true;
}

static bool ask_number(const lsn_question *question, lsn_answer *out) {
    char line[64], prompt[64];
    snprintf(prompt, sizeof prompt, "A number from %d to %d:", question->least, question->most);
    while (ask_line(line, sizeof line, prompt)) {
        char *end;
        long value = strtol(line, &end, 10);
        if (end == line || *end || value < question->least || value > question->most) continue;
        *out = (lsn_answer){.given = true, .number = (int)value};
        return true;
    }
    return false;
}

static bool ask_options(const lsn_question *question, lsn_answer *out) {
    bool many = question->kind == LSN_QUESTION_list;
    uint64_t ticks;
    for (int i = 0; i < question->option_count; i++) print_line(i + 1, question->options[i].text, (lsn_str){0});
    while (ask_lines(question->option_count,
                     many ? "Which fit? Their numbers, or n for none:" : "Which one? Its number:", &ticks)) {
        bool one = ticks != 0 && (ticks & (ticks - 1)) == 0;
        if (!many && !one) {
            printf("The number of one line.\n");
            continue;
        }
        *out = (lsn_answer){.given = true, .ticks = (uint32_t)ticks};
        return true;
    }
    return false;
}

// ---------------------------------------------------------------- the questions, group by group

static bool is_open(const asking *a, int i) {
    const lsn_screen_rules *rules = &a->coach->rules;
    if (a->asked[i] || (!a->full && !rules->questions[i].every_session)) return false;
    return lsn_screen_is_asked(rules, i, &a->answers);
}

/// The first open question from `from` to `end`, with all open lines of the checklist it belongs to.
static int gather(const asking *a, int from, int end, int *shown) {
    int count = 0;
    for (int i = from; i < end; i++) {
        if (!is_open(a, i)) continue;
        bool is_line = a->coach->rules.questions[i].kind == LSN_QUESTION_yes_no;
        if (count == 0 || is_line) shown[count++] = i;
        if (!is_line && count == 1) return 1;
    }
    return count;
}

static bool ask_some(asking *a, const int *shown, int count) {
    const lsn_question *first = &a->coach->rules.questions[shown[0]];
    for (int i = 0; i < count; i++) a->asked[shown[i]] = true;
    if (first->kind == LSN_QUESTION_yes_no) return ask_checklist(a, shown, count);
    printf("%.*s%s%.*s\n", (int)first->ask.len, first->ask.ptr, first->help.len ? " " : "", (int)first->help.len,
           first->help.ptr);
    lsn_answer *answer = &a->answers.to[shown[0]];
    return first->kind == LSN_QUESTION_number ? ask_number(first, answer) : ask_options(first, answer);
}

/// One group; an answer may open further questions of it.
static bool ask_group(asking *a, int from, int end) {
    int shown[LINES_MAX], count = gather(a, from, end, shown);
    lsn_str group = a->coach->rules.questions[from].group;
    if (count) printf("\n%s%.*s%s\n", paint.bold, (int)group.len, group.ptr, paint.off);
    for (; count; count = gather(a, from, end, shown)) {
        if (ask_some(a, shown, count)) continue;
        cli_refuse("the safety questions are not answered, so there is no session");
        return false;
    }
    return true;
}

static bool is_emergency(const asking *a) {
    return lsn_screen_judge_answers(&a->coach->rules, &a->answers, NULL).level == 1;
}

/// All questions, or those that are asked before each session. What cannot wait ends them.
static bool ask_questions(asking *a) {
    const lsn_screen_rules *rules = &a->coach->rules;
    printf("%s A little is a yes.\n",
           lsn_words_say(a->coach->catalogue.language,
                         lsn_due_text(a->coach->due.why ? a->coach->due.why : LSN_DUE_first)));
    for (int from = 0, end; from < rules->question_count && !is_emergency(a); from = end) {
        for (end = from; end < rules->question_count; end++)
            if (!lsn_str_equal(rules->questions[end].group, rules->questions[from].group)) break;
        if (!ask_group(a, from, end)) return false;
    }
    return true;
}

// ---------------------------------------------------------------- keeping them

static bool store(coach *c, lsn_event_kind kind, double value, const lsn_buf *text) {
    if (text->overflow) return cli_refuse("the answers do not fit into one event"), false;
    lsn_event event = {.kind = kind, .value = value, .text = lsn_buf_view(text)};
    if (!coach_add(c, &event)) return cli_refuse_diag(&c->fault), false;
    return coach_reload(c);
}

static bool ask_and_store(coach *c, bool full) {
    asking a = {.coach = c, .full = full};
    // Signs that cannot wait are of the moment; everything else stands until all is asked again.
    if (!full) a.answers = c->due.standing;
    if (!ask_questions(&a)) return false;
    lsn_verdict verdict = lsn_screen_judge_answers(&c->rules, &a.answers, c->due.allowed);
    char memory[LSN_EVENT_TEXT_MAX];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_json_out out = lsn_json_begin(&text);
    lsn_screen_write_answers(&out, &c->rules, &a.answers);
    return store(c, LSN_EVENT_screened, verdict.level, &text);
}

// ---------------------------------------------------------------- "I have talked to a clinician about this"

/// Whether a talk could open a session: nothing that stops it is beyond that.
static bool can_be_allowed(const lsn_verdict *verdict) {
    int stops = 0;
    for (int i = 0; i < verdict->reason_count; i++) {
        int index = verdict->reasons[i];
        const lsn_rule *rule = &verdict->rules->rules[index];
        if (rule->level > 2 || verdict->allowed[index]) continue;
        if (!lsn_rule_can_be_allowed(rule)) return false;
        stops++;
    }
    return stops > 0;
}

static void today_text(const coach *c, char out[16]) {
    int64_t seconds = (c->now_ms / 60000 + c->utc_offset_min) * 60;
    time_t time = (time_t)seconds;
    struct tm day;
    gmtime_r(&time, &day);
    strftime(out, 16, "%Y-%m-%d", &day);
}

static bool ask_day(const coach *c, char out[16]) {
    char line[64], prompt[96], today[16];
    today_text(c, today);
    snprintf(prompt, sizeof prompt, "On which day, as in %s? Enter for today:", today);
    while (ask_line(line, sizeof line, prompt)) {
        int64_t day;
        snprintf(out, 16, "%.15s", line[0] ? line : today);
        if (lsn_day_read(&day, lsn_str_from(out)) && strcmp(out, today) <= 0) return true;
        printf("A day up to today, as in %s.\n", today);
    }
    return false;
}

/// Which of the reasons were talked about and allowed.
static bool ask_allowed(const lsn_verdict *verdict, bool *chosen) {
    int shown[LSN_SCREEN_RULES_MAX], count = 0;
    for (int i = 0; i < verdict->reason_count; i++) {
        const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
        if (!lsn_rule_can_be_allowed(rule) || verdict->allowed[verdict->reasons[i]]) continue;
        shown[count++] = verdict->reasons[i];
        print_line(count, rule->say, (lsn_str){0});
    }
    uint64_t ticks;
    if (!ask_lines(count, "For which of these was exercise allowed? Their numbers, or n for none:", &ticks))
        return false;
    for (int i = 0; i < count; i++) chosen[shown[i]] = (ticks >> i & 1) != 0;
    return ticks != 0;
}

/// Offers to say that a clinician was asked. The answer is kept with its day; the verdict follows from the log.
static void offer_talk(coach *c) {
    char line[64], day[16], memory[LSN_EVENT_TEXT_MAX];
    bool chosen[LSN_SCREEN_RULES_MAX] = {0};
    lsn_verdict verdict = c->verdict;
    if (!can_be_allowed(&verdict)) return;
    if (!ask_line(line, sizeof line, "Have you talked to a clinician about this since? y or n:")) return;
    if (line[0] != 'y' && line[0] != 'Y') return;
    if (!ask_day(c, day) || !ask_allowed(&verdict, chosen)) return;
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_json_out out = lsn_json_begin(&text);
    lsn_screen_write_talk(&out, &verdict, lsn_str_from(day), chosen);
    if (store(c, LSN_EVENT_clinician_talked, 0, &text)) printf("\n");
}

bool ask_screening(coach *c) {
    if (c->due.ask != LSN_ASK_nothing && !ask_and_store(c, c->due.ask == LSN_ASK_all)) return false;
    bool asked = c->due.asked_ms == c->last_ms && c->last_ms != 0;
    if (!c->verdict.may_exercise && !asked && can_be_allowed(&c->verdict)) {
        coach_say_reasons(&c->verdict, false);
        offer_talk(c);
    }
    if (!c->verdict.may_exercise) return coach_say_verdict(c, true), false;
    if (asked) printf("\n");
    coach_say_care(c);
    return true;
}

// ---------------------------------------------------------------- loosen screen

typedef struct judged {
    const lsn_verdict *verdict;
    const lsn_answers *answers;
} judged;

static void write_questions(lsn_json_out *out, const void *context) {
    lsn_screen_write_questions(out, context);
}

static void write_verdict(lsn_json_out *out, const void *context) {
    const judged *j = context;
    lsn_screen_write_verdict(out, j->verdict, j->answers);
}

static int show_questions(const coach *c, bool json) {
    if (json) return coach_print_json(write_questions, &c->rules);
    lsn_str group = {0};
    for (int i = 0; i < c->rules.question_count; i++) {
        const lsn_question *question = &c->rules.questions[i];
        if (!lsn_str_equal(group, question->group))
            printf("%s%s%.*s%s\n", i ? "\n" : "", paint.bold, (int)question->group.len, question->group.ptr, paint.off);
        group = question->group;
        printf("  %-16.*s ", (int)question->id.len, question->id.ptr);
        char text[LSN_DIAG_TEXT_MAX];
        snprintf(text, sizeof text, "%.*s", (int)question->ask.len, question->ask.ptr);
        paint_wrapped(text, 19, 19);
        for (int k = 0; k < question->option_count; k++)
            printf("%21s%.*s: %.*s\n", "", (int)question->options[k].id.len, question->options[k].id.ptr,
                   (int)question->options[k].text.len, question->options[k].text.ptr);
    }
    return CLI_SUCCESS;
}

static int judge_file(const coach *c, const char *path, bool json) {
    char *bytes;
    size_t size;
    lsn_diag diag = {0};
    lsn_answers answers;
    if (lsn_platform_read_file(&bytes, &size, path, ANSWERS_FILE_MAX, &diag)) return cli_refuse_diag(&diag);
    lsn_arena scratch = coach_scratch(ANSWERS_SCRATCH);
    lsn_err err = lsn_screen_answers(&answers, &c->rules, (lsn_str){bytes, size}, scratch, &diag);
    coach_scratch_free(&scratch);
    free(bytes);
    if (err) {
        fprintf(stderr, "%s:%d:%d: %s\n", strcmp(path, "-") == 0 ? "answers" : path, diag.line > 0 ? diag.line : 1,
                diag.column > 0 ? diag.column : 1, diag.text[0] ? diag.text : lsn_err_text(err));
        return CLI_REFUSED;
    }
    lsn_verdict verdict = lsn_screen_judge_answers(&c->rules, &answers, NULL);
    if (json) return coach_print_json(write_verdict, &(judged){&verdict, &answers});
    coach_say_reasons(&verdict, false);
    return CLI_SUCCESS;
}

int cli_run_screen(const cli_input *input) {
    coach c;
    bool only_data = cli_has(input, CLI_questions) || input->answers, json = cli_has(input, CLI_json);
    if (json && !only_data) return cli_refuse("--json goes with --questions or --answers FILE"), CLI_USAGE;
    if (!coach_open(&c, input, only_data ? COACH_MOVES : COACH_WRITE)) return CLI_REFUSED;
    int code = CLI_SUCCESS;
    if (cli_has(input, CLI_questions))
        code = show_questions(&c, json);
    else if (input->answers)
        code = judge_file(&c, input->answers, json);
    else
        code = ask_and_store(&c, true) ? CLI_SUCCESS : CLI_REFUSED;
    if (!code && !only_data) {
        printf("\n");
        if (!c.verdict.may_exercise) coach_say_reasons(&c.verdict, false);
        if (!c.verdict.may_exercise) offer_talk(&c);
        if (c.verdict.may_exercise)
            coach_say_care(&c);
        else
            printf("There is no session until then. When something has changed, answer again: loosen screen\n");
    }
    coach_close(&c);
    return code;
}
