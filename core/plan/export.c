/// The model as a CPLEX LP file: arcs between stops, an order by rising ranks, and the carry of end-range flexion along
/// the arcs. A stop is a posture's block or a pair of ends of a connector. Invariant: an outside solver's optimum is
/// the worth of the best session, and there is none exactly when nothing fits.
#include "core/plan/instance.h"

enum { STOPS_MAX = 40, LINE_MAX = 200 };

typedef struct stop {
    int entry, leave; // equal: a block
    int flexions;     // options
} stop;

typedef struct page {
    lsn_buf *out;
    const lsn_instance *in;
    stop stops[STOPS_MAX];
    int stop_count;
    bool final_at[LSN_WAYPOSTS_MAX];
    size_t line; // where the present line begins
    bool any;    // a term was written since the row began
} page;

static int stop_of(const page *p, const lsn_option *o) {
    if (o->is_final) return -1;
    for (int k = 0; k < p->stop_count; k++) {
        if (p->stops[k].entry == o->start && p->stops[k].leave == o->end) return k;
    }
    return -1;
}

static bool is_link(const stop *s) {
    return s->entry != s->leave;
}

static void find_stops(page *p) {
    for (int i = 0; i < p->in->option_count; i++) {
        const lsn_option *o = &p->in->options[i];
        if (o->is_final) p->final_at[o->start] = true;
        if (o->is_final) continue;
        int k = stop_of(p, o);
        if (k < 0 && p->stop_count < STOPS_MAX) p->stops[k = p->stop_count++] = (stop){o->start, o->end, 0};
        if (k >= 0) p->stops[k].flexions += o->flexion;
    }
}

// ---- rows and terms

static void new_line(page *p, const char *text) {
    lsn_buf_text(p->out, "\n");
    p->line = p->out->len;
    lsn_buf_text(p->out, text);
}

static void row(page *p, const char *name, int a, int b) {
    new_line(p, " ");
    lsn_buf_text(p->out, name);
    if (a >= 0) lsn_buf_format(p->out, "_%d", a);
    if (b >= 0) lsn_buf_format(p->out, "_%d", b);
    lsn_buf_text(p->out, ":");
    p->any = false;
}

static void coefficient(page *p, int64_t c) {
    if (p->out->len - p->line > LINE_MAX) new_line(p, "  ");
    lsn_buf_text(p->out, c < 0 ? " - " : p->any ? " + " : " ");
    p->any = true;
    int64_t size = c < 0 ? -c : c;
    if (size != 1) lsn_buf_format(p->out, "%l ", size);
}

static void term(page *p, int64_t c, const char *name, int a, int b) {
    if (c == 0) return;
    coefficient(p, c);
    lsn_buf_text(p->out, name);
    lsn_buf_format(p->out, "_%d", a);
    if (b >= 0) lsn_buf_format(p->out, "_%d", b);
}

/// Ends a row; one without terms gets a variable that is 0.
static void close(page *p, const char *sense, int64_t right) {
    if (!p->any) lsn_buf_text(p->out, " nothing");
    lsn_buf_format(p->out, " %s %l", sense, right);
}

// Arcs: from_K, to_K_L, last_K_Q, only_Q (start to the final option), done_K (no final option).
static void each_arc(page *p, int64_t per_second) {
    const lsn_instance *in = p->in;
    for (int k = 0; k < p->stop_count; k++) {
        const stop *s = &p->stops[k];
        term(p, per_second * in->way_s[in->from][s->entry], "from", k, -1);
        for (int l = 0; l < p->stop_count; l++) {
            if (l != k) term(p, per_second * in->way_s[s->leave][p->stops[l].entry], "to", k, l);
        }
        for (int q = 0; q < in->posture_count; q++) {
            if (p->final_at[q]) term(p, per_second * in->way_s[s->leave][q], "last", k, q);
        }
    }
    for (int q = 0; q < in->posture_count; q++) {
        if (p->final_at[q]) term(p, per_second * in->way_s[in->from][q], "only", q, -1);
    }
}

static void write_objective(page *p) {
    const lsn_instance *in = p->in;
    lsn_buf_text(p->out, "\\ Options o_, blocks b_, arcs from_ to_ last_ only_ done_, seconds of a need s_.\nMaximize");
    row(p, "worth", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, in->options[i].points, "o", i, -1);
    for (int r = 0; r < in->need_count; r++) {
        for (int part = 0; part < 3; part++) term(p, in->needs[r].slope[part], "s", r, part);
    }
    for (int k = 0; k < p->stop_count; k++) term(p, -in->block_points, "b", k, -1);
    each_arc(p, -(int64_t)in->way_second_points);
    if (!p->any) lsn_buf_text(p->out, " nothing");
    lsn_buf_text(p->out, "\nSubject To");
}

static void write_time_and_needs(page *p) {
    const lsn_instance *in = p->in;
    row(p, "time", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, in->options[i].time_s, "o", i, -1);
    each_arc(p, 1);
    close(p, "<=", in->limit_s);
    for (int r = 0; r < in->need_count; r++) {
        row(p, "need", r, -1);
        for (int part = 0; part < 3; part++) term(p, 1, "s", r, part);
        for (int i = 0; i < in->option_count; i++) term(p, -in->options[i].credit_s[r], "o", i, -1);
        close(p, "<=", 0);
    }
}

static void write_items(page *p) {
    const lsn_instance *in = p->in;
    for (int item = 0; item < in->item_count; item++) {
        int count = 0;
        for (int i = 0; i < in->option_count; i++) count += in->options[i].item == item;
        if (count < 2) continue;
        row(p, "item", item, -1);
        for (int i = 0; i < in->option_count; i++) {
            if (in->options[i].item == item) term(p, 1, "o", i, -1);
        }
        close(p, "<=", 1);
    }
}

static void write_rules(page *p) {
    const lsn_instance *in = p->in;
    row(p, "some", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, 1, "o", i, -1);
    close(p, ">=", 1);
    row(p, "many", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, 1, "o", i, -1);
    close(p, "<=", LSN_SESSION_OPTIONS_MAX);
    row(p, "fresh", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, in->options[i].fresh, "o", i, -1);
    close(p, "<=", in->fresh_max);
    row(p, "final", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, in->options[i].is_final, "o", i, -1);
    close(p, in->final_due ? "=" : "<=", 1);
    if (!in->strength_due) return;
    row(p, "strength", -1, -1);
    for (int i = 0; i < in->option_count; i++) term(p, in->options[i].strength, "o", i, -1);
    close(p, ">=", 1);
}

/// Options need their block, a block needs an option, a connector's stop is its option; at most one connector.
static void write_blocks(page *p) {
    const lsn_instance *in = p->in;
    for (int i = 0; i < in->option_count; i++) {
        int k = stop_of(p, &in->options[i]);
        if (k < 0 || is_link(&p->stops[k])) continue;
        row(p, "in", i, -1);
        term(p, 1, "o", i, -1);
        term(p, -1, "b", k, -1);
        close(p, "<=", 0);
    }
    for (int k = 0; k < p->stop_count; k++) {
        row(p, "use", k, -1);
        term(p, 1, "b", k, -1);
        for (int i = 0; i < in->option_count; i++) {
            if (stop_of(p, &in->options[i]) == k) term(p, -1, "o", i, -1);
        }
        close(p, is_link(&p->stops[k]) ? "=" : "<=", 0);
    }
    row(p, "connector", -1, -1);
    for (int k = 0; k < p->stop_count; k++) term(p, is_link(&p->stops[k]), "b", k, -1);
    close(p, "<=", 1);
}

static void write_flow(page *p) {
    const lsn_instance *in = p->in;
    row(p, "start", -1, -1);
    for (int k = 0; k < p->stop_count; k++) term(p, 1, "from", k, -1);
    for (int q = 0; q < in->posture_count; q++) term(p, p->final_at[q], "only", q, -1);
    close(p, "=", 1);
    for (int k = 0; k < p->stop_count; k++) {
        row(p, "enter", k, -1);
        term(p, 1, "from", k, -1);
        for (int l = 0; l < p->stop_count; l++) term(p, l != k, "to", l, k);
        term(p, -1, "b", k, -1);
        close(p, "=", 0);
        row(p, "leave", k, -1);
        for (int l = 0; l < p->stop_count; l++) term(p, l != k, "to", k, l);
        for (int q = 0; q < in->posture_count; q++) term(p, p->final_at[q], "last", k, q);
        term(p, !in->final_due, "done", k, -1);
        term(p, -1, "b", k, -1);
        close(p, "=", 0);
    }
    for (int q = 0; q < in->posture_count; q++) {
        if (!p->final_at[q]) continue;
        row(p, "end", q, -1);
        for (int k = 0; k < p->stop_count; k++) term(p, 1, "last", k, q);
        term(p, 1, "only", q, -1);
        for (int i = 0; i < in->option_count; i++) {
            if (in->options[i].is_final && in->options[i].start == q) term(p, -1, "o", i, -1);
        }
        close(p, "=", 0);
    }
    for (int k = 0; k < p->stop_count; k++) { // ranks rise along the arcs: no rings
        for (int l = 0; l < p->stop_count; l++) {
            if (l == k) continue;
            row(p, "rank", k, l);
            term(p, 1, "u", k, -1);
            term(p, -1, "u", l, -1);
            term(p, p->stop_count, "to", k, l);
            close(p, "<=", p->stop_count - 1);
        }
    }
}

static void write_warm_up(page *p) {
    const lsn_instance *in = p->in;
    if (!in->warm_up_first) return;
    for (int k = 0; k < p->stop_count; k++) {
        row(p, "warm", k, -1);
        term(p, 1, "from", k, -1);
        for (int i = 0; i < in->option_count; i++) {
            const lsn_option *o = &in->options[i];
            if (stop_of(p, o) == k && o->warm_up && !o->flexion) term(p, -1, "o", i, -1);
        }
        close(p, "<=", 0);
    }
    for (int q = 0; q < in->posture_count; q++) {
        if (!p->final_at[q]) continue;
        row(p, "alone", q, -1);
        term(p, 1, "only", q, -1);
        for (int i = 0; i < in->option_count; i++) {
            const lsn_option *o = &in->options[i];
            if (o->is_final && o->start == q && o->warm_up && !o->flexion) term(p, -1, "o", i, -1);
        }
        close(p, "<=", 0);
    }
}

/// carry at the end of k ≥ carry before + F − run · G, for the arc into it; `before` −1: the start.
static void write_carry(page *p, int before, int k) {
    const lsn_instance *in = p->in;
    int run = in->flexion_run_max, most = run + p->stops[k].flexions;
    row(p, "carry", before < 0 ? k : before, before < 0 ? -1 : k);
    for (int i = 0; i < in->option_count; i++) {
        if (stop_of(p, &in->options[i]) == k) term(p, in->options[i].flexion ? 1 : -run, "o", i, -1);
    }
    term(p, -1, "c", k, -1);
    if (before >= 0) term(p, 1, "c", before, -1);
    if (before >= 0) term(p, most, "to", before, k);
    if (before < 0) term(p, most, "from", k, -1);
    close(p, "<=", most - (before < 0 && in->warm_up_first ? run : 0));
}

static void write_flexion(page *p) {
    const lsn_instance *in = p->in;
    int flexions = 0;
    for (int i = 0; i < in->option_count; i++) flexions += in->options[i].flexion;
    if (flexions == 0) return;
    for (int k = 0; k < p->stop_count; k++) {
        write_carry(p, -1, k);
        for (int l = 0; l < p->stop_count; l++) {
            if (l != k) write_carry(p, l, k);
        }
        for (int q = 0; q < in->posture_count; q++) {
            if (!p->final_at[q]) continue;
            row(p, "rest", k, q);
            term(p, 1, "c", k, -1);
            term(p, 1, "last", k, q);
            for (int i = 0; i < in->option_count; i++) {
                const lsn_option *o = &in->options[i];
                if (o->is_final && o->start == q) term(p, o->flexion, "o", i, -1);
            }
            close(p, "<=", in->flexion_run_max + 1);
        }
    }
}

static void write_ranges(page *p) {
    const lsn_instance *in = p->in;
    new_line(p, "Bounds");
    new_line(p, " nothing = 0");
    for (int r = 0; r < in->need_count; r++) {
        const int *end = in->needs[r].end_s;
        for (int part = 0; part < 3; part++) {
            new_line(p, " 0 <= ");
            lsn_buf_format(p->out, "s_%d_%d <= %d", r, part, end[part] - (part ? end[part - 1] : 0));
        }
    }
    for (int k = 0; k < p->stop_count; k++) {
        new_line(p, " 0 <= ");
        lsn_buf_format(p->out, "u_%d <= %d\n 0 <= c_%d <= %d", k, p->stop_count - 1, k, in->flexion_run_max);
    }
}

static void write_binaries(page *p) {
    const lsn_instance *in = p->in;
    new_line(p, "Binaries");
    for (int i = 0; i < in->option_count; i++) {
        new_line(p, " ");
        lsn_buf_format(p->out, "o_%d", i);
    }
    for (int k = 0; k < p->stop_count; k++) {
        new_line(p, " ");
        lsn_buf_format(p->out, "b_%d from_%d", k, k);
        if (!in->final_due) lsn_buf_format(p->out, " done_%d", k);
        for (int l = 0; l < p->stop_count; l++) {
            if (l != k) lsn_buf_format(p->out, "\n to_%d_%d", k, l);
        }
        for (int q = 0; q < in->posture_count; q++) {
            if (p->final_at[q]) lsn_buf_format(p->out, "\n last_%d_%d", k, q);
        }
    }
    for (int q = 0; q < in->posture_count; q++) {
        if (p->final_at[q]) lsn_buf_format(p->out, "\n only_%d", q);
    }
    lsn_buf_text(p->out, "\nEnd\n");
}

void lsn_instance_write_lp(lsn_buf *out, const lsn_instance *instance) {
    page p = {.out = out, .in = instance, .line = out->len};
    find_stops(&p);
    write_objective(&p);
    write_time_and_needs(&p);
    write_items(&p);
    write_rules(&p);
    write_blocks(&p);
    write_flow(&p);
    write_warm_up(&p);
    write_flexion(&p);
    write_ranges(&p);
    write_binaries(&p);
}
