/// Wishes and plans as JSON. Invariant: what is written reads back as the same plan while the moves are the same; times
/// are recomputed, never trusted.
#include "core/plan/inner.h"

#include <string.h>

typedef int (*find_name)(lsn_str name);

static int find_region(lsn_str name) {
    return lsn_region_find(name);
}
static int find_tag(lsn_str name) {
    return lsn_tag_find(name);
}
static int find_prop(lsn_str name) {
    return lsn_prop_find(name);
}

static int find_level(lsn_str name) {
    return lsn_level_find(name);
}

static lsn_err refuse(lsn_diag *diag, lsn_err err, const lsn_json *at, const char *sentence) {
    return lsn_diag_set(diag, err, at->line, at->column, "%s", sentence);
}

static lsn_err read_int(int64_t *out, const lsn_json *value, int64_t low, int64_t high, lsn_diag *diag) {
    if (value->type != LSN_JSON_NUMBER) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%S\" must be a number.",
                            value->key);
    }
    if (!(value->number >= (double)low && value->number <= (double)high) || value->number != lsn_floor(value->number)) {
        return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column,
                            "\"%S\" must be a whole number from %l to %l.", value->key, low, high);
    }
    *out = (int64_t)value->number;
    return LSN_OK;
}

static lsn_err read_mask(uint32_t *out, const lsn_json *list, find_name find, int end, const char *what,
                         lsn_diag *diag) {
    if (list->type != LSN_JSON_ARRAY) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, list->line, list->column, "\"%S\" must be a list.", list->key);
    }
    uint32_t mask = 0;
    for (const lsn_json *it = list->first; it; it = it->next) {
        if (it->type != LSN_JSON_STRING) {
            return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, it->line, it->column, "A %s is given by its name.", what);
        }
        int value = find(it->string);
        if (value == end) {
            return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, it->line, it->column, "There is no %s \"%S\".", what,
                                it->string);
        }
        mask |= 1u << value;
    }
    *out = mask;
    return LSN_OK;
}

static lsn_err read_place(lsn_place *out, const lsn_json *value, lsn_diag *diag) {
    lsn_place place = value->type == LSN_JSON_STRING ? lsn_place_find(value->string) : LSN_PLACE_COUNT;
    if (place == LSN_PLACE_COUNT) {
        return refuse(diag, LSN_ERR_UNKNOWN_NAME, value, "The place is one of floor, chair, standing, bed.");
    }
    *out = place;
    return LSN_OK;
}

static lsn_err read_stiff(lsn_wish *wish, const lsn_json *object, lsn_diag *diag) {
    if (object->type != LSN_JSON_OBJECT)
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, object->line, object->column,
                            "\"stiff\" gives regions a number from 1 to 10, as in {\"hips\":8}.");
    for (const lsn_json *value = object->first; value; value = value->next) {
        lsn_region region = lsn_region_find(value->key);
        if (region == LSN_REGION_COUNT)
            return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, value->key_line, value->key_column,
                                "There is no region \"%S\".", value->key);
        int64_t number = 0;
        lsn_err err = read_int(&number, value, 1, 10, diag);
        if (err) return err;
        wish->stiff[region] = (uint8_t)number;
    }
    return LSN_OK;
}

static lsn_err read_wish_field(lsn_wish *wish, const lsn_json *value, lsn_diag *diag) {
    int64_t number = 0;
    lsn_err err;
    if (lsn_str_equal(value->key, LSN_STR("minutes"))) {
        err = read_int(&number, value, LSN_PLAN_MINUTES_MIN, LSN_PLAN_MINUTES_MAX, diag);
        wish->minutes = (int)number;
        return err;
    }
    if (lsn_str_equal(value->key, LSN_STR("seed"))) {
        err = read_int(&number, value, 0, (int64_t)1 << 53, diag);
        wish->seed = (uint64_t)number;
        return err;
    }
    if (lsn_str_equal(value->key, LSN_STR("place"))) return read_place(&wish->place, value, diag);
    if (lsn_str_equal(value->key, LSN_STR("for"))) {
        return read_mask(&wish->regions, value, find_region, LSN_REGION_COUNT, "region", diag);
    }
    if (lsn_str_equal(value->key, LSN_STR("without"))) {
        return read_mask(&wish->without_tags, value, find_tag, LSN_TAG_COUNT, "caution tag", diag);
    }
    if (lsn_str_equal(value->key, LSN_STR("without_props"))) {
        return read_mask(&wish->without_props, value, find_prop, LSN_PROP_COUNT, "prop", diag);
    }
    if (lsn_str_equal(value->key, LSN_STR("stiff"))) return read_stiff(wish, value, diag);
    return lsn_diag_set(
        diag, LSN_ERR_UNKNOWN_FIELD, value->key_line, value->key_column,
        "A wish has no field \"%S\"; it may have minutes, place, for, stiff, without, without_props, seed.",
        value->key);
}

lsn_err lsn_wish_read(lsn_wish *out, lsn_str json, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    if (root->type != LSN_JSON_OBJECT) return refuse(diag, LSN_ERR_WRONG_TYPE, root, "A wish is a JSON object.");
    lsn_wish wish = lsn_wish_default();
    for (const lsn_json *value = root->first; value; value = value->next) {
        err = read_wish_field(&wish, value, diag);
        if (err) return err;
    }
    *out = wish;
    return LSN_OK;
}

typedef const char *(*name_of)(int value);
static const char *region_name(int value) {
    return lsn_region_name(value);
}
static const char *tag_name(int value) {
    return lsn_tag_name(value);
}
static const char *prop_name(int value) {
    return lsn_prop_name(value);
}

static const char *level_name(int value) {
    return lsn_level_name(value);
}

static void write_mask(lsn_json_out *out, const char *key, uint32_t mask, name_of name, int end) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < end; i++) {
        if (mask >> i & 1) lsn_json_text(out, name(i));
    }
    lsn_json_array_end(out);
}

static void write_stiff(lsn_json_out *out, const lsn_wish *wish) {
    bool any = false;
    for (int r = 0; r < LSN_REGION_COUNT; r++) any = any || wish->stiff[r] > 0;
    if (!any) return;
    lsn_json_key(out, "stiff");
    lsn_json_object(out);
    for (int r = 0; r < LSN_REGION_COUNT; r++)
        if (wish->stiff[r] > 0) lsn_json_put_int(out, lsn_region_name((lsn_region)r), wish->stiff[r]);
    lsn_json_object_end(out);
}

void lsn_wish_write_json(lsn_json_out *out, const lsn_wish *wish) {
    lsn_json_object(out);
    lsn_json_put_int(out, "minutes", wish->minutes);
    lsn_json_put_text(out, "place", lsn_place_name(wish->place));
    write_mask(out, "for", wish->regions, region_name, LSN_REGION_COUNT);
    write_stiff(out, wish);
    write_mask(out, "without", wish->without_tags, tag_name, LSN_TAG_COUNT);
    write_mask(out, "without_props", wish->without_props, prop_name, LSN_PROP_COUNT);
    lsn_json_put_int(out, "seed", (int64_t)wish->seed);
    lsn_json_object_end(out);
}

static void write_step(lsn_json_out *out, const lsn_plan *plan, const lsn_step *step) {
    const lsn_move *move = &plan->catalogue->moves[step->move];
    char memory[160];
    lsn_buf dose = lsn_buf_make(memory, sizeof memory);
    lsn_dose of_step = lsn_step_dose(plan, step);
    lsn_dose_say(&dose, move, &of_step);
    lsn_json_object(out);
    lsn_json_put_str(out, "move", move->id);
    lsn_json_put_str(out, "name", move->name);
    lsn_json_put_text(out, "level", lsn_level_name(step->level));
    if (step->extra_s > 0) lsn_json_put_int(out, "extra_s", step->extra_s);
    if (step->extra_reps > 0) lsn_json_put_int(out, "extra_reps", step->extra_reps);
    lsn_json_put_int(out, "side_count", move->two_sided ? 2 : 1);
    lsn_json_put_int(out, "seconds", step->seconds);
    lsn_json_put_int(out, "change_s", step->change_s);
    lsn_json_put_str(out, "dose", lsn_buf_view(&dose));
    lsn_json_put_text(out, "reason", step->reason);
    if (step->levels != 0) write_mask(out, "levels", step->levels, level_name, LSN_LEVEL_COUNT);
    lsn_json_object_end(out);
}

void lsn_plan_write_json(lsn_json_out *out, const lsn_plan *plan) {
    lsn_json_object(out);
    lsn_json_put_int(out, "minutes", plan->wish.minutes);
    lsn_json_put_text(out, "place", lsn_place_name(plan->wish.place));
    write_mask(out, "for", plan->wish.regions, region_name, LSN_REGION_COUNT);
    lsn_json_put_int(out, "total_s", plan->total_s);
    lsn_json_put_bool(out, "short", plan->is_short);
    lsn_json_put_text(out, "note", plan->note);
    lsn_json_put_int(out, "get_ups", plan->get_ups);
    lsn_json_put_bool(out, "optimal", plan->optimal);
    lsn_json_put_int(out, "objective", plan->objective);
    lsn_json_put_int(out, "bound", plan->bound);
    char memory[160];
    lsn_buf proof = lsn_buf_make(memory, sizeof memory);
    lsn_plan_proof(&proof, plan);
    lsn_json_put_str(out, "proof", lsn_buf_view(&proof));
    lsn_json_key(out, "steps");
    lsn_json_array(out);
    for (int i = 0; i < plan->count; i++) write_step(out, plan, &plan->steps[i]);
    lsn_json_array_end(out);
    lsn_json_key(out, "dropped");
    lsn_json_array(out);
    for (int i = 0; i < plan->wish.dropped_count; i++)
        lsn_json_str(out, plan->catalogue->moves[plan->wish.dropped[i]].id);
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

static void copy_text(char *out, size_t size, const lsn_json *value) {
    lsn_buf text = lsn_buf_make(out, size);
    if (value && value->type == LSN_JSON_STRING) lsn_buf_str(&text, value->string);
    lsn_buf_cstr(&text);
}

static lsn_err read_step(lsn_step *out, const lsn_catalogue *catalogue, const lsn_json *value, lsn_diag *diag) {
    const lsn_json *id = lsn_json_get(value, "move"), *level = lsn_json_get(value, "level");
    if (!id || id->type != LSN_JSON_STRING) {
        return refuse(diag, LSN_ERR_MISSING_FIELD, value, "A step names its \"move\".");
    }
    if (!level || level->type != LSN_JSON_STRING || lsn_level_find(level->string) == LSN_LEVEL_COUNT) {
        return refuse(diag, LSN_ERR_MISSING_FIELD, value, "A step has a \"level\": easier, usual or harder.");
    }
    int move = lsn_catalogue_find(catalogue, id->string);
    if (move < 0 || catalogue->moves[move].kind == LSN_KIND_picture) {
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, id->line, id->column, "There is no move \"%S\" to do.",
                            id->string);
    }
    int64_t extra_s = 0, extra_reps = 0;
    const lsn_json *longer = lsn_json_get(value, "extra_s"), *more = lsn_json_get(value, "extra_reps");
    const lsn_json *levels = lsn_json_get(value, "levels");
    uint32_t mask = 0;
    lsn_err err = longer ? read_int(&extra_s, longer, 0, 120, diag) : LSN_OK;
    if (!err && more) err = read_int(&extra_reps, more, 0, 24, diag);
    if (!err && levels) err = read_mask(&mask, levels, find_level, LSN_LEVEL_COUNT, "level", diag);
    if (err) return err;
    *out = (lsn_step){.move = move, .level = lsn_level_find(level->string)};
    out->extra_s = (int)extra_s;
    out->extra_reps = (int)extra_reps;
    copy_text(out->reason, sizeof out->reason, lsn_json_get(value, "reason"));
    out->levels = (uint8_t)mask;
    return LSN_OK;
}

static int read_points(const lsn_json *root, const char *key) {
    const lsn_json *value = lsn_json_get(root, key);
    bool fine = value && value->type == LSN_JSON_NUMBER && value->number >= 0 && value->number <= INT32_MAX;
    return fine ? (int)value->number : 0;
}

/// Plans of before there were certificates have none.
static void read_certificate(lsn_plan *plan, const lsn_json *root) {
    const lsn_json *optimal = lsn_json_get(root, "optimal");
    plan->objective = read_points(root, "objective");
    plan->bound = read_points(root, "bound");
    plan->optimal = optimal && optimal->type == LSN_JSON_BOOL && optimal->boolean && plan->objective == plan->bound;
}

static lsn_err read_dropped(lsn_plan *plan, const lsn_json *list, lsn_diag *diag) {
    if (!list) return LSN_OK;
    if (list->type != LSN_JSON_ARRAY || list->count > LSN_PLAN_STEPS_MAX)
        return refuse(diag, LSN_ERR_WRONG_TYPE, list, "\"dropped\" is a list of at most 64 moves.");
    for (const lsn_json *id = list->first; id; id = id->next) {
        int move = id->type == LSN_JSON_STRING ? lsn_catalogue_find(plan->catalogue, id->string) : -1;
        if (move < 0) return refuse(diag, LSN_ERR_UNKNOWN_NAME, id, "\"dropped\" names moves.");
        plan->wish.dropped[plan->wish.dropped_count++] = move;
    }
    return LSN_OK;
}

static lsn_err read_plan(lsn_plan *plan, const lsn_json *root, lsn_diag *diag) {
    const lsn_json *minutes = lsn_json_get(root, "minutes"), *place = lsn_json_get(root, "place");
    const lsn_json *regions = lsn_json_get(root, "for"), *steps = lsn_json_get(root, "steps");
    if (root->type != LSN_JSON_OBJECT || !minutes || !place || !steps || steps->type != LSN_JSON_ARRAY) {
        return refuse(diag, LSN_ERR_MISSING_FIELD, root, "A plan has \"minutes\", \"place\" and a list of \"steps\".");
    }
    plan->wish = lsn_wish_default();
    lsn_err err = read_wish_field(&plan->wish, minutes, diag);
    if (!err) err = read_wish_field(&plan->wish, place, diag);
    if (!err && regions) err = read_wish_field(&plan->wish, regions, diag);
    if (err) return err;
    if (steps->count < 1 || steps->count > LSN_PLAN_STEPS_MAX) {
        return refuse(diag, LSN_ERR_OUT_OF_RANGE, steps, "A plan has from 1 to 64 steps.");
    }
    for (const lsn_json *step = steps->first; step; step = step->next) {
        err = read_step(&plan->steps[plan->count++], plan->catalogue, step, diag);
        if (err) return err;
    }
    copy_text(plan->note, sizeof plan->note, lsn_json_get(root, "note"));
    read_certificate(plan, root);
    return read_dropped(plan, lsn_json_get(root, "dropped"), diag);
}

lsn_err lsn_plan_read_value(lsn_plan *out, const lsn_catalogue *catalogue, const lsn_json *value, lsn_diag *diag) {
    if (!value) return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, 1, 1, "There is no \"plan\" here.");
    lsn_plan plan = {.catalogue = catalogue};
    lsn_err err = read_plan(&plan, value, diag);
    if (err) return err;
    lsn_plan_retime(&plan);
    plan.is_short = plan.wish.minutes * 60 - plan.total_s >= 60;
    *out = plan;
    return LSN_OK;
}

lsn_err lsn_plan_read(lsn_plan *out, const lsn_catalogue *catalogue, lsn_str json, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    return err ? err : lsn_plan_read_value(out, catalogue, root, diag);
}

// ---------------------------------------------------------------- weeks

static lsn_err read_rest(lsn_week_wish *wish, const lsn_json *list, lsn_diag *diag) {
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (list->type != LSN_JSON_ARRAY) return refuse(diag, LSN_ERR_WRONG_TYPE, list, "\"rest\" is a list of weekdays.");
    for (const lsn_json *value = list->first; value; value = value->next) {
        int found = -1;
        for (int day = 0; day < 7; day++)
            if (value->type == LSN_JSON_STRING && lsn_str_equal(value->string, lsn_str_from(names[day]))) found = day;
        if (found < 0)
            return refuse(diag, LSN_ERR_UNKNOWN_NAME, value, "A weekday is mon, tue, wed, thu, fri, sat or sun.");
        wish->rest |= 1u << found;
    }
    return LSN_OK;
}

static lsn_err read_week_field(lsn_week_wish *wish, const lsn_json *value, lsn_diag *diag) {
    static const char *const names[] = {"days", "minutes", "minutes_max", "weekday"};
    static const int low[] = {1, LSN_PLAN_MINUTES_MIN, LSN_PLAN_MINUTES_MIN, 0};
    static const int high[] = {LSN_WEEK_DAYS_MAX, LSN_PLAN_MINUTES_MAX, LSN_PLAN_MINUTES_MAX, 6};
    int *const fields[] = {&wish->days, &wish->minutes, &wish->minutes_max, &wish->first_weekday};
    if (lsn_str_equal(value->key, LSN_STR("rest"))) return read_rest(wish, value, diag);
    for (int i = 0; i < 4; i++) {
        if (!lsn_str_equal(value->key, lsn_str_from(names[i]))) continue;
        int64_t number = 0;
        lsn_err err = read_int(&number, value, low[i], high[i], diag);
        if (!err) *fields[i] = (int)number;
        return err;
    }
    return lsn_diag_set(diag, LSN_ERR_UNKNOWN_FIELD, value->key_line, value->key_column,
                        "The days ahead have no field \"%S\"; they may have days, minutes, minutes_max, rest, weekday.",
                        value->key);
}

lsn_err lsn_week_wish_read(lsn_week_wish *out, lsn_str json, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    if (root->type != LSN_JSON_OBJECT)
        return refuse(diag, LSN_ERR_WRONG_TYPE, root, "The days ahead are a JSON object.");
    lsn_week_wish wish = {.days = 7, .minutes_max = LSN_PLAN_MINUTES_MAX};
    for (const lsn_json *value = root->first; value; value = value->next) {
        err = read_week_field(&wish, value, diag);
        if (err) return err;
    }
    *out = wish;
    return LSN_OK;
}
