/// core/remind: a reminder as an iCalendar file (RFC 5545) that the calendar of any phone takes. What the calendar
/// shows is neutral: nothing in it says what the time is for, unless the person writes it.
#ifndef LSN_REMIND_H
#define LSN_REMIND_H

#include "core/base/base.h"

enum { LSN_REMIND_TEXT_MAX = 200, LSN_REMIND_FILE_MAX = 4096 };

typedef struct lsn_reminder {
    lsn_str uid;                  // never used for anything else before, as a UUID; 1 … 80 bytes of A-Z a-z 0-9 - @ .
    int sequence;                 // 0 … 1000000: how often this uid was handed out before, so that it is replaced
    int64_t stamp_ms;             // now, Unix time
    int year, month, day;         // first day that it may happen, local
    int minute_of_day;            // 0 … 1439, local
    int minutes;                  // how long, 1 … 240
    uint8_t days;                 // bit 0 is Monday; none: every day
    int weeks;                    // how many weeks it repeats, 1 … 260; 0: without end
    int alarm_min;                // minutes before, 0 … 1440
    lsn_str summary, description; // at most LSN_REMIND_TEXT_MAX bytes; summary empty: a neutral one
} lsn_reminder;

/// The whole file, CRLF, folded at 75 octets. LSN_ERR_OUT_OF_RANGE with a sentence when a field is outside what is said
/// above, or the date does not exist; then nothing is written.
LSN_MUST_CHECK lsn_err lsn_reminder_write(lsn_buf *out, const lsn_reminder *reminder, lsn_diag *diag);
/// Reads
/// {"uid","at":ms,"date":"2026-11-23","time":"07:30","minutes":10,"days":["mon"…],"weeks":0,"alarm":0,
/// "sequence":0,"summary","description"}; uid, at, date and time must be there. Strings lie in `arena`.
LSN_MUST_CHECK lsn_err lsn_reminder_read(lsn_reminder *out, lsn_str json, lsn_arena *arena, lsn_diag *diag);

#endif
