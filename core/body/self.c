// core/body: where the body is in itself. Invariant: pairs of capsules are listed once for a body, with the depth that
// flesh allows them; neighbours, whose flesh is one, are not listed.
#include "core/body/kinematics.h"

static const double allowed_m = 0.020; // skin gives on both sides
// More where a thigh is folded against the belly or the other thigh. Our own choice, not measured: about a sixth of the
// waist's depth (ANSUR II: median of men 234 mm), a fifth of a thigh's (624 mm round, so 199 mm across).
static const double soft_gives_m = 0.040;
static const double hand_gives_m = 0.015; // a hand holds rather than presses: our own choice

static bool is_in_trunk(lsn_segment s) {
    return s <= LSN_SEG_t4_t1;
}

// Segments that one or two joints join, and all of the trunk.
static bool are_neighbours(lsn_segment a, lsn_segment b) {
    lsn_segment pa = lsn_segment_parent(a), pb = lsn_segment_parent(b);
    if (is_in_trunk(a) && is_in_trunk(b)) return true;
    return a == b || pa == b || pb == a || lsn_segment_parent(pa) == b || lsn_segment_parent(pb) == a;
}

static bool is_thigh(lsn_segment s) {
    return s == LSN_SEG_femur_r || s == LSN_SEG_femur_l;
}

static bool is_soft(lsn_segment s) {
    return is_thigh(s) || (s >= LSN_SEG_l5 && s <= LSN_SEG_t12_t9);
}

// Where two capsules' axes come closest: shares of the way along each; radii between the ends are mixed.
static double closest(double *s, double *t, lsn_vec3 *between, const lsn_capsule *a, const lsn_capsule *b) {
    lsn_vec3 da = lsn_v3_sub(a->b, a->a), db = lsn_v3_sub(b->b, b->a), r = lsn_v3_sub(a->a, b->a);
    double aa = lsn_v3_dot(da, da), bb = lsn_v3_dot(db, db), ab = lsn_v3_dot(da, db);
    double ar = lsn_v3_dot(da, r), br = lsn_v3_dot(db, r), det = aa * bb - ab * ab;
    *s = det > 1e-12 ? lsn_clamp((ab * br - ar * bb) / det, 0.0, 1.0) : 0.0;
    *t = bb > 1e-12 ? lsn_clamp((ab * *s + br) / bb, 0.0, 1.0) : 0.0;
    *s = aa > 1e-12 ? lsn_clamp((ab * *t - ar) / aa, 0.0, 1.0) : 0.0;
    *between = lsn_v3_sub(lsn_v3_mad(a->a, da, *s), lsn_v3_mad(b->a, db, *t));
    double radii = lsn_mix(a->radius_a_m, a->radius_b_m, *s) + lsn_mix(b->radius_a_m, b->radius_b_m, *t);
    return radii - lsn_v3_length(*between);
}

static bool is_hand(lsn_segment s) {
    return s == LSN_SEG_hand_r || s == LSN_SEG_hand_l;
}

static bool is_fingers(const lsn_capsule *capsules, int i) {
    return is_hand(capsules[i].segment) && capsules[i - 1].segment == capsules[i].segment;
}

// Fingers lace with those of the other hand and bend round its forearm.
static bool may_lace(const lsn_capsule *capsules, int i, int j) {
    lsn_segment other = capsules[j].segment;
    return is_fingers(capsules, i) && (is_hand(other) || other == LSN_SEG_forearm_r || other == LSN_SEG_forearm_l);
}

static double gives(lsn_segment a, lsn_segment b) {
    if (is_hand(a) || is_hand(b)) return hand_gives_m;
    bool soft = (is_thigh(a) && is_soft(b)) || (is_thigh(b) && is_soft(a));
    return allowed_m + (soft ? soft_gives_m : 0.0);
}

void lsn_body_list_pairs(lsn_body *body) {
    lsn_pose stand = lsn_pose_standing(body);
    lsn_frames frames;
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    lsn_body_frames(&frames, body, &stand);
    int count = lsn_body_capsules(capsules, body, &frames);
    body->pair_count = 0;
    for (int i = 0; i < count; ++i)
        for (int j = 0; j < i; ++j) {
            lsn_segment a = capsules[i].segment, b = capsules[j].segment;
            if (are_neighbours(a, b) || may_lace(capsules, i, j) || may_lace(capsules, j, i)) continue;
            double s, t, depth;
            lsn_vec3 between;
            depth = lsn_max(0.0, closest(&s, &t, &between, &capsules[i], &capsules[j]));
            LSN_ASSERT(body->pair_count < LSN_PAIRS_MAX);
            body->pairs[body->pair_count++] = (lsn_pair){i, j, depth + gives(a, b)};
        }
}

// A ball round each capsule, to leave out at once what is far apart.
static double reach_of(const lsn_capsule *c) {
    return 0.5 * lsn_v3_length(lsn_v3_sub(c->b, c->a)) + lsn_max(c->radius_a_m, c->radius_b_m);
}

int lsn_body_clashes(lsn_clash out[LSN_CLASHES_MAX], const lsn_body *body, const lsn_frames *frames, double near_m) {
    lsn_capsule capsules[LSN_CAPSULES_MAX];
    lsn_vec3 middle[LSN_CAPSULES_MAX];
    double reach[LSN_CAPSULES_MAX];
    int count = lsn_body_capsules(capsules, body, frames), found = 0;
    for (int i = 0; i < count; ++i) {
        middle[i] = lsn_v3_mix(capsules[i].a, capsules[i].b, 0.5);
        reach[i] = reach_of(&capsules[i]);
    }
    for (int p = 0; p < body->pair_count && found < LSN_CLASHES_MAX; ++p) {
        const lsn_pair *pair = &body->pairs[p];
        const lsn_capsule *a = &capsules[pair->first], *b = &capsules[pair->second];
        lsn_vec3 apart = lsn_v3_sub(middle[pair->first], middle[pair->second]);
        double most = reach[pair->first] + reach[pair->second] + near_m - pair->allowed_m;
        if (lsn_v3_dot(apart, apart) > most * most) continue;
        double s, t;
        lsn_vec3 between;
        double depth = closest(&s, &t, &between, a, b);
        if (depth < pair->allowed_m - near_m) continue;
        out[found++] = (lsn_clash){.first = a->segment,
                                   .second = b->segment,
                                   .at_first = lsn_v3_mix(a->a, a->b, s),
                                   .at_second = lsn_v3_mix(b->a, b->b, t),
                                   .normal = lsn_v3_unit(between),
                                   .depth_m = depth,
                                   .allowed_m = pair->allowed_m,
                                   .pair = p};
    }
    return found;
}
