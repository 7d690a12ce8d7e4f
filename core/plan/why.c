/// Why a move is in the plan, and why another is not, computed when asked: at most one more solve of the model each.
/// Invariant: the reasons are tried in one fixed order, and a sentence says only what the two solutions show.
#include "core/plan/inner.h"

#include <string.h>

enum {
    FORCED = 60000,   // points that bring any move in that can be; more than all others can weigh
    WHY_NODES = 5000, // of the search for one answer: what is not proven by then is told without its points
};

const char *lsn_why_kind_name(lsn_why_kind kind) {
    static const char *const names[LSN_WHY_COUNT] = {
        [LSN_WHY_in_plan] = "in-plan",   [LSN_WHY_picture] = "picture",     [LSN_WHY_screening] = "screening",
        [LSN_WHY_body] = "body",         [LSN_WHY_place] = "place",         [LSN_WHY_prop] = "prop",
        [LSN_WHY_resting] = "resting",   [LSN_WHY_retired] = "retired",     [LSN_WHY_never] = "never",
        [LSN_WHY_dropped] = "dropped",   [LSN_WHY_flare] = "flare",         [LSN_WHY_unlisted] = "unlisted",
        [LSN_WHY_new_move] = "new-move", [LSN_WHY_full] = "full",           [LSN_WHY_change] = "change",
        [LSN_WHY_time] = "time",         [LSN_WHY_dominated] = "dominated", [LSN_WHY_displaces] = "displaces",
        [LSN_WHY_equal] = "equal",       [LSN_WHY_unproven] = "unproven",
    };
    LSN_ASSERT((unsigned)kind < LSN_WHY_COUNT);
    return names[kind];
}

/// The plan against another one.
typedef struct asked {
    const lsn_catalogue *catalogue;
    const lsn_plan *plan;
    lsn_wish *wish; // with what was dropped from the plan
    lsn_model *model;
    lsn_solution *solution;
    lsn_plan *other;
    lsn_buf text;
} asked;

static int region_seconds(const lsn_plan *plan, int region) {
    int sum_s = 0;
    for (int i = 0; i < plan->count; i++) {
        const lsn_move *move = &plan->catalogue->moves[plan->steps[i].move];
        if (move->kind == LSN_KIND_rest || (move->regions >> region & 1) == 0) continue;
        sum_s += lsn_move_side_seconds(move, plan->steps[i].level);
    }
    return sum_s < LSN_CREDIT_MAX_S ? sum_s : LSN_CREDIT_MAX_S;
}

/// A move that `plan` has and `without` lacks; −1: none. `*count` of them.
static int missing(const lsn_plan *plan, const lsn_plan *without, int not_move, int *count) {
    int first = -1;
    *count = 0;
    for (int i = 0; i < plan->count; i++) {
        int move = plan->steps[i].move;
        if (move == not_move || lsn_plan_has(without, move) || (i > 0 && plan->steps[i - 1].move == move)) continue;
        if (first < 0) first = move;
        ++*count;
    }
    return first;
}

/// Points of the plan as it stands, without the bonus of what must be in; −1: it does not fit the model any more.
static int plan_points(const asked *a) {
    if (a->plan->objective > 0) return a->plan->objective;
    int options[64], count = 0;
    const lsn_instance *instance = &a->model->instance;
    for (int i = 0; i < a->plan->count && count < 64; i++) {
        const lsn_step *step = &a->plan->steps[i];
        bool twice = i + 1 < a->plan->count && a->plan->steps[i + 1].move == step->move;
        bool last = i + 1 + (twice ? 1 : 0) >= a->plan->count;
        int found = -1, item = a->model->item_of_move[step->move];
        for (int k = 0; k < instance->option_count; k++) {
            const lsn_option *option = &instance->options[k];
            if (option->item != item || lsn_option_level(option) != step->level) continue;
            if ((lsn_option_rounds(option) == 2) == twice && (!option->is_final || last)) found = k;
        }
        if (found < 0) return -1;
        options[count++] = found;
        i += twice ? 1 : 0;
    }
    int objective;
    return lsn_instance_value(&objective, instance, options, count) ? objective : -1;
}

/// Solves the model of a->wish again into a->other; `forced` (−1: none) comes in wherever it can.
static lsn_err solve_other(asked *a, int forced, lsn_arena *arena) {
    lsn_err err = lsn_model_set(a->model, a->catalogue, a->wish, arena);
    if (err) return err;
    for (int i = 0; forced >= 0 && i < a->model->instance.option_count; i++) {
        lsn_option *option = &a->model->instance.options[i];
        if (a->model->move_of_item[option->item] == forced) option->points += FORCED;
    }
    err = lsn_model_solve(a->solution, a->model, NULL, *arena);
    if (err || !a->solution->feasible) return err;
    *a->other = *a->plan;
    lsn_plan_steps(a->other, a->model, a->solution);
    if (forced < 0 || !lsn_plan_has(a->other, forced)) return LSN_OK;
    a->solution->objective -= FORCED;
    a->solution->bound -= FORCED;
    return LSN_OK;
}

static lsn_str name_of(const asked *a, int move) {
    return a->catalogue->moves[move].name;
}

static const lsn_words *language_of(const asked *a) {
    return a->catalogue->language;
}

static void say(asked *a, const char *english) {
    lsn_buf_text(&a->text, lsn_words_say(language_of(a), english));
}

static const char *region_text(const asked *a, int region) {
    return lsn_words_say(language_of(a), lsn_region_text((lsn_region)region));
}

static void say_seconds(lsn_buf *out, const lsn_words *language, int seconds) {
    if (seconds < 60)
        lsn_buf_format(out, LSN_IN(language, "%d s"), seconds);
    else if (seconds % 60 == 0)
        lsn_buf_format(out, LSN_IN(language, "%d min"), seconds / 60);
    else
        lsn_buf_format(out, LSN_IN(language, "%d min %d s"), seconds / 60, seconds % 60);
}

/// ", and your hips would get 40 s less", by a format for the region and how much: the wished region that loses most;
/// false when none does.
static bool say_region_lost(asked *a, const char *format) {
    int worst = -1, most = 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int lost = region_seconds(a->plan, r) - region_seconds(a->other, r);
        if (lost * lsn_region_weight(a->wish, (lsn_region)r) <= most) continue;
        most = lost * lsn_region_weight(a->wish, (lsn_region)r);
        worst = r;
    }
    if (worst < 0) return false;
    char memory[48];
    lsn_buf less = lsn_buf_make(memory, sizeof memory);
    say_seconds(&less, language_of(a), region_seconds(a->plan, worst) - region_seconds(a->other, worst));
    lsn_buf_format(&a->text, lsn_words_say(language_of(a), format), region_text(a, worst), lsn_buf_cstr(&less));
    return true;
}

// ---------------------------------------------------------------- in the plan

/// The region whose worth in this plan comes most from the move; −1: none.
static int region_served(const asked *a, int move) {
    int best = -1, most = 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int all_s = 0, own_s = 0;
        for (int i = 0; i < a->plan->count; i++) {
            const lsn_move *other = &a->catalogue->moves[a->plan->steps[i].move];
            if (other->kind == LSN_KIND_rest || (other->regions >> r & 1) == 0) continue;
            int side_s = lsn_move_side_seconds(other, a->plan->steps[i].level);
            all_s += side_s;
            if (a->plan->steps[i].move == move) own_s += side_s;
        }
        const lsn_need *need = &a->model->instance.needs[r];
        int gain = own_s == 0 ? 0 : 1 + lsn_need_worth(need, all_s) - lsn_need_worth(need, all_s - own_s);
        if (gain <= most) continue;
        most = gain;
        best = r;
    }
    return best;
}

/// What a move in the plan serves: its part in the session, or the region that it gives most to.
static void set_serves(lsn_why *out, const asked *a) {
    const lsn_move *move = &a->catalogue->moves[out->move];
    const char *serves = NULL;
    int best = region_served(a, out->move), strength = 0;
    for (int i = 0; i < a->plan->count; i++)
        strength += lsn_move_is_strength(&a->catalogue->moves[a->plan->steps[i].move]);
    if (move->kind == LSN_KIND_rest) serves = "rest";
    if (!serves && a->plan->steps[0].move == out->move && move->warm_up) serves = "warm-up";
    if (!serves && lsn_move_is_strength(move) && strength == 1) serves = "strength";
    if (!serves) serves = best < 0 ? "variety" : lsn_region_name((lsn_region)best);
    lsn_buf buf = lsn_buf_make(out->serves, sizeof out->serves);
    lsn_buf_text(&buf, serves);
    lsn_buf_cstr(&buf);
}

static void say_serves(asked *a, const lsn_why *why) {
    lsn_region region = lsn_region_find(lsn_str_from(why->serves));
    if (region != LSN_REGION_COUNT)
        lsn_buf_format(&a->text, LSN_IN(language_of(a), "It is here for your %s. "), region_text(a, (int)region));
    else if (why->serves[0] == 'w')
        say(a, LSN_TR("It warms you up. "));
    else if (why->serves[0] == 's')
        say(a, LSN_TR("It is today's strength move. "));
    else if (why->serves[0] == 'r')
        say(a, LSN_TR("It lets you end at rest. "));
}

static void say_without(asked *a, int other) {
    if (other < 0) {
        if (!say_region_lost(a, LSN_TR("Without it, your %s would get %s less.")))
            say(a, LSN_TR("Without it, the session would have less variety."));
        return;
    }
    lsn_buf_format(&a->text, LSN_IN(language_of(a), "Without it, %S would come in"), name_of(a, other));
    if (!say_region_lost(a, LSN_TR(", and your %s would get %s less.")))
        say(a, LSN_TR(", which fits a little less well today."));
}

static lsn_err why_in(lsn_why *out, asked *a, lsn_arena *arena) {
    lsn_err err = lsn_model_set(a->model, a->catalogue, a->wish, arena);
    if (err) return err;
    int points = plan_points(a);
    set_serves(out, a);
    say_serves(a, out);
    if (lsn_leans_to(a->wish, &a->catalogue->moves[out->move]))
        say(a, LSN_TR("It bends the way that made it better when you tried. "));
    if (a->wish->dropped_count < LSN_PLAN_STEPS_MAX) a->wish->dropped[a->wish->dropped_count++] = out->move;
    err = solve_other(a, -1, arena);
    if (err) return err;
    if (!a->solution->feasible) {
        say(a, LSN_TR("Without it no session would fit."));
        return LSN_OK;
    }
    int count;
    out->other = missing(a->other, a->plan, -1, &count);
    out->counted = points >= 0 && a->solution->optimal && a->plan->optimal;
    out->loss = points > a->solution->objective ? points - a->solution->objective : 0;
    if (points < 0) out->loss = -1;
    if (out->loss == 0 && out->other >= 0)
        lsn_buf_format(&a->text, LSN_IN(language_of(a), "An equally good plan exists without it, with %S instead."),
                       name_of(a, out->other));
    else if (out->loss == 0)
        say(a, LSN_TR("An equally good plan exists without it."));
    else
        say_without(a, out->other);
    return LSN_OK;
}

// ---------------------------------------------------------------- left out

static void say_bar(asked *a, lsn_why_kind kind, const lsn_move *move) {
    static const char *const sentences[LSN_WHY_COUNT] = {
        [LSN_WHY_picture] = LSN_TR("It is a position to sleep in, with nothing to do."),
        [LSN_WHY_screening] = LSN_TR("Your safety answers leave it out."),
        [LSN_WHY_body] = LSN_TR("It asks for more than your body can do now, as you described it."),
        [LSN_WHY_resting] = LSN_TR("It rests for two days, because it hurt."),
        [LSN_WHY_retired] = LSN_TR("It is out because it hurt more than once. You can bring it back."),
        [LSN_WHY_never] = LSN_TR("You asked for it never to come."),
        [LSN_WHY_dropped] = LSN_TR("You took it out of this plan."),
        [LSN_WHY_flare] = LSN_TR("While a flare-up lasts, only gentle moves and those that help you are in."),
        [LSN_WHY_unlisted] = LSN_TR("It is not on the list that was put together for you."),
        [LSN_WHY_new_move] = LSN_TR("It is new to you. In your first week one new move a session is enough."),
        [LSN_WHY_time] = LSN_TR("There is not enough time for it beside a warm-up and what must be in."),
        [LSN_WHY_unproven] = LSN_TR("Other moves seem to give more in this time."),
    };
    const lsn_words *language = language_of(a);
    if (kind == LSN_WHY_place) {
        lsn_buf_format(&a->text, LSN_IN(language, "It cannot be done %s."),
                       lsn_words_say(language, lsn_place_text(a->wish->place)));
    } else if (kind == LSN_WHY_prop) {
        uint32_t lacking = move->props_needed & a->wish->without_props;
        for (int p = 0; p < LSN_PROP_COUNT; p++) {
            if ((lacking >> p & 1) == 0) continue;
            lsn_buf_format(&a->text, LSN_IN(language, "It needs a %s."),
                           lsn_words_say(language, lsn_prop_text((lsn_prop)p)));
            break;
        }
    } else if (kind == LSN_WHY_screening && !(a->wish->verdict && !lsn_screen_allows(a->wish->verdict, move))) {
        for (int t = 0; t < LSN_TAG_COUNT; t++) {
            if ((move->tags & a->wish->without_tags) >> t & 1) {
                lsn_buf_format(&a->text, LSN_IN(language, "You asked for no moves with a caution about %s."),
                               lsn_words_say(language, lsn_tag_text((lsn_tag)t)));
                break;
            }
        }
    } else {
        say(a, sentences[kind]);
    }
}

static bool is_held_back(const asked *a, int move) {
    bool first_week = !a->wish->progress || a->wish->progress->first_week;
    if (!first_week || !lsn_move_is_new(&a->catalogue->moves[move], a->wish, move)) return false;
    for (int i = 0; i < a->plan->count; i++) {
        int other = a->plan->steps[i].move;
        if (lsn_move_is_new(&a->catalogue->moves[other], a->wish, other)) return true;
    }
    return false;
}

/// The plan gives every region of the move what a session, or this week, can use.
static bool is_full(const asked *a, const lsn_move *move) {
    bool any = false;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if ((move->regions >> r & 1) == 0 || move->kind == LSN_KIND_rest) continue;
        any = true;
        if (region_seconds(a->plan, r) < a->model->instance.needs[r].end_s[2]) return false;
    }
    return any;
}

static void say_full(asked *a, const lsn_move *move) {
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if ((move->regions >> r & 1) == 0) continue;
        lsn_buf_format(&a->text,
                       LSN_N(language_of(a), lsn_region_is_one((lsn_region)r) ? 1 : 2,
                             "Your %s gets as much as one session can give already.",
                             "Your %s get as much as one session can give already."),
                       region_text(a, r));
        return;
    }
}

/// Path and posture cost of a plan in the model's points.
static int change_cost(const asked *a, const lsn_plan *plan) {
    const lsn_instance *instance = &a->model->instance;
    int from = instance->from, cost = 0;
    for (int i = 0; i < plan->count; i++) {
        const lsn_move *move = &a->catalogue->moves[plan->steps[i].move];
        int start = a->model->waypost_of[move->start];
        if (start < 0) return 0;
        if (i == 0 || start != from)
            cost += instance->way_second_points * instance->way_s[from][start] + instance->block_points;
        from = a->model->waypost_of[move->end];
    }
    return cost;
}

static bool is_visited(const lsn_plan *plan, lsn_posture posture) {
    for (int i = 0; i < plan->count; i++) {
        if (plan->catalogue->moves[plan->steps[i].move].start == posture) return true;
    }
    return false;
}

static bool serves_the_same(const asked *a, int move, int other) {
    const lsn_move *m = &a->catalogue->moves[move], *o = &a->catalogue->moves[other];
    return (m->regions & ~o->regions) == 0 && m->direction == o->direction;
}

static void compare(lsn_why *out, asked *a, int points) {
    const lsn_move *move = &a->catalogue->moves[out->move];
    const lsn_words *language = language_of(a);
    int count, more = change_cost(a, a->other) - change_cost(a, a->plan);
    out->other = missing(a->plan, a->other, -1, &count);
    out->counted = points >= 0 && a->solution->optimal && a->plan->optimal;
    out->loss = points < 0 ? -1 : points > a->solution->objective ? points - a->solution->objective : 0;
    if (out->loss == 0) {
        out->kind = LSN_WHY_equal;
        if (out->other >= 0)
            lsn_buf_format(&a->text, LSN_IN(language, "An equally good plan exists with it, instead of %S."),
                           name_of(a, out->other));
        else
            say(a, LSN_TR("An equally good plan exists with it."));
    } else if (!is_visited(a->plan, move->start) && out->loss > 0 && more >= out->loss) {
        out->kind = LSN_WHY_change;
        lsn_buf_format(&a->text, LSN_IN(language, "It is done %s, and changing position for it is not worth it today."),
                       lsn_words_say(language, lsn_posture_text(move->start)));
    } else if (count == 1 && serves_the_same(a, out->move, out->other)) {
        out->kind = LSN_WHY_dominated;
        lsn_buf_format(&a->text, LSN_IN(language, "%S does the same for you, and fits better today."),
                       name_of(a, out->other));
    } else {
        out->kind = LSN_WHY_displaces;
        if (out->other < 0)
            say(a, LSN_TR("It would shorten other moves"));
        else if (count == 1)
            lsn_buf_format(&a->text, LSN_IN(language, "It would take the place of %S"), name_of(a, out->other));
        else
            lsn_buf_format(&a->text,
                           LSN_N(language, count - 1, "It would take the place of %S and %d other",
                                 "It would take the place of %S and %d others"),
                           name_of(a, out->other), count - 1);
        if (!say_region_lost(a, LSN_TR(", and your %s would get %s less."))) say(a, LSN_TR("."));
    }
}

static lsn_err why_out(lsn_why *out, asked *a, lsn_arena *arena) {
    const lsn_move *move = &a->catalogue->moves[out->move];
    out->kind = lsn_model_bars(a->catalogue, a->wish, out->move);
    if (out->kind == LSN_WHY_in_plan && is_held_back(a, out->move)) out->kind = LSN_WHY_new_move;
    if (out->kind != LSN_WHY_in_plan) {
        say_bar(a, out->kind, move);
        return LSN_OK;
    }
    lsn_err err = lsn_model_set(a->model, a->catalogue, a->wish, arena);
    if (err) return err;
    if (is_full(a, move)) {
        out->kind = LSN_WHY_full;
        say_full(a, move);
        return LSN_OK;
    }
    int points = plan_points(a);
    err = solve_other(a, out->move, arena);
    if (err) return err;
    if (a->solution->feasible && lsn_plan_has(a->other, out->move)) {
        compare(out, a, points);
        return LSN_OK;
    }
    out->kind = a->solution->optimal ? LSN_WHY_time : LSN_WHY_unproven;
    say_bar(a, out->kind, move);
    return LSN_OK;
}

lsn_err lsn_plan_why(lsn_why *out, const lsn_plan *plan, int move, const lsn_wish *wish, lsn_arena scratch) {
    if (move < 0 || move >= plan->catalogue->count) return LSN_ERR_OUT_OF_RANGE;
    asked a = {.catalogue = plan->catalogue,
               .plan = plan,
               .wish = LSN_NEW(&scratch, lsn_wish, 1),
               .model = LSN_NEW(&scratch, lsn_model, 1),
               .solution = LSN_NEW(&scratch, lsn_solution, 1),
               .other = LSN_NEW(&scratch, lsn_plan, 1)};
    if (!a.wish || !a.model || !a.solution || !a.other) return LSN_ERR_NO_MEMORY;
    *a.wish = *wish;
    a.wish->nodes = WHY_NODES;
    memcpy(a.wish->dropped, plan->wish.dropped, sizeof a.wish->dropped);
    a.wish->dropped_count = plan->wish.dropped_count;
    lsn_why why = {.move = move, .other = -1, .loss = -1};
    a.text = lsn_buf_make(why.text, sizeof why.text);
    lsn_err err = lsn_plan_has(plan, move) ? why_in(&why, &a, &scratch) : why_out(&why, &a, &scratch);
    if (err) return err;
    lsn_buf_cstr(&a.text);
    *out = why;
    return LSN_OK;
}

void lsn_why_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_why *why) {
    const lsn_move *move = &catalogue->moves[why->move];
    lsn_json_object(out);
    lsn_json_put_str(out, "move", move->id);
    lsn_json_put_str(out, "name", move->name);
    lsn_json_put_text(out, "kind", lsn_why_kind_name(why->kind));
    lsn_json_key(out, "loss");
    if (why->counted)
        lsn_json_int(out, why->loss);
    else
        lsn_json_null(out);
    lsn_json_key(out, "other");
    if (why->other >= 0)
        lsn_json_str(out, catalogue->moves[why->other].id);
    else
        lsn_json_null(out);
    lsn_json_put_text(out, "serves", why->serves);
    lsn_json_put_text(out, "text", why->text);
    lsn_json_object_end(out);
}

static lsn_err write_one(lsn_json_out *out, const lsn_plan *plan, int move, const lsn_wish *wish, lsn_arena scratch) {
    lsn_why why;
    lsn_err err = lsn_plan_why(&why, plan, move, wish, scratch);
    if (!err) lsn_why_write_json(out, plan->catalogue, &why);
    return err;
}

lsn_err lsn_plan_write_whys_json(lsn_json_out *out, const lsn_plan *plan, const lsn_wish *wish, lsn_arena scratch) {
    lsn_err err = LSN_OK;
    lsn_json_object(out);
    lsn_json_key(out, "steps");
    lsn_json_array(out);
    for (int i = 0; i < plan->count && !err; i++)
        if (i == 0 || plan->steps[i - 1].move != plan->steps[i].move)
            err = write_one(out, plan, plan->steps[i].move, wish, scratch);
    lsn_json_array_end(out);
    lsn_json_key(out, "left_out");
    lsn_json_array(out);
    for (int i = 0; i < plan->catalogue->count && !err; i++)
        if (!lsn_plan_has(plan, i) && plan->catalogue->moves[i].kind != LSN_KIND_picture)
            err = write_one(out, plan, i, wish, scratch);
    lsn_json_array_end(out);
    lsn_json_object_end(out);
    return err;
}
