// core/catalogue: the texts of all moves in another language. Invariant: nothing that a file, a log or a plan keeps
// changes: ids, targets and names in lists stay as they are.
#include "core/catalogue/catalogue.h"

static void say(lsn_str *text, const lsn_words *language) {
    *text = lsn_words_str(language, *text);
}

static void say_all(lsn_str *texts, int count, const lsn_words *language) {
    for (int i = 0; i < count; i++) say(&texts[i], language);
}

static void translate_move(lsn_move *move, const lsn_words *language) {
    lsn_str *const texts[] = {&move->name, &move->summary, &move->why, &move->ready};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) say(texts[i], language);
    say_all(move->aliases, move->alias_count, language);
    say_all(move->cues, move->cue_count, language);
    say_all(move->mistakes, move->mistake_count, language);
    say_all(move->corrections, move->correction_count, language);
    for (int i = 0; i < LSN_LEVEL_COUNT; i++) say(&move->dose[i].source, language);
    for (int i = 0; i < move->source_count; i++) say(&move->sources[i].fact, language);
    for (int i = 0; i < move->variant_count; i++) {
        say(&move->variants[i].name, language);
        say(&move->variants[i].how, language);
    }
    for (int i = 0; i < move->phase_count; i++) {
        say(&move->phases[i].say, language);
        say(&move->phases[i].again, language);
    }
    move->language = language;
}

void lsn_catalogue_translate(lsn_catalogue *catalogue, const lsn_words *language) {
    LSN_ASSERT(!catalogue->language);
    for (int i = 0; i < catalogue->count; i++) translate_move(&catalogue->moves[i], language);
    catalogue->language = language;
}
