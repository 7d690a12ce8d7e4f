// core/catalogue: the names of the lists as they stand in files, and their plain words. Invariant: the tables follow
// the X-macros of catalogue.h in order (the tests compare them).
#include "core/catalogue/read.h"

#define LIST(array, what_text)                                                                                         \
    { (array), (int)(sizeof(array) / sizeof *(array)), (what_text) }
#define SAME_COUNT(array, count)                                                                                       \
    _Static_assert(sizeof(array) / sizeof *(array) == (count), #array " follows its list in catalogue.h")

static const char *const posture_names[] = {"standing",  "seated-chair", "seated-floor", "half-kneeling", "kneeling",
                                            "all-fours", "prone",        "hook-lying",   "supine",        "side-lying"};
static const char *const region_names[] = {"lower-back", "upper-back", "hips", "buttocks", "hamstrings", "legs"};
static const char *const direction_names[] = {"neutral", "flexion", "extension", "rotation", "side-bend"};
static const char *const level_names[] = {"easier", "usual", "harder"};
static const char *const side_names[] = {"none", "right", "left"};
static const char *const breath_names[] = {"free", "in", "out"};
SAME_COUNT(posture_names, LSN_POSTURE_COUNT);
SAME_COUNT(region_names, LSN_REGION_COUNT);
SAME_COUNT(direction_names, LSN_DIRECTION_COUNT);
SAME_COUNT(level_names, LSN_LEVEL_COUNT);
SAME_COUNT(side_names, LSN_SIDE_COUNT);

#define X(name, text) #name,
static const char *const place_names[] = {LSN_PLACES(X)};
static const char *const tag_names[] = {LSN_TAGS(X)};
static const char *const prop_names[] = {LSN_PROPS(X)};
static const char *const kind_names[] = {LSN_KINDS(X)};
#undef X
#define X(name) #name,
static const char *const phase_kind_names[] = {LSN_PHASE_KINDS(X)};
#undef X
#define X(name, text) text,
static const char *const posture_texts[] = {LSN_POSTURES(X)};
static const char *const place_texts[] = {LSN_PLACES(X)};
static const char *const region_texts[] = {LSN_REGIONS(X)};
static const char *const tag_texts[] = {LSN_TAGS(X)};
static const char *const prop_texts[] = {LSN_PROPS(X)};
static const char *const kind_texts[] = {LSN_KINDS(X)};
#undef X

const name_list lsn_list_posture = LIST(posture_names, "posture"), lsn_list_place = LIST(place_names, "place"),
                lsn_list_region = LIST(region_names, "region"), lsn_list_kind = LIST(kind_names, "kind"),
                lsn_list_direction = LIST(direction_names, "direction"), lsn_list_tag = LIST(tag_names, "caution tag"),
                lsn_list_prop = LIST(prop_names, "prop"), lsn_list_level = LIST(level_names, "level"),
                lsn_list_phase_kind = LIST(phase_kind_names, "kind of phase"),
                lsn_list_breath = LIST(breath_names, "breath");

int lsn_list_find(const name_list *list, lsn_str name) {
    for (int i = 0; i < list->count; i++)
        if (lsn_str_equal(lsn_str_from(list->names[i]), name)) return i;
    return -1;
}

static int find_or(const name_list *list, lsn_str name, int none) {
    int found = lsn_list_find(list, name);
    return found < 0 ? none : found;
}

static const char *pick(const char *const *table, unsigned index, unsigned count) {
    LSN_ASSERT(index < count);
    return table[index];
}

#define NAMED(list)                                                                                                    \
    const char *lsn_##list##_name(lsn_##list v) {                                                                      \
        return pick(list##_names, (unsigned)v, sizeof list##_names / sizeof *list##_names);                            \
    }
#define FOUND(list, none)                                                                                              \
    lsn_##list lsn_##list##_find(lsn_str name) {                                                                       \
        return (lsn_##list)find_or(&lsn_list_##list, name, none);                                                      \
    }
#define TOLD(list)                                                                                                     \
    const char *lsn_##list##_text(lsn_##list v) {                                                                      \
        return pick(list##_texts, (unsigned)v, sizeof list##_texts / sizeof *list##_texts);                            \
    }

NAMED(posture)
TOLD(posture)
FOUND(posture, LSN_POSTURE_COUNT)
NAMED(place)
TOLD(place)
FOUND(place, LSN_PLACE_COUNT)
NAMED(region)
TOLD(region)
FOUND(region, LSN_REGION_COUNT)
NAMED(kind)
TOLD(kind)
FOUND(kind, LSN_KIND_COUNT)
NAMED(direction)
FOUND(direction, LSN_DIRECTION_COUNT)
NAMED(tag)
TOLD(tag)
FOUND(tag, LSN_TAG_COUNT)
NAMED(prop)
TOLD(prop)
FOUND(prop, LSN_PROP_COUNT)
NAMED(level)
FOUND(level, LSN_LEVEL_COUNT)
NAMED(side)
NAMED(phase_kind)
NAMED(breath)
