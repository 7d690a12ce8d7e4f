// loosen log, export, import, erase: what was done, out, in and gone.
#include "host/cli/coach.h"
#include "host/cli/paint.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// Opens the log alone; `create` makes one. *out NULL: there is none.
static int open_store(lsn_store **out, const cli_input *input, bool create) {
    char folder[LSN_PATH_MAX];
    lsn_diag diag = {0};
    *out = NULL;
    lsn_err err = lsn_platform_data_folder(folder, input->data, create, &diag);
    if (err == LSN_ERR_NOT_FOUND || (!err && !create && !lsn_store_exists(folder))) return CLI_SUCCESS;
    if (!err) err = lsn_store_open(out, folder, &diag);
    return err ? cli_refuse_diag(&diag) : CLI_SUCCESS;
}

// ---------------------------------------------------------------- log

static void write_events(lsn_json_out *out, const void *context) {
    const lsn_journal *log = context;
    lsn_json_array(out);
    for (int i = 0; i < log->count; i++) {
        char line[LSN_EVENT_LINE_MAX];
        lsn_buf buf = lsn_buf_make(line, sizeof line);
        lsn_event_write(&buf, &log->events[i]);
        lsn_json_raw(out, lsn_buf_view(&buf));
    }
    lsn_json_array_end(out);
}

/// The id of the measure is the first name in the text.
static void say_measured(const lsn_event *event) {
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        char quoted[64];
        snprintf(quoted, sizeof quoted, "\"%s\"", lsn_measure_name((lsn_measure_id)i));
        if (memmem(event->text.ptr, event->text.len, quoted, strlen(quoted))) {
            printf("measured %s: %.1f", lsn_measure_name((lsn_measure_id)i), event->value);
            return;
        }
    }
    printf("measured %.1f", event->value);
}

static void say_map(const lsn_event *event) {
    lsn_pain_map map = lsn_pain_map_of(event->text);
    int count = 0;
    printf("where it hurts:");
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (!map.at[area]) continue;
        printf("%s ", count++ ? "," : "");
        for (const char *at = lsn_area_name((lsn_area)area); *at; at++) putchar(*at == '-' ? ' ' : *at);
        if (map.at[area] == LSN_STRENGTH_much) printf(" (a lot)");
    }
    if (count == 0) printf(" nowhere");
}

static const char *const felt[] = {"worse", "the same", "better"};

/// What is said of a move.
static void say_move(const lsn_event *event, const lsn_str *name) {
    static const char *const preferred[] = {"never again", "neither liked nor not", "a favourite"};
    static const char *const sites[] = {"the back", "the buttock", "the thigh", "the calf", "the foot"};
    const char *side = event->side.len && !lsn_str_equal(event->side, LSN_STR("none")) ? ", " : "";
#define MOVE (int)name->len, name->ptr, side, *side ? (int)event->side.len : 0, event->side.len ? event->side.ptr : ""
    switch (event->kind) {
    case LSN_EVENT_step_done:
        printf("did %.*s%s%.*s, %d s", MOVE, (int)event->value);
        break;
    case LSN_EVENT_step_eased:
        printf("%.*s%s%.*s was too much, a lighter dose followed", MOVE);
        break;
    case LSN_EVENT_step_left:
        printf(lsn_str_equal(event->text, LSN_STR("too-much")) ? "left out %.*s%s%.*s: too much"
                                                               : "left out %.*s%s%.*s",
               MOVE);
        break;
    case LSN_EVENT_move_felt:
        printf("%.*s%s%.*s felt %s", MOVE, felt[(int)event->value + 1]);
        break;
    case LSN_EVENT_leg_site:
        printf("after %.*s%s%.*s, furthest down: %s", MOVE, sites[(int)event->value]);
        break;
    case LSN_EVENT_move_preferred:
        printf("%s: %.*s%s%.*s", preferred[(int)event->value + 1], MOVE);
        break;
    case LSN_EVENT_move_enabled:
        printf("asked for %.*s%s%.*s again", MOVE);
        break;
    default:
        break;
    }
#undef MOVE
}

static void say_kind(const lsn_event *event, const lsn_str *name) {
    char clock[16];
    paint_clock(clock, (int)event->value);
    switch (event->kind) {
    case LSN_EVENT_screened:
        printf("answered the safety questions: level %d", (int)event->value);
        break;
    case LSN_EVENT_session_started:
        printf("%sstarted a session%s of %s", paint.bold, paint.off, clock);
        break;
    case LSN_EVENT_pain_before:
        printf("pain before: %d", (int)event->value);
        break;
    case LSN_EVENT_paused:
        printf("paused at %s", clock);
        break;
    case LSN_EVENT_resumed:
        printf("went on at %s", clock);
        break;
    case LSN_EVENT_stopped:
        printf("stopped at %s", clock);
        break;
    case LSN_EVENT_pain_after:
        printf("pain after: %d", (int)event->value);
        break;
    case LSN_EVENT_note:
        printf("note: %.*s", (int)event->text.len, event->text.len ? event->text.ptr : "");
        break;
    case LSN_EVENT_session_finished:
        printf("finished after %s", clock);
        break;
    case LSN_EVENT_next_morning:
        printf("pain the next morning: %d", (int)event->value);
        break;
    case LSN_EVENT_measured:
        say_measured(event);
        break;
    case LSN_EVENT_direction_tested:
        printf("tried a direction: %s", felt[(int)event->value + 1]);
        break;
    case LSN_EVENT_clinician_talked:
        printf("talked to a clinician");
        break;
    case LSN_EVENT_flare:
        printf(event->value > 0 ? "a flare-up begins" : "the flare-up is over");
        break;
    case LSN_EVENT_pain_map:
        say_map(event);
        break;
    case LSN_EVENT_step_done:
    case LSN_EVENT_step_eased:
    case LSN_EVENT_step_left:
    case LSN_EVENT_move_felt:
    case LSN_EVENT_leg_site:
    case LSN_EVENT_move_preferred:
    case LSN_EVENT_move_enabled:
        say_move(event, name);
        break;
    case LSN_EVENT_COUNT:
        break;
    }
}

static void show_events(const coach *c) {
    char last_day[32] = "";
    for (int i = 0; i < c->log.count; i++) {
        const lsn_event *event = &c->log.events[i];
        time_t seconds = (time_t)(event->at_ms / 1000);
        struct tm local = {0};
        localtime_r(&seconds, &local);
        char day[32], moment[16];
        strftime(day, sizeof day, "%Y-%m-%d", &local);
        strftime(moment, sizeof moment, "%H:%M:%S", &local);
        if (strcmp(day, last_day) != 0) printf("%s%s%s%s\n", i ? "\n" : "", paint.bold, day, paint.off);
        strcpy(last_day, day);
        int index = lsn_catalogue_find(&c->catalogue, event->move);
        lsn_str name = index >= 0 ? c->catalogue.moves[index].name : event->move;
        if (!name.ptr) name = LSN_STR("");
        printf("  %s%s%s  ", paint.dim, moment, paint.off);
        say_kind(event, &name);
        printf("\n");
    }
    if (c->log.count == 0) printf("Nothing yet. Start with: loosen play\n");
}

int cli_run_log(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    int code = CLI_SUCCESS;
    if (cli_has(input, CLI_json))
        code = coach_print_json(write_events, &c.log);
    else
        show_events(&c);
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- export

static bool export_line(void *context, const lsn_store_line *line) {
    (void)context;
    fwrite(line->line.ptr, 1, line->line.len, stdout);
    return putchar('\n') != EOF;
}

/// The lines of documents, after a first line that says so; a log alone stays as older versions read it.
static bool export_document(void *context, const lsn_document *document) {
    (void)context;
    fwrite(document->line.ptr, 1, document->line.len, stdout);
    return putchar('\n') != EOF;
}

static bool note_document(void *context, const lsn_document *document) {
    (void)document;
    *(bool *)context = true;
    return false;
}

static lsn_err export_all(lsn_store *store, lsn_diag *diag) {
    lsn_store_state state;
    bool any = false;
    lsn_err err = lsn_store_each_document(store, 0, note_document, &any, &state, diag);
    if (!err && any) printf("{\"export\":%d}\n", (int)LSN_EXPORT_FORMAT);
    if (!err) err = lsn_store_each(store, export_line, NULL, diag);
    if (!err && any) err = lsn_store_each_document(store, 0, export_document, NULL, &state, diag);
    return err;
}

/// RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe before it.
static void write_cell(lsn_str text, bool last) {
    bool formula = text.len > 0 && strchr("=+-@\t\r", text.ptr[0]) != NULL;
    bool quoted = formula;
    for (size_t i = 0; i < text.len; i++) quoted = quoted || strchr("\",\r\n", text.ptr[i]) != NULL;
    if (quoted) putchar('"');
    if (formula) putchar('\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') putchar('"');
        putchar(text.ptr[i]);
    }
    if (quoted) putchar('"');
    fputs(last ? "\r\n" : ",", stdout);
}

static void write_number_cell(double value) {
    char text[40];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_buf_fixed(&buf, value, 3);
    while (buf.data[buf.len - 1] == '0') buf.len--;
    if (buf.data[buf.len - 1] == '.') buf.len--;
    printf("%.*s,", (int)buf.len, buf.data);
}

static bool export_row(void *context, const lsn_store_line *line) {
    unsigned char *memory = context;
    lsn_arena arena = lsn_arena_make(memory, 1 << 20);
    lsn_event event;
    if (lsn_event_read(&event, line->line, &arena, NULL)) return true; // jsonl has it
    char id[LSN_UUID_TEXT + 1], session[LSN_UUID_TEXT + 1] = "", moment[48];
    lsn_uuid_write(id, &event.id);
    if (!lsn_uuid_is_zero(&event.session)) lsn_uuid_write(session, &event.session);
    time_t seconds = (time_t)(event.at_ms / 1000);
    struct tm utc = {0};
    gmtime_r(&seconds, &utc);
    size_t length = strftime(moment, sizeof moment - 8, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(moment + length, sizeof moment - length, ".%03dZ", (int)(event.at_ms % 1000));
    printf("%s,%s,%s,%s,", id, moment, lsn_event_kind_name(event.kind), session);
    write_cell(event.move, false);
    write_cell(event.side, false);
    write_cell(event.level, false);
    if (strchr(lsn_event_kind_fields(event.kind), 'V'))
        write_number_cell(event.value);
    else
        putchar(',');
    write_cell(event.text, true);
    return !ferror(stdout);
}

int cli_run_export(const cli_input *input) {
    if (!input->format || (strcmp(input->format, "jsonl") != 0 && strcmp(input->format, "csv") != 0)) {
        cli_refuse("say which: --format jsonl or --format csv");
        return CLI_USAGE;
    }
    lsn_store *store;
    int code = open_store(&store, input, false);
    bool csv = strcmp(input->format, "csv") == 0;
    unsigned char *memory = malloc(1 << 20);
    if (!code && !memory) code = cli_refuse("there is no memory left");
    if (!code && csv) printf("id,at,kind,session,move,side,level,value,text\r\n");
    lsn_diag diag = {0};
    if (!code && store && (csv ? lsn_store_each(store, export_row, memory, &diag) : export_all(store, &diag)))
        code = cli_refuse_diag(&diag);
    free(memory);
    lsn_store_close(store);
    return code;
}

// ---------------------------------------------------------------- import

static int say_imported(const lsn_store_batch *batch, const lsn_store_taken *taken, const char *path) {
    for (int i = 0; i < batch->refused_kept; i++)
        fprintf(stderr, "%s:%d: %s\n", path, batch->refused[i].line, batch->refused[i].text);
    if (batch->refused_count > batch->refused_kept)
        fprintf(stderr, "%s: and %d more damaged lines\n", path, batch->refused_count - batch->refused_kept);
    int added = taken->events;
    printf("%d event%s added, %d already there", added, added == 1 ? "" : "s", batch->count - added);
    if (batch->refused_count) printf(", %d damaged", batch->refused_count);
    printf("\n");
    added = taken->documents;
    if (batch->document_count > 0)
        printf("%d document%s (routines, programmes, your own moves and choices) added, %d as new or newer there\n",
               added, added == 1 ? "" : "s", batch->document_count - added);
    if (batch->film_count > 0)
        printf("%d film%s passed over: import the file in the page to have %s there\n", batch->film_count,
               batch->film_count == 1 ? "" : "s", batch->film_count == 1 ? "it" : "them");
    return batch->refused_count ? CLI_REFUSED : CLI_SUCCESS;
}

int cli_run_import(const cli_input *input) {
    char *bytes;
    size_t size;
    lsn_diag diag = {0};
    if (lsn_platform_read_file(&bytes, &size, input->args[0], LSN_STORE_TEXT_MAX, &diag)) return cli_refuse_diag(&diag);
    lsn_store_batch batch = {0};
    lsn_err err = lsn_store_batch_read(&batch, (lsn_str){bytes, size}, LSN_STORE_both);
    free(bytes);
    if (err == LSN_ERR_INCONSISTENT)
        return cli_refuse("%s was written by a newer Loosen; update Loosen to import it", input->args[0]);
    if (err) return cli_refuse("%s does not fit into memory", input->args[0]);
    lsn_store *store;
    lsn_store_taken taken = {0};
    int code = open_store(&store, input, true);
    if (!code && lsn_store_take(store, &batch, NULL, &taken, &diag)) code = cli_refuse_diag(&diag);
    if (!code) code = say_imported(&batch, &taken, input->args[0]);
    lsn_store_batch_free(&batch);
    lsn_store_close(store);
    return code;
}

// ---------------------------------------------------------------- erase

int cli_run_erase(const cli_input *input) {
    if (!cli_has(input, CLI_yes)) {
        cli_refuse(
            "this deletes your whole log and what you made, and cannot be undone; if you mean it: loosen erase --yes");
        return CLI_USAGE;
    }
    lsn_store *store;
    lsn_diag diag = {0};
    int code = open_store(&store, input, false);
    if (!code && store && lsn_store_erase(store, &diag)) code = cli_refuse_diag(&diag);
    lsn_store_close(store);
    if (!code && !cli_drop_body_files(input)) code = CLI_REFUSED;
    if (!code) printf("Your log is erased.\n");
    return code;
}

int cli_run_version(const cli_input *input) {
    (void)input;
    printf("loosen %s\n", LSN_VERSION);
    return CLI_SUCCESS;
}
