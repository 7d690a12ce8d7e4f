/// core/library: the moves as a person looks for them and reads about them: search, and what one move's page says.
#ifndef LSN_LIBRARY_H
#define LSN_LIBRARY_H

#include "core/body/body.h"
#include "core/catalogue/catalogue.h"
#include "core/progress/progress.h"

enum { LSN_FIND_WORDS_MAX = 200, LSN_FIND_TERMS_MAX = 12 };

/// What is looked for. A mask of 0 asks for nothing in particular; else one of its bits is enough.
typedef struct lsn_find {
    lsn_str words;         // "hamstring bed", "hip no kneeling"; at most LSN_FIND_WORDS_MAX bytes
    uint32_t places;       // bit mask of lsn_place
    uint32_t regions;      // bit mask of lsn_region
    uint32_t kinds;        // bit mask of lsn_kind
    uint32_t without_tags; // bit mask of lsn_tag: none of these
} lsn_find;

/// Indices of the moves that have every word, the best first; returns how many. A word is looked for, without regard
/// to case, in the name, the other names, the muscles (plain and Latin), regions, postures, places, props, kind and
/// texts: whole, as the beginning of a word, or, from five letters on, with one letter wrong. The word after "no" or
/// "without" must not be in the name, muscles, regions, postures, cautions, needed props or kind, nor be the only
/// place. Terms after LSN_FIND_TERMS_MAX are passed over. Equal ones stand in the order of their names.
int lsn_find_moves(int out[LSN_MOVES_MAX], const lsn_catalogue *catalogue, const lsn_find *find);

/// Reads {"words":"…","places":[…],"regions":[…],"kinds":[…],"without":[…]}, names as in move files; every field may be
/// left out. `words` borrows from `arena`.
LSN_MUST_CHECK lsn_err lsn_find_read(lsn_find *out, lsn_str text, lsn_arena *arena, lsn_diag *diag);

/// What a move's page says besides the move itself: {"muscles":[{"plain","latin","primary","side"}…] (each name once,
/// the primary ones first),"cautions":[{"tag","text"}…],"start","places":[…],"props":{"needed":[…],"useful":[…]} in
/// plain words,"lines":{"ready","phases":[…]} as the voice says them for the right side,"history":{"times","last_ms"
/// (0: never),"better","same","worse","preferred","level","why_level","resting","retired","helps"}}.
void lsn_library_write_page(lsn_json_out *out, const lsn_move *move, const lsn_move_record *record);

#endif
