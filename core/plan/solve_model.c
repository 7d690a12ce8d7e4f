/// The program's columns and rows. Invariant: they do not depend on the order of items in the instance, so that equal
/// instances in another order give the same session.
#include "core/plan/solve.h"

#include <string.h>

enum { ROW_TIME = 0, ROW_NEEDS = 1 };

static int compare(int a, int b) {
    return (a > b) - (a < b);
}

/// Orders options by what they hold; 0 when nothing tells them apart.
static int compare_options(const lsn_instance *in, const lsn_option *a, const lsn_option *b) {
    const int of_a[] = {a->is_final, a->start,   a->end,     a->dose,     -a->points,
                        a->time_s,   a->warm_up, a->flexion, a->strength, a->fresh};
    const int of_b[] = {b->is_final, b->start,   b->end,     b->dose,     -b->points,
                        b->time_s,   b->warm_up, b->flexion, b->strength, b->fresh};
    for (size_t i = 0; i < sizeof of_a / sizeof *of_a; i++) {
        if (of_a[i] != of_b[i]) return compare(of_a[i], of_b[i]);
    }
    for (int r = 0; r < in->need_count; r++) {
        if (a->credit_s[r] != b->credit_s[r]) return compare(a->credit_s[r], b->credit_s[r]);
    }
    return 0;
}

typedef struct item {
    int first, count; // in `sorted`
} item;

static int compare_items(const lsn_instance *in, const int *sorted, item a, item b) {
    for (int i = 0; i < a.count && i < b.count; i++) {
        const lsn_option *x = &in->options[sorted[a.first + i]], *y = &in->options[sorted[b.first + i]];
        int order = compare_options(in, x, y);
        if (order) return order;
    }
    return compare(a.count, b.count);
}

/// Options grouped by item, in canonical order inside an item; then the items in canonical order.
static lsn_err sort_items(const lsn_instance *in, int *sorted, item *items, int *item_count, lsn_arena scratch) {
    int *by_item = LSN_NEW(&scratch, int, (size_t)in->item_count + 1);
    if (!by_item) return LSN_ERR_NO_MEMORY;
    for (int i = 0; i < in->option_count; i++) by_item[in->options[i].item + 1]++;
    for (int i = 0; i < in->item_count; i++) {
        if (by_item[i + 1] > 0) items[(*item_count)++] = (item){by_item[i], by_item[i + 1]};
        by_item[i + 1] += by_item[i];
    }
    for (int i = 0; i < in->option_count; i++) sorted[by_item[in->options[i].item]++] = i;
    for (int k = 0; k < *item_count; k++) {
        int *of = sorted + items[k].first;
        for (int i = 1; i < items[k].count; i++) {
            int moved = of[i], j = i;
            for (; j > 0 && compare_options(in, &in->options[moved], &in->options[of[j - 1]]) < 0; j--)
                of[j] = of[j - 1];
            of[j] = moved;
        }
    }
    for (int i = 1; i < *item_count; i++) {
        item moved = items[i];
        int j = i;
        for (; j > 0 && compare_items(in, sorted, moved, items[j - 1]) < 0; j--) items[j] = items[j - 1];
        items[j] = moved;
    }
    return LSN_OK;
}

static lsn_role role_of(const lsn_option *o) {
    return o->is_final ? LSN_ROLE_FINAL : o->start != o->end ? LSN_ROLE_CONNECTOR : LSN_ROLE_BLOCK;
}

static lsn_column column_of_option(const lsn_instance *in, int option, int item_index) {
    const lsn_option *o = &in->options[option];
    return (lsn_column){.option = option,
                        .role = role_of(o),
                        .item = item_index,
                        .start = o->start,
                        .end = o->end,
                        .time_s = o->time_s,
                        .points = o->points,
                        .warm = o->warm_up && !o->flexion,
                        .flexion = o->flexion,
                        .strength = o->strength,
                        .fresh = o->fresh,
                        .credit_s = o->credit_s};
}

typedef struct sheet {
    lsn_column *columns;
    int count;
    int16_t start[LSN_LP_GROUPS_MAX + 1];
    int groups;
} sheet;

static void add_none(sheet *out) {
    out->columns[out->count++] = (lsn_column){.option = -1, .role = LSN_ROLE_NONE, .item = -1};
}

static int close_group(sheet *out) {
    out->start[++out->groups] = (int16_t)out->count;
    return out->groups - 1;
}

static bool can_fit(const lsn_instance *in, const lsn_option *o) {
    return o->time_s + in->way_s[in->from][o->start] <= in->limit_s;
}

/// All options of one role, of one item or of all (item −1).
static int add_role(sheet *out, const lsn_instance *in, const int *sorted, const item *items, int from, int to,
                    lsn_role role) {
    int added = 0;
    for (int k = from; k < to; k++) {
        for (int i = 0; i < items[k].count; i++) {
            int option = sorted[items[k].first + i];
            if (role_of(&in->options[option]) != role || !can_fit(in, &in->options[option])) continue;
            out->columns[out->count++] = column_of_option(in, option, k);
            added++;
        }
    }
    return added;
}

static void lay_out(lsn_search *s, sheet *out, const int *sorted, const item *items, int item_count) {
    const lsn_instance *in = s->in;
    for (int k = 0; k < item_count; k++) {
        if (add_role(out, in, sorted, items, k, k + 1, LSN_ROLE_BLOCK) == 0) continue;
        add_none(out);
        close_group(out);
    }
    s->item_groups = out->groups;
    s->final_group = s->link_group = -1;
    if (add_role(out, in, sorted, items, 0, item_count, LSN_ROLE_FINAL) > 0) {
        add_none(out);
        s->final_group = close_group(out);
    }
    if (add_role(out, in, sorted, items, 0, item_count, LSN_ROLE_CONNECTOR) > 0) {
        add_none(out);
        s->link_group = close_group(out);
    }
    for (int r = 0; r < in->need_count; r++) {
        for (int part = 0; part < 3; part++) {
            out->columns[out->count++] = (lsn_column){.option = -1, .role = LSN_ROLE_NEED, .item = r, .time_s = part};
        }
        add_none(out);
        close_group(out);
    }
}

static int worth_at(const lsn_need *need, int part) {
    int points = need->slope[0] * need->end_s[0];
    if (part >= 1) points += need->slope[1] * (need->end_s[1] - need->end_s[0]);
    if (part >= 2) points += need->slope[2] * (need->end_s[2] - need->end_s[1]);
    return points;
}

static void fill_column(lsn_search *s, int j) {
    lsn_lp *lp = &s->lp;
    const lsn_column *c = &s->columns[j];
    if (c->role == LSN_ROLE_NEED) {
        const lsn_need *need = &s->in->needs[c->item];
        lp->cost[j] = worth_at(need, c->time_s);
        lp->a[ROW_NEEDS + c->item][j] = need->end_s[c->time_s];
    }
    if (c->option < 0) return;
    lp->cost[j] = c->points;
    lp->a[ROW_TIME][j] = c->time_s;
    for (int r = 0; r < s->in->need_count; r++) lp->a[ROW_NEEDS + r][j] = -c->credit_s[r];
    if (s->row_strength >= 0) lp->a[s->row_strength][j] = -c->strength;
    if (s->row_fresh >= 0) lp->a[s->row_fresh][j] = c->fresh;
}

static lsn_err fill_program(lsn_search *s, const sheet *sheet, lsn_arena *arena) {
    int rows = ROW_NEEDS + s->in->need_count;
    s->row_strength = s->in->strength_due ? rows++ : -1;
    s->row_fresh = s->in->fresh_max < LSN_SESSION_OPTIONS_MAX ? rows++ : -1;
    s->row_warm = s->in->warm_up_first ? rows++ : -1;
    lsn_err err = lsn_lp_make(&s->lp, rows, LSN_CUTS_MAX, sheet->count, sheet->groups, arena);
    if (err) return err;
    s->base_rows = rows;
    s->core_columns = LSN_NEW(arena, lsn_column, (size_t)sheet->count);
    err = lsn_lp_make(&s->core, rows, LSN_CUTS_MAX, sheet->count, sheet->groups, arena);
    if (err || !s->core_columns) return LSN_ERR_NO_MEMORY;
    memcpy(s->lp.group_start, sheet->start, (size_t)(sheet->groups + 1) * sizeof sheet->start[0]);
    for (int g = 0; g < sheet->groups; g++) {
        for (int j = sheet->start[g]; j < sheet->start[g + 1]; j++) s->lp.group[j] = (int16_t)g;
    }
    for (int j = 0; j < sheet->count; j++) fill_column(s, j);
    s->lp.b[ROW_TIME] = s->in->limit_s;
    if (s->row_strength >= 0) s->lp.b[s->row_strength] = -1;
    if (s->row_fresh >= 0) s->lp.b[s->row_fresh] = s->in->fresh_max;
    return LSN_OK;
}

static double worth_less_than_any(const lsn_instance *in) {
    double least = 0;
    for (int i = 0; i < in->option_count; i++) least = lsn_min(least, in->options[i].points);
    return LSN_SESSION_OPTIONS_MAX * least - (double)in->way_second_points * in->limit_s -
           (double)in->block_points * LSN_NODES_MAX - 1;
}

static lsn_err fill_worths(lsn_search *s, lsn_arena *arena) {
    for (int r = 0; r < s->in->need_count; r++) {
        const lsn_need *need = &s->in->needs[r];
        s->worth[r] = LSN_NEW(arena, int, (size_t)need->end_s[2] + 1);
        if (!s->worth[r]) return LSN_ERR_NO_MEMORY;
        for (int t = 1; t <= need->end_s[2]; t++) {
            int part = t <= need->end_s[0] ? 0 : t <= need->end_s[1] ? 1 : 2;
            s->worth[r][t] = s->worth[r][t - 1] + need->slope[part];
        }
    }
    return LSN_OK;
}

static void find_links(lsn_search *s) {
    for (int j = 0; j < s->lp.columns; j++) {
        const lsn_column *c = &s->columns[j];
        if (c->role == LSN_ROLE_BLOCK) s->postures |= (uint16_t)(1u << c->start);
        if (c->role != LSN_ROLE_CONNECTOR) continue;
        int k = 0;
        while (k < s->link_count && (s->link_start[k] != c->start || s->link_end[k] != c->end)) k++;
        s->link_start[k] = c->start;
        s->link_end[k] = c->end;
        if (k == s->link_count) s->link_count++;
    }
}

lsn_err lsn_search_make(lsn_search *out, const lsn_instance *in, lsn_arena *arena) {
    size_t options = (size_t)in->option_count, items = (size_t)in->item_count;
    int *sorted = LSN_NEW(arena, int, options + 1);
    item *of = LSN_NEW(arena, item, items + 1);
    sheet *page = LSN_NEW(arena, sheet, 1);
    int item_count = 0;
    if (!sorted || !of || !page) return LSN_ERR_NO_MEMORY;
    lsn_err err = sort_items(in, sorted, of, &item_count, *arena);
    if (err) return err;
    out->in = in;
    out->worst = worth_less_than_any(in);
    page->columns = LSN_NEW(arena, lsn_column, options + items + 4 * LSN_NEEDS_MAX + 4);
    if (!page->columns) return LSN_ERR_NO_MEMORY;
    lay_out(out, page, sorted, of, item_count);
    out->columns = page->columns;
    err = fill_program(out, page, arena);
    if (!err) err = fill_worths(out, arena);
    if (err) return err;
    find_links(out);
    out->order = LSN_NEW(arena, int16_t, LSN_ORDER_STATES);
    out->trail = LSN_NEW(arena, int16_t, (size_t)page->count + 1);
    out->levels = LSN_NEW(arena, lsn_level, (size_t)page->count + 1);
    return out->order && out->trail && out->levels ? LSN_OK : LSN_ERR_NO_MEMORY;
}
