// core/body: skeleton and muscles as a MuJoCo model. Invariant: numbers keep 17 decimals, so that a program that reads
// them back computes the same places within rounding.
#include "core/body/joints.h"

typedef struct writer {
    lsn_buf *out;
    const lsn_body *body;
    lsn_joint joints[LSN_JOINTS_MAX];
    int joint_count;
} writer;

static void put_number(lsn_buf *out, double value) {
    double size = lsn_abs(value), whole = lsn_floor(size);
    uint64_t unit = 100000000000000000u, part = (uint64_t)((size - whole) * 1e17 + 0.5);
    if (part >= unit) {
        part -= unit;
        whole += 1.0;
    }
    if (value < 0.0) lsn_buf_char(out, '-');
    lsn_buf_int(out, (int64_t)whole);
    if (part == 0) return;
    lsn_buf_char(out, '.');
    for (uint64_t digit = unit / 10; part > 0; digit /= 10) {
        lsn_buf_char(out, (char)('0' + part / digit));
        part %= digit;
    }
}

static void put_numbers(lsn_buf *out, const char *name, const double *values, int count) {
    lsn_buf_format(out, " %s=\"", name);
    for (int i = 0; i < count; ++i) {
        if (i > 0) lsn_buf_char(out, ' ');
        put_number(out, values[i]);
    }
    lsn_buf_char(out, '"');
}

static void put_vector(lsn_buf *out, const char *name, lsn_vec3 v) {
    const double values[3] = {v.x, v.y, v.z};
    put_numbers(out, name, values, 3);
}

static void indent(const writer *w, int depth) {
    for (int i = 0; i < depth; ++i) lsn_buf_text(w->out, "  ");
}

// ---------------------------------------------------------------- bodies

static bool is_zero(lsn_vec3 v) {
    return lsn_v3_dot(v, v) == 0.0;
}

static void put_joint(const writer *w, const lsn_joint *joint, int depth) {
    indent(w, depth);
    lsn_buf_format(w->out, "<joint name=\"%s\" type=\"%s\"", joint->name, joint->slides ? "slide" : "hinge");
    put_vector(w->out, "axis", joint->axis);
    if (!is_zero(joint->at)) put_vector(w->out, "pos", joint->at);
    if (joint->drive == LSN_DRIVE_FREE) {
        const double range[2] = {w->body->least_rad[joint->coord], w->body->greatest_rad[joint->coord]};
        lsn_buf_text(w->out, " limited=\"true\"");
        put_numbers(w->out, "range", range, 2);
    }
    lsn_buf_text(w->out, "/>\n");
}

static void put_joints(const writer *w, lsn_joint_host host, lsn_segment segment, int depth) {
    for (int i = 0; i < w->joint_count; ++i)
        if (w->joints[i].host == host && w->joints[i].segment == segment) put_joint(w, &w->joints[i], depth);
}

// A body must have mass to move; what is no part of the person weighs a millionth of a gram.
static void put_speck(const writer *w, int depth) {
    indent(w, depth);
    lsn_buf_text(w->out, "<inertial pos=\"0 0 0\" mass=\"1e-9\" diaginertia=\"1e-9 1e-9 1e-9\"/>\n");
}

// Half extents of a segment as an ellipsoid (mm), for its moments of inertia: thickness, length and breadth.
static lsn_vec3 half_extent(lsn_segment segment) {
    switch (segment) {
    case LSN_SEG_pelvis:
        return lsn_v3(105.0, 90.0, 165.0);
    case LSN_SEG_l5:
    case LSN_SEG_l4:
    case LSN_SEG_l3:
    case LSN_SEG_l2:
    case LSN_SEG_l1:
        return lsn_v3(95.0, 25.0, 145.0);
    case LSN_SEG_t12_t9:
    case LSN_SEG_t8_t5:
        return lsn_v3(110.0, 60.0, 150.0);
    case LSN_SEG_t4_t1:
        return lsn_v3(90.0, 60.0, 140.0);
    case LSN_SEG_neck:
        return lsn_v3(55.0, 45.0, 55.0);
    case LSN_SEG_head:
        return lsn_v3(100.0, 120.0, 78.0);
    default:
        break;
    }
    static const double limb[][3] = {{40, 40, 80}, {42, 160, 42}, {33, 130, 33}, {15, 95, 42}, {78, 220, 78},
                                     {15, 22, 22}, {48, 215, 48}, {90, 35, 42},  {35, 14, 45}};
    const double *mm = limb[((int)segment - LSN_SEG_clavicle_r) % (LSN_SEG_clavicle_l - LSN_SEG_clavicle_r)];
    return lsn_v3(mm[0], mm[1], mm[2]);
}

static void put_inertial(const writer *w, lsn_segment segment, int depth) {
    lsn_vec3 half = lsn_v3_scale(half_extent(segment), w->body->scale * 0.001);
    double fifth = w->body->mass_kg[segment] / 5.0;
    double xx = half.x * half.x, yy = half.y * half.y, zz = half.z * half.z;
    indent(w, depth);
    lsn_buf_text(w->out, "<inertial");
    put_vector(w->out, "pos", w->body->mass_centre[segment]);
    put_numbers(w->out, "mass", &w->body->mass_kg[segment], 1);
    put_vector(w->out, "diaginertia", lsn_v3(fifth * (yy + zz), fifth * (xx + zz), fifth * (xx + yy)));
    lsn_buf_text(w->out, "/>\n");
}

// Its length is for the eye: a tendon takes it as endless.
static void put_cylinder(const writer *w, const lsn_muscle_part *part, const char *muscle, int index, int depth) {
    const double size[2] = {part->radius_m, 0.05};
    indent(w, depth);
    lsn_buf_format(w->out, "<geom name=\"%s_%d\" type=\"cylinder\"", muscle, index);
    put_vector(w->out, "pos", part->centre);
    put_numbers(w->out, "size", size, 2);
    put_vector(w->out, "zaxis", part->axis);
    lsn_buf_text(w->out, " contype=\"0\" conaffinity=\"0\"/>\n");
    indent(w, depth);
    lsn_buf_format(w->out, "<site name=\"%s_%d_side\"", muscle, index);
    put_vector(w->out, "pos", lsn_v3_mad(part->centre, part->side, 2.0 * part->radius_m));
    lsn_buf_text(w->out, "/>\n");
}

static void put_muscle_parts(const writer *w, lsn_segment segment, int depth) {
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) {
        lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
        const char *name = lsn_muscle_name((lsn_muscle)m);
        int count = lsn_muscle_parts(parts, (lsn_muscle)m, w->body);
        for (int i = 0; i < count; ++i) {
            if (parts[i].segment != segment) continue;
            if (parts[i].kind != LSN_PART_POINT) {
                put_cylinder(w, &parts[i], name, i, depth);
                continue;
            }
            indent(w, depth);
            lsn_buf_format(w->out, "<site name=\"%s_%d\"", name, i);
            put_vector(w->out, "pos", parts[i].centre);
            lsn_buf_text(w->out, "/>\n");
        }
    }
}

static bool is_clavicle(lsn_segment segment) {
    return segment == LSN_SEG_clavicle_r || segment == LSN_SEG_clavicle_l;
}

static void put_segment(const writer *w, lsn_segment segment, lsn_vec3 at, int depth);

static void put_children(const writer *w, lsn_segment segment, int depth) {
    for (int s = (int)segment + 1; s < LSN_SEGMENT_COUNT; ++s)
        if (lsn_segment_parent((lsn_segment)s) == segment) put_segment(w, (lsn_segment)s, w->body->joint[s], depth);
}

static void put_shoulder(const writer *w, lsn_segment clavicle, int depth) {
    lsn_segment humerus = (lsn_segment)(clavicle + 1);
    indent(w, depth);
    lsn_buf_format(w->out, "<body name=\"shoulder_%s\"", clavicle == LSN_SEG_clavicle_r ? "r" : "l");
    put_vector(w->out, "pos", w->body->joint[humerus]);
    lsn_buf_text(w->out, ">\n");
    put_speck(w, depth + 1);
    put_joints(w, LSN_HOST_SHOULDER, clavicle, depth + 1);
    put_segment(w, humerus, lsn_v3(0.0, 0.0, 0.0), depth + 1);
    indent(w, depth);
    lsn_buf_text(w->out, "</body>\n");
}

static void put_segment(const writer *w, lsn_segment segment, lsn_vec3 at, int depth) {
    indent(w, depth);
    lsn_buf_format(w->out, "<body name=\"%s\"", lsn_segment_name(segment));
    put_vector(w->out, "pos", at);
    lsn_buf_text(w->out, ">\n");
    put_inertial(w, segment, depth + 1);
    put_joints(w, LSN_HOST_SEGMENT, segment, depth + 1);
    put_muscle_parts(w, segment, depth + 1);
    if (is_clavicle(segment))
        put_shoulder(w, segment, depth + 1);
    else
        put_children(w, segment, depth + 1);
    indent(w, depth);
    lsn_buf_text(w->out, "</body>\n");
}

// Coordinates that others follow and nothing hangs on.
static void put_coordinates(const writer *w) {
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s) {
        bool any = false;
        for (int i = 0; i < w->joint_count; ++i)
            any = any || (w->joints[i].host == LSN_HOST_COORDINATES && (int)w->joints[i].segment == s);
        if (!any) continue;
        lsn_buf_format(w->out, "    <body name=\"coordinates_%s\">\n", lsn_segment_name((lsn_segment)s));
        put_speck(w, 3);
        put_joints(w, LSN_HOST_COORDINATES, (lsn_segment)s, 3);
        lsn_buf_text(w->out, "    </body>\n");
    }
}

// ---------------------------------------------------------------- muscles, equalities

static void put_muscle(const writer *w, lsn_muscle muscle) {
    lsn_muscle_part parts[LSN_MUSCLE_PARTS_MAX];
    const char *name = lsn_muscle_name(muscle);
    int count = lsn_muscle_parts(parts, muscle, w->body);
    lsn_buf_format(w->out, "    <spatial name=\"%s\">", name);
    for (int i = 0; i < count; ++i) {
        if (parts[i].kind == LSN_PART_POINT)
            lsn_buf_format(w->out, "<site site=\"%s_%d\"/>", name, i);
        else
            lsn_buf_format(w->out, "<geom geom=\"%s_%d\" sidesite=\"%s_%d_side\"/>", name, i, name, i);
    }
    lsn_buf_text(w->out, "</spatial>\n");
}

static void put_equality(const writer *w, const lsn_joint *joint) {
    static const double opposite[5] = {0.0, -1.0, 0.0, 0.0, 0.0};
    bool undoes = joint->drive == LSN_DRIVE_OPPOSITE;
    const char *other = undoes ? w->joints[joint->opposite].name : lsn_coord_describe(joint->coord)->name;
    lsn_buf_format(w->out, "    <joint joint1=\"%s\" joint2=\"%s\"", joint->name, other);
    put_numbers(w->out, "polycoef", undoes ? opposite : joint->polynomial, 5);
    lsn_buf_text(w->out, "/>\n");
}

void lsn_body_write_mjcf(lsn_buf *out, const lsn_body *body) {
    writer w = {.out = out, .body = body};
    w.joint_count = lsn_joints_build(w.joints, body);
    lsn_buf_text(out,
                 "<mujoco model=\"loosen\">\n"
                 "  <!-- X forward, Y up, Z to the person's right; metres, radians, kilograms. Joints are named as\n"
                 "       coordinates. Joints that follow one are tied to it under equality; girdle_elevation and\n"
                 "       girdle_protraction follow the arm: 0.19198621771937624 (1 - cos arm_flex cos arm_add) and\n"
                 "       0.20943951023931953 sin arm_flex cos arm_add. -->\n"
                 "  <compiler angle=\"radian\"/>\n"
                 "  <option gravity=\"0 -9.81 0\"/>\n"
                 "  <default><joint armature=\"0.01\"/></default>\n"
                 "  <worldbody>\n");
    put_coordinates(&w);
    put_segment(&w, LSN_SEG_pelvis, lsn_v3(0.0, 0.0, 0.0), 2);
    lsn_buf_text(out, "  </worldbody>\n  <tendon>\n");
    for (int m = 1; m < LSN_MUSCLE_COUNT; ++m) put_muscle(&w, (lsn_muscle)m);
    lsn_buf_text(out, "  </tendon>\n  <equality>\n");
    for (int i = 0; i < w.joint_count; ++i)
        if (w.joints[i].drive == LSN_DRIVE_POLYNOMIAL || w.joints[i].drive == LSN_DRIVE_OPPOSITE)
            put_equality(&w, &w.joints[i]);
    lsn_buf_text(out, "  </equality>\n</mujoco>\n");
}
