/// core/figure: a move and a moment → a posed body → the surface that is drawn, its camera, and a picture of it.
/// The page (WebGL2) and the software rasteriser draw the same vertices with the same shading.
#ifndef LSN_FIGURE_H
#define LSN_FIGURE_H

#include "core/body/body.h"
#include "core/catalogue/catalogue.h"

// ---------------------------------------------------------------- motion: a move as solved key poses

/// Most contacts of a key pose after its names were resolved.
enum { LSN_MOTION_CONTACTS_MAX = LSN_POSE_CONTACTS_MAX };

/// One key pose, solved for one body: contacts true, limits kept.
typedef struct lsn_key {
    lsn_pose pose;
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX]; // planted ones carry the point where they stay
    bool planted[LSN_MOTION_CONTACTS_MAX];
    int contact_count;
    lsn_solve_report report;
} lsn_key;

/// A move for one side, level and body. Fixed size; constant once built.
typedef struct lsn_motion {
    const lsn_move *move;
    const lsn_body *body;
    lsn_side side;
    lsn_level level;
    int variant; // index into move->variants, or −1
    lsn_key keys[LSN_POSES_MAX];
    int key_count;
    lsn_muscle targets[2 * LSN_TARGETS_MAX]; // resolved to this side
    bool target_primary[2 * LSN_TARGETS_MAX];
    int target_count;
    double glow[LSN_POSES_MAX][2 * LSN_TARGETS_MAX]; // of each target in each key pose, see lsn_motion_glow
} lsn_motion;

/// Checks that every coordinate, site and muscle that a move names exists and is in range. `diag` has line and column.
LSN_MUST_CHECK lsn_err lsn_motion_check(const lsn_move *move, lsn_diag *diag);
/// Solves the key poses, each from the one before. Borrows `move` and `body`. Returns LSN_ERR_NOT_SOLVED (with `diag`
/// naming pose and site) when a contact cannot be met within 2 mm; *out is then usable all the same.
LSN_MUST_CHECK lsn_err lsn_motion_build(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level,
                                        const lsn_body *body, lsn_arena scratch, lsn_diag *diag);
/// The same in a variant of the move (−1: as it stands), whatever the level's own is; timed by the level's dose.
LSN_MUST_CHECK lsn_err lsn_motion_build_variant(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level,
                                                int variant, const lsn_body *body, lsn_arena scratch, lsn_diag *diag);
/// LSN_ERR_NOT_ALLOWED (with `diag`) when the motion needs what the person says they cannot do.
LSN_MUST_CHECK lsn_err lsn_motion_allowed(const lsn_motion *motion, lsn_diag *diag);
/// Whether a key pose needs what a person may not be able to do: told by what of the body touches the floor and what
/// carries it there, and by nothing that the move's author says about it.
bool lsn_motion_needs(const lsn_motion *motion, int key, lsn_cannot what);
/// Where the motion stands `seconds` after its start position, through its phases at its dose (one side): between which
/// keys, how far, and in which phase (−1: none). Ends in the last key of the last repetition.
typedef struct lsn_moment {
    int from, to, phase, rep;
    double t;
} lsn_moment;
lsn_moment lsn_motion_at(const lsn_motion *motion, double seconds);
/// The contacts that hold on the way, each where it should be then; returns how many.
int lsn_motion_contacts(lsn_contact out[LSN_MOTION_CONTACTS_MAX], const lsn_motion *motion, int from, int to, double t);
/// The pose on the way from key `from` to key `to`, `t` in [0, 1] (eased inside). Contacts that both keys share hold on
/// the way. A pure function of its arguments.
lsn_pose lsn_motion_pose(const lsn_motion *motion, int from, int to, double t, lsn_arena scratch);

// ---------------------------------------------------------------- verification

/// X(name, unit): what can be wrong with a motion. Allowed at most: 0.1° outside the limits; contacts of key poses 2 mm
/// off; planted contacts 5 mm from their place in holds and 10 mm on the way; 5 mm in the floor; 20 mm in itself; the
/// centre of mass not outside what it rests on; joints 90°/s, with a speed that changes by at most 400°/s²; the left
/// side bit by bit the mirror image of the right; and what the move declares as its targets lengthens or works, see
/// lsn_motion_missed.
#define LSN_FAULTS(X)                                                                                                  \
    X(limit, "deg")                                                                                                    \
    X(contact, "mm")                                                                                                   \
    X(slide, "mm")                                                                                                     \
    X(floor, "mm")                                                                                                     \
    X(self, "mm")                                                                                                      \
    X(prop, "mm")                                                                                                      \
    X(balance, "mm")                                                                                                   \
    X(speed, "deg/s")                                                                                                  \
    X(jump, "deg/s")                                                                                                   \
    X(mirror, "")                                                                                                      \
    X(target, "")

typedef enum lsn_fault_kind {
#define X(name, unit) LSN_FAULT_##name,
    LSN_FAULTS(X)
#undef X
        LSN_FAULT_COUNT
} lsn_fault_kind;

/// The worst fault of its kind in one phase.
typedef struct lsn_fault {
    lsn_fault_kind kind;
    int phase; // −1: the start pose
    int pose;  // the key that the phase leads to
    double second;
    double amount, allowed;   // in the unit of the kind
    const char *part, *other; // names of a segment, site, prop or coordinate; other may be ""
} lsn_fault;

enum { LSN_FAULTS_MAX = 64 };

typedef struct lsn_verification {
    lsn_fault faults[LSN_FAULTS_MAX];
    int count, frames;
} lsn_verification;

const char *lsn_fault_name(lsn_fault_kind kind);
/// Looks at every frame of one repetition, `frames_per_s` a second. Needs 1 MB of scratch; LSN_ERR_NO_MEMORY without.
LSN_MUST_CHECK lsn_err lsn_motion_verify(lsn_verification *out, const lsn_motion *motion, double frames_per_s,
                                         lsn_arena scratch);
/// "in phase fold at 3.2 s, thigh_r lies 27 mm deep in l3; 20 mm are allowed".
void lsn_fault_say(lsn_buf *out, const lsn_fault *fault, const lsn_move *move);
/// How far the centre of mass is inside what the body rests on, seen from above (m); negative outside; −1 when it rests
/// on nothing.
double lsn_motion_support(const lsn_motion *motion, const lsn_frames *frames, const lsn_contact *contacts, int count);

// ---------------------------------------------------------------- what a body can do

/// Why a body cannot do a motion: it needs what the person cannot, or more of a joint than there is (alone, or of the
/// hip over a straight knee, or of the knee under a straight hip).
typedef enum lsn_hindrance_kind {
    LSN_HINDRANCE_none,
    LSN_HINDRANCE_cannot,
    LSN_HINDRANCE_limit,
    LSN_HINDRANCE_straight_leg,
    LSN_HINDRANCE_prone_knee
} lsn_hindrance_kind;

typedef struct lsn_hindrance {
    lsn_hindrance_kind kind;
    lsn_cannot cannot;
    lsn_coord coord;
    bool of_one_side;            // the limit is that of one side only
    int pose;                    // the key pose that needs it
    double needs_deg, stops_deg; // of a limit: as far as the move goes, as far as the body does
} lsn_hindrance;

/// Whether a key pose of the motion needs what the person says they cannot do, and what; a bit mask of lsn_cannot in
/// `besides` is not asked about.
bool lsn_motion_cannot(lsn_hindrance *out, const lsn_motion *motion, uint32_t besides);

/// What one body can do of a catalogue.
typedef struct lsn_able {
    uint8_t levels[LSN_MOVES_MAX];                     // by catalogue index: bit mask of lsn_level
    uint8_t in_bed[LSN_MOVES_MAX];                     // the same on a mattress, without the way down to the floor
    lsn_hindrance why[LSN_MOVES_MAX][LSN_LEVEL_COUNT]; // of what is not in `levels`
} lsn_able;

/// Solves every move at every level's variant on both sides for this body and for one of its size without own limits. A
/// narrower move counts as done while only hands or head are let go and nothing leans on them, the body does not fall
/// over, no hip, knee or part of the trunk is more than 40° from the full move, and what is to lengthen gains at least
/// half of what it gains there (each in its own body's range). Our own choice; guarded by tests/test_able.c. A body
/// without limits of its own can do everything, at once. Needs 1 MB of scratch; LSN_ERR_NO_MEMORY without.
LSN_MUST_CHECK lsn_err lsn_able_build(lsn_able *out, const lsn_catalogue *catalogue, const lsn_body *body,
                                      lsn_arena scratch);
/// The masks that count at a place: what lsn_wish.able takes.
const uint8_t *lsn_able_at(const lsn_able *able, lsn_place place);
/// "needs kneeling", "bends the hip to 110°, and yours stops at 60°".
enum { LSN_HINDRANCE_MAX = 320 };
void lsn_hindrance_say(lsn_buf *out, const lsn_words *language, const lsn_hindrance *why);
/// [{"move","name","levels","in_bed","why"}…] of the moves that are not done at every level; "why" is that of the usual
/// level, or of the one that is missing.
void lsn_able_write_json(lsn_json_out *out, const lsn_able *able, const lsn_catalogue *catalogue);

/// A limit of their own that a person can set: one end of a coordinate's range, or "straight_leg_raise".
typedef struct lsn_range_info {
    const char *key;                // in "limits" of a body file, without a side
    const char *name;               // "Bend the hip"; English, for core/words to say
    const char *how;                // "Draw one knee towards the chest."
    bool is_least;                  // it is the least of the pair, and −value stands there
    double low_deg, usual_deg;      // the slider goes from the one to the other, which is that of adults
    double least_deg, greatest_deg; // of adults: the pair when nothing is set; both 0 for a single number
} lsn_range_info;

int lsn_range_count(void);
lsn_range_info lsn_range_describe(int range);
/// A standing body that goes as far: `deg` as the slider says. −1: it only stands.
lsn_pose lsn_range_pose(const lsn_body *body, int range, double deg);
/// A motion to frame that pose by: from standing to the end of adults' range, seen from its best side. `frame` is its
/// move, filled here; both borrow.
void lsn_range_motion(lsn_motion *out, lsn_move *frame, const lsn_body *body, int range);

// ---------------------------------------------------------------- what lengthens

/// s of every muscle in a key pose: see lsn_muscle_fraction.
void lsn_motion_fractions(double s[LSN_MUSCLE_COUNT], const lsn_motion *motion, int key);
/// Δs: how much more (or less) of its range each muscle has in a key pose than in the start pose.
void lsn_motion_lengthening(double ds[LSN_MUSCLE_COUNT], const lsn_motion *motion, int key);
/// What a declared target misses. In a move that stretches, a primary target gains in some key pose at least half of
/// what any muscle gains there, or gains and is nearly as long as it can be; a helper gains at all. In one that
/// strengthens, a target shortens on the way to some pose, or keeps its length as it works. A variant may do less:
/// there a primary target gains at all, and helpers are not asked.
typedef struct lsn_missed {
    lsn_muscle muscle;
    int key;            // the pose that comes nearest
    double got, wanted; // shares of the greatest gain, or of the muscle's range
} lsn_missed;
/// Fills `out` with the targets that miss it; returns how many.
int lsn_motion_missed(lsn_missed out[2 * LSN_TARGETS_MAX], const lsn_motion *motion);
/// The move strengthens: its targets glow because they work. In all others they glow because they lengthen.
bool lsn_motion_works(const lsn_motion *motion);

// ---------------------------------------------------------------- surface

/// What a vertex belongs to; the colour comes from the palette by this and by the garment distances.
typedef enum lsn_material {
    LSN_MATERIAL_body, // skin, shirt or leggings, told apart by `shirt` and `leggings`
    LSN_MATERIAL_head, // skin or hair, told apart by `shirt` (< 0: hair)
    LSN_MATERIAL_ink,  // eyes, brows, mouth
    LSN_MATERIAL_mat,
    LSN_MATERIAL_prop,  // stool, strap, block, …
    LSN_MATERIAL_floor, // ground disc that receives the shadow and fades into the background
    LSN_MATERIAL_COUNT
} lsn_material;

/// 48 bytes, uploaded as it is. Positions in metres, world axes.
typedef struct lsn_vertex {
    float position[3];
    float normal[3];
    float shirt, leggings; // signed distance to the garment's edge (m), < 0 inside it
    float occlusion;       // 0 dark … 1 open (on the floor and mat: shadow)
    float glow;            // 0 … 1, the muscle that lengthens or works
    float material;        // lsn_material
    float shade;           // free for the material (prop: index of colour)
} lsn_vertex;

enum { LSN_FIGURE_VERTICES_MAX = 24000, LSN_FIGURE_INDICES_MAX = 130000, LSN_GLOWS_MAX = 2 * LSN_TARGETS_MAX };

typedef struct lsn_glow {
    lsn_muscle muscle;
    float strength; // 0 … 1
} lsn_glow;

/// What fills the gap of a contact: a block under a hand, a cushion under the seat, a pillow, a ball.
typedef struct lsn_support {
    lsn_prop prop;
    lsn_site site;
    lsn_vec3 top; // where the body rests on it; for one between two sites, half way between them
    double height_m, yaw_rad;
    bool is_shared;  // by two sites
    bool is_between; // two sites; `top` is its middle
    bool is_upright; // a pillow in the arms: `height_m` is along its yaw
} lsn_support;

enum { LSN_SUPPORTS_MAX = 4 };

/// The glow of every declared target on the way from key `from` to key `to` (`t` as in lsn_motion_pose); returns how
/// many. What lengthens glows in proportion to Δs: the most that any target of the move gains is 1. In a move that
/// strengthens, targets glow where it is done, helpers half as bright.
int lsn_motion_glow(lsn_glow out[LSN_GLOWS_MAX], const lsn_motion *motion, int from, int to, double t);

/// What stands around the body in a move; filled by lsn_scene_for.
typedef struct lsn_scene {
    uint32_t props; // bit mask of lsn_prop
    double seat_m;
    lsn_vec3 seat_at;    // middle of the seat's top, with LSN_PROP_chair or LSN_PROP_stool
    double seat_yaw_rad; // which way the seat faces; 0 is +X
    bool bed;            // a mattress instead of a mat
    lsn_vec3 mat_centre;
    double mat_yaw_rad, mat_long_m, mat_wide_m; // half sizes
    double wall_x_m;                            // where its face is, with LSN_PROP_wall
    lsn_support supports[LSN_SUPPORTS_MAX];
    int support_count;
    lsn_site strap_from, strap_to; // 0: no strap
} lsn_scene;

/// Constant topology, mutable vertices. About 2 MB: allocated once from the caller's arena.
typedef struct lsn_figure {
    const lsn_body *body;
    lsn_vertex *vertices;
    uint32_t *indices;
    int vertex_count, index_count;
    void *work; // private
} lsn_figure;

/// Skin, hair and its cut, and clothes: the same list as lsn_look, in its order.
typedef enum lsn_palette {
#define X(name) LSN_PALETTE_##name,
    LSN_LOOKS(X)
#undef X
        LSN_PALETTE_COUNT
} lsn_palette;
const char *lsn_palette_name(lsn_palette palette);
lsn_palette lsn_palette_find(lsn_str name); // LSN_PALETTE_COUNT when there is none

/// Dressed as the body's options say (`look`).
LSN_MUST_CHECK lsn_err lsn_figure_init(lsn_figure *out, const lsn_body *body, lsn_arena *arena);
/// Hair as the palette wears it: it shows from the next pose on. Takes some 50 ms.
void lsn_figure_dress(lsn_figure *figure, lsn_palette palette);
lsn_scene lsn_scene_for(const lsn_motion *motion);
/// Computes all vertices for one pose. `breath` 0 … 1 widens the chest a little.
void lsn_figure_pose(lsn_figure *figure, const lsn_pose *pose, const lsn_scene *scene, const lsn_glow *glows, int count,
                     double breath);

// ---------------------------------------------------------------- camera and picture

/// Looks at `target` from `distance_m`; yaw 0 sees the person's right side of a figure that faces +X, 90 its front.
typedef struct lsn_camera {
    lsn_vec3 target;
    double yaw_deg, pitch_deg, distance_m, fov_deg;
} lsn_camera;

/// Frames every key pose of the motion (nothing is cut off) from the move's best side, for a picture `aspect` wide per
/// high. One camera a move and side: it does not jump between phases.
lsn_camera lsn_camera_for(const lsn_motion *motion, double aspect);
/// The same, turned by the viewer: nothing is cut off either, and never nearer than the best side's camera.
lsn_camera lsn_camera_turned(const lsn_motion *motion, double aspect, double yaw_offset_deg, double pitch_offset_deg);
/// Column-major 4×4 clip-from-world matrix (OpenGL clip space, z −1 … 1) and the eye's position.
void lsn_camera_matrix(float out[16], float eye[3], const lsn_camera *camera, double aspect);

/// The place in the world that is seen at (x, y) of clip space (−1 … 1), as far from the eye as `through`.
lsn_vec3 lsn_camera_unproject(const lsn_camera *camera, double aspect, lsn_vec3 through, double x, double y);

/// Something round that lies over the picture, in halves of the picture's height from its middle, y up.
typedef struct lsn_cover {
    double x, y, radius;
} lsn_cover;
/// How a picture is laid anew: clip x and y times `zoom`, moved by `x` and `y`.
typedef struct lsn_lens {
    double zoom, x, y;
} lsn_lens;
/// Lays what `camera` sees so that no key pose's body is under a cover: as large as that goes, down to 40 %, and as
/// near to the middle. Where even that does not go, as little as possible is hidden.
lsn_lens lsn_camera_clear(const lsn_motion *motion, const lsn_camera *camera, double aspect, const lsn_cover *covers,
                          int count);

typedef enum lsn_theme { LSN_THEME_light, LSN_THEME_dark, LSN_THEME_COUNT } lsn_theme;

/// Draws into `rgba` (width × height × 4 bytes, sRGB) with anti-aliasing; `scratch` holds the depth buffer (1 MB will
/// do for any size, 10 MB are as fast as it gets). Returns LSN_ERR_OUT_OF_RANGE for sizes outside 16 … 2048.
LSN_MUST_CHECK lsn_err lsn_picture_draw(unsigned char *rgba, int width, int height, const lsn_figure *figure,
                                        const lsn_camera *camera, lsn_theme theme, lsn_palette palette,
                                        lsn_arena scratch);

/// Most bytes of a line drawing.
enum { LSN_LINEART_BYTES_MAX = 60 * 1024 };
/// Draws the figure as lines for print into `out`, an SVG document of width × height units: outlines, garment edges and
/// creases without what is hidden, the glowing muscles hatched, the shadow as level strokes. `scratch`: 32 MB;
/// 14 MB will do up to 400 units.
/// Returns LSN_ERR_OUT_OF_RANGE for sizes outside 64 … 4096, LSN_ERR_TOO_LONG when `out` is too small.
LSN_MUST_CHECK lsn_err lsn_lineart_draw(lsn_buf *out, int width, int height, lsn_str title, const lsn_figure *figure,
                                        const lsn_camera *camera, lsn_arena scratch);

#endif
