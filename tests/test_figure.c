// The figure: a closed, finite, mirror-true surface in any posture, moves that stay inside their pictures and above the
// floor, and pictures that survive being a file.
#include "core/figure/figure.h"
#include "host/picture/picture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEMORY = 8 << 20, POSES = 24, PICTURE = 96, PICTURE_SCRATCH = 1 << 20 };

typedef struct stage {
    lsn_body body;
    lsn_figure figure;
    void *memory;
} stage;

static int open_stage(void **state) {
    stage *s = calloc(1, sizeof *s);
    lsn_body_options options = lsn_body_options_default();
    assert_int_equal(lsn_body_build(&s->body, &options), LSN_OK);
    s->memory = malloc(MEMORY);
    lsn_arena arena = lsn_arena_make(s->memory, MEMORY);
    assert_int_equal(lsn_figure_init(&s->figure, &s->body, &arena), LSN_OK);
    *state = s;
    return 0;
}

static int close_stage(void **state) {
    stage *s = *state;
    free(s->memory);
    free(s);
    return 0;
}

/// Pose `i` of a fixed series of postures across the whole range of every joint.
static lsn_pose any_pose(int i) {
    double value[LSN_COORD_COUNT];
    lsn_random random = lsn_random_make(20, (uint64_t)i);
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        double t = lsn_random_unit(&random);
        value[c] = info->is_length ? 0.2 * t : lsn_mix(info->least, info->greatest, t);
    }
    return lsn_pose_from_coords(value);
}

static void show(stage *s, const lsn_pose *pose) {
    lsn_scene scene = {.props = 1u << LSN_PROP_mat};
    lsn_figure_pose(&s->figure, pose, &scene, NULL, 0, 0);
}

static bool of_person(const lsn_vertex *v) {
    return v->material <= LSN_MATERIAL_ink;
}

static void figure_fits_its_maxima(void **state) {
    stage *s = *state;
    assert_in_range(s->figure.vertex_count, 8000, LSN_FIGURE_VERTICES_MAX);
    assert_in_range(s->figure.index_count, 24000, LSN_FIGURE_INDICES_MAX);
    for (int i = 0; i < s->figure.index_count; i++)
        assert_in_range(s->figure.indices[i], 0, s->figure.vertex_count - 1);
}

static void every_number_is_finite_and_near_the_body_in_two_dozen_postures(void **state) {
    stage *s = *state;
    for (int i = 0; i < POSES; i++) {
        lsn_pose pose = any_pose(i);
        show(s, &pose);
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, &s->body, &pose);
        int count = lsn_body_capsules(capsules, &s->body, &frames);
        for (int k = 0; k < s->figure.vertex_count; k++) {
            const lsn_vertex *v = &s->figure.vertices[k];
            const float *f = v->position;
            for (int j = 0; j < 12; j++) assert_true(f[j] > -1e3f && f[j] < 1e3f);
            if (!of_person(v)) continue;
            double nearest = 9;
            for (int c = 0; c < count; c++) {
                lsn_vec3 p = lsn_v3(f[0], f[1], f[2]), ab = lsn_v3_sub(capsules[c].b, capsules[c].a);
                lsn_vec3 ap = lsn_v3_sub(p, capsules[c].a);
                double t = lsn_clamp(lsn_v3_dot(ap, ab) / lsn_max(lsn_v3_dot(ab, ab), 1e-9), 0, 1);
                nearest = lsn_min(nearest, lsn_v3_length(lsn_v3_mad(ap, ab, -t)) - capsules[c].radius_a_m);
            }
            if (nearest > 0.12) fail_msg("pose %d: vertex %d is %.0f mm from the body", i, k, nearest * 1000);
        }
    }
}

/// How far the body reaches in a direction of the plane that faces it.
static double reach(const lsn_figure *figure, double x, double y, double z) {
    double most = -1e9;
    for (int i = 0; i < figure->vertex_count; i++) {
        const lsn_vertex *v = &figure->vertices[i];
        if (v->material != LSN_MATERIAL_body) continue;
        most = lsn_max(most, x * v->position[0] + y * v->position[1] + z * v->position[2]);
    }
    return most;
}

static void a_mirrored_pose_gives_a_mirrored_outline(void **state) {
    stage *s = *state;
    for (int i = 0; i < 6; i++) {
        double outline[32][2];
        lsn_pose pose = any_pose(i), other = lsn_pose_mirror(&pose);
        for (int k = 0; k < 32; k++)
            for (int plane = 0; plane < 2; plane++) outline[k][plane] = 0;
        show(s, &pose);
        for (int k = 0; k < 32; k++) {
            double a = 2 * LSN_PI * k / 32;
            outline[k][0] = reach(&s->figure, 0, lsn_sin(a), lsn_cos(a));
            outline[k][1] = reach(&s->figure, lsn_sin(a), 0, lsn_cos(a));
        }
        show(s, &other);
        for (int k = 0; k < 32; k++) {
            double a = 2 * LSN_PI * k / 32;
            assert_true(lsn_abs(outline[k][0] - reach(&s->figure, 0, lsn_sin(a), -lsn_cos(a))) < 1e-3);
            assert_true(lsn_abs(outline[k][1] - reach(&s->figure, lsn_sin(a), 0, -lsn_cos(a))) < 1e-3);
        }
    }
}

static int by_edge(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void the_skin_is_closed_because_two_triangles_share_each_edge(void **state) {
    stage *s = *state;
    const lsn_figure *f = &s->figure;
    uint64_t *edges = malloc((size_t)f->index_count * sizeof *edges);
    size_t n = 0;
    for (int i = 0; i < f->index_count; i += 3) {
        float material = f->vertices[f->indices[i]].material;
        if (material != LSN_MATERIAL_body && material != LSN_MATERIAL_head) continue;
        for (int k = 0; k < 3; k++) {
            uint64_t a = f->indices[i + k], b = f->indices[i + (k + 1) % 3];
            edges[n++] = a < b ? a << 32 | b : b << 32 | a;
        }
    }
    qsort(edges, n, sizeof *edges, by_edge);
    assert_true(n > 60000);
    for (size_t i = 0; i < n; i += 2) {
        assert_true(i + 1 < n && edges[i] == edges[i + 1]);
        assert_true(i + 2 >= n || edges[i + 2] != edges[i]);
    }
    free(edges);
}

static uint64_t hash_of(const lsn_figure *figure) {
    return lsn_hash(LSN_HASH_START, figure->vertices, (size_t)figure->vertex_count * sizeof(lsn_vertex));
}

static void a_pose_gives_the_same_bits_whatever_was_shown_before(void **state) {
    stage *s = *state;
    lsn_pose pose = any_pose(3), other = any_pose(4);
    show(s, &pose);
    uint64_t first = hash_of(&s->figure);
    show(s, &other);
    assert_true(hash_of(&s->figure) != first);
    show(s, &pose);
    assert_true(hash_of(&s->figure) == first);
    void *memory = malloc(MEMORY);
    lsn_arena arena = lsn_arena_make(memory, MEMORY);
    stage again = *s;
    assert_int_equal(lsn_figure_init(&again.figure, &s->body, &arena), LSN_OK);
    show(&again, &pose);
    assert_true(hash_of(&again.figure) == first);
    free(memory);
}

static void too_little_memory_is_refused_and_leaves_the_arena_as_it_was(void **state) {
    stage *s = *state;
    static unsigned char small[64 << 10];
    lsn_arena arena = lsn_arena_make(small, sizeof small);
    lsn_figure figure = {.vertex_count = 7};
    assert_int_equal(lsn_figure_init(&figure, &s->body, &arena), LSN_ERR_NO_MEMORY);
    assert_int_equal(figure.vertex_count, 7);
    assert_int_equal(arena.used, 0);
}

static void a_named_muscle_glows_on_the_thigh_and_not_on_the_head(void **state) {
    stage *s = *state;
    lsn_pose pose = lsn_pose_standing(&s->body);
    lsn_scene scene = {0};
    lsn_glow glow = {lsn_muscle_find(LSN_STR("rectus_femoris_r")), 1};
    lsn_figure_pose(&s->figure, &pose, &scene, &glow, 1, 0);
    int lit = 0;
    for (int i = 0; i < s->figure.vertex_count; i++) {
        const lsn_vertex *v = &s->figure.vertices[i];
        if (v->glow < 0.5f) continue;
        lit++;
        assert_true(v->position[2] > 0 && v->position[0] > -0.02f); // right, in front
        assert_true(v->position[1] > 0.35f && v->position[1] < 1.1f);
    }
    assert_in_range(lit, 40, 1500);
    show(s, &pose);
    for (int i = 0; i < s->figure.vertex_count; i++) assert_true(s->figure.vertices[i].glow == 0);
}

static void a_breath_in_moves_the_chest_forward_and_not_the_feet(void **state) {
    stage *s = *state;
    lsn_pose pose = lsn_pose_standing(&s->body);
    lsn_scene scene = {0};
    show(s, &pose);
    double empty = reach(&s->figure, 0.2, 1, 0), chest = 0, feet = 0;
    lsn_vertex *before = malloc((size_t)s->figure.vertex_count * sizeof *before);
    memcpy(before, s->figure.vertices, (size_t)s->figure.vertex_count * sizeof *before);
    lsn_figure_pose(&s->figure, &pose, &scene, NULL, 0, 1);
    for (int i = 0; i < s->figure.vertex_count; i++) {
        if (before[i].material != LSN_MATERIAL_body) continue;
        double moved = s->figure.vertices[i].position[0] - before[i].position[0];
        if (before[i].position[1] > 1.15f) chest = lsn_max(chest, moved);
        if (before[i].position[1] < 0.3f) feet = lsn_max(feet, lsn_abs(moved));
    }
    free(before);
    assert_true(chest > 0.003 && chest < 0.012);
    assert_true(feet == 0);
    assert_true(lsn_abs(reach(&s->figure, 0.2, 1, 0) - empty) < 0.01);
}

// ---------------------------------------------------------------- the built-in moves

typedef struct visit {
    stage *stage;
    const lsn_motion *motion;
    int key;
} visit;

/// Calls `look` for every key pose of every built-in move, with the figure posed; to the right: the left is its mirror,
/// as tests/test_motion.c shows.
static void every_key_pose(stage *s, void (*look)(const visit *)) {
    void *memory = malloc(64 << 20);
    lsn_motion *motion = malloc(sizeof *motion);
    for (int i = 0; i < lsn_builtin_move_count; i++) {
        lsn_arena arena = lsn_arena_make(memory, 64 << 20);
        lsn_move *move = LSN_NEW(&arena, lsn_move, 1);
        lsn_diag diag = {0};
        assert_int_equal(lsn_move_parse(move, lsn_builtin_moves[i].text, &arena, &diag), LSN_OK);
        lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
        lsn_err err = lsn_motion_build(motion, move, side, LSN_LEVEL_usual, &s->body, arena, &diag);
        assert_true(err == LSN_OK || err == LSN_ERR_NOT_SOLVED);
        lsn_scene scene = lsn_scene_for(motion);
        for (int k = 0; k < motion->key_count; k++) {
            lsn_figure_pose(&s->figure, &motion->keys[k].pose, &scene, NULL, 0, 0);
            visit v = {s, motion, k};
            look(&v);
        }
    }
    free(motion);
    free(memory);
}

static void check_floor(const visit *v) {
    double low = 0;
    for (int i = 0; i < v->stage->figure.vertex_count; i++) {
        const lsn_vertex *w = &v->stage->figure.vertices[i];
        if (of_person(w)) low = lsn_min(low, w->position[1]);
    }
    const lsn_move *move = v->motion->move;
    if (low < -0.005)
        fail_msg("%.*s, %.*s: %.1f mm under the floor", (int)move->id.len, move->id.ptr,
                 (int)move->poses[v->key].id.len, move->poses[v->key].id.ptr, low * -1000);
}

static void nobody_sinks_more_than_5_mm_into_the_floor(void **state) {
    every_key_pose(*state, check_floor);
}

// ---------------------------------------------------------------- hands

/// Vertices of the person in the axes of the right hand.
static lsn_vec3 *in_hand(stage *s, const lsn_pose *pose) {
    lsn_vec3 *out = malloc((size_t)s->figure.vertex_count * sizeof *out);
    lsn_frames frames;
    lsn_body_frames(&frames, &s->body, pose);
    show(s, pose);
    for (int i = 0; i < s->figure.vertex_count; i++) {
        const float *p = s->figure.vertices[i].position;
        lsn_vec3 from = lsn_v3_sub(lsn_v3(p[0], p[1], p[2]), frames.origin[LSN_SEG_hand_r]);
        out[i] = lsn_quat_rotate(lsn_quat_conj(frames.rotation[LSN_SEG_hand_r]), from);
    }
    return out;
}

/// How far the tips of the fingers are from where they would be with nothing in the hand (m), at most.
static double yielding(stage *s, const lsn_pose *hold) {
    double value[LSN_COORD_COUNT], most = 0;
    lsn_pose stand = lsn_pose_standing(&s->body);
    lsn_pose_to_coords(value, &stand);
    value[LSN_COORD_arm_add_r] = value[LSN_COORD_arm_add_l] = -60;
    lsn_pose flat = lsn_pose_from_coords(value), bent = flat;
    flat.hinge[LSN_COORD_fingers_curl_r] = 0;
    bent.hinge[LSN_COORD_fingers_curl_r] = hold->hinge[LSN_COORD_fingers_curl_r];
    lsn_vec3 *open = in_hand(s, &flat), *alone = in_hand(s, &bent), *holding = in_hand(s, hold);
    for (int i = 0; i < s->figure.vertex_count; i++) {
        bool finger = lsn_v3_length(lsn_v3_sub(open[i], alone[i])) > 0.02; // what moves when only fingers bend
        if (finger) most = lsn_max(most, lsn_v3_length(lsn_v3_sub(holding[i], alone[i])));
    }
    free(open);
    free(alone);
    free(holding);
    return most;
}

static void check_hands(const visit *v) {
    if (!lsn_str_equal(v->motion->move->id, LSN_STR("supine-hamstring-stretch"))) return;
    if (v->motion->side != LSN_SIDE_right || v->key != v->motion->key_count - 1) return;
    double moved_m = yielding(v->stage, &v->motion->keys[v->key].pose);
    if (moved_m < 0.01) fail_msg("fingers give way to the thigh by %.1f mm only", moved_m * 1000);
}

static void fingers_give_way_to_a_thigh_that_they_hold(void **state) {
    every_key_pose(*state, check_hands);
}

static void a_palette_cuts_the_hair_and_changes_nothing_below_the_neck(void **state) {
    stage *s = *state;
    lsn_pose stand = lsn_pose_standing(&s->body);
    show(s, &stand);
    double tied_up = 0, cut_short = 0;
    size_t bytes = (size_t)s->figure.vertex_count * sizeof(lsn_vertex);
    lsn_vertex *before = malloc(bytes);
    memcpy(before, s->figure.vertices, bytes);
    lsn_figure_dress(&s->figure, LSN_PALETTE_sage);
    show(s, &stand);
    for (int i = 0; i < s->figure.vertex_count; i++) {
        const lsn_vertex *v = &s->figure.vertices[i];
        if (v->material == LSN_MATERIAL_body) assert_memory_equal(v, &before[i], sizeof *v);
        if (v->material != LSN_MATERIAL_head) continue;
        tied_up = lsn_max(tied_up, -before[i].position[0]);
        cut_short = lsn_max(cut_short, -v->position[0]);
    }
    assert_true(tied_up > cut_short + 0.01); // the knot, behind
    lsn_figure_dress(&s->figure, LSN_PALETTE_teal);
    show(s, &stand);
    assert_memory_equal(s->figure.vertices, before, bytes);
    free(before);
}

// ---------------------------------------------------------------- volume

enum { COLUMN_MM = 6, COLUMNS = 512, CROSSINGS_MAX = 1 << 20 };

/// Where an upright line through the middle of a column enters (+1) or leaves (−1) a closed piece of the skin.
typedef struct crossing {
    int column;
    float y;
    int turn;
} crossing;

static int by_column_and_height(const void *a, const void *b) {
    const crossing *x = a, *y = b;
    if (x->column != y->column) return x->column < y->column ? -1 : 1;
    return (x->y > y->y) - (x->y < y->y);
}

static int root_of(int *parent, int i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/// +1 where a vertex' piece of skin is wound outwards, −1 where inwards: by the sign of the piece's volume.
static void find_turns(const lsn_figure *f, signed char *turn) {
    int *parent = malloc((size_t)f->vertex_count * sizeof *parent);
    double *volume = calloc((size_t)f->vertex_count, sizeof *volume);
    for (int i = 0; i < f->vertex_count; i++) parent[i] = i;
    for (int i = 0; i < f->index_count; i++)
        parent[root_of(parent, (int)f->indices[i])] = root_of(parent, (int)f->indices[i - i % 3]);
    for (int i = 0; i < f->index_count; i += 3) {
        const float *a = f->vertices[f->indices[i]].position, *b = f->vertices[f->indices[i + 1]].position;
        const float *c = f->vertices[f->indices[i + 2]].position;
        volume[root_of(parent, (int)f->indices[i])] += a[0] * (b[1] * c[2] - b[2] * c[1]) +
                                                       a[1] * (b[2] * c[0] - b[0] * c[2]) +
                                                       a[2] * (b[0] * c[1] - b[1] * c[0]);
    }
    for (int i = 0; i < f->vertex_count; i++) turn[i] = volume[root_of(parent, i)] < 0 ? -1 : 1;
    free(parent);
    free(volume);
}

static int cross_triangle(crossing *out, const float *a, const float *b, const float *c, int turn) {
    double ab_x = b[0] - a[0], ab_z = b[2] - a[2], ac_x = c[0] - a[0], ac_z = c[2] - a[2];
    double area = ab_x * ac_z - ab_z * ac_x;
    if (area == 0) return 0;
    double low[2], high[2];
    for (int k = 0; k < 2; k++) {
        low[k] = lsn_min(a[2 * k], lsn_min(b[2 * k], c[2 * k])) * 1000 / COLUMN_MM + COLUMNS / 2.0;
        high[k] = lsn_max(a[2 * k], lsn_max(b[2 * k], c[2 * k])) * 1000 / COLUMN_MM + COLUMNS / 2.0;
    }
    int n = 0;
    for (int ix = (int)low[0]; ix <= (int)high[0]; ix++)
        for (int iz = (int)low[1]; iz <= (int)high[1]; iz++) {
            double x = (ix + 0.5 - COLUMNS / 2.0) * COLUMN_MM / 1000 - a[0] + 1.7e-6;
            double z = (iz + 0.5 - COLUMNS / 2.0) * COLUMN_MM / 1000 - a[2] + 2.3e-6;
            double s = (x * ac_z - z * ac_x) / area, t = (ab_x * z - ab_z * x) / area;
            if (s < 0 || t < 0 || s + t > 1) continue;
            double y = a[1] + s * (b[1] - a[1]) + t * (c[1] - a[1]);
            out[n++] = (crossing){ix * COLUMNS + iz, (float)y, area > 0 ? turn : -turn};
        }
    return n;
}

/// Litres of the union of all closed pieces of body, however they overlap.
static double litres_of(const lsn_figure *f) {
    crossing *list = malloc(CROSSINGS_MAX * sizeof *list);
    signed char *turn = malloc((size_t)f->vertex_count);
    find_turns(f, turn);
    int n = 0, inside = 0;
    for (int i = 0; i < f->index_count; i += 3) {
        const lsn_vertex *a = &f->vertices[f->indices[i]];
        if (a->material != LSN_MATERIAL_body) continue;
        n += cross_triangle(list + n, a->position, f->vertices[f->indices[i + 1]].position,
                            f->vertices[f->indices[i + 2]].position, turn[f->indices[i]]);
        assert_true(n < CROSSINGS_MAX - 100000);
    }
    qsort(list, (size_t)n, sizeof *list, by_column_and_height);
    double sum = 0;
    for (int i = 0; i + 1 < n; i++) {
        inside += list[i].turn;
        if (list[i].column != list[i + 1].column) {
            inside = 0;
            continue;
        }
        if (inside != 0) sum += list[i + 1].y - list[i].y;
    }
    free(list);
    free(turn);
    return sum * COLUMN_MM * COLUMN_MM * 1e-6 * 1000;
}

static double standing_litres;

static void check_volume(const visit *v) {
    double litres = litres_of(&v->stage->figure), ratio = litres / standing_litres;
    const lsn_move *move = v->motion->move;
    if (ratio < 0.95 || ratio > 1.05)
        fail_msg("%.*s, %.*s: the body takes %.1f litres, standing %.1f", (int)move->id.len, move->id.ptr,
                 (int)move->poses[v->key].id.len, move->poses[v->key].id.ptr, litres, standing_litres);
}

static void the_body_keeps_its_volume_in_every_key_pose(void **state) {
    stage *s = *state;
    lsn_pose pose = lsn_pose_standing(&s->body);
    show(s, &pose);
    standing_litres = litres_of(&s->figure);
    assert_true(standing_litres > 50 && standing_litres < 85); // a person of 70 kg without the head
    every_key_pose(s, check_volume);
}

static void check_frame(const visit *v) {
    static const double ASPECTS[] = {0.7, 1.2, 1.8};
    for (int a = 0; a < 6; a++) {
        double aspect = ASPECTS[a % 3];
        lsn_camera camera =
            a < 3 ? lsn_camera_for(v->motion, aspect) : lsn_camera_turned(v->motion, aspect, 70.0 * a, 10.0 * a - 35);
        float m[16], eye[3], widest = 0;
        lsn_camera_matrix(m, eye, &camera, aspect);
        for (int i = 0; i < v->stage->figure.vertex_count; i++) {
            const lsn_vertex *w = &v->stage->figure.vertices[i];
            if (!of_person(w)) continue;
            const float *p = w->position;
            float c[4];
            for (int k = 0; k < 4; k++) c[k] = m[k] * p[0] + m[4 + k] * p[1] + m[8 + k] * p[2] + m[12 + k];
            for (int k = 0; k < 2; k++) {
                float off = c[k] < 0 ? -c[k] / c[3] : c[k] / c[3];
                if (off > widest) widest = off;
            }
        }
        if (widest >= 1)
            fail_msg("%.*s is cut off at aspect %.1f", (int)v->motion->move->id.len, v->motion->move->id.ptr, aspect);
    }
}

static void nothing_of_a_built_in_move_is_cut_off_by_its_picture(void **state) {
    every_key_pose(*state, check_frame);
}

/// Round buttons in a column at the top left and the ring at the top right, as on a phone of 390 × 844.
static const double STAGE_WIDTH = 390, STAGE_HEIGHT = 319,
                    BUTTONS[4][3] = {{40, 40, 24}, {40, 96, 24}, {40, 152, 24}, {326, 64, 48}};

static void check_clear(const visit *v) {
    enum { BUTTON_COUNT = sizeof BUTTONS / sizeof *BUTTONS };
    double half = STAGE_HEIGHT / 2, aspect = STAGE_WIDTH / STAGE_HEIGHT;
    lsn_cover covers[BUTTON_COUNT];
    for (int i = 0; i < BUTTON_COUNT; i++)
        covers[i] = (lsn_cover){BUTTONS[i][0] / half - aspect, 1 - BUTTONS[i][1] / half, BUTTONS[i][2] / half};
    lsn_camera camera = lsn_camera_for(v->motion, aspect);
    lsn_lens lens = lsn_camera_clear(v->motion, &camera, aspect, covers, BUTTON_COUNT);
    float m[16], eye[3];
    lsn_camera_matrix(m, eye, &camera, aspect);
    for (int i = 0; i < v->stage->figure.vertex_count; i++) {
        const lsn_vertex *w = &v->stage->figure.vertices[i];
        if (!of_person(w)) continue;
        const float *p = w->position;
        double c[4];
        for (int k = 0; k < 4; k++) c[k] = m[k] * p[0] + m[4 + k] * p[1] + m[8 + k] * p[2] + m[12 + k];
        double x = lens.zoom * c[0] / c[3] + lens.x, y = lens.zoom * c[1] / c[3] + lens.y;
        if (fabs(x) > 1 || fabs(y) > 1)
            fail_msg("%.*s is cut off beside the buttons", (int)v->motion->move->id.len, v->motion->move->id.ptr);
        for (int k = 0; k < BUTTON_COUNT; k++)
            if (hypot(x * aspect - covers[k].x, y - covers[k].y) < covers[k].radius)
                fail_msg("%.*s: button %d hides a part", (int)v->motion->move->id.len, v->motion->move->id.ptr, k);
    }
}

static void nothing_of_a_built_in_move_lies_under_the_players_buttons(void **state) {
    every_key_pose(*state, check_clear);
}

// ---------------------------------------------------------------- what stands around a move

/// The motion of a built-in move; `memory` must outlive it.
static lsn_motion *motion_of(stage *s, const char *id, lsn_level level, void *memory) {
    static lsn_motion motion;
    lsn_arena arena = lsn_arena_make(memory, MEMORY);
    lsn_move *move = LSN_NEW(&arena, lsn_move, 1);
    lsn_diag diag = {0};
    char name[80];
    snprintf(name, sizeof name, "%s.json", id);
    for (int i = 0; i < lsn_builtin_move_count; i++)
        if (strcmp(lsn_builtin_moves[i].name.ptr, name) == 0)
            assert_int_equal(lsn_move_parse(move, lsn_builtin_moves[i].text, &arena, &diag), LSN_OK);
    assert_string_equal(move->id.ptr, id);
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    assert_int_equal(lsn_motion_build(&motion, move, side, level, &s->body, arena, &diag), LSN_OK);
    return &motion;
}

static void a_figure_that_nothing_covers_stays_where_it_is(void **state) {
    static unsigned char memory[MEMORY];
    const lsn_motion *motion = motion_of(*state, "half-kneeling-hip-flexor", LSN_LEVEL_usual, memory);
    lsn_camera camera = lsn_camera_for(motion, 1);
    lsn_cover corner = {-0.95, 0.95, 0.04};
    lsn_lens lens = lsn_camera_clear(motion, &camera, 1, &corner, 1);
    assert_true(lens.zoom == 1 && lens.x == 0 && lens.y == 0);
}

static void a_gap_under_the_body_is_filled_by_a_prop_of_the_move(void **state) {
    static const struct {
        const char *id;
        lsn_level level;
        lsn_prop prop;
        int count;
        double height_m;
    } expected[] = {
        {"seated-floor-twist", LSN_LEVEL_easier, LSN_PROP_cushion, 1, 0.07},    // one under both sit bones
        {"seated-floor-twist", LSN_LEVEL_usual, LSN_PROP_cushion, 0, 0},        //
        {"kneeling-thoracic-twist", LSN_LEVEL_easier, LSN_PROP_block, 2, 0.14}, // one under each hand
        {"ball-release", LSN_LEVEL_usual, LSN_PROP_ball, 1, 0.055},             //
        {"sleep-on-side", LSN_LEVEL_usual, LSN_PROP_pillow, 2, 0.10},           // head, and between the knees
        {"lower-trunk-rotation", LSN_LEVEL_usual, LSN_PROP_pillow, 0, 0},       // knees nearly down are no gap
    };
    void *memory = malloc(MEMORY);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        lsn_scene scene = lsn_scene_for(motion_of(*state, expected[i].id, expected[i].level, memory));
        assert_int_equal(scene.support_count, expected[i].count);
        if (expected[i].count == 0) continue;
        assert_int_equal(scene.supports[0].prop, expected[i].prop);
        assert_true(lsn_abs(scene.supports[0].height_m - expected[i].height_m) < 1e-9);
        assert_true(lsn_abs(scene.supports[0].top.y - expected[i].height_m) < 0.003);
    }
    free(memory);
}

static void a_strap_runs_from_the_hands_to_the_foot_where_a_variant_takes_one(void **state) {
    void *memory = malloc(MEMORY);
    lsn_scene with = lsn_scene_for(motion_of(*state, "supine-hamstring-stretch", LSN_LEVEL_easier, memory));
    assert_int_equal(with.strap_from, lsn_site_find(LSN_STR("palm_r")));
    assert_int_equal(with.strap_to, lsn_site_find(LSN_STR("ball_inner_r")));
    lsn_scene without = lsn_scene_for(motion_of(*state, "supine-hamstring-stretch", LSN_LEVEL_usual, memory));
    assert_int_equal(without.strap_from, 0);
    free(memory);
}

static void a_chair_stands_under_the_hand_that_rests_on_it_and_nowhere_else(void **state) {
    stage *s = *state;
    void *memory = malloc(MEMORY);
    const lsn_motion *motion = motion_of(s, "half-kneeling-hip-flexor", LSN_LEVEL_easier, memory);
    lsn_scene scene = lsn_scene_for(motion);
    assert_true(scene.props >> LSN_PROP_chair & 1);
    lsn_frames frames;
    lsn_body_frames(&frames, &s->body, &motion->keys[0].pose);
    lsn_vec3 palm = lsn_site_world(&s->body, &frames, lsn_site_find(LSN_STR("palm_l")));
    assert_true(lsn_abs(palm.x - scene.seat_at.x) < 0.21 && lsn_abs(palm.z - scene.seat_at.z) < 0.21);
    assert_true(lsn_abs(palm.y - scene.seat_at.y) < 0.01);
    scene = lsn_scene_for(motion_of(s, "half-kneeling-hip-flexor", LSN_LEVEL_usual, memory));
    assert_false(scene.props >> LSN_PROP_chair & 1);
    free(memory);
}

static void gaps_between_parts_of_the_body_are_filled_with_what_is_held_there(void **state) {
    void *memory = malloc(MEMORY);
    lsn_scene hug = lsn_scene_for(motion_of(*state, "sleep-on-side", LSN_LEVEL_harder, memory));
    assert_int_equal(hug.support_count, 3);
    bool held = false;
    for (int i = 0; i < hug.support_count; i++) held = held || hug.supports[i].is_upright;
    assert_true(held);
    lsn_scene child = lsn_scene_for(motion_of(*state, "childs-pose", LSN_LEVEL_easier, memory));
    assert_int_equal(child.support_count, 2); // the cushion on the heels, the block under the forehead
    assert_int_equal(child.supports[0].prop, LSN_PROP_cushion);
    assert_true(child.supports[0].is_between && child.supports[0].top.y > 0.05);
    free(memory);
}

/// How many pixels the wall changes, seen from `yaw_deg`.
static int pixels_of_the_wall(stage *s, const lsn_motion *motion, double yaw_deg) {
    static unsigned char with[PICTURE * PICTURE * 4], without[PICTURE * PICTURE * 4];
    static unsigned char scratch[PICTURE_SCRATCH];
    lsn_camera camera = {lsn_v3(0, 0.4, 0), yaw_deg, 10, 5, 26};
    lsn_scene scene = lsn_scene_for(motion);
    for (int i = 0; i < 2; i++) {
        lsn_figure_pose(&s->figure, &motion->keys[1].pose, &scene, NULL, 0, 0);
        lsn_arena arena = lsn_arena_make(scratch, sizeof scratch);
        assert_int_equal(lsn_picture_draw(i ? without : with, PICTURE, PICTURE, &s->figure, &camera, LSN_THEME_light,
                                          LSN_PALETTE_teal, arena),
                         LSN_OK);
        scene.props &= ~(1u << LSN_PROP_wall);
    }
    int count = 0;
    for (int i = 0; i < PICTURE * PICTURE; i++) count += memcmp(with + 4 * i, without + 4 * i, 4) != 0;
    return count;
}

static void a_wall_stands_where_the_feet_touch_it_and_never_hides_the_person(void **state) {
    stage *s = *state;
    void *memory = malloc(MEMORY);
    const lsn_motion *motion = motion_of(s, "legs-up-the-wall", LSN_LEVEL_usual, memory);
    lsn_scene scene = lsn_scene_for(motion);
    assert_true(scene.props >> LSN_PROP_wall & 1);
    lsn_frames frames;
    lsn_body_frames(&frames, &s->body, &motion->keys[1].pose);
    lsn_vec3 heel = lsn_site_touch(&s->body, &frames, lsn_site_find(LSN_STR("heel_r")), lsn_v3(-1, 0, 0));
    assert_true(lsn_abs(heel.x - scene.wall_x_m) < 0.002);
    assert_true(pixels_of_the_wall(s, motion, -30) > 500);
    assert_int_equal(pixels_of_the_wall(s, motion, 60), 0);
    free(memory);
}

static void a_move_at_a_wall_is_seen_from_before_the_wall(void **state) {
    void *memory = malloc(MEMORY);
    lsn_camera free_standing = lsn_camera_for(motion_of(*state, "hip-airplane", LSN_LEVEL_usual, memory), 1);
    assert_true(free_standing.yaw_deg == 68);
    lsn_camera at_wall = lsn_camera_for(motion_of(*state, "hip-airplane", LSN_LEVEL_easier, memory), 1);
    assert_true(at_wall.yaw_deg == -14);
    free(memory);
}

// ---------------------------------------------------------------- pictures

static void draw_standing(stage *s, unsigned char *rgba, lsn_theme theme) {
    static unsigned char scratch[PICTURE_SCRATCH];
    lsn_pose pose = lsn_pose_standing(&s->body);
    show(s, &pose);
    lsn_camera camera = {lsn_v3(0, 0.85, 0), 60, 8, 4.6, 26};
    lsn_arena arena = lsn_arena_make(scratch, sizeof scratch);
    assert_int_equal(lsn_picture_draw(rgba, PICTURE, PICTURE, &s->figure, &camera, theme, LSN_PALETTE_teal, arena),
                     LSN_OK);
}

static void a_picture_shows_shirt_over_leggings_on_paper(void **state) {
    static unsigned char rgba[PICTURE * PICTURE * 4];
    draw_standing(*state, rgba, LSN_THEME_light);
    const unsigned char *corner = rgba, *chest = rgba + 4 * (30 * PICTURE + 48),
                        *thigh = rgba + 4 * (58 * PICTURE + 46);
    assert_true(corner[0] > 240 && corner[2] > 220);
    assert_true(chest[1] > chest[0] + 30 && chest[2] > chest[0] + 30); // teal
    assert_true(thigh[2] > thigh[0] + 15 && thigh[0] < 110);           // navy
    for (int i = 3; i < PICTURE * PICTURE * 4; i += 4) assert_int_equal(rgba[i], 255);
}

static void the_dark_theme_has_a_dark_ground(void **state) {
    static unsigned char rgba[PICTURE * PICTURE * 4];
    draw_standing(*state, rgba, LSN_THEME_dark);
    assert_true(rgba[0] < 60 && rgba[1] < 70 && rgba[2] < 80);
}

static void palettes_change_the_person_and_leave_the_paper(void **state) {
    stage *s = *state;
    static unsigned char rgba[LSN_PALETTE_COUNT][PICTURE * PICTURE * 4], scratch[PICTURE_SCRATCH];
    lsn_pose pose = lsn_pose_standing(&s->body);
    show(s, &pose);
    lsn_camera camera = {lsn_v3(0, 0.85, 0), 60, 8, 4.6, 26};
    for (int p = 0; p < LSN_PALETTE_COUNT; p++) {
        lsn_arena arena = lsn_arena_make(scratch, sizeof scratch);
        assert_int_equal(
            lsn_picture_draw(rgba[p], PICTURE, PICTURE, &s->figure, &camera, LSN_THEME_light, (lsn_palette)p, arena),
            LSN_OK);
        assert_memory_equal(rgba[p], rgba[0], 4 * PICTURE);
        assert_int_equal(lsn_palette_find(lsn_str_from(lsn_palette_name((lsn_palette)p))), p);
    }
    const int chest = 4 * (30 * PICTURE + 48);
    const unsigned char *lilac = rgba[LSN_PALETTE_lilac] + chest, *sage = rgba[LSN_PALETTE_sage] + chest;
    assert_true(lilac[2] > lilac[1] + 25 && lilac[0] > lilac[1]);
    assert_true(sage[1] > sage[0] + 10 && sage[1] > sage[2] + 10);
    assert_int_equal(lsn_palette_find(LSN_STR("beige")), LSN_PALETTE_COUNT);
}

// ---------------------------------------------------------------- lines for print

enum { LINES_SCRATCH = 40 << 20 };

static lsn_str draw_lines(stage *s, double yaw_deg, const lsn_glow *glow, char memory[LSN_LINEART_BYTES_MAX]) {
    void *scratch = malloc(LINES_SCRATCH);
    lsn_pose pose = lsn_pose_standing(&s->body);
    lsn_scene scene = {.props = 1u << LSN_PROP_mat};
    lsn_figure_pose(&s->figure, &pose, &scene, glow, glow != NULL, 0);
    lsn_camera camera = {lsn_v3(0, 0.85, 0), yaw_deg, 8, 4.6, 26};
    lsn_buf out = lsn_buf_make(memory, LSN_LINEART_BYTES_MAX);
    lsn_arena arena = lsn_arena_make(scratch, LINES_SCRATCH);
    lsn_err err = lsn_lineart_draw(&out, 800, 800, LSN_STR("Cat & cow"), &s->figure, &camera, arena);
    free(scratch);
    assert_int_equal(err, LSN_OK);
    (void)lsn_buf_cstr(&out);
    return lsn_buf_view(&out);
}

static int count_of(const char *text, const char *word) {
    int n = 0;
    while ((text = strstr(text, word))) n++, text++;
    return n;
}

static void a_line_drawing_is_one_whole_svg_document_with_a_title(void **state) {
    static char memory[LSN_LINEART_BYTES_MAX];
    lsn_str svg = draw_lines(*state, 60, NULL, memory);
    assert_true(svg.len > 4000 && svg.len < LSN_LINEART_BYTES_MAX);
    static const char BEGIN[] = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"800\"";
    assert_memory_equal(memory, BEGIN, sizeof BEGIN - 1);
    assert_non_null(strstr(memory, "<title>Cat &amp; cow</title>"));
    assert_int_equal(count_of(memory, "<path"), count_of(memory, "\"/>"));
    assert_int_equal(count_of(memory, "\"") % 2, 0);
    assert_string_equal(memory + svg.len - 12, "</g>\n</svg>\n");
}

/// The strokes of the path that has this colour.
static int strokes_in(const char *svg, const char *colour) {
    const char *path = strstr(svg, colour), *end = path ? strstr(path, "/>") : NULL;
    int n = 0;
    for (; path && path < end; path++) n += *path == 'M';
    return n;
}

static void only_a_muscle_that_glows_is_hatched(void **state) {
    static char memory[LSN_LINEART_BYTES_MAX];
    draw_lines(*state, 60, NULL, memory);
    assert_int_equal(strokes_in(memory, "#c2410c"), 0);
    lsn_glow glow = {lsn_muscle_find(LSN_STR("rectus_femoris_r")), 1};
    draw_lines(*state, 60, &glow, memory);
    assert_in_range(strokes_in(memory, "#c2410c"), 8, 200);
}

static void eyes_are_not_drawn_through_the_back_of_the_head(void **state) {
    static char memory[LSN_LINEART_BYTES_MAX];
    draw_lines(*state, 90, NULL, memory);
    assert_in_range(strokes_in(memory, "fill=\"#2a2724\""), 4, 12); // two eyes, two brows, a mouth
    draw_lines(*state, 270, NULL, memory);
    assert_int_equal(strokes_in(memory, "fill=\"#2a2724\""), 0);
}

static void a_line_drawing_that_does_not_fit_leaves_its_buffer_as_it_was(void **state) {
    stage *s = *state;
    char memory[400];
    void *scratch = malloc(LINES_SCRATCH);
    lsn_camera camera = {lsn_v3(0, 0.85, 0), 60, 8, 4.6, 26};
    lsn_buf out = lsn_buf_make(memory, sizeof memory);
    lsn_buf_text(&out, "before");
    lsn_arena arena = lsn_arena_make(scratch, LINES_SCRATCH), tiny = lsn_arena_make(scratch, 1 << 16);
    lsn_err full = lsn_lineart_draw(&out, 800, 800, LSN_STR(""), &s->figure, &camera, arena);
    lsn_err small = lsn_lineart_draw(&out, 63, 800, LSN_STR(""), &s->figure, &camera, arena);
    lsn_err poor = lsn_lineart_draw(&out, 800, 800, LSN_STR(""), &s->figure, &camera, tiny);
    free(scratch);
    assert_int_equal(full, LSN_ERR_TOO_LONG);
    assert_int_equal(small, LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(poor, LSN_ERR_NO_MEMORY);
    assert_int_equal(lsn_buf_view(&out).len, 6);
}

static void check_lines(const visit *v) {
    if (v->key != v->motion->move->key_pose || v->motion->side == LSN_SIDE_left) return;
    static char memory[LSN_LINEART_BYTES_MAX];
    void *scratch = malloc(LINES_SCRATCH);
    lsn_buf out = lsn_buf_make(memory, sizeof memory);
    lsn_camera camera = lsn_camera_for(v->motion, 1);
    lsn_err err = lsn_lineart_draw(&out, 800, 800, v->motion->move->name, &v->stage->figure, &camera,
                                   lsn_arena_make(scratch, LINES_SCRATCH));
    free(scratch);
    assert_int_equal(err, LSN_OK);
    assert_null(strstr(lsn_buf_cstr(&out), "nan"));
}

static void every_built_in_move_fits_into_60_kb_of_lines(void **state) {
    every_key_pose(*state, check_lines);
}

static void a_picture_is_the_same_however_little_memory_it_is_drawn_in(void **state) {
    stage *s = *state;
    enum { WIDE = 300, HIGH = 260, ROOMY = 12 << 20 };
    static unsigned char rgba[2][WIDE * HIGH * 4], scratch[ROOMY];
    lsn_pose pose = lsn_pose_standing(&s->body);
    show(s, &pose);
    lsn_camera camera = {lsn_v3(1.6, 0, 0), 60, 20, 1.2, 26}; // near the ground: large triangles too
    for (int i = 0; i < 2; i++) {
        lsn_arena arena = lsn_arena_make(scratch, i ? PICTURE_SCRATCH : ROOMY);
        assert_int_equal(
            lsn_picture_draw(rgba[i], WIDE, HIGH, &s->figure, &camera, LSN_THEME_dark, LSN_PALETTE_sage, arena),
            LSN_OK);
    }
    assert_memory_equal(rgba[0], rgba[1], sizeof rgba[0]);
    lsn_arena none = lsn_arena_make(scratch, PICTURE_SCRATCH / 4);
    lsn_err err = lsn_picture_draw(rgba[0], WIDE, HIGH, &s->figure, &camera, LSN_THEME_dark, LSN_PALETTE_sage, none);
    assert_int_equal(err, LSN_ERR_NO_MEMORY);
}

static void a_picture_of_a_size_out_of_range_is_refused(void **state) {
    stage *s = *state;
    static unsigned char scratch[1 << 16];
    unsigned char rgba[4] = {9, 9, 9, 9};
    lsn_camera camera = {lsn_v3(0, 0.9, 0), 0, 0, 4, 26};
    lsn_arena arena = lsn_arena_make(scratch, sizeof scratch);
    lsn_err small = lsn_picture_draw(rgba, 15, 100, &s->figure, &camera, LSN_THEME_light, LSN_PALETTE_teal, arena);
    lsn_err large = lsn_picture_draw(rgba, 100, 2049, &s->figure, &camera, LSN_THEME_light, LSN_PALETTE_teal, arena);
    assert_int_equal(small, LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(large, LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(rgba[0], 9);
}

static void a_png_file_reads_back_as_the_picture_it_was(void **state) {
    static unsigned char rgba[PICTURE * PICTURE * 4];
    draw_standing(*state, rgba, LSN_THEME_light);
    lsn_png png;
    unsigned char *back;
    int width, height;
    assert_int_equal(lsn_png_encode(&png, rgba, PICTURE, PICTURE), LSN_OK);
    assert_int_equal(lsn_png_decode(&back, &width, &height, png.data, png.size), LSN_OK);
    assert_int_equal(width, PICTURE);
    assert_int_equal(height, PICTURE);
    assert_memory_equal(back, rgba, sizeof rgba);
    free(back);
    lsn_png_free(&png);
}

static int count_chunks(const lsn_png *png, const char *name) {
    int n = 0;
    for (size_t i = 0; i + 4 <= png->size; i++) n += memcmp(png->data + i, name, 4) == 0;
    return n;
}

static void a_film_of_three_pictures_holds_three_frames_and_opens_as_its_first(void **state) {
    (void)state;
    static unsigned char rgba[3][20 * 20 * 4];
    unsigned char *frames[3] = {rgba[0], rgba[1], rgba[2]}, *back;
    for (int i = 0; i < 3; i++) memset(rgba[i], 60 * (i + 1), sizeof rgba[i]);
    lsn_png png;
    int width, height;
    assert_int_equal(lsn_apng_encode(&png, frames, 3, 20, 20, 80), LSN_OK);
    assert_int_equal(count_chunks(&png, "acTL"), 1);
    assert_int_equal(count_chunks(&png, "fcTL"), 3);
    assert_int_equal(count_chunks(&png, "fdAT"), 2);
    assert_int_equal(lsn_png_decode(&back, &width, &height, png.data, png.size), LSN_OK);
    assert_int_equal(back[0], 60);
    free(back);
    lsn_png_free(&png);
}

// ---------------------------------------------------------------- the page

/// Six hexadecimal digits after each "0x" of a file's palette, in order.
static int read_palette(const char *path, const char *begin, const char *end, long out[128]) {
    static char text[64 << 10];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    char *at = strstr(text, begin), *stop = at ? strstr(at, end) : NULL;
    assert_non_null(stop);
    int n = 0;
    for (*stop = 0; (at = strstr(at, "0x")) && n < 128; at += 2) out[n++] = strtol(at + 2, NULL, 16);
    return n;
}

static void the_page_paints_with_the_core_s_palette(void **state) {
    (void)state;
    long core[128], page[128];
    int n = read_palette("core/figure/shading.h", "define LSN_PALETTE(", "define LSN_PALETTE_CHANGES", core);
    assert_int_equal(n, 40);
    assert_int_equal(read_palette("web/src/figure.ts", "const PALETTE", "];", page), n);
    for (int i = 0; i < n; i++) assert_int_equal(core[i], page[i]);
    n = read_palette("core/figure/shading.h", "define LSN_PALETTE_CHANGES(", "typedef", core);
    assert_int_equal(n, 32);
    assert_int_equal(read_palette("web/src/figure.ts", "const CHANGES", "];", page), n);
    for (int i = 0; i < n; i++) assert_int_equal(core[i], page[i]);
}

int main(void) {
#define ON_STAGE(name) cmocka_unit_test_setup_teardown(name, open_stage, close_stage)
    const struct CMUnitTest tests[] = {
        ON_STAGE(figure_fits_its_maxima),
        ON_STAGE(every_number_is_finite_and_near_the_body_in_two_dozen_postures),
        ON_STAGE(a_mirrored_pose_gives_a_mirrored_outline),
        ON_STAGE(the_skin_is_closed_because_two_triangles_share_each_edge),
        ON_STAGE(a_pose_gives_the_same_bits_whatever_was_shown_before),
        ON_STAGE(too_little_memory_is_refused_and_leaves_the_arena_as_it_was),
        ON_STAGE(a_named_muscle_glows_on_the_thigh_and_not_on_the_head),
        ON_STAGE(a_breath_in_moves_the_chest_forward_and_not_the_feet),
        ON_STAGE(nobody_sinks_more_than_5_mm_into_the_floor),
        ON_STAGE(fingers_give_way_to_a_thigh_that_they_hold),
        ON_STAGE(a_palette_cuts_the_hair_and_changes_nothing_below_the_neck),
        ON_STAGE(the_body_keeps_its_volume_in_every_key_pose),
        ON_STAGE(nothing_of_a_built_in_move_is_cut_off_by_its_picture),
        ON_STAGE(nothing_of_a_built_in_move_lies_under_the_players_buttons),
        ON_STAGE(a_figure_that_nothing_covers_stays_where_it_is),
        ON_STAGE(a_gap_under_the_body_is_filled_by_a_prop_of_the_move),
        ON_STAGE(a_strap_runs_from_the_hands_to_the_foot_where_a_variant_takes_one),
        ON_STAGE(a_chair_stands_under_the_hand_that_rests_on_it_and_nowhere_else),
        ON_STAGE(gaps_between_parts_of_the_body_are_filled_with_what_is_held_there),
        ON_STAGE(a_wall_stands_where_the_feet_touch_it_and_never_hides_the_person),
        ON_STAGE(a_move_at_a_wall_is_seen_from_before_the_wall),
        ON_STAGE(a_picture_shows_shirt_over_leggings_on_paper),
        ON_STAGE(the_dark_theme_has_a_dark_ground),
        ON_STAGE(palettes_change_the_person_and_leave_the_paper),
        ON_STAGE(a_line_drawing_is_one_whole_svg_document_with_a_title),
        ON_STAGE(only_a_muscle_that_glows_is_hatched),
        ON_STAGE(eyes_are_not_drawn_through_the_back_of_the_head),
        ON_STAGE(a_line_drawing_that_does_not_fit_leaves_its_buffer_as_it_was),
        ON_STAGE(every_built_in_move_fits_into_60_kb_of_lines),
        ON_STAGE(a_picture_is_the_same_however_little_memory_it_is_drawn_in),
        ON_STAGE(a_picture_of_a_size_out_of_range_is_refused),
        ON_STAGE(a_png_file_reads_back_as_the_picture_it_was),
        cmocka_unit_test(a_film_of_three_pictures_holds_three_frames_and_opens_as_its_first),
        cmocka_unit_test(the_page_paints_with_the_core_s_palette),
    };
    return cmocka_run_group_tests_name("figure", tests, NULL, NULL);
}
