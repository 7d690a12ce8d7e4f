// Routines and programmes as JSON, as they are read.
#include "core/routine/routine.h"

static void put_if_any(lsn_json_out *out, const char *key, lsn_str value) {
    if (value.len > 0) lsn_json_put_str(out, key, value);
}

static void write_steps(lsn_json_out *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    lsn_json_key(out, "steps");
    lsn_json_array(out);
    for (int i = 0; i < routine->count; i++) {
        lsn_json_object(out);
        lsn_json_put_str(out, "move", catalogue->moves[routine->steps[i].move].id);
        lsn_json_put_text(out, "level", lsn_level_name(routine->steps[i].level));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

void lsn_routine_write_json(lsn_json_out *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    lsn_json_object(out);
    lsn_json_put_text(out, "kind", "routine");
    put_if_any(out, "id", routine->id);
    lsn_json_put_str(out, "name", routine->name);
    put_if_any(out, "note", routine->note);
    put_if_any(out, "source", routine->source);
    put_if_any(out, "source_words", routine->source_words);
    lsn_json_put_text(out, "place", lsn_place_name(routine->place));
    lsn_json_key(out, "days");
    lsn_json_array(out);
    for (int day = 0; day < LSN_WEEK_DAYS; day++) {
        if (routine->days >> day & 1) lsn_json_text(out, lsn_weekday_name(day));
    }
    lsn_json_array_end(out);
    write_steps(out, routine, catalogue);
    lsn_json_object_end(out);
}

static void write_week(lsn_json_out *out, const lsn_programme *programme, int week) {
    lsn_json_object(out);
    for (int day = 0; day < LSN_WEEK_DAYS; day++) {
        lsn_programme_day asks = programme->days[week][day];
        if (asks.kind == LSN_PROGRAMME_rest) continue;
        lsn_json_key(out, lsn_weekday_name(day));
        if (asks.kind == LSN_PROGRAMME_routine) {
            lsn_json_str(out, programme->routines[asks.value].id);
            continue;
        }
        lsn_json_object(out);
        lsn_json_put_int(out, "best", asks.value);
        lsn_json_object_end(out);
    }
    lsn_json_object_end(out);
}

void lsn_programme_write_json(lsn_json_out *out, const lsn_programme *programme, const lsn_catalogue *catalogue) {
    lsn_json_object(out);
    lsn_json_put_text(out, "kind", "programme");
    put_if_any(out, "id", programme->id);
    lsn_json_put_str(out, "name", programme->name);
    put_if_any(out, "note", programme->note);
    put_if_any(out, "source", programme->source);
    put_if_any(out, "source_words", programme->source_words);
    lsn_json_key(out, "routines");
    lsn_json_array(out);
    for (int i = 0; i < programme->routine_count; i++) lsn_routine_write_json(out, &programme->routines[i], catalogue);
    lsn_json_array_end(out);
    lsn_json_key(out, "weeks");
    lsn_json_array(out);
    for (int week = 0; week < programme->week_count; week++) write_week(out, programme, week);
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_routine_translate(lsn_routine *routine, const lsn_words *language) {
    routine->name = lsn_words_str(language, routine->name);
    routine->note = lsn_words_str(language, routine->note);
    routine->source_words = lsn_words_str(language, routine->source_words);
}

void lsn_programme_translate(lsn_programme *programme, const lsn_words *language) {
    programme->name = lsn_words_str(language, programme->name);
    programme->note = lsn_words_str(language, programme->note);
    programme->source_words = lsn_words_str(language, programme->source_words);
    for (int i = 0; i < programme->routine_count; i++) lsn_routine_translate(&programme->routines[i], language);
}
