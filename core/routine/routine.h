/// core/routine: sessions that a person or a clinician put together: a list of moves with doses, and programmes of
/// weeks made of them. Read from files and links, written back, and turned into a plan that still obeys the safety
/// screen.
#ifndef LSN_ROUTINE_H
#define LSN_ROUTINE_H

#include "core/plan/plan.h"

enum {
    LSN_ROUTINE_STEPS_MAX = 40,
    LSN_ROUTINE_ID_MAX = 40,    // bytes
    LSN_ROUTINE_NAME_MAX = 80,  // bytes
    LSN_ROUTINE_NOTE_MAX = 400, // bytes
    LSN_ROUTINE_LINK_MAX = 2000,
    LSN_ROUTINE_BYTES_MAX = 16384, // of a file
    LSN_PROGRAMME_ROUTINES_MAX = 8,
    LSN_PROGRAMME_WEEKS_MAX = 12,
    LSN_WEEK_DAYS = 7, // Monday first
};

typedef struct lsn_routine_step {
    int move; // catalogue index
    lsn_level level;
} lsn_routine_step;

typedef struct lsn_routine {
    lsn_str id;           // a-z, 0-9 and -; may be empty
    lsn_str name, note;   // the note may be empty
    lsn_str source;       // whom it follows, a key of docs/sources.md; may be empty
    lsn_str source_words; // how it follows it; may be empty
    lsn_place place;
    uint8_t days; // bit 0 is Monday
    int count;
    lsn_routine_step steps[LSN_ROUTINE_STEPS_MAX];
} lsn_routine;

/// What a programme asks for on one day.
typedef enum lsn_programme_kind { LSN_PROGRAMME_rest, LSN_PROGRAMME_routine, LSN_PROGRAMME_best } lsn_programme_kind;
typedef struct lsn_programme_day {
    lsn_programme_kind kind;
    int value; // routine: its index; best: minutes
} lsn_programme_day;

typedef struct lsn_programme {
    lsn_str id, name, note, source, source_words;
    int routine_count, week_count;
    lsn_routine routines[LSN_PROGRAMME_ROUTINES_MAX];
    lsn_programme_day days[LSN_PROGRAMME_WEEKS_MAX][LSN_WEEK_DAYS];
} lsn_programme;

/// The ready-made ones, generated from routines/*.json; some are programmes.
extern const lsn_file lsn_builtin_routines[];
extern const int lsn_builtin_routine_count;

/// Monday is 0. "mon" … "sun"; LSN_WEEK_DAYS when there is no such day.
const char *lsn_weekday_name(int day);
int lsn_weekday_find(lsn_str name);

/// Reads {"kind":"routine","name":…,"note":…,"place":…,"days":["mon"…],"steps":[{"move":…,"level":…}…]}. Refuses
/// unknown fields, moves that the catalogue lacks, pictures, and a move given twice, with place and a sentence. Strings
/// lie in `arena`; on an error it is as before.
LSN_MUST_CHECK lsn_err lsn_routine_read(lsn_routine *out, const lsn_catalogue *catalogue, lsn_str json,
                                        lsn_arena *arena, lsn_diag *diag);
/// Reads {"kind":"programme","name":…,"routines":[routine…],"weeks":[{"mon":"routine id"|{"best":minutes}…}…]}; a day
/// that is not named is a day of rest.
LSN_MUST_CHECK lsn_err lsn_programme_read(lsn_programme *out, const lsn_catalogue *catalogue, lsn_str json,
                                          lsn_arena *arena, lsn_diag *diag);
/// True when the file says that it is a programme. Needs scratch for parsing.
bool lsn_routine_is_programme(lsn_str json, lsn_arena scratch);
void lsn_routine_write_json(lsn_json_out *out, const lsn_routine *routine, const lsn_catalogue *catalogue);
void lsn_programme_write_json(lsn_json_out *out, const lsn_programme *programme, const lsn_catalogue *catalogue);
/// What the programme asks for so many days after its first Monday; a missed day is never carried over. Rest before the
/// beginning and after the end.
lsn_programme_day lsn_programme_at(const lsn_programme *programme, int day);

/// One line for a link, after the '#': "r1/floor/135/A%20name/cat-cow.u/glute-bridge.e". Nothing but the routine is in
/// it.
void lsn_routine_write_link(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue);
/// The way back; refuses what it does not know, with the column. Links are what strangers send: everything is bounded.
LSN_MUST_CHECK lsn_err lsn_routine_read_link(lsn_routine *out, const lsn_catalogue *catalogue, lsn_str link,
                                             lsn_arena *arena, lsn_diag *diag);

/// The routine as a plan, in its own order, without what the screen forbids or the body cannot do (`wish->verdict`,
/// `wish->able`); `left_out` gets one flag a step. LSN_ERR_NOT_ALLOWED when the verdict allows no exercise,
/// LSN_ERR_TOO_SHORT when nothing is left.
LSN_MUST_CHECK lsn_err lsn_routine_plan(lsn_plan *out, bool left_out[LSN_ROUTINE_STEPS_MAX],
                                        const lsn_catalogue *catalogue, const lsn_routine *routine,
                                        const lsn_wish *wish, lsn_arena scratch);

/// What is said of a move that is not here; %S stands for its id.
const char *lsn_routine_missing(lsn_str id);

#endif
