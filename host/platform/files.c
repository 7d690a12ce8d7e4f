// Folders and whole files. Invariant: a file is replaced by rename, so that nothing is ever half-written.
#include "host/platform/platform.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static lsn_err say_errno(lsn_diag *diag, const char *what, const char *path) {
    return lsn_diag_set(diag, LSN_ERR_IO, 0, 0, "%s cannot be %s: %s", path, what, strerror(errno));
}

static lsn_err make_folders(char *path, lsn_diag *diag) {
    for (char *at = path + 1;; at++) {
        if (*at != '/' && *at != 0) continue;
        char was = *at;
        *at = 0;
        int failed = mkdir(path, 0700);
        lsn_err err = failed && errno != EEXIST ? say_errno(diag, "created", path) : LSN_OK;
        *at = was;
        if (err) return err;
        if (was == 0) break;
    }
    struct stat info;
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode)) return LSN_OK;
    errno = ENOTDIR;
    return say_errno(diag, "used", path);
}

lsn_err lsn_platform_data_folder(char *out, const char *given, bool create, lsn_diag *diag) {
    const char *xdg = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    char path[LSN_PATH_MAX];
    int length;
    if (given) length = snprintf(path, sizeof path, "%s", given);
    // The XDG specification has relative paths ignored.
    else if (xdg && xdg[0] == '/')
        length = snprintf(path, sizeof path, "%s/loosen", xdg);
    else if (home && home[0])
        length = snprintf(path, sizeof path, "%s/.local/share/loosen", home);
    else
        return lsn_diag_set(diag, LSN_ERR_IO, 0, 0, "HOME is not set; say where the data lies with --data");
    if (length <= 0 || (size_t)length >= sizeof path - 64)
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "the name of the data folder is empty or too long");
    if (create) {
        lsn_err err = make_folders(path, diag);
        if (err) return err;
    } else if (access(path, F_OK) != 0) {
        return lsn_diag_set(diag, LSN_ERR_NOT_FOUND, 0, 0, "%s is not there yet", path);
    }
    memcpy(out, path, (size_t)length + 1);
    return LSN_OK;
}

bool lsn_platform_find_program(char *out, const char *name) {
    const char *at = getenv("PATH");
    while (at && *at) {
        size_t length = strcspn(at, ":");
        char path[LSN_PATH_MAX];
        int wrote = snprintf(path, sizeof path, "%.*s/%s", (int)length, at, name);
        if (length > 0 && wrote > 0 && (size_t)wrote < sizeof path && access(path, X_OK) == 0) {
            memcpy(out, path, (size_t)wrote + 1);
            return true;
        }
        at += length + (at[length] == ':');
    }
    return false;
}

static lsn_err read_stream(char **bytes, size_t *size, FILE *file, const char *path, size_t max, lsn_diag *diag) {
    size_t capacity = 65536, used = 0;
    char *memory = malloc(capacity);
    lsn_err err = memory ? LSN_OK : LSN_ERR_NO_MEMORY;
    while (!err) {
        size_t got = fread(memory + used, 1, capacity - used, file);
        used += got;
        if (got == 0) break;
        if (used > max)
            err = lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "%s is larger than %l bytes", path, (int64_t)max);
        if (err || used < capacity) continue;
        char *larger = realloc(memory, capacity * 2);
        if (!larger)
            err = LSN_ERR_NO_MEMORY;
        else
            memory = larger, capacity *= 2;
    }
    if (!err && ferror(file)) err = say_errno(diag, "read", path);
    if (err == LSN_ERR_NO_MEMORY) lsn_diag_set(diag, err, 0, 0, "%s does not fit into memory", path);
    if (err) {
        free(memory);
        return err;
    }
    *bytes = memory;
    *size = used;
    return LSN_OK;
}

lsn_err lsn_platform_read_file(char **bytes, size_t *size, const char *path, size_t max, lsn_diag *diag) {
    if (strcmp(path, "-") == 0) return read_stream(bytes, size, stdin, "standard input", max, diag);
    FILE *file = fopen(path, "rb");
    if (!file) return say_errno(diag, "read", path);
    lsn_err err = read_stream(bytes, size, file, path, max, diag);
    fclose(file);
    return err;
}

lsn_err lsn_platform_write_file(const char *path, lsn_platform_writer *write, void *context, lsn_diag *diag) {
    struct stat info;
    // A device or a pipe (/dev/stdout) cannot be replaced, only written to.
    bool replace = stat(path, &info) != 0 || S_ISREG(info.st_mode);
    char name[LSN_PATH_MAX];
    int length = snprintf(name, sizeof name, replace ? "%s.XXXXXX" : "%s", path);
    if (length < 0 || (size_t)length >= sizeof name)
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "the file name is too long");
    int fd = replace ? mkstemp(name) : open(path, O_WRONLY);
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (!file) {
        lsn_err err = say_errno(diag, "written", path);
        if (fd >= 0) close(fd);
        return err;
    }
    mode_t mask = umask(0);
    umask(mask);
    errno = EIO;
    bool good = write(file, context) && fflush(file) == 0;
    if (replace) good = good && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
    int reason = errno;
    if (fclose(file) != 0 && good) good = false, reason = errno;
    if (good && replace && rename(name, path) != 0) good = false, reason = errno;
    if (good) return LSN_OK;
    if (replace) unlink(name);
    errno = reason;
    return say_errno(diag, "written", path);
}
