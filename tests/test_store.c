// The log on disk: durable, idempotent, private, erasable, and whole again after every write that can fail.
#include "host/store/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

// ---------------------------------------------------------------- a folder of its own for each test

static char folder[64];

static int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/loosen-store-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state) {
    (void)state;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path);
    }
    if (dir) closedir(dir);
    return rmdir(folder);
}

static lsn_store *open_store(void) {
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    if (lsn_store_open(&store, folder, &diag)) fail_msg("%s", diag.text);
    return store;
}

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

static int64_t count_events(lsn_store *store) {
    int64_t count = -1;
    assert_int_equal(lsn_store_count(store, &count, NULL), LSN_OK);
    return count;
}

/// Whether any file in the folder holds `text`.
static bool files_hold(const char *text) {
    bool found = false;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = fopen(path, "rb");
        static char bytes[4 << 20];
        size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
        if (size && memmem(bytes, size, text, strlen(text))) found = true;
        if (file) fclose(file);
    }
    closedir(dir);
    return found;
}

// ---------------------------------------------------------------- behaviour

typedef struct seen {
    int count, stop_after;
    unsigned char last[64];
    char text[64][64];
} seen;

static bool note_line(void *context, const lsn_store_line *line) {
    seen *s = context;
    snprintf(s->text[s->count], sizeof s->text[0], "%.*s", (int)line->line.len, line->line.ptr);
    s->last[s->count++] = line->id.bytes[15];
    return s->count != s->stop_after;
}

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

// ---------------------------------------------------------------- documents

static lsn_err take(lsn_store *store, const char *text, const char *epoch, lsn_store_taken *taken) {
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, lsn_str_from(text), LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.refused_count, 0);
    lsn_err err = lsn_store_take(store, &batch, epoch, taken, NULL);
    lsn_store_batch_free(&batch);
    return err;
}

static int put(lsn_store *store, const char *line) {
    lsn_store_taken taken = {0};
    assert_int_equal(take(store, line, NULL, &taken), LSN_OK);
    return taken.documents;
}

typedef struct listed {
    int count;
    char lines[2048];
    lsn_store_state state;
} listed;

static bool list_document(void *context, const lsn_document *document) {
    listed *l = context;
    l->count++;
    strncat(l->lines, document->line.ptr, document->line.len);
    strcat(l->lines, "\n");
    return true;
}

static listed list(lsn_store *store, int64_t since) {
    listed l = {0};
    assert_int_equal(lsn_store_each_document(store, since, list_document, &l, &l.state, NULL), LSN_OK);
    return l;
}

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
        cmocka_unit_test(lines_are_read_with_their_ids_and_times),
        cmocka_unit_test(blank_lines_carriage_returns_and_a_byte_order_mark_are_passed_over),
        cmocka_unit_test(a_damaged_line_is_refused_with_its_number_and_the_rest_is_kept),
        cmocka_unit_test(an_empty_text_is_an_empty_batch),
        cmocka_unit_test(refusals_beyond_the_most_are_counted_and_not_kept),
        cmocka_unit_test(many_lines_keep_their_text_while_memory_grows),
        cmocka_unit_test(a_line_of_an_older_export_gains_its_kind_and_keeps_its_content),
        cmocka_unit_test(what_is_no_document_is_refused_with_a_sentence),
        cmocka_unit_test(a_document_of_more_than_960_kib_is_refused),
        cmocka_unit_test(an_export_of_a_newer_format_is_refused_as_a_whole),
        TEST(the_newest_version_stands_in_whatever_order_they_come),
        TEST(a_deletion_stands_against_older_versions),
        TEST(the_same_id_of_another_kind_is_another_document),
        TEST(only_what_was_written_since_is_listed),
        TEST(after_an_erase_nothing_is_taken_from_who_knew_the_log_before),
        TEST(there_is_room_for_so_many_documents_and_no_more),
        TEST(a_log_of_the_first_format_is_brought_up_to_date_and_keeps_everything),
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
