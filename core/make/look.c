// core/make: what no body can do, in plain words with what to do about it. Invariant: it says what lsn_motion_verify
// finds; small things, and those that only look odd, are hints. A part is named with its side in one text, as languages
// bend both.
#include "core/make/make.h"

enum { FRAMES_PER_S = 6 };

// What is more than this is a problem, the rest a hint (our own choice): degrees, mm.
static const double much_deg = 5.0, much_mm = 20.0, much_prop_mm = 60.0;

typedef enum part {
    PART_any,
    PART_pelvis,
    PART_low_back,
    PART_upper_back,
    PART_chest,
    PART_belly,
    PART_neck,
    PART_head,
    PART_shoulder,
    PART_upper_arm,
    PART_elbow,
    PART_forearm,
    PART_wrist,
    PART_hand,
    PART_hip,
    PART_thigh,
    PART_knee,
    PART_lower_leg,
    PART_ankle,
    PART_foot,
    PART_heel,
    PART_toes,
    PART_COUNT
} part;

// On the midline, or on the right and the left.
static const struct {
    const char *mid, *right, *left;
} plain[PART_COUNT] = {
    [PART_any] = {LSN_TR("a part of the body"), NULL, NULL},
    [PART_pelvis] = {LSN_TR("the pelvis"), NULL, NULL},
    [PART_low_back] = {LSN_TR("the low back"), NULL, NULL},
    [PART_upper_back] = {LSN_TR("the upper back"), NULL, NULL},
    [PART_chest] = {LSN_TR("the chest"), NULL, NULL},
    [PART_belly] = {LSN_TR("the belly"), NULL, NULL},
    [PART_neck] = {LSN_TR("the neck"), NULL, NULL},
    [PART_head] = {LSN_TR("the head"), NULL, NULL},
    [PART_shoulder] = {NULL, LSN_TR("the right shoulder"), LSN_TR("the left shoulder")},
    [PART_upper_arm] = {NULL, LSN_TR("the right upper arm"), LSN_TR("the left upper arm")},
    [PART_elbow] = {NULL, LSN_TR("the right elbow"), LSN_TR("the left elbow")},
    [PART_forearm] = {NULL, LSN_TR("the right forearm"), LSN_TR("the left forearm")},
    [PART_wrist] = {NULL, LSN_TR("the right wrist"), LSN_TR("the left wrist")},
    [PART_hand] = {NULL, LSN_TR("the right hand"), LSN_TR("the left hand")},
    [PART_hip] = {NULL, LSN_TR("the right hip"), LSN_TR("the left hip")},
    [PART_thigh] = {NULL, LSN_TR("the right thigh"), LSN_TR("the left thigh")},
    [PART_knee] = {NULL, LSN_TR("the right knee"), LSN_TR("the left knee")},
    [PART_lower_leg] = {NULL, LSN_TR("the right lower leg"), LSN_TR("the left lower leg")},
    [PART_ankle] = {NULL, LSN_TR("the right ankle"), LSN_TR("the left ankle")},
    [PART_foot] = {NULL, LSN_TR("the right foot"), LSN_TR("the left foot")},
    [PART_heel] = {NULL, LSN_TR("the right heel"), LSN_TR("the left heel")},
    [PART_toes] = {NULL, LSN_TR("the right forefoot"), LSN_TR("the left forefoot")},
};

typedef struct part_row {
    const char *begins;
    part part;
} part_row;

// The first that fits a segment, a site or a coordinate.
static const part_row part_rows[] = {
    {"pelvis", PART_pelvis},
    {"l1", PART_low_back},
    {"l2", PART_low_back},
    {"l3", PART_low_back},
    {"l4", PART_low_back},
    {"l5", PART_low_back},
    {"low_back", PART_low_back},
    {"lumbar", PART_low_back},
    {"loin", PART_low_back},
    {"t12", PART_upper_back},
    {"t8", PART_upper_back},
    {"t4", PART_upper_back},
    {"mid_back", PART_upper_back},
    {"upper_back", PART_upper_back},
    {"thoracic", PART_upper_back},
    {"breastbone", PART_chest},
    {"belly", PART_belly},
    {"neck", PART_neck},
    {"back_of_head", PART_head},
    {"head", PART_head},
    {"forehead", PART_head},
    {"chin", PART_head},
    {"clavicle", PART_shoulder},
    {"shoulder", PART_shoulder},
    {"humerus", PART_upper_arm},
    {"arm_", PART_shoulder},
    {"elbow", PART_elbow},
    {"forearm", PART_forearm},
    {"pro_sup", PART_forearm},
    {"wrist", PART_wrist},
    {"finger", PART_hand},
    {"palm", PART_hand},
    {"back_of_hand", PART_hand},
    {"hand", PART_hand},
    {"femur", PART_thigh},
    {"thigh", PART_thigh},
    {"hip_", PART_hip},
    {"patella", PART_knee},
    {"knee", PART_knee},
    {"tibia", PART_lower_leg},
    {"shin", PART_lower_leg},
    {"calf", PART_lower_leg},
    {"ankle", PART_ankle},
    {"subtalar", PART_ankle},
    {"toe", PART_toes},
    {"ball_", PART_foot},
    {"instep", PART_foot},
    {"foot", PART_foot},
    {"heel", PART_heel},
    {"sit_bone", PART_pelvis},
    {"sacrum", PART_pelvis},
    {"pubis", PART_pelvis},
};

static const char *part_text(const lsn_words *language, const char *part_name) {
    lsn_str name = lsn_str_from(part_name);
    char side = name.len > 2 && name.ptr[name.len - 2] == '_' ? name.ptr[name.len - 1] : ' ';
    part found = PART_any;
    for (size_t i = 0; i < sizeof part_rows / sizeof *part_rows && found == PART_any; i++)
        if (lsn_str_starts(name, lsn_str_from(part_rows[i].begins))) found = part_rows[i].part;
    const char *text = side == 'r' ? plain[found].right : side == 'l' ? plain[found].left : plain[found].mid;
    if (!text) text = plain[found].mid;
    return lsn_words_say(language, text ? text : plain[PART_any].mid);
}

enum { LENGTH_ROOM = 32 };

static const char *length_text(char bytes[LENGTH_ROOM], const lsn_words *language, double mm) {
    lsn_buf out = lsn_buf_make(bytes, LENGTH_ROOM);
    if (mm < 10.0)
        lsn_buf_format(&out, LSN_IN(language, "%d mm"), (int)(lsn_max(1.0, mm) + 0.5));
    else
        lsn_buf_format(&out, LSN_IN(language, "%d cm"), (int)(lsn_min(mm, 1e6) / 10.0 + 0.5));
    return lsn_buf_cstr(&out);
}

static const char *prop_text(const lsn_words *language, const char *name) {
    lsn_prop prop = lsn_prop_find(lsn_str_from(name));
    return lsn_words_say(language, prop < LSN_PROP_COUNT ? lsn_prop_text(prop) : name);
}

static const char *where_text(const lsn_words *language, const lsn_fault *fault, const lsn_move *move) {
    if (fault->phase < 0) return LSN_IN(language, "In the first pose %s");
    if (move->phases[fault->phase].kind == LSN_PHASE_hold) return LSN_IN(language, "In the second pose %s");
    return LSN_IN(language, "On the way %s");
}

static void say_fault(lsn_buf *out, const lsn_words *language, const lsn_fault *fault) {
    char room[LENGTH_ROOM];
    const char *part = part_text(language, fault->part), *length = length_text(room, language, fault->amount);
    switch (fault->kind) {
    case LSN_FAULT_limit:
        lsn_buf_format(out, LSN_IN(language, "%s goes further than it can, by %d°. Take it back a little."), part,
                       (int)(lsn_max(1.0, fault->amount) + 0.5));
        break;
    case LSN_FAULT_contact:
        lsn_buf_format(
            out, LSN_IN(language, "%s stays %s away from what it should touch. Bring it nearer, or lift it clear."),
            part, length);
        break;
    case LSN_FAULT_slide:
        lsn_buf_format(out, LSN_IN(language, "%s slides by %s. Make the way shorter if that looks wrong."), part,
                       length);
        break;
    case LSN_FAULT_floor:
        lsn_buf_format(out, LSN_IN(language, "%s goes through the floor by %s. Move it up."), part, length);
        break;
    case LSN_FAULT_self:
        lsn_buf_format(out, LSN_IN(language, "%s goes into %s by %s. Move them apart."), part,
                       part_text(language, fault->other), length);
        break;
    case LSN_FAULT_prop:
        lsn_buf_format(out, LSN_IN(language, "%s goes through the %s by %s. Move it out."), part,
                       prop_text(language, fault->other), length);
        break;
    case LSN_FAULT_balance:
        lsn_buf_text(out, LSN_IN(language, "the body would tip over. Bring the hips over what they rest on, or put a "
                                           "hand or foot down."));
        break;
    default:
        lsn_buf_format(out, LSN_IN(language, "%s turns with a jerk. Make the two poses more alike."), part);
        break;
    }
}

static bool is_hint(const lsn_fault *fault) {
    switch (fault->kind) {
    case LSN_FAULT_limit:
        return fault->amount < much_deg;
    case LSN_FAULT_floor:
    case LSN_FAULT_contact:
        return fault->amount < much_mm;
    case LSN_FAULT_prop:
        return fault->amount < much_prop_mm;
    default:
        return true;
    }
}

// One sentence for each kind and part: the worst.
static bool is_said(const lsn_fault *fault, const lsn_verification *found, int index) {
    for (int i = 0; i < found->count; i++) {
        const lsn_fault *other = &found->faults[i];
        if (i == index || other->kind != fault->kind) continue;
        bool same =
            fault->kind == LSN_FAULT_balance || lsn_str_equal(lsn_str_from(other->part), lsn_str_from(fault->part));
        if (same && (other->amount > fault->amount || (other->amount == fault->amount && i < index))) return true;
    }
    return false;
}

int lsn_make_look(lsn_make_problem *out, int max, const lsn_move *move, const lsn_body *body, lsn_arena scratch) {
    lsn_motion *motion = LSN_NEW(&scratch, lsn_motion, 1);
    lsn_verification *found = LSN_NEW(&scratch, lsn_verification, 1);
    if (!motion || !found) return 0;
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    lsn_err err = lsn_motion_build(motion, move, side, LSN_LEVEL_usual, body, scratch, NULL);
    if (err && err != LSN_ERR_NOT_SOLVED) return 0;
    if (lsn_motion_verify(found, motion, FRAMES_PER_S, scratch)) return 0;
    int count = 0;
    for (int i = 0; i < found->count && count < max; i++) {
        const lsn_fault *fault = &found->faults[i];
        bool ours = fault->kind == LSN_FAULT_mirror || fault->kind == LSN_FAULT_target; // not the person's
        if (ours || is_said(fault, found, i)) continue;
        lsn_make_problem *problem = &out[count++];
        *problem = (lsn_make_problem){.field = LSN_MAKE_figure, .is_hint = is_hint(fault)};
        char bytes[LSN_DIAG_TEXT_MAX];
        lsn_buf what = lsn_buf_make(bytes, sizeof bytes), text = lsn_buf_make(problem->text, sizeof problem->text);
        say_fault(&what, move->language, fault);
        lsn_buf_format(&text, where_text(move->language, fault, move), lsn_buf_cstr(&what));
        lsn_buf_cstr(&text);
    }
    return count;
}
