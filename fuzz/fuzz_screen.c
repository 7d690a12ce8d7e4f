// Feeds bytes to the reader of safety rules, and to the reader of answers to the built-in ones. What is accepted must
// keep its promises: it can be judged, written and read back; a refusal leaves everything as it was and says where.
#include "core/screen/screen.h"

#include <assert.h>
#include <string.h>

static unsigned char rules_memory[1 << 20], memory[1 << 21], text_memory[1 << 20], scratch_memory[1 << 20];
static lsn_screen_rules built_in;

static void judge(const lsn_screen_rules *rules, const lsn_answers *answers) {
    bool allowed[LSN_SCREEN_RULES_MAX];
    memset(allowed, 1, sizeof allowed);
    lsn_verdict strict = lsn_screen_judge_answers(rules, answers, NULL);
    lsn_verdict verdict = lsn_screen_judge_answers(rules, answers, allowed);
    assert(strict.level >= 1 && strict.level <= 4 && verdict.level >= strict.level);
    assert(strict.level > 1 || !(strict.may_exercise || verdict.may_exercise));
    lsn_buf text = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_json_out json = lsn_json_begin(&text);
    lsn_screen_write_verdict(&json, &verdict, answers);
    assert(!text.overflow);
}

static void use_rules(const lsn_screen_rules *rules) {
    lsn_answers answers = {0};
    judge(rules, &answers);
    for (int i = 0; i < rules->question_count; i++) {
        const lsn_question *question = &rules->questions[i];
        answers.to[i] = (lsn_answer){.given = true, .yes = true, .number = question->most};
        answers.to[i].ticks = question->kind == LSN_QUESTION_choice ? 1 : (1u << question->option_count) - 1;
    }
    judge(rules, &answers);
    lsn_buf text = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_json_out json = lsn_json_begin(&text);
    lsn_screen_write_questions(&json, rules);
}

static void use_answers(const lsn_answers *answers) {
    lsn_answers again;
    judge(&built_in, answers);
    lsn_buf text = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_json_out json = lsn_json_begin(&text);
    lsn_screen_write_answers(&json, &built_in, answers);
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    assert(lsn_screen_answers(&again, &built_in, lsn_buf_view(&text), scratch, NULL) == LSN_OK);
    assert(again.is_current);
    assert(memcmp(again.to, answers->to, sizeof again.to) == 0);
}

static void use_log(lsn_str text) {
    lsn_event events[2] = {{.kind = LSN_EVENT_screened, .at_ms = 1, .value = 2, .text = text},
                           {.kind = LSN_EVENT_clinician_talked, .at_ms = 2, .text = text}};
    lsn_journal log = {.events = events, .count = 2, .capacity = 2};
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    static lsn_screen_due due;
    lsn_screen_due_at(&due, &built_in, &log, 1000, false, scratch);
    assert(due.asked_ms == 1);
    assert(due.verdict.level > 1 || !due.verdict.may_exercise);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
    if (built_in.count == 0) {
        lsn_arena arena = lsn_arena_make(rules_memory, sizeof rules_memory);
        assert(lsn_screen_rules_parse(&built_in, lsn_screen_builtin_rules.text, &arena, NULL) == LSN_OK);
    }
    // The first byte shrinks the arena, so that running out of memory is tried everywhere.
    size_t capacity = sizeof memory;
    if (size > 0 && data[0] < 32 && data[0] != '\n' && data[0] != '\r' && data[0] != '\t') {
        capacity = (size_t)data[0] * 2048 + 512;
        data++;
        size--;
    }
    lsn_str text = {(const char *)data, size};
    lsn_arena arena = lsn_arena_make(memory, capacity);
    lsn_diag diag = {.err = LSN_OK};
    lsn_screen_rules rules;
    lsn_err err = lsn_screen_rules_parse(&rules, text, &arena, &diag);
    if (err) {
        assert(arena.used == 0);
        assert(diag.err == err && diag.line >= 1 && diag.column >= 1 && strlen(diag.text) > 0);
    } else {
        use_rules(&rules);
    }
    lsn_answers answers;
    lsn_arena scratch = lsn_arena_make(scratch_memory, sizeof scratch_memory);
    err = lsn_screen_answers(&answers, &built_in, text, scratch, &diag);
    if (!err) use_answers(&answers);
    if (size <= LSN_EVENT_TEXT_MAX) use_log(text);
    return 0;
}
