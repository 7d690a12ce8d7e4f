/// Private to core/figure: a motion solved well enough to judge it, several times as fast as lsn_motion_build. Parts of
/// the body may be in each other, what lengthens is not measured.
#ifndef LSN_FIGURE_SKETCH_H
#define LSN_FIGURE_SKETCH_H

#include "core/figure/figure.h"

/// As lsn_motion_build, but LSN_ERR_NOT_SOLVED (and *out not to be used) as soon as a narrower body would have to let
/// go of anything but an arm or the head. The first `shared` keys are those of `like`, a motion of the same move and
/// side (NULL: none).
LSN_MUST_CHECK lsn_err lsn_motion_sketch(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level,
                                         const lsn_body *body, const lsn_motion *like, int shared, lsn_arena scratch);
/// How many key poses, from the first, two levels of a move have in common as they are written.
int lsn_move_shared_poses(const lsn_move *move, lsn_level a, lsn_level b);

#endif
