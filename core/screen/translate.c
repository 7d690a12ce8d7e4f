// core/screen: questions and rules in another language. Invariant: conditions, ids and levels stay as they are.
#include "core/screen/screen.h"

static void say(lsn_str *text, const lsn_words *language) {
    *text = lsn_words_str(language, *text);
}

void lsn_screen_translate(lsn_screen_rules *rules, const lsn_words *language) {
    LSN_ASSERT(!rules->language);
    for (int i = 0; i < rules->question_count; i++) {
        lsn_question *question = &rules->questions[i];
        say(&question->group, language);
        say(&question->ask, language);
        say(&question->help, language);
        for (int k = 0; k < question->option_count; k++) say(&question->options[k].text, language);
    }
    for (int i = 0; i < rules->count; i++) {
        say(&rules->rules[i].say, language);
        say(&rules->rules[i].source, language);
    }
    for (int i = 0; i < LSN_ADVICE_COUNT; i++) say(&rules->advice[i], language);
    for (int i = 0; i < LSN_SCREEN_WORD_COUNT; i++) say(&rules->words[i], language);
    say(&rules->emergency, language);
    rules->language = language;
}
