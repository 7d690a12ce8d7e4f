// core/progress: pain at rest, day by day, and what may be said of it. Invariant: nothing is called a change that the
// person's own day-to-day spread could explain.
#include "core/progress/inner.h"

enum { SPAN_DAYS_MAX = 28, ONSET_DAYS = 28 };

// Whole points cannot tell less than this spread (our own choice).
static const double day_sd_least = 0.5;
// Days near each other are alike, so two of them count as one (our own choice).
static const double days_alike = 2;

void lsn_take_rest_pain(lsn_replay *r, int64_t ms, int pain) {
    int64_t ago = r->out->today - lsn_local_day(r, ms);
    if (ms >= r->pain_ms) {
        r->pain_ms = ms;
        r->pain = pain;
    }
    if (ago < 0 || ago >= LSN_PAIN_DAYS) return;
    r->rest_sum[ago] += (float)pain;
    r->rest_count[ago]++;
}

// ---------------------------------------------------------------- the normal distribution

double lsn_normal_below(double z) { // Abramowitz and Stegun 26.2.17, error below 7.5e-8
    double x = lsn_abs(z), t = 1 / (1 + 0.2316419 * x);
    double tail = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.319381530) * t;
    double above = tail * lsn_exp(-x * x / 2) / lsn_sqrt(2 * LSN_PI);
    return z < 0 ? above : 1 - above;
}

double lsn_normal_quantile(double probability) {
    double low = -8, high = 8;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (lsn_normal_below(middle) < probability)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

// ---------------------------------------------------------------- medians

static float median(float *values, int count) {
    for (int i = 1; i < count; i++) {
        float value = values[i];
        int at = i;
        for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
        values[at] = value;
    }
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

float lsn_pain_middle(const lsn_replay *r, int from_day, int days, int *count) {
    float values[SPAN_DAYS_MAX];
    *count = 0;
    for (int ago = from_day; ago < from_day + days && ago < LSN_PAIN_DAYS; ago++) {
        if (r->rest_count[ago] > 0) values[(*count)++] = r->rest_sum[ago] / (float)r->rest_count[ago];
    }
    return *count > 0 ? median(values, *count) : -1;
}

// Standard deviation of a day from the median difference of neighbouring days: a few odd days do not move it.
static double day_sd(const lsn_replay *r, int days) {
    float steps[2 * SPAN_DAYS_MAX];
    int count = 0, last = -1;
    for (int ago = 0; ago < days && ago < LSN_PAIN_DAYS; ago++) {
        if (r->rest_count[ago] == 0) continue;
        float now = r->rest_sum[ago] / (float)r->rest_count[ago];
        if (last >= 0) {
            float step = now - r->rest_sum[last] / (float)r->rest_count[last];
            steps[count++] = step < 0 ? -step : step;
        }
        last = ago;
    }
    if (count == 0) return day_sd_least;
    return lsn_max(day_sd_least, 1.4826 * (double)median(steps, count) / lsn_sqrt(2));
}

// ---------------------------------------------------------------- the trend

// A change of 2 points (Ostelo 2008), as in the measure pain-back.
static bool is_real(const lsn_replay *r, double change) {
    const lsn_measure *m = &r->rules->measures[LSN_MEASURE_pain_back];
    return lsn_abs(change) >= (m->shipped ? m->change : 2);
}

// How far a median of days, or a difference of two, may lie from what it estimates; `of_days` is the sum of 1 / days.
static double reach_of(const lsn_replay *r, double sd, double of_days) {
    // 1.2533: standard error of a median over that of a mean, for normal values
    double error = 1.2533 * sd * lsn_sqrt(days_alike * of_days);
    return error * lsn_normal_quantile((1 + LSN_NUMBER(r, trend_sure)) / 2);
}

void lsn_set_trend(lsn_replay *r) {
    if (!lsn_rule_on(r, LSN_ADAPT_trend)) return;
    lsn_trend *trend = &r->out->trend;
    int days = (int)LSN_NUMBER(r, trend_days), least = (int)LSN_NUMBER(r, trend_least);
    trend->now = lsn_pain_middle(r, 0, days, &trend->days_now);
    trend->before = lsn_pain_middle(r, days, days, &trend->days_before);
    if (trend->days_now < least || trend->days_before < least) return;
    double sd = day_sd(r, 2 * days), change = trend->now - trend->before;
    double reach = reach_of(r, sd, 1.0 / trend->days_now + 1.0 / trend->days_before);
    bool real = is_real(r, change);
    trend->day_sd = (float)sd;
    trend->change = (float)change;
    trend->change_low = (float)(change - reach);
    trend->change_high = (float)(change + reach);
    if (change + reach < 0)
        trend->word = real ? LSN_TREND_much_lower : LSN_TREND_lower;
    else if (change - reach > 0)
        trend->word = real ? LSN_TREND_much_higher : LSN_TREND_higher;
    else
        trend->word = LSN_TREND_same;
}

void lsn_set_pain_days(lsn_replay *r) {
    bool on = lsn_rule_on(r, LSN_ADAPT_trend);
    int days = on ? (int)LSN_NUMBER(r, trend_days) : 0, least = on ? (int)LSN_NUMBER(r, trend_least) : 0;
    double sd = on ? day_sd(r, 2 * days) : 0;
    for (int ago = 0; ago < LSN_CURVE_DAYS; ago++) {
        lsn_pain_day *day = &r->out->pain_days[LSN_CURVE_DAYS - 1 - ago];
        int count = 0;
        float level = lsn_pain_middle(r, ago, days, &count);
        *day = (lsn_pain_day){-1, -1, -1, -1};
        if (r->rest_count[ago] > 0) day->pain = r->rest_sum[ago] / (float)r->rest_count[ago];
        if (!on || count < least) continue;
        double reach = reach_of(r, sd, 1.0 / count);
        day->level = level;
        day->low = (float)lsn_max(0, (double)level - reach);
        day->high = (float)lsn_min(10, (double)level + reach);
    }
}

// ---------------------------------------------------------------- worsening

enum { WEEK = 7, WEEK_DAYS_LEAST = 2 };

// Whether, that many days ago, the middle of a week was up on that of the week that ended so much earlier.
static bool was_up(const lsn_replay *r, int ago) {
    int count_now, count_before, apart = (int)LSN_NUMBER(r, worsening_days);
    float now = lsn_pain_middle(r, ago, WEEK, &count_now);
    float before = lsn_pain_middle(r, ago + apart, WEEK, &count_before);
    if (count_now < WEEK_DAYS_LEAST || count_before < WEEK_DAYS_LEAST) return false;
    return now - before >= (float)LSN_NUMBER(r, worsening_points);
}

// How many days ago the worsening that stands today began; −1: none.
static int pain_onset(const lsn_replay *r) {
    int ago = 0;
    while (ago < ONSET_DAYS && was_up(r, ago)) ago++;
    return ago - 1;
}

static int score_onset(const lsn_replay *r) {
    const lsn_measured *m = &r->out->measures[LSN_MEASURE_roland_morris];
    if (m->count < 2) return -1;
    double change = m->scores[m->count - 1] - m->scores[m->count - 2];
    int64_t ago = r->out->today - m->days[m->count - 1];
    return change >= LSN_NUMBER(r, roland_points) && ago < ONSET_DAYS ? (int)ago : -1;
}

// Asked again when no full screening lies between its beginning (or two weeks ago) and today.
void lsn_set_worsening(lsn_replay *r) {
    int pain = lsn_rule_on(r, LSN_ADAPT_worsening) ? pain_onset(r) : -1;
    int score = lsn_rule_on(r, LSN_ADAPT_roland) ? score_onset(r) : -1;
    int onset = pain > score ? pain : score, asked_within = 14;
    if (onset < 0) return;
    int64_t since = r->out->today - (onset < asked_within ? onset : asked_within);
    r->out->see_clinician = true;
    r->out->screen_again = r->screened_day < since;
}
