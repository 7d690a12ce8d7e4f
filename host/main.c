// The program: everything it does is a command.
#include "host/cli/cli.h"

int main(int argc, char **argv) {
    return lsn_cli_run(argc, argv);
}
