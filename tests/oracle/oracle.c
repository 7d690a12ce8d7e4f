// The body against MuJoCo, which knows nothing of it but the model that lsn_body_write_mjcf writes: joint centres,
// orientations, centre of mass and muscle lengths in 200 random poses of three builds. Coordinates are set by name;
// what follows them is computed here from the model's own equalities, so the model is checked, not our joint values.
// Ends with "N passed, N failed".
#include "core/body/body.h"

#include <math.h>
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POSES = 200, MODEL_BYTES = 1 << 20 };

static const double place_tolerance_m = 1e-9, straight_tolerance_m = 1e-9, wrapped_tolerance_m = 1e-4;

static int passed, failed;

static void tell(bool good, const char *build, const char *what, double worst, double allowed) {
    if (good)
        ++passed;
    else
        ++failed;
    printf("%s %s: %s, at most %.3g apart (allowed %.0e)\n", good ? "ok  " : "FAIL", build, what, worst, allowed);
}

typedef struct oracle {
    lsn_body body;
    mjModel *model;
    mjData *data;
} oracle;

static mjModel *load(const char *text, int length) {
    static mjVFS files;
    char why[512] = "";
    mj_defaultVFS(&files);
    if (mj_makeEmptyFileVFS(&files, "loosen.xml", length)) return NULL;
    memcpy(files.filedata[mj_findFileVFS(&files, "loosen.xml")], text, (size_t)length);
    mjModel *model = mj_loadXML("loosen.xml", &files, why, sizeof why);
    mj_deleteVFS(&files);
    if (!model) printf("MuJoCo cannot load the model: %s\n", why);
    return model;
}

static bool open_oracle(oracle *o, const lsn_body_options *options) {
    static char text[MODEL_BYTES];
    *o = (oracle){.model = NULL};
    if (lsn_body_build(&o->body, options)) return false;
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_body_write_mjcf(&buf, &o->body);
    if (buf.overflow) return false;
    o->model = load(text, (int)buf.len);
    o->data = o->model ? mj_makeData(o->model) : NULL;
    return o->data != NULL;
}

static void close_oracle(oracle *o) {
    if (o->data) mj_deleteData(o->data);
    if (o->model) mj_deleteModel(o->model);
}

// ---------------------------------------------------------------- poses

static void random_coords(double value[LSN_COORD_COUNT], lsn_random *random) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        value[c] = lsn_mix(info->least, info->greatest, lsn_random_unit(random));
    }
}

static int address(const mjModel *model, const char *joint) {
    int id = mj_name2id(model, mjOBJ_JOINT, joint);
    return id < 0 ? -1 : model->jnt_qposadr[id];
}

// Coordinates, then the girdle's two joints (no polynomial: computed as the model's head says), then equalities.
static bool set_pose(oracle *o, const double value[LSN_COORD_COUNT]) {
    const mjModel *m = o->model;
    mju_zero(o->data->qpos, m->nq);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        int at = address(m, info->name);
        if (at < 0) return false;
        o->data->qpos[at] = info->is_length ? value[c] : value[c] * (mjPI / 180.0);
    }
    for (int side = 0; side < 2; ++side) {
        const char *up = side ? "girdle_elevation_l" : "girdle_elevation_r";
        const char *forward = side ? "girdle_protraction_l" : "girdle_protraction_r";
        int flex = address(m, side ? "arm_flex_l" : "arm_flex_r"), add = address(m, side ? "arm_add_l" : "arm_add_r");
        if (address(m, up) < 0 || address(m, forward) < 0) return false;
        double level = cos(o->data->qpos[add]), f = o->data->qpos[flex];
        o->data->qpos[address(m, up)] = 0.19198621771937624 * (1.0 - cos(f) * level);
        o->data->qpos[address(m, forward)] = 0.20943951023931953 * sin(f) * level;
    }
    for (int e = 0; e < m->neq; ++e) {
        if (m->eq_type[e] != mjEQ_JOINT) return false;
        const mjtNum *c = m->eq_data + e * mjNEQDATA;
        double x = o->data->qpos[m->jnt_qposadr[m->eq_obj2id[e]]];
        double y = c[0] + x * (c[1] + x * (c[2] + x * (c[3] + x * c[4])));
        o->data->qpos[m->jnt_qposadr[m->eq_obj1id[e]]] = y;
    }
    return true;
}

static void compute(oracle *o) {
    mj_kinematics(o->model, o->data);
    mj_comPos(o->model, o->data);
    mj_tendon(o->model, o->data);
}

// ---------------------------------------------------------------- comparisons

typedef struct worst {
    double centre_m, turn, mass_m, values, muscle_m[LSN_MUSCLE_COUNT];
} worst;

static double distance(const mjtNum *a, lsn_vec3 b) {
    return lsn_v3_length(lsn_v3_sub(lsn_v3(a[0], a[1], a[2]), b));
}

// The two quaternions of one rotation differ by their sign.
static double turn_apart(const mjtNum *a, lsn_quat b) {
    double dot = a[0] * b.w + a[1] * b.x + a[2] * b.y + a[3] * b.z, sign = dot < 0.0 ? -1.0 : 1.0;
    return fabs(a[0] - sign * b.w) + fabs(a[1] - sign * b.x) + fabs(a[2] - sign * b.y) + fabs(a[3] - sign * b.z);
}

static void compare(worst *w, const oracle *o, const lsn_pose *pose) {
    lsn_frames frames;
    lsn_body_frames(&frames, &o->body, pose);
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        int id = mj_name2id(o->model, mjOBJ_BODY, lsn_segment_name((lsn_segment)s));
        if (id < 0) {
            w->centre_m = INFINITY;
            continue;
        }
        w->centre_m = fmax(w->centre_m, distance(o->data->xpos + 3 * id, frames.origin[s]));
        w->turn = fmax(w->turn, turn_apart(o->data->xquat + 4 * id, frames.rotation[s]));
    }
    int pelvis = mj_name2id(o->model, mjOBJ_BODY, "pelvis");
    w->mass_m = fmax(w->mass_m, distance(o->data->subtree_com + 3 * pelvis, lsn_body_mass_centre(&o->body, &frames)));
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        int id = mj_name2id(o->model, mjOBJ_TENDON, lsn_muscle_name((lsn_muscle)m));
        double apart =
            id < 0 ? INFINITY : fabs(o->data->ten_length[id] - lsn_muscle_length((lsn_muscle)m, &o->body, &frames));
        w->muscle_m[m] = fmax(w->muscle_m[m], apart);
    }
}

// lsn_body_joints gives by name what the model needs: set from it, the centres are the same.
static void compare_values(worst *w, oracle *o, const lsn_pose *pose) {
    lsn_joint_value values[LSN_JOINTS_MAX];
    int count = lsn_body_joints(values, &o->body, pose);
    if (count != o->model->njnt) w->values = INFINITY;
    for (int i = 0; i < count; ++i) {
        int at = address(o->model, values[i].name);
        if (at < 0)
            w->values = INFINITY;
        else
            o->data->qpos[at] = values[i].value;
    }
    mj_kinematics(o->model, o->data);
    lsn_frames frames;
    lsn_body_frames(&frames, &o->body, pose);
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        int id = mj_name2id(o->model, mjOBJ_BODY, lsn_segment_name((lsn_segment)s));
        if (id >= 0) w->values = fmax(w->values, distance(o->data->xpos + 3 * id, frames.origin[s]));
    }
}

static bool is_wrapped(const lsn_body *body, lsn_muscle muscle) {
    lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
    int count = lsn_muscle_parts(parts, muscle, body);
    for (int i = 0; i < count; ++i)
        if (parts[i].kind != LSN_PART_POINT) return true;
    return false;
}

static void judge(const worst *w, const oracle *o, const char *build) {
    tell(w->centre_m <= place_tolerance_m, build, "joint centres (m)", w->centre_m, place_tolerance_m);
    tell(w->turn <= place_tolerance_m, build, "orientations", w->turn, place_tolerance_m);
    tell(w->mass_m <= place_tolerance_m, build, "centre of mass (m)", w->mass_m, place_tolerance_m);
    tell(w->values <= place_tolerance_m, build, "joint centres from our joint values (m)", w->values,
         place_tolerance_m);
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        double allowed = is_wrapped(&o->body, (lsn_muscle)m) ? wrapped_tolerance_m : straight_tolerance_m;
        tell(w->muscle_m[m] <= allowed, build, lsn_muscle_name((lsn_muscle)m), w->muscle_m[m], allowed);
    }
}

static void test_build(const char *name, const lsn_body_options *options) {
    oracle o;
    bool ready = open_oracle(&o, options);
    worst w = {.centre_m = 0.0};
    lsn_random random = lsn_random_make(2022, 2);
    for (int i = 0; i < POSES && ready; ++i) {
        double value[LSN_COORD_COUNT];
        random_coords(value, &random);
        lsn_pose pose = lsn_pose_from_coords(value);
        ready = set_pose(&o, value);
        if (!ready) continue;
        compute(&o);
        compare(&w, &o, &pose);
        compare_values(&w, &o, &pose);
    }
    if (ready)
        judge(&w, &o, name);
    else
        tell(false, name, "a model that can be loaded and posed", 0.0, 0.0);
    close_oracle(&o);
}

int main(void) {
    lsn_body_options mean = lsn_body_options_default();
    lsn_body_options small = {.stature_m = 1.53, .girth = 0.9, .mass_kg = 50.0};
    lsn_body_options large = {.stature_m = 1.87, .girth = 1.2, .mass_kg = 110.0};
    printf("MuJoCo %s, %d random poses of each build\n", mj_versionString(), POSES);
    test_build("mean", &mean);
    test_build("small", &small);
    test_build("large", &large);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
