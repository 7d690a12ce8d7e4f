/// Private to core/progress: the replay of a log. A sitting is what one session's events say; the replay carries what
/// one session leaves for the next.
#ifndef LSN_PROGRESS_INNER_H
#define LSN_PROGRESS_INNER_H

#include "core/progress/progress.h"

/// A sentence in the language of the replay's catalogue; not on the stack, as lsn_move_record asks.
#define LSN_SAID(replay, text) lsn_words_str((replay)->catalogue->language, LSN_STR(text))

enum {
    LSN_FELT_UNKNOWN = -2,
    LSN_PAIN_DAYS = 84,   // of pain at rest that are looked at, today first
    LSN_MORNINGS_MAX = 4, // sessions whose next morning is still open
    LSN_LATELY_MAX = 32,  // sessions and growths within the volume rule's days
    LSN_TRIES_MAX = 16,   // newest direction tests
};

/// What one session says of one move.
typedef struct lsn_part {
    bool done, eased, red;
    int felt, seconds;
    lsn_level level; // LSN_LEVEL_COUNT: not told
    int64_t last_ms;
} lsn_part;

typedef struct lsn_sitting {
    lsn_uuid id;
    int64_t start_ms, end_ms;
    double done_s, finished_s; // finished_s −1: not finished
    int pain_before, pain_after;
    bool counts;
    int left;     // the move that was left by the event before; −1
    int leg_site; // told last; −1
    lsn_part parts[LSN_MOVES_MAX];
} lsn_sitting;

/// A session that waits for the next morning.
typedef struct lsn_morning {
    int64_t day;
    int baseline; // pain before it
    uint64_t done[LSN_MOVES_MAX / 64], good[LSN_MOVES_MAX / 64];
} lsn_morning;

typedef struct lsn_amount {
    int64_t ms;
    double seconds;
} lsn_amount;

typedef struct lsn_try {
    int64_t day;
    lsn_direction direction;
    int value;
} lsn_try;

typedef struct lsn_replay {
    lsn_progress *out;
    const lsn_adapt *rules;
    const lsn_journal *log;
    const lsn_catalogue *catalogue;
    int64_t now_ms, offset_ms;
    int good[LSN_MOVES_MAX], sore[LSN_MOVES_MAX]; // sessions in a row, of each move
    int64_t rest_until_ms[LSN_MOVES_MAX], red_until_ms[LSN_MOVES_MAX];
    float relief_sum[LSN_MOVES_MAX];
    lsn_morning mornings[LSN_MORNINGS_MAX];
    int morning_count;
    lsn_amount worked[LSN_LATELY_MAX], grown[LSN_LATELY_MAX]; // rings
    int worked_count, grown_count;
    float rest_sum[LSN_PAIN_DAYS]; // pain at rest by days ago
    int rest_count[LSN_PAIN_DAYS];
    int64_t pain_ms; // newest pain at rest
    int pain;
    int64_t flare_ms; // 0: none
    lsn_try tries[LSN_TRIES_MAX];
    int try_count;
    lsn_pain_map map_seen; // areas of the day of the last map
    int64_t leg_ms;        // when leg symptoms were told last
    int64_t morning_day;   // local day of the newest answer to the morning question
    int screened_most;     // answers of the fullest screening
    int64_t screened_day;  // local day of the newest full one; −1
} lsn_replay;

static inline bool lsn_rule_on(const lsn_replay *r, lsn_adapt_rule rule) {
    return r->rules->on >> rule & 1;
}
#define LSN_NUMBER(r, name) ((r)->rules->number[LSN_ADAPT_##name])

int64_t lsn_local_day(const lsn_replay *r, int64_t ms);
int lsn_move_index(const lsn_catalogue *catalogue, lsn_str id); // or −1

// ---- sitting.c: one session's events
bool lsn_begins_session(const lsn_replay *r, int index);
void lsn_gather(const lsn_replay *r, int first, lsn_sitting *out);

// ---- levels.c: what a session and its next morning do to the doses
void lsn_take_levels(lsn_replay *r, const lsn_sitting *s);
void lsn_take_morning(lsn_replay *r, int64_t day, int pain);
void lsn_ease_all(lsn_replay *r, lsn_str why);
/// The dose one step further; false at the end of the ladder.
bool lsn_dose_step_up(const lsn_adapt *rules, const lsn_move *move, lsn_level *level, int *extra_s, int *extra_reps);

// ---- pain.c: pain at rest, day by day
void lsn_take_rest_pain(lsn_replay *r, int64_t ms, int pain);
void lsn_set_trend(lsn_replay *r);
void lsn_set_pain_days(lsn_replay *r);
void lsn_set_worsening(lsn_replay *r);
float lsn_pain_middle(const lsn_replay *r, int from_day, int days, int *count); // median by days ago; −1: none
double lsn_normal_below(double z); // of the standard normal, error below 1e-7
double lsn_normal_quantile(double probability);

// ---- outlook.c: what is out, what stands in, what helps
void lsn_set_outlook(lsn_replay *r);

// ---- measures.c
void lsn_take_measured(lsn_replay *r, const lsn_event *event);
void lsn_push_score(lsn_replay *r, lsn_measure_id id, int64_t day, double score);
void lsn_set_due(lsn_replay *r);

// ---- picture.c: what pictures of progress are drawn from, with places in 0 … 1
void lsn_write_pictures(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules,
                        const lsn_catalogue *catalogue);

// ---- detail.c
void lsn_write_day(lsn_json_out *out, const char *key, int64_t day); // null below 0

// ---- write.c
void lsn_write_date(lsn_buf *out, int64_t day);                          // "2026-11-20"
void lsn_say_date(lsn_buf *out, const lsn_words *language, int64_t day); // "20 November 2026"

/// What a measure counts in is a length, and the person reads inches.
bool lsn_in_inches(const lsn_adapt *rules, const lsn_measure *m);
/// A value as it is shown, and one that was typed as it is kept (centimetres to a tenth).
double lsn_shown_value(const lsn_adapt *rules, const lsn_measure *m, double kept);
double lsn_kept_value(const lsn_adapt *rules, const lsn_measure *m, double typed);

#endif
