// JSON Lines read and checked, and documents: the newest version stands, in whatever order they come.
#include "tests/stored.h"

#include <sqlite3.h>

// ---------------------------------------------------------------- JSON Lines

#define NOTE(last, text)                                                                                               \
    "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a805" last "\",\"at\":1700000000000,\"kind\":\"note\",\"text\":\"" text  \
    "\"}"

static void lines_are_read_with_their_ids_and_times(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, LSN_STR(NOTE("7", "one") "\n" NOTE("8", "two")), LSN_STORE_both),
                     LSN_OK);
    assert_int_equal(batch.count, 2);
    assert_int_equal(batch.refused_count, 0);
    assert_true(batch.lines[0].at_ms == 1700000000000);
    assert_int_equal(batch.lines[0].id.bytes[15], 0x57);
    assert_int_equal(batch.lines[1].id.bytes[15], 0x58);
    assert_int_equal(batch.lines[1].line.len, strlen(NOTE("8", "two")));
    assert_memory_equal(batch.lines[1].line.ptr, NOTE("8", "two"), strlen(NOTE("8", "two")));
    lsn_store_batch_free(&batch);
}

static void blank_lines_carriage_returns_and_a_byte_order_mark_are_passed_over(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    lsn_str text = LSN_STR("\xef\xbb\xbf" NOTE("7", "one") "\r\n\r\n  \n\n" NOTE("8", "two") "\r\n");
    assert_int_equal(lsn_store_batch_read(&batch, text, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, 2);
    assert_int_equal(batch.refused_count, 0);
    lsn_store_batch_free(&batch);
}

static void a_damaged_line_is_refused_with_its_number_and_the_rest_is_kept(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    lsn_str text = LSN_STR(NOTE("7", "one") "\n\n{\"id\":\n" NOTE("8", "two") "\n{\"kind\":\"nonsense\"}");
    assert_int_equal(lsn_store_batch_read(&batch, text, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, 2);
    assert_int_equal(batch.refused_count, 2);
    assert_int_equal(batch.refused[0].line, 3);
    assert_int_equal(batch.refused[0].column, 7);
    assert_true(batch.refused[0].text[0] != 0);
    assert_int_equal(batch.refused[1].line, 5);
    lsn_store_batch_free(&batch);
}

static void films_of_a_copy_of_the_page_are_counted_and_passed_over(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    lsn_str text = LSN_STR(
        "{\"export\":2}\n" NOTE("7", "one") "\n{\"film\":\"own-1\",\"type\":\"video/webm\",\"data\":\"AA==\"}\n");
    assert_int_equal(lsn_store_batch_read(&batch, text, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.film_count, 1);
    assert_int_equal(batch.refused_count, 0);
    lsn_store_batch_free(&batch);
}

static void an_empty_text_is_an_empty_batch(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, (lsn_str){NULL, 0}, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, 0);
    assert_int_equal(batch.refused_count, 0);
    lsn_store_batch_free(&batch);
}

static void refusals_beyond_the_most_are_counted_and_not_kept(void **state) {
    (void)state;
    enum { LINES = LSN_STORE_REFUSED_MAX + 500 };
    static char text[2 * LINES];
    for (int i = 0; i < LINES; i++) memcpy(text + 2 * i, "x\n", 2);
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, (lsn_str){text, sizeof text}, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.refused_count, LINES);
    assert_int_equal(batch.refused_kept, LSN_STORE_REFUSED_MAX);
    lsn_store_batch_free(&batch);
}

static void many_lines_keep_their_text_while_memory_grows(void **state) {
    (void)state;
    enum { LINES = 3000 };
    static char text[LINES * 128];
    size_t used = 0;
    for (int i = 0; i < LINES; i++)
        used += (size_t)sprintf(
            text + used,
            "{\"id\":\"01890a5d-ac96-774b-bcce-b3020000%04x\",\"at\":5,\"kind\":\"note\",\"text\":\"%d\"}\n", i, i);
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, (lsn_str){text, used}, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, LINES);
    for (int i = 0; i < LINES; i++) {
        char end[32];
        int length = sprintf(end, "\"text\":\"%d\"}", i);
        lsn_str line = batch.lines[i].line;
        assert_true(line.len > (size_t)length);
        assert_memory_equal(line.ptr + line.len - (size_t)length, end, (size_t)length);
    }
    lsn_store_batch_free(&batch);
}

// ---------------------------------------------------------------- documents

#define ROUTINE(id, at, device, content)                                                                               \
    "{\"document\":\"" id "\",\"kind\":\"routine\",\"at\":" at ",\"device\":\"" device "\",\"content\":" content "}"
#define NAMED(name) "{\"kind\":\"routine\",\"name\":\"" name "\"}"

static void a_line_of_an_older_export_gains_its_kind_and_keeps_its_content(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    lsn_str text = LSN_STR(NOTE("7", "one") "\n{\"document\":\"ab\",\"at\":1,\"content\": {\"kind\":\"routine\", \"a\":"
                                            "\"}\\\"\"} }\n{\"document\":\"cd\",\"at\":1}\n");
    assert_int_equal(lsn_store_batch_read(&batch, text, LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.document_count, 1);
    static const char wanted[] = "{\"document\":\"ab\",\"kind\":\"routine\",\"at\":1,\"device\":\"\",\"content\":"
                                 "{\"kind\":\"routine\", \"a\":\"}\\\"\"}}";
    assert_int_equal(batch.documents[0].line.len, strlen(wanted));
    assert_memory_equal(batch.documents[0].line.ptr, wanted, strlen(wanted));
    assert_int_equal(batch.refused_count, 1);
    assert_int_equal(batch.refused[0].line, 3);
    lsn_store_batch_free(&batch);
}

static void what_is_no_document_is_refused_with_a_sentence(void **state) {
    (void)state;
    static const char *const lines[][2] = {
        {"[]", "needs \"document\""},
        {"{\"document\":\"a b\",\"kind\":\"x\",\"at\":1,\"content\":{}}", "an id is"},
        {"{\"document\":\"a\",\"kind\":\"X\",\"at\":1,\"content\":{}}", "\"kind\" is"},
        {"{\"document\":\"a\",\"at\":1,\"content\":null}", "\"kind\" is"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":1.5,\"content\":{}}", "whole number"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":-1,\"content\":{}}", "whole number"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":1e300,\"content\":{}}", "whole number"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":1,\"content\":[]}", "an object"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":1,\"device\":\"A!\",\"content\":{}}", "\"device\" is"},
        {"{\"document\":\"a\",\"kind\":\"x\",\"at\":1,\"content\":{},\"more\":1}", "no \"more\""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        lsn_store_batch batch = {0};
        assert_int_equal(lsn_store_batch_read(&batch, lsn_str_from(lines[i][0]), LSN_STORE_documents), LSN_OK);
        assert_int_equal(batch.document_count, 0);
        assert_int_equal(batch.refused_count, 1);
        if (!strstr(batch.refused[0].text, lines[i][1])) fail_msg("%s: %s", lines[i][0], batch.refused[0].text);
        lsn_store_batch_free(&batch);
    }
}

static void a_document_of_more_than_960_kib_is_refused(void **state) {
    (void)state;
    static char line[LSN_DOCUMENT_LINE_MAX + 200];
    for (int more = 0; more < 2; more++) {
        int begin = sprintf(line, "{\"document\":\"a\",\"kind\":\"x\",\"at\":1,\"content\":{\"a\":\"");
        int fill = LSN_DOCUMENT_LINE_MAX - begin - 3 + more;
        memset(line + begin, 'x', (size_t)fill);
        strcpy(line + begin + fill, "\"}}");
        lsn_store_batch batch = {0};
        assert_int_equal(lsn_store_batch_read(&batch, lsn_str_from(line), LSN_STORE_documents), LSN_OK);
        assert_int_equal(batch.document_count, 1 - more);
        assert_int_equal(batch.refused_count, more);
        lsn_store_batch_free(&batch);
    }
}

static void the_newest_version_stands_in_whatever_order_they_come(void **state) {
    (void)state;
    static const char *const versions[] = {
        ROUTINE("r", "1000", "aa", NAMED("first")), ROUTINE("r", "2000", "aa", NAMED("second")),
        ROUTINE("r", "2000", "bb", NAMED("of a greater device")),
        ROUTINE("r", "2000", "bb", "null"), // 'n' sorts before '{'
    };
    static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}, {3, 0, 1, 2}};
    for (int o = 0; o < 4; o++) {
        lsn_store *store = open_store();
        for (int i = 0; i < 4; i++) put(store, versions[orders[o][i]]);
        listed l = list(store, 0);
        assert_int_equal(l.count, 1);
        assert_non_null(strstr(l.lines, "of a greater device"));
        assert_int_equal(lsn_store_erase(store, NULL), LSN_OK);
        lsn_store_close(store);
    }
}

static void a_deletion_stands_against_older_versions(void **state) {
    (void)state;
    lsn_store *store = open_store();
    put(store, ROUTINE("r", "1000", "aa", NAMED("AVERYPRIVATENAME")));
    assert_int_equal(put(store, ROUTINE("r", "2000", "bb", "null")), 1);
    assert_int_equal(put(store, ROUTINE("r", "1500", "cc", NAMED("AVERYPRIVATENAME"))), 0);
    listed l = list(store, 0);
    assert_int_equal(l.count, 1);
    assert_non_null(strstr(l.lines, "\"content\":null"));
    assert_int_equal(put(store, ROUTINE("r", "2001", "aa", NAMED("back"))), 1);
    lsn_store_close(store);
}

static void one_document_is_found_by_its_kind_and_id(void **state) {
    (void)state;
    static unsigned char memory[4096];
    lsn_store *store = open_store();
    lsn_arena arena = lsn_arena_make(memory, sizeof memory), tight = lsn_arena_make(memory, 40);
    lsn_document found;
    put(store, ROUTINE("a", "5", "aa", NAMED("one")));
    put(store, ROUTINE("b", "6", "aa", NAMED("two")));
    assert_int_equal(lsn_store_document(&found, store, LSN_STR("routine"), LSN_STR("b"), &arena, NULL), LSN_OK);
    assert_int_equal(found.at_ms, 6);
    assert_true(lsn_str_equal(found.content, LSN_STR(NAMED("two"))));
    assert_false(found.deleted);
    assert_int_equal(lsn_store_document(&found, store, LSN_STR("move"), LSN_STR("b"), &arena, NULL), LSN_ERR_NOT_FOUND);
    assert_int_equal(lsn_store_document(&found, store, LSN_STR("routine"), LSN_STR("b"), &tight, NULL),
                     LSN_ERR_NO_MEMORY);
    put(store, ROUTINE("b", "7", "aa", "null"));
    assert_int_equal(lsn_store_document(&found, store, LSN_STR("routine"), LSN_STR("b"), &arena, NULL), LSN_OK);
    assert_true(found.deleted && found.content.len == 0);
    lsn_store_close(store);
}

static void the_same_id_of_another_kind_is_another_document(void **state) {
    (void)state;
    lsn_store *store = open_store();
    put(store, ROUTINE("r", "1000", "aa", NAMED("one")));
    put(store,
        "{\"document\":\"r\",\"kind\":\"of-tomorrow\",\"at\":1,\"device\":\"\",\"content\":{\"unknown\":[1,2]}}");
    assert_int_equal(list(store, 0).count, 2);
    lsn_store_close(store);
}

static void only_what_was_written_since_is_listed(void **state) {
    (void)state;
    lsn_store *store = open_store();
    put(store, ROUTINE("a", "1000", "aa", NAMED("one")));
    put(store, ROUTINE("b", "1000", "aa", NAMED("two")));
    int64_t seq = list(store, 0).state.seq;
    assert_int_equal(list(store, seq).count, 0);
    put(store, ROUTINE("b", "1000", "aa", NAMED("two"))); // known: nothing is written
    assert_int_equal(list(store, seq).count, 0);
    put(store, ROUTINE("a", "2000", "aa", NAMED("one again")));
    listed l = list(store, seq);
    assert_int_equal(l.count, 1);
    assert_non_null(strstr(l.lines, "one again"));
    lsn_store_close(store);
}

static void after_an_erase_nothing_is_taken_from_who_knew_the_log_before(void **state) {
    (void)state;
    lsn_store *store = open_store();
    put(store, ROUTINE("a", "1000", "aa", NAMED("AVERYPRIVATENAME")));
    lsn_store_state before = list(store, 0).state;
    lsn_store_taken taken = {.documents = 7};
    assert_int_equal(take(store, ROUTINE("b", "1", "", NAMED("b")), before.epoch, &taken), LSN_OK);
    assert_int_equal(taken.documents, 1);
    assert_int_equal(lsn_store_erase(store, NULL), LSN_OK);
    assert_false(files_hold("AVERYPRIVATENAME"));
    taken.documents = 7;
    assert_int_equal(take(store, ROUTINE("a", "2000", "aa", NAMED("AVERYPRIVATENAME")), before.epoch, &taken),
                     LSN_ERR_NOT_FOUND);
    assert_int_equal(taken.documents, 7);
    listed l = list(store, 0);
    assert_int_equal(l.count, 0);
    assert_string_not_equal(l.state.epoch, before.epoch);
    lsn_store_close(store);
}

static void there_is_room_for_so_many_documents_and_no_more(void **state) {
    (void)state;
    lsn_store *store = open_store();
    char *text = malloc((LSN_DOCUMENTS_MAX + 1) * 80);
    size_t used = 0;
    for (int i = 0; i < LSN_DOCUMENTS_MAX; i++)
        used += (size_t)sprintf(text + used, "{\"document\":\"%d\",\"kind\":\"x\",\"at\":1,\"content\":{}}\n", i);
    assert_int_equal(put(store, text), LSN_DOCUMENTS_MAX);
    free(text);
    lsn_store_taken taken = {0};
    assert_int_equal(take(store, NOTE("7", "one") "\n" ROUTINE("r", "1", "", "{}"), NULL, &taken), LSN_ERR_TOO_MANY);
    assert_int_equal(count_events(store), 0);
    assert_int_equal(put(store, "{\"document\":\"7\",\"kind\":\"x\",\"at\":2,\"content\":null}"), 1);
    lsn_store_close(store);
}

static void an_export_of_a_newer_format_is_refused_as_a_whole(void **state) {
    (void)state;
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, LSN_STR("{\"export\":3}\n" NOTE("7", "one")), LSN_STORE_both),
                     LSN_ERR_INCONSISTENT);
    assert_int_equal(batch.count, 0);
    assert_int_equal(lsn_store_batch_read(&batch, LSN_STR("{\"export\":2}\n" NOTE("7", "one")), LSN_STORE_both),
                     LSN_OK);
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.refused_count, 0);
    lsn_store_batch_free(&batch);
}

static void a_log_of_the_first_format_is_brought_up_to_date_and_keeps_everything(void **state) {
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/loosen.db", folder);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    // As the first format was written.
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA journal_mode=WAL; CREATE TABLE events(id BLOB PRIMARY KEY CHECK(length(id) = "
                                  "16), at_ms INTEGER NOT NULL, line TEXT NOT NULL) WITHOUT ROWID; PRAGMA "
                                  "application_id=1282371443; PRAGMA user_version=1;"
                                  "INSERT INTO events VALUES(x'01890a5dac96774bbcceb302099a8057', 5, 'one');"
                                  "INSERT INTO events VALUES(x'01890a5dac96774bbcceb302099a8058', 6, 'two')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    for (int opened = 0; opened < 2; opened++) {
        lsn_store *store = open_store();
        seen s = {0};
        assert_int_equal(lsn_store_each(store, note_line, &s, NULL), LSN_OK);
        assert_int_equal(s.count, 2);
        assert_string_equal(s.text[0], "one");
        assert_string_equal(s.text[1], "two");
        if (opened == 0) put(store, ROUTINE("a", "1000", "aa", NAMED("one")));
        assert_int_equal(list(store, 0).count, 1);
        lsn_store_close(store);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_with_their_ids_and_times),
        cmocka_unit_test(blank_lines_carriage_returns_and_a_byte_order_mark_are_passed_over),
        cmocka_unit_test(a_damaged_line_is_refused_with_its_number_and_the_rest_is_kept),
        cmocka_unit_test(films_of_a_copy_of_the_page_are_counted_and_passed_over),
        cmocka_unit_test(an_empty_text_is_an_empty_batch),
        cmocka_unit_test(refusals_beyond_the_most_are_counted_and_not_kept),
        cmocka_unit_test(many_lines_keep_their_text_while_memory_grows),
        cmocka_unit_test(a_line_of_an_older_export_gains_its_kind_and_keeps_its_content),
        cmocka_unit_test(what_is_no_document_is_refused_with_a_sentence),
        cmocka_unit_test(a_document_of_more_than_960_kib_is_refused),
        cmocka_unit_test(an_export_of_a_newer_format_is_refused_as_a_whole),
        TEST(the_newest_version_stands_in_whatever_order_they_come),
        TEST(a_deletion_stands_against_older_versions),
        TEST(one_document_is_found_by_its_kind_and_id),
        TEST(the_same_id_of_another_kind_is_another_document),
        TEST(only_what_was_written_since_is_listed),
        TEST(after_an_erase_nothing_is_taken_from_who_knew_the_log_before),
        TEST(there_is_room_for_so_many_documents_and_no_more),
        TEST(a_log_of_the_first_format_is_brought_up_to_date_and_keeps_everything),
    };
    return cmocka_run_group_tests_name("documents", tests, NULL, NULL);
}
