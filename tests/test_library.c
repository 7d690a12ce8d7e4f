// Tests of core/library: finding moves and what a move's page says. With the built-in moves, whose names are known.
#include "core/library/library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char memory[6 << 20];
static lsn_catalogue catalogue;

static int load(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    int failed;
    return lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, NULL);
}

static int found[LSN_MOVES_MAX];

static int find(const char *words) {
    lsn_find wish = {.words = lsn_str_from(words)};
    return lsn_find_moves(found, &catalogue, &wish);
}

static const char *id_at(int at) {
    return catalogue.moves[found[at]].id.ptr;
}

/// Where the move stands among `count` found ones, or −1.
static int place_of(const char *id, int count) {
    for (int i = 0; i < count; i++)
        if (lsn_str_equal(catalogue.moves[found[i]].id, lsn_str_from(id))) return i;
    return -1;
}

static bool finds(const char *words, const char *id) {
    return place_of(id, find(words)) >= 0;
}

static void no_words_find_everything_by_name(void **state) {
    (void)state;
    assert_int_equal(find(""), catalogue.count);
    for (int i = 1; i < catalogue.count; i++)
        assert_true(lsn_str_compare(catalogue.moves[found[i - 1]].name, catalogue.moves[found[i]].name) < 0);
    assert_int_equal(find(" the of "), catalogue.count);
}

static void a_name_comes_first(void **state) {
    (void)state;
    assert_true(find("cobra") >= 2);
    assert_memory_equal(id_at(0), "cobra", 5);
    assert_true(find("downward dog") >= 2);
    assert_memory_equal(id_at(0), "downward-dog", 12);
}

static void case_dashes_and_apostrophes_do_not_matter(void **state) {
    (void)state;
    assert_true(finds("CAT COW", "cat-cow"));
    assert_true(finds("cat-cow", "cat-cow"));
    assert_true(finds("childs pose", "childs-pose"));
    assert_true(finds("child\xE2\x80\x99s pose", "childs-pose"));
}

static void another_name_is_found(void **state) {
    (void)state;
    assert_true(finds("camel", "cat-cow"));
}

static void muscles_are_found_in_plain_and_latin_words(void **state) {
    (void)state;
    assert_true(finds("piriformis", "supine-figure-four"));
    assert_true(finds("biceps femoris", "supine-hamstring-stretch"));
    assert_true(finds("hamstring", "supine-hamstring-stretch"));
}

static void every_word_must_be_there(void **state) {
    (void)state;
    assert_true(finds("hamstring", "supine-hamstring-stretch"));
    assert_false(finds("hamstring cobra kneeling", "supine-hamstring-stretch"));
    assert_int_equal(find("cobra xylophone"), 0);
}

static void the_beginning_of_a_word_will_do(void **state) {
    (void)state;
    assert_true(finds("hamst", "supine-hamstring-stretch"));
    assert_true(finds("hip", "half-kneeling-hip-flexor"));
    assert_true(finds("cobras", "cobra"));
}

static void one_letter_may_be_wrong_in_a_long_word(void **state) {
    (void)state;
    assert_true(finds("pirifromis", "supine-figure-four"));
    assert_true(finds("hamstrng", "supine-hamstring-stretch"));
    assert_true(finds("brigde", "glute-bridge"));
    assert_false(finds("cbt", "cat-cow"));
}

static void no_kneeling_leaves_out_all_that_kneels(void **state) {
    (void)state;
    int count = find("no kneeling");
    assert_true(count > 5 && count < catalogue.count);
    for (int i = 0; i < count; i++) {
        const lsn_move *move = &catalogue.moves[found[i]];
        assert_false(move->tags >> LSN_TAG_KN & 1);
        assert_true(move->start != LSN_POSTURE_kneeling && move->start != LSN_POSTURE_half_kneeling);
    }
    assert_true(finds("hip without kneeling", "supine-figure-four"));
    assert_false(finds("hip without kneeling", "half-kneeling-hip-flexor"));
}

static void an_unwanted_place_leaves_out_what_can_be_done_only_there(void **state) {
    (void)state;
    int count = find("no floor");
    for (int i = 0; i < count; i++) assert_true(catalogue.moves[found[i]].places & ~(1u << LSN_PLACE_floor));
    assert_true(finds("no floor", "standing-trunk-rotation"));
    assert_false(finds("no floor", "cat-cow"));
}

static void an_unwanted_word_is_taken_by_the_letter(void **state) {
    (void)state;
    assert_true(finds("no cobla", "cobra"));
    assert_false(finds("no cobra", "cobra"));
}

static void filters_are_kept(void **state) {
    (void)state;
    lsn_find wish = {.places = 1u << LSN_PLACE_chair,
                     .without_tags = 1u << LSN_TAG_BAL,
                     .regions = 1u << LSN_REGION_lower_back | 1u << LSN_REGION_upper_back};
    int count = lsn_find_moves(found, &catalogue, &wish);
    assert_true(count > 0 && count < catalogue.count);
    for (int i = 0; i < count; i++) {
        const lsn_move *move = &catalogue.moves[found[i]];
        assert_true(move->places & wish.places && move->regions & wish.regions && !(move->tags & wish.without_tags));
    }
    lsn_find kinds = {.kinds = 1u << LSN_KIND_picture};
    assert_int_equal(lsn_find_moves(found, &catalogue, &kinds), 2);
}

static void more_words_than_there_is_room_for_are_passed_over(void **state) {
    (void)state;
    assert_int_equal(find("on on on hip hip hip hip hip hip hip hip hip hip hip hip zzz"), find("hip"));
}

static lsn_err read_wish(lsn_find *out, const char *text, lsn_diag *diag) {
    static unsigned char room[65536];
    lsn_arena arena = lsn_arena_make(room, sizeof room);
    return lsn_find_read(out, lsn_str_from(text), &arena, diag);
}

static void a_wish_is_read(void **state) {
    (void)state;
    lsn_find wish;
    lsn_diag diag = {0};
    assert_int_equal(read_wish(&wish,
                               "{\"words\":\"hip\",\"places\":[\"bed\",\"chair\"],\"regions\":[\"hips\"],"
                               "\"kinds\":[\"static\"],\"without\":[\"KN\"]}",
                               &diag),
                     LSN_OK);
    assert_int_equal(wish.words.len, 3);
    assert_int_equal(wish.places, 1u << LSN_PLACE_bed | 1u << LSN_PLACE_chair);
    assert_int_equal(wish.regions, 1u << LSN_REGION_hips);
    assert_int_equal(wish.kinds, 1u << LSN_KIND_static);
    assert_int_equal(wish.without_tags, 1u << LSN_TAG_KN);
}

static void a_bad_wish_is_refused_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *text;
        lsn_err err;
        int column;
    } bad[] = {
        {"[]", LSN_ERR_WRONG_TYPE, 1},
        {"{\"words\":7}", LSN_ERR_WRONG_TYPE, 10},
        {"{\"places\":\"bed\"}", LSN_ERR_WRONG_TYPE, 11},
        {"{\"places\":[\"roof\"]}", LSN_ERR_UNKNOWN_NAME, 12},
        {"{\"colour\":[]}", LSN_ERR_UNKNOWN_FIELD, 2},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lsn_find wish = {.places = 77};
        lsn_diag diag = {0};
        assert_int_equal(read_wish(&wish, bad[i].text, &diag), bad[i].err);
        assert_int_equal(diag.column, bad[i].column);
        assert_int_equal(wish.places, 77);
    }
}

static void words_without_end_are_refused(void **state) {
    (void)state;
    char text[400] = "{\"words\":\"";
    memset(text + 10, 'a', LSN_FIND_WORDS_MAX + 1);
    strcpy(text + 10 + LSN_FIND_WORDS_MAX + 1, "\"}");
    lsn_find wish;
    lsn_diag diag = {0};
    assert_int_equal(read_wish(&wish, text, &diag), LSN_ERR_TOO_LONG);
}

static char page[16384];

static const char *page_of(const char *id, const lsn_move_record *record) {
    lsn_buf buf = lsn_buf_make(page, sizeof page);
    lsn_json_out json = lsn_json_begin(&buf);
    int index = lsn_catalogue_find(&catalogue, lsn_str_from(id));
    assert_true(index >= 0);
    lsn_library_write_page(&json, &catalogue.moves[index], record);
    assert_false(buf.overflow);
    return lsn_buf_cstr(&buf);
}

static void a_page_names_each_muscle_once_and_the_main_ones_first(void **state) {
    (void)state;
    const lsn_move_record record = {0};
    const char *text = page_of("cat-cow", &record);
    const char *first = strstr(text, "\"primary\":false"), *last = NULL;
    for (const char *at = text; (at = strstr(at, "\"primary\":true")); at++) last = at;
    assert_non_null(first);
    assert_true(last && last < first);
    for (const char *at = text; (at = strstr(at, "{\"plain\":\"")); at++) {
        char name[96];
        size_t length = strcspn(at + 10, "\"") + 11;
        snprintf(name, sizeof name, "%.*s", (int)length + 10, at);
        assert_null(strstr(at + 1, name));
    }
}

static void a_page_says_the_history(void **state) {
    (void)state;
    const lsn_move_record record = {.times = 3, .last_ms = 1763712732000, .better = 2, .preferred = -1};
    const char *text = page_of("cobra", &record);
    assert_non_null(strstr(text, "\"times\":3,\"last_ms\":1763712732000,\"better\":2,\"same\":0,\"worse\":0,"
                                 "\"preferred\":-1"));
    assert_non_null(strstr(text, "\"tag\":\"EXT\""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_words_find_everything_by_name),
        cmocka_unit_test(a_name_comes_first),
        cmocka_unit_test(case_dashes_and_apostrophes_do_not_matter),
        cmocka_unit_test(another_name_is_found),
        cmocka_unit_test(muscles_are_found_in_plain_and_latin_words),
        cmocka_unit_test(every_word_must_be_there),
        cmocka_unit_test(the_beginning_of_a_word_will_do),
        cmocka_unit_test(one_letter_may_be_wrong_in_a_long_word),
        cmocka_unit_test(no_kneeling_leaves_out_all_that_kneels),
        cmocka_unit_test(an_unwanted_place_leaves_out_what_can_be_done_only_there),
        cmocka_unit_test(an_unwanted_word_is_taken_by_the_letter),
        cmocka_unit_test(filters_are_kept),
        cmocka_unit_test(more_words_than_there_is_room_for_are_passed_over),
        cmocka_unit_test(a_wish_is_read),
        cmocka_unit_test(a_bad_wish_is_refused_with_its_place),
        cmocka_unit_test(words_without_end_are_refused),
        cmocka_unit_test(a_page_names_each_muscle_once_and_the_main_ones_first),
        cmocka_unit_test(a_page_says_the_history),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
