// core/event: the list of kinds as text. The list itself is LSN_EVENTS in event.h.
#include "core/event/event.h"

const char *lsn_event_kind_name(lsn_event_kind kind) {
    static const char *const names[] = {
#define X(kind, name, fields) name,
        LSN_EVENTS(X)
#undef X
    };
    LSN_ASSERT((unsigned)kind < LSN_EVENT_COUNT);
    return names[kind];
}

const char *lsn_event_kind_fields(lsn_event_kind kind) {
    static const char *const fields_of[] = {
#define X(kind, name, fields) fields,
        LSN_EVENTS(X)
#undef X
    };
    LSN_ASSERT((unsigned)kind < LSN_EVENT_COUNT);
    return fields_of[kind];
}

lsn_event_kind lsn_event_kind_find(lsn_str name) {
    int kind = 0;
    while (kind < LSN_EVENT_COUNT && !lsn_str_equal(name, lsn_str_from(lsn_event_kind_name((lsn_event_kind)kind)))) {
        kind++;
    }
    return (lsn_event_kind)kind;
}
