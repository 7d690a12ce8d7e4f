// The score and the running session, on moves made by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/session/session.h"
#include "tests/hand_moves.h"

static lsn_move moves[HAND_COUNT];
static lsn_catalogue catalogue;
static unsigned char memory[24 << 20];
static lsn_arena scratch;
static lsn_plan plan;
static lsn_score score;

/// Three steps whose every second is known:
///   0 cat-cow       ready 10 (to all fours), 8 × (4 + 4) = 64, rest 4                         0 …  78
///   1 trunk-turn    ready 10 (to the back), side 3 × (4 + 10 + 3) = 51, change 6, side 51, rest 4   78 … 200
///   2 bridge        ready 8, 5 × (4 + 9 + 3) = 80                                            200 … 288
static const char three_steps[] =
    "{\"minutes\":5,\"place\":\"floor\",\"steps\":[{\"move\":\"cat-cow\",\"level\":\"usual\"},"
    "{\"move\":\"trunk-turn\",\"level\":\"usual\"},{\"move\":\"bridge\",\"level\":\"usual\"}]}";
enum { RIGHT_S = 88, SWAP_S = 139, LEFT_S = 145, REST_S = 196, BRIDGE_S = 200, END_S = 288 };

static int set_up(void **state) {
    (void)state;
    catalogue = hand_catalogue(moves);
    scratch = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_plan_read(&plan, &catalogue, lsn_str_from(three_steps), scratch, NULL), LSN_OK);
    assert_int_equal(lsn_score_build(&score, &plan), LSN_OK);
    return 0;
}

static const lsn_cue *cue_at(double elapsed_s) {
    return &score.cues[lsn_score_cue_at(&score, elapsed_s)];
}

static void the_score_lasts_as_long_as_the_plan(void **state) {
    (void)state;
    assert_int_equal(plan.total_s, END_S);
    assert_int_equal(score.total_s, END_S);
}

static void a_dose_that_has_grown_is_held_longer_and_done_more_often(void **state) {
    (void)state;
    const char *grown = "{\"minutes\":5,\"place\":\"floor\",\"steps\":["
                        "{\"move\":\"cat-cow\",\"level\":\"usual\",\"extra_reps\":1},"
                        "{\"move\":\"trunk-turn\",\"level\":\"usual\",\"extra_s\":5}]}";
    assert_int_equal(lsn_plan_read(&plan, &catalogue, lsn_str_from(grown), scratch, NULL), LSN_OK);
    assert_int_equal(lsn_score_build(&score, &plan), LSN_OK);
    assert_int_equal(plan.total_s, 200 - 4 + 8 + 2 * 3 * 5); // one more cat-cow; five seconds, three times, each side
    assert_int_equal(score.total_s, plan.total_s);
    int holds = 0;
    for (int i = 0; i < score.count; i++) {
        const lsn_cue *cue = &score.cues[i];
        if (cue->step == 0 && cue->rep > 0) assert_int_equal(cue->reps, 9);
        if (cue->kind != LSN_CUE_hold || cue->step != 1) continue;
        assert_int_equal(cue->duration_s, 15);
        holds++;
    }
    assert_int_equal(holds, 6);
    assert_true(lsn_plan_ease(&plan, 1)); // "too much" takes the growth away with the level
    assert_int_equal(plan.steps[1].extra_s, 0);
    assert_int_equal(plan.steps[1].level, LSN_LEVEL_easier);
}

static void a_plan_takes_the_doses_to_which_the_person_has_grown(void **state) {
    (void)state;
    static lsn_progress progress;
    for (int i = 0; i < LSN_MOVES_MAX; i++)
        progress.moves[i] = (lsn_move_record){.level = LSN_LEVEL_usual, .extra_s = 5};
    for (int minutes = 3; minutes <= 30; minutes += 9) {
        lsn_wish wish = lsn_wish_default();
        wish.minutes = minutes;
        wish.progress = &progress;
        assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
        assert_true(plan.total_s <= 60 * minutes);
        int grown = 0;
        for (int i = 0; i < plan.count; i++) grown += plan.steps[i].extra_s == 5;
        if (minutes > 3) assert_true(grown > 0);
        assert_int_equal(lsn_score_build(&score, &plan), LSN_OK);
    }
}

static void every_plan_and_its_score_last_equally_long(void **state) {
    (void)state;
    for (int place = 0; place < LSN_PLACE_COUNT; place++) {
        for (int minutes = 3; minutes <= 30; minutes++) {
            lsn_wish wish = lsn_wish_default();
            wish.place = place;
            wish.minutes = minutes;
            assert_int_equal(lsn_plan_build(&plan, &catalogue, &wish, scratch), LSN_OK);
            assert_int_equal(lsn_score_build(&score, &plan), LSN_OK);
            assert_int_equal(score.total_s, plan.total_s);
        }
    }
}

static void cues_tile_the_session_without_gaps(void **state) {
    (void)state;
    int t_s = 0;
    for (int i = 0; i < score.count; i++) {
        assert_int_equal(score.cues[i].t_s, t_s);
        t_s += score.cues[i].duration_s;
        assert_int_equal(score.cues[i].duration_s == 0, i + 1 == score.count);
    }
    assert_int_equal(t_s, END_S);
    assert_int_equal(score.cues[score.count - 1].kind, LSN_CUE_done);
}

static void a_two_sided_move_goes_ready_right_change_left_rest(void **state) {
    (void)state;
    assert_int_equal(cue_at(78)->kind, LSN_CUE_ready);
    assert_int_equal(cue_at(78)->duration_s, 10);
    assert_int_equal(cue_at(RIGHT_S)->kind, LSN_CUE_settle);
    assert_int_equal(cue_at(RIGHT_S)->side, LSN_SIDE_right);
    assert_int_equal(cue_at(SWAP_S)->kind, LSN_CUE_swap);
    assert_int_equal(cue_at(SWAP_S)->side, LSN_SIDE_left);
    assert_int_equal(cue_at(SWAP_S)->duration_s, LSN_SWITCH_S);
    assert_int_equal(cue_at(LEFT_S)->kind, LSN_CUE_settle);
    assert_int_equal(cue_at(LEFT_S)->side, LSN_SIDE_left);
    assert_int_equal(cue_at(REST_S)->kind, LSN_CUE_rest);
    assert_int_equal(cue_at(REST_S)->duration_s, 4);
    assert_int_equal(cue_at(BRIDGE_S)->kind, LSN_CUE_ready);
}

static void a_hold_starts_after_settling(void **state) {
    (void)state;
    assert_int_equal(cue_at(RIGHT_S + 3.9)->kind, LSN_CUE_settle);
    assert_int_equal(cue_at(RIGHT_S + 4)->kind, LSN_CUE_hold);
    assert_int_equal(cue_at(RIGHT_S + 4)->duration_s, 10);
    assert_int_equal(cue_at(RIGHT_S + 14)->kind, LSN_CUE_release);
}

static void both_sides_get_the_same_seconds(void **state) {
    (void)state;
    int held_s[LSN_SIDE_COUNT] = {0}, all_s[LSN_SIDE_COUNT] = {0};
    for (int i = 0; i < score.count; i++) {
        const lsn_cue *cue = &score.cues[i];
        if (cue->step != 1 || cue->phase < 0) continue;
        all_s[cue->side] += cue->duration_s;
        if (cue->kind == LSN_CUE_hold) held_s[cue->side] += cue->duration_s;
    }
    assert_int_equal(held_s[LSN_SIDE_right], 30);
    assert_int_equal(held_s[LSN_SIDE_left], 30);
    assert_int_equal(all_s[LSN_SIDE_right], 51);
    assert_int_equal(all_s[LSN_SIDE_left], 51);
}

static void the_spoken_line_names_the_side(void **state) {
    (void)state;
    assert_string_equal(cue_at(RIGHT_S)->text, "Ease in on the right.");
    assert_string_equal(cue_at(LEFT_S)->text, "Ease in on the left.");
    assert_string_equal(cue_at(SWAP_S)->text, "Change sides. Now the left side.");
}

static void later_repetitions_are_silent_or_say_their_shorter_line(void **state) {
    (void)state;
    const lsn_cue *settle = cue_at(RIGHT_S + 17), *release = cue_at(RIGHT_S + 17 + 14);
    assert_int_equal(settle->rep, 2);
    assert_int_equal(settle->reps, 3);
    assert_false(settle->speak);
    assert_string_equal(settle->text, "Ease in on the right.");
    assert_true(release->speak);
    assert_string_equal(release->text, "And back.");
    assert_true(cue_at(LEFT_S)->speak);
}

static void chimes_begin_after_settling_change_twice_and_end(void **state) {
    (void)state;
    assert_int_equal(cue_at(RIGHT_S)->chime, LSN_CHIME_none);
    assert_int_equal(cue_at(RIGHT_S + 4)->chime, LSN_CHIME_begin);
    assert_int_equal(cue_at(RIGHT_S + 17 + 4)->chime, LSN_CHIME_none);
    assert_int_equal(cue_at(SWAP_S)->chime, LSN_CHIME_side);
    assert_int_equal(cue_at(LEFT_S + 4)->chime, LSN_CHIME_begin);
    assert_int_equal(cue_at(REST_S)->chime, LSN_CHIME_end);
    assert_int_equal(cue_at(END_S)->chime, LSN_CHIME_end);
}

static void rest_names_the_next_move(void **state) {
    (void)state;
    assert_string_equal(cue_at(REST_S)->text, "Rest. Next: Bridge.");
}

static void poses_follow_on_from_each_other(void **state) {
    (void)state;
    for (int i = 1; i < score.count; i++) {
        const lsn_cue *before = &score.cues[i - 1], *cue = &score.cues[i];
        if (cue->kind == LSN_CUE_ready) {
            assert_int_equal(cue->pose_from, 0);
        } else {
            assert_int_equal(cue->pose_from, before->pose_to);
        }
    }
}

static void time_outside_the_score_is_clamped(void **state) {
    (void)state;
    assert_int_equal(lsn_score_cue_at(&score, -5), 0);
    assert_int_equal(lsn_score_cue_at(&score, 1e9), score.count - 1);
    lsn_state late = lsn_session_state(&score, 1e9, false);
    assert_true(late.done);
    assert_true(late.elapsed_s == END_S);
    assert_int_equal(late.next_cue, -1);
}

static void state_tells_what_is_left_and_what_comes(void **state) {
    (void)state;
    lsn_state now = lsn_session_state(&score, RIGHT_S + 6.5, false);
    assert_int_equal(now.step, 1);
    assert_int_equal(now.step_count, 3);
    assert_true(now.cue_left_s == 7.5);
    assert_true(now.t == 0.25);
    assert_string_equal(now.next, "Left side");
    assert_int_equal(score.cues[now.next_cue].kind, LSN_CUE_release);
    assert_string_equal(lsn_session_state(&score, LEFT_S, false).next, "Bridge");
    assert_string_equal(lsn_session_state(&score, BRIDGE_S, false).next, "Done");
    assert_string_equal(lsn_session_state(&score, END_S, false).next, "");
}

static void state_is_the_same_in_whatever_order_it_is_asked(void **state) {
    (void)state;
    enum { COUNT = 2 * END_S };
    static lsn_state in_order[COUNT];
    memset(in_order, 0, sizeof in_order);
    for (int i = 0; i < COUNT; i++) in_order[i] = lsn_session_state(&score, i * 0.5, i & 1);
    lsn_random random = lsn_random_make(1, 2);
    for (int i = 0; i < 5000; i++) {
        int at = (int)lsn_random_below(&random, COUNT);
        lsn_state now = lsn_session_state(&score, at * 0.5, at & 1);
        assert_int_equal(now.cue, in_order[at].cue);
        assert_true(now.t == in_order[at].t && now.breath == in_order[at].breath);
        assert_true(now.cue_left_s == in_order[at].cue_left_s && now.paused == in_order[at].paused);
        assert_string_equal(now.next, in_order[at].next);
    }
}

static void breath_is_continuous_and_follows_the_phase(void **state) {
    (void)state;
    double before = lsn_session_state(&score, 0, false).breath;
    for (double t = 0; t <= END_S; t += 0.01) {
        double breath = lsn_session_state(&score, t, false).breath;
        assert_true(breath >= 0 && breath <= 1);
        assert_true(breath - before < 0.01 && before - breath < 0.01);
        before = breath;
    }
    assert_true(lsn_session_state(&score, 10 + 3.999, false).breath < 0.001); // cat-cow: out, rounding
    assert_true(lsn_session_state(&score, 10 + 7.999, false).breath > 0.999); // in, sinking
}

static void free_breathing_takes_four_seconds_in_and_six_out(void **state) {
    (void)state;
    assert_true(lsn_session_state(&score, 0, false).breath == 0); // getting ready begins empty
    assert_true(lsn_session_state(&score, 4, false).breath == 1);
    assert_true(lsn_session_state(&score, 9.999, false).breath < 0.001);
}

static void the_clock_runs_pauses_and_goes_on(void **state) {
    (void)state;
    lsn_run run = lsn_run_start(1000000);
    assert_int_equal(lsn_run_score_ms(&run, &score, 1000000), 0);
    assert_int_equal(lsn_run_score_ms(&run, &score, 1012500), 12500);
    run = lsn_run_pause(&run, &score, 1012500);
    assert_int_equal(lsn_run_score_ms(&run, &score, 9999999), 12500);
    run = lsn_run_resume(&run, 5000000);
    assert_int_equal(lsn_run_score_ms(&run, &score, 5001000), 13500);
    assert_int_equal(lsn_run_score_ms(&run, &score, 4000000), 12500); // a clock set back does not go back
    assert_int_equal(lsn_run_score_ms(&run, &score, 9000000), END_S * 1000);
}

static lsn_run run_at(double elapsed_s) {
    return (lsn_run){.anchor_ms = 0, .anchor_score_ms = (int64_t)(elapsed_s * 1000)};
}

static int64_t skip_from(double elapsed_s) {
    lsn_run run = run_at(elapsed_s);
    return lsn_run_skip(&run, &score, 0).anchor_score_ms / 1000;
}

static int64_t back_from(double elapsed_s) {
    lsn_run run = run_at(elapsed_s);
    return lsn_run_back(&run, &score, 0).anchor_score_ms / 1000;
}

static void skip_goes_to_the_next_step(void **state) {
    (void)state;
    assert_int_equal(skip_from(0), 78);
    assert_int_equal(skip_from(77.9), 78);
    assert_int_equal(skip_from(78), BRIDGE_S);
    assert_int_equal(skip_from(LEFT_S + 1), BRIDGE_S);
    assert_int_equal(skip_from(BRIDGE_S), END_S);
    assert_int_equal(skip_from(END_S), END_S);
}

static void back_goes_to_the_start_of_the_side_then_to_the_one_before(void **state) {
    (void)state;
    assert_int_equal(back_from(LEFT_S + 20), SWAP_S);
    assert_int_equal(back_from(SWAP_S + 3), SWAP_S);
    assert_int_equal(back_from(SWAP_S + 2.9), 78);
    assert_int_equal(back_from(78 + 2.9), 0);
    assert_int_equal(back_from(REST_S + 1), SWAP_S);
    assert_int_equal(back_from(1), 0);
    assert_int_equal(back_from(END_S), BRIDGE_S);
}

static void skip_and_back_keep_a_pause(void **state) {
    (void)state;
    lsn_run run = run_at(100);
    run = lsn_run_pause(&run, &score, 0);
    assert_true(lsn_run_skip(&run, &score, 50).paused);
    assert_true(lsn_run_back(&run, &score, 50).paused);
    assert_false(lsn_run_resume(&run, 60).paused);
}

static void too_much_eases_and_begins_the_side_again(void **state) {
    (void)state;
    lsn_run run = run_at(LEFT_S + 20);
    bool left = true;
    assert_int_equal(lsn_run_ease(&run, &score, 0, &left), LSN_OK);
    assert_false(left);
    assert_int_equal(score.plan.steps[1].level, LSN_LEVEL_easier);
    // Easier: 2 × (4 + 5 + 3) = 24 a side. The left side now begins at 88 + 24 + 6.
    assert_int_equal(run.anchor_score_ms, 118000);
    assert_int_equal(cue_at(118)->kind, LSN_CUE_settle);
    assert_int_equal(cue_at(118)->side, LSN_SIDE_left);
    assert_int_equal(score.total_s, score.plan.total_s);
    assert_int_equal(score.total_s, END_S - 2 * 27);
}

static void too_much_on_the_easiest_leaves_the_move(void **state) {
    (void)state;
    lsn_run run = run_at(RIGHT_S + 20);
    bool left = true;
    assert_int_equal(lsn_run_ease(&run, &score, 0, &left), LSN_OK);
    assert_false(left);
    assert_int_equal(run.anchor_score_ms, RIGHT_S * 1000);
    assert_int_equal(lsn_run_ease(&run, &score, 2000, &left), LSN_OK);
    assert_true(left);
    lsn_state now = lsn_session_state(&score, (double)lsn_run_score_ms(&run, &score, 2000) / 1000, false);
    assert_int_equal(now.step, 2);
    assert_int_equal(score.cues[now.cue].kind, LSN_CUE_ready);
}

static void too_much_while_resting_goes_on_to_the_next_move(void **state) {
    (void)state;
    lsn_run run = run_at(REST_S + 1);
    bool left = false;
    assert_int_equal(lsn_run_ease(&run, &score, 0, &left), LSN_OK);
    assert_true(left);
    assert_int_equal(run.anchor_score_ms, BRIDGE_S * 1000);
    assert_int_equal(score.plan.steps[1].level, LSN_LEVEL_usual);
}

static lsn_str save(char *out, size_t size, const lsn_run *run) {
    lsn_buf buf = lsn_buf_make(out, size);
    lsn_json_out json = lsn_json_begin(&buf);
    lsn_run_write_json(&json, run, &score);
    assert_false(buf.overflow);
    return lsn_buf_view(&buf);
}

static void a_saved_session_resumes_at_the_right_moment(void **state) {
    (void)state;
    static char text[8192];
    static lsn_score again;
    lsn_run run = lsn_run_start(1700000000000), back;
    bool left;
    assert_int_equal(lsn_run_ease(&run, &score, 1700000005000, &left), LSN_OK); // the eased dose is saved too
    lsn_str saved = save(text, sizeof text, &run);
    lsn_diag diag;
    assert_int_equal(lsn_run_read(&back, &again, &catalogue, saved, scratch, &diag), LSN_OK);
    int64_t at_ms = 1700000105250;
    assert_int_equal(lsn_run_score_ms(&back, &again, at_ms), lsn_run_score_ms(&run, &score, at_ms));
    assert_int_equal(again.count, score.count);
    for (int i = 0; i < score.count; i++) {
        assert_int_equal(again.cues[i].t_s, score.cues[i].t_s);
        assert_string_equal(again.cues[i].text, score.cues[i].text);
    }
}

static void a_saved_pause_stays_paused(void **state) {
    (void)state;
    static char text[8192];
    static lsn_score again;
    lsn_run run = run_at(100), back;
    run = lsn_run_pause(&run, &score, 0);
    assert_int_equal(lsn_run_read(&back, &again, &catalogue, save(text, sizeof text, &run), scratch, NULL), LSN_OK);
    assert_true(back.paused);
    assert_int_equal(lsn_run_score_ms(&back, &again, 1e12), 100000);
}

static void a_damaged_save_is_refused_and_changes_nothing(void **state) {
    (void)state;
    const char *const bad[] = {
        "",
        "{}",
        "{\"run\":{\"anchor_ms\":1},\"plan\":{}}",
        "{\"run\":{\"anchor_ms\":1,\"anchor_score_ms\":0,\"paused\":false}}",
        "{\"run\":{\"anchor_ms\":-1,\"anchor_score_ms\":0,\"paused\":false},\"plan\":{}}",
        "{\"run\":{\"anchor_ms\":1,\"anchor_score_ms\":0},\"plan\":{\"minutes\":5,\"place\":\"floor\",\"steps\":[]}}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        lsn_run run = {.anchor_ms = 77};
        lsn_diag diag;
        assert_int_not_equal(lsn_run_read(&run, &score, &catalogue, lsn_str_from(bad[i]), scratch, &diag), LSN_OK);
        assert_int_equal(run.anchor_ms, 77);
        assert_int_equal(score.total_s, END_S);
    }
}

static void a_plan_with_too_many_cues_is_refused(void **state) {
    (void)state;
    moves[hand_index("cat-cow")].dose[LSN_LEVEL_usual].reps = 1100; // 2200 phases
    assert_int_equal(lsn_plan_read(&plan, &catalogue, lsn_str_from(three_steps), scratch, NULL), LSN_OK);
    assert_int_equal(lsn_score_build(&score, &plan), LSN_ERR_TOO_MANY);
    assert_int_equal(score.total_s, END_S);
}

static void the_json_of_the_score_is_sorted_and_complete(void **state) {
    (void)state;
    static char text[65536];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_score_write_json(&out, &score);
    lsn_json *cues = NULL;
    assert_int_equal(lsn_json_parse(&cues, lsn_buf_view(&buf), &scratch, NULL), LSN_OK);
    assert_int_equal(cues->type, LSN_JSON_ARRAY);
    assert_int_equal(cues->count, score.count);
    double t_s = 0;
    for (const lsn_json *cue = cues->first; cue; cue = cue->next) {
        assert_true(lsn_json_get(cue, "t_s")->number == t_s);
        t_s += lsn_json_get(cue, "duration_s")->number;
        assert_non_null(lsn_json_get(cue, "move"));
        assert_non_null(lsn_json_get(cue, "side"));
        assert_non_null(lsn_json_get(cue, "phase"));
        assert_non_null(lsn_json_get(cue, "kind"));
        assert_non_null(lsn_json_get(cue, "text"));
    }
    assert_true(t_s == END_S);
}

static void the_json_of_the_state_has_progress_for_each_step(void **state) {
    (void)state;
    static char text[4096];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_state now = lsn_session_state(&score, 78 + 61, true); // half through step 1, at the change of sides
    lsn_state_write_json(&out, &score, &now);
    lsn_json *root = NULL;
    assert_int_equal(lsn_json_parse(&root, lsn_buf_view(&buf), &scratch, NULL), LSN_OK);
    const lsn_json *progress = lsn_json_get(root, "progress");
    assert_int_equal(progress->count, 3);
    assert_true(progress->first->number == 1);
    assert_true(progress->first->next->number == 0.5);
    assert_true(progress->first->next->next->number == 0);
    assert_true(lsn_json_get(root, "paused")->boolean);
    assert_string_equal(lsn_json_get(root, "kind")->string.ptr, "switch");
    assert_string_equal(lsn_json_get(root, "chime")->string.ptr, "side");
}

int main(void) {
#define T(name) cmocka_unit_test_setup(name, set_up)
    const struct CMUnitTest tests[] = {
        T(the_score_lasts_as_long_as_the_plan),
        T(a_dose_that_has_grown_is_held_longer_and_done_more_often),
        T(a_plan_takes_the_doses_to_which_the_person_has_grown),
        T(every_plan_and_its_score_last_equally_long),
        T(cues_tile_the_session_without_gaps),
        T(a_two_sided_move_goes_ready_right_change_left_rest),
        T(a_hold_starts_after_settling),
        T(both_sides_get_the_same_seconds),
        T(the_spoken_line_names_the_side),
        T(later_repetitions_are_silent_or_say_their_shorter_line),
        T(chimes_begin_after_settling_change_twice_and_end),
        T(rest_names_the_next_move),
        T(poses_follow_on_from_each_other),
        T(time_outside_the_score_is_clamped),
        T(state_tells_what_is_left_and_what_comes),
        T(state_is_the_same_in_whatever_order_it_is_asked),
        T(breath_is_continuous_and_follows_the_phase),
        T(free_breathing_takes_four_seconds_in_and_six_out),
        T(the_clock_runs_pauses_and_goes_on),
        T(skip_goes_to_the_next_step),
        T(back_goes_to_the_start_of_the_side_then_to_the_one_before),
        T(skip_and_back_keep_a_pause),
        T(too_much_eases_and_begins_the_side_again),
        T(too_much_on_the_easiest_leaves_the_move),
        T(too_much_while_resting_goes_on_to_the_next_move),
        T(a_saved_session_resumes_at_the_right_moment),
        T(a_saved_pause_stays_paused),
        T(a_damaged_save_is_refused_and_changes_nothing),
        T(a_plan_with_too_many_cues_is_refused),
        T(the_json_of_the_score_is_sorted_and_complete),
        T(the_json_of_the_state_has_progress_for_each_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
