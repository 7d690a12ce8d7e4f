// Tests of moves as solved key poses (core/figure/motion.c): the built-in catalogue, and small moves written here.
#include "core/figure/figure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CATALOGUE_BYTES = 8 << 20, SCRATCH_BYTES = 1 << 20, STEPS = 20 };

static unsigned char catalogue_memory[CATALOGUE_BYTES], scratch_memory[SCRATCH_BYTES];
static lsn_catalogue catalogue;
static lsn_body body;
static lsn_motion motion, other;

static const lsn_vec3 up = {0, 1, 0};

static lsn_arena scratch(void) {
    return lsn_arena_make(scratch_memory, SCRATCH_BYTES);
}

static int open_catalogue(void **state) {
    (void)state;
    lsn_body_options options = lsn_body_options_default();
    if (lsn_body_build(&body, &options)) return 1;
    lsn_arena arena = lsn_arena_make(catalogue_memory, CATALOGUE_BYTES);
    lsn_diag diag;
    int failed;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag);
}

static lsn_err build(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level) {
    lsn_diag diag = {0};
    lsn_err err = lsn_motion_build(out, move, side, level, &body, scratch(), &diag);
    if (err) print_message("%s, %s: %s\n", move->id.ptr, lsn_level_name(level), diag.text);
    return err;
}

static lsn_frames frames_of(const lsn_pose *pose) {
    lsn_frames frames;
    lsn_body_frames(&frames, &body, pose);
    return frames;
}

static double depth_of(const lsn_pose *pose) {
    lsn_frames f = frames_of(pose);
    lsn_segment deepest;
    return lsn_body_floor_depth(&body, &f, &deepest);
}

/// Calls `check` for every way between two poses that the phases of the catalogue go, at every level, on the right.
typedef void way_check(const lsn_motion *m, int from, int to, double seconds);

static void every_way(way_check *check) {
    for (int i = 0; i < catalogue.count; ++i) {
        for (int level = 0; level < LSN_LEVEL_COUNT; ++level) {
            const lsn_move *move = &catalogue.moves[i];
            assert_int_equal(build(&motion, move, LSN_SIDE_right, (lsn_level)level), LSN_OK);
            int from = 0;
            for (int p = 0; p < move->phase_count; ++p) {
                int to = move->phases[p].to;
                if (to != from) check(&motion, from, to, move->phases[p].seconds);
                from = to;
            }
        }
    }
}

// ---------------------------------------------------------------- the catalogue

static void built_in_moves_name_only_what_exists(void **state) {
    (void)state;
    assert_int_equal(catalogue.count, 29);
    for (int i = 0; i < catalogue.count; ++i) {
        lsn_diag diag = {0};
        if (lsn_motion_check(&catalogue.moves[i], &diag)) fail_msg("%s: %s", catalogue.moves[i].id.ptr, diag.text);
    }
}

static void every_key_pose_is_reached_and_rests_on_the_floor(void **state) {
    (void)state;
    for (int i = 0; i < catalogue.count; ++i) {
        for (int level = 0; level < LSN_LEVEL_COUNT; ++level) {
            assert_int_equal(build(&motion, &catalogue.moves[i], LSN_SIDE_right, (lsn_level)level), LSN_OK);
            for (int k = 0; k < motion.key_count; ++k) {
                const lsn_key *key = &motion.keys[k];
                lsn_frames f = frames_of(&key->pose);
                for (int c = 0; c < key->contact_count; ++c)
                    assert_true(lsn_contact_error(&body, &f, &key->contacts[c]) < 0.002);
                assert_true(depth_of(&key->pose) < 0.005);
            }
        }
    }
}

static void short_tall_and_broad_bodies_reach_the_poses_too(void **state) {
    (void)state;
    static const double builds[4][2] = {{1.50, 1.0}, {1.90, 1.0}, {1.69, 0.85}, {1.69, 1.2}};
    for (int b = 0; b < 4; ++b) {
        lsn_body_options options = lsn_body_options_default();
        options.stature_m = builds[b][0];
        options.girth = builds[b][1];
        lsn_body someone;
        assert_int_equal(lsn_body_build(&someone, &options), LSN_OK);
        for (int i = 0; i < catalogue.count; ++i) {
            lsn_diag diag = {0};
            lsn_err err = lsn_motion_build(&motion, &catalogue.moves[i], LSN_SIDE_right, LSN_LEVEL_usual, &someone,
                                           scratch(), &diag);
            if (err) print_message("%.2f m, %s: %s\n", builds[b][0], catalogue.moves[i].id.ptr, diag.text);
            for (int k = 0; k < motion.key_count; ++k) assert_true(motion.keys[k].report.worst_m < 0.010);
        }
    }
}

static const lsn_key *drawn_key(void) {
    int index = lsn_catalogue_find(&catalogue, LSN_STR("single-knee-to-chest"));
    assert_true(index >= 0);
    assert_int_equal(build(&motion, &catalogue.moves[index], LSN_SIDE_right, LSN_LEVEL_usual), LSN_OK);
    return &motion.keys[lsn_pose_find(motion.move, LSN_STR("drawn"))];
}

static void a_palm_faces_what_it_holds(void **state) {
    (void)state;
    const lsn_key *key = drawn_key();
    lsn_frames f = frames_of(&key->pose);
    int palms = 0;
    for (int c = 0; c < key->contact_count; ++c) {
        const lsn_contact *contact = &key->contacts[c];
        if (contact->kind != LSN_CONTACT_SITE) continue;
        bool right = lsn_site_segment(contact->site) == LSN_SEG_hand_r; // behind the right thigh: right outside
        lsn_vec3 out = lsn_v3(-0.65, 0.0, right ? 0.76 : -0.76);
        lsn_vec3 palm = lsn_quat_rotate(f.rotation[lsn_site_segment(contact->site)], lsn_v3(1.0, 0.0, 0.0));
        lsn_vec3 skin = lsn_quat_rotate(f.rotation[LSN_SEG_femur_r], out);
        assert_true(lsn_v3_dot(palm, skin) < -0.7);
        palms++;
    }
    assert_int_equal(palms, 2);
}

static void fingers_close_until_they_lie_on_what_is_held(void **state) {
    (void)state;
    const lsn_key *key = drawn_key();
    lsn_frames f = frames_of(&key->pose);
    double curl = key->pose.hinge[LSN_COORD_fingers_curl_r];
    assert_true(lsn_body_grip(&body, &f, 0, -1.0) == curl);
    lsn_pose stand = lsn_pose_standing(&body);
    lsn_pose raised = stand;
    raised.ball[LSN_BALL_arm_r] = lsn_quat_axis(lsn_v3(1.0, 0.0, 0.0), -1.5); // out to the side: nothing to hold
    f = frames_of(&raised);
    assert_true(lsn_body_grip(&body, &f, 0, 0.3) == 0.3);
}

static void the_left_side_is_the_exact_mirror_of_the_right(void **state) {
    (void)state;
    for (int i = 0; i < catalogue.count; ++i) {
        assert_int_equal(build(&motion, &catalogue.moves[i], LSN_SIDE_right, LSN_LEVEL_usual), LSN_OK);
        assert_int_equal(build(&other, &catalogue.moves[i], LSN_SIDE_left, LSN_LEVEL_usual), LSN_OK);
        for (int k = 0; k < motion.key_count; ++k) {
            lsn_pose mirrored = lsn_pose_mirror(&other.keys[k].pose);
            assert_memory_equal(&mirrored.position, &motion.keys[k].pose.position, sizeof mirrored.position);
            assert_memory_equal(&mirrored.ball, &motion.keys[k].pose.ball, sizeof mirrored.ball);
        }
        lsn_pose right = lsn_motion_pose(&motion, 0, motion.key_count - 1, 0.4, scratch());
        lsn_pose left = lsn_motion_pose(&other, 0, other.key_count - 1, 0.4, scratch());
        lsn_pose mirrored = lsn_pose_mirror(&left);
        assert_memory_equal(&mirrored.orientation, &right.orientation, sizeof right.orientation);
        for (int c = 0; c < LSN_COORD_COUNT; ++c) assert_true(mirrored.hinge[c] == right.hinge[c]);
        assert_int_equal(motion.target_count, other.target_count);
        assert_int_equal(lsn_muscle_mirror(motion.targets[0]), other.targets[0]);
    }
}

// ---------------------------------------------------------------- on the way

static void check_ends(const lsn_motion *m, int from, int to, double seconds) {
    (void)seconds;
    lsn_pose start = lsn_motion_pose(m, from, to, 0.0, scratch()), end = lsn_motion_pose(m, from, to, 1.0, scratch());
    assert_memory_equal(&start, &m->keys[from].pose, sizeof start);
    assert_memory_equal(&end, &m->keys[to].pose, sizeof end);
    // And it does not jump there: a thousandth of the way is a thousandth of a step away.
    lsn_pose soon = lsn_motion_pose(m, from, to, 0.01, scratch());
    lsn_frames a = frames_of(&start), b = frames_of(&soon);
    for (int s = 0; s < LSN_SEGMENT_COUNT; ++s)
        assert_true(lsn_v3_length(lsn_v3_sub(a.origin[s], b.origin[s])) < 0.004);
}

static void a_way_begins_and_ends_in_its_key_poses(void **state) {
    (void)state;
    every_way(check_ends);
}

static void check_floor(const lsn_motion *m, int from, int to, double seconds) {
    (void)seconds;
    for (int i = 1; i < STEPS; ++i) {
        lsn_pose pose = lsn_motion_pose(m, from, to, (double)i / STEPS, scratch());
        assert_true(depth_of(&pose) < 0.0055);
    }
}

static void nothing_sinks_on_the_way(void **state) {
    (void)state;
    every_way(check_floor);
}

static bool on_floor(const lsn_contact *contact) {
    return contact->kind != LSN_CONTACT_SITE && contact->normal.y > 0.9;
}

static void check_planted(const lsn_motion *m, int from, int to, double seconds) {
    (void)seconds;
    const lsn_key *a = &m->keys[from], *b = &m->keys[to];
    lsn_frames start = frames_of(&a->pose), end = frames_of(&b->pose);
    for (int i = 1; i < STEPS; ++i) {
        double t = (double)i / STEPS;
        lsn_pose pose = lsn_motion_pose(m, from, to, t, scratch());
        lsn_frames f = frames_of(&pose);
        for (int c = 0; c < b->contact_count; ++c) {
            lsn_site s = b->contacts[c].site;
            bool shared = false;
            for (int k = 0; k < a->contact_count; ++k)
                shared = shared || (a->contacts[k].site == s && on_floor(&a->contacts[k]));
            if (!b->planted[c] || !shared) continue;
            lsn_vec3 stays =
                lsn_v3_mix(lsn_site_touch(&body, &start, s, up), lsn_site_touch(&body, &end, s, up), lsn_ease(t));
            lsn_vec3 off = lsn_v3_sub(lsn_site_touch(&body, &f, s, up), stays);
            if (lsn_v3_length(off) >= 0.002)
                fail_msg("%s: %s slides by %.1f mm", m->move->id.ptr, lsn_site_name(s), lsn_v3_length(off) * 1000.0);
        }
    }
}

static void planted_contacts_stay_on_the_way(void **state) {
    (void)state;
    every_way(check_planted);
}

static double turned_rad(lsn_quat a, lsn_quat b) {
    return lsn_v3_length(lsn_quat_log(lsn_quat_mul(a, lsn_quat_conj(b))));
}

static void check_speed(const lsn_motion *m, int from, int to, double seconds) {
    lsn_pose before = m->keys[from].pose;
    double step_s = seconds / STEPS;
    for (int i = 1; i <= STEPS; ++i) {
        lsn_pose pose = lsn_motion_pose(m, from, to, (double)i / STEPS, scratch());
        double most = turned_rad(pose.orientation, before.orientation);
        for (int b = 0; b < LSN_BALL_COUNT; ++b) most = fmax(most, turned_rad(pose.ball[b], before.ball[b]));
        for (int c = 0; c < LSN_COORD_COUNT; ++c) most = fmax(most, fabs(pose.hinge[c] - before.hinge[c]));
        if (LSN_DEG(most) / step_s > 90.0)
            fail_msg("%s, %s: %.0f degrees a second at %d/%d of the way from %s to %s", m->move->id.ptr,
                     lsn_level_name(m->level), LSN_DEG(most) / step_s, i, STEPS, m->move->poses[from].id.ptr,
                     m->move->poses[to].id.ptr);
        before = pose;
    }
}

static void no_joint_turns_faster_than_ninety_degrees_a_second(void **state) {
    (void)state;
    every_way(check_speed);
}

static void a_pose_on_the_way_depends_on_nothing_else(void **state) {
    (void)state;
    const lsn_move *move = &catalogue.moves[lsn_catalogue_find(&catalogue, LSN_STR("cat-cow"))];
    assert_int_equal(build(&motion, move, LSN_SIDE_right, LSN_LEVEL_usual), LSN_OK);
    lsn_pose first = lsn_motion_pose(&motion, 0, 1, 0.3, scratch());
    (void)lsn_motion_pose(&motion, 1, 2, 0.9, scratch());
    memset(scratch_memory, 0x5A, SCRATCH_BYTES);
    lsn_pose again = lsn_motion_pose(&motion, 0, 1, 0.3, scratch());
    assert_memory_equal(&first, &again, sizeof first);
}

// ---------------------------------------------------------------- small moves

typedef struct small_move {
    lsn_move move;
    lsn_key_pose poses[2];
    lsn_pose_coord coords[2][4];
    lsn_pose_contact contacts[2][4];
    lsn_variant variant;
} small_move;

static lsn_pose_coord coord(const char *name, double value) {
    return (lsn_pose_coord){lsn_str_from(name), value, 3, 7};
}

static lsn_pose_contact floor_contact(const char *site) {
    return (lsn_pose_contact){.site = lsn_str_from(site), .on = LSN_STR("floor"), .line = 5, .column = 9};
}

/// Standing on both feet, then the pelvis 50 mm forward.
static void make_small(small_move *s) {
    memset(s, 0, sizeof *s);
    s->move = (lsn_move){.id = LSN_STR("small"), .poses = s->poses, .pose_count = 2};
    for (int level = 0; level < LSN_LEVEL_COUNT; ++level) s->move.dose[level].variant = -1;
    const char *soles[4] = {"heel_r", "heel_l", "ball_inner_r", "ball_inner_l"};
    for (int p = 0; p < 2; ++p) {
        s->poses[p] = (lsn_key_pose){.id = LSN_STR("stand"), .coord_count = 2, .contact_count = 4};
        s->poses[p].coords = s->coords[p];
        s->poses[p].contacts = s->contacts[p];
        s->coords[p][0] = coord("knee_angle_r", 10);
        s->coords[p][1] = coord("pelvis_tx", p == 0 ? 0.0 : 0.05);
        for (int c = 0; c < 4; ++c) s->contacts[p][c] = floor_contact(soles[c]);
    }
}

static void a_contact_that_two_poses_share_stays_unless_it_slides(void **state) {
    (void)state;
    small_move s;
    make_small(&s);
    assert_int_equal(build(&motion, &s.move, LSN_SIDE_none, LSN_LEVEL_usual), LSN_OK);
    lsn_site heel = lsn_site_find(LSN_STR("heel_l"));
    lsn_frames a = frames_of(&motion.keys[0].pose), b = frames_of(&motion.keys[1].pose);
    lsn_vec3 off = lsn_v3_sub(lsn_site_touch(&body, &a, heel, up), lsn_site_touch(&body, &b, heel, up));
    assert_true(lsn_v3_length(off) < 0.0005);
    assert_true(motion.keys[1].planted[0] && !motion.keys[0].planted[0]);
    for (int c = 0; c < 4; ++c) s.contacts[1][c].slides = true;
    assert_int_equal(build(&motion, &s.move, LSN_SIDE_none, LSN_LEVEL_usual), LSN_OK);
    b = frames_of(&motion.keys[1].pose);
    off = lsn_v3_sub(lsn_site_touch(&body, &b, heel, up), lsn_site_touch(&body, &a, heel, up));
    assert_true(off.x > 0.03);
}

static void a_level_with_a_variant_is_built_from_its_poses(void **state) {
    (void)state;
    small_move s;
    make_small(&s);
    lsn_key_pose bent[2] = {s.poses[0], s.poses[1]};
    lsn_pose_coord knee[1] = {coord("knee_angle_l", 40)};
    bent[1].coords = knee;
    bent[1].coord_count = 1;
    s.variant = (lsn_variant){.has_poses = true, .poses = bent};
    s.move.variants = &s.variant;
    s.move.variant_count = 1;
    s.move.dose[LSN_LEVEL_easier].variant = 0;
    assert_int_equal(build(&motion, &s.move, LSN_SIDE_none, LSN_LEVEL_usual), LSN_OK);
    assert_int_equal(build(&other, &s.move, LSN_SIDE_none, LSN_LEVEL_easier), LSN_OK);
    double usual = LSN_DEG(motion.keys[1].pose.hinge[LSN_COORD_knee_angle_l]);
    double easier = LSN_DEG(other.keys[1].pose.hinge[LSN_COORD_knee_angle_l]);
    assert_true(usual < 15.0 && easier > 20.0);
}

static void a_contact_out_of_reach_is_told_with_its_place(void **state) {
    (void)state;
    small_move s;
    make_small(&s);
    s.contacts[1][3] = (lsn_pose_contact){LSN_STR("forehead"), LSN_STR("toe_tips_l"), 0, false, 5, 9};
    s.contacts[1][2] = (lsn_pose_contact){LSN_STR("back_of_head"), LSN_STR("heel_r"), 0, false, 6, 11};
    lsn_diag diag = {0};
    assert_int_equal(lsn_motion_build(&motion, &s.move, LSN_SIDE_none, LSN_LEVEL_usual, &body, scratch(), &diag),
                     LSN_ERR_NOT_SOLVED);
    assert_int_equal(diag.err, LSN_ERR_NOT_SOLVED);
    assert_true(diag.line == 5 || diag.line == 6);
    assert_non_null(strstr(diag.text, "in pose \"stand\""));
    assert_int_equal(motion.key_count, 2);
}

static void assert_refused(const small_move *s, lsn_err err, int line, int column) {
    lsn_diag diag = {0};
    assert_int_equal(lsn_motion_check(&s->move, &diag), err);
    assert_int_equal(diag.line, line);
    assert_int_equal(diag.column, column);
    assert_true(strlen(diag.text) > 20);
}

static void unknown_names_and_values_out_of_range_are_refused_with_their_place(void **state) {
    (void)state;
    small_move s;
    lsn_diag diag;
    make_small(&s);
    assert_int_equal(lsn_motion_check(&s.move, &diag), LSN_OK);
    s.coords[1][0] = coord("knee_angle", 10);
    assert_refused(&s, LSN_ERR_UNKNOWN_NAME, 3, 7);
    s.coords[1][0] = coord("knee_angle_r", 151);
    assert_refused(&s, LSN_ERR_OUT_OF_RANGE, 3, 7);
    make_small(&s);
    s.contacts[0][2].site = LSN_STR("nose");
    assert_refused(&s, LSN_ERR_UNKNOWN_NAME, 5, 9);
    make_small(&s);
    s.contacts[0][2].on = LSN_STR("ceiling");
    assert_refused(&s, LSN_ERR_UNKNOWN_NAME, 5, 9);
    s.contacts[0][2].on = s.contacts[0][2].site;
    assert_refused(&s, LSN_ERR_INCONSISTENT, 5, 9);
    s.contacts[0][2].on = LSN_STR("seat");
    assert_refused(&s, LSN_ERR_MISSING_FIELD, 5, 9);
    s.move.seat_m = 0.45;
    assert_int_equal(lsn_motion_check(&s.move, &diag), LSN_OK);
    s.move.targets[0] = (lsn_target){.muscle = LSN_STR("tongue"), .line = 8, .column = 2};
    s.move.target_count = 1;
    assert_refused(&s, LSN_ERR_UNKNOWN_NAME, 8, 2);
}

static void targets_are_resolved_to_the_working_side(void **state) {
    (void)state;
    small_move s;
    make_small(&s);
    s.move.two_sided = true;
    s.move.target_count = 3;
    s.move.targets[0] = (lsn_target){.muscle = LSN_STR("psoas"), .primary = true};
    s.move.targets[1] = (lsn_target){.muscle = LSN_STR("tfl"), .other_side = true};
    s.move.targets[2] = (lsn_target){.muscle = LSN_STR("soleus"), .both_sides = true};
    assert_int_equal(build(&motion, &s.move, LSN_SIDE_left, LSN_LEVEL_usual), LSN_OK);
    assert_int_equal(motion.target_count, 4);
    assert_int_equal(motion.targets[0], LSN_MUSCLE_psoas_l);
    assert_true(motion.target_primary[0] && !motion.target_primary[1]);
    assert_int_equal(motion.targets[1], LSN_MUSCLE_tfl_r);
    assert_int_equal(motion.targets[2], LSN_MUSCLE_soleus_l);
    assert_int_equal(motion.targets[3], LSN_MUSCLE_soleus_r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_moves_name_only_what_exists),
        cmocka_unit_test(every_key_pose_is_reached_and_rests_on_the_floor),
        cmocka_unit_test(short_tall_and_broad_bodies_reach_the_poses_too),
        cmocka_unit_test(a_palm_faces_what_it_holds),
        cmocka_unit_test(fingers_close_until_they_lie_on_what_is_held),
        cmocka_unit_test(the_left_side_is_the_exact_mirror_of_the_right),
        cmocka_unit_test(a_way_begins_and_ends_in_its_key_poses),
        cmocka_unit_test(nothing_sinks_on_the_way),
        cmocka_unit_test(planted_contacts_stay_on_the_way),
        cmocka_unit_test(no_joint_turns_faster_than_ninety_degrees_a_second),
        cmocka_unit_test(a_pose_on_the_way_depends_on_nothing_else),
        cmocka_unit_test(a_contact_that_two_poses_share_stays_unless_it_slides),
        cmocka_unit_test(a_level_with_a_variant_is_built_from_its_poses),
        cmocka_unit_test(a_contact_out_of_reach_is_told_with_its_place),
        cmocka_unit_test(unknown_names_and_values_out_of_range_are_refused_with_their_place),
        cmocka_unit_test(targets_are_resolved_to_the_working_side),
    };
    return cmocka_run_group_tests(tests, open_catalogue, NULL);
}
