// core/figure: a move for one side, level and body as solved key poses, and the poses between them. Invariant: the move
// is always solved as it is written, for the right side; the left is its exact mirror image.
#include "core/figure/figure.h"
#include "core/figure/lengthen.h"
#include "core/figure/sketch.h"

#include <string.h>

static const lsn_vec3 up = {0.0, 1.0, 0.0};

static const double self_margin_m = 0.004; // as the solver keeps

enum { NAME_MAX = 64, KEY_ITERATIONS = 120, POSE_ITERATIONS = 60, SKETCH_ITERATIONS = 18 };

// ---------------------------------------------------------------- check

static lsn_err check_coord(const lsn_pose_coord *coord, lsn_diag *diag) {
    lsn_coord found = lsn_coord_find(coord->name);
    if (found == LSN_COORD_COUNT)
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, coord->line, coord->column,
                            "there is no coordinate \"%S\": see the list in core/body/body.h", coord->name);
    const lsn_coord_info *info = lsn_coord_describe(found);
    if (coord->value >= info->least && coord->value <= info->greatest) return LSN_OK;
    return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, coord->line, coord->column, "\"%S\" goes from %d to %d %s",
                        coord->name, (int)info->least, (int)info->greatest, info->is_length ? "metres" : "degrees");
}

static bool is_surface(lsn_str on) {
    return lsn_str_equal(on, LSN_STR("floor")) || lsn_str_equal(on, LSN_STR("seat")) ||
           lsn_str_equal(on, LSN_STR("wall"));
}

static lsn_err check_contact(const lsn_pose_contact *contact, double seat_m, lsn_diag *diag) {
    int line = contact->line, column = contact->column;
    lsn_site site = lsn_site_find(contact->site);
    if (site == 0)
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, line, column,
                            "there is no site \"%S\": see the list in core/body/body.h", contact->site);
    if (!is_surface(contact->on) && lsn_site_find(contact->on) == 0)
        return lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, line, column,
                            "\"%S\" is no site: write floor, seat, wall or a site", contact->on);
    if (lsn_site_find(contact->on) == site)
        return lsn_diag_set(diag, LSN_ERR_INCONSISTENT, line, column, "\"%S\" cannot touch itself", contact->site);
    if (lsn_str_equal(contact->on, LSN_STR("seat")) && !(seat_m > 0.0))
        return lsn_diag_set(diag, LSN_ERR_MISSING_FIELD, line, column,
                            "a contact with the seat needs its height: give the move \"seat_m\"");
    return LSN_OK;
}

static lsn_err check_poses(const lsn_move *move, const lsn_key_pose *poses, lsn_diag *diag) {
    for (int p = 0; p < move->pose_count; ++p) {
        for (int i = 0; i < poses[p].coord_count; ++i) {
            lsn_err err = check_coord(&poses[p].coords[i], diag);
            if (err) return err;
        }
        for (int i = 0; i < poses[p].contact_count; ++i) {
            lsn_err err = check_contact(&poses[p].contacts[i], move->seat_m, diag);
            if (err) return err;
        }
    }
    return LSN_OK;
}

// Muscle of a target on one side (r or l); LSN_MUSCLE_NONE when there is no such muscle.
static lsn_muscle sided_muscle(lsn_str name, char side) {
    char full[NAME_MAX];
    if (name.len + 2 > sizeof full) return LSN_MUSCLE_NONE;
    memcpy(full, name.ptr, name.len);
    full[name.len] = '_';
    full[name.len + 1] = side;
    return lsn_muscle_find((lsn_str){full, name.len + 2});
}

lsn_err lsn_motion_check(const lsn_move *move, lsn_diag *diag) {
    lsn_err err = check_poses(move, move->poses, diag);
    for (int v = 0; v < move->variant_count && !err; ++v)
        if (move->variants[v].has_poses) err = check_poses(move, move->variants[v].poses, diag);
    for (int i = 0; i < move->target_count && !err; ++i) {
        const lsn_target *target = &move->targets[i];
        if (sided_muscle(target->muscle, 'r') == LSN_MUSCLE_NONE)
            err = lsn_diag_set(diag, LSN_ERR_UNKNOWN_NAME, target->line, target->column,
                               "there is no muscle \"%S\": see the list in core/body/body.h", target->muscle);
    }
    return err;
}

// ---------------------------------------------------------------- contacts

// What a motion is built with.
typedef struct builder {
    lsn_motion *out;
    const lsn_key_pose *poses;
    lsn_arena scratch;
    double wall_x; // where the wall stands; set by the first pose that touches it
    bool has_wall;
    bool is_sketch;
} builder;

static bool same_support(const lsn_contact *a, const lsn_contact *b) {
    bool a_site = a->kind == LSN_CONTACT_SITE, b_site = b->kind == LSN_CONTACT_SITE;
    if (a->site != b->site || a_site != b_site) return false;
    if (a_site) return a->other == b->other;
    return lsn_v3_dot(a->normal, b->normal) > 0.9 && lsn_abs(a->offset_m - b->offset_m) < 1e-9;
}

static const lsn_contact *find_support(const lsn_key *key, const lsn_contact *like) {
    for (int i = 0; i < key->contact_count; ++i)
        if (same_support(&key->contacts[i], like)) return &key->contacts[i];
    return NULL;
}

static bool is_trunk(lsn_site site) {
    return lsn_site_segment(site) <= LSN_SEG_head;
}

// The side of an arm's segment (+1 right, −1 left); 0 for all others.
static int arm_side(lsn_segment segment) {
    if (segment >= LSN_SEG_clavicle_r && segment <= LSN_SEG_hand_r) return 1;
    return segment >= LSN_SEG_clavicle_l && segment <= LSN_SEG_hand_l ? -1 : 0;
}

static bool is_hand(lsn_segment segment) {
    return segment == LSN_SEG_hand_r || segment == LSN_SEG_hand_l;
}

// Skin slides a little under the trunk when the spine bends, so of the trunk's contacts only the first is planted; and
// an elbow slides when the hand of its arm stays.
static bool may_plant(const lsn_contact *contacts, int count, int index) {
    lsn_segment segment = lsn_site_segment(contacts[index].site);
    bool trunk = is_trunk(contacts[index].site), arm = arm_side(segment) != 0 && !is_hand(segment);
    for (int i = 0; i < count; ++i) {
        lsn_segment other = lsn_site_segment(contacts[i].site);
        if (contacts[i].kind == LSN_CONTACT_SITE) continue;
        if (trunk && i < index && is_trunk(contacts[i].site)) return false;
        if (arm && is_hand(other) && arm_side(other) == arm_side(segment)) return false;
    }
    return true;
}

static lsn_contact resolve(builder *b, const lsn_pose_contact *from, const lsn_frames *wished) {
    lsn_contact contact = {.kind = LSN_CONTACT_PLANE, .site = lsn_site_find(from->site), .gap_m = from->gap_m};
    if (!is_surface(from->on)) {
        contact.kind = LSN_CONTACT_SITE;
        contact.other = lsn_site_find(from->on);
    } else if (lsn_str_equal(from->on, LSN_STR("wall"))) {
        contact.normal = lsn_v3(-1.0, 0.0, 0.0);
        if (!b->has_wall) {
            b->has_wall = true;
            b->wall_x = lsn_site_touch(b->out->body, wished, contact.site, contact.normal).x;
        }
        contact.offset_m = -b->wall_x + from->gap_m;
    } else {
        contact.normal = up;
        contact.offset_m = (lsn_str_equal(from->on, LSN_STR("seat")) ? b->out->move->seat_m : 0.0) + from->gap_m;
    }
    return contact;
}

static bool phases_join(const lsn_move *move, int a, int b) {
    int from = 0;
    for (int i = 0; i < move->phase_count; ++i) {
        int to = move->phases[i].to;
        if ((from == a && to == b) || (from == b && to == a)) return true;
        from = to;
    }
    return false;
}

// Where the contact was in the key before, or in an earlier one that a phase joins to this one.
static bool earlier_place(lsn_vec3 *place, const builder *b, int index, const lsn_contact *contact) {
    for (int k = index - 1; k >= 0; --k) {
        if (k != index - 1 && !phases_join(b->out->move, k, index)) continue;
        const lsn_key *key = &b->out->keys[k];
        if (find_support(key, contact) == NULL) continue;
        lsn_frames frames;
        lsn_body_frames(&frames, b->out->body, &key->pose);
        *place = lsn_site_touch(b->out->body, &frames, contact->site, contact->normal);
        return true;
    }
    return false;
}

static void place_contacts(builder *b, int index, const lsn_pose *wished) {
    lsn_key *key = &b->out->keys[index];
    const lsn_key_pose *pose = &b->poses[index];
    lsn_frames frames;
    lsn_body_frames(&frames, b->out->body, wished);
    key->contact_count = pose->contact_count;
    for (int i = 0; i < key->contact_count; ++i) key->contacts[i] = resolve(b, &pose->contacts[i], &frames);
    for (int i = 0; i < key->contact_count; ++i) {
        lsn_contact *contact = &key->contacts[i];
        bool may = contact->kind == LSN_CONTACT_PLANE && !pose->contacts[i].slides;
        lsn_vec3 place;
        if (!may || !may_plant(key->contacts, key->contact_count, i)) continue;
        if (!earlier_place(&place, b, index, contact)) continue;
        contact->kind = LSN_CONTACT_POINT;
        contact->point = lsn_v3_mad(place, contact->normal, contact->offset_m - lsn_v3_dot(place, contact->normal));
        key->planted[i] = true;
    }
}

// ---------------------------------------------------------------- key poses

// What a pose does not say: a hand at rest is half turned in, with loose elbow and fingers.
static void rest_coords(double value[LSN_COORD_COUNT]) {
    for (int c = 0; c < LSN_COORD_COUNT; ++c) value[c] = 0.0;
    value[LSN_COORD_elbow_flex_r] = value[LSN_COORD_elbow_flex_l] = 6.0;
    value[LSN_COORD_pro_sup_r] = value[LSN_COORD_pro_sup_l] = 70.0;
    value[LSN_COORD_fingers_curl_r] = value[LSN_COORD_fingers_curl_l] = 12.0;
}

// Fingers under a palm lie flat.
static void lay_hand_flat(double value[LSN_COORD_COUNT], const lsn_pose_contact *contact) {
    static const lsn_str palms[] = {{"palm_r", 6}, {"palm_l", 6}, {"fingertips_r", 12}, {"fingertips_l", 12}};
    if (!is_surface(contact->on)) return;
    for (int i = 0; i < 4; ++i)
        if (lsn_str_equal(contact->site, palms[i]))
            value[i % 2 == 0 ? LSN_COORD_fingers_curl_r : LSN_COORD_fingers_curl_l] = 0.0;
}

// The pose as written; says which parts of the pelvis' place are.
static lsn_pose written_pose(const builder *b, int index, bool is_placed[3]) {
    const lsn_key_pose *from = &b->poses[index];
    double value[LSN_COORD_COUNT];
    rest_coords(value);
    for (int i = 0; i < 3; ++i) is_placed[i] = false;
    for (int i = 0; i < from->coord_count; ++i) {
        lsn_coord coord = lsn_coord_find(from->coords[i].name);
        if (coord == LSN_COORD_COUNT) continue; // lsn_motion_check refuses it
        value[coord] = from->coords[i].value;
        int axis = (int)coord - (int)LSN_COORD_pelvis_tx;
        if (axis >= 0 && axis < 3) is_placed[axis] = true;
    }
    for (int i = 0; i < from->contact_count; ++i) lay_hand_flat(value, &from->contacts[i]);
    return lsn_pose_from_coords(value);
}

// Where the pelvis is not placed, the angles are carried to where the contacts are: planted ones on the spot, others at
// their height; on the whole as little off as can be.
static void carry_to_contacts(lsn_pose *wished, const builder *b, int index, const bool is_placed[3]) {
    const lsn_key *key = &b->out->keys[index];
    lsn_frames frames;
    lsn_body_frames(&frames, b->out->body, wished);
    lsn_vec3 off = {0.0, 0.0, 0.0};
    int planted = 0, level = 0;
    for (int i = 0; i < key->contact_count; ++i) {
        const lsn_contact *contact = &key->contacts[i];
        if (contact->kind == LSN_CONTACT_SITE || contact->normal.y < 0.5) continue;
        lsn_vec3 touch = lsn_site_touch(b->out->body, &frames, contact->site, contact->normal);
        off.y += contact->offset_m - touch.y;
        level++;
        if (!key->planted[i]) continue;
        off.x += contact->point.x - touch.x;
        off.z += contact->point.z - touch.z;
        planted++;
    }
    const lsn_pose *before = index > 0 ? &b->out->keys[index - 1].pose : NULL;
    if (!is_placed[0]) wished->position.x += planted > 0 ? off.x / planted : before ? before->position.x : 0.0;
    if (!is_placed[1] && level > 0) wished->position.y += off.y / level;
    if (!is_placed[2]) wished->position.z += planted > 0 ? off.z / planted : before ? before->position.z : 0.0;
}

// What reaches out may be let go of; what carries may not.
static bool reaches(lsn_site site) {
    lsn_segment segment = lsn_site_segment(site);
    return arm_side(segment) != 0 || segment == LSN_SEG_head || segment == LSN_SEG_neck;
}

// Which contact a narrower body lets go of first: of those that stay off, an arm's or the head's before any other.
static int least_needed(const lsn_key *key, const lsn_body *body) {
    lsn_frames frames;
    lsn_body_frames(&frames, body, &key->pose);
    int found = -1;
    double most = 0.0;
    for (int i = 0; i < key->contact_count; ++i) {
        double error = lsn_contact_error(body, &frames, &key->contacts[i]);
        double weight = error > 0.002 ? error + (reaches(key->contacts[i].site) ? 10.0 : 0.0) : 0.0;
        if (weight <= most) continue;
        most = weight;
        found = i;
    }
    return found;
}

// A person's own limits make the move narrower: what is out of reach is let go, one contact after the other.
static lsn_err let_go(builder *b, lsn_key *key, const lsn_pose *wished, const lsn_solve_options *options) {
    lsn_err err = LSN_ERR_NOT_SOLVED;
    while (err == LSN_ERR_NOT_SOLVED) {
        int gone = least_needed(key, b->out->body);
        if (gone < 0 || (b->is_sketch && !reaches(key->contacts[gone].site))) return err;
        key->contact_count--;
        for (int i = gone; i < key->contact_count; ++i) {
            key->contacts[i] = key->contacts[i + 1];
            key->planted[i] = key->planted[i + 1];
        }
        key->pose = *wished;
        err = lsn_body_solve(&key->pose, &key->report, b->out->body, wished, key->contacts, key->contact_count, options,
                             b->scratch);
    }
    return err;
}

// Where the contacts can only be met with one part in another, they are met all the same: lsn_motion_verify tells.
static lsn_err solve_through(builder *b, lsn_key *key, const lsn_pose *wished, const lsn_solve_options *options) {
    lsn_solve_options through = *options;
    through.self = false;
    lsn_pose pose = *wished;
    lsn_solve_report report;
    lsn_err err =
        lsn_body_solve(&pose, &report, b->out->body, wished, key->contacts, key->contact_count, &through, b->scratch);
    if (err) return LSN_ERR_NOT_SOLVED;
    key->pose = pose;
    key->report = report;
    return LSN_OK;
}

// Where a palm lies on the body, its fingers close until they do too.
static void close_hands(lsn_key *key, const lsn_body *body) {
    lsn_frames frames;
    lsn_body_frames(&frames, body, &key->pose);
    for (int i = 0; i < key->contact_count; ++i) {
        const lsn_contact *contact = &key->contacts[i];
        lsn_segment segment = lsn_site_segment(contact->site);
        if (contact->kind != LSN_CONTACT_SITE || !is_hand(segment) || is_hand(lsn_site_segment(contact->other)))
            continue;
        int side = arm_side(segment) > 0 ? 0 : 1;
        double *curl = &key->pose.hinge[side == 0 ? LSN_COORD_fingers_curl_r : LSN_COORD_fingers_curl_l];
        *curl = lsn_body_grip(body, &frames, side, *curl);
    }
}

// The left side of a lopsided body is solved as the right side of its mirror image. NULL: no memory for that.
static const lsn_body *solved_body(const lsn_body *body, lsn_side side, lsn_arena *scratch) {
    if (side != LSN_SIDE_left || !lsn_body_is_lopsided(body)) return body;
    lsn_body *mirrored = LSN_NEW(scratch, lsn_body, 1);
    if (mirrored != NULL) lsn_body_mirror(mirrored, body);
    return mirrored;
}

static lsn_err try_key(builder *b, int index, lsn_diag *diag) {
    lsn_key *key = &b->out->keys[index];
    bool is_placed[3];
    lsn_pose wished = written_pose(b, index, is_placed);
    lsn_solve_options options = lsn_solve_options_default();
    options.iterations_max = b->is_sketch ? SKETCH_ITERATIONS : KEY_ITERATIONS;
    options.floor = true;
    options.self = !b->is_sketch;
    options.restarts = 0;
    place_contacts(b, index, &wished);
    carry_to_contacts(&wished, b, index, is_placed);
    key->pose = wished;
    lsn_err err = lsn_body_solve(&key->pose, &key->report, b->out->body, &wished, key->contacts, key->contact_count,
                                 &options, b->scratch);
    if (err == LSN_ERR_NOT_SOLVED && options.self) err = solve_through(b, key, &wished, &options);
    if (err == LSN_ERR_NOT_SOLVED && lsn_body_is_narrowed(b->out->body)) return let_go(b, key, &wished, &options);
    if (err != LSN_ERR_NOT_SOLVED) return err;
    const lsn_key_pose *pose = &b->poses[index];
    const lsn_pose_contact *worst = &pose->contacts[key->report.worst];
    return lsn_diag_set(diag, err, worst->line, worst->column,
                        "in pose \"%S\", %S stays %d mm away from %S: change the angles, or let a contact slide",
                        pose->id, worst->site, (int)(key->report.worst_m * 1000.0 + 0.5), worst->on);
}

static lsn_err solve_key(builder *b, int index, lsn_diag *diag) {
    lsn_err err = try_key(b, index, diag);
    close_hands(&b->out->keys[index], b->out->body);
    return err;
}

// ---------------------------------------------------------------- mirror image

static void mirror_contact(lsn_contact *contact) {
    contact->site = contact->site == 0 ? 0 : lsn_site_mirror(contact->site);
    contact->other = contact->other == 0 ? 0 : lsn_site_mirror(contact->other);
    contact->normal.z = -contact->normal.z;
    contact->point.z = -contact->point.z;
}

static void mirror_key(lsn_key *key) {
    key->pose = lsn_pose_mirror(&key->pose);
    for (int i = 0; i < key->contact_count; ++i) mirror_contact(&key->contacts[i]);
}

// ---------------------------------------------------------------- build

static void add_target(lsn_motion *out, const lsn_target *target, char side) {
    lsn_muscle muscle = sided_muscle(target->muscle, side);
    if (muscle == LSN_MUSCLE_NONE) return;
    if (out->side == LSN_SIDE_left) muscle = lsn_muscle_mirror(muscle);
    out->targets[out->target_count] = muscle;
    out->target_primary[out->target_count++] = target->primary;
}

static void add_targets(lsn_motion *out, const lsn_move *move) {
    for (int i = 0; i < move->target_count; ++i) {
        const lsn_target *target = &move->targets[i];
        bool both = target->both_sides || !move->two_sided;
        if (both || !target->other_side) add_target(out, target, 'r');
        if (both || target->other_side) add_target(out, target, 'l');
    }
}

static const lsn_key_pose *poses_of(const lsn_move *move, int variant) {
    return variant >= 0 && move->variants[variant].has_poses ? move->variants[variant].poses : move->poses;
}

lsn_err lsn_motion_build(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level, const lsn_body *body,
                         lsn_arena scratch, lsn_diag *diag) {
    return lsn_motion_build_variant(out, move, side, level, move->dose[level].variant, body, scratch, diag);
}

lsn_err lsn_motion_build_variant(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level, int variant,
                                 const lsn_body *body, lsn_arena scratch, lsn_diag *diag) {
    LSN_ASSERT(move->pose_count <= LSN_POSES_MAX);
    LSN_ASSERT(variant >= -1 && variant < move->variant_count);
    memset(out, 0, sizeof *out);
    out->move = move;
    out->body = solved_body(body, side, &scratch);
    if (out->body == NULL) return LSN_ERR_NO_MEMORY;
    out->side = side;
    out->level = level;
    out->variant = variant;
    out->key_count = move->pose_count;
    builder b = {.out = out, .poses = poses_of(move, variant), .scratch = scratch};
    lsn_err first = LSN_OK;
    for (int i = 0; i < out->key_count; ++i) {
        lsn_diag one = {.err = LSN_OK};
        lsn_err err = solve_key(&b, i, &one);
        if (err == LSN_ERR_NO_MEMORY) return err;
        if (err && !first) {
            first = err;
            if (diag) *diag = one;
        }
    }
    for (int i = 0; i < out->key_count && side == LSN_SIDE_left; ++i) mirror_key(&out->keys[i]);
    out->body = body;
    add_targets(out, move);
    lsn_motion_measure(out);
    return first;
}

// ---------------------------------------------------------------- sketch

static bool same_pose(const lsn_key_pose *a, const lsn_key_pose *b) {
    bool same = a->coord_count == b->coord_count && a->contact_count == b->contact_count;
    for (int i = 0; same && i < a->coord_count; ++i)
        same = a->coords[i].value == b->coords[i].value && lsn_str_equal(a->coords[i].name, b->coords[i].name);
    for (int i = 0; same && i < a->contact_count; ++i) {
        const lsn_pose_contact *x = &a->contacts[i], *y = &b->contacts[i];
        same = lsn_str_equal(x->site, y->site) && lsn_str_equal(x->on, y->on) && x->gap_m == y->gap_m &&
               x->slides == y->slides;
    }
    return same;
}

int lsn_move_shared_poses(const lsn_move *move, lsn_level a, lsn_level b) {
    const lsn_key_pose *x = poses_of(move, move->dose[a].variant), *y = poses_of(move, move->dose[b].variant);
    int count = 0;
    while (count < move->pose_count && same_pose(&x[count], &y[count])) ++count;
    return count;
}

static void take_key(builder *b, int index, const lsn_motion *like) {
    lsn_key *key = &b->out->keys[index];
    *key = like->keys[index];
    if (like->side == LSN_SIDE_left) mirror_key(key); // back to as it is written
    for (int i = 0; i < key->contact_count; ++i) {
        const lsn_contact *contact = &key->contacts[i];
        if (contact->kind == LSN_CONTACT_SITE || contact->normal.x > -0.5) continue;
        b->has_wall = true;
        b->wall_x = contact->gap_m - contact->offset_m;
    }
}

lsn_err lsn_motion_sketch(lsn_motion *out, const lsn_move *move, lsn_side side, lsn_level level, const lsn_body *body,
                          const lsn_motion *like, int shared, lsn_arena scratch) {
    int variant = move->dose[level].variant;
    *out = (lsn_motion){.move = move, .side = side, .level = level, .variant = variant, .key_count = move->pose_count};
    out->body = solved_body(body, side, &scratch);
    if (out->body == NULL) return LSN_ERR_NO_MEMORY;
    builder b = {.out = out, .poses = poses_of(move, variant), .scratch = scratch, .is_sketch = true};
    bool narrowed = lsn_body_is_narrowed(body);
    for (int i = 0; i < out->key_count; ++i) {
        lsn_err err = LSN_OK;
        if (i < shared)
            take_key(&b, i, like);
        else
            err = solve_key(&b, i, NULL);
        if (err && (narrowed || err != LSN_ERR_NOT_SOLVED)) return err;
    }
    for (int i = 0; i < out->key_count && side == LSN_SIDE_left; ++i) mirror_key(&out->keys[i]);
    out->body = body;
    add_targets(out, move);
    return LSN_OK;
}

// ---------------------------------------------------------------- on the way

lsn_moment lsn_motion_at(const lsn_motion *motion, double seconds) {
    const lsn_move *move = motion->move;
    const lsn_dose *dose = &move->dose[motion->level];
    lsn_moment at = {.phase = -1};
    int reps = dose->reps > 0 ? dose->reps : 1;
    for (int rep = 0; rep < reps; ++rep)
        for (int i = 0; i < move->phase_count; ++i) {
            const lsn_phase *phase = &move->phases[i];
            double length = phase->is_hold ? dose->hold_s : phase->seconds;
            at = (lsn_moment){.from = at.to, .to = phase->to, .phase = i, .rep = rep, .t = 1.0};
            if (seconds < length) {
                at.t = length > 0.0 && seconds > 0.0 ? seconds / length : 0.0;
                return at;
            }
            seconds -= length;
        }
    return at;
}

// The contacts that both keys have, each where it is between its two places as they were solved, so that both keys
// satisfy them exactly.
static int shared_contacts(lsn_contact *out, const lsn_key *from, const lsn_key *to, const lsn_body *body, double t) {
    lsn_frames start, end;
    lsn_body_frames(&start, body, &from->pose);
    lsn_body_frames(&end, body, &to->pose);
    int count = 0;
    for (int i = 0; i < to->contact_count; ++i) {
        const lsn_contact *other = find_support(from, &to->contacts[i]);
        if (other == NULL) continue;
        lsn_contact *contact = &out[count++];
        *contact = to->contacts[i];
        contact->gap_m = lsn_mix(other->gap_m, contact->gap_m, t);
        if (contact->kind == LSN_CONTACT_SITE) continue;
        lsn_vec3 a = lsn_site_touch(body, &start, contact->site, contact->normal);
        lsn_vec3 b = lsn_site_touch(body, &end, contact->site, contact->normal);
        contact->point = lsn_v3_mix(a, b, t);
        contact->offset_m = lsn_v3_dot(contact->point, contact->normal);
    }
    for (int i = 0; i < count; ++i)
        if (out[i].kind != LSN_CONTACT_SITE)
            out[i].kind = may_plant(out, count, i) ? LSN_CONTACT_POINT : LSN_CONTACT_PLANE;
    return count;
}

static double key_depth(const lsn_key *key, const lsn_body *body) {
    lsn_frames frames;
    lsn_segment deepest;
    lsn_body_frames(&frames, body, &key->pose);
    return lsn_body_floor_depth(body, &frames, &deepest);
}

// How much deeper than allowed parts are in each other in a key, for each pair.
static void add_slack(double *slack, const lsn_key *key, const lsn_body *body, double share) {
    lsn_frames frames;
    lsn_clash clashes[LSN_CLASHES_MAX];
    lsn_body_frames(&frames, body, &key->pose);
    int count = lsn_body_clashes(clashes, body, &frames, self_margin_m);
    for (int i = 0; i < count; ++i)
        slack[clashes[i].pair] += share * (clashes[i].depth_m - clashes[i].allowed_m + self_margin_m);
}

static lsn_pose pose_between(const lsn_key *from, const lsn_key *to, const lsn_body *body, double t,
                             lsn_arena scratch) {
    lsn_pose wished = lsn_pose_blend(&from->pose, &to->pose, t), pose = wished;
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX];
    int count = shared_contacts(contacts, from, to, body, t);
    lsn_solve_options options = lsn_solve_options_default();
    options.iterations_max = POSE_ITERATIONS;
    options.floor = true;
    options.self = true;
    options.floor_slack_m = lsn_max(options.floor_slack_m, lsn_max(key_depth(from, body), key_depth(to, body)));
    options.restarts = 0;
    double slack[LSN_PAIRS_MAX] = {0.0};
    add_slack(slack, from, body, 1.0 - t);
    add_slack(slack, to, body, t);
    options.self_slack_m = slack;
    lsn_solve_report report;
    lsn_err err = lsn_body_solve(&pose, &report, body, &wished, contacts, count, &options, scratch);
    return err == LSN_ERR_NO_MEMORY ? wished : pose; // a contact that is a little off still looks better than a blend
}

int lsn_motion_contacts(lsn_contact out[LSN_MOTION_CONTACTS_MAX], const lsn_motion *motion, int from, int to,
                        double t) {
    LSN_ASSERT(from >= 0 && from < motion->key_count);
    LSN_ASSERT(to >= 0 && to < motion->key_count);
    const lsn_key *a = &motion->keys[from], *b = &motion->keys[to], *whole = NULL;
    if (from == to || t >= 1.0)
        whole = b;
    else if (!(t > 0.0))
        whole = a;
    if (whole == NULL) return shared_contacts(out, a, b, motion->body, lsn_ease(t));
    for (int i = 0; i < whole->contact_count; ++i) out[i] = whole->contacts[i];
    return whole->contact_count;
}

lsn_pose lsn_motion_pose(const lsn_motion *motion, int from, int to, double t, lsn_arena scratch) {
    LSN_ASSERT(from >= 0 && from < motion->key_count);
    LSN_ASSERT(to >= 0 && to < motion->key_count);
    if (from == to || t >= 1.0) return motion->keys[to].pose;
    if (!(t > 0.0)) return motion->keys[from].pose;
    lsn_key a = motion->keys[from], b = motion->keys[to];
    bool left = motion->side == LSN_SIDE_left;
    if (left) mirror_key(&a);
    if (left) mirror_key(&b);
    const lsn_body *body = solved_body(motion->body, motion->side, &scratch);
    if (body == NULL) body = motion->body;
    lsn_pose pose = pose_between(&a, &b, body, lsn_ease(t), scratch);
    return left ? lsn_pose_mirror(&pose) : pose;
}
