/// core/make: a person's own move without code: a pose by dragging the figure, and a form of plain fields → a move
/// file, checked as every other. What a form does not say (timing, what lengthens, cautions that follow from the poses)
/// is worked out from the solved body.
#ifndef LSN_MAKE_H
#define LSN_MAKE_H

#include "core/figure/figure.h"

// ---------------------------------------------------------------- a pose by dragging

/// What a person takes hold of. X(name).
#define LSN_HANDLES(X) X(head) X(chest) X(hips) X(hand_r) X(hand_l) X(knee_r) X(knee_l) X(foot_r) X(foot_l)

typedef enum lsn_handle {
#define X(name) LSN_HANDLE_##name,
    LSN_HANDLES(X)
#undef X
        LSN_HANDLE_COUNT
} lsn_handle;
const char *lsn_handle_name(lsn_handle handle); // "hand_r"

/// A pose and what it touches.
typedef struct lsn_posed {
    lsn_pose pose;
    lsn_contact contacts[LSN_POSE_CONTACTS_MAX]; // none is tied to a point
    bool slides[LSN_POSE_CONTACTS_MAX];
    int count;
} lsn_posed;

enum { LSN_POSING_KEYS = 2, LSN_POSING_UNDO_MAX = 24 };

/// The two poses of a move in the making: how it begins and where it goes. Fixed size; borrows the body.
typedef struct lsn_posing {
    const lsn_body *body;
    lsn_posed key[LSN_POSING_KEYS];
    int at;                    // which one is shown
    double seat_m;             // 0: no seat
    uint32_t props;            // needed, bit mask of lsn_prop
    double yaw_deg, pitch_deg; // the best side to see it from
    bool dragging;
    lsn_posed before; // of the drag under way
    struct {
        lsn_posed key[LSN_POSING_KEYS];
        int at;
    } undo[LSN_POSING_UNDO_MAX];
    int undo_count;
} lsn_posing;

/// Begins with two key poses of a move that was solved for the body; with one for both, seen so that left and right are
/// apart.
void lsn_posing_begin(lsn_posing *out, const lsn_motion *motion, int start, int there);
/// The built-in way to begin in a posture: index of a move whose first pose it is, or −1.
int lsn_posing_seed(const lsn_catalogue *catalogue, lsn_posture posture);
/// Where the handle is (world, m).
lsn_vec3 lsn_posing_handle(const lsn_posing *posing, lsn_handle handle);
/// Takes the handle as near to `to` as the body goes: what else touches stays, within the limits, above the floor. What
/// the dragged part itself touched is let go of. Needs 512 KB of scratch; without it nothing moves.
void lsn_posing_drag(lsn_posing *posing, lsn_handle handle, lsn_vec3 to, lsn_arena scratch);
/// Ends a drag: what came to the floor, or back to where it was, rests there. Returns whether anything has moved.
bool lsn_posing_drop(lsn_posing *posing, lsn_handle handle, lsn_arena scratch);
/// The second pose becomes as the first, which can be undone.
void lsn_posing_copy(lsn_posing *posing);
bool lsn_posing_undo(lsn_posing *posing); // false: there is nothing to undo
/// As a motion, for scene and camera. `frame` is its move, filled here; both borrow.
void lsn_posing_motion(lsn_motion *out, lsn_move *frame, const lsn_posing *posing);
/// {"poses":[…],"props":…,"seat_m","view","key_pose"}: the fields of a move file that say what the figure does.
void lsn_posing_write_json(lsn_json_out *out, const lsn_posing *posing);

// ---------------------------------------------------------------- a form

/// What a person fills in. X(name).
#define LSN_MAKE_FIELDS(X)                                                                                             \
    X(name) X(start) X(places) X(regions) X(tags) X(ready) X(go) X(hold) X(back) X(easier) X(usual) X(harder) X(figure)

typedef enum lsn_make_field {
#define X(name) LSN_MAKE_##name,
    LSN_MAKE_FIELDS(X)
#undef X
        LSN_MAKE_FIELD_COUNT
} lsn_make_field;
const char *lsn_make_field_name(lsn_make_field field);

/// What is wrong with a field, or, when it is only a hint, what may look odd.
typedef struct lsn_make_problem {
    lsn_make_field field;
    bool is_hint;
    char text[LSN_DIAG_TEXT_MAX];
} lsn_make_problem;

enum { LSN_MAKE_PROBLEMS_MAX = 24, LSN_MAKE_FILE_MAX = LSN_OWN_FILE_MAX };

typedef struct lsn_made {
    lsn_move move; // with fallbacks for what is wrong: it can be shown all the same
    lsn_make_problem problems[LSN_MAKE_PROBLEMS_MAX];
    int count;
    bool good; // no problem but hints
} lsn_made;

/// A form (docs/moves.md, "Your own") → the text of a move file in `file`, and the move in it, parsed into `arena`
/// (about 300 KB). Everything that can be wrong is told at once, each beside its field. Fails only when the form is no
/// JSON of that shape, or without memory; `diag` has the place. Needs 2 MB of scratch.
LSN_MUST_CHECK lsn_err lsn_make_move(lsn_made *out, lsn_buf *file, lsn_str form, const lsn_catalogue *catalogue,
                                     const lsn_body *body, lsn_arena *arena, lsn_arena scratch, lsn_diag *diag);
/// What no body can do in a move, in plain words with what to do; returns how many.
int lsn_make_look(lsn_make_problem *out, int max, const lsn_move *move, const lsn_body *body, lsn_arena scratch);

#endif
