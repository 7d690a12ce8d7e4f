// Virtual persons who follow their plans for weeks, with their own answers, habits and flare-ups: the real core plans,
// learns and adapts, and every rule is checked from the outside, from what happened. It is a test of rules, not a claim
// about people.
//   simulate [PERSONS] [WEEKS] [FIRST]   1000, 26 and 0 unless told; FIRST: number of the first person. Exit 1 when a
//   rule was broken.
#include "core/plan/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EVENTS_MAX = 16384, SCRATCH = 8 << 20, DAYS_MAX = 400, NODES = 60, MONTHS = 13, PER_MONTH = 28 };
static const int64_t begin_ms = 1767571200000, day_ms = 86400000, hour_ms = 3600000; // Monday 2026-01-05

typedef struct person {
    lsn_random random;
    double effect[LSN_MOVES_MAX]; // of one session with it on pain, points; positive helps
    double pain, usual_pain, flare, adherence;
    int minutes, away_until;
    uint32_t without_tags;
    bool told_flare;
} person;

typedef struct arm {
    const char *name;
    long sessions[MONTHS], helping[MONTHS], hurting[MONTHS];
    double effect[MONTHS];
    long first_help_session, first_help_persons;
} arm;

// What the check itself knows of one person, from what it wrote into the log.
typedef struct ledger {
    int64_t red_ms[LSN_MOVES_MAX];
    int reds[LSN_MOVES_MAX], done[LSN_MOVES_MAX];
    double worked_s[DAYS_MAX];
    int sat[DAYS_MAX];
    double grown_s[DAYS_MAX];
    int region_s[DAYS_MAX][LSN_REGION_COUNT];
    int last_day;
} ledger;

typedef struct tally {
    long plans, looks, broken, up, down, rests, retired, flares, weeks_enough, regions_enough, regions_met;
    long helps_said, helps_true, helping_moves, refused;
    double plan_ms, look_ms, plan_most_ms;
} tally;

static lsn_catalogue catalogue;
static lsn_adapt rules;
static unsigned char *scratch_memory;
static lsn_event *events;
static lsn_journal journal;
static int serial;
static tally total;

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void broken(int who, int day, const char *rule, const char *what) {
    total.broken++;
    if (total.broken <= 20) printf("BROKEN person %d day %d: %s (%s)\n", who, day, rule, what);
}

#define CHECK(condition, rule, what)                                                                                   \
    do {                                                                                                               \
        if (!(condition)) broken(who, day, rule, what);                                                                \
    } while (0)

// ---------------------------------------------------------------- the log

static lsn_uuid id_at(int64_t ms) {
    unsigned char random[10] = {0};
    for (int i = 0; i < 4; i++) random[6 + i] = (unsigned char)(serial >> (24 - 8 * i));
    serial++;
    return lsn_uuid_make(ms, random);
}

static void put(lsn_event event, int64_t ms, const lsn_uuid *session) {
    event.id = id_at(ms);
    event.at_ms = ms;
    if (session) event.session = *session;
    if (lsn_journal_add(&journal, &event, NULL)) exit(2);
}

// ---------------------------------------------------------------- a person

static double uniform(person *p, double low, double high) {
    return low + (high - low) * lsn_random_unit(&p->random);
}

static void make_person(person *p, int who) {
    static const int minutes[] = {5, 8, 10, 15};
    memset(p, 0, sizeof *p);
    p->random = lsn_random_make(20261121, (uint64_t)who);
    for (int i = 0; i < catalogue.count; i++) p->effect[i] = 0.25 * lsn_random_normal(&p->random);
    for (int n = 0; n < 3; n++) p->effect[lsn_random_below(&p->random, (uint32_t)catalogue.count)] = uniform(p, 1, 1.8);
    for (int n = 0; n < 3; n++) p->effect[lsn_random_below(&p->random, (uint32_t)catalogue.count)] = uniform(p, -3, -2);
    p->usual_pain = p->pain = uniform(p, 1.5, 5);
    p->adherence = uniform(p, 0.25, 0.95);
    p->minutes = minutes[lsn_random_below(&p->random, 4)];
    if (lsn_random_below(&p->random, 8) == 0) p->without_tags = 1u << LSN_TAG_KN;
}

static int tell(person *p, double pain) {
    return (int)lsn_clamp(pain + 0.5 * lsn_random_normal(&p->random) + 0.5, 0, 10);
}

// A day passes: pain goes back toward its usual, flare-ups come and fade.
static void live_a_day(person *p, int day) {
    p->flare *= 0.82;
    if (uniform(p, 0, 1) < 0.008) p->flare = uniform(p, 2.5, 4.5);
    if (day > p->away_until && uniform(p, 0, 1) < 0.004) p->away_until = day + 10 + (int)uniform(p, 0, 14);
    double toward = p->usual_pain + p->flare;
    p->pain = lsn_clamp(p->pain + 0.5 * (toward - p->pain) + 0.5 * lsn_random_normal(&p->random), 0, 10);
}

// What a session of these moves did to them: the mean of the effects weighs little, a move that hurts weighs much.
static double felt_effect(const person *p, const lsn_plan *plan) {
    double sum = 0, worst = 0;
    for (int i = 0; i < plan->count; i++) {
        double effect = p->effect[plan->steps[i].move];
        sum += effect;
        if (effect < worst) worst = effect;
    }
    return sum / plan->count + (worst < -1.5 ? worst : 0);
}

static int felt_of(person *p, int move) {
    double felt = p->effect[move] + 0.6 * lsn_random_normal(&p->random);
    return felt > 0.5 ? 1 : felt < -0.8 ? -1 : 0;
}

// ---------------------------------------------------------------- checks

static lsn_dose dose_of(int move, const lsn_move_record *r) {
    return lsn_dose_with(&catalogue.moves[move], r->level, r->extra_s, r->extra_reps);
}

// From one look to the next: one step at most, one kind of change, and the week's growth within a fifth of a session.
// A session whose pain before it also tells of the morning holds two reasons to go back, and may go back twice.
static void check_steps(int who, int day, const lsn_progress *before, const lsn_progress *after, ledger *l,
                        int sessions_today, int down_most) {
    if (before->flare || after->flare) return; // doses are the easiest meanwhile, and one level lower afterwards
    for (int i = 0; i < catalogue.count; i++) {
        lsn_dose a = dose_of(i, &before->moves[i]), b = dose_of(i, &after->moves[i]);
        bool longer = b.hold_s > a.hold_s, more = b.reps > a.reps, other = b.variant != a.variant;
        int levels = (int)after->moves[i].level - (int)before->moves[i].level;
        const char *name = catalogue.moves[i].id.ptr;
        CHECK(levels <= 1 && levels >= -down_most, "one level at once", name);
        if (levels >= 0 && (levels > 0 || longer || more)) {
            total.up++;
            CHECK(longer + more + other <= 1, "never two at once", name);
            CHECK(b.hold_s - a.hold_s <= 10 && b.reps - a.reps <= 1, "ten seconds or one repetition", name);
            int more_s = lsn_dose_seconds(&catalogue.moves[i], &b) - lsn_dose_seconds(&catalogue.moves[i], &a);
            if (more_s > 0) l->grown_s[day] += more_s;
        }
        total.down += levels < 0;
    }
    double grown_s = 0, worked_s = 0;
    int sessions = 0;
    for (int d = day > 6 ? day - 6 : 0; d <= day; d++) {
        grown_s += l->grown_s[d];
        bool counts = d < day || sessions_today == 0;
        if (counts) worked_s += l->worked_s[d];
        if (counts) sessions += l->sat[d];
    }
    if (l->grown_s[day] > 0)
        CHECK(sessions > 0 && grown_s <= 0.2 * worked_s / sessions + 0.01, "a fifth of a session a week", "");
}

static void check_plan(int who, int day, const lsn_plan *plan, const lsn_progress *progress, const person *p,
                       const ledger *l, int64_t ms) {
    int run = 0;
    bool strength = false;
    CHECK(plan->total_s <= p->minutes * 60, "within the minutes", "");
    CHECK(!progress->flare || plan->total_s <= 480, "short in a flare-up", "");
    for (int i = 0; i < plan->count; i++) {
        const lsn_step *step = &plan->steps[i];
        const lsn_move *move = &catalogue.moves[step->move];
        const char *name = move->id.ptr;
        CHECK(l->red_ms[step->move] == 0 || ms - l->red_ms[step->move] >= 48 * hour_ms, "red: out for 48 h", name);
        CHECK(l->reds[step->move] < 2, "two reds: retired", name);
        CHECK(!progress->moves[step->move].resting, "what rests is out", name);
        CHECK((move->tags & p->without_tags) == 0, "a body's caution", name);
        CHECK(step->level <= progress->moves[step->move].level, "never above the level reached", name);
        CHECK(!progress->high_pain || lsn_move_is_easy(move), "pain of seven: the easy set", name);
        CHECK(!progress->flare || step->level == LSN_LEVEL_easier, "a flare-up: the easiest doses", name);
        run = move->end_range && move->direction == LSN_DIRECTION_flexion ? run + 1 : 0;
        CHECK(run <= 3, "three flexions in a row at most", name);
        strength = strength || move->kind == LSN_KIND_strength || move->kind == LSN_KIND_isometric;
        lsn_dose dose = lsn_step_dose(plan, step);
        CHECK(dose.hold_s <= 120, "a hold of two minutes at most", name);
    }
    CHECK(strength == plan->has_strength, "strength is told", "");
    if (l->last_day >= 0 && day - l->last_day > 15) {
        CHECK(progress->long_gap, "a gap is seen", "");
        for (int i = 0; i < plan->count; i++) {
            int move = plan->steps[i].move;
            if (l->done[move] > 0) CHECK(progress->moves[move].level <= LSN_LEVEL_usual, "a gap: one level down", "");
        }
    }
}

// ---------------------------------------------------------------- one session

static lsn_progress look_at(int64_t ms) {
    static lsn_progress progress;
    double start = now_ms();
    lsn_progress_build_by(&progress, &rules, &journal, &catalogue, ms, 0);
    total.look_ms += now_ms() - start;
    total.looks++;
    return progress;
}

static void count_arm(arm *a, const person *p, const lsn_plan *plan, int day, int session, bool *found) {
    int month = day / PER_MONTH;
    a->sessions[month]++;
    a->effect[month] += felt_effect(p, plan);
    for (int i = 0; i < plan->count; i++) {
        double effect = p->effect[plan->steps[i].move];
        a->helping[month] += effect >= 1;
        a->hurting[month] += effect <= -2;
        if (effect < 1 || *found) continue;
        *found = true;
        a->first_help_session += session;
        a->first_help_persons++;
    }
}

static bool plan_for(lsn_plan *plan, const person *p, const lsn_progress *progress, uint64_t seed) {
    lsn_wish wish = lsn_wish_default();
    wish.minutes = p->minutes;
    wish.without_tags = p->without_tags;
    wish.seed = seed;
    wish.progress = progress;
    wish.nodes = NODES;
    double start = now_ms();
    lsn_err err = lsn_plan_build(plan, &catalogue, &wish, lsn_arena_make(scratch_memory, SCRATCH));
    double ms = now_ms() - start;
    total.plan_ms += ms;
    if (ms > total.plan_most_ms) total.plan_most_ms = ms;
    total.plans++;
    total.refused += err != LSN_OK;
    return err == LSN_OK;
}

static void sit(person *p, const lsn_plan *plan, ledger *l, int day, int64_t ms) {
    lsn_event started = {.kind = LSN_EVENT_session_started, .value = plan->total_s, .text = LSN_STR("{}")};
    lsn_uuid session = id_at(ms);
    started.id = started.session = session;
    started.at_ms = ms;
    if (lsn_journal_add(&journal, &started, NULL)) exit(2);
    int before = tell(p, p->pain);
    put((lsn_event){.kind = LSN_EVENT_pain_before, .value = before}, ms + 1, &session);
    double worked_s = 0;
    for (int i = 0; i < plan->count; i++) {
        const lsn_step *step = &plan->steps[i];
        const lsn_move *move = &catalogue.moves[step->move];
        lsn_dose dose = lsn_step_dose(plan, step);
        lsn_event done = {.kind = LSN_EVENT_step_done, .move = move->id};
        done.value = lsn_dose_work_seconds(move, &dose);
        done.level = lsn_str_from(lsn_level_name(step->level));
        put(done, ms + 10 + i, &session);
        worked_s += done.value;
        for (int r = 0; r < LSN_REGION_COUNT; r++)
            if (move->regions >> r & 1) l->region_s[day][r] += (int)done.value;
        l->done[step->move]++;
    }
    double effect = felt_effect(p, plan);
    p->pain = lsn_clamp(p->pain - 0.5 * effect, 0, 10);
    int after = tell(p, p->pain - 0.5 * effect);
    bool red = lsn_pain_light(before, after) == LSN_LIGHT_red;
    put((lsn_event){.kind = LSN_EVENT_pain_after, .value = after}, ms + 200, &session);
    bool told[LSN_MOVES_MAX] = {0};
    for (int i = 0; i < plan->count; i++) {
        int move = plan->steps[i].move;
        if (told[move] || uniform(p, 0, 1) < 0.1) continue; // some are left untold
        told[move] = true;
        int felt = felt_of(p, move);
        put((lsn_event){.kind = LSN_EVENT_move_felt, .move = catalogue.moves[move].id, .value = felt}, ms + 300 + i,
            &session);
        if (felt == -1 && red) {
            l->red_ms[move] = ms + 300 + i;
            total.retired += ++l->reds[move] == 2;
            total.rests++;
        }
    }
    l->worked_s[day] += worked_s;
    l->sat[day]++;
    l->last_day = day;
}

static void tell_flare(person *p, int64_t ms) {
    bool on = p->flare > 1.5;
    if (on == p->told_flare || (on && uniform(p, 0, 1) < 0.4)) return;
    p->told_flare = on;
    total.flares += on;
    put((lsn_event){.kind = LSN_EVENT_flare, .value = on}, ms, NULL);
}

// ---------------------------------------------------------------- one person

static void count_week(const ledger *l, const person *p, int day) {
    double minutes = 0;
    int met = 0;
    for (int d = day - 6; d <= day; d++) minutes += l->sat[d] * p->minutes;
    if (minutes < 60) return; // too few for five minutes in each of six regions
    total.weeks_enough++;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        int seconds = 0;
        for (int d = day - 6; d <= day; d++) seconds += l->region_s[d][r];
        met += seconds >= LSN_REGION_WEEK_TARGET_S;
    }
    total.regions_enough += LSN_REGION_COUNT;
    total.regions_met += met;
}

static void count_helps(const lsn_progress *progress, const person *p) {
    for (int i = 0; i < catalogue.count; i++) {
        total.helping_moves += p->effect[i] >= 1;
        total.helps_said += progress->moves[i].helps;
        total.helps_true += progress->moves[i].helps && p->effect[i] > 0.5;
    }
}

static void run_coached(int who, int weeks, arm *coached) {
    static ledger l;
    person p;
    make_person(&p, who);
    memset(&l, 0, sizeof l);
    l.last_day = -1;
    journal = lsn_journal_make(events, EVENTS_MAX);
    serial = 0;
    lsn_progress before = look_at(begin_ms);
    bool found = false;
    int session = 0;
    for (int day = 0; day < weeks * 7; day++) {
        int64_t morning_ms = begin_ms + day * day_ms + 7 * hour_ms, ms = morning_ms + 11 * hour_ms;
        live_a_day(&p, day);
        tell_flare(&p, morning_ms);
        bool asked = l.last_day == day - 1 && day > 0 && uniform(&p, 0, 1) < 0.7;
        if (asked) {
            put((lsn_event){.kind = LSN_EVENT_next_morning, .value = tell(&p, p.pain)}, morning_ms + 1, NULL);
            lsn_progress after = look_at(morning_ms + 2);
            check_steps(who, day, &before, &after, &l, 0, 1);
            before = after;
        }
        if (day >= 7 && day % 7 == 6) count_week(&l, &p, day);
        if (day <= p.away_until || uniform(&p, 0, 1) > p.adherence) continue;
        lsn_progress progress = look_at(ms);
        static lsn_plan plan;
        if (!plan_for(&plan, &p, &progress, (uint64_t)day)) continue;
        check_plan(who, day, &plan, &progress, &p, &l, ms);
        bool tells_morning = l.last_day == day - 1 && !asked;
        sit(&p, &plan, &l, day, ms);
        count_arm(coached, &p, &plan, day, ++session, &found);
        before = look_at(ms + 1000);
        check_steps(who, day, &progress, &before, &l, 1, tells_morning ? 2 : 1);
    }
    count_helps(&before, &p);
}

// The same person with the plan of the first day again and again: a sheet of paper.
static void run_fixed(int who, int weeks, arm *fixed) {
    person p;
    make_person(&p, who);
    static lsn_plan plan;
    bool found = false;
    int session = 0;
    if (!plan_for(&plan, &p, NULL, 0)) return;
    for (int day = 0; day < weeks * 7; day++) {
        live_a_day(&p, day);
        if (day <= p.away_until || uniform(&p, 0, 1) > p.adherence) continue;
        count_arm(fixed, &p, &plan, day, ++session, &found);
        p.pain = lsn_clamp(p.pain - 0.5 * felt_effect(&p, &plan), 0, 10);
    }
}

// ---------------------------------------------------------------- the comparison

static void show_arm(const arm *a, int months) {
    printf("%-12s", a->name);
    for (int m = 0; m < months; m++) {
        double n = a->sessions[m] ? (double)a->sessions[m] : 1;
        printf("  %4.2f %4.2f %5.2f", (double)a->helping[m] / n, (double)a->hurting[m] / n, a->effect[m] / n);
    }
    printf("\n");
}

static void show(const arm *coached, const arm *fixed, int persons, int weeks) {
    int months = (weeks * 7 + PER_MONTH - 1) / PER_MONTH;
    printf("%d virtual persons, %d weeks. It is a test of rules, not a claim about people.\n\n", persons, weeks);
    printf("Per session, in four weeks each: moves that help, moves that hurt, effect on pain (points, positive is "
           "better)\n%-12s",
           "");
    for (int m = 0; m < months; m++) printf("  weeks %2d to %2d  ", 4 * m + 1, 4 * m + 4 < weeks ? 4 * m + 4 : weeks);
    printf("\n");
    show_arm(coached, months);
    show_arm(fixed, months);
    const arm *arms[2] = {coached, fixed};
    for (int i = 0; i < 2; i++) {
        double n = arms[i]->first_help_persons ? (double)arms[i]->first_help_persons : 1;
        printf("%s: %ld of %d met a move that helps, on average in session %.1f\n", arms[i]->name,
               arms[i]->first_help_persons, persons, (double)arms[i]->first_help_session / n);
    }
    printf(
        "\"Seems to help you\" was said of %ld moves, %ld of which have an effect above half a point; %ld moves have "
        "one of a point or more.\n",
        total.helps_said, total.helps_true, total.helping_moves);
    double regions = total.regions_enough ? (double)total.regions_enough : 1;
    printf("Weeks with 60 minutes or more: %ld; regions at five minutes or more in them: %.1f %%\n", total.weeks_enough,
           100.0 * (double)total.regions_met / regions);
    printf("Steps up %ld, levels down %ld, red moves %ld, retired %ld, flare-ups told %ld, plans refused %ld\n",
           total.up, total.down, total.rests, total.retired, total.flares, total.refused);
    printf("Plans %ld: %.1f ms each, %.0f ms at most, %d nodes; progress %ld: %.2f ms each\n", total.plans,
           total.plan_ms / (double)total.plans, total.plan_most_ms, NODES, total.looks,
           total.look_ms / (double)total.looks);
    printf("Rules broken: %ld\n", total.broken);
}

static double rate(const long *what, const long *sessions, int from, int to) {
    long sum = 0, n = 0;
    for (int m = from; m < to; m++) {
        sum += what[m];
        n += sessions[m];
    }
    return n ? (double)sum / (double)n : 0;
}

// What must come out, whatever the numbers: fewer moves that hurt, more that help than with a fixed list, and the
// week's aim met for nine regions of ten when there was the time.
static bool holds(const arm *coached, const arm *fixed, int weeks) {
    int months = (weeks * 7 + PER_MONTH - 1) / PER_MONTH;
    double hurt_first = rate(coached->hurting, coached->sessions, 0, 1);
    double hurt_last = rate(coached->hurting, coached->sessions, months - 1, months);
    double help_coached = rate(coached->helping, coached->sessions, months - 1, months);
    double help_fixed = rate(fixed->helping, fixed->sessions, months - 1, months);
    bool enough = total.regions_met * 10 >= total.regions_enough * 9;
    bool ok = hurt_last < hurt_first && help_coached > help_fixed && enough && total.broken == 0;
    printf("%s\n", ok ? "All rules held." : "Not as it should be.");
    return ok;
}

int main(int argc, char **argv) {
    int persons = argc > 1 ? atoi(argv[1]) : 1000, weeks = argc > 2 ? atoi(argv[2]) : 26, failed = 0;
    int first = argc > 3 ? atoi(argv[3]) : 0;
    if (persons < 1 || persons > 100000 || weeks < 1 || weeks > 52) {
        fprintf(stderr, "usage: simulate [PERSONS] [WEEKS] [FIRST], at most 52 weeks\n");
        return 2;
    }
    static unsigned char data[6 << 20];
    lsn_arena arena = lsn_arena_make(data, sizeof data);
    events = malloc(EVENTS_MAX * sizeof *events);
    scratch_memory = malloc(SCRATCH);
    lsn_err err = lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL);
    if (!err) err = lsn_adapt_parse(&rules, lsn_adapt_builtin.text, &arena, NULL);
    if (err || !events || !scratch_memory) return 2;
    static arm coached = {.name = "coached"}, fixed = {.name = "fixed list"};
    for (int who = first; who < first + persons; who++) {
        run_coached(who, weeks, &coached);
        run_fixed(who, weeks, &fixed);
    }
    show(&coached, &fixed, persons, weeks);
    return holds(&coached, &fixed, weeks) ? 0 : 1;
}
