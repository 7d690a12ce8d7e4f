// core/library: a wish to find as JSON, and what a move's page says. Invariant: reading refuses what it does not know.
#include "core/library/library.h"

enum { LINE_BYTES = 512 };

// ---------------------------------------------------------------- the wish

/// One list of names that a mask stands for.
typedef struct mask_field {
    const char *key;
    uint32_t *mask;
    int (*find)(lsn_str name); // the count when there is no such name
    int count;
} mask_field;

static int find_place(lsn_str name) {
    return (int)lsn_place_find(name);
}
static int find_region(lsn_str name) {
    return (int)lsn_region_find(name);
}
static int find_kind(lsn_str name) {
    return (int)lsn_kind_find(name);
}
static int find_tag(lsn_str name) {
    return (int)lsn_tag_find(name);
}

static lsn_err read_mask(const mask_field *field, const lsn_json *value, lsn_diag *diag) {
    if (value->type != LSN_JSON_ARRAY)
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%s\" is a list of names.",
                            field->key);
    for (const lsn_json *at = value->first; at; at = at->next) {
        int found = at->type == LSN_JSON_STRING ? field->find(at->string) : field->count;
        if (found == field->count)
            return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->line, at->column, "This name is not one of \"%s\".",
                                field->key);
        *field->mask |= 1u << found;
    }
    return LSN_OK;
}

static lsn_err read_words(lsn_find *find, const lsn_json *value, lsn_diag *diag) {
    if (value->type != LSN_JSON_STRING)
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"words\" is a text.");
    if (value->string.len > LSN_FIND_WORDS_MAX)
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, value->line, value->column, "Look for fewer words.");
    find->words = value->string;
    return LSN_OK;
}

static lsn_err read_member(lsn_find *find, const lsn_json *value, lsn_diag *diag) {
    const mask_field fields[] = {
        {"places", &find->places, find_place, LSN_PLACE_COUNT},
        {"regions", &find->regions, find_region, LSN_REGION_COUNT},
        {"kinds", &find->kinds, find_kind, LSN_KIND_COUNT},
        {"without", &find->without_tags, find_tag, LSN_TAG_COUNT},
    };
    if (lsn_str_equal(value->key, LSN_STR("words"))) return read_words(find, value, diag);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (lsn_str_equal(value->key, lsn_str_from(fields[i].key))) return read_mask(&fields[i], value, diag);
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, value->key_line, value->key_column,
                        "There is nothing called \"%S\" to look for.", value->key);
}

lsn_err lsn_find_read(lsn_find *out, lsn_str text, lsn_arena *arena, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_find find = {.places = 0};
    lsn_err err = lsn_json_parse(&root, text, arena, diag);
    if (!err && root->type != LSN_JSON_OBJECT)
        err = lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column, "What is looked for is an object.");
    for (const lsn_json *at = err ? NULL : root->first; at && !err; at = at->next) err = read_member(&find, at, diag);
    if (!err) *out = find;
    return err;
}

// ---------------------------------------------------------------- the page

static lsn_muscle muscle_of(const lsn_target *target) {
    char name[64];
    lsn_buf buf = lsn_buf_make(name, sizeof name);
    lsn_buf_format(&buf, "%S_r", target->muscle);
    return lsn_muscle_find(lsn_buf_view(&buf));
}

/// Several parts of one muscle may have the same plain name; the page says it once for each side.
static bool is_named_before(const lsn_move *move, int index) {
    const lsn_target *target = &move->targets[index];
    const char *plain = lsn_muscle_plain(muscle_of(target));
    for (int i = 0; i < move->target_count; i++) {
        const lsn_target *other = &move->targets[i];
        bool earlier = other->primary == target->primary ? i < index : other->primary;
        if (!earlier || other->other_side != target->other_side || other->both_sides != target->both_sides) continue;
        lsn_muscle muscle = muscle_of(other);
        if (muscle != LSN_MUSCLE_NONE && lsn_str_equal(lsn_str_from(lsn_muscle_plain(muscle)), lsn_str_from(plain)))
            return true;
    }
    return false;
}

static void write_muscle(lsn_json_out *out, const lsn_words *language, const lsn_target *target) {
    lsn_muscle muscle = muscle_of(target);
    lsn_json_object(out);
    lsn_json_put_text(out, "plain", lsn_words_say(language, lsn_muscle_plain(muscle)));
    lsn_json_put_text(out, "latin", lsn_muscle_latin(muscle));
    lsn_json_put_bool(out, "primary", target->primary);
    lsn_json_put_text(out, "side", target->both_sides ? "both" : target->other_side ? "other" : "working");
    lsn_json_object_end(out);
}

static void write_muscles(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "muscles");
    lsn_json_array(out);
    for (int primary = 1; primary >= 0; primary--)
        for (int i = 0; i < move->target_count; i++) {
            const lsn_target *target = &move->targets[i];
            if (target->primary != (primary == 1) || muscle_of(target) == LSN_MUSCLE_NONE) continue;
            if (!is_named_before(move, i)) write_muscle(out, move->language, target);
        }
    lsn_json_array_end(out);
}

static void write_cautions(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "cautions");
    lsn_json_array(out);
    for (int i = 0; i < LSN_TAG_COUNT; i++) {
        if (!(move->tags >> i & 1)) continue;
        lsn_json_object(out);
        lsn_json_put_text(out, "tag", lsn_tag_name((lsn_tag)i));
        lsn_json_put_text(out, "text", lsn_words_say(move->language, lsn_tag_text((lsn_tag)i)));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_history(lsn_json_out *out, const lsn_move_record *record) {
    lsn_json_key(out, "history");
    lsn_json_object(out);
    lsn_json_put_int(out, "times", record->times);
    lsn_json_put_int(out, "last_ms", record->last_ms);
    lsn_json_put_int(out, "better", record->better);
    lsn_json_put_int(out, "same", record->same);
    lsn_json_put_int(out, "worse", record->worse);
    lsn_json_put_int(out, "preferred", record->preferred);
    lsn_json_put_text(out, "level", lsn_level_name(record->level));
    lsn_json_put_str(out, "why_level", record->why_level);
    lsn_json_put_bool(out, "resting", record->resting);
    lsn_json_put_bool(out, "retired", record->retired);
    lsn_json_put_bool(out, "helps", record->helps);
    lsn_json_object_end(out);
}

static void write_prop_names(lsn_json_out *out, const char *key, const lsn_move *move, uint32_t props) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (props >> i & 1) lsn_json_text(out, lsn_words_say(move->language, lsn_prop_text((lsn_prop)i)));
    lsn_json_array_end(out);
}

static void write_props(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "props");
    lsn_json_object(out);
    write_prop_names(out, "needed", move, move->props_needed);
    write_prop_names(out, "useful", move, move->props_useful);
    lsn_json_object_end(out);
}

static void write_line(lsn_json_out *out, const lsn_move *move, lsn_str line) {
    char memory[LINE_BYTES];
    lsn_buf said = lsn_buf_make(memory, sizeof memory);
    lsn_say(&said, move->language, line, LSN_SIDE_right);
    lsn_json_str(out, lsn_buf_view(&said));
}

static void write_lines(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "lines");
    lsn_json_object(out);
    lsn_json_key(out, "ready");
    write_line(out, move, move->ready);
    lsn_json_key(out, "phases");
    lsn_json_array(out);
    for (int i = 0; i < move->phase_count; i++) write_line(out, move, move->phases[i].say);
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_library_write_page(lsn_json_out *out, const lsn_move *move, const lsn_move_record *record) {
    lsn_json_object(out);
    write_muscles(out, move);
    write_cautions(out, move);
    lsn_json_put_text(out, "start", lsn_words_say(move->language, lsn_posture_text(move->start)));
    lsn_json_key(out, "places");
    lsn_json_array(out);
    for (int i = 0; i < LSN_PLACE_COUNT; i++)
        if (move->places >> i & 1) lsn_json_text(out, lsn_words_say(move->language, lsn_place_text((lsn_place)i)));
    lsn_json_array_end(out);
    write_props(out, move);
    write_lines(out, move);
    write_history(out, record);
    lsn_json_object_end(out);
}
