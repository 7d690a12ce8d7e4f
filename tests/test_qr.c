// The QR code, read back by a plain reader that shares nothing with the writer but the standard.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/qr/qr.h"

#include <string.h>

static unsigned char memory[32 << 10];
static lsn_qr qr;

static lsn_err make(lsn_str text, lsn_qr_level level) {
    return lsn_qr_make(&qr, text, level, lsn_arena_make(memory, sizeof memory));
}

static void a_short_text_is_version_one_with_its_finders_and_timing(void **state) {
    (void)state;
    assert_int_equal(make(LSN_STR("stretch"), LSN_QR_LEVEL_M), LSN_OK);
    assert_int_equal(qr.size, 21);
    static const char *const finder[] = {"#######.", "#.....#.", "#.###.#.", "#.###.#.",
                                         "#.###.#.", "#.....#.", "#######.", "........"};
    for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
            assert_int_equal(lsn_qr_dark(&qr, x, y), finder[y][x] == '#');
            assert_int_equal(lsn_qr_dark(&qr, 20 - x, y), finder[y][x] == '#');
            assert_int_equal(lsn_qr_dark(&qr, x, 20 - y), finder[y][x] == '#');
        }
    }
    for (int i = 8; i < 13; i++) assert_int_equal(lsn_qr_dark(&qr, i, 6), i % 2 == 0);
    assert_true(lsn_qr_dark(&qr, 8, 13)); // the module that is always dark
}

// Masks as the standard writes them, and the way of the bits, for version 1: no alignment, no version bits.
static bool masked(int mask, int x, int y) {
    switch (mask) {
    case 0:
        return (y + x) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (y + x) % 3 == 0;
    case 4:
        return (y / 2 + x / 3) % 2 == 0;
    case 5:
        return (y * x) % 2 + (y * x) % 3 == 0;
    case 6:
        return ((y * x) % 2 + (y * x) % 3) % 2 == 0;
    default:
        return ((y + x) % 2 + (y * x) % 3) % 2 == 0;
    }
}

static bool is_data(int x, int y) {
    bool corner = (x < 9 && y < 9) || (x > 12 && y < 9) || (x < 9 && y > 12);
    return !corner && x != 6 && y != 6;
}

/// The mask from the format bits beside the upper left finder.
static int format_mask(void) {
    int bits = 0;
    for (int i = 0; i < 6; i++) bits |= lsn_qr_dark(&qr, 8, i) << i;
    bits |= lsn_qr_dark(&qr, 8, 7) << 6 | lsn_qr_dark(&qr, 8, 8) << 7 | lsn_qr_dark(&qr, 7, 8) << 8;
    for (int i = 9; i < 15; i++) bits |= lsn_qr_dark(&qr, 14 - i, 8) << i;
    return (bits ^ 0x5412) >> 10 & 7;
}

static void read_codewords(unsigned char out[26]) {
    int mask = format_mask(), at = 0;
    memset(out, 0, 26);
    for (int right = 20, up = 1; right > 0; right -= 2, up = !up) {
        if (right == 6) right = 5;
        for (int i = 0; i < 21; i++) {
            int y = up ? 20 - i : i;
            for (int x = right; x > right - 2; x--) {
                if (!is_data(x, y) || at == 208) continue;
                bool bit = lsn_qr_dark(&qr, x, y) != masked(mask, x, y);
                out[at / 8] |= (unsigned char)(bit << (7 - at % 8));
                at++;
            }
        }
    }
    assert_int_equal(at, 208);
}

static void the_bytes_stand_in_the_modules_after_mode_and_length(void **state) {
    (void)state;
    unsigned char code[26];
    assert_int_equal(make(LSN_STR("stretch"), LSN_QR_LEVEL_M), LSN_OK);
    read_codewords(code);
    // 0100 00000111 then "stretch" shifted by a nibble, a zero nibble, and the padding 236, 17
    static const unsigned char expected[16] = {0x40, 0x77, 0x37, 0x47, 0x26, 0x57, 0x46, 0x36,
                                               0x80, 236,  17,   236,  17,   236,  17,   236};
    assert_memory_equal(code, expected, sizeof expected);
}

static unsigned char times(unsigned a, unsigned b) {
    unsigned product = 0;
    for (int i = 0; i < 8; i++) {
        if (b >> i & 1) product ^= a << i;
    }
    for (int i = 14; i >= 8; i--) {
        if (product >> i & 1) product ^= 0x11du << (i - 8);
    }
    return (unsigned char)product;
}

static void every_root_of_the_correction_polynomial_gives_zero(void **state) {
    (void)state;
    unsigned char code[26];
    assert_int_equal(make(LSN_STR("hip-airplane"), LSN_QR_LEVEL_M), LSN_OK);
    read_codewords(code);
    unsigned char root = 1;
    for (int k = 0; k < 10; k++) { // level M of version 1 has ten correction codewords
        unsigned char sum = 0;
        for (int i = 0; i < 26; i++) sum = times(sum, root) ^ code[i];
        assert_int_equal(sum, 0);
        root = times(root, 2);
    }
}

static void the_code_grows_with_the_text_up_to_version_forty(void **state) {
    (void)state;
    static char text[3000];
    memset(text, 'a', sizeof text);
    static const struct {
        size_t len;
        lsn_qr_level level;
        int version;
    } cases[] = {{14, LSN_QR_LEVEL_M, 1},    {15, LSN_QR_LEVEL_M, 2},   {17, LSN_QR_LEVEL_L, 1},
                 {18, LSN_QR_LEVEL_L, 2},    {213, LSN_QR_LEVEL_M, 10}, {214, LSN_QR_LEVEL_M, 11},
                 {2331, LSN_QR_LEVEL_M, 40}, {2953, LSN_QR_LEVEL_L, 40}}; // table 7 of the standard
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(make((lsn_str){text, cases[i].len}, cases[i].level), LSN_OK);
        assert_int_equal(qr.version, cases[i].version);
        assert_int_equal(qr.size, 17 + 4 * cases[i].version);
    }
}

static void a_text_that_no_version_holds_is_refused(void **state) {
    (void)state;
    static char text[2954];
    memset(text, 'a', sizeof text);
    assert_int_equal(make((lsn_str){text, 2332}, LSN_QR_LEVEL_M), LSN_ERR_TOO_LONG);
    assert_int_equal(make((lsn_str){text, 2954}, LSN_QR_LEVEL_L), LSN_ERR_TOO_LONG);
}

static void without_scratch_it_says_so(void **state) {
    (void)state;
    assert_int_equal(lsn_qr_make(&qr, LSN_STR("a"), LSN_QR_LEVEL_M, lsn_arena_make(memory, 100)), LSN_ERR_NO_MEMORY);
}

static void the_picture_has_its_quiet_zone_and_an_escaped_title(void **state) {
    (void)state;
    static char text[64 << 10];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    assert_int_equal(make(LSN_STR("stretch"), LSN_QR_LEVEL_M), LSN_OK);
    lsn_qr_write_svg(&out, &qr, LSN_STR("a < b & c"));
    const char *svg = lsn_buf_cstr(&out);
    assert_non_null(strstr(svg, "viewBox=\"0 0 29 29\""));
    assert_non_null(strstr(svg, "<title>a &lt; b &amp; c</title>"));
    assert_non_null(strstr(svg, "M4 4h7v1h-7z")); // the top of the first finder
    assert_false(out.overflow);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_text_is_version_one_with_its_finders_and_timing),
        cmocka_unit_test(the_bytes_stand_in_the_modules_after_mode_and_length),
        cmocka_unit_test(every_root_of_the_correction_polynomial_gives_zero),
        cmocka_unit_test(the_code_grows_with_the_text_up_to_version_forty),
        cmocka_unit_test(a_text_that_no_version_holds_is_refused),
        cmocka_unit_test(without_scratch_it_says_so),
        cmocka_unit_test(the_picture_has_its_quiet_zone_and_an_escaped_title),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
