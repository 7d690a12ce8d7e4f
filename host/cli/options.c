// Reads options by the table in command.h. Invariant: what passes is well-formed; every refusal names the option.
#include "core/figure/figure.h"
#include "core/handout/handout.h"
#include "core/library/library.h"
#include "host/cli/command.h"
#include "host/cli/language.h"
#include "host/cli/paint.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *name;
    char letter;
    const char *value, *help;
} table[] = {
#define X(id, letter, value, help) {#id, letter, value, help},
    CLI_OPTIONS(X)
#undef X
};

static uint64_t options_of(const cli_command *command) {
    return command->options | (uint64_t)1 << CLI_language | (uint64_t)1 << CLI_data | (uint64_t)1 << CLI_help;
}

/// "--no-open": options are named with '-' and their ids with '_'.
static bool is_named(const char *typed, size_t length, const char *name) {
    if (strlen(name) != length) return false;
    for (size_t i = 0; i < length; i++)
        if (typed[i] != (name[i] == '_' ? '-' : name[i])) return false;
    return true;
}

static cli_option find_option(const cli_command *command, const char *typed, size_t length) {
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if (!(options_of(command) >> i & 1)) continue;
        bool by_letter = length == 2 && typed[0] == '-' && table[i].letter && typed[1] == table[i].letter;
        bool by_name =
            length > 2 && typed[0] == '-' && typed[1] == '-' && is_named(typed + 2, length - 2, table[i].name);
        if (by_letter || by_name) return (cli_option)i;
    }
    return CLI_OPTION_COUNT;
}

static bool read_whole(int64_t *out, const char *text, int64_t low, int64_t high) {
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end || errno || text[0] == ' ' || value < low || value > high) return false;
    *out = value;
    return true;
}

static bool read_int(int *out, const char *text, int low, int high) {
    int64_t value;
    if (!read_whole(&value, text, low, high)) return false;
    *out = (int)value;
    return true;
}

static bool read_seed(uint64_t *out, const char *text) {
    char *end;
    errno = 0;
    if (text[0] < '0' || text[0] > '9') return false;
    unsigned long long value = strtoull(text, &end, 10);
    *out = value;
    return !*end && !errno;
}

static bool read_speed(double *out, const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= 1 && value <= 1000)) return false;
    *out = value;
    return true;
}

static bool is_one_of(const char *text, const char *const *words) {
    for (; *words; words++)
        if (strcmp(text, *words) == 0) return true;
    return false;
}

static bool read_place(cli_input *out, const char *value) {
    out->place = lsn_place_find(lsn_str_from(value));
    return out->place != LSN_PLACE_COUNT;
}

/// "hips", or how much: "hips=8".
static bool read_region(cli_input *out, const char *value) {
    size_t length = strcspn(value, "=");
    lsn_region region = lsn_region_find((lsn_str){value, length});
    int need = 0;
    if (region == LSN_REGION_COUNT || (value[length] == '=' && !read_int(&need, value + length + 1, 1, 10)))
        return false;
    out->regions |= 1u << region;
    out->stiff[region] = (uint8_t)need;
    return true;
}

static bool read_tag(cli_input *out, const char *value) {
    lsn_tag tag = lsn_tag_find(lsn_str_from(value));
    if (tag == LSN_TAG_COUNT) return false;
    out->without_tags |= 1u << tag;
    return true;
}

/// "sat,sun": days by three letters or more of their names.
static bool read_rest(cli_input *out, const char *value) {
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (const char *at = value; *at;) {
        size_t length = strcspn(at, ",");
        int found = -1;
        for (int day = 0; day < 7 && length >= 3; day++)
            if (strncasecmp(days[day], at, length) == 0) found = day;
        if (found < 0) return false;
        out->rest |= 1u << found;
        at += length;
        if (*at == ',') at++;
    }
    return value[0] != 0;
}

static bool read_side(cli_input *out, const char *value) {
    if (strcmp(value, "l") == 0 || strcmp(value, "left") == 0)
        out->side = LSN_SIDE_left;
    else if (strcmp(value, "r") == 0 || strcmp(value, "right") == 0)
        out->side = LSN_SIDE_right;
    else
        return false;
    return true;
}

static bool read_word(const char **out, const char *value, const char *const *words) {
    *out = value;
    return is_one_of(value, words);
}

/// Where an option that takes any text keeps it; NULL for the others.
static const char **text_of(cli_input *out, cli_option option) {
    switch (option) {
    case CLI_at:
        return &out->at;
    case CLI_variant:
        return &out->variant;
    case CLI_body:
        return &out->body;
    case CLI_only:
        return &out->only;
    case CLI_lp:
        return &out->lp;
    case CLI_output:
        return &out->output;
    case CLI_routine:
        return &out->routine;
    case CLI_link:
        return &out->link;
    case CLI_on:
        return &out->on;
    case CLI_time:
        return &out->time;
    case CLI_answers:
        return &out->answers;
    case CLI_data:
        return &out->data;
    default:
        return NULL;
    }
}

static bool read_value(cli_input *out, cli_option option, const char *value) {
    static const char *const views[] = {"side", "front", "top", "three-quarter", NULL};
    static const char *const formats[] = {"jsonl", "csv", "png", "svg", NULL};
    const char **text = text_of(out, option);
    if (text) {
        *text = value;
        return value[0] != 0;
    }
    switch (option) {
    case CLI_minutes:
        return read_int(&out->minutes, value, -1000000, 1000000);
    case CLI_place:
        return read_place(out, value);
    case CLI_for:
        return read_region(out, value);
    case CLI_without:
        return read_tag(out, value);
    case CLI_find:
        out->find = value;
        return strlen(value) <= LSN_FIND_WORDS_MAX;
    case CLI_seed:
        return read_seed(&out->seed, value);
    case CLI_occasion:
        out->occasion = lsn_occasion_find(lsn_str_from(value));
        return out->occasion != NULL;
    case CLI_language:
        out->language = value;
        return cli_is_language(value);
    case CLI_days:
        return read_int(&out->days, value, -1000000, 1000000);
    case CLI_rest:
        return read_rest(out, value);
    case CLI_side:
        return read_side(out, value);
    case CLI_view:
        return read_word(&out->view, value, views);
    case CLI_size:
        return read_int(&out->size, value, -1000000, 1000000);
    case CLI_paper:
        out->paper = (int)lsn_paper_find(lsn_str_from(value));
        return out->paper != LSN_PAPER_COUNT;
    case CLI_weeks:
        return read_int(&out->weeks, value, 1, 260);
    case CLI_palette:
        out->palette = (int)lsn_palette_find(lsn_str_from(value));
        return out->palette != LSN_PALETTE_COUNT;
    case CLI_port:
        return read_int(&out->port, value, 0, 65535);
    case CLI_speed:
        return read_speed(&out->speed, value);
    case CLI_format:
        return read_word(&out->format, value, formats);
    default:
        return true;
    }
}

/// Reads argv[*at], and its value from there or from the next; false after saying what is wrong.
static bool read_option(cli_input *out, const cli_command *command, int argc, char **argv, int *at) {
    const char *typed = argv[*at], *equals = strncmp(typed, "--", 2) == 0 ? strchr(typed, '=') : NULL;
    size_t length = equals ? (size_t)(equals - typed) : strlen(typed);
    cli_option option = find_option(command, typed, length);
    if (option == CLI_OPTION_COUNT) {
        cli_misuse(command, "there is no option %.*s here", (int)length, typed);
        return false;
    }
    const char *value = equals ? equals + 1 : NULL;
    if (!table[option].value && value) {
        cli_misuse(command, "%.*s takes no value", (int)length, typed);
        return false;
    }
    if (table[option].value && !value) {
        if (*at + 1 >= argc) {
            cli_misuse(command, "%s needs a value: %s", typed, table[option].value);
            return false;
        }
        value = argv[++*at];
    }
    if (value && !read_value(out, option, value)) {
        cli_misuse(command, "%.*s cannot be \"%s\"; it is %s", (int)length, typed, value, table[option].help);
        return false;
    }
    out->given |= (uint64_t)1 << option;
    return true;
}

bool cli_read_input(cli_input *out, const cli_command *command, int argc, char **argv) {
    *out = (cli_input){.minutes = 10, .size = 800, .speed = 1, .side = LSN_SIDE_right, .days = 7};
    bool options_ended = false;
    for (int i = 0; i < argc; i++) {
        const char *typed = argv[i];
        if (!options_ended && strcmp(typed, "--") == 0) {
            options_ended = true;
        } else if (!options_ended && typed[0] == '-' && typed[1]) {
            if (!read_option(out, command, argc, argv, &i)) return false;
        } else if (out->arg_count == CLI_ARGS_MAX) {
            cli_misuse(command, "there are too many arguments");
            return false;
        } else {
            out->args[out->arg_count++] = typed;
        }
    }
    if (cli_has(out, CLI_help)) return true;
    if (out->arg_count < command->args_min)
        cli_misuse(command, "%s is missing", command->args);
    else if (out->arg_count > command->args_max)
        cli_misuse(command, "\"%s\" is one argument too many", out->args[command->args_max]);
    else
        return true;
    return false;
}

void cli_show_help(const cli_command *command) {
    printf("Usage: loosen %s%s%s [OPTIONS]\n\n", command->name, command->args[0] ? " " : "", command->args);
    char summary[160];
    snprintf(summary, sizeof summary, "%s.", command->summary);
    if (summary[0] >= 'a' && summary[0] <= 'z') summary[0] = (char)(summary[0] - 32);
    paint_wrapped(summary, 0, 0);
    if (command->more[0]) paint_wrapped(command->more, 0, 0);
    printf("\n");
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        if (!(options_of(command) >> i & 1)) continue;
        char name[64], dashed[32];
        snprintf(dashed, sizeof dashed, "%s", table[i].name);
        for (char *c = dashed; *c; c++)
            if (*c == '_') *c = '-';
        char letter[8] = "";
        if (table[i].letter) snprintf(letter, sizeof letter, "-%c, ", table[i].letter);
        snprintf(name, sizeof name, "%s--%s%s%s", letter, dashed, table[i].value ? " " : "",
                 table[i].value ? table[i].value : "");
        printf("  %-24s ", name);
        paint_wrapped(table[i].help, 27, 27);
    }
}
