/// The exports of exports.txt: the page's one instance of everything. All state lives here, in static memory of fixed
/// size; nothing is ever allocated. Invariant: a call that fails leaves plan, session and log as they were.
#include "wasm/loosen.h"
#include "core/catalogue/catalogue.h"
#include "core/event/event.h"
#include "core/library/library.h"
#include "core/plan/plan.h"
#include "core/progress/progress.h"
#include "core/screen/screen.h"
#include "core/session/session.h"
#include "wasm/golden.h"
#include "wasm/page.h"
#include "wasm/show.h"

enum {
    IN_BYTES = LSN_JSON_INPUT_MAX,
    OUT_BYTES = 2 << 20,
    DATA_BYTES = 6 << 20, // moves, rules
    LOG_BYTES = 8 << 20,  // texts of the log
    LOG_EVENTS = 40000,
    WORDS_BYTES = 1 << 20, // texts of a language
    REFUSED_MAX = 100,
};

static unsigned char in_bytes[IN_BYTES], out_bytes[OUT_BYTES], data_bytes[DATA_BYTES], log_bytes[LOG_BYTES];
static unsigned char live_bytes[SHOW_ARENA_BYTES], still_bytes[SHOW_ARENA_BYTES], scratch_bytes[GOLDEN_BYTES];
static unsigned char words_bytes[2][WORDS_BYTES]; // the language, and room to read the next
static lsn_words words[2];
static int words_at;
static lsn_event log_events[LOG_EVENTS];

static lsn_buf out;
static lsn_arena log_arena;
static lsn_catalogue catalogue;
static lsn_screen_rules rules;
static lsn_adapt adapt;
static lsn_journal journal;
static lsn_verdict verdict;
static bool started, screened, planned, running;
static lsn_progress progress;
static lsn_body own;  // whom the figure shows; the usual build until a body is told
static lsn_able able; // what that body can do, once one is told: the usual build does everything
static lsn_wish wish;
static lsn_plan plan;
static lsn_week week;
static lsn_score score;
static lsn_run run;
// What moves on the page, and single pictures. They take a while to build, so that waits until they are needed.
static show live, still;
static bool has_own, has_able, has_live, has_still;

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_bytes, sizeof scratch_bytes);
}

static lsn_str input(int len) {
    LSN_ASSERT(len >= 0);
    LSN_ASSERT(len <= IN_BYTES);
    return (lsn_str){(const char *)in_bytes, (size_t)len};
}

/// Clock times come as doubles; anything that is not a sensible time counts as 0.
static int64_t ms_of(double now_ms) {
    return now_ms >= 0 && now_ms <= 9007199254740992.0 ? (int64_t)now_ms : 0;
}

// ---------------------------------------------------------------- results

static lsn_json_out begin(void) {
    out = lsn_buf_make(out_bytes, sizeof out_bytes);
    return lsn_json_begin(&out);
}

/// A text of ours in the person's language.
static const char *said(const char *english) {
    return lsn_words_say(catalogue.language, english);
}

static int refuse(lsn_err err, const lsn_diag *diag) {
    lsn_json_out json = begin();
    bool told = diag && diag->err != LSN_OK && diag->text[0] != '\0';
    lsn_json_object(&json);
    lsn_json_key(&json, "error");
    lsn_json_text(&json, lsn_err_name(err));
    lsn_json_key(&json, "text");
    lsn_json_text(&json, said(told ? diag->text : lsn_err_text(err)));
    lsn_json_key(&json, "line");
    lsn_json_int(&json, told ? diag->line : 0);
    lsn_json_key(&json, "column");
    lsn_json_int(&json, told ? diag->column : 0);
    lsn_json_object_end(&json);
    return (int)err;
}

static int refuse_because(lsn_err err, const char *sentence) {
    lsn_diag diag;
    return refuse(lsn_diag_set(&diag, err, 0, 0, "%s", said(sentence)), &diag);
}

static int done(void) {
    return out.overflow ? refuse(LSN_ERR_TOO_LONG, NULL) : (int)LSN_OK;
}

static int done_empty(void) {
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_object_end(&json);
    return done();
}

unsigned char *loosen_in(int bytes) {
    return bytes >= 0 && bytes <= IN_BYTES ? in_bytes : NULL;
}
unsigned char *loosen_out(void) {
    return out_bytes;
}
int loosen_out_len(void) {
    return (int)out.len;
}

/// Memory of fixed size that suits every body: it cannot fail.
static show *fresh(show *s, bool *has, unsigned char *bytes) {
    lsn_arena arena = lsn_arena_make(bytes, SHOW_ARENA_BYTES);
    lsn_body_options usual = lsn_body_options_default();
    if (!has_own) has_own = lsn_body_build(&own, &usual) == LSN_OK;
    if (!*has && show_init_body(s, &own, &arena) == LSN_OK) *has = true;
    LSN_ASSERT(*has);
    return s;
}
static show *live_now(void) {
    return fresh(&live, &has_live, live_bytes);
}
static show *still_now(void) {
    return fresh(&still, &has_still, still_bytes);
}

// ---------------------------------------------------------------- start, moves, screen

/// Moves and rules in a language; NULL: English. Read anew from what is built in, they lie where they lay before, so
/// what points at them still does.
static lsn_err load(const lsn_words *language, lsn_diag *diag) {
    lsn_arena data = lsn_arena_make(data_bytes, sizeof data_bytes);
    int failed = 0;
    lsn_err err = lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &data, &failed, diag);
    if (!err) err = lsn_screen_rules_parse(&rules, lsn_screen_builtin_rules.text, &data, diag);
    if (!err) err = lsn_adapt_parse(&adapt, lsn_adapt_builtin.text, &data, diag);
    if (err || !language) return err;
    lsn_catalogue_translate(&catalogue, language);
    lsn_screen_translate(&rules, language);
    lsn_adapt_translate(&adapt, language);
    return LSN_OK;
}

int loosen_words(int len) {
    if (!started) return refuse(LSN_ERR_NOT_FOUND, NULL);
    lsn_diag diag = {.err = LSN_OK};
    lsn_arena arena = lsn_arena_make(words_bytes[1 - words_at], sizeof *words_bytes);
    lsn_words next;
    lsn_err err = len > 0 ? lsn_words_parse(&next, input(len), &arena, &diag) : LSN_OK;
    if (err) return refuse(err, &diag);
    words_at = 1 - words_at;
    if (len > 0) words[words_at] = next;
    err = load(len > 0 ? &words[words_at] : NULL, &diag);
    LSN_ASSERT(!err); // what is built in was read before
    return done_empty();
}

int loosen_start(void) {
    if (started) return done_empty();
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = load(NULL, &diag);
    if (err) return refuse(err, &diag);
    log_arena = lsn_arena_make(log_bytes, sizeof log_bytes);
    journal = lsn_journal_make(log_events, LOG_EVENTS);
    wish = lsn_wish_default();
    started = true;
    return done_empty();
}

int loosen_moves(void) {
    lsn_json_out json = begin();
    lsn_json_array(&json);
    for (int i = 0; i < catalogue.count; i++) lsn_move_write_json(&json, &catalogue.moves[i]);
    lsn_json_array_end(&json);
    return done();
}

int loosen_find_moves(int len) {
    lsn_diag diag = {.err = LSN_OK};
    lsn_arena memory = scratch();
    lsn_find find;
    lsn_err err = lsn_find_read(&find, input(len), &memory, &diag);
    if (err) return refuse(err, &diag);
    int found[LSN_MOVES_MAX], count = lsn_find_moves(found, &catalogue, &find);
    lsn_json_out json = begin();
    lsn_json_array(&json);
    for (int i = 0; i < count; i++) lsn_json_str(&json, catalogue.moves[found[i]].id);
    lsn_json_array_end(&json);
    return done();
}

int loosen_move(int move, double now_ms, int utc_offset_min) {
    if (move < 0 || move >= catalogue.count) return refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    lsn_json_out json = begin();
    lsn_library_write_page(&json, &catalogue.moves[move], &progress.moves[move]);
    return done();
}

int loosen_questions(void) {
    lsn_json_out json = begin();
    lsn_screen_write_questions(&json, &rules);
    return done();
}

// What the log says of the screen at a moment; the verdict of the answers that stand is not remembered for a plan.
static void look_what_is_due(lsn_screen_due *due, double now_ms) {
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), 0);
    lsn_screen_due_at(due, &rules, &journal, ms_of(now_ms), progress.screen_again, scratch());
}

int loosen_due(double now_ms) {
    static lsn_screen_due due;
    look_what_is_due(&due, now_ms);
    lsn_json_out json = begin();
    lsn_screen_write_due(&json, &rules, &due);
    return done();
}

int loosen_screen(int len, double now_ms) {
    static lsn_screen_due due;
    lsn_answers answers;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_screen_answers(&answers, &rules, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    look_what_is_due(&due, now_ms);
    verdict = lsn_screen_judge_answers(&rules, &answers, due.allowed);
    screened = true;
    lsn_json_out json = begin();
    lsn_screen_write_verdict(&json, &verdict, &answers);
    return done();
}

int loosen_light(int pain_before, int pain_after) {
    static const char *const names[] = {"unknown", "green", "amber", "red"};
    static const lsn_screen_word words[] = {LSN_SCREEN_WORD_COUNT, LSN_SCREEN_WORD_green, LSN_SCREEN_WORD_amber,
                                            LSN_SCREEN_WORD_red};
    lsn_light light = lsn_pain_light(pain_before, pain_after);
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_put_text(&json, "light", names[light]);
    lsn_json_put_str(&json, "text", light ? rules.words[words[light]] : (lsn_str){0});
    lsn_json_put_str(&json, "source", rules.words[LSN_SCREEN_WORD_light_source]);
    lsn_json_object_end(&json);
    return done();
}

int loosen_leg(int site, double now_ms) {
    if (site < 0 || site >= LSN_LEG_SITES) return refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    int before = lsn_screen_last_site(&journal, ms_of(now_ms));
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "before", before);
    lsn_json_put_bool(&json, "further", before >= 0 && site > before);
    lsn_json_object_end(&json);
    return done();
}

// ---------------------------------------------------------------- log

/// Reads one line into the log; what is there already costs no memory.
static lsn_err merge_line(lsn_event *event, lsn_str line, bool *added, lsn_diag *diag) {
    lsn_arena before = log_arena;
    *added = false;
    lsn_err err = lsn_event_read(event, line, &log_arena, diag);
    if (!err) err = lsn_journal_add(&journal, event, added);
    if (err && diag->err == LSN_OK) lsn_diag_set(diag, err, 0, 0, "%s", lsn_err_text(err));
    if (err || !*added) log_arena = before;
    return err;
}

static void write_refusal(lsn_json_out *json, int line, const lsn_diag *diag) {
    lsn_json_object(json);
    lsn_json_key(json, "line");
    lsn_json_int(json, line);
    lsn_json_key(json, "text");
    lsn_json_text(json, diag->text);
    lsn_json_object_end(json);
}

/// Cuts the next line off `rest`.
static lsn_str cut_line(lsn_str *rest) {
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '\n') end++;
    lsn_str line = {rest->ptr, end};
    size_t next = end < rest->len ? end + 1 : end;
    *rest = (lsn_str){rest->ptr + next, rest->len - next};
    if (line.len > 0 && line.ptr[line.len - 1] == '\r') line.len--;
    return line;
}

int loosen_log(int len) {
    lsn_str rest = input(len);
    lsn_json_out json = begin();
    int added_count = 0, refused = 0;
    lsn_json_object(&json);
    lsn_json_key(&json, "refused");
    lsn_json_array(&json);
    for (int number = 1; rest.len > 0; number++) {
        lsn_str line = cut_line(&rest);
        if (line.len == 0) continue;
        lsn_event event;
        lsn_diag diag = {.err = LSN_OK};
        bool added = false;
        if (merge_line(&event, line, &added, &diag) && ++refused <= REFUSED_MAX) write_refusal(&json, number, &diag);
        added_count += added;
    }
    lsn_json_array_end(&json);
    lsn_json_key(&json, "count");
    lsn_json_int(&json, journal.count);
    lsn_json_key(&json, "added");
    lsn_json_int(&json, added_count);
    lsn_json_object_end(&json);
    return done();
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_random(unsigned char bytes[10], const lsn_json *value) {
    if (!value || value->type != LSN_JSON_STRING || value->string.len != 20) return false;
    for (int i = 0; i < 10; i++) {
        int high = hex_digit(value->string.ptr[2 * i]), low = hex_digit(value->string.ptr[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

/// The event as it was given, with an id in place of the random digits. The id of "session-started" names the session.
static void write_draft(lsn_json_out *json, const lsn_json *root, const char *id) {
    lsn_json_object(json);
    lsn_json_key(json, "id");
    lsn_json_text(json, id);
    const lsn_json *kind = lsn_json_get(root, "kind");
    if (kind && lsn_str_equal(kind->string, LSN_STR("session-started")) && !lsn_json_get(root, "session")) {
        lsn_json_key(json, "session");
        lsn_json_text(json, id);
    }
    for (const lsn_json *at = root->first; at; at = at->next) {
        if (lsn_str_equal(at->key, LSN_STR("random"))) continue;
        lsn_json_key(json, at->key.ptr);
        if (at->type == LSN_JSON_STRING) {
            lsn_json_str(json, at->string);
        } else if (at->type == LSN_JSON_NUMBER) {
            lsn_json_fixed(json, at->number, at->number == lsn_floor(at->number) ? 0 : 3);
        } else {
            lsn_json_null(json); // no field of an event is anything else; the codec refuses it
        }
    }
    lsn_json_object_end(json);
}

int loosen_event(int len) {
    lsn_arena memory = scratch();
    lsn_diag diag = {.err = LSN_OK};
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, input(len), &memory, &diag);
    if (err) return refuse(err, &diag);
    unsigned char random[10];
    if (!read_random(random, lsn_json_get(root, "random"))) {
        return refuse_because(LSN_ERR_MISSING_FIELD, "An event needs \"random\": 20 lower-case hex digits.");
    }
    const lsn_json *at = lsn_json_get(root, "at");
    lsn_uuid id = lsn_uuid_make(at && at->type == LSN_JSON_NUMBER ? ms_of(at->number) : 0, random);
    char id_text[LSN_UUID_TEXT + 1], draft_bytes[LSN_EVENT_LINE_MAX];
    lsn_uuid_write(id_text, &id);
    lsn_buf draft = lsn_buf_make(draft_bytes, sizeof draft_bytes);
    lsn_json_out json = lsn_json_begin(&draft);
    write_draft(&json, root, id_text);
    if (draft.overflow) return refuse(LSN_ERR_TOO_LONG, NULL);
    lsn_event event;
    bool added;
    err = merge_line(&event, lsn_buf_view(&draft), &added, &diag);
    if (err) return refuse(err, &diag);
    (void)begin();
    lsn_event_write(&out, &event);
    return done();
}

int loosen_progress(double now_ms, int utc_offset_min) {
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    lsn_json_out json = begin();
    lsn_progress_write_json(&json, &progress, &catalogue);
    return done();
}

// ---------------------------------------------------------------- the person's own body

static void write_span(lsn_json_out *json, const char *key, double least, double greatest, double usual) {
    lsn_json_key(json, key);
    lsn_json_object(json);
    lsn_json_put_fixed(json, "least", least, 2);
    lsn_json_put_fixed(json, "greatest", greatest, 2);
    lsn_json_put_fixed(json, "usual", usual, 2);
    lsn_json_object_end(json);
}

static void write_builds(lsn_json_out *json) {
    lsn_json_key(json, "builds");
    lsn_json_array(json);
    for (int i = 0; i < LSN_BUILD_COUNT; i++) {
        lsn_body_options options = lsn_body_options_for((lsn_build)i);
        lsn_json_object(json);
        lsn_json_put_text(json, "name", lsn_build_name((lsn_build)i));
        lsn_json_put_fixed(json, "stature_m", options.stature_m, 2);
        lsn_json_put_fixed(json, "girth", options.girth, 2);
        lsn_json_object_end(json);
    }
    lsn_json_array_end(json);
}

static void write_ranges(lsn_json_out *json) {
    lsn_json_key(json, "ranges");
    lsn_json_array(json);
    for (int i = 0; i < lsn_range_count(); i++) {
        lsn_range_info range = lsn_range_describe(i);
        bool is_pair = range.least_deg < range.greatest_deg;
        lsn_json_object(json);
        lsn_json_put_text(json, "key", range.key);
        lsn_json_put_text(json, "name", said(range.name));
        lsn_json_put_text(json, "how", said(range.how));
        lsn_json_put_text(json, "end", !is_pair ? "" : range.is_least ? "least" : "greatest");
        lsn_json_put_fixed(json, "low", range.low_deg, 0);
        lsn_json_put_fixed(json, "usual", range.usual_deg, 0);
        lsn_json_put_fixed(json, "least", range.least_deg, 0);
        lsn_json_put_fixed(json, "greatest", range.greatest_deg, 0);
        lsn_json_object_end(json);
    }
    lsn_json_array_end(json);
}

static void write_choices(lsn_json_out *json) {
    lsn_json_key(json, "looks");
    lsn_json_array(json);
    for (int i = 0; i < LSN_PALETTE_COUNT; i++) lsn_json_text(json, lsn_palette_name((lsn_palette)i));
    lsn_json_array_end(json);
    lsn_json_key(json, "cannot");
    lsn_json_array(json);
    for (int i = 0; i < LSN_CANNOT_COUNT; i++) {
        lsn_json_object(json);
        lsn_json_put_text(json, "id", lsn_cannot_name((lsn_cannot)i));
        lsn_json_put_text(json, "text", said(lsn_cannot_text((lsn_cannot)i)));
        lsn_json_object_end(json);
    }
    lsn_json_array_end(json);
    lsn_json_key(json, "props");
    lsn_json_array(json);
    for (int i = 0; i < LSN_PROP_COUNT; i++) lsn_json_text(json, lsn_prop_name((lsn_prop)i));
    lsn_json_array_end(json);
    lsn_json_key(json, "prop_names");
    lsn_json_object(json);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        lsn_json_put_text(json, lsn_prop_name((lsn_prop)i), said(lsn_prop_text((lsn_prop)i)));
    lsn_json_object_end(json);
}

int loosen_body_info(void) {
    lsn_body_options usual = lsn_body_options_default();
    lsn_json_out json = begin();
    lsn_json_object(&json);
    write_span(&json, "stature_m", LSN_STATURE_MIN_M, LSN_STATURE_MAX_M, usual.stature_m);
    write_span(&json, "girth", LSN_GIRTH_MIN, LSN_GIRTH_MAX, usual.girth);
    write_builds(&json);
    write_ranges(&json);
    write_choices(&json);
    lsn_json_object_end(&json);
    return done();
}

/// Everything that can fail is done before anything that is kept changes.
int loosen_body(int len) {
    lsn_body_options options;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_body_options_parse(&options, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    lsn_arena memory = scratch();
    lsn_body *body = LSN_NEW(&memory, lsn_body, 1);
    err = body ? lsn_body_build(body, &options) : LSN_ERR_NO_MEMORY;
    if (!err) err = lsn_able_build(&able, &catalogue, body, memory);
    if (err) return refuse(err, NULL);
    own = *body;
    has_own = has_able = true;
    has_live = has_still = false;
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_key(&json, "body");
    lsn_body_options_write_json(&json, &options);
    lsn_json_key(&json, "left_out");
    lsn_able_write_json(&json, &able, &catalogue);
    lsn_json_object_end(&json);
    return done();
}

int loosen_detail(double now_ms, int utc_offset_min) {
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    lsn_json_out json = begin();
    lsn_progress_write_detail(&json, &progress, &adapt, &catalogue);
    return done();
}

int loosen_measure(int len) {
    char text_bytes[LSN_EVENT_TEXT_MAX];
    lsn_buf text = lsn_buf_make(text_bytes, sizeof text_bytes);
    double score_of = 0;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_measure_read(&score_of, &text, &adapt, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_put_fixed(&json, "value", score_of, 3);
    lsn_json_put_str(&json, "text", lsn_buf_view(&text));
    lsn_json_object_end(&json);
    return done();
}

int loosen_body_show(int range, double deg) {
    if (range < -1 || range >= lsn_range_count() || !(deg >= -360 && deg <= 360))
        return refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    show_range(live_now(), range, deg);
    return done_empty();
}

// ---------------------------------------------------------------- plan

static int write_plan(void) {
    lsn_json_out json = begin();
    lsn_plan_write_json(&json, &plan);
    return done();
}

int loosen_plan(int len, double now_ms, int utc_offset_min) {
    if (!screened) return refuse_because(LSN_ERR_NOT_ALLOWED, LSN_TR("Answer the safety questions first."));
    lsn_diag diag = {.err = LSN_OK};
    lsn_wish asked;
    lsn_err err = lsn_wish_read(&asked, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    asked.able = has_able ? lsn_able_at(&able, asked.place) : NULL;
    asked.verdict = &verdict;
    asked.progress = &progress;
    asked.nodes = LSN_PLAN_NODES_QUICK;
    err = lsn_plan_build(&plan, &catalogue, &asked, scratch());
    if (err) return refuse(err, NULL);
    wish = asked;
    wish.nodes = 0;
    planned = true;
    return write_plan();
}

static int refuse_without_plan(void) {
    return refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("There is no plan yet."));
}

int loosen_prove(void) {
    if (!planned) return refuse_without_plan();
    lsn_err err = lsn_plan_build(&plan, &catalogue, &wish, scratch());
    return err ? refuse(err, NULL) : write_plan();
}

int loosen_adopt(int len) {
    if (!planned) return refuse_without_plan();
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_plan_read(&plan, &catalogue, input(len), scratch(), &diag);
    return err ? refuse(err, &diag) : write_plan();
}

int loosen_whys(void) {
    if (!planned) return refuse_without_plan();
    lsn_json_out json = begin();
    lsn_err err = lsn_plan_write_whys_json(&json, &plan, &wish, scratch());
    return err ? refuse(err, NULL) : done();
}

int loosen_week(int len) {
    if (!planned) return refuse_without_plan();
    lsn_diag diag = {.err = LSN_OK};
    lsn_week_wish asked;
    lsn_err err = lsn_week_wish_read(&asked, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    err = lsn_week_build(&week, &catalogue, &wish, &asked, scratch());
    if (err == LSN_ERR_NOT_FOUND) return refuse_because(err, LSN_TR("Every one of these days is a day of rest."));
    if (err) return refuse(err, NULL);
    lsn_json_out json = begin();
    lsn_week_write_json(&json, &catalogue, &week);
    return done();
}

int loosen_occasions(void) {
    lsn_json_out json = begin();
    lsn_occasions_write_json(&json, catalogue.language);
    return done();
}

int loosen_swap(int step) {
    if (!planned) return refuse_without_plan();
    lsn_err err = lsn_plan_swap(&plan, step, &wish, scratch());
    if (err == LSN_ERR_NOT_FOUND) return refuse_because(err, LSN_TR("There is no other move that fits here."));
    return err ? refuse(err, NULL) : write_plan();
}

int loosen_drop(int step) {
    if (!planned) return refuse_without_plan();
    lsn_err err = lsn_plan_drop(&plan, step);
    if (err == LSN_ERR_TOO_SHORT) return refuse_because(err, LSN_TR("This is the only move left."));
    return err ? refuse(err, NULL) : write_plan();
}

// ---------------------------------------------------------------- session

static int write_score(void) {
    lsn_json_out json = begin();
    lsn_score_write_json(&json, &score);
    return done();
}

static int refuse_without_session(void) {
    return refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("No session is running."));
}

int loosen_begin(double now_ms) {
    if (!planned) return refuse_without_plan();
    lsn_err err = lsn_score_build(&score, &plan);
    if (err) return refuse(err, NULL);
    run = lsn_run_start(ms_of(now_ms));
    running = true;
    return write_score();
}

int loosen_save(void) {
    if (!running) return refuse_without_session();
    lsn_json_out json = begin();
    lsn_run_write_json(&json, &run, &score);
    return done();
}

int loosen_restore(int len) {
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_run_read(&run, &score, &catalogue, input(len), scratch(), &diag);
    if (err) return refuse(err, &diag);
    running = true;
    return write_score();
}

static double elapsed_s(int64_t now_ms) {
    return (double)lsn_run_score_ms(&run, &score, now_ms) / 1000.0;
}

static int write_state(int64_t now_ms, const bool *left) {
    lsn_json_out json = begin();
    lsn_state state = lsn_session_state(&score, elapsed_s(now_ms), run.paused);
    lsn_state_write_json(&json, &score, &state);
    if (left && !out.overflow) {
        out.len--; // the closing brace makes room for one more member
        lsn_buf_text(&out, *left ? ",\"left\":true}" : ",\"left\":false}");
    }
    return done();
}

int loosen_state(double now_ms) {
    return running ? write_state(ms_of(now_ms), NULL) : refuse_without_session();
}

int loosen_control(int what, double now) {
    if (!running) return refuse_without_session();
    int64_t now_ms = ms_of(now);
    bool left = false;
    switch (what) {
    case LOOSEN_PAUSE:
        run = lsn_run_pause(&run, &score, now_ms);
        break;
    case LOOSEN_RESUME:
        run = lsn_run_resume(&run, now_ms);
        break;
    case LOOSEN_SKIP:
        run = lsn_run_skip(&run, &score, now_ms);
        break;
    case LOOSEN_BACK:
        run = lsn_run_back(&run, &score, now_ms);
        break;
    case LOOSEN_TOO_MUCH: {
        lsn_err err = lsn_run_ease(&run, &score, now_ms, &left);
        if (err) return refuse(err, NULL);
        return write_state(now_ms, &left);
    }
    default:
        return refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    }
    return write_state(now_ms, NULL);
}

// ---------------------------------------------------------------- figure

int loosen_figure(double now_ms) {
    if (!running) return refuse_without_session();
    lsn_err err = show_score(live_now(), &score, elapsed_s(ms_of(now_ms)), scratch());
    return err ? refuse(err, NULL) : done_empty();
}

int loosen_golden(void) {
    static const char digits[] = "0123456789abcdef";
    uint64_t hash = golden_hash(scratch());
    char text[17];
    for (int i = 0; i < 16; i++) text[i] = digits[hash >> (60 - 4 * i) & 15];
    text[16] = '\0';
    lsn_json_out json = begin();
    lsn_json_object(&json);
    lsn_json_key(&json, "hash");
    lsn_json_text(&json, text);
    lsn_json_object_end(&json);
    return hash ? done() : refuse(LSN_ERR_NOT_SOLVED, NULL);
}

// ---------------------------------------------------------------- for the other files of the glue

lsn_str page_input(int len) {
    return input(len);
}
lsn_arena page_scratch(void) {
    return scratch();
}
lsn_buf *page_text(void) {
    out = lsn_buf_make(out_bytes, sizeof out_bytes);
    return &out;
}
lsn_json_out page_begin(void) {
    return begin();
}
int page_done(void) {
    return done();
}
int page_refuse(lsn_err err, const lsn_diag *diag) {
    return refuse(err, diag);
}
int page_refuse_because(lsn_err err, const char *sentence) {
    return refuse_because(err, sentence);
}
int64_t page_ms_of(double now_ms) {
    return ms_of(now_ms);
}
const lsn_catalogue *page_catalogue(void) {
    return &catalogue;
}
const lsn_body *page_body(void) {
    return &live_now()->body;
}
show *page_live(void) {
    return live_now();
}
show *page_still(void) {
    return still_now();
}

lsn_err page_take_catalogue(const lsn_catalogue *next) {
    static lsn_able next_able;
    lsn_err err = has_able ? lsn_able_build(&next_able, next, &own, scratch()) : LSN_OK;
    if (err) return err;
    if (has_able) able = next_able;
    catalogue = *next;
    planned = running = false;
    show_forget(&live);
    show_forget(&still);
    return LSN_OK;
}

const lsn_able *page_able(void) {
    return has_able ? &able : NULL;
}
const lsn_progress *page_progress(void) {
    return &progress;
}
lsn_adapt *page_adapt(void) {
    return &adapt;
}
const lsn_verdict *page_verdict(void) {
    return screened ? &verdict : NULL;
}
const lsn_screen_rules *page_rules(void) {
    return &rules;
}
const lsn_verdict *page_standing(double now_ms, int utc_offset_min, lsn_ask most) {
    static lsn_screen_due due;
    look_what_is_due(&due, now_ms);
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    return due.ask > most ? NULL : &due.verdict;
}

lsn_wish page_wish(lsn_place place, double now_ms, int utc_offset_min) {
    lsn_progress_build_by(&progress, &adapt, &journal, &catalogue, ms_of(now_ms), utc_offset_min);
    lsn_wish asked = lsn_wish_default();
    asked.place = place;
    asked.able = has_able ? lsn_able_at(&able, place) : NULL;
    asked.verdict = &verdict;
    asked.progress = &progress;
    return asked;
}

void page_adopt(const lsn_plan *adopted, const lsn_wish *asked) {
    plan = *adopted;
    wish = *asked;
    planned = true;
}
