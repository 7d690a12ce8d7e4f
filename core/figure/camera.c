/// core/figure: from which side a move is seen, and the matrix of it. One camera holds all key poses of a move.
#include "core/figure/figure.h"

typedef struct view {
    lsn_vec3 right, up, back; // back: from the target to the eye
} view;

static view view_of(double yaw_deg, double pitch_deg) {
    double yaw = LSN_RAD(yaw_deg), pitch = LSN_RAD(pitch_deg);
    double cy = lsn_cos(yaw), sy = lsn_sin(yaw), cp = lsn_cos(pitch), sp = lsn_sin(pitch);
    return (view){lsn_v3(cy, 0, -sy), lsn_v3(-sp * sy, cp, -sp * cy), lsn_v3(cp * sy, sp, cp * cy)};
}

void lsn_camera_matrix(float out[16], float eye[3], const lsn_camera *camera, double aspect) {
    view w = view_of(camera->yaw_deg, camera->pitch_deg);
    lsn_vec3 e = lsn_v3_mad(camera->target, w.back, camera->distance_m);
    double half = LSN_RAD(camera->fov_deg) / 2, f = lsn_cos(half) / lsn_sin(half), near = 0.1, far = 40;
    double depth = (far + near) / (near - far), shift = 2 * far * near / (near - far);
    lsn_vec3 row[4] = {lsn_v3_scale(w.right, f / aspect), lsn_v3_scale(w.up, f), lsn_v3_scale(w.back, depth),
                       lsn_v3_scale(w.back, -1)};
    double add_on[4] = {0, 0, shift, 0};
    for (int i = 0; i < 4; i++) {
        out[i] = (float)row[i].x, out[4 + i] = (float)row[i].y, out[8 + i] = (float)row[i].z;
        out[12 + i] = (float)(add_on[i] - lsn_v3_dot(row[i], e));
    }
    eye[0] = (float)e.x, eye[1] = (float)e.y, eye[2] = (float)e.z;
}

lsn_vec3 lsn_camera_unproject(const lsn_camera *camera, double aspect, lsn_vec3 through, double x, double y) {
    view w = view_of(camera->yaw_deg, camera->pitch_deg);
    lsn_vec3 eye = lsn_v3_mad(camera->target, w.back, camera->distance_m);
    double half = LSN_RAD(camera->fov_deg) / 2, reach = lsn_sin(half) / lsn_cos(half);
    double away_m = -lsn_v3_dot(lsn_v3_sub(through, eye), w.back);
    lsn_vec3 middle = lsn_v3_mad(eye, w.back, -away_m);
    return lsn_v3_mad(lsn_v3_mad(middle, w.right, x * away_m * reach * aspect), w.up, y * away_m * reach);
}

typedef struct box {
    double left, right, low, high; // tangents as seen from the eye
} box;

typedef struct ball {
    lsn_vec3 at;
    double radius_m;
} ball;

enum { BETWEEN = 3, BALLS_A_POSE = (2 + BETWEEN) * LSN_CAPSULES_MAX + 6, BALLS_MAX = LSN_POSES_MAX * BALLS_A_POSE };

typedef struct crowd {
    ball balls[BALLS_MAX];
    int count;
} crowd;

static void add_ball(crowd *c, lsn_vec3 at, double radius_m) {
    c->balls[c->count++] = (ball){at, radius_m};
}

/// The two ends of a capsule, and so many balls `between` them.
static void add_capsule(crowd *c, const lsn_capsule *capsule, int between) {
    for (int i = 0; i <= between + 1; i++) {
        double b = (double)i / (between + 1), a = 1 - b;
        add_ball(c, lsn_v3_mad(lsn_v3_scale(capsule->a, a), capsule->b, b),
                 a * capsule->radius_a_m + b * capsule->radius_b_m + 0.02);
    }
}

/// What the picture must hold: the body in every key pose with a little air, and the seat.
static void gather(crowd *c, const lsn_motion *motion, int between) {
    c->count = 0;
    lsn_scene scene = lsn_scene_for(motion);
    bool seat = scene.props & (1u << LSN_PROP_chair | 1u << LSN_PROP_stool);
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int n = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < n; k++) add_capsule(c, &capsules[k], between);
        double size = motion->body->scale;
        add_ball(c, lsn_frames_point(&frames, LSN_SEG_head, lsn_v3(-0.08 * size, 0.18 * size, 0)), 0.06);
        add_ball(c, lsn_frames_point(&frames, LSN_SEG_head, lsn_v3(0.02 * size, 0.1 * size, 0)), 0.11);
        if (!seat) continue;
        lsn_vec3 p = scene.seat_at;
        for (int k = 0; k < 4; k++)
            add_ball(c, lsn_v3(p.x + (k & 1 ? 0.2 : -0.2), 0, p.z + (k & 2 ? 0.2 : -0.2)), 0.01);
    }
}

static box see(const crowd *c, const view *w, lsn_vec3 eye) {
    box b = {1e9, -1e9, 1e9, -1e9};
    for (int i = 0; i < c->count; i++) {
        lsn_vec3 q = lsn_v3_sub(c->balls[i].at, eye);
        double z = lsn_max(0.3, -lsn_v3_dot(q, w->back)), r = c->balls[i].radius_m / z;
        double x = lsn_v3_dot(q, w->right) / z, y = lsn_v3_dot(q, w->up) / z;
        b.left = lsn_min(b.left, x - r), b.right = lsn_max(b.right, x + r);
        b.low = lsn_min(b.low, y - r), b.high = lsn_max(b.high, y + r);
    }
    return b;
}

static bool has_wall(const lsn_motion *motion) {
    for (int i = 0; i < motion->key_count; i++)
        for (int c = 0; c < motion->keys[i].contact_count; c++) {
            const lsn_contact *contact = &motion->keys[i].contacts[c];
            if (contact->kind != LSN_CONTACT_SITE && contact->normal.x < -0.5) return true;
        }
    return false;
}

static lsn_camera frame_all(const crowd *all, double yaw_deg, double pitch_deg, double aspect) {
    const double fov = 26, air = 1.10;
    lsn_camera c = {lsn_v3(0, 0.5, 0), yaw_deg, pitch_deg, 5, fov};
    view w = view_of(yaw_deg, pitch_deg);
    double half = lsn_sin(LSN_RAD(fov) / 2) / lsn_cos(LSN_RAD(fov) / 2);
    for (int i = 0; i < 12; i++) {
        lsn_vec3 eye = lsn_v3_mad(c.target, w.back, c.distance_m);
        box b = see(all, &w, eye);
        c.target = lsn_v3_mad(c.target, w.right, 0.5 * (b.left + b.right) * c.distance_m);
        c.target = lsn_v3_mad(c.target, w.up, 0.5 * (b.low + b.high) * c.distance_m);
        double need = lsn_max(0.5 * (b.right - b.left) / (half * aspect), 0.5 * (b.high - b.low) / half) * air;
        c.distance_m = lsn_clamp(c.distance_m * need, 1.2, 30);
    }
    return c;
}

lsn_camera lsn_camera_turned(const lsn_motion *motion, double aspect, double yaw_offset_deg, double pitch_offset_deg) {
    crowd all;
    gather(&all, motion, 0);
    const double before_wall_deg = -14;
    // Both sides of a move are seen from the working side, and a wall from its front.
    double yaw = motion->move->view_yaw_deg, pitch = motion->move->view_pitch_deg;
    if (has_wall(motion)) yaw = lsn_min(yaw, before_wall_deg);
    if (motion->side == LSN_SIDE_left) yaw = 180 - yaw;
    lsn_camera best = frame_all(&all, yaw, pitch, aspect);
    if (yaw_offset_deg == 0 && pitch_offset_deg == 0) return best;
    pitch = lsn_clamp(pitch + pitch_offset_deg, -5, 85);
    lsn_camera turned = frame_all(&all, yaw + yaw_offset_deg, pitch, aspect);
    turned.distance_m = lsn_max(turned.distance_m, best.distance_m);
    return turned;
}

lsn_camera lsn_camera_for(const lsn_motion *motion, double aspect) {
    return lsn_camera_turned(motion, aspect, 0, 0);
}

// ---------------------------------------------------------------- beside what lies over the picture

/// The crowd as it is seen: discs, in halves of the picture's height from its middle, y up.
static void flatten(crowd *c, const lsn_camera *camera) {
    view w = view_of(camera->yaw_deg, camera->pitch_deg);
    lsn_vec3 eye = lsn_v3_mad(camera->target, w.back, camera->distance_m);
    double half = lsn_sin(LSN_RAD(camera->fov_deg) / 2) / lsn_cos(LSN_RAD(camera->fov_deg) / 2);
    for (int i = 0; i < c->count; i++) {
        lsn_vec3 q = lsn_v3_sub(c->balls[i].at, eye);
        double reach = half * lsn_max(0.3, -lsn_v3_dot(q, w.back));
        c->balls[i].at = lsn_v3(lsn_v3_dot(q, w.right) / reach, lsn_v3_dot(q, w.up) / reach, 0);
        c->balls[i].radius_m /= reach;
    }
}

/// How many discs of the flat crowd lie under the covers; stops counting beyond `most`.
static int hidden(const crowd *flat, const lsn_lens *lens, const lsn_cover *covers, int count, int most) {
    const double air = 0.03;
    int n = 0;
    for (int k = 0; k < count; k++) {
        for (int i = 0; i < flat->count && n <= most; i++) {
            const ball *b = &flat->balls[i];
            double x = lens->zoom * b->at.x + lens->x - covers[k].x, y = lens->zoom * b->at.y + lens->y - covers[k].y;
            double apart = lens->zoom * b->radius_m + covers[k].radius + air;
            n += x * x + y * y < apart * apart;
        }
    }
    return n;
}

/// The place nearest to the middle at which fewest discs are hidden at this size; returns how many.
static int lay(lsn_lens *out, const crowd *flat, double aspect, double zoom, const lsn_cover *covers, int count) {
    enum { STEPS = 6 };
    const double edge = 0.99;
    view w = {lsn_v3(1, 0, 0), lsn_v3(0, 1, 0), lsn_v3(0, 0, 1)};
    box b = see(flat, &w, lsn_v3(0, 0, 1));
    double x_most = lsn_max(0, edge * aspect - zoom * lsn_max(-b.left, b.right));
    double y_most = lsn_max(0, edge - zoom * lsn_max(-b.low, b.high));
    int fewest = flat->count * count + 1;
    double nearest = 0;
    for (int i = -STEPS; i <= STEPS; i++) {
        for (int k = -STEPS; k <= STEPS; k++) {
            lsn_lens lens = {zoom, x_most * i / STEPS, y_most * k / STEPS};
            double far = lens.x * lens.x + lens.y * lens.y;
            int n = hidden(flat, &lens, covers, count, fewest);
            if (n > fewest || (n == fewest && far >= nearest)) continue;
            *out = lens, fewest = n, nearest = far;
        }
    }
    return fewest;
}

lsn_lens lsn_camera_clear(const lsn_motion *motion, const lsn_camera *camera, double aspect, const lsn_cover *covers,
                          int count) {
    crowd flat;
    gather(&flat, motion, BETWEEN);
    flatten(&flat, camera);
    lsn_lens lens = {1, 0, 0};
    if (hidden(&flat, &lens, covers, count, 0) == 0) return lens;
    for (int percent = 100; percent >= 40; percent -= 4)
        if (lay(&lens, &flat, aspect, percent / 100.0, covers, count) == 0) break;
    lens.x /= aspect; // in clip space both sides are 1 away
    return lens;
}
