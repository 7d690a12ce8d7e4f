// core/catalogue: what must hold between the parts of a move, beyond each field by itself. Invariant: every check has a
// place in the file and says what to change.
#include "core/catalogue/read.h"

static const lsn_json *item_at(const lsn_json *list, int index) {
    const lsn_json *item = list->first;
    while (index-- > 0) item = item->next;
    return item;
}

static double least_hold_s(const lsn_move *m) {
    double least = m->dose[0].hold_s;
    for (int level = 1; level < LSN_LEVEL_COUNT; level++) least = lsn_min(least, m->dose[level].hold_s);
    return least;
}

// ---------------------------------------------------------------- speech

// The number of placeholders in `text`, or −1 with `*wrong` at one that lsn_say would not replace.
static int count_placeholders(lsn_str text, lsn_str *wrong) {
    int count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '{' && text.ptr[i] != '}') continue;
        lsn_str rest = {text.ptr + i, text.len - i};
        lsn_str side = LSN_STR("{side}"), other = LSN_STR("{other}");
        if (lsn_str_starts(rest, side)) {
            i += side.len - 1;
        } else if (lsn_str_starts(rest, other)) {
            i += other.len - 1;
        } else {
            *wrong = rest;
            return -1;
        }
        count++;
    }
    return count;
}

static lsn_err check_line(reader *r, const lsn_json *value, lsn_str text, int seconds, bool two_sided, int *sided) {
    lsn_str wrong = {NULL, 0};
    int count = count_placeholders(text, &wrong);
    if (count < 0) {
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->line, value->column,
                            "only {side} and {other} may stand in { }, at \"%S\"", wrong);
    }
    if (count > 0 && !two_sided) {
        return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, value->line, value->column,
                            "the move has one side only: name no side here, or set \"two_sided\" to true");
    }
    *sided += count;
    int needed = lsn_say_seconds(text);
    if (needed <= seconds) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_TOO_LONG, value->line, value->column,
                        "saying this takes %d s and there are %d; shorten it or lengthen the phase", needed, seconds);
}

static lsn_err check_speech(reader *r, const lsn_json *object, const lsn_move *m) {
    const lsn_json *ready = lsn_json_get(object, "ready"), *phases = lsn_json_get(object, "phases");
    int sided = 0;
    lsn_err err = check_line(r, ready, m->ready, LSN_READY_S, m->two_sided, &sided);
    for (int i = 0; i < m->phase_count && !err; i++) {
        const lsn_phase *phase = &m->phases[i];
        const lsn_json *item = item_at(phases, i), *again = lsn_json_get(item, "again");
        int seconds = (int)(phase->is_hold ? least_hold_s(m) : phase->seconds);
        err = check_line(r, lsn_json_get(item, "say"), phase->say, seconds, m->two_sided, &sided);
        if (!err && again) err = check_line(r, again, phase->again, seconds, m->two_sided, &sided);
    }
    if (err || !m->two_sided || sided > 0) return err;
    return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, phases->line, phases->column,
                        "the move has two sides, but no line says which: write {side} where it matters");
}

// A variant's "how" is said after "ready", in one cue.
static lsn_err check_variants(reader *r, const lsn_json *object, const lsn_move *m) {
    const lsn_json *variants = lsn_json_get(object, "variants");
    for (int i = 0; i < m->variant_count; i++) {
        const lsn_json *how = lsn_json_get(item_at(variants, i), "how");
        int sided = 0, size = (int)(m->ready.len + 1 + m->variants[i].how.len);
        lsn_err err = check_line(r, how, m->variants[i].how, LSN_HOW_S_MAX, m->two_sided, &sided);
        if (err) return err;
        if (size <= LSN_READY_AND_HOW_MAX) continue;
        return lsn_diag_set(r->diag, LSN_ERR_TOO_LONG, how->line, how->column,
                            "this follows \"ready\" in one breath: together they are %d bytes long; shorten them to %d",
                            size, LSN_READY_AND_HOW_MAX);
    }
    return LSN_OK;
}

// ---------------------------------------------------------------- phases and doses

static lsn_err check_order(reader *r, const lsn_json *object, const lsn_move *m) {
    const lsn_json *phases = lsn_json_get(object, "phases");
    const lsn_json *last = lsn_json_get(item_at(phases, m->phase_count - 1), "to");
    int holds = 0;
    for (int i = 0; i < m->phase_count; i++) {
        const lsn_json *item = item_at(phases, i);
        if (i == 0 && m->phases[i].kind == LSN_PHASE_hold) {
            return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, item->line, item->column,
                                "a hold starts after settling: put a \"settle\" phase before it");
        }
        if (m->phases[i].is_hold && ++holds > 1) {
            return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, item->line, item->column,
                                "only one hold can last as long as the dose says; give this one \"seconds\"");
        }
    }
    if (m->phases[m->phase_count - 1].to == 0) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, last->line, last->column,
                        "a repetition ends where it began: the last phase must go to \"%S\"", m->poses[0].id);
}

static lsn_err check_doses(reader *r, const lsn_json *object, const lsn_move *m) {
    const lsn_json *doses = lsn_json_get(object, "doses");
    bool has_hold = false;
    for (int i = 0; i < m->phase_count; i++) has_hold = has_hold || m->phases[i].is_hold;
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
        const lsn_json *dose = lsn_json_get(doses, lsn_level_name((lsn_level)level));
        const lsn_json *hold = lsn_json_get(dose, "hold_s");
        if (has_hold && m->dose[level].hold_s == 0) {
            return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, dose->line, dose->column,
                                "the move has a hold; say for how long with \"hold_s\"");
        }
        if (!has_hold && m->dose[level].hold_s > 0) {
            return lsn_diag_set(
                r->diag, LSN_ERR_INCONSISTENT, hold->line, hold->column,
                "nothing is held for \"hold_s\": add a \"hold\" phase without \"seconds\", or remove it");
        }
    }
    const lsn_json *easier = lsn_json_get(doses, "easier");
    if (lsn_move_side_seconds(m, LSN_LEVEL_easier) <= lsn_move_side_seconds(m, LSN_LEVEL_usual)) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, easier->line, easier->column,
                        "the easier dose takes %d s and the usual one %d; make it no longer",
                        lsn_move_side_seconds(m, LSN_LEVEL_easier), lsn_move_side_seconds(m, LSN_LEVEL_usual));
}

// ---------------------------------------------------------------- props

static lsn_err check_seat(reader *r, const lsn_move *m, const lsn_key_pose *poses) {
    for (int i = 0; i < m->pose_count; i++) {
        for (int c = 0; c < poses[i].contact_count; c++) {
            const lsn_pose_contact *contact = &poses[i].contacts[c];
            if (!lsn_str_equal(contact->on, LSN_STR("seat")) || m->seat_m > 0) continue;
            return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, contact->line, contact->column,
                                "this rests on a seat; add its height in metres as \"seat_m\", like 0.45");
        }
    }
    return LSN_OK;
}

lsn_err lsn_check_move(reader *r, const lsn_json *object, const lsn_move *m) {
    lsn_err err = check_order(r, object, m);
    if (!err) err = check_doses(r, object, m);
    if (!err) err = check_speech(r, object, m);
    if (!err) err = check_variants(r, object, m);
    if (!err) err = check_seat(r, m, m->poses);
    for (int i = 0; i < m->variant_count && !err; i++)
        if (m->variants[i].has_poses) err = check_seat(r, m, m->variants[i].poses);
    return err;
}
