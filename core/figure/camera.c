/// core/figure: from which side a move is seen, and the matrix of it. One camera holds all key poses of a move.
#include "core/figure/surface.h"

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

typedef struct box {
    double left, right, low, high; // tangents as seen from the eye
} box;

static void widen(box *b, double x, double y, double r) {
    b->left = lsn_min(b->left, x - r), b->right = lsn_max(b->right, x + r);
    b->low = lsn_min(b->low, y - r), b->high = lsn_max(b->high, y + r);
}

static void see_point(box *b, const view *w, lsn_vec3 eye, lsn_vec3 p, double r) {
    lsn_vec3 q = lsn_v3_sub(p, eye);
    double z = lsn_max(0.3, -lsn_v3_dot(q, w->back));
    widen(b, lsn_v3_dot(q, w->right) / z, lsn_v3_dot(q, w->up) / z, r / z);
}

/// What the picture must hold: the body in every key pose with a little air, and the seat.
static box see(const lsn_motion *motion, const view *w, lsn_vec3 eye) {
    box b = {1e9, -1e9, 1e9, -1e9};
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int n = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < n; k++) {
            see_point(&b, w, eye, capsules[k].a, capsules[k].radius_a_m + 0.02);
            see_point(&b, w, eye, capsules[k].b, capsules[k].radius_b_m + 0.02);
        }
        double size = motion->body->scale;
        see_point(&b, w, eye, lsn_frames_point(&frames, LSN_SEG_head, lsn_v3(-0.08 * size, 0.18 * size, 0)), 0.06);
        see_point(&b, w, eye, lsn_frames_point(&frames, LSN_SEG_head, lsn_v3(0.02 * size, 0.1 * size, 0)), 0.11);
        if (motion->move->seat_m > 0.2) {
            lsn_vec3 p = frames.origin[LSN_SEG_pelvis];
            for (int c = 0; c < 4; c++)
                see_point(&b, w, eye, lsn_v3(p.x + (c & 1 ? 0.2 : -0.2), 0, p.z + (c & 2 ? 0.2 : -0.2)), 0.01);
        }
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

lsn_camera lsn_camera_for(const lsn_motion *motion, double aspect, lsn_arena scratch) {
    (void)scratch;
    const double fov = 26, air = 1.10;
    const double before_wall_deg = -14;
    // Both sides of a move are seen from the working side, and a wall from its front.
    double yaw = motion->move->view_yaw_deg;
    if (has_wall(motion)) yaw = lsn_min(yaw, before_wall_deg);
    if (motion->side == LSN_SIDE_left) yaw = 180 - yaw;
    lsn_camera c = {lsn_v3(0, 0.5, 0), yaw, motion->move->view_pitch_deg, 5, fov};
    view w = view_of(c.yaw_deg, c.pitch_deg);
    double half = lsn_sin(LSN_RAD(fov) / 2) / lsn_cos(LSN_RAD(fov) / 2);
    for (int i = 0; i < 12; i++) {
        lsn_vec3 eye = lsn_v3_mad(c.target, w.back, c.distance_m);
        box b = see(motion, &w, eye);
        c.target = lsn_v3_mad(c.target, w.right, 0.5 * (b.left + b.right) * c.distance_m);
        c.target = lsn_v3_mad(c.target, w.up, 0.5 * (b.low + b.high) * c.distance_m);
        double need = lsn_max(0.5 * (b.right - b.left) / (half * aspect), 0.5 * (b.high - b.low) / half) * air;
        c.distance_m = lsn_clamp(c.distance_m * need, 1.2, 30);
    }
    return c;
}
