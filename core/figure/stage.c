// core/figure: what stands round a motion: mat, seat, wall, strap, and what fills the gaps of its contacts. Invariant:
// it follows from the key poses alone and stays where it is while the body moves.
#include "core/figure/stage.h"

static const lsn_vec3 up = {0.0, 1.0, 0.0};

/// Where the body lies over all key poses (m): the middle of its capsules' box, and how long it is each way.
static void key_extent(const lsn_motion *motion, lsn_vec3 *low, lsn_vec3 *high) {
    *low = lsn_v3(1e9, 1e9, 1e9), *high = lsn_v3(-1e9, -1e9, -1e9);
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int n = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < 2 * n; k++) {
            lsn_vec3 p = k & 1 ? capsules[k / 2].b : capsules[k / 2].a;
            *low = lsn_v3(lsn_min(low->x, p.x), lsn_min(low->y, p.y), lsn_min(low->z, p.z));
            *high = lsn_v3(lsn_max(high->x, p.x), lsn_max(high->y, p.y), lsn_max(high->z, p.z));
        }
    }
}

static bool is_arm(lsn_segment segment) {
    bool right = segment >= LSN_SEG_clavicle_r && segment <= LSN_SEG_hand_r;
    return right || (segment >= LSN_SEG_clavicle_l && segment <= LSN_SEG_hand_l);
}

/// Grows the mat until head, trunk and legs that lie on the floor are on it, and hands along its length; arms that
/// rest wide may lie beside it. It stays between a yoga mat and an exercise mat: 1.86 × 0.68 m … 2.3 × 1.3 m.
static void fit_mat(lsn_scene *scene, const lsn_motion *motion) {
    const double near_m = 0.06, rim_m = 0.05;
    double c = lsn_cos(scene->mat_yaw_rad), n = lsn_sin(scene->mat_yaw_rad);
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}, least[2] = {0.93, 0.34}, greatest[2] = {1.15, 0.65}, half[2];
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int count = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < 2 * count; k++) {
            const lsn_capsule *capsule = &capsules[k / 2];
            lsn_vec3 p = k & 1 ? capsule->b : capsule->a;
            double r = k & 1 ? capsule->radius_b_m : capsule->radius_a_m,
                   at[2] = {c * p.x - n * p.z, n * p.x + c * p.z};
            for (int a = 0; a < 2 && p.y - r < near_m; a++) {
                if (a == 1 && is_arm(capsule->segment)) continue;
                low[a] = lsn_min(low[a], at[a] - r), high[a] = lsn_max(high[a], at[a] + r);
            }
        }
    }
    double middle[2] = {c * scene->mat_centre.x - n * scene->mat_centre.z,
                        n * scene->mat_centre.x + c * scene->mat_centre.z};
    for (int a = 0; a < 2; a++) {
        bool free = low[a] < high[a] && !(a == 0 && scene->props >> LSN_PROP_wall & 1);
        half[a] = free ? lsn_clamp(0.5 * (high[a] - low[a]) + rim_m, least[a], greatest[a]) : least[a];
        if (free) middle[a] = 0.5 * (low[a] + high[a]);
    }
    scene->mat_centre.x = c * middle[0] + n * middle[1], scene->mat_centre.z = c * middle[1] - n * middle[0];
    scene->mat_long_m = half[0], scene->mat_wide_m = half[1];
}

/// The prop that belongs under a site; LSN_PROP_COUNT for none.
static lsn_prop prop_under(lsn_site site) {
    static const struct {
        const char *start;
        lsn_prop prop;
    } table[] = {
        {"palm", LSN_PROP_block},       {"sit_bone", LSN_PROP_cushion}, {"back_of_head", LSN_PROP_pillow},
        {"head_side", LSN_PROP_pillow}, {"thigh_low", LSN_PROP_pillow}, {"knee", LSN_PROP_pillow},
        {"belly", LSN_PROP_pillow},     {"loin", LSN_PROP_ball},        {"forehead", LSN_PROP_block},
    };
    lsn_str name = lsn_str_from(lsn_site_name(site));
    for (int i = 0; i < (int)(sizeof table / sizeof table[0]); i++)
        if (lsn_str_starts(name, lsn_str_from(table[i].start))) return table[i].prop;
    return LSN_PROP_COUNT;
}

/// A site keeps the prop of its first pose; its twin on the other side shares it, but each hand has its own block.
static void add_support(lsn_scene *scene, lsn_support support) {
    for (int i = 0; i < scene->support_count; i++) {
        lsn_support *other = &scene->supports[i];
        if (other->site == support.site) return;
        if (support.prop == LSN_PROP_block || other->site != lsn_site_mirror(support.site)) continue;
        if (!other->is_shared) other->top = lsn_v3_mix(other->top, support.top, 0.5);
        other->is_shared = true;
        return;
    }
    if (scene->support_count < LSN_SUPPORTS_MAX) scene->supports[scene->support_count++] = support;
}

/// A pillow that reaches from the knees towards the ankles.
static lsn_support between_knees(const lsn_frames *frames, lsn_site site, double gap_m) {
    lsn_vec3 knees = lsn_v3_mix(frames->origin[LSN_SEG_tibia_r], frames->origin[LSN_SEG_tibia_l], 0.5);
    lsn_vec3 ankles = lsn_v3_mix(frames->origin[LSN_SEG_foot_r], frames->origin[LSN_SEG_foot_l], 0.5);
    lsn_vec3 along = lsn_v3_sub(ankles, knees);
    lsn_vec3 middle = lsn_v3_mad(knees, along, 0.32);
    return (lsn_support){LSN_PROP_pillow, site, middle, gap_m, lsn_atan2(-along.z, along.x), true, true, false};
}

static lsn_vec3 between_sites(const lsn_body *body, const lsn_frames *frames, const lsn_contact *contact) {
    return lsn_v3_mix(lsn_site_world(body, frames, contact->site), lsn_site_world(body, frames, contact->other), 0.5);
}

/// A cushion that lies on the heels, as level as a seat.
static lsn_support under_seat(const lsn_motion *motion, const lsn_frames *frames, const lsn_contact *contact,
                              double yaw_rad) {
    lsn_vec3 middle = between_sites(motion->body, frames, contact);
    middle.z = frames->origin[LSN_SEG_pelvis].z;
    return (lsn_support){LSN_PROP_cushion, contact->site, middle, contact->gap_m, yaw_rad, true, true, false};
}

/// A pillow that stands on its edge between the breastbone and an arm.
static lsn_support in_arms(const lsn_motion *motion, const lsn_frames *frames, const lsn_contact *contact) {
    lsn_vec3 chest = lsn_site_world(motion->body, frames, contact->other);
    lsn_vec3 arm = lsn_site_world(motion->body, frames, contact->site), way = lsn_v3_sub(arm, chest);
    double yaw_rad = lsn_atan2(-way.z, way.x);
    lsn_vec3 middle = lsn_v3_mix(chest, arm, 0.5);
    return (lsn_support){LSN_PROP_pillow, contact->site, middle, contact->gap_m, yaw_rad, false, true, true};
}

/// What fills the gap between two sites; its prop is LSN_PROP_COUNT when nothing does.
static lsn_support between(const lsn_motion *motion, const lsn_frames *frames, const lsn_contact *contact,
                           double yaw_rad) {
    lsn_segment segment = lsn_site_segment(contact->site);
    if (is_arm(segment) && lsn_site_segment(contact->other) == LSN_SEG_t8_t5) return in_arms(motion, frames, contact);
    if (segment == LSN_SEG_pelvis) return under_seat(motion, frames, contact, yaw_rad);
    bool legs = segment == LSN_SEG_femur_r || segment == LSN_SEG_femur_l || segment == LSN_SEG_tibia_r ||
                segment == LSN_SEG_tibia_l;
    if (legs) return between_knees(frames, contact->site, contact->gap_m);
    return (lsn_support){.prop = LSN_PROP_COUNT};
}

/// A gap between the body and the floor, or between the knees, is filled by a prop that the move names.
static void fill_gaps(lsn_scene *scene, const lsn_motion *motion, const lsn_key *key) {
    const double least_m = 0.02;
    uint32_t named = motion->move->props_needed | motion->move->props_useful;
    lsn_frames frames;
    lsn_body_frames(&frames, motion->body, &key->pose);
    lsn_vec3 along = lsn_v3_sub(frames.origin[LSN_SEG_neck], frames.origin[LSN_SEG_pelvis]);
    double yaw_rad = lsn_atan2(-along.z, along.x);
    for (int i = 0; i < key->contact_count; i++) {
        const lsn_contact *contact = &key->contacts[i];
        bool on_body = contact->kind == LSN_CONTACT_SITE;
        if (contact->gap_m < least_m || (!on_body && contact->normal.y < 0.5)) continue;
        lsn_vec3 top = lsn_site_touch(motion->body, &frames, contact->site, up);
        lsn_support fill = {.prop = prop_under(contact->site), .site = contact->site, .top = top};
        fill.height_m = contact->gap_m, fill.yaw_rad = yaw_rad;
        if (fill.prop == LSN_PROP_pillow && lsn_site_segment(fill.site) == LSN_SEG_head) {
            lsn_vec3 level =
                lsn_v3_unit(lsn_v3(along.x, 0, along.z)); // the neck rests on its edge, the shoulders beside it
            fill.top = lsn_v3_mad(fill.top, level, 0.06);
        }
        if (on_body) fill = between(motion, &frames, contact, yaw_rad);
        if (fill.prop != LSN_PROP_COUNT && named >> fill.prop & 1) add_support(scene, fill);
    }
}

/// Where a key pose touches the wall.
static void find_wall(lsn_scene *scene, const lsn_key *key) {
    for (int i = 0; i < key->contact_count; i++) {
        const lsn_contact *contact = &key->contacts[i];
        if (contact->kind == LSN_CONTACT_SITE || contact->normal.x > -0.5) continue;
        scene->props |= 1u << LSN_PROP_wall;
        scene->wall_x_m = contact->gap_m - contact->offset_m;
    }
}

// ---------------------------------------------------------------- seat

static bool is_on_seat(const lsn_motion *motion, const lsn_contact *contact) {
    double seat_m = motion->move->seat_m;
    if (seat_m < 0.2 || contact->kind == LSN_CONTACT_SITE || contact->normal.y < 0.5) return false;
    return lsn_abs(contact->offset_m - contact->gap_m - seat_m) < 1e-6;
}

/// The middle of what rests on the seat in a key pose; returns how many contacts do, and whether it is hands alone.
static int rests(lsn_vec3 *middle, bool *is_hands, const lsn_motion *motion, const lsn_key *key) {
    lsn_frames frames;
    lsn_body_frames(&frames, motion->body, &key->pose);
    int count = 0;
    *middle = lsn_v3(0, 0, 0);
    *is_hands = true;
    for (int i = 0; i < key->contact_count; i++) {
        if (!is_on_seat(motion, &key->contacts[i])) continue;
        *middle = lsn_v3_add(*middle, lsn_site_touch(motion->body, &frames, key->contacts[i].site, up));
        *is_hands = *is_hands && is_arm(lsn_site_segment(key->contacts[i].site));
        count++;
    }
    if (count > 0) *middle = lsn_v3_scale(*middle, 1.0 / count);
    return count;
}

bool lsn_motion_has_seat(const lsn_motion *motion) {
    lsn_vec3 middle;
    bool is_hands;
    for (int i = 0; i < motion->key_count; i++)
        if (rests(&middle, &is_hands, motion, &motion->keys[i]) > 0) return true;
    return false;
}

/// Under what sits, facing as the knees do.
static void seat_under(lsn_scene *scene, const lsn_frames *frames) {
    lsn_vec3 hips = lsn_v3_mix(frames->origin[LSN_SEG_femur_r], frames->origin[LSN_SEG_femur_l], 0.5);
    lsn_vec3 knees = lsn_v3_mix(frames->origin[LSN_SEG_tibia_r], frames->origin[LSN_SEG_tibia_l], 0.5);
    double x = knees.x - hips.x, z = knees.z - hips.z,
           off = scene->props >> LSN_PROP_chair & 1 ? -0.05 : 0.02; // well forward of a back
    if (x * x + z * z < 0.01) x = 1, z = 0;
    double length = lsn_sqrt(x * x + z * z);
    scene->seat_yaw_rad = lsn_atan2(-z, x);
    scene->seat_at = lsn_v3(hips.x + off * x / length, scene->seat_m, hips.z + off * z / length);
}

/// Before or beside the body, the hands near the edge that faces it.
static void seat_at_hand(lsn_scene *scene, lsn_vec3 hands, lsn_vec3 pelvis) {
    const double from_edge_m = 0.11;
    double x = pelvis.x - hands.x, z = pelvis.z - hands.z, in = lsn_seat_half(scene) - from_edge_m;
    bool is_before = lsn_abs(x) >= lsn_abs(z);
    lsn_vec3 faces = is_before ? lsn_v3(x < 0 ? -1 : 1, 0, 0) : lsn_v3(0, 0, z < 0 ? -1 : 1);
    scene->seat_yaw_rad = lsn_atan2(-faces.z, faces.x);
    scene->seat_at = lsn_v3_mad(lsn_v3(hands.x, scene->seat_m, hands.z), faces, -in);
}

/// A seat stands where it is first used. What sits takes the stool or chair that the move names, a hand a chair.
static void place_seat(lsn_scene *scene, const lsn_motion *motion) {
    uint32_t chair = 1u << LSN_PROP_chair, stool = 1u << LSN_PROP_stool;
    for (int i = 0; i < motion->key_count; i++) {
        lsn_vec3 middle;
        lsn_frames frames;
        bool is_hands;
        if (rests(&middle, &is_hands, motion, &motion->keys[i]) == 0) continue;
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        if (is_hands) {
            scene->props |= chair;
            seat_at_hand(scene, middle, frames.origin[LSN_SEG_pelvis]);
        } else {
            if (!(scene->props & (chair | stool))) scene->props |= motion->move->props_useful & chair ? chair : stool;
            seat_under(scene, &frames);
        }
        return;
    }
    scene->props &= ~(chair | stool);
}

double lsn_seat_half(const lsn_scene *scene) {
    return scene->props >> LSN_PROP_chair & 1 ? 0.21 : 0.175;
}

// ---------------------------------------------------------------- solids

bool lsn_prop_is_soft(lsn_prop prop) {
    return prop == LSN_PROP_cushion || prop == LSN_PROP_pillow;
}

lsn_solid lsn_support_solid(const lsn_support *support) {
    // soft things give way a little
    double soft_m = support->prop == LSN_PROP_block ? 0.0 : support->prop == LSN_PROP_ball ? 0.004 : 0.012;
    double half = 0.5 * (support->height_m + soft_m);
    lsn_solid solid = {.prop = support->prop, .centre = support->top, .yaw_rad = support->yaw_rad, .round_m = half};
    if (!support->is_between) solid.centre.y += 0.5 * soft_m - 0.5 * support->height_m;
    switch (support->prop) {
    case LSN_PROP_block:
        solid.half = lsn_v3(0.11, half, 0.075);
        solid.round_m = 0.01;
        break;
    case LSN_PROP_ball:
        solid.half = lsn_v3(half, half, half);
        break;
    case LSN_PROP_cushion:
        solid.half = lsn_v3(support->is_between ? 0.15 : 0.2, half, 0.2);
        break;
    default:
        if (support->is_upright) {
            solid.half = lsn_v3(half, 0.13, 0.22);
            solid.centre.y = lsn_max(solid.centre.y, solid.half.y);
        } else {
            solid.half = support->is_between ? lsn_v3(0.26, half, 0.14) : lsn_v3(0.2, half, 0.3);
        }
    }
    return solid;
}

int lsn_scene_solids(lsn_solid out[LSN_SOLIDS_MAX], const lsn_scene *scene) {
    int count = 0;
    bool chair = scene->props >> LSN_PROP_chair & 1, stool = scene->props >> LSN_PROP_stool & 1;
    if (chair || stool) {
        double half = lsn_seat_half(scene);
        lsn_solid seat = {
            chair ? LSN_PROP_chair : LSN_PROP_stool, scene->seat_at, {half, lsn_seat_thick_m, half}, 0, 0};
        seat.centre.y -= lsn_seat_thick_m;
        seat.yaw_rad = scene->seat_yaw_rad;
        seat.round_m = 0.01;
        out[count++] = seat;
        if (chair) {
            double back = -half - 0.01;
            seat.centre =
                lsn_v3_add(scene->seat_at, lsn_v3(back * lsn_cos(seat.yaw_rad), 0.29, -back * lsn_sin(seat.yaw_rad)));
            seat.half = lsn_v3(0.016, 0.13, half * 0.95);
            out[count++] = seat;
        }
    }
    for (int i = 0; i < scene->support_count; i++) out[count++] = lsn_support_solid(&scene->supports[i]);
    return count;
}

double lsn_solid_depth(const lsn_solid *solid, lsn_vec3 centre, double radius_m) {
    double c = lsn_cos(solid->yaw_rad), n = lsn_sin(solid->yaw_rad);
    lsn_vec3 p = lsn_v3_sub(centre, solid->centre), h = solid->half;
    double out_x = lsn_abs(c * p.x - n * p.z) - h.x + solid->round_m, out_y = lsn_abs(p.y) - h.y + solid->round_m;
    double out_z = lsn_abs(n * p.x + c * p.z) - h.z + solid->round_m;
    lsn_vec3 out = lsn_v3(lsn_max(out_x, 0.0), lsn_max(out_y, 0.0), lsn_max(out_z, 0.0));
    double inside = lsn_min(lsn_max(out_x, lsn_max(out_y, out_z)), 0.0);
    return radius_m + solid->round_m - lsn_v3_length(out) - inside;
}

// ---------------------------------------------------------------- scene

lsn_scene lsn_scene_for(const lsn_motion *motion) {
    const lsn_move *move = motion->move;
    lsn_scene scene = {.props = move->props_needed, .seat_m = move->seat_m};
    uint32_t seats = 1u << LSN_PROP_chair | 1u << LSN_PROP_stool;
    uint32_t on_floor = 1u << LSN_PLACE_floor;
    if (motion->variant >= 0) scene.props |= move->variants[motion->variant].props;
    place_seat(&scene, motion);
    bool sits = move->start == LSN_POSTURE_seated_chair;
    if (!(sits && scene.props & seats) && (move->places & on_floor)) scene.props |= 1u << LSN_PROP_mat;
    if (move->start == LSN_POSTURE_standing) scene.props &= ~(1u << LSN_PROP_mat) | move->props_needed;
    scene.bed = move->places == 1u << LSN_PLACE_bed;
    scene.props &= ~(1u << LSN_PROP_wall);
    for (int i = 0; i < motion->key_count; i++) {
        find_wall(&scene, &motion->keys[i]);
        fill_gaps(&scene, motion, &motion->keys[i]);
    }
    lsn_vec3 low, high;
    key_extent(motion, &low, &high);
    scene.mat_centre = lsn_v3(0.5 * (low.x + high.x), 0, 0.5 * (low.z + high.z));
    if (scene.props >> LSN_PROP_wall & 1) scene.mat_centre.x = lsn_min(scene.mat_centre.x, scene.wall_x_m - 0.95);
    scene.mat_yaw_rad = high.z - low.z > 1.25 * (high.x - low.x) && high.y - low.y < 1.3 ? LSN_PI / 2 : 0;
    fit_mat(&scene, motion);
    if (scene.props >> LSN_PROP_strap & 1) {
        bool left = motion->side == LSN_SIDE_left;
        scene.strap_from = lsn_site_find(left ? LSN_STR("palm_l") : LSN_STR("palm_r"));
        scene.strap_to = lsn_site_find(left ? LSN_STR("ball_inner_l") : LSN_STR("ball_inner_r"));
    }
    return scene;
}
