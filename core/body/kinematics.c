// core/body: forward kinematics and its derivative. Invariant: lsn_chain_build describes exactly the motion that
// lsn_body_frames computes (tests compare them by finite differences).
#include "core/body/kinematics.h"

static const lsn_vec3 axis_x = {1.0, 0.0, 0.0}, axis_y = {0.0, 1.0, 0.0}, axis_z = {0.0, 0.0, 1.0};

static void place(lsn_frames *frames, const lsn_body *body, lsn_segment s, lsn_quat local) {
    lsn_segment parent = lsn_segment_parent(s);
    frames->origin[s] = lsn_frames_point(frames, parent, body->joint[s]);
    frames->rotation[s] = lsn_quat_mul(frames->rotation[parent], local);
}

// ---------------------------------------------------------------- spine

static void level_angles(double angle[3], const lsn_spine_level *level, const lsn_pose *pose) {
    for (int i = 0; i < 3; ++i) angle[i] = pose->hinge[level->first + i] * level->share[i];
}

static void place_spine(lsn_frames *out, const lsn_body *body, const lsn_pose *pose) {
    for (int i = 0; i < LSN_SPINE_LEVELS; ++i) {
        const lsn_spine_level *level = &lsn_spine_levels[i];
        double angle[3];
        level_angles(angle, level, pose);
        place(out, body, level->segment, lsn_quat_from_zxy(-angle[0], angle[1], angle[2]));
    }
}

// ---------------------------------------------------------------- shoulder girdle

// Scapulohumeral rhythm: with the arm overhead the clavicle's outer end is 55 mm higher, with the arm forward 30 mm
// ahead (about 22° and 12°; Inman 1944, Ludewig 2009). Linear in the arm's direction, so smooth everywhere.
static const double lift_rad = LSN_RAD(22.0) / 2.0, reach_rad = LSN_RAD(12.0);

static lsn_vec3 arm_direction(const lsn_pose *pose, const lsn_limb *limb) {
    return lsn_quat_rotate(pose->ball[limb->arm], lsn_v3(0.0, -1.0, 0.0));
}

void lsn_girdle_rhythm(double *elevation, double *protraction, const lsn_pose *pose, const lsn_limb *limb) {
    lsn_vec3 arm = arm_direction(pose, limb);
    *elevation = lift_rad * (1.0 + arm.y);
    *protraction = reach_rad * arm.x;
}

static void girdle_angles(double *elevation, double *protraction, const lsn_pose *pose, const lsn_limb *limb) {
    lsn_girdle_rhythm(elevation, protraction, pose, limb);
    *elevation += pose->hinge[limb->first + LSN_LIMB_clavicle_elevation];
    *protraction += pose->hinge[limb->first + LSN_LIMB_clavicle_protraction];
}

// The humerus turns against the thorax, not against the clavicle: arm angles are thoracohumeral.
static void place_arm(lsn_frames *out, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    double elevation, protraction;
    girdle_angles(&elevation, &protraction, pose, limb);
    lsn_quat forward = lsn_quat_axis(axis_y, limb->sign * protraction);
    lsn_quat up = lsn_quat_axis(axis_x, -limb->sign * elevation);
    place(out, body, limb->clavicle, lsn_quat_mul(forward, up));
    place(out, body, limb->humerus, lsn_quat_identity());
    out->rotation[limb->humerus] = lsn_quat_mul(out->rotation[LSN_SEG_t4_t1], pose->ball[limb->arm]);
    const double *hinge = pose->hinge + limb->first;
    place(out, body, limb->forearm, lsn_quat_axis(axis_z, hinge[LSN_LIMB_elbow]));
    lsn_quat pronation = lsn_quat_axis(axis_y, limb->sign * hinge[LSN_LIMB_pro_sup]);
    lsn_quat flexion = lsn_quat_axis(axis_z, hinge[LSN_LIMB_wrist_flex]);
    lsn_quat deviation = lsn_quat_axis(axis_x, limb->sign * hinge[LSN_LIMB_wrist_dev]);
    place(out, body, limb->hand, lsn_quat_mul(lsn_quat_mul(pronation, flexion), deviation));
}

// ---------------------------------------------------------------- leg

// The tibia's place against the femur at knee flexion a (m at scale 1): it rolls back, then glides round the condyles,
// about 19 mm by 120° (Yamaguchi & Zajac 1989; guarded by the_knee_rolls_back_by_nineteen_millimetres_at_120_degrees).
// Polynomials of the fourth degree, which other programs can couple joints by: within 0.1 mm of 6 sin a cos a/2 and
// 12.7 (1 − cos a) mm over the knee's range.
const double lsn_knee_roll[5] = {0.0, 0.006047, 0.000035, -0.002165, 0.000502};
const double lsn_knee_drop[5] = {0.0, 0.0, -0.006767, 0.000696, 0.000219};

static double polynomial(const double c[5], double x) {
    return c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])));
}

static double polynomial_rate(const double c[5], double x) {
    return c[1] + x * (2.0 * c[2] + x * (3.0 * c[3] + x * 4.0 * c[4]));
}

static lsn_vec3 knee_offset(double a, double scale) {
    return lsn_v3(scale * polynomial(lsn_knee_roll, a), scale * polynomial(lsn_knee_drop, a), 0.0);
}

static lsn_vec3 knee_offset_rate(double a, double scale) {
    return lsn_v3(scale * polynomial_rate(lsn_knee_roll, a), scale * polynomial_rate(lsn_knee_drop, a), 0.0);
}

// The kneecap runs round the knee's centre at 0.72 of the knee's angle.
const double lsn_patella_share = 0.72;

static lsn_vec3 patella_arm(const lsn_body *body, const lsn_limb *limb) {
    return lsn_v3_sub(body->joint[limb->patella], body->joint[limb->tibia]);
}

static void place_leg(lsn_frames *out, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    const double *hinge = pose->hinge + limb->first;
    double knee = hinge[LSN_LIMB_knee];
    place(out, body, limb->femur, pose->ball[limb->hip]);
    lsn_quat slide = lsn_quat_axis(axis_z, -lsn_patella_share * knee);
    place(out, body, limb->patella, slide);
    lsn_vec3 cap = lsn_v3_add(body->joint[limb->tibia], lsn_quat_rotate(slide, patella_arm(body, limb)));
    out->origin[limb->patella] = lsn_frames_point(out, limb->femur, cap);
    place(out, body, limb->tibia, lsn_quat_axis(axis_z, -knee));
    lsn_vec3 centre = lsn_v3_add(body->joint[limb->tibia], knee_offset(knee, body->scale));
    out->origin[limb->tibia] = lsn_frames_point(out, limb->femur, centre);
    lsn_quat dorsiflexion = lsn_quat_axis(axis_z, hinge[LSN_LIMB_ankle]);
    lsn_quat inversion = lsn_quat_axis(axis_x, limb->sign * hinge[LSN_LIMB_subtalar]);
    place(out, body, limb->foot, lsn_quat_mul(dorsiflexion, inversion));
    place(out, body, limb->toes, lsn_quat_axis(axis_z, hinge[LSN_LIMB_toes]));
}

void lsn_body_frames(lsn_frames *out, const lsn_body *body, const lsn_pose *pose) {
    out->origin[LSN_SEG_pelvis] = pose->position;
    out->rotation[LSN_SEG_pelvis] = pose->orientation;
    place_spine(out, body, pose);
    for (int side = 0; side < 2; ++side) {
        place_arm(out, body, pose, &lsn_limbs[side]);
        place_leg(out, body, pose, &lsn_limbs[side]);
    }
}

lsn_vec3 lsn_frames_point(const lsn_frames *frames, lsn_segment segment, lsn_vec3 local) {
    return lsn_v3_add(frames->origin[segment], lsn_quat_rotate(frames->rotation[segment], local));
}

lsn_vec3 lsn_body_mass_centre(const lsn_body *body, const lsn_frames *frames) {
    lsn_vec3 sum = {0.0, 0.0, 0.0};
    double mass = 0.0;
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        lsn_vec3 centre = lsn_frames_point(frames, (lsn_segment)s, body->mass_centre[s]);
        sum = lsn_v3_mad(sum, centre, body->mass_kg[s]);
        mass += body->mass_kg[s];
    }
    return lsn_v3_scale(sum, 1.0 / mass);
}

// ---------------------------------------------------------------- rates

static void add_rate(lsn_chain *chain, lsn_segment s, int dof, lsn_vec3 turn, lsn_vec3 slide) {
    LSN_ASSERT(chain->count[s] < LSN_RATES_MAX);
    chain->rates[s][chain->count[s]++] = (lsn_rate){dof, turn, slide};
}

static const lsn_vec3 still = {0.0, 0.0, 0.0};

static void rate_root(lsn_chain *chain) {
    const lsn_vec3 axes[3] = {axis_x, axis_y, axis_z};
    for (int i = 0; i < 3; ++i) add_rate(chain, LSN_SEG_pelvis, LSN_DOF_root + i, still, axes[i]);
    for (int i = 0; i < 3; ++i) add_rate(chain, LSN_SEG_pelvis, LSN_DOF_turn + i, axes[i], still);
}

static void rate_spine(lsn_chain *chain, const lsn_pose *pose) {
    for (int i = 0; i < LSN_SPINE_LEVELS; ++i) {
        const lsn_spine_level *level = &lsn_spine_levels[i];
        double angle[3];
        level_angles(angle, level, pose);
        lsn_quat parent = chain->frames.rotation[lsn_segment_parent(level->segment)];
        lsn_quat bent = lsn_quat_mul(parent, lsn_quat_axis(axis_z, -angle[0]));
        lsn_vec3 axes[3] = {
            lsn_v3_scale(lsn_quat_rotate(parent, axis_z), -1.0),
            lsn_quat_rotate(bent, axis_x),
            lsn_quat_rotate(chain->frames.rotation[level->segment], axis_y),
        };
        int dof = LSN_DOF_spine + (int)level->first - (int)LSN_COORD_lumbar_flexion;
        for (int j = 0; j < 3; ++j)
            add_rate(chain, level->segment, dof + j, lsn_v3_scale(axes[j], level->share[j]), still);
    }
}

static void rate_shoulder(lsn_chain *chain, const lsn_pose *pose, const lsn_limb *limb) {
    const lsn_frames *frames = &chain->frames;
    lsn_quat thorax = frames->rotation[LSN_SEG_t4_t1];
    double elevation, protraction;
    girdle_angles(&elevation, &protraction, pose, limb);
    lsn_vec3 forward = lsn_v3_scale(lsn_quat_rotate(thorax, axis_y), limb->sign);
    lsn_vec3 up = lsn_v3_scale(lsn_quat_rotate(frames->rotation[limb->clavicle], axis_x), -limb->sign);
    add_rate(chain, limb->clavicle, limb->first_dof + LSN_LIMB_clavicle_elevation, up, still);
    add_rate(chain, limb->clavicle, limb->first_dof + LSN_LIMB_clavicle_protraction, forward, still);
    const lsn_vec3 axes[3] = {axis_x, axis_y, axis_z};
    lsn_vec3 arm = arm_direction(pose, limb);
    for (int i = 0; i < 3; ++i) {
        lsn_vec3 change = lsn_v3_cross(axes[i], arm);
        lsn_vec3 follow = lsn_v3_scale(up, lift_rad * change.y);
        follow = lsn_v3_mad(follow, forward, reach_rad * change.x);
        add_rate(chain, limb->clavicle, limb->first_dof + LSN_LIMB_arm + i, follow, still);
        add_rate(chain, limb->humerus, limb->first_dof + LSN_LIMB_arm + i, lsn_quat_rotate(thorax, axes[i]), still);
    }
}

static void rate_arm(lsn_chain *chain, const lsn_pose *pose, const lsn_limb *limb) {
    const lsn_frames *frames = &chain->frames;
    rate_shoulder(chain, pose, limb);
    lsn_quat upper = frames->rotation[limb->humerus], lower = frames->rotation[limb->forearm];
    add_rate(chain, limb->forearm, limb->first_dof + LSN_LIMB_elbow, lsn_quat_rotate(upper, axis_z), still);
    double pro_sup = pose->hinge[limb->first + LSN_LIMB_pro_sup];
    lsn_quat turned = lsn_quat_mul(lower, lsn_quat_axis(axis_y, limb->sign * pro_sup));
    lsn_vec3 pronation = lsn_v3_scale(lsn_quat_rotate(lower, axis_y), limb->sign);
    lsn_vec3 deviation = lsn_v3_scale(lsn_quat_rotate(frames->rotation[limb->hand], axis_x), limb->sign);
    add_rate(chain, limb->hand, limb->first_dof + LSN_LIMB_pro_sup, pronation, still);
    add_rate(chain, limb->hand, limb->first_dof + LSN_LIMB_wrist_flex, lsn_quat_rotate(turned, axis_z), still);
    add_rate(chain, limb->hand, limb->first_dof + LSN_LIMB_wrist_dev, deviation, still);
}

static void rate_knee(lsn_chain *chain, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    const lsn_frames *frames = &chain->frames;
    double knee = pose->hinge[limb->first + LSN_LIMB_knee];
    lsn_quat femur = frames->rotation[limb->femur];
    lsn_vec3 flexion = lsn_v3_scale(lsn_quat_rotate(femur, axis_z), -1.0);
    lsn_vec3 roll = lsn_quat_rotate(femur, knee_offset_rate(knee, body->scale));
    add_rate(chain, limb->tibia, limb->first_dof + LSN_LIMB_knee, flexion, roll);
    lsn_vec3 arm = lsn_quat_rotate(frames->rotation[limb->patella], patella_arm(body, limb));
    lsn_vec3 turn = lsn_v3_scale(flexion, lsn_patella_share);
    add_rate(chain, limb->patella, limb->first_dof + LSN_LIMB_knee, turn, lsn_v3_cross(turn, arm));
}

static void rate_leg(lsn_chain *chain, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    const lsn_frames *frames = &chain->frames;
    const lsn_vec3 axes[3] = {axis_x, axis_y, axis_z};
    lsn_quat pelvis = frames->rotation[LSN_SEG_pelvis];
    for (int i = 0; i < 3; ++i)
        add_rate(chain, limb->femur, limb->first_dof + LSN_LIMB_hip + i, lsn_quat_rotate(pelvis, axes[i]), still);
    rate_knee(chain, body, pose, limb);
    lsn_vec3 dorsiflexion = lsn_quat_rotate(frames->rotation[limb->tibia], axis_z);
    lsn_vec3 inversion = lsn_v3_scale(lsn_quat_rotate(frames->rotation[limb->foot], axis_x), limb->sign);
    add_rate(chain, limb->foot, limb->first_dof + LSN_LIMB_ankle, dorsiflexion, still);
    add_rate(chain, limb->foot, limb->first_dof + LSN_LIMB_subtalar, inversion, still);
    lsn_vec3 extension = lsn_quat_rotate(frames->rotation[limb->foot], axis_z);
    add_rate(chain, limb->toes, limb->first_dof + LSN_LIMB_toes, extension, still);
}

void lsn_chain_build(lsn_chain *out, const lsn_body *body, const lsn_pose *pose) {
    lsn_body_frames(&out->frames, body, pose);
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) out->count[s] = 0;
    rate_root(out);
    rate_spine(out, pose);
    for (int side = 0; side < 2; ++side) {
        rate_arm(out, pose, &lsn_limbs[side]);
        rate_leg(out, body, pose, &lsn_limbs[side]);
    }
}

static bool is_humerus(lsn_segment s) {
    return s == LSN_SEG_humerus_r || s == LSN_SEG_humerus_l;
}

void lsn_chain_point(lsn_vec3 column[LSN_DOFS], const lsn_chain *chain, lsn_segment segment, lsn_vec3 p, double sign) {
    lsn_segment s = segment;
    lsn_segment carried = LSN_SEG_pelvis; // a humerus whose origin, not rotation, the clavicle carries
    for (;;) {
        lsn_vec3 at = carried == LSN_SEG_pelvis ? p : chain->frames.origin[carried];
        lsn_vec3 reach = lsn_v3_sub(at, chain->frames.origin[s]);
        for (int i = 0; i < chain->count[s]; ++i) {
            const lsn_rate *rate = &chain->rates[s][i];
            lsn_vec3 move = lsn_v3_add(lsn_v3_cross(rate->turn, reach), rate->slide);
            column[rate->dof] = lsn_v3_mad(column[rate->dof], move, sign);
        }
        if (s == LSN_SEG_pelvis) return;
        carried = is_humerus(s) ? s : LSN_SEG_pelvis;
        s = lsn_segment_parent(s);
    }
}

// along · (turn × reach + slide) = turn · (reach × along) + slide · along, written out: the solver's inner loop.
void lsn_chain_row(double row[LSN_DOFS], const lsn_chain *chain, lsn_segment segment, lsn_vec3 p, lsn_vec3 along,
                   lsn_segment stop) {
    lsn_vec3 at = p;
    for (lsn_segment s = segment; s != stop; s = lsn_segment_parent(s)) {
        const lsn_vec3 *o = &chain->frames.origin[s];
        double rx = at.x - o->x, ry = at.y - o->y, rz = at.z - o->z;
        double wx = ry * along.z - rz * along.y, wy = rz * along.x - rx * along.z, wz = rx * along.y - ry * along.x;
        for (int i = 0; i < chain->count[s]; ++i) {
            const lsn_rate *rate = &chain->rates[s][i];
            double turned = rate->turn.x * wx + rate->turn.y * wy + rate->turn.z * wz;
            double slid = rate->slide.x * along.x + rate->slide.y * along.y + rate->slide.z * along.z;
            row[rate->dof] += turned + slid;
        }
        if (s == LSN_SEG_pelvis) return;
        at = is_humerus(s) ? *o : p; // the clavicle carries a humerus' origin, not its rotation
    }
}

void lsn_site_rates(lsn_vec3 out[LSN_DOFS], const lsn_body *body, const lsn_pose *pose, lsn_site site) {
    lsn_chain chain;
    lsn_chain_build(&chain, body, pose);
    for (int d = 0; d < LSN_DOFS; ++d) out[d] = still;
    lsn_chain_point(out, &chain, lsn_site_segment(site), lsn_site_world(body, &chain.frames, site), 1.0);
}
