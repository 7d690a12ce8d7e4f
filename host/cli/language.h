// Private to host/cli: the language that the core speaks.
#ifndef LSN_HOST_CLI_LANGUAGE_H
#define LSN_HOST_CLI_LANGUAGE_H

#include "core/words/words.h"
#include "host/cli/command.h"

typedef struct cli_language {
    lsn_words words;
    char code[16]; // "de"; empty: English, which needs no words
} cli_language;

/// Whether there are words for it; "en" needs none.
bool cli_is_language(const char *code);
/// The language of --language, or of LOOSEN_LANGUAGE, LC_ALL, LC_MESSAGES or LANG (the first that is set) where nothing
/// is written for other programs. English when it names none that there is. The words lie in `arena`.
bool cli_read_language(cli_language *out, const cli_input *input, lsn_arena *arena);

#endif
