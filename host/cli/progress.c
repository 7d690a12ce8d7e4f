// loosen progress, loosen measure: how it goes, and the questions that tell. Invariant: everything shown is the core's;
// a question that is left out writes nothing.
#include "host/cli/ask.h"
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BAR_COLUMNS = 20, PARSE_BYTES = 8 << 20, ANSWER_BYTES = 2048, WHY_BYTES = 512 };

// ---------------------------------------------------------------- progress

static void write_detail(lsn_json_out *out, const void *context) {
    const coach *c = context;
    lsn_progress_write_detail(out, &c->progress, &c->adapt, &c->catalogue);
}

/// `share` of a bar, whole blocks.
static void show_bar(double share) {
    int filled = (int)(share * BAR_COLUMNS + 0.5);
    printf("%s", paint.action);
    for (int i = 0; i < BAR_COLUMNS; i++) {
        if (i == filled) printf("%s%s", paint.off, paint.dim);
        printf("%s", i < filled ? "█" : "·");
    }
    printf("%s", paint.off);
}

static double number_of(const lsn_json *object, const char *key) {
    const lsn_json *value = lsn_json_get(object, key);
    return value && value->type == LSN_JSON_NUMBER ? value->number : 0;
}

static const char *text_of(const lsn_json *object, const char *key) {
    const lsn_json *value = lsn_json_get(object, key);
    return value && value->type == LSN_JSON_STRING ? value->string.ptr : "";
}

static void show_weeks(const lsn_json *root) {
    double most = 1;
    bool begun = false;
    const lsn_json *weeks = lsn_json_get(root, "weeks");
    for (const lsn_json *at = weeks->first; at; at = at->next) {
        if (number_of(at, "seconds") > most) most = number_of(at, "seconds");
    }
    printf("%sWeeks%s%28s%s  minutes  days  pain%s\n", paint.bold, paint.off, "", paint.dim, paint.off);
    for (const lsn_json *at = weeks->first; at; at = at->next) {
        begun = begun || number_of(at, "sessions") > 0 || !at->next;
        if (!begun) continue;
        const lsn_json *pain = lsn_json_get(at, "pain");
        printf("  to %-10s ", text_of(at, "to"));
        show_bar(number_of(at, "seconds") / most);
        printf(" %7d %5d", (int)(number_of(at, "seconds") + 30) / 60, (int)number_of(at, "days_done"));
        if (pain->type == LSN_JSON_NUMBER) printf("  %4.1f", pain->number);
        printf("\n");
    }
}

static void show_regions(const coach *c, const lsn_json *root) {
    const lsn_json *week = lsn_json_get(root, "weeks")->first;
    while (week->next) week = week->next;
    double target_s = number_of(root, "target_s");
    char of[16];
    paint_clock(of, (int)target_s);
    printf("\n%sThis week, each region%s%s (the aim is %s)%s\n", paint.bold, paint.off, paint.dim, of, paint.off);
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        double seconds = c->progress.region_week_s[r];
        char clock[16];
        paint_clock(clock, (int)seconds);
        printf("  %-13s ", lsn_region_text((lsn_region)r));
        show_bar(target_s > 0 && seconds < target_s ? seconds / target_s : 1);
        printf(" %7s\n", clock);
    }
}

static void show_measures(const lsn_json *root) {
    bool any = false;
    for (const lsn_json *at = lsn_json_get(root, "measures")->first; at; at = at->next) {
        const char *said = text_of(at, "said"), *next = text_of(at, "due_day");
        const lsn_json *due = lsn_json_get(at, "due");
        if (!said[0] && !(due && due->boolean)) continue;
        if (!any) printf("\n%sMeasures%s\n", paint.bold, paint.off);
        any = true;
        char line[600];
        if (due && due->boolean)
            snprintf(line, sizeof line, "%s%s Due: loosen measure %s", said[0] ? said : text_of(at, "name"),
                     said[0] ? "" : ":", text_of(at, "id"));
        else
            snprintf(line, sizeof line, "%s%s%s", said, next[0] ? " Next on " : "", next);
        printf("  ");
        paint_wrapped(line, 2, 2);
    }
}

static void show_progress(const coach *c) {
    size_t size;
    char *text = coach_json(write_detail, c, &size);
    lsn_arena scratch = coach_scratch(PARSE_BYTES);
    lsn_json *root = NULL;
    if (c->progress.sessions == 0) {
        printf("Nothing yet. Begin when you like, with: loosen play\n");
    } else if (text && lsn_json_parse(&root, (lsn_str){text, size}, &scratch, NULL) == LSN_OK) {
        show_weeks(root);
        show_regions(c, root);
        printf("\n");
        for (const lsn_json *at = lsn_json_get(root, "sentences")->first; at; at = at->next) {
            paint_wrapped(at->string.ptr, 0, 0);
        }
        show_measures(root);
    }
    coach_scratch_free(&scratch);
    free(text);
}

int cli_run_progress(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    int code = CLI_SUCCESS;
    if (cli_has(input, CLI_json))
        code = coach_print_json(write_detail, &c);
    else
        show_progress(&c);
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- measure

static void write_measures(lsn_json_out *out, const void *context) {
    const coach *c = context;
    lsn_measures_write_json(out, &c->progress, &c->adapt);
}

typedef struct answers {
    double items[LSN_MEASURE_ITEMS_MAX];
    char names[LSN_MEASURE_ITEMS_MAX][LSN_MEASURE_NAME_MAX + 1];
    int count;
} answers;

/// A number within the measure, or a tick; false when it was left out.
static bool ask_item(double *out, const lsn_measure *m, const char *name) {
    char line[64], prompt[200];
    if (m->counts)
        snprintf(prompt, sizeof prompt, "  %s: y or n?", name);
    else
        snprintf(prompt, sizeof prompt, "  %s, %d to %d%s%.*s?", name, (int)m->low, (int)m->high,
                 m->unit.len ? " " : "", (int)m->unit.len, m->unit.len ? m->unit.ptr : "");
    while (ask_line(line, sizeof line, prompt)) {
        char *end;
        if (!line[0]) return false;
        if (m->counts && (strcmp(line, "y") == 0 || strcmp(line, "n") == 0)) return *out = line[0] == 'y', true;
        *out = strtod(line, &end);
        if (!m->counts && end != line && !*end && *out >= m->low && *out <= m->high) return true;
        printf("  A number from %d, %.*s, to %d, %.*s. Enter leaves it out.\n", (int)m->low, (int)m->low_words.len,
               m->low_words.ptr, (int)m->high, (int)m->high_words.len, m->high_words.ptr);
    }
    return false;
}

/// The names of own activities: those of last time, else asked for.
static bool ask_names(answers *a, const coach *c, lsn_measure_id id) {
    lsn_arena scratch = coach_scratch(PARSE_BYTES);
    lsn_json *root = NULL;
    lsn_str last = c->progress.measures[id].text;
    if (last.len > 0 && lsn_json_parse(&root, last, &scratch, NULL) == LSN_OK) {
        const lsn_json *names = lsn_json_get(root, "names");
        for (const lsn_json *at = names ? names->first : NULL; at && a->count < 3; at = at->next) {
            snprintf(a->names[a->count++], sizeof *a->names, "%.*s", (int)at->string.len, at->string.ptr);
        }
    }
    coach_scratch_free(&scratch);
    if (a->count > 0) return true;
    printf("Name up to three things that your back makes hard, as in: tying my shoes.\n");
    while (a->count < c->adapt.measures[id].item_count) {
        char prompt[32];
        snprintf(prompt, sizeof prompt, "  Activity %d:", a->count + 1);
        if (!ask_line(a->names[a->count], sizeof *a->names, prompt) || !a->names[a->count][0]) break;
        if (!lsn_utf8_valid(lsn_str_from(a->names[a->count]))) {
            printf("  This is not valid UTF-8.\n");
            continue;
        }
        a->count++;
    }
    return a->count > 0;
}

/// How a test of range is done, and when to stop.
static void show_test(const lsn_range_test *test) {
    for (int i = 0; i < test->step_count; i++) {
        printf("%d. ", i + 1);
        paint_wrapped(test->steps[i].ptr, 3, 3);
    }
    paint_wrapped(lsn_measure_test_when(NULL), 0, 0);
    paint_wrapped(lsn_measure_test_stop(NULL), 0, 0);
}

/// Says why a test of range is not to be done now; false when it may be.
static bool is_left_out(const coach *c, lsn_measure_id id, char *why, size_t size) {
    const lsn_measure *m = &c->adapt.measures[id];
    if (!m->test) return false;
    lsn_str left_out = lsn_test_left_out(m, coach_is_screened(c) ? &c->verdict : NULL, &c->progress, NULL);
    snprintf(why, size, "%.*s", (int)left_out.len, left_out.ptr);
    if (why[0] || !c->body.options.cannot) return why[0] != 0;
    lsn_arena scratch = coach_scratch(PARSE_BYTES);
    lsn_motion *motion = LSN_NEW(&scratch, lsn_motion, 1);
    lsn_hindrance hindrance;
    lsn_side side = m->test->figure.two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = motion ? lsn_motion_build(motion, &m->test->figure, side, LSN_LEVEL_usual, &c->body, scratch, NULL)
                         : LSN_ERR_NO_MEMORY;
    // On a firm bed nobody gets down to the floor.
    if ((!err || err == LSN_ERR_NOT_SOLVED) && lsn_motion_cannot(&hindrance, motion, 1u << LSN_CANNOT_get_to_floor)) {
        lsn_buf text = lsn_buf_make(why, size);
        lsn_buf_format(&text, "%S ", m->name);
        lsn_hindrance_say(&text, NULL, &hindrance);
        lsn_buf_char(&text, '.');
        (void)lsn_buf_cstr(&text);
    }
    coach_scratch_free(&scratch);
    return why[0] != 0;
}

static bool ask_answers(answers *a, const coach *c, lsn_measure_id id) {
    const lsn_measure *m = &c->adapt.measures[id];
    printf("\n%s%.*s%s\n", paint.bold, (int)m->name.len, m->name.ptr, paint.off);
    char text[200];
    snprintf(text, sizeof text, "%.*s", (int)m->ask.len, m->ask.ptr);
    paint_wrapped(text, 0, 0);
    if (m->test) show_test(m->test);
    printf("%s%d is %.*s, %d %.*s. Enter leaves it out.%s\n", paint.dim, (int)m->low, (int)m->low_words.len,
           m->low_words.ptr, (int)m->high, (int)m->high_words.len, m->high_words.ptr, paint.off);
    if (m->names && !ask_names(a, c, id)) return false;
    if (!m->names) a->count = m->item_count;
    for (int i = 0; i < a->count; i++) {
        if (!m->names) snprintf(a->names[i], sizeof a->names[i], "%.*s", (int)m->items[i].len, m->items[i].ptr);
        if (!ask_item(&a->items[i], m, a->names[i])) return false;
    }
    return true;
}

static bool store(coach *c, lsn_measure_id id, const answers *a) {
    char json[ANSWER_BYTES], text[LSN_EVENT_TEXT_MAX];
    lsn_buf buf = lsn_buf_make(json, sizeof json), said = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_json_object(&out);
    lsn_json_put_text(&out, "measure", lsn_measure_name(id));
    lsn_json_key(&out, "items");
    lsn_json_array(&out);
    for (int i = 0; i < a->count; i++) lsn_json_fixed(&out, a->items[i], 1);
    lsn_json_array_end(&out);
    if (c->adapt.measures[id].names) {
        lsn_json_key(&out, "names");
        lsn_json_array(&out);
        for (int i = 0; i < a->count; i++) lsn_json_text(&out, a->names[i]);
        lsn_json_array_end(&out);
    }
    lsn_json_object_end(&out);
    lsn_diag diag = {0};
    lsn_event event = {.kind = LSN_EVENT_measured};
    lsn_arena scratch = coach_scratch(PARSE_BYTES);
    lsn_err err = lsn_measure_read(&event.value, &said, &c->adapt, lsn_buf_view(&buf), scratch, &diag);
    coach_scratch_free(&scratch);
    if (err) return cli_refuse_diag(&diag), false;
    event.text = lsn_buf_view(&said);
    if (!coach_add(c, &event)) return cli_refuse_diag(&c->fault), false;
    return coach_reload(c);
}

static bool measure_one(coach *c, lsn_measure_id id) {
    answers a = {0};
    if (!ask_answers(&a, c, id)) {
        printf("Left out.\n");
        return true;
    }
    if (!store(c, id, &a)) return false;
    char text[400];
    lsn_buf said = lsn_buf_make(text, sizeof text);
    lsn_measure_say(&said, &c->progress, &c->adapt, id);
    paint_wrapped(lsn_buf_cstr(&said), 0, 0);
    return true;
}

static int measure_due(coach *c) {
    bool due[LSN_MEASURE_COUNT];
    int asked = 0;
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) due[i] = c->progress.measures[i].due;
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        char why[WHY_BYTES];
        if (!due[i] || is_left_out(c, (lsn_measure_id)i, why, sizeof why)) continue;
        asked++;
        if (!measure_one(c, (lsn_measure_id)i)) return CLI_REFUSED;
    }
    if (asked == 0) printf("Nothing is due. To measure anyway: loosen measure peg (see loosen measure --help)\n");
    return CLI_SUCCESS;
}

static int measure_named(coach *c, const char *name) {
    lsn_measure_id id = lsn_measure_find(lsn_str_from(name));
    if (id == LSN_MEASURE_COUNT || !c->adapt.measures[id].shipped) {
        return cli_refuse("there is no measure \"%s\"; see loosen measure --help", name);
    }
    char why[WHY_BYTES];
    if (is_left_out(c, id, why, sizeof why)) return cli_refuse("%s", why);
    return measure_one(c, id) ? CLI_SUCCESS : CLI_REFUSED;
}

int cli_run_measure(const cli_input *input) {
    coach c;
    bool json = cli_has(input, CLI_json);
    if (!coach_open(&c, input, json ? COACH_READ : COACH_WRITE)) return CLI_REFUSED;
    int code = json               ? coach_print_json(write_measures, &c)
               : input->arg_count ? measure_named(&c, input->args[0])
                                  : measure_due(&c);
    coach_close(&c);
    return code;
}
