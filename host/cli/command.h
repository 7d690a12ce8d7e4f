// Private to host/cli: commands, their options, and how they end.
#ifndef LSN_HOST_CLI_COMMAND_H
#define LSN_HOST_CLI_COMMAND_H

#include "core/body/body.h"
#include "core/catalogue/catalogue.h"

enum { CLI_SUCCESS = 0, CLI_REFUSED = 1, CLI_USAGE = 2, CLI_ARGS_MAX = 256 };

// X(id, letter, value, help): `value` is NULL for a switch.
#define CLI_OPTIONS(X)                                                                                                         \
    X(minutes, 0, "N", "how long, 3 to 30 minutes (default: 10; loosen and loosen play: as last time)")                        \
    X(place, 0, "PLACE", "where you are: floor, chair, standing or bed (default: floor, or as last time)")                     \
    X(for, 0, "REGION", "what is stiff: lower-back, upper-back, hips, buttocks, hamstrings, legs, or how much, as in hips=8; "    \
                        "may be repeated")                                                                                     \
    X(without, 0, "TAG", "leave out moves with a caution tag (see loosen moves); may be repeated")                             \
    X(find, 0, "WORDS", "moves with all these words: names, muscles, regions, \"no kneeling\"; the best first")                \
    X(seed, 0, "N", "another number gives another plan (default: the date)")                                                   \
    X(why, 0, NULL, "say of each move why it is in, and of the others why they are not")                                       \
    X(occasion, 0, "NAME", "a session for relief, flare, waking, desk, workout or bedtime")                                    \
    X(only, 0, "MOVES", "exactly these moves in the best order, as in cat-cow,cobra (at most 12)")                             \
    X(lp, 0, "FILE", "write the planner's very model for an outside solver (CPLEX LP format); - is standard output")           \
    X(days, 0, "N", "how many days from today on, 1 to 28 (default: 7)")                                                       \
    X(rest, 0, "DAYS", "weekdays without a session, as in sat,sun")                                                            \
    X(at, 0, "SECONDS|PHASE", "the moment: seconds into a repetition, or the end of a phase (default: the key pose)")          \
    X(side, 0, "l|r", "the working side (default: r)")                                                                         \
    X(variant, 0, "VARIANT", "an easier or harder variant by its id (default: the move as usual)")                             \
    X(body, 0, "FILE", "size and own limits of a person (default: the one kept by loosen body, or the mean build)")            \
    X(view, 0, "VIEW", "side, front, top or three-quarter (default: the move's best side)")                                    \
    X(size, 0, "PX", "width and height in pixels, 16 to 2048 (default: 800)")                                                  \
    X(palette, 0, "NAME", "skin, hair and clothes: teal, lilac or sage (default: teal)")                                       \
    X(routine, 0, "ROUTINE", "play this routine: the id of a ready-made one, a FILE.json or a link")                           \
    X(paper, 0, "PAPER", "a4 or letter (default: a4)")                                                                         \
    X(link, 0, "ADDRESS", "where the page stands, for the code on the sheet, as https://example.org/loosen/")                  \
    X(on, 0, "DAYS", "days of the week, as mon,wed,fri (default: every day)")                                                  \
    X(time, 0, "HH:MM", "the time of day (default: 07:30)")                                                                    \
    X(weeks, 0, "N", "for how many weeks, 1 to 260 (default: without end)")                                                    \
    X(output, 'o', "FILE", "where the picture goes")                                                                           \
    X(port, 0, "N", "the port, 0 for any free one (default: 8517, or the next free one)")                                      \
    X(no_open, 0, NULL, "do not open the browser")                                                                             \
    X(mute, 0, NULL, "do not speak")                                                                                           \
    X(speed, 0, "N", "play N times as fast, 1 to 1000; for trying things out")                                                 \
    X(format, 0, "FORMAT", "export: jsonl (complete, can be imported) or csv; picture: png or svg (lines for print)")          \
    X(questions, 0, NULL, "list the safety questions")                                                                         \
    X(answers, 0, "FILE", "judge answers from a file, without keeping them (-: standard input)")                               \
    X(yes, 0, NULL, "really do it")                                                                                            \
    X(json, 0, NULL, "write JSON for other programs")                                                                          \
    X(language, 0, "LL",                                                                                                       \
      "what the coach says in es, de, fr, zh-Hans or en (default: $LOOSEN_LANGUAGE or $LANG; with --json "                     \
      "en); the program's own lines stay English")                                                                             \
    X(data, 0, "FOLDER", "where your log lies (default: $XDG_DATA_HOME/loosen)")                                               \
    X(help, 'h', NULL, "show this")

typedef enum cli_option {
#define X(id, letter, value, help) CLI_##id,
    CLI_OPTIONS(X)
#undef X
        CLI_OPTION_COUNT
} cli_option;
_Static_assert(CLI_OPTION_COUNT <= 64, "options are bits of a 32-bit mask");

/// What was typed. Numbers are numbers and names are known; whether they make sense together is for the command.
typedef struct cli_input {
    uint64_t given; // bit mask of cli_option
    int minutes, size, port, days;
    uint32_t rest; // mask of weekdays, bit 0: Monday
    lsn_place place;
    uint32_t regions, without_tags;
    uint8_t stiff[LSN_REGION_COUNT]; // 1 to 10; 0: not said
    uint64_t seed;
    double speed;
    lsn_side side;
    const char *at, *variant, *body, *view, *output, *format, *answers, *data, *find, *routine, *link, *on, *time,
        *only, *lp, *language;
    const struct lsn_occasion *occasion;
    int palette; // lsn_palette
    int paper;   // lsn_paper
    int weeks;
    const char *args[CLI_ARGS_MAX];
    int arg_count;
} cli_input;

static inline bool cli_has(const cli_input *input, cli_option option) {
    return input->given >> option & 1;
}

typedef struct cli_command {
    const char *name, *args; // args: as the usage shows them, or ""
    const char *summary;     // one line
    const char *more;        // a paragraph for --help, or ""
    uint64_t options;        // bit mask; --language, --data and --help are always known
    int args_min, args_max;
    int (*run)(const cli_input *input);
} cli_command;

extern const cli_command cli_commands[];
extern const int cli_command_count;

/// Fills `out` from argv; says on standard error what is wrong and returns false.
bool cli_read_input(cli_input *out, const cli_command *command, int argc, char **argv);
void cli_show_help(const cli_command *command);

/// The body of --body FILE, or the one that is kept, or the mean build; false after saying what is wrong
/// (file:line:column: sentence).
bool cli_read_body(lsn_body *out, const cli_input *input);
/// The same of one file; its text too when `text` is not NULL, which the caller frees.
bool cli_load_body(lsn_body_options *out, const char *path, lsn_str *text);
/// The body that is kept, as JSON, which the caller frees; no `ptr` when there is none. False after saying what is
/// wrong.
bool cli_kept_body(lsn_str *out, const cli_input *input);
/// Another version of it, which the page takes in too; empty: there is none any more. False as above.
bool cli_keep_body(const cli_input *input, lsn_str json);
/// The files that a body lay in before it was a document. False as above.
bool cli_drop_body_files(const cli_input *input);

/// "loosen: " and a sentence on standard error; returns CLI_REFUSED or CLI_USAGE.
int cli_refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cli_refuse_diag(const lsn_diag *diag);
int cli_misuse(const cli_command *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define CLI_RUN(name) int cli_run_##name(const cli_input *input);
CLI_RUN(today)
CLI_RUN(moves)
CLI_RUN(move)
CLI_RUN(check_moves)
CLI_RUN(plan)
CLI_RUN(score)
CLI_RUN(week)
CLI_RUN(play)
CLI_RUN(screen)
CLI_RUN(picture)
CLI_RUN(pose)
CLI_RUN(body)
CLI_RUN(lengths)
CLI_RUN(export_mjcf)
CLI_RUN(routines)
CLI_RUN(handout)
CLI_RUN(remind)
CLI_RUN(serve)
CLI_RUN(progress)
CLI_RUN(measure)
CLI_RUN(trial)
CLI_RUN(log)
CLI_RUN(export)
CLI_RUN(import)
CLI_RUN(erase)
CLI_RUN(version)
#undef CLI_RUN

#endif
