// loosen body: the person's own body as it is kept, and what it leaves out.
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---------------------------------------------------------------- show

static void write_own(lsn_json_out *out, const void *context) {
    const coach *c = context;
    lsn_json_object(out);
    lsn_json_key(out, "body");
    lsn_body_options_write_json(out, &c->body.options);
    lsn_json_key(out, "left_out");
    lsn_able_write_json(out, &c->able, &c->catalogue);
    lsn_json_object_end(out);
}

// "hip_flexion" for both sides, which a limit without a side stands for.
static void show_limits(const lsn_body_options *options) {
    for (int i = 0; i < options->limit_count; i++) {
        const lsn_own_limit *limit = &options->limits[i], *next = limit + 1;
        const lsn_coord_info *info = lsn_coord_describe(limit->coord);
        bool pair = i + 1 < options->limit_count && next->coord == info->mirror && next->coord != limit->coord &&
                    next->least_deg == limit->least_deg && next->greatest_deg == limit->greatest_deg;
        printf("  %-24.*s %4.0f° to %4.0f°\n", (int)strlen(info->name) - (pair ? 2 : 0), info->name, limit->least_deg,
               limit->greatest_deg);
        i += pair;
    }
    if (options->straight_leg_deg > 0) printf("  %-24s to %.0f°\n", "straight leg raise", options->straight_leg_deg);
    if (options->prone_knee_deg > 0) printf("  %-24s to %.0f°\n", "knee bend lying prone", options->prone_knee_deg);
    for (int i = 0; i < LSN_CANNOT_COUNT; i++)
        if (options->cannot >> i & 1) printf("  You cannot %s.\n", lsn_cannot_text((lsn_cannot)i));
}

static void show_left_out(const coach *c) {
    enum { ALL = (1 << LSN_LEVEL_COUNT) - 1 };
    int count = 0;
    for (int m = 0; m < c->catalogue.count; m++) count += c->able.levels[m] == 0;
    if (count > 0) printf("\n%sLeft out for it%s\n", paint.bold, paint.off);
    for (int m = 0; m < c->catalogue.count; m++) {
        if (c->able.levels[m] != 0) continue;
        char memory[200];
        lsn_buf why = lsn_buf_make(memory, sizeof memory);
        lsn_hindrance_say(&why, NULL, &c->able.why[m][LSN_LEVEL_usual]);
        printf("  ");
        paint_padded(c->catalogue.moves[m].name, 30);
        bool for_bed = c->catalogue.moves[m].places >> LSN_PLACE_bed & 1;
        printf("  %s%s\n", lsn_buf_cstr(&why), for_bed && c->able.in_bed[m] ? "; in bed it stays" : "");
    }
    count = 0;
    for (int m = 0; m < c->catalogue.count; m++) count += c->able.levels[m] != 0 && c->able.levels[m] != ALL;
    if (count > 0)
        printf("%s%d more at some levels only; loosen body --json lists them.%s\n", paint.dim, count, paint.off);
}

static int show_own(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_READ)) return CLI_REFUSED;
    int code = CLI_SUCCESS;
    lsn_str kept = {0};
    if (cli_has(input, CLI_json)) {
        code = coach_print_json(write_own, &c);
    } else {
        const lsn_body_options *options = &c.body.options;
        bool own = input->body || (cli_kept_body(&kept, input) && kept.ptr);
        free((void *)(uintptr_t)kept.ptr);
        printf("%s%s%s\n", paint.bold, own ? "Your body" : "The mean build", paint.off);
        printf("  %.2f m, %.0f kg, build %.2f, dressed in %s\n", options->stature_m, options->mass_kg, options->girth,
               lsn_palette_name((lsn_palette)options->look));
        show_limits(options);
        show_left_out(&c);
        if (!own) printf("\nTo keep your own: loosen body set FILE. loosen body --help tells more.\n");
    }
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- keep

static int keep(const cli_input *input, const char *from) {
    lsn_body_options options;
    lsn_str text;
    if (!cli_load_body(&options, from, &text)) return CLI_REFUSED;
    bool kept = cli_keep_body(input, text) && cli_drop_body_files(input);
    free((void *)(uintptr_t)text.ptr);
    if (!kept) return CLI_REFUSED;
    printf("Kept, here and in the page.\n");
    return show_own(input);
}

static int forget(const cli_input *input) {
    lsn_str kept;
    if (!cli_kept_body(&kept, input)) return CLI_REFUSED;
    free((void *)(uintptr_t)kept.ptr);
    if (!kept.ptr) {
        printf("No body is kept.\n");
        return CLI_SUCCESS;
    }
    if (!cli_keep_body(input, (lsn_str){0}) || !cli_drop_body_files(input)) return CLI_REFUSED;
    printf("Forgotten, here and in the page. The mean build stands in for you again.\n");
    return CLI_SUCCESS;
}

int cli_run_body(const cli_input *input) {
    const char *what = input->arg_count > 0 ? input->args[0] : "";
    if (input->arg_count == 0) return show_own(input);
    if (strcmp(what, "set") == 0 && input->arg_count == 2) return keep(input, input->args[1]);
    if (strcmp(what, "forget") == 0 && input->arg_count == 1) return forget(input);
    cli_refuse("it is loosen body, loosen body set FILE or loosen body forget");
    return CLI_USAGE;
}
