// Speech. Invariant: at most one child process, which is ended before the next one starts and before the program ends.
#include "host/voice/voice.h"
#include "core/catalogue/catalogue.h"
#include "host/platform/platform.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

void lsn_voice_init(lsn_voice *out, bool mute) {
    *out = (lsn_voice){0};
    if (mute || !lsn_platform_find_program(out->program, "espeak-ng")) out->program[0] = 0;
}

void lsn_voice_hush(lsn_voice *voice) {
    if (voice->speaking <= 0) return;
    int status;
    if (waitpid(voice->speaking, &status, WNOHANG) == 0) {
        kill(voice->speaking, SIGTERM);
        waitpid(voice->speaking, &status, 0);
    }
    voice->speaking = 0;
}

void lsn_voice_say(lsn_voice *voice, const char *text) {
    if (!voice->program[0] || !text[0]) return;
    lsn_voice_hush(voice);
    posix_spawn_file_actions_t files;
    if (posix_spawn_file_actions_init(&files) != 0) return;
    for (int fd = 0; fd < 3; fd++) posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
    // The rate that the lines of the moves are timed for.
    char rate[16], words[1024];
    snprintf(rate, sizeof rate, "%d", LSN_WORDS_A_MINUTE);
    snprintf(words, sizeof words, "%s", text);
    char *argv[] = {voice->program, "-v", (char *)(voice->voice ? voice->voice : "en"), "-s", rate, "--", words, NULL};
    pid_t child;
    voice->speaking = posix_spawn(&child, voice->program, &files, NULL, argv, environ) == 0 ? child : 0;
    posix_spawn_file_actions_destroy(&files);
}

// ---------------------------------------------------------------- into memory

/// A file in memory that holds the text, at its start, or −1. What is no letter of a text becomes a space.
static int text_file(const char *text) {
    char plain[LSN_VOICE_TEXT_MAX];
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++) plain[i] = (unsigned char)text[i] < ' ' ? ' ' : text[i];
    int fd = memfd_create("text", MFD_CLOEXEC);
    if (fd < 0) return -1;
    if (write(fd, plain, length) == (ssize_t)length && lseek(fd, 0, SEEK_SET) == 0) return fd;
    close(fd);
    return -1;
}

/// Starts the program with its standard input and output on these; 0 when it cannot be started.
static pid_t start_recording(const lsn_voice *voice, int in, int out, const lsn_speech *speech) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;
    char rate[16];
    if (posix_spawn_file_actions_init(&files) != 0) return 0;
    posix_spawnattr_init(&attributes);
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_adddup2(&files, in, 0);
    posix_spawn_file_actions_adddup2(&files, out, 1);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_RDWR, 0);
    snprintf(rate, sizeof rate, "%d", speech->words_a_minute);
    char *argv[] = {(char *)voice->program, "-v", (char *)speech->voice, "-s", rate, "--stdin", "--stdout", NULL};
    pid_t child;
    bool started = posix_spawn(&child, voice->program, &files, &attributes, argv, environ) == 0;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return started ? child : 0;
}

/// Reads to the end; false when that takes too long or becomes too much.
static bool read_sound(unsigned char **bytes, size_t *size, int fd) {
    int64_t until = lsn_platform_steady_ms() + LSN_VOICE_RECORD_MS_MAX;
    size_t capacity = 0;
    for (;;) {
        int64_t left = until - lsn_platform_steady_ms();
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&wait, 1, (int)left) <= 0) return false;
        if (*size == capacity) {
            capacity = capacity ? capacity * 2 : 65536;
            unsigned char *larger = capacity > LSN_VOICE_SOUND_MAX ? NULL : realloc(*bytes, capacity);
            if (!larger) return false;
            *bytes = larger;
        }
        ssize_t got = read(fd, *bytes + *size, capacity - *size);
        if (got < 0) return false;
        if (got == 0) return true;
        *size += (size_t)got;
    }
}

static void put_u32(unsigned char *at, size_t value) {
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> 8 * i);
}

/// A program that writes into a pipe does not know the length before the end, and leaves a stand-in for it.
static bool mend_wav(unsigned char *wav, size_t size) {
    if (size <= 44 || memcmp(wav, "RIFF", 4) != 0 || memcmp(wav + 36, "data", 4) != 0) return false;
    put_u32(wav + 4, size - 8);
    put_u32(wav + 40, size - 44);
    return true;
}

const char *lsn_voice_of(const char *language) {
    static const char *const voices[][2] = {
        {"en", "en"}, {"es", "es"}, {"de", "de"}, {"fr", "fr"}, {"zh-Hans", "cmn"},
    };
    for (size_t i = 0; i < sizeof voices / sizeof *voices; i++)
        if (strcmp(language, voices[i][0]) == 0) return voices[i][1];
    return NULL;
}

bool lsn_voice_record(unsigned char **wav, size_t *size, const lsn_voice *voice, const lsn_speech *speech) {
    int ends[2];
    const char *text = speech->text;
    if (!voice->program[0] || !text[0] || strlen(text) > LSN_VOICE_TEXT_MAX) return false;
    int in = text_file(text);
    if (in < 0) return false;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        close(in);
        return false;
    }
    pid_t child = start_recording(voice, in, ends[1], speech);
    close(in);
    close(ends[1]);
    unsigned char *bytes = NULL;
    size_t got = 0;
    bool good = child && read_sound(&bytes, &got, ends[0]);
    close(ends[0]);
    if (child && !good) kill(child, SIGKILL);
    if (child) waitpid(child, NULL, 0);
    if (!good || !mend_wav(bytes, got)) {
        free(bytes);
        return false;
    }
    *wav = bytes;
    *size = got;
    return true;
}
