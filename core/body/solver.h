/// Private to core/body: limits as the solver sees them.
#ifndef LSN_BODY_SOLVER_H
#define LSN_BODY_SOLVER_H

#include "core/body/kinematics.h"

/// A one-sided limit of a hip or arm: its room (rad or sine) must not become negative; turning the ball by the vector v
/// (parent's axes) changes it by gradient · v, and a coupled angle by its own gradient.
typedef struct lsn_bound {
    int dof; // the first of the ball's three
    lsn_vec3 gradient;
    double room;
    lsn_coord coord; // as which a pose outside is reported
    int coupled;     // another degree of freedom, or 0
    double coupled_gradient;
} lsn_bound;

enum { LSN_BOUNDS_MAX = 26 };
int lsn_limit_bounds(lsn_bound out[LSN_BOUNDS_MAX], const lsn_body *body, const lsn_pose *pose);
/// Brings every joint back within its limits.
void lsn_limit_clamp(lsn_pose *pose, const lsn_body *body);

/// Factors the lower triangle of a symmetric positive definite n × n matrix (rows `stride` apart) in place and solves
/// for `x` (in: right side, out: solution).
void lsn_cholesky_solve(double *matrix, int n, int stride, double *x);

#endif
