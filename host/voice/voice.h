/// host/voice: speech through espeak-ng, a program of its own that is found on PATH or not used. Nothing is stored.
#ifndef LSN_HOST_VOICE_H
#define LSN_HOST_VOICE_H

#include <stdbool.h>

typedef struct lsn_voice {
    char program[4096]; // empty: silent
    int speaking;       // process id, 0: none
} lsn_voice;

/// Silent when `mute` or when there is no espeak-ng.
void lsn_voice_init(lsn_voice *out, bool mute);
/// Says `text`, breaking off what is still being said. Returns at once.
void lsn_voice_say(lsn_voice *voice, const char *text);
/// Ends what is being said.
void lsn_voice_hush(lsn_voice *voice);

#endif
