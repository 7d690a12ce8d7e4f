/// core/figure: what each vertex knows of its surroundings: openness, the soft shadow on the ground, and the glow of
/// the muscles that a move is about. All from a couple of dozen slim capsules and the muscles' own paths.
#include "core/figure/wide.h"

/// Towards the high lamp that casts the shadow on the ground.
static const vec LAMP = {0.10f, 0.955f, 0.28f};

static void add_capsule(posed *p, vec a, vec b, float ra, float rb, int owner) {
    LSN_ASSERT(p->capsule_count < CAPSULES_MAX);
    vec ab = sub(b, a);
    float l2 = most(dot(ab, ab), 1e-8f);
    capsule *c = &p->capsules[p->capsule_count++];
    *c =
        (capsule){a, b, ab, mix(a, b, 0.5f), ra, rb, 0.5f * root(l2) + most(ra, rb), 1 / l2, {0, 0, 0}, 0, 0, 0, owner};
    vec flat = mad(ab, LAMP, -dot(ab, LAMP));
    c->ab_cast = scale(flat, 1 / most(dot(flat, flat), 1e-8f));
    // The shadow of a capsule lies round its middle's, as wide as it is long.
    c->cast_x = c->middle.x - LAMP.x / LAMP.y * c->middle.y;
    c->cast_z = c->middle.z - LAMP.z / LAMP.y * c->middle.y;
    float wide = c->reach * 1.1f + 0.06f + 0.25f * most(c->middle.y, 0);
    c->cast_wide2 = wide * wide;
}

static void trunk_capsule(posed *p, int from, int to, float mm, float out, float ra, float rb) {
    const frame *a = &p->trunk[from], *b = &p->trunk[to];
    for (int side = -1; side <= 1; side += 2) {
        vec low = mad(mad(a->o, a->x, 28 * mm), a->z, (float)side * out * mm);
        vec high = mad(mad(b->o, b->x, 26 * mm), b->z, (float)side * out * mm);
        add_capsule(p, low, high, ra * mm, rb * mm, CAPSULE_TRUNK);
    }
}

void lsn_place_capsules(surface *s) {
    posed *p = &s->posed;
    float mm = 0.001f * s->size;
    p->capsule_count = 0;
    trunk_capsule(p, 3, 14, mm, 62, 76, 70);
    trunk_capsule(p, 14, 26, mm, 56, 72, 84);
    add_capsule(p, p->neck.o, mad(p->neck.o, p->neck.z, p->neck.length), 46 * mm, 46 * mm, CAPSULE_HEAD);
    add_capsule(p, out_of(&p->head, v(-12 * mm, 104 * mm, 0)), out_of(&p->head, v(34 * mm, 52 * mm, 0)), 76 * mm,
                56 * mm, CAPSULE_HEAD);
    for (int side = 0; side < SIDES; side++) {
        const limb *l = &p->limb[side];
        int owner = CAPSULE_LIMBS + side * 8;
        add_capsule(p, l->hip, l->knee, 76 * mm, 46 * mm, owner);
        add_capsule(p, l->knee, l->ankle, 47 * mm, 30 * mm, owner + 1);
        vec heel = out_of(&l->foot, v(-22 * mm, -s->ankle_height + 30 * mm, 0));
        add_capsule(p, heel, l->toes.o, 27 * mm, 20 * mm, owner + 2);
        add_capsule(p, l->toes.o, l->toe[1].joint[2], 19 * mm, 8 * mm, owner + 2);
        add_capsule(p, l->shoulder, l->elbow, 38 * mm, 32 * mm, owner + 3);
        add_capsule(p, l->elbow, l->wrist, 33 * mm, 22 * mm, owner + 4);
        add_capsule(p, l->wrist, l->finger[1].joint[0], 20 * mm, 18 * mm, owner + 5);
        add_capsule(p, l->finger[1].joint[0], l->finger[1].joint[2], 15 * mm, 11 * mm, owner + 5);
    }
}

int lsn_capsules_near(const posed *p, int *list, vec middle, float reach, int skip) {
    int n = 0;
    for (int i = 0; i < p->capsule_count; i++) {
        const capsule *c = &p->capsules[i];
        if (c->owner == skip) continue;
        vec from = sub(middle, c->a);
        float t = clamp(dot(from, c->ab) * c->per_length2, 0, 1), far = reach + most(c->ra, c->rb) + 2 * OPEN_REACH;
        vec off = mad(from, c->ab, -t);
        if (dot(off, off) < far * far) list[n++] = i;
    }
    return n;
}

wide lsn_occlusion_at(const posed *p, const int *list, int count, const vecs *at, const vecs *normal, float floor_y) {
    const float reach = OPEN_REACH;
    vecs q = mad4(*at, *normal, same(reach));
    wide open = same(1);
    for (int i = 0; i < count; i++) {
        const capsule *c = &p->capsules[list[i]];
        vecs aq = sub4(q, spread(c->a)), ab = spread(c->ab);
        wide t = clamp4(dot4(aq, ab) * c->per_length2, 0, 1);
        vecs off = mad4(aq, ab, -t);
        wide far = reach + (c->ra + (c->rb - c->ra) * t), d2 = dot4(off, off);
        lanes near = d2 <= far * far;
        if (!any(near)) continue;
        wide d = clamp4((root4(d2) - far) / reach + 1, 0, 1);
        open *= pick(near, 1 - 0.72f * (1 - d) * (1 - d), same(1));
    }
    wide up = clamp4((q.y - floor_y) / reach, 0, 1);
    return open * (1 - 0.45f * (1 - up) * (1 - up));
}

/// 1 at a distance of `low` or less, 0 from `high` on, smooth between.
static wide fade4(wide high, wide low, wide x) {
    wide t = clamp4((x - high) / (low - high), 0, 1);
    return t * t * (3 - 2 * t);
}

/// How dark a capsule's shadow is at a point, `aq` from its beginning: by the nearest approach of the ray to its axis.
static wide cast_shadow(const capsule *c, vecs aq) {
    wide t = clamp4(dot4(aq, spread(c->ab_cast)), 0, 1);
    vecs on = mad4(aq, spread(c->ab), -t); // from the axis to the point
    wide ray = most4(same(0), -dot4(on, spread(LAMP))), soft = 0.035f + 0.22f * ray;
    wide r = c->ra + (c->rb - c->ra) * t;
    vecs off = mad4(on, spread(LAMP), ray);
    lanes in = dot4(off, off) <= (r + soft) * (r + soft);
    if (!any(in)) return same(0);
    wide dark = 0.62f * fade4(soft, -0.7f * soft, root4(dot4(off, off)) - r) / (1 + 0.9f * ray);
    return pick(in, dark, same(0));
}

/// How much light reaches a point of the ground: near contact and along a soft ray to a high lamp.
wide lsn_shadow_at(const posed *p, const vecs *at) {
    wide open = same(1), slant_x = LAMP.x / LAMP.y * at->y, slant_z = LAMP.z / LAMP.y * at->y;
    for (int i = 0; i < p->capsule_count; i++) {
        const capsule *c = &p->capsules[i];
        wide x = c->cast_x - at->x + slant_x, z = c->cast_z - at->z + slant_z;
        wide mx = c->middle.x - at->x, mz = c->middle.z - at->z;
        lanes near = least4(x * x + z * z, mx * mx + mz * mz) <= c->cast_wide2;
        if (!any(near)) continue;
        vecs aq = sub4(*at, spread(c->a)), ab = spread(c->ab);
        open *= pick(near, 1 - cast_shadow(c, aq), same(1));
        // Contact: straight distance to the solid.
        wide u = clamp4(dot4(aq, ab) * c->per_length2, 0, 1), r = c->ra + (c->rb - c->ra) * u, far = r + 0.11f;
        vecs off = mad4(aq, ab, -u);
        near &= dot4(off, off) <= far * far;
        if (!any(near)) continue;
        wide touch = 0.55f * smooth4(0.11f, -0.01f, root4(dot4(off, off)) - r);
        open *= pick(near, 1 - touch * touch, same(1));
    }
    return open;
}

static wide glow_of(const glow_path *g, const vecs *at) {
    wide best = same(0);
    float spreads = 1 / (2 * g->sigma * g->sigma);
    for (int i = 0; i + 1 < g->count; i++) {
        vecs aq = sub4(*at, spread(g->point[i])), step = spread(g->step[i]);
        wide t = clamp4(dot4(aq, step) * g->per_length2[i], 0, 1);
        vecs off = mad4(aq, step, -t);
        wide x = dot4(off, off) * spreads;
        lanes near = x <= 5;
        if (!any(near)) continue;
        wide e = 1 - x / 8; // exp(−x) by (1 − x/8)^8
        e *= e, e *= e, e *= e;
        float from = g->strength[i], to = g->strength[i + 1];
        best = most4(best, pick(near, (from + (to - from) * t) * e, same(0)));
    }
    return best;
}

int lsn_glows_near(const posed *p, int *list, vec middle, float reach) {
    int n = 0;
    for (int i = 0; i < p->glow_count; i++) {
        vec off = sub(middle, p->glows[i].middle);
        float far = p->glows[i].reach + reach;
        if (dot(off, off) < far * far) list[n++] = i;
    }
    return n;
}

wide lsn_glow_at(const posed *p, const int *list, int count, const vecs *at) {
    wide dark = same(1);
    for (int i = 0; i < count; i++) {
        const glow_path *g = &p->glows[list[i]];
        vecs off = sub4(*at, spread(g->middle));
        lanes near = dot4(off, off) < g->reach * g->reach;
        if (any(near)) dark *= pick(near, 1 - glow_of(g, at), same(1));
    }
    return 1 - dark;
}
