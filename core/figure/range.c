// core/figure: the limits that a person can set, and a standing body that shows how far each goes. Invariant: the ends
// of the sliders are those of adults in core/body/body.h.
#include "core/figure/figure.h"

#include <string.h>

enum { MOVED_MAX = 3 };

// A coordinate that the figure shows it by: the slider's value times `share`, and `rest` degrees beside it.
typedef struct moved {
    lsn_coord coord;
    double share, rest;
} moved;

typedef struct range_row {
    const char *key, *name, *how;
    lsn_coord coord; // whose range it is; LSN_COORD_COUNT: the straight leg's
    bool is_least;
    double low_deg, yaw_deg;
    moved shows[MOVED_MAX];
} range_row;

// Low ends are our own choice: less than this and hardly a move is left.
static const range_row rows[] = {
    {"hip_flexion",
     LSN_TR("Bend the hip"),
     LSN_TR("Draw one knee towards the chest."),
     LSN_COORD_hip_flexion_r,
     false,
     30,
     8,
     {{LSN_COORD_hip_flexion_r, 1, 0}, {LSN_COORD_knee_angle_r, 0.9, 0}}},
    {"straight_leg_raise",
     LSN_TR("Raise a straight leg"),
     LSN_TR("Lift one leg in front, the knee straight."),
     LSN_COORD_COUNT,
     false,
     20,
     8,
     {{LSN_COORD_hip_flexion_r, 1, 0}}},
    {"hip_flexion",
     LSN_TR("Take the leg back"),
     LSN_TR("Take one leg behind you, the back still."),
     LSN_COORD_hip_flexion_r,
     true,
     0,
     8,
     {{LSN_COORD_hip_flexion_r, -1, 0}, {LSN_COORD_knee_angle_r, 0, 8}}},
    {"hip_adduction",
     LSN_TR("Take the leg out"),
     LSN_TR("Lift one leg out to the side."),
     LSN_COORD_hip_adduction_r,
     true,
     5,
     90,
     {{LSN_COORD_hip_adduction_r, -1, 0}}},
    {"knee_angle",
     LSN_TR("Bend the knee"),
     LSN_TR("Bring one heel towards the seat."),
     LSN_COORD_knee_angle_r,
     false,
     40,
     8,
     {{LSN_COORD_knee_angle_r, 1, 0}, {LSN_COORD_hip_flexion_r, 0, 20}}},
    {"lumbar_flexion",
     LSN_TR("Round the low back"),
     LSN_TR("Bend forward from the waist."),
     LSN_COORD_lumbar_flexion,
     false,
     0,
     8,
     {{LSN_COORD_lumbar_flexion, 1, 0}}},
    {"lumbar_flexion",
     LSN_TR("Arch the low back"),
     LSN_TR("Lean back from the waist."),
     LSN_COORD_lumbar_flexion,
     true,
     0,
     8,
     {{LSN_COORD_lumbar_flexion, -1, 0}}},
    {"lumbar_bending",
     LSN_TR("Bend to the side"),
     LSN_TR("Lean to one side from the waist."),
     LSN_COORD_lumbar_bending,
     false,
     3,
     90,
     {{LSN_COORD_lumbar_bending, 1, 0}}},
    {"thoracic_rotation",
     LSN_TR("Turn the upper back"),
     LSN_TR("Turn the chest, the hips still."),
     LSN_COORD_thoracic_rotation,
     false,
     5,
     70,
     {{LSN_COORD_thoracic_rotation, 1, 0}}},
    {"neck_rotation",
     LSN_TR("Turn the head"),
     LSN_TR("Look over one shoulder."),
     LSN_COORD_neck_rotation,
     false,
     10,
     70,
     {{LSN_COORD_neck_rotation, 1, 0}}},
    {"arm_flex",
     LSN_TR("Raise the arms"),
     LSN_TR("Lift both arms in front and up."),
     LSN_COORD_arm_flex_r,
     false,
     30,
     8,
     {{LSN_COORD_arm_flex_r, 1, 0}, {LSN_COORD_arm_flex_l, 1, 0}}},
};

enum { RANGE_COUNT = (int)(sizeof rows / sizeof *rows) };

// Adults raise a straight leg to 88°: see straight_leg_deg in core/body/skeleton.c.
static const double straight_leg_usual_deg = 88.0;

static double end_of(const range_row *row) {
    if (row->coord == LSN_COORD_COUNT) return straight_leg_usual_deg;
    const lsn_coord_info *info = lsn_coord_describe(row->coord);
    return row->is_least ? -info->least : info->greatest;
}

int lsn_range_count(void) {
    return RANGE_COUNT;
}

lsn_range_info lsn_range_describe(int range) {
    LSN_ASSERT(range >= 0 && range < RANGE_COUNT);
    const range_row *row = &rows[range];
    lsn_range_info info = {.key = row->key,
                           .name = row->name,
                           .how = row->how,
                           .is_least = row->is_least,
                           .low_deg = row->low_deg,
                           .usual_deg = end_of(row)};
    if (row->coord == LSN_COORD_COUNT) return info;
    info.least_deg = lsn_coord_describe(row->coord)->least;
    info.greatest_deg = lsn_coord_describe(row->coord)->greatest;
    return info;
}

lsn_pose lsn_range_pose(const lsn_body *body, int range, double deg) {
    LSN_ASSERT(range >= -1 && range < RANGE_COUNT);
    lsn_pose stand = lsn_pose_standing(body);
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, &stand);
    value[LSN_COORD_elbow_flex_r] = value[LSN_COORD_elbow_flex_l] = 6.0;
    value[LSN_COORD_pro_sup_r] = value[LSN_COORD_pro_sup_l] = 70.0;
    value[LSN_COORD_fingers_curl_r] = value[LSN_COORD_fingers_curl_l] = 12.0;
    value[LSN_COORD_arm_add_r] = value[LSN_COORD_arm_add_l] = -6.0;
    for (int i = 0; range >= 0 && i < MOVED_MAX; ++i) {
        const moved *m = &rows[range].shows[i];
        if (m->share == 0.0 && m->rest == 0.0) continue;
        double kept = lsn_clamp(deg, rows[range].low_deg, end_of(&rows[range]));
        value[m->coord] = m->share * kept + m->rest;
    }
    return lsn_pose_from_coords(value);
}

void lsn_range_motion(lsn_motion *out, lsn_move *frame, const lsn_body *body, int range) {
    LSN_ASSERT(range >= -1 && range < RANGE_COUNT);
    memset(out, 0, sizeof *out);
    memset(frame, 0, sizeof *frame);
    frame->id = LSN_STR("standing");
    frame->view_yaw_deg = range >= 0 ? rows[range].yaw_deg : 40.0;
    frame->view_pitch_deg = 6.0;
    frame->pose_count = 2;
    out->move = frame;
    out->body = body;
    out->side = LSN_SIDE_none;
    out->level = LSN_LEVEL_usual;
    out->variant = -1;
    out->key_count = 2;
    out->keys[0].pose = lsn_range_pose(body, -1, 0.0);
    out->keys[1].pose = range >= 0 ? lsn_range_pose(body, range, end_of(&rows[range])) : out->keys[0].pose;
}
