/// A moment of a session, or of a move on its own, as a posed figure. Motions take time to solve, so a few are kept.
/// Invariant: what is shown is a function of the move, side, level and moment; the cache changes only how soon.
#ifndef WASM_SHOW_H
#define WASM_SHOW_H

#include "core/figure/figure.h"
#include "core/make/make.h"
#include "core/session/session.h"

enum { SHOW_SLOTS = 8, SHOW_ARENA_BYTES = 4 << 20, SHOW_SCRATCH_BYTES = 8 << 20 };

typedef struct show_slot {
    lsn_motion motion;
    lsn_scene scene;
    uint32_t used; // turn of the last use, 0: empty
} show_slot;

typedef struct show {
    lsn_body body;
    lsn_figure figure;
    lsn_move stand_move; // of `stand`
    show_slot stand;     // a standing body that shows how far a joint goes
    int range;           // which

    show_slot slots[SHOW_SLOTS];
    uint32_t turn;
    const show_slot *current; // what the figure shows, NULL before the first
    lsn_pose pose;            // how
    lsn_glow glows[LSN_GLOWS_MAX];
    int glow_count;
    const show_slot *framed; // what `camera` frames, at `aspect` and turned by the offsets
    double aspect, yaw_offset_deg, pitch_offset_deg;
    lsn_camera camera;
    const show_slot *laid; // what `lens` lays, at `laid_aspect`
    double laid_aspect;
    lsn_lens lens;
} show;

/// `arena` (SHOW_ARENA_BYTES) is kept; every `scratch` is SHOW_SCRATCH_BYTES.
LSN_MUST_CHECK lsn_err show_init(show *out, lsn_arena *arena);
/// The same for a person's own body.
LSN_MUST_CHECK lsn_err show_init_body(show *out, const lsn_body *body, lsn_arena *arena);
/// The solved motion, from the cache or built now; NULL when the move cannot be shown.
const show_slot *show_motion(show *s, const lsn_move *move, lsn_side side, lsn_level level, lsn_arena scratch);
/// Poses the figure on the way between two key poses. Muscles glow as they lengthen or work.
void show_pose(show *s, const show_slot *slot, int from, int to, double t, double breath, lsn_arena scratch);
/// Poses the figure for a moment of the score, and solves what comes next while the picture stands still.
LSN_MUST_CHECK lsn_err show_score(show *s, const lsn_score *score, double elapsed_s, lsn_arena scratch);
/// Seconds of one loop of a move on its own, and the figure at a moment of it.
int show_loop_s(const lsn_move *move);
LSN_MUST_CHECK lsn_err show_move(show *s, const lsn_move *move, lsn_side side, double seconds, lsn_arena scratch);
/// The body standing, as far as one of lsn_range_describe goes (−1: at rest).
void show_range(show *s, int range, double deg);
/// The same at rest; the muscles of each region glow by its part, 0 … 1.
void show_regions(show *s, const double parts[LSN_REGION_COUNT]);
/// A pose in the making. `reframe`: the camera frames it anew, else it stays where it is.
void show_posing(show *s, const lsn_posing *posing, bool reframe);
/// The moves that were shown are no more.
void show_forget(show *s);
/// Turns the standing body's camera behind it.
#define SHOW_BEHIND_DEG (-110.0)
/// What glows in what is shown now, the brightest first; returns how many.
int show_glows(lsn_glow out[LSN_GLOWS_MAX], const show *s);
/// The camera on what is shown now, turned by the offsets.
lsn_camera show_camera(show *s, double aspect, double yaw_offset_deg, double pitch_offset_deg);
/// How its picture is laid beside the covers. It stays as the viewer turns the figure. After new covers, `laid` is to
/// be NULL.
lsn_lens show_lens(show *s, double aspect, const lsn_cover *covers, int count);

#endif
