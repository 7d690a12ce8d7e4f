// core/plan: what is done on its own, outside a plan: a test of range, a trial of a direction. Invariant: what
// screening, a flare-up or a direction that made it worse leaves out of a plan is left out here too, and says why.
#include "core/plan/plan.h"

lsn_str lsn_test_left_out(const lsn_measure *measure, const lsn_verdict *verdict, const lsn_progress *progress,
                          const lsn_words *language) {
    LSN_ASSERT(measure->test);
    const lsn_move *figure = &measure->test->figure;
    const char *why = "";
    if (!verdict)
        why = LSN_TR("Answer the safety questions first.");
    else if (!lsn_screen_allows(verdict, figure))
        why = LSN_TR("Your safety answers leave this one out.");
    else if (progress->high_pain)
        why = LSN_TR("Left out while your pain is high.");
    else if (progress->flare)
        why = LSN_TR("Left out while the flare-up lasts.");
    else if (progress->lean.stopped >> figure->direction & 1)
        why = LSN_TR("Left out for now: bending this way made it worse when you tried it.");
    return lsn_str_from(lsn_words_say(language, why));
}

// ---------------------------------------------------------------- a trial of a direction

enum { TRIES = 3 };

// Repeated bends that are done lying, with the arms or the hands doing the work; which ones is our own choice.
static const struct {
    lsn_direction toward;
    lsn_str move;
} ways[] = {{LSN_DIRECTION_extension, {"prone-press-up", 14}}, {LSN_DIRECTION_flexion, {"double-knee-to-chest", 20}}};

enum { WAYS = (int)(sizeof ways / sizeof *ways) };

/// Why there is no trial whatever the move; NULL: there may be one.
static const char *barred(const lsn_verdict *verdict, const lsn_progress *progress) {
    if (!verdict) return LSN_TR("Answer the safety questions first.");
    // A leg that nobody has looked at is not for trying things out.
    bool gentle = !verdict->may_exercise || verdict->gentle_only || (verdict->forbid_tags >> LSN_TAG_LEG & 1) != 0;
    if (gentle) return LSN_TR("Your safety answers leave this one out.");
    if (progress->high_pain) return LSN_TR("Left out while your pain is high.");
    if (progress->flare) return LSN_TR("Left out while the flare-up lasts.");
    if (progress->see_clinician)
        return LSN_TR("Your numbers have gone up. Speak to a doctor or physiotherapist before you try this.");
    for (int way = 0; way < LSN_DIRECTION_COUNT; way++)
        if (progress->lean.tried_day[way] == progress->today)
            return LSN_TR("You have tried one way today. The other way is for another day.");
    return NULL;
}

/// The move of a way, when nothing speaks against it; −1.
static int move_of(const lsn_catalogue *catalogue, const lsn_verdict *verdict, const lsn_progress *progress,
                   const uint8_t *able, int way) {
    int index = lsn_catalogue_find(catalogue, ways[way].move);
    if (index < 0 || (progress->lean.stopped >> ways[way].toward & 1)) return -1;
    const lsn_move_record *record = &progress->moves[index];
    if (!lsn_screen_allows(verdict, &catalogue->moves[index]) || lsn_screen_is_small(verdict, &catalogue->moves[index]))
        return -1;
    bool usual = !able || (able[index] >> LSN_LEVEL_usual & 1) != 0;
    return !usual || record->resting || record->retired || record->preferred < 0 ? -1 : index;
}

lsn_trial lsn_trial_offer(const lsn_catalogue *catalogue, const lsn_adapt *rules, const lsn_verdict *verdict,
                          const lsn_progress *progress, const uint8_t *able) {
    lsn_trial trial = {.move = -1,
                       .reps = (int)rules->number[LSN_ADAPT_trial_reps],
                       .soon_min = (int)rules->number[LSN_ADAPT_trial_soon_min],
                       .later_min = (int)rules->number[LSN_ADAPT_trial_later_min]};
    bool on = rules->on >> LSN_ADAPT_trial & 1;
    const char *why = on ? barred(verdict, progress) : NULL;
    for (int way = 0; on && !why && way < WAYS; way++) {
        int move = move_of(catalogue, verdict, progress, able, way);
        const int64_t *day = progress->lean.tried_day;
        if (move < 0 || (trial.move >= 0 && day[ways[way].toward] >= day[trial.toward])) continue;
        trial.move = move;
        trial.toward = ways[way].toward;
    }
    if (!why && trial.move < 0) why = LSN_TR("Nothing of this fits you now.");
    if (why) trial.left_out = lsn_words_str(catalogue->language, lsn_str_from(why));
    return trial;
}

void lsn_trial_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_trial *trial) {
    const lsn_words *language = catalogue->language;
    char memory[LSN_PLAN_WHY_MAX];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_json_object(out);
    lsn_json_put_str(out, "left_out", trial->left_out);
    lsn_json_put_text(out, "direction", lsn_direction_name(trial->toward));
    lsn_json_key(out, "move");
    lsn_json_str(out, trial->move >= 0 ? catalogue->moves[trial->move].id : LSN_STR(""));
    lsn_json_put_int(out, "reps", trial->reps);
    lsn_json_put_int(out, "soon_min", trial->soon_min);
    lsn_json_put_int(out, "later_min", trial->later_min);
    lsn_json_key(out, "says");
    lsn_json_array(out);
    lsn_json_text(out, LSN_IN(language, "Many backs like one way of bending better than the other."));
    lsn_buf_format(&text,
                   LSN_IN(language,
                          "You bend one way %d times, slowly, and say how it is at first, after %d minutes and "
                          "after %d."),
                   trial->reps, trial->soon_min, trial->later_min);
    lsn_json_str(out, lsn_buf_view(&text));
    lsn_json_text(out,
                  LSN_IN(language, "Less pain, or pain nearer to the spine, speaks for that way; more, or further down "
                                   "the leg, against it."));
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

static bool read_numbers(int out[TRIES], const lsn_json *root, const char *key, int high, int *count) {
    const lsn_json *list = lsn_json_get(root, key);
    *count = 0;
    if (!list || list->type != LSN_JSON_ARRAY || list->count < 2 || list->count > TRIES) return false;
    for (const lsn_json *at = list->first; at; at = at->next) {
        bool whole = at->type == LSN_JSON_NUMBER && at->number >= 0 && at->number <= high;
        if (!whole || lsn_floor(at->number) != at->number) return false;
        out[(*count)++] = (int)at->number;
    }
    return true;
}

static void write_numbers(lsn_json_out *out, const char *key, const int *values, int count) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < count; i++) lsn_json_int(out, values[i]);
    lsn_json_array_end(out);
}

lsn_err lsn_trial_read(int *value, lsn_buf *text, bool *further, const lsn_adapt *rules, lsn_str json,
                       lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    const lsn_json *toward = lsn_json_get(root, "direction"), *stopped = lsn_json_get(root, "stopped");
    lsn_direction way =
        toward && toward->type == LSN_JSON_STRING ? lsn_direction_find(toward->string) : LSN_DIRECTION_COUNT;
    int pain[TRIES], site[TRIES], count, sites;
    bool fits = (way == LSN_DIRECTION_extension || way == LSN_DIRECTION_flexion) &&
                read_numbers(pain, root, "pain", 10, &count) && read_numbers(site, root, "site", 4, &sites) &&
                count == sites;
    if (!fits)
        return lsn_diag_set(diag, LSN_ERR_INCONSISTENT, root->line, root->column, "%s",
                            "a trial has a direction, and as many pains (0 to 10) as places (0 to 4), two or three");
    bool broken_off = stopped && stopped->type == LSN_JSON_BOOL && stopped->boolean;
    *value = broken_off ? -1 : lsn_direction_outcome(rules, pain, site, count);
    *further = site[count - 1] > site[0];
    lsn_json_out out = lsn_json_begin(text);
    lsn_json_object(&out);
    lsn_json_put_text(&out, "direction", lsn_direction_name(way));
    write_numbers(&out, "pain", pain, count);
    write_numbers(&out, "site", site, count);
    lsn_json_object_end(&out);
    return LSN_OK;
}

void lsn_trial_say(lsn_buf *out, const lsn_screen_rules *rules, int value, bool further) {
    const lsn_words *language = rules->language;
    if (further) {
        lsn_buf_str(out, rules->words[LSN_SCREEN_WORD_site_further]);
        return;
    }
    lsn_buf_text(
        out, value > 0   ? LSN_IN(language, "Better, and it stayed so. When two of three days agree, your sessions "
                                              "lean that way for two weeks.")
             : value < 0 ? LSN_IN(language, "Worse. Going far this way is left out for two weeks. Come back to what "
                                            "eases it.")
                         : LSN_IN(language, "No clear change, which is normal. Another day you can try the other "
                                            "way."));
}
