/// Private to core/body: the skeleton's tables and the rates at which segments move with each degree of freedom.
#ifndef LSN_BODY_KINEMATICS_H
#define LSN_BODY_KINEMATICS_H

#include "core/body/body.h"

// ---------------------------------------------------------------- tables (skeleton.c)

/// Joint centre of a segment in the anatomical pose of a 1.70 m body, from midway between the hips (mm).
lsn_vec3 lsn_skeleton_joint_mm(lsn_segment segment);
bool lsn_segment_is_left(lsn_segment segment);
/// Girth widens trunk and limbs; head, hands and feet keep their size.
double lsn_segment_girth(const lsn_body *body, lsn_segment segment);

/// A level of the spine takes its share of the three totals that begin at `first` (flexion, bending, rotation).
typedef struct lsn_spine_level {
    lsn_segment segment;
    lsn_coord first;
    double share[3];
} lsn_spine_level;

enum { LSN_SPINE_LEVELS = 10 };
extern const lsn_spine_level lsn_spine_levels[LSN_SPINE_LEVELS];

/// One side's segments and coordinates, so that left and right are one piece of code.
typedef struct lsn_limb {
    double sign; // +1 right, −1 left: of rotations about X and Y
    lsn_segment clavicle, humerus, forearm, hand, femur, patella, tibia, foot, toes;
    int hip, arm;    // lsn_pose.ball
    lsn_coord first; // hip_flexion of the side; the rest follow in the order of LSN_SIDE_COORDS
    int first_dof;
} lsn_limb;

extern const lsn_limb lsn_limbs[2];

/// Offsets from lsn_limb.first.
enum {
    LSN_LIMB_hip,
    LSN_LIMB_hip_adduction,
    LSN_LIMB_hip_rotation,
    LSN_LIMB_knee,
    LSN_LIMB_ankle,
    LSN_LIMB_subtalar,
    LSN_LIMB_toes,
    LSN_LIMB_clavicle_elevation,
    LSN_LIMB_clavicle_protraction,
    LSN_LIMB_arm,
    LSN_LIMB_arm_adduction,
    LSN_LIMB_arm_rotation,
    LSN_LIMB_elbow,
    LSN_LIMB_pro_sup,
    LSN_LIMB_wrist_flex,
    LSN_LIMB_wrist_dev,
    LSN_LIMB_fingers,
    LSN_LIMB_COORDS
};

/// What follows a coordinate (kinematics.c): the clavicle the arm, on top of its own two angles (rad); the tibia's
/// place against the femur the knee's angle, as coefficients of a polynomial (m at scale 1); the kneecap a share of it.
void lsn_girdle_rhythm(double *elevation, double *protraction, const lsn_pose *pose, const lsn_limb *limb);
extern const double lsn_knee_roll[5], lsn_knee_drop[5], lsn_patella_share;

// ---------------------------------------------------------------- degrees of freedom

/// The solver's tangent: root position and rotation vector (world axes), spine totals, then per side the limb's
/// coordinates without the fingers. Hips and arms are rotation vectors in their parent's axes.
enum { LSN_DOF_root = 0, LSN_DOF_turn = 3, LSN_DOF_spine = 6, LSN_DOF_limbs = 15, LSN_LIMB_DOFS = 16 };

/// The coordinate behind a scalar degree of freedom; LSN_COORD_COUNT for root, hips and arms.
lsn_coord lsn_dof_coord(int dof);
void lsn_pose_step(lsn_pose *pose, const double step[LSN_DOFS]);

/// How a segment moves against its parent with one degree of freedom: a point p of it moves at
/// turn × (p − origin) + slide.
typedef struct lsn_rate {
    int dof;
    lsn_vec3 turn, slide;
} lsn_rate;

enum { LSN_RATES_MAX = 6 };

typedef struct lsn_chain {
    lsn_frames frames;
    lsn_rate rates[LSN_SEGMENT_COUNT][LSN_RATES_MAX];
    int count[LSN_SEGMENT_COUNT];
} lsn_chain;

void lsn_chain_build(lsn_chain *out, const lsn_body *body, const lsn_pose *pose);
/// Adds the rates of the world point `p`, fixed in `segment`, times `sign`, to `column` (one vector per dof).
void lsn_chain_point(lsn_vec3 column[LSN_DOFS], const lsn_chain *chain, lsn_segment segment, lsn_vec3 p, double sign);
/// The same along one direction: adds how fast the point moves `along` with each dof (any length of `along`). Joints at
/// and above `stop` are left out; LSN_SEGMENT_COUNT leaves out none.
void lsn_chain_row(double row[LSN_DOFS], const lsn_chain *chain, lsn_segment segment, lsn_vec3 p, lsn_vec3 along,
                   lsn_segment stop);

// ---------------------------------------------------------------- what touches (touch.c, sites.c)

/// A ball of flesh in the world. It is fixed half in `segment`, half in `second` (the same segment but for a buttock,
/// which lies between pelvis and thigh).
typedef struct lsn_ball_at {
    lsn_segment segment, second;
    lsn_vec3 centre;
    double radius_m;
} lsn_ball_at;

enum { LSN_SITE_BALLS_MAX = 6, LSN_BODY_BALLS_MAX = 2 * LSN_CAPSULES_MAX };
/// The balls that touch a plane when the site does; at least one.
int lsn_site_balls(lsn_ball_at out[LSN_SITE_BALLS_MAX], const lsn_body *body, const lsn_frames *frames, lsn_site site);
/// Both ends of every capsule.
int lsn_body_balls(lsn_ball_at out[LSN_BODY_BALLS_MAX], const lsn_body *body, const lsn_frames *frames);
/// A buttock's two balls, or the two ends of the pelvis.
void lsn_buttock_balls(lsn_ball_at out[2], const lsn_body *body, const lsn_frames *frames, int side);
void lsn_pelvis_balls(lsn_ball_at out[2], const lsn_body *body, const lsn_frames *frames);

/// How far the hip bends at a knee angle, and the knee at a hip angle, before a muscle of both stops it (limits.c,
/// rad).
double lsn_limit_hip(const lsn_body *body, double knee);
double lsn_limit_knee(const lsn_body *body, double hip);

/// Fills body->pairs (self.c).
void lsn_body_list_pairs(lsn_body *body);

/// Outward skin normal in the segment's frame.
lsn_vec3 lsn_site_normal_local(lsn_site site);

#endif
