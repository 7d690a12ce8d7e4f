/// core/words: another language than English. The English text is the key; a file {"English text": "translation"}
/// becomes a table that is handed along as a pointer, so nothing global knows the language. NULL is English everywhere.
#ifndef LSN_WORDS_H
#define LSN_WORDS_H

#include "core/base/base.h"

enum { LSN_WORDS_MAX = 4096, LSN_WORDS_TEXT_MAX = 1024 };

typedef struct lsn_word {
    uint64_t hash; // FNV-1a of the English text
    lsn_str text;  // NUL-terminated
} lsn_word;

/// Sorted by hash. Lies in the arena that it was parsed in.
typedef struct lsn_words {
    const lsn_word *list;
    int count;
} lsn_words;

/// Reads a words file. Refuses, with line and column: what is not an object of texts, empty texts, a text given twice
/// (or two whose hashes are equal), more or longer texts than the bounds above, and a translation whose marks are not
/// those of its English: {side}, {other}, %d … . Marks of a format may change places when they are numbered: "%2d …
/// %1s". {side} may spell out both forms, "{side|rechte|linke}". Keeps the texts in the arena; on an error it is as
/// before.
LSN_MUST_CHECK lsn_err lsn_words_parse(lsn_words *out, lsn_str json, lsn_arena *arena, lsn_diag *diag);

/// The translation, or the English when the language is NULL or lacks it.
const char *lsn_words_say(const lsn_words *language, const char *english);
lsn_str lsn_words_str(const lsn_words *language, lsn_str english);
/// Of two sentences the one for this many. Languages without plurals give the same text twice.
const char *lsn_words_count(const lsn_words *language, int count, const char *one, const char *many);

/// A number as lsn_buf_fixed writes it, with the decimal mark of the language.
void lsn_words_fixed(lsn_buf *out, const lsn_words *language, double value, int decimals);

/// What stands between two sentences, when `out` holds one: a space, or nothing.
void lsn_words_gap(lsn_buf *out, const lsn_words *language);

/// The same for literals; tools/texts.mjs finds these and LSN_TR (core/base/base.h).
#define LSN_IN(language, text)            lsn_words_say((language), (text))
#define LSN_N(language, count, one, many) lsn_words_count((language), (count), (one), (many))

#endif
