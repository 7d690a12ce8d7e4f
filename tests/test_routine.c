// Routines and programmes: files, links, and plans that obey the screen.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/routine/routine.h"
#include "tests/hand_moves.h"

#include <string.h>

static lsn_move moves[HAND_COUNT];
static lsn_catalogue catalogue;
static unsigned char memory[8 << 20];
static lsn_arena arena;
static lsn_diag diag;
static lsn_routine routine;
static lsn_programme programme;

static int set_up(void **state) {
    (void)state;
    catalogue = hand_catalogue(moves);
    arena = lsn_arena_make(memory, sizeof memory);
    diag = (lsn_diag){0};
    memset(&routine, 0, sizeof routine);
    memset(&programme, 0, sizeof programme);
    return 0;
}

static lsn_err read(const char *json) {
    return lsn_routine_read(&routine, &catalogue, lsn_str_from(json), &arena, &diag);
}

static const char evening[] =
    "{\"kind\":\"routine\",\"id\":\"evening\",\"name\":\"Evening\",\"note\":\"Slow.\",\"source\":\"B\","
    "\"place\":\"bed\",\"days\":[\"mon\",\"fri\"],\"steps\":[{\"move\":\"pelvic-tilt\"},"
    "{\"move\":\"trunk-turn\",\"level\":\"easier\"}]}";

static void a_routine_is_read_whole(void **state) {
    (void)state;
    assert_int_equal(read(evening), LSN_OK);
    assert_true(lsn_str_equal(routine.id, LSN_STR("evening")));
    assert_true(lsn_str_equal(routine.name, LSN_STR("Evening")));
    assert_true(lsn_str_equal(routine.note, LSN_STR("Slow.")));
    assert_true(lsn_str_equal(routine.source, LSN_STR("B")));
    assert_int_equal(routine.place, LSN_PLACE_bed);
    assert_int_equal(routine.days, 1 << 0 | 1 << 4);
    assert_int_equal(routine.count, 2);
    assert_int_equal(routine.steps[0].move, hand_index("pelvic-tilt"));
    assert_int_equal(routine.steps[0].level, LSN_LEVEL_usual);
    assert_int_equal(routine.steps[1].move, hand_index("trunk-turn"));
    assert_int_equal(routine.steps[1].level, LSN_LEVEL_easier);
}

static void what_is_wrong_is_named_with_its_place_and_nothing_changes(void **state) {
    (void)state;
    static const struct {
        const char *json;
        lsn_err err;
        int line, column;
    } cases[] = {
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"steps\":[{\"move\":\"handstand\"}]}", LSN_ERR_UNKNOWN_NAME, 3, 18},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"steps\":[{\"move\":\"pillow\"}]}", LSN_ERR_NOT_ALLOWED, 3, 18},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"steps\":[{\"move\":\"cobra\"},{\"move\":\"cobra\"}]}",
         LSN_ERR_DUPLICATE, 3, 35},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"steps\":[{\"move\":\"cobra\",\"level\":\"hard\"}]}",
         LSN_ERR_UNKNOWN_NAME, 3, 34},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"steps\":[]}", LSN_ERR_OUT_OF_RANGE, 3, 9},
        {"{\"kind\":\"routine\",\n\"name\":\"\",\n\"steps\":[{\"move\":\"cobra\"}]}", LSN_ERR_MISSING_FIELD, 2, 8},
        {"{\"kind\":\"routine\",\n\"name\":\"A\"}", LSN_ERR_MISSING_FIELD, 1, 1},
        {"{\"kind\":\"routine\",\n\"nane\":\"A\"}", LSN_ERR_UNKNOWN_FIELD, 2, 1},
        {"{\"kind\":\"plan\"}", LSN_ERR_UNKNOWN_NAME, 1, 9},
        {"{\"name\":\"A\"}", LSN_ERR_MISSING_FIELD, 1, 1},
        {"{\"kind\":\"routine\",\"id\":\"A b\",\"name\":\"A\"}", LSN_ERR_UNKNOWN_NAME, 1, 24},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"days\":[\"mon\",\"mon\"]}", LSN_ERR_DUPLICATE, 3, 15},
        {"{\"kind\":\"routine\",\n\"name\":\"A\",\n\"place\":\"moon\"}", LSN_ERR_UNKNOWN_NAME, 3, 9},
        {"{\"kind\":\"routine\",\n\"name\":\"A\\nB\"}", LSN_ERR_OUT_OF_RANGE, 2, 8},
        {"[]", LSN_ERR_WRONG_TYPE, 1, 1},
        {"{", LSN_ERR_JSON_SYNTAX, 1, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t used = arena.used;
        assert_int_equal(read(cases[i].json), cases[i].err);
        assert_int_equal(diag.line, cases[i].line);
        assert_int_equal(diag.column, cases[i].column);
        assert_true(diag.text[0] != '\0');
        assert_int_equal(routine.count, 0);
        assert_int_equal(arena.used, used);
    }
}

static void what_is_written_is_read_back_the_same(void **state) {
    (void)state;
    static char text[2][4096];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(read(i == 0 ? evening : text[0]), LSN_OK);
        lsn_buf out = lsn_buf_make(text[i], sizeof text[i]);
        lsn_json_out json = lsn_json_begin(&out);
        lsn_routine_write_json(&json, &routine, &catalogue);
        lsn_buf_cstr(&out);
    }
    assert_string_equal(text[0], text[1]);
    assert_non_null(strstr(text[0], "\"days\":[\"mon\",\"fri\"]"));
}

// ---------------------------------------------------------------- links

static lsn_err read_link(const char *link) {
    return lsn_routine_read_link(&routine, &catalogue, lsn_str_from(link), &arena, &diag);
}

static void a_link_is_one_line_and_comes_back(void **state) {
    (void)state;
    char text[512];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    assert_int_equal(
        read("{\"kind\":\"routine\",\"name\":\"Für den Rücken / früh\",\"days\":[\"mon\",\"sun\"],\"steps\":"
             "[{\"move\":\"cat-cow\"},{\"move\":\"cobra\",\"level\":\"easier\"},"
             "{\"move\":\"child\",\"level\":\"harder\"}]}"),
        LSN_OK);
    lsn_routine_write_link(&out, &routine, &catalogue);
    assert_string_equal(lsn_buf_cstr(&out),
                        "r1/floor/17/F%C3%BCr%20den%20R%C3%BCcken%20%2F%20fr%C3%BCh/cat-cow.u/cobra.e/child.h");
    assert_int_equal(read_link(text), LSN_OK);
    assert_true(lsn_str_equal(routine.name, LSN_STR("Für den Rücken / früh")));
    assert_int_equal(routine.days, 1 << 0 | 1 << 6);
    assert_int_equal(routine.count, 3);
    assert_int_equal(routine.steps[2].move, hand_index("child"));
    assert_int_equal(routine.steps[2].level, LSN_LEVEL_harder);
}

static void a_damaged_link_is_refused_with_its_column(void **state) {
    (void)state;
    static const struct {
        const char *link;
        lsn_err err;
        int column;
    } cases[] = {
        {"", LSN_ERR_UNKNOWN_NAME, 1},
        {"r2/floor//A/cobra.u", LSN_ERR_UNKNOWN_NAME, 1},
        {"r1", LSN_ERR_MISSING_FIELD, 3},
        {"r1/moon//A/cobra.u", LSN_ERR_UNKNOWN_NAME, 4},
        {"r1/floor/8/A/cobra.u", LSN_ERR_OUT_OF_RANGE, 10},
        {"r1/floor/21/A/cobra.u", LSN_ERR_OUT_OF_RANGE, 11},
        {"r1/floor//", LSN_ERR_MISSING_FIELD, 11},
        {"r1/floor//%zz/cobra.u", LSN_ERR_JSON_UTF8, 11},
        {"r1/floor//%FF/cobra.u", LSN_ERR_JSON_UTF8, 11},
        {"r1/floor//%00/cobra.u", LSN_ERR_JSON_UTF8, 11},
        {"r1/floor//a b/cobra.u", LSN_ERR_JSON_UTF8, 11},
        {"r1/floor//A", LSN_ERR_MISSING_FIELD, 12},
        {"r1/floor//A/cobra", LSN_ERR_UNKNOWN_NAME, 13},
        {"r1/floor//A/cobra.x", LSN_ERR_UNKNOWN_NAME, 13},
        {"r1/floor//A/pillow.u", LSN_ERR_UNKNOWN_NAME, 13},
        {"r1/floor//A/cobra.u/cobra.e", LSN_ERR_DUPLICATE, 21},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t used = arena.used;
        assert_int_equal(read_link(cases[i].link), cases[i].err);
        assert_int_equal(diag.column, cases[i].column);
        assert_int_equal(routine.count, 0);
        assert_int_equal(arena.used, used);
    }
    static char longer[LSN_ROUTINE_LINK_MAX + 2];
    memset(longer, 'a', LSN_ROUTINE_LINK_MAX + 1);
    assert_int_equal(read_link(longer), LSN_ERR_TOO_LONG);
}

// ---------------------------------------------------------------- programmes

static const char two_weeks[] = "{\"kind\":\"programme\",\"name\":\"Again\",\"routines\":[{\"id\":\"low\",\"name\":"
                                "\"Low\",\"steps\":[{\"move\":\"pelvic-tilt\"}]}],\n"
                                "\"weeks\":[{\"mon\":\"low\",\"wed\":\"low\"},\n{\"tue\":{\"best\":8}}]}";

static lsn_err read_programme(const char *json) {
    return lsn_programme_read(&programme, &catalogue, lsn_str_from(json), &arena, &diag);
}

static void a_programme_says_what_each_day_asks_for(void **state) {
    (void)state;
    assert_int_equal(read_programme(two_weeks), LSN_OK);
    assert_int_equal(programme.week_count, 2);
    static const lsn_programme_kind kinds[16] = {
        [1] = LSN_PROGRAMME_routine, [3] = LSN_PROGRAMME_routine, [9] = LSN_PROGRAMME_best}; // from the day before
    for (int i = 0; i < 16; i++) {
        lsn_programme_day day = lsn_programme_at(&programme, i - 1);
        assert_int_equal(day.kind, kinds[i]);
        if (day.kind == LSN_PROGRAMME_best) assert_int_equal(day.value, 8);
        if (day.kind == LSN_PROGRAMME_routine) assert_int_equal(day.value, 0);
    }
}

static void a_programme_is_written_as_it_is_read(void **state) {
    (void)state;
    static char text[2][4096];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(read_programme(i == 0 ? two_weeks : text[0]), LSN_OK);
        lsn_buf out = lsn_buf_make(text[i], sizeof text[i]);
        lsn_json_out json = lsn_json_begin(&out);
        lsn_programme_write_json(&json, &programme, &catalogue);
        lsn_buf_cstr(&out);
    }
    assert_string_equal(text[0], text[1]);
    assert_non_null(strstr(text[0], "\"weeks\":[{\"mon\":\"low\",\"wed\":\"low\"},{\"tue\":{\"best\":8}}]"));
    assert_true(lsn_routine_is_programme(lsn_str_from(text[0]), arena));
    assert_false(lsn_routine_is_programme(lsn_str_from(evening), arena));
}

static void a_programme_names_only_routines_that_it_has(void **state) {
    (void)state;
    assert_int_equal(read_programme("{\"kind\":\"programme\",\"name\":\"A\",\n\"weeks\":[{\"mon\":\"low\"}]}"),
                     LSN_ERR_UNKNOWN_NAME);
    assert_int_equal(diag.line, 2);
    assert_int_equal(diag.column, 17);
    assert_int_equal(read_programme("{\"kind\":\"programme\",\"name\":\"A\",\n\"weeks\":[{\"mon\":{\"best\":31}}]}"),
                     LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(read_programme("{\"kind\":\"programme\",\"name\":\"A\",\n\"weeks\":[{\"monday\":\"low\"}]}"),
                     LSN_ERR_UNKNOWN_FIELD);
    assert_int_equal(programme.week_count, 0);
}

static void a_programme_that_asks_for_nothing_is_refused(void **state) {
    (void)state;
    assert_int_equal(read_programme("{\"kind\":\"programme\",\"name\":\"A\",\n\"weeks\":[{},{}]}"),
                     LSN_ERR_MISSING_FIELD);
    assert_int_equal(diag.line, 2);
    assert_int_equal(diag.column, 9);
    assert_int_equal(programme.week_count, 0);
}

static void a_programme_begins_on_the_day_it_is_begun(void **state) {
    (void)state;
    assert_int_equal(read_programme(two_weeks), LSN_OK);
    const int64_t thursday = 7 * 2900; // days since 1970-01-01, which was a Thursday
    lsn_programme_now now = lsn_programme_stand(&programme, thursday, thursday);
    assert_int_equal(now.state, LSN_PROGRAMME_running);
    assert_int_equal(now.day, 1);
    assert_int_equal(now.days, 14);
    assert_int_equal(now.week, 1);
    assert_int_equal(now.weekday, 3);
    assert_int_equal(now.first_weekday, 3);
    assert_int_equal(now.today.kind, LSN_PROGRAMME_rest);
    // The Monday and Wednesday of week 1 come after the Thursday on which it began; the Tuesday is still week 1's.
    now = lsn_programme_stand(&programme, thursday, thursday + 4);
    assert_int_equal(now.week, 1);
    assert_int_equal(now.weekday, 0);
    assert_int_equal(now.today.kind, LSN_PROGRAMME_routine);
    assert_int_equal(lsn_programme_stand(&programme, thursday, thursday + 5).today.kind, LSN_PROGRAMME_rest);
    now = lsn_programme_stand(&programme, thursday, thursday + 12);
    assert_int_equal(now.week, 2);
    assert_int_equal(now.day, 13);
    assert_int_equal(now.today.kind, LSN_PROGRAMME_best);
    assert_int_equal(now.today.value, 8);
}

static void before_and_after_its_days_a_programme_asks_for_nothing(void **state) {
    (void)state;
    assert_int_equal(read_programme(two_weeks), LSN_OK);
    const int64_t monday = 7 * 2900 + 4;
    lsn_programme_now before = lsn_programme_stand(&programme, monday, monday - 7);
    assert_int_equal(before.state, LSN_PROGRAMME_before);
    assert_int_equal(before.day, 0);
    assert_int_equal(before.week, 0);
    assert_int_equal(before.today.kind, LSN_PROGRAMME_rest);
    lsn_programme_now over = lsn_programme_stand(&programme, monday, monday + 14);
    assert_int_equal(over.state, LSN_PROGRAMME_over);
    assert_int_equal(over.day, 14);
    assert_int_equal(over.week, 2);
    assert_int_equal(over.today.kind, LSN_PROGRAMME_rest);
}

static lsn_err read_programme_link(const char *link) {
    return lsn_programme_read_link(&programme, &catalogue, lsn_str_from(link), &arena, &diag);
}

static void a_programme_goes_through_a_link_whole(void **state) {
    (void)state;
    char text[512];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    assert_int_equal(read_programme(two_weeks), LSN_OK);
    lsn_programme_write_link(&out, &programme, &catalogue);
    assert_string_equal(lsn_buf_cstr(&out), "p1/Again/A-A----.-08-----/floor/Low/pelvic-tilt.u");
    assert_true(lsn_routine_is_programme_link(lsn_buf_view(&out)));
    memset(&programme, 0, sizeof programme);
    assert_int_equal(read_programme_link(text), LSN_OK);
    assert_true(lsn_str_equal(programme.name, LSN_STR("Again")));
    assert_int_equal(programme.week_count, 2);
    assert_int_equal(programme.routine_count, 1);
    assert_true(lsn_str_equal(programme.routines[0].id, LSN_STR("a")));
    assert_true(lsn_str_equal(programme.routines[0].name, LSN_STR("Low")));
    assert_int_equal(programme.routines[0].steps[0].move, hand_index("pelvic-tilt"));
    assert_int_equal(programme.days[0][2].kind, LSN_PROGRAMME_routine);
    assert_int_equal(programme.days[1][1].value, 8);
    char again[512];
    lsn_buf second = lsn_buf_make(again, sizeof again);
    lsn_programme_write_link(&second, &programme, &catalogue);
    assert_string_equal(lsn_buf_cstr(&second), text);
}

static void a_damaged_link_to_a_programme_is_refused_with_its_column(void **state) {
    (void)state;
    static const struct {
        const char *link;
        lsn_err err;
        int column;
    } cases[] = {
        {"r1/floor//A/cobra.u", LSN_ERR_UNKNOWN_NAME, 1},
        {"p1/", LSN_ERR_MISSING_FIELD, 4},
        {"p1/A", LSN_ERR_MISSING_FIELD, 5},
        {"p1/A/", LSN_ERR_OUT_OF_RANGE, 6},
        {"p1/A/08----", LSN_ERR_OUT_OF_RANGE, 12},
        {"p1/A/08-------", LSN_ERR_OUT_OF_RANGE, 14},
        {"p1/A/08------.", LSN_ERR_OUT_OF_RANGE, 15},
        {"p1/A/31------", LSN_ERR_OUT_OF_RANGE, 6},
        {"p1/A/A------", LSN_ERR_OUT_OF_RANGE, 6},
        {"p1/A/-------", LSN_ERR_MISSING_FIELD, 6},
        {"p1/A/A------/moon/B/cobra.u", LSN_ERR_UNKNOWN_NAME, 14},
        {"p1/A/A------/cobra.u", LSN_ERR_MISSING_FIELD, 14},
        {"p1/A/A------/floor/B", LSN_ERR_MISSING_FIELD, 21},
        {"p1/A/A------/floor/B/cobra.u/cobra.e", LSN_ERR_DUPLICATE, 30},
        {"p1/A/A------/floor/B/handstand.u", LSN_ERR_UNKNOWN_NAME, 22},
        {"p1/A/"
         "-------.-------.-------.-------.-------.-------.-------.-------.-------.-------.-------.-------.08------",
         LSN_ERR_TOO_MANY, 101},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t used = arena.used;
        assert_int_equal(read_programme_link(cases[i].link), cases[i].err);
        assert_int_equal(diag.column, cases[i].column);
        assert_int_equal(programme.week_count, 0);
        assert_int_equal(arena.used, used);
    }
    static char longer[LSN_PROGRAMME_LINK_MAX + 2];
    memset(longer, 'a', LSN_PROGRAMME_LINK_MAX + 1);
    assert_int_equal(read_programme_link(longer), LSN_ERR_TOO_LONG);
}

// ---------------------------------------------------------------- plans

static void a_plan_has_the_routines_moves_in_its_order(void **state) {
    (void)state;
    static lsn_plan plan;
    bool left[LSN_ROUTINE_STEPS_MAX];
    lsn_wish wish = lsn_wish_default();
    assert_int_equal(read(evening), LSN_OK);
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_OK);
    assert_int_equal(plan.count, 2);
    assert_int_equal(plan.wish.place, LSN_PLACE_bed);
    assert_int_equal(plan.steps[0].move, hand_index("pelvic-tilt"));
    assert_int_equal(plan.steps[1].move, hand_index("trunk-turn"));
    assert_int_equal(plan.steps[1].level, LSN_LEVEL_easier);
    assert_false(left[0] || left[1]);
}

static void what_the_screen_forbids_is_left_out_and_said(void **state) {
    (void)state;
    static lsn_plan plan;
    bool left[LSN_ROUTINE_STEPS_MAX];
    lsn_rule rule = {.level = 3, .forbid_tags = 1u << LSN_TAG_OP};
    lsn_screen_rules rules = {.rules = &rule, .count = 1};
    lsn_verdict verdict = {.level = 3, .may_exercise = true, .reasons = {0}, .reason_count = 1, .rules = &rules};
    lsn_wish wish = lsn_wish_default();
    wish.verdict = &verdict;
    assert_int_equal(read(evening), LSN_OK);
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_OK);
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.steps[0].move, hand_index("pelvic-tilt"));
    assert_false(left[0]);
    assert_true(left[1]);
    rule.forbid_tags |= 1u << LSN_TAG_PG;
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_ERR_TOO_SHORT);
    verdict.may_exercise = false;
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_ERR_NOT_ALLOWED);
}

static void what_the_body_cannot_do_is_done_lighter_or_left_out(void **state) {
    (void)state;
    static lsn_plan plan;
    static uint8_t able[LSN_MOVES_MAX];
    bool left[LSN_ROUTINE_STEPS_MAX];
    lsn_wish wish = lsn_wish_default();
    wish.able = able;
    assert_int_equal(read(evening), LSN_OK);
    routine.steps[0].level = LSN_LEVEL_harder;
    able[routine.steps[0].move] = 1 << LSN_LEVEL_easier;
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_OK);
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.steps[0].move, routine.steps[0].move);
    assert_int_equal(plan.steps[0].level, LSN_LEVEL_easier);
    assert_int_equal(plan.steps[0].levels, 1 << LSN_LEVEL_easier);
    assert_false(left[0]);
    assert_true(left[1]);
}

static void a_gentle_verdict_makes_every_dose_easy(void **state) {
    (void)state;
    static lsn_plan plan;
    bool left[LSN_ROUTINE_STEPS_MAX];
    lsn_verdict verdict = {.level = 3, .may_exercise = true, .gentle_only = true};
    lsn_wish wish = lsn_wish_default();
    wish.verdict = &verdict;
    assert_int_equal(read(evening), LSN_OK);
    assert_int_equal(lsn_routine_plan(&plan, left, &catalogue, &routine, &wish, arena), LSN_OK);
    for (int i = 0; i < plan.count; i++) assert_int_equal(plan.steps[i].level, LSN_LEVEL_easier);
}

// ---------------------------------------------------------------- the ready-made ones

static lsn_catalogue builtin(void) {
    lsn_catalogue built;
    int failed = -1;
    assert_int_equal(lsn_catalogue_build(&built, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag),
                     LSN_OK);
    return built;
}

static void follows_its_source(const lsn_catalogue *built, const lsn_routine *made, lsn_str source) {
    int found = 0;
    for (int i = 0; i < made->count; i++) {
        const lsn_move *move = &built->moves[made->steps[i].move];
        for (int j = 0; j < move->source_count; j++) found += lsn_str_equal(move->sources[j].id, source);
    }
    assert_true(2 * found > made->count); // most moves come from the article that it names
}

static void every_ready_made_routine_reads_and_follows_the_article_that_it_names(void **state) {
    (void)state;
    lsn_catalogue built = builtin();
    assert_int_equal(lsn_builtin_routine_count, 6);
    for (int i = 0; i < lsn_builtin_routine_count; i++) {
        lsn_str text = lsn_builtin_routines[i].text;
        if (lsn_routine_is_programme(text, arena)) {
            assert_int_equal(lsn_programme_read(&programme, &built, text, &arena, &diag), LSN_OK);
            assert_true(programme.source_words.len > 0);
            follows_its_source(&built, &programme.routines[0], programme.source);
            continue;
        }
        assert_int_equal(lsn_routine_read(&routine, &built, text, &arena, &diag), LSN_OK);
        assert_true(routine.source_words.len > 0);
        if (!lsn_str_equal(routine.id, LSN_STR("desk-day"))) follows_its_source(&built, &routine, routine.source);
    }
}

static void every_move_of_a_ready_made_routine_suits_its_place(void **state) {
    (void)state;
    lsn_catalogue built = builtin();
    for (int i = 0; i < lsn_builtin_routine_count; i++) {
        lsn_str text = lsn_builtin_routines[i].text;
        if (lsn_routine_is_programme(text, arena)) continue;
        assert_int_equal(lsn_routine_read(&routine, &built, text, &arena, &diag), LSN_OK);
        for (int j = 0; j < routine.count; j++) {
            const lsn_move *move = &built.moves[routine.steps[j].move];
            uint32_t places = 1u << routine.place;
            if (routine.place == LSN_PLACE_chair) places |= 1u << LSN_PLACE_standing;
            if (routine.place == LSN_PLACE_floor) places |= 1u << LSN_PLACE_chair; // a stool beside the mat
            assert_true((move->places & places) != 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_routine_is_read_whole, set_up),
        cmocka_unit_test_setup(what_is_wrong_is_named_with_its_place_and_nothing_changes, set_up),
        cmocka_unit_test_setup(what_is_written_is_read_back_the_same, set_up),
        cmocka_unit_test_setup(a_link_is_one_line_and_comes_back, set_up),
        cmocka_unit_test_setup(a_damaged_link_is_refused_with_its_column, set_up),
        cmocka_unit_test_setup(a_programme_says_what_each_day_asks_for, set_up),
        cmocka_unit_test_setup(a_programme_is_written_as_it_is_read, set_up),
        cmocka_unit_test_setup(a_programme_names_only_routines_that_it_has, set_up),
        cmocka_unit_test_setup(a_programme_that_asks_for_nothing_is_refused, set_up),
        cmocka_unit_test_setup(a_programme_begins_on_the_day_it_is_begun, set_up),
        cmocka_unit_test_setup(before_and_after_its_days_a_programme_asks_for_nothing, set_up),
        cmocka_unit_test_setup(a_programme_goes_through_a_link_whole, set_up),
        cmocka_unit_test_setup(a_damaged_link_to_a_programme_is_refused_with_its_column, set_up),
        cmocka_unit_test_setup(a_plan_has_the_routines_moves_in_its_order, set_up),
        cmocka_unit_test_setup(what_the_screen_forbids_is_left_out_and_said, set_up),
        cmocka_unit_test_setup(what_the_body_cannot_do_is_done_lighter_or_left_out, set_up),
        cmocka_unit_test_setup(a_gentle_verdict_makes_every_dose_easy, set_up),
        cmocka_unit_test_setup(every_ready_made_routine_reads_and_follows_the_article_that_it_names, set_up),
        cmocka_unit_test_setup(every_move_of_a_ready_made_routine_suits_its_place, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
