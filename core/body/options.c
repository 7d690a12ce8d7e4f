// core/body: who a person is, from a file. Invariant: what is accepted can be built; every refusal has a place and says
// what to do.
#include "core/body/body.h"

#include <string.h>

// Means of the male and female medians of ANSUR II 2012: stature 1.756 and 1.626 m, mass 84.6 and 66.6 kg. Small and
// large are 1.645 standard deviations from the female and the male median; girth is the mean of waist, buttock and
// thigh circumference there, against stature.
static const struct {
    const char *name;
    double stature_m, girth, mass_kg;
} builds[LSN_BUILD_COUNT] = {
    {"small", 1.52, 0.92, 50.0},
    {"mean", 1.69, 1.0, 75.0},
    {"large", 1.87, 1.09, 108.0},
};

lsn_body_options lsn_body_options_for(lsn_build build) {
    LSN_ASSERT(build >= 0 && build < LSN_BUILD_COUNT);
    return (lsn_body_options){
        .stature_m = builds[build].stature_m, .girth = builds[build].girth, .mass_kg = builds[build].mass_kg};
}

const char *lsn_build_name(lsn_build build) {
    LSN_ASSERT(build >= 0 && build < LSN_BUILD_COUNT);
    return builds[build].name;
}

lsn_body_options lsn_body_options_default(void) {
    return lsn_body_options_for(LSN_BUILD_mean);
}

// Names in files; the preprocessor cannot turn '_' into '-'.
#define NAME_kneel            "kneel"
#define NAME_lean_on_hands    "lean-on-hands"
#define NAME_lie_on_front     "lie-on-front"
#define NAME_get_to_floor     "get-to-floor"
#define NAME_lie_on_back      "lie-on-back"
#define NAME_lie_on_side      "lie-on-side"
#define NAME_sit_on_floor     "sit-on-floor"
#define NAME_stand_on_one_leg "stand-on-one-leg"

static const struct {
    const char *name, *text, *noun;
} cannots[LSN_CANNOT_COUNT] = {
#define X(id, says, needs) [LSN_CANNOT_##id] = {.text = says, .noun = needs, .name = NAME_##id},
    LSN_CANNOTS(X)
#undef X
};

static const char *const looks[LSN_LOOK_COUNT] = {
#define X(name) #name,
    LSN_LOOKS(X)
#undef X
};

const char *lsn_cannot_name(lsn_cannot cannot) {
    LSN_ASSERT(cannot >= 0 && cannot < LSN_CANNOT_COUNT);
    return cannots[cannot].name;
}

const char *lsn_cannot_text(lsn_cannot cannot) {
    LSN_ASSERT(cannot >= 0 && cannot < LSN_CANNOT_COUNT);
    return cannots[cannot].text;
}

const char *lsn_cannot_noun(lsn_cannot cannot) {
    LSN_ASSERT(cannot >= 0 && cannot < LSN_CANNOT_COUNT);
    return cannots[cannot].noun;
}

// ---------------------------------------------------------------- file

typedef struct reader {
    lsn_body_options options;
    lsn_diag *diag;
} reader;

static lsn_err refuse_type(reader *r, const lsn_json *value, const char *wanted) {
    return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%S\" is %s", value->key, wanted);
}

static lsn_err read_number(double *out, reader *r, const lsn_json *value, double low, double high, const char *range) {
    if (value->type != LSN_JSON_NUMBER) return refuse_type(r, value, "a number");
    if (!(value->number >= low && value->number <= high))
        return lsn_diag_set(r->diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column, "\"%S\" goes from %s",
                            value->key, range);
    *out = value->number;
    return LSN_OK;
}

// A number is how far it goes: forward, or to either side for what goes to both; a pair is from where to where.
static lsn_err read_range(double range[2], reader *r, const lsn_json *value, const lsn_coord_info *info) {
    range[0] = info->mirror_sign < 0.0 ? -value->number : info->least;
    range[1] = value->number;
    if (value->type == LSN_JSON_ARRAY) {
        const lsn_json *low = value->first, *high = low ? low->next : NULL;
        bool is_pair = value->count == 2 && low->type == LSN_JSON_NUMBER && high->type == LSN_JSON_NUMBER;
        if (!is_pair) return refuse_type(r, value, "a number of degrees, or two: [least, greatest]");
        range[0] = low->number;
        range[1] = high->number;
    } else if (value->type != LSN_JSON_NUMBER) {
        return refuse_type(r, value, "a number of degrees, or two: [least, greatest]");
    }
    if (range[0] > range[1])
        return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, value->line, value->column,
                            "\"%S\" has its least above its greatest", value->key);
    if (range[0] <= info->greatest && range[1] >= info->least) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column,
                        "\"%S\" of adults goes from %d to %d degrees; an own limit leaves a part of that", value->key,
                        (int)info->least, (int)info->greatest);
}

static lsn_err add_limit(reader *r, lsn_coord coord, const lsn_json *value) {
    double range[2];
    lsn_err err = read_range(range, r, value, lsn_coord_describe(coord));
    if (err) return err;
    if (r->options.limit_count == LSN_OWN_LIMITS_MAX)
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, value->line, value->column, "there are more than %d limits",
                            (int)LSN_OWN_LIMITS_MAX);
    r->options.limits[r->options.limit_count++] = (lsn_own_limit){coord, range[0], range[1]};
    return LSN_OK;
}

static lsn_coord find_side(lsn_str name, char side) {
    char full[48];
    if (name.len + 2 > sizeof full) return LSN_COORD_COUNT;
    memcpy(full, name.ptr, name.len);
    full[name.len] = '_';
    full[name.len + 1] = side;
    return lsn_coord_find((lsn_str){full, name.len + 2});
}

static lsn_err read_limit(reader *r, const lsn_json *value) {
    if (lsn_str_equal(value->key, LSN_STR("straight_leg_raise")))
        return read_number(&r->options.straight_leg_deg, r, value, 20.0, 125.0, "20 to 125 degrees");
    if (lsn_str_equal(value->key, LSN_STR("prone_knee_bend")))
        return read_number(&r->options.prone_knee_deg, r, value, 40.0, 150.0, "40 to 150 degrees");
    lsn_coord whole = lsn_coord_find(value->key), right = find_side(value->key, 'r'), left = find_side(value->key, 'l');
    if (whole >= LSN_COORD_lumbar_flexion && whole < LSN_COORD_COUNT) return add_limit(r, whole, value);
    if (right == LSN_COORD_COUNT)
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->key_line, value->key_column,
                            "there is no limit \"%S\": it is a joint angle such as hip_flexion, hip_flexion_r or "
                            "lumbar_flexion, straight_leg_raise or prone_knee_bend",
                            value->key);
    lsn_err err = add_limit(r, right, value);
    return err ? err : add_limit(r, left, value);
}

static lsn_err read_limits(reader *r, const lsn_json *value) {
    if (value->type != LSN_JSON_OBJECT) return refuse_type(r, value, "an object such as {\"hip_flexion\": 90}");
    for (const lsn_json *limit = value->first; limit; limit = limit->next) {
        lsn_err err = read_limit(r, limit);
        if (err) return err;
    }
    return LSN_OK;
}

static lsn_cannot find_cannot(lsn_str name) {
    int i = 0;
    while (i < LSN_CANNOT_COUNT && !lsn_str_equal(name, lsn_str_from(cannots[i].name))) ++i;
    return (lsn_cannot)i;
}

static lsn_err refuse_name(reader *r, const lsn_json *value, const char *const *names, int count) {
    char memory[192];
    lsn_buf list = lsn_buf_make(memory, sizeof memory);
    for (int i = 0; i < count; ++i) lsn_buf_format(&list, "%s%s", i == 0 ? "" : ", ", names[i]);
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->line, value->column, "here is one of %S",
                        lsn_buf_view(&list));
}

static lsn_err read_cannot(reader *r, const lsn_json *value) {
    if (value->type != LSN_JSON_ARRAY) return refuse_type(r, value, "a list such as [\"kneel\"]");
    for (const lsn_json *item = value->first; item; item = item->next) {
        lsn_cannot cannot = item->type == LSN_JSON_STRING ? find_cannot(item->string) : LSN_CANNOT_COUNT;
        if (cannot == LSN_CANNOT_COUNT) {
            const char *names[LSN_CANNOT_COUNT];
            for (int i = 0; i < LSN_CANNOT_COUNT; ++i) names[i] = cannots[i].name;
            return refuse_name(r, item, names, LSN_CANNOT_COUNT);
        }
        r->options.cannot |= 1u << cannot;
    }
    return LSN_OK;
}

static lsn_err read_look(reader *r, const lsn_json *value) {
    int i = 0;
    bool is_text = value->type == LSN_JSON_STRING;
    while (is_text && i < LSN_LOOK_COUNT && !lsn_str_equal(value->string, lsn_str_from(looks[i]))) ++i;
    if (!is_text || i == LSN_LOOK_COUNT) return refuse_name(r, value, looks, LSN_LOOK_COUNT);
    r->options.look = (lsn_look)i;
    return LSN_OK;
}

static lsn_err read_field(reader *r, const lsn_json *value) {
    lsn_body_options *options = &r->options;
    if (lsn_str_equal(value->key, LSN_STR("$schema"))) return LSN_OK;
    if (lsn_str_equal(value->key, LSN_STR("stature_m")))
        return read_number(&options->stature_m, r, value, LSN_STATURE_MIN_M, LSN_STATURE_MAX_M, "1.40 to 2.05 m");
    if (lsn_str_equal(value->key, LSN_STR("girth")))
        return read_number(&options->girth, r, value, LSN_GIRTH_MIN, LSN_GIRTH_MAX, "0.85 (slender) to 1.25 (broad)");
    if (lsn_str_equal(value->key, LSN_STR("mass_kg")))
        return read_number(&options->mass_kg, r, value, 35.0, 180.0, "35 to 180 kg");
    if (lsn_str_equal(value->key, LSN_STR("limits"))) return read_limits(r, value);
    if (lsn_str_equal(value->key, LSN_STR("cannot"))) return read_cannot(r, value);
    if (lsn_str_equal(value->key, LSN_STR("look"))) return read_look(r, value);
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_FIELD, value->key_line, value->key_column,
                        "there is no field \"%S\": a body has stature_m, girth, mass_kg, limits, cannot and look",
                        value->key);
}

// Of people, mass grows with the square of stature; and with the square of girth.
static double usual_mass(const lsn_body_options *options) {
    double tall = options->stature_m / builds[LSN_BUILD_mean].stature_m, wide = options->girth;
    return lsn_clamp(builds[LSN_BUILD_mean].mass_kg * tall * tall * wide * wide, 35.0, 180.0);
}

lsn_err lsn_body_options_parse(lsn_body_options *out, lsn_str text, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, text, &scratch, diag);
    if (err) return err;
    reader r = {.options = lsn_body_options_default(), .diag = diag};
    if (root->type != LSN_JSON_OBJECT)
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column,
                            "a body is an object such as {\"stature_m\": 1.70}");
    for (const lsn_json *field = root->first; field && !err; field = field->next) err = read_field(&r, field);
    if (!err && lsn_json_get(root, "mass_kg") == NULL) r.options.mass_kg = usual_mass(&r.options);
    if (!err && lsn_body_options_check(&r.options))
        err = lsn_diag_set(diag, LSN_ERR_INCONSISTENT, root->line, root->column,
                           "two limits of this body contradict each other");
    if (!err) *out = r.options;
    return err;
}

static void write_limits(lsn_json_out *out, const lsn_body_options *options) {
    lsn_json_key(out, "limits");
    lsn_json_object(out);
    for (int i = 0; i < options->limit_count; ++i) {
        const lsn_own_limit *limit = &options->limits[i];
        lsn_json_key(out, lsn_coord_describe(limit->coord)->name);
        lsn_json_array(out);
        lsn_json_fixed(out, limit->least_deg, 3);
        lsn_json_fixed(out, limit->greatest_deg, 3);
        lsn_json_array_end(out);
    }
    if (options->straight_leg_deg > 0.0) lsn_json_put_fixed(out, "straight_leg_raise", options->straight_leg_deg, 3);
    if (options->prone_knee_deg > 0.0) lsn_json_put_fixed(out, "prone_knee_bend", options->prone_knee_deg, 3);
    lsn_json_object_end(out);
}

void lsn_body_options_write_json(lsn_json_out *out, const lsn_body_options *options) {
    lsn_json_object(out);
    lsn_json_put_fixed(out, "stature_m", options->stature_m, 3);
    lsn_json_put_fixed(out, "girth", options->girth, 3);
    lsn_json_put_fixed(out, "mass_kg", options->mass_kg, 1);
    lsn_json_put_text(out, "look", looks[options->look]);
    write_limits(out, options);
    lsn_json_key(out, "cannot");
    lsn_json_array(out);
    for (int i = 0; i < LSN_CANNOT_COUNT; ++i)
        if (options->cannot >> i & 1u) lsn_json_text(out, cannots[i].name);
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}
