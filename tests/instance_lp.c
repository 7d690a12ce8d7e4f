// Writes random instances as LP files, and what the exact search says of them: instance_lp FOLDER MOVES MINUTES SEED
// COUNT. One line each: file, objective (or "none"), milliseconds.
#include "tests/instances.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TEXT_MAX = 8 << 20, NODES_MAX = 1000000 };

static double now_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int count, char **words) {
    static random_instance random;
    void *memory = malloc(LSN_SOLVE_BYTES), *text = malloc(TEXT_MAX);
    if (count != 6 || !memory || !text) return 2;
    int moves = atoi(words[2]), minutes = atoi(words[3]), seed = atoi(words[4]), last = seed + atoi(words[5]);
    for (; seed < last; seed++) {
        char path[512];
        random_instance_make(&random, (uint64_t)seed, moves, minutes);
        lsn_buf out = lsn_buf_make(text, TEXT_MAX);
        lsn_instance_write_lp(&out, &random.in);
        snprintf(path, sizeof path, "%s/%d-%d-%d.lp", words[1], moves, minutes, seed);
        FILE *file = fopen(path, "w");
        if (!file || out.overflow || fwrite(out.data, 1, out.len, file) != out.len || fclose(file)) return 1;
        lsn_solution solution;
        double start_ms = now_ms();
        lsn_err err = lsn_solve(&solution, &random.in, NULL, (lsn_solve_limits){NODES_MAX},
                                lsn_arena_make(memory, LSN_SOLVE_BYTES));
        if (err) return 1;
        printf("%s ", path);
        if (solution.feasible) printf("%d", solution.objective);
        if (!solution.feasible) printf("none");
        bool proven = solution.optimal || solution.bound == INT32_MIN;
        printf(" %.3f %s\n", now_ms() - start_ms, proven ? "proven" : "open");
        fflush(stdout);
    }
    return 0;
}
