/// Exports for what is seen: the figure that moves on the page, what glows in it, and single pictures; exports.txt says
/// what they do. Invariant: pictures are drawn from a figure of their own, so the one on the page stays as it is.
#include "wasm/loosen.h"
#include "wasm/page.h"

enum {
    PICTURE_MAX = 1024,
    LINES_MAX = 400, // units of a line drawing: more would need more memory
    COVERS_MAX = 8,
};

static unsigned char picture_bytes[PICTURE_MAX * PICTURE_MAX * 4];
static float camera_floats[22];
static lsn_cover covers[COVERS_MAX]; // of the figure on the page
static int cover_count;

static bool is_move(int move) {
    return move >= 0 && move < page_catalogue()->count;
}

int loosen_preview(int move, int side, double seconds) {
    if (!is_move(move) || (side != LSN_SIDE_right && side != LSN_SIDE_left))
        return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    double at_s = seconds >= 0 && seconds < 1e6 ? seconds : 0;
    lsn_err err = show_move(page_live(), &page_catalogue()->moves[move], (lsn_side)side, at_s, page_scratch());
    if (err) return page_refuse(err, NULL);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_key(&json, "seconds");
    lsn_json_int(&json, show_loop_s(&page_catalogue()->moves[move]));
    lsn_json_object_end(&json);
    return page_done();
}

lsn_vertex *loosen_vertices(void) {
    return page_live()->figure.vertices;
}
int loosen_vertex_count(void) {
    return page_live()->figure.vertex_count;
}
uint32_t *loosen_indices(void) {
    return page_live()->figure.indices;
}
int loosen_index_count(void) {
    return page_live()->figure.index_count;
}

static void write_glow(lsn_json_out *json, const lsn_glow *glow, const lsn_frames *frames) {
    lsn_json_object(json);
    lsn_json_key(json, "name");
    lsn_json_text(json, lsn_muscle_name(glow->muscle));
    lsn_json_key(json, "plain");
    lsn_json_text(json, lsn_words_say(page_catalogue()->language, lsn_muscle_plain(glow->muscle)));
    lsn_json_key(json, "latin");
    lsn_json_text(json, lsn_muscle_latin(glow->muscle));
    lsn_json_key(json, "strength");
    lsn_json_fixed(json, glow->strength, 3);
    lsn_json_key(json, "path");
    lsn_json_array(json);
    lsn_vec3 path[LSN_MUSCLE_POINTS_MAX];
    int count = lsn_muscle_path(path, glow->muscle, &page_live()->body, frames);
    for (int i = 0; i < count; i++) {
        lsn_json_array(json);
        lsn_json_fixed(json, path[i].x, 4);
        lsn_json_fixed(json, path[i].y, 4);
        lsn_json_fixed(json, path[i].z, 4);
        lsn_json_array_end(json);
    }
    lsn_json_array_end(json);
    lsn_json_object_end(json);
}

int loosen_glows(void) {
    lsn_glow glows[LSN_GLOWS_MAX];
    lsn_frames frames;
    show *live = page_live();
    int count = live->current ? show_glows(glows, live) : 0;
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_key(&json, "works");
    lsn_json_bool(&json, live->current && lsn_motion_works(&live->current->motion));
    lsn_json_key(&json, "muscles");
    lsn_json_array(&json);
    if (count > 0) lsn_body_frames(&frames, &live->body, &live->pose);
    for (int i = 0; i < count; i++) write_glow(&json, &glows[i], &frames);
    lsn_json_array_end(&json);
    lsn_json_object_end(&json);
    return page_done();
}

float *loosen_camera(double aspect, double yaw_offset_deg, double pitch_offset_deg) {
    double sane = aspect > 0.1 && aspect < 10 ? aspect : 1;
    lsn_camera camera = show_camera(page_live(), sane, yaw_offset_deg, pitch_offset_deg);
    lsn_camera_matrix(camera_floats, camera_floats + 16, &camera, sane);
    lsn_lens lens = show_lens(page_live(), sane, covers, cover_count);
    camera_floats[19] = (float)lens.zoom, camera_floats[20] = (float)lens.x, camera_floats[21] = (float)lens.y;
    return camera_floats;
}

void loosen_cover(int index, double x, double y, double radius) {
    if (index < 0 || index >= COVERS_MAX) return;
    bool is_one = radius > 0 && radius < 10 && x > -10 && x < 10 && y > -10 && y < 10;
    if (is_one) covers[index] = (lsn_cover){x, y, radius};
    cover_count = is_one ? index + 1 : index;
    page_live()->laid = NULL;
}

static bool is_size(int width, int height, int theme) {
    bool fits = width >= 16 && height >= 16 && width <= PICTURE_MAX && height <= PICTURE_MAX;
    return fits && theme >= 0 && theme < LSN_THEME_COUNT;
}

/// What `still` shows, as a picture.
static unsigned char *draw_turned(show *still, int width, int height, int theme, lsn_palette look, double yaw_deg) {
    lsn_camera camera = show_camera(still, (double)width / height, yaw_deg, 0);
    lsn_err err =
        lsn_picture_draw(picture_bytes, width, height, &still->figure, &camera, (lsn_theme)theme, look, page_scratch());
    if (!err) return picture_bytes;
    (void)page_refuse(err, NULL);
    return NULL;
}

static unsigned char *draw(show *still, int width, int height, int theme, lsn_palette look) {
    return draw_turned(still, width, height, theme, look, 0);
}

/// A move, or below 0 the posture of a test of range: −1 − its measure; NULL when there is none.
static const lsn_move *shown_as(int move) {
    if (is_move(move)) return &page_catalogue()->moves[move];
    int measure = -1 - move;
    if (measure < 0 || measure >= LSN_MEASURE_COUNT || !page_adapt()->measures[measure].test) return NULL;
    return &page_adapt()->measures[measure].test->figure;
}

unsigned char *loosen_picture(int move, int width, int height, int theme) {
    const lsn_move *it = shown_as(move);
    if (!it || !is_size(width, height, theme)) {
        (void)page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
        return NULL;
    }
    lsn_side side = it->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    show *still = page_still();
    const show_slot *slot = show_motion(still, it, side, LSN_LEVEL_usual, page_scratch());
    if (slot) {
        show_pose(still, slot, it->key_pose, it->key_pose, 1, 0.5, page_scratch());
        return draw(still, width, height, theme, (lsn_palette)still->body.options.look);
    }
    (void)page_refuse(LSN_ERR_NOT_SOLVED, NULL);
    return NULL;
}

int loosen_lineart(int move, int pose, int side, int width, int height) {
    bool fits = width >= 64 && height >= 64 && width <= LINES_MAX && height <= LINES_MAX;
    if (!is_move(move) || !fits) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    const lsn_move *it = &page_catalogue()->moves[move];
    if (pose < -1 || pose >= it->pose_count || (side != LSN_SIDE_right && side != LSN_SIDE_left))
        return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    lsn_side at = it->two_sided ? (lsn_side)side : LSN_SIDE_none;
    show *still = page_still();
    const show_slot *slot = show_motion(still, it, at, LSN_LEVEL_usual, page_scratch());
    if (!slot) return page_refuse(LSN_ERR_NOT_SOLVED, NULL);
    int key = pose < 0 ? it->key_pose : pose;
    show_pose(still, slot, key, key, 1, 0.5, page_scratch());
    lsn_camera camera = show_camera(still, (double)width / height, 0, 0);
    lsn_err err = lsn_lineart_draw(page_text(), width, height, it->name, &still->figure, &camera, page_scratch());
    return err ? page_refuse(err, NULL) : (int)LSN_OK;
}

unsigned char *loosen_portrait(int look, int width, int height, int theme) {
    if (look < 0 || look >= LSN_PALETTE_COUNT || !is_size(width, height, theme)) {
        (void)page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
        return NULL;
    }
    show *still = page_still();
    lsn_figure_dress(&still->figure, (lsn_palette)look);
    show_range(still, -1, 0);
    unsigned char *picture = draw(still, width, height, theme, (lsn_palette)look);
    lsn_figure_dress(&still->figure, (lsn_palette)still->body.options.look);
    return picture;
}

unsigned char *loosen_doses(int width, int height, int theme) {
    if (!is_size(width, height, theme)) {
        (void)page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
        return NULL;
    }
    double parts[LSN_REGION_COUNT];
    for (int i = 0; i < LSN_REGION_COUNT; i++)
        parts[i] = lsn_clamp(page_progress()->region_week_s[i] / page_adapt()->number[LSN_ADAPT_week_target_s], 0, 1);
    show *still = page_still();
    show_regions(still, parts);
    return draw_turned(still, width, height, theme, (lsn_palette)still->body.options.look, SHOW_BEHIND_DEG);
}
