// core/progress: what pictures of progress are drawn from. Invariant: a view places and colours what stands here, and
// computes nothing; each picture has the sentence that says the same.
#include "core/progress/inner.h"

enum { WEEK = 7, SENTENCE_BYTES = 480, MONTH_DAYS = 28 };
static const double pain_most = 10;

static void put_place(lsn_json_out *out, const char *key, double place) {
    lsn_json_put_fixed(out, key, lsn_clamp(place, 0, 1), 3);
}

// ---------------------------------------------------------------- pain

static void say_curve(lsn_buf *out, const lsn_words *language, const lsn_trend *trend) {
    if (trend->word == LSN_TREND_early) {
        lsn_buf_text(out, LSN_IN(language, "Each dot is a day. A line comes when there are numbers from enough days."));
        return;
    }
    char memory[2][16];
    lsn_buf now = lsn_buf_make(memory[0], sizeof *memory), before = lsn_buf_make(memory[1], sizeof *memory);
    lsn_words_fixed(&now, language, (double)trend->now, 1);
    lsn_words_fixed(&before, language, (double)trend->before, 1);
    lsn_buf_format(out,
                   LSN_IN(language,
                          "Middle of the last two weeks: %S; of the two before: %S. The line may lie anywhere "
                          "in the shaded band."),
                   lsn_buf_view(&now), lsn_buf_view(&before));
}

static void write_curve(lsn_json_out *out, const lsn_words *language, const lsn_progress *progress) {
    char text[SENTENCE_BYTES];
    lsn_buf said = lsn_buf_make(text, sizeof text);
    int64_t first = progress->today - (LSN_CURVE_DAYS - 1);
    lsn_json_key(out, "curve");
    lsn_json_object(out);
    lsn_write_day(out, "from", first);
    lsn_write_day(out, "to", progress->today);
    lsn_json_key(out, "days");
    lsn_json_array(out);
    for (int i = 0; i < LSN_CURVE_DAYS; i++) {
        const lsn_pain_day *day = &progress->pain_days[i];
        if (day->pain < 0) continue;
        lsn_json_object(out);
        lsn_write_day(out, "day", first + i);
        lsn_json_put_fixed(out, "pain", (double)day->pain, 1);
        put_place(out, "x", (double)i / (LSN_CURVE_DAYS - 1));
        put_place(out, "y", (double)day->pain / pain_most);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_key(out, "band");
    lsn_json_array(out);
    for (int i = 0; i < LSN_CURVE_DAYS; i++) {
        const lsn_pain_day *day = &progress->pain_days[i];
        if (day->level < 0) continue;
        lsn_json_object(out);
        put_place(out, "x", (double)i / (LSN_CURVE_DAYS - 1));
        put_place(out, "level", (double)day->level / pain_most);
        put_place(out, "low", (double)day->low / pain_most);
        put_place(out, "high", (double)day->high / pain_most);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    say_curve(&said, language, &progress->trend);
    lsn_json_put_str(out, "sentence", lsn_buf_view(&said));
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- doses

static void say_minutes(lsn_buf *out, const lsn_words *language, int seconds) {
    double tenths = lsn_floor(seconds / 6.0 + 0.5);
    bool whole = lsn_floor(tenths / 10) * 10 == tenths;
    lsn_words_fixed(out, language, tenths / 10, whole ? 0 : 1);
}

static void write_doses(lsn_json_out *out, const lsn_words *language, const lsn_progress *progress,
                        const lsn_adapt *rules) {
    int target_s = (int)rules->number[LSN_ADAPT_week_target_s];
    lsn_json_key(out, "doses");
    lsn_json_array(out);
    for (int i = 0; i < LSN_REGION_COUNT; i++) {
        int seconds = progress->region_week_s[i];
        char text[SENTENCE_BYTES];
        lsn_buf said = lsn_buf_make(text, sizeof text);
        char memory[2][16];
        lsn_buf had = lsn_buf_make(memory[0], sizeof *memory), of = lsn_buf_make(memory[1], sizeof *memory);
        say_minutes(&had, language, seconds);
        say_minutes(&of, language, target_s);
        lsn_buf_format(&said, LSN_IN(language, "%S of %S min"), lsn_buf_view(&had), lsn_buf_view(&of));
        lsn_json_object(out);
        lsn_json_put_text(out, "region", lsn_region_name((lsn_region)i));
        lsn_json_put_int(out, "seconds", seconds);
        lsn_json_put_int(out, "target_s", target_s);
        put_place(out, "part", target_s > 0 ? (double)seconds / target_s : 0);
        lsn_json_put_str(out, "sentence", lsn_buf_view(&said));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

// ---------------------------------------------------------------- calendar

static int weekday(int64_t day) { // 0 Monday; 1970-01-01 was a Thursday
    return (int)(((day + 3) % WEEK + WEEK) % WEEK);
}

static void write_calendar_day(lsn_json_out *out, const lsn_progress *progress, int64_t day) {
    if (day > progress->today) {
        lsn_json_null(out);
        return;
    }
    int64_t ago = progress->today - day;
    lsn_json_object(out);
    lsn_write_day(out, "day", day);
    lsn_json_put_int(out, "seconds", ago < LSN_CALENDAR_DAYS ? progress->calendar_s[LSN_CALENDAR_DAYS - 1 - ago] : 0);
    lsn_json_put_bool(out, "today", ago == 0);
    lsn_json_object_end(out);
}

static void write_calendar(lsn_json_out *out, const lsn_words *language, const lsn_progress *progress) {
    char text[SENTENCE_BYTES];
    lsn_buf said = lsn_buf_make(text, sizeof text);
    int64_t first = progress->today - weekday(progress->today) - (LSN_CALENDAR_DAYS / WEEK - 1) * WEEK;
    int done = 0;
    lsn_json_key(out, "calendar");
    lsn_json_object(out);
    lsn_json_key(out, "weeks");
    lsn_json_array(out);
    for (int week = 0; week < LSN_CALENDAR_DAYS / WEEK; week++) {
        lsn_json_array(out);
        for (int day = 0; day < WEEK; day++) write_calendar_day(out, progress, first + week * WEEK + day);
        lsn_json_array_end(out);
    }
    lsn_json_array_end(out);
    for (int i = LSN_CALENDAR_DAYS - MONTH_DAYS; i < LSN_CALENDAR_DAYS; i++) done += progress->calendar_s[i] > 0;
    if (done == 0)
        lsn_buf_text(&said, LSN_IN(language, "Nothing in the last four weeks. Any day is a good day to begin again."));
    else
        lsn_buf_format(&said, LSN_IN(language, "You moved on %d of the last %d days. The others were rest."), done,
                       MONTH_DAYS);
    lsn_json_put_str(out, "sentence", lsn_buf_view(&said));
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- what seems to help

static void say_effect(lsn_buf *out, const lsn_words *language, const lsn_move_record *record, int least) {
    int rated = record->better + record->same + record->worse;
    if (rated > 0)
        lsn_buf_format(out, LSN_IN(language, "Better after %d of %d times that you rated it. "), record->better, rated);
    if (record->helps && 2 * record->better < rated)
        lsn_buf_text(out, LSN_IN(language, "Pain went down in the sessions that had it."));
    else if (record->helps)
        lsn_buf_text(out, LSN_IN(language, "It seems to help you."));
    else if (record->relief_n < least)
        lsn_buf_format(out, LSN_IN(language, "Too early to say: %d of %d times."), record->relief_n, least);
    else
        lsn_buf_text(out, LSN_IN(language, "Nothing that chance could not explain."));
}

static void write_effects(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules,
                          const lsn_catalogue *catalogue) {
    int least = (int)rules->number[LSN_ADAPT_relief_times], helping = 0;
    lsn_json_key(out, "effects");
    lsn_json_object(out);
    lsn_json_key(out, "moves");
    lsn_json_array(out);
    for (int pass = 0; pass < 2; pass++) { // what helps comes first
        for (int i = 0; i < catalogue->count; i++) {
            const lsn_move_record *record = &progress->moves[i];
            if (record->relief_n == 0 || record->helps != (pass == 0)) continue;
            char text[SENTENCE_BYTES];
            lsn_buf said = lsn_buf_make(text, sizeof text);
            say_effect(&said, catalogue->language, record, least);
            helping += record->helps;
            lsn_json_object(out);
            lsn_json_put_str(out, "move", catalogue->moves[i].id);
            lsn_json_put_str(out, "name", catalogue->moves[i].name);
            lsn_json_put_bool(out, "helps", record->helps);
            lsn_json_put_str(out, "sentence", lsn_buf_view(&said));
            lsn_json_object_end(out);
        }
    }
    lsn_json_array_end(out);
    lsn_json_put_text(
        out, "note",
        helping > 0 ? LSN_IN(catalogue->language, "Part of that is chance: one often begins on a bad day, and bad "
                                                  "days pass by themselves.")
                    : LSN_IN(catalogue->language, "No move stands out yet. It takes some ratings of each, and pain "
                                                  "also comes and goes by itself."));
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- sites

static void say_sites(lsn_buf *out, const lsn_words *language, const lsn_sites *sites) {
    if (sites->count == 0) return;
    int last = sites->site[sites->count - 1], first = sites->site[0];
    if (sites->count == 1)
        lsn_buf_text(out, LSN_IN(language, "The first answer; others will show which way it goes."));
    else if (last < first)
        lsn_buf_text(out,
                     LSN_IN(language,
                            "The furthest place lies nearer to the back than at first. Nearer counts as better here."));
    else if (last > first)
        lsn_buf_text(out,
                     LSN_IN(language,
                            "The furthest place lies further down than at first. If that lasts, speak to a doctor or "
                            "physiotherapist."));
    else
        lsn_buf_text(out, LSN_IN(language, "The furthest place is where it was at first."));
}

static void write_sites(lsn_json_out *out, const lsn_words *language, const lsn_sites *sites) {
    static const char *const names[] = {LSN_TR("back"), LSN_TR("buttock"), LSN_TR("thigh"), LSN_TR("calf"),
                                        LSN_TR("foot")};
    enum { MOST = 4 };
    char text[SENTENCE_BYTES];
    lsn_buf said = lsn_buf_make(text, sizeof text);
    int64_t first = sites->days[0], days = sites->count > 0 ? sites->days[sites->count - 1] - first : 0;
    lsn_json_key(out, "sites");
    lsn_json_object(out);
    lsn_json_key(out, "days");
    lsn_json_array(out);
    for (int i = 0; i < sites->count; i++) {
        int site = sites->site[i] < 0 ? 0 : sites->site[i] > MOST ? MOST : sites->site[i];
        lsn_json_object(out);
        lsn_write_day(out, "day", sites->days[i]);
        lsn_json_put_int(out, "site", site);
        lsn_json_put_text(out, "name", lsn_words_say(language, names[site]));
        put_place(out, "x", days > 0 ? (double)(sites->days[i] - first) / (double)days : 0.5);
        put_place(out, "y", 1 - (double)site / MOST);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    say_sites(&said, language, sites);
    lsn_json_put_str(out, "sentence", lsn_buf_view(&said));
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- where it hurts

/// The next area by days, then by strength, then in their order; LSN_AREA_COUNT when all that were marked are written.
static int next_area(const lsn_map_week *week, const bool *written) {
    int best = LSN_AREA_COUNT;
    for (int area = 0; area < LSN_AREA_COUNT; area++) {
        if (written[area] || week->days_of[area] == 0) continue;
        bool first = best == LSN_AREA_COUNT || week->days_of[area] > week->days_of[best];
        bool stronger = !first && week->days_of[area] == week->days_of[best] && week->most[area] > week->most[best];
        if (first || stronger) best = area;
    }
    return best;
}

static void write_map_week(lsn_json_out *out, const lsn_map_week *week, int64_t to) {
    bool written[LSN_AREA_COUNT] = {false};
    lsn_json_object(out);
    lsn_write_day(out, "from", to - (WEEK - 1));
    lsn_write_day(out, "to", to);
    lsn_json_put_int(out, "days", week->days);
    lsn_json_key(out, "areas");
    lsn_json_array(out);
    for (int area; (area = next_area(week, written)) < LSN_AREA_COUNT; written[area] = true) {
        lsn_json_object(out);
        lsn_json_put_text(out, "area", lsn_area_name((lsn_area)area));
        lsn_json_put_int(out, "days", week->days_of[area]);
        lsn_json_put_int(out, "most", week->most[area]);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

static void write_maps(lsn_json_out *out, const lsn_progress *progress) {
    char text[LSN_PAIN_MAP_TEXT_MAX];
    lsn_buf last = lsn_buf_make(text, sizeof text);
    lsn_json_key(out, "maps");
    lsn_json_object(out);
    lsn_json_key(out, "weeks");
    lsn_json_array(out);
    for (int i = LSN_PROGRESS_WEEKS - 1; i >= 0; i--) {
        if (progress->map_weeks[i].days == 0) continue;
        write_map_week(out, &progress->map_weeks[i], progress->today - WEEK * (LSN_PROGRESS_WEEKS - 1 - i));
    }
    lsn_json_array_end(out);
    lsn_json_key(out, "last");
    if (progress->map_day < 0) {
        lsn_json_null(out);
    } else {
        lsn_json_object(out);
        lsn_write_day(out, "day", progress->map_day);
        lsn_pain_map_write(&last, &progress->map);
        lsn_json_key(out, "map");
        lsn_json_raw(out, lsn_buf_view(&last));
        lsn_json_object_end(out);
    }
    lsn_json_object_end(out);
}

void lsn_write_pictures(lsn_json_out *out, const lsn_progress *progress, const lsn_adapt *rules,
                        const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    write_curve(out, language, progress);
    write_doses(out, language, progress, rules);
    write_calendar(out, language, progress);
    write_effects(out, progress, rules, catalogue);
    write_sites(out, language, &progress->sites);
    write_maps(out, progress);
}
