// A folder of its own for each test, and a store in it.
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "host/store/store.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];

static inline int make_folder(void **state) {
    (void)state;
    strcpy(folder, "/tmp/loosen-XXXXXX");
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

static inline lsn_store *open_store(void) {
    lsn_store *store = NULL;
    lsn_diag diag = {0};
    if (lsn_store_open(&store, folder, &diag)) fail_msg("%s", diag.text);
    return store;
}

#endif
