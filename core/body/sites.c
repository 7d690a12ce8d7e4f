// core/body: named points on the skin. Invariant: a site is a point on the body's axis plus a vector out to the skin,
// whose direction is the skin's normal there; the drawn surface passes through it within a few millimetres, so a site
// on the floor puts the surface on the floor.
#include "core/body/kinematics.h"

// One for both sides of a name.
typedef enum place_index {
#define X(name, segment) PLACE_##name,
    LSN_SITES(X, X)
#undef X
        PLACE_COUNT
} place_index;

typedef struct site_row {
    const char *name;
    lsn_segment segment;
    place_index place;
    int mirror; // offset to the other side's row
} site_row;

// Row order: X rows alone, S rows as right then left; row 0 is no site.
static const site_row rows[] = {{"", LSN_SEG_pelvis, PLACE_COUNT, 0},
#define LSN_SEG_pelvis_r LSN_SEG_pelvis
#define LSN_SEG_pelvis_l LSN_SEG_pelvis
#define LSN_SEG_t8_t5_r  LSN_SEG_t8_t5
#define LSN_SEG_t8_t5_l  LSN_SEG_t8_t5
#define LSN_SEG_l3_r     LSN_SEG_l3
#define LSN_SEG_l3_l     LSN_SEG_l3
#define LSN_SEG_head_r   LSN_SEG_head
#define LSN_SEG_head_l   LSN_SEG_head
#define X(name, segment) {#name, LSN_SEG_##segment, PLACE_##name, 0},
#define S(name, segment)                                                                                               \
    {#name "_r", LSN_SEG_##segment##_r, PLACE_##name, 1}, {#name "_l", LSN_SEG_##segment##_l, PLACE_##name, -1},
                                LSN_SITES(X, S)
#undef X
#undef S
#undef LSN_SEG_pelvis_r
#undef LSN_SEG_pelvis_l
#undef LSN_SEG_t8_t5_r
#undef LSN_SEG_t8_t5_l
#undef LSN_SEG_l3_r
#undef LSN_SEG_l3_l
#undef LSN_SEG_head_r
#undef LSN_SEG_head_l
};

enum { SITE_COUNT = sizeof rows / sizeof rows[0] };

// Where the sites are, in their segment's frame (mm, right side, 1.70 m): axis point, then the way out to the skin. A
// round site is a ball about the axis point, repeated at ± width; the numbers are those of the capsules in touch.c.
typedef struct place_row {
    double axis[3], skin[3];
    bool is_round;
    double width;
} place_row;

static const place_row places[PLACE_COUNT] = {
    [PLACE_sacrum] = {{-48, -10, 0}, {-71, 0, 0}, true, 0}, // its balls are both buttocks and the pelvis
    [PLACE_low_back] = {{34, 5, 0}, {-91, 0, 0}, true, 54},
    [PLACE_mid_back] = {{48, 62, 0}, {-108, 0, 0}, true, 48},
    [PLACE_upper_back] = {{34, 42, 0}, {-90, 0, 0}, true, 52},
    [PLACE_back_of_head] = {{-17, 98, 0}, {-90, 0, 0}, true, 0},
    [PLACE_forehead] = {{2, 100, 0}, {96, 0, 0}, true, 0},
    [PLACE_chin] = {{66, -2, 0}, {30, -4, 0}, true, 0},
    [PLACE_belly] = {{34, 5, 0}, {91, 0, 0}, true, 54},
    [PLACE_breastbone] = {{48, 62, 0}, {108, 0, 0}, true, 48},
    [PLACE_pubis] = {{3, 40, 0}, {100, 0, 0}, true, 68},
    [PLACE_sit_bone] = {{-18, -80, 45}, {0, -54, 0}, true, 0}, // and the buttock's two
    [PLACE_hip_front] = {{3, 40, 68}, {100, 0, 0}, true, 0},
    [PLACE_hip_side] = {{8, -15, 88}, {0, 0, 92}, true, 0},
    [PLACE_shoulder_blade] = {{48, 62, 48}, {-108, 0, 0}, true, 0},
    [PLACE_shoulder_back] = {{-50, -12, 140}, {-50, 0, 0}, true, 0},
    [PLACE_shoulder_side] = {{0, -10, 0}, {0, 0, 50}, true, 0},
    [PLACE_elbow] = {{0, -4, 0}, {-36, 0, 0}, true, 0},
    [PLACE_forearm_mid] = {{0, -125, 0}, {-35, 0, 0}, true, 0},
    [PLACE_palm] = {{0, -58, 0}, {19, 0, 0}, false, 0},
    [PLACE_palm_heel] = {{0, -16, 0}, {22, 0, 0}, false, 0},
    [PLACE_fingertips] = {{0, -165, 0}, {14, 0, 0}, false, 0},
    [PLACE_back_of_hand] = {{0, -70, 0}, {-12, 0, 0}, false, 0},
    [PLACE_thigh_front] = {{5, -165, 0}, {86, 0, 0}, true, 0},
    [PLACE_thigh_back] = {{5, -165, 0}, {-86, 0, 0}, true, 0},
    [PLACE_thigh_low_back] = {{0, -360, 0}, {-60, 0, 0}, true, 0},
    [PLACE_thigh_low_front] = {{0, -360, 0}, {60, 0, 0}, true, 0},
    [PLACE_thigh_outer] = {{5, -165, 0}, {0, 0, 86}, true, 0},
    [PLACE_knee] = {{3, 0, 0}, {53, 0, 0}, true, 0},
    [PLACE_knee_outer] = {{0, -412, 0}, {0, 0, 53}, true, 0},
    [PLACE_shin] = {{-15, -115, 0}, {55, 0, 0}, true, 0},
    [PLACE_shin_low] = {{-4, -280, 0}, {36, 0, 0}, true, 0},
    [PLACE_calf] = {{-15, -115, 0}, {-55, 0, 0}, true, 0},
    [PLACE_ankle_outer] = {{0, -396, 0}, {0, 0, 33}, true, 0},
    [PLACE_ankle_inner] = {{0, -396, 0}, {0, 0, -33}, true, 0},
    [PLACE_heel] = {{-28, -45, 0}, {0, -27, 0}, true, 0},
    [PLACE_ball_inner] = {{124, -53, -26}, {0, -19, 0}, true, 0},
    [PLACE_ball_outer] = {{114, -53, 32}, {0, -19, 0}, true, 0},
    [PLACE_instep] = {{119, -53, 3}, {0, 19, 0}, true, 29},
    [PLACE_toe_tips] = {{56, -7, 0}, {12, 0, 0}, true, 0},
    [PLACE_loin] = {{34, 5, 50}, {-91, 0, 0}, true, 0},
    [PLACE_head_side] = {{-8, 99, 0}, {0, 0, 92}, true, 0},
    [PLACE_knee_inner] = {{0, -412, 0}, {0, 0, -53}, true, 0},
    [PLACE_thigh_low_inner] = {{2, -330, 0}, {0, 0, -63}, true, 0},
    [PLACE_thigh_hold_outer] = {{2, -290, 0}, {-45, 0, 52}, true, 0},
    [PLACE_thigh_hold_inner] = {{2, -290, 0}, {-45, 0, -52}, true, 0},
};

static const place_row *find_place(lsn_site site) {
    return &places[rows[site].place];
}

lsn_site lsn_site_find(lsn_str name) {
    for (int i = 1; i < SITE_COUNT; ++i)
        if (lsn_str_equal(name, lsn_str_from(rows[i].name))) return i;
    return 0;
}

const char *lsn_site_name(lsn_site site) {
    LSN_ASSERT(site >= 0 && site < SITE_COUNT);
    return rows[site].name;
}

lsn_site lsn_site_mirror(lsn_site site) {
    LSN_ASSERT(site >= 0 && site < SITE_COUNT);
    return site + rows[site].mirror;
}

lsn_segment lsn_site_segment(lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    return rows[site].segment;
}

static lsn_vec3 sided(lsn_site site, const double v[3]) {
    return lsn_v3(v[0], v[1], rows[site].mirror < 0 ? -v[2] : v[2]);
}

// Sideways distances widen with girth, as the capsules do.
static lsn_vec3 axis_point(const lsn_body *body, lsn_site site, double width_mm) {
    const place_row *place = find_place(site);
    lsn_vec3 mm = sided(site, place->axis);
    mm.z = (mm.z + width_mm) * lsn_segment_girth(body, rows[site].segment);
    return lsn_v3_scale(mm, body->scale * 0.001);
}

lsn_vec3 lsn_site_local(const lsn_body *body, lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    const place_row *place = find_place(site);
    double girth = lsn_segment_girth(body, rows[site].segment);
    return lsn_v3_add(axis_point(body, site, 0.0), lsn_v3_scale(sided(site, place->skin), girth * body->scale * 0.001));
}

lsn_vec3 lsn_site_normal_local(lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    return lsn_v3_unit(sided(site, find_place(site)->skin));
}

lsn_vec3 lsn_site_world(const lsn_body *body, const lsn_frames *frames, lsn_site site) {
    return lsn_frames_point(frames, lsn_site_segment(site), lsn_site_local(body, site));
}

// ---------------------------------------------------------------- what touches

static lsn_ball_at site_ball(const lsn_body *body, const lsn_frames *frames, lsn_site site, double width_mm) {
    const place_row *place = find_place(site);
    lsn_segment segment = rows[site].segment;
    lsn_vec3 centre = place->is_round ? axis_point(body, site, width_mm) : lsn_site_local(body, site);
    double radius = lsn_v3_length(sided(site, place->skin)) * lsn_segment_girth(body, segment) * body->scale * 0.001;
    return (lsn_ball_at){segment, segment, lsn_frames_point(frames, segment, centre), place->is_round ? radius : 0.0};
}

int lsn_site_balls(lsn_ball_at out[LSN_SITE_BALLS_MAX], const lsn_body *body, const lsn_frames *frames, lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    const place_row *place = find_place(site);
    if (rows[site].place == PLACE_sacrum) {
        lsn_buttock_balls(out, body, frames, 0);
        lsn_buttock_balls(out + 2, body, frames, 1);
        lsn_pelvis_balls(out + 4, body, frames);
        return 6;
    }
    if (rows[site].place == PLACE_sit_bone) {
        lsn_buttock_balls(out, body, frames, rows[site].mirror < 0 ? 1 : 0);
        out[2] = site_ball(body, frames, site, 0.0);
        return 3;
    }
    out[0] = site_ball(body, frames, site, place->width);
    if (place->width == 0.0) return 1;
    out[1] = site_ball(body, frames, site, -place->width);
    return 2;
}

lsn_vec3 lsn_site_touch(const lsn_body *body, const lsn_frames *frames, lsn_site site, lsn_vec3 normal) {
    lsn_ball_at balls[LSN_SITE_BALLS_MAX];
    int count = lsn_site_balls(balls, body, frames, site);
    lsn_vec3 middle = {0.0, 0.0, 0.0};
    double lowest = 0.0;
    for (int i = 0; i < count; ++i) {
        middle = lsn_v3_mad(middle, balls[i].centre, 1.0 / (double)count);
        double height = lsn_v3_dot(balls[i].centre, normal) - balls[i].radius_m;
        if (i == 0 || height < lowest) lowest = height;
    }
    return lsn_v3_mad(middle, normal, lowest - lsn_v3_dot(middle, normal));
}
