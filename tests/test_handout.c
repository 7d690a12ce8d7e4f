// The sheet of paper, piece by piece.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/handout/handout.h"
#include "tests/hand_moves.h"

#include <string.h>

static lsn_move moves[HAND_COUNT];
static lsn_catalogue catalogue;
static lsn_routine routine;
static unsigned char memory[64 << 10];
static char text[64 << 10];

static int set_up(void **state) {
    (void)state;
    catalogue = hand_catalogue(moves);
    routine = (lsn_routine){.name = LSN_STR("Evening"), .count = 2, .source_words = LSN_STR("After article B.")};
    routine.steps[0] = (lsn_routine_step){hand_index("cat-cow"), LSN_LEVEL_usual};
    routine.steps[1] = (lsn_routine_step){hand_index("trunk-turn"), LSN_LEVEL_easier};
    return 0;
}

static const char *sheet(lsn_str link, lsn_str svg) {
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_handout_begin(&out, NULL, &routine, LSN_PAPER_a4, link, scratch), LSN_OK);
    for (int i = 0; i < routine.count; i++) lsn_handout_step(&out, &routine, i, &catalogue, svg);
    lsn_handout_end(&out, &routine, &catalogue);
    assert_false(out.overflow);
    return lsn_buf_cstr(&out);
}

static int times(const char *needle) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, needle)) != NULL; at++) count++;
    return count;
}

static void each_move_has_its_drawing_dose_way_and_caution(void **state) {
    (void)state;
    sheet(LSN_STR(""), LSN_STR("<svg>drawing</svg>"));
    assert_int_equal(times("<figure><svg>drawing</svg></figure>"), 2);
    assert_int_equal(times("<h2>Cat and cow</h2><p class=\"dose\">8 slow breaths</p>"), 1);
    assert_int_equal(times("<li>Round as you breathe out.</li>"), 1);
    assert_int_equal(times("<li>Ease in on the right.</li>"), 1);
    assert_int_equal(times("<li>Then the same on the left.</li>"), 1); // only the move that has sides
    assert_int_equal(times("<b>Ask first</b> with osteoporosis"), 2);
}

static void the_grid_has_a_row_for_each_move_and_fourteen_days(void **state) {
    (void)state;
    sheet(LSN_STR(""), LSN_STR(""));
    assert_int_equal(times("<th scope=\"row\">"), 4); // two moves, pain before and after
    assert_int_equal(times("<td></td>"), 4 * 14);
    assert_int_equal(times("<th scope=\"col\">14</th>"), 1);
}

static void the_rules_for_stopping_are_on_every_sheet(void **state) {
    (void)state;
    sheet(LSN_STR(""), LSN_STR(""));
    assert_int_equal(times("Stop for today"), 1);
    assert_int_equal(times("call your local emergency number"), 1);
    assert_int_equal(times("neither diagnosis nor treatment"), 1);
}

static void a_code_is_there_when_there_is_a_link(void **state) {
    (void)state;
    sheet(LSN_STR(""), LSN_STR(""));
    assert_int_equal(times("<svg"), 0);
    sheet(LSN_STR("http://localhost/#/open/r1/floor//Evening/cat-cow.u"), LSN_STR(""));
    assert_int_equal(times("<svg"), 1);
}

static void a_strangers_words_are_text_and_never_markup(void **state) {
    (void)state;
    routine.name = LSN_STR("<script>alert(\"1\")</script> & more");
    routine.note = LSN_STR("<img src=x>");
    sheet(LSN_STR(""), LSN_STR(""));
    assert_int_equal(times("<script"), 0);
    assert_int_equal(times("<img"), 0);
    assert_int_equal(times("<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more</h1>"), 1);
}

static void a_link_too_long_for_a_code_is_refused(void **state) {
    (void)state;
    static char longer[2400];
    memset(longer, 'a', sizeof longer);
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_arena scratch = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(
        lsn_handout_begin(&out, NULL, &routine, LSN_PAPER_letter, (lsn_str){longer, sizeof longer}, scratch),
        LSN_ERR_TOO_LONG);
    assert_int_equal(out.len, 0);
}

static void papers_have_names(void **state) {
    (void)state;
    assert_int_equal(lsn_paper_find(LSN_STR("letter")), LSN_PAPER_letter);
    assert_int_equal(lsn_paper_find(LSN_STR("a5")), LSN_PAPER_COUNT);
    assert_string_equal(lsn_paper_name(LSN_PAPER_a4), "a4");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_move_has_its_drawing_dose_way_and_caution, set_up),
        cmocka_unit_test_setup(the_grid_has_a_row_for_each_move_and_fourteen_days, set_up),
        cmocka_unit_test_setup(the_rules_for_stopping_are_on_every_sheet, set_up),
        cmocka_unit_test_setup(a_code_is_there_when_there_is_a_link, set_up),
        cmocka_unit_test_setup(a_strangers_words_are_text_and_never_markup, set_up),
        cmocka_unit_test_setup(a_link_too_long_for_a_code_is_refused, set_up),
        cmocka_unit_test(papers_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
