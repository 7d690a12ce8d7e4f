/// Private to core/figure: four points at once, in the vectors of four floats that clang and gcc offer on every
/// machine. Invariant: a lane computes what its point alone would, in the same order, so that no compiler changes a
/// bit.
#ifndef LSN_FIGURE_WIDE_H
#define LSN_FIGURE_WIDE_H

#include "core/figure/surface.h"

enum { LANES = 4 };

typedef float wide __attribute__((vector_size(16)));
typedef int32_t lanes __attribute__((vector_size(16))); // of a comparison: −1 where it holds, else 0
typedef int64_t lane_pairs __attribute__((vector_size(16)));
typedef signed char lane_bytes __attribute__((vector_size(16)));

/// Four vectors.
typedef struct vecs {
    wide x, y, z;
} vecs;

/// Four distances and their gradients.
typedef struct hits {
    wide d;
    vecs g;
} hits;

// ---------------------------------------------------------------- numbers

static inline wide same(float x) {
    return (wide){x, x, x, x};
}
static inline lanes same_lanes(int32_t x) {
    return (lanes){x, x, x, x};
}
static inline wide pick(lanes m, wide yes, wide no) {
    return (wide)((m & (lanes)yes) | (~m & (lanes)no));
}
#ifdef __wasm_simd128__ // each is one instruction there, which clang does not see in what stands below
static inline bool any(lanes m) {
    return __builtin_wasm_any_true_v128((lane_bytes)m);
}
static inline bool every(lanes m) {
    return __builtin_wasm_all_true_i32x4(m);
}
static inline wide least4(wide a, wide b) {
    return __builtin_wasm_pmin_f32x4(b, a);
}
static inline wide most4(wide a, wide b) {
    return __builtin_wasm_pmax_f32x4(b, a);
}
#else
static inline bool any(lanes m) {
    lane_pairs p = (lane_pairs)m;
    return (p[0] | p[1]) != 0;
}
static inline bool every(lanes m) {
    lane_pairs p = (lane_pairs)m;
    return (p[0] & p[1]) == -1;
}
static inline wide least4(wide a, wide b) {
    return pick(a < b, a, b);
}
static inline wide most4(wide a, wide b) {
    return pick(a > b, a, b);
}
#endif
static inline wide clamp4(wide x, float low, float high) {
    return most4(same(low), least4(same(high), x));
}
static inline wide abs4(wide x) {
    return pick(x < 0, -x, x);
}
static inline wide root4(wide x) {
    wide y = pick(x > 0, x, same(0));
    return (wide){__builtin_sqrtf(y[0]), __builtin_sqrtf(y[1]), __builtin_sqrtf(y[2]), __builtin_sqrtf(y[3])};
}
static inline wide smooth4(float a, float b, wide x) {
    wide t = clamp4((x - a) / (b - a), 0, 1);
    return t * t * (3 - 2 * t);
}
static inline wide load4(const float *from) {
    wide x;
    __builtin_memcpy(&x, from, sizeof x); // one load, also where the compiler may not know memcpy
    return x;
}

/// Rows become columns.
static inline void transpose4(wide m[LANES]) {
    wide a = __builtin_shufflevector(m[0], m[1], 0, 4, 1, 5), b = __builtin_shufflevector(m[2], m[3], 0, 4, 1, 5);
    wide c = __builtin_shufflevector(m[0], m[1], 2, 6, 3, 7), d = __builtin_shufflevector(m[2], m[3], 2, 6, 3, 7);
    m[0] = __builtin_shufflevector(a, b, 0, 1, 4, 5), m[1] = __builtin_shufflevector(a, b, 2, 3, 6, 7);
    m[2] = __builtin_shufflevector(c, d, 0, 1, 4, 5), m[3] = __builtin_shufflevector(c, d, 2, 3, 6, 7);
}

// ---------------------------------------------------------------- vectors

static inline vecs spread(vec a) {
    return (vecs){same(a.x), same(a.y), same(a.z)};
}
static inline vec lane_of(const vecs *a, int i) {
    return v(a->x[i], a->y[i], a->z[i]);
}
static inline vecs pick_vecs(lanes m, vecs yes, vecs no) {
    return (vecs){pick(m, yes.x, no.x), pick(m, yes.y, no.y), pick(m, yes.z, no.z)};
}
static inline vecs add4(vecs a, vecs b) {
    return (vecs){a.x + b.x, a.y + b.y, a.z + b.z};
}
static inline vecs sub4(vecs a, vecs b) {
    return (vecs){a.x - b.x, a.y - b.y, a.z - b.z};
}
static inline vecs scale4(vecs a, wide s) {
    return (vecs){a.x * s, a.y * s, a.z * s};
}
static inline vecs mad4(vecs a, vecs b, wide s) {
    return (vecs){a.x + b.x * s, a.y + b.y * s, a.z + b.z * s};
}
static inline vecs mix4(vecs a, vecs b, wide t) {
    return mad4(a, sub4(b, a), t);
}
static inline wide dot4(vecs a, vecs b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline vecs unit4(vecs a) {
    wide l = root4(dot4(a, a));
    return pick_vecs(l > 1e-12f, scale4(a, 1 / l), spread(v(0, 1, 0)));
}
static inline vecs turn_out4(const frame *f, vecs p) {
    return add4(scale4(spread(f->x), p.x), add4(scale4(spread(f->y), p.y), scale4(spread(f->z), p.z)));
}
static inline vecs out_of4(const frame *f, vecs p) {
    return add4(spread(f->o), turn_out4(f, p));
}
static inline vecs into4(const frame *f, vecs p) {
    vecs q = sub4(p, spread(f->o));
    return (vecs){dot4(q, spread(f->x)), dot4(q, spread(f->y)), dot4(q, spread(f->z))};
}
static inline lanes within(const vecs *p, vec middle, float reach) {
    vecs q = sub4(*p, spread(middle));
    return dot4(q, q) < reach * reach;
}

// ---------------------------------------------------------------- solids

static inline hits nothing(void) {
    return (hits){same(1e3f), spread(v(0, 1, 0))};
}
static inline hits pick_hits(lanes m, hits yes, hits no) {
    return (hits){pick(m, yes.d, no.d), pick_vecs(m, yes.g, no.g)};
}
static inline hits nearer(hits a, hits b) {
    return pick_hits(a.d < b.d, a, b);
}

/// The union of two solids, melted together within `k`.
static inline hits blend2(hits a, hits b, wide k) {
    wide wa = k - a.d, wb = k - b.d;
    lanes both = (wa > 0) & (wb > 0);
    hits one = nearer(a, b);
    if (!any(both)) return one;
    wide r = root4(wa * wa + wb * wb), n = 1 / r;
    return pick_hits(both, (hits){k - r, add4(scale4(a.g, wa * n), scale4(b.g, wb * n))}, one);
}

/// Four cross-sections.
typedef struct sections {
    wide rx, rf, rb, oy;
} sections;

/// Between the rows k and k + 1 of a table, `f` of the way.
static inline sections sections_at(const row *rows, lanes k, wide f) {
    wide m[LANES];
    for (int i = 0; i < LANES; i++) {
        wide a = load4(&rows[k[i]].rx), b = load4(&rows[k[i] + 1].rx);
        m[i] = a + (b - a) * f[i];
    }
    transpose4(m);
    return (sections){m[0], m[1], m[2], m[3]};
}

/// First-order distance from a section at (x, y), `over` beyond an end; `stretch` scales the slope along the axis.
static inline hits section_distance(const sections *w, const sections *slope, wide x, wide y, wide over, wide cap,
                                    float squareness, wide stretch) {
    wide dy = y - w->oy, ry = pick(dy > 0, w->rf, w->rb), sy = pick(dy > 0, slope->rf, slope->rb);
    lanes on = over == 0;
    wide both = 1 / (w->rx * ry), irx = both * ry, iry = both * w->rx, icap = pick(on, same(0), 1 / cap);
    wide a = x * irx, b = dy * iry, c = over * icap;
    wide a2 = a * a, b2 = b * b, r2 = a2 + b2 + c * c + 1e-8f;
    wide r = root4(r2), ir = r * (1 / r2), ir3 = ir * ir * ir, w2 = squareness * a2 * b2 * ir3;
    wide level = r - w2, tail = 3 * w2 * ir * ir;
    wide ka = a * ir - squareness * 2 * a * b2 * ir3 + a * tail;
    wide kb = b * ir - squareness * 2 * b * a2 * ir3 + b * tail;
    wide kc = c * ir + c * tail, gz = kc * icap;
    gz = pick(on, gz - (ka * a * irx * slope->rx + kb * iry * (slope->oy + b * sy)), gz);
    vecs g = {ka * irx, kb * iry, gz * stretch};
    wide g2 = most4(dot4(g, g), same(1e-12f)), n = root4(g2) * (1 / g2); // root and division at once
    return (hits){(level - 1) * n, scale4(g, n)};
}

// ---------------------------------------------------------------- the field, four points at a time

/// As `probe`, for each lane. What is not `live` is of no interest.
typedef struct probes {
    unsigned what;
    lanes side[SIDES], hint, live;
    enum owner owner;
    float deep;
} probes;

probes lsn_probe_all(const probe *near);
hits lsn_body_fields(const surface *s, const vecs *p, probes *near);
/// Only of the lanes in `who`; the others are nothing.
hits lsn_trunk_distances(const surface *s, const vecs *p, lanes *hint, lanes who);
wide lsn_trunk_axials(const surface *s, const vecs *p, int hint);
/// The solid where it may be less than `margin` away; elsewhere far away.
hits lsn_loft_near(const loft *l, const vecs *p, float margin);
hits lsn_ellipsoid_distance(const frame *f, vec radii, const vecs *p);
hits lsn_finger_distance(const finger *f, const vecs *p);
hits lsn_hand_field(const surface *s, int side, const vecs *p);
hits lsn_foot_field(const surface *s, int side, const vecs *p);
hits lsn_skull_distance(const surface *s, const vecs *local); // rough solid for the neck to join, in the head's frame

/// Vertices that wait until there are four of them.
typedef struct queue {
    lsn_vertex *at[LANES];
    int count;
} queue;

static inline void queue_add(queue *q, lsn_vertex *w) {
    q->at[q->count++] = w;
}
/// The last one again in the lanes that are free.
static inline vecs queue_positions(const queue *q) {
    vecs out;
    for (int i = 0; i < LANES; i++) {
        const float *p = q->at[i < q->count ? i : q->count - 1]->position;
        out.x[i] = p[0], out.y[i] = p[1], out.z[i] = p[2];
    }
    return out;
}
static inline vecs queue_normals(const queue *q) {
    vecs out;
    for (int i = 0; i < LANES; i++) {
        const float *n = q->at[i < q->count ? i : q->count - 1]->normal;
        out.x[i] = n[0], out.y[i] = n[1], out.z[i] = n[2];
    }
    return out;
}

/// Light at four places: see surface.h.
wide lsn_occlusion_at(const posed *p, const int *list, int count, const vecs *at, const vecs *normal, float floor_y);
wide lsn_shadow_at(const posed *p, const vecs *at);
wide lsn_glow_at(const posed *p, const int *list, int count, const vecs *at);

#endif
