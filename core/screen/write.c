// core/screen: questions and verdict as JSON, for pages and scripts.
#include "core/screen/screen.h"

void lsn_screen_write_questions(lsn_json_out *out, const lsn_screen_rules *rules) {
    lsn_json_object(out);
    lsn_json_put_str(out, "version", rules->version);
    lsn_json_put_str(out, "emergency", rules->emergency);
    lsn_json_key(out, "questions");
    lsn_json_array(out);
    for (int i = 0; i < rules->count; i++) {
        const lsn_rule *rule = &rules->rules[i];
        lsn_json_object(out);
        lsn_json_put_str(out, "id", rule->id);
        lsn_json_put_str(out, "group", rule->group);
        lsn_json_put_str(out, "ask", rule->ask);
        lsn_json_put_str(out, "help", rule->help);
        lsn_json_put_int(out, "level", rule->level);
        lsn_json_put_bool(out, "every_session", rule->every_session);
        lsn_json_put_str(out, "source", rule->source);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

static void write_reasons(lsn_json_out *out, const lsn_verdict *verdict) {
    lsn_json_key(out, "reasons");
    lsn_json_array(out);
    for (int i = 0; i < verdict->reason_count; i++) {
        const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
        lsn_json_object(out);
        lsn_json_put_str(out, "rule", rule->id);
        lsn_json_put_str(out, "text", rule->say);
        lsn_json_put_str(out, "source", rule->source);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_tags(lsn_json_out *out, uint32_t mask) {
    lsn_json_key(out, "tags");
    lsn_json_array(out);
    for (int i = 0; i < LSN_TAG_COUNT; i++) {
        if (mask >> i & 1) lsn_json_text(out, lsn_tag_name((lsn_tag)i));
    }
    lsn_json_array_end(out);
}

static void write_postures(lsn_json_out *out, uint32_t mask) {
    lsn_json_key(out, "postures");
    lsn_json_array(out);
    for (int i = 0; i < LSN_POSTURE_COUNT; i++) {
        if (mask >> i & 1) lsn_json_text(out, lsn_posture_name((lsn_posture)i));
    }
    lsn_json_array_end(out);
}

typedef struct move_list {
    const lsn_str *ids;
    int count;
} move_list;

// What the reason number `i` forbids, or keeps.
static move_list moves_of(const lsn_verdict *verdict, int i, bool kept) {
    const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
    return kept ? (move_list){rule->keep_moves, rule->keep_move_count}
                : (move_list){rule->forbid_moves, rule->forbid_move_count};
}

static bool named_before(const lsn_verdict *verdict, int reason, lsn_str id, bool kept) {
    for (int i = 0; i < reason; i++) {
        move_list moves = moves_of(verdict, i, kept);
        for (int k = 0; k < moves.count; k++) {
            if (lsn_str_equal(moves.ids[k], id)) return true;
        }
    }
    return false;
}

static void write_moves(lsn_json_out *out, const char *key, const lsn_verdict *verdict, bool kept) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < verdict->reason_count; i++) {
        move_list moves = moves_of(verdict, i, kept);
        for (int k = 0; k < moves.count; k++) {
            if (!named_before(verdict, i, moves.ids[k], kept)) lsn_json_str(out, moves.ids[k]);
        }
    }
    lsn_json_array_end(out);
}

static lsn_str advice_of(const lsn_verdict *verdict) {
    static const lsn_advice by_urgency[] = {LSN_ADVICE_routine, LSN_ADVICE_routine, LSN_ADVICE_urgent, LSN_ADVICE_today,
                                            LSN_ADVICE_now};
    const lsn_screen_rules *rules = verdict->rules;
    if (verdict->level == 1) return rules->emergency;
    if (!verdict->may_exercise) return rules->advice[by_urgency[verdict->urgency]];
    if (verdict->level == 2) return rules->advice[LSN_ADVICE_gentle];
    return rules->advice[verdict->level == 3 ? LSN_ADVICE_care : LSN_ADVICE_go];
}

void lsn_screen_write_verdict(lsn_json_out *out, const lsn_verdict *verdict) {
    lsn_json_object(out);
    lsn_json_put_int(out, "level", verdict->level);
    lsn_json_put_text(out, "urgency", lsn_urgency_name(verdict->urgency));
    lsn_json_put_bool(out, "may_exercise", verdict->may_exercise);
    lsn_json_put_bool(out, "gentle_only", verdict->gentle_only);
    write_reasons(out, verdict);
    lsn_json_key(out, "forbidden");
    lsn_json_object(out);
    write_tags(out, verdict->forbid_tags);
    write_moves(out, "moves", verdict, false);
    write_postures(out, verdict->forbid_postures);
    lsn_json_object_end(out);
    write_moves(out, "kept", verdict, true);
    lsn_json_put_str(out, "advice", advice_of(verdict));
    lsn_json_object_end(out);
}
