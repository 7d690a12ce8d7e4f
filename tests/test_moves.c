// The built-in moves: their cautions, doses, poses and words.
#include "core/body/body.h"
#include "core/catalogue/catalogue.h"
#include "core/figure/figure.h"
#include "tests/read_files.h"

static char text_memory[1 << 18];
static unsigned char builtin_memory[4 << 20];

static lsn_catalogue builtin(void) {
    lsn_arena arena = lsn_arena_make(builtin_memory, sizeof builtin_memory);
    lsn_catalogue out;
    int failed;
    lsn_diag diag;
    if (lsn_catalogue_build(&out, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag)) {
        fail_msg("%s:%d:%d: %s", lsn_builtin_moves[failed].name.ptr, diag.line, diag.column, diag.text);
    }
    return out;
}

static const lsn_move *builtin_move(const lsn_catalogue *catalogue, const char *id) {
    int index = lsn_catalogue_find(catalogue, lsn_str_from(id));
    if (index < 0) fail_msg("there is no move %s", id);
    return &catalogue->moves[index];
}

static void every_move_is_built_in_with_its_cautions(void **state) {
    (void)state;
#define TAG(name) (1u << LSN_TAG_##name)
    static const struct {
        const char *id;
        uint32_t tags;
        lsn_posture start;
        lsn_kind kind;
    } expected[] = {
        {"cat-cow", TAG(KN) | TAG(WR) | TAG(OP), LSN_POSTURE_all_fours, LSN_KIND_dynamic},
        {"seated-cat-cow", TAG(OP), LSN_POSTURE_seated_chair, LSN_KIND_dynamic},
        {"childs-pose", TAG(KN) | TAG(OP) | TAG(HRp), LSN_POSTURE_kneeling, LSN_KIND_static},
        {"single-knee-to-chest", TAG(HRp) | TAG(OP) | TAG(LEG) | TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_static},
        {"lower-trunk-rotation", TAG(OP) | TAG(HRp) | TAG(LEG) | TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_static},
        {"supine-hamstring-stretch", TAG(LEG) | TAG(HRp) | TAG(PG), LSN_POSTURE_supine, LSN_KIND_static},
        {"supine-figure-four", TAG(HRp) | TAG(LEG) | TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_static},
        {"half-kneeling-hip-flexor", TAG(KN) | TAG(BAL) | TAG(HRa), LSN_POSTURE_half_kneeling, LSN_KIND_static},
        {"glute-bridge", TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_strength},
        {"cobra", TAG(EXT) | TAG(WR) | TAG(PG), LSN_POSTURE_prone, LSN_KIND_static},
        {"seated-trunk-rotation", TAG(OP) | TAG(HRp), LSN_POSTURE_seated_chair, LSN_KIND_static},
        {"standing-trunk-rotation", TAG(OP) | TAG(BAL), LSN_POSTURE_standing, LSN_KIND_static},
        {"supine-pelvic-tilt", TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_isometric},
        {"tail-wag", TAG(KN) | TAG(WR), LSN_POSTURE_all_fours, LSN_KIND_dynamic},
        {"prone-press-up", TAG(EXT) | TAG(PG), LSN_POSTURE_prone, LSN_KIND_dynamic},
        {"sphinx", TAG(EXT) | TAG(PG), LSN_POSTURE_prone, LSN_KIND_static},
        {"double-knee-to-chest", TAG(HRp) | TAG(OP) | TAG(LEG) | TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_static},
        {"seated-floor-twist", TAG(OP) | TAG(HRp) | TAG(LEG), LSN_POSTURE_seated_floor, LSN_KIND_static},
        {"abdominal-draw-in", TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_isometric},
        {"seated-side-straddle", TAG(OP) | TAG(LEG) | TAG(HRp), LSN_POSTURE_seated_floor, LSN_KIND_static},
        {"cobra-to-downward-dog", TAG(HD) | TAG(WR) | TAG(LEG) | TAG(EXT), LSN_POSTURE_prone, LSN_KIND_dynamic},
        {"downward-dog", TAG(HD) | TAG(WR) | TAG(LEG) | TAG(EXT), LSN_POSTURE_all_fours, LSN_KIND_static},
        {"kneeling-thoracic-twist", TAG(WR) | TAG(KN) | TAG(HRp) | TAG(HRa) | TAG(OP), LSN_POSTURE_half_kneeling,
         LSN_KIND_dynamic},
        {"legs-up-the-wall", TAG(HD) | TAG(PG), LSN_POSTURE_supine, LSN_KIND_rest},
        {"hip-airplane", TAG(BAL) | TAG(HRp) | TAG(HRa), LSN_POSTURE_standing, LSN_KIND_strength},
        {"ball-release", TAG(BT) | TAG(OP) | TAG(PG), LSN_POSTURE_hook_lying, LSN_KIND_static},
        {"forward-fold", TAG(OP) | TAG(LEG) | TAG(HD), LSN_POSTURE_standing, LSN_KIND_static},
        {"sleep-on-back", TAG(PG), LSN_POSTURE_supine, LSN_KIND_picture},
        {"sleep-on-side", 0, LSN_POSTURE_side_lying, LSN_KIND_picture},
    };
    lsn_catalogue catalogue = builtin();
    assert_int_equal(catalogue.count, 29);
    assert_int_equal(sizeof expected / sizeof *expected, 29);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const lsn_move *move = builtin_move(&catalogue, expected[i].id);
        if (move->tags != expected[i].tags) fail_msg("%s has other tags", expected[i].id);
        assert_int_equal(move->start, expected[i].start);
        assert_int_equal(move->kind, expected[i].kind);
    }
}

static void the_usual_doses_are_those_of_the_sources(void **state) {
    (void)state;
    static const struct {
        const char *id;
        int reps, hold_s;
    } expected[] = {
        {"cat-cow", 8, 0},
        {"seated-cat-cow", 8, 0},
        {"childs-pose", 1, 30},
        {"single-knee-to-chest", 3, 5},
        {"lower-trunk-rotation", 3, 10},
        {"supine-hamstring-stretch", 2, 30},
        {"supine-figure-four", 2, 30},
        {"half-kneeling-hip-flexor", 2, 30},
        {"glute-bridge", 5, 12},
        {"cobra", 5, 5},
        {"seated-trunk-rotation", 3, 10},
        {"standing-trunk-rotation", 3, 10},
        {"supine-pelvic-tilt", 10, 5},
        {"tail-wag", 3, 0},
        {"prone-press-up", 7, 0},
        {"sphinx", 2, 20},
        {"double-knee-to-chest", 3, 5},
        {"seated-floor-twist", 3, 10},
        {"abdominal-draw-in", 10, 5},
        {"seated-side-straddle", 2, 30},
        {"cobra-to-downward-dog", 3, 15},
        {"downward-dog", 3, 15},
        {"kneeling-thoracic-twist", 8, 0},
        {"legs-up-the-wall", 1, 120},
        {"hip-airplane", 5, 0},
        {"ball-release", 2, 30},
        {"forward-fold", 2, 15},
    };
    lsn_catalogue catalogue = builtin();
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const lsn_dose *dose = &builtin_move(&catalogue, expected[i].id)->dose[LSN_LEVEL_usual];
        if (dose->reps != expected[i].reps || dose->hold_s != expected[i].hold_s || dose->variant != -1) {
            fail_msg("%s has another usual dose", expected[i].id);
        }
    }
}

static void every_file_is_called_after_its_move(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int i = 0; i < catalogue.count; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s.json", catalogue.moves[i].id.ptr);
        assert_string_equal(lsn_builtin_moves[i].name.ptr, name);
    }
}

static void every_name_of_the_body_in_a_move_exists(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int i = 0; i < catalogue.count; i++) {
        const lsn_move *m = &catalogue.moves[i];
        for (int t = 0; t < m->target_count; t++) {
            char name[64];
            snprintf(name, sizeof name, "%s_r", m->targets[t].muscle.ptr);
            if (lsn_muscle_find(lsn_str_from(name)) == LSN_MUSCLE_NONE) fail_msg("%s: muscle %s", m->id.ptr, name);
        }
        for (int v = -1; v < m->variant_count; v++) {
            const lsn_key_pose *poses = v < 0 ? m->poses : m->variants[v].poses;
            for (int p = 0; poses && p < m->pose_count; p++) {
                for (int c = 0; c < poses[p].coord_count; c++) {
                    lsn_coord found = lsn_coord_find(poses[p].coords[c].name);
                    if (found == LSN_COORD_COUNT) fail_msg("%s: %s", m->id.ptr, poses[p].coords[c].name.ptr);
                    const lsn_coord_info *info = lsn_coord_describe(found);
                    double value = poses[p].coords[c].value;
                    if (value < info->least || value > info->greatest) {
                        fail_msg("%s %s: %s %g", m->id.ptr, poses[p].id.ptr, info->name, value);
                    }
                }
                for (int c = 0; c < poses[p].contact_count; c++)
                    if (!lsn_site_find(poses[p].contacts[c].site)) {
                        fail_msg("%s: site %s", m->id.ptr, poses[p].contacts[c].site.ptr);
                    }
            }
        }
    }
}

static unsigned char solver_memory[4 << 20];

static lsn_body mean_body(void) {
    lsn_body body;
    lsn_body_options options = lsn_body_options_default();
    assert_int_equal(lsn_body_build(&body, &options), LSN_OK);
    return body;
}

static void solve(lsn_motion *out, const lsn_move *move, lsn_level level, const lsn_body *body) {
    lsn_diag diag = {.err = LSN_OK};
    lsn_arena scratch = lsn_arena_make(solver_memory, sizeof solver_memory);
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    if (lsn_motion_build(out, move, side, level, body, scratch, &diag)) {
        fail_msg("%s.json:%d:%d: %s: %s", move->id.ptr, diag.line, diag.column, lsn_level_name(level), diag.text);
    }
}

static void every_pose_of_every_move_can_be_reached(void **state) {
    (void)state;
    static lsn_motion motion;
    lsn_catalogue catalogue = builtin();
    lsn_body body = mean_body();
    for (int i = 0; i < catalogue.count; i++)
        for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
            solve(&motion, &catalogue.moves[i], (lsn_level)level, &body);
            for (int k = 0; k < motion.key_count; k++) {
                lsn_frames frames;
                lsn_segment deepest;
                lsn_body_frames(&frames, &body, &motion.keys[k].pose);
                double depth_m = lsn_body_floor_depth(&body, &frames, &deepest);
                if (depth_m > 0.006) {
                    fail_msg("%s: %s sinks", catalogue.moves[i].id.ptr, lsn_segment_name(deepest));
                }
            }
        }
}

static double length_of(lsn_muscle muscle, const lsn_body *body, const lsn_pose *pose) {
    lsn_frames frames;
    lsn_body_frames(&frames, body, pose);
    return lsn_muscle_length(muscle, body, &frames);
}

static void a_stretch_lengthens_what_it_is_mainly_for(void **state) {
    (void)state;
    static lsn_motion motion;
    lsn_catalogue catalogue = builtin();
    lsn_body body = mean_body();
    for (int i = 0; i < catalogue.count; i++) {
        const lsn_move *move = &catalogue.moves[i];
        if (move->kind != LSN_KIND_static) continue;
        solve(&motion, move, LSN_LEVEL_usual, &body);
        for (int t = 0; t < motion.target_count; t++) {
            double start = length_of(motion.targets[t], &body, &motion.keys[0].pose);
            double end = length_of(motion.targets[t], &body, &motion.keys[move->key_pose].pose);
            if (motion.target_primary[t] && end < 1.01 * start) {
                fail_msg("%s does not lengthen %s", move->id.ptr, lsn_muscle_name(motion.targets[t]));
            }
        }
    }
}

static bool mentions(lsn_str text, const char *word) {
    return strstr(text.ptr, word) != NULL;
}

static void check_tone(const lsn_move *m, lsn_str text) {
    static const char *const never[] = {"!",    "you will feel", "You will feel", "treat",
                                        "heal", "cure",          "proven",        "patient"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (mentions(text, never[i])) fail_msg("%s says \"%s\": %s", m->id.ptr, never[i], text.ptr);
}

static void a_sentence(const lsn_move *m, lsn_str text) {
    check_tone(m, text);
    if (text.ptr[text.len - 1] != '.' && text.ptr[text.len - 1] != '?')
        fail_msg("%s: no full stop: %s", m->id.ptr, text.ptr);
}

static void the_words_of_every_move_are_calm_whole_sentences(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int i = 0; i < catalogue.count; i++) {
        const lsn_move *m = &catalogue.moves[i];
        a_sentence(m, m->summary);
        a_sentence(m, m->ready);
        check_tone(m, m->why);
        assert_true(m->why.ptr[m->why.len - 1] != '.' && m->why.ptr[0] >= 'a');
        for (int p = 0; p < m->phase_count; p++) {
            a_sentence(m, m->phases[p].say);
            if (m->phases[p].again.len) a_sentence(m, m->phases[p].again);
        }
        for (int k = 0; k < m->cue_count; k++) a_sentence(m, m->cues[k]);
        for (int k = 0; k < m->mistake_count; k++) a_sentence(m, m->mistakes[k]);
        for (int k = 0; k < m->correction_count; k++) a_sentence(m, m->corrections[k]);
        for (int k = 0; k < m->variant_count; k++) a_sentence(m, m->variants[k].how);
        assert_true(m->cue_count >= 2 && m->mistake_count >= 2);
    }
}

static void every_source_of_a_move_is_explained(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    const char *page = read_whole("docs/sources.md").ptr;
    for (int i = 0; i < catalogue.count; i++)
        for (int s = 0; s < catalogue.moves[i].source_count; s++) {
            char row[80];
            snprintf(row, sizeof row, "\n|%s|", catalogue.moves[i].sources[s].id.ptr);
            if (!strstr(page, row)) fail_msg("%s: %s is not in docs/sources.md", catalogue.moves[i].id.ptr, row + 1);
        }
}

static void the_levels_of_a_move_differ(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int i = 0; i < catalogue.count; i++) {
        const lsn_move *m = &catalogue.moves[i];
        for (int level = 1; level < LSN_LEVEL_COUNT; level++) {
            const lsn_dose *a = &m->dose[level - 1], *b = &m->dose[level];
            if (a->hold_s == b->hold_s && a->reps == b->reps && a->variant == b->variant) {
                fail_msg("%s: two levels are the same", m->id.ptr);
            }
        }
    }
}

static void every_place_has_a_move_to_begin_with(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int place = 0; place < LSN_PLACE_COUNT; place++) {
        bool found = false;
        for (int i = 0; i < catalogue.count; i++)
            found = found || (catalogue.moves[i].warm_up && catalogue.moves[i].places & 1u << place);
        if (!found) fail_msg("nothing to begin with %s", lsn_place_text((lsn_place)place));
    }
}

static void a_move_written_as_json_can_be_read_back(void **state) {
    (void)state;
    lsn_catalogue catalogue = builtin();
    for (int i = 0; i < catalogue.count; i++) {
        lsn_buf out = lsn_buf_make(text_memory, sizeof text_memory);
        lsn_json_out json = lsn_json_begin(&out);
        lsn_move_write_json(&json, &catalogue.moves[i]);
        assert_false(out.overflow);
        const lsn_json *object = parse_json(lsn_buf_view(&out));
        assert_string_equal(lsn_json_get(object, "id")->string.ptr, catalogue.moves[i].id.ptr);
        assert_int_equal(lsn_json_get(object, "phases")->count, catalogue.moves[i].phase_count);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_move_is_built_in_with_its_cautions),
        cmocka_unit_test(the_usual_doses_are_those_of_the_sources),
        cmocka_unit_test(every_file_is_called_after_its_move),
        cmocka_unit_test(every_name_of_the_body_in_a_move_exists),
        cmocka_unit_test(every_pose_of_every_move_can_be_reached),
        cmocka_unit_test(a_stretch_lengthens_what_it_is_mainly_for),
        cmocka_unit_test(the_words_of_every_move_are_calm_whole_sentences),
        cmocka_unit_test(every_source_of_a_move_is_explained),
        cmocka_unit_test(the_levels_of_a_move_differ),
        cmocka_unit_test(every_place_has_a_move_to_begin_with),
        cmocka_unit_test(a_move_written_as_json_can_be_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
