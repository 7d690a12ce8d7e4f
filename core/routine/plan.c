// A routine as a plan: its own moves in its own order, less what the safety screen forbids.
#include "core/routine/routine.h"

enum { PLAN_TEXT_MAX = 8192 };

/// The dose that is asked for, or the next lighter one that answers and body allow; LSN_LEVEL_COUNT: none.
static lsn_level level_of(const lsn_catalogue *catalogue, const lsn_routine_step *step, const lsn_wish *wish) {
    const lsn_move *move = &catalogue->moves[step->move];
    if (wish->verdict && !lsn_screen_allows(wish->verdict, move)) return LSN_LEVEL_COUNT;
    bool small = wish->verdict && (wish->verdict->gentle_only || lsn_screen_is_small(wish->verdict, move));
    int level = small ? LSN_LEVEL_easier : (int)step->level;
    while (level >= 0 && wish->able && (wish->able[step->move] >> level & 1) == 0) level--;
    return level < 0 ? LSN_LEVEL_COUNT : (lsn_level)level;
}

static void write_plan(lsn_buf *out, const lsn_catalogue *catalogue, const lsn_routine *routine, const lsn_wish *wish,
                       const bool *left_out) {
    lsn_json_out json = lsn_json_begin(out);
    lsn_json_object(&json);
    lsn_json_put_int(&json, "minutes", wish->minutes);
    lsn_json_put_text(&json, "place", lsn_place_name(routine->place));
    lsn_json_key(&json, "steps");
    lsn_json_array(&json);
    for (int i = 0; i < routine->count; i++) {
        if (left_out[i]) continue;
        lsn_json_object(&json);
        lsn_json_put_str(&json, "move", catalogue->moves[routine->steps[i].move].id);
        lsn_json_put_text(&json, "level", lsn_level_name(level_of(catalogue, &routine->steps[i], wish)));
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
    write_plan(&text, catalogue, routine, wish, left_out);
    LSN_ASSERT(!text.overflow);
    return lsn_plan_read(out, catalogue, lsn_buf_view(&text), scratch, NULL);
}
