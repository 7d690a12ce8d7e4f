// Questions and answers, line by line. Invariant: an end of the input is never taken for an answer.
#include "host/cli/ask.h"
#include "host/cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool ask_line(char *out, int size, const char *prompt) {
    if (terminal_signal()) return false;
    printf("%s ", prompt);
    fflush(stdout);
    if (!fgets(out, size, stdin)) {
        printf("\n");
        return false;
    }
    size_t length = strcspn(out, "\r\n");
    if (!out[length])
        for (int c = getchar(); c != EOF && c != '\n';) c = getchar(); // the rest of a long line
    out[length] = 0;
    while (length > 0 && (out[length - 1] == ' ' || out[length - 1] == '\t')) out[--length] = 0;
    return true;
}

int ask_pain(const char *prompt) {
    char line[64];
    while (ask_line(line, sizeof line, prompt)) {
        char *end;
        long value = strtol(line, &end, 10);
        if (!line[0]) return -1;
        if (end != line && !*end && value >= 0 && value <= 10) return (int)value;
        printf("A number from 0, no pain, to 10, the worst you can think of. Enter leaves it out.\n");
    }
    return -1;
}

int ask_felt(lsn_str name, bool *left_out) {
    char line[64], prompt[160];
    snprintf(prompt, sizeof prompt, "  %.*s: better, same or worse?", (int)name.len, name.ptr);
    *left_out = false;
    while (ask_line(line, sizeof line, prompt)) {
        if (line[0] == 'b' || line[0] == 'B') return 1;
        if (line[0] == 's' || line[0] == 'S') return 0;
        if (line[0] == 'w' || line[0] == 'W') return -1;
        if (!line[0]) break;
        printf("  b, s or w. Enter leaves it out.\n");
    }
    *left_out = true;
    return 0;
}
