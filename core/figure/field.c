/// core/figure: the smooth union of the posed primitives. Near a joint neighbouring solids melt together, elsewhere
/// they only touch: the blend radius fades with the distance to the joint, so that calf and thigh never weld.
#include "core/figure/surface.h"

hit lsn_blend2(hit a, hit b, float k) {
    float wa = k - a.d, wb = k - b.d;
    if (wa <= 0 || wb <= 0) return a.d < b.d ? a : b;
    float r = root(wa * wa + wb * wb), n = 1 / r;
    return (hit){k - r, add(scale(a.g, wa * n), scale(b.g, wb * n))};
}

/// As lsn_blend2, but only across a crease: where both surfaces look the same way there is nothing to fill, and a blend
/// would swell.
static hit blend_crease(hit a, hit b, float k, float least_k) {
    if (a.d >= k || b.d >= k) return a.d < b.d ? a : b;
    float both = dot(a.g, a.g) * dot(b.g, b.g), alike = dot(a.g, b.g) / most(root(both), 1e-6f);
    float turn = clamp(0.8f * (1 - alike), 0, 1);
    return lsn_blend2(a, b, most(least_k, k * root(turn)));
}

static hit nothing(void) {
    return (hit){1e3f, {0, 1, 0}};
}

/// Blend radius at p round a joint, at least 4 mm.
static float blend_radius(vec p, vec joint, float k, float reach, float size) {
    vec q = sub(p, joint);
    float fade = 1 - dot(q, q) / (reach * reach * size * size);
    return most(0.004f * size, k * fade);
}

static frame between(const frame *a, const frame *b, float u) {
    return (frame){mix(a->o, b->o, u), mix(a->x, b->x, u), mix(a->y, b->y, u), mix(a->z, b->z, u)};
}

/// Where along the trunk a point lies: between frames `slab` and the next, `u` of the way, `over` beyond its ends.
typedef struct place {
    int slab;
    float u, over, thick;
} place;

static place trunk_place(const surface *s, vec p, int hint) {
    const posed *b = &s->posed;
    int k = hint < 0 ? 0 : hint > TRUNK_FRAMES - 2 ? TRUNK_FRAMES - 2 : hint;
    float low = dot(sub(p, b->trunk[k].o), b->trunk[k].y), high = dot(sub(p, b->trunk[k + 1].o), b->trunk[k + 1].y);
    for (int step = 0; step < TRUNK_FRAMES; step++) {
        if (high > 0 && k < TRUNK_FRAMES - 2) {
            k++, low = high;
            high = dot(sub(p, b->trunk[k + 1].o), b->trunk[k + 1].y);
            if (high <= 0) break;
        } else if (low < 0 && k > 0) {
            k--, high = low;
            low = dot(sub(p, b->trunk[k].o), b->trunk[k].y);
            if (low >= 0) break;
        } else {
            break;
        }
    }
    float thick = most(low - high, 0.15f * b->trunk_step);
    return (place){k, clamp(low / thick, 0, 1), low < 0 ? low : high > 0 ? high : 0, thick};
}

float lsn_trunk_axial(const surface *s, vec p, int hint) {
    place at = trunk_place(s, p, hint);
    return ((float)at.slab + at.u) * s->posed.trunk_step + at.over;
}

row lsn_trunk_section(const surface *s, float t, row *slope) {
    const posed *b = &s->posed;
    float per = 1 / b->trunk_step, mm = 0.001f * s->size, f = clamp(t, 0, 1) * (TRUNK_FRAMES - 1);
    int k = f < TRUNK_FRAMES - 2 ? (int)f : TRUNK_FRAMES - 2;
    row w = lsn_table_at(&s->trunk, t, slope);
    float front = lerp(b->trunk_front[k], b->trunk_front[k + 1], f - (float)k);
    w.rf *= front;
    if (slope) *slope = (row){slope->rx * per, slope->rf * per * front, slope->rb * per, slope->oy * per};
    if (b->breath > 0) w.rf += 5 * mm * b->breath * smooth(0.2f, 0.6f, t) * smooth(1, 0.75f, t);
    return w;
}

hit lsn_trunk_distance(const surface *s, vec p, int *hint) {
    const posed *b = &s->posed;
    place at = trunk_place(s, p, *hint);
    *hint = at.slab;
    frame f = between(&b->trunk[at.slab], &b->trunk[at.slab + 1], at.u);
    vec q = sub(p, f.o);
    float far = 0.25f * s->size + most(at.over, -at.over);
    if (dot(q, q) > far * far) return nothing();
    float mm = 0.001f * s->size;
    row slope, w = lsn_trunk_section(s, ((float)at.slab + at.u) / (TRUNK_FRAMES - 1), &slope);
    float cap = at.over < 0 ? 40 * mm : 14 * mm, stretch = clamp(b->trunk_step / at.thick, 0.4f, 2.5f);
    hit h = lsn_section_distance(&w, &slope, dot(q, f.z), dot(q, f.x), at.over, cap, s->trunk.squareness, stretch);
    h.g = add(add(scale(f.z, h.g.x), scale(f.x, h.g.y)), scale(f.y, h.g.z));
    return h;
}

static hit ball_near(const ball *b, vec p, float margin) {
    vec q = sub(p, b->at.o);
    float far = b->reach + margin;
    if (dot(q, q) > far * far) return nothing();
    return lsn_ellipsoid_distance(&b->at, b->radii, p);
}

static hit leg_field(const surface *s, int side, vec p, unsigned what, float deep) {
    const limb *l = &s->posed.limb[side];
    float z = s->size, mm = 0.001f * z;
    hit thigh = nothing(), shank = nothing();
    if (what & PROBE_THIGH) {
        thigh = lsn_loft_near(&l->loft[THIGH], p, 60 * mm);
        thigh = lsn_blend2(thigh, ball_near(&l->ball[GLUTE], p, 40 * mm), 32 * mm);
        if (thigh.d < -deep) return thigh;
    }
    if (what & PROBE_SHANK) {
        shank = lsn_loft_near(&l->loft[SHANK], p, 50 * mm);
        if (what & PROBE_FOOT) {
            float k = blend_radius(p, l->ankle, 34 * mm, 0.16f, z);
            shank = lsn_blend2(shank, lsn_foot_field(s, side, p), k);
            shank.d += 0.1f * (k - 4 * mm);
        }
    } else if (what & PROBE_FOOT) {
        shank = lsn_foot_field(s, side, p);
    }
    if (!(what & PROBE_THIGH)) return shank;
    if (!(what & PROBE_SHANK)) return thigh;
    float k = blend_radius(p, l->knee, l->knee_k, 0.15f, z);
    hit leg = blend_crease(thigh, shank, k, 0.0015f * z);
    leg.d += 0.22f * (k - 4 * mm) * (leg.d < k);
    return lsn_blend2(leg, ball_near(&l->ball[KNEECAP], p, 20 * mm), 18 * mm);
}

static hit arm_field(const surface *s, int side, vec p, unsigned what, float deep) {
    const limb *l = &s->posed.limb[side];
    float z = s->size, mm = 0.001f * z;
    hit upper = nothing(), lower = nothing();
    if (what & PROBE_UPPER) {
        upper = lsn_loft_near(&l->loft[UPPER_ARM], p, 60 * mm);
        upper = lsn_blend2(upper, ball_near(&l->ball[DELTOID], p, 40 * mm), 26 * mm);
        upper = lsn_blend2(upper, lsn_loft_near(&l->loft[ARMPIT], p, 30 * mm), 24 * mm);
        if (upper.d < -deep) return upper;
    }
    if (what & PROBE_FOREARM) {
        lower = lsn_loft_near(&l->loft[FOREARM], p, 40 * mm);
        if (what & PROBE_HAND)
            lower = lsn_blend2(lower, lsn_hand_field(s, side, p), blend_radius(p, l->wrist, 18 * mm, 0.1f, z));
    } else if (what & PROBE_HAND) {
        lower = lsn_hand_field(s, side, p);
    }
    if (!(what & PROBE_UPPER)) return lower;
    if (!(what & PROBE_FOREARM)) return upper;
    float k = blend_radius(p, l->elbow, l->elbow_k, 0.12f, z);
    hit arm = lsn_blend2(upper, lower, k);
    arm.d += 0.28f * (k - 4 * mm) * (arm.d < k);
    return lsn_blend2(arm, ball_near(&l->ball[ELBOW_TIP], p, 16 * mm), 14 * mm);
}

/// The sum form of lsn_blend2 for the torso: trunk, the two shoulder edges and the neck melt at one level.
static hit torso_field(const surface *s, vec p, probe *near) {
    float mm = 0.001f * s->size, k = 38 * mm;
    hit trunk = nothing();
    if (near->what & PROBE_TRUNK) trunk = lsn_trunk_distance(s, p, &near->hint);
    if (!(near->what & PROBE_NECK)) return trunk;
    hit h[4] = {trunk, nothing(), nothing(), lsn_loft_near(&s->posed.neck, p, k)};
    for (int side = 0; side < SIDES; side++) // an arm never meets the other shoulder's edge
        if (near->owner != OWNER_LIMB || near->sides >> side & 1)
            h[1 + side] = lsn_loft_near(&s->posed.limb[side].loft[TRAPEZIUS], p, k);
    float sum = 0;
    vec g = v(0, 0, 0);
    hit best = h[0];
    for (int i = 0; i < 4; i++) {
        if (h[i].d < best.d) best = h[i];
        float w = k - h[i].d;
        if (w <= 0) continue;
        sum += w * w;
        g = mad(g, h[i].g, w);
    }
    if (sum <= 0) return best;
    float r = root(sum);
    hit torso = {k - r, scale(g, 1 / r)};
    if (near->what & PROBE_HEAD) torso = lsn_blend2(torso, lsn_head_field(s, p), 20 * mm);
    return torso;
}

static bool within(vec p, vec joint, float reach) {
    vec q = sub(p, joint);
    return dot(q, q) < reach * reach;
}

hit lsn_body_field(const surface *s, vec p, probe *near) {
    const float hip_reach = 0.24f * s->size, shoulder_reach = 0.26f * s->size;
    float z = s->size;
    unsigned what = near->what;
    bool legs = what & (PROBE_THIGH | PROBE_SHANK | PROBE_FOOT);
    bool arms = what & (PROBE_UPPER | PROBE_FOREARM | PROBE_HAND);
    bool torso_in = what & (PROBE_TRUNK | PROBE_NECK);
    bool any = near->owner == OWNER_ANY;
    hit torso = nothing(), best = torso;
    if (torso_in && near->owner == OWNER_LIMB) {
        torso_in = false;
        for (int side = 0; side < SIDES; side++) {
            if (!(near->sides & 1u << side)) continue;
            const limb *l = &s->posed.limb[side];
            torso_in |= (legs && within(p, l->hip, hip_reach)) || (arms && within(p, l->shoulder, shoulder_reach));
        }
    }
    if (torso_in) best = torso = torso_field(s, p, near);
    if (best.d < -near->deep) return best;
    for (int side = 0; side < SIDES; side++) {
        if (!(near->sides & 1u << side)) continue;
        const limb *l = &s->posed.limb[side];
        bool torso_asks = near->owner == OWNER_TORSO;
        if (legs && (any || !torso_asks || within(p, l->hip, hip_reach))) {
            hit leg = leg_field(s, side, p, what, near->deep);
            if (torso_in) leg = lsn_blend2(torso, leg, blend_radius(p, l->hip, l->hip_k, 0.24f, z));
            if (leg.d < best.d) best = leg;
        }
        if (arms && (any || !torso_asks || within(p, l->shoulder, shoulder_reach))) {
            hit arm = arm_field(s, side, p, what, near->deep);
            if (torso_in)
                arm = blend_crease(torso, arm, blend_radius(p, l->shoulder, l->shoulder_k, 0.26f, z), 0.004f * z);
            if (arm.d < best.d) best = arm;
        }
    }
    return best;
}

hit lsn_head_field(const surface *s, vec p) {
    hit h = lsn_skull_distance(s, into(&s->posed.head, p));
    h.g = turn_out(&s->posed.head, h.g);
    return h;
}
