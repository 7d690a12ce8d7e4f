/// core/screen: answers to the safety questions → a level, reasons, and what is forbidden. The rules are versioned data
/// (rules/screen.json under schema/screen.schema.json); nothing medical is in code. It never diagnoses.
#ifndef LSN_SCREEN_H
#define LSN_SCREEN_H

#include "core/base/base.h"
#include "core/catalogue/catalogue.h"

enum { LSN_SCREEN_RULES_MAX = 96, LSN_SCREEN_OPTIONS_MAX = 8 };

/// How soon to be seen. The levels: 1 emergency now, 2 speak to a clinician first, 3 go with care, 4 go.
typedef enum lsn_urgency {
    LSN_URGENCY_none,
    LSN_URGENCY_routine,
    LSN_URGENCY_urgent,
    LSN_URGENCY_today,
    LSN_URGENCY_now
} lsn_urgency;
const char *lsn_urgency_name(lsn_urgency urgency);

/// One yes/no question, asked as a line of a checklist. "A little" is a yes.
typedef struct lsn_rule {
    lsn_str id, group; // group: heading of the checklist page it stands on
    lsn_str ask;       // plain words
    lsn_str help;      // may be empty
    int level;         // of a yes: 1–3 (4: only advice)
    lsn_urgency urgency;
    lsn_str say;                                  // what a yes means for now, in one or two sentences
    uint32_t forbid_tags;                         // mask of lsn_tag: moves with any of these are left out
    lsn_str forbid_moves[LSN_SCREEN_OPTIONS_MAX]; // move ids
    int forbid_move_count;
    uint32_t forbid_postures;                   // mask of lsn_posture: moves that start there
    lsn_str keep_moves[LSN_SCREEN_OPTIONS_MAX]; // move ids that this rule leaves in, whatever their tags and posture
    int keep_move_count;
    bool gentle;        // a yes allows only gentle moves (easier doses); at level 2: allows them at all
    bool every_session; // asked in short before each session
    lsn_str source;     // who says so
} lsn_rule;

/// What a verdict comes down to, in a sentence; the words are in the rules.
#define LSN_ADVICES(X) X(go) X(care) X(gentle) X(routine) X(urgent) X(today) X(now)
typedef enum lsn_advice {
#define X(name) LSN_ADVICE_##name,
    LSN_ADVICES(X)
#undef X
        LSN_ADVICE_COUNT
} lsn_advice;

typedef struct lsn_screen_rules {
    lsn_rule *rules;
    int count;
    lsn_str version, reviewed, emergency; // emergency: what to say for level 1 ("Call your local emergency number…")
    lsn_str advice[LSN_ADVICE_COUNT];
} lsn_screen_rules;

/// The built-in rules, generated from rules/screen.json.
extern const lsn_file lsn_screen_builtin_rules;

/// Refuses unknown fields and names, an id given twice, and rules that contradict themselves (an emergency that is not
/// asked before every session, advice that forbids), with place and a sentence. Strings lie in `arena`.
LSN_MUST_CHECK lsn_err lsn_screen_rules_parse(lsn_screen_rules *out, lsn_str text, lsn_arena *arena, lsn_diag *diag);
int lsn_screen_find(const lsn_screen_rules *rules, lsn_str id); // index or −1

typedef struct lsn_verdict {
    int level; // 1–4, the gravest of the yes answers
    lsn_urgency urgency;
    bool may_exercise;                 // false at level 1, and at level 2 unless all its reasons allow gentle moves
    bool gentle_only;                  // easier doses only
    int reasons[LSN_SCREEN_RULES_MAX]; // indices of rules answered yes, gravest first
    int reason_count;
    uint32_t forbid_tags, forbid_postures;
    const lsn_screen_rules *rules;
} lsn_verdict;

/// `yes[i]` is the answer to rule i.
lsn_verdict lsn_screen_judge(const lsn_screen_rules *rules, const bool *yes);
/// True when the verdict leaves the move in; never when it allows no exercise.
bool lsn_screen_allows(const lsn_verdict *verdict, const lsn_move *move);
/// Reads {"rule id": true|false, …}; unknown ids are refused with their place; a rule that is not answered is a no.
LSN_MUST_CHECK lsn_err lsn_screen_answers(bool *yes, const lsn_screen_rules *rules, lsn_str json, lsn_arena scratch,
                                          lsn_diag *diag);
/// {"version":…,"emergency":…,"questions":[{id,group,ask,help,level,every_session,source}]}
void lsn_screen_write_questions(lsn_json_out *out, const lsn_screen_rules *rules);
/// {"level":…,"urgency":…,"may_exercise":…,"gentle_only":…,"reasons":[{rule,text,source}],"forbidden":{tags,moves,postures},"kept":[move…],"advice":…}
void lsn_screen_write_verdict(lsn_json_out *out, const lsn_verdict *verdict);

#endif
