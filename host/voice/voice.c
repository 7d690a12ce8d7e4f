// Speech. Invariant: at most one child process, which is ended before the next one starts and before the program ends.
#include "host/voice/voice.h"
#include "core/catalogue/catalogue.h"
#include "host/platform/platform.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>

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
    char *argv[] = {voice->program, "-v", "en", "-s", rate, "--", words, NULL};
    pid_t child;
    voice->speaking = posix_spawn(&child, voice->program, &files, NULL, argv, environ) == 0 ? child : 0;
    posix_spawn_file_actions_destroy(&files);
}
