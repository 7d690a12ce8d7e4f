// Private to host/cli: questions that are answered with a line.
#ifndef LSN_HOST_CLI_ASK_H
#define LSN_HOST_CLI_ASK_H

#include "host/cli/coach.h"

/// One line of standard input without its end, cut at `size`; false at the end of the input or when told to stop.
bool ask_line(char *out, int size, const char *prompt);
/// A whole number from 0 to 10; −1 when it is left out or the input ends.
int ask_pain(const char *prompt);
/// −1 worse, 0 the same, 1 better; `left_out` when there is no answer.
int ask_felt(lsn_str name, bool *left_out);

/// Asks what is due before a session: everything once a month, else the signs that cannot wait. Stores the answers.
/// False (after saying why) when they are not answered or do not allow a session.
bool ask_screening(coach *c);

#endif
