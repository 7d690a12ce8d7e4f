/// Private to core/figure: float vectors, the loft primitive, the parts of the surface and what one frame works with.
/// Invariant: single-precision arithmetic without libm, the same bits on every compiler (no contraction); wide.h does
/// the same for four points at once.
#ifndef LSN_FIGURE_SURFACE_H
#define LSN_FIGURE_SURFACE_H

#include "core/figure/figure.h"

#include <string.h>

// ---------------------------------------------------------------- float vectors

typedef struct vec {
    float x, y, z;
} vec;

static inline vec v(float x, float y, float z) {
    return (vec){x, y, z};
}
static inline vec add(vec a, vec b) {
    return v(a.x + b.x, a.y + b.y, a.z + b.z);
}
static inline vec sub(vec a, vec b) {
    return v(a.x - b.x, a.y - b.y, a.z - b.z);
}
static inline vec scale(vec a, float s) {
    return v(a.x * s, a.y * s, a.z * s);
}
static inline vec mad(vec a, vec b, float s) {
    return v(a.x + b.x * s, a.y + b.y * s, a.z + b.z * s);
}
static inline vec mix(vec a, vec b, float t) {
    return mad(a, sub(b, a), t);
}
static inline float dot(vec a, vec b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline vec cross(vec a, vec b) {
    return v(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline float root(float x) {
    return __builtin_sqrtf(x > 0 ? x : 0);
}
static inline float length(vec a) {
    return root(dot(a, a));
}
static inline vec unit(vec a) {
    float l = length(a);
    return l > 1e-12f ? scale(a, 1 / l) : v(0, 1, 0);
}
static inline float least(float a, float b) {
    return a < b ? a : b;
}
static inline float most(float a, float b) {
    return a > b ? a : b;
}
static inline float clamp(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}
static inline float lerp(float a, float b, float t) {
    return a + (b - a) * t;
}
/// 0 at a, 1 at b, smooth between; a may be greater than b.
static inline float smooth(float a, float b, float x) {
    float t = clamp((x - a) / (b - a), 0, 1);
    return t * t * (3 - 2 * t);
}
static inline vec from_double(lsn_vec3 a) {
    return v((float)a.x, (float)a.y, (float)a.z);
}

/// Orthonormal axes of a frame in the world and where it stands.
typedef struct frame {
    vec o, x, y, z;
} frame;

static inline vec out_of(const frame *f, vec p) {
    return add(f->o, add(scale(f->x, p.x), add(scale(f->y, p.y), scale(f->z, p.z))));
}
static inline vec turn_out(const frame *f, vec p) {
    return add(scale(f->x, p.x), add(scale(f->y, p.y), scale(f->z, p.z)));
}
static inline vec into(const frame *f, vec p) {
    vec q = sub(p, f->o);
    return v(dot(q, f->x), dot(q, f->y), dot(q, f->z));
}

// ---------------------------------------------------------------- loft

enum { ROWS = 33 };

/// A cross-section: half width, half depth in front and behind, and how far its middle lies in front of the axis.
typedef struct row {
    float rx, rf, rb, oy;
} row;

/// A station of a table in millimetres of a body of 1.77 m; t from 0 to 1 along the axis.
typedef struct station {
    float t, rx, rf, rb, oy;
} station;

typedef struct table {
    row rows[ROWS];
    row slopes[ROWS]; // per row
    float squareness;
} table;

/// A solid round a straight axis with ellipsoidal caps. x points away from the midline, y to the front, z along.
typedef struct loft {
    const table *table;
    vec o, x, y, z;
    float length, per_length, cap_low, cap_high;
    float widest; // nothing of it is further from the axis
} loft;

/// Distance and its gradient.
typedef struct hit {
    float d;
    vec g;
} hit;

void lsn_table_fill(table *out, const station *stations, int count, float size, float squareness);
/// The section at u from 0 to 1 and, unless NULL, its slope per row.
static inline row lsn_row_mix(const row *a, const row *b, float t) {
    return (row){lerp(a->rx, b->rx, t), lerp(a->rf, b->rf, t), lerp(a->rb, b->rb, t), lerp(a->oy, b->oy, t)};
}

static inline row lsn_table_at(const table *t, float u, row *slope) {
    float f = clamp(u, 0, 1) * (ROWS - 1);
    int k = (int)f;
    if (k > ROWS - 2) k = ROWS - 2;
    f -= (float)k;
    if (slope) *slope = lsn_row_mix(&t->slopes[k], &t->slopes[k + 1], f);
    return lsn_row_mix(&t->rows[k], &t->rows[k + 1], f);
}

/// Puts a loft whose table and caps are set between two points; `side` mirrors its x.
void lsn_loft_place(loft *l, vec from, vec to, vec forward, float side);
// ---------------------------------------------------------------- the posed body

enum side { RIGHT, LEFT, SIDES };

enum lofts { THIGH, SHANK, UPPER_ARM, FOREARM, TRAPEZIUS, PALM, FOOT, ARMPIT, LIMB_LOFTS };
enum balls { GLUTE, DELTOID, KNEECAP, ELBOW_TIP, THENAR, HEEL, LIMB_BALLS };
enum { FINGERS = 5, TOES = 5, FINGER_JOINTS = 4 };

typedef struct ball {
    frame at; // unit axes
    vec radii;
    float reach;
} ball;

/// A finger or toe: a chain of tapered bones.
typedef struct finger {
    vec joint[FINGER_JOINTS];
    vec across; // the axis that it bends round: rings keep their places however far it is bent
    float radius[FINGER_JOINTS];
    int joints;
} finger;

typedef struct limb {
    float sign; // +1 right, −1 left
    loft loft[LIMB_LOFTS];
    ball ball[LIMB_BALLS];
    finger finger[FINGERS], toe[TOES];
    vec hip, knee, ankle, shoulder, elbow, wrist;
    vec fingers_middle, toes_middle; // spheres that hold them
    float fingers_reach, toes_reach;
    float knee_k, elbow_k, hip_k, shoulder_k; // metres of blend at the joint in this pose
    frame hand, foot, toes;
} limb;

typedef struct capsule {
    vec a, b, ab, middle;
    float ra, rb, reach, per_length2; // reach: of a sphere that holds it
    vec ab_cast;                      // ab without what lies along the lamp's rays, over its squared length
    float cast_x, cast_z, cast_wide2; // where its shadow lies on the floor, and how wide, squared
    int owner;
} capsule;
enum { CAPSULES_MAX = 32, CAPSULE_TRUNK = 0, CAPSULE_HEAD = 1, CAPSULE_LIMBS = 2 };

/// A muscle's path, brought out to the skin: where it glows.
enum { GLOW_POINTS = 3 * (LSN_MUSCLE_POINTS_MAX - 1) + 1 };
typedef struct glow_path {
    vec point[GLOW_POINTS], step[GLOW_POINTS]; // step: to the next
    float per_length2[GLOW_POINTS];
    float strength[GLOW_POINTS]; // fades towards the ends
    int count;
    float sigma, reach;
    vec middle;
} glow_path;

enum { TRUNK_FRAMES = ROWS };

typedef struct posed {
    frame trunk[TRUNK_FRAMES];       // y along the spine, x to the front, z to the right
    float trunk_step;                // metres of rest between frames
    float trunk_front[TRUNK_FRAMES]; // depth in front for 1 at rest: what is drawn out grows thin
    float breath;
    loft neck;
    frame head;
    limb limb[SIDES];
    capsule capsules[CAPSULES_MAX];
    int capsule_count;
    glow_path glows[LSN_GLOWS_MAX];
    int glow_count;
    frame collar;
    vec trunk_middle;
} posed;

// ---------------------------------------------------------------- parts: the fixed topology

enum part_kind {
    PART_TRUNK,
    PART_NECK,
    PART_LOFT, // index: enum lofts
    PART_BALL, // index: enum balls
    PART_FINGER,
    PART_TOE,
    PART_HEAD, // baked, in the head's frame
};

enum { PARTS_MAX = 64, RINGS_MAX = 72, SEGMENTS_MAX = 64 };

/// A closed tube: `rings` rings of `segments` vertices and a pole at each end. For lofts, a ring has a place along the
/// axis `t` (0 … 1) and, in a cap, the sine of its latitude.
typedef struct part {
    enum part_kind kind;
    int index, side;
    int first, rings, segments;
    float t[RINGS_MAX], cap[RINGS_MAX]; // cap: −1 … 1, 0 on the body
} part;

/// What is computed once for one person.
typedef struct surface {
    float size; // person's metres for a metre of the tables
    table trunk, neck, limb_table[LIMB_LOFTS], round;
    float limb_cap[LIMB_LOFTS][2];
    vec ball_radii[LIMB_BALLS];
    float trunk_rest_low, trunk_length;   // heights in the standing pose
    vec trunk_rest[TRUNK_FRAMES];         // centre line in the standing pose
    float trunk_weight[TRUNK_FRAMES][10]; // of pelvis, l5 … t4_t1, neck
    vec rest_origin[LSN_SEGMENT_COUNT];
    float ankle_height, head_size, hem, shirt_sleeve, legging_cuff;
    float collar_mm; // a millimetre of the neckline, which widens with the neck
    part parts[PARTS_MAX];
    int part_count, band_first, body_vertices;
    int head_first, head_count, head_index; // baked parts: head, ears, hair, ink; and their first index
    lsn_palette palette;
    vec *head_position, *head_normal;
    float circle_cos[SEGMENTS_MAX + 1][SEGMENTS_MAX], circle_sin[SEGMENTS_MAX + 1][SEGMENTS_MAX];
    int ground_first, mat_first, prop_first;
    posed posed;
} surface;

frame lsn_frame_of(const lsn_frames *frames, lsn_segment segment);
void lsn_surface_measure(surface *s, const lsn_body *body);
void lsn_surface_place(surface *s, const lsn_body *body, const lsn_pose *pose, const lsn_frames *frames, double breath);
void lsn_place_hand(surface *s, limb *l, const lsn_pose *pose, int side);
void lsn_place_foot(surface *s, limb *l);
void lsn_place_capsules(surface *s);

// field
row lsn_trunk_section(const surface *s, float t, row *slope); // in this pose; t from 0 to 1; slope (or NULL) per metre
/// Which solids a point may belong to; only these are asked.
enum {
    PROBE_TRUNK = 1,
    PROBE_NECK = 2,
    PROBE_HEAD = 4,
    PROBE_THIGH = 8,
    PROBE_SHANK = 16,
    PROBE_FOOT = 32,
    PROBE_UPPER = 64,
    PROBE_FOREARM = 128,
    PROBE_HAND = 256
};
enum owner { OWNER_ANY, OWNER_TORSO, OWNER_LIMB };
typedef struct probe {
    unsigned what, sides; // sides: bit mask
    int hint;             // trunk slab to begin with
    enum owner owner;     // whose surface asks: what does not blend with it there is not asked
    float deep;           // metres inside a solid from which on it does not matter how deep
} probe;
hit lsn_body_field(const surface *s, vec p, probe *near);

// topology and mesh
bool lsn_surface_topology(surface *s, lsn_figure *f, lsn_arena *arena);
void lsn_surface_mesh(surface *s, lsn_vertex *out);

// head
enum { HEAD_RINGS = 56, HEAD_SEGMENTS = 56 };
int lsn_head_vertex_count(void);
int lsn_head_index_count(void);
void lsn_head_bake(surface *s, lsn_palette palette, lsn_vertex *v, uint32_t *indices, int first);

// light
#define OPEN_REACH 0.085f // how far openness looks (m)
#define BURIED     0.4f   // openness of what lies inside the body, where nobody looks
int lsn_capsules_near(const posed *p, int *list, vec middle, float reach,
                      int skip); // indices of those that matter there
/// Indices of the paths that reach into a sphere.
int lsn_glows_near(const posed *p, int *list, vec middle, float reach);

// scene
enum { WALL_SHADE = 4 }; // of the wall's vertices, which are drawn from its front only
int lsn_scene_vertex_count(void);
int lsn_scene_index_count(void);
void lsn_scene_topology(lsn_vertex *v, uint32_t *indices, int first);
void lsn_scene_mesh(const surface *s, const lsn_scene *scene, const lsn_body *body, const lsn_frames *frames,
                    lsn_vertex *v);

#endif
