// core/figure: whether a motion is one that a body can make: limits, contacts, floor, its own flesh, balance, speed and
// mirror image, frame by frame. Invariant: it looks at the poses that are shown, through the same functions.
#include "core/figure/stage.h"

#include <string.h>

enum { SCRATCH_LEAST = 1 << 20 };

typedef struct frame {
    int from, to, phase;
    double t, second;
    bool is_hold;
    lsn_pose pose;
    lsn_frames frames;
} frame;

typedef struct verifier {
    lsn_verification *out;
    const lsn_motion *motion;
    double rate;
    lsn_scene scene;
    lsn_solid solids[LSN_SOLIDS_MAX];
    int solid_count;
} verifier;

static const double limit_allowed_rad = LSN_RAD(0.1), contact_allowed_m = 0.002, slide_hold_m = 0.005,
                    slide_move_m = 0.010, floor_allowed_m = 0.005, prop_allowed_m = 0.020,
                    speed_allowed_rad = LSN_RAD(90.0), jump_suspected_rad = LSN_RAD(30.0),
                    jump_allowed_rad = LSN_RAD(25.0);

// ---------------------------------------------------------------- faults

static const char *const fault_names[LSN_FAULT_COUNT] = {
#define X(name, unit) #name,
    LSN_FAULTS(X)
#undef X
};

const char *lsn_fault_name(lsn_fault_kind kind) {
    LSN_ASSERT(kind >= 0 && kind < LSN_FAULT_COUNT);
    return fault_names[kind];
}

static void add_fault(verifier *v, const frame *f, lsn_fault_kind kind, double amount, double allowed, const char *part,
                      const char *other) {
    lsn_fault fault = {kind, f->phase, f->to, f->second, amount, allowed, part, other};
    lsn_verification *out = v->out;
    for (int i = 0; i < out->count; ++i) {
        lsn_fault *known = &out->faults[i];
        if (known->kind != kind || known->phase != f->phase) continue;
        if (amount > known->amount) *known = fault;
        return;
    }
    if (out->count < LSN_FAULTS_MAX) out->faults[out->count++] = fault;
}

static void say_amount(lsn_buf *out, const lsn_fault *fault) {
    static const char *const units[LSN_FAULT_COUNT] = {
        " degrees", " mm", " mm", " mm", " mm", " mm", " mm", " degrees a second", " degrees a second", "", " %"};
    lsn_buf_fixed(out, fault->amount, fault->amount < 10.0 ? 1 : 0);
    lsn_buf_text(out, units[fault->kind]);
}

static void say_what(lsn_buf *out, const lsn_fault *fault) {
    static const char *const verbs[LSN_FAULT_COUNT] = {" goes beyond its limit by ",
                                                       " stays off its contact by ",
                                                       " slides by ",
                                                       " is in the floor by ",
                                                       " is in ",
                                                       " is in the ",
                                                       " is not above what the body rests on: outside by ",
                                                       " turns at ",
                                                       " changes its speed at once by ",
                                                       " is not the mirror image of the right side",
                                                       " is declared as a target and reaches "};
    lsn_buf_text(out, fault->part);
    lsn_buf_text(out, verbs[fault->kind]);
    if (fault->kind == LSN_FAULT_self || fault->kind == LSN_FAULT_prop) lsn_buf_format(out, "%s by ", fault->other);
    if (fault->kind == LSN_FAULT_mirror) return;
    say_amount(out, fault);
    if (fault->kind == LSN_FAULT_target) lsn_buf_format(out, " of %s", fault->other);
    lsn_buf_text(out, fault->kind == LSN_FAULT_target ? "; wanted: " : "; allowed: ");
    lsn_buf_fixed(out, fault->allowed, fault->allowed < 1.0 ? 1 : 0);
}

void lsn_fault_say(lsn_buf *out, const lsn_fault *fault, const lsn_move *move) {
    if (fault->phase < 0)
        lsn_buf_text(out, "in the start pose");
    else
        lsn_buf_format(out, "in phase %S", move->phases[fault->phase].id);
    lsn_buf_text(out, " at ");
    lsn_buf_fixed(out, fault->second, 1);
    lsn_buf_text(out, " s, ");
    say_what(out, fault);
}

// ---------------------------------------------------------------- limits, floor

static void check_limits(verifier *v, const frame *f) {
    lsn_coord worst;
    double over = lsn_body_limit_excess(v->motion->body, &f->pose, &worst);
    if (over <= limit_allowed_rad) return;
    add_fault(v, f, LSN_FAULT_limit, LSN_DEG(over), LSN_DEG(limit_allowed_rad), lsn_coord_describe(worst)->name, "");
}

static void check_floor(verifier *v, const frame *f) {
    lsn_segment deepest;
    double depth = lsn_body_floor_depth(v->motion->body, &f->frames, &deepest);
    if (depth <= floor_allowed_m) return;
    add_fault(v, f, LSN_FAULT_floor, depth * 1000.0, floor_allowed_m * 1000.0, lsn_segment_name(deepest), "");
}

// ---------------------------------------------------------------- the body in itself

static void check_self(verifier *v, const frame *f) {
    lsn_clash clashes[LSN_CLASHES_MAX];
    int count = lsn_body_clashes(clashes, v->motion->body, &f->frames, 0.0);
    for (int i = 0; i < count; ++i) {
        const lsn_clash *clash = &clashes[i];
        add_fault(v, f, LSN_FAULT_self, clash->depth_m * 1000.0, clash->allowed_m * 1000.0,
                  lsn_segment_name(clash->first), lsn_segment_name(clash->second));
    }
}

// ---------------------------------------------------------------- seat, wall and other props

static const double no_depth = -1.0;

// The deepest of some balls along a capsule; in front of the wall no deeper than no_depth.
static double depth_in(const verifier *v, const lsn_capsule *capsule, const lsn_solid *solid) {
    enum { BALLS = 5 };
    double deepest = no_depth;
    for (int i = 0; i < BALLS; ++i) {
        double t = (double)i / (BALLS - 1), radius = lsn_mix(capsule->radius_a_m, capsule->radius_b_m, t);
        lsn_vec3 centre = lsn_v3_mix(capsule->a, capsule->b, t);
        double depth = solid ? lsn_solid_depth(solid, centre, radius) : centre.x + radius - v->scene.wall_x_m;
        deepest = lsn_max(deepest, depth);
    }
    return deepest;
}

static void check_prop(verifier *v, const frame *f, const lsn_capsule *capsule, const lsn_solid *solid) {
    double depth = depth_in(v, capsule, solid), allowed = prop_allowed_m;
    if (solid && lsn_prop_is_soft(solid->prop)) allowed += lsn_min(solid->half.x, solid->half.y);
    if (depth <= allowed) return;
    add_fault(v, f, LSN_FAULT_prop, depth * 1000.0, allowed * 1000.0, lsn_segment_name(capsule->segment),
              lsn_prop_name(solid ? solid->prop : LSN_PROP_wall));
}

static void check_props(verifier *v, const frame *f) {
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    int count = lsn_body_capsules(capsules, v->motion->body, &f->frames);
    for (int i = 0; i < count; ++i) {
        if (v->scene.props >> LSN_PROP_wall & 1) check_prop(v, f, &capsules[i], NULL);
        for (int k = 0; k < v->solid_count; ++k) check_prop(v, f, &capsules[i], &v->solids[k]);
    }
}

// ---------------------------------------------------------------- balance

typedef struct hull {
    double x[18 * LSN_CAPSULES_MAX], z[18 * LSN_CAPSULES_MAX];
    int count;
} hull;

static void add_point(hull *h, lsn_vec3 p) {
    if (h->count == (int)(sizeof h->x / sizeof h->x[0])) return;
    h->x[h->count] = p.x;
    h->z[h->count++] = p.z;
}

static double side_of(const hull *h, int a, int b, double x, double z) {
    return (h->x[b] - h->x[a]) * (z - h->z[a]) - (h->z[b] - h->z[a]) * (x - h->x[a]);
}

// The next corner of the convex hull after corner `a`: all points lie on one side of the line there.
static int next_corner(const hull *h, int a) {
    int best = a == 0 ? h->count - 1 : 0;
    for (int i = 0; i < h->count; ++i) {
        double side = side_of(h, a, best, h->x[i], h->z[i]);
        double far = (h->x[i] - h->x[a]) * (h->x[i] - h->x[a]) + (h->z[i] - h->z[a]) * (h->z[i] - h->z[a]);
        double now = (h->x[best] - h->x[a]) * (h->x[best] - h->x[a]) + (h->z[best] - h->z[a]) * (h->z[best] - h->z[a]);
        if (side < -1e-12 || (side <= 1e-12 && far > now)) best = i;
    }
    return best;
}

// Signed distance of (x, z) to the nearest edge of the points' convex hull, walked round from its leftmost point.
static double inside_by(const hull *h, double x, double z) {
    if (h->count < 3) return -1.0;
    int first = 0;
    for (int i = 1; i < h->count; ++i)
        if (h->x[i] < h->x[first] || (h->x[i] == h->x[first] && h->z[i] < h->z[first])) first = i;
    double least = 1e9;
    for (int a = first, corners = 0; corners < h->count; ++corners) {
        int b = next_corner(h, a);
        double dx = h->x[b] - h->x[a], dz = h->z[b] - h->z[a], length = lsn_sqrt(dx * dx + dz * dz);
        if (length > 1e-9) least = lsn_min(least, side_of(h, a, b, x, z) / length);
        a = b;
        if (a == first) break;
    }
    return least;
}

static const double rests_m = 0.008; // flesh this near to the floor rests on it

// A ball of flesh that is pressed against a level surface touches it in a disc.
static void add_patch(hull *h, lsn_vec3 centre, double radius_m, double level_m) {
    double gap = centre.y - radius_m - level_m;
    if (gap >= rests_m || gap < -4.0 * rests_m) return;
    double disc = lsn_sqrt(2.0 * radius_m * lsn_min(rests_m - gap, rests_m));
    add_point(h, lsn_v3(centre.x - disc, 0.0, centre.z));
    add_point(h, lsn_v3(centre.x + disc, 0.0, centre.z));
    add_point(h, lsn_v3(centre.x, 0.0, centre.z - disc));
    add_point(h, lsn_v3(centre.x, 0.0, centre.z + disc));
}

static bool sits(lsn_segment segment) {
    return segment == LSN_SEG_pelvis || segment == LSN_SEG_femur_r || segment == LSN_SEG_femur_l;
}

// Everything rests on the floor that is near it; on a seat, what sits.
static void add_level(hull *h, const lsn_capsule *capsules, int count, double level_m) {
    for (int i = 0; i < count; ++i) {
        if (level_m > 0.0 && !sits(capsules[i].segment)) continue;
        add_patch(h, capsules[i].a, capsules[i].radius_a_m, level_m);
        add_patch(h, capsules[i].b, capsules[i].radius_b_m, level_m);
    }
}

double lsn_motion_support(const lsn_motion *motion, const lsn_frames *frames, const lsn_contact *contacts, int count) {
    const lsn_body *body = motion->body;
    hull h;
    h.count = 0;
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    int capsule_count = lsn_body_capsules(capsules, body, frames);
    add_level(&h, capsules, capsule_count, 0.0);
    bool has_seat = false;
    for (int i = 0; i < count; ++i) {
        if (contacts[i].kind == LSN_CONTACT_SITE) continue;
        lsn_vec3 touch = lsn_site_touch(body, frames, contacts[i].site, contacts[i].normal);
        add_point(&h, touch);
        bool seat = contacts[i].normal.y > 0.5 && touch.y > 0.1 && sits(lsn_site_segment(contacts[i].site));
        if (seat && !has_seat) add_level(&h, capsules, capsule_count, touch.y);
        has_seat = has_seat || seat;
    }
    lsn_vec3 centre = lsn_body_mass_centre(body, frames);
    return inside_by(&h, centre.x, centre.z);
}

static void check_balance(verifier *v, const frame *f) {
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX];
    int count = lsn_motion_contacts(contacts, v->motion, f->from, f->to, f->t);
    double inside = lsn_motion_support(v->motion, &f->frames, contacts, count);
    if (inside >= 0.0) return;
    add_fault(v, f, LSN_FAULT_balance, -inside * 1000.0, 0.0, "the centre of mass", "");
}

// ---------------------------------------------------------------- contacts

static bool is_planted(const lsn_motion *motion, int from, int to, const lsn_contact *contact) {
    const lsn_key *key = &motion->keys[to], *before = &motion->keys[from];
    bool stood = false, stands = false;
    if (from == to || contact->kind != LSN_CONTACT_POINT) return false;
    for (int i = 0; i < key->contact_count; ++i)
        stands = stands || (key->contacts[i].site == contact->site && key->planted[i]);
    for (int i = 0; i < before->contact_count; ++i)
        stood = stood || (before->contacts[i].site == contact->site && before->contacts[i].kind != LSN_CONTACT_SITE);
    return stood && stands;
}

static void check_slides(verifier *v, const frame *f) {
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX];
    const lsn_motion *motion = v->motion;
    double allowed = f->is_hold ? slide_hold_m : slide_move_m;
    int count = lsn_motion_contacts(contacts, motion, f->from, f->to, f->t);
    lsn_frames start;
    lsn_body_frames(&start, motion->body, &motion->keys[f->from].pose);
    for (int i = 0; i < count; ++i) {
        if (!is_planted(motion, f->from, f->to, &contacts[i])) continue;
        lsn_vec3 was = lsn_site_touch(motion->body, &start, contacts[i].site, contacts[i].normal);
        lsn_vec3 is = lsn_site_touch(motion->body, &f->frames, contacts[i].site, contacts[i].normal);
        double by = lsn_v3_length(lsn_v3_sub(is, was));
        if (by <= allowed) continue;
        add_fault(v, f, LSN_FAULT_slide, by * 1000.0, allowed * 1000.0, lsn_site_name(contacts[i].site), "");
    }
}

static void check_contacts(verifier *v, const frame *f) {
    const lsn_key *key = &v->motion->keys[f->to];
    for (int i = 0; i < key->contact_count; ++i) {
        double error = lsn_contact_error(v->motion->body, &f->frames, &key->contacts[i]);
        if (error <= contact_allowed_m) continue;
        add_fault(v, f, LSN_FAULT_contact, error * 1000.0, contact_allowed_m * 1000.0,
                  lsn_site_name(key->contacts[i].site), "");
    }
}

// ---------------------------------------------------------------- speed

// Turns of all joints from one pose to the next (rad): hinges by coordinate, hips and arms under their flexion's.
static void turns(double out[LSN_COORD_COUNT], const lsn_pose *a, const lsn_pose *b) {
    static const lsn_coord ball_coords[LSN_BALL_COUNT] = {LSN_COORD_hip_flexion_r, LSN_COORD_hip_flexion_l,
                                                          LSN_COORD_arm_flex_r, LSN_COORD_arm_flex_l};
    for (int c = 0; c < LSN_COORD_COUNT; ++c) out[c] = b->hinge[c] - a->hinge[c];
    for (int i = 0; i < LSN_BALL_COUNT; ++i) {
        lsn_vec3 turn = lsn_quat_log(lsn_quat_mul(b->ball[i], lsn_quat_conj(a->ball[i])));
        out[ball_coords[i]] = turn.x;
        out[ball_coords[i] + 1] = turn.y;
        out[ball_coords[i] + 2] = turn.z;
    }
}

static bool is_ball(int c) {
    return c == LSN_COORD_hip_flexion_r || c == LSN_COORD_hip_flexion_l || c == LSN_COORD_arm_flex_r ||
           c == LSN_COORD_arm_flex_l;
}

static double turn_size(const double *turn, int c) {
    if (!is_ball(c)) return lsn_abs(turn[c]);
    return lsn_v3_length(lsn_v3(turn[c], turn[c + 1], turn[c + 2]));
}

static void check_speed(verifier *v, const frame *f, const double now[LSN_COORD_COUNT], double rate) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        double speed = turn_size(now, c) * rate;
        if (speed > speed_allowed_rad)
            add_fault(v, f, LSN_FAULT_speed, LSN_DEG(speed), LSN_DEG(speed_allowed_rad),
                      lsn_coord_describe((lsn_coord)c)->name, "");
    }
}

// The largest change of a joint's speed from one step to the next (rad/s).
static double speed_change(const double now[LSN_COORD_COUNT], const double before[LSN_COORD_COUNT], double rate,
                           int *which) {
    double change[LSN_COORD_COUNT], most = 0.0;
    *which = 0;
    for (int c = 0; c < LSN_COORD_COUNT; ++c) change[c] = (now[c] - before[c]) * rate;
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        double size = turn_size(change, c);
        if (size <= most) continue;
        most = size;
        *which = c;
    }
    return most;
}

// A speed that changes much between frames may be smooth all the same: in steps a sixteenth as long, a smooth one
// changes a sixteenth as much, a jump stays what it is.
static void check_jump(verifier *v, const frame *f, double step_t, double rate, lsn_arena scratch) {
    enum { FINE = 16 };
    double before[LSN_COORD_COUNT], now[LSN_COORD_COUNT], most = 0.0;
    int which = 0;
    lsn_pose last = f->pose;
    for (int i = 0; i <= 2 * FINE; ++i) {
        double t = f->t + step_t * ((double)i / FINE - 2.0);
        lsn_pose pose = lsn_motion_pose(v->motion, f->from, f->to, lsn_clamp(t, 0.0, 1.0), scratch);
        turns(now, &last, &pose);
        int coord;
        double change = i > 1 ? speed_change(now, before, rate * FINE, &coord) : 0.0;
        if (change > most) {
            most = change;
            which = coord;
        }
        memcpy(before, now, sizeof before);
        last = pose;
    }
    if (most > jump_allowed_rad)
        add_fault(v, f, LSN_FAULT_jump, LSN_DEG(most), LSN_DEG(jump_allowed_rad),
                  lsn_coord_describe((lsn_coord)which)->name, "");
}

// ---------------------------------------------------------------- targets

static int phase_to(const lsn_move *move, int key) {
    for (int i = 0; i < move->phase_count; ++i)
        if (move->phases[i].to == key) return i;
    return -1;
}

// Each target that misses is a fault of its own.
static void check_targets(verifier *v) {
    lsn_missed missed[2 * LSN_TARGETS_MAX];
    const lsn_motion *motion = v->motion;
    int count = lsn_motion_missed(missed, motion);
    for (int i = 0; i < count && v->out->count < LSN_FAULTS_MAX; ++i) {
        bool share = missed[i].wanted > 0.1;
        const char *of = lsn_motion_works(motion) ? "its range as it shortens"
                         : share                  ? "what lengthens most"
                                                  : "its range";
        v->out->faults[v->out->count++] = (lsn_fault){.kind = LSN_FAULT_target,
                                                      .phase = phase_to(motion->move, missed[i].key),
                                                      .pose = missed[i].key,
                                                      .amount = 100.0 * missed[i].got,
                                                      .allowed = 100.0 * missed[i].wanted,
                                                      .part = lsn_muscle_name(missed[i].muscle),
                                                      .other = of};
    }
}

// ---------------------------------------------------------------- walk

static void check_frame(verifier *v, const frame *f) {
    v->out->frames++;
    check_limits(v, f);
    check_floor(v, f);
    check_self(v, f);
    check_props(v, f);
    check_balance(v, f);
    check_slides(v, f);
    if (f->t >= 1.0) check_contacts(v, f);
}

static bool same_bits(const lsn_pose *a, const lsn_pose *b) {
    bool same = memcmp(&a->position, &b->position, sizeof a->position) == 0 &&
                memcmp(&a->orientation, &b->orientation, sizeof a->orientation) == 0 &&
                memcmp(a->ball, b->ball, sizeof a->ball) == 0;
    for (int c = 0; c < LSN_COORD_COUNT; ++c) same = same && a->hinge[c] == b->hinge[c];
    return same;
}

// The same moment of the other side, mirrored.
static void check_mirror(verifier *v, const lsn_motion *other, const frame *f, lsn_arena scratch) {
    lsn_pose pose = lsn_motion_pose(other, f->from, f->to, f->t, scratch), twin = lsn_pose_mirror(&pose);
    if (!same_bits(&twin, &f->pose)) add_fault(v, f, LSN_FAULT_mirror, 1.0, 0.0, "the left side", "");
}

static void look(verifier *v, frame *f, lsn_arena scratch) {
    f->pose = lsn_motion_pose(v->motion, f->from, f->to, f->t, scratch);
    lsn_body_frames(&f->frames, v->motion->body, &f->pose);
    check_frame(v, f);
}

// A phase as it is walked: from key to key in this time.
static void check_phase(verifier *v, int phase, int from, double start_s, const lsn_motion *other, lsn_arena scratch) {
    const lsn_phase *p = &v->motion->move->phases[phase];
    double length = p->is_hold ? v->motion->move->dose[v->motion->level].hold_s : p->seconds;
    int steps = from == p->to ? 1 : (int)lsn_max(1.0, lsn_floor(length * v->rate + 0.5));
    double before[LSN_COORD_COUNT] = {0.0}, now[LSN_COORD_COUNT];
    lsn_pose last = v->motion->keys[from].pose;
    for (int i = 1; i <= steps; ++i) {
        frame f = {.from = from, .to = p->to, .phase = phase, .t = (double)i / steps, .is_hold = p->is_hold};
        f.second = start_s + length * f.t;
        look(v, &f, scratch);
        if (other != NULL && (i == steps / 2 || i == steps)) check_mirror(v, other, &f, scratch);
        if (from == p->to) continue;
        turns(now, &last, &f.pose);
        check_speed(v, &f, now, steps / length);
        int which;
        double change = i > 1 ? speed_change(now, before, steps / length, &which) : 0.0;
        if (change > jump_suspected_rad) check_jump(v, &f, 1.0 / steps, steps / length, scratch);
        memcpy(before, now, sizeof before);
        last = f.pose;
    }
}

static lsn_err verify_all(verifier *v, lsn_arena scratch) {
    const lsn_motion *motion = v->motion;
    const lsn_move *move = motion->move;
    lsn_motion *other = NULL;
    if (motion->side == LSN_SIDE_left) {
        other = LSN_NEW(&scratch, lsn_motion, 1);
        if (other == NULL) return LSN_ERR_NO_MEMORY;
        lsn_err err = lsn_motion_build_variant(other, move, LSN_SIDE_right, motion->level, motion->variant,
                                               motion->body, scratch, NULL);
        if (err == LSN_ERR_NO_MEMORY) return err;
    }
    frame start = {.phase = -1, .t = 1.0};
    look(v, &start, scratch);
    double second = 0.0;
    int from = 0;
    for (int i = 0; i < move->phase_count; ++i) {
        const lsn_phase *p = &move->phases[i];
        check_phase(v, i, from, second, other, scratch);
        second += p->is_hold ? move->dose[motion->level].hold_s : p->seconds;
        from = p->to;
    }
    if (from != 0 && move->dose[motion->level].reps > 1) check_phase(v, 0, from, second, other, scratch);
    check_targets(v);
    return LSN_OK;
}

lsn_err lsn_motion_verify(lsn_verification *out, const lsn_motion *motion, double frames_per_s, lsn_arena scratch) {
    LSN_ASSERT(frames_per_s > 0.0);
    lsn_arena probe = scratch;
    if (lsn_arena_alloc(&probe, SCRATCH_LEAST, 16) == NULL) return LSN_ERR_NO_MEMORY; // else poses are not solved
    verifier *v = LSN_NEW(&scratch, verifier, 1);
    if (v == NULL) return LSN_ERR_NO_MEMORY;
    lsn_verification found = {.count = 0};
    v->out = &found;
    v->motion = motion;
    v->rate = frames_per_s;
    v->scene = lsn_scene_for(motion);
    v->solid_count = lsn_scene_solids(v->solids, &v->scene);
    lsn_err err = verify_all(v, scratch);
    if (!err) *out = found;
    return err;
}
