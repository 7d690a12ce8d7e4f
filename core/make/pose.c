/// core/make: a pose by dragging. Invariant: a pose that is shown has been solved: within the limits, above the floor,
/// and what touches stays.
#include "core/make/make.h"

#include <string.h>

static const double near_m =
    0.02; // as near as this to the floor, or to where it was, a part comes to rest (our own choice)
static const double reach_m = 3.0;
static const double hanging_deg = 105.0;
static const double from_front_deg = 38.0, lying_from_front_deg = 20.0, from_above_deg = 14.0;

typedef struct handle_row {
    const char *site;        // what is pulled
    lsn_segment first, last; // whose contacts are let go of
    lsn_segment more;        // and this one's
    const char *rests[4];    // what may come to rest on the floor
} handle_row;

#define SEG(name) LSN_SEG_##name
#define SIDE(s)                                                                                                        \
    [LSN_HANDLE_hand_##                                                                                                \
        s] = {"palm_" #s, SEG(forearm_##s), SEG(hand_##s), SEG(hand_##s), {"palm_" #s, "fingertips_" #s}},             \
      [LSN_HANDLE_knee_##                                                                                              \
          s] = {"knee_" #s, SEG(patella_##s), SEG(tibia_##s), SEG(femur_##s), {"knee_" #s, "shin_low_" #s}},           \
      [LSN_HANDLE_foot_##s] = {                                                                                        \
          "instep_" #s, SEG(foot_##s), SEG(toes_##s), SEG(toes_##s), {"heel_" #s, "ball_inner_" #s, "toe_tips_" #s}}
static const handle_row rows[LSN_HANDLE_COUNT] = {
    SIDE(r),
    SIDE(l),
    [LSN_HANDLE_head] = {"back_of_head", SEG(neck), SEG(head), SEG(head), {"back_of_head", "forehead"}},
    [LSN_HANDLE_chest] = {"breastbone", SEG(t12_t9), SEG(t4_t1), SEG(t4_t1), {"upper_back", "mid_back", "breastbone"}},
    [LSN_HANDLE_hips] = {"sacrum", SEG(pelvis), SEG(l1), SEG(pelvis), {"sacrum", "pubis", "sit_bone_r", "sit_bone_l"}},
};
#undef SIDE
#undef SEG

static const char *const names[LSN_HANDLE_COUNT] = {
#define X(name) #name,
    LSN_HANDLES(X)
#undef X
};

const char *lsn_handle_name(lsn_handle handle) {
    LSN_ASSERT(handle >= 0 && handle < LSN_HANDLE_COUNT);
    return names[handle];
}

static lsn_site site_of(const char *name) {
    return lsn_site_find(lsn_str_from(name));
}

// ---------------------------------------------------------------- begin

static void take_key(lsn_posed *out, const lsn_motion *motion, int index) {
    const lsn_key *key = &motion->keys[index];
    *out = (lsn_posed){.pose = key->pose, .count = key->contact_count};
    for (int i = 0; i < key->contact_count; i++) {
        out->contacts[i] = key->contacts[i];
        if (out->contacts[i].kind == LSN_CONTACT_POINT) out->contacts[i].kind = LSN_CONTACT_PLANE;
    }
}

void lsn_posing_begin(lsn_posing *out, const lsn_motion *motion, int start, int there) {
    LSN_ASSERT(start >= 0 && start < motion->key_count && there >= 0 && there < motion->key_count);
    memset(out, 0, sizeof *out);
    out->body = motion->body;
    out->seat_m = motion->move->seat_m;
    out->props = motion->move->props_needed;
    out->yaw_deg = motion->move->view_yaw_deg;
    out->pitch_deg = motion->move->view_pitch_deg;
    // A little from the front and from above, where left and right are apart.
    bool lies = motion->move->start == LSN_POSTURE_prone || motion->move->start == LSN_POSTURE_supine ||
                motion->move->start == LSN_POSTURE_hook_lying;
    if (start == there) out->yaw_deg = lsn_max(out->yaw_deg, lies ? lying_from_front_deg : from_front_deg);
    if (start == there) out->pitch_deg = lsn_max(out->pitch_deg, from_above_deg);
    take_key(&out->key[0], motion, start);
    take_key(&out->key[1], motion, there);
}

int lsn_posing_seed(const lsn_catalogue *catalogue, lsn_posture posture) {
    // Plain ways to be in a posture, without props where there is one (our own choice).
    static const char *const seeds[LSN_POSTURE_COUNT] = {
        [LSN_POSTURE_standing] = "forward-fold",
        [LSN_POSTURE_seated_chair] = "seated-cat-cow",
        [LSN_POSTURE_seated_floor] = "seated-side-straddle",
        [LSN_POSTURE_half_kneeling] = "half-kneeling-hip-flexor",
        [LSN_POSTURE_kneeling] = "childs-pose",
        [LSN_POSTURE_all_fours] = "cat-cow",
        [LSN_POSTURE_prone] = "cobra",
        [LSN_POSTURE_hook_lying] = "glute-bridge",
        [LSN_POSTURE_supine] = "supine-hamstring-stretch",
        [LSN_POSTURE_side_lying] = "sleep-on-side",
    };
    return posture < LSN_POSTURE_COUNT ? lsn_catalogue_find(catalogue, lsn_str_from(seeds[posture])) : -1;
}

// ---------------------------------------------------------------- where things are

static lsn_vec3 pulled_at(const lsn_posing *posing, const lsn_frames *frames, lsn_handle handle) {
    return lsn_site_world(posing->body, frames, site_of(rows[handle].site));
}

lsn_vec3 lsn_posing_handle(const lsn_posing *posing, lsn_handle handle) {
    lsn_frames frames;
    lsn_body_frames(&frames, posing->body, &posing->key[posing->at].pose);
    switch (handle) {
    case LSN_HANDLE_head:
        return lsn_frames_point(&frames, LSN_SEG_head,
                                lsn_v3(0.02 * posing->body->scale, 0.1 * posing->body->scale, 0));
    case LSN_HANDLE_chest:
        return frames.origin[LSN_SEG_t8_t5];
    case LSN_HANDLE_hips:
        return frames.origin[LSN_SEG_pelvis];
    case LSN_HANDLE_knee_r:
        return frames.origin[LSN_SEG_tibia_r];
    case LSN_HANDLE_knee_l:
        return frames.origin[LSN_SEG_tibia_l];
    case LSN_HANDLE_foot_r:
        return frames.origin[LSN_SEG_foot_r];
    case LSN_HANDLE_foot_l:
        return frames.origin[LSN_SEG_foot_l];
    default:
        return pulled_at(posing, &frames, handle);
    }
}

static bool belongs_to(lsn_site site, lsn_handle handle) {
    lsn_segment segment = lsn_site_segment(site);
    const handle_row *row = &rows[handle];
    if (segment == row->more) return true;
    // Shoulder blades and the back of the shoulder go with the chest.
    if (handle == LSN_HANDLE_chest && (segment == LSN_SEG_clavicle_r || segment == LSN_SEG_clavicle_l)) return true;
    if (handle == LSN_HANDLE_hips && (segment == LSN_SEG_femur_r || segment == LSN_SEG_femur_l)) return true;
    return segment >= row->first && segment <= row->last;
}

static bool is_trunk(lsn_site site) {
    return lsn_site_segment(site) <= LSN_SEG_head;
}

// ---------------------------------------------------------------- solving

static lsn_solve_options options_now(void) {
    lsn_solve_options options = lsn_solve_options_default();
    options.floor = true;
    options.self = true;
    options.restarts = 0;
    return options;
}

// What touches level ground stays on its spot while another part is dragged. Skin slides a little under a trunk that
// bends, so of its contacts only the first stays, as in a motion.
static int hold_places(lsn_contact *out, const lsn_posed *from, const lsn_body *body, const lsn_frames *frames) {
    bool lies = false;
    for (int i = 0; i < from->count; i++) {
        out[i] = from->contacts[i];
        bool trunk = is_trunk(out[i].site);
        if (out[i].kind == LSN_CONTACT_SITE || (trunk && lies)) continue;
        lies = lies || trunk;
        lsn_vec3 touch = lsn_site_touch(body, frames, out[i].site, out[i].normal);
        out[i].kind = LSN_CONTACT_POINT;
        out[i].point = lsn_v3_mad(touch, out[i].normal, out[i].offset_m - lsn_v3_dot(touch, out[i].normal));
    }
    return from->count;
}

static bool solve(lsn_pose *pose, const lsn_posing *posing, const lsn_pose *wished, const lsn_contact *contacts,
                  int count, lsn_arena scratch) {
    lsn_solve_options options = options_now();
    lsn_solve_report report;
    lsn_pose found = *wished;
    lsn_err err = lsn_body_solve(&found, &report, posing->body, wished, contacts, count, &options, scratch);
    if (err == LSN_ERR_NO_MEMORY) return false;
    *pose = found;
    return err == LSN_OK;
}

// What stays where it is as long as the dragged part reaches without it: an arm moves before the trunk does. Returns
// how many were added.
static int steady(lsn_contact *out, const lsn_posing *posing, const lsn_frames *first, lsn_handle handle) {
    static const char *const sites[] = {"sacrum", "breastbone", "back_of_head"};
    bool hand = handle == LSN_HANDLE_hand_r || handle == LSN_HANDLE_hand_l;
    int count = handle == LSN_HANDLE_hips ? 0 : handle == LSN_HANDLE_chest ? 1 : hand ? 3 : 2;
    for (int i = 0; i < count; i++) {
        lsn_site site = site_of(sites[i]);
        out[i] = (lsn_contact){.kind = LSN_CONTACT_POINT, .site = site};
        out[i].point = lsn_site_world(posing->body, first, site);
    }
    return count;
}

// ---------------------------------------------------------------- drag

static void let_go(lsn_posed *posed, lsn_handle handle) {
    int kept = 0;
    for (int i = 0; i < posed->count; i++) {
        if (belongs_to(posed->contacts[i].site, handle)) continue;
        posed->contacts[kept] = posed->contacts[i];
        posed->slides[kept++] = posed->slides[i];
    }
    posed->count = kept;
}

static bool is_knee(lsn_handle handle) {
    return handle == LSN_HANDLE_knee_r || handle == LSN_HANDLE_knee_l;
}

static lsn_handle foot_of(lsn_handle knee) {
    return knee == LSN_HANDLE_knee_r ? LSN_HANDLE_foot_r : LSN_HANDLE_foot_l;
}

static bool has_foot_down(const lsn_posed *posed, lsn_handle handle) {
    for (int i = 0; i < posed->count && is_knee(handle); i++)
        if (belongs_to(posed->contacts[i].site, foot_of(handle))) return true;
    return false;
}

// A lower leg that nothing holds hangs from its knee.
static void hang_shank(lsn_pose *wished, const lsn_posed *posed, lsn_handle handle) {
    if (!is_knee(handle) || has_foot_down(posed, handle)) return;
    double *bend = &wished->hinge[handle == LSN_HANDLE_knee_r ? LSN_COORD_knee_angle_r : LSN_COORD_knee_angle_l];
    *bend = lsn_min(*bend, LSN_RAD(hanging_deg));
}

void lsn_posing_drag(lsn_posing *posing, lsn_handle handle, lsn_vec3 to, lsn_arena scratch) {
    LSN_ASSERT(handle >= 0 && handle < LSN_HANDLE_COUNT);
    lsn_posed *now = &posing->key[posing->at];
    if (!posing->dragging) {
        posing->before = *now;
        posing->dragging = true;
        let_go(now, handle);
    }
    lsn_vec3 at = lsn_posing_handle(posing, handle);
    lsn_frames first, frames;
    lsn_body_frames(&first, posing->body, &posing->before.pose);
    lsn_body_frames(&frames, posing->body, &now->pose);
    lsn_contact contacts[LSN_POSE_CONTACTS_MAX + 4];
    int count = hold_places(contacts, now, posing->body, &first);
    lsn_vec3 aim =
        lsn_v3(lsn_clamp(to.x, -reach_m, reach_m), lsn_clamp(to.y, 0.0, reach_m), lsn_clamp(to.z, -reach_m, reach_m));
    contacts[count] = (lsn_contact){.kind = LSN_CONTACT_POINT, .site = site_of(rows[handle].site)};
    contacts[count].point = lsn_v3_mad(pulled_at(posing, &frames, handle), lsn_v3_sub(aim, at), 1.0);
    lsn_pose wished = now->pose, pulled;
    hang_shank(&wished, now, handle);
    int still = steady(contacts + count + 1, posing, &first, handle);
    if (still > 0 && solve(&pulled, posing, &wished, contacts, count + 1 + still, scratch)) {
        now->pose = pulled;
        return;
    }
    if (has_foot_down(now, handle)) { // further than the foot on the floor lets it: the knee takes it along
        let_go(now, foot_of(handle));
        lsn_posing_drag(posing, handle, to, scratch);
        return;
    }
    pulled = wished;
    if (solve(&pulled, posing, &wished, contacts, count + 1, scratch)) {
        now->pose = pulled;
        return;
    }
    // Out of reach: as near as it came, and then true again to what it touches.
    lsn_pose kept = now->pose;
    if (solve(&kept, posing, &pulled, contacts, count, scratch)) now->pose = kept;
}

// ---------------------------------------------------------------- drop

static bool has_contact(const lsn_posed *posed, lsn_site site) {
    for (int i = 0; i < posed->count; i++)
        if (posed->contacts[i].site == site) return true;
    return false;
}

static void add_contact(lsn_posed *posed, const lsn_contact *contact, bool slides) {
    if (posed->count == LSN_POSE_CONTACTS_MAX || has_contact(posed, contact->site)) return;
    posed->slides[posed->count] = slides;
    posed->contacts[posed->count++] = *contact;
}

// What is true again comes back; what came to the floor rests there.
static void find_rests(lsn_posing *posing, lsn_handle handle) {
    lsn_posed *now = &posing->key[posing->at];
    lsn_frames frames;
    lsn_body_frames(&frames, posing->body, &now->pose);
    for (int i = 0; i < posing->before.count; i++) {
        const lsn_contact *was = &posing->before.contacts[i];
        bool went = belongs_to(was->site, handle) || (is_knee(handle) && belongs_to(was->site, foot_of(handle)));
        if (!went) continue;
        if (lsn_contact_error(posing->body, &frames, was) < near_m) add_contact(now, was, posing->before.slides[i]);
    }
    const lsn_vec3 up = {0.0, 1.0, 0.0};
    for (int i = 0; i < 4 && rows[handle].rests[i]; i++) {
        lsn_site site = site_of(rows[handle].rests[i]);
        if (lsn_site_touch(posing->body, &frames, site, up).y > near_m) continue;
        lsn_contact contact = {.kind = LSN_CONTACT_PLANE, .site = site, .normal = up};
        add_contact(now, &contact, false);
    }
}

// As a file will say it: in tenths of a degree, each angle in its range.
static void round_pose(lsn_pose *pose) {
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, pose);
    lsn_vec3 position = pose->position;
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        if (info->is_length) continue;
        value[c] = lsn_clamp(lsn_floor(value[c] * 10.0 + 0.5) / 10.0, info->least, info->greatest);
    }
    *pose = lsn_pose_from_coords(value);
    pose->position = position;
}

static void settle(lsn_posing *posing, int without, lsn_arena scratch) {
    lsn_posed *now = &posing->key[posing->at];
    lsn_contact contacts[LSN_POSE_CONTACTS_MAX];
    lsn_pose wished = now->pose, found;
    round_pose(&wished);
    for (int i = 0; i < now->count; i++) contacts[i] = now->contacts[i];
    if (solve(&found, posing, &wished, contacts, now->count, scratch)) {
        now->pose = found;
        return;
    }
    now->count = without; // what was to come to rest cannot
    if (solve(&found, posing, &wished, contacts, now->count, scratch)) now->pose = found;
}

static void remember(lsn_posing *posing) {
    if (posing->undo_count == LSN_POSING_UNDO_MAX) {
        memmove(&posing->undo[0], &posing->undo[1], (LSN_POSING_UNDO_MAX - 1) * sizeof posing->undo[0]);
        posing->undo_count--;
    }
    memcpy(posing->undo[posing->undo_count].key, posing->key, sizeof posing->key);
    posing->undo[posing->undo_count++].at = posing->at;
}

bool lsn_posing_drop(lsn_posing *posing, lsn_handle handle, lsn_arena scratch) {
    LSN_ASSERT(handle >= 0 && handle < LSN_HANDLE_COUNT);
    if (!posing->dragging) return false;
    posing->dragging = false;
    lsn_posed *now = &posing->key[posing->at], dragged = *now;
    *now = posing->before;
    remember(posing);
    *now = dragged;
    int without = now->count;
    find_rests(posing, handle);
    settle(posing, without, scratch);
    return true;
}

void lsn_posing_copy(lsn_posing *posing) {
    remember(posing);
    posing->key[1] = posing->key[0];
}

bool lsn_posing_undo(lsn_posing *posing) {
    posing->dragging = false;
    if (posing->undo_count == 0) return false;
    posing->undo_count--;
    memcpy(posing->key, posing->undo[posing->undo_count].key, sizeof posing->key);
    posing->at = posing->undo[posing->undo_count].at;
    return true;
}

// ---------------------------------------------------------------- out

void lsn_posing_motion(lsn_motion *out, lsn_move *frame, const lsn_posing *posing) {
    memset(out, 0, sizeof *out);
    memset(frame, 0, sizeof *frame);
    frame->id = LSN_STR("own-posing");
    frame->view_yaw_deg = posing->yaw_deg;
    frame->view_pitch_deg = posing->pitch_deg;
    frame->seat_m = posing->seat_m;
    frame->props_needed = posing->props;
    frame->pose_count = LSN_POSING_KEYS;
    out->move = frame;
    out->body = posing->body;
    out->side = LSN_SIDE_none;
    out->level = LSN_LEVEL_usual;
    out->variant = -1;
    out->key_count = LSN_POSING_KEYS;
    for (int k = 0; k < LSN_POSING_KEYS; k++) {
        out->keys[k].pose = posing->key[k].pose;
        out->keys[k].contact_count = posing->key[k].count;
        for (int i = 0; i < posing->key[k].count; i++) out->keys[k].contacts[i] = posing->key[k].contacts[i];
    }
}

static const char *surface_of(const lsn_posing *posing, const lsn_contact *contact) {
    if (contact->kind == LSN_CONTACT_SITE) return lsn_site_name(contact->other);
    if (contact->normal.x < -0.5) return "wall";
    bool seat = posing->seat_m > 0.0 && contact->offset_m - contact->gap_m > posing->seat_m / 2;
    return seat ? "seat" : "floor";
}

static bool is_written(lsn_coord coord, double value) {
    if (lsn_coord_describe(coord)->is_length) return false;
    bool rests = (coord >= LSN_COORD_fingers_curl_r && coord <= LSN_COORD_fingers_curl_r) ||
                 coord == LSN_COORD_fingers_curl_l || coord == LSN_COORD_elbow_flex_r ||
                 coord == LSN_COORD_elbow_flex_l || coord == LSN_COORD_pro_sup_r || coord == LSN_COORD_pro_sup_l;
    return rests || value != 0.0; // what a pose does not say of these is not 0
}

static void write_pose(lsn_json_out *out, const lsn_posing *posing, int k) {
    const lsn_posed *posed = &posing->key[k];
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, &posed->pose);
    lsn_json_object(out);
    lsn_json_put_text(out, "id", k == 0 ? "start" : "there");
    lsn_json_key(out, "coords");
    lsn_json_object(out);
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        double rounded = lsn_floor(value[c] * 10.0 + 0.5) / 10.0;
        rounded = lsn_clamp(rounded, info->least, info->greatest);
        if (is_written((lsn_coord)c, rounded)) lsn_json_put_fixed(out, info->name, rounded, 1);
    }
    lsn_json_object_end(out);
    lsn_json_key(out, "contacts");
    lsn_json_array(out);
    for (int i = 0; i < posed->count; i++) {
        const lsn_contact *contact = &posed->contacts[i];
        lsn_json_object(out);
        lsn_json_put_text(out, "site", lsn_site_name(contact->site));
        lsn_json_put_text(out, "on", surface_of(posing, contact));
        if (contact->gap_m != 0.0) lsn_json_put_fixed(out, "gap", contact->gap_m, 3);
        if (posed->slides[i]) lsn_json_put_bool(out, "slides", true);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_posing_write_json(lsn_json_out *out, const lsn_posing *posing) {
    lsn_json_object(out);
    lsn_json_key(out, "poses");
    lsn_json_array(out);
    for (int k = 0; k < LSN_POSING_KEYS; k++) write_pose(out, posing, k);
    lsn_json_array_end(out);
    if (posing->seat_m > 0.0) lsn_json_put_fixed(out, "seat_m", posing->seat_m, 3);
    lsn_json_key(out, "props");
    lsn_json_object(out);
    lsn_json_key(out, "needed");
    lsn_json_array(out);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (posing->props >> i & 1) lsn_json_text(out, lsn_prop_name((lsn_prop)i));
    lsn_json_array_end(out);
    lsn_json_object_end(out);
    lsn_json_key(out, "view");
    lsn_json_object(out);
    lsn_json_put_fixed(out, "yaw", posing->yaw_deg, 0);
    lsn_json_put_fixed(out, "pitch", posing->pitch_deg, 0);
    lsn_json_object_end(out);
    lsn_json_object_end(out);
}
