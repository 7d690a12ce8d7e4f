#include "wasm/show.h"

static const double posing_air = 1.25;
static const float FAINTEST_GLOW = 0.05f; // fainter is not seen

enum { LOOP_REST_S = 2, LOOP_HOLD_S = 4 }; // a move on its own: rest at the start, holds cut short

lsn_err show_init(show *out, lsn_arena *arena) {
    *out = (show){.turn = 0};
    lsn_body_options options = lsn_body_options_default();
    lsn_err err = lsn_body_build(&out->body, &options);
    return err ? err : lsn_figure_init(&out->figure, &out->body, arena);
}

lsn_err show_init_body(show *out, const lsn_body *body, lsn_arena *arena) {
    *out = (show){.turn = 0, .body = *body};
    return lsn_figure_init(&out->figure, &out->body, arena);
}

static bool holds(const show_slot *slot, const lsn_move *move, lsn_side side, lsn_level level) {
    return slot->used && slot->motion.move == move && slot->motion.side == side && slot->motion.level == level;
}

const show_slot *show_motion(show *s, const lsn_move *move, lsn_side side, lsn_level level, lsn_arena scratch) {
    show_slot *oldest = &s->slots[0];
    for (int i = 0; i < SHOW_SLOTS; i++) {
        show_slot *slot = &s->slots[i];
        if (holds(slot, move, side, level)) {
            slot->used = ++s->turn;
            return slot;
        }
        if (slot != s->current && (oldest == s->current || slot->used < oldest->used)) oldest = slot;
    }
    oldest->used = 0;
    if (s->framed == oldest) s->framed = NULL;
    if (s->laid == oldest) s->laid = NULL;
    lsn_err err = lsn_motion_build(&oldest->motion, move, side, level, &s->body, scratch, NULL);
    if (err && err != LSN_ERR_NOT_SOLVED) return NULL; // a pose that misses a contact is still worth showing
    oldest->scene = lsn_scene_for(&oldest->motion);
    oldest->used = ++s->turn;
    return oldest;
}

void show_pose(show *s, const show_slot *slot, int from, int to, double t, double breath, lsn_arena scratch) {
    const lsn_motion *motion = &slot->motion;
    s->glow_count = lsn_motion_glow(s->glows, motion, from, to, t);
    lsn_pose pose = lsn_motion_pose(motion, from, to, t, scratch);
    lsn_figure_pose(&s->figure, &pose, &slot->scene, s->glows, s->glow_count, breath);
    s->pose = pose;
    s->current = slot;
}

static const show_slot *slot_of(show *s, const lsn_score *score, int cue, lsn_arena scratch) {
    const lsn_step *step = &score->plan.steps[score->cues[cue].step];
    const lsn_move *move = &score->plan.catalogue->moves[step->move];
    lsn_side side = score->cues[cue].side;
    // Rest and the end show the side that was done last.
    for (int i = cue; move->two_sided && side == LSN_SIDE_none && i >= 0; i--) side = score->cues[i].side;
    return show_motion(s, move, side, step->level, scratch);
}

/// The next cue of another step or side, or −1.
static int next_part(const lsn_score *score, int cue) {
    for (int i = cue + 1; i < score->count; i++) {
        if (score->cues[i].kind == LSN_CUE_ready || score->cues[i].kind == LSN_CUE_swap) return i;
    }
    return -1;
}

lsn_err show_score(show *s, const lsn_score *score, double elapsed_s, lsn_arena scratch) {
    lsn_state state = lsn_session_state(score, elapsed_s, false);
    const lsn_cue *cue = &score->cues[state.cue];
    const show_slot *slot = slot_of(s, score, state.cue, scratch);
    if (!slot) return LSN_ERR_NOT_SOLVED;
    bool swap = cue->kind == LSN_CUE_swap; // the other side's start position; the view cross-fades
    show_pose(s, slot, swap ? 0 : cue->pose_from, cue->pose_to, state.t, state.breath, scratch);
    int next = next_part(score, state.cue);
    if (next >= 0 && (swap || cue->pose_from == cue->pose_to)) (void)slot_of(s, score, next, scratch);
    return LSN_OK;
}

static int loop_phase_s(const lsn_move *move, int phase) {
    if (!move->phases[phase].is_hold) return (int)move->phases[phase].seconds;
    double hold_s = move->dose[LSN_LEVEL_usual].hold_s;
    return (int)lsn_min(hold_s, LOOP_HOLD_S);
}

int show_loop_s(const lsn_move *move) {
    int sum_s = LOOP_REST_S;
    for (int i = 0; i < move->phase_count; i++) sum_s += loop_phase_s(move, i);
    return sum_s;
}

lsn_err show_move(show *s, const lsn_move *move, lsn_side side, double seconds, lsn_arena scratch) {
    const show_slot *slot = show_motion(s, move, move->two_sided ? side : LSN_SIDE_none, LSN_LEVEL_usual, scratch);
    if (!slot) return LSN_ERR_NOT_SOLVED;
    int loop_s = show_loop_s(move), from = 0, to = 0;
    double left_s = seconds - lsn_floor(seconds / loop_s) * loop_s - LOOP_REST_S, t = 1;
    for (int i = 0; i < move->phase_count && left_s >= 0; i++) {
        int phase_s = loop_phase_s(move, i);
        from = to;
        to = move->phases[i].to;
        t = phase_s > 0 ? lsn_min(left_s / phase_s, 1) : 1;
        left_s -= phase_s;
    }
    double breath = 0.5 - 0.5 * lsn_cos(seconds * (2 * LSN_PI / 10));
    show_pose(s, slot, from, to, t, breath, scratch);
    return LSN_OK;
}

void show_range(show *s, int range, double deg) {
    bool same = s->current == &s->stand && s->range == range;
    if (!same) {
        lsn_range_motion(&s->stand.motion, &s->stand_move, &s->body, range);
        s->stand.scene = lsn_scene_for(&s->stand.motion);
        s->range = range;
        s->framed = NULL;
    }
    s->glow_count = 0;
    s->pose = lsn_range_pose(&s->body, range, deg);
    lsn_figure_pose(&s->figure, &s->pose, &s->stand.scene, NULL, 0, 0.5);
    s->current = &s->stand;
}

enum { POSING = -2 }; // `range` of a pose in the making

void show_posing(show *s, const lsn_posing *posing, bool reframe) {
    if (s->current != &s->stand || s->range != POSING || reframe) s->framed = NULL;
    s->range = POSING;
    lsn_posing_motion(&s->stand.motion, &s->stand_move, posing);
    s->stand.scene = lsn_scene_for(&s->stand.motion);
    s->glow_count = 0;
    s->pose = posing->key[posing->at].pose;
    lsn_figure_pose(&s->figure, &s->pose, &s->stand.scene, NULL, 0, 0.5);
    s->current = &s->stand;
}

void show_forget(show *s) {
    for (int i = 0; i < SHOW_SLOTS; i++) s->slots[i].used = 0;
    if (s->current != &s->stand) s->current = NULL;
    if (s->framed != &s->stand) s->framed = NULL;
    s->laid = NULL;
}

// Muscles near the skin that stand for a region in a picture from behind (our own choice).
static const struct {
    lsn_region region;
    lsn_muscle right, left;
} region_muscles[] = {
#define BOTH(muscle) LSN_MUSCLE_##muscle##_r, LSN_MUSCLE_##muscle##_l
    {LSN_REGION_lower_back, BOTH(multifidus_lumbar)},
    {LSN_REGION_lower_back, BOTH(erector_longissimus_lumborum)},
    {LSN_REGION_upper_back, BOTH(erector_longissimus_thoracis)},
    {LSN_REGION_upper_back, BOTH(erector_iliocostalis_thor)},
    {LSN_REGION_hips, BOTH(glut_med2)},
    {LSN_REGION_hips, BOTH(tfl)},
    {LSN_REGION_buttocks, BOTH(glut_max2)},
    {LSN_REGION_hamstrings, BOTH(semitendinosus)},
    {LSN_REGION_hamstrings, BOTH(biceps_femoris_lh)},
    {LSN_REGION_legs, BOTH(gastroc_med)},
    {LSN_REGION_legs, BOTH(gastroc_lat)},
#undef BOTH
};

void show_regions(show *s, const double parts[LSN_REGION_COUNT]) {
    show_range(s, -1, 0);
    int count = 0;
    for (size_t i = 0; i < sizeof region_muscles / sizeof *region_muscles; i++) {
        float part = (float)parts[region_muscles[i].region];
        s->glows[count++] = (lsn_glow){region_muscles[i].right, part};
        s->glows[count++] = (lsn_glow){region_muscles[i].left, part};
    }
    lsn_figure_pose(&s->figure, &s->pose, &s->stand.scene, s->glows, count, 0.5);
}

int show_glows(lsn_glow out[LSN_GLOWS_MAX], const show *s) {
    int count = 0;
    for (int i = 0; i < s->glow_count; i++) {
        if (s->glows[i].strength < FAINTEST_GLOW) continue;
        int at = count++;
        for (; at > 0 && out[at - 1].strength < s->glows[i].strength; at--) out[at] = out[at - 1];
        out[at] = s->glows[i];
    }
    return count;
}

lsn_camera show_camera(show *s, double aspect, double yaw_offset_deg, double pitch_offset_deg) {
    bool same = s->framed == s->current && s->aspect == aspect && s->yaw_offset_deg == yaw_offset_deg &&
                s->pitch_offset_deg == pitch_offset_deg;
    if (s->current && !same) {
        s->camera = lsn_camera_turned(&s->current->motion, aspect, yaw_offset_deg, pitch_offset_deg);
        // Room to reach out.
        if (s->current == &s->stand && s->range == POSING) s->camera.distance_m *= posing_air;
        s->framed = s->current;
        s->aspect = aspect;
        s->yaw_offset_deg = yaw_offset_deg;
        s->pitch_offset_deg = pitch_offset_deg;
    }
    return s->camera;
}

lsn_lens show_lens(show *s, double aspect, const lsn_cover *covers, int count) {
    if (!s->current || s->current == &s->stand || count == 0) return (lsn_lens){1, 0, 0};
    if (s->laid != s->current || s->laid_aspect != aspect) {
        lsn_camera best = lsn_camera_for(&s->current->motion, aspect);
        s->lens = lsn_camera_clear(&s->current->motion, &best, aspect, covers, count);
        s->laid = s->current;
        s->laid_aspect = aspect;
    }
    return s->lens;
}
