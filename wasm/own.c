/// The exports for a person's own moves: those that are in the catalogue, the one in the making, and its pose.
/// Invariant: the catalogue is the built-in moves and one whole set of own ones; a set that cannot be read changes
/// nothing.
#include "wasm/own.h"
#include "core/make/make.h"
#include "wasm/page.h"

enum { MEMORY = 3 << 20, MAKING = 512 << 10 };

static unsigned char memory[2][MEMORY]; // the set that stands, and room to read the next
static int at_hand;
static lsn_catalogue built_in;
static const lsn_move *taken; // of the catalogue with own moves that stands

static unsigned char making_bytes[MAKING], file_bytes[LSN_MAKE_FILE_MAX];
static lsn_made made; // borrows from making_bytes
static lsn_posing posing;
static bool has_made, has_pose;

/// The catalogue without own moves: what stands is that, unless own moves were taken since it was built.
static const lsn_catalogue *base(void) {
    if (!taken || page_catalogue()->moves != taken) built_in = *page_catalogue();
    return &built_in;
}

static lsn_arena spare(void) {
    return lsn_arena_make(memory[1 - at_hand], MEMORY);
}

static void write_problems(lsn_json_out *json, const lsn_make_problem *problems, int count) {
    lsn_json_key(json, "problems");
    lsn_json_array(json);
    for (int i = 0; i < count; i++) {
        lsn_json_object(json);
        lsn_json_put_text(json, "field", lsn_make_field_name(problems[i].field));
        lsn_json_put_bool(json, "hint", problems[i].is_hint);
        lsn_json_put_text(json, "text", problems[i].text);
        lsn_json_object_end(json);
    }
    lsn_json_array_end(json);
}

// ---------------------------------------------------------------- those that are there

static int cut_files(lsn_file out[LSN_OWN_MOVES_MAX + 1], int lines[LSN_OWN_MOVES_MAX + 1], lsn_str text) {
    int count = 0, line = 0;
    for (size_t at = 0; at < text.len && count <= LSN_OWN_MOVES_MAX;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != '\n') end++;
        line++;
        if (end > at) {
            lines[count] = line;
            out[count++] = (lsn_file){LSN_STR("own"), {text.ptr + at, end - at}};
        }
        at = end + 1;
    }
    return count;
}

int loosen_own_moves(int len) {
    lsn_file files[LSN_OWN_MOVES_MAX + 1];
    int lines[LSN_OWN_MOVES_MAX + 1], failed = 0;
    int count = cut_files(files, lines, page_input(len));
    lsn_diag diag = {.err = LSN_OK};
    lsn_arena arena = spare();
    lsn_catalogue next;
    lsn_err err = lsn_catalogue_extend(&next, base(), files, count, &arena, &failed, &diag);
    for (int i = base()->count; i < next.count && !err; i++) {
        failed = i - base()->count;
        err = lsn_motion_check(&next.moves[i], &diag);
    }
    if (err) {
        diag.line = failed < count ? lines[failed] : 0;
        return page_refuse(err, &diag);
    }
    err = page_take_catalogue(&next);
    if (err) return page_refuse(err, NULL);
    taken = next.moves;
    at_hand = 1 - at_hand;
    has_made = has_pose = false;
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "count", count);
    lsn_json_object_end(&json);
    return page_done();
}

int loosen_own_check(int len) {
    lsn_file file = {LSN_STR("own"), page_input(len)};
    lsn_make_problem problems[LSN_MAKE_PROBLEMS_MAX];
    lsn_diag diag = {.err = LSN_OK};
    lsn_arena arena = spare();
    lsn_catalogue next;
    int failed = 0;
    lsn_err err = lsn_catalogue_extend(&next, base(), &file, 1, &arena, &failed, &diag);
    if (err) return page_refuse(err, &diag);
    const lsn_move *move = &next.moves[base()->count];
    err = lsn_motion_check(move, &diag);
    if (err) return page_refuse(err, &diag);
    int count = lsn_make_look(problems, LSN_MAKE_PROBLEMS_MAX, move, page_body(), page_scratch());
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_key(&json, "move");
    lsn_move_write_json(&json, move);
    write_problems(&json, problems, count);
    lsn_json_object_end(&json);
    return page_done();
}

// ---------------------------------------------------------------- the one in the making

static lsn_err make(lsn_buf *file, int len, lsn_diag *diag) {
    static lsn_made next;
    *file = lsn_buf_make(file_bytes, sizeof file_bytes);
    lsn_arena arena = lsn_arena_make(making_bytes, sizeof making_bytes);
    show_forget(page_live()); // it may show the move that goes now
    has_made = false;
    lsn_err err =
        lsn_make_move(&next, file, page_input(len), page_catalogue(), page_body(), &arena, page_scratch(), diag);
    if (err) return err;
    made = next;
    has_made = true;
    return LSN_OK;
}

int loosen_make(int len) {
    lsn_diag diag = {.err = LSN_OK};
    lsn_buf file;
    lsn_err err = make(&file, len, &diag);
    if (err) return page_refuse(err, &diag);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_bool(&json, "good", made.good);
    lsn_json_key(&json, "file");
    lsn_json_raw(&json, lsn_buf_view(&file));
    write_problems(&json, made.problems, made.count);
    lsn_json_object_end(&json);
    return page_done();
}

static int refuse_without(void) {
    return page_refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("There is no move in the making."));
}

/// The language may be another than when it was made.
static const lsn_move *move_in_making(void) {
    made.move.language = page_catalogue()->language;
    return &made.move;
}

int loosen_make_look(void) {
    if (!has_made) return refuse_without();
    lsn_make_problem problems[LSN_MAKE_PROBLEMS_MAX];
    int count = lsn_make_look(problems, LSN_MAKE_PROBLEMS_MAX, move_in_making(), page_body(), page_scratch());
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    write_problems(&json, problems, count);
    lsn_json_object_end(&json);
    return page_done();
}

int loosen_try(int side, double seconds) {
    if (!has_made) return refuse_without();
    if (side != LSN_SIDE_right && side != LSN_SIDE_left) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    double at_s = seconds >= 0 && seconds < 1e6 ? seconds : 0;
    lsn_err err = show_move(page_live(), move_in_making(), (lsn_side)side, at_s, page_scratch());
    if (err) return page_refuse(err, NULL);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "seconds", show_loop_s(&made.move));
    lsn_json_object_end(&json);
    return page_done();
}

// ---------------------------------------------------------------- its pose

static void write_handles(lsn_json_out *json) {
    lsn_json_key(json, "handles");
    lsn_json_array(json);
    for (int i = 0; i < LSN_HANDLE_COUNT; i++) {
        lsn_vec3 at = lsn_posing_handle(&posing, (lsn_handle)i);
        lsn_json_object(json);
        lsn_json_put_text(json, "id", lsn_handle_name((lsn_handle)i));
        lsn_json_key(json, "at");
        lsn_json_array(json);
        lsn_json_fixed(json, at.x, 4);
        lsn_json_fixed(json, at.y, 4);
        lsn_json_fixed(json, at.z, 4);
        lsn_json_array_end(json);
        lsn_json_object_end(json);
    }
    lsn_json_array_end(json);
}

static int write_pose(void) {
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "at", posing.at);
    lsn_json_put_int(&json, "undo", posing.undo_count);
    write_handles(&json);
    lsn_json_key(&json, "figure");
    lsn_posing_write_json(&json, &posing);
    lsn_json_object_end(&json);
    return page_done();
}

// Whether a handle is near the edge of what the camera sees.
static bool leaves_view(void) {
    float matrix[16], eye[3];
    const show *live = page_live();
    if (!(live->aspect > 0.1)) return true;
    lsn_camera_matrix(matrix, eye, &live->camera, live->aspect);
    for (int i = 0; i < LSN_HANDLE_COUNT; i++) {
        lsn_vec3 p = lsn_posing_handle(&posing, (lsn_handle)i);
        double clip[4];
        for (int r = 0; r < 4; r++)
            clip[r] = (double)matrix[r] * p.x + (double)matrix[4 + r] * p.y + (double)matrix[8 + r] * p.z +
                      (double)matrix[12 + r];
        if (!(clip[3] > 0.01) || lsn_abs(clip[0]) > 0.9 * clip[3] || lsn_abs(clip[1]) > 0.9 * clip[3]) return true;
    }
    return false;
}

// The move whose poses the making begins with: that of the form's figure, one it is to be like, or that of its posture.
static const lsn_move *find_seed(int len, int *there, lsn_err *err, lsn_diag *diag) {
    lsn_json *root = NULL;
    lsn_arena arena = page_scratch();
    *there = 0;
    *err = lsn_json_parse(&root, page_input(len), &arena, diag);
    if (*err) return NULL;
    const lsn_json *start = lsn_json_get(root, "start"), *like = lsn_json_get(root, "like");
    const lsn_json *figure = lsn_json_get(root, "figure");
    if (figure && figure->type == LSN_JSON_OBJECT) {
        lsn_buf file;
        *err = make(&file, len, diag);
        *there = *err ? 0 : made.move.pose_count - 1;
        return *err ? NULL : &made.move;
    }
    int at = -1;
    if (like && like->type == LSN_JSON_STRING) {
        at = lsn_catalogue_find(page_catalogue(), like->string);
        if (at >= 0) *there = page_catalogue()->moves[at].key_pose;
    } else if (start && start->type == LSN_JSON_STRING) {
        at = lsn_posing_seed(page_catalogue(), lsn_posture_find(start->string));
    }
    *err = at < 0 ? LSN_ERR_NOT_FOUND : LSN_OK;
    return at < 0 ? NULL : &page_catalogue()->moves[at];
}

int loosen_pose_begin(int len) {
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = LSN_OK;
    int there = 0;
    const lsn_move *seed = find_seed(len, &there, &err, &diag);
    if (err == LSN_ERR_NOT_FOUND) return page_refuse_because(err, LSN_TR("Say first how the move begins."));
    if (err) return page_refuse(err, &diag);
    lsn_arena scratch = page_scratch();
    lsn_motion *motion = LSN_NEW(&scratch, lsn_motion, 1);
    if (!motion) return page_refuse(LSN_ERR_NO_MEMORY, NULL);
    lsn_side side = seed->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    err = lsn_motion_build_variant(motion, seed, side, LSN_LEVEL_usual, -1, page_body(), scratch, NULL);
    if (err && err != LSN_ERR_NOT_SOLVED) return page_refuse(err, NULL);
    lsn_posing_begin(&posing, motion, 0, there);
    has_pose = true;
    show_posing(page_live(), &posing, true);
    return write_pose();
}

static int refuse_without_pose(void) {
    return page_refuse_because(LSN_ERR_NOT_FOUND, LSN_TR("There is no pose in the making."));
}

int loosen_pose_show(int which) {
    if (!has_pose) return refuse_without_pose();
    if (which < 0 || which >= LSN_POSING_KEYS) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    posing.dragging = false;
    posing.at = which;
    show_posing(page_live(), &posing, false);
    return write_pose();
}

int loosen_pose_drag(int handle, double x, double y, double aspect, double yaw_offset_deg, double pitch_offset_deg) {
    if (!has_pose) return refuse_without_pose();
    bool sane = aspect > 0.1 && aspect < 10 && x > -4 && x < 4 && y > -4 && y < 4;
    if (handle < 0 || handle >= LSN_HANDLE_COUNT || !sane) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    lsn_vec3 at = lsn_posing_handle(&posing, (lsn_handle)handle);
    lsn_camera camera = show_camera(page_live(), aspect, yaw_offset_deg, pitch_offset_deg);
    lsn_posing_drag(&posing, (lsn_handle)handle, lsn_camera_unproject(&camera, aspect, at, x, y), page_scratch());
    show_posing(page_live(), &posing, false);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    write_handles(&json);
    lsn_json_object_end(&json);
    return page_done();
}

int loosen_pose_drop(int handle) {
    if (!has_pose) return refuse_without_pose();
    if (handle < 0 || handle >= LSN_HANDLE_COUNT) return page_refuse(LSN_ERR_OUT_OF_RANGE, NULL);
    (void)lsn_posing_drop(&posing, (lsn_handle)handle, page_scratch());
    show_posing(page_live(), &posing, leaves_view());
    return write_pose();
}

int loosen_pose_copy(void) {
    if (!has_pose) return refuse_without_pose();
    lsn_posing_copy(&posing);
    show_posing(page_live(), &posing, false);
    return write_pose();
}

int loosen_pose_undo(void) {
    if (!has_pose) return refuse_without_pose();
    (void)lsn_posing_undo(&posing);
    show_posing(page_live(), &posing, leaves_view());
    return write_pose();
}
