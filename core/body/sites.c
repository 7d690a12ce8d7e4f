// core/body: named points on the skin. Invariant: a site is a point on the body's axis plus a vector out to the skin,
// whose direction is the skin's normal there; the drawn surface passes through it within a few millimetres, so a site
// on the floor puts the surface on the floor.
#include "core/body/kinematics.h"

typedef struct site_row {
    const char *name;
    lsn_segment segment;
    int mirror; // offset to the other side's row
} site_row;

// Row order: X rows alone, S rows as right then left; row 0 is no site.
static const site_row rows[] = {{"", LSN_SEG_pelvis, 0},
#define X(name, segment) {#name, LSN_SEG_##segment, 0},
#define S(name, segment) {#name "_r", LSN_SEG_##segment##_r, 1}, {#name "_l", LSN_SEG_##segment##_l, -1},
#define LSN_SEG_pelvis_r LSN_SEG_pelvis
#define LSN_SEG_pelvis_l LSN_SEG_pelvis
#define LSN_SEG_t8_t5_r  LSN_SEG_t8_t5
#define LSN_SEG_t8_t5_l  LSN_SEG_t8_t5
                                LSN_SITES(X, S)
#undef X
#undef S
#undef LSN_SEG_pelvis_r
#undef LSN_SEG_pelvis_l
#undef LSN_SEG_t8_t5_r
#undef LSN_SEG_t8_t5_l
};

enum { SITE_COUNT = sizeof rows / sizeof rows[0] };

// Where the sites are, in their segment's frame (mm, right side, 1.70 m): axis point, then the way out to the skin.
typedef struct place_row {
    const char *name;
    double axis[3], skin[3];
} place_row;

static const place_row places[] = {
    {"sacrum", {-20, 25, 0}, {-104, 0, 0}},
    {"low_back", {0, 18, 0}, {-57, 0, 0}},
    {"mid_back", {0, 48, 0}, {-66, 0, 0}},
    {"upper_back", {0, 25, 0}, {-56, 0, 0}},
    {"back_of_head", {-4, 95, 0}, {-107, 0, 0}},
    {"forehead", {-4, 105, 0}, {97, 0, 0}},
    {"chin", {60, 0, 0}, {38, -6, 0}},
    {"belly", {0, 20, 0}, {126, 0, 0}},
    {"breastbone", {0, 35, 0}, {160, 0, 0}},
    {"pubis", {-20, -20, 0}, {102, 0, 0}},
    {"sit_bone", {-30, -40, 68}, {0, -88, 0}},
    {"hip_front", {-20, 60, 82}, {110, 0, 0}},
    {"hip_side", {0, -10, 88}, {0, 0, 92}},
    {"shoulder_blade", {0, 48, 78}, {-63, 0, 0}},
    {"shoulder_back", {-50, -18, 140}, {-45, 0, 0}},
    {"shoulder_side", {0, -10, 0}, {0, 0, 46}},
    {"elbow", {0, -4, 0}, {-36, 0, 0}},
    {"forearm_mid", {0, -125, 0}, {-34, 0, 0}},
    {"palm", {0, -58, 0}, {14, 0, 0}},
    {"palm_heel", {0, -16, 0}, {17, 0, 0}},
    {"fingertips", {0, -172, 0}, {8, 0, 0}},
    {"back_of_hand", {0, -58, 0}, {-14, 0, 0}},
    {"thigh_front", {0, -170, 0}, {89, 0, 0}},
    {"thigh_back", {0, -190, 0}, {-82, 0, 0}},
    {"thigh_low_back", {0, -360, 0}, {-58, 0, 0}},
    {"thigh_low_front", {0, -360, 0}, {59, 0, 0}},
    {"thigh_outer", {0, -170, 0}, {0, 0, 85}},
    {"knee", {0, -18, 0}, {49, 0, 0}},
    {"knee_outer", {0, -415, 0}, {0, 0, 52}},
    {"shin", {-6, -112, 0}, {45, 0, 0}},
    {"shin_low", {-3, -280, 0}, {36, 0, 0}},
    {"calf", {-6, -130, 0}, {-65, 0, 0}},
    {"ankle_outer", {0, -392, 0}, {0, 0, 34}},
    {"ankle_inner", {0, -392, 0}, {0, 0, -34}},
    {"heel", {-46, -45, 0}, {0, -25, 0}},
    {"ball_inner", {122, -54, -28}, {0, -16, 0}},
    {"ball_outer", {110, -54, 34}, {0, -16, 0}},
    {"instep", {80, -50, 0}, {0, 26, 0}},
    {"toe_tips", {58, -8, 0}, {9, 0, 0}},
};

// The right (or only) name begins with the place's name.
static const place_row *find_place(lsn_site site) {
    int right = rows[site].mirror < 0 ? site - 1 : site;
    lsn_str name = lsn_str_from(rows[right].name);
    if (rows[right].mirror != 0) name.len -= 2;
    for (int i = 0; i < (int)(sizeof places / sizeof places[0]); ++i)
        if (lsn_str_equal(name, lsn_str_from(places[i].name))) return &places[i];
    LSN_ASSERT(false);
    return NULL;
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

lsn_vec3 lsn_site_local(const lsn_body *body, lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    const place_row *place = find_place(site);
    double girth = lsn_segment_girth(body, rows[site].segment);
    lsn_vec3 mm = lsn_v3_mad(sided(site, place->axis), sided(site, place->skin), girth);
    return lsn_v3_scale(mm, body->scale * 0.001);
}

lsn_vec3 lsn_site_normal_local(lsn_site site) {
    LSN_ASSERT(site > 0 && site < SITE_COUNT);
    return lsn_v3_unit(sided(site, find_place(site)->skin));
}

lsn_vec3 lsn_site_world(const lsn_body *body, const lsn_frames *frames, lsn_site site) {
    return lsn_frames_point(frames, lsn_site_segment(site), lsn_site_local(body, site));
}
