/// Exports for what a person tells beside a session: where it hurts, the units that they read, and how far they reach,
/// and which way they bent; exports.txt says what they do.
#include "core/event/event.h"
#include "wasm/page.h"
#include "wasm/share.h"

int loosen_pain_map(int len) {
    char memory[LSN_PAIN_MAP_TEXT_MAX];
    lsn_pain_map map;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_pain_map_read(&map, page_input(len), page_scratch(), &diag);
    if (err) return page_refuse(err, &diag);
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_pain_map_write(&text, &map);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "value", lsn_pain_map_strongest(&map));
    lsn_json_put_str(&json, "text", lsn_buf_view(&text));
    lsn_json_object_end(&json);
    return page_done();
}

int loosen_units(int inches) {
    page_adapt()->inches = inches != 0;
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_object_end(&json);
    return page_done();
}

// ---------------------------------------------------------------- tests of range

/// What this body cannot do of it, in a sentence. On a firm bed nobody gets down to the floor.
static void say_cannot(lsn_buf *out, const lsn_measure *measure) {
    show *still = page_still();
    const lsn_move *figure = &measure->test->figure;
    lsn_side side = figure->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    const show_slot *slot =
        still->body.options.cannot ? show_motion(still, figure, side, LSN_LEVEL_usual, page_scratch()) : NULL;
    lsn_hindrance why;
    if (!slot || !lsn_motion_cannot(&why, &slot->motion, 1u << LSN_CANNOT_get_to_floor)) return;
    lsn_buf_str(out, measure->name);
    lsn_buf_char(out, ' ');
    lsn_hindrance_say(out, page_adapt()->language, &why);
    lsn_buf_char(out, '.');
}

int loosen_tests(double now_ms, int utc_offset_min) {
    const lsn_verdict *verdict = page_standing(now_ms, utc_offset_min, LSN_ASK_short);
    lsn_json_out json = page_begin();
    lsn_json_array(&json);
    for (int i = 0; i < LSN_MEASURE_COUNT; i++) {
        const lsn_measure *measure = &page_adapt()->measures[i];
        if (!measure->test) continue;
        char memory[LSN_HINDRANCE_MAX + LSN_MEASURE_NAME_MAX];
        lsn_buf text = lsn_buf_make(memory, sizeof memory);
        lsn_str out = lsn_test_left_out(measure, verdict, page_progress(), page_adapt()->language);
        lsn_buf_str(&text, out);
        if (out.len == 0) say_cannot(&text, measure);
        lsn_json_object(&json);
        lsn_json_put_text(&json, "id", lsn_measure_name((lsn_measure_id)i));
        lsn_json_put_int(&json, "number", i);
        lsn_json_put_str(&json, "left_out", lsn_buf_view(&text));
        lsn_json_object_end(&json);
    }
    lsn_json_array_end(&json);
    return page_done();
}

// ---------------------------------------------------------------- a trial of a direction

int loosen_trial(double now_ms, int utc_offset_min) {
    const lsn_verdict *verdict = page_standing(now_ms, utc_offset_min, LSN_ASK_nothing);
    const uint8_t *able = page_able() ? lsn_able_at(page_able(), LSN_PLACE_floor) : NULL;
    lsn_trial trial = lsn_trial_offer(page_catalogue(), page_adapt(), verdict, page_progress(), able);
    lsn_json_out json = page_begin();
    lsn_trial_write_json(&json, page_catalogue(), &trial);
    return page_done();
}

int loosen_trial_end(int len) {
    char memory[LSN_EVENT_TEXT_MAX], said_memory[LSN_PLAN_WHY_MAX];
    lsn_buf text = lsn_buf_make(memory, sizeof memory), said = lsn_buf_make(said_memory, sizeof said_memory);
    int value = 0;
    bool further = false;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_trial_read(&value, &text, &further, page_adapt(), page_input(len), page_scratch(), &diag);
    if (err) return page_refuse(err, &diag);
    lsn_trial_say(&said, page_rules(), value, further);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "value", value);
    lsn_json_put_str(&json, "text", lsn_buf_view(&text));
    lsn_json_put_bool(&json, "further", further);
    lsn_json_put_str(&json, "said", lsn_buf_view(&said));
    lsn_json_object_end(&json);
    return page_done();
}
