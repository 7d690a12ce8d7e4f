// core/catalogue: all moves together. Invariant: ids, names and aliases are unique (case folded), so that a word finds
// one move.
#include "core/catalogue/catalogue.h"

#include <string.h>

static bool is_called(const lsn_move *move, lsn_str name) {
    if (lsn_str_equal_fold(move->id, name) || lsn_str_equal_fold(move->name, name)) return true;
    for (int i = 0; i < move->alias_count; i++)
        if (lsn_str_equal_fold(move->aliases[i], name)) return true;
    return false;
}

int lsn_catalogue_find(const lsn_catalogue *catalogue, lsn_str name) {
    for (int i = 0; i < catalogue->count; i++)
        if (is_called(&catalogue->moves[i], name)) return i;
    return -1;
}

int lsn_pose_find(const lsn_move *move, lsn_str id) {
    for (int i = 0; i < move->pose_count; i++)
        if (lsn_str_equal(move->poses[i].id, id)) return i;
    return -1;
}

int lsn_phase_find(const lsn_move *move, lsn_str id) {
    for (int i = 0; i < move->phase_count; i++)
        if (lsn_str_equal(move->phases[i].id, id)) return i;
    return -1;
}

// Where `name` stands in the file: its id, its name, or one of its aliases. The text was parsed before.
static void place_of(lsn_str text, lsn_str name, lsn_arena scratch, int *line, int *column) {
    static const char *const keys[] = {"id", "name"};
    lsn_json *object = NULL;
    *line = *column = 1;
    if (lsn_json_parse(&object, text, &scratch, NULL)) return;
    const lsn_json *aliases = lsn_json_get(object, "aliases"), *found = NULL;
    for (int i = 1; i >= 0; i--) {
        const lsn_json *value = lsn_json_get(object, keys[i]);
        if (value && lsn_str_equal(value->string, name)) found = value;
    }
    for (const lsn_json *item = aliases ? aliases->first : NULL; item && !found; item = item->next)
        if (lsn_str_equal(item->string, name)) found = item;
    if (!found) return;
    *line = found->line;
    *column = found->column;
}

// Refuses a move that has a name in common with one before it.
static lsn_err check_unique(const lsn_catalogue *before, const lsn_move *move, lsn_str text, lsn_arena scratch,
                            lsn_diag *diag) {
    for (int i = -2; i < move->alias_count; i++) {
        lsn_str name = i == -2 ? move->id : i == -1 ? move->name : move->aliases[i];
        int other = lsn_catalogue_find(before, name);
        if (other < 0) continue;
        int line = 0, column = 0;
        place_of(text, name, scratch, &line, &column);
        return lsn_diag_set(diag, LSN_ERR_DUPLICATE, line, column,
                            "the move %S is called \"%S\" too; give this one another name", before->moves[other].id,
                            name);
    }
    return LSN_OK;
}

static lsn_err add_file(lsn_catalogue *catalogue, const lsn_file *file, lsn_arena *arena, lsn_diag *diag) {
    lsn_move *move = &catalogue->moves[catalogue->count];
    lsn_err err = lsn_move_parse(move, file->text, arena, diag);
    if (!err) err = check_unique(catalogue, move, file->text, *arena, diag);
    if (err) return err;
    catalogue->version = lsn_hash(catalogue->version, file->text.ptr, file->text.len);
    catalogue->count++;
    return LSN_OK;
}

lsn_err lsn_catalogue_build(lsn_catalogue *out, const lsn_file *files, int count, lsn_arena *arena, int *failed,
                            lsn_diag *diag) {
    LSN_ASSERT(count >= 0);
    lsn_arena kept = *arena;
    lsn_catalogue catalogue = {.version = LSN_HASH_START};
    *failed = 0;
    if (count > LSN_MOVES_MAX) {
        *failed = LSN_MOVES_MAX;
        return lsn_diag_set(diag, LSN_ERR_TOO_MANY, 0, 0, "there are %d moves; keep at most %d", count, LSN_MOVES_MAX);
    }
    catalogue.moves = LSN_NEW(&kept, lsn_move, (size_t)count);
    if (!catalogue.moves) return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 0, 0, "%s", lsn_err_text(LSN_ERR_NO_MEMORY));
    for (int i = 0; i < count; i++) {
        lsn_err err = add_file(&catalogue, &files[i], &kept, diag);
        if (!err) continue;
        *failed = i;
        return err;
    }
    *arena = kept;
    *out = catalogue;
    return LSN_OK;
}

static lsn_err refuse_own(const lsn_file *file, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *object = NULL;
    lsn_err err = lsn_json_parse(&object, file->text, &scratch, diag);
    if (err) return err;
    const lsn_json *id = lsn_json_get(object, "id");
    if (!id || id->type != LSN_JSON_STRING || lsn_str_starts(id->string, LSN_STR("own-"))) return LSN_OK;
    return lsn_diag_set(diag, LSN_ERR_NOT_ALLOWED, id->line, id->column,
                        "the id of a person's own move begins with own-, as in \"own-%S\"", id->string);
}

lsn_err lsn_catalogue_extend(lsn_catalogue *out, const lsn_catalogue *before, const lsn_file *files, int count,
                             lsn_arena *arena, int *failed, lsn_diag *diag) {
    LSN_ASSERT(count >= 0);
    lsn_arena kept = *arena;
    lsn_catalogue catalogue = *before;
    *failed = 0;
    if (count > LSN_OWN_MOVES_MAX || before->count + count > LSN_MOVES_MAX) {
        *failed = LSN_OWN_MOVES_MAX;
        return lsn_diag_set(diag, LSN_ERR_TOO_MANY, 0, 0, "there are %d moves of your own; keep at most %d", count,
                            LSN_OWN_MOVES_MAX);
    }
    catalogue.moves = LSN_NEW(&kept, lsn_move, (size_t)(before->count + count));
    if (!catalogue.moves) return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 0, 0, "%s", lsn_err_text(LSN_ERR_NO_MEMORY));
    memcpy(catalogue.moves, before->moves, (size_t)before->count * sizeof *catalogue.moves);
    for (int i = 0; i < count; i++) {
        lsn_err err = LSN_OK;
        *failed = i;
        if (files[i].text.len > LSN_OWN_FILE_MAX) {
            err =
                lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "a move of your own has at most %d bytes", LSN_OWN_FILE_MAX);
        }
        if (!err) err = refuse_own(&files[i], kept, diag);
        if (!err) err = add_file(&catalogue, &files[i], &kept, diag);
        if (err) return err;
        catalogue.moves[catalogue.count - 1].language = before->language; // of what is said around its own texts
    }
    *arena = kept;
    *out = catalogue;
    return LSN_OK;
}
