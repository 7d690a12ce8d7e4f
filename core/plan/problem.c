/// What may be chosen, and what each choice is worth before its neighbours are known. Invariant: nothing here depends
/// on the order of the catalogue; moves are ranked by id.
#include "core/plan/inner.h"

// Need of a region, 1 … 10: how much the wish asks for it. Our own choice.
enum { NEED_WISHED = 10, NEED_OTHER = 1 };
static const int NEED_OPEN[LSN_REGION_COUNT] = {
    [LSN_REGION_lower_back] = 6, [LSN_REGION_upper_back] = 4, [LSN_REGION_hips] = 6,
    [LSN_REGION_buttocks] = 5,   [LSN_REGION_hamstrings] = 4, [LSN_REGION_legs] = 2,
};

// Seconds of a week: Ingram 2025 finds the gain in range peaking near 4 minutes a session and 10 a week for a muscle;
// 5 minutes a week is the target (our choice, after Thomas 2018). Guarded by test_plan: credit ends at four minutes.
enum { WEEK_TARGET_S = 300, WEEK_MAX_S = 600, FIRST_MINUTE_S = 60, WISHED_FLOOR = 2 };

enum { READY_PAUSE_S = 1 }; // after what is said

// Points of a move by itself.
enum {
    POINTS_KEPT = 20000,
    POINTS_FELT = 400, // all of "better" or "worse", shrunk by FELT_PRIOR doubtful answers
    FELT_PRIOR = 4,
    POINTS_AGAIN = -80,    // was in the last session
    POINTS_RESTED = 80,    // was not, for over a week
    POINTS_SEED = 150,     // spread of the seed's preference
    POINTS_LIGHTER = -500, // a dose below the usual one, only to fit the time
};

static int clamp_int(int v, int low, int high) {
    return v < low ? low : v > high ? high : v;
}

/// Concave worth of seconds for one region, given what it got this week already.
static void fill_credit(int credit[LSN_CREDIT_MAX_S + 1], int need, bool wished, int week_s) {
    int b = clamp_int(WEEK_TARGET_S - week_s, 0, LSN_CREDIT_MAX_S);
    int c = clamp_int(WEEK_MAX_S - week_s, 0, LSN_CREDIT_MAX_S);
    int a = b < FIRST_MINUTE_S ? b : FIRST_MINUTE_S;
    credit[0] = 0;
    for (int s = 1; s <= LSN_CREDIT_MAX_S; s++) {
        int slope = s <= a ? 4 * need : s <= b ? 2 * need : s <= c ? need : wished ? WISHED_FLOOR : 0;
        credit[s] = credit[s - 1] + slope;
    }
}

static void fill_credits(lsn_problem *problem) {
    const lsn_wish *wish = problem->wish;
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        bool wished = (wish->regions >> r & 1) != 0;
        int need = wish->regions == 0 ? NEED_OPEN[r] : wished ? NEED_WISHED : NEED_OTHER;
        int week_s = wish->progress ? wish->progress->region_week_s[r] : 0;
        fill_credit(problem->credit[r], need, wished, week_s);
    }
}

void lsn_plan_ready_text(lsn_buf *out, const lsn_move *move, lsn_level level) {
    lsn_say(out, move->ready, move->two_sided ? LSN_SIDE_right : LSN_SIDE_none);
    int variant = move->dose[level].variant;
    if (variant < 0 || variant >= move->variant_count || move->variants[variant].how.len == 0) return;
    if (move->ready.len > 0) lsn_buf_char(out, ' ');
    lsn_say(out, move->variants[variant].how, move->two_sided ? LSN_SIDE_right : LSN_SIDE_none);
}

int lsn_ready_least_s(const lsn_move *move, lsn_level level) {
    char memory[512];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_plan_ready_text(&text, move, level);
    int spoken_s = lsn_say_seconds(lsn_buf_view(&text)) + READY_PAUSE_S;
    return spoken_s > LSN_READY_LEAST_S ? spoken_s : LSN_READY_LEAST_S;
}

lsn_level lsn_problem_level(const lsn_problem *problem, int move) {
    const lsn_wish *wish = problem->wish;
    if (wish->verdict && lsn_screen_is_small(wish->verdict, &problem->catalogue->moves[move])) return LSN_LEVEL_easier;
    return wish->progress ? wish->progress->moves[move].level : LSN_LEVEL_usual;
}

static bool is_lying(lsn_posture p) {
    return p == LSN_POSTURE_hook_lying || p == LSN_POSTURE_supine || p == LSN_POSTURE_side_lying;
}

/// The starter set: warm-ups, whatever stays clear of the end of the range, and what is done lying or sitting on a
/// chair, where the body is carried. Other moves are new until they were done once.
static bool is_starter(const lsn_move *move) {
    return move->warm_up || !move->end_range || is_lying(move->start) || move->start == LSN_POSTURE_seated_chair;
}

static int calm_points(const lsn_move *move) {
    if (move->kind == LSN_KIND_rest) return 600;
    if (move->kind != LSN_KIND_static) return 0;
    return is_lying(move->end) ? 400 : move->end == LSN_POSTURE_kneeling ? 300 : 0;
}

static int seed_points(uint64_t seed, lsn_str id) {
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (unsigned char)(seed >> (8 * i));
    uint64_t hash = lsn_hash(lsn_hash(LSN_HASH_START, bytes, sizeof bytes), id.ptr, id.len);
    return (int)((hash >> 32) % (POINTS_SEED + 1));
}

static int record_points(const lsn_progress *progress, int move) {
    if (!progress) return 0;
    const lsn_move_record *record = &progress->moves[move];
    const int64_t half_day_ms = 12 * 3600 * 1000, week_ms = 14 * half_day_ms;
    int felt = record->better + record->same + record->worse;
    int points = POINTS_FELT * (record->better - record->worse) / (felt + FELT_PRIOR);
    int64_t since_ms = progress->last_session_ms - record->last_ms;
    if (record->last_ms == 0 || progress->last_session_ms == 0) return points;
    if (since_ms < half_day_ms) return points + POINTS_AGAIN;
    return since_ms > week_ms ? points + POINTS_RESTED : points;
}

static bool listed(const int *list, int count, int move) {
    for (int i = 0; i < count; i++) {
        if (list[i] == move) return true;
    }
    return false;
}

lsn_item lsn_problem_item(const lsn_problem *problem, int index, lsn_level level) {
    const lsn_move *move = &problem->catalogue->moves[index];
    const lsn_wish *wish = problem->wish;
    const lsn_move_record *record = wish->progress ? &wish->progress->moves[index] : NULL;
    lsn_item item = {
        .move = index,
        .bit = problem->rank[index],
        .level = level,
        .lighter = level < lsn_problem_level(problem, index),
        .work_s = lsn_move_seconds(move, level),
        .side_s = lsn_move_side_seconds(move, level),
        .ready_s = lsn_ready_least_s(move, level),
        .points = record_points(wish->progress, index) + seed_points(wish->seed, move->id),
        .start = move->start,
        .end = move->end,
        .regions = move->kind == LSN_KIND_rest ? 0 : move->regions, // lying still is no dose
        .direction = move->direction,
        .end_flexion = move->end_range && move->direction == LSN_DIRECTION_flexion,
        .warm_up = move->warm_up,
        .strength = move->kind == LSN_KIND_strength || move->kind == LSN_KIND_isometric,
        .is_rest = move->kind == LSN_KIND_rest,
        .is_new = !is_starter(move) && (!record || record->times == 0),
        .calm_points = calm_points(move),
    };
    if (listed(wish->kept, wish->kept_count, index)) item.points += POINTS_KEPT;
    if (item.lighter) item.points += POINTS_LIGHTER;
    return item;
}

static bool is_able(const lsn_wish *wish, int move, lsn_level level) {
    return !wish->able || (wish->able[move] >> level & 1);
}

static bool may_choose(const lsn_problem *problem, int index) {
    const lsn_move *move = &problem->catalogue->moves[index];
    const lsn_wish *wish = problem->wish;
    if (move->kind == LSN_KIND_picture) return false;
    if ((move->places >> wish->place & 1) == 0) return false;
    if (move->tags & wish->without_tags) return false;
    if (move->props_needed & wish->without_props) return false;
    if (wish->verdict && !lsn_screen_allows(wish->verdict, move)) return false;
    if (wish->progress && wish->progress->moves[index].resting) return false;
    return !listed(wish->dropped, wish->dropped_count, index);
}

void lsn_problem_set(lsn_problem *out, const lsn_catalogue *catalogue, const lsn_wish *wish) {
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    out->catalogue = catalogue;
    out->wish = wish;
    out->limit_s = wish->minutes * 60;
    out->first_week = !wish->progress || wish->progress->first_week;
    out->at_start = lsn_place_posture(wish->place);
    out->item_count = 0;
    fill_credits(out);
    for (int a = 0; a < LSN_POSTURE_COUNT; a++) {
        for (int b = 0; b < LSN_POSTURE_COUNT; b++) out->change_s[a][b] = lsn_posture_change_s(a, b);
    }
    int by_rank[LSN_MOVES_MAX];
    for (int i = 0; i < catalogue->count; i++) {
        int rank = 0;
        for (int j = 0; j < catalogue->count; j++) {
            if (lsn_str_compare(catalogue->moves[j].id, catalogue->moves[i].id) < 0) rank++;
        }
        out->rank[i] = rank;
        by_rank[rank] = i;
    }
    for (int rank = 0; rank < catalogue->count; rank++) {
        int move = by_rank[rank];
        if (!may_choose(out, move)) continue;
        lsn_level level = lsn_problem_level(out, move);
        while (level > LSN_LEVEL_easier && !is_able(wish, move, level)) level--;
        if (!is_able(wish, move, level)) continue;
        out->items[out->item_count++] = lsn_problem_item(out, move, level);
        if (level == LSN_LEVEL_easier || !is_able(wish, move, level - 1)) continue;
        lsn_item lighter = lsn_problem_item(out, move, level - 1);
        if (lighter.work_s < out->items[out->item_count - 1].work_s) out->items[out->item_count++] = lighter;
    }
}
