// core/event: a log in memory. Invariant: events are strictly ascending by id, so the order in which logs are merged
// does not matter.
#include "core/event/event.h"

lsn_journal lsn_journal_make(lsn_event *memory, int capacity) {
    LSN_ASSERT(capacity >= 0);
    return (lsn_journal){.events = memory, .capacity = capacity};
}

// Index of the first event whose id is not below `id`. New events mostly belong at the end.
static int place_of(const lsn_journal *log, const lsn_uuid *id) {
    int low = 0, high = log->count;
    if (high > 0 && lsn_uuid_compare(&log->events[high - 1].id, id) < 0) return high;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (lsn_uuid_compare(&log->events[middle].id, id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

lsn_err lsn_journal_add(lsn_journal *log, const lsn_event *event, bool *added) {
    int place = place_of(log, &event->id);
    bool is_there = place < log->count && lsn_uuid_compare(&log->events[place].id, &event->id) == 0;
    if (!is_there) {
        if (log->count == log->capacity) return LSN_ERR_TOO_MANY;
        lsn_event *slot = log->events + place;
        __builtin_memmove(slot + 1, slot, (size_t)(log->count - place) * sizeof *slot);
        *slot = *event;
        log->count++;
    }
    if (added) *added = !is_there;
    return LSN_OK;
}
