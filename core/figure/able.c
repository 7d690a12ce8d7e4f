// core/figure: what one body can do: which moves its limits leave, and which need what the person cannot. Invariant: it
// is told by solved poses alone: what touches the floor, what carries the body there, how far the joints go.
#include "core/figure/sketch.h"

static const lsn_vec3 up = {0.0, 1.0, 0.0};

// Our own choice: skin this near to the floor rests on it, if the middle of its site is no higher than that; a limit
// passed by less than this is kept; a narrower pose is the same move up to this angle, may lean out by this and gains
// at least this share. tests/test_able.c guards them.
static const double rests_m = 0.010, faces_m = 0.035, passed_rad = LSN_RAD(1.0), same_rad = LSN_RAD(40.0),
                    falls_m = 0.010, least_gain = 0.5, counts_gain = 0.1;

enum { SCRATCH_LEAST = 1 << 20, SITES_ASKED_MAX = 12 };

// ---------------------------------------------------------------- what touches the floor

// A key pose with its frames.
typedef struct posed {
    const lsn_motion *motion;
    const lsn_key *key;
    lsn_frames frames;
} posed;

static posed posed_key(const lsn_motion *motion, int key) {
    posed p = {.motion = motion, .key = &motion->keys[key]};
    lsn_body_frames(&p.frames, motion->body, &p.key->pose);
    return p;
}

static bool is_floor(const lsn_contact *contact) {
    return contact->kind != LSN_CONTACT_SITE && contact->normal.y > 0.5 && contact->offset_m - contact->gap_m < 0.1;
}

// On the floor, or on what lies there (a cushion, a block): its skin is there and faces down, or the pose says so.
static bool rests(const posed *p, lsn_site site) {
    for (int i = 0; i < p->key->contact_count; ++i)
        if (p->key->contacts[i].site == site && is_floor(&p->key->contacts[i])) return true;
    return lsn_site_touch(p->motion->body, &p->frames, site, up).y < rests_m &&
           lsn_site_world(p->motion->body, &p->frames, site).y < faces_m;
}

static bool site_rests(const posed *p, const char *name) {
    return rests(p, lsn_site_find(lsn_str_from(name)));
}

static bool either_rests(const posed *p, const char *right) {
    lsn_site site = lsn_site_find(lsn_str_from(right));
    return rests(p, site) || rests(p, lsn_site_mirror(site));
}

static bool any_rests(const posed *p, const char *const *names) {
    for (int i = 0; i < SITES_ASKED_MAX && names[i] != NULL; ++i)
        if (either_rests(p, names[i])) return true;
    return false;
}

static bool front_rests(const posed *p) {
    static const char *const sites[] = {"belly", "pubis", "breastbone", "hip_front_r", NULL};
    return any_rests(p, sites);
}

static bool back_rests(const posed *p) {
    static const char *const sites[] = {"upper_back", "mid_back", "shoulder_blade_r", NULL};
    return any_rests(p, sites);
}

static bool flank_rests(const posed *p) {
    static const char *const sites[] = {"hip_side_r", "shoulder_side_r", NULL};
    return any_rests(p, sites);
}

static bool seat_rests(const posed *p) {
    static const char *const sites[] = {"sit_bone_r", "sacrum", NULL};
    return any_rests(p, sites);
}

static bool foot_rests(const posed *p, bool left) {
    static const char *const sites[] = {"heel_r", "ball_inner_r", "ball_outer_r", "toe_tips_r", NULL};
    for (int i = 0; sites[i] != NULL; ++i) {
        lsn_site site = lsn_site_find(lsn_str_from(sites[i]));
        if (rests(p, left ? lsn_site_mirror(site) : site)) return true;
    }
    return false;
}

// ---------------------------------------------------------------- what carries

static bool is_arm(lsn_segment segment) {
    return (segment >= LSN_SEG_clavicle_r && segment <= LSN_SEG_hand_r) ||
           (segment >= LSN_SEG_clavicle_l && segment <= LSN_SEG_hand_l);
}

// On the floor or on a seat before the body.
static bool arm_rests(const posed *p, lsn_site site) {
    for (int i = 0; i < p->key->contact_count; ++i) {
        const lsn_contact *contact = &p->key->contacts[i];
        if (contact->site == site && contact->kind != LSN_CONTACT_SITE && contact->normal.y > 0.5) return true;
    }
    return rests(p, site);
}

static bool is_low(const posed *p) {
    static const char *const knees[] = {"knee_r", "shin_r", NULL};
    return front_rests(p) || back_rests(p) || flank_rests(p) || seat_rests(p) || any_rests(p, knees);
}

// Knees that carry: who lies or sits, or has the thighs on the floor, does not kneel.
static bool kneels(const posed *p) {
    static const char *const sites[] = {"knee_r", "shin_r", NULL};
    if (!any_rests(p, sites) || either_rests(p, "thigh_front_r")) return false;
    return !front_rests(p) && !back_rests(p) && !flank_rests(p) && !seat_rests(p);
}

// The chest faces down and is off the floor.
static bool chest_hangs(const posed *p) {
    lsn_vec3 faces = lsn_quat_rotate(p->frames.rotation[LSN_SEG_t8_t5], lsn_v3(1.0, 0.0, 0.0));
    return faces.y < -0.3 && !site_rests(p, "breastbone");
}

// How far the centre of mass would be inside what is left to rest on without the arms.
static double armless_support(const posed *p) {
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX];
    int count = 0;
    for (int i = 0; i < p->key->contact_count; ++i)
        if (!is_arm(lsn_site_segment(p->key->contacts[i].site))) contacts[count++] = p->key->contacts[i];
    lsn_frames lifted = p->frames;
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s)
        if (is_arm((lsn_segment)s)) lifted.origin[s] = lsn_v3_add(lifted.origin[s], lsn_v3(0.0, 0.5, 0.0));
    return lsn_motion_support(p->motion, &lifted, contacts, count);
}

// Arms carry what would fall over without them, and a chest that is lifted off the floor while the belly lies there.
static bool leans_on_arms(const posed *p) {
    static const char *const sites[] = {"palm_r", "palm_heel_r", "fingertips_r", "elbow_r", "forearm_mid_r", NULL};
    bool some = false;
    for (int i = 0; sites[i] != NULL; ++i) {
        lsn_site site = lsn_site_find(lsn_str_from(sites[i]));
        some = some || arm_rests(p, site) || arm_rests(p, lsn_site_mirror(site));
    }
    if (!some) return false;
    return (front_rests(p) && chest_hangs(p)) || armless_support(p) < 0.0;
}

// A hand carries where its forearm does not.
static bool leans_on_hands(const posed *p) {
    static const char *const sides[2][4] = {{"palm_r", "palm_heel_r", "elbow_r", "forearm_mid_r"},
                                            {"palm_l", "palm_heel_l", "elbow_l", "forearm_mid_l"}};
    bool hand = false;
    for (int i = 0; i < 2; ++i) {
        bool forearm = site_rests(p, sides[i][2]) || site_rests(p, sides[i][3]);
        bool palm = arm_rests(p, lsn_site_find(lsn_str_from(sides[i][0]))) ||
                    arm_rests(p, lsn_site_find(lsn_str_from(sides[i][1])));
        hand = hand || (!forearm && palm);
    }
    return hand && leans_on_arms(p);
}

// One foot and nothing else; a hand on the wall helps.
static bool stands_on_one_leg(const posed *p) {
    bool right = foot_rests(p, false), left = foot_rests(p, true);
    if (right == left || is_low(p) || leans_on_arms(p)) return false;
    for (int i = 0; i < p->key->contact_count; ++i)
        if (p->key->contacts[i].kind != LSN_CONTACT_SITE && !is_floor(&p->key->contacts[i])) return false;
    return true;
}

static bool needs(const posed *p, lsn_cannot what) {
    switch (what) {
    case LSN_CANNOT_kneel:
        return kneels(p);
    case LSN_CANNOT_lean_on_hands:
        return leans_on_hands(p);
    case LSN_CANNOT_lie_on_front:
        return front_rests(p);
    case LSN_CANNOT_get_to_floor:
        return is_low(p);
    case LSN_CANNOT_lie_on_back:
        return back_rests(p);
    case LSN_CANNOT_lie_on_side:
        return flank_rests(p);
    case LSN_CANNOT_sit_on_floor:
        return seat_rests(p) && !back_rests(p) && !flank_rests(p);
    case LSN_CANNOT_stand_on_one_leg:
        return stands_on_one_leg(p);
    case LSN_CANNOT_COUNT:
        break;
    }
    return false;
}

bool lsn_motion_needs(const lsn_motion *motion, int key, lsn_cannot what) {
    LSN_ASSERT(key >= 0 && key < motion->key_count);
    posed p = posed_key(motion, key);
    return needs(&p, what);
}

// The first thing of `cannot` that a key pose needs; false when none does.
static bool find_cannot(lsn_hindrance *out, const lsn_motion *motion, uint32_t cannot) {
    for (int k = 0; cannot != 0 && k < motion->key_count; ++k) {
        posed p = posed_key(motion, k);
        for (int c = 0; c < LSN_CANNOT_COUNT; ++c) {
            if (!(cannot >> c & 1u) || !needs(&p, (lsn_cannot)c)) continue;
            *out = (lsn_hindrance){.kind = LSN_HINDRANCE_cannot, .cannot = (lsn_cannot)c, .pose = k};
            return true;
        }
    }
    return false;
}

bool lsn_motion_cannot(lsn_hindrance *out, const lsn_motion *motion, uint32_t besides) {
    return find_cannot(out, motion, motion->body->options.cannot & ~besides);
}

lsn_err lsn_motion_allowed(const lsn_motion *motion, lsn_diag *diag) {
    lsn_hindrance why;
    if (!find_cannot(&why, motion, motion->body->options.cannot)) return LSN_OK;
    return lsn_diag_set(diag, LSN_ERR_NOT_ALLOWED, 0, 0,
                        "%S needs you to %s, which you say you cannot: choose another move", motion->move->name,
                        lsn_cannot_text(why.cannot));
}

// ---------------------------------------------------------------- how far the joints go

// The angles that count against the limits (degrees). Of an arm: how high it is raised, or how far it goes back.
static void angles_of(double value[LSN_COORD_COUNT], const lsn_pose *pose, const lsn_body *body) {
    lsn_pose_to_coords(value, pose);
    for (int i = 0; i < 2; ++i) {
        lsn_vec3 along = lsn_quat_rotate(pose->ball[LSN_BALL_arm_r + i], lsn_v3(0.0, -1.0, 0.0));
        lsn_coord flex = i == 0 ? LSN_COORD_arm_flex_r : LSN_COORD_arm_flex_l;
        double back = lsn_asin(along.x);
        value[flex] = LSN_DEG(back < body->least_rad[flex] ? back : lsn_acos(-along.y));
        value[flex + 1] = value[flex + 2] = 0.0;
    }
}

static bool is_of_one_side(const lsn_body *body, lsn_coord coord) {
    lsn_coord other = lsn_coord_describe(coord)->mirror;
    return other != coord &&
           (body->least_rad[coord] != body->least_rad[other] || body->greatest_rad[coord] != body->greatest_rad[other]);
}

// What of a pose is furthest outside the body's limits (rad; 0: nothing).
static double find_passed(lsn_hindrance *out, const lsn_pose *pose, const lsn_body *body, int key) {
    double value[LSN_COORD_COUNT], most = 0.0;
    angles_of(value, pose, body);
    for (int c = LSN_COORD_lumbar_flexion; c < LSN_COORD_COUNT; ++c) {
        double over = LSN_RAD(value[c]) - body->greatest_rad[c], under = body->least_rad[c] - LSN_RAD(value[c]);
        double by = lsn_max(over, under);
        if (by <= most) continue;
        most = by;
        *out = (lsn_hindrance){.kind = LSN_HINDRANCE_limit,
                               .coord = (lsn_coord)c,
                               .of_one_side = is_of_one_side(body, (lsn_coord)c),
                               .pose = key,
                               .needs_deg = value[c],
                               .stops_deg = LSN_DEG(over > under ? body->greatest_rad[c] : body->least_rad[c])};
    }
    lsn_coord worst;
    double excess = lsn_body_limit_excess(body, pose, &worst);
    if (excess <= most) return most;
    bool hip = worst == LSN_COORD_hip_flexion_r || worst == LSN_COORD_hip_flexion_l;
    bool knee = worst == LSN_COORD_knee_angle_r || worst == LSN_COORD_knee_angle_l;
    double stops = LSN_DEG(hip ? body->straight_leg_rad : knee ? body->prone_knee_rad : body->greatest_rad[worst]);
    *out = (lsn_hindrance){.kind = hip    ? LSN_HINDRANCE_straight_leg
                                   : knee ? LSN_HINDRANCE_prone_knee
                                          : LSN_HINDRANCE_limit,
                           .coord = worst,
                           .of_one_side = is_of_one_side(body, worst),
                           .pose = key,
                           .needs_deg = stops + LSN_DEG(excess),
                           .stops_deg = stops};
    return excess;
}

// What keeps the body from the full move most; `first` is the first key pose that it keeps it from.
static bool find_limit(lsn_hindrance *out, int *first, const lsn_motion *full, const lsn_body *body) {
    double most = passed_rad;
    bool found = false;
    for (int k = 0; k < full->key_count; ++k) {
        lsn_hindrance one;
        double by = find_passed(&one, &full->keys[k].pose, body, k);
        if (by > passed_rad && !found) *first = k;
        found = found || by > passed_rad;
        if (by <= most) continue;
        most = by;
        *out = one;
    }
    return found;
}

// A hip, knee or back that would have to go this much further cannot be near the full move.
static bool is_hopeless(const lsn_hindrance *limit) {
    static const lsn_coord asked[] = {LSN_COORD_hip_flexion_r, LSN_COORD_hip_flexion_l, LSN_COORD_knee_angle_r,
                                      LSN_COORD_knee_angle_l, LSN_COORD_lumbar_flexion};
    if (limit->kind != LSN_HINDRANCE_limit) return false;
    for (int i = 0; i < 5; ++i)
        if (limit->coord == asked[i]) return lsn_abs(limit->needs_deg - limit->stops_deg) > LSN_DEG(same_rad);
    return false;
}

// ---------------------------------------------------------------- the narrower move

static double turn_between(lsn_quat a, lsn_quat b) {
    return lsn_v3_length(lsn_quat_log(lsn_quat_mul(a, lsn_quat_conj(b))));
}

// Trunk against the world, hips and knees.
static bool same_posture(const posed *own, const posed *full) {
    static const lsn_segment trunk[] = {LSN_SEG_pelvis, LSN_SEG_t8_t5};
    static const lsn_coord hinges[] = {LSN_COORD_knee_angle_r, LSN_COORD_knee_angle_l, LSN_COORD_lumbar_flexion,
                                       LSN_COORD_thoracic_flexion};
    for (int i = 0; i < 2; ++i)
        if (turn_between(own->frames.rotation[trunk[i]], full->frames.rotation[trunk[i]]) > same_rad) return false;
    for (int i = LSN_BALL_hip_r; i <= LSN_BALL_hip_l; ++i)
        if (turn_between(own->key->pose.ball[i], full->key->pose.ball[i]) > same_rad) return false;
    for (int i = 0; i < 4; ++i)
        if (lsn_abs(own->key->pose.hinge[hinges[i]] - full->key->pose.hinge[hinges[i]]) > same_rad) return false;
    return true;
}

static bool has_contact(const lsn_key *key, const lsn_contact *like) {
    for (int i = 0; i < key->contact_count; ++i)
        if (key->contacts[i].site == like->site && key->contacts[i].other == like->other) return true;
    return false;
}

// Only arms and head may be let go, and arms only where nothing leans on them.
static bool same_contacts(const posed *own, const posed *full) {
    bool leans = leans_on_arms(full);
    for (int i = 0; i < full->key->contact_count; ++i) {
        const lsn_contact *contact = &full->key->contacts[i];
        if (has_contact(own->key, contact)) continue;
        lsn_segment segment = lsn_site_segment(contact->site);
        bool head = segment == LSN_SEG_head || segment == LSN_SEG_neck;
        if (!head && (!is_arm(segment) || leans)) return false;
    }
    return true;
}

static bool stays_up(const posed *own, const posed *full) {
    const lsn_key *key = own->key, *was = full->key;
    double inside = lsn_motion_support(own->motion, &own->frames, key->contacts, key->contact_count);
    double before = lsn_motion_support(full->motion, &full->frames, was->contacts, was->contact_count);
    return inside >= -falls_m || inside >= before;
}

// The best of the main targets: how much it gains in the full move, and what share of that the narrower one reaches,
// each of its own body's range.
static double share_of_gain(const lsn_motion *own, const lsn_motion *full) {
    double start[LSN_MUSCLE_COUNT], s[LSN_MUSCLE_COUNT], mine[LSN_MUSCLE_COUNT] = {0.0},
                                                         theirs[LSN_MUSCLE_COUNT] = {0.0};
    lsn_motion_fractions(start, full, 0);
    for (int k = 0; k < full->key_count; ++k) {
        lsn_motion_fractions(s, full, k);
        for (int m = 0; m < LSN_MUSCLE_COUNT; ++m) theirs[m] = lsn_max(theirs[m], s[m] - start[m]);
        lsn_motion_fractions(s, own, k);
        for (int m = 0; m < LSN_MUSCLE_COUNT; ++m) mine[m] = lsn_max(mine[m], s[m] - start[m]);
    }
    double share = 0.0;
    bool counts = false;
    for (int i = 0; i < full->target_count; ++i) {
        lsn_muscle m = full->targets[i];
        if (!full->target_primary[i] || theirs[m] < counts_gain) continue;
        counts = true;
        share = lsn_max(share, mine[m] / theirs[m]);
    }
    return counts ? share : 1.0;
}

static bool is_same_move(const lsn_motion *own, const lsn_motion *full) {
    for (int k = 0; k < full->key_count; ++k) {
        posed mine = posed_key(own, k), theirs = posed_key(full, k);
        if (!same_contacts(&mine, &theirs) || !same_posture(&mine, &theirs) || !stays_up(&mine, &theirs)) return false;
    }
    return lsn_motion_works(full) || share_of_gain(own, full) >= least_gain;
}

// ---------------------------------------------------------------- all moves

typedef struct asker {
    const lsn_body *body; // with its limits
    lsn_body *free;       // of the same size, without
    bool is_measured;     // its muscles are
    bool lopsided;
    lsn_motion *own, *full[LSN_LEVEL_COUNT]; // of one side
    bool has_full[LSN_LEVEL_COUNT];
} asker;

// What keeps a body from a move, but for the way down to the floor, and that.
typedef struct answer {
    lsn_hindrance why, floor;
} answer;

// The move without own limits. Levels have their first poses in common.
static lsn_err sketch_full(asker *a, const lsn_move *move, lsn_side side, lsn_level level, lsn_arena scratch) {
    int shared = 0, like = 0;
    for (int l = 0; l < (int)level; ++l) {
        int count = a->has_full[l] ? lsn_move_shared_poses(move, (lsn_level)l, level) : 0;
        if (count <= shared) continue;
        shared = count;
        like = l;
    }
    lsn_err err = lsn_motion_sketch(a->full[level], move, side, level, a->free, a->full[like], shared, scratch);
    a->has_full[level] = !err;
    return err;
}

static lsn_err ask_limits(lsn_hindrance *why, asker *a, const lsn_motion *full, lsn_arena scratch) {
    lsn_hindrance limit;
    int first = 0;
    if (!find_limit(&limit, &first, full, a->body)) return LSN_OK;
    lsn_err err = LSN_ERR_NOT_SOLVED;
    if (!is_hopeless(&limit))
        err = lsn_motion_sketch(a->own, full->move, full->side, full->level, a->body, full, first, scratch);
    if (!err && !a->is_measured) lsn_body_measure_muscles(a->free);
    if (!err) a->is_measured = true;
    if (err == LSN_ERR_NOT_SOLVED || (!err && !is_same_move(a->own, full)))
        *why = limit;
    else if (!err)
        (void)find_cannot(why, a->own, a->body->options.cannot & ~(1u << LSN_CANNOT_get_to_floor));
    return err == LSN_ERR_NOT_SOLVED ? LSN_OK : err;
}

static lsn_err ask_side(answer *out, asker *a, const lsn_move *move, lsn_side side, lsn_level level,
                        lsn_arena scratch) {
    uint32_t cannot = a->body->options.cannot, floor = 1u << LSN_CANNOT_get_to_floor;
    lsn_err err = sketch_full(a, move, side, level, scratch);
    if (err) return err;
    const lsn_motion *full = a->full[level];
    if (out->floor.kind == LSN_HINDRANCE_none) (void)find_cannot(&out->floor, full, cannot & floor);
    if (out->why.kind != LSN_HINDRANCE_none || find_cannot(&out->why, full, cannot & ~floor)) return LSN_OK;
    return ask_limits(&out->why, a, full, scratch);
}

static bool is_limit(const lsn_hindrance *why) {
    return why->kind != LSN_HINDRANCE_none && why->kind != LSN_HINDRANCE_cannot;
}

static lsn_err ask_all_levels(answer answers[LSN_LEVEL_COUNT], asker *a, const lsn_move *move, lsn_side side,
                              lsn_arena scratch) {
    lsn_err err = LSN_OK;
    for (int l = 0; l < LSN_LEVEL_COUNT; ++l) a->has_full[l] = false;
    for (int l = 0; l < LSN_LEVEL_COUNT && !err; ++l) {
        int same = 0;
        while (move->dose[same].variant != move->dose[l].variant) ++same;
        if (same == l) err = ask_side(&answers[l], a, move, side, (lsn_level)l, scratch);
        answers[l] = answers[same];
    }
    // A lighter level asks no more of a joint: who does a harder one within the limits does it too.
    for (int l = LSN_LEVEL_COUNT - 2; l >= 0; --l)
        if (is_limit(&answers[l].why) && answers[l + 1].why.kind == LSN_HINDRANCE_none)
            answers[l].why = (lsn_hindrance){0};
    return err;
}

static lsn_err ask_move(lsn_able *out, asker *a, const lsn_move *move, int index, lsn_arena scratch) {
    answer answers[LSN_LEVEL_COUNT] = {0};
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = ask_all_levels(answers, a, move, side, scratch);
    if (!err && a->lopsided && move->two_sided) err = ask_all_levels(answers, a, move, LSN_SIDE_left, scratch);
    for (int l = 0; l < LSN_LEVEL_COUNT && !err; ++l) {
        bool can = answers[l].why.kind == LSN_HINDRANCE_none, gets_down = answers[l].floor.kind == LSN_HINDRANCE_none;
        if (can) out->in_bed[index] |= (uint8_t)(1u << l);
        if (can && gets_down) out->levels[index] |= (uint8_t)(1u << l);
        out->why[index][l] = can ? answers[l].floor : answers[l].why;
    }
    return err;
}

lsn_err lsn_able_build(lsn_able *out, const lsn_catalogue *catalogue, const lsn_body *body, lsn_arena scratch) {
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    lsn_arena probe = scratch;
    if (lsn_arena_alloc(&probe, SCRATCH_LEAST, 16) == NULL) return LSN_ERR_NO_MEMORY;
    lsn_able *found = LSN_NEW(&scratch, lsn_able, 1);
    asker a = {.body = body, .lopsided = lsn_body_is_lopsided(body)};
    a.free = LSN_NEW(&scratch, lsn_body, 1);
    a.own = LSN_NEW(&scratch, lsn_motion, 1);
    bool memory = found != NULL && a.free != NULL && a.own != NULL;
    for (int l = 0; l < LSN_LEVEL_COUNT; ++l) {
        a.full[l] = LSN_NEW(&scratch, lsn_motion, 1);
        memory = memory && a.full[l] != NULL;
    }
    if (!memory) return LSN_ERR_NO_MEMORY;
    bool free = !lsn_body_is_narrowed(body) && body->options.cannot == 0;
    lsn_err err = LSN_OK;
    if (!free) lsn_body_unlimited(a.free, body);
    for (int m = 0; m < catalogue->count && !err; ++m) {
        if (!free) err = ask_move(found, &a, &catalogue->moves[m], m, scratch);
        if (free) found->levels[m] = found->in_bed[m] = (1u << LSN_LEVEL_COUNT) - 1;
    }
    if (!err) *out = *found;
    return err;
}

const uint8_t *lsn_able_at(const lsn_able *able, lsn_place place) {
    return place == LSN_PLACE_bed ? able->in_bed : able->levels;
}

// ---------------------------------------------------------------- in words

// What a joint does on its way up, and on its way down.
typedef struct joint_words {
    const char *coord, *more, *less;
} joint_words;

static const joint_words joints[] = {
    {"lumbar_flexion", LSN_TR("bends the low back"), LSN_TR("arches the low back")},
    {"lumbar_bending", LSN_TR("bends the low back sideways"), LSN_TR("bends the low back sideways")},
    {"lumbar_rotation", LSN_TR("turns the low back"), LSN_TR("turns the low back")},
    {"thoracic_flexion", LSN_TR("bends the upper back"), LSN_TR("arches the upper back")},
    {"thoracic_bending", LSN_TR("bends the upper back sideways"), LSN_TR("bends the upper back sideways")},
    {"thoracic_rotation", LSN_TR("turns the upper back"), LSN_TR("turns the upper back")},
    {"neck_flexion", LSN_TR("bends the neck"), LSN_TR("tips the head back")},
    {"neck_bending", LSN_TR("tilts the head sideways"), LSN_TR("tilts the head sideways")},
    {"neck_rotation", LSN_TR("turns the head"), LSN_TR("turns the head")},
    {"hip_flexion", LSN_TR("bends the hip"), LSN_TR("takes the thigh back")},
    {"hip_adduction", LSN_TR("crosses the leg over"), LSN_TR("takes the leg out to the side")},
    {"hip_rotation", LSN_TR("turns the thigh in"), LSN_TR("turns the thigh out")},
    {"knee_angle", LSN_TR("bends the knee"), LSN_TR("straightens the knee")},
    {"ankle_angle", LSN_TR("bends the foot up"), LSN_TR("points the foot")},
    {"subtalar_angle", LSN_TR("turns the sole in"), LSN_TR("turns the sole out")},
    {"toes_angle", LSN_TR("bends the toes up"), LSN_TR("curls the toes")},
    {"clavicle_elevation", LSN_TR("lifts the shoulder"), LSN_TR("lowers the shoulder")},
    {"clavicle_protraction", LSN_TR("brings the shoulder forward"), LSN_TR("takes the shoulder back")},
    {"arm_flex", LSN_TR("raises the arm"), LSN_TR("takes the arm back")},
    {"arm_add", LSN_TR("takes the arm across"), LSN_TR("takes the arm out to the side")},
    {"arm_rot", LSN_TR("turns the arm in"), LSN_TR("turns the arm out")},
    {"elbow_flex", LSN_TR("bends the elbow"), LSN_TR("straightens the elbow")},
    {"pro_sup", LSN_TR("turns the palm down"), LSN_TR("turns the palm up")},
    {"wrist_flex", LSN_TR("bends the wrist"), LSN_TR("bends the wrist back")},
    {"wrist_dev", LSN_TR("tilts the hand out"), LSN_TR("tilts the hand in")},
    {"fingers_curl", LSN_TR("curls the fingers"), LSN_TR("straightens the fingers")},
};

static const joint_words *words_of(lsn_coord coord) {
    lsn_str name = lsn_str_from(lsn_coord_describe(coord)->name);
    if (lsn_coord_describe(coord)->mirror != coord) name.len -= 2; // _r, _l
    for (int i = 0; i < (int)(sizeof joints / sizeof *joints); ++i)
        if (lsn_str_equal(name, lsn_str_from(joints[i].coord))) return &joints[i];
    return NULL;
}

static int whole_deg(double deg) {
    return (int)(lsn_abs(deg) + 0.5);
}

static void say_limit(lsn_buf *out, const lsn_words *language, const lsn_hindrance *why) {
    const joint_words *words = words_of(why->coord);
    bool more = why->needs_deg > why->stops_deg;
    int needed = whole_deg(why->needs_deg), stops = whole_deg(why->stops_deg);
    if (words == NULL) return;
    char memory[160];
    lsn_buf what = lsn_buf_make(memory, sizeof memory);
    const char *plain = lsn_words_say(language, more ? words->more : words->less);
    lsn_str name = lsn_str_from(lsn_coord_describe(why->coord)->name);
    if (!why->of_one_side)
        lsn_buf_text(&what, plain);
    else if (name.ptr[name.len - 1] == 'l')
        lsn_buf_format(&what, LSN_IN(language, "%s on the left"), plain);
    else
        lsn_buf_format(&what, LSN_IN(language, "%s on the right"), plain);
    // Past the middle the other way, a joint is said to stop before it begins.
    bool before = more != (why->stops_deg >= 0.0) && stops != 0;
    lsn_buf_format(out,
                   before ? LSN_IN(language, "%S to %d°, and yours stops %d° short of straight")
                          : LSN_IN(language, "%S to %d°, and yours stops at %d°"),
                   lsn_buf_view(&what), needed, stops);
}

void lsn_hindrance_say(lsn_buf *out, const lsn_words *language, const lsn_hindrance *why) {
    int needed = whole_deg(why->needs_deg), stops = whole_deg(why->stops_deg);
    switch (why->kind) {
    case LSN_HINDRANCE_none:
        break;
    case LSN_HINDRANCE_cannot:
        lsn_buf_format(out, LSN_IN(language, "needs %s"), lsn_words_say(language, lsn_cannot_noun(why->cannot)));
        break;
    case LSN_HINDRANCE_limit:
        say_limit(out, language, why);
        break;
    case LSN_HINDRANCE_straight_leg:
        lsn_buf_format(out, LSN_IN(language, "raises a straight leg to %d°, and yours stops at %d°"), needed, stops);
        break;
    case LSN_HINDRANCE_prone_knee:
        lsn_buf_format(out, LSN_IN(language, "bends the knee of a straight hip to %d°, and yours stops at %d°"), needed,
                       stops);
        break;
    }
}

static void write_levels(lsn_json_out *out, const char *key, uint8_t mask) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int l = 0; l < LSN_LEVEL_COUNT; ++l)
        if (mask >> l & 1) lsn_json_text(out, lsn_level_name((lsn_level)l));
    lsn_json_array_end(out);
}

void lsn_able_write_json(lsn_json_out *out, const lsn_able *able, const lsn_catalogue *catalogue) {
    enum { ALL = (1 << LSN_LEVEL_COUNT) - 1 };
    lsn_json_array(out);
    for (int m = 0; m < catalogue->count; ++m) {
        if (able->levels[m] == ALL) continue;
        int level = able->levels[m] >> LSN_LEVEL_usual & 1 ? LSN_LEVEL_easier : LSN_LEVEL_usual;
        if (able->levels[m] >> level & 1) level = LSN_LEVEL_harder;
        char memory[LSN_HINDRANCE_MAX];
        lsn_buf why = lsn_buf_make(memory, sizeof memory);
        lsn_hindrance_say(&why, catalogue->language, &able->why[m][level]);
        lsn_json_object(out);
        lsn_json_put_str(out, "move", catalogue->moves[m].id);
        lsn_json_put_str(out, "name", catalogue->moves[m].name);
        write_levels(out, "levels", able->levels[m]);
        bool for_bed = catalogue->moves[m].places >> LSN_PLACE_bed & 1;
        write_levels(out, "in_bed", for_bed ? able->in_bed[m] : 0);
        lsn_json_put_str(out, "why", lsn_buf_view(&why));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}
