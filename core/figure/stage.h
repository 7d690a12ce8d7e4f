/// Private to core/figure: what stands round the body, as solids that it must not be in.
#ifndef LSN_FIGURE_STAGE_H
#define LSN_FIGURE_STAGE_H

#include "core/figure/figure.h"

/// A box with rounded edges: a seat, its back, a block, a pillow. Half sizes before rounding; `round_m` of them is
/// round.
typedef struct lsn_solid {
    lsn_prop prop;
    lsn_vec3 centre, half;
    double yaw_rad, round_m;
} lsn_solid;

enum { LSN_SOLIDS_MAX = 2 + LSN_SUPPORTS_MAX };

/// Half the width of a chair's and of a stool's seat, and half its thickness (m).
double lsn_seat_half(const lsn_scene *scene);
static const double lsn_seat_thick_m = 0.022;
/// Everything but mat, wall and strap; returns how many.
int lsn_scene_solids(lsn_solid out[LSN_SOLIDS_MAX], const lsn_scene *scene);
/// Cushions and pillows give way to what lies on them, by at most half their thickness (our own choice).
bool lsn_prop_is_soft(lsn_prop prop);
/// A support as it is drawn.
lsn_solid lsn_support_solid(const lsn_support *support);
/// How deep a ball is in a solid (m); negative: that far off.
double lsn_solid_depth(const lsn_solid *solid, lsn_vec3 centre, double radius_m);

/// Whether some key pose rests on the move's seat, with what sits or with a hand.
bool lsn_motion_has_seat(const lsn_motion *motion);

#endif
