/// host/platform: what the core never touches: clock, randomness, paths and whole files.
#ifndef LSN_HOST_PLATFORM_H
#define LSN_HOST_PLATFORM_H

#include "core/base/base.h"

#define LSN_VERSION "0.1.0"

enum { LSN_PATH_MAX = 4096 };

/// Unix time in milliseconds.
int64_t lsn_platform_now_ms(void);
/// A clock that never jumps; only differences mean something.
int64_t lsn_platform_steady_ms(void);
/// Local time minus UTC at a moment.
int lsn_platform_utc_offset_min(int64_t unix_ms);
/// False when the system has no randomness to give.
LSN_MUST_CHECK bool lsn_platform_random(void *out, size_t size);

/// The folder for the person's data: `given` when not NULL, else $XDG_DATA_HOME/loosen, else ~/.local/share/loosen.
/// With `create`, what is missing is created with mode 0700; else LSN_ERR_NOT_FOUND tells that there is none yet. `out`
/// has LSN_PATH_MAX bytes. On error `diag->text` names the folder.
LSN_MUST_CHECK lsn_err lsn_platform_data_folder(char *out, const char *given, bool create, lsn_diag *diag);
/// First executable `name` on $PATH; false when there is none. `out` has LSN_PATH_MAX bytes.
bool lsn_platform_find_program(char *out, const char *name);

/// Reads a whole file ("-": standard input) of at most `max` bytes into malloc'd memory, which the caller frees.
/// LSN_ERR_TOO_LONG beyond `max`, LSN_ERR_IO (diag->text says why) when it cannot be read.
LSN_MUST_CHECK lsn_err lsn_platform_read_file(char **bytes, size_t *size, const char *path, size_t max, lsn_diag *diag);
/// Replaces a file with `write(file, context)` in one step: a reader sees the old file or the whole new one, and an
/// error leaves the old one as it was. `file` is a FILE *.
typedef bool lsn_platform_writer(void *file, void *context);
LSN_MUST_CHECK lsn_err lsn_platform_write_file(const char *path, lsn_platform_writer *write, void *context,
                                               lsn_diag *diag);

#endif
