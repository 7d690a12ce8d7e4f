/// core/screen: answers to the safety questions → a level, reasons, and what is forbidden; and from the log, which
/// questions are due. The rules are versioned data (rules/screen.json under schema/screen.schema.json,
/// docs/screening.md); nothing medical is in code. It never diagnoses.
#ifndef LSN_SCREEN_H
#define LSN_SCREEN_H

#include "core/base/base.h"
#include "core/catalogue/catalogue.h"
#include "core/event/event.h"

enum {
    LSN_SCREEN_RULES_MAX = 96,
    LSN_SCREEN_QUESTIONS_MAX = 64,
    LSN_SCREEN_OPTIONS_MAX = 12, // options of a question; moves in a list of a rule
    LSN_CONDITION_MAX = 32,      // tests in one condition
    LSN_LEG_SITES = 5,           // 0 back, 1 buttock, 2 thigh, 3 calf, 4 foot
};

/// How soon to be seen. The levels: 1 emergency now, 2 speak to a clinician first, 3 go with care, 4 go.
typedef enum lsn_urgency {
    LSN_URGENCY_none,
    LSN_URGENCY_routine,
    LSN_URGENCY_urgent,
    LSN_URGENCY_today,
    LSN_URGENCY_now
} lsn_urgency;
const char *lsn_urgency_name(lsn_urgency urgency);

// ---------------------------------------------------------------- questions and rules

/// X(kind, name in files). yes_no: a line of a checklist, where "a little" is a yes; number: a whole number; choice:
/// one option; list: any options, none too.
#define LSN_QUESTION_KINDS(X) X(yes_no, "yes-no") X(number, "number") X(choice, "choice") X(list, "list")
typedef enum lsn_question_kind {
#define X(kind, name) LSN_QUESTION_##kind,
    LSN_QUESTION_KINDS(X)
#undef X
        LSN_QUESTION_KIND_COUNT
} lsn_question_kind;
const char *lsn_question_kind_name(lsn_question_kind kind);

/// One test of a condition over answers; in a condition the parts of `all`, `any`, `not` and `count` follow it.
#define LSN_TESTS(X) X(all) X(any) X(not ) X(count) X(yes) X(ticks) X(is) X(below) X(at_least) X(over)
typedef struct lsn_test {
    enum {
#define X(name) LSN_TEST_##name,
        LSN_TESTS(X)
#undef X
    } kind;
    int question; // index, of the kinds that ask one
    int option;   // `is`: index
    int number;   // `below`, `at_least`, `over`; how many of a `count`
    int size;     // tests of this one, itself included
} lsn_test;

/// NULL and 0: always true. Private to read; lsn_screen_holds evaluates it.
typedef struct lsn_condition {
    const lsn_test *tests;
    int count;
} lsn_condition;

typedef struct lsn_option_text {
    lsn_str id, text;
} lsn_option_text;

typedef struct lsn_question {
    lsn_str id, group; // group: heading of the page it stands on
    lsn_str ask;       // plain words
    lsn_str help;      // may be empty
    lsn_question_kind kind;
    lsn_option_text options[LSN_SCREEN_OPTIONS_MAX]; // of choice and list
    int option_count;
    int least, most;        // of number
    bool every_session;     // asked in short before each session
    lsn_condition asked_if; // over earlier questions; otherwise the question is left out
} lsn_question;

/// What follows when `when` holds.
typedef struct lsn_rule {
    lsn_str id;
    lsn_condition when;
    int level; // 1–3 (4: only advice)
    lsn_urgency urgency;
    lsn_str say;                                  // what it means for now, in one or two sentences
    uint32_t forbid_tags;                         // mask of lsn_tag: moves with any of these are left out
    lsn_str forbid_moves[LSN_SCREEN_OPTIONS_MAX]; // move ids
    int forbid_move_count;
    uint32_t forbid_postures;                   // mask of lsn_posture: moves that start there
    lsn_str keep_moves[LSN_SCREEN_OPTIONS_MAX]; // move ids that this rule leaves in, whatever their tags and posture
    int keep_move_count;
    lsn_str small_moves[LSN_SCREEN_OPTIONS_MAX]; // move ids that stay in a small range: their easier dose only
    int small_move_count;
    bool gentle;        // allows only gentle moves (easier doses); at level 2: allows them at all
    bool asks_site;     // the furthest site of leg symptoms is asked after each move
    int clinician_days; // how long "a clinician allowed it" holds for this rule; 0: as for all
    lsn_str source;     // who says so
    lsn_str reviewed;   // day when it was last compared with its source
} lsn_rule;

/// What a verdict comes down to, in a sentence; the words are in the rules.
#define LSN_ADVICES(X) X(go) X(care) X(gentle) X(routine) X(urgent) X(today) X(now)
typedef enum lsn_advice {
#define X(name) LSN_ADVICE_##name,
    LSN_ADVICES(X)
#undef X
        LSN_ADVICE_COUNT
} lsn_advice;

/// What is said around a session: the traffic light of pain after it, and the furthest site of leg symptoms.
#define LSN_SCREEN_WORDS(X)                                                                                            \
    X(green)                                                                                                           \
    X(amber) X(red) X(light_source) X(site_ask) X(site_0) X(site_1) X(site_2) X(site_3) X(site_4) X(site_further)
typedef enum lsn_screen_word {
#define X(name) LSN_SCREEN_WORD_##name,
    LSN_SCREEN_WORDS(X)
#undef X
        LSN_SCREEN_WORD_COUNT
} lsn_screen_word;

typedef struct lsn_screen_rules {
    lsn_rule *rules;
    int count;
    lsn_question *questions;
    int question_count;
    int clinician_days;                   // how long "a clinician allowed it" holds
    lsn_str version, reviewed, emergency; // emergency: what to say for level 1 ("Call your local emergency number…")
    lsn_str advice[LSN_ADVICE_COUNT];
    lsn_str words[LSN_SCREEN_WORD_COUNT];
    const lsn_words *language; // of the texts, and of why something is due; NULL: English
} lsn_screen_rules;

/// The built-in rules, generated from rules/screen.json.
extern const lsn_file lsn_screen_builtin_rules;

/// Refuses unknown fields and names, an id given twice, conditions that ask what cannot be answered, and rules that
/// contradict themselves (an emergency that is not asked before every session, advice that forbids), with place and a
/// sentence. Strings lie in `arena`.
LSN_MUST_CHECK lsn_err lsn_screen_rules_parse(lsn_screen_rules *out, lsn_str text, lsn_arena *arena, lsn_diag *diag);
/// Every text in another language from now on, which must outlive it; only on rules that are English.
void lsn_screen_translate(lsn_screen_rules *rules, const lsn_words *language);
int lsn_screen_find(const lsn_screen_rules *rules, lsn_str id);          // rule: index or −1
int lsn_screen_find_question(const lsn_screen_rules *rules, lsn_str id); // question: index or −1

// ---------------------------------------------------------------- answers

typedef struct lsn_answer {
    bool given;
    bool yes;       // yes_no
    int number;     // number
    uint32_t ticks; // mask of options; exactly one for a choice
} lsn_answer;

typedef struct lsn_answers {
    lsn_answer to[LSN_SCREEN_QUESTIONS_MAX];
    bool fired[LSN_SCREEN_RULES_MAX]; // answers of the first version named rules: these were answered yes
    bool is_current;                  // they carry the version of the rules, and nothing unknown
    int unknown;                      // names and values that these rules do not know, left out (lsn_screen_recall)
} lsn_answers;

/// Reads {"question id":answer,…}, or {"version":…,"answers":{…}} around it. An answer is true, false, "yes", "no" or
/// "a little"; a number; an option's id; a list of them. `true` for the id of a rule is a yes to all that it asks.
/// Unknown ids and answers that do not fit are refused with their place. What is missing is not given.
LSN_MUST_CHECK lsn_err lsn_screen_answers(lsn_answers *out, const lsn_screen_rules *rules, lsn_str json,
                                          lsn_arena scratch, lsn_diag *diag);
/// The same for what an older or newer version wrote: what is not known is counted and left out.
LSN_MUST_CHECK lsn_err lsn_screen_recall(lsn_answers *out, const lsn_screen_rules *rules, lsn_str json,
                                         lsn_arena scratch);
/// {"version":…,"answers":{…}}, what is kept in a `screened` event. Read back it is the same.
void lsn_screen_write_answers(lsn_json_out *out, const lsn_screen_rules *rules, const lsn_answers *answers);

bool lsn_screen_holds(lsn_condition condition, const lsn_answers *answers);
/// Whether the other answers make this question one to ask.
bool lsn_screen_is_asked(const lsn_screen_rules *rules, int question, const lsn_answers *answers);
/// Whether all questions that are to be asked are answered.
bool lsn_screen_is_complete(const lsn_screen_rules *rules, const lsn_answers *answers);
/// Which rules hold; `out` has room for rules->count.
void lsn_screen_apply(bool *out, const lsn_screen_rules *rules, const lsn_answers *answers);

// ---------------------------------------------------------------- verdict

typedef struct lsn_verdict {
    int level; // 1–4, the gravest of the rules that hold
    lsn_urgency urgency;
    bool may_exercise;                  // false at level 1, and at level 2 unless all its reasons allow gentle moves
    bool gentle_only;                   // easier doses only
    bool asks_site;                     // the furthest site of leg symptoms is asked after each move
    int reasons[LSN_SCREEN_RULES_MAX];  // indices of rules that hold, gravest first
    bool allowed[LSN_SCREEN_RULES_MAX]; // by rule: a clinician allowed it, so that it counts as level 3
    int reason_count;
    uint32_t forbid_tags, forbid_postures;
    const lsn_screen_rules *rules;
} lsn_verdict;

/// `holds[i]`: rule i does.
lsn_verdict lsn_screen_judge(const lsn_screen_rules *rules, const bool *holds);
/// The same; a level 2 rule with `allowed[i]`, which may be NULL, counts as level 3: its forbids stay. Neither level 1
/// nor what needs help now can be allowed.
lsn_verdict lsn_screen_judge_allowed(const lsn_screen_rules *rules, const bool *holds, const bool *allowed);
bool lsn_rule_can_be_allowed(const lsn_rule *rule);
/// True when the verdict leaves the move in; never when it allows no exercise.
bool lsn_screen_allows(const lsn_verdict *verdict, const lsn_move *move);
/// True when the move may be done at its easier dose only.
bool lsn_screen_is_small(const lsn_verdict *verdict, const lsn_move *move);

// ---------------------------------------------------------------- what is due, from the log

typedef enum lsn_ask { LSN_ASK_nothing, LSN_ASK_short, LSN_ASK_all } lsn_ask;
const char *lsn_ask_name(lsn_ask ask); // "nothing", "short", "all"

/// X(reason, sentence for the person)
#define LSN_DUES(X)                                                                                                    \
    X(none, "")                                                                                                        \
    X(first, LSN_TR("A few questions first, so that the moves suit you."))                                             \
    X(rules, LSN_TR("The safety questions have changed, so here they all are again."))                                 \
    X(month, LSN_TR("A month has passed, so here are all safety questions again."))                                    \
    X(flare, LSN_TR("A flare-up has begun, so here are all safety questions again."))                                  \
    X(worse, LSN_TR("Your log shows more pain than before, so here are all safety questions again."))                  \
    X(map, LSN_TR("You marked pain below a knee or in both legs, so here are all safety questions again."))            \
    X(session, LSN_TR("A quick look before you start."))
typedef enum lsn_due_reason {
#define X(name, text) LSN_DUE_##name,
    LSN_DUES(X)
#undef X
} lsn_due_reason;
const char *lsn_due_name(lsn_due_reason why);
const char *lsn_due_text(lsn_due_reason why);

enum {
    LSN_SCREEN_FULL_DAYS = 30,  // everything is asked monthly
    LSN_SCREEN_WORSE_DAYS = 7,  // worsening asks again, at most once in these; our own choice
    LSN_SCREEN_SHORT_MIN = 120, // the short questions hold so long, or until a session starts; our own choice
    LSN_SCREEN_SITE_DAYS = 14,  // how long a furthest site is compared with; our own choice
};

typedef struct lsn_screen_due {
    lsn_ask ask;
    lsn_due_reason why;
    int64_t full_ms, asked_ms;          // when everything, and when anything, was answered; 0: never
    lsn_answers last;                   // the newest answers
    lsn_answers standing;               // of these, what stands when only the short questions are asked again
    bool allowed[LSN_SCREEN_RULES_MAX]; // by a clinician, at this moment
    int64_t allowed_until_ms[LSN_SCREEN_RULES_MAX];
    lsn_verdict verdict; // of `last`
    bool is_stopped;     // what stands allows no exercise, whatever the short questions say
} lsn_screen_due;

/// What is to be asked at `now_ms`, and what the answers come down to. `is_worse`: the log shows worsening
/// (lsn_progress.screen_again). Answers that these rules cannot read in full keep a stop a stop. Events after `now_ms`
/// do not count. Needs about 512 KB of scratch.
void lsn_screen_due_at(lsn_screen_due *out, const lsn_screen_rules *rules, const lsn_journal *log, int64_t now_ms,
                       bool is_worse, lsn_arena scratch);
/// The verdict of new answers, with what a clinician allows at this moment.
lsn_verdict lsn_screen_judge_answers(const lsn_screen_rules *rules, const lsn_answers *answers, const bool *allowed);
/// The furthest site of leg symptoms that was last told, or −1.
int lsn_screen_last_site(const lsn_journal *log, int64_t now_ms);
/// {"on":…,"allowed":[rule ids]} for a `clinician_talked` event: all that `verdict` shows and a clinician can allow, or
/// those with `chosen[rule]`. `on` is "2026-11-20".
void lsn_screen_write_talk(lsn_json_out *out, const lsn_verdict *verdict, lsn_str on, const bool *chosen);
/// Whether `text` is a day that the calendar has; *day counts from 1970-01-01.
bool lsn_day_read(int64_t *day, lsn_str text);

// ---------------------------------------------------------------- JSON

/// {"version":…,"reviewed":…,"emergency":…,"clinician_days":…,"questions":[{id,group,kind,ask,help,options,least,most,
/// every_session,conditional,level,source}],"rules":[{id,level,urgency,source,reviewed}],"words":{…}}; the level of a
/// question is the gravest that its answer can lead to, and the source that rule's.
void lsn_screen_write_questions(lsn_json_out *out, const lsn_screen_rules *rules);
/// {"level":…,"urgency":…,"may_exercise":…,"gentle_only":…,"asks_site":…,"reasons":[{rule,text,source,reviewed,level,
/// urgency,allowed,can_be_allowed}],"forbidden":{tags,moves,postures},"kept":[move…],"small":[move…],"advice":…}, and
/// with `answers` (may be NULL) "asked":[question…] and "unanswered":[question…].
void lsn_screen_write_verdict(lsn_json_out *out, const lsn_verdict *verdict, const lsn_answers *answers);
/// {"ask":…,"why":…,"sentence":…,"last":{…},"standing":{…},"is_stopped":…,"allowed":[{rule,until_ms}]}
void lsn_screen_write_due(lsn_json_out *out, const lsn_screen_rules *rules, const lsn_screen_due *due);
/// What the level, the urgency and what is allowed come down to.
lsn_str lsn_screen_advice(const lsn_verdict *verdict);

#endif
