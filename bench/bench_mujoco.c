// The body against MuJoCo 2.2 on the model that it writes itself: kinematics, centre of mass and muscle lengths;
// contact solves against a Levenberg–Marquardt on MuJoCo's Jacobians from the same starts to the same goals; and what a
// solve costs as contacts are added. Built where libmujoco-dev is installed.
#include "core/body/body.h"

#include <math.h>
#include <mujoco/mujoco.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POSES = 200, ROUNDS = 15, GOALS = 200, TARGETS = 10, ROWS = 3 * TARGETS, RESTARTS = 24, STEPS_MAX = 60 };

static lsn_body body;
static mjModel *model;
static mjData *data;
static int address[LSN_COORD_COUNT], joint_address[LSN_JOINTS_MAX], site_body[LSN_SEGMENT_COUNT];
static lsn_pose poses[POSES];
static double coords[POSES][LSN_COORD_COUNT], *qpos[POSES];
static unsigned char memory[4 << 20];

static double now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static lsn_arena scratch(void) {
    return lsn_arena_make(memory, sizeof memory);
}

// ---------------------------------------------------------------- the model

static bool load(void) {
    static char text[1 << 20];
    static mjVFS files;
    char why[512] = "";
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_body_write_mjcf(&buf, &body);
    mj_defaultVFS(&files);
    if (buf.overflow || mj_makeEmptyFileVFS(&files, "loosen.xml", (int)buf.len)) return false;
    memcpy(files.filedata[mj_findFileVFS(&files, "loosen.xml")], text, buf.len);
    model = mj_loadXML("loosen.xml", &files, why, sizeof why);
    mj_deleteVFS(&files);
    if (!model) puts(why);
    data = model ? mj_makeData(model) : NULL;
    for (int c = 0; c < LSN_COORD_COUNT && data; ++c)
        address[c] = model->jnt_qposadr[mj_name2id(model, mjOBJ_JOINT, lsn_coord_describe((lsn_coord)c)->name)];
    lsn_joint_value joints[LSN_JOINTS_MAX];
    lsn_pose stand = lsn_pose_standing(&body);
    int count = lsn_body_joints(joints, &body, &stand);
    for (int i = 0; i < count && data; ++i)
        joint_address[i] = model->jnt_qposadr[mj_name2id(model, mjOBJ_JOINT, joints[i].name)];
    for (int k = 0; k < LSN_SEGMENT_COUNT && data; ++k)
        site_body[k] = mj_name2id(model, mjOBJ_BODY, lsn_segment_name((lsn_segment)k));
    return data != NULL;
}

// All joints from coordinates (degrees), as the model's equalities and our rhythm of the shoulder say.
static void set_joints(double *q, const double value[LSN_COORD_COUNT]) {
    lsn_joint_value joints[LSN_JOINTS_MAX];
    lsn_pose pose = lsn_pose_from_coords(value);
    int count = lsn_body_joints(joints, &body, &pose);
    for (int i = 0; i < count; ++i) q[joint_address[i]] = joints[i].value;
    for (int c = 0; c < LSN_COORD_COUNT; ++c)
        q[address[c]] = lsn_coord_describe((lsn_coord)c)->is_length ? value[c] : LSN_RAD(value[c]);
}

static void random_coords(double value[LSN_COORD_COUNT], lsn_random *random) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        value[c] = lsn_mix(info->least, info->greatest, lsn_random_unit(random));
    }
    const lsn_coord arms[2] = {LSN_COORD_arm_flex_r, LSN_COORD_arm_flex_l};
    for (int side = 0; side < 2; ++side) {
        value[arms[side]] = lsn_mix(-40, 120, lsn_random_unit(random));
        value[arms[side] + 1] = lsn_mix(-80, 20, lsn_random_unit(random));
        value[arms[side] + 2] = lsn_mix(-60, 60, lsn_random_unit(random));
    }
    value[LSN_COORD_pelvis_tx] = value[LSN_COORD_pelvis_tz] = 0.0;
    value[LSN_COORD_pelvis_ty] = 1.0;
}

// ---------------------------------------------------------------- kinematics

static double checksum; // keeps what is timed

static void ours(int i) {
    lsn_frames frames;
    double lengths[LSN_MUSCLE_COUNT];
    lsn_body_frames(&frames, &body, &poses[i]);
    lsn_muscle_lengths(lengths, &body, &frames);
    checksum += lsn_body_mass_centre(&body, &frames).x + lengths[1];
}

static void theirs(int i) {
    memcpy(data->qpos, qpos[i], (size_t)model->nq * sizeof *data->qpos);
    mj_kinematics(model, data);
    mj_comPos(model, data);
    mj_tendon(model, data);
    checksum += data->subtree_com[0] + data->ten_length[0];
}

static double median_ns(void (*run)(int)) {
    double times[ROUNDS];
    for (int round = 0; round < ROUNDS; ++round) {
        double start = now_ns();
        for (int i = 0; i < POSES; ++i) run(i);
        times[round] = (now_ns() - start) / POSES;
    }
    qsort(times, ROUNDS, sizeof *times, by_value);
    return times[ROUNDS / 2];
}

static void bench_kinematics(void) {
    double a = median_ns(ours), b = median_ns(theirs);
    printf("%-58s %9.1f us\n", "kinematics, centre of mass, all muscle lengths", a / 1e3);
    printf("%-58s %9.1f us\n", "mj_kinematics + mj_comPos + mj_tendon (with its Jacobians)", b / 1e3);
    printf("%-58s %9.2f\n\n", "ours / MuJoCo", a / b);
}

// ---------------------------------------------------------------- Levenberg–Marquardt on MuJoCo's Jacobians

static const char *const names[TARGETS] = {"palm_r",  "fingertips_l", "heel_r", "toe_tips_l", "knee_r",
                                           "elbow_l", "back_of_head", "sacrum", "breastbone", "shoulder_side_r"};

typedef struct goal {
    lsn_contact contacts[TARGETS];
} goal;

static goal goals[GOALS];

static void make_goals(void) {
    lsn_random random = lsn_random_make(7, 1);
    for (int i = 0; i < GOALS; ++i) {
        double value[LSN_COORD_COUNT];
        random_coords(value, &random);
        lsn_pose pose = lsn_pose_from_coords(value);
        lsn_solve_options options = lsn_solve_options_default();
        lsn_solve_report report;
        if (lsn_body_solve(&pose, &report, &body, &pose, NULL, 0, &options, scratch())) exit(1);
        lsn_frames frames;
        lsn_body_frames(&frames, &body, &pose);
        for (int k = 0; k < TARGETS; ++k) {
            lsn_contact *contact = &goals[i].contacts[k];
            *contact = (lsn_contact){.kind = LSN_CONTACT_POINT, .site = lsn_site_find(lsn_str_from(names[k]))};
            contact->point = lsn_site_world(&body, &frames, contact->site);
        }
    }
}

typedef struct descent {
    double value[LSN_COORD_COUNT]; // degrees, metres
    double residual[ROWS], jacobian[ROWS][LSN_COORD_COUNT];
    double error;
} descent;

static double worst_of(const descent *d) {
    double worst = 0.0;
    for (int k = 0; k < TARGETS; ++k) {
        const double *r = d->residual + 3 * k;
        worst = fmax(worst, sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]));
    }
    return worst;
}

static void place(const double value[LSN_COORD_COUNT]) {
    set_joints(data->qpos, value);
    mj_kinematics(model, data);
    mj_comPos(model, data);
}

static void site_at(double out[3], int *segment_body, lsn_site site) {
    *segment_body = site_body[lsn_site_segment(site)];
    lsn_vec3 local = lsn_site_local(&body, site);
    const double v[3] = {local.x, local.y, local.z};
    mju_rotVecQuat(out, v, data->xquat + 4 * *segment_body);
    mju_addTo3(out, data->xpos + 3 * *segment_body);
}

static void measure(descent *d, const goal *g) {
    place(d->value);
    d->error = 0.0;
    for (int k = 0; k < TARGETS; ++k) {
        double at[3];
        int id;
        site_at(at, &id, g->contacts[k].site);
        const double to[3] = {g->contacts[k].point.x, g->contacts[k].point.y, g->contacts[k].point.z};
        for (int i = 0; i < 3; ++i) {
            d->residual[3 * k + i] = to[i] - at[i];
            d->error += d->residual[3 * k + i] * d->residual[3 * k + i];
        }
    }
}

// How all joints follow one coordinate: ones, the equalities' slopes, and the girdle's by formula.
static void follow(double slope[LSN_COORD_COUNT][LSN_JOINTS_MAX]) {
    memset(slope, 0, LSN_COORD_COUNT * sizeof *slope);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) slope[c][address[c]] = 1.0;
    for (int side = 0; side < 2; ++side) {
        int flex = side ? LSN_COORD_arm_flex_l : LSN_COORD_arm_flex_r, add = flex + 1;
        int up = model->jnt_qposadr[mj_name2id(model, mjOBJ_JOINT, side ? "girdle_elevation_l" : "girdle_elevation_r")];
        int on =
            model->jnt_qposadr[mj_name2id(model, mjOBJ_JOINT, side ? "girdle_protraction_l" : "girdle_protraction_r")];
        double f = data->qpos[address[flex]], a = data->qpos[address[add]];
        slope[flex][up] = LSN_RAD(11.0) * sin(f) * cos(a);
        slope[add][up] = LSN_RAD(11.0) * cos(f) * sin(a);
        slope[flex][on] = LSN_RAD(12.0) * cos(f) * cos(a);
        slope[add][on] = -LSN_RAD(12.0) * sin(f) * sin(a);
    }
    for (int e = 0; e < model->neq; ++e) {
        const mjtNum *p = model->eq_data + e * mjNEQDATA;
        int to = model->jnt_qposadr[model->eq_obj1id[e]], from = model->jnt_qposadr[model->eq_obj2id[e]];
        double x = data->qpos[from], rate = p[1] + x * (2 * p[2] + x * (3 * p[3] + x * 4 * p[4]));
        for (int c = 0; c < LSN_COORD_COUNT; ++c)
            if (slope[c][from] != 0.0) slope[c][to] += rate * slope[c][from];
    }
}

static void differentiate(descent *d, const goal *g) {
    static double slope[LSN_COORD_COUNT][LSN_JOINTS_MAX];
    double jac[3 * LSN_JOINTS_MAX];
    follow(slope);
    for (int k = 0; k < TARGETS; ++k) {
        double at[3];
        int id;
        site_at(at, &id, g->contacts[k].site);
        mj_jac(model, data, jac, NULL, at, id);
        for (int c = 0; c < LSN_COORD_COUNT; ++c)
            for (int i = 0; i < 3; ++i) {
                double sum = 0.0;
                for (int v = 0; v < model->nv; ++v) sum += jac[i * model->nv + v] * slope[c][v];
                d->jacobian[3 * k + i][c] = sum;
            }
    }
}

// A step of (JJᵀ + λI) y = r, δ = Jᵀy, clamped to the limits.
static void step(descent *to, const descent *d, double damping) {
    double matrix[ROWS * ROWS], y[ROWS];
    for (int i = 0; i < ROWS; ++i)
        for (int j = 0; j < ROWS; ++j) {
            double sum = i == j ? damping : 0.0;
            for (int c = 0; c < LSN_COORD_COUNT; ++c) sum += d->jacobian[i][c] * d->jacobian[j][c];
            matrix[i * ROWS + j] = sum;
        }
    mju_cholFactor(matrix, ROWS, 1e-14);
    mju_cholSolve(y, matrix, d->residual, ROWS);
    for (int c = 0; c < LSN_COORD_COUNT; ++c) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        double change = 0.0;
        for (int i = 0; i < ROWS; ++i) change += d->jacobian[i][c] * y[i];
        to->value[c] =
            lsn_clamp(d->value[c] + (info->is_length ? change : LSN_DEG(change)), info->least, info->greatest);
    }
}

static double descend(descent *d, const goal *g) {
    double damping = 1e-2;
    static descent next;
    measure(d, g);
    for (int i = 0; i < STEPS_MAX && worst_of(d) > 5e-4; ++i) {
        place(d->value);
        differentiate(d, g);
        bool better = false;
        for (int tries = 0; tries < 8 && !better; ++tries) {
            step(&next, d, damping);
            measure(&next, g);
            better = next.error < d->error;
            damping = better ? fmax(damping * 0.3, 1e-9) : damping * 6.0;
        }
        if (!better) break;
        memcpy(d->value, next.value, sizeof d->value);
        memcpy(d->residual, next.residual, sizeof d->residual);
        d->error = next.error;
    }
    return worst_of(d);
}

static double solve_theirs(const goal *g) {
    static descent d;
    lsn_random random = lsn_random_make(5, 1);
    double best = 1e9;
    for (int i = 0; i <= RESTARTS && best > 1e-3; ++i) {
        memset(&d, 0, sizeof d);
        if (i > 0) random_coords(d.value, &random);
        d.value[LSN_COORD_pelvis_ty] = 0.9;
        best = fmin(best, descend(&d, g));
    }
    return best;
}

static double solve_ours(const goal *g) {
    lsn_pose stand = lsn_pose_standing(&body), pose = stand;
    lsn_solve_options options = lsn_solve_options_default();
    lsn_solve_report report;
    if (lsn_body_solve(&pose, &report, &body, &stand, g->contacts, TARGETS, &options, scratch())) return report.worst_m;
    return report.worst_m;
}

static double bench_solver(const char *name, double (*solve)(const goal *)) {
    static double times[GOALS];
    double sum = 0.0;
    int solved = 0;
    for (int i = 0; i < GOALS; ++i) {
        double start = now_ns();
        solved += solve(&goals[i]) < 1e-3;
        sum += times[i] = now_ns() - start;
    }
    qsort(times, GOALS, sizeof *times, by_value);
    printf("%-34s median %8.2f ms   mean %8.2f ms   solved %5.1f %%\n", name, times[GOALS / 2] / 1e6, sum / GOALS / 1e6,
           100.0 * solved / GOALS);
    return sum / GOALS;
}

// ---------------------------------------------------------------- cost by number of contacts

static void bench_contacts(void) {
    static const char *const more[] = {"palm_r",           "heel_l",       "palm_l",     "heel_r",
                                       "back_of_head",     "sacrum",       "elbow_l",    "knee_r",
                                       "breastbone",       "ball_inner_l", "knee_l",     "ball_inner_r",
                                       "shoulder_blade_r", "elbow_r",      "hip_side_l", "ball_outer_l"};
    printf("\ncontacts   a solve from a pose near by\n");
    for (int count = 0; count <= 16; count += 4) {
        double times[ROUNDS * 7];
        for (int round = 0; round < ROUNDS * 7; ++round) {
            lsn_pose goal_pose = poses[round % POSES], pose = goal_pose;
            lsn_contact contacts[16];
            lsn_solve_options options = lsn_solve_options_default();
            lsn_solve_report report;
            options.restarts = 0;
            if (lsn_body_solve(&goal_pose, &report, &body, &goal_pose, NULL, 0, &options, scratch())) exit(1);
            lsn_frames frames;
            lsn_body_frames(&frames, &body, &goal_pose);
            for (int i = 0; i < count; ++i) {
                contacts[i] = (lsn_contact){.kind = LSN_CONTACT_POINT, .site = lsn_site_find(lsn_str_from(more[i]))};
                contacts[i].point = lsn_site_world(&body, &frames, contacts[i].site);
            }
            pose = goal_pose;
            for (int d = 6; d < LSN_DOFS; ++d) lsn_pose_nudge(&pose, d, 0.03 * ((d * 7 + round) % 5 - 2));
            lsn_pose wished = pose;
            double start = now_ns();
            lsn_err err = lsn_body_solve(&pose, &report, &body, &wished, contacts, count, &options, scratch());
            times[round] = err ? 1e9 : now_ns() - start;
        }
        qsort(times, ROUNDS * 7, sizeof *times, by_value);
        printf("%8d   %8.0f us\n", count, times[ROUNDS * 7 / 2] / 1e3);
    }
}

int main(void) {
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options) || !load()) return 1;
    lsn_random random = lsn_random_make(2022, 2);
    for (int i = 0; i < POSES; ++i) {
        random_coords(coords[i], &random);
        poses[i] = lsn_pose_from_coords(coords[i]);
        qpos[i] = calloc((size_t)model->nq, sizeof *qpos[i]);
        if (!qpos[i]) return 1;
        set_joints(qpos[i], coords[i]);
    }
    printf("MuJoCo %s, %d poses, %d muscles\n", mj_versionString(), POSES, LSN_MUSCLE_COUNT - 1);
    bench_kinematics();
    make_goals();
    printf("ten targets from standing, up to %d other starts\n", RESTARTS);
    double a = bench_solver("contact solver", solve_ours);
    double b = bench_solver("Levenberg-Marquardt on MuJoCo", solve_theirs);
    printf("%-34s mean   %8.2f\n", "ours / MuJoCo", a / b);
    bench_contacts();
    for (int i = 0; i < POSES; ++i) free(qpos[i]);
    mj_deleteData(data);
    mj_deleteModel(model);
    return checksum == 0.0;
}
