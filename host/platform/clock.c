// Time and randomness from the system.
#include "host/platform/platform.h"

#include <errno.h>
#include <sys/random.h>
#include <time.h>

static int64_t read_clock_ms(clockid_t clock) {
    struct timespec now = {0};
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t lsn_platform_now_ms(void) {
    return read_clock_ms(CLOCK_REALTIME);
}

int64_t lsn_platform_steady_ms(void) {
    return read_clock_ms(CLOCK_MONOTONIC);
}

int lsn_platform_utc_offset_min(int64_t unix_ms) {
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm local;
    if (!localtime_r(&seconds, &local)) return 0;
    return (int)(local.tm_gmtoff / 60);
}

bool lsn_platform_random(void *out, size_t size) {
    unsigned char *at = out;
    while (size > 0) {
        ssize_t got = getrandom(at, size, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}
