// core/progress: everything that the log says, as JSON and in plain sentences. Invariant: no sentence blames, promises
// or diagnoses; what could be chance is said to be; nothing below a measure's change is called one.
#include "core/progress/inner.h"

enum { SENTENCE_MAX = 800, NAMES_MAX = 5, TREE_BYTES = 24 << 10 };

void lsn_write_day(lsn_json_out *out, const char *key, int64_t day) {
    char text[32];
    lsn_buf date = lsn_buf_make(text, sizeof text);
    lsn_json_key(out, key);
    lsn_write_date(&date, day);
    if (day < 0)
        lsn_json_null(out);
    else
        lsn_json_str(out, lsn_buf_view(&date));
}

// ---------------------------------------------------------------- weeks and the trend

static void write_week(lsn_json_out *out, const lsn_progress *progress, int i) {
    const lsn_past_week *week = &progress->weeks[i];
    int64_t to = progress->today - 7 * (LSN_PROGRESS_WEEKS - 1 - i);
    lsn_json_object(out);
    lsn_write_day(out, "from", to - 6);
    lsn_write_day(out, "to", to);
    lsn_json_put_int(out, "sessions", week->sessions);
    lsn_json_put_int(out, "days_done", week->days_done);
    lsn_json_put_int(out, "seconds", week->seconds);
    lsn_json_key(out, "pain");
    if (week->pain < 0)
        lsn_json_null(out);
    else
        lsn_json_fixed(out, (double)week->pain, 1);
    lsn_json_key(out, "regions");
    lsn_json_object(out);
    for (int r = 0; r < LSN_REGION_COUNT; r++) lsn_json_put_int(out, lsn_region_name((lsn_region)r), week->region_s[r]);
    lsn_json_object_end(out);
    lsn_json_object_end(out);
}

static void say_trend(lsn_buf *out, const lsn_words *language, const lsn_trend *trend) {
    static const char *const words[] = {
        [LSN_TREND_early] =
            LSN_TR("It is too early to say how your pain goes: it takes numbers from some days in each of two "
                   "fortnights."),
        [LSN_TREND_same] =
            LSN_TR("Your pain is about the same as in the two weeks before, as far as the numbers can tell."),
        [LSN_TREND_lower] =
            LSN_TR("Your pain is probably a little lower than in the two weeks before. Pain also comes and "
                   "goes by itself."),
        [LSN_TREND_higher] =
            LSN_TR("Your pain is probably a little higher than in the two weeks before. Pain also comes and "
                   "goes by itself."),
        [LSN_TREND_much_lower] =
            LSN_TR("Your pain is lower than in the two weeks before, by what counts as a real change. "
                   "Pain also comes and goes by itself."),
        [LSN_TREND_much_higher] =
            LSN_TR("Your pain is higher than in the two weeks before, by what counts as a real change. "
                   "Think about showing this to a doctor or physiotherapist."),
    };
    lsn_buf_text(out, lsn_words_say(language, words[trend->word]));
}

static void write_trend(lsn_json_out *out, const lsn_words *language, const lsn_trend *trend) {
    static const char *const words[] = {"early", "same", "lower", "higher", "much-lower", "much-higher"};
    char text[SENTENCE_MAX];
    lsn_buf sentence = lsn_buf_make(text, sizeof text);
    say_trend(&sentence, language, trend);
    lsn_json_key(out, "trend");
    lsn_json_object(out);
    lsn_json_put_text(out, "word", words[trend->word]);
    lsn_json_put_int(out, "days_now", trend->days_now);
    lsn_json_put_int(out, "days_before", trend->days_before);
    if (trend->word != LSN_TREND_early) {
        lsn_json_put_fixed(out, "now", (double)trend->now, 1);
        lsn_json_put_fixed(out, "before", (double)trend->before, 1);
        lsn_json_put_fixed(out, "change", (double)trend->change, 1);
        lsn_json_put_fixed(out, "low", (double)trend->change_low, 1);
        lsn_json_put_fixed(out, "high", (double)trend->change_high, 1);
        lsn_json_put_fixed(out, "day_sd", (double)trend->day_sd, 1);
    }
    lsn_json_put_str(out, "sentence", lsn_buf_view(&sentence));
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- moves

static void write_move(lsn_json_out *out, const lsn_move *move, const lsn_move_record *record) {
    char text[160];
    lsn_buf words = lsn_buf_make(text, sizeof text);
    lsn_dose dose = lsn_dose_with(move, record->level, record->extra_s, record->extra_reps);
    lsn_dose_say(&words, move, &dose);
    lsn_json_object(out);
    lsn_json_put_str(out, "move", move->id);
    lsn_json_put_str(out, "name", move->name);
    lsn_json_put_int(out, "times", record->times);
    lsn_json_put_int(out, "better", record->better);
    lsn_json_put_int(out, "same", record->same);
    lsn_json_put_int(out, "worse", record->worse);
    lsn_json_put_text(out, "level", lsn_level_name(record->level));
    lsn_json_put_str(out, "dose", lsn_buf_view(&words));
    lsn_json_put_str(out, "why", record->why_level);
    lsn_json_put_text(out, "out", record->retired ? "retired" : record->resting ? "resting" : "");
    lsn_json_put_str(
        out, "why_out",
        record->retired
            ? lsn_words_str(move->language,
                            LSN_STR(LSN_TR("Left out, because it went badly twice. You can ask for it again.")))
            : record->why_resting);
    lsn_json_put_int(out, "preferred", record->preferred);
    lsn_json_put_fixed(out, "relief", (double)record->relief_mean, 2);
    lsn_json_put_fixed(out, "relief_sd", (double)record->relief_sd, 2);
    lsn_json_put_int(out, "observations", record->relief_n);
    lsn_json_put_bool(out, "helps", record->helps);
    lsn_json_object_end(out);
}

static void write_moves(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    lsn_json_key(out, "moves");
    lsn_json_array(out);
    for (int i = 0; i < catalogue->count; i++) {
        const lsn_move_record *record = &progress->moves[i];
        if (record->times > 0 || record->preferred != 0) write_move(out, &catalogue->moves[i], record);
    }
    lsn_json_array_end(out);
    lsn_json_key(out, "helping");
    lsn_json_array(out);
    for (int i = 0; i < catalogue->count; i++) {
        if (progress->moves[i].helps) lsn_json_str(out, catalogue->moves[i].name);
    }
    lsn_json_array_end(out);
}

// ---------------------------------------------------------------- sentences

static void say_days(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    int done = progress->weeks[LSN_PROGRESS_WEEKS - 1].days_done, planned = progress->days_planned;
    if (done == 0 || planned == 0) return;
    lsn_buf_format(out, LSN_IN(language, "You moved on %d of the last seven days"), done);
    if (done >= planned)
        lsn_buf_format(out, LSN_IN(language, ", and %d is a good aim."), planned);
    else
        lsn_buf_format(out, LSN_IN(language, "; %d is a good aim. Days that were missed need no catching up."),
                       planned);
}

static void say_names(lsn_buf *out, const lsn_progress *progress, const lsn_catalogue *catalogue,
                      bool (*is)(const lsn_move_record *)) {
    const lsn_words *language = catalogue->language;
    int count = 0;
    for (int i = 0; i < catalogue->count; i++) {
        if (!is(&progress->moves[i])) continue;
        if (count < NAMES_MAX) {
            if (count > 0) lsn_buf_text(out, LSN_IN(language, ", "));
            lsn_buf_str(out, catalogue->moves[i].name);
        }
        count++;
    }
    if (count > NAMES_MAX) lsn_buf_format(out, LSN_IN(language, " and %d more"), count - NAMES_MAX);
}

static bool is_helping(const lsn_move_record *record) {
    return record->helps;
}
static bool is_retired(const lsn_move_record *record) {
    return record->retired;
}

static bool any(const lsn_progress *progress, const lsn_catalogue *catalogue, bool (*is)(const lsn_move_record *)) {
    for (int i = 0; i < catalogue->count; i++) {
        if (is(&progress->moves[i])) return true;
    }
    return false;
}

static void say_helping(lsn_buf *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    if (!any(progress, catalogue, is_helping)) return;
    lsn_buf_text(out, LSN_IN(language, "What seems to help you: "));
    say_names(out, progress, catalogue, is_helping);
    lsn_buf_text(out, LSN_IN(language, ". Part of that is chance: one often begins on a bad day, and bad days pass."));
}

static void say_retired(lsn_buf *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    if (!any(progress, catalogue, is_retired)) return;
    lsn_buf_text(out, LSN_IN(language, "Left out until you ask for it again, because it went badly twice: "));
    say_names(out, progress, catalogue, is_retired);
    lsn_buf_text(out, LSN_IN(language, "."));
}

static const char *way_text(const lsn_words *language, lsn_direction direction) {
    return direction == LSN_DIRECTION_extension ? LSN_IN(language, "arching back (extension)")
                                                : LSN_IN(language, "bending forward (flexion)");
}

static void say_lean(lsn_buf *out, const lsn_words *language, const lsn_lean *lean) {
    if (lean->toward != LSN_DIRECTION_neutral) {
        lsn_buf_format(
            out, LSN_IN(language, "On your days of trying, your back leaned toward %s. That is a hint, not a rule."),
            way_text(language, lean->toward));
    } else if (lean->days_tried > 0) {
        lsn_buf_text(out, LSN_IN(language, "Your back shows no clear preference for a direction, which is normal."));
    }
    for (int way = 0; way < LSN_DIRECTION_COUNT; way++) {
        if (!(lean->stopped >> way & 1)) continue;
        lsn_words_gap(out, language);
        lsn_buf_format(out,
                       LSN_IN(language, "Going far into %s is left out for now, because it made things worse when you "
                                        "tried it."),
                       way_text(language, (lsn_direction)way));
    }
}

static void say_flare(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    if (progress->high_pain)
        lsn_buf_text(out,
                     LSN_IN(language, "While your pain is high, sessions stay gentle: breathing and the easy moves."));
    else if (progress->flare)
        lsn_buf_text(
            out,
            LSN_IN(language, "While the flare-up lasts, sessions stay short and gentle, with what you said helps."));
}

static void say_worsening(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    if (!progress->see_clinician) return;
    lsn_buf_text(out, LSN_IN(language, "Your numbers have gone up over the last weeks. "));
    if (progress->screen_again) lsn_buf_text(out, LSN_IN(language, "Please answer all safety questions again first. "));
    lsn_buf_text(out, LSN_IN(language, "Think about showing them to a doctor or physiotherapist."));
}

static void write_sentences(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    char texts[7][SENTENCE_MAX];
    lsn_buf said[7];
    for (int i = 0; i < 7; i++) said[i] = lsn_buf_make(texts[i], SENTENCE_MAX);
    say_worsening(&said[0], language, progress);
    say_flare(&said[1], language, progress);
    say_days(&said[2], language, progress);
    say_trend(&said[3], language, &progress->trend);
    say_helping(&said[4], progress, catalogue);
    say_retired(&said[5], progress, catalogue);
    say_lean(&said[6], language, &progress->lean);
    lsn_json_key(out, "sentences");
    lsn_json_array(out);
    for (int i = 0; i < 7; i++) {
        if (said[i].len > 0) lsn_json_str(out, lsn_buf_view(&said[i]));
    }
    lsn_json_array_end(out);
}

// ---------------------------------------------------------------- measures

// At most one decimal, and none when it is whole.
static void say_number(lsn_buf *out, const lsn_words *language, double value) {
    double tenths = lsn_floor(value * 10 + 0.5);
    lsn_words_fixed(out, language, tenths / 10, lsn_floor(tenths / 10) * 10 < tenths ? 1 : 0);
}

static lsn_str unit_of(const lsn_adapt *rules, const lsn_measure *m) {
    return lsn_in_inches(rules, m) ? LSN_STR("in") : m->unit;
}

static void say_amount(lsn_buf *out, const lsn_adapt *rules, const lsn_measure *m, double value) {
    say_number(out, rules->language, lsn_shown_value(rules, m, value));
    if (m->unit.len > 0) lsn_buf_format(out, " %S", unit_of(rules, m));
}

const char *lsn_measure_test_when(const lsn_words *language) {
    return LSN_IN(language,
                  "Before a session, at about the same time of day as last time: backs are stiffer in the morning.");
}

const char *lsn_measure_test_stop(const lsn_words *language) {
    return LSN_IN(language,
                  "Go slowly, and only as far as is comfortable. Stop when it hurts more, when pain runs down a leg, "
                  "or when you feel dizzy.");
}

// The newest of `scores` against the first. `is_change`: the answer is the change already.
static void say_course(lsn_buf *out, const lsn_adapt *rules, const lsn_measure *m, lsn_str name, const float *scores,
                       const lsn_measured *got, bool is_change) {
    const lsn_words *language = rules->language;
    double now = (double)scores[got->count - 1], change = is_change ? now : now - (double)scores[0];
    char memory[3][64];
    lsn_buf value = lsn_buf_make(memory[0], sizeof *memory), by = lsn_buf_make(memory[1], sizeof *memory);
    lsn_buf date = lsn_buf_make(memory[2], sizeof *memory);
    say_amount(&value, rules, m, now);
    say_amount(&by, rules, m, lsn_abs(change));
    lsn_say_date(&date, language, got->days[0]);
    lsn_str amount = lsn_buf_view(&value), step = lsn_buf_view(&by), first = lsn_buf_view(&date);
    if (got->count == 1 && !is_change) {
        lsn_buf_format(out, LSN_IN(language, "%S: %S, the first value."), name, amount);
        return;
    }
    if (is_change)
        lsn_buf_format(out, LSN_IN(language, "%S: %S."), name, amount);
    else if (change < 0)
        lsn_buf_format(out, LSN_IN(language, "%S: %S, %S less than on %S."), name, amount, step, first);
    else
        lsn_buf_format(out, LSN_IN(language, "%S: %S, %S more than on %S."), name, amount, step, first);
    bool real = lsn_abs(change) >= m->change - 1e-6, better = m->high_better ? change > 0 : change < 0;
    lsn_buf_text(out, !real    ? LSN_IN(language, " Not a real change yet.")
                      : better ? LSN_IN(language, " That counts as a real change for the better.")
                               : LSN_IN(language, " That counts as a real change for the worse."));
}

static void say_side(lsn_buf *out, const lsn_adapt *rules, const lsn_measure *m, const lsn_measured *got, int side) {
    char text[LSN_MEASURE_NAME_MAX];
    lsn_buf name = lsn_buf_make(text, sizeof text);
    lsn_buf_str(&name, m->name);
    lsn_buf_text(&name, LSN_IN(rules->language, ", "));
    lsn_buf_str(&name, m->items[side]);
    say_course(out, rules, m, lsn_buf_view(&name), got->of_side[side], got, false);
}

void lsn_measure_say(lsn_buf *out, const lsn_progress *progress, const lsn_adapt *rules, lsn_measure_id id) {
    const lsn_measure *m = &rules->measures[id];
    const lsn_measured *got = &progress->measures[id];
    if (got->count == 0 || m->when == LSN_WHEN_session) return; // of single sessions the trend speaks
    if (!m->test || !m->test->sides) {
        say_course(out, rules, m, m->name, got->scores, got, id == LSN_MEASURE_global_change);
        return;
    }
    say_side(out, rules, m, got, 0);
    lsn_buf_char(out, ' ');
    say_side(out, rules, m, got, 1);
}

// Names that the person gave to own activities, out of the newest event.
static void write_own_names(lsn_json_out *out, const lsn_measured *got) {
    _Alignas(16) unsigned char memory[TREE_BYTES];
    lsn_arena tree = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    lsn_json_key(out, "own_names");
    lsn_json_array(out);
    const lsn_json *names = NULL;
    if (got->text.len > 0 && lsn_json_parse(&root, got->text, &tree, NULL) == LSN_OK)
        names = lsn_json_get(root, "names");
    for (const lsn_json *at = names && names->type == LSN_JSON_ARRAY ? names->first : NULL; at; at = at->next) {
        if (at->type == LSN_JSON_STRING) lsn_json_str(out, at->string);
    }
    lsn_json_array_end(out);
}

static void write_scores(lsn_json_out *out, const lsn_adapt *rules, const lsn_measure *m, const lsn_measured *got,
                         const float *scores) {
    double low = m->counts ? 0 : m->low, high = m->counts ? m->item_count : m->high;
    int64_t first = got->count > 0 ? got->days[0] : 0, days = got->count > 0 ? got->days[got->count - 1] - first : 0;
    lsn_json_key(out, "scores");
    lsn_json_array(out);
    for (int i = 0; i < got->count; i++) {
        lsn_json_object(out);
        lsn_write_day(out, "day", got->days[i]);
        lsn_json_put_fixed(out, "score", lsn_shown_value(rules, m, (double)scores[i]), 1);
        lsn_json_put_fixed(out, "x", days > 0 ? (double)(got->days[i] - first) / (double)days : 0.5, 3);
        lsn_json_put_fixed(out, "y", lsn_clamp(((double)scores[i] - low) / (high - low), 0, 1), 3);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_test(lsn_json_out *out, const lsn_adapt *rules, const lsn_measure *m, const lsn_measured *got) {
    static const char *const sides[] = {"right", "left"};
    const lsn_words *language = rules->language;
    lsn_json_key(out, "test");
    lsn_json_object(out);
    lsn_json_key(out, "steps");
    lsn_json_array(out);
    for (int i = 0; i < m->test->step_count; i++) lsn_json_str(out, m->test->steps[i]);
    lsn_json_array_end(out);
    lsn_json_put_text(out, "when", lsn_measure_test_when(language));
    lsn_json_put_text(out, "stop", lsn_measure_test_stop(language));
    lsn_json_object_end(out);
    if (!m->test->sides) return;
    lsn_json_key(out, "sides");
    lsn_json_array(out);
    for (int side = 0; side < 2; side++) {
        char text[SENTENCE_MAX];
        lsn_buf said = lsn_buf_make(text, sizeof text);
        if (got->count > 0) say_side(&said, rules, m, got, side);
        lsn_json_object(out);
        lsn_json_put_text(out, "side", sides[side]);
        lsn_json_put_str(out, "name", m->items[side]);
        write_scores(out, rules, m, got, got->of_side[side]);
        lsn_json_put_str(out, "said", lsn_buf_view(&said));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_measure(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules, lsn_measure_id id) {
    static const char *const whens[] = {"session", "before", "after"};
    const lsn_measure *m = &rules->measures[id];
    const lsn_measured *got = &progress->measures[id];
    char text[SENTENCE_MAX];
    lsn_buf said = lsn_buf_make(text, sizeof text);
    lsn_measure_say(&said, progress, rules, id);
    lsn_json_object(out);
    lsn_json_put_text(out, "id", lsn_measure_name(id));
    lsn_json_put_str(out, "name", m->name);
    lsn_json_put_str(out, "ask", m->ask);
    lsn_json_key(out, "items");
    lsn_json_array(out);
    for (int i = 0; i < m->item_count; i++) lsn_json_str(out, m->items[i]);
    lsn_json_array_end(out);
    lsn_json_put_bool(out, "names", m->names);
    if (m->names) write_own_names(out, got);
    lsn_json_put_text(out, "score", m->counts ? "count" : "mean");
    bool inches = lsn_in_inches(rules, m);
    double high = lsn_shown_value(rules, m, m->high);
    lsn_json_put_fixed(out, "low", lsn_shown_value(rules, m, m->low), 0);
    lsn_json_put_fixed(out, "high", inches ? lsn_floor(high * 10) / 10 : high, inches ? 1 : 0);
    lsn_json_put_str(out, "low_words", m->low_words);
    lsn_json_put_str(out, "high_words", m->high_words);
    lsn_json_put_str(out, "unit", unit_of(rules, m));
    lsn_json_put_text(out, "better", m->high_better ? "high" : "low");
    lsn_json_put_text(out, "when", whens[m->when]);
    lsn_json_put_int(out, "every_days", m->every_days);
    lsn_json_put_bool(out, "due", got->due);
    lsn_write_day(out, "due_day", got->due_day);
    write_scores(out, rules, m, got, got->scores);
    if (m->test) write_test(out, rules, m, got);
    lsn_json_put_str(out, "said", lsn_buf_view(&said));
    lsn_json_put_str(out, "source", m->source);
    lsn_json_object_end(out);
}

void lsn_measures_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules) {
    lsn_json_array(out);
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        if (rules->measures[i].shipped) write_measure(out, progress, rules, (lsn_measure_id)i);
    }
    lsn_json_array_end(out);
}

// ---------------------------------------------------------------- the whole

static void write_lean(lsn_json_out *out, const lsn_lean *lean) {
    bool leans = lean->toward != LSN_DIRECTION_neutral;
    lsn_json_key(out, "lean");
    lsn_json_object(out);
    lsn_json_put_text(out, "toward", leans ? lsn_direction_name(lean->toward) : "none");
    lsn_write_day(out, "until", leans ? lean->until_day : -1);
    lsn_json_key(out, "stopped");
    lsn_json_array(out);
    for (int i = 0; i < LSN_DIRECTION_COUNT; i++) {
        if (lean->stopped >> i & 1) lsn_json_text(out, lsn_direction_name((lsn_direction)i));
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_progress_write_detail(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules,
                               const lsn_catalogue *catalogue) {
    lsn_json_object(out);
    lsn_write_day(out, "day", progress->today);
    lsn_json_put_int(out, "sessions", progress->sessions);
    lsn_json_put_int(out, "days_planned", progress->days_planned);
    lsn_json_put_int(out, "target_s", (int64_t)rules->number[LSN_ADAPT_week_target_s]);
    lsn_json_key(out, "weeks");
    lsn_json_array(out);
    for (int i = 0; i < LSN_PROGRESS_WEEKS; i++) write_week(out, progress, i);
    lsn_json_array_end(out);
    write_trend(out, catalogue->language, &progress->trend);
    write_moves(out, progress, catalogue);
    write_lean(out, &progress->lean);
    lsn_json_put_bool(out, "flare", progress->flare);
    lsn_json_put_bool(out, "high_pain", progress->high_pain);
    lsn_json_put_int(out, "minutes_most", progress->minutes_most);
    lsn_json_put_bool(out, "screen_again", progress->screen_again);
    lsn_json_put_bool(out, "see_clinician", progress->see_clinician);
    lsn_json_put_bool(out, "morning_due", progress->morning_due);
    lsn_json_key(out, "measures");
    lsn_measures_write_json(out, progress, rules);
    lsn_write_pictures(out, progress, rules, catalogue);
    write_sentences(out, progress, catalogue);
    lsn_json_object_end(out);
}
