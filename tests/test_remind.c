// Reminders as RFC 5545 has them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/remind/remind.h"

#include <string.h>

static char text[LSN_REMIND_FILE_MAX];
static unsigned char memory[64 << 10];
static lsn_diag diag;

static lsn_reminder plain(void) {
    return (lsn_reminder){
        .uid = LSN_STR("01890a5d-ac96-774b-bcce-b302099a8057"),
        .stamp_ms = 1700000000000, // 2023-11-14 22:13:20 UTC
        .year = 2026,
        .month = 11,
        .day = 21, // a Saturday
        .minute_of_day = 7 * 60 + 30,
        .minutes = 10,
        .days = 1 << 0 | 1 << 2, // Monday, Wednesday
    };
}

static const char *write(const lsn_reminder *reminder) {
    lsn_buf out = lsn_buf_make(text, sizeof text);
    assert_int_equal(lsn_reminder_write(&out, reminder, &diag), LSN_OK);
    assert_false(out.overflow);
    return lsn_buf_cstr(&out);
}

static void a_reminder_is_the_whole_file(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    assert_string_equal(write(&reminder), "BEGIN:VCALENDAR\r\n"
                                          "VERSION:2.0\r\n"
                                          "PRODID:-//Loosen//Reminders//EN\r\n"
                                          "CALSCALE:GREGORIAN\r\n"
                                          "BEGIN:VEVENT\r\n"
                                          "UID:01890a5d-ac96-774b-bcce-b302099a8057\r\n"
                                          "DTSTAMP:20231114T221320Z\r\n"
                                          "DTSTART:20261123T073000\r\n"
                                          "DURATION:PT10M\r\n"
                                          "RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n"
                                          "SUMMARY:Time for yourself\r\n"
                                          "CLASS:PRIVATE\r\n"
                                          "TRANSP:TRANSPARENT\r\n"
                                          "BEGIN:VALARM\r\n"
                                          "ACTION:DISPLAY\r\n"
                                          "DESCRIPTION:Time for yourself\r\n"
                                          "TRIGGER:-PT0M\r\n"
                                          "END:VALARM\r\n"
                                          "END:VEVENT\r\n"
                                          "END:VCALENDAR\r\n");
}

static void one_that_replaces_another_says_which_time_it_is(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.sequence = 3;
    assert_non_null(strstr(write(&reminder), "Z\r\nSEQUENCE:3\r\nDTSTART"));
}

static void an_end_is_the_last_second_of_its_last_week(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.weeks = 2;
    assert_non_null(strstr(write(&reminder), "RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261204T235959\r\n"));
}

static void without_days_it_is_every_day_from_the_first(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.days = 0;
    assert_non_null(strstr(write(&reminder), "BYDAY=MO,TU,WE,TH,FR,SA,SU\r\n"));
    assert_non_null(strstr(text, "DTSTART:20261121T073000\r\n"));
}

static void the_first_day_may_lie_in_the_next_year(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.month = 12, reminder.day = 31; // a Thursday
    assert_non_null(strstr(write(&reminder), "DTSTART:20270104T073000\r\n"));
}

static void no_line_is_longer_than_75_octets_and_no_character_is_broken(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.description = LSN_STR("Zehn Minuten für den Rücken, gleich nach dem Frühstück; die Matte liegt hinter der "
                                   "Tür, das Handtuch hängt über dem Stuhl");
    const char *at = write(&reminder);
    char unfolded[LSN_REMIND_FILE_MAX];
    size_t len = 0;
    while (*at) {
        const char *end = strstr(at, "\r\n");
        assert_non_null(end);
        assert_true(end - at <= 75);
        assert_true(((unsigned char)at[*at == ' '] & 0xc0) != 0x80);
        if (*at == ' ') len -= 2; // takes the line break of the line before back
        size_t skip = *at == ' ';
        memcpy(unfolded + len, at + skip, (size_t)(end - at) - skip);
        len += (size_t)(end - at) - skip;
        memcpy(unfolded + len, "\r\n", 2);
        len += 2;
        at = end + 2;
    }
    unfolded[len] = '\0';
    assert_non_null(strstr(unfolded, "\r\nDESCRIPTION:Zehn Minuten für den Rücken\\, gleich nach dem Frühstück\\; die "
                                     "Matte liegt hinter der Tür\\, das Handtuch hängt über dem Stuhl\r\n"));
}

static void a_line_break_in_a_text_cannot_begin_a_property(void **state) {
    (void)state;
    lsn_reminder reminder = plain();
    reminder.summary = LSN_STR("one\nATTACH:file\r\nTWO\\");
    assert_non_null(strstr(write(&reminder), "SUMMARY:one\\nATTACH:file\\nTWO\\\\\r\n"));
    assert_null(strstr(text, "\nATTACH"));
}

static void what_is_out_of_range_is_refused_and_nothing_is_written(void **state) {
    (void)state;
    lsn_reminder bad[10];
    for (int i = 0; i < 10; i++) bad[i] = plain();
    bad[0].uid = LSN_STR("");
    bad[1].uid = LSN_STR("a\r\nb");
    bad[2].month = 2, bad[2].day = 29;
    bad[3].month = 13;
    bad[4].minute_of_day = 1440;
    bad[5].minutes = 0;
    bad[6].days = 0x80;
    bad[7].weeks = 261;
    bad[8].alarm_min = -1;
    bad[9].summary = (lsn_str){text, LSN_REMIND_TEXT_MAX + 1};
    for (int i = 0; i < 10; i++) {
        lsn_buf out = lsn_buf_make(text, sizeof text);
        assert_int_equal(lsn_reminder_write(&out, &bad[i], &diag), LSN_ERR_OUT_OF_RANGE);
        assert_int_equal(out.len, 0);
        assert_true(diag.text[0] != '\0');
    }
}

static lsn_err read(lsn_reminder *out, const char *json) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    diag = (lsn_diag){0};
    return lsn_reminder_read(out, lsn_str_from(json), &arena, &diag);
}

static void a_reminder_is_read_from_json(void **state) {
    (void)state;
    lsn_reminder r;
    assert_int_equal(
        read(&r, "{\"uid\":\"u1\",\"at\":1700000000000,\"date\":\"2026-11-23\",\"time\":\"07:05\",\"minutes\":15,"
                 "\"days\":[\"tue\",\"sun\"],\"weeks\":6,\"alarm\":5,\"summary\":\"Break\"}"),
        LSN_OK);
    assert_int_equal(r.stamp_ms, 1700000000000);
    assert_int_equal(r.year * 10000 + r.month * 100 + r.day, 20261123);
    assert_int_equal(r.minute_of_day, 425);
    assert_int_equal(r.minutes, 15);
    assert_int_equal(r.days, 1 << 1 | 1 << 6);
    assert_int_equal(r.weeks, 6);
    assert_int_equal(r.alarm_min, 5);
    assert_true(lsn_str_equal(r.summary, LSN_STR("Break")));
}

static void what_is_wrong_in_json_is_named_with_its_place(void **state) {
    (void)state;
    static const struct {
        const char *json;
        lsn_err err;
        int column;
    } cases[] = {
        {"{\"uid\":\"u\",\"at\":1,\"date\":\"2026-1-23\",\"time\":\"07:05\"}", LSN_ERR_OUT_OF_RANGE, 26},
        {"{\"uid\":\"u\",\"at\":1,\"date\":\"2026-11-23\",\"time\":\"24:00\"}", LSN_ERR_OUT_OF_RANGE, 46},
        {"{\"uid\":\"u\",\"at\":1,\"date\":\"2026-11-23\"}", LSN_ERR_MISSING_FIELD, 1},
        {"{\"uid\":\"u\",\"at\":1,\"date\":\"2026-11-23\",\"time\":\"07:00\",\"days\":[\"moon\"]}",
         LSN_ERR_UNKNOWN_NAME, 62},
        {"{\"uid\":\"u\",\"at\":1.5,\"date\":\"2026-11-23\",\"time\":\"07:00\"}", LSN_ERR_WRONG_TYPE, 17},
        {"{\"uid\":\"u\",\"at\":1,\"date\":\"2026-11-23\",\"time\":\"07:00\",\"wrong\":\"x\"}", LSN_ERR_UNKNOWN_FIELD,
         54},
        {"[]", LSN_ERR_WRONG_TYPE, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lsn_reminder r = {.minutes = 77};
        assert_int_equal(read(&r, cases[i].json), cases[i].err);
        assert_int_equal(diag.column, cases[i].column);
        assert_int_equal(r.minutes, 77);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reminder_is_the_whole_file),
        cmocka_unit_test(one_that_replaces_another_says_which_time_it_is),
        cmocka_unit_test(an_end_is_the_last_second_of_its_last_week),
        cmocka_unit_test(without_days_it_is_every_day_from_the_first),
        cmocka_unit_test(the_first_day_may_lie_in_the_next_year),
        cmocka_unit_test(no_line_is_longer_than_75_octets_and_no_character_is_broken),
        cmocka_unit_test(a_line_break_in_a_text_cannot_begin_a_property),
        cmocka_unit_test(what_is_out_of_range_is_refused_and_nothing_is_written),
        cmocka_unit_test(a_reminder_is_read_from_json),
        cmocka_unit_test(what_is_wrong_in_json_is_named_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
