// Routines for every command that takes one.
#include "host/cli/routine.h"
#include "host/platform/platform.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool refuse_file(const char *name, const lsn_diag *diag) {
    cli_refuse("%s:%d:%d: %s", name, diag->line, diag->column, diag->text);
    return false;
}

static bool read_text(cli_routine *out, const lsn_catalogue *catalogue, const char *name, lsn_str text) {
    lsn_arena arena = lsn_arena_make(out->memory, sizeof out->memory);
    lsn_diag diag = {0};
    if (lsn_routine_is_programme(text, arena)) {
        cli_refuse("%s is a programme of weeks; loosen routines shows it, and its routines can be played one by one",
                   name);
        return false;
    }
    if (lsn_routine_read(&out->routine, catalogue, text, &arena, &diag)) return refuse_file(name, &diag);
    return true;
}

static bool read_file(cli_routine *out, const lsn_catalogue *catalogue, const char *name) {
    lsn_diag diag = {0};
    size_t size;
    if (lsn_platform_read_file(&out->text, &size, name, LSN_ROUTINE_BYTES_MAX, &diag)) {
        cli_refuse_diag(&diag);
        return false;
    }
    return read_text(out, catalogue, name, (lsn_str){out->text, size});
}

/// "https://…/#/open/r1/…" or "r1/…".
static const char *find_link(const char *name) {
    const char *at = strstr(name, "#/open/");
    if (at) return at + strlen("#/open/");
    return strncmp(name, "r1/", 3) == 0 ? name : NULL;
}

static bool read_link(cli_routine *out, const lsn_catalogue *catalogue, const char *link) {
    lsn_arena arena = lsn_arena_make(out->memory, sizeof out->memory);
    lsn_diag diag = {0};
    if (lsn_routine_read_link(&out->routine, catalogue, lsn_str_from(link), &arena, &diag)) {
        cli_refuse("link:1:%d: %s", diag.column, diag.text);
        return false;
    }
    return true;
}

// ---------------------------------------------------------------- the person's own, which the page keeps in the store

typedef struct own_search {
    const coach *c;
    const char *name; // NULL: each is visited
    cli_own_visitor *visit;
    cli_routine *out;
    bool found;
} own_search;

static bool is_wanted(const own_search *search, const lsn_document *document) {
    if (!search->name) return true;
    lsn_str name = lsn_str_from(search->name);
    return lsn_str_equal(document->id, name) || lsn_str_equal_fold(search->out->routine.name, name);
}

static bool visit_document(void *context, const lsn_document *document) {
    own_search *search = context;
    cli_routine *out = search->out;
    if (document->deleted || !lsn_str_equal(document->kind, LSN_STR("routine"))) return true;
    lsn_arena arena = lsn_arena_make(out->memory, sizeof out->memory);
    // Made with moves that this version lacks: it stays where it is.
    if (lsn_routine_read(&out->routine, &search->c->catalogue, document->content, &arena, NULL)) return true;
    if (!is_wanted(search, document)) return true;
    if (search->visit) search->visit(search->c, &out->routine, document->id);
    search->found = search->name != NULL;
    return !search->found;
}

lsn_err cli_own_routines(const coach *c, cli_own_visitor *visit, lsn_diag *diag) {
    own_search search = {.c = c, .visit = visit, .out = calloc(1, sizeof *search.out)};
    if (!search.out) return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 0, 0, "there is no memory left");
    lsn_store_state state;
    lsn_err err = c->store ? lsn_store_each_document(c->store, 0, visit_document, &search, &state, diag) : LSN_OK;
    free(search.out);
    return err;
}

static bool read_own(cli_routine *out, const coach *c, const char *name) {
    own_search search = {.c = c, .name = name, .out = out};
    lsn_store_state state;
    lsn_diag diag = {0};
    if (c->store && lsn_store_each_document(c->store, 0, visit_document, &search, &state, &diag)) {
        cli_refuse_diag(&diag);
        return false;
    }
    if (!search.found) cli_refuse("there is no routine \"%s\"; loosen routines lists them, a file ends in .json", name);
    return search.found;
}

static bool read_named(cli_routine *out, const coach *c, const char *name) {
    for (int i = 0; i < lsn_builtin_routine_count; i++) {
        lsn_str file = lsn_builtin_routines[i].name;
        size_t length = strlen(name);
        if (file.len != length + 5 || memcmp(file.ptr, name, length) != 0) continue;
        if (!read_text(out, &c->catalogue, name, lsn_builtin_routines[i].text)) return false;
        lsn_routine_translate(&out->routine, c->catalogue.language);
        return true;
    }
    return read_own(out, c, name);
}

cli_routine *cli_routine_read(const coach *c, const char *name) {
    cli_routine *out = calloc(1, sizeof *out);
    if (!out) {
        cli_refuse("there is no memory left");
        return NULL;
    }
    const char *link = find_link(name);
    bool read = link                       ? read_link(out, &c->catalogue, link)
                : ends_with(name, ".json") ? read_file(out, &c->catalogue, name)
                                           : read_named(out, c, name);
    if (read) return out;
    cli_routine_free(out);
    return NULL;
}

void cli_routine_free(cli_routine *routine) {
    if (routine) free(routine->text);
    free(routine);
}

int cli_routine_plan(lsn_plan *out, const coach *c, const char *name, const lsn_wish *wish) {
    cli_routine *read = cli_routine_read(c, name);
    if (!read) return CLI_REFUSED;
    bool left_out[LSN_ROUTINE_STEPS_MAX] = {false};
    lsn_arena scratch = coach_scratch(8 << 20);
    lsn_err err = lsn_routine_plan(out, left_out, &c->catalogue, &read->routine, wish, scratch);
    coach_scratch_free(&scratch);
    for (int i = 0; !err && i < read->routine.count; i++) {
        if (!left_out[i]) continue;
        lsn_str move = c->catalogue.moves[read->routine.steps[i].move].name;
        fprintf(stderr, "Left out: %.*s. Your answers to the safety questions or your body speak against it.\n",
                (int)move.len, move.ptr);
    }
    cli_routine_free(read);
    if (err == LSN_ERR_TOO_SHORT) return cli_refuse("nothing of this routine is left after your answers and limits");
    return err ? cli_refuse("%s", lsn_err_text(err)) : CLI_SUCCESS;
}
