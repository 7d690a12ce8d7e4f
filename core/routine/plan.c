// A routine as a plan: its own moves in its own order, less what the safety screen forbids and what this body cannot
// do.
#include "core/routine/routine.h"

enum { PLAN_TEXT_MAX = 8192 };

/// The level at which a step is done: its own, or the lighter one that screen and body ask for. LSN_LEVEL_COUNT when it
/// is left out.
static lsn_level level_of(const lsn_catalogue *catalogue, const lsn_routine_step *step, const lsn_wish *wish) {
    const lsn_move *move = &catalogue->moves[step->move];
    const lsn_verdict *verdict = wish->verdict;
    if (verdict && !lsn_screen_allows(verdict, move)) return LSN_LEVEL_COUNT;
    bool easiest = verdict && (verdict->gentle_only || lsn_screen_is_small(verdict, move));
    for (int level = easiest ? LSN_LEVEL_easier : (int)step->level; level >= LSN_LEVEL_easier; level--) {
        if (!wish->able || (wish->able[step->move] >> level & 1)) return (lsn_level)level;
    }
    return LSN_LEVEL_COUNT;
}

static void write_plan(lsn_buf *out, const lsn_catalogue *catalogue, const lsn_routine *routine, const lsn_wish *wish) {
    lsn_json_out json = lsn_json_begin(out);
    lsn_json_object(&json);
    lsn_json_put_int(&json, "minutes", wish->minutes);
    lsn_json_put_text(&json, "place", lsn_place_name(routine->place));
    lsn_json_key(&json, "steps");
    lsn_json_array(&json);
    for (int i = 0; i < routine->count; i++) {
        lsn_level level = level_of(catalogue, &routine->steps[i], wish);
        if (level == LSN_LEVEL_COUNT) continue;
        lsn_json_object(&json);
        lsn_json_put_str(&json, "move", catalogue->moves[routine->steps[i].move].id);
        lsn_json_put_text(&json, "level", lsn_level_name(level));
        lsn_json_object_end(&json);
    }
    lsn_json_array_end(&json);
    lsn_json_object_end(&json);
}

lsn_err lsn_routine_plan(lsn_plan *out, bool left_out[LSN_ROUTINE_STEPS_MAX], const lsn_catalogue *catalogue,
                         const lsn_routine *routine, const lsn_wish *wish, lsn_arena scratch) {
    if (wish->verdict && !wish->verdict->may_exercise) return LSN_ERR_NOT_ALLOWED;
    int kept = 0;
    for (int i = 0; i < routine->count; i++) {
        left_out[i] = level_of(catalogue, &routine->steps[i], wish) == LSN_LEVEL_COUNT;
        kept += !left_out[i];
    }
    if (kept == 0) return LSN_ERR_TOO_SHORT;
    char *memory = LSN_NEW(&scratch, char, PLAN_TEXT_MAX);
    if (!memory) return LSN_ERR_NO_MEMORY;
    lsn_buf text = lsn_buf_make(memory, PLAN_TEXT_MAX);
    write_plan(&text, catalogue, routine, wish);
    LSN_ASSERT(!text.overflow);
    lsn_err err = lsn_plan_read(out, catalogue, lsn_buf_view(&text), scratch, NULL);
    for (int i = 0; !err && i < out->count; i++) out->steps[i].levels = wish->able ? wish->able[out->steps[i].move] : 0;
    return err;
}
