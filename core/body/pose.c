// core/body: poses as coordinates, their mirror image and blends. Invariant: every rotation stays a unit quaternion,
// and mirroring only swaps and negates, so that doing it twice gives the same bits.
#include "core/body/kinematics.h"

#include <string.h>

enum { HIP_HEIGHT_MM = 897 };

lsn_pose lsn_pose_standing(const lsn_body *body) {
    lsn_pose pose;
    memset(&pose, 0, sizeof pose);
    pose.position = lsn_v3(0.0, HIP_HEIGHT_MM * 0.001 * body->scale, 0.0);
    pose.orientation = lsn_quat_identity();
    for (int b = 0; b < LSN_BALL_COUNT; ++b) pose.ball[b] = lsn_quat_identity();
    return pose;
}

static lsn_quat ball_from(const double *deg, double sign) {
    return lsn_quat_from_zxy(LSN_RAD(deg[0]), sign * LSN_RAD(deg[1]), sign * LSN_RAD(deg[2]));
}

static void ball_to(double *deg, lsn_quat q, double sign) {
    double z, x, y;
    lsn_quat_to_zxy(q, &z, &x, &y);
    deg[0] = LSN_DEG(z);
    deg[1] = sign * LSN_DEG(x);
    deg[2] = sign * LSN_DEG(y);
}

static bool is_hinge(int coord) {
    if (coord < LSN_COORD_lumbar_flexion) return false;
    for (int side = 0; side < 2; ++side) {
        int offset = coord - (int)lsn_limbs[side].first;
        if (offset >= LSN_LIMB_hip && offset <= LSN_LIMB_hip_rotation) return false;
        if (offset >= LSN_LIMB_arm && offset <= LSN_LIMB_arm_rotation) return false;
    }
    return true;
}

lsn_pose lsn_pose_from_coords(const double value[LSN_COORD_COUNT]) {
    lsn_pose pose;
    memset(&pose, 0, sizeof pose);
    pose.position = lsn_v3(value[LSN_COORD_pelvis_tx], value[LSN_COORD_pelvis_ty], value[LSN_COORD_pelvis_tz]);
    pose.orientation = lsn_quat_from_zxy(LSN_RAD(value[LSN_COORD_pelvis_tilt]), -LSN_RAD(value[LSN_COORD_pelvis_list]),
                                         LSN_RAD(value[LSN_COORD_pelvis_rotation]));
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        pose.ball[limb->hip] = ball_from(value + limb->first + LSN_LIMB_hip, limb->sign);
        pose.ball[limb->arm] = ball_from(value + limb->first + LSN_LIMB_arm, limb->sign);
    }
    for (int c = 0; c < LSN_COORD_COUNT; ++c) pose.hinge[c] = is_hinge(c) ? LSN_RAD(value[c]) : 0.0;
    return pose;
}

void lsn_pose_to_coords(double value[LSN_COORD_COUNT], const lsn_pose *pose) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) value[c] = LSN_DEG(pose->hinge[c]);
    double z, x, y;
    lsn_quat_to_zxy(pose->orientation, &z, &x, &y);
    value[LSN_COORD_pelvis_tilt] = LSN_DEG(z);
    value[LSN_COORD_pelvis_list] = -LSN_DEG(x);
    value[LSN_COORD_pelvis_rotation] = LSN_DEG(y);
    value[LSN_COORD_pelvis_tx] = pose->position.x;
    value[LSN_COORD_pelvis_ty] = pose->position.y;
    value[LSN_COORD_pelvis_tz] = pose->position.z;
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        ball_to(value + limb->first + LSN_LIMB_hip, pose->ball[limb->hip], limb->sign);
        ball_to(value + limb->first + LSN_LIMB_arm, pose->ball[limb->arm], limb->sign);
    }
}

// ---------------------------------------------------------------- mirror and blend

// Reflection in the plane z = 0.
static lsn_quat quat_mirror(lsn_quat q) {
    return (lsn_quat){q.w, -q.x, -q.y, q.z};
}

lsn_pose lsn_pose_mirror(const lsn_pose *pose) {
    lsn_pose out = *pose;
    out.position.z = -pose->position.z;
    out.orientation = quat_mirror(pose->orientation);
    out.ball[LSN_BALL_hip_r] = quat_mirror(pose->ball[LSN_BALL_hip_l]);
    out.ball[LSN_BALL_hip_l] = quat_mirror(pose->ball[LSN_BALL_hip_r]);
    out.ball[LSN_BALL_arm_r] = quat_mirror(pose->ball[LSN_BALL_arm_l]);
    out.ball[LSN_BALL_arm_l] = quat_mirror(pose->ball[LSN_BALL_arm_r]);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        double value = pose->hinge[info->mirror];
        out.hinge[c] = info->mirror_sign < 0.0 ? -value : value;
    }
    return out;
}

lsn_pose lsn_pose_blend(const lsn_pose *a, const lsn_pose *b, double t) {
    if (t <= 0.0) return *a;
    if (t >= 1.0) return *b;
    lsn_pose out;
    out.position = lsn_v3_mix(a->position, b->position, t);
    out.orientation = lsn_quat_slerp(a->orientation, b->orientation, t);
    for (int i = 0; i < LSN_BALL_COUNT; ++i) out.ball[i] = lsn_quat_slerp(a->ball[i], b->ball[i], t);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) out.hinge[c] = lsn_mix(a->hinge[c], b->hinge[c], t);
    return out;
}

// ---------------------------------------------------------------- steps of the solver

lsn_coord lsn_dof_coord(int dof) {
    if (dof < LSN_DOF_spine) return LSN_COORD_COUNT;
    if (dof < LSN_DOF_limbs) return (lsn_coord)(LSN_COORD_lumbar_flexion + (dof - LSN_DOF_spine));
    int side = (dof - LSN_DOF_limbs) / LSN_LIMB_DOFS;
    lsn_coord coord = (lsn_coord)((int)lsn_limbs[side].first + (dof - lsn_limbs[side].first_dof));
    return is_hinge((int)coord) ? coord : LSN_COORD_COUNT;
}

static lsn_quat turned(lsn_quat q, const double *rotation_vector) {
    lsn_vec3 v = lsn_v3(rotation_vector[0], rotation_vector[1], rotation_vector[2]);
    return lsn_quat_unit(lsn_quat_mul(lsn_quat_exp(v), q));
}

void lsn_pose_step(lsn_pose *pose, const double step[LSN_DOFS]) {
    pose->position = lsn_v3_add(pose->position, lsn_v3(step[0], step[1], step[2]));
    pose->orientation = turned(pose->orientation, step + LSN_DOF_turn);
    for (int side = 0; side < 2; ++side) {
        const lsn_limb *limb = &lsn_limbs[side];
        pose->ball[limb->hip] = turned(pose->ball[limb->hip], step + limb->first_dof + LSN_LIMB_hip);
        pose->ball[limb->arm] = turned(pose->ball[limb->arm], step + limb->first_dof + LSN_LIMB_arm);
    }
    for (int d = LSN_DOF_spine; d < LSN_DOFS; ++d) {
        lsn_coord coord = lsn_dof_coord(d);
        if (coord != LSN_COORD_COUNT) pose->hinge[coord] += step[d];
    }
}

void lsn_pose_nudge(lsn_pose *pose, int dof, double amount) {
    LSN_ASSERT(dof >= 0 && dof < LSN_DOFS);
    double step[LSN_DOFS] = {0.0};
    step[dof] = amount;
    lsn_pose_step(pose, step);
}
