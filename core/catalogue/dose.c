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

static void say_dose_once(lsn_buf *out, const lsn_move *move, const lsn_dose *dose) {
    const lsn_words *language = move->language;
    int reps = dose->reps, hold_s = (int)dose->hold_s;
    if (hold_s > 0 && reps > 1)
        lsn_buf_format(out, LSN_IN(language, "%d × %d s"), reps, hold_s);
    else if (hold_s > 0)
        lsn_buf_format(out, LSN_IN(language, "%d s"), hold_s);
    else if (is_one_breath(move))
        lsn_buf_format(out, LSN_N(language, reps, "%d slow breath", "%d slow breaths"), reps);
    else
        lsn_buf_format(out, LSN_N(language, reps, "%d slow repetition", "%d slow repetitions"), reps);
}

void lsn_dose_say(lsn_buf *out, const lsn_move *move, const lsn_dose *dose) {
    char memory[LSN_DOSE_WORDS_MAX];
    lsn_buf once = lsn_buf_make(memory, sizeof memory);
    say_dose_once(&once, move, dose);
    if (move->two_sided)
        lsn_buf_format(out, LSN_IN(move->language, "%S each side"), lsn_buf_view(&once));
    else
        lsn_buf_str(out, lsn_buf_view(&once));
}

/// "{side}" or "{side|for the right|for the left}": writes what stands there and returns the bytes of the mark, 0 when
/// there is none at the beginning of `text`.
static size_t say_mark(lsn_buf *out, lsn_str text, lsn_str name, lsn_side side, const char *plain) {
    size_t end = 0;
    while (end < text.len && text.ptr[end] != '}') end++;
    bool is_mark = lsn_str_starts(text, name) && end < text.len;
    if (!is_mark || (end != name.len && text.ptr[name.len] != '|')) return 0;
    if (end == name.len) {
        lsn_buf_text(out, plain);
        return end + 1;
    }
    size_t bar = name.len + 1;
    while (bar < end && text.ptr[bar] != '|') bar++;
    size_t from = side == LSN_SIDE_left && bar < end ? bar + 1 : name.len + 1, to = from == bar + 1 ? end : bar;
    lsn_buf_str(out, (lsn_str){text.ptr + from, to - from});
    return end + 1;
}

void lsn_say(lsn_buf *out, const lsn_words *language, lsn_str text, lsn_side side) {
    static const char *const names[] = {LSN_TR("working"), LSN_TR("right"), LSN_TR("left")};
    LSN_ASSERT((unsigned)side < LSN_SIDE_COUNT);
    lsn_side other = side == LSN_SIDE_left ? LSN_SIDE_right : LSN_SIDE_left;
    const char *other_name = side == LSN_SIDE_none ? LSN_TR("other") : names[other];
    while (text.len > 0) {
        size_t size = say_mark(out, text, LSN_STR("{side"), side, lsn_words_say(language, names[side]));
        if (size == 0) size = say_mark(out, text, LSN_STR("{other"), other, lsn_words_say(language, other_name));
        if (size == 0) {
            size = 1;
            while (size < text.len && text.ptr[size] != '{') size++;
            lsn_buf_str(out, (lsn_str){text.ptr, size});
        }
        text = (lsn_str){text.ptr + size, text.len - size};
    }
}

/// A comma, full stop or bracket as wide as a character of Chinese, three bytes.
static bool is_wide_mark(lsn_str text, size_t at) {
    const unsigned char *c = (const unsigned char *)text.ptr + at;
    return at + 2 < text.len && ((c[0] == 0xE3 && c[1] == 0x80) || (c[0] == 0xEF && c[1] == 0xBC));
}

/// A character of Chinese or Japanese, three bytes. Three of them are said in the time of two words: about 250 a
/// minute, our own choice.
static bool is_han(lsn_str text, size_t at) {
    const unsigned char *c = (const unsigned char *)text.ptr + at;
    return at + 2 < text.len && c[0] >= 0xE3 && c[0] <= 0xE9 && (c[0] > 0xE3 || c[1] > 0x80);
}

int lsn_say_seconds(lsn_str text) {
    int words = 0, han = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_han(text, i) || is_wide_mark(text, i)) {
            han += is_han(text, i);
            inside = false;
            i += 2;
            continue;
        }
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
        bool space = c == ' ';
        if (letter && !inside) words++;
        if (letter || space) inside = letter;
    }
    int thirds = 3 * words + 2 * han, a_minute = 3 * LSN_WORDS_A_MINUTE;
    return (thirds * 60 + a_minute - 1) / a_minute;
}
