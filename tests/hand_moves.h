// Moves made by hand, shared by the planner's and the session's tests and bench: small enough to check with a pencil.
#ifndef HAND_MOVES_H
#define HAND_MOVES_H

#include "core/catalogue/catalogue.h"

#include <string.h>

enum { HAND_COUNT = 13 };

#define ON(place)  (1u << LSN_PLACE_##place)
#define RG(region) (1u << LSN_REGION_##region)
#define TG(tag)    (1u << LSN_TAG_##tag)

typedef struct hand_move {
    const char *id, *name;
    lsn_kind kind;
    lsn_posture start, end;
    uint32_t places, regions, tags;
    lsn_direction direction;
    bool end_range, warm_up, two_sided;
    int hold_s, reps; // hold_s 0: a dynamic move of 4 s + 4 s
} hand_move;

#define P(posture)   LSN_POSTURE_##posture
#define K(kind)      LSN_KIND_##kind
#define D(direction) LSN_DIRECTION_##direction

static const hand_move hand_moves[HAND_COUNT] = {
    {"bridge", "Bridge", K(strength), P(hook_lying), P(hook_lying), ON(floor) | ON(bed), RG(buttocks) | RG(lower_back),
     TG(PG), D(neutral), false, false, false, 9, 5},
    {"cat-cow", "Cat and cow", K(dynamic), P(all_fours), P(all_fours), ON(floor), RG(lower_back) | RG(upper_back),
     TG(KN) | TG(WR) | TG(OP), D(flexion), false, true, false, 0, 8},
    {"chair-turn", "Chair turn", K(static), P(seated_chair), P(seated_chair), ON(chair),
     RG(upper_back) | RG(lower_back), TG(OP) | TG(HRp), D(rotation), false, true, true, 10, 3},
    {"child", "Child's pose", K(static), P(kneeling), P(kneeling), ON(floor), RG(lower_back) | RG(upper_back),
     TG(KN) | TG(OP) | TG(HRp), D(flexion), true, false, false, 30, 1},
    {"cobra", "Cobra", K(static), P(prone), P(prone), ON(floor), RG(lower_back), TG(EXT) | TG(WR) | TG(PG),
     D(extension), true, false, false, 8, 5},
    {"figure-four", "Figure four", K(static), P(hook_lying), P(hook_lying), ON(floor) | ON(bed),
     RG(buttocks) | RG(hips), TG(HRp) | TG(LEG) | TG(PG), D(flexion), false, false, true, 30, 2},
    {"hamstring", "Hamstring stretch", K(static), P(supine), P(supine), ON(floor), RG(hamstrings) | RG(legs),
     TG(LEG) | TG(HRp) | TG(PG), D(flexion), false, false, true, 30, 2},
    {"hip-flexor", "Hip flexor stretch", K(static), P(half_kneeling), P(half_kneeling), ON(floor), RG(hips),
     TG(KN) | TG(BAL) | TG(HRa), D(extension), true, false, true, 30, 2},
    {"knee-to-chest", "Knee to chest", K(static), P(hook_lying), P(hook_lying), ON(floor) | ON(bed),
     RG(lower_back) | RG(buttocks), TG(HRp) | TG(OP) | TG(LEG) | TG(PG), D(flexion), true, false, true, 20, 2},
    {"pelvic-tilt", "Pelvic tilt", K(isometric), P(hook_lying), P(hook_lying), ON(floor) | ON(bed), RG(lower_back),
     TG(PG), D(flexion), false, true, false, 5, 8},
    {"pillow", "Pillow under the knees", K(picture), P(supine), P(supine), ON(bed), RG(lower_back), TG(PG), D(neutral),
     false, false, false, 60, 1},
    {"stand-turn", "Standing turn", K(static), P(standing), P(standing), ON(standing) | ON(floor),
     RG(upper_back) | RG(lower_back), TG(OP) | TG(BAL), D(rotation), false, true, true, 10, 3},
    {"trunk-turn", "Knees from side to side", K(static), P(hook_lying), P(hook_lying), ON(floor) | ON(bed),
     RG(lower_back) | RG(hips), TG(OP) | TG(HRp) | TG(LEG) | TG(PG), D(rotation), false, false, true, 10, 3},
};

static const lsn_phase hand_hold_phases[] = {
    {.id = {"settle", 6}, .kind = LSN_PHASE_settle, .to = 1, .seconds = 4, .say = {"Ease in on the {side}.", 22}},
    {.id = {"hold", 4}, .kind = LSN_PHASE_hold, .to = 1, .is_hold = true, .say = {"Stay and breathe.", 17}},
    {.id = {"release", 7},
     .kind = LSN_PHASE_release,
     .to = 0,
     .seconds = 3,
     .again = {"And back.", 9},
     .say = {"Come back slowly.", 17}},
};
static const lsn_phase hand_flow_phases[] = {
    {.id = {"out", 3},
     .kind = LSN_PHASE_move,
     .to = 1,
     .seconds = 4,
     .breath = LSN_BREATH_out,
     .say = {"Round as you breathe out.", 25}},
    {.id = {"in", 2},
     .kind = LSN_PHASE_move,
     .to = 0,
     .seconds = 4,
     .breath = LSN_BREATH_in,
     .say = {"Sink as you breathe in.", 23}},
};

static void hand_fill(lsn_move *out, const hand_move *from) {
    memset(out, 0, sizeof *out);
    out->id = lsn_str_from(from->id);
    out->name = lsn_str_from(from->name);
    out->ready = LSN_STR("Find your place.");
    out->kind = from->kind;
    out->start = from->start;
    out->end = from->end;
    out->places = from->places;
    out->regions = from->regions;
    out->tags = from->tags;
    out->direction = from->direction;
    out->end_range = from->end_range;
    out->warm_up = from->warm_up;
    out->two_sided = from->two_sided;
    out->pose_count = 2;
    out->phase_count = from->hold_s ? 3 : 2;
    memcpy(out->phases, from->hold_s ? hand_hold_phases : hand_flow_phases, out->phase_count * sizeof(lsn_phase));
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
        int less = level == LSN_LEVEL_easier;
        out->dose[level] = (lsn_dose){.hold_s = from->hold_s ? from->hold_s + 5 * (level - 1) : 0,
                                      .reps = less && from->reps > 1 ? from->reps - 1 : from->reps,
                                      .variant = -1};
    }
}

static inline lsn_catalogue hand_catalogue(lsn_move moves[HAND_COUNT]) {
    for (int i = 0; i < HAND_COUNT; i++) hand_fill(&moves[i], &hand_moves[i]);
    return (lsn_catalogue){.moves = moves, .count = HAND_COUNT};
}

static inline int hand_index(const char *id) {
    for (int i = 0; i < HAND_COUNT; i++) {
        if (strcmp(hand_moves[i].id, id) == 0) return i;
    }
    return -1;
}

#undef ON
#undef RG
#undef TG
#undef P
#undef K
#undef D

#endif
