/// Why each step is in the plan, in one plain clause. Invariant: a reason is computed from the steps and from what the
/// region had before, so it is true.
#include "core/plan/inner.h"

enum { FELT_LEAST = 3, WEEK_MAX_S = 600 };

/// What came before a step.
typedef struct so_far {
    const lsn_catalogue *catalogue;
    const lsn_wish *wish;
    int index, count; // of the step, of all steps
    bool strength, done;
    int region_s[LSN_REGION_COUNT];
} so_far;

/// The region that the step gives most to, by its need and what it had; −1 when all it serves had enough.
static int best_region(const so_far *before, const lsn_move *move, lsn_level level) {
    int best = -1, most = 0;
    for (int r = 0; r < LSN_REGION_COUNT && move->kind != LSN_KIND_rest; r++) {
        if ((move->regions >> r & 1) == 0) continue;
        int week_s = before->wish->progress ? before->wish->progress->region_week_s[r] : 0;
        int room_s = LSN_CREDIT_MAX_S - before->region_s[r], side_s = lsn_move_side_seconds(move, level);
        if (week_s + before->region_s[r] + room_s > WEEK_MAX_S) room_s = WEEK_MAX_S - week_s - before->region_s[r];
        int gain = lsn_region_weight(before->wish, (lsn_region)r) * (side_s < room_s ? side_s : room_s);
        if (week_s + before->region_s[r] == 0) gain *= 2; // the first minute counts most
        if (gain <= most) continue;
        most = gain;
        best = r;
    }
    return best;
}

static int first_region(const lsn_move *move) {
    for (int r = 0; r < LSN_REGION_COUNT; r++) {
        if (move->regions >> r & 1) return r;
    }
    return LSN_REGION_lower_back;
}

static bool write_felt(lsn_buf *out, const lsn_move *move, const lsn_wish *wish, int index) {
    if (!wish->progress) return false;
    const lsn_words *language = move->language;
    const lsn_move_record *record = &wish->progress->moves[index];
    int felt = record->better + record->same + record->worse;
    if (record->helps) {
        lsn_buf_text(out, LSN_IN(language, "seems to help you"));
    } else if (record->preferred > 0) {
        lsn_buf_text(out, LSN_IN(language, "one of your favourites"));
    } else if (record->better >= FELT_LEAST && 4 * record->better >= 3 * felt) {
        lsn_buf_format(out, LSN_IN(language, "felt better %d times of %d"), record->better, felt);
    } else if (lsn_leans_to(wish, move)) {
        lsn_buf_text(out, LSN_IN(language, "leans to what helped"));
    } else {
        return false;
    }
    return true;
}

/// Nothing was done for the region, neither this week nor so far in this plan; said only to those who did something.
static bool is_untouched(const so_far *before, int region) {
    const lsn_progress *progress = before->wish->progress;
    if (!progress || progress->sessions_week == 0) return false;
    return progress->region_week_s[region] == 0 && before->region_s[region] == 0;
}

static void write_region(lsn_buf *out, const so_far *before, const lsn_move *move, lsn_level level) {
    const lsn_words *language = move->language;
    int region = best_region(before, move, level);
    const char *name = lsn_region_text((lsn_region)(region < 0 ? first_region(move) : region));
    name = lsn_words_say(language, name);
    if (region < 0)
        lsn_buf_format(out, LSN_IN(language, "more time for your %s"), name);
    else if (is_untouched(before, region))
        lsn_buf_format(out, LSN_IN(language, "no minutes for the %s yet this week"), name);
    else if (lsn_region_wished(before->wish, (lsn_region)region))
        lsn_buf_format(out, LSN_IN(language, "for your %s"), name);
    else
        lsn_buf_format(out, LSN_IN(language, "for your %s, to round it off"), name);
}

/// "a gentle start, for your hips": the second half only where it serves the wish.
static void write_role(lsn_buf *out, const char *role, const so_far *before, const lsn_move *move, lsn_level level) {
    int region = best_region(before, move, level);
    if (region < 0 || !lsn_region_wished(before->wish, (lsn_region)region)) {
        lsn_buf_text(out, role);
        return;
    }
    char memory[LSN_PLAN_REASON_MAX];
    lsn_buf serves = lsn_buf_make(memory, sizeof memory);
    write_region(&serves, before, move, level);
    lsn_buf_format(out, LSN_IN(move->language, "%s, %S"), role, lsn_buf_view(&serves));
}

/// A sentence without the full stop of its language.
static lsn_str without_stop(const lsn_words *language, lsn_str text) {
    lsn_str stop = lsn_str_from(LSN_IN(language, "."));
    if (text.len <= stop.len) return text;
    bool ends = lsn_str_equal((lsn_str){text.ptr + text.len - stop.len, stop.len}, stop);
    return (lsn_str){text.ptr, ends ? text.len - stop.len : text.len};
}

/// "One step easier, because …." as the end of a clause: "; one step easier, because …". Its first letter becomes small
/// where it is one of A … Z, À … Þ.
static void write_why_level(lsn_buf *out, const lsn_words *language, lsn_str why) {
    lsn_str rest = without_stop(language, why);
    if (rest.len < 2) return;
    char first[2] = {rest.ptr[0], rest.ptr[1]};
    bool plain = first[0] >= 'A' && first[0] <= 'Z';
    bool latin = first[0] == '\xC3' && (unsigned char)first[1] >= 0x80 && (unsigned char)first[1] <= 0x9E;
    if (plain) first[0] = (char)(first[0] - 'A' + 'a');
    if (latin) first[1] = (char)(first[1] + 0x20);
    lsn_buf_text(out, LSN_IN(language, "; "));
    lsn_buf_str(out, (lsn_str){first, sizeof first});
    lsn_buf_str(out, (lsn_str){rest.ptr + 2, rest.len - 2});
}

static void write_level(lsn_buf *out, const lsn_wish *wish, const lsn_move *move, const lsn_step *step) {
    const lsn_words *language = move->language;
    const lsn_progress *progress = wish->progress;
    const lsn_move_record *record = progress ? &progress->moves[step->move] : NULL;
    lsn_level usual = lsn_wish_level(wish, move, step->move);
    if (wish->verdict && wish->verdict->gentle_only) {
        lsn_buf_text(out, LSN_IN(language, "; kept easy after your answers"));
    } else if (wish->verdict && lsn_screen_is_small(wish->verdict, move)) {
        lsn_buf_text(out, LSN_IN(language, "; kept small after your answers"));
    } else if (progress && progress->flare) {
        lsn_buf_text(out, LSN_IN(language, "; kept easy while it flares up"));
    } else if (step->level < usual && wish->able && (wish->able[step->move] >> usual & 1) == 0) {
        lsn_buf_text(out, LSN_IN(language, "; the variant that your body can do"));
    } else if (step->level < usual) {
        lsn_buf_text(out, LSN_IN(language, "; a lighter dose, to fit the time"));
    } else if (record && record->why_level.len > 1) {
        write_why_level(out, language, record->why_level);
    } else if (record && lsn_move_is_new(move, wish, step->move) && progress->sessions > 0) {
        lsn_buf_text(out, LSN_IN(language, "; new to you"));
    }
}

static void write_reason(lsn_buf *out, const so_far *before, const lsn_move *move, const lsn_step *step) {
    if (before->index == 0 && move->warm_up) {
        write_role(out, LSN_IN(move->language, "a gentle start"), before, move, step->level);
    } else if (before->done) {
        write_role(out, LSN_IN(move->language, "a second round"), before, move, step->level);
    } else if (lsn_move_is_strength(move) && !before->strength) {
        lsn_buf_text(out, LSN_IN(move->language, "strength, which helps backs more than stretching alone"));
    } else if (before->index + 1 == before->count && lsn_move_calm_points(move) > 0) {
        write_role(out, LSN_IN(move->language, "a quiet end"), before, move, step->level);
    } else if (!write_felt(out, move, before->wish, step->move)) {
        write_region(out, before, move, step->level);
    }
    write_level(out, before->wish, move, step);
}

void lsn_plan_explain(lsn_plan *plan, const lsn_wish *wish) {
    so_far before = {.catalogue = plan->catalogue, .wish = wish, .count = plan->count};
    for (int i = 0; i < plan->count; i++) {
        lsn_step *step = &plan->steps[i];
        const lsn_move *move = &plan->catalogue->moves[step->move];
        before.index = i;
        before.done = i > 0 && plan->steps[i - 1].move == step->move;
        lsn_buf reason = lsn_buf_make(step->reason, sizeof step->reason);
        write_reason(&reason, &before, move, step);
        lsn_buf_cstr(&reason);
        before.strength = before.strength || lsn_move_is_strength(move);
        for (int r = 0; r < LSN_REGION_COUNT && move->kind != LSN_KIND_rest; r++)
            if (move->regions >> r & 1) before.region_s[r] += lsn_move_side_seconds(move, step->level);
    }
}
