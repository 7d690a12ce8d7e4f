// core/body: the course and length of muscles. Invariant: all arithmetic on the left is that on the right with z
// turned, so a mirrored pose gives the same bits; and a path bends round spheres and cylinders exactly as MuJoCo's
// tendons do, so that an exported model has the same lengths.
#include "core/body/muscle.h"

// ---------------------------------------------------------------- names

static const char *const plains[LSN_MUSCLE_ROWS] = {
#define X(name, plain) plain,
    LSN_MUSCLES(X)
#undef X
};

static const char *const names[LSN_MUSCLE_COUNT] = {"",
#define X(name, plain) #name "_r", #name "_l",
                                                    LSN_MUSCLES(X)
#undef X
};

lsn_muscle lsn_muscle_find(lsn_str name) {
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m)
        if (lsn_str_equal(name, lsn_str_from(names[m]))) return (lsn_muscle)m;
    return LSN_MUSCLE_NONE;
}

const char *lsn_muscle_name(lsn_muscle muscle) {
    LSN_ASSERT(muscle >= 0 && muscle < LSN_MUSCLE_COUNT);
    return names[muscle];
}

const char *lsn_muscle_plain(lsn_muscle muscle) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    return plains[(muscle - 1) / 2];
}

static bool is_left(lsn_muscle muscle) {
    return muscle % 2 == 0;
}

lsn_muscle lsn_muscle_mirror(lsn_muscle muscle) {
    LSN_ASSERT(muscle >= 0 && muscle < LSN_MUSCLE_COUNT);
    if (muscle == LSN_MUSCLE_NONE) return muscle;
    return (lsn_muscle)(is_left(muscle) ? (int)muscle - 1 : (int)muscle + 1);
}

// ---------------------------------------------------------------- parts

// Small enough to be worth having in sight of the compiler: seventy lengths are asked for in every frame.
static inline lsn_vec3 sub(lsn_vec3 a, lsn_vec3 b) {
    return (lsn_vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}

static inline lsn_vec3 mad(lsn_vec3 a, lsn_vec3 b, double s) {
    return (lsn_vec3){a.x + b.x * s, a.y + b.y * s, a.z + b.z * s};
}

static inline double dot(lsn_vec3 a, lsn_vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

static inline lsn_vec3 turn(const lsn_mat3 *m, lsn_vec3 v) {
    const double *e = m->m;
    return (lsn_vec3){e[0] * v.x + e[1] * v.y + e[2] * v.z, e[3] * v.x + e[4] * v.y + e[5] * v.z,
                      e[6] * v.x + e[7] * v.y + e[8] * v.z};
}

static inline lsn_vec3 sided(const double v[3], bool left) {
    return (lsn_vec3){v[0], v[1], left ? -v[2] : v[2]};
}

static inline lsn_segment sided_segment(lsn_segment right, bool left) {
    bool paired = left && right >= LSN_SEG_clavicle_r;
    return paired ? (lsn_segment)((int)right + LSN_SEG_clavicle_l - LSN_SEG_clavicle_r) : right;
}

static inline lsn_vec3 centre_of(const lsn_part_row *row, bool left, double scale) {
    lsn_segment segment = sided_segment(row->segment, left);
    lsn_vec3 local = sub(sided(row->mm, left), lsn_skeleton_joint_mm(segment));
    double m_per_mm = scale * 0.001;
    return (lsn_vec3){local.x * m_per_mm, local.y * m_per_mm, local.z * m_per_mm};
}

int lsn_muscle_parts(lsn_muscle_part out[LSN_MUSCLE_PARTS_MAX], lsn_muscle muscle, const lsn_body *body) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    const lsn_muscle_row *path = &lsn_muscle_rows[(muscle - 1) / 2];
    bool left = is_left(muscle);
    for (int i = 0; i < path->count; ++i) {
        const lsn_part_row *row = &path->parts[i];
        out[i] = (lsn_muscle_part){.kind = row->kind,
                                   .segment = sided_segment(row->segment, left),
                                   .centre = centre_of(row, left, body->scale),
                                   .radius_m = row->radius_mm * body->scale * 0.001};
        if (row->kind == LSN_PART_POINT) continue;
        out[i].axis = lsn_v3(0.0, 0.0, 1.0);
        out[i].side = lsn_v3_unit(lsn_v3(row->side[0], row->side[1], 0.0));
    }
    return path->count;
}

// ---------------------------------------------------------------- round a circle

typedef struct flat {
    double x, y;
} flat;

static inline double flat_dot(flat a, flat b) {
    return a.x * b.x + a.y * b.y;
}

static inline double flat_cross(flat a, flat b) {
    return a.x * b.y - a.y * b.x;
}

static inline double flat_length(flat a) {
    return lsn_sqrt(flat_dot(a, a));
}

static inline flat flat_sub(flat a, flat b) {
    return (flat){a.x - b.x, a.y - b.y};
}

// Where a taut string meets a circle about the origin and where it leaves it.
typedef struct arc {
    flat on, off;
    double angle_rad;
} arc;

static bool segments_cross(flat a, flat b, flat c, flat d) {
    flat ab = flat_sub(b, a), cd = flat_sub(d, c), ac = flat_sub(c, a);
    double det = flat_cross(ab, cd);
    if (lsn_abs(det) < 1e-15) return false;
    double s = flat_cross(ac, cd) / det, t = flat_cross(ac, ab) / det;
    return s >= 0.0 && s <= 1.0 && t >= 0.0 && t <= 1.0;
}

// A straight way is free when it misses the circle on the wanted side, which is that of x.
static bool passes_free(flat from, flat to, double radius) {
    flat way = flat_sub(to, from);
    double along = lsn_clamp(-flat_dot(way, from) / flat_dot(way, way), 0.0, 1.0);
    flat nearest = {from.x + along * way.x, from.y + along * way.y};
    return flat_dot(nearest, nearest) > radius * radius && nearest.x >= 0.0;
}

// Tangent points, going round clockwise (turning = 1) or the other way (−1).
static void tangents(arc *out, flat from, flat to, double radius, double turning) {
    double rr = radius * radius, from2 = flat_dot(from, from), to2 = flat_dot(to, to);
    double a = turning * radius * lsn_sqrt(from2 - rr), b = -turning * radius * lsn_sqrt(to2 - rr);
    out->on = (flat){(from.x * rr + a * from.y) / from2, (from.y * rr - a * from.x) / from2};
    out->off = (flat){(to.x * rr + b * to.y) / to2, (to.y * rr - b * to.x) / to2};
    double angle = lsn_atan2(-turning * flat_cross(out->on, out->off), flat_dot(out->on, out->off));
    out->angle_rad = angle < 0.0 ? angle + 2.0 * LSN_PI : angle;
}

// Of the two ways round, the one whose middle lies more towards x. False when the way is straight.
static bool go_round(arc *out, flat from, flat to, double radius) {
    double rr = radius * radius;
    flat way = flat_sub(to, from);
    if (flat_dot(from, from) < rr || flat_dot(to, to) < rr || flat_dot(way, way) < 1e-20) return false;
    if (passes_free(from, to, radius)) return false;
    double best = 0.0;
    bool found = false;
    for (int i = 0; i < 2; ++i) {
        arc tried;
        tangents(&tried, from, to, radius, i == 0 ? 1.0 : -1.0);
        if (segments_cross(from, tried.on, to, tried.off)) continue;
        flat sum = {tried.on.x + tried.off.x, tried.on.y + tried.off.y};
        double good = sum.x / lsn_max(flat_length(sum), 1e-15);
        if (found && good <= best) continue;
        *out = tried;
        best = good;
        found = true;
    }
    return found;
}

// ---------------------------------------------------------------- course

typedef struct course {
    lsn_vec3 *points; // null: only the length is wanted
    int count;
    double length_m;
} course;

static void add_point(course *c, lsn_vec3 p) {
    if (c->points) {
        LSN_ASSERT(c->count < LSN_MUSCLE_POINTS_MAX);
        c->points[c->count] = p;
    }
    ++c->count;
}

static double distance(lsn_vec3 a, lsn_vec3 b) {
    lsn_vec3 d = sub(a, b);
    return lsn_sqrt(dot(d, d));
}

// A cylinder in the world; the path goes round it in the plane of x and y, on the side of x.
typedef struct hurdle {
    lsn_vec3 centre, x, y, axis;
    double radius_m;
} hurdle;

static lsn_vec3 out_of_plane(const hurdle *h, flat p, double height) {
    return mad(mad(mad(h->centre, h->x, p.x), h->y, p.y), h->axis, height);
}

static void add_arc(course *c, const hurdle *h, const arc *a, const double height[3]) {
    flat middle = {a->on.x + a->off.x, a->on.y + a->off.y};
    double reach = (a->angle_rad > LSN_PI ? -h->radius_m : h->radius_m) / lsn_max(flat_length(middle), 1e-15);
    middle = (flat){middle.x * reach, middle.y * reach};
    add_point(c, out_of_plane(h, a->on, height[0]));
    add_point(c, out_of_plane(h, middle, height[1]));
    add_point(c, out_of_plane(h, a->off, height[2]));
}

// From the point `from` to the point `to` past a cylinder; adds what lies between them.
static void pass(course *c, const hurdle *h, lsn_vec3 from, lsn_vec3 to) {
    lsn_vec3 p = sub(from, h->centre), q = sub(to, h->centre);
    flat a = {dot(p, h->x), dot(p, h->y)}, b = {dot(q, h->x), dot(q, h->y)};
    arc bend = {0}; // gcc does not see that a way round sets it
    if (!go_round(&bend, a, b, h->radius_m)) {
        c->length_m += distance(from, to);
        return;
    }
    double before = flat_length(flat_sub(bend.on, a)), after = flat_length(flat_sub(bend.off, b));
    double round = h->radius_m * bend.angle_rad, total = before + round + after;
    double low = dot(p, h->axis), rise = dot(q, h->axis) - low;
    c->length_m += lsn_sqrt(total * total + rise * rise); // a helix unrolled is straight
    if (!c->points) return;
    double height[3] = {low + rise * before / total, low + rise * (before + 0.5 * round) / total,
                        low + rise * (before + round) / total};
    add_arc(c, h, &bend, height);
}

typedef struct place {
    const lsn_mat3 *turns; // by segment
    const lsn_frames *frames;
    double scale;
    bool left;
} place;

static lsn_vec3 centre_at(const place *at, const lsn_part_row *row) {
    lsn_segment segment = sided_segment(row->segment, at->left);
    lsn_vec3 local = centre_of(row, at->left, at->scale);
    return mad(at->frames->origin[segment], turn(&at->turns[segment], local), 1.0);
}

// Its axis is the segment's z, so a mirror leaves the plane of x and y as it is.
static void place_hurdle(hurdle *h, const place *at, const lsn_part_row *row) {
    const lsn_mat3 *turned = &at->turns[sided_segment(row->segment, at->left)];
    lsn_vec3 side = lsn_v3_unit(lsn_v3(row->side[0], row->side[1], 0.0));
    h->centre = centre_at(at, row);
    h->radius_m = row->radius_mm * at->scale * 0.001;
    h->x = turn(turned, side);
    h->y = turn(turned, lsn_v3(-side.y, side.x, 0.0));
    h->axis = turn(turned, lsn_v3(0.0, 0.0, 1.0));
}

static void run(course *c, const lsn_muscle_row *path, const place *at) {
    c->count = 0;
    c->length_m = 0.0;
    lsn_vec3 here = centre_at(at, &path->parts[0]);
    add_point(c, here);
    for (int i = 1; i < path->count; ++i) {
        const lsn_part_row *row = &path->parts[i];
        bool round = row->kind != LSN_PART_POINT;
        if (round) ++i;
        LSN_ASSERT(i < path->count && path->parts[i].kind == LSN_PART_POINT);
        lsn_vec3 next = centre_at(at, &path->parts[i]);
        if (round) {
            hurdle h;
            place_hurdle(&h, at, row);
            pass(c, &h, here, next);
        } else {
            c->length_m += distance(here, next);
        }
        add_point(c, next);
        here = next;
    }
}

// Only the segments that the path touches.
static void run_one(course *c, lsn_muscle muscle, const lsn_body *body, const lsn_frames *frames) {
    LSN_ASSERT(muscle > 0 && muscle < LSN_MUSCLE_COUNT);
    const lsn_muscle_row *path = &lsn_muscle_rows[(muscle - 1) / 2];
    lsn_mat3 turns[LSN_SEGMENT_COUNT];
    place at = {turns, frames, body->scale, is_left(muscle)};
    for (int i = 0; i < path->count; ++i) {
        lsn_segment segment = sided_segment(path->parts[i].segment, at.left);
        turns[segment] = lsn_mat3_from_quat(frames->rotation[segment]);
    }
    run(c, path, &at);
}

int lsn_muscle_path(lsn_vec3 out[LSN_MUSCLE_POINTS_MAX], lsn_muscle muscle, const lsn_body *body,
                    const lsn_frames *frames) {
    course c = {.points = out};
    run_one(&c, muscle, body, frames);
    return c.count;
}

double lsn_muscle_length(lsn_muscle muscle, const lsn_body *body, const lsn_frames *frames) {
    course c = {.points = NULL};
    run_one(&c, muscle, body, frames);
    return c.length_m;
}

void lsn_muscle_lengths(double out[LSN_MUSCLE_COUNT], const lsn_body *body, const lsn_frames *frames) {
    lsn_mat3 turns[LSN_SEGMENT_COUNT];
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) turns[s] = lsn_mat3_from_quat(frames->rotation[s]);
    out[LSN_MUSCLE_NONE] = 0.0;
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        course c = {.points = NULL};
        place at = {turns, frames, body->scale, is_left((lsn_muscle)m)};
        run(&c, &lsn_muscle_rows[(m - 1) / 2], &at);
        out[m] = c.length_m;
    }
}
