// Tests of core/base. libm is the independent reference for our own elementary functions.
#include "core/base/base.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static unsigned char memory[1 << 20];

#define assert_near(a, b, tolerance) assert_true(fabs((a) - (b)) <= (tolerance))

static void assert_text(lsn_str s, const char *expected) {
    assert_int_equal(s.len, strlen(expected));
    if (s.len > 0) assert_memory_equal(s.ptr, expected, s.len);
}

// ---------------------------------------------------------------- errors and strings

static void every_error_has_a_name_and_a_sentence(void **state) {
    (void)state;
    assert_string_equal(lsn_err_name(LSN_OK), "OK");
    assert_string_equal(lsn_err_name(LSN_ERR_TOO_SHORT), "TOO_SHORT");
    assert_string_equal(lsn_err_text(LSN_ERR_TOO_SHORT), "no allowed move fits the time");
    assert_string_equal(lsn_err_name(LSN_ERR_IO), "IO");
    assert_int_equal(LSN_ERR_COUNT, LSN_ERR_IO + 1);
}

static void a_diagnostic_returns_its_error_and_is_cut_between_characters(void **state) {
    (void)state;
    lsn_diag diag;
    assert_int_equal(lsn_diag_set(&diag, LSN_ERR_IO, 3, 7, "%s, %d of %S", "here", 5, LSN_STR("nine")), LSN_ERR_IO);
    assert_int_equal(diag.err, LSN_ERR_IO);
    assert_int_equal(diag.line, 3);
    assert_int_equal(diag.column, 7);
    assert_string_equal(diag.text, "here, 5 of nine");
    char long_text[400];
    memset(long_text, 'a', sizeof long_text);
    memcpy(long_text + LSN_DIAG_TEXT_MAX - 2, "\xC3\xA9", 2); // é astride the last byte
    long_text[sizeof long_text - 1] = 0;
    assert_int_equal(lsn_diag_set(&diag, LSN_ERR_IO, 0, 0, "%s", long_text), LSN_ERR_IO);
    assert_int_equal(strlen(diag.text), LSN_DIAG_TEXT_MAX - 2);
    assert_int_equal(lsn_diag_set(NULL, LSN_ERR_TOO_LONG, 1, 1, "nobody listens"), LSN_ERR_TOO_LONG);
}

static void strings_compare_by_bytes_and_by_folded_ascii(void **state) {
    (void)state;
    assert_true(lsn_str_equal(LSN_STR("knee"), lsn_str_from("knee")));
    assert_false(lsn_str_equal(LSN_STR("knee"), LSN_STR("kneel")));
    assert_true(lsn_str_equal((lsn_str){NULL, 0}, LSN_STR("")));
    assert_true(lsn_str_equal(lsn_str_from(NULL), LSN_STR("")));
    assert_true(lsn_str_equal_fold(LSN_STR("Cat-Cow"), LSN_STR("cat-cow")));
    assert_false(lsn_str_equal_fold(LSN_STR("cat"), LSN_STR("cow")));
    assert_false(lsn_str_equal_fold(LSN_STR("@"), LSN_STR("`")));
    assert_true(lsn_str_compare(LSN_STR("a"), LSN_STR("b")) < 0);
    assert_true(lsn_str_compare(LSN_STR("b"), LSN_STR("a")) > 0);
    assert_true(lsn_str_compare(LSN_STR("a"), LSN_STR("aa")) < 0);
    assert_true(lsn_str_compare(LSN_STR("\xC3\xA9"), LSN_STR("z")) > 0);
    assert_int_equal(lsn_str_compare(LSN_STR("a"), LSN_STR("a")), 0);
    assert_true(lsn_str_starts(LSN_STR("hip_flexion_r"), LSN_STR("hip_")));
    assert_true(lsn_str_starts(LSN_STR("hip"), LSN_STR("")));
    assert_false(lsn_str_starts(LSN_STR("hip"), LSN_STR("hip_")));
}

static void utf8_is_checked_as_rfc_3629_says(void **state) {
    (void)state;
    static const char *const good[] = {"",
                                       "a",
                                       "\x7F",
                                       "\xC2\x80",
                                       "\xDF\xBF",
                                       "\xE0\xA0\x80",
                                       "\xED\x9F\xBF",
                                       "\xEE\x80\x80",
                                       "\xEF\xBF\xBF",
                                       "\xF0\x90\x80\x80",
                                       "\xF4\x8F\xBF\xBF"};
    static const char *const bad[] = {"\x80",
                                      "\xC1\xBF",
                                      "\xC2",
                                      "\xC2z",
                                      "\xE0\x9F\xBF",
                                      "\xE1\x80",
                                      "\xE1\x80z",
                                      "\xED\xA0\x80",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xF1\x80\x80",
                                      "\xF1\x80\x80z",
                                      "\xF4\x90\x80\x80",
                                      "\xF5\x80\x80\x80",
                                      "\xFF"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) assert_true(lsn_utf8_valid(lsn_str_from(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(lsn_utf8_valid(lsn_str_from(bad[i])));
}

// ---------------------------------------------------------------- arena

static void an_arena_gives_zeroed_and_aligned_memory(void **state) {
    (void)state;
    memset(memory, 0xAA, 256);
    lsn_arena arena = lsn_arena_make(memory + 1, 255);
    unsigned char *a = lsn_arena_alloc(&arena, 3, 1);
    double *b = LSN_NEW(&arena, double, 4);
    assert_ptr_equal(a, memory + 1);
    assert_int_equal((uintptr_t)b % _Alignof(double), 0);
    for (int i = 0; i < 3; i++) assert_int_equal(a[i], 0);
    for (int i = 0; i < 4; i++) assert_true(b[i] == 0.0);
}

static void a_full_arena_gives_null_and_stays_as_it_was(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, 16);
    assert_non_null(lsn_arena_alloc(&arena, 10, 1));
    assert_null(lsn_arena_alloc(&arena, 7, 1));
    assert_null(lsn_arena_alloc(&arena, SIZE_MAX, 8));
    assert_null(lsn_arena_alloc_array(&arena, SIZE_MAX / 2, 3, 1));
    assert_int_equal(arena.used, 10);
    assert_non_null(lsn_arena_alloc(&arena, 6, 1));
    lsn_arena none = lsn_arena_make(NULL, 0);
    assert_null(lsn_arena_alloc(&none, 0, 1));
}

static void an_arena_passed_by_value_is_scratch(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, 64);
    lsn_arena scratch = arena;
    assert_non_null(lsn_arena_alloc(&scratch, 64, 1));
    assert_int_equal(arena.used, 0);
}

static void a_string_copy_ends_with_nul_and_needs_room_for_it(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, 5);
    lsn_str copy = lsn_str_copy(&arena, LSN_STR("four"));
    assert_string_equal(copy.ptr, "four");
    arena = lsn_arena_make(memory, 4);
    copy = lsn_str_copy(&arena, LSN_STR("four"));
    assert_null(copy.ptr);
    assert_int_equal(copy.len, 0);
    assert_non_null(lsn_str_copy(&arena, (lsn_str){NULL, 0}).ptr);
}

// ---------------------------------------------------------------- buffer

static void a_buffer_formats_text_and_whole_numbers(void **state) {
    (void)state;
    char data[128];
    lsn_buf buf = lsn_buf_make(data, sizeof data);
    lsn_buf_format(&buf, "%s|%S|%d|%l|100 %%|", "a", LSN_STR("b"), -7, INT64_MIN);
    lsn_buf_int(&buf, INT64_MAX);
    lsn_buf_char(&buf, '|');
    lsn_buf_int(&buf, 0);
    assert_text(lsn_buf_view(&buf), "a|b|-7|-9223372036854775808|100 %|9223372036854775807|0");
    assert_false(buf.overflow);
}

static void assert_fixed(double value, int decimals, const char *expected) {
    char data[64];
    lsn_buf buf = lsn_buf_make(data, sizeof data);
    lsn_buf_fixed(&buf, value, decimals);
    assert_string_equal(lsn_buf_cstr(&buf), expected);
}

static void fixed_decimals_round_half_away_from_zero(void **state) {
    (void)state;
    assert_fixed(0.0, 0, "0");
    assert_fixed(0.5, 0, "1");
    assert_fixed(-0.5, 0, "-1");
    assert_fixed(2.5, 0, "3");
    assert_fixed(1.25, 1, "1.3");
    assert_fixed(-1.25, 1, "-1.3");
    assert_fixed(9.999, 2, "10.00");
    assert_fixed(0.05, 3, "0.050");
    assert_fixed(-0.001, 2, "0.00");
    assert_fixed(-0.0, 1, "0.0");
    assert_fixed(3.14159265358979, 9, "3.141592654");
    assert_fixed(1700000000000.0, 0, "1700000000000");
    assert_fixed(1e300, 1, "1000000000000000000.0");
    assert_fixed(-INFINITY, 0, "-1000000000000000000");
    assert_fixed((double)NAN, 3, "0");
}

static void an_overflowing_buffer_keeps_what_fits_and_never_writes_outside(void **state) {
    (void)state;
    char data[8] = "#######";
    lsn_buf buf = lsn_buf_make(data, 4);
    lsn_buf_text(&buf, "abcdef");
    lsn_buf_text(&buf, "g");
    assert_true(buf.overflow);
    assert_text(lsn_buf_view(&buf), "abcd");
    assert_int_equal(data[4], '#');
    assert_string_equal(lsn_buf_cstr(&buf), "abc");
}

static void a_buffer_is_cut_between_characters(void **state) {
    (void)state;
    char data[4];
    lsn_buf buf = lsn_buf_make(data, 4);
    lsn_buf_text(&buf, "abc\xE2\x80\x93");
    assert_text(lsn_buf_view(&buf), "abc");
    lsn_buf_text(&buf, "d"); // what follows a cut is left out, even if it would fit
    assert_text(lsn_buf_view(&buf), "abc");
    buf = lsn_buf_make(data, 4);
    lsn_buf_text(&buf, "a\xE2\x80\x93");
    assert_string_equal(lsn_buf_cstr(&buf), "a");
    char five[5];
    buf = lsn_buf_make(five, 5);
    lsn_buf_text(&buf, "ab\xF0\x9F\x98\x80");
    assert_text(lsn_buf_view(&buf), "ab");
    buf = lsn_buf_make(NULL, 0);
    lsn_buf_text(&buf, "a");
    assert_string_equal(lsn_buf_cstr(&buf), "");
}

// ---------------------------------------------------------------- JSON: reading

static lsn_json *parsed(const char *text) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *out = NULL;
    lsn_diag diag = {0};
    if (lsn_json_parse(&out, lsn_str_from(text), &arena, &diag)) fail_msg("%s: %s", text, diag.text);
    return out;
}

// Expects `text` to be refused at the caret, which stands under the line it is in.
static void assert_refused(lsn_err err, int line, const char *text, const char *caret) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json marker, *out = &marker;
    lsn_diag diag = {0};
    lsn_err got = lsn_json_parse(&out, lsn_str_from(text), &arena, &diag);
    if (got != err || diag.err != err || diag.line != line || diag.column != (int)strlen(caret)) {
        fail_msg("%s\n%s\n%s at %d:%d: %s", text, caret, lsn_err_name(got), diag.line, diag.column, diag.text);
    }
    assert_ptr_equal(out, &marker);
    assert_true(strlen(diag.text) > 10);
}

static void json_keeps_order_types_and_places(void **state) {
    (void)state;
    const lsn_json *root = parsed(" {\n  \"a\": [1, true, null],\n  \"b\": \"x\"}\n");
    assert_int_equal(root->type, LSN_JSON_OBJECT);
    assert_int_equal(root->count, 2);
    assert_int_equal(root->line, 1);
    assert_int_equal(root->column, 2);
    const lsn_json *a = root->first;
    assert_text(a->key, "a");
    assert_int_equal(a->type, LSN_JSON_ARRAY);
    assert_int_equal(a->count, 3);
    assert_int_equal(a->key_line, 2);
    assert_int_equal(a->key_column, 3);
    assert_int_equal(a->column, 8);
    assert_int_equal(a->first->type, LSN_JSON_NUMBER);
    assert_true(a->first->number == 1.0);
    assert_int_equal(a->first->next->type, LSN_JSON_BOOL);
    assert_true(a->first->next->boolean);
    assert_int_equal(a->first->next->column, 12);
    assert_int_equal(a->first->next->next->type, LSN_JSON_NULL);
    assert_null(a->first->next->next->next);
    assert_int_equal(a->next->line, 3);
    assert_int_equal(a->next->column, 8);
    assert_string_equal(a->next->string.ptr, "x");
    assert_null(a->next->next);
}

static void a_member_is_found_by_key_and_only_in_objects(void **state) {
    (void)state;
    const lsn_json *root = parsed("{\"a\":1,\"ab\":2,\"\":3}");
    assert_true(lsn_json_get(root, "ab")->number == 2.0);
    assert_true(lsn_json_get(root, "")->number == 3.0);
    assert_null(lsn_json_get(root, "b"));
    assert_null(lsn_json_get(root->first, "a"));
    assert_null(lsn_json_get(NULL, "a"));
}

static void json_text_is_unescaped(void **state) {
    (void)state;
    assert_text(parsed("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"")->string, "\"\\/\b\f\n\r\t");
    assert_text(parsed("\"\\u0041\\u00e9\\u20AC\\uD83D\\uDE00\"")->string, "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
    assert_text(parsed("\"\xC3\xA9\xF0\x9F\x98\x80\x7F\"")->string, "\xC3\xA9\xF0\x9F\x98\x80\x7F");
    assert_text(parsed("\"\"")->string, "");
    assert_true(lsn_json_get(parsed("{\"\\u0061\":1}"), "a")->number == 1.0);
}

static void json_numbers_are_the_nearest_double(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0.0},
        {"-1", -1.0},
        {"0.1", 0.1},
        {"12.5e1", 125.0},
        {"1E-2", 0.01},
        {"1e+2", 100.0},
        {"1e23", 1e23},
        {"9007199254740993", 9007199254740992.0},
        {"9007199254740993.0000000000000000001", 9007199254740994.0},
        {"9007199254740993.00000000000000000000000000000000000000001", 9007199254740994.0},
        {"1.7976931348623157e308", DBL_MAX},
        {"2.2250738585072014e-308", DBL_MIN},
        {"5e-324", 0x1p-1074},
        {"2.4e-324", 0.0},
        {"2.5e-324", 0x1p-1074},
        {"1e-999999999", 0.0},
        {"0e999999999", 0.0},
        {"2.2250738585072011e-308", 0x0.fffffffffffffp-1022},
        {"179769313486231580793728971405301e276", DBL_MAX},
        {"0.00000000000000000000000000000000000000000000000000000000000123", 1.23e-60},
        {"123000000000000000000000000000000000000000000000000000000000000", 1.23e62},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (parsed(cases[i].text)->number != cases[i].value) fail_msg("%s", cases[i].text);
    }
    assert_true(signbit(parsed("-0")->number));
    assert_true(signbit(parsed("-0.0e5")->number));
}

static void json_numbers_agree_with_strtod(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(1, 1);
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = (uint64_t)lsn_random_u32(&random) << 32 | lsn_random_u32(&random);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) continue;
        char text[64];
        snprintf(text, sizeof text, "%.*e", (int)lsn_random_below(&random, 20), value);
        if (!isfinite(strtod(text, NULL))) continue;
        if (parsed(text)->number != strtod(text, NULL)) fail_msg("%s", text);
    }
}

static void bad_json_syntax_is_refused_under_the_caret(void **state) {
    (void)state;
    static const struct {
        const char *text, *caret;
    } cases[] = {
        {"", "^"},
        {"  ", "  ^"},
        {"nul", "^"},
        {"True", "^"},
        {"[1 2]", "   ^"},
        {"[1,]", "   ^"},
        {"[,1]", " ^"},
        {"[1", "  ^"},
        {"[1}", "  ^"},
        {"{\"a\":1,}", "       ^"},
        {"{\"a\" 1}", "     ^"},
        {"{\"a\":}", "     ^"},
        {"{a:1}", " ^"},
        {"{\"a\":1 \"b\":2}", "       ^"},
        {"{1:2}", " ^"},
        {"{", " ^"},
        {"1 2", "  ^"},
        {"{} x", "   ^"},
        {"]", "^"},
        {"01", "^"},
        {"-", " ^"},
        {"-x", " ^"},
        {"+1", "^"},
        {".5", "^"},
        {"1.", "  ^"},
        {"1.e5", "  ^"},
        {"1e", "  ^"},
        {"1e+", "   ^"},
        {"NaN", "^"},
        {"\"abc", "    ^"},
        {"\"a\tb\"", "  ^"},
        {"\"a\nb\"", "  ^"},
        {"\"a\\qb\"", "  ^"},
        {"\"a\\", "   ^"},
        {"\"\\u12x4\"", "     ^"},
        {"\"\\u12", "     ^"},
        {"\"\\u0000\"", " ^"},
        {"'a'", "^"},
        {"// no comments", "^"},
        {"\xEF\xBB\xBF{}", "^"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_refused(LSN_ERR_JSON_SYNTAX, 1, cases[i].text, cases[i].caret);
    }
    assert_refused(LSN_ERR_JSON_SYNTAX, 3, "{\n  \"a\": 1,\n  \"b\" 2\n}", "      ^");
    assert_refused(LSN_ERR_JSON_SYNTAX, 3, "[1,\r\n2,\r\n  x]", "  ^");
}

static void bad_utf8_is_refused_at_its_first_byte(void **state) {
    (void)state;
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"ab\xFF\"", "   ^");
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"\xC3\xA9\xED\xA0\x80\"", "   ^");
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"\xC3\"", " ^");
    assert_refused(LSN_ERR_JSON_UTF8, 2, "[\n\"\\ud800\"]", " ^");
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"a\\udc00\"", "  ^");
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"\\ud800\\u0041\"", " ^");
    assert_refused(LSN_ERR_JSON_UTF8, 1, "\"\\ud800\\n\"", " ^");
}

static void a_key_given_twice_is_refused_at_the_second(void **state) {
    (void)state;
    assert_refused(LSN_ERR_DUPLICATE, 1, "{\"a\":1, \"a\":2}", "        ^");
    assert_refused(LSN_ERR_DUPLICATE, 2, "{\"a\":{\"a\":1},\n  \"\\u0061\":2}", "  ^");
}

static void a_number_too_large_is_refused(void **state) {
    (void)state;
    assert_refused(LSN_ERR_OUT_OF_RANGE, 1, "[1e309]", " ^");
    assert_refused(LSN_ERR_OUT_OF_RANGE, 1, "[-1e999999999]", " ^");
    assert_refused(LSN_ERR_OUT_OF_RANGE, 1, "1.7976931348623159e308", "^");
}

static void json_is_nested_thirty_two_deep_and_no_deeper(void **state) {
    (void)state;
    const char *deepest = "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]";
    assert_int_equal(strlen(deepest), 65);
    const lsn_json *value = parsed(deepest);
    for (int i = 0; i < LSN_JSON_DEPTH_MAX; i++) value = value->first;
    assert_true(value->number == 1.0);
    assert_refused(LSN_ERR_JSON_DEPTH, 1, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                   "                                ^");
    char siblings[40 * 6 + 2] = "["; // depth is left again
    for (int i = 0; i < 40; i++) strcat(siblings, i == 0 ? "[],{}" : ",[],{}");
    strcat(siblings, "]");
    assert_int_equal(parsed(siblings)->count, 80);
}

static void json_that_is_too_long_or_has_too_many_fields_is_refused(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_json *out = NULL;
    lsn_diag diag;
    lsn_str huge = {"", (size_t)LSN_JSON_INPUT_MAX + 1}; // refused before it is read
    assert_int_equal(lsn_json_parse(&out, huge, &arena, &diag), LSN_ERR_TOO_LONG);
    char *text = malloc(40000);
    int at = 0, last_column = 0;
    for (int i = 0; i <= LSN_JSON_MEMBERS_MAX; i++) {
        last_column = at + 2;
        at += sprintf(text + at, "%c\"%d\":1", i == 0 ? '{' : ',', i);
    }
    arena = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_json_parse(&out, lsn_str_from(text), &arena, &diag), LSN_ERR_TOO_MANY);
    assert_int_equal(diag.column, last_column);
    text[last_column - 2] = '}';
    text[last_column - 1] = 0;
    arena = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_json_parse(&out, lsn_str_from(text), &arena, &diag), LSN_OK);
    assert_int_equal(out->count, LSN_JSON_MEMBERS_MAX);
    free(text);
}

static void json_reports_full_memory_at_every_allocation(void **state) {
    (void)state;
    lsn_str text = LSN_STR("{\"a\":[1,{\"b\":\"c\"}],\"d\":\"e\"}");
    int refused = 0;
    for (size_t capacity = 0;; capacity++) {
        unsigned char *block = malloc(capacity + 1); // exact, so that ASan sees one byte too many
        lsn_arena arena = lsn_arena_make(block, capacity);
        lsn_json marker, *out = &marker;
        lsn_diag diag = {0};
        lsn_err err = lsn_json_parse(&out, text, &arena, &diag);
        if (err) {
            assert_int_equal(err, LSN_ERR_NO_MEMORY);
            assert_ptr_equal(out, &marker);
            assert_int_equal(diag.line, 1);
            assert_in_range(diag.column, 1, text.len + 1);
            refused++;
        }
        free(block);
        if (!err) break;
    }
    assert_true(refused > 6 * (int)sizeof(lsn_json));
}

// ---------------------------------------------------------------- JSON: writing

static void the_writer_places_commas_and_escapes(void **state) {
    (void)state;
    char data[256];
    lsn_buf buf = lsn_buf_make(data, sizeof data);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_json_object(&out);
    lsn_json_key(&out, "a\"b");
    lsn_json_array(&out);
    lsn_json_int(&out, -3);
    lsn_json_fixed(&out, 1.5, 2);
    lsn_json_bool(&out, true);
    lsn_json_object(&out);
    lsn_json_object_end(&out);
    lsn_json_array_end(&out);
    lsn_json_key(&out, "c");
    lsn_json_str(&out, LSN_STR("\n\r\t\\\x01\x1F/\xC3\xA9"));
    lsn_json_key(&out, "d");
    lsn_json_text(&out, NULL);
    lsn_json_key(&out, "e");
    lsn_json_raw(&out, LSN_STR("[1]"));
    lsn_json_key(&out, "f");
    lsn_json_bool(&out, false);
    lsn_json_object_end(&out);
    assert_string_equal(lsn_buf_cstr(&buf),
                        "{\"a\\\"b\":[-3,1.50,true,{}],\"c\":\"\\n\\r\\t\\\\\\u0001\\u001f/\xC3\xA9\","
                        "\"d\":null,\"e\":[1],\"f\":false}");
}

static void the_writer_never_writes_what_cannot_be_read(void **state) {
    (void)state;
    char data[64];
    lsn_buf buf = lsn_buf_make(data, sizeof data);
    lsn_json_out out = lsn_json_begin(&buf);
    lsn_json_str(&out, (lsn_str){"a\0\xFF\xC3", 4});
    const lsn_json *back = parsed(lsn_buf_cstr(&buf));
    assert_text(back->string, "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void the_writer_reaches_the_deepest_level(void **state) {
    (void)state;
    char data[128];
    lsn_buf buf = lsn_buf_make(data, sizeof data);
    lsn_json_out out = lsn_json_begin(&buf);
    for (int i = 0; i < LSN_JSON_DEPTH_MAX; i++) lsn_json_array(&out);
    for (int i = 0; i < LSN_JSON_DEPTH_MAX; i++) lsn_json_array_end(&out);
    assert_int_equal(parsed(lsn_buf_cstr(&buf))->count, 1);
}

// ---------------------------------------------------------------- maths

static void sine_and_cosine_agree_with_libm(void **state) {
    (void)state;
    for (int i = -200000; i <= 200000; i++) {
        double x = i * 0.05;
        assert_near(lsn_sin(x), sin(x), 1e-15);
        assert_near(lsn_cos(x), cos(x), 1e-15);
    }
    for (int i = -400; i <= 400; i++) { // next to multiples of a quarter turn, where cancellation is worst
        double x = i * (LSN_PI / 2) * 16;
        assert_near(lsn_sin(x), sin(x), 1e-24);
        assert_near(lsn_cos(x), cos(x), 2e-16);
    }
    assert_true(lsn_sin(1e-300) == 1e-300);
    assert_true(lsn_sin(0.0) == 0.0 && lsn_cos(0.0) == 1.0);
    assert_true(lsn_sin(1e7) == 0.0 && lsn_cos(-1e300) == 1.0 && lsn_cos(INFINITY) == 1.0);
    assert_true(isnan(lsn_sin((double)NAN)));
}

static void the_inverse_functions_agree_with_libm(void **state) {
    (void)state;
    for (int i = -200; i <= 200; i++) {
        for (int k = -200; k <= 200; k++) {
            assert_near(lsn_atan2(i * 0.37, k * 0.37), atan2(i * 0.37, k * 0.37), 1e-15);
        }
        assert_near(lsn_asin(i / 200.0), asin(i / 200.0), 1e-15);
        assert_near(lsn_acos(i / 200.0), acos(i / 200.0), 1e-15);
    }
    assert_near(lsn_atan2(1e-300, 1e300), 0.0, 0.0);
    assert_near(lsn_atan2(INFINITY, -INFINITY), 3 * LSN_PI / 4, 1e-15);
    assert_true(lsn_atan2(-0.0, -1.0) == -LSN_PI && lsn_atan2(0.0, -1.0) == LSN_PI);
    assert_true(lsn_asin(1.0000001) == asin(1.0) && lsn_acos(-7.0) == acos(-1.0) && lsn_acos(7.0) == 0.0);
    assert_true(isnan(lsn_atan2((double)NAN, 1.0)));
}

static void exponential_logarithm_and_power_agree_with_libm(void **state) {
    (void)state;
    for (int i = -7400; i <= 7090; i++) {
        double x = i * 0.1, e = exp(x);
        assert_near(lsn_exp(x), e, 1e-14 * e + 0x1p-1074);
        assert_near(lsn_log(e), log(e), 1e-14 * fabs(log(e)));
    }
    for (int i = 1; i < 4000; i++)
        assert_near(lsn_log(i / 2000.0), log(i / 2000.0), 1e-15 + 1e-15 * fabs(log(i / 2000.0)));
    assert_true(lsn_exp(0.0) == 1.0 && lsn_log(1.0) == 0.0);
    assert_true(isinf(lsn_exp(710.0)) && lsn_exp(-746.0) == 0.0 && isnan(lsn_exp((double)NAN)));
    assert_true(isinf(lsn_log(0.0)) && isnan(lsn_log(-1.0)) && isinf(lsn_log(INFINITY)));
    for (int i = 1; i < 40; i++) {
        for (int k = -40; k < 40; k++) {
            double expected = pow(i * 0.7, k * 0.3);
            assert_near(lsn_pow(i * 0.7, k * 0.3), expected, 1e-13 * expected);
        }
    }
}

static void the_square_root_is_correctly_rounded(void **state) {
    (void)state;
    for (int i = 0; i < 100000; i++) assert_true(lsn_sqrt(i * 0.37) == sqrt(i * 0.37));
    assert_true(isnan(lsn_sqrt(-1.0)));
}

static void floor_and_clamp_hold_at_the_edges(void **state) {
    (void)state;
    static const double xs[] = {0.0, 0.5, -0.5, 1.0, -1.0, 1.9999, -1.0001, 1e15 + 0.5, -1e15 - 0.5, 1e300, -1e300};
    for (size_t i = 0; i < sizeof xs / sizeof *xs; i++) assert_true(lsn_floor(xs[i]) == floor(xs[i]));
    assert_true(isinf(lsn_floor(INFINITY)) && isnan(lsn_floor((double)NAN)));
    assert_true(lsn_clamp(5, 0, 3) == 3 && lsn_clamp(-5, 0, 3) == 0 && lsn_clamp(2, 0, 3) == 2);
    assert_true(lsn_abs(-0.0) == 0.0 && !signbit(lsn_abs(-0.0)) && lsn_abs(-2.5) == 2.5);
    assert_true(lsn_min(1, 2) == 1 && lsn_max(1, 2) == 2 && lsn_mix(2, 4, 0.25) == 2.5);
}

static void the_ease_starts_and_ends_at_rest(void **state) {
    (void)state;
    assert_true(lsn_ease(-1) == 0 && lsn_ease(0) == 0 && lsn_ease(1) == 1 && lsn_ease(2) == 1);
    assert_near(lsn_ease(0.5), 0.5, 1e-15);
    assert_near(lsn_ease(0.25), 0.103515625, 1e-15);
    double h = 1e-4;
    assert_near(lsn_ease(h) / h, 0.0, 1e-6);           // speed
    assert_near((1 - lsn_ease(1 - h)) / h, 0.0, 1e-6); //
    assert_near(lsn_ease(2 * h) / (h * h), 0.0, 1e-2); // acceleration
    for (int i = 0; i < 1000; i++) assert_true(lsn_ease(i / 1000.0) < lsn_ease((i + 1) / 1000.0));
}

static void assert_v3(lsn_vec3 v, double x, double y, double z) {
    assert_near(v.x, x, 1e-14);
    assert_near(v.y, y, 1e-14);
    assert_near(v.z, z, 1e-14);
}

static void vectors_follow_the_right_hand(void **state) {
    (void)state;
    assert_v3(lsn_v3_cross(lsn_v3(1, 0, 0), lsn_v3(0, 1, 0)), 0, 0, 1);
    assert_v3(lsn_v3_cross(lsn_v3(1, 2, 3), lsn_v3(4, 5, 6)), -3, 6, -3);
    assert_near(lsn_v3_dot(lsn_v3(1, 2, 3), lsn_v3(4, 5, 6)), 32, 0);
    assert_near(lsn_v3_length(lsn_v3(2, 3, 6)), 7, 0);
    assert_v3(lsn_v3_unit(lsn_v3(0, 0, -4)), 0, 0, -1);
    assert_v3(lsn_v3_unit(lsn_v3(0, 0, 0)), 0, 0, 0);
    assert_v3(lsn_v3_mad(lsn_v3(1, 1, 1), lsn_v3(1, 2, 3), 2), 3, 5, 7);
    assert_v3(lsn_v3_mix(lsn_v3(0, 0, 0), lsn_v3(4, 8, 12), 0.25), 1, 2, 3);
    assert_v3(lsn_v3_sub(lsn_v3(1, 2, 3), lsn_v3(3, 2, 1)), -2, 0, 2);
}

static lsn_quat some_rotation(lsn_random *random) {
    lsn_vec3 v = {lsn_random_normal(random), lsn_random_normal(random), lsn_random_normal(random)};
    return lsn_quat_exp(lsn_v3_scale(lsn_v3_unit(v), lsn_random_unit(random) * 3.1));
}

static void a_quarter_turn_about_z_takes_x_to_y(void **state) {
    (void)state;
    lsn_quat q = lsn_quat_axis(lsn_v3(0, 0, 1), LSN_PI / 2);
    assert_v3(lsn_quat_rotate(q, lsn_v3(1, 0, 0)), 0, 1, 0);
    assert_v3(lsn_quat_rotate(q, lsn_v3(0, 1, 0)), -1, 0, 0);
    assert_v3(lsn_quat_rotate(lsn_quat_identity(), lsn_v3(1, 2, 3)), 1, 2, 3);
    lsn_quat none = lsn_quat_unit((lsn_quat){0, 0, 0, 0});
    assert_true(none.w == 1 && none.x == 0);
}

static void quaternion_products_turn_by_the_right_factor_first(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(2, 1);
    for (int i = 0; i < 1000; i++) {
        lsn_quat a = some_rotation(&random), b = some_rotation(&random);
        lsn_vec3 v = {lsn_random_normal(&random), 1, 2};
        lsn_vec3 both = lsn_quat_rotate(lsn_quat_mul(a, b), v);
        lsn_vec3 steps = lsn_quat_rotate(a, lsn_quat_rotate(b, v));
        assert_v3(lsn_v3_sub(both, steps), 0, 0, 0);
        assert_v3(lsn_v3_sub(lsn_quat_rotate(lsn_quat_conj(a), lsn_quat_rotate(a, v)), v), 0, 0, 0);
        lsn_mat3 m = lsn_mat3_from_quat(a);
        assert_v3(lsn_v3_sub(lsn_mat3_mul(&m, v), lsn_quat_rotate(a, v)), 0, 0, 0);
        assert_v3(lsn_v3_sub(lsn_mat3_mul_t(&m, v), lsn_quat_rotate(lsn_quat_conj(a), v)), 0, 0, 0);
    }
}

static void exponential_and_logarithm_of_rotations_undo_each_other(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(3, 1);
    for (int i = 0; i < 1000; i++) {
        double size = i < 500 ? lsn_random_unit(&random) * 3.1 : lsn_pow(10, -0.03 * i);
        lsn_vec3 axis = {lsn_random_normal(&random), lsn_random_normal(&random), lsn_random_normal(&random)};
        lsn_vec3 v = lsn_v3_scale(lsn_v3_unit(axis), size);
        lsn_vec3 back = lsn_quat_log(lsn_quat_exp(v));
        assert_true(lsn_v3_length(lsn_v3_sub(back, v)) <= 1e-13 * size);
        lsn_quat q = lsn_quat_exp(v), negative = {-q.w, -q.x, -q.y, -q.z};
        assert_v3(lsn_v3_sub(lsn_quat_log(negative), back), 0, 0, 0);
    }
    assert_v3(lsn_quat_log(lsn_quat_axis(lsn_v3(0, 1, 0), 1.5 * LSN_PI)), 0, -0.5 * LSN_PI, 0);
}

static void slerp_goes_the_short_way_at_an_even_pace(void **state) {
    (void)state;
    lsn_quat a = lsn_quat_axis(lsn_v3(1, 0, 0), 0.2), b = lsn_quat_axis(lsn_v3(1, 0, 0), 1.0);
    lsn_quat minus_b = {-b.w, -b.x, -b.y, -b.z};
    assert_v3(lsn_quat_log(lsn_quat_slerp(a, b, 0.25)), 0.4, 0, 0);
    assert_v3(lsn_quat_log(lsn_quat_slerp(a, minus_b, 0.25)), 0.4, 0, 0);
    assert_v3(lsn_quat_log(lsn_quat_slerp(a, b, 0)), 0.2, 0, 0);
    assert_v3(lsn_quat_log(lsn_quat_slerp(a, minus_b, 1)), 1.0, 0, 0);
}

static void zxy_angles_come_back(void **state) {
    (void)state;
    for (int i = -9; i <= 9; i++) {
        for (int j = -8; j <= 8; j++) {
            for (int k = -9; k <= 9; k++) {
                double z = i * 0.34, x = j * 0.19, y = k * 0.34, z2, x2, y2;
                lsn_quat_to_zxy(lsn_quat_from_zxy(z, x, y), &z2, &x2, &y2);
                assert_near(z2, z, 1e-13);
                assert_near(x2, x, 1e-13);
                assert_near(y2, y, 1e-13);
            }
        }
    }
}

static void zxy_turns_about_the_moving_axes_in_that_order(void **state) {
    (void)state;
    lsn_quat q = lsn_quat_from_zxy(LSN_PI / 2, LSN_PI / 2, 0);
    assert_v3(lsn_quat_rotate(q, lsn_v3(0, 0, 1)), 1, 0, 0); // X tilts z to -y, then Z takes that to x
    assert_v3(lsn_quat_rotate(q, lsn_v3(0, 1, 0)), 0, 0, 1);
    double z, x, y;
    lsn_quat_to_zxy(lsn_quat_from_zxy(0.3, LSN_PI / 2, 0.2), &z, &x, &y); // gimbal lock: one angle for two
    assert_near(z, 0.5, 1e-7);
    assert_near(x, LSN_PI / 2, 1e-7);
    assert_true(y == 0.0);
}

// ---------------------------------------------------------------- random and hash

static void random_numbers_are_those_of_the_pcg32_paper(void **state) {
    (void)state;
    // The demonstration of the reference implementation: seed 42, stream 54.
    static const uint32_t expected[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e};
    lsn_random random = lsn_random_make(42, 54);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        assert_int_equal(lsn_random_u32(&random), expected[i]);
    }
}

static void random_numbers_are_even_and_in_range(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(7, 0);
    int seen[6] = {0};
    double sum = 0, normal_sum = 0, normal_squares = 0;
    for (int i = 0; i < 60000; i++) {
        uint32_t die = lsn_random_below(&random, 6);
        assert_in_range(die, 0, 5);
        seen[die]++;
        double unit = lsn_random_unit(&random), normal = lsn_random_normal(&random);
        assert_true(unit >= 0.0 && unit < 1.0);
        sum += unit;
        normal_sum += normal;
        normal_squares += normal * normal;
    }
    for (int i = 0; i < 6; i++) assert_in_range(seen[i], 9600, 10400); // four standard deviations
    assert_near(sum / 60000, 0.5, 0.005);
    assert_near(normal_sum / 60000, 0.0, 0.017);
    assert_near(normal_squares / 60000, 1.0, 0.024);
    assert_int_equal(lsn_random_below(&random, 1), 0);
    int in_first_third = 0; // a remainder alone would put half of them there
    for (int i = 0; i < 30000; i++) in_first_third += lsn_random_below(&random, 3u << 30) < 1u << 30;
    assert_in_range(in_first_third, 9600, 10400);
}

static void the_hash_is_fnv_1a(void **state) {
    (void)state;
    assert_true(lsn_hash(LSN_HASH_START, "", 0) == 0xcbf29ce484222325ull);
    assert_true(lsn_hash(LSN_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cull);
    assert_true(lsn_hash(LSN_HASH_START, "foobar", 6) == 0x85944171f73967e8ull);
    assert_true(lsn_hash(lsn_hash(LSN_HASH_START, "foo", 3), "bar", 3) == 0x85944171f73967e8ull);
}

// Every function of maths, hashed: the same constant in every build is the promise of base.h.
static void maths_give_the_same_bits_everywhere(void **state) {
    (void)state;
    lsn_random random = lsn_random_make(11, 5);
    uint64_t hash = LSN_HASH_START;
    for (int i = 0; i < 1000; i++) {
        lsn_quat q = some_rotation(&random), r = lsn_quat_slerp(q, some_rotation(&random), 0.3);
        double x = lsn_random_normal(&random) * 20, angles[3];
        lsn_quat_to_zxy(r, &angles[0], &angles[1], &angles[2]);
        double values[] = {
            r.w, r.x, r.y, r.z, lsn_exp(x), lsn_log(lsn_abs(x) + 1e-9), lsn_pow(1.7, x), lsn_asin(x / 50)};
        hash = lsn_hash(hash, values, sizeof values);
        hash = lsn_hash(hash, angles, sizeof angles);
    }
    assert_true(hash == 0xa8e18383f5bd3c3full);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_error_has_a_name_and_a_sentence),
        cmocka_unit_test(a_diagnostic_returns_its_error_and_is_cut_between_characters),
        cmocka_unit_test(strings_compare_by_bytes_and_by_folded_ascii),
        cmocka_unit_test(utf8_is_checked_as_rfc_3629_says),
        cmocka_unit_test(an_arena_gives_zeroed_and_aligned_memory),
        cmocka_unit_test(a_full_arena_gives_null_and_stays_as_it_was),
        cmocka_unit_test(an_arena_passed_by_value_is_scratch),
        cmocka_unit_test(a_string_copy_ends_with_nul_and_needs_room_for_it),
        cmocka_unit_test(a_buffer_formats_text_and_whole_numbers),
        cmocka_unit_test(fixed_decimals_round_half_away_from_zero),
        cmocka_unit_test(an_overflowing_buffer_keeps_what_fits_and_never_writes_outside),
        cmocka_unit_test(a_buffer_is_cut_between_characters),
        cmocka_unit_test(json_keeps_order_types_and_places),
        cmocka_unit_test(a_member_is_found_by_key_and_only_in_objects),
        cmocka_unit_test(json_text_is_unescaped),
        cmocka_unit_test(json_numbers_are_the_nearest_double),
        cmocka_unit_test(json_numbers_agree_with_strtod),
        cmocka_unit_test(bad_json_syntax_is_refused_under_the_caret),
        cmocka_unit_test(bad_utf8_is_refused_at_its_first_byte),
        cmocka_unit_test(a_key_given_twice_is_refused_at_the_second),
        cmocka_unit_test(a_number_too_large_is_refused),
        cmocka_unit_test(json_is_nested_thirty_two_deep_and_no_deeper),
        cmocka_unit_test(json_that_is_too_long_or_has_too_many_fields_is_refused),
        cmocka_unit_test(json_reports_full_memory_at_every_allocation),
        cmocka_unit_test(the_writer_places_commas_and_escapes),
        cmocka_unit_test(the_writer_never_writes_what_cannot_be_read),
        cmocka_unit_test(the_writer_reaches_the_deepest_level),
        cmocka_unit_test(sine_and_cosine_agree_with_libm),
        cmocka_unit_test(the_inverse_functions_agree_with_libm),
        cmocka_unit_test(exponential_logarithm_and_power_agree_with_libm),
        cmocka_unit_test(the_square_root_is_correctly_rounded),
        cmocka_unit_test(floor_and_clamp_hold_at_the_edges),
        cmocka_unit_test(the_ease_starts_and_ends_at_rest),
        cmocka_unit_test(vectors_follow_the_right_hand),
        cmocka_unit_test(a_quarter_turn_about_z_takes_x_to_y),
        cmocka_unit_test(quaternion_products_turn_by_the_right_factor_first),
        cmocka_unit_test(exponential_and_logarithm_of_rotations_undo_each_other),
        cmocka_unit_test(slerp_goes_the_short_way_at_an_even_pace),
        cmocka_unit_test(zxy_angles_come_back),
        cmocka_unit_test(zxy_turns_about_the_moving_axes_in_that_order),
        cmocka_unit_test(random_numbers_are_those_of_the_pcg32_paper),
        cmocka_unit_test(random_numbers_are_even_and_in_range),
        cmocka_unit_test(the_hash_is_fnv_1a),
        cmocka_unit_test(maths_give_the_same_bits_everywhere),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
