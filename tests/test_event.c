// Tests of core/event.
#include "core/event/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ID      "01890a5d-ac96-774b-bcce-b302099a8057"
#define SESSION "01890a5d-0000-7000-8000-000000000001"
#define HEAD    "{\"id\":\"" ID "\",\"at\":1689000000150,\"kind\":"
#define IN      ",\"session\":\"" SESSION "\""

static unsigned char memory[1 << 16];

static void assert_text(lsn_str s, const char *expected) {
    assert_int_equal(s.len, strlen(expected));
    if (s.len > 0) assert_memory_equal(s.ptr, expected, s.len);
}

static lsn_event event_of(const char *line) {
    static unsigned char kept[1 << 14];
    lsn_arena arena = lsn_arena_make(kept, sizeof kept);
    lsn_event event = {.kind = LSN_EVENT_COUNT};
    lsn_diag diag = {0};
    if (lsn_event_read(&event, lsn_str_from(line), &arena, &diag)) fail_msg("%s: %s", line, diag.text);
    return event;
}

// Expects a refusal at `column`; the event that was there stays.
static void assert_refused(lsn_err err, const char *line, const char *place) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_event event = {.at_ms = 77};
    lsn_diag diag = {0};
    lsn_err got = lsn_event_read(&event, lsn_str_from(line), &arena, &diag);
    int column = (int)(strstr(line, place) - line) + 1;
    if (got != err || diag.err != err || diag.line != 1 || diag.column != column) {
        fail_msg("%s\nexpected %s at %d, got %s at %d:%d: %s", line, lsn_err_name(err), column, lsn_err_name(got),
                 diag.line, diag.column, diag.text);
    }
    assert_int_equal(event.at_ms, 77);
    assert_int_equal(arena.used, 0);
}

// ---------------------------------------------------------------- kinds and ids

static void every_kind_has_a_name_by_which_it_is_found(void **state) {
    (void)state;
    for (int kind = 0; kind < LSN_EVENT_COUNT; kind++) {
        lsn_str name = lsn_str_from(lsn_event_kind_name((lsn_event_kind)kind));
        assert_int_equal(lsn_event_kind_find(name), kind);
    }
    assert_string_equal(lsn_event_kind_name(LSN_EVENT_step_done), "step-done");
    assert_string_equal(lsn_event_kind_fields(LSN_EVENT_step_done), "SMV");
    assert_int_equal(lsn_event_kind_find(LSN_STR("step_done")), LSN_EVENT_COUNT);
}

static void a_uuid_carries_time_version_and_variant(void **state) {
    (void)state;
    const unsigned char random[10] = {0xFF, 1, 0xFF, 3, 4, 5, 6, 7, 8, 9};
    lsn_uuid id = lsn_uuid_make(0x0123456789ABll, random);
    char text[LSN_UUID_TEXT + 1];
    lsn_uuid_write(text, &id);
    assert_string_equal(text, "01234567-89ab-7f01-bf03-040506070809");
}

static void a_uuid_is_read_in_either_case_and_written_in_lower(void **state) {
    (void)state;
    lsn_uuid id;
    char text[LSN_UUID_TEXT + 1];
    assert_true(lsn_uuid_read(&id, LSN_STR("01890A5D-AC96-774B-BCCE-B302099A8057")));
    lsn_uuid_write(text, &id);
    assert_string_equal(text, ID);
}

static void what_is_not_a_uuid_of_version_seven_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "01890a5d-ac96-774b-bcce-b302099a805",
        "01890a5d-ac96-774b-bcce-b302099a80577",
        "01890a5d-ac96-474b-bcce-b302099a8057", // version 4
        "01890a5d-ac96-774b-ccce-b302099a8057", // another variant
        "01890a5d-ac96-774b-bcce-b302099a805g",
        "01890a5dxac96-774b-bcce-b302099a8057",
        "{1890a5d-ac96-774b-bcce-b302099a8057",
        "01890a5da-c96-774b-bcce-b302099a8057",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        lsn_uuid id = {{9}};
        assert_false(lsn_uuid_read(&id, lsn_str_from(bad[i])));
        assert_int_equal(id.bytes[0], 9);
    }
}

static void uuids_sort_by_time_first(void **state) {
    (void)state;
    const unsigned char low[10] = {0}, high[10] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    lsn_uuid early = lsn_uuid_make(1000, high), late = lsn_uuid_make(1001, low);
    assert_true(lsn_uuid_compare(&early, &late) < 0);
    assert_true(lsn_uuid_compare(&late, &early) > 0);
    assert_int_equal(lsn_uuid_compare(&early, &early), 0);
    assert_false(lsn_uuid_is_zero(&early));
    assert_true(lsn_uuid_is_zero(&(lsn_uuid){{0}}));
}

// ---------------------------------------------------------------- codec

static void a_step_done_is_read_field_by_field(void **state) {
    (void)state;
    lsn_event event = event_of(HEAD "\"step-done\"" IN ",\"move\":\"cat-cow\",\"side\":\"left\",\"level\":\"easier\","
                                    "\"value\":42.5,\"text\":\"caf\\u00e9\"}");
    char id[LSN_UUID_TEXT + 1];
    lsn_uuid_write(id, &event.id);
    assert_string_equal(id, ID);
    lsn_uuid_write(id, &event.session);
    assert_string_equal(id, SESSION);
    assert_true(event.at_ms == 1689000000150);
    assert_int_equal(event.kind, LSN_EVENT_step_done);
    assert_text(event.move, "cat-cow");
    assert_text(event.side, "left");
    assert_text(event.level, "easier");
    assert_true(event.value == 42.5);
    assert_text(event.text, "caf\xC3\xA9");
}

static void what_is_written_is_read_back_to_the_same_bytes(void **state) {
    (void)state;
    static const char *const lines[] = {
        HEAD "\"screened\",\"value\":3,\"text\":\"{\\\"op\\\":true}\"}",
        HEAD "\"session-started\"" IN ",\"value\":600,\"text\":\"{}\"}",
        HEAD "\"pain-before\"" IN ",\"value\":0}",
        HEAD "\"step-done\"" IN ",\"move\":\"cat-cow\",\"side\":\"none\",\"level\":\"usual\",\"value\":42.125}",
        HEAD "\"step-eased\"" IN ",\"move\":\"cat-cow\",\"side\":\"right\",\"level\":\"easier\"}",
        HEAD "\"step-left\"" IN ",\"move\":\"cobra\"}",
        HEAD "\"paused\"" IN ",\"value\":12.7}",
        HEAD "\"stopped\"" IN ",\"value\":13,\"text\":\"stop-rule\"}",
        HEAD "\"move-felt\"" IN ",\"move\":\"cobra\",\"value\":-1}",
        HEAD "\"pain-after\"" IN ",\"value\":10}",
        HEAD "\"note\",\"text\":\"two\\nlines, \\\"quoted\\\"\"}",
        HEAD "\"note\"" IN ",\"text\":\"\"}",
        HEAD "\"session-finished\"" IN ",\"value\":86400}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lsn_event event = event_of(lines[i]);
        char data[1024];
        lsn_buf buf = lsn_buf_make(data, sizeof data);
        lsn_event_write(&buf, &event);
        assert_string_equal(lsn_buf_cstr(&buf), lines[i]);
    }
}

static void values_are_kept_to_three_decimals(void **state) {
    (void)state;
    assert_true(event_of(HEAD "\"paused\"" IN ",\"value\":1.23456}").value == 1.235);
    assert_true(event_of(HEAD "\"paused\"" IN ",\"value\":0.0004}").value == 0.0);
}

static void an_event_needs_its_fields(void **state) {
    (void)state;
    assert_refused(LSN_ERR_MISSING_FIELD, "{\"at\":1,\"kind\":\"note\",\"text\":\"\"}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, "{\"id\":\"" ID "\",\"kind\":\"note\",\"text\":\"\"}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, "{\"id\":\"" ID "\",\"at\":1,\"text\":\"\"}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"note\"}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"pain-before\",\"value\":1}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"pain-before\"" IN "}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"step-left\"" IN "}", "{");
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"step-left\"" IN ",\"move\":\"\"}", "\"\"}");
}

static void an_unknown_kind_field_side_or_level_is_refused_at_its_place(void **state) {
    (void)state;
    assert_refused(LSN_ERR_UNKNOWN_NAME, HEAD "\"step_done\"}", "\"step_done\"");
    assert_refused(LSN_ERR_UNKNOWN_FIELD, HEAD "\"note\",\"text\":\"\",\"mood\":1}", "\"mood\"");
    assert_refused(LSN_ERR_UNKNOWN_NAME, HEAD "\"step-left\"" IN ",\"move\":\"a\",\"side\":\"up\"}", "\"up\"");
    assert_refused(LSN_ERR_UNKNOWN_NAME, HEAD "\"step-left\"" IN ",\"move\":\"a\",\"level\":\"\"}", "\"\"");
}

static void a_field_of_the_wrong_type_is_refused_at_its_value(void **state) {
    (void)state;
    assert_refused(LSN_ERR_WRONG_TYPE, "[]", "[");
    assert_refused(LSN_ERR_WRONG_TYPE, "{\"id\":7}", "7");
    assert_refused(LSN_ERR_WRONG_TYPE, "{\"at\":\"now\"}", "\"now\"");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "null}", "null");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "\"note\",\"text\":[]}", "[]");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "\"note\",\"side\":true}", "true");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "\"note\",\"value\":\"4\"}", "\"4\"");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "\"note\",\"session\":null}", "null");
    assert_refused(LSN_ERR_WRONG_TYPE, HEAD "\"note\",\"move\":false}", "false");
}

static void a_value_out_of_the_range_of_its_kind_is_refused(void **state) {
    (void)state;
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"pain-before\"" IN ",\"value\":11}", "11}");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"pain-after\"" IN ",\"value\":-1}", "-1}");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"pain-after\"" IN ",\"value\":2.5}", "2.5");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"move-felt\"" IN ",\"move\":\"a\",\"value\":2}", "2}");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"screened\",\"value\":0,\"text\":\"\"}", "0,\"text");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"screened\",\"value\":5,\"text\":\"\"}", "5,\"text");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"paused\"" IN ",\"value\":86400.5}", "86400.5");
    assert_refused(LSN_ERR_OUT_OF_RANGE, HEAD "\"paused\"" IN ",\"value\":-0.1}", "-0.1");
    assert_refused(LSN_ERR_OUT_OF_RANGE, "{\"at\":-1}", "-1");
    assert_refused(LSN_ERR_OUT_OF_RANGE, "{\"at\":1.5}", "1.5");
    assert_refused(LSN_ERR_OUT_OF_RANGE, "{\"at\":253402300800000}", "253402300800000");
    assert_refused(LSN_ERR_OUT_OF_RANGE, "{\"id\":\"7\"}", "\"7\"");
}

// `before` + `count` times `piece` + `after`, in malloc'd memory.
static char *repeated(const char *before, const char *piece, int count, const char *after) {
    char *line = malloc(strlen(before) + (size_t)count * strlen(piece) + strlen(after) + 1);
    char *at = line + sprintf(line, "%s", before);
    for (int i = 0; i < count; i++) at += sprintf(at, "%s", piece);
    sprintf(at, "%s", after);
    return line;
}

static void a_text_of_the_greatest_length_is_kept_and_one_byte_more_refused(void **state) {
    (void)state;
    char *line = repeated(HEAD "\"note\",\"text\":\"", "\\u0001", LSN_EVENT_TEXT_MAX, "\"}");
    assert_int_equal(event_of(line).text.len, LSN_EVENT_TEXT_MAX);
    free(line);
    line = repeated(HEAD "\"note\",\"text\":\"", "a", LSN_EVENT_TEXT_MAX + 1, "\"}");
    assert_refused(LSN_ERR_TOO_LONG, line, "\"aaa");
    free(line);
    line = repeated(HEAD "\"note\",\"move\":\"", "m", LSN_EVENT_MOVE_MAX + 1, "\"}");
    assert_refused(LSN_ERR_TOO_LONG, line, "\"mmm");
    free(line);
    line = repeated("", " ", LSN_EVENT_LINE_MAX + 1, "");
    assert_refused(LSN_ERR_TOO_LONG, line, " ");
    free(line);
}

static void bad_json_and_line_breaks_are_refused(void **state) {
    (void)state;
    assert_refused(LSN_ERR_JSON_SYNTAX, "", "");
    assert_refused(LSN_ERR_JSON_SYNTAX, "{\"at\":1,\n\"kind\":2}", "\n");
    assert_refused(LSN_ERR_JSON_SYNTAX, "{\"at\":!}", "!");
    assert_refused(LSN_ERR_DUPLICATE, "{\"at\":1,\"at\":2}", "\"at\":2");
    assert_refused(LSN_ERR_JSON_UTF8, "{\"text\":\"\xFF\"}", "\xFF");
}

static void reading_reports_full_memory_and_grows_the_arena_by_its_strings_only(void **state) {
    (void)state;
    lsn_str line = LSN_STR(HEAD "\"note\",\"move\":\"cobra\",\"text\":\"good\"}");
    for (size_t capacity = 0;; capacity++) {
        unsigned char *block = malloc(capacity + 1);
        lsn_arena arena = lsn_arena_make(block, capacity);
        lsn_event event = {.at_ms = 77};
        lsn_diag diag;
        lsn_err err = lsn_event_read(&event, line, &arena, &diag);
        assert_true(err == LSN_OK || err == LSN_ERR_NO_MEMORY);
        assert_int_equal(arena.used, err ? 0 : sizeof "cobra" + sizeof "good");
        if (err)
            assert_int_equal(event.at_ms, 77);
        else
            assert_text(event.text, "good");
        free(block);
        if (!err) return;
    }
}

// ---------------------------------------------------------------- journal

static lsn_event event_at(int64_t ms, unsigned char tail) {
    const unsigned char random[10] = {0, 0, 0, 0, 0, 0, 0, 0, 0, tail};
    return (lsn_event){.id = lsn_uuid_make(ms, random), .at_ms = ms, .kind = LSN_EVENT_note};
}

static void a_journal_is_sorted_and_has_no_doubles(void **state) {
    (void)state;
    static const int order[] = {5, 1, 9, 3, 7, 1, 9, 5, 0};
    lsn_event events[8];
    lsn_journal log = lsn_journal_make(events, 8);
    int added_count = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        lsn_event event = event_at(order[i], 0);
        bool added = false;
        assert_int_equal(lsn_journal_add(&log, &event, &added), LSN_OK);
        added_count += added;
    }
    static const int expected[] = {0, 1, 3, 5, 7, 9};
    assert_int_equal(added_count, 6);
    assert_int_equal(log.count, 6);
    for (int i = 0; i < 6; i++) assert_int_equal(log.events[i].at_ms, expected[i]);
}

static void an_event_that_is_there_stays_as_it_was(void **state) {
    (void)state;
    lsn_event events[2], first = event_at(5, 1), second = first;
    first.value = 1;
    second.value = 2;
    lsn_journal log = lsn_journal_make(events, 2);
    bool added = false;
    assert_int_equal(lsn_journal_add(&log, &first, &added), LSN_OK);
    assert_true(added);
    assert_int_equal(lsn_journal_add(&log, &second, &added), LSN_OK);
    assert_false(added);
    assert_true(log.events[0].value == 1);
}

static void merging_two_logs_does_not_depend_on_the_order(void **state) {
    (void)state;
    lsn_event all[2][64];
    lsn_journal logs[2] = {lsn_journal_make(all[0], 64), lsn_journal_make(all[1], 64)};
    for (int i = 0; i < 50; i++) {
        lsn_event forwards = event_at(i * 7 % 25, (unsigned char)(i % 3));
        lsn_event backwards = event_at((49 - i) * 7 % 25, (unsigned char)((49 - i) % 3));
        assert_int_equal(lsn_journal_add(&logs[0], &forwards, NULL), LSN_OK);
        assert_int_equal(lsn_journal_add(&logs[1], &backwards, NULL), LSN_OK);
    }
    assert_int_equal(logs[0].count, 50);
    assert_int_equal(logs[1].count, 50);
    for (int i = 0; i < 50; i++) assert_int_equal(lsn_uuid_compare(&all[0][i].id, &all[1][i].id), 0);
}

static void a_full_journal_refuses_what_is_new_and_accepts_what_it_has(void **state) {
    (void)state;
    lsn_event events[1], first = event_at(1, 0), second = event_at(2, 0);
    lsn_journal log = lsn_journal_make(events, 1);
    bool added = true;
    assert_int_equal(lsn_journal_add(&log, &first, NULL), LSN_OK);
    assert_int_equal(lsn_journal_add(&log, &second, &added), LSN_ERR_TOO_MANY);
    assert_true(added);
    assert_int_equal(log.count, 1);
    assert_int_equal(lsn_journal_add(&log, &first, &added), LSN_OK);
    assert_false(added);
}

// ---------------------------------------------------------------- texts that are JSON

#define MEASURED(text) HEAD "\"measured\",\"value\":4,\"text\":\"" text "\"}"
#define TESTED(text)   HEAD "\"direction-tested\",\"value\":1,\"text\":\"" text "\"}"
#define TALKED(text)   HEAD "\"clinician-talked\",\"text\":\"" text "\"}"

static void a_measure_names_itself_and_its_items(void **state) {
    (void)state;
    lsn_event event = event_of(MEASURED("{\\\"measure\\\":\\\"peg\\\",\\\"items\\\":[4,5,3]}"));
    assert_text(event.text, "{\"measure\":\"peg\",\"items\":[4,5,3]}");
    event_of(MEASURED("{\\\"measure\\\":\\\"activities\\\",\\\"items\\\":[4],\\\"names\\\":[\\\"Stairs\\\"]}"));
    static const char *const bad[] = {"peg",
                                      "[]",
                                      "{\\\"items\\\":[1]}",
                                      "{\\\"measure\\\":\\\"PEG!\\\",\\\"items\\\":[1]}",
                                      "{\\\"measure\\\":\\\"peg\\\"}",
                                      "{\\\"measure\\\":\\\"peg\\\",\\\"items\\\":[]}",
                                      "{\\\"measure\\\":\\\"peg\\\",\\\"items\\\":[\\\"4\\\"]}",
                                      "{\\\"measure\\\":\\\"peg\\\",\\\"items\\\":[1],\\\"names\\\":[\\\"\\\"]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[400];
        snprintf(line, sizeof line, HEAD "\"measured\",\"value\":4,\"text\":\"%s\"}", bad[i]);
        lsn_err err = i == 0 ? LSN_ERR_JSON_SYNTAX : LSN_ERR_INCONSISTENT;
        assert_refused(err, line, strstr(line, "\"text\":") + 7);
    }
}

static void a_direction_test_tells_pain_and_site_each_time(void **state) {
    (void)state;
    event_of(TESTED("{\\\"direction\\\":\\\"extension\\\",\\\"pain\\\":[5,3,3],\\\"site\\\":[3,1,1]}"));
    static const char *const bad[] = {"{\\\"direction\\\":\\\"sideways\\\",\\\"pain\\\":[5,3],\\\"site\\\":[3,1]}",
                                      "{\\\"pain\\\":[5,3],\\\"site\\\":[3,1]}",
                                      "{\\\"direction\\\":\\\"flexion\\\",\\\"pain\\\":[5],\\\"site\\\":[3]}",
                                      "{\\\"direction\\\":\\\"flexion\\\",\\\"pain\\\":[5,11],\\\"site\\\":[3,1]}",
                                      "{\\\"direction\\\":\\\"flexion\\\",\\\"pain\\\":[5,3],\\\"site\\\":[3,5]}",
                                      "{\\\"direction\\\":\\\"flexion\\\",\\\"pain\\\":[5,3,3],\\\"site\\\":[3,1]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[400];
        snprintf(line, sizeof line, HEAD "\"direction-tested\",\"value\":0,\"text\":\"%s\"}", bad[i]);
        assert_refused(LSN_ERR_INCONSISTENT, line, strstr(line, "\"text\":") + 7);
    }
}

static void a_talk_with_a_clinician_has_a_date_and_what_was_allowed(void **state) {
    (void)state;
    event_of(TALKED("{\\\"on\\\":\\\"2026-11-20\\\",\\\"allowed\\\":[\\\"cancer\\\"]}"));
    event_of(TALKED("{\\\"on\\\":\\\"2026-11-20\\\",\\\"allowed\\\":[]}"));
    static const char *const bad[] = {"{\\\"on\\\":\\\"20 November\\\",\\\"allowed\\\":[]}",
                                      "{\\\"on\\\":\\\"2026-13-20\\\",\\\"allowed\\\":[]}", "{\\\"allowed\\\":[]}",
                                      "{\\\"on\\\":\\\"2026-11-20\\\"}",
                                      "{\\\"on\\\":\\\"2026-11-20\\\",\\\"allowed\\\":[7]}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[400];
        snprintf(line, sizeof line, HEAD "\"clinician-talked\",\"text\":\"%s\"}", bad[i]);
        assert_refused(LSN_ERR_INCONSISTENT, line, strstr(line, "\"text\":") + 7);
    }
}

static void what_a_later_version_adds_to_a_text_is_kept(void **state) {
    (void)state;
    lsn_event event = event_of(MEASURED("{\\\"measure\\\":\\\"new-one\\\",\\\"items\\\":[1],\\\"note\\\":true}"));
    assert_text(event.text, "{\"measure\":\"new-one\",\"items\":[1],\"note\":true}");
}

static void values_of_the_new_kinds_stay_in_their_ranges(void **state) {
    (void)state;
    static const char *const bad[] = {"\"next-morning\",\"value\":11}", "\"next-morning\",\"value\":2.5}",
                                      "\"leg-site\"" IN ",\"move\":\"cobra\",\"value\":5}",
                                      "\"move-preferred\",\"move\":\"cobra\",\"value\":2}", "\"flare\",\"value\":2}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[300];
        snprintf(line, sizeof line, HEAD "%s", bad[i]);
        assert_refused(LSN_ERR_OUT_OF_RANGE, line, strstr(line, "\"value\":") + 8);
    }
    assert_refused(LSN_ERR_MISSING_FIELD, HEAD "\"move-enabled\"}", "{");
    assert_int_equal(event_of(HEAD "\"move-enabled\",\"move\":\"cobra\"}").kind, LSN_EVENT_move_enabled);
    assert_true(event_of(HEAD "\"leg-site\"" IN ",\"move\":\"cobra\",\"value\":4}").value == 4);
}

// ---------------------------------------------------------------- where it hurts

#define MAP(text) HEAD "\"pain-map\",\"value\":1,\"text\":\"" text "\"}"

static void a_map_is_areas_with_one_of_two_strengths(void **state) {
    (void)state;
    static const char *const bad[] = {"[]",
                                      "{}",
                                      "{\\\"where\\\":[1]}",
                                      "{\\\"where\\\":{\\\"neck\\\":3}}",
                                      "{\\\"where\\\":{\\\"neck\\\":0}}",
                                      "{\\\"where\\\":{\\\"neck\\\":true}}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char line[300];
        snprintf(line, sizeof line, HEAD "\"pain-map\",\"value\":1,\"text\":\"%s\"}", bad[i]);
        assert_refused(LSN_ERR_INCONSISTENT, line, strstr(line, "\"text\":") + 7);
    }
    const char *strong = HEAD "\"pain-map\",\"value\":3,\"text\":\"{\\\"where\\\":{}}\"}";
    assert_refused(LSN_ERR_OUT_OF_RANGE, strong, "3,");
    lsn_event event = event_of(MAP("{\\\"where\\\": {\\\"neck\\\" : 1, \\\"calf-left\\\":2, \\\"moon\\\":1}}"));
    lsn_pain_map map = lsn_pain_map_of(event.text);
    assert_int_equal(map.at[LSN_AREA_neck], LSN_STRENGTH_some);
    assert_int_equal(map.at[LSN_AREA_calf_left], LSN_STRENGTH_much);
    assert_int_equal(map.at[LSN_AREA_calf_right], LSN_STRENGTH_none);
}

static void a_map_is_written_in_the_order_of_the_areas_and_read_back(void **state) {
    (void)state;
    lsn_pain_map map = {0}, back = {0};
    map.at[LSN_AREA_foot_left] = 1;
    map.at[LSN_AREA_low_back_right] = 2;
    char text[LSN_PAIN_MAP_TEXT_MAX];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_pain_map_write(&out, &map);
    assert_string_equal(lsn_buf_cstr(&out), "{\"where\":{\"low-back-right\":2,\"foot-left\":1}}");
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_pain_map_read(&back, lsn_buf_view(&out), arena, NULL), LSN_OK);
    assert_memory_equal(&back, &map, sizeof map);
    back = lsn_pain_map_of(lsn_buf_view(&out));
    assert_memory_equal(&back, &map, sizeof map);
    assert_int_equal(lsn_pain_map_strongest(&map), 2);
}

static void the_longest_map_has_room(void **state) {
    (void)state;
    lsn_pain_map map;
    memset(map.at, 2, sizeof map.at);
    char text[LSN_PAIN_MAP_TEXT_MAX];
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_pain_map_write(&out, &map);
    assert_false(out.overflow);
}

static void a_map_with_an_area_that_nobody_knows_is_refused_where_it_stands(void **state) {
    (void)state;
    lsn_pain_map map = {.at = {1}};
    lsn_diag diag = {0};
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    assert_int_equal(lsn_pain_map_read(&map, LSN_STR("{\"where\":{\"moon\":1}}"), arena, &diag), LSN_ERR_UNKNOWN_NAME);
    assert_int_equal(diag.column, 11);
    assert_int_equal(lsn_pain_map_read(&map, LSN_STR("{\"where\":{\"neck\":0.5}}"), arena, &diag),
                     LSN_ERR_OUT_OF_RANGE);
    assert_int_equal(lsn_pain_map_read(&map, LSN_STR("{}"), arena, &diag), LSN_ERR_MISSING_FIELD);
    assert_int_equal(map.at[0], 1);
}

static void a_map_tells_how_far_down_and_whether_in_both_legs(void **state) {
    (void)state;
    lsn_pain_map map = {0};
    map.at[LSN_AREA_knee_right] = map.at[LSN_AREA_knee_left] = 2;
    assert_int_equal(lsn_pain_map_site(&map), 0);
    assert_false(lsn_pain_map_both_legs(&map));
    map.at[LSN_AREA_thigh_back_right] = 1;
    assert_int_equal(lsn_pain_map_site(&map), 2);
    assert_false(lsn_pain_map_both_legs(&map));
    map.at[LSN_AREA_calf_left] = 1;
    assert_int_equal(lsn_pain_map_site(&map), 3);
    assert_true(lsn_pain_map_both_legs(&map));
    map.at[LSN_AREA_foot_left] = 1;
    assert_int_equal(lsn_pain_map_site(&map), 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_name_by_which_it_is_found),
        cmocka_unit_test(a_uuid_carries_time_version_and_variant),
        cmocka_unit_test(a_uuid_is_read_in_either_case_and_written_in_lower),
        cmocka_unit_test(what_is_not_a_uuid_of_version_seven_is_refused),
        cmocka_unit_test(uuids_sort_by_time_first),
        cmocka_unit_test(a_step_done_is_read_field_by_field),
        cmocka_unit_test(what_is_written_is_read_back_to_the_same_bytes),
        cmocka_unit_test(values_are_kept_to_three_decimals),
        cmocka_unit_test(an_event_needs_its_fields),
        cmocka_unit_test(an_unknown_kind_field_side_or_level_is_refused_at_its_place),
        cmocka_unit_test(a_field_of_the_wrong_type_is_refused_at_its_value),
        cmocka_unit_test(a_value_out_of_the_range_of_its_kind_is_refused),
        cmocka_unit_test(a_text_of_the_greatest_length_is_kept_and_one_byte_more_refused),
        cmocka_unit_test(bad_json_and_line_breaks_are_refused),
        cmocka_unit_test(reading_reports_full_memory_and_grows_the_arena_by_its_strings_only),
        cmocka_unit_test(a_journal_is_sorted_and_has_no_doubles),
        cmocka_unit_test(an_event_that_is_there_stays_as_it_was),
        cmocka_unit_test(merging_two_logs_does_not_depend_on_the_order),
        cmocka_unit_test(a_full_journal_refuses_what_is_new_and_accepts_what_it_has),
        cmocka_unit_test(a_measure_names_itself_and_its_items),
        cmocka_unit_test(a_direction_test_tells_pain_and_site_each_time),
        cmocka_unit_test(a_talk_with_a_clinician_has_a_date_and_what_was_allowed),
        cmocka_unit_test(what_a_later_version_adds_to_a_text_is_kept),
        cmocka_unit_test(values_of_the_new_kinds_stay_in_their_ranges),
        cmocka_unit_test(a_map_is_areas_with_one_of_two_strengths),
        cmocka_unit_test(a_map_is_written_in_the_order_of_the_areas_and_read_back),
        cmocka_unit_test(the_longest_map_has_room),
        cmocka_unit_test(a_map_with_an_area_that_nobody_knows_is_refused_where_it_stands),
        cmocka_unit_test(a_map_tells_how_far_down_and_whether_in_both_legs),
    };
    return cmocka_run_group_tests_name("event", tests, NULL, NULL);
}
