// The log on disk: durable, idempotent, private, erasable, and whole again after every write that can fail.
#include "tests/stored.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

static lsn_store_line make_line(int n, const char *text) {
    lsn_store_line line = {.at_ms = 1000 + n, .line = lsn_str_from(text)};
    line.id.bytes[0] = 1;
    line.id.bytes[14] = (unsigned char)(n >> 8);
    line.id.bytes[15] = (unsigned char)n;
    return line;
}

static lsn_err add(lsn_store *store, int first, int count, int *added) {
    lsn_store_line lines[64];
    assert_true(count <= 64);
    for (int i = 0; i < count; i++) lines[i] = make_line(first + i, "{\"kind\":\"note\",\"text\":\"a stiff morning\"}");
    return lsn_store_add(store, lines, count, added, NULL);
}

// ---------------------------------------------------------------- behaviour

static void events_come_back_in_order_of_id(void **state) {
    (void)state;
    lsn_store *store = open_store();
    lsn_store_line lines[3] = {make_line(7, "seven"), make_line(2, "two"), make_line(5, "five")};
    int added = 0;
    assert_int_equal(lsn_store_add(store, lines, 3, &added, NULL), LSN_OK);
    assert_int_equal(added, 3);
    seen s = {0};
    assert_int_equal(lsn_store_each(store, note_line, &s, NULL), LSN_OK);
    assert_int_equal(s.count, 3);
    assert_string_equal(s.text[0], "two");
    assert_string_equal(s.text[1], "five");
    assert_string_equal(s.text[2], "seven");
    lsn_store_close(store);
}

static void a_visitor_that_returns_false_ends_the_reading(void **state) {
    (void)state;
    lsn_store *store = open_store();
    int added;
    assert_int_equal(add(store, 0, 5, &added), LSN_OK);
    seen s = {.stop_after = 2};
    assert_int_equal(lsn_store_each(store, note_line, &s, NULL), LSN_OK);
    assert_int_equal(s.count, 2);
    lsn_store_close(store);
}

static void adding_the_same_event_twice_keeps_the_first(void **state) {
    (void)state;
    lsn_store *store = open_store();
    lsn_store_line first = make_line(1, "first"), again = make_line(1, "again");
    int added = 0;
    assert_int_equal(lsn_store_add(store, &first, 1, &added, NULL), LSN_OK);
    assert_int_equal(lsn_store_add(store, &again, 1, &added, NULL), LSN_OK);
    assert_int_equal(added, 0);
    seen s = {0};
    assert_int_equal(lsn_store_each(store, note_line, &s, NULL), LSN_OK);
    assert_int_equal(s.count, 1);
    assert_string_equal(s.text[0], "first");
    lsn_store_close(store);
}

static void events_are_there_after_closing_and_opening(void **state) {
    (void)state;
    lsn_store *store = open_store();
    int added;
    assert_int_equal(add(store, 0, 10, &added), LSN_OK);
    lsn_store_close(store);
    store = open_store();
    assert_int_equal(count_events(store), 10);
    lsn_store_close(store);
}

static void two_connections_see_each_others_events(void **state) {
    (void)state;
    lsn_store *a = open_store(), *b = open_store();
    int added;
    assert_int_equal(add(a, 0, 2, &added), LSN_OK);
    assert_int_equal(add(b, 2, 3, &added), LSN_OK);
    assert_int_equal(count_events(a), 5);
    assert_int_equal(count_events(b), 5);
    lsn_store_close(a);
    lsn_store_close(b);
}

static void the_files_are_for_their_owner_alone(void **state) {
    (void)state;
    mode_t old = umask(0);
    lsn_store *store = open_store();
    int added;
    assert_int_equal(add(store, 0, 1, &added), LSN_OK);
    umask(old);
    const char *names[] = {"loosen.db", "loosen.db-wal", "loosen.db-shm"};
    for (int i = 0; i < 3; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        struct stat info;
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
    lsn_store_close(store);
}

static void text_with_quotes_is_stored_as_it_is(void **state) {
    (void)state;
    lsn_store *store = open_store();
    lsn_store_line line = make_line(1, "'); DROP TABLE events; --");
    int added;
    assert_int_equal(lsn_store_add(store, &line, 1, &added, NULL), LSN_OK);
    seen s = {0};
    assert_int_equal(lsn_store_each(store, note_line, &s, NULL), LSN_OK);
    assert_string_equal(s.text[0], "'); DROP TABLE events; --");
    lsn_store_close(store);
}

static void a_log_of_a_newer_loosen_is_refused_and_left_alone(void **state) {
    (void)state;
    lsn_store *store = open_store();
    lsn_store_close(store);
    char path[128];
    snprintf(path, sizeof path, "%s/loosen.db", folder);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    lsn_diag diag = {0};
    lsn_store *newer = NULL;
    assert_int_equal(lsn_store_open(&newer, folder, &diag), LSN_ERR_INCONSISTENT);
    assert_null(newer);
    assert_non_null(strstr(diag.text, "newer Loosen (format 99)"));
}

static void a_file_that_is_not_a_log_is_refused_with_a_sentence(void **state) {
    (void)state;
    char path[128];
    snprintf(path, sizeof path, "%s/loosen.db", folder);
    FILE *file = fopen(path, "wb");
    for (int i = 0; i < 4096; i++) fputc('x', file);
    fclose(file);
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    assert_int_equal(lsn_store_open(&store, folder, &diag), LSN_ERR_IO);
    assert_non_null(strstr(diag.text, "damaged"));
}

static void a_folder_that_is_missing_is_reported(void **state) {
    (void)state;
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    assert_int_equal(lsn_store_open(&store, "/nonexistent/loosen", &diag), LSN_ERR_IO);
    assert_true(diag.text[0] != 0);
}

// ---------------------------------------------------------------- erase

static void erase_leaves_no_trace_in_the_files(void **state) {
    (void)state;
    lsn_store *store = open_store();
    for (int batch = 0; batch < 20; batch++) {
        lsn_store_line lines[40];
        static char texts[40][400];
        for (int i = 0; i < 40; i++) {
            memset(texts[i], 'p', sizeof texts[i] - 1);
            memcpy(texts[i], "AVERYPRIVATENOTE", 16);
            lines[i] = make_line(batch * 40 + i, texts[i]);
        }
        int added;
        assert_int_equal(lsn_store_add(store, lines, 40, &added, NULL), LSN_OK);
    }
    assert_true(files_hold("AVERYPRIVATENOTE"));
    assert_int_equal(lsn_store_erase(store, NULL), LSN_OK);
    assert_int_equal(count_events(store), 0);
    assert_false(files_hold("AVERYPRIVATENOTE"));
    assert_false(files_hold("pppppppp"));
    lsn_store_close(store);
    assert_false(files_hold("AVERYPRIVATENOTE"));
}

static void erase_works_while_a_server_has_the_log_open(void **state) {
    (void)state;
    lsn_store *server = open_store(), *other = open_store();
    lsn_store_line line = make_line(1, "AVERYPRIVATENOTE");
    int added;
    assert_int_equal(lsn_store_add(server, &line, 1, &added, NULL), LSN_OK);
    assert_int_equal(lsn_store_erase(other, NULL), LSN_OK);
    assert_false(files_hold("AVERYPRIVATENOTE"));
    assert_int_equal(count_events(server), 0);
    assert_int_equal(add(server, 5, 1, &added), LSN_OK);
    assert_int_equal(count_events(other), 1);
    lsn_store_close(server);
    lsn_store_close(other);
}

// ---------------------------------------------------------------- kill −9

/// Appends until it is killed; tells the parent of each event after it was acknowledged.
static void append_until_killed(int tell) {
    lsn_store *store = NULL;
    if (lsn_store_open(&store, folder, NULL)) _exit(1);
    for (unsigned short n = 0; n < 60000; n++) {
        lsn_store_line line = make_line(n, "{\"kind\":\"note\"}");
        int added = 0;
        if (lsn_store_add(store, &line, 1, &added, NULL) || added != 1) _exit(1);
        if (write(tell, &n, sizeof n) != sizeof n) _exit(1);
    }
    _exit(1);
}

static bool mark_present(void *context, const lsn_store_line *line) {
    bool *present = context;
    present[line->id.bytes[14] << 8 | line->id.bytes[15]] = true;
    return true;
}

static void a_kill_during_writes_loses_no_acknowledged_event(void **state) {
    (void)state;
    for (int round = 0; round < 8; round++) {
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) append_until_killed(ends[1]);
        close(ends[1]);
        unsigned short last = 0;
        int told = 0;
        while (told < 20 + round * 7 && read(ends[0], &last, sizeof last) == sizeof last) told++;
        kill(child, SIGKILL);
        while (read(ends[0], &last, sizeof last) == sizeof last) told++;
        int status = 0;
        waitpid(child, &status, 0);
        close(ends[0]);
        assert_true(WIFSIGNALED(status));
        assert_true(told >= 20);
        static bool present[65536];
        memset(present, 0, sizeof present);
        lsn_store *store = open_store();
        assert_int_equal(lsn_store_each(store, mark_present, present, NULL), LSN_OK);
        for (int n = 0; n <= last; n++) assert_true(present[n]);
        assert_int_equal(lsn_store_erase(store, NULL), LSN_OK);
        lsn_store_close(store);
    }
}

// ---------------------------------------------------------------- every write fails once

// A VFS over the system's whose n-th write, sync or truncate fails, as on a full or a broken disk.
static sqlite3_vfs faulty, *real;
static int countdown, fault; // fault: the result code, 0 for none
static bool sticky;          // every later one fails as well

typedef struct faulty_file {
    sqlite3_file base;
    sqlite3_file *under;
} faulty_file;

static bool fails(void) {
    if (!fault || countdown < 0) return false;
    if (countdown == 0) {
        if (!sticky) countdown = -1;
        return true;
    }
    countdown--;
    return false;
}

#define UNDER(f) (((faulty_file *)(f))->under)
static int f_close(sqlite3_file *f) {
    return UNDER(f)->pMethods ? UNDER(f)->pMethods->xClose(UNDER(f)) : SQLITE_OK;
}
static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) {
    return UNDER(f)->pMethods->xRead(UNDER(f), p, n, at);
}
static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at) {
    if (!fails()) return UNDER(f)->pMethods->xWrite(UNDER(f), p, n, at);
    // A full disk takes the first half.
    int rc = UNDER(f)->pMethods->xWrite(UNDER(f), p, n / 2, at);
    return rc ? rc : fault;
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n) {
    return fails() ? SQLITE_IOERR_TRUNCATE : UNDER(f)->pMethods->xTruncate(UNDER(f), n);
}
static int f_sync(sqlite3_file *f, int flags) {
    return fails() ? SQLITE_IOERR_FSYNC : UNDER(f)->pMethods->xSync(UNDER(f), flags);
}
static int f_size(sqlite3_file *f, sqlite3_int64 *n) {
    return UNDER(f)->pMethods->xFileSize(UNDER(f), n);
}
static int f_lock(sqlite3_file *f, int l) {
    return UNDER(f)->pMethods->xLock(UNDER(f), l);
}
static int f_unlock(sqlite3_file *f, int l) {
    return UNDER(f)->pMethods->xUnlock(UNDER(f), l);
}
static int f_reserved(sqlite3_file *f, int *out) {
    return UNDER(f)->pMethods->xCheckReservedLock(UNDER(f), out);
}
static int f_control(sqlite3_file *f, int op, void *arg) {
    return UNDER(f)->pMethods->xFileControl(UNDER(f), op, arg);
}
static int f_sector(sqlite3_file *f) {
    return UNDER(f)->pMethods->xSectorSize(UNDER(f));
}
static int f_device(sqlite3_file *f) {
    return UNDER(f)->pMethods->xDeviceCharacteristics(UNDER(f));
}
static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out) {
    return UNDER(f)->pMethods->xShmMap(UNDER(f), page, size, extend, out);
}
static int f_shm_lock(sqlite3_file *f, int at, int n, int flags) {
    return UNDER(f)->pMethods->xShmLock(UNDER(f), at, n, flags);
}
static void f_shm_barrier(sqlite3_file *f) {
    UNDER(f)->pMethods->xShmBarrier(UNDER(f));
}
static int f_shm_unmap(sqlite3_file *f, int remove_it) {
    return UNDER(f)->pMethods->xShmUnmap(UNDER(f), remove_it);
}

static const sqlite3_io_methods faulty_methods = {.iVersion = 2,
                                                  .xClose = f_close,
                                                  .xRead = f_read,
                                                  .xWrite = f_write,
                                                  .xTruncate = f_truncate,
                                                  .xSync = f_sync,
                                                  .xFileSize = f_size,
                                                  .xLock = f_lock,
                                                  .xUnlock = f_unlock,
                                                  .xCheckReservedLock = f_reserved,
                                                  .xFileControl = f_control,
                                                  .xSectorSize = f_sector,
                                                  .xDeviceCharacteristics = f_device,
                                                  .xShmMap = f_shm_map,
                                                  .xShmLock = f_shm_lock,
                                                  .xShmBarrier = f_shm_barrier,
                                                  .xShmUnmap = f_shm_unmap};

static int faulty_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    faulty_file *f = (faulty_file *)file;
    f->under = (sqlite3_file *)(f + 1);
    int rc = real->xOpen(real, name, f->under, flags, out_flags);
    f->base.pMethods = rc == SQLITE_OK ? &faulty_methods : NULL;
    return rc;
}

static int install_faulty(void **state) {
    real = sqlite3_vfs_find(NULL);
    faulty = *real;
    faulty.zName = "faulty";
    faulty.szOsFile = (int)sizeof(faulty_file) + real->szOsFile;
    faulty.xOpen = faulty_open;
    fault = 0;
    return sqlite3_vfs_register(&faulty, 1) == SQLITE_OK ? make_folder(state) : -1;
}

static int uninstall_faulty(void **state) {
    fault = 0;
    sqlite3_vfs_unregister(&faulty);
    sqlite3_vfs_register(real, 1);
    return remove_folder(state);
}

/// Fails the n-th write of adding 30 events, for every n; returns how many n there were.
static int fail_each_write(int code, bool keep_failing) {
    int64_t before = 0;
    for (int n = 0; n < 1000; n++) {
        lsn_store *store = open_store();
        countdown = n, fault = code, sticky = keep_failing;
        int added = -1;
        lsn_err err = add(store, 100 + 30 * n, 30, &added);
        bool reached = keep_failing ? countdown == 0 : countdown < 0;
        fault = 0;
        int64_t now = count_events(store);
        lsn_store_close(store);
        store = open_store();
        assert_int_equal(count_events(store), now);
        lsn_store_close(store);
        if (!err) assert_int_equal(now, before + 30);
        if (err) {
            assert_int_equal(now, before);
            assert_int_equal(added, -1);
        }
        before = now;
        if (!reached) {
            assert_int_equal(err, LSN_OK);
            return n;
        }
    }
    return -1;
}

static void a_full_disk_at_any_write_keeps_all_or_nothing(void **state) {
    (void)state;
    assert_true(fail_each_write(SQLITE_FULL, true) > 2);
}

static void a_write_that_fails_once_keeps_all_or_nothing(void **state) {
    (void)state;
    assert_true(fail_each_write(SQLITE_FULL, false) > 2);
}

static void a_broken_disk_at_any_write_keeps_all_or_nothing(void **state) {
    (void)state;
    assert_true(fail_each_write(SQLITE_IOERR_WRITE, true) > 2);
}

static void a_full_disk_is_said_in_words(void **state) {
    (void)state;
    lsn_store *store = open_store();
    countdown = 0, fault = SQLITE_FULL, sticky = true;
    lsn_store_line line = make_line(1, "text");
    lsn_diag diag = {0};
    int added = 7;
    assert_int_equal(lsn_store_add(store, &line, 1, &added, &diag), LSN_ERR_IO);
    assert_string_equal(diag.text, "the log cannot be written: the disk is full");
    assert_int_equal(added, 7);
    fault = 0;
    lsn_store_close(store);
}

static void an_erase_that_could_not_finish_says_so(void **state) {
    (void)state;
    int failed = 0;
    for (int n = 0; n < 200; n++) {
        lsn_store *store = open_store();
        int added;
        assert_int_equal(add(store, 0, 30, &added), LSN_OK);
        countdown = n, fault = SQLITE_FULL, sticky = true;
        lsn_err err = lsn_store_erase(store, NULL);
        bool reached = countdown == 0;
        fault = 0;
        if (err) failed++;
        if (!err) assert_false(files_hold("a stiff morning"));
        assert_int_equal(lsn_store_erase(store, NULL), LSN_OK);
        assert_false(files_hold("a stiff morning"));
        lsn_store_close(store);
        if (!reached) {
            assert_int_equal(err, LSN_OK);
            assert_true(failed > 3);
            return;
        }
    }
    fail_msg("the faults never ran out");
}

#define TEST(name)       cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)
#define FAULT_TEST(name) cmocka_unit_test_setup_teardown(name, install_faulty, uninstall_faulty)

static void a_full_disk_at_any_write_takes_all_of_a_batch_or_nothing(void **state) {
    (void)state;
    int failed = 0;
    for (int n = 0; n < 200; n++) {
        lsn_store *store = open_store();
        char text[1024];
        snprintf(text, sizeof text,
                 "{\"id\":\"01890a5d-ac96-774b-bcce-b3020000%04x\",\"at\":5,\"kind\":\"note\",\"text\":\"x\"}\n"
                 "{\"document\":\"a\",\"kind\":\"x\",\"at\":%d,\"content\":{}}\n",
                 n, n + 1);
        int64_t before = count_events(store), seq = list(store, 0).state.seq;
        countdown = n, fault = SQLITE_FULL, sticky = true;
        lsn_store_taken taken = {0};
        lsn_err err = take(store, text, NULL, &taken);
        bool reached = countdown == 0;
        fault = 0;
        if (err) failed++;
        assert_int_equal(count_events(store), before + !err);
        assert_int_equal(list(store, 0).state.seq, seq + !err);
        assert_int_equal(list(store, seq).count, !err);
        lsn_store_close(store);
        if (reached) continue;
        assert_true(failed > 1);
        return;
    }
    fail_msg("the faults never ran out");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(events_come_back_in_order_of_id),
        TEST(a_visitor_that_returns_false_ends_the_reading),
        TEST(adding_the_same_event_twice_keeps_the_first),
        TEST(events_are_there_after_closing_and_opening),
        TEST(two_connections_see_each_others_events),
        TEST(the_files_are_for_their_owner_alone),
        TEST(text_with_quotes_is_stored_as_it_is),
        TEST(a_log_of_a_newer_loosen_is_refused_and_left_alone),
        TEST(a_file_that_is_not_a_log_is_refused_with_a_sentence),
        TEST(a_folder_that_is_missing_is_reported),
        FAULT_TEST(a_full_disk_at_any_write_takes_all_of_a_batch_or_nothing),
        TEST(erase_leaves_no_trace_in_the_files),
        TEST(erase_works_while_a_server_has_the_log_open),
        TEST(a_kill_during_writes_loses_no_acknowledged_event),
        FAULT_TEST(a_full_disk_at_any_write_keeps_all_or_nothing),
        FAULT_TEST(a_write_that_fails_once_keeps_all_or_nothing),
        FAULT_TEST(a_broken_disk_at_any_write_keeps_all_or_nothing),
        FAULT_TEST(a_full_disk_is_said_in_words),
        FAULT_TEST(an_erase_that_could_not_finish_says_so),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
