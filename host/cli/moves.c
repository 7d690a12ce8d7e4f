// loosen moves, loosen move: what there is to do.
#include "core/library/library.h"
#include "host/cli/coach.h"
#include "host/cli/paint.h"

#include <stdio.h>
#include <string.h>

enum { LABEL = 10, TEXT_MAX = 1024 };

/// Which moves were asked for, in which order.
typedef struct found_moves {
    const lsn_catalogue *catalogue;
    int indices[LSN_MOVES_MAX], count;
} found_moves;

static void write_all(lsn_json_out *out, const void *context) {
    const found_moves *found = context;
    lsn_json_array(out);
    for (int i = 0; i < found->count; i++) lsn_move_write_json(out, &found->catalogue->moves[found->indices[i]]);
    lsn_json_array_end(out);
}

/// Without words or filters, all of them as they stand in the catalogue.
static found_moves find_moves(const lsn_catalogue *catalogue, const cli_input *input) {
    found_moves found = {.catalogue = catalogue};
    lsn_find find = {
        .words = lsn_str_from(input->find), .regions = input->regions, .without_tags = input->without_tags};
    if (cli_has(input, CLI_place)) find.places = 1u << input->place;
    if (find.words.len || find.places || find.regions || find.without_tags) {
        found.count = lsn_find_moves(found.indices, catalogue, &find);
    } else {
        for (; found.count < catalogue->count; found.count++) found.indices[found.count] = found.count;
    }
    return found;
}

static void write_one(lsn_json_out *out, const void *context) {
    lsn_move_write_json(out, context);
}

static void add_words(lsn_buf *buf, const char *between, lsn_str text) {
    if (buf->len) lsn_buf_text(buf, between);
    lsn_buf_str(buf, text);
}

/// Names of the values whose bits are set, "a, b".
#define ADD_BITS(buf, mask, count, name_of)                                                                            \
    for (int bit = 0; bit < (count); bit++)                                                                            \
        if ((mask) >> bit & 1) add_words((buf), ", ", lsn_str_from(name_of))

static void show_label(const char *label) {
    printf("%*s%s%-*s%s", 4, "", paint.dim, LABEL, label, paint.off);
}

static void show_line(const char *label, const lsn_buf *words) {
    char text[TEXT_MAX + 1];
    if (words->len == 0) return;
    snprintf(text, sizeof text, "%.*s", (int)words->len, words->data);
    show_label(label);
    paint_wrapped(text, 4 + LABEL, 4 + LABEL);
}

#define WORDS(name)                                                                                                    \
    char name##_text[TEXT_MAX];                                                                                        \
    lsn_buf name = lsn_buf_make(name##_text, sizeof name##_text)

/// The muscle in plain words; several muscles may have the same.
static lsn_str plain_name(const lsn_move *move, const lsn_target *target) {
    char name[64];
    snprintf(name, sizeof name, "%.*s_r", (int)target->muscle.len, target->muscle.ptr);
    lsn_muscle muscle = lsn_muscle_find(lsn_str_from(name));
    return muscle == LSN_MUSCLE_NONE ? target->muscle
                                     : lsn_str_from(lsn_words_say(move->language, lsn_muscle_plain(muscle)));
}

static void show_targets(const lsn_move *move) {
    WORDS(words);
    for (int i = 0; i < move->target_count; i++) {
        lsn_str plain = plain_name(move, &move->targets[i]);
        bool named = false;
        for (int k = 0; k < i; k++) named = named || lsn_str_equal(plain_name(move, &move->targets[k]), plain);
        if (named) continue;
        add_words(&words, " · ", plain);
        if (move->targets[i].other_side) lsn_buf_text(&words, " (other side)");
    }
    show_line("works on", &words);
}

static void show_doses(const lsn_move *move) {
    WORDS(words);
    for (int level = 0; level < LSN_LEVEL_COUNT; level++) {
        char text[160];
        lsn_buf dose = lsn_buf_make(text, sizeof text);
        lsn_buf_format(&dose, "%s ", lsn_level_name((lsn_level)level));
        lsn_dose_words(&dose, move, (lsn_level)level);
        add_words(&words, " · ", lsn_buf_view(&dose));
    }
    show_line("dose", &words);
}

static void show_summary(const lsn_move *move) {
    printf("%s%.*s%s  %s%.*s%s\n", paint.bold, (int)move->id.len, move->id.ptr, paint.off, paint.action,
           (int)move->name.len, move->name.ptr, paint.off);
    WORDS(names);
    for (int i = 0; i < move->alias_count; i++) add_words(&names, ", ", move->aliases[i]);
    show_line("also", &names);
    WORDS(kind);
    lsn_buf_format(&kind, "%s, starts %s", lsn_kind_name(move->kind),
                   lsn_words_say(move->language, lsn_posture_text(move->start)));
    show_line("kind", &kind);
    WORDS(places);
    ADD_BITS(&places, move->places, LSN_PLACE_COUNT, lsn_words_say(move->language, lsn_place_text((lsn_place)bit)));
    show_line("place", &places);
    WORDS(props);
    ADD_BITS(&props, move->props_needed, LSN_PROP_COUNT, lsn_prop_name((lsn_prop)bit));
    if (move->props_useful) {
        lsn_buf_text(&props, props.len ? "; useful: " : "useful: ");
        bool first = true;
        for (int bit = 0; bit < LSN_PROP_COUNT; bit++) {
            if (!(move->props_useful >> bit & 1)) continue;
            lsn_buf_format(&props, "%s%s", first ? "" : ", ", lsn_prop_name((lsn_prop)bit));
            first = false;
        }
    }
    show_line("props", &props);
    show_targets(move);
    show_doses(move);
    WORDS(tags);
    ADD_BITS(&tags, move->tags, LSN_TAG_COUNT, lsn_tag_name((lsn_tag)bit));
    show_line("caution", &tags);
    WORDS(sources);
    for (int i = 0; i < move->source_count; i++) add_words(&sources, ", ", move->sources[i].id);
    show_line("sources", &sources);
}

int cli_run_moves(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_MOVES)) return CLI_REFUSED;
    int code = CLI_SUCCESS;
    found_moves found = find_moves(&c.catalogue, input);
    if (cli_has(input, CLI_json)) {
        code = coach_print_json(write_all, &found);
    } else if (found.count == 0) {
        code = cli_refuse("no move fits; try fewer words or filters");
    } else {
        for (int i = 0; i < found.count; i++) {
            if (i) printf("\n");
            show_summary(&c.catalogue.moves[found.indices[i]]);
        }
    }
    coach_close(&c);
    return code;
}

// ---------------------------------------------------------------- one move

static void show_sentence(const char *bullet, lsn_str text) {
    char line[TEXT_MAX];
    snprintf(line, sizeof line, "%.*s", (int)text.len, text.len ? text.ptr : "");
    printf("%4s ", bullet);
    paint_wrapped(line, 5, 5);
}

static void show_list(const char *heading, const lsn_str *texts, int count) {
    if (count == 0) return;
    printf("\n%s%s%s\n", paint.bold, heading, paint.off);
    for (int i = 0; i < count; i++) show_sentence("·", texts[i]);
}

static void show_phases(const lsn_move *move) {
    printf("\n%sOne repetition%s\n", paint.bold, paint.off);
    for (int i = 0; i < move->phase_count; i++) {
        const lsn_phase *phase = &move->phases[i];
        char line[TEXT_MAX], seconds[16] = "hold";
        lsn_buf words = lsn_buf_make(line, sizeof line);
        lsn_say(&words, move->language, phase->say, move->two_sided ? LSN_SIDE_right : LSN_SIDE_none);
        if (!phase->is_hold) snprintf(seconds, sizeof seconds, "%d s", (int)phase->seconds);
        printf("  %s%-14.*s%5s%s  ", paint.dim, (int)phase->id.len, phase->id.ptr, seconds, paint.off);
        paint_wrapped(lsn_buf_cstr(&words), 23, 23);
    }
}

static void show_cautions(const lsn_move *move) {
    if (!move->tags) return;
    printf("\n%sTake care with%s\n", paint.bold, paint.off);
    for (int bit = 0; bit < LSN_TAG_COUNT; bit++)
        if (move->tags >> bit & 1)
            show_sentence(lsn_tag_name((lsn_tag)bit),
                          lsn_str_from(lsn_words_say(move->language, lsn_tag_text((lsn_tag)bit))));
}

static void show_sources(const lsn_move *move) {
    printf("\n%sWho says so%s\n", paint.bold, paint.off);
    for (int i = 0; i < move->source_count; i++) {
        char id[16];
        snprintf(id, sizeof id, "%.*s", (int)move->sources[i].id.len, move->sources[i].id.ptr);
        show_sentence(id, move->sources[i].fact);
    }
}

static void show_move(const lsn_move *move) {
    show_summary(move);
    printf("\n");
    show_sentence("", move->summary);
    show_sentence("", move->ready);
    show_phases(move);
    show_list("What helps", move->cues, move->cue_count);
    show_list("What often goes wrong", move->mistakes, move->mistake_count);
    show_cautions(move);
    if (move->source_count) show_sources(move);
}

int cli_run_move(const cli_input *input) {
    coach c;
    if (!coach_open(&c, input, COACH_MOVES)) return CLI_REFUSED;
    int index = lsn_catalogue_find(&c.catalogue, lsn_str_from(input->args[0]));
    int code = CLI_SUCCESS;
    if (index < 0)
        code = cli_refuse("there is no move \"%s\"; loosen moves lists them", input->args[0]);
    else if (cli_has(input, CLI_json))
        code = coach_print_json(write_one, &c.catalogue.moves[index]);
    else
        show_move(&c.catalogue.moves[index]);
    coach_close(&c);
    return code;
}
