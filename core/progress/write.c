// core/progress: the summary in plain sentences. Invariant: a change of pain below two points is never called one
// (Ostelo 2008), and nothing counts what was missed.
#include "core/progress/inner.h"

enum { REAL_CHANGE = 2, SENTENCE_MAX = 800, NAMES_MAX = 3 };

typedef struct date {
    int64_t year, month, day;
} date;

// Days since 1970-01-01 (proleptic Gregorian; years begin in March so that leap days come last).
static date date_of(int64_t day) {
    int64_t from_march = day + 719468; // days since 0000-03-01
    int64_t era = (from_march >= 0 ? from_march : from_march - 146096) / 146097;
    int64_t of_era = from_march - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    return (date){year, month, of_year - (153 * month_from_march + 2) / 5 + 1};
}

void lsn_write_date(lsn_buf *out, int64_t day) {
    date it = date_of(day);
    lsn_buf_format(out, "%l-%s%l-%s%l", it.year, it.month < 10 ? "0" : "", it.month, it.day < 10 ? "0" : "", it.day);
}

void lsn_say_date(lsn_buf *out, const lsn_words *language, int64_t day) {
    static const char *const months[] = {LSN_TR("January"), LSN_TR("February"), LSN_TR("March"),
                                         LSN_TR("April"),   LSN_TR("May"),      LSN_TR("June"),
                                         LSN_TR("July"),    LSN_TR("August"),   LSN_TR("September"),
                                         LSN_TR("October"), LSN_TR("November"), LSN_TR("December")};
    date it = date_of(day);
    lsn_buf_format(out, LSN_IN(language, "%l %s %l"), it.day, lsn_words_say(language, months[it.month - 1]), it.year);
}

static void write_pain(lsn_json_out *out, const char *key, int pain) {
    lsn_json_key(out, key);
    if (pain < 0)
        lsn_json_null(out);
    else
        lsn_json_int(out, pain);
}

static void write_week(lsn_json_out *out, const lsn_progress *progress) {
    lsn_json_key(out, "week");
    lsn_json_array(out);
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) {
        char text[32];
        lsn_buf date = lsn_buf_make(text, sizeof text);
        lsn_write_date(&date, progress->today - (LSN_PROGRESS_DAYS - 1 - i));
        const lsn_day *day = &progress->days[i];
        lsn_json_object(out);
        lsn_json_put_str(out, "day", lsn_buf_view(&date));
        lsn_json_put_bool(out, "done", day->done);
        lsn_json_put_int(out, "seconds", day->seconds);
        write_pain(out, "pain_before", day->pain_before);
        write_pain(out, "pain_after", day->pain_after);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

// ---------------------------------------------------------------- sentences

static void say_week(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    if (progress->sessions == 0) {
        lsn_buf_text(out, LSN_IN(language, "Your first session is still ahead of you."));
        return;
    }
    if (progress->sessions_week == 0) {
        lsn_buf_text(out, LSN_IN(language, "The last seven days were quiet. You can begin again at any time."));
        return;
    }
    int seconds = 0;
    for (int i = 0; i < LSN_PROGRESS_DAYS; i++) seconds += progress->days[i].seconds;
    int minutes = (seconds + 30) / 60;
    lsn_buf_format(out,
                   LSN_N(language, progress->sessions_week, "In the last seven days you did %d session, ",
                         "In the last seven days you did %d sessions, "),
                   progress->sessions_week);
    if (minutes == 0)
        lsn_buf_text(out, LSN_IN(language, "less than a minute in all."));
    else
        lsn_buf_format(out, LSN_N(language, minutes, "%d minute in all.", "%d minutes in all."), minutes);
}

static void say_pain(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    int before = progress->pain_before, after = progress->pain_after;
    if (before < 0 || after < 0) return;
    int change = after - before;
    if (change == 0) {
        lsn_buf_format(out, LSN_IN(language, "Your pain stayed at %d."), after);
    } else if (change > -REAL_CHANGE && change < REAL_CHANGE) {
        lsn_buf_format(out,
                       LSN_IN(language, "Your pain went from %d to %d. Nothing below two points is a real change."),
                       before, after);
    } else if (change < 0) {
        lsn_buf_format(
            out, LSN_IN(language, "Your pain went from %d to %d, a real change. Pain also comes and goes by itself."),
            before, after);
    } else {
        lsn_buf_format(out,
                       LSN_IN(language, "Your pain went up from %d to %d. Moves that felt worse rest or get easier."),
                       before, after);
    }
}

static void say_resting(lsn_buf *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    int count = 0;
    for (int i = 0; i < catalogue->count; i++) {
        if (!progress->moves[i].resting) continue;
        if (count < NAMES_MAX) {
            lsn_buf_text(out, count == 0 ? LSN_IN(language, "Resting for two days: ") : LSN_IN(language, ", "));
            lsn_buf_str(out, catalogue->moves[i].name);
        }
        count++;
    }
    if (count > NAMES_MAX) lsn_buf_format(out, LSN_IN(language, " and %d more"), count - NAMES_MAX);
    if (count > 0) lsn_buf_text(out, LSN_IN(language, "."));
}

static void say_gap(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    if (progress->long_gap)
        lsn_buf_text(out, LSN_IN(language, "It has been a while, so your moves begin one step easier."));
}

static void say_come_back(lsn_buf *out, const lsn_words *language, const lsn_progress *progress) {
    const lsn_day *today = &progress->days[LSN_PROGRESS_DAYS - 1];
    if (progress->sessions == 0) {
        lsn_buf_text(out, LSN_IN(language, "Begin when you like. Three minutes are enough."));
    } else if (!today->done) {
        lsn_buf_text(out, LSN_IN(language, "Today is a good day for a session. A short one counts."));
    } else if (lsn_pain_light(progress->pain_before, progress->pain_after) == LSN_LIGHT_red) {
        lsn_buf_text(out, LSN_IN(language,
                                 "Let it settle, and come back in two days. If the pain stays, speak to a clinician."));
    } else {
        lsn_buf_text(out,
                     LSN_IN(language, "Come back tomorrow if you like. Two or three days a week make a good start."));
    }
}

static void write_sentences(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    char texts[4][SENTENCE_MAX];
    lsn_buf sentences[4];
    for (int i = 0; i < 4; i++) sentences[i] = lsn_buf_make(texts[i], SENTENCE_MAX);
    say_week(&sentences[0], catalogue->language, progress);
    say_pain(&sentences[1], catalogue->language, progress);
    say_resting(&sentences[2], progress, catalogue);
    say_gap(&sentences[3], catalogue->language, progress);
    lsn_json_key(out, "sentences");
    lsn_json_array(out);
    for (int i = 0; i < 4; i++) {
        if (sentences[i].len > 0) lsn_json_str(out, lsn_buf_view(&sentences[i]));
    }
    lsn_json_array_end(out);
    lsn_buf come_back = lsn_buf_make(texts[0], SENTENCE_MAX);
    say_come_back(&come_back, catalogue->language, progress);
    lsn_json_put_str(out, "come_back", lsn_buf_view(&come_back));
}

static void write_regions(lsn_json_out *out, const lsn_progress *progress) {
    lsn_json_key(out, "regions");
    lsn_json_array(out);
    for (int i = 0; i < LSN_REGION_COUNT; i++) {
        lsn_json_object(out);
        lsn_json_put_text(out, "region", lsn_region_name((lsn_region)i));
        lsn_json_put_int(out, "seconds", progress->region_week_s[i]);
        lsn_json_put_int(out, "target_s", LSN_REGION_WEEK_TARGET_S);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

void lsn_progress_write_json(lsn_json_out *out, const lsn_progress *progress, const lsn_catalogue *catalogue) {
    lsn_json_object(out);
    write_week(out, progress);
    write_sentences(out, progress, catalogue);
    lsn_json_put_int(out, "sessions", progress->sessions);
    write_regions(out, progress);
    lsn_json_object_end(out);
}
