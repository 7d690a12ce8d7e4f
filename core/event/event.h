/// core/event: the vocabulary of what happened. An event is appended and never changed; merging two logs is set union
/// by id. One event is one line of JSON (JSON Lines).
#ifndef LSN_EVENT_H
#define LSN_EVENT_H

#include "core/base/base.h"

/// X(kind, name in files, fields that it must have). Fields: S session, M move, V value, T text.
///   screened          value: level 1–4; text: JSON of the answers (an object {rule id: answer})
///   session_started   session; value: planned seconds; text: the wish as JSON
///   pain_before       session; value 0–10
///   step_done         session, move, side, level; value: seconds held or moved; text: ""
///   step_eased        session, move, side, level: "too much", a lighter dose followed
///   step_left         session, move, side: left out or broken off; text: "skip", or "too-much" (on the easiest
///                     level); without a text: of a version that did not tell them apart
///   paused, resumed   session; value: the score's second
///   stopped           session; value: the score's second; text: why ("stop-rule", "enough")
///   move_felt         session, move; value −1 worse, 0 same, 1 better
///   pain_after        session; value 0–10
///   note              text; session optional
///   session_finished  session; value: seconds done
///   next_morning      value 0–10: pain on the morning after a session; session optional
///   leg_site          session, move; value: furthest site of leg symptoms after it, 0 back … 4 foot
///   measured          value: the score; text: {"measure":id,"items":[…]}, for own activities also "names":[…]
///   direction_tested  value −1 worse, 0 no change, 1 better; text: {"direction":"extension" or "flexion",
///                     "pain":[…],"site":[…]}: at first, then later
///   move_preferred    move; value −1 never again, 0 neither, 1 a favourite
///   move_enabled      move: a retired move is back because the person asked for it
///   clinician_talked  text: {"on":"2026-11-20","allowed":[rule ids]}: spoke to a clinician about these answers
///   flare             value 1: a flare-up begins, 0: it is over
///   pain_map          value: the strongest, 0 nowhere, 1 some, 2 a lot; text: {"where":{area:1 or 2}}: where it hurts
// clang-format off
#define LSN_EVENTS(X) \
    X(screened, "screened", "VT") \
    X(session_started, "session-started", "SVT") \
    X(pain_before, "pain-before", "SV") \
    X(step_done, "step-done", "SMV") \
    X(step_eased, "step-eased", "SM") \
    X(step_left, "step-left", "SM") \
    X(paused, "paused", "SV") \
    X(resumed, "resumed", "SV") \
    X(stopped, "stopped", "SVT") \
    X(move_felt, "move-felt", "SMV") \
    X(pain_after, "pain-after", "SV") \
    X(note, "note", "T") \
    X(session_finished, "session-finished", "SV") \
    X(next_morning, "next-morning", "V") \
    X(leg_site, "leg-site", "SMV") \
    X(measured, "measured", "VT") \
    X(direction_tested, "direction-tested", "VT") \
    X(move_preferred, "move-preferred", "MV") \
    X(move_enabled, "move-enabled", "M") \
    X(clinician_talked, "clinician-talked", "T") \
    X(flare, "flare", "V") \
    X(pain_map, "pain-map", "VT")
// clang-format on

typedef enum lsn_event_kind {
#define X(kind, name, fields) LSN_EVENT_##kind,
    LSN_EVENTS(X)
#undef X
        LSN_EVENT_COUNT
} lsn_event_kind;

const char *lsn_event_kind_name(lsn_event_kind kind);
const char *lsn_event_kind_fields(lsn_event_kind kind);
lsn_event_kind lsn_event_kind_find(lsn_str name); // LSN_EVENT_COUNT when unknown

/// UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.
typedef struct lsn_uuid {
    unsigned char bytes[16];
} lsn_uuid;

enum { LSN_UUID_TEXT = 36 };
/// `random` is ten random bytes from the platform.
lsn_uuid lsn_uuid_make(int64_t unix_ms, const unsigned char random[10]);
void lsn_uuid_write(char out[LSN_UUID_TEXT + 1], const lsn_uuid *id); // lower case, NUL-terminated
bool lsn_uuid_read(lsn_uuid *out, lsn_str text);                      // 36 characters, version 7; either case
int lsn_uuid_compare(const lsn_uuid *a, const lsn_uuid *b);
bool lsn_uuid_is_zero(const lsn_uuid *id);

enum { LSN_EVENT_MOVE_MAX = 64, LSN_EVENT_TEXT_MAX = 2000, LSN_EVENT_LINE_MAX = 16384 };

typedef struct lsn_event {
    lsn_uuid id;
    int64_t at_ms; // Unix time when it happened
    lsn_event_kind kind;
    lsn_uuid session; // zero: none
    lsn_str move;     // id; empty: none
    lsn_str side;     // "none", "right", "left"; empty: none
    lsn_str level;    // "easier", "usual", "harder"; empty: none
    double value;     // 0 when the kind has none
    lsn_str text;     // UTF-8, at most LSN_EVENT_TEXT_MAX bytes
} lsn_event;

/// {"id":…,"at":ms,"kind":…,"session":…,"move":…,"side":…,"level":…,"value":…,"text":…}; absent fields are left out;
/// no line break inside or after.
void lsn_event_write(lsn_buf *out, const lsn_event *event);
/// Reads one line. The strings of the event lie in `arena`, which grows by no more than them. Refuses unknown kinds and
/// fields, missing fields of the kind, ids that are not UUIDv7, values out of the kind's range (pain 0–10, felt −1…1,
/// level 1–4, all whole; seconds 0–86400), texts that are too long or, where they are JSON, lack a member named above
/// (screened and session_started are checked by who reads them), and a line break. Values are rounded to three
/// decimals, so that writing what was read gives the same bytes everywhere. diag.line is 1.
LSN_MUST_CHECK lsn_err lsn_event_read(lsn_event *out, lsn_str line, lsn_arena *arena, lsn_diag *diag);

/// A log in memory, sorted by id (which is by time), without doubles.
typedef struct lsn_journal {
    lsn_event *events;
    int count, capacity;
} lsn_journal;

lsn_journal lsn_journal_make(lsn_event *memory, int capacity);
/// Set union: false when the id was there already (the log is unchanged). LSN_ERR_TOO_MANY when full.
LSN_MUST_CHECK lsn_err lsn_journal_add(lsn_journal *log, const lsn_event *event, bool *added);

// ---------------------------------------------------------------- where it hurts

// clang-format off
/// X(area, its name in files, furthest site of leg symptoms that it stands for as in leg_site, leg that it belongs to)
#define LSN_AREAS(X) \
    X(neck, "neck", 0, none) \
    X(upper_back_right, "upper-back-right", 0, none) X(upper_back_left, "upper-back-left", 0, none) \
    X(low_back_right, "low-back-right", 0, none) X(low_back_left, "low-back-left", 0, none) \
    X(buttock_right, "buttock-right", 1, none) X(buttock_left, "buttock-left", 1, none) \
    X(hip_right, "hip-right", 0, none) X(hip_left, "hip-left", 0, none) \
    X(groin_right, "groin-right", 0, none) X(groin_left, "groin-left", 0, none) \
    X(thigh_front_right, "thigh-front-right", 2, right) X(thigh_front_left, "thigh-front-left", 2, left) \
    X(thigh_back_right, "thigh-back-right", 2, right) X(thigh_back_left, "thigh-back-left", 2, left) \
    X(knee_right, "knee-right", 0, none) X(knee_left, "knee-left", 0, none) \
    X(calf_right, "calf-right", 3, right) X(calf_left, "calf-left", 3, left) \
    X(foot_right, "foot-right", 4, right) X(foot_left, "foot-left", 4, left)
// clang-format on

typedef enum lsn_area {
#define X(area, name, site, leg) LSN_AREA_##area,
    LSN_AREAS(X)
#undef X
        LSN_AREA_COUNT
} lsn_area;

/// Two strengths are enough to see where it moves, and quick to mark; our own choice.
typedef enum lsn_strength { LSN_STRENGTH_none, LSN_STRENGTH_some, LSN_STRENGTH_much } lsn_strength;
enum { LSN_PAIN_MAP_TEXT_MAX = 700 };

typedef struct lsn_pain_map {
    uint8_t at[LSN_AREA_COUNT]; // lsn_strength
} lsn_pain_map;

const char *lsn_area_name(lsn_area area);
lsn_area lsn_area_find(lsn_str name); // LSN_AREA_COUNT when unknown
/// What the text of a pain_map event says; areas of a later version are passed over.
lsn_pain_map lsn_pain_map_of(lsn_str text);
/// Reads {"where":{area:0, 1 or 2}} as a person gave it. Refuses areas that are not known and other strengths.
LSN_MUST_CHECK lsn_err lsn_pain_map_read(lsn_pain_map *out, lsn_str json, lsn_arena scratch, lsn_diag *diag);
/// The text of its event, in the order of the areas.
void lsn_pain_map_write(lsn_buf *out, const lsn_pain_map *map);
int lsn_pain_map_strongest(const lsn_pain_map *map);
/// Furthest site of a leg, 0 back … 4 foot, and whether both legs hurt in the thigh or below. Knees are joints that
/// hurt for reasons of their own, so they count for neither.
int lsn_pain_map_site(const lsn_pain_map *map);
bool lsn_pain_map_both_legs(const lsn_pain_map *map);

#endif
