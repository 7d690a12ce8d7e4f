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
    LSN_PROGRAMME_LINK_MAX = 6000,
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

/// Where a programme stands. Its first day is the day on which it was begun, whatever weekday that is: week 1 is that
/// day and the six after it, so nothing of a programme is lost by when one begins. Missed days are not carried over.
typedef enum lsn_programme_state {
    LSN_PROGRAMME_before,
    LSN_PROGRAMME_running,
    LSN_PROGRAMME_over
} lsn_programme_state;
typedef struct lsn_programme_now {
    lsn_programme_state state;
    int day, days;           // of all its days; the first is 1, 0 before it begins
    int week, weekday;       // week from 1, 0 before it begins; today's weekday, Monday is 0
    int first_weekday;       // of its first day
    lsn_programme_day today; // what it asks for; rest before and after
} lsn_programme_now;

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
/// that is not named is a day of rest. At least one day asks for something.
LSN_MUST_CHECK lsn_err lsn_programme_read(lsn_programme *out, const lsn_catalogue *catalogue, lsn_str json,
                                          lsn_arena *arena, lsn_diag *diag);
/// True when the file says that it is a programme. Needs scratch for parsing.
bool lsn_routine_is_programme(lsn_str json, lsn_arena scratch);
void lsn_routine_write_json(lsn_json_out *out, const lsn_routine *routine, const lsn_catalogue *catalogue);
void lsn_programme_write_json(lsn_json_out *out, const lsn_programme *programme, const lsn_catalogue *catalogue);
/// Name, note and source of a ready-made one in another language; what the language lacks stays.
void lsn_routine_translate(lsn_routine *routine, const lsn_words *language);
void lsn_programme_translate(lsn_programme *programme, const lsn_words *language);
/// What the programme asks for so many days after its first Monday; a missed day is never carried over. Rest before the
/// beginning and after the end.
lsn_programme_day lsn_programme_at(const lsn_programme *programme, int day);
/// Both days are local, counted from 1970-01-01.
lsn_programme_now lsn_programme_stand(const lsn_programme *programme, int64_t began_day, int64_t today);

/// One line for a link, after the '#': "r1/floor/135/A%20name/cat-cow.u/glute-bridge.e". Nothing but the routine is in
/// it.
void lsn_routine_write_link(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue);
/// The way back; refuses what it does not know, with the column. Links are what strangers send: everything is bounded.
LSN_MUST_CHECK lsn_err lsn_routine_read_link(lsn_routine *out, const lsn_catalogue *catalogue, lsn_str link,
                                             lsn_arena *arena, lsn_diag *diag);

/// The same for a programme: "p1/A%20name/AA-B---.10--A---/floor/Low/cat-cow.u/chair/High/…": name, weeks of seven days
/// from Monday (the letter of a routine, two digits of minutes for the best session, - for rest), then each routine:
/// place, name, moves. Ids become a … h; notes and sources stay behind.
void lsn_programme_write_link(lsn_buf *out, const lsn_programme *programme, const lsn_catalogue *catalogue);
LSN_MUST_CHECK lsn_err lsn_programme_read_link(lsn_programme *out, const lsn_catalogue *catalogue, lsn_str link,
                                               lsn_arena *arena, lsn_diag *diag);
bool lsn_routine_is_programme_link(lsn_str link);

/// The routine as a plan, in its own order, without what the screen forbids or the body cannot do (`wish->verdict`,
/// `wish->able`); `left_out` gets one flag a step. LSN_ERR_NOT_ALLOWED when the verdict allows no exercise,
/// LSN_ERR_TOO_SHORT when nothing is left.
LSN_MUST_CHECK lsn_err lsn_routine_plan(lsn_plan *out, bool left_out[LSN_ROUTINE_STEPS_MAX],
                                        const lsn_catalogue *catalogue, const lsn_routine *routine,
                                        const lsn_wish *wish, lsn_arena scratch);

/// What is said of a move that is not here; %S stands for its id.
const char *lsn_routine_missing(lsn_str id);

#endif
