/// core/figure: the smooth union of the posed primitives. Near a joint neighbouring solids melt together, elsewhere
/// they only touch: the blend radius fades with the distance to the joint, so that calf and thigh never weld.
#include "core/figure/wide.h"

/// As blend2, the wider the sharper the crease: where both surfaces look the same way there is little to fill, and a
/// blend would swell. The radius changes gently, for normals follow from the gradients and leave out its slope.
static hits blend_crease(hits a, hits b, wide k, float least_k) {
    lanes close = (a.d < k) & (b.d < k);
    if (!any(close)) return nearer(a, b);
    wide both = dot4(a.g, a.g) * dot4(b.g, b.g), alike = dot4(a.g, b.g) / most4(root4(both), same(1e-6f));
    wide turn = clamp4(0.45f + 0.55f * (1 - alike), 0, 1);
    // Elsewhere a radius below both distances leaves the nearer one.
    return blend2(a, b, pick(close, most4(same(least_k), k * turn), same(-1e3f)));
}

/// Blend radius at p round a joint, at least 4 mm.
static wide blend_radius(const vecs *p, vec joint, float k, float reach, float size) {
    vecs q = sub4(*p, spread(joint));
    wide fade = 1 - dot4(q, q) / (reach * reach * size * size);
    return most4(same(0.004f * size), k * fade);
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

/// The same for four points; those that are not in `who` stay at their hint.
typedef struct places {
    lanes slab;
    wide u, over, thick;
} places;

static places trunk_places(const surface *s, const vecs *p, lanes hint, lanes who) {
    places out = {hint, same(0), same(0), same(1)};
    for (int i = 0; i < LANES; i++) {
        if (!who[i]) continue;
        place at = trunk_place(s, lane_of(p, i), hint[i]);
        out.slab[i] = at.slab, out.u[i] = at.u, out.over[i] = at.over, out.thick[i] = at.thick;
    }
    return out;
}

wide lsn_trunk_axials(const surface *s, const vecs *p, int hint) {
    places at = trunk_places(s, p, same_lanes(hint), same_lanes(-1));
    return (__builtin_convertvector(at.slab, wide) + at.u) * s->posed.trunk_step + at.over;
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

/// The trunk's section in this pose at four places `t` from 0 to 1; slopes per metre.
static sections trunk_sections(const surface *s, wide t, sections *slope) {
    const posed *b = &s->posed;
    float per = 1 / b->trunk_step, mm = 0.001f * s->size;
    wide f = clamp4(t, 0, 1) * (TRUNK_FRAMES - 1), front;
    lanes k = __builtin_convertvector(f, lanes);
    k += k > TRUNK_FRAMES - 2;
    f -= __builtin_convertvector(k, wide);
    for (int i = 0; i < LANES; i++) front[i] = lerp(b->trunk_front[k[i]], b->trunk_front[k[i] + 1], f[i]);
    sections w = sections_at(s->trunk.rows, k, f), d = sections_at(s->trunk.slopes, k, f);
    w.rf *= front;
    *slope = (sections){d.rx * per, d.rf * per * front, d.rb * per, d.oy * per};
    if (b->breath > 0) w.rf += 5 * mm * b->breath * smooth4(0.2f, 0.6f, t) * smooth4(1, 0.75f, t);
    return w;
}

typedef struct frames4 {
    vecs o, x, y, z;
} frames4;

/// The trunk's frame at each place.
static frames4 trunk_frames(const posed *b, const places *at) {
    wide m[3][LANES];
    for (int i = 0; i < LANES; i++) {
        const float *low = &b->trunk[at->slab[i]].o.x, *high = &b->trunk[at->slab[i] + 1].o.x;
        for (int c = 0; c < 3; c++) {
            wide a = load4(low + 4 * c), e = load4(high + 4 * c);
            m[c][i] = a + (e - a) * at->u[i];
        }
    }
    for (int c = 0; c < 3; c++) transpose4(m[c]);
    return (frames4){{m[0][0], m[0][1], m[0][2]},
                     {m[0][3], m[1][0], m[1][1]},
                     {m[1][2], m[1][3], m[2][0]},
                     {m[2][1], m[2][2], m[2][3]}};
}

hits lsn_trunk_distances(const surface *s, const vecs *p, lanes *hint, lanes who) {
    const posed *b = &s->posed;
    places at = trunk_places(s, p, *hint, who);
    *hint = at.slab;
    frames4 f = trunk_frames(b, &at);
    vecs q = sub4(*p, f.o);
    wide far = 0.25f * s->size + abs4(at.over);
    who &= dot4(q, q) <= far * far;
    if (!any(who)) return nothing();
    float mm = 0.001f * s->size;
    sections slope, w = trunk_sections(s, (__builtin_convertvector(at.slab, wide) + at.u) / (TRUNK_FRAMES - 1), &slope);
    wide cap = pick(at.over < 0, same(40 * mm), same(14 * mm)), stretch = clamp4(b->trunk_step / at.thick, 0.4f, 2.5f);
    hits h = section_distance(&w, &slope, dot4(q, f.z), dot4(q, f.x), at.over, cap, s->trunk.squareness, stretch);
    h.g = add4(add4(scale4(f.z, h.g.x), scale4(f.x, h.g.y)), scale4(f.y, h.g.z));
    return pick_hits(who, h, nothing());
}

static hits ball_near(const ball *b, const vecs *p, float margin) {
    vecs q = sub4(*p, spread(b->at.o));
    float far = b->reach + margin;
    lanes near = dot4(q, q) <= far * far;
    if (!any(near)) return nothing();
    return pick_hits(near, lsn_ellipsoid_distance(&b->at, b->radii, p), nothing());
}

static hits leg_field(const surface *s, int side, const vecs *p, unsigned what, float deep) {
    const limb *l = &s->posed.limb[side];
    float z = s->size, mm = 0.001f * z;
    hits thigh = nothing(), shank = nothing();
    if (what & PROBE_THIGH) {
        thigh = lsn_loft_near(&l->loft[THIGH], p, 60 * mm);
        thigh = blend2(thigh, ball_near(&l->ball[GLUTE], p, 40 * mm), same(32 * mm));
        if (every(thigh.d < -deep)) return thigh;
    }
    if (what & PROBE_SHANK) {
        shank = lsn_loft_near(&l->loft[SHANK], p, 50 * mm);
        if (what & PROBE_FOOT) {
            wide k = blend_radius(p, l->ankle, 34 * mm, 0.16f, z);
            shank = blend2(shank, lsn_foot_field(s, side, p), k);
            shank.d += 0.1f * (k - 4 * mm);
        }
    } else if (what & PROBE_FOOT) {
        shank = lsn_foot_field(s, side, p);
    }
    if (!(what & PROBE_THIGH)) return shank;
    if (!(what & PROBE_SHANK)) return thigh;
    wide k = blend_radius(p, l->knee, l->knee_k, 0.15f, z);
    hits leg = blend_crease(thigh, shank, k, 0.0015f * z);
    leg.d += pick(leg.d < k, 0.22f * (k - 4 * mm), same(0));
    leg = blend2(leg, ball_near(&l->ball[KNEECAP], p, 20 * mm), same(18 * mm));
    return pick_hits(thigh.d < -deep, thigh, leg);
}

static hits arm_field(const surface *s, int side, const vecs *p, unsigned what, float deep) {
    const limb *l = &s->posed.limb[side];
    float z = s->size, mm = 0.001f * z;
    hits upper = nothing(), lower = nothing();
    if (what & PROBE_UPPER) {
        upper = lsn_loft_near(&l->loft[UPPER_ARM], p, 60 * mm);
        upper = blend2(upper, ball_near(&l->ball[DELTOID], p, 40 * mm), same(26 * mm));
        upper = blend2(upper, lsn_loft_near(&l->loft[ARMPIT], p, 30 * mm), same(24 * mm));
        if (every(upper.d < -deep)) return upper;
    }
    if (what & PROBE_FOREARM) {
        lower = lsn_loft_near(&l->loft[FOREARM], p, 40 * mm);
        if (what & PROBE_HAND)
            lower = blend2(lower, lsn_hand_field(s, side, p), blend_radius(p, l->wrist, 18 * mm, 0.1f, z));
    } else if (what & PROBE_HAND) {
        lower = lsn_hand_field(s, side, p);
    }
    if (!(what & PROBE_UPPER)) return lower;
    if (!(what & PROBE_FOREARM)) return upper;
    wide k = blend_radius(p, l->elbow, l->elbow_k, 0.12f, z);
    hits arm = blend2(upper, lower, k);
    arm.d += pick(arm.d < k, 0.28f * (k - 4 * mm), same(0));
    arm = blend2(arm, ball_near(&l->ball[ELBOW_TIP], p, 16 * mm), same(14 * mm));
    return pick_hits(upper.d < -deep, upper, arm);
}

static hits head_field(const surface *s, const vecs *p) {
    vecs local = into4(&s->posed.head, *p);
    hits h = lsn_skull_distance(s, &local);
    h.g = turn_out4(&s->posed.head, h.g);
    return h;
}

/// The sum form of blend2 for the torso: trunk, the two shoulder edges and the neck melt at one level.
static hits torso_field(const surface *s, const vecs *p, probes *near, lanes who) {
    float mm = 0.001f * s->size, k = 38 * mm;
    hits trunk = nothing();
    if (near->what & PROBE_TRUNK) trunk = lsn_trunk_distances(s, p, &near->hint, who);
    if (!(near->what & PROBE_NECK)) return trunk;
    hits h[4] = {trunk, nothing(), nothing(), lsn_loft_near(&s->posed.neck, p, k)};
    for (int side = 0; side < SIDES; side++) // an arm never meets the other shoulder's edge
        if (near->owner != OWNER_LIMB || any(near->side[side]))
            h[1 + side] = lsn_loft_near(&s->posed.limb[side].loft[TRAPEZIUS], p, k);
    wide sum = same(0);
    vecs g = spread(v(0, 0, 0));
    hits best = h[0];
    for (int i = 0; i < 4; i++) {
        best = nearer(h[i], best);
        wide w = most4(k - h[i].d, same(0));
        sum += w * w;
        g = mad4(g, h[i].g, w);
    }
    lanes melted = sum > 0;
    if (!any(melted)) return best;
    wide r = root4(sum);
    hits torso = {k - r, scale4(g, 1 / r)};
    if (near->what & PROBE_HEAD) torso = blend2(torso, head_field(s, p), same(20 * mm));
    return pick_hits(melted, torso, best);
}

hits lsn_body_fields(const surface *s, const vecs *p, probes *near) {
    const float hip_reach = 0.24f * s->size, shoulder_reach = 0.26f * s->size;
    float z = s->size;
    unsigned what = near->what;
    bool legs = what & (PROBE_THIGH | PROBE_SHANK | PROBE_FOOT);
    bool arms = what & (PROBE_UPPER | PROBE_FOREARM | PROBE_HAND);
    bool torso_asks = near->owner == OWNER_TORSO;
    const lanes none = same_lanes(0);
    lanes torso_in = what & (PROBE_TRUNK | PROBE_NECK) ? near->live : none;
    hits best = nothing();
    if (near->owner == OWNER_LIMB && any(torso_in)) {
        lanes reached = none;
        for (int side = 0; side < SIDES; side++) {
            const limb *l = &s->posed.limb[side];
            if (!any(near->side[side])) continue;
            if (legs) reached |= near->side[side] & within(p, l->hip, hip_reach);
            if (arms) reached |= near->side[side] & within(p, l->shoulder, shoulder_reach);
        }
        torso_in &= reached;
    }
    bool touches_torso = any(torso_in);
    if (touches_torso) best = pick_hits(torso_in, torso_field(s, p, near, torso_in), best);
    const hits torso = best; // nothing where it is not asked, which leaves a limb as it is
    lanes left = near->live & (best.d >= -near->deep);
    for (int side = 0; side < SIDES; side++) {
        const limb *l = &s->posed.limb[side];
        lanes ask = near->side[side] & left;
        lanes by_hip = legs && torso_asks ? ask & within(p, l->hip, hip_reach) : ask;
        if (legs && any(by_hip)) {
            hits leg = leg_field(s, side, p, what, near->deep);
            if (touches_torso) leg = blend2(torso, leg, blend_radius(p, l->hip, l->hip_k, 0.24f, z));
            best = pick_hits(by_hip & (leg.d < best.d), leg, best);
        }
        lanes by_shoulder = arms && torso_asks ? ask & within(p, l->shoulder, shoulder_reach) : ask;
        if (arms && any(by_shoulder)) {
            hits arm = arm_field(s, side, p, what, near->deep);
            if (touches_torso)
                arm = blend_crease(torso, arm, blend_radius(p, l->shoulder, l->shoulder_k, 0.26f, z), 0.004f * z);
            best = pick_hits(by_shoulder & (arm.d < best.d), arm, best);
        }
    }
    return best;
}

probes lsn_probe_all(const probe *near) {
    probes out = {.what = near->what, .hint = same_lanes(near->hint), .owner = near->owner, .deep = near->deep};
    for (int side = 0; side < SIDES; side++) out.side[side] = same_lanes(near->sides >> side & 1 ? -1 : 0);
    out.live = same_lanes(-1);
    return out;
}

hit lsn_body_field(const surface *s, vec p, probe *near) {
    probes all = lsn_probe_all(near);
    vecs at = spread(p);
    all.live = (lanes){-1, 0, 0, 0};
    hits h = lsn_body_fields(s, &at, &all);
    near->hint = all.hint[0];
    return (hit){h.d[0], lane_of(&h.g, 0)};
}
