/// What is known of a move before any planning: at which level a person goes on with it, whether it is new, gentle or
/// quiet, and what bars it. Invariant: the bars are asked in one fixed order, so that a move left out has one reason.
#include "core/plan/inner.h"

enum { READY_PAUSE_S = 1 }; // after what is said

// Need of a region, 1 … 10: how much the wish asks for it. Our own choice.
enum { NEED_WISHED = 10, NEED_OTHER = 1, NEED_MOST = 10 };
static const int NEED_OPEN[LSN_REGION_COUNT] = {
    [LSN_REGION_lower_back] = 6, [LSN_REGION_upper_back] = 4, [LSN_REGION_hips] = 6,
    [LSN_REGION_buttocks] = 5,   [LSN_REGION_hamstrings] = 4, [LSN_REGION_legs] = 2,
};

static bool rates_regions(const lsn_wish *wish) {
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if (wish->stiff[r] > 0) return true;
    }
    return wish->regions != 0;
}

bool lsn_region_wished(const lsn_wish *wish, lsn_region region) {
    return !rates_regions(wish) || wish->stiff[region] > 0 || (wish->regions >> region & 1) != 0;
}

int lsn_region_weight(const lsn_wish *wish, lsn_region region) {
    if (wish->stiff[region] > 0) return wish->stiff[region] < NEED_MOST ? wish->stiff[region] : NEED_MOST;
    if (!rates_regions(wish)) return NEED_OPEN[region];
    return wish->regions >> region & 1 ? NEED_WISHED : NEED_OTHER;
}

void lsn_plan_ready_text(lsn_buf *out, const lsn_move *move, lsn_level level) {
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    int variant = move->dose[level].variant;
    lsn_say(out, move->language, move->ready, side);
    if (variant < 0 || variant >= move->variant_count || move->variants[variant].how.len == 0) return;
    lsn_words_gap(out, move->language);
    lsn_say(out, move->language, move->variants[variant].how, side);
}

int lsn_ready_least_s(const lsn_move *move, lsn_level level) {
    char memory[512];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_plan_ready_text(&text, move, level);
    int spoken_s = lsn_say_seconds(lsn_buf_view(&text)) + READY_PAUSE_S;
    return spoken_s > LSN_READY_LEAST_S ? spoken_s : LSN_READY_LEAST_S;
}

static bool in_flare(const lsn_wish *wish) {
    return wish->progress && wish->progress->flare;
}

lsn_level lsn_wish_level(const lsn_wish *wish, const lsn_move *move, int index) {
    if (in_flare(wish) || (wish->verdict && wish->verdict->gentle_only)) return LSN_LEVEL_easier;
    if (wish->verdict && lsn_screen_is_small(wish->verdict, move)) return LSN_LEVEL_easier;
    return wish->progress ? wish->progress->moves[index].level : LSN_LEVEL_usual;
}

static bool is_lying(lsn_posture p) {
    return p == LSN_POSTURE_hook_lying || p == LSN_POSTURE_supine || p == LSN_POSTURE_side_lying;
}

/// The starter set: warm-ups, whatever stays clear of the end of the range, and what is done lying or sitting on a
/// chair, where the body is carried. Other moves are new until they were done once. Our own choice.
static bool is_starter(const lsn_move *move) {
    return move->warm_up || !move->end_range || is_lying(move->start) || move->start == LSN_POSTURE_seated_chair;
}

bool lsn_move_is_new(const lsn_move *move, const lsn_wish *wish, int index) {
    return !is_starter(move) && (!wish->progress || wish->progress->moves[index].times == 0);
}

bool lsn_move_is_strength(const lsn_move *move) {
    return move->kind == LSN_KIND_strength || move->kind == LSN_KIND_isometric;
}

bool lsn_move_is_end_flexion(const lsn_move *move) {
    return move->end_range && move->direction == LSN_DIRECTION_flexion;
}

bool lsn_leans_to(const lsn_wish *wish, const lsn_move *move) {
    return wish->progress && move->direction != LSN_DIRECTION_neutral && wish->progress->lean.toward == move->direction;
}

int lsn_move_calm_points(const lsn_move *move) {
    if (move->kind == LSN_KIND_rest) return 600;
    if (move->kind != LSN_KIND_static) return 0;
    if (is_lying(move->end)) return 400;
    return move->end == LSN_POSTURE_kneeling ? 300 : move->end == LSN_POSTURE_seated_chair ? 200 : 0;
}

bool lsn_listed(const int *list, int count, int move) {
    for (int i = 0; i < count; i++) {
        if (list[i] == move) return true;
    }
    return false;
}

/// During a flare-up: rest, gentle warm-ups, and what the person said helps, short of the end of the range.
static bool suits_a_flare(const lsn_move *move, const lsn_move_record *record) {
    if (move->kind == LSN_KIND_rest) return true;
    return !move->end_range && (move->warm_up || record->helps || record->preferred > 0);
}

static bool body_can(const lsn_wish *wish, const lsn_move *move, int index) {
    return !wish->able || (wish->able[index] & ((2u << lsn_wish_level(wish, move, index)) - 1)) != 0;
}

static lsn_why_kind record_bars(const lsn_move *move, const lsn_wish *wish, int index) {
    if (!wish->progress) return LSN_WHY_in_plan;
    const lsn_move_record *record = &wish->progress->moves[index];
    if (record->resting) return LSN_WHY_resting;
    if (record->retired) return LSN_WHY_retired;
    if (record->preferred < 0) return LSN_WHY_never;
    return in_flare(wish) && !suits_a_flare(move, record) ? LSN_WHY_flare : LSN_WHY_in_plan;
}

lsn_why_kind lsn_model_bars(const lsn_catalogue *catalogue, const lsn_wish *wish, int index) {
    const lsn_move *move = &catalogue->moves[index];
    if (move->kind == LSN_KIND_picture) return LSN_WHY_picture;
    if (wish->verdict && !lsn_screen_allows(wish->verdict, move)) return LSN_WHY_screening;
    if (move->tags & wish->without_tags) return LSN_WHY_screening;
    if (!body_can(wish, move, index)) return LSN_WHY_body;
    if ((move->places >> wish->place & 1) == 0) return LSN_WHY_place;
    if (move->props_needed & wish->without_props) return LSN_WHY_prop;
    lsn_why_kind kind = record_bars(move, wish, index);
    if (kind != LSN_WHY_in_plan) return kind;
    if (lsn_listed(wish->dropped, wish->dropped_count, index)) return LSN_WHY_dropped;
    if (wish->prescribed_count > 0 && !lsn_listed(wish->prescribed, wish->prescribed_count, index))
        return LSN_WHY_unlisted;
    return LSN_WHY_in_plan;
}
