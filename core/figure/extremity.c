/// core/figure: hands, feet, fingers and toes: where their bones stand and the solid they make.
#include "core/figure/wide.h"

// Fingers from the index to the little finger, then the thumb; millimetres from the wrist: along the hand, towards the
// thumb, towards the palm.
static const float ROOT[4][3] = {{84, 27, 0}, {87, 9, 0}, {84, -9.5f, 0}, {76, -27, 0}};
static const float BONES[4][3] = {{36, 23, 19}, {40, 26, 20}, {37, 24, 20}, {29, 18, 17}};
static const float FAN[4] = {0.10f, 0.02f, -0.06f, -0.15f};
static const float FINGER_RADIUS[4] = {9.3f, 9.6f, 9.2f, 8.3f};
static const float THUMB_FLAT[4][3] = {{22, 24, 5}, {52, 45, 9}, {77, 60, 8}, {99, 70, 6}};
static const float THUMB_CURLED[4][3] = {{22, 22, 8}, {52, 36, 24}, {70, 18, 38}, {74, -2, 42}};
static const float THUMB_RADIUS[4] = {14, 11.5f, 10.5f, 8.5f};

static vec hand_point(const limb *l, float along, float thumb, float palm, float mm) {
    return out_of(&l->hand, v(palm * mm, -along * mm, l->sign * thumb * mm));
}

/// A sphere round the first `count` chains.
static float enclose(vec *middle, const finger *f, int count) {
    vec sum = v(0, 0, 0);
    float far = 0, n = 0;
    for (int i = 0; i < count; i++)
        for (int j = 0; j < f[i].joints; j++) sum = add(sum, f[i].joint[j]), n += 1;
    *middle = scale(sum, 1 / n);
    for (int i = 0; i < count; i++)
        for (int j = 0; j < f[i].joints; j++) {
            float d = length(sub(f[i].joint[j], *middle)) + f[i].radius[j];
            if (d > far) far = d;
        }
    return far;
}

/// Fingers give way to the floor: a joint that would dip into it lies on it.
static void rest_on_floor(finger *f) {
    for (int j = 0; j < f->joints; j++)
        if (f->joint[j].y < f->radius[j] && f->joint[j].y > -0.06f) f->joint[j].y = f->radius[j];
}

enum { BONES_A_FINGER = 3, CLOSING_STEPS = 5 };

/// A finger as it is bent at each joint (rad), from its root on.
static void bend_finger(limb *l, int i, float curl, const float turn[BONES_A_FINGER], float mm) {
    finger *f = &l->finger[i];
    // Millimetres along the hand, towards the thumb, towards the palm.
    float p[3] = {ROOT[i][0], ROOT[i][1] * (1 - 0.08f * curl), ROOT[i][2]};
    float angle = 0, fan = FAN[i] * (1 - curl);
    f->joint[0] = hand_point(l, p[0], p[1], p[2], mm);
    for (int j = 0; j < BONES_A_FINGER; j++) {
        angle += turn[j];
        float s = (float)lsn_sin(angle), c = (float)lsn_cos(angle), bone = BONES[i][j];
        p[0] += bone * c, p[1] += bone * c * fan, p[2] += bone * s;
        f->joint[j + 1] = hand_point(l, p[0], p[1], p[2], mm);
    }
}

/// The body that a hand may hold: trunk and legs.
static hit held_field(const surface *s, vec p) {
    probe near = {PROBE_TRUNK | PROBE_THIGH | PROBE_SHANK | PROBE_FOOT, 3, 10, OWNER_ANY, 1};
    return lsn_body_field(s, p, &near);
}

typedef struct grip {
    float hold;     // how near the palm is to what it faces: 1 on it … 0
    bool reachable; // fingers could touch it
} grip;

static grip grip_of(const surface *s, const limb *l, float mm) {
    hit h = held_field(s, hand_point(l, 70, 0, 10, mm));
    float faces = smooth(0, 0.5f, -dot(unit(h.g), l->hand.x));
    return (grip){smooth(50 * mm, 15 * mm, h.d) * faces, h.d < 150 * mm};
}

/// Bends a finger joint by joint until it meets the body: as far as `wished` where nothing is in the way, further where
/// the skin falls away from a hand that holds on, and back where the finger would sink in.
static void close_finger(const surface *s, limb *l, int i, float curl, const float wished[BONES_A_FINGER], float hold,
                         float mm) {
    static const float OPEN[BONES_A_FINGER] = {-0.75f, -0.15f, -0.05f}, CLOSED[BONES_A_FINGER] = {0.6f, 0.8f, 0.5f};
    float turn[BONES_A_FINGER] = {0};
    finger *f = &l->finger[i];
    for (int j = 0; j < BONES_A_FINGER; j++) {
        float low = OPEN[j], high = most(wished[j], lerp(wished[j], CLOSED[j], hold));
        turn[j] = high;
        for (int k = 0; k < CLOSING_STEPS; k++) {
            bend_finger(l, i, curl, turn, mm);
            if (held_field(s, f->joint[j + 1]).d < f->radius[j + 1]) {
                high = turn[j];
            } else {
                low = turn[j];
            }
            if (low == high) break;
            turn[j] = 0.5f * (low + high);
        }
    }
    bend_finger(l, i, curl, turn, mm);
}

/// A thumb lies on what it would sink into.
static void rest_on_body(const surface *s, finger *f) {
    for (int j = 1; j < f->joints; j++) {
        hit h = held_field(s, f->joint[j]);
        float sunk = f->radius[j] - h.d;
        if (sunk > 0 && sunk < 0.05f) f->joint[j] = mad(f->joint[j], unit(h.g), sunk);
    }
}

static void place_one_finger(const surface *s, limb *l, int i, float curl, const grip *g, float mm) {
    finger *f = &l->finger[i];
    const float turn[BONES_A_FINGER] = {1.35f * curl + 0.05f, 1.75f * curl + 0.07f, 1.05f * curl + 0.05f};
    for (int j = 0; j < FINGER_JOINTS; j++) f->radius[j] = FINGER_RADIUS[i] * mm * (1 - 0.1f * (float)j);
    f->across = l->hand.z;
    f->joints = FINGER_JOINTS;
    if (g->reachable) {
        close_finger(s, l, i, curl, turn, g->hold, mm);
    } else {
        bend_finger(l, i, curl, turn, mm);
    }
    rest_on_floor(f);
}

void lsn_place_hand(surface *s, limb *l, const lsn_pose *pose, int side) {
    float mm = 0.001f * s->size;
    float curl = (float)pose->hinge[side == LEFT ? LSN_COORD_fingers_curl_l : LSN_COORD_fingers_curl_r];
    curl = clamp(curl / (float)LSN_RAD(100), 0, 1);
    loft *palm = &l->loft[PALM];
    palm->table = &s->limb_table[PALM];
    palm->cap_low = s->limb_cap[PALM][0], palm->cap_high = s->limb_cap[PALM][1];
    lsn_loft_place(palm, hand_point(l, 4, 0, 0, mm), hand_point(l, 80, 0, 0, mm), l->hand.x, l->sign);
    grip g = grip_of(s, l, mm);
    for (int i = 0; i < 4; i++) place_one_finger(s, l, i, curl, &g, mm);
    finger *thumb = &l->finger[4];
    for (int j = 0; j < FINGER_JOINTS; j++) {
        float p[3];
        for (int a = 0; a < 3; a++) p[a] = lerp(THUMB_FLAT[j][a], THUMB_CURLED[j][a], curl);
        thumb->joint[j] = hand_point(l, p[0], p[1], p[2], mm);
        thumb->radius[j] = THUMB_RADIUS[j] * mm;
    }
    thumb->across = unit(cross(sub(thumb->joint[3], thumb->joint[0]), l->hand.x));
    thumb->joints = FINGER_JOINTS;
    if (g.reachable) rest_on_body(s, thumb);
    rest_on_floor(thumb);
    l->fingers_reach = enclose(&l->fingers_middle, l->finger, FINGERS - 1);
    ball *b = &l->ball[THENAR];
    b->at = l->hand;
    b->at.o = hand_point(l, 36, 24, 6 + 4 * curl, mm);
    b->radii = s->ball_radii[THENAR];
    b->reach = b->radii.y;
}

// Toes from the big one: from the ball joint forward, outwards, length, radius (millimetres).
static const float TOE[TOES][4] = {
    {2, -29, 56, 13.5f}, {6, -8, 48, 10}, {2, 9, 42, 9.5f}, {-5, 25, 37, 9}, {-14, 39, 31, 8.5f}};

void lsn_place_foot(surface *s, limb *l) {
    float mm = 0.001f * s->size;
    vec ball = into(&l->foot, l->toes.o);
    loft *f = &l->loft[FOOT];
    f->table = &s->limb_table[FOOT];
    f->cap_low = s->limb_cap[FOOT][0], f->cap_high = s->limb_cap[FOOT][1];
    vec heel = out_of(&l->foot, v(-46 * mm, 0, 0)), end = out_of(&l->foot, v(ball.x, 0, 0));
    lsn_loft_place(f, heel, end, l->foot.y, l->sign);
    l->ball[HEEL].at = l->foot;
    l->ball[HEEL].at.o = out_of(&l->foot, v(-24 * mm, -s->ankle_height + 35 * mm, 0));
    l->ball[HEEL].radii = s->ball_radii[HEEL];
    l->ball[HEEL].reach = most(l->ball[HEEL].radii.x, l->ball[HEEL].radii.y);
    float sole = -s->ankle_height - ball.y; // of the toes' frame
    for (int i = 0; i < TOES; i++) {
        finger *t = &l->toe[i];
        float forward = TOE[i][0], out = TOE[i][1], long_ = TOE[i][2], r = TOE[i][3];
        float lift[3] = {r + 3, r + 1, r * 0.86f}, back = -8;
        float along[3] = {back, long_ * 0.5f, long_ - r * 0.8f};
        for (int j = 0; j < 3; j++) {
            vec p = v((forward + along[j]) * mm, sole + lift[j] * mm, l->sign * (out * (1 - 0.06f * (float)j)) * mm);
            t->joint[j] = out_of(&l->toes, p);
            t->radius[j] = r * mm * (j == 0 ? 1.05f : j == 1 ? 0.97f : 0.86f);
        }
        t->across = scale(l->toes.z, -1);
        t->joints = 3;
    }
    l->toes_reach = enclose(&l->toes_middle, l->toe, TOES);
}

hits lsn_finger_distance(const finger *f, const vecs *p) {
    hits best = nothing();
    for (int j = 0; j + 1 < f->joints; j++) {
        vec bone = sub(f->joint[j + 1], f->joint[j]);
        vecs ab = spread(bone), ap = sub4(*p, spread(f->joint[j]));
        wide t = clamp4(dot4(ap, ab) / most(dot(bone, bone), 1e-9f), 0, 1);
        vecs q = mad4(ap, ab, -t);
        float ra = f->radius[j], rb = f->radius[j + 1];
        wide l = root4(dot4(q, q)), d = l - (ra + (rb - ra) * t);
        best = nearer((hits){d, pick_vecs(l > 1e-7f, scale4(q, 1 / l), spread(v(0, 1, 0)))}, best);
    }
    return best;
}

/// The nearest of several chains, where they may matter: within `reach` of their middle.
static hits chains_near(const finger *f, int count, vec middle, float reach, const vecs *p) {
    vecs q = sub4(*p, spread(middle));
    lanes near = dot4(q, q) <= reach * reach;
    hits best = nothing();
    if (!any(near)) return best;
    for (int i = 0; i < count; i++) best = nearer(lsn_finger_distance(&f[i], p), best);
    return pick_hits(near, best, nothing());
}

hits lsn_hand_field(const surface *s, int side, const vecs *p) {
    const limb *l = &s->posed.limb[side];
    float mm = 0.001f * s->size;
    hits palm = lsn_loft_near(&l->loft[PALM], p, 1);
    const ball *b = &l->ball[THENAR];
    palm = blend2(palm, lsn_ellipsoid_distance(&b->at, b->radii, p), same(14 * mm));
    palm = blend2(palm, lsn_finger_distance(&l->finger[4], p), same(12 * mm));
    hits rest = chains_near(l->finger, FINGERS - 1, l->fingers_middle, l->fingers_reach + 9 * mm, p);
    return blend2(palm, rest, same(9 * mm));
}

hits lsn_foot_field(const surface *s, int side, const vecs *p) {
    const limb *l = &s->posed.limb[side];
    float mm = 0.001f * s->size;
    hits foot = lsn_loft_near(&l->loft[FOOT], p, 1);
    const ball *b = &l->ball[HEEL];
    foot = blend2(foot, lsn_ellipsoid_distance(&b->at, b->radii, p), same(12 * mm));
    return blend2(foot, chains_near(l->toe, TOES, l->toes_middle, l->toes_reach + 10 * mm, p), same(10 * mm));
}
