/// The body as a WebAssembly module of its own, for bench/bench_mujoco.mjs: 200 random poses, the model for MuJoCo with
/// its joints in each of them, and what is timed. Not part of the page.
#include "core/body/body.h"

enum { POSES = 200, MODEL_BYTES = 1 << 18 };

static lsn_body body;
static lsn_pose poses[POSES];
static char model[MODEL_BYTES];
static lsn_joint_value joints[LSN_JOINTS_MAX];
static double values[LSN_JOINTS_MAX], results[3 + LSN_MUSCLE_COUNT];

int bench_start(void);
const char *bench_model(void);
int bench_joints(int pose);
const char *bench_joint_name(int joint);
const double *bench_joint_values(void);
const char *bench_muscle_name(int muscle);
const double *bench_pose(int pose);

/// Returns the length of the model's text, 0 when something fails.
int bench_start(void) {
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options)) return 0;
    lsn_random random = lsn_random_make(11, 3);
    for (int i = 0; i < POSES; i++) {
        double value[LSN_COORD_COUNT];
        for (int c = 0; c < LSN_COORD_COUNT; c++) {
            const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
            value[c] = info->is_length ? 0.5 : lsn_mix(info->least, info->greatest, lsn_random_unit(&random));
        }
        poses[i] = lsn_pose_from_coords(value);
    }
    lsn_buf text = lsn_buf_make(model, sizeof model);
    lsn_body_write_mjcf(&text, &body);
    return text.overflow ? 0 : (int)text.len;
}

const char *bench_model(void) {
    return model;
}

/// What the model's joints show in a pose; returns how many there are.
int bench_joints(int pose) {
    int count = lsn_body_joints(joints, &body, &poses[pose]);
    for (int i = 0; i < count; i++) values[i] = joints[i].value;
    return count;
}

const char *bench_joint_name(int joint) {
    return joints[joint].name;
}

const double *bench_joint_values(void) {
    return values;
}

/// "" beyond the last; 0 is none.
const char *bench_muscle_name(int muscle) {
    return muscle < LSN_MUSCLE_COUNT ? lsn_muscle_name((lsn_muscle)muscle) : "";
}

/// Kinematics, centre of mass (the first three numbers) and the lengths of all muscles (the rest).
const double *bench_pose(int pose) {
    lsn_frames frames;
    lsn_body_frames(&frames, &body, &poses[pose]);
    lsn_muscle_lengths(results + 3, &body, &frames);
    lsn_vec3 centre = lsn_body_mass_centre(&body, &frames);
    results[0] = centre.x, results[1] = centre.y, results[2] = centre.z;
    return results;
}
