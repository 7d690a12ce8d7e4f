// The body that is kept: the document "own" of the kind "body", which the page reads and writes too. One source of
// truth: the file body.json, which the terminal had of its own before, becomes a version of it the first time it is
// met.
#include "host/cli/command.h"
#include "host/platform/platform.h"
#include "host/store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BODY_MAX = 64 << 10, LINE_MAX_BYTES = BODY_MAX + 1024, ROOM = 2 * LINE_MAX_BYTES };
#define KIND   LSN_STR("body")
#define ID     LSN_STR("own")
#define DEVICE "terminal"

/// The name of a file in the data folder; false when there is no such file.
static bool find_file(char path[LSN_PATH_MAX], const cli_input *input, const char *name) {
    char folder[LSN_PATH_MAX];
    lsn_diag diag = {0};
    if (lsn_platform_data_folder(folder, input->data, false, &diag)) return false;
    int length = snprintf(path, LSN_PATH_MAX, "%s/%s", folder, name);
    return length < LSN_PATH_MAX && access(path, F_OK) == 0;
}

static lsn_err open_store(lsn_store **out, const cli_input *input, bool create, lsn_diag *diag) {
    char folder[LSN_PATH_MAX];
    lsn_err err = lsn_platform_data_folder(folder, input->data, create, diag);
    if (!err && !create && !lsn_store_exists(folder)) err = LSN_ERR_NOT_FOUND;
    return err ? err : lsn_store_open(out, folder, diag);
}

/// JSON without the white space around its parts: a document is one line.
static void put_on_one_line(lsn_buf *out, lsn_str json) {
    bool quoted = false;
    for (size_t i = 0; i < json.len; i++) {
        char c = json.ptr[i];
        if (!quoted && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) continue;
        if (c == '"') quoted = !quoted;
        lsn_buf_str(out, (lsn_str){&json.ptr[i], 1});
        if (quoted && c == '\\' && i + 1 < json.len) lsn_buf_str(out, (lsn_str){&json.ptr[++i], 1});
    }
}

/// Writes a version of the body; `json` empty: it is deleted.
static lsn_err write_version(lsn_store *store, lsn_str json, int64_t at_ms, lsn_diag *diag) {
    char *memory = malloc(LINE_MAX_BYTES);
    if (!memory) return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
    lsn_buf line = lsn_buf_make(memory, LINE_MAX_BYTES);
    lsn_buf_format(&line, "{\"document\":\"%S\",\"kind\":\"%S\",\"at\":%l,\"device\":\"" DEVICE "\",\"content\":", ID,
                   KIND, at_ms);
    put_on_one_line(&line, json.len ? json : LSN_STR("null"));
    lsn_buf_str(&line, LSN_STR("}"));
    lsn_store_batch batch = {0};
    lsn_store_taken taken;
    lsn_err err = lsn_store_batch_read(&batch, lsn_buf_view(&line), LSN_STORE_documents);
    if (!err && (line.overflow || batch.document_count != 1))
        err = lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "this body is too large to be kept");
    if (!err) err = lsn_store_take(store, &batch, NULL, &taken, diag);
    lsn_store_batch_free(&batch);
    free(memory);
    return err;
}

/// The version that stands; `out->at_ms` is 0 when there never was one.
static lsn_err read_version(lsn_document *out, lsn_store *store, lsn_arena *arena, lsn_diag *diag) {
    lsn_err err = lsn_store_document(out, store, KIND, ID, arena, diag);
    if (err != LSN_ERR_NOT_FOUND) return err;
    *out = (lsn_document){.deleted = true};
    return LSN_OK;
}

/// The terminal's own file becomes a version of the moment at which it was written. Where the page has a later one the
/// file stays, under another name.
static bool take_file_over(lsn_store *store, const char *path, lsn_arena arena) {
    lsn_body_options options;
    lsn_str text;
    struct stat about;
    lsn_document now;
    lsn_diag diag = {0};
    if (!cli_load_body(&options, path, &text)) return false;
    int64_t at_ms = stat(path, &about) == 0 ? about.st_mtim.tv_sec * 1000LL + about.st_mtim.tv_nsec / 1000000 : 0;
    lsn_err err = read_version(&now, store, &arena, &diag);
    bool older = !err && now.at_ms >= at_ms;
    if (!err && !older) err = write_version(store, text, at_ms, &diag);
    free((void *)(uintptr_t)text.ptr);
    if (err) return cli_refuse_diag(&diag), false;
    char aside[LSN_PATH_MAX + 8];
    snprintf(aside, sizeof aside, "%s.old", path);
    if (older) fprintf(stderr, "loosen: the page has a later body, which stands; the one before is in %s.\n", aside);
    if ((older ? rename(path, aside) : remove(path)) != 0) return cli_refuse("%s cannot be taken over", path), false;
    return true;
}

bool cli_kept_body(lsn_str *out, const cli_input *input) {
    *out = (lsn_str){0};
    char path[LSN_PATH_MAX];
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    lsn_document now = {.deleted = true};
    bool file = find_file(path, input, "body.json");
    lsn_err err = open_store(&store, input, file, &diag);
    if (err == LSN_ERR_NOT_FOUND) return true;
    unsigned char *memory = malloc(ROOM);
    if (!err && !memory) err = lsn_diag_set(&diag, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
    lsn_arena arena = lsn_arena_make(memory, ROOM);
    bool good = err || !file || take_file_over(store, path, arena);
    if (!err && good) err = read_version(&now, store, &arena, &diag);
    lsn_store_close(store);
    if (!err && good && !now.deleted) {
        char *text = malloc(now.content.len);
        if (text) *out = (lsn_str){memcpy(text, now.content.ptr, now.content.len), now.content.len};
        if (!text) err = lsn_diag_set(&diag, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
    }
    free(memory);
    if (err) cli_refuse_diag(&diag);
    return !err && good;
}

bool cli_keep_body(const cli_input *input, lsn_str json) {
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    lsn_document before = {0};
    lsn_err err = open_store(&store, input, true, &diag);
    unsigned char *memory = malloc(ROOM);
    if (!err && !memory) err = lsn_diag_set(&diag, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
    lsn_arena arena = lsn_arena_make(memory, ROOM);
    if (!err) err = read_version(&before, store, &arena, &diag);
    int64_t at_ms = lsn_platform_now_ms();
    if (at_ms <= before.at_ms) at_ms = before.at_ms + 1;
    if (!err) err = write_version(store, json, at_ms, &diag);
    lsn_store_close(store);
    free(memory);
    if (err) cli_refuse_diag(&diag);
    return !err;
}

bool cli_drop_body_files(const cli_input *input) {
    static const char *const names[] = {"body.json", "body.json.old"};
    char path[LSN_PATH_MAX];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!find_file(path, input, names[i]) || remove(path) == 0) continue;
        cli_refuse("%s cannot be deleted", path);
        return false;
    }
    return true;
}
