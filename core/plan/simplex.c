/// The dual simplex over groups. Invariant: between steps no allowed column beats the key of its group (its value is
/// not greater), and no dual of a row is negative, beyond rounding.
#include "core/plan/simplex.h"

#include <string.h>

enum { STEPS_MAX = 2000, FACTOR_EVERY = 48 };

static const double tiny = 1e-9;      // a pivot smaller than this is none
static const double feasible = 1e-7;  // how far from its bounds a share may be
static const double binary = 65536.0; // duals are rounded to this part: products stay whole multiples of it…
static const double exact_most = 68719476736.0; // …and exact below this (2^36, so that all stays below 2^52)
static const double dual_most = 1e7;

lsn_err lsn_lp_make(lsn_lp *out, int rows, int spare, int columns, int groups, lsn_arena *arena) {
    LSN_ASSERT(rows + spare <= LSN_LP_ROWS_MAX && columns <= LSN_LP_COLUMNS_MAX && groups <= LSN_LP_GROUPS_MAX);
    memset(out, 0, sizeof *out);
    out->rows = rows;
    out->rows_max = rows + spare;
    out->columns = columns;
    out->groups = groups;
    for (int i = 0; i < out->rows_max; i++) {
        out->a[i] = LSN_NEW(arena, double, (size_t)columns);
        if (!out->a[i]) return LSN_ERR_NO_MEMORY;
    }
    out->cost = LSN_NEW(arena, double, (size_t)columns);
    out->value = LSN_NEW(arena, double, (size_t)columns);
    out->row = LSN_NEW(arena, double, (size_t)columns);
    out->group = LSN_NEW(arena, int16_t, (size_t)columns);
    out->group_start = LSN_NEW(arena, int16_t, (size_t)groups + 1);
    out->banned = LSN_NEW(arena, uint8_t, (size_t)columns);
    out->place = LSN_NEW(arena, int16_t, (size_t)(columns + out->rows_max));
    out->basics = LSN_NEW(arena, uint8_t, (size_t)groups);
    bool full = !out->cost || !out->value || !out->row || !out->group || !out->group_start;
    return full || !out->banned || !out->place || !out->basics ? LSN_ERR_NO_MEMORY : LSN_OK;
}

static void find_values(lsn_lp *lp) {
    int n = lp->columns;
    double *restrict value = lp->value;
    memcpy(value, lp->cost, (size_t)n * sizeof *value);
    for (int i = 0; i < lp->rows; i++) {
        double y = lp->y[i];
        const double *restrict a = lp->a[i];
        if (y == 0) continue;
        for (int j = 0; j < n; j++) value[j] -= y * a[j];
    }
}

/// Effective column of a basic or entering variable: less its group's key.
static void column_of(const lsn_lp *lp, int j, double out[LSN_LP_ROWS_MAX]) {
    int m = lp->rows;
    if (j >= lp->columns) {
        for (int i = 0; i < m; i++) out[i] = i == j - lp->columns;
        return;
    }
    int key = lp->at.key[lp->group[j]];
    for (int i = 0; i < m; i++) out[i] = lp->a[i][j] - lp->a[i][key];
}

bool lsn_lp_add_row(lsn_lp *lp, double b) {
    int i = lp->rows;
    if (i == lp->rows_max) return false;
    lp->b[i] = b;
    lp->most[i] = 0;
    for (int j = 0; j < lp->columns; j++) lp->most[i] = lsn_max(lp->most[i], lsn_abs(lp->a[i][j]));
    lp->at.basic[i] = (int16_t)(lp->columns + i);
    lp->place[lp->columns + i] = (int16_t)i;
    lp->rows++;
    return true;
}

void lsn_lp_drop_rows(lsn_lp *lp, int rows) {
    for (int k = 0; k < lp->rows; k++) lp->place[lp->at.basic[k]] = -1;
    for (int i = 0; i < rows; i++) lp->at.basic[i] = (int16_t)(lp->columns + i);
    lp->rows = rows;
}

static double cost_of(const lsn_lp *lp, int j) {
    return j >= lp->columns ? 0 : lp->cost[j] - lp->cost[lp->at.key[lp->group[j]]];
}

/// Inverse of the basis by Gauss and Jordan with row pivoting; false when it is singular.
static bool factor(lsn_lp *lp) {
    int m = lp->rows;
    double b[LSN_LP_ROWS_MAX][LSN_LP_ROWS_MAX], column[LSN_LP_ROWS_MAX];
    double *inverse = lp->inverse;
    for (int k = 0; k < m; k++) {
        column_of(lp, lp->at.basic[k], column);
        for (int i = 0; i < m; i++) b[i][k] = column[i];
    }
    for (int i = 0; i < m; i++) {
        for (int k = 0; k < m; k++) inverse[i * m + k] = i == k;
    }
    for (int k = 0; k < m; k++) {
        int p = k;
        for (int i = k + 1; i < m; i++) p = lsn_abs(b[i][k]) > lsn_abs(b[p][k]) ? i : p;
        if (lsn_abs(b[p][k]) < tiny) return false;
        for (int c = 0; c < m && p != k; c++) {
            double t = b[k][c], u = inverse[k * m + c];
            b[k][c] = b[p][c], b[p][c] = t;
            inverse[k * m + c] = inverse[p * m + c], inverse[p * m + c] = u;
        }
        double scale = 1 / b[k][k];
        for (int c = 0; c < m; c++) b[k][c] *= scale, inverse[k * m + c] *= scale;
        for (int i = 0; i < m; i++) {
            double f = b[i][k];
            if (i == k || f == 0) continue;
            for (int c = 0; c < m; c++) b[i][c] -= f * b[k][c], inverse[i * m + c] -= f * inverse[k * m + c];
        }
    }
    lp->since_factored = 0;
    return true;
}

/// b less the key columns.
static void find_rest(lsn_lp *lp) {
    int m = lp->rows;
    for (int i = 0; i < m; i++) {
        double sum = lp->b[i];
        for (int g = 0; g < lp->groups; g++) sum -= lp->a[i][lp->at.key[g]];
        lp->rest[i] = sum;
    }
}

static void find_x(lsn_lp *lp) {
    int m = lp->rows;
    for (int k = 0; k < m; k++) {
        double sum = 0;
        for (int i = 0; i < m; i++) sum += lp->inverse[k * m + i] * lp->rest[i];
        lp->x[k] = sum;
    }
}

static void find_duals(lsn_lp *lp) {
    int m = lp->rows;
    for (int i = 0; i < m; i++) lp->y[i] = 0;
    for (int k = 0; k < m; k++) {
        double c = cost_of(lp, lp->at.basic[k]);
        if (c == 0) continue;
        for (int i = 0; i < m; i++) lp->y[i] += c * lp->inverse[k * m + i];
    }
}

static void set_key(lsn_lp *lp, int g, int j) {
    int old = lp->at.key[g];
    for (int i = 0; i < lp->rows; i++) lp->rest[i] += lp->a[i][old] - lp->a[i][j];
    lp->at.key[g] = (int16_t)j;
}

/// The allowed column of greatest value; −1: none.
static int best_of(const lsn_lp *lp, int g) {
    int best = -1;
    for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
        if (!lp->banned[j] && (best < 0 || lp->value[j] > lp->value[best])) best = j;
    }
    return best;
}

/// Lets the basic column at place r be the key of its group and the key basic at r; the solution stays.
static void switch_key(lsn_lp *lp, int g, int r) {
    int m = lp->rows, j = lp->at.basic[r], key = lp->at.key[g];
    double *inverse = lp->inverse;
    for (int i = 0; i < m; i++) inverse[r * m + i] = -inverse[r * m + i];
    for (int k = 0; k < m; k++) {
        int other = lp->at.basic[k];
        if (k == r || other >= lp->columns || lp->group[other] != g) continue;
        for (int i = 0; i < m; i++) inverse[r * m + i] -= inverse[k * m + i];
    }
    set_key(lp, g, j);
    lp->at.basic[r] = (int16_t)key;
    lp->place[key] = (int16_t)r;
    lp->place[j] = -1;
}

static double key_share(const lsn_lp *lp, int g) {
    double share = 1;
    for (int k = 0; k < lp->rows; k++) {
        int j = lp->at.basic[k];
        if (j < lp->columns && lp->group[j] == g) share -= lp->x[k];
    }
    return share;
}

double lsn_lp_share(const lsn_lp *lp, int column) {
    if (lp->place[column] >= 0) return lp->x[lp->place[column]];
    int g = lp->group[column];
    return lp->at.key[g] == column ? key_share(lp, g) : 0;
}

void lsn_lp_start(lsn_lp *lp) {
    memset(lp->basics, 0, (size_t)lp->groups);
    memset(lp->inverse, 0, sizeof lp->inverse);
    memset(lp->y, 0, sizeof lp->y);
    find_values(lp);
    for (int j = 0; j < lp->columns + lp->rows_max; j++) lp->place[j] = -1;
    for (int j = 0; j < lp->columns; j++) lp->cost_most = lsn_max(lp->cost_most, lsn_abs(lp->cost[j]));
    for (int i = 0; i < lp->rows; i++) {
        lp->most[i] = 0;
        for (int j = 0; j < lp->columns; j++) lp->most[i] = lsn_max(lp->most[i], lsn_abs(lp->a[i][j]));
    }
    for (int g = 0; g < lp->groups; g++) {
        int best = best_of(lp, g);
        lp->at.key[g] = (int16_t)(best < 0 ? lp->group_start[g] : best);
    }
    for (int i = 0; i < lp->rows; i++) {
        lp->at.basic[i] = (int16_t)(lp->columns + i);
        lp->place[lp->columns + i] = (int16_t)i;
        lp->inverse[i * lp->rows + i] = 1;
    }
    lp->since_factored = 0;
}

void lsn_lp_load(lsn_lp *lp, const lsn_lp_basis *basis) {
    for (int k = 0; k < lp->rows; k++) lp->place[lp->at.basic[k]] = -1;
    memcpy(lp->at.key, basis->key, (size_t)lp->groups * sizeof basis->key[0]);
    memcpy(lp->at.basic, basis->basic, (size_t)lp->rows * sizeof basis->basic[0]);
    memset(lp->basics, 0, (size_t)lp->groups);
    for (int k = 0; k < lp->rows; k++) {
        int j = lp->at.basic[k];
        lp->place[j] = (int16_t)k;
        if (j < lp->columns) lp->basics[lp->group[j]]++;
    }
}

void lsn_lp_save(lsn_lp_basis *out, const lsn_lp *lp) {
    memcpy(out->key, lp->at.key, (size_t)lp->groups * sizeof out->key[0]);
    memcpy(out->basic, lp->at.basic, (size_t)lp->rows * sizeof out->basic[0]);
}

/// Keys that are banned and alone in their group give way to the best allowed column. False: a group has none.
static bool renew_keys(lsn_lp *lp) {
    for (int g = 0; g < lp->groups; g++) {
        int key = lp->at.key[g];
        if (!lp->banned[key] || lp->basics[g]) continue;
        int best = best_of(lp, g);
        if (best < 0) return false;
        set_key(lp, g, best);
    }
    return true;
}

/// What must leave: the worst of the basic columns and of the keys of their groups. Returns its place, after a switch
/// when it is a key; −1: none. `*up`: it is to rise.
static int leaving(lsn_lp *lp, bool *up) {
    int worst = -1;
    bool of_key = false;
    double most = feasible;
    for (int k = 0; k < lp->rows; k++) {
        int j = lp->at.basic[k];
        double x = lp->x[k];
        double off = x < 0 ? -x : j < lp->columns && lp->banned[j] ? x : 0;
        if (off > most) most = off, worst = k, *up = x < 0, of_key = false;
        if (j >= lp->columns) continue;
        int g = lp->group[j];
        x = key_share(lp, g);
        off = x < 0 ? -x : lp->banned[lp->at.key[g]] ? x : 0;
        if (off > most) most = off, worst = k, *up = x < 0, of_key = true;
    }
    if (worst < 0 || !of_key) return worst;
    int g = lp->group[lp->at.basic[worst]];
    for (int k = 0; k < lp->rows; k++) { // the fullest allowed member takes over
        int j = lp->at.basic[k], held = lp->at.basic[worst];
        if (j >= lp->columns || lp->group[j] != g || lp->banned[j]) continue;
        if (lp->banned[held] || lp->x[k] > lp->x[worst]) worst = k;
    }
    switch_key(lp, g, worst);
    return worst;
}

/// What enters for the column at place r: the one whose value meets its key's first. −1: nothing can.
static int entering(lsn_lp *lp, int r, bool up, double *step) {
    int m = lp->rows, n = lp->columns, best = -1;
    double sign = up ? 1 : -1, best_ratio = 0, best_pivot = 0;
    const double *rho = lp->inverse + r * m;
    double *restrict row = lp->row;
    memset(row, 0, (size_t)n * sizeof *row);
    for (int i = 0; i < m; i++) {
        double f = rho[i];
        const double *restrict a = lp->a[i];
        if (f == 0) continue;
        for (int j = 0; j < n; j++) row[j] += f * a[j];
    }
    for (int i = 0; i < m; i++) {
        double pivot = sign * rho[i];
        if (pivot > -tiny || lp->place[n + i] >= 0) continue;
        double ratio = (lp->y[i] > 0 ? lp->y[i] : 0) / -pivot;
        if (best < 0 || ratio < best_ratio) best = n + i, best_ratio = ratio, best_pivot = pivot;
    }
    for (int g = 0; g < lp->groups; g++) {
        int key = lp->at.key[g];
        for (int j = lp->group_start[g]; j < lp->group_start[g + 1]; j++) {
            double pivot = sign * (row[j] - row[key]);
            if (pivot > -tiny || lp->banned[j] || lp->place[j] >= 0) continue;
            double gap = lp->value[key] - lp->value[j];
            double ratio = (gap > 0 ? gap : 0) / -pivot;
            bool better = best < 0 || ratio < best_ratio - 1e-12;
            if (better || (ratio <= best_ratio + 1e-12 && pivot < best_pivot))
                best = j, best_ratio = ratio, best_pivot = pivot;
        }
    }
    *step = sign * best_ratio;
    return best;
}

static void pivot_in(lsn_lp *lp, int r, int j, double step) {
    int m = lp->rows, n = lp->columns, old = lp->at.basic[r];
    double column[LSN_LP_ROWS_MAX], turned[LSN_LP_ROWS_MAX];
    double *inverse = lp->inverse;
    for (int i = 0; i < m; i++) lp->y[i] += step * inverse[r * m + i];
    double *restrict value = lp->value;
    const double *restrict row = lp->row;
    for (int k = 0; k < n; k++) value[k] -= step * row[k];
    column_of(lp, j, column);
    for (int k = 0; k < m; k++) {
        turned[k] = 0;
        for (int i = 0; i < m; i++) turned[k] += inverse[k * m + i] * column[i];
    }
    double scale = 1 / turned[r];
    for (int i = 0; i < m; i++) inverse[r * m + i] *= scale;
    for (int k = 0; k < m; k++) {
        if (k == r || turned[k] == 0) continue;
        for (int i = 0; i < m; i++) inverse[k * m + i] -= turned[k] * inverse[r * m + i];
    }
    if (old < n) lp->basics[lp->group[old]]--;
    if (j < n) lp->basics[lp->group[j]]++;
    lp->place[old] = -1;
    lp->place[j] = (int16_t)r;
    lp->at.basic[r] = (int16_t)j;
    lp->since_factored++;
}

static double dual_objective(const lsn_lp *lp) {
    double sum = 0;
    for (int i = 0; i < lp->rows; i++) sum += lp->y[i] * lp->b[i];
    for (int g = 0; g < lp->groups; g++) sum += lp->value[lp->at.key[g]];
    return sum;
}

double lsn_lp_bound(lsn_lp *lp) {
    double kept[LSN_LP_ROWS_MAX], sum = 0, reach = lp->cost_most, size = 0;
    memcpy(kept, lp->y, sizeof kept);
    for (int i = 0; i < lp->rows; i++) {
        double y = lsn_clamp(lp->y[i], 0, dual_most);
        y = (double)(int64_t)(y * binary + 0.5) / binary;
        lp->y[i] = lp->exact[i] = y;
        sum += y * lp->b[i];
        size += y * lsn_abs(lp->b[i]);
        reach += y * lp->most[i];
    }
    find_values(lp);
    memcpy(lp->y, kept, sizeof kept);
    if (size + reach * (lp->groups + 1) > exact_most) return LSN_LP_UNKNOWN;
    for (int g = 0; g < lp->groups; g++) {
        int best = best_of(lp, g);
        if (best < 0) return -LSN_LP_UNKNOWN;
        sum += lp->value[best];
    }
    return sum;
}

/// Whether going on along the ray takes the bound to the cutoff: the exact proof of what the pivots say.
static bool ray_cuts(lsn_lp *lp, int r, bool up, double cutoff) {
    double kept[LSN_LP_ROWS_MAX];
    bool cuts = false;
    memcpy(kept, lp->y, sizeof kept);
    for (double far = 64; far < 1e7 && !cuts; far *= 16) {
        for (int i = 0; i < lp->rows; i++) {
            double rho = lp->inverse[r * lp->rows + i];
            lp->y[i] = kept[i] + (up ? far : -far) * rho;
        }
        cuts = lsn_lp_bound(lp) <= cutoff;
    }
    memcpy(lp->y, kept, sizeof kept);
    return cuts;
}

static void refresh(lsn_lp *lp) {
    find_rest(lp);
    find_duals(lp);
    find_values(lp);
}

lsn_lp_end lsn_lp_solve(lsn_lp *lp, double cutoff) {
    if (!factor(lp)) return LSN_LP_TIRED;
    refresh(lp);
    if (!renew_keys(lp)) return LSN_LP_INFEASIBLE;
    for (int step = 0; step < STEPS_MAX; step++) {
        lp->steps++;
        find_x(lp);
        bool up = true;
        int r = leaving(lp, &up);
        if (r < 0) return LSN_LP_OPTIMAL;
        double length = 0;
        int j = entering(lp, r, up, &length);
        if (j < 0) return ray_cuts(lp, r, up, cutoff) ? LSN_LP_INFEASIBLE : LSN_LP_TIRED;
        pivot_in(lp, r, j, length);
        if (lp->since_factored > FACTOR_EVERY) {
            if (!factor(lp)) return LSN_LP_TIRED;
            refresh(lp);
        }
        if (!renew_keys(lp)) return LSN_LP_INFEASIBLE;
        if (dual_objective(lp) >= cutoff + 0.5) continue;
        if (lsn_lp_bound(lp) <= cutoff) return LSN_LP_CUT;
        find_values(lp);
    }
    return LSN_LP_TIRED;
}
