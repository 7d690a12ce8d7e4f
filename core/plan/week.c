/// A programme of days. Each day is one exact plan, made for what the days before it gave; how many minutes the days
/// get is searched for from below, and a bound says how few could do. Invariant: the programme starts from today alone,
/// so what was missed is never caught up.
#include "core/plan/inner.h"

#include <string.h>

enum {
    A_WEEK = 7,
    STRENGTH_DAYS = 2, // a week: APTA 2021 puts strengthening before stretching; how often is our own choice
    SCALE = 1024,      // of the multipliers: seconds of session for a second of a region
    ROUNDS = 400,
};

/// The future as the programme simulates it.
typedef struct future {
    const lsn_catalogue *catalogue;
    const lsn_wish *wish; // of today
    const lsn_week_wish *asked;
    lsn_wish *then;                 // of the day in hand
    lsn_progress *today, *progress; // of today, of the day in hand
    lsn_plan *plan;
    lsn_arena scratch;
    int given_s[LSN_WEEK_DAYS_MAX][LSN_REGION_COUNT];
} future;

static bool is_rest_day(const lsn_week_wish *asked, int day) {
    return (asked->rest >> ((asked->first_weekday + day) % A_WEEK) & 1) != 0;
}

static int active_days(const lsn_week_wish *asked) {
    int count = 0;
    for (int day = 0; day < asked->days; day++) count += !is_rest_day(asked, day);
    return count;
}

/// What is known of the person on a day, if the programme was followed. What came before today fades over a week.
static void set_day(future *f, int day, const lsn_week *week) {
    const int64_t day_ms = 24LL * 3600 * 1000;
    static const int64_t two_days = 2;
    const lsn_progress *now = f->today;
    *f->progress = *now;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int before_s = day < A_WEEK ? now->region_week_s[r] * (A_WEEK - day) / A_WEEK : 0;
        for (int d = day > A_WEEK - 1 ? day - A_WEEK + 1 : 0; d < day; d++) before_s += f->given_s[d][r];
        f->progress->region_week_s[r] = before_s;
    }
    int64_t start_ms = now->last_session_ms > 0 ? now->last_session_ms : day_ms;
    for (int d = 0; d < day; d++) {
        if (week->day[d].count == 0) continue;
        f->progress->last_session_ms = start_ms + (d + 1) * day_ms;
        for (int i = 0; i < week->day[d].count; i++) {
            lsn_move_record *record = &f->progress->moves[week->day[d].moves[i]];
            record->times++;
            record->last_ms = f->progress->last_session_ms;
        }
    }
    if (day >= A_WEEK) f->progress->first_week = false;
    for (int i = 0; day >= two_days && i < LSN_MOVES_MAX; i++) f->progress->moves[i].resting = false;
    *f->then = *f->wish;
    f->then->progress = f->progress;
    f->then->seed = f->wish->seed + (uint64_t)day;
}

static lsn_err plan_day(future *f, lsn_week *week, int day, int minutes) {
    lsn_week_day *out = &week->day[day];
    memset(f->given_s[day], 0, sizeof f->given_s[day]);
    *out = (lsn_week_day){.minutes = minutes};
    if (minutes == 0) return LSN_OK;
    set_day(f, day, week);
    f->then->minutes = minutes;
    lsn_err err = lsn_plan_build(f->plan, f->catalogue, f->then, f->scratch);
    if (err) return err;
    out->total_s = f->plan->total_s;
    out->count = f->plan->count;
    out->has_strength = f->plan->has_strength;
    week->every_day_proven = week->every_day_proven && f->plan->optimal;
    for (int i = 0; i < f->plan->count; i++) {
        const lsn_step *step = &f->plan->steps[i];
        const lsn_move *move = &f->catalogue->moves[step->move];
        out->moves[i] = step->move;
        for (int r = 0; r < LSN_REGION_COUNT && move->kind != LSN_KIND_rest; r++)
            if (move->regions >> r & 1) f->given_s[day][r] += lsn_move_side_seconds(move, step->level);
    }
    for (int r = 0; r < LSN_REGION_COUNT; r++) // more in one session counts for nothing
        if (f->given_s[day][r] > LSN_CREDIT_MAX_S) f->given_s[day][r] = LSN_CREDIT_MAX_S;
    return LSN_OK;
}

/// Plans the days from `from` on with the minutes that stand in `week`, and sums up.
static lsn_err plan_days(future *f, lsn_week *week, int from) {
    week->every_day_proven = true;
    for (int day = from; day < week->days; day++) {
        lsn_err err = plan_day(f, week, day, week->day[day].minutes);
        if (err) return err;
    }
    week->minutes = week->strength_days = 0;
    memset(week->region_s, 0, sizeof week->region_s);
    for (int day = 0; day < week->days; day++) {
        week->minutes += week->day[day].minutes;
        week->strength_days += week->day[day].has_strength;
        for (int r = 0; r < LSN_REGION_COUNT; r++) week->region_s[r] += f->given_s[day][r];
    }
    week->meets = week->strength_days >= week->strength_days_due;
    for (int r = 0; r < LSN_REGION_COUNT; r++)
        if (week->region_s[r] < week->reachable_s[r]) week->meets = false;
    return LSN_OK;
}

// ---------------------------------------------------------------- targets and bound

/// A model with everything that any day may bring.
static lsn_err set_widest(lsn_model *model, future *f, lsn_arena *arena) {
    *f->then = *f->wish;
    *f->progress = *f->today;
    for (int i = 0; i < LSN_MOVES_MAX; i++) f->progress->moves[i].resting = false;
    f->then->progress = f->progress;
    f->then->minutes = f->asked->minutes_max;
    return lsn_model_set(model, f->catalogue, f->then, arena);
}

static void set_targets(lsn_week *week, const future *f, const lsn_model *model) {
    int active = active_days(f->asked), due = (STRENGTH_DAYS * week->days + A_WEEK - 1) / A_WEEK;
    for (int i = 0; i < model->instance.option_count; i++)
        if (model->instance.options[i].strength) week->strength_days_due = due < active ? due : active;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int most_s[LSN_MOVES_MAX] = {0}, a_day_s = 0;
        for (int i = 0; i < model->instance.option_count; i++) {
            const lsn_option *option = &model->instance.options[i];
            if (option->credit_s[r] > most_s[option->item]) most_s[option->item] = option->credit_s[r];
        }
        for (int item = 0; item < model->instance.item_count; item++) a_day_s += most_s[item];
        if (a_day_s > LSN_CREDIT_MAX_S) a_day_s = LSN_CREDIT_MAX_S;
        bool wished = lsn_region_wished(f->wish, (lsn_region)r);
        week->target_s[r] = wished ? LSN_REGION_WEEK_TARGET_S * week->days / A_WEEK : 0;
        week->reachable_s[r] = week->target_s[r] < a_day_s * active ? week->target_s[r] : a_day_s * active;
    }
}

/// Least scaled seconds that any days can take with these multipliers; `*got_s` is what they would give.
static int64_t dual_value(const lsn_week *week, const lsn_model *model, int active, const int64_t *price,
                          int64_t *got_s) {
    int64_t value = 0;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        value += price[r] * week->reachable_s[r];
        got_s[r] = 0;
    }
    for (int i = 0; i < model->instance.option_count;) {
        int item = model->instance.options[i].item, best = -1;
        int64_t most = 0;
        for (; i < model->instance.option_count && model->instance.options[i].item == item; i++) {
            const lsn_option *option = &model->instance.options[i];
            int64_t gain = -(int64_t)SCALE * option->time_s;
            for (int r = 0; r < LSN_REGION_COUNT; r++) gain += price[r] * option->credit_s[r];
            if (gain <= most) continue;
            most = gain;
            best = i;
        }
        value -= active * most;
        for (int r = 0; best >= 0 && r < LSN_REGION_COUNT; r++)
            got_s[r] += (int64_t)active * model->instance.options[best].credit_s[r];
    }
    return value;
}

/// No programme that gives every region its seconds takes fewer minutes: Lagrangian duality over all days at once, each
/// move at most once a day, ways and warm-ups for nothing.
static int minutes_bound(const lsn_week *week, const lsn_model *model, int active) {
    int64_t price[LSN_REGION_COUNT] = {0}, got_s[LSN_REGION_COUNT], best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t value = dual_value(week, model, active, price, got_s);
        if (value > best) best = value;
        for (int r = 0; r < LSN_REGION_COUNT; r++) {
            if (week->reachable_s[r] == 0) continue;
            int64_t lack_s = week->reachable_s[r] - got_s[r];
            price[r] += lack_s * SCALE / week->reachable_s[r] * 4 / (4 + round);
            if (price[r] < 0) price[r] = 0;
        }
    }
    int64_t seconds = best / SCALE - (int64_t)LSN_BREATHER_S * active; // there is no breather after a day's last move
    int64_t minutes = (seconds + 59) / 60;
    return (int)(minutes > LSN_PLAN_MINUTES_MIN * active ? minutes : LSN_PLAN_MINUTES_MIN * active);
}

// ---------------------------------------------------------------- minutes of the days

static void set_minutes(lsn_week *week, const lsn_week_wish *asked, int minutes) {
    for (int day = 0; day < week->days; day++) week->day[day].minutes = is_rest_day(asked, day) ? 0 : minutes;
}

/// The fewest minutes that are the same every day and meet the targets; the most that are allowed when none do.
static lsn_err find_even(future *f, lsn_week *week, int least) {
    for (int minutes = least; minutes <= f->asked->minutes_max; minutes++) {
        set_minutes(week, f->asked, minutes);
        lsn_err err = plan_days(f, week, 0);
        bool too_short = err == LSN_ERR_TOO_SHORT && minutes < f->asked->minutes_max;
        if (err && !too_short) return err;
        if (!err && week->meets) return LSN_OK;
    }
    return LSN_OK;
}

/// Takes single minutes away, from the last day to the first, while the targets are still met.
static lsn_err trim(future *f, lsn_week *week, lsn_week *trial) {
    bool proven = week->every_day_proven;
    for (int day = week->days - 1; day >= 0; day--) {
        while (week->minutes > week->minutes_bound && week->day[day].minutes > LSN_PLAN_MINUTES_MIN) {
            *trial = *week;
            trial->day[day].minutes--;
            lsn_err err = plan_days(f, trial, day);
            if (err && err != LSN_ERR_TOO_SHORT) return err;
            bool better = !err && trial->meets;
            if (better) proven = proven && trial->every_day_proven;
            if (better) *week = *trial;
            if (!better) {
                err = plan_days(f, week, day); // what the trial left behind
                if (err) return err;
                break;
            }
        }
    }
    week->every_day_proven = proven;
    return LSN_OK;
}

static lsn_err check_week(const lsn_week_wish *asked) {
    if (asked->days < 1 || asked->days > LSN_WEEK_DAYS_MAX) return LSN_ERR_OUT_OF_RANGE;
    if (asked->minutes_max < LSN_PLAN_MINUTES_MIN || asked->minutes_max > LSN_PLAN_MINUTES_MAX)
        return LSN_ERR_OUT_OF_RANGE;
    if (asked->minutes != 0 && (asked->minutes < LSN_PLAN_MINUTES_MIN || asked->minutes > LSN_PLAN_MINUTES_MAX))
        return LSN_ERR_OUT_OF_RANGE;
    if (asked->first_weekday < 0 || asked->first_weekday >= A_WEEK) return LSN_ERR_OUT_OF_RANGE;
    return active_days(asked) == 0 ? LSN_ERR_NOT_FOUND : LSN_OK;
}

lsn_err lsn_week_build(lsn_week *out, const lsn_catalogue *catalogue, const lsn_wish *wish, const lsn_week_wish *asked,
                       lsn_arena scratch) {
    lsn_err err = check_week(asked);
    if (err) return err;
    if (wish->verdict && !wish->verdict->may_exercise) return LSN_ERR_NOT_ALLOWED;
    future *f = LSN_NEW(&scratch, future, 1);
    lsn_week *week = LSN_NEW(&scratch, lsn_week, 2);
    lsn_model *model = LSN_NEW(&scratch, lsn_model, 1);
    if (!f || !week || !model) return LSN_ERR_NO_MEMORY;
    f->catalogue = catalogue;
    f->wish = wish;
    f->asked = asked;
    f->then = LSN_NEW(&scratch, lsn_wish, 1);
    f->today = LSN_NEW(&scratch, lsn_progress, 1);
    f->progress = LSN_NEW(&scratch, lsn_progress, 1);
    f->plan = LSN_NEW(&scratch, lsn_plan, 1);
    if (!f->then || !f->today || !f->progress || !f->plan) return LSN_ERR_NO_MEMORY;
    for (int i = 0; i < LSN_MOVES_MAX; i++) f->today->moves[i].level = LSN_LEVEL_usual;
    f->today->first_week = true;
    if (wish->progress) *f->today = *wish->progress;
    week->days = asked->days;
    err = set_widest(model, f, &scratch);
    if (err) return err;
    f->scratch = scratch;
    set_targets(week, f, model);
    int active = active_days(asked);
    if (asked->minutes > 0) {
        set_minutes(week, asked, asked->minutes);
        err = plan_days(f, week, 0);
    } else {
        week->minutes_bound = minutes_bound(week, model, active);
        err = find_even(f, week, (week->minutes_bound + active - 1) / active);
        if (!err && week->meets) err = trim(f, week, week + 1);
    }
    if (err) return err;
    *out = *week;
    return LSN_OK;
}

// ---------------------------------------------------------------- in words

void lsn_week_words(lsn_buf *out, const lsn_words *language, const lsn_week *week) {
    int short_of = 0, first = -1;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if (week->region_s[r] >= week->target_s[r]) continue;
        if (first < 0) first = r;
        short_of++;
    }
    if (short_of == 0)
        lsn_buf_text(out, LSN_IN(language, "Every part that you asked for gets its five minutes a week."));
    else if (short_of > 1)
        lsn_buf_format(out, LSN_IN(language, "%s and other parts get less than five minutes a week."),
                       lsn_words_say(language, lsn_region_text((lsn_region)first)));
    else
        lsn_buf_format(out,
                       LSN_N(language, lsn_region_is_one((lsn_region)first) ? 1 : 2,
                             "%s gets less than five minutes a week.", "%s get less than five minutes a week."),
                       lsn_words_say(language, lsn_region_text((lsn_region)first)));
    if (week->minutes_bound > 0 && week->meets) {
        if (week->minutes <= week->minutes_bound)
            lsn_buf_text(out, LSN_IN(language, " No programme can do this in fewer minutes: proven."));
        else
            lsn_buf_format(out,
                           LSN_IN(language, " It takes %d minutes in all; no programme can do it in fewer than %d."),
                           week->minutes, week->minutes_bound);
    }
    lsn_buf_text(out, week->every_day_proven ? LSN_IN(language, " Each day is the best for its minutes, proven.")
                                             : LSN_IN(language, " Each day is close to the best for its minutes."));
    lsn_buf_text(out, LSN_IN(language, " Days that you miss are not made up for."));
}

void lsn_week_write_json(lsn_json_out *out, const lsn_catalogue *catalogue, const lsn_week *week) {
    lsn_json_object(out);
    lsn_json_key(out, "days");
    lsn_json_array(out);
    for (int i = 0; i < week->days; i++) {
        const lsn_week_day *day = &week->day[i];
        lsn_json_object(out);
        lsn_json_put_int(out, "day", i);
        lsn_json_put_int(out, "minutes", day->minutes);
        lsn_json_put_int(out, "total_s", day->total_s);
        lsn_json_key(out, "moves");
        lsn_json_array(out);
        for (int k = 0; k < day->count; k++) lsn_json_str(out, catalogue->moves[day->moves[k]].id);
        lsn_json_array_end(out);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_put_int(out, "minutes", week->minutes);
    lsn_json_put_int(out, "minutes_bound", week->minutes_bound);
    lsn_json_put_bool(out, "meets", week->meets);
    lsn_json_put_int(out, "strength_days", week->strength_days);
    lsn_json_put_bool(out, "proven", week->every_day_proven);
    lsn_json_key(out, "regions");
    lsn_json_array(out);
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        lsn_json_object(out);
        lsn_json_put_text(out, "region", lsn_region_name((lsn_region)r));
        lsn_json_put_int(out, "seconds", week->region_s[r]);
        lsn_json_put_int(out, "target_s", week->target_s[r]);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    char memory[800];
    lsn_buf note = lsn_buf_make(memory, sizeof memory);
    lsn_week_words(&note, catalogue->language, week);
    lsn_json_put_str(out, "note", lsn_buf_view(&note));
    lsn_json_object_end(out);
}
