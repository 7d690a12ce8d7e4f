/// host/voice: speech through espeak-ng, a program of its own that is found on PATH or not used. Nothing is stored.
#ifndef LSN_HOST_VOICE_H
#define LSN_HOST_VOICE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct lsn_voice {
    char program[4096]; // empty: silent
    int speaking;       // process id, 0: none
    const char *voice;  // of lsn_voice_of; NULL: English
} lsn_voice;

/// Silent when `mute` or when there is no espeak-ng.
void lsn_voice_init(lsn_voice *out, bool mute);
/// Says `text`, breaking off what is still being said. Returns at once.
void lsn_voice_say(lsn_voice *voice, const char *text);
/// Ends what is being said.
void lsn_voice_hush(lsn_voice *voice);

enum {
    LSN_VOICE_TEXT_MAX = 600,          // bytes to say at once
    LSN_VOICE_SOUND_MAX = 8 << 20,     // bytes of sound, three minutes
    LSN_VOICE_RECORD_MS_MAX = 8 * 1000 // then it is given up
};
typedef struct lsn_speech {
    const char *text;
    const char *voice; // of lsn_voice_of
    int words_a_minute;
} lsn_speech;
/// Speaks the text into a WAV file in memory, which the caller frees. The text goes in through the program's standard
/// input, never through a command line or a shell. False without a voice, for an empty or too long text, or when the
/// program fails. May be called from several threads at once.
bool lsn_voice_record(unsigned char **wav, size_t *size, const lsn_voice *voice, const lsn_speech *speech);
/// espeak-ng's voice for a language of the page ("zh-Hans" → "cmn"), one of a fixed list; NULL when there is none.
const char *lsn_voice_of(const char *language);

#endif
