// core/catalogue: one move file. Invariant: a move that is handed out has passed every check; on an error the arena and
// *out are as before.
#include "core/catalogue/read.h"

static lsn_err read_words(reader *r, const lsn_json *object, lsn_move *m) {
    lsn_err err = lsn_read_id(r, object, "id", &m->id);
    if (!err) err = lsn_read_text(r, object, "name", LSN_SHORT_TEXT_MAX, true, &m->name);
    if (!err) err = lsn_read_texts(r, object, "aliases", 0, LSN_SHORT_TEXT_MAX, m->aliases, &m->alias_count);
    if (!err) err = lsn_read_text(r, object, "summary", LSN_LONG_TEXT_MAX, true, &m->summary);
    if (!err) err = lsn_read_text(r, object, "why", LSN_SHORT_TEXT_MAX, true, &m->why);
    if (!err) err = lsn_read_text(r, object, "ready", LSN_SAY_MAX, true, &m->ready);
    if (!err) err = lsn_read_texts(r, object, "cues", 1, LSN_LONG_TEXT_MAX, m->cues, &m->cue_count);
    if (!err) err = lsn_read_texts(r, object, "mistakes", 1, LSN_LONG_TEXT_MAX, m->mistakes, &m->mistake_count);
    if (!err) {
        err = lsn_read_texts(r, object, "corrections", 0, LSN_LONG_TEXT_MAX, m->corrections, &m->correction_count);
    }
    return err;
}

static lsn_err read_kind(reader *r, const lsn_json *object, lsn_move *m) {
    int kind = 0, start = 0, direction = 0;
    lsn_err err = lsn_read_name(r, object, "kind", &lsn_list_kind, true, &kind);
    if (!err) err = lsn_read_name(r, object, "start", &lsn_list_posture, true, &start);
    int end = start;
    if (!err) err = lsn_read_name(r, object, "end", &lsn_list_posture, false, &end);
    if (!err) err = lsn_read_name(r, object, "direction", &lsn_list_direction, true, &direction);
    if (!err) err = lsn_read_bool(r, object, "end_range", true, &m->end_range);
    if (!err) err = lsn_read_bool(r, object, "warm_up", true, &m->warm_up);
    if (!err) err = lsn_read_bool(r, object, "two_sided", true, &m->two_sided);
    if (!err) err = lsn_read_mask(r, object, "places", &lsn_list_place, 1, &m->places);
    if (!err) err = lsn_read_mask(r, object, "regions", &lsn_list_region, 1, &m->regions);
    if (!err) err = lsn_read_mask(r, object, "tags", &lsn_list_tag, 0, &m->tags);
    m->kind = (lsn_kind)kind;
    m->start = (lsn_posture)start;
    m->end = (lsn_posture)end;
    m->direction = (lsn_direction)direction;
    return err;
}

static lsn_err read_props(reader *r, const lsn_json *object, lsn_move *m) {
    static const char *const names[] = {"needed", "useful"};
    const lsn_json *props = NULL;
    lsn_err err = lsn_read_field(r, object, "props", LSN_JSON_OBJECT, false, &props);
    if (err || !props) return err;
    err = lsn_read_object(r, props, "\"props\"", FIELDS(names));
    if (!err) err = lsn_read_mask(r, props, "needed", &lsn_list_prop, 0, &m->props_needed);
    if (!err) err = lsn_read_mask(r, props, "useful", &lsn_list_prop, 0, &m->props_useful);
    return err;
}

static lsn_err read_target(reader *r, const lsn_json *item, lsn_move *m) {
    static const char *const names[] = {"muscle", "primary", "side"};
    static const char *const sides[] = {"working", "other", "both"};
    static const name_list side_list = {sides, 3, "side of a target"};
    lsn_target *target = &m->targets[m->target_count];
    int side = m->two_sided ? 0 : 2;
    lsn_err err = lsn_read_object(r, item, "a target", FIELDS(names));
    if (!err) err = lsn_read_text(r, item, "muscle", LSN_ID_MAX, true, &target->muscle);
    if (!err) err = lsn_read_bool(r, item, "primary", false, &target->primary);
    if (!err) err = lsn_read_name(r, item, "side", &side_list, false, &side);
    if (err) return err;
    if (!m->two_sided && side != 2) {
        const lsn_json *place = lsn_json_get(item, "side");
        return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, place->line, place->column,
                            "the move has one side only; leave \"side\" out, or set \"two_sided\" to true");
    }
    const lsn_json *muscle = lsn_json_get(item, "muscle");
    for (int i = 0; i < m->target_count; i++) {
        if (!lsn_str_equal(m->targets[i].muscle, target->muscle)) continue;
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, muscle->line, muscle->column,
                            "\"%S\" is a target already; remove one", target->muscle);
    }
    target->other_side = side == 1;
    target->both_sides = side == 2;
    target->line = muscle->line;
    target->column = muscle->column;
    m->target_count++;
    return LSN_OK;
}

static lsn_err read_targets(reader *r, const lsn_json *object, lsn_move *m) {
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, "targets", LSN_JSON_ARRAY, true, &list);
    if (err) return err;
    if (list->count > LSN_TARGETS_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, list->line, list->column, "a move has at most %d targets",
                            LSN_TARGETS_MAX);
    }
    bool has_primary = false;
    for (const lsn_json *item = list->first; item && !err; item = item->next) {
        err = read_target(r, item, m);
        if (!err && m->targets[m->target_count - 1].primary) has_primary = true;
    }
    if (err || has_primary) return err;
    return lsn_diag_set(r->diag, LSN_ERR_MISSING_FIELD, list->line, list->column,
                        "say what the move is mainly for: give one target \"primary\": true");
}

static lsn_err read_dose(reader *r, const lsn_json *doses, const char *level, const lsn_move *m, lsn_dose *out) {
    static const char *const names[] = {"hold_s", "reps", "variant", "source"};
    const lsn_json *dose = NULL, *variant = NULL;
    double reps = 0;
    lsn_err err = lsn_read_field(r, doses, level, LSN_JSON_OBJECT, true, &dose);
    if (!err) err = lsn_read_object(r, dose, "a dose", FIELDS(names));
    if (!err) err = lsn_read_number(r, dose, "hold_s", 0, LSN_HOLD_S_MAX, true, false, &out->hold_s);
    if (!err) err = lsn_read_number(r, dose, "reps", 1, LSN_REPS_MAX, true, true, &reps);
    if (!err) err = lsn_read_text(r, dose, "source", LSN_LONG_TEXT_MAX, true, &out->source);
    if (!err) err = lsn_read_field(r, dose, "variant", LSN_JSON_STRING, false, &variant);
    if (err) return err;
    out->reps = (int)reps;
    out->variant = -1;
    if (!variant) return LSN_OK;
    for (int i = 0; i < m->variant_count; i++)
        if (lsn_str_equal(m->variants[i].id, variant->string)) out->variant = i;
    if (out->variant >= 0) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, variant->line, variant->column,
                        "the move has no variant \"%S\"; add it to \"variants\" or name one that is there",
                        variant->string);
}

static lsn_err read_doses(reader *r, const lsn_json *object, lsn_move *m) {
    const lsn_json *doses = NULL;
    lsn_err err = lsn_read_field(r, object, "doses", LSN_JSON_OBJECT, true, &doses);
    if (!err) {
        err = lsn_read_object(r, doses, "\"doses\"", (field_list){lsn_list_level.names, lsn_list_level.count});
    }
    for (int level = 0; level < LSN_LEVEL_COUNT && !err; level++)
        err = read_dose(r, doses, lsn_list_level.names[level], m, &m->dose[level]);
    return err;
}

static lsn_err read_phase(reader *r, const lsn_json *item, lsn_move *m) {
    static const char *const names[] = {"id", "kind", "to", "seconds", "breath", "say", "again"};
    lsn_phase *phase = &m->phases[m->phase_count];
    const lsn_json *to = NULL;
    int kind = 0, breath = 0;
    lsn_err err = lsn_read_object(r, item, "a phase", FIELDS(names));
    if (!err) err = lsn_read_id(r, item, "id", &phase->id);
    if (!err && lsn_phase_find(m, phase->id) >= 0) {
        const lsn_json *id = lsn_json_get(item, "id");
        err = lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, id->line, id->column,
                           "another phase is called \"%S\"; give this one a name of its own", phase->id);
    }
    if (!err) err = lsn_read_name(r, item, "kind", &lsn_list_phase_kind, true, &kind);
    phase->is_hold = kind == LSN_PHASE_hold && !lsn_json_get(item, "seconds");
    if (!err) err = lsn_read_number(r, item, "seconds", 1, LSN_PHASE_S_MAX, true, !phase->is_hold, &phase->seconds);
    if (!err) err = lsn_read_name(r, item, "breath", &lsn_list_breath, false, &breath);
    if (!err) err = lsn_read_text(r, item, "say", LSN_SAY_MAX, true, &phase->say);
    if (!err) err = lsn_read_text(r, item, "again", LSN_SAY_MAX, false, &phase->again);
    if (!err) err = lsn_read_field(r, item, "to", LSN_JSON_STRING, true, &to);
    if (err) return err;
    phase->kind = (lsn_phase_kind)kind;
    phase->breath = (lsn_breath)breath;
    phase->to = lsn_pose_find(m, to->string);
    if (phase->to < 0) {
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, to->line, to->column,
                            "the move has no pose \"%S\"; add it to \"poses\" or name one that is there", to->string);
    }
    m->phase_count++;
    return LSN_OK;
}

static lsn_err read_phases(reader *r, const lsn_json *object, lsn_move *m) {
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, "phases", LSN_JSON_ARRAY, true, &list);
    if (err) return err;
    if (list->count < 1 || list->count > LSN_PHASES_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, list->line, list->column,
                            "a move has 1 to %d phases, which make one repetition", LSN_PHASES_MAX);
    }
    for (const lsn_json *item = list->first; item && !err; item = item->next) err = read_phase(r, item, m);
    return err;
}

static lsn_err read_sources(reader *r, const lsn_json *object, lsn_move *m) {
    static const char *const names[] = {"id", "fact"};
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, "sources", LSN_JSON_ARRAY, true, &list);
    if (err) return err;
    if (list->count < 1 || list->count > LSN_LIST_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_MISSING_FIELD, list->line, list->column,
                            "name 1 to %d sources: who says so?", LSN_LIST_MAX);
    }
    for (const lsn_json *item = list->first; item && !err; item = item->next) {
        lsn_source *source = &m->sources[m->source_count++];
        err = lsn_read_object(r, item, "a source", FIELDS(names));
        if (!err) err = lsn_read_text(r, item, "id", LSN_ID_MAX, true, &source->id);
        if (!err) err = lsn_read_text(r, item, "fact", LSN_LONG_TEXT_MAX, true, &source->fact);
    }
    return err;
}

static lsn_err read_picture(reader *r, const lsn_json *object, lsn_move *m) {
    static const char *const names[] = {"yaw", "pitch"};
    const lsn_json *view = NULL, *key = NULL;
    lsn_err err = lsn_read_field(r, object, "view", LSN_JSON_OBJECT, true, &view);
    if (!err) err = lsn_read_object(r, view, "\"view\"", FIELDS(names));
    if (!err) err = lsn_read_number(r, view, "yaw", -180, 180, false, true, &m->view_yaw_deg);
    if (!err) err = lsn_read_number(r, view, "pitch", 0, 89, false, true, &m->view_pitch_deg);
    if (!err) err = lsn_read_number(r, object, "seat_m", 0.25, 0.7, false, false, &m->seat_m);
    if (!err) err = lsn_read_field(r, object, "key_pose", LSN_JSON_STRING, true, &key);
    if (err) return err;
    m->key_pose = lsn_pose_find(m, key->string);
    if (m->key_pose >= 0) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, key->line, key->column,
                        "the move has no pose \"%S\"; name the pose that shows best what the move is", key->string);
}

static lsn_err read_move(reader *r, const lsn_json *object, lsn_move *m) {
    static const char *const names[] = {"$schema", "id",       "name",    "aliases",   "summary",   "why",
                                        "ready",   "kind",     "start",   "end",       "places",    "props",
                                        "regions", "tags",     "targets", "direction", "end_range", "warm_up",
                                        "doses",   "variants", "poses",   "phases",    "cues",      "mistakes",
                                        "sources", "view",     "seat_m",  "key_pose",  "two_sided", "corrections"};
    lsn_err err = lsn_read_object(r, object, "a move", FIELDS(names));
    if (!err) err = read_words(r, object, m);
    if (!err) err = read_kind(r, object, m);
    if (!err) err = read_props(r, object, m);
    if (!err) err = read_targets(r, object, m);
    if (!err) err = lsn_read_poses(r, object, m);
    if (!err) err = lsn_read_variants(r, object, m);
    if (!err) err = read_doses(r, object, m);
    if (!err) err = read_phases(r, object, m);
    if (!err) err = read_sources(r, object, m);
    if (!err) err = read_picture(r, object, m);
    if (!err) err = lsn_check_move(r, object, m);
    return err;
}

// The tree of the JSON is needed only while the file is read, so it lies at the arena's end: it is parsed once to learn
// its size, and once more into the last bytes of the arena. What the move keeps grows from the front.
static lsn_err parse_at_end(const lsn_json **out, lsn_str text, lsn_arena *front, lsn_diag *diag) {
    enum { ALIGN = 16 };
    lsn_json *tree = NULL;
    lsn_arena trial = *front;
    if (trial.used % ALIGN) {
        trial.used += ALIGN - trial.used % ALIGN;
        if (trial.used > trial.capacity) trial.used = trial.capacity;
    }
    size_t before = trial.used;
    lsn_err err = lsn_json_parse(&tree, text, &trial, diag);
    if (err) return err;
    size_t size = trial.used - before;
    size_t start = (front->capacity - size) / ALIGN * ALIGN; // not below `before`, which is aligned too
    lsn_arena end = lsn_arena_make(front->base + start, front->capacity - start);
    err = lsn_json_parse(&tree, text, &end, diag);
    if (err) return err;
    front->capacity = start;
    *out = tree;
    return LSN_OK;
}

lsn_err lsn_move_parse(lsn_move *out, lsn_str text, lsn_arena *arena, lsn_diag *diag) {
    if (text.len > LSN_MOVE_FILE_MAX) {
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "a move file has at most %d bytes", LSN_MOVE_FILE_MAX);
    }
    lsn_arena front = *arena;
    const lsn_json *object = NULL;
    lsn_err err = parse_at_end(&object, text, &front, diag);
    if (err) return err;
    lsn_move move = {.kind = 0};
    reader r = {&front, diag};
    err = read_move(&r, object, &move);
    if (err) return err;
    arena->used = front.used;
    *out = move;
    return LSN_OK;
}

lsn_err lsn_still_parse(lsn_move *out, const lsn_json *object, lsn_arena *arena, lsn_diag *diag) {
    static const char *const names[] = {"as",        "start", "tags", "props",  "direction",
                                        "two_sided", "poses", "view", "seat_m", "key_pose"};
    lsn_arena front = *arena;
    lsn_move still = {.kind = LSN_KIND_picture};
    reader r = {&front, diag};
    int start = 0, direction = 0;
    lsn_err err = lsn_read_object(&r, object, "\"figure\"", FIELDS(names));
    if (!err) err = lsn_read_id(&r, object, "as", &still.id);
    if (!err) err = lsn_read_name(&r, object, "start", &lsn_list_posture, true, &start);
    if (!err) err = lsn_read_name(&r, object, "direction", &lsn_list_direction, true, &direction);
    if (!err) err = lsn_read_mask(&r, object, "tags", &lsn_list_tag, 0, &still.tags);
    if (!err) err = lsn_read_bool(&r, object, "two_sided", true, &still.two_sided);
    if (!err) err = read_props(&r, object, &still);
    if (!err) err = lsn_read_poses(&r, object, &still);
    if (!err) err = read_picture(&r, object, &still);
    if (err) return err;
    still.start = still.end = (lsn_posture)start;
    still.direction = (lsn_direction)direction;
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) still.dose[level].variant = -1;
    arena->used = front.used;
    *out = still;
    return LSN_OK;
}
