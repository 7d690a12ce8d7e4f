// core/screen: answers → verdict. Invariant: everything follows from the rules that were answered yes; the reasons are
// sorted gravest first, and what one rule keeps another one may still forbid.
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

static bool is_graver(const lsn_rule *a, const lsn_rule *b) {
    if (a->level != b->level) return a->level < b->level;
    return a->urgency > b->urgency;
}

// Insertion keeps equally grave rules in the order of the file.
static void add_reason(lsn_verdict *verdict, int rule) {
    const lsn_rule *rules = verdict->rules->rules;
    int place = verdict->reason_count++;
    for (; place > 0 && is_graver(&rules[rule], &rules[verdict->reasons[place - 1]]); place--) {
        verdict->reasons[place] = verdict->reasons[place - 1];
    }
    verdict->reasons[place] = rule;
}

lsn_verdict lsn_screen_judge(const lsn_screen_rules *rules, const bool *yes) {
    lsn_verdict verdict = {.level = 4, .may_exercise = true, .rules = rules};
    for (int i = 0; i < rules->count; i++) {
        const lsn_rule *rule = &rules->rules[i];
        if (!yes[i]) continue;
        add_reason(&verdict, i);
        if (rule->level < verdict.level) verdict.level = rule->level;
        if (rule->urgency > verdict.urgency) verdict.urgency = rule->urgency;
        if (rule->level == 1 || (rule->level == 2 && !rule->gentle)) verdict.may_exercise = false;
        verdict.gentle_only |= rule->gentle;
        verdict.forbid_tags |= rule->forbid_tags;
        verdict.forbid_postures |= rule->forbid_postures;
    }
    verdict.gentle_only &= verdict.may_exercise;
    return verdict;
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

lsn_err lsn_screen_answers(bool *yes, const lsn_screen_rules *rules, lsn_str json, lsn_arena scratch, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_err err = lsn_json_parse(&root, json, &scratch, diag);
    if (err) return err;
    if (root->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, root->line, root->column,
                            "the answers are an object, as in {\"chest-pain\": false}");
    }
    bool answers[LSN_SCREEN_RULES_MAX] = {false};
    for (const lsn_json *at = root->first; at; at = at->next) {
        int rule = lsn_screen_find(rules, at->key);
        if (rule < 0) {
            return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, at->key_line, at->key_column,
                                "there is no safety question \"%S\"", at->key);
        }
        if (at->type != LSN_JSON_BOOL) {
            return lsn_diag_set(diag, LSN_ERR_WRONG_TYPE, at->line, at->column, "the answer to \"%S\" is true or false",
                                at->key);
        }
        answers[rule] = at->boolean;
    }
    for (int i = 0; i < rules->count; i++) yes[i] = answers[i];
    return LSN_OK;
}
