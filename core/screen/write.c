// core/screen: questions, verdict and what is due as JSON, for pages and scripts.
#include "core/screen/screen.h"

static bool asks(lsn_condition condition, int question) {
    for (int i = 0; i < condition.count; i++) {
        if (condition.tests[i].kind >= LSN_TEST_yes && condition.tests[i].question == question) return true;
    }
    return false;
}

// The gravest rule that a question belongs to, or −1.
static int gravest_of(const lsn_screen_rules *rules, int question) {
    int found = -1;
    for (int i = 0; i < rules->count; i++) {
        if (!asks(rules->rules[i].when, question)) continue;
        if (found < 0 || rules->rules[i].level < rules->rules[found].level) found = i;
    }
    return found;
}

static void write_options(lsn_json_out *out, const lsn_question *question) {
    lsn_json_key(out, "options");
    lsn_json_array(out);
    for (int i = 0; i < question->option_count; i++) {
        lsn_json_object(out);
        lsn_json_put_str(out, "id", question->options[i].id);
        lsn_json_put_str(out, "text", question->options[i].text);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_question(lsn_json_out *out, const lsn_screen_rules *rules, int index) {
    const lsn_question *question = &rules->questions[index];
    int rule = gravest_of(rules, index);
    lsn_json_object(out);
    lsn_json_put_str(out, "id", question->id);
    lsn_json_put_str(out, "group", question->group);
    lsn_json_put_text(out, "kind", lsn_question_kind_name(question->kind));
    lsn_json_put_str(out, "ask", question->ask);
    lsn_json_put_str(out, "help", question->help);
    if (question->option_count > 0) write_options(out, question);
    if (question->kind == LSN_QUESTION_number) {
        lsn_json_put_int(out, "least", question->least);
        lsn_json_put_int(out, "most", question->most);
    }
    lsn_json_put_bool(out, "every_session", question->every_session);
    lsn_json_put_bool(out, "conditional", question->asked_if.count > 0);
    lsn_json_put_int(out, "level", rule < 0 ? 4 : rules->rules[rule].level);
    lsn_json_put_str(out, "source", rule < 0 ? (lsn_str){0} : rules->rules[rule].source);
    lsn_json_object_end(out);
}

static void write_words(lsn_json_out *out, const lsn_screen_rules *rules) {
    static const char *const names[] = {
#define X(name) #name,
        LSN_SCREEN_WORDS(X)
#undef X
    };
    lsn_json_key(out, "words");
    lsn_json_object(out);
    for (int i = 0; i < LSN_SCREEN_WORD_COUNT; i++) lsn_json_put_str(out, names[i], rules->words[i]);
    lsn_json_object_end(out);
}

static void write_rule(lsn_json_out *out, const lsn_rule *rule) {
    lsn_json_object(out);
    lsn_json_put_str(out, "id", rule->id);
    lsn_json_put_int(out, "level", rule->level);
    lsn_json_put_text(out, "urgency", lsn_urgency_name(rule->urgency));
    lsn_json_put_str(out, "source", rule->source);
    lsn_json_put_str(out, "reviewed", rule->reviewed);
    lsn_json_object_end(out);
}

void lsn_screen_write_questions(lsn_json_out *out, const lsn_screen_rules *rules) {
    lsn_json_object(out);
    lsn_json_put_str(out, "version", rules->version);
    lsn_json_put_str(out, "reviewed", rules->reviewed);
    lsn_json_put_str(out, "emergency", rules->emergency);
    lsn_json_put_int(out, "clinician_days", rules->clinician_days);
    lsn_json_key(out, "questions");
    lsn_json_array(out);
    for (int i = 0; i < rules->question_count; i++) write_question(out, rules, i);
    lsn_json_array_end(out);
    lsn_json_key(out, "rules");
    lsn_json_array(out);
    for (int i = 0; i < rules->count; i++) write_rule(out, &rules->rules[i]);
    lsn_json_array_end(out);
    write_words(out, rules);
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- verdict

static void write_reasons(lsn_json_out *out, const lsn_verdict *verdict) {
    lsn_json_key(out, "reasons");
    lsn_json_array(out);
    for (int i = 0; i < verdict->reason_count; i++) {
        const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
        lsn_json_object(out);
        lsn_json_put_str(out, "rule", rule->id);
        lsn_json_put_str(out, "text", rule->say);
        lsn_json_put_str(out, "source", rule->source);
        lsn_json_put_str(out, "reviewed", rule->reviewed);
        lsn_json_put_int(out, "level", rule->level);
        lsn_json_put_text(out, "urgency", lsn_urgency_name(rule->urgency));
        lsn_json_put_bool(out, "allowed", verdict->allowed[verdict->reasons[i]]);
        lsn_json_put_bool(out, "can_be_allowed", lsn_rule_can_be_allowed(rule));
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

typedef enum move_use { MOVE_FORBIDDEN, MOVE_KEPT, MOVE_SMALL } move_use;

static move_list moves_of(const lsn_verdict *verdict, int i, move_use use) {
    const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
    if (use == MOVE_KEPT) return (move_list){rule->keep_moves, rule->keep_move_count};
    if (use == MOVE_SMALL) return (move_list){rule->small_moves, rule->small_move_count};
    return (move_list){rule->forbid_moves, rule->forbid_move_count};
}

static bool named_before(const lsn_verdict *verdict, int reason, lsn_str id, move_use use) {
    for (int i = 0; i < reason; i++) {
        move_list moves = moves_of(verdict, i, use);
        for (int k = 0; k < moves.count; k++) {
            if (lsn_str_equal(moves.ids[k], id)) return true;
        }
    }
    return false;
}

static void write_moves(lsn_json_out *out, const char *key, const lsn_verdict *verdict, move_use use) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < verdict->reason_count; i++) {
        move_list moves = moves_of(verdict, i, use);
        for (int k = 0; k < moves.count; k++) {
            if (!named_before(verdict, i, moves.ids[k], use)) lsn_json_str(out, moves.ids[k]);
        }
    }
    lsn_json_array_end(out);
}

lsn_str lsn_screen_advice(const lsn_verdict *verdict) {
    static const lsn_advice by_urgency[] = {LSN_ADVICE_routine, LSN_ADVICE_routine, LSN_ADVICE_urgent, LSN_ADVICE_today,
                                            LSN_ADVICE_now};
    const lsn_screen_rules *rules = verdict->rules;
    if (verdict->level == 1) return rules->emergency;
    if (!verdict->may_exercise) return rules->advice[by_urgency[verdict->urgency]];
    if (verdict->level == 2) return rules->advice[LSN_ADVICE_gentle];
    return rules->advice[verdict->level == 3 ? LSN_ADVICE_care : LSN_ADVICE_go];
}

// Questions that the answers make ones to ask: all of them, or those without an answer.
static void write_asked(lsn_json_out *out, const char *key, const lsn_verdict *verdict, const lsn_answers *answers,
                        bool all) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < verdict->rules->question_count; i++) {
        if (!lsn_screen_is_asked(verdict->rules, i, answers)) continue;
        if (all || !answers->to[i].given) lsn_json_str(out, verdict->rules->questions[i].id);
    }
    lsn_json_array_end(out);
}

void lsn_screen_write_verdict(lsn_json_out *out, const lsn_verdict *verdict, const lsn_answers *answers) {
    lsn_json_object(out);
    lsn_json_put_int(out, "level", verdict->level);
    lsn_json_put_text(out, "urgency", lsn_urgency_name(verdict->urgency));
    lsn_json_put_bool(out, "may_exercise", verdict->may_exercise);
    lsn_json_put_bool(out, "gentle_only", verdict->gentle_only);
    lsn_json_put_bool(out, "asks_site", verdict->asks_site);
    write_reasons(out, verdict);
    lsn_json_key(out, "forbidden");
    lsn_json_object(out);
    write_tags(out, verdict->forbid_tags);
    write_moves(out, "moves", verdict, MOVE_FORBIDDEN);
    write_postures(out, verdict->forbid_postures);
    lsn_json_object_end(out);
    write_moves(out, "kept", verdict, MOVE_KEPT);
    write_moves(out, "small", verdict, MOVE_SMALL);
    lsn_json_put_str(out, "advice", lsn_screen_advice(verdict));
    if (answers) write_asked(out, "asked", verdict, answers, true);
    if (answers) write_asked(out, "unanswered", verdict, answers, false);
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- what is due

void lsn_screen_write_due(lsn_json_out *out, const lsn_screen_rules *rules, const lsn_screen_due *due) {
    lsn_json_object(out);
    lsn_json_put_text(out, "ask", lsn_ask_name(due->ask));
    lsn_json_put_text(out, "why", lsn_due_name(due->why));
    lsn_json_put_text(out, "sentence", lsn_words_say(rules->language, lsn_due_text(due->why)));
    lsn_json_put_bool(out, "is_stopped", due->is_stopped);
    lsn_json_key(out, "last");
    lsn_screen_write_answers(out, rules, &due->last);
    lsn_json_key(out, "standing");
    lsn_screen_write_answers(out, rules, &due->standing);
    lsn_json_key(out, "allowed");
    lsn_json_array(out);
    for (int i = 0; i < rules->count; i++) {
        if (!due->allowed[i]) continue;
        lsn_json_object(out);
        lsn_json_put_str(out, "rule", rules->rules[i].id);
        lsn_json_put_int(out, "until_ms", due->allowed_until_ms[i]);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_screen_write_talk(lsn_json_out *out, const lsn_verdict *verdict, lsn_str on, const bool *chosen) {
    lsn_json_object(out);
    lsn_json_put_str(out, "on", on);
    lsn_json_key(out, "allowed");
    lsn_json_array(out);
    for (int i = 0; i < verdict->reason_count; i++) {
        int rule = verdict->reasons[i];
        if (!lsn_rule_can_be_allowed(&verdict->rules->rules[rule]) || (chosen && !chosen[rule])) continue;
        lsn_json_str(out, verdict->rules->rules[rule].id);
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}
