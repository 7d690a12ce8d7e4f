// core/body: the skeleton as a list of hinges and slides. Invariant: turning them one after the other gives what
// lsn_body_frames computes; tests/oracle checks it with another program.
#include "core/body/joints.h"

#include <string.h>

typedef struct list {
    lsn_joint *out;
    int count;
} list;

static void write_name(char out[LSN_JOINT_NAME_MAX], const char *first, const char *second) {
    lsn_buf buf = lsn_buf_make(out, LSN_JOINT_NAME_MAX);
    lsn_buf_text(&buf, first);
    if (second[0]) lsn_buf_char(&buf, '_');
    lsn_buf_text(&buf, second);
    (void)lsn_buf_cstr(&buf);
}

static lsn_joint *add(list *l, lsn_segment segment, const char *first, const char *second, lsn_vec3 axis) {
    LSN_ASSERT(l->count < LSN_JOINTS_MAX);
    lsn_joint *joint = &l->out[l->count++];
    memset(joint, 0, sizeof *joint);
    joint->segment = segment;
    joint->axis = axis;
    joint->coord = LSN_COORD_COUNT;
    write_name(joint->name, first, second);
    return joint;
}

static lsn_joint *add_coord(list *l, lsn_segment segment, lsn_coord coord, lsn_vec3 axis) {
    lsn_joint *joint = add(l, segment, lsn_coord_describe(coord)->name, "", axis);
    joint->coord = coord;
    return joint;
}

static lsn_joint *add_following(list *l, lsn_segment segment, const char *first, const char *second, lsn_vec3 axis,
                                lsn_coord coord) {
    lsn_joint *joint = add(l, segment, first, second, axis);
    joint->drive = LSN_DRIVE_POLYNOMIAL;
    joint->coord = coord;
    return joint;
}

static lsn_vec3 axis_x(double sign) {
    return lsn_v3(sign, 0.0, 0.0);
}

static lsn_vec3 axis_y(double sign) {
    return lsn_v3(0.0, sign, 0.0);
}

static lsn_vec3 axis_z(double sign) {
    return lsn_v3(0.0, 0.0, sign);
}

static void add_pelvis(list *l) {
    const lsn_vec3 slides[3] = {axis_x(1.0), axis_y(1.0), axis_z(1.0)};
    for (int i = 0; i < 3; ++i)
        add_coord(l, LSN_SEG_pelvis, (lsn_coord)(LSN_COORD_pelvis_tx + i), slides[i])->slides = true;
    add_coord(l, LSN_SEG_pelvis, LSN_COORD_pelvis_tilt, axis_z(1.0));
    add_coord(l, LSN_SEG_pelvis, LSN_COORD_pelvis_list, axis_x(-1.0));
    add_coord(l, LSN_SEG_pelvis, LSN_COORD_pelvis_rotation, axis_y(1.0));
}

static void add_spine(list *l) {
    const lsn_vec3 axes[3] = {axis_z(-1.0), axis_x(1.0), axis_y(1.0)};
    for (int i = 0; i < LSN_SPINE_LEVELS; ++i) {
        const lsn_spine_level *level = &lsn_spine_levels[i];
        bool begins = i == 0 || lsn_spine_levels[i - 1].first != level->first;
        for (int j = 0; j < 3 && begins; ++j)
            add_coord(l, level->segment, (lsn_coord)(level->first + j), axes[j])->host = LSN_HOST_COORDINATES;
        for (int j = 0; j < 3; ++j) {
            lsn_coord coord = (lsn_coord)(level->first + j);
            const char *total = lsn_coord_describe(coord)->name, *name = lsn_segment_name(level->segment);
            add_following(l, level->segment, total, name, axes[j], coord)->polynomial[1] = level->share[j];
        }
    }
}

static const char *side_of(const lsn_limb *limb) {
    return limb->sign > 0.0 ? "r" : "l";
}

// The humerus turns against the thorax: between it and the clavicle lies a helper body that undoes the clavicle's
// turns.
static void add_shoulder(list *l, const lsn_limb *limb) {
    const char *side = side_of(limb);
    lsn_coord elevation = (lsn_coord)(limb->first + LSN_LIMB_clavicle_elevation);
    lsn_coord protraction = (lsn_coord)(limb->first + LSN_LIMB_clavicle_protraction);
    lsn_vec3 forward = axis_y(limb->sign), up = axis_x(-limb->sign);
    int first = l->count;
    add_coord(l, limb->clavicle, protraction, forward);
    add(l, limb->clavicle, "girdle_protraction", side, forward)->drive = LSN_DRIVE_PROTRACTION;
    add_coord(l, limb->clavicle, elevation, up);
    add(l, limb->clavicle, "girdle_elevation", side, up)->drive = LSN_DRIVE_ELEVATION;
    for (int i = 3; i >= 0; --i) {
        const lsn_joint *undone = &l->out[first + i];
        lsn_joint *joint = add(l, limb->clavicle, "shoulder_undoes", undone->name, undone->axis);
        joint->host = LSN_HOST_SHOULDER;
        joint->drive = LSN_DRIVE_OPPOSITE;
        joint->opposite = first + i;
    }
}

static void add_arm(list *l, const lsn_limb *limb) {
    double sign = limb->sign;
    add_shoulder(l, limb);
    add_coord(l, limb->humerus, (lsn_coord)(limb->first + LSN_LIMB_arm), axis_z(1.0));
    add_coord(l, limb->humerus, (lsn_coord)(limb->first + LSN_LIMB_arm_adduction), axis_x(sign));
    add_coord(l, limb->humerus, (lsn_coord)(limb->first + LSN_LIMB_arm_rotation), axis_y(sign));
    add_coord(l, limb->forearm, (lsn_coord)(limb->first + LSN_LIMB_elbow), axis_z(1.0));
    add_coord(l, limb->hand, (lsn_coord)(limb->first + LSN_LIMB_pro_sup), axis_y(sign));
    add_coord(l, limb->hand, (lsn_coord)(limb->first + LSN_LIMB_wrist_flex), axis_z(1.0));
    add_coord(l, limb->hand, (lsn_coord)(limb->first + LSN_LIMB_wrist_dev), axis_x(sign));
    add_coord(l, limb->hand, (lsn_coord)(limb->first + LSN_LIMB_fingers), axis_z(1.0))->host = LSN_HOST_COORDINATES;
}

static void add_knee(list *l, const lsn_body *body, const lsn_limb *limb) {
    const char *side = side_of(limb);
    lsn_coord knee = (lsn_coord)(limb->first + LSN_LIMB_knee);
    lsn_joint *cap = add_following(l, limb->patella, "patella", side, axis_z(-1.0), knee);
    cap->at = lsn_v3_sub(body->joint[limb->tibia], body->joint[limb->patella]);
    cap->polynomial[1] = lsn_patella_share;
    lsn_joint *roll = add_following(l, limb->tibia, "knee_roll", side, axis_x(1.0), knee);
    lsn_joint *drop = add_following(l, limb->tibia, "knee_drop", side, axis_y(1.0), knee);
    roll->slides = drop->slides = true;
    for (int i = 0; i < 5; ++i) {
        roll->polynomial[i] = body->scale * lsn_knee_roll[i];
        drop->polynomial[i] = body->scale * lsn_knee_drop[i];
    }
    add_coord(l, limb->tibia, knee, axis_z(-1.0));
}

static void add_leg(list *l, const lsn_body *body, const lsn_limb *limb) {
    double sign = limb->sign;
    add_coord(l, limb->femur, (lsn_coord)(limb->first + LSN_LIMB_hip), axis_z(1.0));
    add_coord(l, limb->femur, (lsn_coord)(limb->first + LSN_LIMB_hip_adduction), axis_x(sign));
    add_coord(l, limb->femur, (lsn_coord)(limb->first + LSN_LIMB_hip_rotation), axis_y(sign));
    add_knee(l, body, limb);
    add_coord(l, limb->foot, (lsn_coord)(limb->first + LSN_LIMB_ankle), axis_z(1.0));
    add_coord(l, limb->foot, (lsn_coord)(limb->first + LSN_LIMB_subtalar), axis_x(sign));
    add_coord(l, limb->toes, (lsn_coord)(limb->first + LSN_LIMB_toes), axis_z(1.0));
}

int lsn_joints_build(lsn_joint out[LSN_JOINTS_MAX], const lsn_body *body) {
    list l = {.out = out};
    add_pelvis(&l);
    add_spine(&l);
    for (int side = 0; side < 2; ++side) {
        add_arm(&l, &lsn_limbs[side]);
        add_leg(&l, body, &lsn_limbs[side]);
    }
    return l.count;
}

// ---------------------------------------------------------------- values

static double follow(const lsn_joint *joint, double x) {
    const double *c = joint->polynomial;
    return c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])));
}

static double rhythm(const lsn_joint *joint, const lsn_pose *pose) {
    double elevation, protraction;
    lsn_girdle_rhythm(&elevation, &protraction, pose, &lsn_limbs[lsn_segment_is_left(joint->segment) ? 1 : 0]);
    return joint->drive == LSN_DRIVE_ELEVATION ? elevation : protraction;
}

int lsn_body_joints(lsn_joint_value out[LSN_JOINTS_MAX], const lsn_body *body, const lsn_pose *pose) {
    lsn_joint joints[LSN_JOINTS_MAX];
    int count = lsn_joints_build(joints, body);
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, pose);
    for (int i = 0; i < count; ++i) {
        const lsn_joint *joint = &joints[i];
        memcpy(out[i].name, joint->name, sizeof out[i].name);
        double coord = 0.0;
        if (joint->coord != LSN_COORD_COUNT)
            coord = lsn_coord_describe(joint->coord)->is_length ? value[joint->coord] : LSN_RAD(value[joint->coord]);
        switch (joint->drive) {
        case LSN_DRIVE_FREE:
            out[i].value = coord;
            break;
        case LSN_DRIVE_POLYNOMIAL:
            out[i].value = follow(joint, coord);
            break;
        case LSN_DRIVE_ELEVATION:
        case LSN_DRIVE_PROTRACTION:
            out[i].value = rhythm(joint, pose);
            break;
        case LSN_DRIVE_OPPOSITE:
            out[i].value = -out[joint->opposite].value;
            break;
        }
    }
    return count;
}
