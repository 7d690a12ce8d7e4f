// core/body: the contact solver. Each iteration solves a small quadratic problem exactly: of all steps that make the
// linearised contacts true and keep the limits and the floor, the one that ends nearest to the wished posture.
//
// With weights W, posture step d and contact rows J s = r the answer is s = d + W⁻¹Jᵀ(J W⁻¹Jᵀ + εI)⁻¹(r − J d), so the
// system that is factored has the size of the contacts, not of the body. ε grows with the remaining error (Sugihara
// 2011), which makes the iteration safe far from the goal and lets contradictory contacts end in least squares.
// Limits of single angles, and one-sided rows (hips, arms, floor), enter by an active set.
// Invariant: deterministic; the pose that leaves is within its limits.
#include "core/body/solver.h"

#include <string.h>

enum { ROWS_MAX = 272, ACTIVE_MAX = 128, ROUNDS_MAX = 8, WIDTH = 48, POLISH = 12, WEAK_MAX = 8 };

static const double step_max_rad = 0.6;  // of one joint in one iteration
static const double near_floor_m = 0.08; // higher than this, the next iteration will see it
static const double near_self_m = 0.03;  // the same for parts of the body, which keep this much of the allowance
static const double self_margin_m = 0.004;
static const double near_limit = 0.8; // the same for hips and arms
static const double stiff = 1e-5;     // compliance of contacts against posture (m² a unit of cost)

typedef struct solver_row {
    double j[WIDTH]; // padded with zero
    double need;     // J s = need, or J s ≥ need when one-sided
} solver_row;

typedef struct solver {
    const lsn_body *body;
    const lsn_pose *wished;
    const lsn_contact *contacts;
    int contact_count;
    const lsn_solve_options *options;
    lsn_pose pose;
    lsn_chain chain;
    solver_row rows[ROWS_MAX]; // equalities first
    int equal_count, row_count;
    double error, cost; // squared contact error (m²), squared distance from the posture
    bool active[ROWS_MAX];
    double posture[WIDTH], step[WIDTH], mobility[WIDTH], ready[WIDTH];
    bool fixed[LSN_DOFS];
    int list[ACTIVE_MAX];
    double matrix[ACTIVE_MAX * ACTIVE_MAX], multiplier[ACTIVE_MAX];
    lsn_vec3 column[LSN_DOFS];
    double slack[LSN_PAIRS_MAX]; // of parts that are in each other in the wished posture
} solver;

lsn_solve_options lsn_solve_options_default(void) {
    return (lsn_solve_options){.iterations_max = 60,
                               .tolerance_m = 0.0005,
                               .posture_stiffness = 1.0,
                               .floor = false,
                               .floor_slack_m = 0.004,
                               .restarts = 24};
}

// ---------------------------------------------------------------- contact errors

static lsn_vec3 site_goal(const lsn_body *body, const lsn_frames *frames, const lsn_contact *contact) {
    if (contact->kind == LSN_CONTACT_POINT) return contact->point;
    lsn_segment segment = lsn_site_segment(contact->other);
    lsn_vec3 out = lsn_quat_rotate(frames->rotation[segment], lsn_site_normal_local(contact->other));
    return lsn_v3_mad(lsn_site_world(body, frames, contact->other), out, contact->gap_m);
}

static bool has_normal(const lsn_contact *contact) {
    return lsn_v3_dot(contact->normal, contact->normal) > 0.5;
}

double lsn_contact_error(const lsn_body *body, const lsn_frames *frames, const lsn_contact *contact) {
    if (contact->kind == LSN_CONTACT_SITE || (contact->kind == LSN_CONTACT_POINT && !has_normal(contact))) {
        lsn_vec3 goal = site_goal(body, frames, contact);
        return lsn_v3_length(lsn_v3_sub(lsn_site_world(body, frames, contact->site), goal));
    }
    lsn_vec3 touch = lsn_site_touch(body, frames, contact->site, contact->normal);
    if (contact->kind == LSN_CONTACT_POINT) return lsn_v3_length(lsn_v3_sub(touch, contact->point));
    return lsn_abs(lsn_v3_dot(touch, contact->normal) - contact->offset_m);
}

static double worst_error(const solver *s, int *worst) {
    double most = 0.0;
    *worst = -1;
    for (int i = 0; i < s->contact_count; ++i) {
        double error = lsn_contact_error(s->body, &s->chain.frames, &s->contacts[i]);
        if (*worst < 0 || error > most) {
            most = error;
            *worst = i;
        }
    }
    return most;
}

// ---------------------------------------------------------------- rows

static void clear_columns(solver *s) {
    memset(s->column, 0, sizeof s->column);
}

static solver_row *new_row(solver *s, double need) {
    LSN_ASSERT(s->row_count < ROWS_MAX);
    solver_row *row = &s->rows[s->row_count++];
    row->need = need;
    return row;
}

static void project_row(solver *s, solver_row *row, lsn_vec3 along) {
    for (int d = 0; d < LSN_DOFS; ++d) {
        const lsn_vec3 *c = &s->column[d];
        row->j[d] = c->x * along.x + c->y * along.y + c->z * along.z;
    }
    for (int d = LSN_DOFS; d < WIDTH; ++d) row->j[d] = 0.0;
}

static void add_ball_columns(solver *s, const lsn_ball_at *ball, double share) {
    lsn_chain_point(s->column, &s->chain, ball->segment, ball->centre, 0.5 * share);
    lsn_chain_point(s->column, &s->chain, ball->second, ball->centre, 0.5 * share);
}

static void push_along(const solver *s, solver_row *row, lsn_segment segment, lsn_vec3 at, lsn_vec3 along,
                       lsn_segment stop) {
    lsn_chain_row(row->j, &s->chain, segment, at, along, stop);
}

static void add_ball_row(solver *s, const lsn_ball_at *ball, lsn_vec3 normal, double need) {
    solver_row *row = new_row(s, need);
    memset(row->j, 0, sizeof row->j);
    lsn_vec3 half = lsn_v3_scale(normal, ball->segment == ball->second ? 1.0 : 0.5);
    push_along(s, row, ball->segment, ball->centre, half, LSN_SEGMENT_COUNT);
    if (ball->segment != ball->second) push_along(s, row, ball->second, ball->centre, half, LSN_SEGMENT_COUNT);
}

static double ball_height(const lsn_ball_at *ball, lsn_vec3 normal) {
    return lsn_v3_dot(ball->centre, normal) - ball->radius_m;
}

static void tangents(lsn_vec3 *a, lsn_vec3 *b, lsn_vec3 normal) {
    lsn_vec3 other = lsn_abs(normal.x) > 0.7 ? lsn_v3(0.0, 1.0, 0.0) : lsn_v3(1.0, 0.0, 0.0);
    *b = lsn_v3_unit(lsn_v3_cross(other, normal));
    *a = lsn_v3_cross(normal, *b);
}

// The lowest ball touches; for a planted contact the middle of the balls stays above its point.
static void add_touch_rows(solver *s, const lsn_contact *contact) {
    lsn_ball_at balls[LSN_SITE_BALLS_MAX];
    int count = lsn_site_balls(balls, s->body, &s->chain.frames, contact->site), lowest = 0;
    bool planted = contact->kind == LSN_CONTACT_POINT;
    for (int i = 1; i < count; ++i)
        if (ball_height(&balls[i], contact->normal) < ball_height(&balls[lowest], contact->normal)) lowest = i;
    double offset = planted ? lsn_v3_dot(contact->point, contact->normal) : contact->offset_m;
    add_ball_row(s, &balls[lowest], contact->normal, offset - ball_height(&balls[lowest], contact->normal));
    if (!planted) return;
    lsn_vec3 a, b, touch = lsn_site_touch(s->body, &s->chain.frames, contact->site, contact->normal);
    tangents(&a, &b, contact->normal);
    clear_columns(s);
    for (int i = 0; i < count; ++i) add_ball_columns(s, &balls[i], 1.0 / (double)count);
    lsn_vec3 off = lsn_v3_sub(contact->point, touch);
    project_row(s, new_row(s, lsn_v3_dot(off, a)), a);
    project_row(s, new_row(s, lsn_v3_dot(off, b)), b);
}

static void add_point_rows(solver *s, const lsn_contact *contact) {
    const lsn_frames *frames = &s->chain.frames;
    lsn_vec3 at = lsn_site_world(s->body, frames, contact->site), goal = site_goal(s->body, frames, contact);
    clear_columns(s);
    lsn_chain_point(s->column, &s->chain, lsn_site_segment(contact->site), at, 1.0);
    if (contact->kind == LSN_CONTACT_SITE)
        lsn_chain_point(s->column, &s->chain, lsn_site_segment(contact->other), goal, -1.0);
    lsn_vec3 off = lsn_v3_sub(goal, at);
    project_row(s, new_row(s, off.x), lsn_v3(1.0, 0.0, 0.0));
    project_row(s, new_row(s, off.y), lsn_v3(0.0, 1.0, 0.0));
    project_row(s, new_row(s, off.z), lsn_v3(0.0, 0.0, 1.0));
}

// A palm that lies on the body faces it, whichever way the arm reaches there: its normal and that of the skin under it
// stay opposite by this much. As a distance, it counts as a palm's length away from the contact.
static const double faces = 0.75, palm_m = 0.1, near_facing = 0.5;

static bool is_palm(lsn_site site) {
    return lsn_str_starts(lsn_str_from(lsn_site_name(site)), LSN_STR("palm"));
}

static void turn_towards(const solver *s, solver_row *row, lsn_segment segment, lsn_vec3 at, lsn_vec3 normal,
                         lsn_vec3 other) {
    push_along(s, row, segment, lsn_v3_mad(at, normal, palm_m), lsn_v3_scale(other, -1.0), LSN_SEGMENT_COUNT);
    push_along(s, row, segment, at, other, LSN_SEGMENT_COUNT);
}

static void add_facing_row(solver *s, const lsn_contact *contact) {
    if (contact->kind != LSN_CONTACT_SITE || !is_palm(contact->site) || is_palm(contact->other)) return;
    lsn_segment hand = lsn_site_segment(contact->site), held = lsn_site_segment(contact->other);
    const lsn_frames *frames = &s->chain.frames;
    lsn_vec3 palm = lsn_quat_rotate(frames->rotation[hand], lsn_site_normal_local(contact->site));
    lsn_vec3 skin = lsn_quat_rotate(frames->rotation[held], lsn_site_normal_local(contact->other));
    double away = lsn_v3_dot(palm, skin) + faces;
    if (away < -near_facing) return;
    lsn_vec3 at = lsn_site_world(s->body, frames, contact->site);
    solver_row *row = new_row(s, palm_m * away);
    memset(row->j, 0, sizeof row->j);
    turn_towards(s, row, hand, at, palm, skin);
    turn_towards(s, row, held, at, skin, palm);
}

static void add_bound_rows(solver *s) {
    lsn_bound bounds[LSN_BOUNDS_MAX];
    int count = lsn_limit_bounds(bounds, s->body, &s->pose);
    for (int i = 0; i < count; ++i) {
        if (bounds[i].room > near_limit) continue;
        solver_row *row = new_row(s, -bounds[i].room);
        memset(row->j, 0, sizeof row->j);
        row->j[bounds[i].dof] = bounds[i].gradient.x;
        row->j[bounds[i].dof + 1] = bounds[i].gradient.y;
        row->j[bounds[i].dof + 2] = bounds[i].gradient.z;
        if (bounds[i].coupled > 0) row->j[bounds[i].coupled] = bounds[i].coupled_gradient;
    }
}

static void add_floor_rows(solver *s) {
    lsn_ball_at balls[LSN_BODY_BALLS_MAX];
    lsn_vec3 up = {0.0, 1.0, 0.0};
    int count = lsn_body_balls(balls, s->body, &s->chain.frames);
    for (int i = 0; i < count; ++i) {
        double height = ball_height(&balls[i], up);
        if (height < near_floor_m && s->row_count < ROWS_MAX)
            add_ball_row(s, &balls[i], up, -s->options->floor_slack_m - height);
    }
}

// The segment that carries both and whose joints therefore do not part them; in an arm there is none to rely on, since
// the humerus does not turn with the clavicle.
static lsn_segment common_carrier(lsn_segment a, lsn_segment b) {
    for (lsn_segment x = a;; x = lsn_segment_parent(x)) {
        for (lsn_segment y = b;; y = lsn_segment_parent(y)) {
            bool arm =
                (x >= LSN_SEG_clavicle_r && x <= LSN_SEG_hand_r) || (x >= LSN_SEG_clavicle_l && x <= LSN_SEG_hand_l);
            if (x == y) return arm ? LSN_SEGMENT_COUNT : x;
            if (y == LSN_SEG_pelvis) break;
        }
        if (x == LSN_SEG_pelvis) return LSN_SEGMENT_COUNT;
    }
}

// Up to 20 mm too deep a part is pushed out, from 50 mm on it stays, in between it comes half the way.
static double left_inside(double over_m) {
    return over_m * lsn_ease((over_m - 0.02) / 0.03);
}

static void measure_slack(solver *s) {
    memset(s->slack, 0, sizeof s->slack);
    if (!s->options->self) return;
    for (int p = 0; p < s->body->pair_count && s->options->self_slack_m; ++p) s->slack[p] = s->options->self_slack_m[p];
    lsn_frames frames;
    lsn_clash clashes[LSN_CLASHES_MAX];
    lsn_body_frames(&frames, s->body, s->wished);
    int count = lsn_body_clashes(clashes, s->body, &frames, 0.0);
    for (int i = 0; i < count; ++i) {
        double *slack = &s->slack[clashes[i].pair];
        *slack = lsn_max(*slack, left_inside(clashes[i].depth_m - clashes[i].allowed_m));
    }
}

// Parts of the body keep out of each other.
static void add_self_rows(solver *s) {
    lsn_clash clashes[LSN_CLASHES_MAX];
    int count = lsn_body_clashes(clashes, s->body, &s->chain.frames, near_self_m);
    for (int i = 0; i < count && s->row_count < ROWS_MAX; ++i) {
        const lsn_clash *clash = &clashes[i];
        lsn_segment stop = common_carrier(clash->first, clash->second);
        solver_row *row = new_row(s, clash->depth_m - clash->allowed_m - s->slack[clash->pair] + self_margin_m);
        memset(row->j, 0, sizeof row->j);
        push_along(s, row, clash->first, clash->at_first, clash->normal, stop);
        push_along(s, row, clash->second, clash->at_second, lsn_v3_scale(clash->normal, -1.0), stop);
    }
}

static void build_rows(solver *s) {
    s->row_count = 0;
    for (int i = 0; i < s->contact_count; ++i) {
        const lsn_contact *contact = &s->contacts[i];
        bool exact = contact->kind == LSN_CONTACT_SITE || (contact->kind == LSN_CONTACT_POINT && !has_normal(contact));
        if (exact)
            add_point_rows(s, contact);
        else
            add_touch_rows(s, contact);
    }
    s->equal_count = s->row_count;
    for (int i = 0; i < s->contact_count; ++i) add_facing_row(s, &s->contacts[i]);
    add_bound_rows(s);
    if (s->options->floor) add_floor_rows(s);
    if (s->options->self) add_self_rows(s);
    for (int i = 0; i < s->row_count; ++i) s->active[i] = i < s->equal_count || s->rows[i].need > 0.0;
}

// ---------------------------------------------------------------- posture

// How readily a degree of freedom moves away from the posture (inverse weights): where the body is, then arms and legs,
// before the pelvis' tilt, the spine and the shoulder girdle, which make the posture what it is.
static void set_mobility(solver *s) {
    static const double spine[9] = {0.35, 0.3, 0.15, 0.3, 0.3, 0.3, 0.6, 0.5, 0.6};
    static const double limb[LSN_LIMB_DOFS] = {1.0, 0.7, 0.7, 1.2, 1.2, 0.3, 0.8, 0.3,
                                               0.3, 2.5, 2.5, 2.5, 3.0, 2.5, 2.0, 0.8};
    for (int d = 0; d < 3; ++d) s->mobility[LSN_DOF_root + d] = 2.0;
    for (int d = 0; d < 3; ++d) s->mobility[LSN_DOF_turn + d] = 0.4;
    for (int d = 0; d < 9; ++d) s->mobility[LSN_DOF_spine + d] = spine[d];
    for (int d = 0; d < 2 * LSN_LIMB_DOFS; ++d) s->mobility[LSN_DOF_limbs + d] = limb[d % LSN_LIMB_DOFS];
    double stiffness = lsn_max(s->options->posture_stiffness, 1e-6);
    for (int d = 0; d < LSN_DOFS; ++d) s->mobility[d] /= stiffness;
}

static void turn_to(double out[3], lsn_quat from, lsn_quat to) {
    lsn_vec3 v = lsn_quat_log(lsn_quat_mul(to, lsn_quat_conj(from)));
    out[0] = v.x;
    out[1] = v.y;
    out[2] = v.z;
}

/// The step from the pose to the wished one.
static void posture_step(double out[LSN_DOFS], const lsn_pose *pose, const lsn_pose *wished) {
    lsn_vec3 off = lsn_v3_sub(wished->position, pose->position);
    out[0] = off.x;
    out[1] = off.y;
    out[2] = off.z;
    turn_to(out + LSN_DOF_turn, pose->orientation, wished->orientation);
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord c = lsn_dof_coord(d);
        if (c != LSN_COORD_COUNT) out[d] = wished->hinge[c] - pose->hinge[c];
    }
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        turn_to(out + limb->first_dof + LSN_LIMB_hip, pose->ball[limb->hip], wished->ball[limb->hip]);
        turn_to(out + limb->first_dof + LSN_LIMB_arm, pose->ball[limb->arm], wished->ball[limb->arm]);
    }
}

// ---------------------------------------------------------------- one step

// Four sums in a fixed order: as fast as the compiler may make it without changing bits.
static double dot(const double *a, const double *b, int n) {
    double sum[4] = {0.0, 0.0, 0.0, 0.0};
    int i = 0;
    for (; i + 4 <= n; i += 4)
        for (int k = 0; k < 4; ++k) sum[k] += a[i + k] * b[i + k];
    for (; i < n; ++i) sum[0] += a[i] * b[i];
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

void lsn_cholesky_solve(double *matrix, int n, int stride, double *x) {
    for (int i = 0; i < n; ++i) {
        double *row = matrix + i * stride;
        for (int j = 0; j <= i; ++j) {
            const double *other = matrix + j * stride;
            double left = row[j] - dot(row, other, j);
            row[j] = j == i ? lsn_sqrt(lsn_max(left, 1e-14)) : left / other[j];
        }
    }
    for (int i = 0; i < n; ++i) x[i] = (x[i] - dot(matrix + i * stride, x, i)) / matrix[i * stride + i];
    for (int i = n - 1; i >= 0; --i) {
        double sum = x[i];
        for (int k = i + 1; k < n; ++k) sum -= matrix[k * stride + i] * x[k];
        x[i] = sum / matrix[i * stride + i];
    }
}

// The step for the rows that are active and the angles that are not fixed (fixed ones hold their step already).
static int solve_active(solver *s, double compliance) {
    int n = 0;
    for (int i = 0; i < s->row_count && n < ACTIVE_MAX; ++i)
        if (s->active[i]) s->list[n++] = i;
    for (int d = 0; d < LSN_DOFS; ++d) {
        s->ready[d] = s->fixed[d] ? 0.0 : s->mobility[d];
        if (!s->fixed[d]) s->step[d] = s->posture[d];
    }
    for (int a = 0; a < n; ++a) {
        const solver_row *row = &s->rows[s->list[a]];
        double scaled[WIDTH];
        for (int d = 0; d < WIDTH; ++d) scaled[d] = row->j[d] * s->ready[d];
        for (int b = 0; b <= a; ++b) s->matrix[a * ACTIVE_MAX + b] = dot(s->rows[s->list[b]].j, scaled, WIDTH);
        s->matrix[a * ACTIVE_MAX + a] += compliance;
        s->multiplier[a] = row->need - dot(row->j, s->step, WIDTH);
    }
    lsn_cholesky_solve(s->matrix, n, ACTIVE_MAX, s->multiplier);
    for (int a = 0; a < n; ++a) {
        const solver_row *row = &s->rows[s->list[a]];
        for (int d = 0; d < LSN_DOFS; ++d) s->step[d] += s->ready[d] * row->j[d] * s->multiplier[a];
    }
    return n;
}

// Where a fixed angle would go if it were free.
static double free_step(const solver *s, int n, int dof) {
    double pull = 0.0;
    for (int a = 0; a < n; ++a) pull += s->rows[s->list[a]].j[dof] * s->multiplier[a];
    return s->posture[dof] + s->mobility[dof] * pull;
}

// Angles that the step takes over a limit stop there; those that would come back by themselves are let go.
static bool fix_limits(solver *s, int n, bool may_release) {
    bool changed = false;
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord c = lsn_dof_coord(d);
        if (c == LSN_COORD_COUNT || (s->fixed[d] && !may_release)) continue;
        double least = s->body->least_rad[c] - s->pose.hinge[c], most = s->body->greatest_rad[c] - s->pose.hinge[c];
        double wanted = s->fixed[d] ? free_step(s, n, d) : s->step[d];
        double kept = lsn_clamp(wanted, least, most);
        bool fixes = kept != wanted;
        changed = changed || fixes != s->fixed[d];
        if (fixes) s->step[d] = kept;
        s->fixed[d] = fixes;
    }
    return changed;
}

static bool change_active(solver *s, int n, bool may_release) {
    bool changed = false;
    for (int a = 0; a < n && may_release; ++a) {
        int i = s->list[a];
        if (i < s->equal_count || s->multiplier[a] >= 0.0) continue;
        s->active[i] = false;
        changed = true;
    }
    for (int i = s->equal_count; i < s->row_count; ++i) {
        if (s->active[i] || dot(s->rows[i].j, s->step, WIDTH) >= s->rows[i].need - 1e-7) continue;
        s->active[i] = changed = true;
    }
    return changed;
}

static void find_step(solver *s, double compliance) {
    memset(s->fixed, 0, sizeof s->fixed);
    for (int round = 0; round < ROUNDS_MAX; ++round) {
        int n = solve_active(s, compliance);
        bool may_release = round < 4;
        bool limits = fix_limits(s, n, may_release), rows = change_active(s, n, may_release);
        if (!limits && !rows) return;
    }
}

// Shortens the step so that no joint turns too far at once; returns the largest part of it.
static double shorten_step(solver *s) {
    double most = 0.0;
    for (int d = 0; d < LSN_DOFS; ++d) most = lsn_max(most, lsn_abs(s->step[d]));
    if (most <= step_max_rad) return most;
    for (int d = 0; d < LSN_DOFS; ++d) s->step[d] *= step_max_rad / most;
    return step_max_rad;
}

// ---------------------------------------------------------------- iteration

static double rms_turn(const lsn_pose *pose, const lsn_pose *wished) {
    double step[LSN_DOFS] = {0.0}, sum = 0.0;
    posture_step(step, pose, wished);
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) sum += step[d] * step[d];
    return lsn_sqrt(sum / (double)(LSN_DOFS - LSN_DOF_spine));
}

// Rows, error and distance from the posture at the solver's pose.
static void measure(solver *s) {
    lsn_chain_build(&s->chain, s->body, &s->pose);
    build_rows(s);
    posture_step(s->posture, &s->pose, s->wished);
    s->error = s->cost = 0.0;
    for (int i = 0; i < s->row_count; ++i)
        if (i < s->equal_count || s->rows[i].need > 0.0) s->error += s->rows[i].need * s->rows[i].need;
    for (int d = 0; d < LSN_DOFS; ++d) s->cost += s->posture[d] * s->posture[d] / s->mobility[d];
}

typedef enum stage_name {
    STAGE_REACH,  // the contacts alone, by steps as small as they can be
    STAGE_SETTLE, // along the contacts back towards the posture
    STAGE_POLISH  // the contacts once more
} stage_name;

typedef struct stage {
    stage_name name;
    bool root_only;          // to begin a restart: turn and move the body as a whole
    double damping, caution; // how strongly a step is held back, by contacts and by posture
    int weak;                // steps in a row that brought little: the contacts contradict each other
} stage;

// One step; false when it made things worse and was taken back.
static bool advance(solver *s, const stage *now, double *moved) {
    double before_error = s->error, before_cost = s->cost, usual[WIDTH];
    lsn_pose before = s->pose;
    bool settles = now->name == STAGE_SETTLE;
    double hold = settles ? 1.0 + now->caution : 1.0;
    double compliance = settles ? stiff : 1e-9 + now->damping * s->error;
    memcpy(usual, s->mobility, sizeof usual);
    for (int d = 0; d < LSN_DOFS; ++d) {
        s->posture[d] = settles ? s->posture[d] / hold : 0.0;
        s->mobility[d] = now->root_only && d >= LSN_DOF_spine ? 0.0 : s->mobility[d] / hold;
    }
    find_step(s, compliance);
    memcpy(s->mobility, usual, sizeof usual);
    *moved = shorten_step(s);
    lsn_pose_step(&s->pose, s->step);
    lsn_limit_clamp(&s->pose, s->body);
    measure(s);
    double weight = settles ? 1.0 : 0.0;
    double was = weight * before_cost + before_error / compliance, is = weight * s->cost + s->error / compliance;
    if (is <= was * (1.0 + 1e-9) + 1e-12) return true;
    s->pose = before;
    measure(s);
    return false;
}

// Chooses the next stage after a step; false when there is nothing left to gain.
static bool next_stage(stage *now, bool better, double moved, double error, double before, double fine) {
    bool is_true = error < fine * fine;
    if (now->name == STAGE_SETTLE) {
        now->caution = better ? (now->caution <= 0.05 ? 0.0 : now->caution * 0.25) : lsn_max(0.1, now->caution * 4.0);
        bool done = now->caution > 1e3 || (better && moved < 1e-3);
        if (done && (is_true || now->weak >= WEAK_MAX)) return false;
        if (done) *now = (stage){.name = STAGE_POLISH, .damping = 1e-3};
        return true;
    }
    now->damping = better ? lsn_max(now->damping * 0.3, 1e-5) : now->damping * 10.0;
    now->weak = better && error < 0.97 * before ? 0 : now->weak + 1;
    bool stuck = now->weak >= WEAK_MAX;
    if (now->name == STAGE_POLISH) return !is_true && !stuck;
    if (is_true || stuck) now->name = STAGE_SETTLE;
    return true;
}

static lsn_solve_report iterate(solver *s, int root_steps) {
    const lsn_solve_options *options = s->options;
    double fine = 0.1 * options->tolerance_m, moved = 0.0;
    lsn_solve_report report = {.worst = -1};
    stage now = {.name = STAGE_REACH, .damping = 0.02};
    lsn_limit_clamp(&s->pose, s->body);
    measure(s);
    if (s->error < fine * fine) now.name = STAGE_SETTLE;
    for (int i = 0; i < options->iterations_max; ++i) {
        double before = s->error;
        now.root_only = i < root_steps;
        bool better = advance(s, &now, &moved);
        report.iterations = i + 1;
        if (!next_stage(&now, better, moved, s->error, before, fine)) break;
        if (now.name == STAGE_SETTLE && i == options->iterations_max - POLISH)
            now = (stage){.name = STAGE_POLISH, .damping = 1e-3};
    }
    report.worst_m = worst_error(s, &report.worst);
    report.moved_rad = rms_turn(&s->pose, s->wished);
    return report;
}

// Another start: joints in the middle of their ranges, where no limit is in the way, and the body turned.
static lsn_pose other_start(const solver *s, int attempt) {
    static const double turns[12][3] = {{0, 0, 0},   {0, 0, 180},  {90, 0, 0},    {-90, 0, 0},
                                        {0, 90, 0},  {0, -90, 0},  {180, 0, 0},   {0, 0, 90},
                                        {0, 0, -90}, {90, 0, 180}, {-90, 0, 180}, {90, 90, 0}};
    lsn_pose pose = *s->wished;
    double between = attempt % 2 == 0 ? 0.5 : 0.3;
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord c = lsn_dof_coord(d);
        if (c != LSN_COORD_COUNT) pose.hinge[c] = lsn_mix(s->body->least_rad[c], s->body->greatest_rad[c], between);
    }
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        double out = -limb->sign;
        pose.ball[limb->hip] = lsn_quat_from_zxy(0.9, out * 0.1 * (double)(1 + attempt % 3), 0.0);
        pose.ball[limb->arm] = lsn_quat_from_zxy(0.9, out * 0.6 * (double)(1 + attempt % 2), 0.0);
    }
    const double *turn = turns[attempt % 12];
    lsn_quat by = lsn_quat_from_zxy(LSN_RAD(turn[0]), LSN_RAD(turn[1]), LSN_RAD(turn[2]));
    pose.orientation = lsn_quat_mul(pose.orientation, by);
    return pose;
}

static void restart(solver *s, lsn_solve_report *report) {
    lsn_pose best = s->pose;
    int iterations = report->iterations;
    for (int i = 0; i < s->options->restarts && report->worst_m > 2.0 * s->options->tolerance_m; ++i) {
        s->pose = other_start(s, i);
        lsn_solve_report again = iterate(s, 8);
        iterations += again.iterations;
        if (again.worst_m >= report->worst_m) continue;
        *report = again;
        best = s->pose;
    }
    s->pose = best;
    report->iterations = iterations;
}

lsn_err lsn_body_solve(lsn_pose *pose, lsn_solve_report *report, const lsn_body *body, const lsn_pose *wished,
                       const lsn_contact *contacts, int count, const lsn_solve_options *options, lsn_arena scratch) {
    LSN_ASSERT(count >= 0 && count <= LSN_CONTACTS_MAX);
    solver *s = LSN_NEW(&scratch, solver, 1);
    if (s == NULL) return LSN_ERR_NO_MEMORY;
    s->body = body;
    s->wished = wished;
    s->contacts = contacts;
    s->contact_count = count;
    s->options = options;
    s->pose = *pose;
    set_mobility(s);
    measure_slack(s);
    *report = iterate(s, 0);
    restart(s, report);
    *pose = s->pose;
    return report->worst_m > 0.002 ? LSN_ERR_NOT_SOLVED : LSN_OK;
}
