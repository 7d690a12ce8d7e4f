// Fuzzer of the event codec: a line that is read is written, read again and written to the same bytes; a refusal leaves
// everything as it was. All lines of the input that are read go into one log, which must stay sorted.
#include "core/event/event.h"

#include <stdlib.h>
#include <string.h>

enum { INPUT_MAX = 65536, EVENTS = 32 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool condition) {
    if (!condition) abort();
}

static void check_round_trip(const lsn_event *event) {
    static char text[2][LSN_EVENT_LINE_MAX + 1024];
    static unsigned char memory[1 << 20];
    lsn_buf first = lsn_buf_make(text[0], sizeof text[0]), second = lsn_buf_make(text[1], sizeof text[1]);
    lsn_event_write(&first, event);
    must(!first.overflow);
    must(!memchr(first.data, '\n', first.len));
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_event back;
    must(lsn_event_read(&back, lsn_buf_view(&first), &arena, NULL) == LSN_OK);
    lsn_event_write(&second, &back);
    must(lsn_str_equal(lsn_buf_view(&first), lsn_buf_view(&second)));
    must(lsn_uuid_compare(&event->id, &back.id) == 0);
    must(event->value == back.value);
    must(lsn_str_equal(event->text, back.text));
}

/// What a map says is written, and read back the same by both readers.
static void check_map(const lsn_event *event) {
    static unsigned char memory[1 << 20];
    char text[LSN_PAIN_MAP_TEXT_MAX];
    lsn_pain_map map = lsn_pain_map_of(event->text), back;
    lsn_buf out = lsn_buf_make(text, sizeof text);
    lsn_pain_map_write(&out, &map);
    must(!out.overflow);
    must(lsn_pain_map_read(&back, lsn_buf_view(&out), lsn_arena_make(memory, sizeof memory), NULL) == LSN_OK);
    must(memcmp(&map, &back, sizeof map) == 0);
}

static void read_line(lsn_journal *log, lsn_str line, lsn_arena *arena) {
    lsn_event event = {.at_ms = -1};
    lsn_diag diag = {0};
    size_t used = arena->used;
    if (lsn_event_read(&event, line, arena, &diag)) {
        must(event.at_ms == -1);
        must(arena->used == used);
        must(diag.line == 1);
        must(diag.column >= 1);
        must((size_t)diag.column <= line.len + 1);
        must(diag.text[0] != 0);
        return;
    }
    must(event.text.len <= LSN_EVENT_TEXT_MAX);
    must(event.move.len <= LSN_EVENT_MOVE_MAX);
    check_round_trip(&event);
    if (event.kind == LSN_EVENT_pain_map) check_map(&event);
    int count = log->count;
    bool added = false;
    if (lsn_journal_add(log, &event, &added)) {
        must(count == EVENTS);
        return;
    }
    must(log->count == count + added);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static unsigned char memory[2 << 20];
    if (size > INPUT_MAX) return 0;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_event events[EVENTS];
    lsn_journal log = lsn_journal_make(events, EVENTS);
    const char *at = (const char *)data, *end = at + size;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (!stop) stop = end;
        read_line(&log, (lsn_str){at, (size_t)(stop - at)}, &arena);
        at = stop < end ? stop + 1 : end;
    }
    for (int i = 1; i < log.count; i++) must(lsn_uuid_compare(&events[i - 1].id, &events[i].id) < 0);
    return 0;
}
