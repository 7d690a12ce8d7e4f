/// host/cli: the commands of the program.
#ifndef LSN_HOST_CLI_H
#define LSN_HOST_CLI_H

/// Runs one command and returns the exit code: 0 success, 1 refused input (with a sentence on standard error that says
/// what to do), 2 usage.
int lsn_cli_run(int argc, char **argv);

#endif
