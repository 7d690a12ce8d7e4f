// core/catalogue: doses in seconds and in words, and the voice's lines. Invariant: a phase lasts whole seconds, so
// every sum does.
#include "core/catalogue/catalogue.h"

lsn_dose lsn_dose_with(const lsn_move *move, lsn_level level, int extra_s, int extra_reps) {
    LSN_ASSERT((unsigned)level < LSN_LEVEL_COUNT);
    lsn_dose dose = move->dose[level];
    if (dose.hold_s > 0) dose.hold_s += extra_s;
    dose.reps += extra_reps;
    return dose;
}

int lsn_dose_rep_seconds(const lsn_move *move, const lsn_dose *dose) {
    double seconds = 0;
    for (int i = 0; i < move->phase_count; i++)
        seconds += move->phases[i].is_hold ? dose->hold_s : move->phases[i].seconds;
    return (int)seconds;
}

int lsn_dose_side_seconds(const lsn_move *move, const lsn_dose *dose) {
    return lsn_dose_rep_seconds(move, dose) * dose->reps;
}

int lsn_dose_seconds(const lsn_move *move, const lsn_dose *dose) {
    int side_s = lsn_dose_side_seconds(move, dose);
    return move->two_sided ? 2 * side_s + LSN_SWITCH_S : side_s;
}

int lsn_dose_work_seconds(const lsn_move *move, const lsn_dose *dose) {
    double seconds = 0;
    for (int i = 0; i < move->phase_count; i++) {
        const lsn_phase *phase = &move->phases[i];
        bool works = phase->kind == LSN_PHASE_hold || phase->kind == LSN_PHASE_move;
        if (works) seconds += phase->is_hold ? dose->hold_s : phase->seconds;
    }
    return (int)seconds * dose->reps * (move->two_sided ? 2 : 1);
}

int lsn_move_rep_seconds(const lsn_move *move, lsn_level level) {
    lsn_dose dose = lsn_dose_with(move, level, 0, 0);
    return lsn_dose_rep_seconds(move, &dose);
}

int lsn_move_side_seconds(const lsn_move *move, lsn_level level) {
    lsn_dose dose = lsn_dose_with(move, level, 0, 0);
    return lsn_dose_side_seconds(move, &dose);
}

int lsn_move_seconds(const lsn_move *move, lsn_level level) {
    lsn_dose dose = lsn_dose_with(move, level, 0, 0);
    return lsn_dose_seconds(move, &dose);
}

// True when the phases are one breath: in and out, once each.
static bool is_one_breath(const lsn_move *move) {
    int in = 0, out = 0;
    for (int i = 0; i < move->phase_count; i++) {
        in += move->phases[i].breath == LSN_BREATH_in;
        out += move->phases[i].breath == LSN_BREATH_out;
    }
    return in == 1 && out == 1;
}

void lsn_dose_words(lsn_buf *out, const lsn_move *move, lsn_level level) {
    lsn_dose dose = lsn_dose_with(move, level, 0, 0);
    lsn_dose_say(out, move, &dose);
}

void lsn_dose_say(lsn_buf *out, const lsn_move *move, const lsn_dose *dose) {
    if (dose->hold_s > 0) {
        if (dose->reps > 1) lsn_buf_format(out, "%d × ", dose->reps);
        lsn_buf_format(out, "%d s", (int)dose->hold_s);
    } else if (is_one_breath(move)) {
        lsn_buf_format(out, "%d slow breath%s", dose->reps, dose->reps == 1 ? "" : "s");
    } else {
        lsn_buf_format(out, "%d slow repetition%s", dose->reps, dose->reps == 1 ? "" : "s");
    }
    if (move->two_sided) lsn_buf_text(out, " each side");
}

void lsn_say(lsn_buf *out, lsn_str text, lsn_side side) {
    static const char *const other_names[] = {"other", "left", "right"};
    LSN_ASSERT((unsigned)side < LSN_SIDE_COUNT);
    lsn_str side_mark = LSN_STR("{side}"), other_mark = LSN_STR("{other}");
    for (size_t i = 0; i < text.len; i++) {
        lsn_str rest = {text.ptr + i, text.len - i};
        if (lsn_str_starts(rest, side_mark)) {
            lsn_buf_text(out, side == LSN_SIDE_none ? "working" : lsn_side_name(side));
            i += side_mark.len - 1;
        } else if (lsn_str_starts(rest, other_mark)) {
            lsn_buf_text(out, other_names[side]);
            i += other_mark.len - 1;
        } else {
            lsn_buf_char(out, text.ptr[i]);
        }
    }
}

int lsn_say_seconds(lsn_str text) {
    int words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
        bool space = c == ' ';
        if (letter && !inside) words++;
        if (letter || space) inside = letter;
    }
    return (words * 60 + LSN_WORDS_A_MINUTE - 1) / LSN_WORDS_A_MINUTE;
}
