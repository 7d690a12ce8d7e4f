/// core/figure: what each vertex knows of its surroundings: openness, the soft shadow on the ground, and the glow of
/// the muscles that a move is about. All from a couple of dozen slim capsules and the muscles' own paths.
#include "core/figure/surface.h"

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

float lsn_occlusion_at(const posed *p, const int *list, int count, vec at, vec normal, float floor_y) {
    const float reach = OPEN_REACH;
    vec q = mad(at, normal, reach);
    float open = 1;
    for (int i = 0; i < count; i++) {
        const capsule *c = &p->capsules[list[i]];
        vec aq = sub(q, c->a);
        float t = clamp(dot(aq, c->ab) * c->per_length2, 0, 1);
        vec off = mad(aq, c->ab, -t);
        float far = reach + lerp(c->ra, c->rb, t), d2 = dot(off, off);
        if (d2 > far * far) continue;
        float d = clamp((root(d2) - far) / reach + 1, 0, 1);
        open *= 1 - 0.72f * (1 - d) * (1 - d);
    }
    float up = clamp((q.y - floor_y) / reach, 0, 1);
    return open * (1 - 0.45f * (1 - up) * (1 - up));
}

/// How dark a capsule's shadow is at a point, `aq` from its beginning: by the nearest approach of the ray to its axis.
static float cast_shadow(const capsule *c, vec aq) {
    float t = clamp(dot(aq, c->ab_cast), 0, 1);
    vec on = mad(aq, c->ab, -t); // from the axis to the point
    float ray = most(0, -dot(on, LAMP)), soft = 0.035f + 0.22f * ray, r = lerp(c->ra, c->rb, t);
    vec off = mad(on, LAMP, ray);
    if (dot(off, off) > (r + soft) * (r + soft)) return 0;
    return 0.62f * smooth(soft, -0.7f * soft, length(off) - r) / (1 + 0.9f * ray);
}

/// How much light reaches a point of the ground: near contact and along a soft ray to a high lamp.
float lsn_shadow_at(const posed *p, vec at) {
    float open = 1, slant_x = LAMP.x / LAMP.y * at.y, slant_z = LAMP.z / LAMP.y * at.y;
    for (int i = 0; i < p->capsule_count; i++) {
        const capsule *c = &p->capsules[i];
        float x = c->cast_x - at.x + slant_x, z = c->cast_z - at.z + slant_z;
        float mx = c->middle.x - at.x, mz = c->middle.z - at.z;
        if (least(x * x + z * z, mx * mx + mz * mz) > c->cast_wide2) continue;
        vec aq = sub(at, c->a);
        open *= 1 - cast_shadow(c, aq);
        // Contact: straight distance to the solid.
        float u = clamp(dot(aq, c->ab) * c->per_length2, 0, 1), r = lerp(c->ra, c->rb, u), far = r + 0.11f;
        vec off = mad(aq, c->ab, -u);
        if (dot(off, off) > far * far) continue;
        float near = 0.55f * smooth(0.11f, -0.01f, length(off) - r);
        open *= 1 - near * near;
    }
    return open;
}

static float glow_of(const glow_path *g, vec at) {
    float best = 0, spread = 1 / (2 * g->sigma * g->sigma);
    for (int i = 0; i + 1 < g->count; i++) {
        vec aq = sub(at, g->point[i]);
        float t = clamp(dot(aq, g->step[i]) * g->per_length2[i], 0, 1);
        vec off = mad(aq, g->step[i], -t);
        float x = dot(off, off) * spread;
        if (x > 5) continue;
        float e = 1 - x / 8; // exp(−x) by (1 − x/8)^8
        e *= e, e *= e, e *= e;
        best = most(best, lerp(g->strength[i], g->strength[i + 1], t) * e);
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

float lsn_glow_at(const posed *p, const int *list, int count, vec at) {
    float dark = 1;
    for (int i = 0; i < count; i++) {
        const glow_path *g = &p->glows[list[i]];
        vec off = sub(at, g->middle);
        if (dot(off, off) < g->reach * g->reach) dark *= 1 - glow_of(g, at);
    }
    return 1 - dark;
}
