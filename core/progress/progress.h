/// core/progress: event log → what was done, how it went, and what tomorrow should change. Derived, never stored. What
/// the numbers of the rules are and who says so is data: rules/adapt.json under schema/adapt.schema.json.
#ifndef LSN_PROGRESS_H
#define LSN_PROGRESS_H

#include "core/catalogue/catalogue.h"
#include "core/event/event.h"

// ---------------------------------------------------------------- rules and measures as data

// clang-format off
/// X(rule, its id in the file). A rule that the file lacks is off.
#define LSN_ADAPT_RULES(X) \
    X(progress, "progress") X(volume, "volume") X(hold, "hold") X(ease_pain, "ease-pain") \
    X(ease_morning, "ease-morning") X(ease_felt, "ease-felt") X(rest, "rest") X(other_way, "other-way") \
    X(retire, "retire") X(gap, "gap") X(worsening, "worsening") X(roland, "roland-morris") X(high_pain, "high-pain") \
    X(flare, "flare") X(lean, "lean") X(stop_way, "stop-way") X(trial, "trial") X(relief, "relief") X(trend, "trend") X(week, "week")
/// X(rule, number, lowest, highest): what each rule needs.
#define LSN_ADAPT_NUMBERS(X) \
    X(progress, sessions, 1, 10) X(progress, hold_s, 1, 30) X(progress, reps, 1, 5) \
    X(volume, percent, 1, 100) X(volume, days, 1, 28) \
    X(ease_pain, sessions, 1, 10) X(ease_morning, points, 1, 10) \
    X(rest, hours, 1, 336) X(retire, reds, 1, 10) X(gap, days, 1, 365) \
    X(worsening, points, 1, 10) X(worsening, days, 7, 56) X(roland, points, 1, 24) \
    X(high_pain, pain, 1, 10) X(high_pain, days, 1, 14) \
    X(flare, minutes, 3, 30) X(flare, days, 1, 56) \
    X(lean, agree, 1, 7) X(lean, of, 1, 7) X(lean, points, 1, 10) X(lean, days, 1, 56) \
    X(stop_way, days, 1, 56) \
    X(trial, reps, 1, 20) X(trial, soon_min, 1, 10) X(trial, later_min, 2, 60) \
    X(relief, prior_sd, 0.01, 10) X(relief, one_sd, 0.01, 10) X(relief, times, 1, 100) \
    X(relief, above, 0, 10) X(relief, sure, 0.5, 0.999) \
    X(trend, days, 7, 28) X(trend, least, 2, 28) X(trend, sure, 0.5, 0.999) \
    X(week, target_s, 30, 3600) X(week, days, 1, 7)
/// X(measure, its id in the file and in `measured` events). pain-back is what is asked around each session.
#define LSN_MEASURES(X) \
    X(pain_back, "pain-back") X(pain_leg, "pain-leg") X(peg, "peg") X(activities, "activities") \
    X(global_change, "global-change") X(finger_to_floor, "finger-to-floor") X(side_bend, "side-bend") \
    X(chair_reach, "chair-reach") X(knee_out, "knee-out") X(roland_morris, "roland-morris")
// clang-format on

typedef enum lsn_adapt_rule {
#define X(rule, id) LSN_ADAPT_##rule,
    LSN_ADAPT_RULES(X)
#undef X
        LSN_ADAPT_COUNT
} lsn_adapt_rule;
typedef enum lsn_adapt_number {
#define X(rule, number, low, high) LSN_ADAPT_##rule##_##number,
    LSN_ADAPT_NUMBERS(X)
#undef X
        LSN_ADAPT_NUMBER_COUNT
} lsn_adapt_number;
typedef enum lsn_measure_id {
#define X(measure, id) LSN_MEASURE_##measure,
    LSN_MEASURES(X)
#undef X
        LSN_MEASURE_COUNT
} lsn_measure_id;
const char *lsn_adapt_rule_name(lsn_adapt_rule rule);
const char *lsn_measure_name(lsn_measure_id measure); // the id in the file
lsn_measure_id lsn_measure_find(lsn_str id);          // LSN_MEASURE_COUNT when unknown

enum { LSN_MEASURE_ITEMS_MAX = 24, LSN_MEASURE_NAME_MAX = 80, LSN_TEST_STEPS_MAX = 6 };

/// When a measure is asked: around each session by itself, before one, or after one.
typedef enum lsn_measure_when { LSN_WHEN_session, LSN_WHEN_before, LSN_WHEN_after } lsn_measure_when;

/// How far one reaches, tested alone: what to do, and a posture that is drawn and that screening judges.
typedef struct lsn_range_test {
    lsn_str steps[LSN_TEST_STEPS_MAX];
    int step_count;
    bool sides; // its two items are right and left, each with a course and a change of its own
    lsn_move figure;
} lsn_range_test;

/// One outcome measure. The score is the mean of the items, or the count of those that are ticked.
typedef struct lsn_measure {
    bool shipped;
    lsn_str name, ask, low_words, high_words, unit, source;
    lsn_str items[LSN_MEASURE_ITEMS_MAX];
    int item_count;
    bool names;       // the items are the person's own (three activities)
    bool counts;      // the score is a count of ticks
    bool high_better; // else low is
    bool only_with_leg;
    double low, high;          // of an item
    double change;             // what is called a real change of the score: this much
    int every_days, first_day; // 0: each session; the first time this many days after the first session
    lsn_measure_when when;
    lsn_range_test *test; // NULL: questions only. A test is due only once it was chosen: done for a first time
} lsn_measure;

/// The rules and measures, checked. Strings lie in the arena of lsn_adapt_parse.
typedef struct lsn_adapt {
    lsn_str version, reviewed;
    uint32_t on; // mask of lsn_adapt_rule
    double number[LSN_ADAPT_NUMBER_COUNT];
    lsn_str what[LSN_ADAPT_COUNT], source[LSN_ADAPT_COUNT];
    lsn_measure measures[LSN_MEASURE_COUNT];
    const lsn_words *language; // of the texts, and of what is said of a measure; NULL: English
    bool inches;               // lengths are said, written and read in inches; in the log they stay centimetres
} lsn_adapt;

/// The built-in file, generated from rules/adapt.json.
extern const lsn_file lsn_adapt_builtin;
/// Refuses unknown fields, names and rules, a rule or measure given twice, and numbers out of range, with place and a
/// sentence. Needs about 128 KB of the arena. On an error *out and the arena are untouched.
LSN_MUST_CHECK lsn_err lsn_adapt_parse(lsn_adapt *out, lsn_str text, lsn_arena *arena, lsn_diag *diag);

/// Its texts in another language from now on, which must outlive it; only on rules that are English.
void lsn_adapt_translate(lsn_adapt *rules, const lsn_words *language);

// ---------------------------------------------------------------- what the log says

/// What the log says of one move.
typedef struct lsn_move_record {
    int times;       // sessions in which it was done
    int64_t last_ms; // 0: never
    int better, same, worse;
    /// Where to go on: the level's dose, plus `extra_s` on each hold and `extra_reps` on each side (lsn_dose_with; both
    /// 0 or more). Usual at first; rules/adapt.json says what moves it. The extra never exceeds the next level's dose.
    lsn_level level;
    int extra_s, extra_reps;
    /// Out for now; `why_resting` says why: red within 48 h, bends the way of a move that is, a direction that made it
    /// worse, or outside the easy set while a flare-up or high pain lasts.
    bool resting;
    bool retired;   // red twice: out until the person enables it again
    int reds;       // since it was last enabled
    int preferred;  // −1 never again, 0 neither, 1 a favourite
    bool stands_in; // shares a region with a resting red move and bends another way: to be preferred meanwhile
    /// Personal effect on relief (points of pain, positive is better): the posterior of a Normal–Normal model, prior
    /// mean 0 sd 0.5, one observation sd 1.5. One observation: the move was rated after a session; +1 for better, −1
    /// for worse, and half of what pain went down in that session (the other half is left to the other moves, to time
    /// and to chance), within ±4.
    float relief_mean, relief_sd;
    int relief_n;
    bool helps; // relief_n ≥ 6 and P(relief > 0.5) > 0.8
    /// Plain sentences, static or of the catalogue's language; empty when there is nothing to say.
    lsn_str why_level, why_resting;
} lsn_move_record;

typedef struct lsn_day {
    bool done;
    int seconds;
    int pain_before, pain_after; // −1 unknown; of the day's last session
} lsn_day;

/// Seven days; what was not done is not counted.
typedef struct lsn_past_week {
    int sessions, days_done, seconds;
    int region_s[LSN_REGION_COUNT];
    float pain; // middle of the days' pain at rest; −1 unknown
} lsn_past_week;

/// Traffic light of pain after a session (after Thomeé / Silbernagel; not validated for back pain). Green 0–2, amber
/// 3–5, red above; when pain before was 3 or more the change counts: up by 2 amber, by 3 red. −1 is unknown.
typedef enum lsn_light { LSN_LIGHT_unknown, LSN_LIGHT_green, LSN_LIGHT_amber, LSN_LIGHT_red } lsn_light;
lsn_light lsn_pain_light(int pain_before, int pain_after);

/// The trend of pain at rest (before a session, and the next morning). A level is the median of the days of a
/// fortnight; its uncertainty comes from the person's own day-to-day spread (median absolute difference of neighbouring
/// days). The interval holds the change with the rule's probability, if days differ by chance alone.
typedef enum lsn_trend_word {
    LSN_TREND_early, // too early to say
    LSN_TREND_same,  // nothing that the spread could not explain
    LSN_TREND_lower, // probably a little lower
    LSN_TREND_higher,
    LSN_TREND_much_lower, // and by what is called a real change (2 points)
    LSN_TREND_much_higher
} lsn_trend_word;
typedef struct lsn_trend {
    lsn_trend_word word;
    int days_now, days_before;     // with a number
    float now, before, change;     // valid unless early
    float change_low, change_high; // interval of the change
    float day_sd;                  // the person's own spread from day to day
} lsn_trend;

enum { LSN_SCORES_MAX = 12 }; // kept of one measure, the newest

typedef struct lsn_measured {
    int count; // of scores below, oldest first
    float scores[LSN_SCORES_MAX];
    float of_side[2][LSN_SCORES_MAX]; // right, left; of a test with sides
    int64_t days[LSN_SCORES_MAX];     // local
    bool due;
    int64_t due_day; // local; when it is next asked; −1: not asked
    lsn_str text;    // of the newest `measured` event (names of activities); lies in the log
} lsn_measured;

/// Pain at rest day by day, for a picture. The level of a day is the median of the fortnight that ends with it, as in
/// the trend, and low … high holds it with the trend rule's probability, if days differ by chance alone. −1: no number,
/// or too few days in the fortnight for a level.
enum { LSN_CURVE_DAYS = 56, LSN_CALENDAR_DAYS = 35, LSN_SITES_KEPT = 12 };
typedef struct lsn_pain_day {
    float pain, level, low, high;
} lsn_pain_day;

/// Furthest sites of leg symptoms as told: 0 back, 1 buttock, 2 thigh, 3 calf, 4 foot. One a local day, the last told.
typedef struct lsn_sites {
    int count; // oldest first, the newest kept
    int site[LSN_SITES_KEPT];
    int64_t days[LSN_SITES_KEPT];
} lsn_sites;

/// Where it hurt in seven days: on how many days each area was marked, and how strongly at most.
typedef struct lsn_map_week {
    int days; // with a map
    uint8_t days_of[LSN_AREA_COUNT], most[LSN_AREA_COUNT];
} lsn_map_week;

/// Bending that seems to suit the back (directional preference); tentative.
typedef struct lsn_lean {
    lsn_direction toward;                   // LSN_DIRECTION_neutral: no clear preference, which is normal
    int64_t until_day;                      // local, when it leans
    uint32_t stopped;                       // mask of lsn_direction: made it worse when tried last
    int days_tried;                         // within the rule's days
    int64_t tried_day[LSN_DIRECTION_COUNT]; // local, when each was tried last; −1 never
} lsn_lean;

enum {
    LSN_PROGRESS_DAYS = 7,
    LSN_PROGRESS_WEEKS = 12,
    LSN_PROGRESS_DID_DAYS = 84,    // as many as the longest programme has
    LSN_REGION_WEEK_TARGET_S = 300 // five minutes a week, our choice; the rule `week` of rules/adapt.json says the same
};

typedef struct lsn_progress {
    lsn_move_record moves[LSN_MOVES_MAX];    // by catalogue index
    int region_week_s[LSN_REGION_COUNT];     // seconds held or moved in the last seven days
    lsn_day days[LSN_PROGRESS_DAYS];         // the last seven local days, today last
    lsn_past_week weeks[LSN_PROGRESS_WEEKS]; // spans of seven days, the one that ends today last
    int days_planned;                        // a week
    int64_t today;                           // local days since 1970-01-01
    int sessions, sessions_week;
    int64_t first_day;           // local, of the first session; −1 none
    int64_t last_session_ms;     // 0: none
    lsn_uuid last_session;       // zero: none
    int pain_before, pain_after; // of the last session, −1 unknown
    bool long_gap;               // more than 14 days since the last session: restart one level down
    bool first_week;             // no session older than seven days
    /// A flare-up is on, or pain is high: short, gentle, breathing. What does not belong there is `resting` already,
    /// and levels are the easiest; a planner keeps to `minutes_most`.
    bool flare;
    bool high_pain;     // the reason is pain of 7 or more
    int minutes_most;   // 0: as the person wishes
    bool screen_again;  // the log shows worsening: ask all safety questions first
    bool see_clinician; // the same; suggest one, also after the questions were answered
    bool morning_due;   // a session yesterday, and nothing said of this morning yet
    lsn_trend trend;
    lsn_pain_day pain_days[LSN_CURVE_DAYS]; // today last
    int calendar_s[LSN_CALENDAR_DAYS];      // seconds of each day, today last; 0: none
    bool did[LSN_PROGRESS_DID_DAYS];        // days with a session, today last
    lsn_sites sites;
    lsn_map_week map_weeks[LSN_PROGRESS_WEEKS]; // as `weeks`
    lsn_pain_map map;                           // the last one
    int64_t map_day;                            // local, of the last one; −1 none
    lsn_lean lean;
    lsn_measured measures[LSN_MEASURE_COUNT];
} lsn_progress;

/// A session counts when something in it was done. Its events lie within 24 hours of its first one; it belongs to the
/// local day of that. Events after `now_ms`, and moves that the catalogue lacks, are left out. `utc_offset_min` is
/// local time minus UTC (for days). The log must outlive what is built.
void lsn_progress_build_by(lsn_progress *out, const lsn_adapt *rules, const lsn_journal *log,
                           const lsn_catalogue *catalogue, int64_t now_ms, int utc_offset_min);
/// The same by the built-in rules, which it parses each time (some 100 microseconds, 128 KB of stack).
void lsn_progress_build(lsn_progress *out, const lsn_journal *log, const lsn_catalogue *catalogue, int64_t now_ms,
                        int utc_offset_min);
/// The easy set: no strength, and a warm-up, or clear of the end of the range, or done lying or sitting on a chair.
bool lsn_move_is_easy(const lsn_move *move);

/// Plain sentences: what was done this week, how pain went ("Nothing below two points is a real change"), and when to
/// come back. No shaming. A day is "2026-11-20"; unknown pain is null. JSON:
/// {"week":[{day,done,seconds,pain_before,pain_after}…],"sentences":[…],"come_back":…,
/// "sessions":…,"regions":[{region,seconds,target_s}]}
void lsn_progress_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue);
/// The whole of it: {"day","sessions","days_planned","weeks":[{from,to,sessions,days_done,seconds,pain,regions:{…}}],
/// "target_s","trend":{word,now,before,change,low,high,days_now,days_before,sentence},
/// "moves":[{move,name,times,better,same,worse,level,dose,why,out,why_out,relief,relief_sd,observations,helps}],
/// "helping":[name…],"lean":{…},"flare","high_pain","minutes_most","screen_again","see_clinician","morning_due",
/// "measures":[as below],"sentences":[…]}. Bounded by LSN_PROGRESS_DETAIL_MAX bytes.
void lsn_progress_write_detail(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules,
                               const lsn_catalogue *catalogue);
/// And for pictures, with places in 0 … 1 (x from the first day to the last, y from the least up): "curve":{from,to,
/// days:[{day,pain,x,y}],band:[{x,level,low,high}],sentence}, "doses":[{region,seconds,target_s,part,sentence}],
/// "calendar":{weeks:[[{day,seconds,today}|null × 7]…] from Monday,sentence}, "effects":{moves:[{move,name,helps,
/// sentence}],note}, "sites":{days:[{day,site,name,x,y}],sentence}; the scores of measures have x and y too.
/// [{"id","name","ask","items":[…],"own_names","score","low","high","low_words","high_words","unit","better","when",
/// "every_days","due","due_day","scores":[{day,score}…],"said","source"}] of what is shipped. A test of range also has
/// "test":{"steps":[…],"when","stop"} and, with sides, "sides":[{"side","name","scores":[…],"said"}…].
void lsn_measures_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules);
/// What is said of a measure's newest score against the one before and the first: "not a real change yet" below the
/// measure's change.
void lsn_measure_say(lsn_buf *out, const lsn_progress *progress, const lsn_adapt *rules, lsn_measure_id id);
/// What holds for every test of range: at which time of the day, and when to stop.
const char *lsn_measure_test_when(const lsn_words *language);
const char *lsn_measure_test_stop(const lsn_words *language);

enum { LSN_PROGRESS_DETAIL_MAX = 192 << 10 };

// ---------------------------------------------------------------- answers to be logged

/// Reads {"measure":id,"items":[numbers],"names":[texts]} and says what the `measured` event holds: its value and its
/// text. Refuses another number of items than the measure has (activities: one to three, each with its name), and
/// items out of range; ticks are 0 or 1.
LSN_MUST_CHECK lsn_err lsn_measure_read(double *score, lsn_buf *text, const lsn_adapt *rules, lsn_str json,
                                        lsn_arena scratch, lsn_diag *diag);
/// −1 worse, 0 no change, 1 better: pain 0–10 and furthest site 0–4 at first, then later (after 2 and 10 min). Better:
/// down by two points, or the site moved up, and it stayed so; worse: up by two points or further down at the end.
int lsn_direction_outcome(const lsn_adapt *rules, const int *pain, const int *site, int count);

#endif
