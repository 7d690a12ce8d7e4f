// Private to host/cli: everything that a command knows of the person and the moves.
#ifndef LSN_HOST_CLI_COACH_H
#define LSN_HOST_CLI_COACH_H

#include "core/figure/figure.h"
#include "core/plan/plan.h"
#include "host/cli/command.h"
#include "host/cli/language.h"
#include "host/store/store.h"

/// How much of it a command needs.
typedef enum coach_need {
    COACH_MOVES, // the catalogue
    COACH_READ,  // and body, rules, log and progress; a log that is not there counts as empty and is not created
    COACH_WRITE  // and a log to write to
} coach_need;

enum { COACH_WAITING_MAX = 512, COACH_PLAN_BYTES = 64 << 20 };

typedef struct coach {
    void *memory, *log_memory;
    cli_language language;
    lsn_catalogue catalogue; // in that language, as rules and adapt are
    lsn_screen_rules rules;
    lsn_adapt adapt;
    lsn_store *store; // NULL: there is no log yet
    lsn_journal log;
    int unread;    // lines of the log that this version cannot read
    lsn_body body; // of --body, or the one that is kept
    lsn_able able; // what it can do
    lsn_progress progress;
    int64_t now_ms;
    int utc_offset_min;
    // What the log says of the safety questions.
    lsn_screen_due due;
    lsn_verdict verdict; // of the answers that stand; all clear when never screened
    // Events that could not be written yet, and why. They are tried again with the next one.
    lsn_store_line waiting[COACH_WAITING_MAX];
    int waiting_count;
    int64_t last_ms; // of the newest event from here
    lsn_diag fault;
    const char *routine; // --routine; NULL: the plan is the planner's
} coach;

/// Opens what is needed; says on standard error what is wrong and returns false.
bool coach_open(coach *out, const cli_input *input, coach_need need);
void coach_close(coach *c);

/// Memory for one call into the core; freed by coach_scratch_free.
lsn_arena coach_scratch(size_t size);
void coach_scratch_free(lsn_arena *scratch);

/// Whether all safety questions are answered and none of them is due again (but those before each session).
bool coach_is_screened(const coach *c);

/// Now, by the clock.
void coach_update_now(coach *c);
/// Reads the log again from the store, and what follows from it.
bool coach_reload(coach *c);
/// Appends one event that happens now; the session of a session_started is its own id. False when it is not on the
/// disk: it then waits in memory and `fault` says why.
bool coach_add(coach *c, lsn_event *event);
/// Writes what waits; false as above.
bool coach_flush(coach *c);

/// The wish: what was typed, with the rest as in the last session (`remembered`) or by default.
lsn_wish coach_wish(const coach *c, const cli_input *input, bool remembered);
/// Builds the plan; on refusal says why on standard error and returns the exit code, else CLI_SUCCESS.
int coach_plan(lsn_plan *out, const coach *c, const lsn_wish *wish);

/// Runs a writer of JSON into memory that grows until it fits; NULL when there is none left. The caller frees.
typedef void coach_json_writer(lsn_json_out *out, const void *context);
char *coach_json(coach_json_writer *write, const void *context, size_t *size);
/// The same, to standard output with a line break.
int coach_print_json(coach_json_writer *write, const void *context);

/// Says what the standing answers mean when they allow no exercise; `to_stderr` or standard output.
void coach_say_verdict(const coach *c, bool to_stderr);
/// The same for a verdict on its own.
void coach_say_reasons(const lsn_verdict *verdict, bool to_stderr);
/// The advice that goes with answers that allow exercise with care, if any.
void coach_say_care(const coach *c);

/// Shows the steps of a plan.
void coach_show_plan(const coach *c, const lsn_plan *plan);
/// Shows this week and when to come back.
void coach_show_week(const coach *c);

#endif
