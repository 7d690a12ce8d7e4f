// What the terminal shows of a plan, a verdict and the week.
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------- verdict

static void say(FILE *file, lsn_str text) {
    fprintf(file, "%.*s\n", (int)text.len, text.ptr);
}

/// The reasons down to a level, the gravest first; with `sources`, who says so.
static void say_reasons(FILE *file, const lsn_verdict *verdict, int level_max, bool sources) {
    for (int i = 0; i < verdict->reason_count; i++) {
        const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
        if (rule->level > level_max && !verdict->allowed[verdict->reasons[i]]) continue;
        fprintf(file, "- %.*s%s\n", (int)rule->say.len, rule->say.ptr,
                verdict->allowed[verdict->reasons[i]] ? " (A clinician allowed it.)" : "");
        if (sources) fprintf(file, "  %s%.*s%s\n", paint.dim, (int)rule->source.len, rule->source.ptr, paint.off);
    }
}

void coach_say_reasons(const lsn_verdict *verdict, bool to_stderr) {
    FILE *file = to_stderr ? stderr : stdout;
    fflush(stdout);
    say(file, lsn_screen_advice(verdict));
    say_reasons(file, verdict, verdict->may_exercise ? 4 : 2, !to_stderr);
}

void coach_say_verdict(const coach *c, bool to_stderr) {
    coach_say_reasons(&c->verdict, to_stderr);
    fprintf(to_stderr ? stderr : stdout,
            "There is no session until then. When something has changed, answer again: loosen screen\n");
}

void coach_say_care(const coach *c) {
    say(stdout, lsn_screen_advice(&c->verdict));
    say_reasons(stdout, &c->verdict, 4, false);
}

// ---------------------------------------------------------------- plan

static int widest_name(const lsn_plan *plan) {
    int widest = 0;
    for (int i = 0; i < plan->count; i++) {
        int columns = paint_columns(plan->catalogue->moves[plan->steps[i].move].name);
        if (columns > widest) widest = columns;
    }
    return widest;
}

void coach_show_plan(const coach *c, const lsn_plan *plan) {
    (void)c;
    char clock[16];
    paint_clock(clock, plan->total_s);
    printf("%s%d minutes %s%s", paint.bold, plan->wish.minutes, lsn_place_text(plan->wish.place), paint.off);
    for (int region = 0, named = 0; region < LSN_REGION_COUNT; region++)
        if (plan->wish.regions >> region & 1)
            printf("%s%s", named++ ? ", " : ", for ", lsn_region_text((lsn_region)region));
    printf("  %s(%s in all)%s\n\n", paint.dim, clock, paint.off);
    int name_columns = widest_name(plan);
    for (int i = 0; i < plan->count; i++) {
        const lsn_step *step = &plan->steps[i];
        const lsn_move *move = &plan->catalogue->moves[step->move];
        char dose[160];
        lsn_buf words = lsn_buf_make(dose, sizeof dose);
        lsn_dose of_step = lsn_step_dose(plan, step);
        lsn_dose_say(&words, move, &of_step);
        paint_clock(clock, step->seconds);
        printf("%3d  %s", i + 1, paint.bold);
        paint_padded(move->name, name_columns);
        printf("%s  %5s  %.*s", paint.off, clock, (int)words.len, words.data);
        if (step->level != LSN_LEVEL_usual) printf(" (%s)", lsn_level_name(step->level));
        printf("\n     %s", paint.dim);
        paint_wrapped(step->reason, 5, 5);
        printf("%s", paint.off);
    }
    if (plan->note[0]) {
        printf("\n");
        paint_wrapped(plan->note, 0, 0);
    }
}

// ---------------------------------------------------------------- week

static void write_progress(lsn_json_out *out, const void *context) {
    const coach *c = context;
    lsn_progress_write_json(out, &c->progress, &c->catalogue);
}

static void show_days(const coach *c) {
    static const char *const names[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; // the epoch was a Thursday
    int64_t today = (c->now_ms / 60000 + c->utc_offset_min) / (24 * 60);
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) {
        const lsn_day *day = &c->progress.days[i];
        const char *name = i == LSN_PROGRESS_DAYS - 1 ? "today" : names[(today - (LSN_PROGRESS_DAYS - 1 - i)) % 7];
        printf("  %-6s", name);
        if (!day->done) {
            printf("%s·%s\n", paint.dim, paint.off);
            continue;
        }
        int minutes = (day->seconds + 30) / 60;
        printf("%s●%s %3d min", paint.action, paint.off, minutes);
        if (day->pain_before >= 0 && day->pain_after >= 0)
            printf("   pain %d before, %d after", day->pain_before, day->pain_after);
        else if (day->pain_after >= 0)
            printf("   pain %d after", day->pain_after);
        printf("\n");
    }
}

static void show_text(const lsn_json *value) {
    if (!value || value->type != LSN_JSON_STRING || value->string.len == 0) return;
    paint_wrapped(value->string.ptr, 0, 0);
}

void coach_show_week(const coach *c) {
    printf("%sThis week%s\n", paint.bold, paint.off);
    show_days(c);
    printf("\n");
    size_t size;
    char *text = coach_json(write_progress, c, &size);
    lsn_arena scratch = coach_scratch(8 << 20);
    lsn_json *root = NULL;
    if (text && lsn_json_parse(&root, (lsn_str){text, size}, &scratch, NULL) == LSN_OK) {
        const lsn_json *sentences = lsn_json_get(root, "sentences");
        for (const lsn_json *at = sentences ? sentences->first : NULL; at; at = at->next) show_text(at);
        show_text(lsn_json_get(root, "come_back"));
    }
    coach_scratch_free(&scratch);
    free(text);
}
