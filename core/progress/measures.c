// core/progress: outcome measures: their scores in the log, and when they are due. Invariant: a score that the log
// cannot explain is left out, never guessed.
#include "core/progress/inner.h"

#include <string.h>

enum { TREE_BYTES = 24 << 10, LEG_DAYS = 28 };

void lsn_push_score(lsn_replay *r, lsn_measure_id id, int64_t day, double score) {
    lsn_measured *m = &r->out->measures[id];
    if (m->count == LSN_SCORES_MAX) {
        memmove(m->scores, m->scores + 1, (LSN_SCORES_MAX - 1) * sizeof *m->scores);
        memmove(m->days, m->days + 1, (LSN_SCORES_MAX - 1) * sizeof *m->days);
        for (int side = 0; side < 2; side++)
            memmove(m->of_side[side], m->of_side[side] + 1, (LSN_SCORES_MAX - 1) * sizeof *m->of_side[side]);
        m->count--;
    }
    m->scores[m->count] = (float)score;
    m->days[m->count++] = day;
}

void lsn_take_measured(lsn_replay *r, const lsn_event *event) {
    _Alignas(16) unsigned char memory[TREE_BYTES];
    lsn_arena tree = lsn_arena_make(memory, sizeof memory);
    lsn_json *root = NULL;
    if (lsn_json_parse(&root, event->text, &tree, NULL)) return;
    const lsn_json *name = lsn_json_get(root, "measure");
    if (!name || name->type != LSN_JSON_STRING) return;
    lsn_measure_id id = lsn_measure_find(name->string);
    if (id == LSN_MEASURE_COUNT) return; // of another version
    int64_t day = lsn_local_day(r, event->at_ms);
    const lsn_range_test *test = r->rules->measures[id].test;
    const lsn_json *items = lsn_json_get(root, "items");
    bool pair = items && items->type == LSN_JSON_ARRAY && items->count == 2;
    if (test && test->sides && !pair) return;
    lsn_push_score(r, id, day, event->value);
    if (test && test->sides) {
        lsn_measured *m = &r->out->measures[id];
        m->of_side[0][m->count - 1] = (float)items->first->number;
        m->of_side[1][m->count - 1] = (float)items->first->next->number;
    }
    r->out->measures[id].text = event->text;
    if (id == LSN_MEASURE_pain_back) lsn_take_rest_pain(r, event->at_ms, (int)(event->value + 0.5));
    if (id == LSN_MEASURE_pain_leg && event->value > 0) r->leg_ms = event->at_ms;
}

static int64_t due_day(const lsn_replay *r, lsn_measure_id id) {
    const lsn_measure *measure = &r->rules->measures[id];
    const lsn_measured *m = &r->out->measures[id];
    const int64_t day_ms = 86400000;
    bool leg = r->leg_ms > 0 && r->now_ms - r->leg_ms <= LEG_DAYS * day_ms;
    if (!measure->shipped || measure->every_days == 0 || (measure->only_with_leg && !leg)) return -1;
    if (m->count > 0) return m->days[m->count - 1] + measure->every_days;
    if (measure->test) return -1; // nobody has chosen it yet
    return r->out->sessions > 0 ? r->out->first_day + measure->first_day : -1;
}

void lsn_set_due(lsn_replay *r) {
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        lsn_measured *m = &r->out->measures[i];
        m->due_day = due_day(r, (lsn_measure_id)i);
        m->due = m->due_day >= 0 && m->due_day <= r->out->today;
    }
}

// ---------------------------------------------------------------- answers to be logged

static lsn_err refuse(lsn_diag *diag, lsn_err err, const lsn_json *at, const char *sentence) {
    return lsn_diag_set(diag, err, at->line, at->column, "%s", sentence);
}

// An inch is 2.54 cm by definition (international yard and pound agreement, 1959).
static const double cm_an_inch = 2.54;

bool lsn_in_inches(const lsn_adapt *rules, const lsn_measure *m) {
    return rules->inches && lsn_str_equal(m->unit, LSN_STR("cm"));
}

double lsn_shown_value(const lsn_adapt *rules, const lsn_measure *m, double kept) {
    return lsn_in_inches(rules, m) ? kept / cm_an_inch : kept;
}

double lsn_kept_value(const lsn_adapt *rules, const lsn_measure *m, double typed) {
    return lsn_in_inches(rules, m) ? lsn_floor(typed * cm_an_inch * 10 + 0.5) / 10 : typed;
}

static lsn_err read_items(double *sum, int *count, const lsn_adapt *rules, const lsn_measure *m, const lsn_json *items,
                          lsn_diag *diag) {
    for (const lsn_json *at = items->first; at; at = at->next) {
        double low = m->counts ? 0 : m->low, high = m->counts ? 1 : m->high;
        if (at->type != LSN_JSON_NUMBER) return refuse(diag, LSN_ERR_WRONG_TYPE, at, "an item is a number");
        double kept = lsn_kept_value(rules, m, at->number);
        if (!(kept >= low && kept <= high) || (m->counts && lsn_floor(kept) != kept)) {
            return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, at->line, at->column, "an item is from %d to %d",
                                (int)lsn_shown_value(rules, m, low), (int)lsn_shown_value(rules, m, high));
        }
        *sum += kept;
        ++*count;
    }
    bool fits = m->names ? *count >= 1 && *count <= m->item_count : *count == m->item_count;
    return fits ? LSN_OK : refuse(diag, LSN_ERR_MISSING_FIELD, items, "this measure has another number of items");
}

static lsn_err check_names(const lsn_measure *m, int count, const lsn_json *names, const lsn_json *root,
                           lsn_diag *diag) {
    if (!m->names) return names ? refuse(diag, LSN_ERR_UNKNOWN_FIELD, names, "these items have names already") : LSN_OK;
    if (!names || names->type != LSN_JSON_ARRAY || names->count != count) {
        return refuse(diag, LSN_ERR_MISSING_FIELD, names ? names : root, "\"names\" needs one name for each item");
    }
    for (const lsn_json *at = names->first; at; at = at->next) {
        if (at->type != LSN_JSON_STRING || at->string.len == 0 || at->string.len > LSN_MEASURE_NAME_MAX) {
            return refuse(diag, LSN_ERR_TOO_LONG, at, "a name is a text of 1 to 80 bytes");
        }
    }
    return LSN_OK;
}

static void write_text(lsn_buf *text, const lsn_adapt *rules, lsn_measure_id id, const lsn_json *items,
                       const lsn_json *names) {
    lsn_json_out out = lsn_json_begin(text);
    lsn_json_object(&out);
    lsn_json_put_text(&out, "measure", lsn_measure_name(id));
    lsn_json_key(&out, "items");
    lsn_json_array(&out);
    for (const lsn_json *at = items->first; at; at = at->next) {
        double kept = lsn_kept_value(rules, &rules->measures[id], at->number);
        lsn_json_fixed(&out, kept, kept == lsn_floor(kept) ? 0 : 1);
    }
    lsn_json_array_end(&out);
    if (names) {
        lsn_json_key(&out, "names");
        lsn_json_array(&out);
        for (const lsn_json *at = names->first; at; at = at->next) lsn_json_str(&out, at->string);
        lsn_json_array_end(&out);
    }
    lsn_json_object_end(&out);
}

lsn_err lsn_measure_read(double *score, lsn_buf *text, const lsn_adapt *rules, lsn_str json, lsn_arena scratch,
                         lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    const lsn_json *name = lsn_json_get(root, "measure"), *items = lsn_json_get(root, "items");
    lsn_measure_id id = name && name->type == LSN_JSON_STRING ? lsn_measure_find(name->string) : LSN_MEASURE_COUNT;
    if (id == LSN_MEASURE_COUNT || !rules->measures[id].shipped) {
        return refuse(diag, LSN_ERR_UNKNOWN_NAME, name ? name : root, "\"measure\" is the id of a measure");
    }
    if (!items || items->type != LSN_JSON_ARRAY) {
        return refuse(diag, LSN_ERR_MISSING_FIELD, items ? items : root, "\"items\" is a list of numbers");
    }
    const lsn_measure *m = &rules->measures[id];
    const lsn_json *names = lsn_json_get(root, "names");
    double sum = 0;
    int count = 0;
    err = read_items(&sum, &count, rules, m, items, diag);
    if (!err) err = check_names(m, count, names, root, diag);
    if (err) return err;
    write_text(text, rules, id, items, names);
    if (text->overflow) return refuse(diag, LSN_ERR_TOO_LONG, root, "these answers are longer than an event can be");
    *score = m->counts ? sum : sum / count;
    return LSN_OK;
}

int lsn_direction_outcome(const lsn_adapt *rules, const int *pain, const int *site, int count) {
    if (count < 2) return 0;
    int points = (int)rules->number[LSN_ADAPT_lean_points], last = count - 1;
    bool eased = true, moved_up = true;
    for (int i = 1; i < count; i++) {
        eased = eased && pain[0] - pain[i] >= points;
        moved_up = moved_up && site[i] < site[0];
    }
    if (pain[last] - pain[0] >= points || site[last] > site[0]) return -1;
    return eased || moved_up ? 1 : 0;
}
