/// core/body: the skeleton and what can be computed from it: frames, sites, contacts, centre of mass, muscle paths.
///
/// World: right-handed, X forward, Y up, Z to the person's right, floor at y = 0; metres, seconds, radians. Anatomical
/// pose: standing, arms hanging, palms forward; in it every segment's axes are parallel to the world's and each origin
/// is the proximal joint centre (pelvis: midway between the hip centres). Coordinates have the names and signs of
/// OpenSim and are in degrees wherever they are authored or reported.
#ifndef LSN_BODY_H
#define LSN_BODY_H

#include "core/base/base.h"

// ---------------------------------------------------------------- segments, coordinates

/// 29 segments, parents before children.
// clang-format off
#define LSN_SEGMENTS(X)                                                                                                \
    X(pelvis) X(l5) X(l4) X(l3) X(l2) X(l1) X(t12_t9) X(t8_t5) X(t4_t1) X(neck) X(head) X(clavicle_r) X(humerus_r)     \
    X(forearm_r) X(hand_r) X(femur_r) X(patella_r) X(tibia_r) X(foot_r) X(toes_r) X(clavicle_l) X(humerus_l)           \
    X(forearm_l) X(hand_l) X(femur_l) X(patella_l) X(tibia_l) X(foot_l) X(toes_l)
// clang-format on

typedef enum lsn_segment {
#define X(name) LSN_SEG_##name,
    LSN_SEGMENTS(X)
#undef X
        LSN_SEGMENT_COUNT
} lsn_segment;

/// Coordinates: X(name, least, greatest) in degrees (metres for t…). Adult means; sources beside the table in
/// skeleton.c. pelvis_tilt + leans back (supine is +90, prone and all fours −90); pelvis_list + drops the left side;
/// pelvis_rotation + turns to the left. Per side: hip_flexion +, hip_adduction + towards the midline, hip_rotation +
/// internal, knee_angle + flexion, ankle_angle + dorsiflexion, subtalar_angle + inversion, toes_angle + extension,
/// clavicle_elevation + up, clavicle_protraction + forward, arm_flex + forward, arm_add + towards the midline, arm_rot
/// + internal, elbow_flex +, pro_sup + pronation (0: palm forward), wrist_flex + towards the palm, wrist_dev + towards
/// the little finger, fingers_curl 0 flat … 100 fist. Spine: flexion + forward, bending + to the right, rotation + to
/// the left.
#define LSN_SIDE_COORDS(X, s)                                                                                          \
    X(hip_flexion_##s, -18, 125)                                                                                       \
    X(hip_adduction_##s, -45, 30)                                                                                      \
    X(hip_rotation_##s, -45, 45)                                                                                       \
    X(knee_angle_##s, 0, 150)                                                                                          \
    X(ankle_angle_##s, -70, 20)                                                                                        \
    X(subtalar_angle_##s, -15, 30)                                                                                     \
    X(toes_angle_##s, -30, 65)                                                                                         \
    X(clavicle_elevation_##s, -8, 35)                                                                                  \
    X(clavicle_protraction_##s, -20, 25)                                                                               \
    X(arm_flex_##s, -60, 180)                                                                                          \
    X(arm_add_##s, -180, 40)                                                                                           \
    X(arm_rot_##s, -90, 90)                                                                                            \
    X(elbow_flex_##s, 0, 145)                                                                                          \
    X(pro_sup_##s, -10, 165)                                                                                           \
    X(wrist_flex_##s, -88, 80)                                                                                         \
    X(wrist_dev_##s, -20, 35)                                                                                          \
    X(fingers_curl_##s, 0, 100)

#define LSN_COORDS(X)                                                                                                  \
    X(pelvis_tilt, -180, 180)                                                                                          \
    X(pelvis_list, -180, 180)                                                                                          \
    X(pelvis_rotation, -180, 180)                                                                                      \
    X(pelvis_tx, -5, 5)                                                                                                \
    X(pelvis_ty, -1, 3)                                                                                                \
    X(pelvis_tz, -5, 5)                                                                                                \
    X(lumbar_flexion, -25, 60)                                                                                         \
    X(lumbar_bending, -25, 25)                                                                                         \
    X(lumbar_rotation, -7, 7)                                                                                          \
    X(thoracic_flexion, -20, 35)                                                                                       \
    X(thoracic_bending, -25, 25)                                                                                       \
    X(thoracic_rotation, -35, 35)                                                                                      \
    X(neck_flexion, -55, 50)                                                                                           \
    X(neck_bending, -40, 40)                                                                                           \
    X(neck_rotation, -70, 70)                                                                                          \
    LSN_SIDE_COORDS(X, r)                                                                                              \
    LSN_SIDE_COORDS(X, l)

typedef enum lsn_coord {
#define X(name, low, high) LSN_COORD_##name,
    LSN_COORDS(X)
#undef X
        LSN_COORD_COUNT
} lsn_coord;

typedef struct lsn_coord_info {
    const char *name;
    double least, greatest; // degrees, or metres for pelvis_t…
    lsn_coord mirror;       // the coordinate of the other side; itself on the midline
    double mirror_sign;     // −1 for list, rotation, bending and tz; otherwise 1
    bool is_length;         // metres instead of degrees
} lsn_coord_info;

const lsn_coord_info *lsn_coord_describe(lsn_coord coord);
/// Returns LSN_COORD_COUNT when there is no such coordinate.
lsn_coord lsn_coord_find(lsn_str name);
const char *lsn_segment_name(lsn_segment segment);
lsn_segment lsn_segment_parent(lsn_segment segment); // the pelvis is its own parent

// ---------------------------------------------------------------- muscles

/// X(name, plain words): each exists as name_r and name_l. Names follow the OpenSim literature.
// clang-format off
#define LSN_MUSCLES(X)                                                                                                 \
    X(semimembranosus, LSN_TR("deep inner hamstring"))                                                                         \
    X(semitendinosus, LSN_TR("inner hamstring"))                                                                               \
    X(biceps_femoris_lh, LSN_TR("outer hamstring"))                                                                            \
    X(biceps_femoris_sh, LSN_TR("short outer hamstring"))                                                                      \
    X(rectus_femoris, LSN_TR("front of the thigh"))                                                                            \
    X(vastus_int, LSN_TR("deep front of the thigh"))                                                                           \
    X(tfl, LSN_TR("outer hip"))                                                                                                \
    X(sartorius, LSN_TR("long muscle across the thigh"))                                                                       \
    X(gracilis, LSN_TR("long inner thigh"))                                                                                    \
    X(psoas, LSN_TR("deep hip flexor"))                                                                                        \
    X(iliacus, LSN_TR("hip flexor in the pelvis"))                                                                             \
    X(piriformis, LSN_TR("deep buttock rotator"))                                                                              \
    X(glut_max1, LSN_TR("buttock, upper"))                                                                                     \
    X(glut_max2, LSN_TR("buttock, middle"))                                                                                    \
    X(glut_max3, LSN_TR("buttock, lower"))                                                                                     \
    X(glut_med1, LSN_TR("side of the hip, front"))                                                                             \
    X(glut_med2, LSN_TR("side of the hip, middle"))                                                                            \
    X(glut_med3, LSN_TR("side of the hip, back"))                                                                              \
    X(glut_min2, LSN_TR("deep side of the hip"))                                                                               \
    X(add_longus, LSN_TR("inner thigh, front"))                                                                                \
    X(add_brevis, LSN_TR("inner thigh, short"))                                                                                \
    X(add_magnus_mid, LSN_TR("inner thigh, deep"))                                                                             \
    X(add_magnus_isch, LSN_TR("inner thigh, back"))                                                                            \
    X(pectineus, LSN_TR("inner thigh, at the groin"))                                                                          \
    X(quadratus_femoris, LSN_TR("low deep buttock rotator"))                                                                   \
    X(gastroc_med, LSN_TR("inner calf"))                                                                                       \
    X(gastroc_lat, LSN_TR("outer calf"))                                                                                       \
    X(soleus, LSN_TR("deep calf"))                                                                                             \
    X(tibialis_ant, LSN_TR("front of the shin"))                                                                               \
    X(multifidus_lumbar, LSN_TR("small muscles of the low back"))                                                              \
    X(multifidus_thoracic, LSN_TR("small muscles of the upper back"))                                                          \
    X(erector_longissimus_lumborum, LSN_TR("long back muscle, low"))                                                           \
    X(erector_longissimus_thoracis, LSN_TR("long back muscle, upper"))                                                         \
    X(erector_iliocostalis_lumb, LSN_TR("outer back muscle, low"))                                                             \
    X(erector_iliocostalis_thor, LSN_TR("outer back muscle, upper"))                                                           \
    X(quadratus_lumborum, LSN_TR("deep side of the waist"))                                                                    \
    X(external_oblique, LSN_TR("outer side of the waist"))                                                                     \
    X(internal_oblique, LSN_TR("inner side of the waist"))                                                                     \
    X(rectus_abdominis, LSN_TR("front of the belly"))                                                                          \
    X(transversus_abdominis, LSN_TR("deep belly muscle"))                                                                      \
    X(latissimus_dorsi, LSN_TR("broad back muscle"))
// clang-format on

typedef enum lsn_muscle {
    LSN_MUSCLE_NONE,
#define X(name, plain) LSN_MUSCLE_##name##_r, LSN_MUSCLE_##name##_l,
    LSN_MUSCLES(X)
#undef X
        LSN_MUSCLE_COUNT
} lsn_muscle;

// ---------------------------------------------------------------- body (constant) and pose (mutable)

/// A person's own limit of one coordinate (degrees). It narrows the range of adults and never widens it.
typedef struct lsn_own_limit {
    lsn_coord coord;
    double least_deg, greatest_deg;
} lsn_own_limit;

/// What a person may say that they cannot do; in files with '-' for '_'. X(name, as in "you cannot …", as in "it needs
/// …")
// clang-format off
#define LSN_CANNOTS(X)                                                                                                 \
    X(kneel, LSN_TR("kneel"), LSN_TR("kneeling")) \
    X(lean_on_hands, LSN_TR("put weight on your hands"), LSN_TR("weight on the hands")) \
    X(lie_on_front, LSN_TR("lie on your front"), LSN_TR("lying on the front")) \
    X(get_to_floor, LSN_TR("get down to the floor"), LSN_TR("getting down to the floor")) \
    X(lie_on_back, LSN_TR("lie flat on your back"), LSN_TR("lying on the back")) \
    X(lie_on_side, LSN_TR("lie on your side"), LSN_TR("lying on the side")) \
    X(sit_on_floor, LSN_TR("sit on the floor"), LSN_TR("sitting on the floor")) \
    X(stand_on_one_leg, LSN_TR("stand on one leg"), LSN_TR("standing on one leg"))
/// Skin, hair and clothes of the figure, called by the colour of the shirt. The first is the default.
#define LSN_LOOKS(X) X(teal) X(lilac) X(sage)
// clang-format on

typedef enum lsn_cannot {
#define X(name, text, noun) LSN_CANNOT_##name,
    LSN_CANNOTS(X)
#undef X
        LSN_CANNOT_COUNT
} lsn_cannot;

const char *lsn_cannot_name(lsn_cannot cannot); // "lean-on-hands"
const char *lsn_cannot_text(lsn_cannot cannot); // as in "you cannot …"
const char *lsn_cannot_noun(lsn_cannot cannot); // as in "it needs …"

typedef enum lsn_look {
#define X(name) LSN_LOOK_##name,
    LSN_LOOKS(X)
#undef X
        LSN_LOOK_COUNT
} lsn_look;

enum { LSN_OWN_LIMITS_MAX = 64 };

#define LSN_STATURE_MIN_M 1.40
#define LSN_STATURE_MAX_M 2.05
#define LSN_GIRTH_MIN     0.85
#define LSN_GIRTH_MAX     1.25

typedef struct lsn_body_options {
    double stature_m; // LSN_STATURE_MIN_M … LSN_STATURE_MAX_M
    double girth;     // 1 is the mean build; LSN_GIRTH_MIN … LSN_GIRTH_MAX
    double mass_kg;   // 35 … 180
    lsn_own_limit limits[LSN_OWN_LIMITS_MAX];
    int limit_count;
    double straight_leg_deg; // hip flexion with a straight knee; 0: as adults do (88)
    double prone_knee_deg;   // knee flexion with a straight hip; 0: as adults do (130)
    uint32_t cannot;         // bit mask of lsn_cannot
    lsn_look look;
} lsn_body_options;

lsn_body_options lsn_body_options_default(void); // mean of male and female medians

/// Builds that every move must suit: the 5th percentile of women, the mean of the medians, the 95th percentile of men.
typedef enum lsn_build { LSN_BUILD_small, LSN_BUILD_mean, LSN_BUILD_large, LSN_BUILD_COUNT } lsn_build;
lsn_body_options lsn_body_options_for(lsn_build build);
const char *lsn_build_name(lsn_build build); // "small", "mean", "large"

/// Reads a body file (schema/body.schema.json): {"stature_m", "girth", "mass_kg", "limits", "cannot", "look"}, all
/// optional.
/// `limits` has coordinates with or without a side ("hip_flexion": 90, or [-5, 90]) and "straight_leg_raise",
/// "prone_knee_bend". On an error `diag` has the place and *out is untouched. Needs about 64 KB of scratch.
LSN_MUST_CHECK lsn_err lsn_body_options_parse(lsn_body_options *out, lsn_str text, lsn_arena scratch, lsn_diag *diag);

/// Writes the options as a body file that reads back as the same.
void lsn_body_options_write_json(lsn_json_out *out, const lsn_body_options *options);

enum { LSN_CAPSULES_MAX = 44, LSN_PAIRS_MAX = 900 };

/// Two of lsn_body_capsules, and how deep in each other flesh allows them to be: as deep as when standing, and 20 mm.
typedef struct lsn_pair {
    int first, second;
    double allowed_m;
} lsn_pair;

/// One person's proportions: constant once built; poses are many. Everything the figure needs to scale its surface.
typedef struct lsn_body {
    lsn_body_options options;
    double scale;                            // stature / 1.70 m
    lsn_vec3 joint[LSN_SEGMENT_COUNT];       // proximal joint centre in the parent's frame, anatomical pose (m)
    lsn_vec3 mass_centre[LSN_SEGMENT_COUNT]; // in the segment's frame (m)
    double mass_kg[LSN_SEGMENT_COUNT];
    double least_rad[LSN_COORD_COUNT], greatest_rad[LSN_COORD_COUNT]; // metres for pelvis_t…
    // Muscles that cross two joints: how far the hip bends over a straight knee, and the knee under a straight hip.
    double straight_leg_rad, prone_knee_rad;
    lsn_pair pairs[LSN_PAIRS_MAX]; // capsules that must not be in each other
    int pair_count;
    double muscle_least_m[LSN_MUSCLE_COUNT], muscle_greatest_m[LSN_MUSCLE_COUNT]; // reachable lengths
} lsn_body;

/// Returns LSN_ERR_OUT_OF_RANGE for numbers outside their ranges, LSN_ERR_INCONSISTENT when an own limit leaves
/// nothing.
LSN_MUST_CHECK lsn_err lsn_body_build(lsn_body *out, const lsn_body_options *options);

/// The errors of lsn_body_build without building.
LSN_MUST_CHECK lsn_err lsn_body_options_check(const lsn_body_options *options);
/// The same body without limits of its own. Its muscles' reachable lengths are still those of `body`; see
/// lsn_body_measure_muscles.
void lsn_body_unlimited(lsn_body *out, const lsn_body *body);

/// Whether options narrow anything.
bool lsn_body_is_narrowed(const lsn_body *body);
/// Whether left and right have limits of their own; and the body with left and right exchanged.
bool lsn_body_is_lopsided(const lsn_body *body);
void lsn_body_mirror(lsn_body *out, const lsn_body *body);

enum { LSN_BALL_hip_r, LSN_BALL_hip_l, LSN_BALL_arm_r, LSN_BALL_arm_l, LSN_BALL_COUNT };

/// A posture. Hips and shoulders are unit quaternions (no gimbal lock with the arms out to the side); everything else
/// is a scalar in `hinge` under its coordinate's index (radians). Entries of `hinge` that belong to the pelvis, hips or
/// arms are unused and zero.
typedef struct lsn_pose {
    lsn_vec3 position;    // of the pelvis in the world (m)
    lsn_quat orientation; // of the pelvis in the world
    lsn_quat ball[LSN_BALL_COUNT];
    double hinge[LSN_COORD_COUNT];
} lsn_pose;

/// The anatomical pose with the hips at standing height of `body`.
lsn_pose lsn_pose_standing(const lsn_body *body);
/// `value` in degrees (metres for pelvis_t…), LSN_COORD_COUNT of them.
lsn_pose lsn_pose_from_coords(const double value[LSN_COORD_COUNT]);
void lsn_pose_to_coords(double value[LSN_COORD_COUNT], const lsn_pose *pose);
/// The mirror image (left and right exchanged), exactly: mirroring twice gives the same bits.
lsn_pose lsn_pose_mirror(const lsn_pose *pose);
/// From a (t = 0) to b (t = 1), rotations the short way.
lsn_pose lsn_pose_blend(const lsn_pose *a, const lsn_pose *b, double t);

/// World positions and orientations of all segments in one pose.
typedef struct lsn_frames {
    lsn_vec3 origin[LSN_SEGMENT_COUNT];
    lsn_quat rotation[LSN_SEGMENT_COUNT];
} lsn_frames;

/// By how much the pose is outside the body's limits (rad), 0 when inside, and the coordinate that is: single ranges,
/// hips and arms, and the coupled ones: a straight leg rises to about 88°, more as the knee bends (hamstrings); the
/// knee of a straight hip bends to about 130°, less as the hip extends (rectus femoris, Ely's test).
double lsn_body_limit_excess(const lsn_body *body, const lsn_pose *pose, lsn_coord *worst);

/// Forward kinematics. The shoulder girdle follows the arm (scapulohumeral rhythm); arm angles are against the thorax;
/// the knee's centre rolls back with flexion; lumbar and thoracic totals are shared out to their levels. The forearm's
/// frame follows the ulna: pro_sup turns the hand, a surface spreads that twist along the forearm.
void lsn_body_frames(lsn_frames *out, const lsn_body *body, const lsn_pose *pose);
lsn_vec3 lsn_frames_point(const lsn_frames *frames, lsn_segment segment, lsn_vec3 local);
lsn_vec3 lsn_body_mass_centre(const lsn_body *body, const lsn_frames *frames);

/// The solver's degrees of freedom: place and turn of the pelvis (world axes), the spine's nine totals, and of each
/// limb the coordinates but the fingers; hips and arms are rotation vectors in their parent's axes.
enum { LSN_DOFS = 47 };
/// Moves one of them by `amount` (m or rad).
void lsn_pose_nudge(lsn_pose *pose, int dof, double amount);

// ---------------------------------------------------------------- sites and contacts

/// Named places on the skin. Most are round: what touches a plane is a ball (or, across the trunk, a row of balls)
/// under the skin there, so a limb may lean on its contact; the hand's are flat points. X(name, segment) on the
/// midline; S(name, segment) on both sides as name_r and name_l.
// clang-format off
#define LSN_SITES(X, S)                                                                                                \
    X(sacrum, pelvis) X(low_back, l3) X(mid_back, t8_t5) X(upper_back, t4_t1) X(back_of_head, head)                    \
    X(forehead, head) X(chin, head) X(belly, l3) X(breastbone, t8_t5) X(pubis, pelvis) S(sit_bone, pelvis)             \
    S(hip_front, pelvis) S(hip_side, pelvis) S(shoulder_blade, t8_t5) S(shoulder_back, clavicle)                       \
    S(shoulder_side, humerus) S(elbow, forearm) S(forearm_mid, forearm) S(palm, hand) S(palm_heel, hand)               \
    S(fingertips, hand) S(back_of_hand, hand) S(thigh_front, femur) S(thigh_back, femur) S(thigh_low_back, femur)      \
    S(thigh_low_front, femur) S(thigh_outer, femur) S(knee, tibia) S(knee_outer, femur) S(shin, tibia)                 \
    S(shin_low, tibia) S(calf, tibia) S(ankle_outer, tibia) S(ankle_inner, tibia) S(heel, foot) S(ball_inner, foot)    \
    S(ball_outer, foot) S(instep, foot) S(toe_tips, toes) S(loin, l3) S(head_side, head) S(knee_inner, femur)   \
    S(thigh_low_inner, femur) S(thigh_hold_outer, femur) S(thigh_hold_inner, femur)
// clang-format on

/// Declared in body.c's table order; find by name ("palm_r", "sacrum").
typedef int lsn_site; // 0 is none
lsn_site lsn_site_find(lsn_str name);
const char *lsn_site_name(lsn_site site);
lsn_site lsn_site_mirror(lsn_site site);
lsn_segment lsn_site_segment(lsn_site site);
lsn_vec3 lsn_site_local(const lsn_body *body, lsn_site site); // in its segment's frame (m)
lsn_vec3 lsn_site_world(const lsn_body *body, const lsn_frames *frames, lsn_site site);
/// Where the site touches a plane with this unit normal: the lowest skin along it, under the middle of its balls.
lsn_vec3 lsn_site_touch(const lsn_body *body, const lsn_frames *frames, lsn_site site, lsn_vec3 normal);

/// How the site moves in the world with each degree of freedom (m a metre, m a radian).
void lsn_site_rates(lsn_vec3 out[LSN_DOFS], const lsn_body *body, const lsn_pose *pose, lsn_site site);

typedef enum lsn_contact_kind {
    LSN_CONTACT_PLANE, // the skin at the site touches the plane normal·p = offset_m
    LSN_CONTACT_POINT, // it touches at `point`, on the plane through it with `normal`; normal zero: the site is there
    LSN_CONTACT_SITE   // the site is at another site of the same body, `gap_m` outside along that site's skin normal
} lsn_contact_kind;

typedef struct lsn_contact {
    lsn_contact_kind kind;
    lsn_site site, other;
    lsn_vec3 normal; // unit
    double offset_m, gap_m;
    lsn_vec3 point;
} lsn_contact;

enum { LSN_CONTACTS_MAX = 32 };

typedef struct lsn_solve_options {
    int iterations_max;       // default 60
    double tolerance_m;       // default 0.0005
    double posture_stiffness; // how strongly the authored posture is kept where contacts contradict, default 1
    bool floor;               // nothing sinks below y = 0, default false
    double floor_slack_m;     // but flesh and mat give this much, default 0.004
    // No part enters another deeper than flesh allows, default false. What is far inside in the wished posture already
    // is left there, the more so the deeper: there is no telling on which side it should come out.
    bool self;
    const double *self_slack_m; // more for each of body->pairs, or NULL
    int restarts;               // tries from other starts when a contact stays off, default 24
} lsn_solve_options;

lsn_solve_options lsn_solve_options_default(void);

typedef struct lsn_solve_report {
    double worst_m; // the largest remaining contact error
    int worst;      // its index, −1 without contacts
    int iterations;
    double moved_rad; // RMS change of the joints from the wished posture
} lsn_solve_report;

/// How far a contact is from being true (m).
double lsn_contact_error(const lsn_body *body, const lsn_frames *frames, const lsn_contact *contact);

/// Makes the contacts true within the body's limits, as near as possible to the posture `wished`. Starts from `*pose`
/// (warm start). Deterministic; allocates only from `scratch` (about 260 KB). Returns LSN_ERR_NOT_SOLVED when a
/// contact stays more than 2 mm off (the best pose found is still written: the figure may show it, a checker refuses
/// it).
LSN_MUST_CHECK lsn_err lsn_body_solve(lsn_pose *pose, lsn_solve_report *report, const lsn_body *body,
                                      const lsn_pose *wished, const lsn_contact *contacts, int count,
                                      const lsn_solve_options *options, lsn_arena scratch);

/// The body as tapered capsules, for shadow, collision and floor checks.
typedef struct lsn_capsule {
    lsn_segment segment;
    lsn_vec3 a, b; // world (m)
    double radius_a_m, radius_b_m;
} lsn_capsule;

int lsn_body_capsules(lsn_capsule out[LSN_CAPSULES_MAX], const lsn_body *body, const lsn_frames *frames);
/// How far the deepest capsule is below the floor (m, 0 when none is) and which segment that is.
double lsn_body_floor_depth(const lsn_body *body, const lsn_frames *frames, lsn_segment *deepest);

/// Two capsules near or in each other, where their axes come closest (world, m); the normal points to the first.
typedef struct lsn_clash {
    lsn_segment first, second;
    lsn_vec3 at_first, at_second, normal;
    double depth_m, allowed_m;
    int pair; // index into body->pairs
} lsn_clash;

enum { LSN_CLASHES_MAX = 64 };
/// Those that are less than `near_m` from being deeper in each other than allowed; returns how many.
int lsn_body_clashes(lsn_clash out[LSN_CLASHES_MAX], const lsn_body *body, const lsn_frames *frames, double near_m);

/// How far the fingers of the right (0) or left (1) hand close, as fingers_curl (rad), until they lie on another part
/// of the body; `open_rad` when they meet none.
double lsn_body_grip(const lsn_body *body, const lsn_frames *frames, int side, double open_rad);

// ---------------------------------------------------------------- lengths of muscles

/// By full name ("psoas_r"); LSN_MUSCLE_NONE when there is none.
lsn_muscle lsn_muscle_find(lsn_str name);
const char *lsn_muscle_name(lsn_muscle muscle);
const char *lsn_muscle_plain(lsn_muscle muscle); // plain words, without the side
const char *lsn_muscle_latin(lsn_muscle muscle); // "biceps femoris, caput longum", without the side
lsn_muscle lsn_muscle_mirror(lsn_muscle muscle);

/// A muscle runs from point to point, straight or round an endless cylinder that lies between two points. It behaves as
/// a MuJoCo tendon at a cylinder with a side site: passed on the side where `side` points.
typedef enum lsn_part_kind { LSN_PART_POINT, LSN_PART_CYLINDER } lsn_part_kind;

typedef struct lsn_muscle_part {
    lsn_part_kind kind;
    lsn_segment segment;
    lsn_vec3 centre;     // in the segment's frame (m)
    lsn_vec3 axis, side; // of a cylinder: unit, at right angles; centre + 2 radius_m side is a good side site
    double radius_m;
} lsn_muscle_part;

enum { LSN_MUSCLE_PARTS_MAX = 8, LSN_MUSCLE_POINTS_MAX = 10 };
/// From origin to insertion; first and last are points, and so are the neighbours of a cylinder. Returns how many.
int lsn_muscle_parts(lsn_muscle_part out[LSN_MUSCLE_PARTS_MAX], lsn_muscle muscle, const lsn_body *body);
/// The muscle's path in the world (m), from origin to insertion; returns the number of points. Where it lies on a
/// cylinder there are three: where it arrives, the middle and where it leaves.
int lsn_muscle_path(lsn_vec3 out[LSN_MUSCLE_POINTS_MAX], lsn_muscle muscle, const lsn_body *body,
                    const lsn_frames *frames);
/// Exact: arcs count as arcs.
double lsn_muscle_length(lsn_muscle muscle, const lsn_body *body, const lsn_frames *frames);
/// All at once, the same bits; entry LSN_MUSCLE_NONE is 0.
void lsn_muscle_lengths(double out[LSN_MUSCLE_COUNT], const lsn_body *body, const lsn_frames *frames);
/// How far the muscle is lengthened, from 0 (the shortest that this body reaches) to 1 (the longest). 0 for a muscle
/// whose length never changes.
double lsn_muscle_fraction(lsn_muscle muscle, const lsn_body *body, double length_m);
/// Measures muscle_least_m and muscle_greatest_m over the body's limits (a few ms). lsn_body_build has done it; again
/// after the limits were narrowed, if the narrower range is to count as the whole.
void lsn_body_measure_muscles(lsn_body *body);

// ---------------------------------------------------------------- the body for other programs

enum { LSN_JOINTS_MAX = 104, LSN_JOINT_NAME_MAX = 40 };

/// One joint of lsn_body_write_mjcf: a hinge (rad) or a slide (m).
typedef struct lsn_joint_value {
    char name[LSN_JOINT_NAME_MAX];
    double value;
} lsn_joint_value;

/// What each joint of the written model shows in this pose, in the model's order; returns how many. Joints that are
/// named as coordinates are those coordinates; the others follow them.
int lsn_body_joints(lsn_joint_value out[LSN_JOINTS_MAX], const lsn_body *body, const lsn_pose *pose);
/// Writes skeleton and muscles as a MuJoCo model (MJCF): bodies named as segments, joints as coordinates, tendons as
/// muscles; metres, radians, kilograms, Y up. Levels of the spine, kneecap and the knee's rolling centre are joints of
/// their own, tied to their coordinate by an equality with a polynomial; only girdle_elevation and girdle_protraction
/// (how the shoulder girdle follows the arm) are no polynomial and take their values from lsn_body_joints. About 60 KB.
void lsn_body_write_mjcf(lsn_buf *out, const lsn_body *body);

#endif
