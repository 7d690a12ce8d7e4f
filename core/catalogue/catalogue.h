/// core/catalogue: move files (JSON) → a checked, immutable catalogue. Everything about a move is data; see
/// schema/move.schema.json and docs/moves.md for what an author writes.
#ifndef LSN_CATALOGUE_H
#define LSN_CATALOGUE_H

#include "core/words/words.h"

// clang-format off
#define LSN_POSTURES(X) \
    X(standing, LSN_TR("standing")) \
    X(seated_chair, LSN_TR("sitting on a chair")) \
    X(seated_floor, LSN_TR("sitting on the floor")) \
    X(half_kneeling, LSN_TR("half-kneeling")) \
    X(kneeling, LSN_TR("kneeling")) \
    X(all_fours, LSN_TR("on all fours")) \
    X(prone, LSN_TR("lying on your front")) \
    X(hook_lying, LSN_TR("lying on your back, knees bent")) \
    X(supine, LSN_TR("lying on your back")) \
    X(side_lying, LSN_TR("lying on your side"))
#define LSN_PLACES(X) X(floor, LSN_TR("on the floor")) X(chair, LSN_TR("on a chair")) X(standing, LSN_TR("standing")) X(bed, LSN_TR("in bed"))
#define LSN_REGIONS(X) \
    X(lower_back, LSN_TR("lower back")) \
    X(upper_back, LSN_TR("upper back")) \
    X(hips, LSN_TR("hips")) \
    X(buttocks, LSN_TR("buttocks")) \
    X(hamstrings, LSN_TR("hamstrings")) \
    X(legs, LSN_TR("legs"))
/// Kinds of moves, X(kind, the words that it is looked for with).
#define LSN_KINDS(X) \
    X(static, LSN_TR("static held")) \
    X(dynamic, LSN_TR("dynamic moving")) \
    X(isometric, LSN_TR("isometric tensing")) \
    X(strength, LSN_TR("strength strengthening")) \
    X(rest, LSN_TR("rest resting")) \
    X(picture, LSN_TR("picture sleep sleeping"))
#define LSN_DIRECTIONS(X) X(neutral) X(flexion) X(extension) X(rotation) X(side_bend)
/// Caution tags, X(tag, what it is about).
#define LSN_TAGS(X) \
    X(OP, LSN_TR("osteoporosis or a spinal fracture")) \
    X(HRp, LSN_TR("hip replacement with posterior precautions")) \
    X(HRa, LSN_TR("hip replacement with anterior precautions")) \
    X(LEG, LSN_TR("pain or tingling down a leg")) \
    X(EXT, LSN_TR("a back that dislikes arching")) \
    X(KN, LSN_TR("knees that dislike kneeling")) \
    X(WR, LSN_TR("wrists that dislike weight")) \
    X(BAL, LSN_TR("unsteady balance")) \
    X(HD, LSN_TR("head low or legs up being unwise")) \
    X(PG, LSN_TR("pregnancy")) \
    X(BT, LSN_TR("bleeding risk or blood thinners"))
#define LSN_PROPS(X) \
    X(mat, LSN_TR("mat")) X(strap, LSN_TR("strap")) X(chair, LSN_TR("chair")) X(stool, LSN_TR("stool")) \
    X(block, LSN_TR("block")) X(cushion, LSN_TR("cushion")) X(pillow, LSN_TR("pillow")) X(ball, LSN_TR("ball")) \
    X(wall, LSN_TR("wall")) X(towel, LSN_TR("towel"))
// clang-format on

// In files the names are as above with '-' for '_' ("hook-lying", "lower-back"); tags are as they stand.
#define X(name, text) LSN_POSTURE_##name,
typedef enum lsn_posture { LSN_POSTURES(X) LSN_POSTURE_COUNT } lsn_posture;
#undef X
#define X(name, text) LSN_PLACE_##name,
typedef enum lsn_place { LSN_PLACES(X) LSN_PLACE_COUNT } lsn_place;
#undef X
#define X(name, text) LSN_REGION_##name,
typedef enum lsn_region { LSN_REGIONS(X) LSN_REGION_COUNT } lsn_region;
#undef X
#define X(name, text) LSN_KIND_##name,
typedef enum lsn_kind { LSN_KINDS(X) LSN_KIND_COUNT } lsn_kind;
#undef X
#define X(name) LSN_DIRECTION_##name,
typedef enum lsn_direction { LSN_DIRECTIONS(X) LSN_DIRECTION_COUNT } lsn_direction;
#undef X
#define X(name, text) LSN_TAG_##name,
typedef enum lsn_tag { LSN_TAGS(X) LSN_TAG_COUNT } lsn_tag;
#undef X
#define X(name, text) LSN_PROP_##name,
typedef enum lsn_prop { LSN_PROPS(X) LSN_PROP_COUNT } lsn_prop;
#undef X

/// File names of the values above ("hook-lying"), and the plain words; and back. The find functions return the COUNT
/// when there is no such name.
const char *lsn_posture_name(lsn_posture v);
const char *lsn_posture_text(lsn_posture v);
lsn_posture lsn_posture_find(lsn_str name);
const char *lsn_place_name(lsn_place v);
const char *lsn_place_text(lsn_place v);
lsn_place lsn_place_find(lsn_str name);
const char *lsn_region_name(lsn_region v);
const char *lsn_region_text(lsn_region v);
lsn_region lsn_region_find(lsn_str name);
const char *lsn_kind_name(lsn_kind v);
const char *lsn_kind_text(lsn_kind v); // words to search by
lsn_kind lsn_kind_find(lsn_str name);
const char *lsn_direction_name(lsn_direction v);
lsn_direction lsn_direction_find(lsn_str name);
const char *lsn_tag_name(lsn_tag v);
const char *lsn_tag_text(lsn_tag v);
lsn_tag lsn_tag_find(lsn_str name);
const char *lsn_prop_name(lsn_prop v);
const char *lsn_prop_text(lsn_prop v);
lsn_prop lsn_prop_find(lsn_str name);

typedef enum lsn_level { LSN_LEVEL_easier, LSN_LEVEL_usual, LSN_LEVEL_harder, LSN_LEVEL_COUNT } lsn_level;
const char *lsn_level_name(lsn_level level); // "easier", "usual", "harder"
lsn_level lsn_level_find(lsn_str name);

typedef enum lsn_side { LSN_SIDE_none, LSN_SIDE_right, LSN_SIDE_left, LSN_SIDE_COUNT } lsn_side;
const char *lsn_side_name(lsn_side side); // "none", "right", "left"

enum {
    LSN_MOVES_MAX = 128,
    LSN_POSES_MAX = 12,       // a move
    LSN_PHASES_MAX = 12,      // a move
    LSN_POSE_COORDS_MAX = 64, // a pose
    LSN_POSE_CONTACTS_MAX = 24,
    LSN_TARGETS_MAX = 16,
    LSN_LIST_MAX = 12, // aliases, cues, mistakes, sources, corrections
    LSN_OWN_MOVES_MAX = 40,
    LSN_OWN_FILE_MAX = 64 << 10, // bytes
    LSN_HOLD_S_MAX = 120,
    LSN_REPS_MAX = 30,
};

/// Coordinates and sites stay names here (the catalogue does not know the body); core/figure resolves and checks them.
typedef struct lsn_pose_coord {
    lsn_str name;
    double value; // degrees, metres for pelvis_t…
    int line, column;
} lsn_pose_coord;

/// `on` is "floor", "seat", "wall", or the name of another site. A contact that the pose before also has stays where it
/// was ("planted") unless `slides`.
typedef struct lsn_pose_contact {
    lsn_str site, on;
    double gap_m;
    bool slides;
    int line, column;
} lsn_pose_contact;

/// A key pose, written for the right side. All inherited values are already merged in.
typedef struct lsn_key_pose {
    lsn_str id;
    int coord_count, contact_count;
    lsn_pose_coord *coords;
    lsn_pose_contact *contacts;
    int line, column;
} lsn_key_pose;

#define LSN_PHASE_KINDS(X) X(settle) X(hold) X(move) X(release)
#define X(name)            LSN_PHASE_##name,
typedef enum lsn_phase_kind { LSN_PHASE_KINDS(X) LSN_PHASE_KIND_COUNT } lsn_phase_kind;
#undef X
const char *lsn_phase_kind_name(lsn_phase_kind kind);

typedef enum lsn_breath { LSN_BREATH_free, LSN_BREATH_in, LSN_BREATH_out } lsn_breath;
const char *lsn_breath_name(lsn_breath breath); // "free", "in", "out"

/// One stretch of time of a repetition. The phases of a move form one repetition; a side is `reps` of them.
typedef struct lsn_phase {
    lsn_str id;
    lsn_phase_kind kind;
    int to;         // index of the key pose reached at the end
    double seconds; // ignored when `is_hold`
    bool is_hold;   // lasts as long as the dose says
    lsn_breath breath;
    lsn_str say;   // the first time; may hold {side} and {other}, see lsn_say
    lsn_str again; // in later repetitions; empty: silent
} lsn_phase;

typedef struct lsn_dose {
    double hold_s;  // of one repetition; 0 when nothing is held
    int reps;       // a side
    int variant;    // index into variants, −1: the move as it stands
    lsn_str source; // who says so, in words
} lsn_dose;

typedef struct lsn_variant {
    lsn_str id, name, how;
    uint32_t props; // that this variant takes, of the move's own
    bool has_poses;
    lsn_key_pose *poses; // pose_count of them, aligned with the move's poses
} lsn_variant;

typedef struct lsn_target {
    lsn_str muscle; // without the side ("psoas"); the working side unless `other_side`
    bool primary, other_side, both_sides;
    int line, column;
} lsn_target;

typedef struct lsn_source {
    lsn_str id;   // "A", "B", "C" or a key of docs/sources
    lsn_str fact; // what it says
} lsn_source;

typedef struct lsn_move {
    lsn_str id, name, summary, why; // why: what it is for, in one short clause ("a gentle start for the whole spine")
    lsn_str ready;                  // spoken and shown while the person gets into the start position
    lsn_str aliases[LSN_LIST_MAX];
    int alias_count;
    lsn_kind kind;
    lsn_posture start, end;
    uint32_t places;                     // bit mask of lsn_place
    uint32_t props_needed, props_useful; // bit masks of lsn_prop
    uint32_t regions;                    // bit mask of lsn_region
    uint32_t tags;                       // bit mask of lsn_tag
    lsn_direction direction;
    bool end_range; // goes to the end of the range in that direction
    bool warm_up;   // gentle enough to come first
    bool two_sided; // done on the right, then on the left
    lsn_target targets[LSN_TARGETS_MAX];
    int target_count;
    lsn_dose dose[LSN_LEVEL_COUNT];
    lsn_variant *variants;
    int variant_count;
    lsn_key_pose *poses; // poses[0] is the start position
    int pose_count;
    lsn_phase phases[LSN_PHASES_MAX];
    int phase_count;
    lsn_str cues[LSN_LIST_MAX], mistakes[LSN_LIST_MAX], corrections[LSN_LIST_MAX];
    int cue_count, mistake_count, correction_count;
    lsn_source sources[LSN_LIST_MAX];
    int source_count;
    double view_yaw_deg, view_pitch_deg; // the best side to see it from: yaw 0 looks at the right side, 90 at the front
    double seat_m;                       // height of the seat when a pose sits on one
    int key_pose;                        // the pose that names the move in a picture
    const lsn_words *language;           // of the texts, and of what is said of the move; NULL: English
} lsn_move;

/// Immutable once built; owns nothing but what lies in the arena it was built in.
typedef struct lsn_catalogue {
    lsn_move *moves;
    int count;
    uint64_t version;          // hash of the files it came from
    const lsn_words *language; // NULL: English
} lsn_catalogue;

/// One file: where it came from (for diagnostics) and its text.
typedef struct lsn_file {
    lsn_str name, text;
} lsn_file;

/// The moves that are built in, generated from moves/*.json.
extern const lsn_file lsn_builtin_moves[];
extern const int lsn_builtin_move_count;

/// Parses one move file. Refuses unknown fields and names, with place and a sentence. Keeps about 24 KB of the arena
/// and needs about 256 KB of it free while parsing. On an error the arena is as before.
LSN_MUST_CHECK lsn_err lsn_move_parse(lsn_move *out, lsn_str text, lsn_arena *arena, lsn_diag *diag);
/// A posture that is shown and judged as a move is, and never done as one: {"as","start","direction","tags","props",
/// "two_sided","poses","view","seat_m","key_pose"} as in a move file, where "as" is the id that screening knows it by.
/// It has no name, no dose and no phases.
LSN_MUST_CHECK lsn_err lsn_still_parse(lsn_move *out, const lsn_json *object, lsn_arena *arena, lsn_diag *diag);
/// Parses all files. On error `*failed` is the index of the file and `diag` the place in it.
LSN_MUST_CHECK lsn_err lsn_catalogue_build(lsn_catalogue *out, const lsn_file *files, int count, lsn_arena *arena,
                                           int *failed, lsn_diag *diag);
/// Every text in another language from now on; ids, names in files and `version` stay. `language` must outlive it. What
/// a language lacks stays English. Only on a catalogue that is English.
void lsn_catalogue_translate(lsn_catalogue *catalogue, const lsn_words *language);
/// The moves of `before`, and behind them a person's own: at most LSN_OWN_MOVES_MAX files of LSN_OWN_FILE_MAX bytes,
/// their ids begin with "own-". The same errors. Borrows what `before` borrows.
LSN_MUST_CHECK lsn_err lsn_catalogue_extend(lsn_catalogue *out, const lsn_catalogue *before, const lsn_file *files,
                                            int count, lsn_arena *arena, int *failed, lsn_diag *diag);
/// Index by id, name or alias (case folded), or −1.
int lsn_catalogue_find(const lsn_catalogue *catalogue, lsn_str name);
int lsn_pose_find(const lsn_move *move, lsn_str id);  // index or −1
int lsn_phase_find(const lsn_move *move, lsn_str id); // index or −1

/// Seconds of one repetition, of one side (all repetitions), and of everything between the start pose and the end of
/// the last side (both sides and the change between them), at a level. Whole seconds.
int lsn_move_rep_seconds(const lsn_move *move, lsn_level level);
int lsn_move_side_seconds(const lsn_move *move, lsn_level level);
int lsn_move_seconds(const lsn_move *move, lsn_level level);
/// A dose between two levels: a level's own with seconds added to each hold (only where something is held) and
/// repetitions added to each side; and the same times of it. Work is what is held or moved, of all sides, without
/// settling, release and change of sides: what a step_done tells.
lsn_dose lsn_dose_with(const lsn_move *move, lsn_level level, int extra_s, int extra_reps);
int lsn_dose_rep_seconds(const lsn_move *move, const lsn_dose *dose);
int lsn_dose_side_seconds(const lsn_move *move, const lsn_dose *dose);
int lsn_dose_seconds(const lsn_move *move, const lsn_dose *dose);
int lsn_dose_work_seconds(const lsn_move *move, const lsn_dose *dose);
void lsn_dose_say(lsn_buf *out, const lsn_move *move, const lsn_dose *dose); // as lsn_dose_words
/// Seconds for changing sides, part of lsn_move_seconds of a two-sided move.
enum { LSN_SWITCH_S = 6 };
enum { LSN_DOSE_WORDS_MAX = 160 };
/// The dose in words: "8 slow repetitions", "2 × 30 s each side".
void lsn_dose_words(lsn_buf *out, const lsn_move *move, lsn_level level);
/// Writes `text` with {side} and {other} replaced ("right", "left", in the language). A translation may spell out both,
/// as in "das {side|rechte|linke} Knie": the first for the right, the second for the left.
void lsn_say(lsn_buf *out, const lsn_words *language, lsn_str text, lsn_side side);
/// Words a minute that the voice speaks; a line of a phase must fit its time at this rate (checked).
enum { LSN_WORDS_A_MINUTE = 165 };
/// The text of `ready` fits in this many seconds (checked).
enum { LSN_READY_S = 15 };
/// Seconds, rounded up, that it takes to say `text` at that rate.
int lsn_say_seconds(lsn_str text);

void lsn_move_write_json(lsn_json_out *out, const lsn_move *move);

#endif
