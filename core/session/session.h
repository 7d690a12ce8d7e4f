/// core/session: plan → a score (every cue with its time). Where a session stands is a pure function of elapsed time,
/// so that a throttled, suspended or reloaded view shows the right moment. Fixed-size structs: a running session
/// allocates nothing.
#ifndef LSN_SESSION_H
#define LSN_SESSION_H

#include "core/event/event.h"
#include "core/plan/plan.h"

enum { LSN_CUES_MAX = 2048, LSN_CUE_TEXT_MAX = 400 };

/// ready: get into the start position. settle, hold, move, release: the phases of a repetition. swap: change sides.
/// rest: between moves. done: the last cue, length 0.
#define LSN_CUE_KINDS(X) X(ready) X(settle) X(hold) X(move) X(release) X(swap) X(rest) X(done)
typedef enum lsn_cue_kind {
#define X(name) LSN_CUE_##name,
    LSN_CUE_KINDS(X)
#undef X
        LSN_CUE_KIND_COUNT
} lsn_cue_kind;
const char *lsn_cue_kind_name(lsn_cue_kind kind); // "switch" for swap

typedef enum lsn_chime { LSN_CHIME_none, LSN_CHIME_begin, LSN_CHIME_side, LSN_CHIME_end } lsn_chime;

/// Cues tile the session without gaps, sorted by time, in whole seconds. `text` is spoken at its start and shown
/// throughout; `speak` is false when it was said already (later repetitions).
typedef struct lsn_cue {
    int t_s, duration_s;
    int step; // index into the plan's steps
    lsn_side side;
    lsn_cue_kind kind;
    int phase;              // index into the move's phases, −1 for ready, swap, rest, done
    int rep, reps;          // from 1; 0 outside repetitions
    int pose_from, pose_to; // key poses that the figure goes between
    lsn_breath breath;
    lsn_chime chime;
    bool speak;
    char text[LSN_CUE_TEXT_MAX];
} lsn_cue;

typedef struct lsn_score {
    lsn_plan plan;
    lsn_cue cues[LSN_CUES_MAX];
    int count;
    int total_s; // equals plan.total_s
} lsn_score;

/// Compiles the plan. LSN_ERR_TOO_MANY when it has more cues than LSN_CUES_MAX.
LSN_MUST_CHECK lsn_err lsn_score_build(lsn_score *out, const lsn_plan *plan);
/// Index of the cue at `elapsed_s` (clamped to the score).
int lsn_score_cue_at(const lsn_score *score, double elapsed_s);

/// A running session: where the score's time stood at a moment of the clock.
typedef struct lsn_run {
    int64_t anchor_ms;       // clock
    int64_t anchor_score_ms; // score's time at that moment
    bool paused;
} lsn_run;

lsn_run lsn_run_start(int64_t now_ms);
int64_t lsn_run_score_ms(const lsn_run *run, const lsn_score *score, int64_t now_ms); // clamped to the score
lsn_run lsn_run_pause(const lsn_run *run, const lsn_score *score, int64_t now_ms);
lsn_run lsn_run_resume(const lsn_run *run, int64_t now_ms);
/// To the next step's start ("skip"); to the start of this side, or when within its first three seconds to the one
/// before ("back").
lsn_run lsn_run_skip(const lsn_run *run, const lsn_score *score, int64_t now_ms);
lsn_run lsn_run_back(const lsn_run *run, const lsn_score *score, int64_t now_ms);
/// "Too much": eases the current step and starts the current side again from its settling, or, when it cannot be eased,
/// leaves the move. Rebuilds `score`. `*left` tells which. LSN_ERR_TOO_MANY as in lsn_score_build.
LSN_MUST_CHECK lsn_err lsn_run_ease(lsn_run *run, lsn_score *score, int64_t now_ms, bool *left);

/// Everything a view shows at a moment.
typedef struct lsn_state {
    bool paused, done;
    int cue, next_cue; // next_cue: the next of another kind or side, −1 at the end
    int step, step_count;
    double elapsed_s, total_s; // of the session
    double cue_elapsed_s, cue_left_s;
    double t;                    // 0 … 1 through the cue
    double breath;               // 0 empty … 1 full, for the pace of breath
    char next[LSN_CUE_TEXT_MAX]; // what comes next, in words ("Left side", "Child's pose")
} lsn_state;

/// Pure: the same score and time give the same state.
lsn_state lsn_session_state(const lsn_score *score, double elapsed_s, bool paused);

/// [{t_s,duration_s,move,side,phase,kind,text}…] as in `loosen score --json`.
void lsn_score_write_json(lsn_json_out *out, const lsn_score *score);
/// {paused,done,move,name,step,step_count,side,kind,rep,reps,text,next,elapsed_s,total_s,left_s,cue_s,cue_left_s,t,breath,breath_kind,cue,speak,chime,progress:[0…1
/// per step]}
void lsn_state_write_json(lsn_json_out *out, const lsn_score *score, const lsn_state *state);
/// Saved form of a running session: plan and run; reading it back resumes at the right moment.
void lsn_run_write_json(lsn_json_out *out, const lsn_run *run, const lsn_score *score);
LSN_MUST_CHECK lsn_err lsn_run_read(lsn_run *run, lsn_score *score, const lsn_catalogue *catalogue, lsn_str json,
                                    lsn_arena scratch, lsn_diag *diag);

#endif
