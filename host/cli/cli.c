// The table of commands, and the way to them.
#include "host/cli/cli.h"
#include "host/cli/command.h"
#include "host/cli/paint.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define BIT(option) ((uint64_t)1 << CLI_##option)
#define WISH        (BIT(minutes) | BIT(place) | BIT(for) | BIT(without) | BIT(seed) | BIT(body))

const cli_command cli_commands[] = {
    {"moves", "", "list the moves, or find some",
     "With --find, moves that have every word, the best first; a word after \"no\" must not be there.",
     BIT(find) | BIT(place) | BIT(for) | BIT(without) | BIT(json), 0, 0, cli_run_moves},
    {"move", "ID", "show one move in full",
     "ID is the move's id, its name or one of its other names, as in: loosen move cat-cow", BIT(json), 1, 1,
     cli_run_move},
    {"check-moves", "[FILE...]", "check move files",
     "Writes file:line:column: sentence for each error. Without files, checks the moves that are built in.", 0, 0,
     CLI_ARGS_MAX, cli_run_check_moves},
    {"plan", "", "make a plan", "Your log and your last answers to the safety questions are taken into account.",
     WISH | BIT(routine) | BIT(json) | BIT(why) | BIT(only) | BIT(occasion) | BIT(lp), 0, 0,
     cli_run_plan},
    {"week", "", "plan the days ahead",
     "Each day's session is the best for what the days before it gave. Without --minutes the days get as few minutes "
     "as "
     "give every part its five minutes a week. Missed days are never made up for.",
     WISH | BIT(json) | BIT(days) | BIT(rest), 0, 0, cli_run_week},
    {"score", "", "make a plan and write every cue with its time", "", WISH | BIT(routine) | BIT(json), 0, 0, cli_run_score},
    {"play", "", "play a session in the terminal",
     "Keys: space pauses, right or n skips, left or b goes back, e is \"too much\", q stops. When standard input is "
     "not "
     "a terminal, answers are read from it line by line.",
     WISH | BIT(routine) | BIT(mute) | BIT(speed), 0, 0, cli_run_play},
    {"screen", "", "answer the safety questions",
     "They are asked in full once a month, at a flare-up and when pain gets worse, and in short before each session. "
     "With "
     "--answers, answers from a file are judged and not kept, as in {\"chest-pain\": \"no\", \"age\": 52}.",
     BIT(questions) | BIT(answers) | BIT(json), 0, 0, cli_run_screen},
    {"picture", "ID", "draw a move as a PNG, or as lines for print",
     "The lines are an SVG file: --format svg, or a FILE that ends in .svg.",
     BIT(at) | BIT(side) | BIT(view) | BIT(size) | BIT(body) | BIT(palette) | BIT(format) | BIT(output), 1, 1,
     cli_run_picture},
    {"pose", "ID", "a move's body at one moment, in numbers",
     "Writes coordinates (degrees), the joints of export-mjcf (radians), joint centres, contacts with their error, "
     "centre "
     "of mass, how far it is inside what the body rests on, and each muscle's length, its fraction s of the "
     "lengthening "
     "that can be reached, and ds against the start pose. Metres and seconds.",
     BIT(at) | BIT(side) | BIT(variant) | BIT(body) | BIT(json), 1, 1, cli_run_pose},
    {"body", "[set FILE | forget]", "show, keep or forget your own body",
     "Keeps size, limits and what you cannot do for the plan, the session and the pictures, and says which moves are "
     "left out for it and why. It is the body of the page, too. docs/body.md tells what FILE may say.",
     BIT(body) | BIT(json), 0, 2, cli_run_body},
    {"lengths", "", "muscle lengths for a table of joint angles",
     "Reads CSV from standard input: a header of coordinates, then degrees; what is missing is 0. Writes "
     "row,muscle,length_m,ratio,s: ratio is against the anatomical pose, s the fraction of the lengthening that can be "
     "reached.",
     BIT(body), 0, 0, cli_run_lengths},
    {"export-mjcf", "", "write skeleton and muscles as a MuJoCo model", "", BIT(body), 0, 0, cli_run_export_mjcf},
    {"routines", "[ROUTINE]", "show the ready-made routines and your own, or one",
     "ROUTINE is the id of one, the name of one of your own, a FILE.json or a link; docs/routines.md describes the file.",
     BIT(json), 0, 1,
     cli_run_routines},
    {"handout", "ROUTINE", "write a routine as a sheet to print",
     "HTML with line drawings, doses, cues, cautions, a grid for two weeks, and with --link a code that opens it on a phone.",
     BIT(paper) | BIT(link) | BIT(body) | BIT(output), 1, 1, cli_run_handout},
    {"remind", "", "write a reminder for your calendar",
     "An iCalendar file on standard output or in -o FILE.ics. It says nothing of what the time is for.",
     BIT(on) | BIT(time) | BIT(minutes) | BIT(weeks) | BIT(output), 0, 0, cli_run_remind},
    {"serve", "", "start the page in your browser",
     "Listens on this machine's own address, 127.0.0.1, and nowhere else. Ctrl+C stops it.", BIT(port) | BIT(no_open),
     0, 0, cli_run_serve},
    {"progress", "", "how it goes: weeks, pain, what seems to help", "", BIT(json), 0, 0, cli_run_progress},
    {"measure", "[NAME]", "answer what is due, or one measure by its name",
     "Each takes under a minute, and Enter leaves it out. Names: pain-leg, peg, activities, global-change, "
     "and the tests of range finger-to-floor, side-bend, chair-reach, knee-out. --json writes all measures with their scores and what is due.",
     BIT(json), 0, 1, cli_run_measure},
    {"trial", "", "try which way of bending your back likes",
     "Ten slow bends one way, and how it is at first, after 2 and after 10 minutes. It takes a quarter of an hour.",
     BIT(json), 0, 0, cli_run_trial},
    {"log", "", "show what you did", "", BIT(json), 0, 0, cli_run_log},
    {"export", "", "write your whole log to standard output", "", BIT(format), 0, 0, cli_run_export},
    {"import", "FILE", "add the events of an export to your log",
     "Events that are there already change nothing. A damaged line is reported with its number, the rest is kept.", 0,
     1, 1, cli_run_import},
    {"erase", "", "delete your whole log without a trace", "", BIT(yes), 0, 0, cli_run_erase},
    {"version", "", "show the version", "", 0, 0, 0, cli_run_version},
};
const int cli_command_count = sizeof cli_commands / sizeof *cli_commands;

// `loosen` alone.
static const cli_command today = {"", "", "", "", WISH, 0, 0, cli_run_today};

static void say_on_stderr(const char *format, va_list args) {
    fflush(stdout);
    fputs("loosen: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

int cli_refuse(const char *format, ...) {
    va_list args;
    va_start(args, format);
    say_on_stderr(format, args);
    va_end(args);
    return CLI_REFUSED;
}

int cli_refuse_diag(const lsn_diag *diag) {
    return cli_refuse("%s", diag->text[0] ? diag->text : lsn_err_text(diag->err));
}

int cli_misuse(const cli_command *command, const char *format, ...) {
    va_list args;
    va_start(args, format);
    say_on_stderr(format, args);
    va_end(args);
    fprintf(stderr, "See: loosen %s%s--help\n", command ? command->name : "", command && command->name[0] ? " " : "");
    return CLI_USAGE;
}

static void show_overview(void) {
    printf("%sLoosen%s, a coach for a stiff back.\n\n", paint.bold, paint.off);
    printf("Usage: loosen [COMMAND] [OPTIONS]\n\n");
    printf("  %-28s today's plan\n", "loosen");
    for (int i = 0; i < cli_command_count; i++) {
        char usage[64];
        snprintf(usage, sizeof usage, "loosen %s%s%s", cli_commands[i].name, cli_commands[i].args[0] ? " " : "",
                 cli_commands[i].args);
        printf("  %-28s %s\n", usage, cli_commands[i].summary);
    }
    printf("\nloosen COMMAND --help tells more. Exit codes: 0 success, 1 refused input, 2 usage.\n");
    printf("Loosen guides stretching for everyday stiffness. It does not diagnose or treat.\n");
}

static const cli_command *find_command(const char *name) {
    for (int i = 0; i < cli_command_count; i++)
        if (strcmp(cli_commands[i].name, name) == 0) return &cli_commands[i];
    return NULL;
}

static int run_command(const cli_command *command, int argc, char **argv) {
    cli_input input;
    if (!cli_read_input(&input, command, argc, argv)) return CLI_USAGE;
    if (cli_has(&input, CLI_help)) {
        if (command == &today)
            show_overview();
        else
            cli_show_help(command);
        return CLI_SUCCESS;
    }
    return command->run(&input);
}

int lsn_cli_run(int argc, char **argv) {
    paint_begin();
    signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error to report, not an end
    int code;
    const char *name = argc > 1 ? argv[1] : NULL;
    if (name && strcmp(name, "--version") == 0) name = "version";
    if (name && strcmp(name, "help") == 0) {
        const cli_command *command = argc > 2 ? find_command(argv[2]) : NULL;
        if (argc > 2 && !command) return cli_misuse(NULL, "there is no command \"%s\"", argv[2]);
        if (command)
            cli_show_help(command);
        else
            show_overview();
        code = CLI_SUCCESS;
    } else if (!name || name[0] == '-') {
        code = run_command(&today, argc - 1, argv + 1);
    } else {
        const cli_command *command = find_command(name);
        if (!command) return cli_misuse(NULL, "there is no command \"%s\"", name);
        code = run_command(command, argc - 2, argv + 2);
    }
    // A result that could not be written (a full disk, say) is not a success.
    if (fflush(stdout) != 0 || ferror(stdout)) return cli_refuse("the output cannot be written");
    return code;
}
