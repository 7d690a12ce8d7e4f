// core/make: what no body can do, in plain words with what to do about it. Invariant: it says what lsn_motion_verify
// finds; small things, and those that only look odd, are hints.
#include "core/make/make.h"

enum { FRAMES_PER_S = 6 };

// What is more than this is a problem, the rest a hint (our own choice): degrees, mm.
static const double much_deg = 5.0, much_mm = 20.0, much_prop_mm = 60.0;

typedef struct word_row {
    const char *begins, *plain;
} word_row;

// The first that fits.
static const word_row words[] = {
    {"pelvis", "hips"},
    {"l1", "low back"},
    {"l2", "low back"},
    {"l3", "low back"},
    {"l4", "low back"},
    {"l5", "low back"},
    {"lumbar", "low back"},
    {"t12", "upper back"},
    {"t8", "upper back"},
    {"t4", "upper back"},
    {"thoracic", "upper back"},
    {"neck", "neck"},
    {"back_of_head", "head"},
    {"head", "head"},
    {"forehead", "head"},
    {"clavicle", "shoulder"},
    {"humerus", "upper arm"},
    {"arm_", "shoulder"},
    {"elbow", "elbow"},
    {"pro_sup", "forearm"},
    {"wrist", "wrist"},
    {"fingers", "fingers"},
    {"palm", "hand"},
    {"back_of_hand", "hand"},
    {"femur", "thigh"},
    {"thigh", "thigh"},
    {"hip_", "hip"},
    {"patella", "knee"},
    {"knee", "knee"},
    {"tibia", "lower leg"},
    {"shin", "lower leg"},
    {"calf", "lower leg"},
    {"ankle", "ankle"},
    {"subtalar", "ankle"},
    {"toe", "toes"},
    {"ball_", "foot"},
    {"instep", "foot"},
    {"heel", "heel"},
    {"sit_bone", "hips"},
    {"sacrum", "hips"},
    {"pubis", "hips"},
};

static void say_part(lsn_buf *out, const char *part) {
    lsn_str name = lsn_str_from(part);
    const char *side = "";
    if (name.len > 2 && name.ptr[name.len - 2] == '_') {
        char last = name.ptr[name.len - 1];
        side = last == 'r' ? "right " : last == 'l' ? "left " : "";
    }
    lsn_buf_format(out, "the %s", side);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!lsn_str_starts(name, lsn_str_from(words[i].begins))) continue;
        lsn_buf_text(out, words[i].plain);
        return;
    }
    size_t end = side[0] ? name.len - 2 : name.len;
    for (size_t i = 0; i < end; i++) lsn_buf_char(out, name.ptr[i] == '_' ? ' ' : name.ptr[i]);
}

static void say_length(lsn_buf *out, double mm) {
    if (mm < 10.0) {
        lsn_buf_fixed(out, lsn_max(1.0, mm), 0);
        lsn_buf_text(out, " mm");
    } else {
        lsn_buf_fixed(out, mm / 10.0, 0);
        lsn_buf_text(out, " cm");
    }
}

static void say_where(lsn_buf *out, const lsn_fault *fault, const lsn_move *move) {
    if (fault->phase < 0)
        lsn_buf_text(out, "In the first pose ");
    else if (move->phases[fault->phase].kind == LSN_PHASE_hold)
        lsn_buf_text(out, "In the second pose ");
    else
        lsn_buf_text(out, "On the way ");
}

static void say_fault(lsn_buf *out, const lsn_fault *fault) {
    switch (fault->kind) {
    case LSN_FAULT_limit:
        say_part(out, fault->part);
        lsn_buf_text(out, " goes further than it can, by ");
        lsn_buf_fixed(out, lsn_max(1.0, fault->amount), 0);
        lsn_buf_text(out, " degrees. Take it back a little.");
        break;
    case LSN_FAULT_contact:
        say_part(out, fault->part);
        lsn_buf_text(out, " stays ");
        say_length(out, fault->amount);
        lsn_buf_text(out, " away from what it should touch. Bring it nearer, or lift it clear.");
        break;
    case LSN_FAULT_slide:
        say_part(out, fault->part);
        lsn_buf_text(out, " slides by ");
        say_length(out, fault->amount);
        lsn_buf_text(out, ". Make the way shorter if that looks wrong.");
        break;
    case LSN_FAULT_floor:
        say_part(out, fault->part);
        lsn_buf_text(out, " goes through the floor by ");
        say_length(out, fault->amount);
        lsn_buf_text(out, ". Move it up.");
        break;
    case LSN_FAULT_self:
        say_part(out, fault->part);
        lsn_buf_text(out, " goes into ");
        say_part(out, fault->other);
        lsn_buf_text(out, " by ");
        say_length(out, fault->amount);
        lsn_buf_text(out, ". Move them apart.");
        break;
    case LSN_FAULT_prop:
        say_part(out, fault->part);
        lsn_buf_format(out, " goes through the %s by ", fault->other);
        say_length(out, fault->amount);
        lsn_buf_text(out, ". Move it out.");
        break;
    case LSN_FAULT_balance:
        lsn_buf_text(out,
                     "the body would tip over. Bring the hips over what they rest on, or put a hand or foot down.");
        break;
    default:
        say_part(out, fault->part);
        lsn_buf_text(out, " turns with a jerk. Make the two poses more alike.");
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
        lsn_buf text = lsn_buf_make(problem->text, sizeof problem->text);
        say_where(&text, fault, move);
        say_fault(&text, fault);
        lsn_buf_cstr(&text);
    }
    return count;
}
