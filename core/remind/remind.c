// Writing the calendar file. Invariant: no line is longer than 75 octets, none breaks a character of UTF-8, each ends
// in CR LF (RFC 5545, 3.1).
#include "core/remind/remind.h"

enum { LINE_OCTETS = 75, DAYS = 7 };

// ---------------------------------------------------------------- calendar

/// Days since 1970-01-01 of a date of the Gregorian calendar, after Howard Hinnant's days_from_civil.
static int64_t days_of(int year, int month, int day) {
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400, doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void date_of(int64_t days, int *year, int *month, int *day) {
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

/// Monday is 0.
static int weekday_of(int64_t days) {
    return (int)(((days + 3) % DAYS + DAYS) % DAYS);
}

static bool date_exists(int year, int month, int day) {
    int y, m, d;
    if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    date_of(days_of(year, month, day), &y, &m, &d);
    return y == year && m == month && d == day;
}

// ---------------------------------------------------------------- lines

static void write_line(lsn_buf *out, lsn_str line) {
    size_t octets = 0;
    for (size_t i = 0; i < line.len;) {
        size_t len = 1;
        while (i + len < line.len && ((unsigned char)line.ptr[i + len] & 0xc0) == 0x80) len++;
        if (octets + len > LINE_OCTETS) {
            lsn_buf_text(out, "\r\n ");
            octets = 1;
        }
        lsn_buf_str(out, (lsn_str){line.ptr + i, len});
        octets += len;
        i += len;
    }
    lsn_buf_text(out, "\r\n");
}

static void write_plain(lsn_buf *out, const char *line) {
    write_line(out, lsn_str_from(line));
}

static void put_two(lsn_buf *line, int value) {
    if (value < 10) lsn_buf_char(line, '0');
    lsn_buf_int(line, value);
}

static void put_date(lsn_buf *line, int64_t days, int second_of_day) {
    int year, month, day;
    date_of(days, &year, &month, &day);
    lsn_buf_int(line, year);
    put_two(line, month);
    put_two(line, day);
    lsn_buf_char(line, 'T');
    put_two(line, second_of_day / 3600);
    put_two(line, second_of_day / 60 % 60);
    put_two(line, second_of_day % 60);
}

/// A text of RFC 5545, 3.3.11.
static void write_text(lsn_buf *out, const char *name, lsn_str text) {
    char memory[2 * LSN_REMIND_TEXT_MAX + 32];
    lsn_buf line = lsn_buf_make(memory, sizeof memory);
    lsn_buf_text(&line, name);
    lsn_buf_char(&line, ':');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') {
            lsn_buf_text(&line, "\\n");
        } else if (c == ',' || c == ';' || c == '\\') {
            lsn_buf_char(&line, '\\');
            lsn_buf_char(&line, c);
        } else if ((unsigned char)c >= 0x20 && c != 0x7f) {
            lsn_buf_char(&line, c);
        }
    }
    write_line(out, lsn_buf_view(&line));
}

// ---------------------------------------------------------------- the file

static void write_rule(lsn_buf *out, const lsn_reminder *reminder, int64_t first, uint8_t days) {
    static const char *const names[DAYS] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    char memory[128];
    lsn_buf line = lsn_buf_make(memory, sizeof memory);
    lsn_buf_text(&line, "RRULE:FREQ=WEEKLY;BYDAY=");
    for (int day = 0, any = 0; day < DAYS; day++) {
        if ((days >> day & 1) == 0) continue;
        if (any++) lsn_buf_char(&line, ',');
        lsn_buf_text(&line, names[day]);
    }
    if (reminder->weeks > 0) {
        lsn_buf_text(&line, ";UNTIL=");
        put_date(&line, first + (int64_t)DAYS * reminder->weeks - 1, 86399);
    }
    write_line(out, lsn_buf_view(&line));
}

static void write_alarm(lsn_buf *out, const lsn_reminder *reminder, lsn_str summary) {
    char memory[48];
    lsn_buf line = lsn_buf_make(memory, sizeof memory);
    write_plain(out, "BEGIN:VALARM");
    write_plain(out, "ACTION:DISPLAY");
    write_text(out, "DESCRIPTION", summary);
    lsn_buf_format(&line, "TRIGGER:-PT%dM", reminder->alarm_min);
    write_line(out, lsn_buf_view(&line));
    write_plain(out, "END:VALARM");
}

static void write_event(lsn_buf *out, const lsn_reminder *reminder) {
    char memory[160];
    lsn_str summary = reminder->summary.len > 0 ? reminder->summary : LSN_STR(LSN_TR("Time for yourself"));
    uint8_t days = reminder->days ? reminder->days : 0x7f;
    int64_t first = days_of(reminder->year, reminder->month, reminder->day);
    int64_t start = first;
    while ((days >> weekday_of(start) & 1) == 0) start++; // DTSTART must be a day of the rule
    write_plain(out, "BEGIN:VEVENT");
    write_text(out, "UID", reminder->uid);
    lsn_buf line = lsn_buf_make(memory, sizeof memory);
    lsn_buf_text(&line, "DTSTAMP:");
    int64_t second = reminder->stamp_ms / 1000;
    put_date(&line, second / 86400, (int)(second % 86400));
    lsn_buf_char(&line, 'Z');
    write_line(out, lsn_buf_view(&line));
    if (reminder->sequence > 0) {
        line = lsn_buf_make(memory, sizeof memory);
        lsn_buf_format(&line, "SEQUENCE:%d", reminder->sequence);
        write_line(out, lsn_buf_view(&line));
    }
    line = lsn_buf_make(memory, sizeof memory);
    lsn_buf_text(&line, "DTSTART:"); // without a zone: the clock on the wall, wherever the person is
    put_date(&line, start, reminder->minute_of_day * 60);
    write_line(out, lsn_buf_view(&line));
    line = lsn_buf_make(memory, sizeof memory);
    lsn_buf_format(&line, "DURATION:PT%dM", reminder->minutes);
    write_line(out, lsn_buf_view(&line));
    write_rule(out, reminder, first, days);
    write_text(out, "SUMMARY", summary);
    if (reminder->description.len > 0) write_text(out, "DESCRIPTION", reminder->description);
    write_plain(out, "CLASS:PRIVATE");
    write_plain(out, "TRANSP:TRANSPARENT");
    write_alarm(out, reminder, summary);
    write_plain(out, "END:VEVENT");
}

static bool is_uid(lsn_str uid) {
    for (size_t i = 0; i < uid.len; i++) {
        char c = uid.ptr[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                    c == '@' || c == '.';
        if (!fits) return false;
    }
    return uid.len >= 1 && uid.len <= 80;
}

static const char *fault_of(const lsn_reminder *r) {
    if (!is_uid(r->uid)) return "a reminder needs a \"uid\" of letters, digits, '-', '@' and '.'";
    if (r->stamp_ms < 0 || r->stamp_ms > 253402300799999) return "\"at\" is a moment between 1970 and 9999";
    if (!date_exists(r->year, r->month, r->day) || r->year > 9990) return "\"date\" is a day, as 2026-11-23";
    if (r->minute_of_day < 0 || r->minute_of_day > 1439) return "\"time\" is a time of day, as 07:30";
    if (r->minutes < 1 || r->minutes > 240) return "\"minutes\" is from 1 to 240";
    if (r->days > 0x7f) return "\"days\" holds mon, tue, wed, thu, fri, sat and sun";
    if (r->weeks < 0 || r->weeks > 260) return "\"weeks\" is from 1 to 260, or 0 for no end";
    if (r->sequence < 0 || r->sequence > 1000000) return "\"sequence\" is from 0 to 1000000";
    if (r->alarm_min < 0 || r->alarm_min > 1440) return "\"alarm\" is from 0 to 1440 minutes before";
    if (r->summary.len > LSN_REMIND_TEXT_MAX) return "\"summary\" is longer than 200 bytes";
    if (r->description.len > LSN_REMIND_TEXT_MAX) return "\"description\" is longer than 200 bytes";
    return NULL;
}

lsn_err lsn_reminder_write(lsn_buf *out, const lsn_reminder *reminder, lsn_diag *diag) {
    const char *fault = fault_of(reminder);
    if (fault) return lsn_diag_set(diag, LSN_ERR_OUT_OF_RANGE, 1, 1, "%s", fault);
    write_plain(out, "BEGIN:VCALENDAR");
    write_plain(out, "VERSION:2.0");
    write_plain(out, "PRODID:-//Loosen//Reminders//EN");
    write_plain(out, "CALSCALE:GREGORIAN");
    write_event(out, reminder);
    write_plain(out, "END:VCALENDAR");
    return LSN_OK;
}
