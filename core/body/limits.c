// core/body: limits of hips and arms. Hips: the clinical angles (flexion, adduction, rotation), far from their gimbal
// lock within the limits. Arms: the direction of the upper arm and the twist about it (swing–twist), which have no lock
// with the arm out to the side; overhead, where twist loses its meaning, it is free.
#include "core/body/solver.h"

// ---------------------------------------------------------------- hips

typedef struct hip_angles {
    double value[3];      // rad, clinical signs
    lsn_vec3 gradient[3]; // by a rotation vector in the pelvis' axes
} hip_angles;

static hip_angles measure_hip(lsn_quat q, double sign) {
    double z, x, y;
    lsn_quat_to_zxy(q, &z, &x, &y);
    double cz = lsn_cos(z), sz = lsn_sin(z), sx = lsn_sin(x);
    double cx = lsn_max(lsn_cos(x), 0.1);
    lsn_vec3 across = lsn_v3(-sz / cx, cz / cx, 0.0);
    return (hip_angles){
        .value = {z, sign * x, sign * y},
        .gradient = {lsn_v3_mad(lsn_v3(0.0, 0.0, 1.0), across, -sx), lsn_v3(sign * cz, sign * sz, 0.0),
                     lsn_v3_scale(across, sign)},
    };
}

// Coupled by the muscles that cross hip and knee. A straight leg rises to straight_leg_rad; the hip is free when the
// knee is bent by 70°. The knee of a straight hip bends to prone_knee_rad; with the hip extended by 18° to 25° less.
static const double hamstring_share = 0.53, rectus_share = 1.4;

double lsn_limit_hip(const lsn_body *body, double knee) {
    return body->straight_leg_rad + hamstring_share * knee;
}

double lsn_limit_knee(const lsn_body *body, double hip) {
    return body->prone_knee_rad + rectus_share * hip;
}

static int coupled_bounds(lsn_bound *out, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb,
                          const hip_angles *hip) {
    int dof = limb->first_dof + LSN_LIMB_hip, knee_dof = limb->first_dof + LSN_LIMB_knee;
    lsn_coord knee_coord = (lsn_coord)(limb->first + LSN_LIMB_knee);
    double knee = pose->hinge[knee_coord];
    out[0] = (lsn_bound){.dof = dof,
                         .gradient = lsn_v3_scale(hip->gradient[0], -1.0),
                         .room = lsn_limit_hip(body, knee) - hip->value[0],
                         .coord = limb->first,
                         .coupled = knee_dof,
                         .coupled_gradient = hamstring_share};
    out[1] = (lsn_bound){.dof = dof,
                         .gradient = lsn_v3_scale(hip->gradient[0], rectus_share),
                         .room = lsn_limit_knee(body, hip->value[0]) - knee,
                         .coord = knee_coord,
                         .coupled = knee_dof,
                         .coupled_gradient = -1.0};
    return 2;
}

static int hip_bounds(lsn_bound *out, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    hip_angles hip = measure_hip(pose->ball[limb->hip], limb->sign);
    int dof = limb->first_dof + LSN_LIMB_hip;
    for (int i = 0; i < 3; ++i) {
        double least = body->least_rad[limb->first + i], greatest = body->greatest_rad[limb->first + i];
        lsn_coord coord = (lsn_coord)(limb->first + i);
        lsn_vec3 back = lsn_v3_scale(hip.gradient[i], -1.0);
        out[2 * i] = (lsn_bound){dof, hip.gradient[i], hip.value[i] - least, coord, 0, 0.0};
        out[2 * i + 1] = (lsn_bound){dof, back, greatest - hip.value[i], coord, 0, 0.0};
    }
    return 6 + coupled_bounds(out + 6, body, pose, limb, &hip);
}

// The knee yields to a hip that extends, then the hip to a knee that is straight.
static lsn_quat clamp_hip(lsn_quat q, double *knee, const lsn_body *body, const lsn_limb *limb) {
    hip_angles hip = measure_hip(q, limb->sign);
    double kept[3];
    bool changed = false;
    for (int i = 0; i < 3; ++i) {
        kept[i] = lsn_clamp(hip.value[i], body->least_rad[limb->first + i], body->greatest_rad[limb->first + i]);
        changed = changed || kept[i] != hip.value[i];
    }
    *knee += lsn_min(0.0, lsn_limit_knee(body, kept[0]) - *knee);
    double over = lsn_min(0.0, lsn_limit_hip(body, *knee) - kept[0]);
    kept[0] += over;
    changed = changed || over < 0.0;
    return changed ? lsn_quat_from_zxy(kept[0], limb->sign * kept[1], limb->sign * kept[2]) : q;
}

// ---------------------------------------------------------------- arms

typedef struct arm_measure {
    lsn_vec3 along;           // direction of the upper arm in the thorax
    double twist, twist_room; // rad about it, internal +; how far it may go either way
    lsn_vec3 twist_gradient, room_gradient;
} arm_measure;

// The shortest rotation from hanging to `along` is the swing; what is left about the arm is the twist.
static arm_measure measure_arm(lsn_quat q, const lsn_body *body, const lsn_limb *limb) {
    arm_measure arm;
    arm.along = lsn_quat_rotate(q, lsn_v3(0.0, -1.0, 0.0));
    double y = q.w < 0.0 ? -q.y : q.y, w = lsn_abs(q.w);
    arm.twist = limb->sign * 2.0 * lsn_atan2(y, w);
    double overhead = lsn_clamp(arm.along.y + 0.2, 0.0, 1.0);
    double least_room = body->greatest_rad[limb->first + LSN_LIMB_arm_rotation];
    arm.twist_room = lsn_mix(least_room, LSN_PI, overhead);
    double opens = overhead > 0.0 && overhead < 1.0 ? LSN_PI - least_room : 0.0;
    arm.room_gradient = lsn_v3_scale(lsn_v3_cross(arm.along, lsn_v3(0.0, 1.0, 0.0)), opens);
    lsn_vec3 half = lsn_v3(-arm.along.x, 1.0 - arm.along.y, -arm.along.z);
    arm.twist_gradient = lsn_v3_scale(half, limb->sign / lsn_max(1.0 - arm.along.y, 0.1));
    return arm;
}

// A person's own: the arm goes no higher than this, forward or out to the side. Adults reach straight up.
static bool raise_is_limited(const lsn_body *body, lsn_coord flex) {
    return body->greatest_rad[flex] < LSN_RAD(179.0);
}

// The arm goes no further back than its extension and no further across than its adduction allow.
static int arm_bounds(lsn_bound *out, const lsn_body *body, const lsn_pose *pose, const lsn_limb *limb) {
    arm_measure arm = measure_arm(pose->ball[limb->arm], body, limb);
    int dof = limb->first_dof + LSN_LIMB_arm;
    double back = lsn_sin(body->least_rad[limb->first + LSN_LIMB_arm]);
    double across = lsn_sin(body->greatest_rad[limb->first + LSN_LIMB_arm_adduction]);
    lsn_vec3 forward = lsn_v3_cross(arm.along, lsn_v3(1.0, 0.0, 0.0));
    lsn_vec3 outward = lsn_v3_cross(arm.along, lsn_v3(0.0, 0.0, limb->sign));
    lsn_coord flex = (lsn_coord)(limb->first + LSN_LIMB_arm), turn = (lsn_coord)(flex + 2);
    out[0] = (lsn_bound){dof, forward, arm.along.x - back, flex, 0, 0.0};
    out[1] = (lsn_bound){dof, outward, limb->sign * arm.along.z + across, (lsn_coord)(flex + 1), 0, 0.0};
    int count = 2;
    if (raise_is_limited(body, flex)) {
        lsn_vec3 lower = lsn_v3_cross(lsn_v3(0.0, 1.0, 0.0), arm.along);
        out[count++] = (lsn_bound){dof, lower, -lsn_cos(body->greatest_rad[flex]) - arm.along.y, flex, 0, 0.0};
    }
    if (arm.along.y > 0.75) return count;
    lsn_vec3 in = lsn_v3_add(arm.room_gradient, arm.twist_gradient);
    lsn_vec3 outer = lsn_v3_sub(arm.room_gradient, arm.twist_gradient);
    out[count++] = (lsn_bound){dof, in, arm.twist_room + arm.twist, turn, 0, 0.0};
    out[count++] = (lsn_bound){dof, outer, arm.twist_room - arm.twist, turn, 0, 0.0};
    return count;
}

// The direction brought down to the own limit, on its own side; straight up comes down in front.
static lsn_vec3 lowered(lsn_vec3 to, const lsn_body *body, const lsn_limb *limb) {
    double most = body->greatest_rad[limb->first + LSN_LIMB_arm];
    to = lsn_v3_unit(to);
    if (to.y <= -lsn_cos(most)) return to;
    double across = lsn_sqrt(to.x * to.x + to.z * to.z), out = lsn_sin(most);
    if (across < 1e-6) return lsn_v3(out, -lsn_cos(most), 0.0);
    return lsn_v3(to.x * out / across, -lsn_cos(most), to.z * out / across);
}

static lsn_quat clamp_arm(lsn_quat q, const lsn_body *body, const lsn_limb *limb) {
    arm_measure arm = measure_arm(q, body, limb);
    double kept = lsn_clamp(arm.twist, -arm.twist_room, arm.twist_room);
    if (kept != arm.twist) {
        lsn_quat back = lsn_quat_axis(lsn_v3(0.0, 1.0, 0.0), limb->sign * (kept - arm.twist));
        q = lsn_quat_unit(lsn_quat_mul(q, back));
    }
    double back = lsn_sin(body->least_rad[limb->first + LSN_LIMB_arm]);
    double across = lsn_sin(body->greatest_rad[limb->first + LSN_LIMB_arm_adduction]);
    lsn_vec3 to =
        lsn_v3(lsn_max(arm.along.x, back), arm.along.y, limb->sign * lsn_max(limb->sign * arm.along.z, -across));
    if (raise_is_limited(body, (lsn_coord)(limb->first + LSN_LIMB_arm))) to = lowered(to, body, limb);
    lsn_vec3 axis = lsn_v3_cross(arm.along, lsn_v3_unit(to));
    double sine = lsn_v3_length(axis);
    if (sine < 1e-12) return q;
    lsn_quat turn = lsn_quat_axis(lsn_v3_scale(axis, 1.0 / sine), lsn_asin(sine));
    return lsn_quat_unit(lsn_quat_mul(turn, q));
}

// ---------------------------------------------------------------- all

int lsn_limit_bounds(lsn_bound out[LSN_BOUNDS_MAX], const lsn_body *body, const lsn_pose *pose) {
    int count = 0;
    for (int side = 0; side < 2; ++side) {
        count += hip_bounds(out + count, body, pose, &lsn_limbs[side]);
        count += arm_bounds(out + count, body, pose, &lsn_limbs[side]);
    }
    return count;
}

void lsn_limit_clamp(lsn_pose *pose, const lsn_body *body) {
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord c = lsn_dof_coord(d);
        if (c == LSN_COORD_COUNT) continue;
        pose->hinge[c] = lsn_clamp(pose->hinge[c], body->least_rad[c], body->greatest_rad[c]);
    }
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        double *knee = &pose->hinge[limb->first + LSN_LIMB_knee];
        pose->ball[limb->hip] = clamp_hip(pose->ball[limb->hip], knee, body, limb);
        pose->ball[limb->arm] = clamp_arm(pose->ball[limb->arm], body, limb);
    }
}

double lsn_body_limit_excess(const lsn_body *body, const lsn_pose *pose, lsn_coord *worst) {
    lsn_bound bounds[LSN_BOUNDS_MAX];
    int count = lsn_limit_bounds(bounds, body, pose);
    double most = 0.0;
    *worst = LSN_COORD_COUNT;
    for (int i = 0; i < count; ++i) {
        if (-bounds[i].room <= most) continue;
        most = -bounds[i].room;
        *worst = bounds[i].coord;
    }
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord c = lsn_dof_coord(d);
        if (c == LSN_COORD_COUNT) continue;
        double over = lsn_max(pose->hinge[c] - body->greatest_rad[c], body->least_rad[c] - pose->hinge[c]);
        if (over <= most) continue;
        most = over;
        *worst = c;
    }
    return most;
}
