// core/catalogue: a move as JSON, for the command line and the page. Invariant: what a reader of a move needs, in the
// words of the file; the poses, which only the figure reads, stay out.
#include "core/catalogue/read.h"

static void write_texts(lsn_json_out *out, const char *key, const lsn_str *texts, int count) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < count; i++) lsn_json_str(out, texts[i]);
    lsn_json_array_end(out);
}

static void write_mask(lsn_json_out *out, const char *key, uint32_t mask, const name_list *list) {
    lsn_json_key(out, key);
    lsn_json_array(out);
    for (int i = 0; i < list->count; i++)
        if (mask & 1u << i) lsn_json_text(out, list->names[i]);
    lsn_json_array_end(out);
}

static void write_targets(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "targets");
    lsn_json_array(out);
    for (int i = 0; i < move->target_count; i++) {
        const lsn_target *target = &move->targets[i];
        lsn_json_object(out);
        lsn_json_put_str(out, "muscle", target->muscle);
        lsn_json_put_bool(out, "primary", target->primary);
        lsn_json_put_text(out, "side", target->both_sides ? "both" : target->other_side ? "other" : "working");
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_doses(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "doses");
    lsn_json_object(out);
    for (int i = 0; i < LSN_LEVEL_COUNT; i++) {
        lsn_level level = (lsn_level)i;
        const lsn_dose *dose = &move->dose[i];
        char text[LSN_DOSE_WORDS_MAX];
        lsn_buf words = lsn_buf_make(text, sizeof text);
        lsn_dose_words(&words, move, level);
        lsn_json_key(out, lsn_level_name(level));
        lsn_json_object(out);
        lsn_json_put_int(out, "hold_s", (int)dose->hold_s);
        lsn_json_put_int(out, "reps", dose->reps);
        if (dose->variant >= 0) lsn_json_put_str(out, "variant", move->variants[dose->variant].id);
        lsn_json_put_str(out, "words", lsn_buf_view(&words));
        lsn_json_put_int(out, "seconds", lsn_move_seconds(move, level));
        lsn_json_put_str(out, "source", dose->source);
        lsn_json_object_end(out);
    }
    lsn_json_object_end(out);
}

static void write_variants(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "variants");
    lsn_json_array(out);
    for (int i = 0; i < move->variant_count; i++) {
        lsn_json_object(out);
        lsn_json_put_str(out, "id", move->variants[i].id);
        lsn_json_put_str(out, "name", move->variants[i].name);
        lsn_json_put_str(out, "how", move->variants[i].how);
        if (move->variants[i].props) write_mask(out, "props", move->variants[i].props, &lsn_list_prop);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_phases(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "phases");
    lsn_json_array(out);
    for (int i = 0; i < move->phase_count; i++) {
        const lsn_phase *phase = &move->phases[i];
        lsn_json_object(out);
        lsn_json_put_str(out, "id", phase->id);
        lsn_json_put_text(out, "kind", lsn_phase_kind_name(phase->kind));
        lsn_json_put_str(out, "to", move->poses[phase->to].id);
        if (!phase->is_hold) lsn_json_put_int(out, "seconds", (int)phase->seconds);
        lsn_json_put_text(out, "breath", lsn_breath_name(phase->breath));
        lsn_json_put_str(out, "say", phase->say);
        if (phase->again.len > 0) lsn_json_put_str(out, "again", phase->again);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_sources(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "sources");
    lsn_json_array(out);
    for (int i = 0; i < move->source_count; i++) {
        lsn_json_object(out);
        lsn_json_put_str(out, "id", move->sources[i].id);
        lsn_json_put_str(out, "fact", move->sources[i].fact);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_props(lsn_json_out *out, const lsn_move *move) {
    lsn_json_key(out, "props");
    lsn_json_object(out);
    write_mask(out, "needed", move->props_needed, &lsn_list_prop);
    write_mask(out, "useful", move->props_useful, &lsn_list_prop);
    lsn_json_object_end(out);
}

void lsn_move_write_json(lsn_json_out *out, const lsn_move *move) {
    lsn_json_object(out);
    lsn_json_put_str(out, "id", move->id);
    lsn_json_put_str(out, "name", move->name);
    write_texts(out, "aliases", move->aliases, move->alias_count);
    lsn_json_put_str(out, "summary", move->summary);
    lsn_json_put_str(out, "why", move->why);
    lsn_json_put_str(out, "ready", move->ready);
    lsn_json_put_text(out, "kind", lsn_kind_name(move->kind));
    lsn_json_put_text(out, "start", lsn_posture_name(move->start));
    lsn_json_put_text(out, "end", lsn_posture_name(move->end));
    write_mask(out, "places", move->places, &lsn_list_place);
    write_props(out, move);
    write_mask(out, "regions", move->regions, &lsn_list_region);
    lsn_json_put_text(out, "direction", lsn_direction_name(move->direction));
    lsn_json_put_bool(out, "end_range", move->end_range);
    lsn_json_put_bool(out, "warm_up", move->warm_up);
    lsn_json_put_bool(out, "two_sided", move->two_sided);
    write_mask(out, "tags", move->tags, &lsn_list_tag);
    write_targets(out, move);
    write_doses(out, move);
    write_variants(out, move);
    write_phases(out, move);
    write_texts(out, "cues", move->cues, move->cue_count);
    write_texts(out, "mistakes", move->mistakes, move->mistake_count);
    write_texts(out, "corrections", move->corrections, move->correction_count);
    write_sources(out, move);
    lsn_json_object_end(out);
}
