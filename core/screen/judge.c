// core/screen: rules that hold → verdict. Invariant: the reasons are sorted gravest first; what one rule keeps another
// one may still forbid; what a clinician allowed keeps its forbids.
#include "core/screen/screen.h"

const char *lsn_urgency_name(lsn_urgency urgency) {
    static const char *const names[] = {"none", "routine", "urgent", "today", "now"};
    LSN_ASSERT((unsigned)urgency <= LSN_URGENCY_now);
    return names[urgency];
}

int lsn_screen_find(const lsn_screen_rules *rules, lsn_str id) {
    for (int i = 0; i < rules->count; i++) {
        if (lsn_str_equal(rules->rules[i].id, id)) return i;
    }
    return -1;
}

bool lsn_rule_can_be_allowed(const lsn_rule *rule) {
    return rule->level == 2 && rule->urgency != LSN_URGENCY_now;
}

static int level_of(const lsn_verdict *verdict, int rule) {
    return verdict->allowed[rule] ? 3 : verdict->rules->rules[rule].level;
}

static lsn_urgency urgency_of(const lsn_verdict *verdict, int rule) {
    return verdict->allowed[rule] ? LSN_URGENCY_none : verdict->rules->rules[rule].urgency;
}

static bool is_graver(const lsn_verdict *verdict, int a, int b) {
    if (level_of(verdict, a) != level_of(verdict, b)) return level_of(verdict, a) < level_of(verdict, b);
    return urgency_of(verdict, a) > urgency_of(verdict, b);
}

// Insertion keeps equally grave rules in the order of the file.
static void add_reason(lsn_verdict *verdict, int rule) {
    int place = verdict->reason_count++;
    for (; place > 0 && is_graver(verdict, rule, verdict->reasons[place - 1]); place--) {
        verdict->reasons[place] = verdict->reasons[place - 1];
    }
    verdict->reasons[place] = rule;
}

lsn_verdict lsn_screen_judge_allowed(const lsn_screen_rules *rules, const bool *holds, const bool *allowed) {
    lsn_verdict verdict = {.level = 4, .may_exercise = true, .rules = rules};
    for (int i = 0; i < rules->count; i++) {
        const lsn_rule *rule = &rules->rules[i];
        if (!holds[i]) continue;
        verdict.allowed[i] = allowed && allowed[i] && lsn_rule_can_be_allowed(rule);
        add_reason(&verdict, i);
        int level = level_of(&verdict, i);
        if (level < verdict.level) verdict.level = level;
        if (urgency_of(&verdict, i) > verdict.urgency) verdict.urgency = urgency_of(&verdict, i);
        if (level == 1 || (level == 2 && !rule->gentle)) verdict.may_exercise = false;
        verdict.gentle_only |= rule->gentle;
        verdict.asks_site |= rule->asks_site;
        verdict.forbid_tags |= rule->forbid_tags;
        verdict.forbid_postures |= rule->forbid_postures;
    }
    verdict.gentle_only &= verdict.may_exercise;
    verdict.asks_site &= verdict.may_exercise;
    return verdict;
}

lsn_verdict lsn_screen_judge(const lsn_screen_rules *rules, const bool *holds) {
    return lsn_screen_judge_allowed(rules, holds, NULL);
}

static bool lists(const lsn_str *ids, int count, lsn_str id) {
    for (int i = 0; i < count; i++) {
        if (lsn_str_equal(ids[i], id)) return true;
    }
    return false;
}

static bool rule_allows(const lsn_rule *rule, const lsn_move *move) {
    if (lists(rule->forbid_moves, rule->forbid_move_count, move->id)) return false;
    if (lists(rule->keep_moves, rule->keep_move_count, move->id)) return true;
    bool posture_out = (rule->forbid_postures >> move->start & 1) != 0;
    return !posture_out && (rule->forbid_tags & move->tags) == 0;
}

bool lsn_screen_allows(const lsn_verdict *verdict, const lsn_move *move) {
    if (!verdict->may_exercise) return false;
    for (int i = 0; i < verdict->reason_count; i++) {
        if (!rule_allows(&verdict->rules->rules[verdict->reasons[i]], move)) return false;
    }
    return true;
}

bool lsn_screen_is_small(const lsn_verdict *verdict, const lsn_move *move) {
    bool small = verdict->gentle_only;
    for (int i = 0; i < verdict->reason_count && !small; i++) {
        const lsn_rule *rule = &verdict->rules->rules[verdict->reasons[i]];
        small = lists(rule->small_moves, rule->small_move_count, move->id);
    }
    return small;
}
