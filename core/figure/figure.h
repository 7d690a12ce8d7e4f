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
    lsn_key keys[LSN_POSES_MAX];
    int key_count;
    lsn_muscle targets[2 * LSN_TARGETS_MAX]; // resolved to this side
    bool target_primary[2 * LSN_TARGETS_MAX];
    int target_count;
} lsn_motion;

/// Checks that every coordinate, site and muscle that a move names exists and is in range. `diag` has line and column.
LSN_MUST_CHECK lsn_err lsn_motion_check(const lsn_move *move, lsn_diag *diag);
/// Solves the key poses, each from the one before. Borrows `move` and `body`. Returns LSN_ERR_NOT_SOLVED (with `diag`
/// naming pose and site) when a contact cannot be met within 2 mm; *out is then usable all the same.
LSN_MUST_CHECK lsn_err lsn_motion_build(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level,
                                        const lsn_body *body, lsn_arena scratch, lsn_diag *diag);
/// The pose on the way from key `from` to key `to`, `t` in [0, 1] (eased inside). Contacts that both keys share hold on
/// the way. A pure function of its arguments. `breath` in [0, 1] (1: full) widens nothing here, see lsn_figure_pose.
lsn_pose lsn_motion_pose(const lsn_motion *motion, int from, int to, double t, lsn_arena scratch);

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

/// What stands around the body in a move; filled by lsn_scene_for.
typedef struct lsn_scene {
    uint32_t props; // bit mask of lsn_prop
    double seat_m;
    bool bed; // a mattress instead of a mat
    lsn_vec3 mat_centre;
    double mat_yaw_rad;
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

LSN_MUST_CHECK lsn_err lsn_figure_init(lsn_figure *out, const lsn_body *body, lsn_arena *arena);
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

typedef enum lsn_theme { LSN_THEME_light, LSN_THEME_dark, LSN_THEME_COUNT } lsn_theme;

/// Skin, hair and clothes, called by the colour of the shirt. The first is the default.
typedef enum lsn_palette { LSN_PALETTE_teal, LSN_PALETTE_lilac, LSN_PALETTE_sage, LSN_PALETTE_COUNT } lsn_palette;
const char *lsn_palette_name(lsn_palette palette);
lsn_palette lsn_palette_find(lsn_str name); // LSN_PALETTE_COUNT when there is none

/// Draws into `rgba` (width × height × 4 bytes, sRGB) with anti-aliasing; `scratch` holds the depth buffer (allow
/// width × height × 48 bytes). Returns LSN_ERR_OUT_OF_RANGE for sizes outside 16 … 2048.
LSN_MUST_CHECK lsn_err lsn_picture_draw(unsigned char *rgba, int width, int height, const lsn_figure *figure,
                                        const lsn_camera *camera, lsn_theme theme, lsn_palette palette,
                                        lsn_arena scratch);

/// Most bytes of a line drawing.
enum { LSN_LINEART_BYTES_MAX = 60 * 1024 };
/// Draws the figure as lines for print into `out`, an SVG document of width × height units: outlines, garment edges and
/// creases without what is hidden, the glowing muscles hatched, the shadow as level strokes. `scratch`: 32 MB.
/// Returns LSN_ERR_OUT_OF_RANGE for sizes outside 64 … 4096, LSN_ERR_TOO_LONG when `out` is too small.
LSN_MUST_CHECK lsn_err lsn_lineart_draw(lsn_buf *out, int width, int height, lsn_str title, const lsn_figure *figure,
                                        const lsn_camera *camera, lsn_arena scratch);

#endif
