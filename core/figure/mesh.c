/// core/figure: the tubes of fixed topology and how their vertices come to lie on the smooth union of the pose.
/// Invariant: rings, segments and indices never change after init; every edge of a tube belongs to two triangles.
#include "core/figure/wide.h"

// ---------------------------------------------------------------- topology

typedef struct outline {
    enum part_kind kind;
    int index, body, low, high, segments; // rings on the body and in the caps
} outline;

static const outline MIDLINE[] = {{PART_TRUNK, 0, 37, 6, 2, 32}, {PART_NECK, 0, 10, 2, 2, 22}};
static const outline SIDED[] = {
    {PART_LOFT, THIGH, 21, 4, 4, 20},     {PART_LOFT, SHANK, 22, 3, 3, 18},   {PART_BALL, GLUTE, 11, 0, 0, 18},
    {PART_LOFT, UPPER_ARM, 19, 3, 3, 16}, {PART_LOFT, FOREARM, 17, 3, 3, 16}, {PART_BALL, DELTOID, 9, 0, 0, 16},
    {PART_LOFT, TRAPEZIUS, 8, 2, 2, 16},  {PART_LOFT, PALM, 10, 2, 2, 18},    {PART_LOFT, FOOT, 17, 3, 3, 18},
};
enum { FINGER_RINGS = 12, TOE_RINGS = 9, FINGER_SEGMENTS = 8 };

/// Rings on a finger: bone and place on it; from 8 on round the tip.
static const float FINGER_PLACE[FINGER_RINGS] = {0,     0.4f,  0.84f, 1.16f, 1.5f,  1.84f,
                                                 2.16f, 2.55f, 2.85f, 3,     3.45f, 3.8f};
static const float TOE_PLACE[TOE_RINGS] = {0, 0.35f, 0.7f, 0.92f, 1.2f, 1.6f, 2, 2.45f, 2.8f};

static void add_ring(part *p, float t, float cap) {
    LSN_ASSERT(p->rings < RINGS_MAX);
    p->t[p->rings] = t;
    p->cap[p->rings++] = cap;
}

static void lay_rings(part *p, const outline *o) {
    for (int i = 0; i < o->low; i++) {
        float a = ((float)i + 1) / ((float)o->low + 1) - 1;
        add_ring(p, 0, (float)lsn_sin(a * LSN_PI / 2));
    }
    for (int i = 0; i < o->body; i++) add_ring(p, (float)i / ((float)o->body - 1), 0);
    for (int i = 0; i < o->high; i++) {
        float a = ((float)i + 1) / ((float)o->high + 1);
        add_ring(p, 1, (float)lsn_sin(a * LSN_PI / 2));
    }
}

static void lay_ball_rings(part *p, int rings) {
    for (int i = 0; i < rings; i++) add_ring(p, 0, (float)lsn_sin((((double)i + 1) / (rings + 1) - 0.5) * LSN_PI));
}

/// Moves the two rings nearest to `t` to both sides of it, so that a garment's edge is crisp.
static void split_at(part *p, float t, float gap) {
    int at = 1;
    for (int i = 1; i + 2 < p->rings; i++)
        if (p->cap[i] == 0 && p->cap[i + 1] == 0 && p->t[i] <= t) at = i;
    p->t[at] = t - gap;
    p->t[at + 1] = t + gap;
}

static part *add_part(surface *s, enum part_kind kind, int index, int side, int segments) {
    LSN_ASSERT(s->part_count < PARTS_MAX);
    part *p = &s->parts[s->part_count++];
    *p = (part){.kind = kind, .index = index, .side = side, .segments = segments};
    return p;
}

static void add_outline(surface *s, const outline *o, int side) {
    part *p = add_part(s, o->kind, o->index, side, o->segments);
    if (o->kind == PART_BALL) {
        lay_ball_rings(p, o->body);
    } else {
        lay_rings(p, o);
    }
    const vec *r = s->rest_origin;
    float gap = 0.0018f * s->size;
    if (o->kind == PART_TRUNK) split_at(p, s->hem / s->trunk_length, gap / s->trunk_length);
    if (o->kind != PART_LOFT) return;
    float arm = length(sub(r[LSN_SEG_humerus_r], r[LSN_SEG_forearm_r]));
    float shank = length(sub(r[LSN_SEG_tibia_r], r[LSN_SEG_foot_r]));
    if (o->index == UPPER_ARM) split_at(p, s->shirt_sleeve / arm, gap / arm);
    if (o->index == SHANK) split_at(p, s->legging_cuff / shank, gap / shank);
}

static int tube_indices(uint32_t *out, const part *p) {
    int n = 0, m = p->segments, low = p->first + p->rings * m, high = low + 1, last = p->first + (p->rings - 1) * m;
    for (int j = 0; j < m; j++) {
        int k = (j + 1) % m;
        out[n++] = (uint32_t)low, out[n++] = (uint32_t)(p->first + k), out[n++] = (uint32_t)(p->first + j);
        for (int i = 0; i + 1 < p->rings; i++) {
            uint32_t a = (uint32_t)(p->first + i * m + j), b = (uint32_t)(p->first + i * m + k);
            uint32_t c = a + (uint32_t)m, d = b + (uint32_t)m;
            out[n++] = a, out[n++] = b, out[n++] = d;
            out[n++] = a, out[n++] = d, out[n++] = c;
        }
        out[n++] = (uint32_t)high, out[n++] = (uint32_t)(last + j), out[n++] = (uint32_t)(last + k);
    }
    return n;
}

enum { BAND_POINTS = 44, BAND_SEGMENTS = 8 };

/// The neckband is a ring: its last section joins its first.
static int band_indices(uint32_t *out, int first) {
    int n = 0;
    for (int i = 0; i < BAND_POINTS; i++)
        for (int j = 0; j < BAND_SEGMENTS; j++) {
            int k = (j + 1) % BAND_SEGMENTS, next = (i + 1) % BAND_POINTS;
            uint32_t a = (uint32_t)(first + i * BAND_SEGMENTS + j), b = (uint32_t)(first + i * BAND_SEGMENTS + k);
            uint32_t c = (uint32_t)(first + next * BAND_SEGMENTS + j), d = (uint32_t)(first + next * BAND_SEGMENTS + k);
            out[n++] = a, out[n++] = b, out[n++] = d;
            out[n++] = a, out[n++] = d, out[n++] = c;
        }
    return n;
}

static void list_parts(surface *s) {
    for (size_t i = 0; i < sizeof MIDLINE / sizeof *MIDLINE; i++) add_outline(s, &MIDLINE[i], RIGHT);
    for (int side = 0; side < SIDES; side++) {
        for (size_t i = 0; i < sizeof SIDED / sizeof *SIDED; i++) add_outline(s, &SIDED[i], side);
        for (int i = 0; i < FINGERS; i++) {
            part *p = add_part(s, PART_FINGER, i, side, FINGER_SEGMENTS);
            for (int r = 0; r < FINGER_RINGS; r++) add_ring(p, FINGER_PLACE[r], 0);
        }
        for (int i = 0; i < TOES; i++) {
            part *p = add_part(s, PART_TOE, i, side, FINGER_SEGMENTS);
            for (int r = 0; r < TOE_RINGS; r++) add_ring(p, TOE_PLACE[r], 0);
        }
    }
}

static void fill_circles(surface *s) {
    for (int n = 3; n <= SEGMENTS_MAX; n++)
        for (int j = 0; j < (n + LANES - 1) / LANES * LANES; j++) { // round to the beginning: whole runs of four
            double a = 2 * LSN_PI * (j % n) / n;
            s->circle_cos[n][j] = (float)lsn_cos(a);
            s->circle_sin[n][j] = (float)lsn_sin(a);
        }
}

bool lsn_surface_topology(surface *s, lsn_figure *f, lsn_arena *arena) {
    fill_circles(s);
    list_parts(s);
    int vertices = 0, triangles = 0;
    for (int i = 0; i < s->part_count; i++) {
        part *p = &s->parts[i];
        p->first = vertices;
        vertices += p->rings * p->segments + 2;
        triangles += 2 * p->rings * p->segments;
    }
    s->band_first = vertices;
    vertices += BAND_POINTS * BAND_SEGMENTS;
    triangles += 2 * BAND_POINTS * BAND_SEGMENTS;
    s->body_vertices = vertices;
    s->head_first = vertices;
    s->head_count = lsn_head_vertex_count();
    s->ground_first = vertices + s->head_count;
    f->vertex_count = s->ground_first + lsn_scene_vertex_count();
    f->index_count = 3 * triangles + lsn_head_index_count() + lsn_scene_index_count();
    LSN_ASSERT(f->vertex_count <= LSN_FIGURE_VERTICES_MAX);
    LSN_ASSERT(f->index_count <= LSN_FIGURE_INDICES_MAX);
    f->vertices = LSN_NEW(arena, lsn_vertex, (size_t)f->vertex_count);
    f->indices = LSN_NEW(arena, uint32_t, (size_t)f->index_count);
    s->head_position = LSN_NEW(arena, vec, (size_t)s->head_count);
    s->head_normal = LSN_NEW(arena, vec, (size_t)s->head_count);
    if (!f->vertices || !f->indices || !s->head_position || !s->head_normal) return false;
    int n = 0;
    for (int i = 0; i < s->part_count; i++) n += tube_indices(f->indices + n, &s->parts[i]);
    n += band_indices(f->indices + n, s->band_first);
    s->head_index = n;
    lsn_head_bake(s, s->palette, f->vertices + s->head_first, f->indices + n, s->head_first);
    n += lsn_head_index_count();
    lsn_scene_topology(f->vertices + s->ground_first, f->indices + n, s->ground_first);
    for (int i = 0; i < s->body_vertices; i++) f->vertices[i].material = LSN_MATERIAL_body;
    return true;
}

// ---------------------------------------------------------------- vertices

#define THIGH_REACH 0.42f // of the trunk's length: above, no thigh comes near

static unsigned solids_near(const part *p, float t, unsigned *sides) {
    *sides = 1u << p->side;
    switch (p->kind) {
    case PART_TRUNK:
        *sides = 3;
        return t < THIGH_REACH ? PROBE_TRUNK | PROBE_THIGH
                               : PROBE_TRUNK | (t > 0.55f ? PROBE_UPPER : 0u) | (t > 0.6f ? PROBE_NECK : 0u);
    case PART_NECK:
        *sides = 3;
        return PROBE_TRUNK | PROBE_NECK | PROBE_HEAD;
    case PART_BALL:
        return p->index == GLUTE ? PROBE_TRUNK | PROBE_THIGH : PROBE_TRUNK | PROBE_NECK | PROBE_UPPER;
    case PART_FINGER:
        return PROBE_HAND;
    case PART_TOE:
        return PROBE_FOOT;
    default:
        break;
    }
    switch (p->index) {
    case THIGH:
        return PROBE_THIGH | (t < 0.55f ? PROBE_TRUNK : 0u) | (t > 0.6f ? PROBE_SHANK : 0u);
    case SHANK:
        return PROBE_SHANK | (t < 0.42f ? PROBE_THIGH : 0u) | (t > 0.6f ? PROBE_FOOT : 0u);
    case UPPER_ARM:
        return PROBE_UPPER | (t < 0.7f ? PROBE_TRUNK : 0u) | (t < 0.35f ? PROBE_NECK : 0u) |
               (t > 0.55f ? PROBE_FOREARM : 0u);
    case FOREARM:
        return PROBE_FOREARM | (t < 0.5f ? PROBE_UPPER : 0u) | (t > 0.6f ? PROBE_HAND : 0u);
    case TRAPEZIUS:
        return PROBE_TRUNK | PROBE_NECK | PROBE_UPPER;
    case PALM:
        return PROBE_HAND | (t < 0.5f ? PROBE_FOREARM : 0u);
    default:
        return PROBE_FOOT | (t < 0.7f ? PROBE_SHANK : 0u);
    }
}

typedef struct spots {
    vecs p, n;
    lanes hidden; // deep inside the body
    wide out;     // how far the union lies outside the solid
} spots;

#define NEAR_ENOUGH_MM 2.2f // so near to the union the gradient that was asked for last is the normal

/// Moves points of a solid's own surface out to the union's; deep inside it they stay hidden.
static spots snap(const surface *s, const vecs *start, probes near, float hidden_mm) {
    float mm = 0.001f * s->size;
    vecs p = *start;
    near.deep = hidden_mm * mm;
    hits h = lsn_body_fields(s, &p, &near);
    wide first = h.d, miss = same(0);
    lanes hidden = first < -hidden_mm * mm;
    near.live &= ~hidden;
    for (int step = 0; any(near.live); step++) {
        wide move = -h.d / most4(dot4(h.g, h.g), same(0.2f));
        miss = pick(near.live, abs4(h.d), miss);
        lanes close = miss <= NEAR_ENOUGH_MM * mm;
        lanes moves = near.live & (step == 3 ? close : same_lanes(-1));
        p = pick_vecs(moves, mad4(p, h.g, clamp4(move, -30 * mm, 30 * mm)), p);
        near.live &= step == 3 ? same_lanes(0) : ~close;
        if (!any(near.live)) break;
        h = pick_hits(near.live, lsn_body_fields(s, &p, &near), h);
    }
    wide keep = smooth4(12 * mm, 4 * mm, miss) * smooth4(-hidden_mm * mm, -0.65f * hidden_mm * mm, first);
    vecs moved = sub4(p, *start);
    wide out = pick(hidden, -first, root4(dot4(moved, moved)));
    return (spots){pick_vecs(hidden, *start, mix4(*start, p, keep)), unit4(h.g), hidden, out};
}

/// A point of a loft's own surface at `t` along it, `cap` into a cap and round by cosine and sine; four at a time.
static vecs loft_points(const loft *l, float t, float cap, wide c, wide s) {
    row w = lsn_table_at(l->table, t, 0);
    float cc = root(1 - cap * cap);
    wide bulge = 1 / (1 - l->table->squareness * cc * cc * cc * cc * c * c * s * s);
    wide x = bulge * cc * c * w.rx, y = w.oy + bulge * cc * s * pick(s > 0, same(w.rf), same(w.rb));
    wide z = t * l->length + bulge * cap * (cap < 0 ? l->cap_low : l->cap_high);
    return mad4(mad4(mad4(spread(l->o), spread(l->x), x), spread(l->y), y), spread(l->z), z);
}

static vecs trunk_points(const surface *u, float t, float cap, wide c, wide s) {
    const posed *b = &u->posed;
    row w = lsn_trunk_section(u, t, 0);
    float f = clamp(t, 0, 1) * (TRUNK_FRAMES - 1), mm = 0.001f * u->size;
    int k = f < TRUNK_FRAMES - 2 ? (int)f : TRUNK_FRAMES - 2;
    const frame *a = &b->trunk[k], *e = &b->trunk[k + 1];
    f -= (float)k;
    float cc = root(1 - cap * cap);
    wide bulge = 1 / (1 - u->trunk.squareness * cc * cc * cc * cc * c * c * s * s);
    vecs p = mad4(spread(mix(a->o, e->o, f)), spread(mix(a->z, e->z, f)), bulge * cc * c * w.rx);
    p = mad4(p, spread(mix(a->x, e->x, f)), w.oy + bulge * cc * s * pick(s > 0, same(w.rf), same(w.rb)));
    vec up = cap < 0 ? b->trunk[0].y : b->trunk[TRUNK_FRAMES - 1].y;
    return mad4(p, spread(up), bulge * cap * (cap < 0 ? 40.0f : 14.0f) * mm);
}

static vecs ball_points(const ball *b, float sign, float cap, wide c, wide s) {
    float cc = root(1 - cap * cap);
    return out_of4(&b->at, (vecs){b->radii.x * cc * s, same(b->radii.y * cap), sign * b->radii.z * cc * c});
}

static vecs finger_points(const finger *f, float place, wide c, wide s) {
    int bones = f->joints - 1, j = (int)place;
    float u = place - (float)j, tip = 0;
    if (j >= bones) tip = u, j = bones - 1, u = 1;
    vec a = f->joint[j], e = f->joint[j + 1], along = unit(sub(e, a)), near = along;
    float r = lerp(f->radius[j], f->radius[j + 1], u);
    if (u > 0.7f && j + 1 < bones) near = unit(sub(f->joint[j + 2], e));
    if (u < 0.3f && j > 0) near = unit(sub(a, f->joint[j - 1]));
    vec axis = unit(mad(along, near, 0.5f));
    vec up = unit(cross(f->across, axis)), side = cross(axis, up);
    vec at = mix(a, e, u);
    float in = root(1 - tip * tip);
    if (tip > 0) at = mad(at, along, r * tip);
    return mad4(mad4(spread(at), spread(side), r * in * c), spread(up), r * in * s);
}

static vecs part_points(const surface *u, const part *p, float t, float cap, wide c, wide s) {
    const limb *l = &u->posed.limb[p->side];
    switch (p->kind) {
    case PART_TRUNK:
        return trunk_points(u, t, cap, c, s);
    case PART_NECK:
        return loft_points(&u->posed.neck, t, cap, c, s);
    case PART_LOFT:
        return loft_points(&l->loft[p->index], t, cap, c, s);
    case PART_BALL:
        return ball_points(&l->ball[p->index], l->sign, cap, c, s);
    case PART_FINGER:
        return finger_points(&l->finger[p->index], t, l->sign * c, s);
    default:
        return finger_points(&l->toe[p->index], t, l->sign * c, s);
    }
}

// ---------------------------------------------------------------- garments

/// > 0 inside the neckline, where skin shows: a bowl round the base of the neck.
static wide collar_at(const surface *s, const vecs *p) {
    float mm = s->collar_mm;
    vecs q = into4(&s->posed.collar, *p);
    wide x = (q.x - 12 * mm) / (76 * mm), z = q.z / (76 * mm), y = most4(same(0), -12 * mm - q.y) / (48 * mm);
    return (1 - root4(x * x + y * y + z * z)) * 76 * mm;
}

/// Trunk and thigh agree on where the shirt ends: at the hem, and in the fold where the thigh comes up against it.
/// There the union is `out` of the trunk; the corner between both edges is rounded.
static wide shirt_edge(const surface *s, wide below_hem, wide out) {
    float mm = 0.001f * s->size, corner = 16 * mm;
    wide fold = 2 * (least4(out, same(0.1f)) - 14 * mm), near = most4(corner - abs4(below_hem - fold), same(0));
    return most4(below_hem, fold) + near * near / (4 * corner);
}

/// The shirt's edge on seat and thigh, where it lies over them.
static wide shirt_below(const surface *s, const vecs *p, int hint) {
    float mm = 0.001f * s->size;
    wide above = s->hem - lsn_trunk_axials(s, p, hint);
    lanes near = above <= 10 * mm;
    if (!any(near)) return above;
    lanes hints = same_lanes(hint);
    return pick(near, shirt_edge(s, above, lsn_trunk_distances(s, p, &hints, near).d), above);
}

/// Distances to the edges of shirt and leggings at points of a part, `t` along it.
static void dress(const surface *s, const part *pt, float t, const spots *at, int hint, wide *shirt, wide *leggings) {
    float mm = 0.001f * s->size;
    const vecs *p = &at->p;
    const limb *l = &s->posed.limb[pt->side];
    bool is_loft = pt->kind == PART_LOFT, thigh = is_loft && pt->index == THIGH;
    *shirt = *leggings = same(0.1f);
    if (pt->kind == PART_FINGER || pt->kind == PART_TOE) return;
    if (is_loft && (pt->index == FOREARM || pt->index == PALM || pt->index == FOOT)) return;
    if (is_loft && (pt->index == SHANK || pt->index == UPPER_ARM)) {
        const loft *tube = &l->loft[pt->index];
        wide along = dot4(sub4(*p, spread(tube->o)), spread(tube->z));
        if (pt->index == SHANK) *leggings = along - s->legging_cuff;
        if (pt->index == UPPER_ARM) *shirt = along - s->shirt_sleeve;
    } else if (pt->kind == PART_TRUNK) {
        wide axial = lsn_trunk_axials(s, p, hint);
        *shirt = most4(s->hem - axial, collar_at(s, p));
        *leggings = axial - s->hem - 90 * mm;
        if (t >= THIGH_REACH) return;
        *shirt = shirt_edge(s, s->hem - axial, at->out);
        *leggings = least4(*leggings, 14 * mm - at->out);
    } else if (thigh || (pt->kind == PART_BALL && pt->index == GLUTE)) {
        *leggings = same(-0.1f);
        // A little inside the trunk's edge, so that nothing of it shows beside that.
        if (!thigh || t <= 0.6f) *shirt = shirt_below(s, p, hint) + 4 * mm;
    } else {
        *shirt = collar_at(s, p); // neck, upper shoulder, deltoid
    }
}

// ---------------------------------------------------------------- the mesh of one pose

/// Flesh and hair flatten where they rest: up to 30 mm into the floor become 3.
static float rested(float y) {
    return y >= 0 ? y : y > -0.03f ? 0.1f * y : y + 0.027f;
}

/// Writes `count` vertices, at most four.
static void finish_vertices(const surface *s, const part *pt, float t, const spots *at, int hint, lsn_vertex *out,
                            int count) {
    float mm = 0.001f * s->size;
    wide shirt, leggings;
    dress(s, pt, t, at, hint, &shirt, &leggings);
    // Crisp where a ring of the mesh follows the edge (hem, sleeve), gentle at the neck.
    wide puff = 4.5f * mm * smooth4(1.6f * mm, -1.6f * mm, shirt);
    if (any(puff > 0)) puff *= smooth4(0, -16 * mm, collar_at(s, &at->p));
    bool under = (pt->kind == PART_BALL && pt->index == GLUTE) || (pt->kind == PART_LOFT && pt->index == THIGH);
    wide cloth = 1.6f * mm * smooth4(1.6f * mm, -1.6f * mm, leggings);
    if (under) { // the trunk's own mesh is the shirt there
        puff = cloth + (-7 * mm - cloth) * smooth4(3 * mm, -5 * mm, shirt);
    } else {
        puff = pick(shirt > 0, most4(puff, cloth), puff);
    }
    vecs p = mad4(at->p, at->n, puff);
    for (int i = 0; i < count; i++)
        out[i] = (lsn_vertex){{p.x[i], rested(p.y[i]), p.z[i]},
                              {at->n.x[i], at->n.y[i], at->n.z[i]},
                              shirt[i],
                              leggings[i],
                              at->hidden[i] ? BURIED : 1,
                              0,
                              LSN_MATERIAL_body,
                              0};
}

/// How deep inside the body a vertex may lie before it is left there. Most caps end inside their neighbours.
static float hiding_depth_mm(const part *p, float cap) {
    bool crotch = p->kind == PART_TRUNK && cap < 0;
    return cap != 0 && p->kind != PART_BALL && !crotch ? 24 : 60;
}

/// Fingers beyond their roots meet nothing: their own tube is their surface.
static spots bare(const surface *s, const part *pt, const vecs *p) {
    const limb *l = &s->posed.limb[pt->side];
    const finger *f = pt->kind == PART_FINGER ? &l->finger[pt->index] : &l->toe[pt->index];
    return (spots){*p, lsn_finger_distance(f, p).g, same_lanes(0), same(0)};
}

static enum owner owner_of(const part *p) {
    bool torso = p->kind == PART_TRUNK || p->kind == PART_NECK || (p->kind == PART_LOFT && p->index == TRAPEZIUS);
    return torso ? OWNER_TORSO : OWNER_LIMB;
}

static void mesh_ring(const surface *s, const part *pt, int ring, lsn_vertex *out) {
    unsigned sides, what = solids_near(pt, pt->t[ring], &sides);
    float t = pt->t[ring], hidden_mm = hiding_depth_mm(pt, pt->cap[ring]);
    int hint = pt->kind == PART_TRUNK                          ? (int)(t * (TRUNK_FRAMES - 1))
               : (what & PROBE_UPPER) || pt->kind == PART_NECK ? 26
                                                               : 5;
    probe one = {what, sides, hint, owner_of(pt), 1};
    probes near = lsn_probe_all(&one);
    bool free = (pt->kind == PART_FINGER && t > 1.2f) || (pt->kind == PART_TOE && t > 0.8f);
    for (int j = 0; j < pt->segments; j += LANES) {
        wide c = load4(&s->circle_cos[pt->segments][j]), n = load4(&s->circle_sin[pt->segments][j]);
        if (pt->kind == PART_TRUNK) near.side[RIGHT] = c >= -0.3f, near.side[LEFT] = c <= 0.3f;
        vecs p = part_points(s, pt, t, pt->cap[ring], c, n);
        spots at = free ? bare(s, pt, &p) : snap(s, &p, near, hidden_mm);
        int left = pt->segments - j;
        finish_vertices(s, pt, t, &at, hint, &out[j], left < LANES ? left : LANES);
    }
}

static void mesh_pole(const surface *s, const part *pt, bool high, lsn_vertex *out) {
    bool chain = pt->kind == PART_FINGER || pt->kind == PART_TOE;
    float t = high ? pt->t[pt->rings - 1] : pt->t[0], cap = high ? 1.0f : -1.0f;
    if (chain && high) t = (float)(pt->kind == PART_FINGER ? 3.9999f : 2.9999f);
    unsigned sides, what = solids_near(pt, t, &sides);
    probe one = {what, sides, high || pt->kind != PART_TRUNK ? TRUNK_FRAMES - 2 : 0, owner_of(pt), 1};
    probes near = lsn_probe_all(&one);
    near.live = (lanes){-1, 0, 0, 0};
    vecs p;
    if (chain && !high) {
        const limb *l = &s->posed.limb[pt->side];
        p = spread((pt->kind == PART_FINGER ? &l->finger[pt->index] : &l->toe[pt->index])->joint[0]);
    } else {
        p = part_points(s, pt, t, cap, same(1), same(0));
    }
    spots at = snap(s, &p, near, hiding_depth_mm(pt, cap));
    finish_vertices(s, pt, t, &at, one.hint, out, 1);
}

static void mesh_part(const surface *s, const part *pt, lsn_vertex *out) {
    for (int i = 0; i < pt->rings; i++) mesh_ring(s, pt, i, out + i * pt->segments);
    for (int e = 0; e < 2; e++) mesh_pole(s, pt, e == 1, out + pt->rings * pt->segments + e);
}

/// How the neckline's distance changes in space.
static vecs collar_slope(const surface *s, const vecs *p) {
    float mm = s->collar_mm;
    vecs q = into4(&s->posed.collar, *p);
    wide x = (q.x - 12 * mm) / (76 * mm), z = q.z / (76 * mm), y = most4(same(0), -12 * mm - q.y) / (48 * mm);
    wide n = 1 / most4(root4(x * x + y * y + z * z), same(0.05f));
    return turn_out4(&s->posed.collar, (vecs){-x * n, y * n * 76 / 48, -z * n});
}

/// The points of the skin where the neckline runs, in directions (c, n) of the collar's frame.
static spots on_neckline(const surface *s, wide c, wide n) {
    float mm = s->collar_mm;
    vecs p = out_of4(&s->posed.collar, (vecs){(12 + 74 * c) * mm, same(-14 * mm), 74 * n * mm});
    probe one = {PROBE_TRUNK | PROBE_NECK | PROBE_HEAD | PROBE_UPPER, 3, TRUNK_FRAMES - 3, OWNER_ANY, 1};
    probes near = lsn_probe_all(&one);
    hits h = lsn_body_fields(s, &p, &near);
    for (int i = 0; i < 6; i++) {
        vecs g = unit4(h.g), slope = collar_slope(s, &p), along = mad4(slope, g, -dot4(slope, g));
        p = mad4(p, g, clamp4(-h.d, -20 * mm, 20 * mm));
        wide step = clamp4(-collar_at(s, &p) / most4(dot4(along, along), same(0.1f)), -15 * mm, 15 * mm);
        p = mad4(p, along, step);
        h = lsn_body_fields(s, &p, &near);
    }
    vecs g = unit4(h.g);
    return (spots){mad4(p, g, clamp4(-h.d, -6 * mm, 6 * mm)), g, same_lanes(0), same(0)};
}

/// A knitted band along the neckline.
static void mesh_band(const surface *s, lsn_vertex *out) {
    float mm = 0.001f * s->size;
    vec line[BAND_POINTS], out_of_skin[BAND_POINTS];
    _Static_assert(BAND_POINTS % LANES == 0, "the neckline is found in whole runs");
    for (int i = 0; i < BAND_POINTS; i += LANES) {
        spots at = on_neckline(s, load4(&s->circle_cos[BAND_POINTS][i]), load4(&s->circle_sin[BAND_POINTS][i]));
        for (int k = 0; k < LANES; k++) line[i + k] = lane_of(&at.p, k), out_of_skin[i + k] = lane_of(&at.n, k);
    }
    for (int i = 0; i < BAND_POINTS; i++) {
        vec before = line[(i + BAND_POINTS - 1) % BAND_POINTS], after = line[(i + 1) % BAND_POINTS];
        vec middle = mix(line[i], mix(before, after, 0.5f), 0.3f);
        vec along = unit(sub(after, before)), up = out_of_skin[i], side = unit(cross(along, up));
        for (int j = 0; j < BAND_SEGMENTS; j++) {
            float c = s->circle_cos[BAND_SEGMENTS][j], n = s->circle_sin[BAND_SEGMENTS][j];
            vec p = mad(mad(middle, side, 7.5f * c * mm), up, (1.8f + 2.6f * n) * mm);
            vec w = unit(mad(up, side, 0.7f * c));
            out[i * BAND_SEGMENTS + j] =
                (lsn_vertex){{p.x, rested(p.y), p.z}, {w.x, w.y, w.z}, -0.004f, 0.1f, 1, 0, LSN_MATERIAL_body, 0};
        }
    }
}

void lsn_surface_mesh(surface *s, lsn_vertex *out) {
    mesh_band(s, out + s->band_first);
    for (int i = 0; i < s->part_count; i++) mesh_part(s, &s->parts[i], out + s->parts[i].first);
    const frame *h = &s->posed.head;
    for (int i = 0; i < s->head_count; i++) {
        vec p = out_of(h, s->head_position[i]), n = turn_out(h, s->head_normal[i]);
        lsn_vertex *w = &out[s->head_first + i];
        w->position[0] = p.x, w->position[1] = rested(p.y), w->position[2] = p.z;
        w->normal[0] = n.x, w->normal[1] = n.y, w->normal[2] = n.z;
        w->occlusion = 1;
    }
}
