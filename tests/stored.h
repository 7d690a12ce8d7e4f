// What tests of the store share: what is in it, and documents put in and listed.
#ifndef STORED_H
#define STORED_H

#include "tests/store_folder.h"

static inline int64_t count_events(lsn_store *store) {
    int64_t count = -1;
    assert_int_equal(lsn_store_count(store, &count, NULL), LSN_OK);
    return count;
}

/// Whether any file in the folder holds `text`.
static inline bool files_hold(const char *text) {
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

typedef struct seen {
    int count, stop_after;
    unsigned char last[64];
    char text[64][64];
} seen;

static inline bool note_line(void *context, const lsn_store_line *line) {
    seen *s = context;
    snprintf(s->text[s->count], sizeof s->text[0], "%.*s", (int)line->line.len, line->line.ptr);
    s->last[s->count++] = line->id.bytes[15];
    return s->count != s->stop_after;
}

static inline lsn_err take(lsn_store *store, const char *text, const char *epoch, lsn_store_taken *taken) {
    lsn_store_batch batch = {0};
    assert_int_equal(lsn_store_batch_read(&batch, lsn_str_from(text), LSN_STORE_both), LSN_OK);
    assert_int_equal(batch.refused_count, 0);
    lsn_err err = lsn_store_take(store, &batch, epoch, taken, NULL);
    lsn_store_batch_free(&batch);
    return err;
}

static inline int put(lsn_store *store, const char *line) {
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

static inline listed list(lsn_store *store, int64_t since) {
    listed l = {0};
    assert_int_equal(lsn_store_each_document(store, since, list_document, &l, &l.state, NULL), LSN_OK);
    return l;
}

#endif
