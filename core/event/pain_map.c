// core/event: where it hurts, as areas of a body. Invariant: what is written is read back equal; the list itself is
// LSN_AREAS in event.h.
#include "core/event/event.h"

enum { LEG_none, LEG_right, LEG_left };

typedef struct area {
    const char *name;
    uint8_t site, leg;
} area;
static const area areas[] = {
#define X(area, name, site, leg) {name, site, LEG_##leg},
    LSN_AREAS(X)
#undef X
};

const char *lsn_area_name(lsn_area area) {
    LSN_ASSERT((unsigned)area < LSN_AREA_COUNT);
    return areas[area].name;
}

lsn_area lsn_area_find(lsn_str name) {
    int area = 0;
    while (area < LSN_AREA_COUNT && !lsn_str_equal(name, lsn_str_from(areas[area].name))) area++;
    return (lsn_area)area;
}

// ---------------------------------------------------------------- reading

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The digit behind `"name":` where the quotation mark stands at `at`; 0 when it is not this name or no digit follows.
static uint8_t strength_at(lsn_str text, size_t at, lsn_str name) {
    size_t i = at + 1 + name.len;
    if (i >= text.len || text.ptr[i] != '"') return 0;
    if (!lsn_str_equal((lsn_str){text.ptr + at + 1, name.len}, name)) return 0;
    for (i++; i < text.len && is_space(text.ptr[i]); i++) {
    }
    if (i >= text.len || text.ptr[i] != ':') return 0;
    for (i++; i < text.len && is_space(text.ptr[i]); i++) {
    }
    bool one = i < text.len && (text.ptr[i] == '1' || text.ptr[i] == '2');
    bool ends = i + 1 < text.len && (is_space(text.ptr[i + 1]) || text.ptr[i + 1] == ',' || text.ptr[i + 1] == '}');
    return one && ends ? (uint8_t)(text.ptr[i] - '0') : 0;
}

// The codec has seen that the text is sound JSON; names of areas have no escapes, so a look for them is enough.
lsn_pain_map lsn_pain_map_of(lsn_str text) {
    lsn_pain_map map = {0};
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '"') continue;
        for (int area = 0; area < LSN_AREA_COUNT; area++) {
            uint8_t strength = strength_at(text, i, lsn_str_from(areas[area].name));
            if (strength) map.at[area] = strength;
        }
    }
    return map;
}

static lsn_err read_area(lsn_pain_map *map, const lsn_json *at, lsn_diag *diag) {
    lsn_area area = lsn_area_find(at->key);
    if (area == LSN_AREA_COUNT) {
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->key_line, at->key_column, "there is no area \"%S\" here",
                            at->key);
    }
    bool known = at->type == LSN_JSON_NUMBER && (at->number == 0 || at->number == 1 || at->number == 2);
    if (!known) {
        return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, at->line, at->column, "\"%S\" is 0, 1 some or 2 a lot",
                            at->key);
    }
    map->at[area] = (uint8_t)at->number;
    return LSN_OK;
}

lsn_err lsn_pain_map_read(lsn_pain_map *out, lsn_str json, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_pain_map map = {0};
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    const lsn_json *where = root->type == LSN_JSON_OBJECT ? lsn_json_get(root, "where") : NULL;
    if (!where || where->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, root->line, root->column,
                            "a map needs \"where\", an object of areas");
    }
    for (const lsn_json *at = where->first; !err && at; at = at->next) err = read_area(&map, at, diag);
    if (err) return err;
    *out = map;
    return LSN_OK;
}

void lsn_pain_map_write(lsn_buf *out, const lsn_pain_map *map) {
    lsn_json_out json = lsn_json_begin(out);
    lsn_json_object(&json);
    lsn_json_key(&json, "where");
    lsn_json_object(&json);
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (map->at[area]) lsn_json_put_int(&json, areas[area].name, map->at[area]);
    }
    lsn_json_object_end(&json);
    lsn_json_object_end(&json);
}

// ---------------------------------------------------------------- what it says

int lsn_pain_map_strongest(const lsn_pain_map *map) {
    int strongest = 0;
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (map->at[area] > strongest) strongest = map->at[area];
    }
    return strongest;
}

int lsn_pain_map_site(const lsn_pain_map *map) {
    int site = 0;
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (map->at[area] && areas[area].site > site) site = areas[area].site;
    }
    return site;
}

bool lsn_pain_map_both_legs(const lsn_pain_map *map) {
    bool legs[3] = {false};
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (map->at[area]) legs[areas[area].leg] = true;
    }
    return legs[LEG_right] && legs[LEG_left];
}
