// Words of another language: what is read, what is refused and where, and what then speaks it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/library/library.h"
#include "core/plan/plan.h"
#include "core/words/words.h"

#include <string.h>

static unsigned char memory[1 << 20], moves_memory[4 << 20];
static lsn_diag diag;

static lsn_err parse(lsn_words *out, const char *json) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    memset(&diag, 0, sizeof diag);
    lsn_err err = lsn_words_parse(out, lsn_str_from(json), &arena, &diag);
    if (err) assert_int_equal(arena.used, 0);
    return err;
}

static const lsn_words *words(const char *json) {
    static lsn_words read;
    assert_int_equal(parse(&read, json), LSN_OK);
    return &read;
}

static const char *format(const char *form, const char *a, int b) {
    static char text[200];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_buf_format(&out, form, a, b);
    return lsn_buf_cstr(&out);
}

static const char *say(const lsn_words *language, const char *line, lsn_side side) {
    static char text[200];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_say(&out, language, lsn_str_from(line), side);
    return lsn_buf_cstr(&out);
}

static void a_text_is_said_in_the_language(void **state) {
    (void)state;
    const lsn_words *german =
        words(" {\n\t\"Rest\" : \"Pause\", \"Left side\":\"Linke Seite\",\"Done\":\"Fertig \\u2713\"}\n");
    assert_int_equal(german->count, 3);
    assert_string_equal(lsn_words_say(german, "Left side"), "Linke Seite");
    assert_string_equal(lsn_words_say(german, "Rest"), "Pause");
    assert_string_equal(lsn_words_say(german, "Done"), "Fertig ✓");
}

static void what_a_language_lacks_is_said_in_english(void **state) {
    (void)state;
    assert_string_equal(lsn_words_say(words("{}"), "Rest"), "Rest");
    assert_string_equal(lsn_words_say(words("{\"Rest\":\"Pause\"}"), "rest"), "rest");
    assert_string_equal(lsn_words_say(NULL, "Rest"), "Rest");
    assert_int_equal(lsn_words_str(words("{\"Rest\":\"Pause\"}"), (lsn_str){0}).len, 0);
}

static void every_one_of_many_texts_is_found(void **state) {
    (void)state;
    enum { MANY = 3000 };
    static char json[MANY * 32];
    lsn_buf out = lsn_buf_make(json, sizeof json);
    for (int i = 0; i < MANY; i++) lsn_buf_format(&out, "%s\"text %d\":\"Wort %d\"", i ? "," : "{", i, i);
    lsn_buf_char(&out, '}');
    const lsn_words *many = words(lsn_buf_cstr(&out));
    assert_int_equal(many->count, MANY);
    for (int i = 0; i < MANY; i++) {
        char english[32], expected[32];
        lsn_buf key = lsn_buf_make(english, sizeof english), value = lsn_buf_make(expected, sizeof expected);
        lsn_buf_format(&key, "text %d", i);
        lsn_buf_format(&value, "Wort %d", i);
        assert_string_equal(lsn_words_say(many, lsn_buf_cstr(&key)), lsn_buf_cstr(&value));
    }
}

static void one_and_many_have_their_own_text(void **state) {
    (void)state;
    const lsn_words *german = words("{\"%d day\":\"%d Tag\",\"%d days\":\"%d Tage\"}");
    assert_string_equal(lsn_words_count(german, 1, "%d day", "%d days"), "%d Tag");
    assert_string_equal(lsn_words_count(german, 0, "%d day", "%d days"), "%d Tage");
    assert_string_equal(lsn_words_count(NULL, 2, "%d day", "%d days"), "%d days");
}

static void arguments_may_change_places_when_they_are_numbered(void **state) {
    (void)state;
    const lsn_words *other = words("{\"%s and %d others\":\"%2d weitere und %1s (%2d)\"}");
    assert_string_equal(format(lsn_words_say(other, "%s and %d others"), "Kuh", 3), "3 weitere und Kuh (3)");
    assert_string_equal(format("%s %d %%", "Kuh", 3), "Kuh 3 %");
}

static void a_side_can_be_spelled_out_in_both_forms(void **state) {
    (void)state;
    const lsn_words *german =
        words("{\"Your {side} knee, the {other} foot.\":"
              "\"Das {side|rechte|linke} Knie, der {other|rechte|linke} Fuß.\",\"right\":\"rechts\"}");
    const char *line = lsn_words_say(german, "Your {side} knee, the {other} foot.");
    assert_string_equal(say(german, line, LSN_SIDE_right), "Das rechte Knie, der linke Fuß.");
    assert_string_equal(say(german, line, LSN_SIDE_left), "Das linke Knie, der rechte Fuß.");
    assert_string_equal(say(german, "{side}, {other}", LSN_SIDE_right), "rechts, left");
    assert_string_equal(say(NULL, "{sides} {side|a} {", LSN_SIDE_left), "{sides} a {");
}

/// `line` and `column` are where a caret would stand.
static void refuses(const char *json, lsn_err err, int line, int column) {
    lsn_words out = {.count = 77};
    assert_int_equal(parse(&out, json), err);
    assert_int_equal(out.count, 77);
    if (diag.line != line || diag.column != column)
        fail_msg("%.60s: at %d:%d, not %d:%d", json, diag.line, diag.column, line, column);
    assert_true(strlen(diag.text) > 10);
}

static void a_fault_is_told_with_its_place(void **state) {
    (void)state;
    refuses("", LSN_ERR_WRONG_TYPE, 1, 1);
    refuses("[]", LSN_ERR_WRONG_TYPE, 1, 1);
    refuses("{\"a\" \"b\"}", LSN_ERR_JSON_SYNTAX, 1, 6);
    refuses("{\n \"a\":\"b\"\n \"c\":\"d\"}", LSN_ERR_JSON_SYNTAX, 3, 2);
    refuses("{\"a\":\"b\",}", LSN_ERR_WRONG_TYPE, 1, 10);
    refuses("{\"a\":\"b\"} x", LSN_ERR_JSON_SYNTAX, 1, 11);
    refuses("{\n\"a\": 3}", LSN_ERR_WRONG_TYPE, 2, 6);
    refuses("{\"a\":\"\"}", LSN_ERR_MISSING_FIELD, 1, 6);
    refuses("{\"a\":\"b", LSN_ERR_JSON_SYNTAX, 1, 8);
    refuses("{\"a\":\"b\\", LSN_ERR_JSON_SYNTAX, 1, 9);
    refuses("{\"a\":\"b\\q\"}", LSN_ERR_JSON_SYNTAX, 1, 8);
    refuses("{\"a\":\"\xff\"}", LSN_ERR_JSON_UTF8, 1, 7);
}

static void a_text_given_twice_is_refused_at_the_second(void **state) {
    (void)state;
    refuses("{\"a\":\"b\",\n\"c\":\"d\",\n  \"a\":\"e\"}", LSN_ERR_DUPLICATE, 3, 3);
    assert_non_null(strstr(diag.text, "line 1"));
}

static void marks_must_be_those_of_the_english(void **state) {
    (void)state;
    refuses("{\"Now the {side}\":\"Jetzt die Seite\"}", LSN_ERR_INCONSISTENT, 1, 19);
    refuses("{\"Now the side\":\"Jetzt {side}\"}", LSN_ERR_INCONSISTENT, 1, 17);
    refuses("{\"Now {side}\":\"Jetzt {other}\"}", LSN_ERR_INCONSISTENT, 1, 15);
    refuses("{\"Now {side}\":\"{side} {side}\"}", LSN_ERR_INCONSISTENT, 1, 15);
    refuses("{\"%s needs %d\":\"%s\"}", LSN_ERR_INCONSISTENT, 1, 16);
    refuses("{\"%s needs %d\":\"%d braucht %s\"}", LSN_ERR_INCONSISTENT, 1, 16);
    refuses("{\"%s needs %d\":\"%1s %3d\"}", LSN_ERR_INCONSISTENT, 1, 16);
    refuses("{\"needs\":\"100 %\"}", LSN_ERR_INCONSISTENT, 1, 10);
    refuses("{\"%d %%\":\"%d %\"}", LSN_ERR_INCONSISTENT, 1, 10);
    assert_int_equal(words("{\"60 % of it\":\"60 % davon\",\"%s %d\":\"%2d: %1s\"}")->count, 2);
}

static void too_long_and_too_many_are_refused(void **state) {
    (void)state;
    static char json[LSN_WORDS_MAX * 24 + 64];
    lsn_buf out = lsn_buf_make(json, sizeof json);
    lsn_buf_text(&out, "{\"a\":\"");
    for (int i = 0; i <= LSN_WORDS_TEXT_MAX; i++) lsn_buf_char(&out, 'b');
    lsn_buf_text(&out, "\"}");
    refuses(lsn_buf_cstr(&out), LSN_ERR_TOO_LONG, 1, 6);
    out.len = 0;
    for (int i = 0; i <= LSN_WORDS_MAX; i++) lsn_buf_format(&out, "%s\"text %d\":\"b\"", i ? ",\n" : "{", i);
    lsn_buf_char(&out, '}');
    refuses(lsn_buf_cstr(&out), LSN_ERR_TOO_MANY, LSN_WORDS_MAX + 1, 1);
}

static void whatever_memory_there_is_it_refuses_or_reads(void **state) {
    (void)state;
    lsn_str json = LSN_STR("{\"Rest\":\"Pause\",\"Left side\":\"Linke Seite\"}");
    bool refused = false, read = false;
    for (size_t size = 0; size <= 400 << 10; size += 997) {
        lsn_words out = {.count = -1};
        lsn_arena arena = lsn_arena_make(memory, size);
        lsn_err err = lsn_words_parse(&out, json, &arena, NULL);
        assert_true(err == LSN_ERR_NO_MEMORY || err == LSN_OK);
        assert_int_equal(out.count, err ? -1 : 2);
        if (err) assert_int_equal(arena.used, 0);
        refused = refused || err;
        read = read || !err;
    }
    assert_true(refused && read);
}

// ---------------------------------------------------------------- what speaks it

static lsn_catalogue german_moves(const lsn_words *german) {
    lsn_arena arena = lsn_arena_make(moves_memory, sizeof moves_memory);
    lsn_catalogue catalogue;
    int failed;
    lsn_err err = lsn_catalogue_build(&catalogue, lsn_builtin_moves, lsn_builtin_move_count, &arena, &failed, &diag);
    assert_int_equal(err, LSN_OK);
    if (german) lsn_catalogue_translate(&catalogue, german);
    return catalogue;
}

static void a_number_has_the_decimal_mark_of_the_language(void **state) {
    (void)state;
    static const struct {
        double value;
        int decimals;
        const char *english, *german;
    } cases[] = {{4.25, 1, "4.3", "4,3"}, {-0.5, 2, "-0.50", "-0,50"}, {12, 0, "12", "12"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[2][40];
        lsn_buf english = lsn_buf_make(text[0], sizeof *text), german = lsn_buf_make(text[1], sizeof *text);
        lsn_words_fixed(&english, NULL, cases[i].value, cases[i].decimals);
        lsn_words_fixed(&german, words("{\"0.5\":\"0,5\"}"), cases[i].value, cases[i].decimals);
        assert_string_equal(lsn_buf_cstr(&english), cases[i].english);
        assert_string_equal(lsn_buf_cstr(&german), cases[i].german);
    }
}

static void two_sentences_stand_apart_as_the_language_puts_them(void **state) {
    (void)state;
    static const char *const joins[] = {"{}", "{\"%S %S\":\"%S%S\"}"}, *const expected[] = {"One. Two.", "One.Two."};
    for (int i = 0; i < 2; i++) {
        char text[40];
        lsn_buf out = lsn_buf_make(text, sizeof text);
        lsn_words_gap(&out, words(joins[i]));
        lsn_buf_text(&out, "One.");
        lsn_words_gap(&out, words(joins[i]));
        lsn_buf_text(&out, "Two.");
        assert_string_equal(lsn_buf_cstr(&out), expected[i]);
    }
}

static void a_translated_catalogue_keeps_ids_and_targets(void **state) {
    (void)state;
    lsn_catalogue german =
        german_moves(words("{\"Cat–cow\":\"Katze–Kuh\",\"Cat-cow\":\"Katze-Kuh\",\"hips\":\"Hüften\"}"));
    int at = lsn_catalogue_find(&german, LSN_STR("cat-cow"));
    assert_true(at >= 0);
    const lsn_move *move = &german.moves[at];
    assert_true(lsn_str_starts(move->name, LSN_STR("Katze")));
    assert_true(lsn_str_equal(move->id, LSN_STR("cat-cow")));
    assert_ptr_equal(move->language, german.language);
    assert_string_equal(lsn_region_name(LSN_REGION_hips), "hips");
}

static int first_found(const lsn_catalogue *catalogue, const char *wanted) {
    int found[LSN_MOVES_MAX];
    lsn_find find = {.words = lsn_str_from(wanted)};
    return lsn_find_moves(found, catalogue, &find) > 0 ? found[0] : -1;
}

static void the_search_finds_translated_names(void **state) {
    (void)state;
    static const char *const json = "{\"Cat–cow\":\"Göttliche Kätzchenwölbung\",\"Child's pose\":\"婴儿式伸展\","
                                    "\"Child’s pose\":\"婴儿式伸展\",\"Cat-cow\":\"Göttliche Kätzchenwölbung\","
                                    "\"Glute bridge\":\"Pont à l’œuvre\",\"no not without\":\"ohne 不要\"}";
    lsn_catalogue moves = german_moves(words(json));
    int cat = lsn_catalogue_find(&moves, LSN_STR("cat-cow")),
        child = lsn_catalogue_find(&moves, LSN_STR("childs-pose"));
    int bridge = lsn_catalogue_find(&moves, LSN_STR("glute-bridge"));
    assert_true(cat >= 0 && bridge >= 0);
    static const char *const spellings[] = {"gottliche", "GÖTTLICHE", "göttlich", "katzchenwolbung",
                                            "ko\xcc\x88ttliche"};
    for (size_t i = 0; i < 4; i++) assert_int_equal(first_found(&moves, spellings[i]), cat);
    assert_int_equal(first_found(&moves, "go\xcc\x88ttliche"), cat); // the letter and its dots apart
    assert_int_equal(first_found(&moves, "oeuvre"), bridge);
    assert_int_equal(first_found(&moves, "gottliche ohne göttliche"), -1);
    if (child >= 0) {
        assert_int_equal(first_found(&moves, "婴儿"), child);
        assert_int_equal(first_found(&moves, "伸展"), child);
    }
}

static void the_search_finds_a_kind_by_its_words(void **state) {
    (void)state;
    lsn_catalogue moves = german_moves(words("{\"isometric tensing\":\"isometrisch anspannen\"}"));
    int found[LSN_MOVES_MAX];
    lsn_find find = {.words = LSN_STR("anspannen")};
    int count = lsn_find_moves(found, &moves, &find), of_kind = 0;
    for (int i = 0; i < moves.count; i++) of_kind += moves.moves[i].kind == LSN_KIND_isometric;
    assert_true(of_kind > 0);
    assert_int_equal(count, of_kind);
    for (int i = 0; i < count; i++) assert_int_equal(moves.moves[found[i]].kind, LSN_KIND_isometric);
    lsn_catalogue english = german_moves(NULL);
    find.words = LSN_STR("tensing");
    assert_true(lsn_find_moves(found, &english, &find) >= of_kind);
}

static void chinese_takes_its_time(void **state) {
    (void)state;
    assert_int_equal(lsn_say_seconds(LSN_STR("呼气，把肚脐轻轻向内收。")), 3); // ten characters, as seven words
    assert_int_equal(lsn_say_seconds(LSN_STR("one two three four five six seven")), 3);
    assert_int_equal(lsn_say_seconds(LSN_STR("，。")), 0);
}

static void a_plan_speaks_the_language(void **state) {
    (void)state;
    lsn_catalogue moves =
        german_moves(words("{\"proven best\":\"nachweislich das Beste\",\"%d s\":\"%d Sek.\","
                           "\"a gentle start\":\"ein sanfter Anfang\",\"%S each side\":\"%S je Seite\"}"));
    static unsigned char scratch[8 << 20];
    static lsn_plan plan;
    lsn_wish wish = lsn_wish_default();
    assert_int_equal(lsn_plan_build(&plan, &moves, &wish, lsn_arena_make(scratch, sizeof scratch)), LSN_OK);
    static char text[64 << 10];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_json_out json = lsn_json_begin(&out);
    lsn_plan_write_json(&json, &plan);
    const char *said = lsn_buf_cstr(&out);
    assert_non_null(strstr(said, "nachweislich das Beste"));
    assert_non_null(strstr(said, "ein sanfter Anfang"));
    assert_non_null(strstr(said, "je Seite"));
    assert_null(strstr(said, "each side"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_said_in_the_language),
        cmocka_unit_test(what_a_language_lacks_is_said_in_english),
        cmocka_unit_test(every_one_of_many_texts_is_found),
        cmocka_unit_test(one_and_many_have_their_own_text),
        cmocka_unit_test(arguments_may_change_places_when_they_are_numbered),
        cmocka_unit_test(a_side_can_be_spelled_out_in_both_forms),
        cmocka_unit_test(a_fault_is_told_with_its_place),
        cmocka_unit_test(a_text_given_twice_is_refused_at_the_second),
        cmocka_unit_test(marks_must_be_those_of_the_english),
        cmocka_unit_test(too_long_and_too_many_are_refused),
        cmocka_unit_test(whatever_memory_there_is_it_refuses_or_reads),
        cmocka_unit_test(a_number_has_the_decimal_mark_of_the_language),
        cmocka_unit_test(two_sentences_stand_apart_as_the_language_puts_them),
        cmocka_unit_test(a_translated_catalogue_keeps_ids_and_targets),
        cmocka_unit_test(the_search_finds_translated_names),
        cmocka_unit_test(the_search_finds_a_kind_by_its_words),
        cmocka_unit_test(chinese_takes_its_time),
        cmocka_unit_test(a_plan_speaks_the_language),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
