/// core/figure: the one primitive, a loft: sections along an axis, with ellipsoidal caps. Distances are first-order
/// (level over gradient), exact enough within a hand's breadth of the surface, which is where they are used.
#include "core/figure/wide.h"

static float tangent(const station *s, int count, int i, const float *value) {
    int a = i > 0 ? i - 1 : i, b = i + 1 < count ? i + 1 : i;
    return (value[b] - value[a]) / (s[b].t - s[a].t);
}

static float cubic(float p0, float m0, float p1, float m1, float u) {
    float u2 = u * u, u3 = u2 * u;
    return (2 * u3 - 3 * u2 + 1) * p0 + (u3 - 2 * u2 + u) * m0 + (3 * u2 - 2 * u3) * p1 + (u3 - u2) * m1;
}

enum { STATIONS_MAX = 16 };

static void fill_column(float *out, const station *s, int count, const float *value) {
    for (int k = 0, i = 0; k < ROWS; k++) {
        float t = (float)k / (ROWS - 1);
        while (i + 2 < count && t > s[i + 1].t) i++;
        float span = s[i + 1].t - s[i].t;
        out[k] = cubic(value[i], tangent(s, count, i, value) * span, value[i + 1],
                       tangent(s, count, i + 1, value) * span, (t - s[i].t) / span);
    }
}

void lsn_table_fill(table *out, const station *stations, int count, float size, float squareness) {
    float value[4][STATIONS_MAX], column[4][ROWS];
    LSN_ASSERT(count >= 2 && count <= STATIONS_MAX);
    for (int i = 0; i < count; i++) {
        value[0][i] = stations[i].rx, value[1][i] = stations[i].rf;
        value[2][i] = stations[i].rb, value[3][i] = stations[i].oy;
    }
    for (int c = 0; c < 4; c++) fill_column(column[c], stations, count, value[c]);
    float mm = size * 0.001f;
    for (int k = 0; k < ROWS; k++)
        out->rows[k] = (row){column[0][k] * mm, column[1][k] * mm, column[2][k] * mm, column[3][k] * mm};
    for (int k = 0; k < ROWS; k++) {
        const row *a = &out->rows[k > 0 ? k - 1 : 0], *b = &out->rows[k + 1 < ROWS ? k + 1 : k];
        float n = k > 0 && k + 1 < ROWS ? 0.5f : 1;
        out->slopes[k] = (row){(b->rx - a->rx) * n, (b->rf - a->rf) * n, (b->rb - a->rb) * n, (b->oy - a->oy) * n};
    }
    out->squareness = squareness;
}

void lsn_loft_place(loft *l, vec from, vec to, vec forward, float side) {
    vec axis = sub(to, from);
    l->length = most(length(axis), 1e-4f);
    l->o = from;
    l->per_length = 1 / l->length;
    l->z = scale(axis, l->per_length);
    l->y = unit(mad(forward, l->z, -dot(forward, l->z)));
    l->x = scale(cross(l->z, l->y), side);
    l->widest = most(l->cap_low, l->cap_high);
    for (int k = 0; k < ROWS; k += 4) {
        const row *w = &l->table->rows[k];
        float depth = most(w->rf + w->oy, w->rb - w->oy);
        l->widest = most(l->widest, most(w->rx, depth));
    }
}

hits lsn_loft_near(const loft *l, const vecs *p, float margin) {
    vecs q = sub4(*p, spread(l->o));
    wide z = dot4(q, spread(l->z)), on = clamp4(z, 0, l->length), over = z - on, off2 = dot4(q, q) - z * z;
    float far = l->widest + margin;
    lanes near = off2 + over * over <= far * far;
    if (!any(near)) return nothing();
    wide x = dot4(q, spread(l->x)), y = dot4(q, spread(l->y));
    wide f = clamp4(on * l->per_length, 0, 1) * (ROWS - 1);
    lanes k = __builtin_convertvector(f, lanes);
    k += k > ROWS - 2;
    f -= __builtin_convertvector(k, wide);
    sections w = sections_at(l->table->rows, k, f);
    wide depth = pick(y > w.oy, w.rf + w.oy, w.rb - w.oy), local = 1.06f * most4(w.rx, depth) + margin;
    near &= off2 <= local * local;
    if (!any(near)) return nothing();
    float per = (ROWS - 1) * l->per_length;
    sections slope = sections_at(l->table->slopes, k, f);
    slope = (sections){slope.rx * per, slope.rf * per, slope.rb * per, slope.oy * per};
    wide cap = pick(z < on, same(l->cap_low), same(l->cap_high));
    hits h = section_distance(&w, &slope, x, y, over, cap, l->table->squareness, same(1));
    h.g = add4(add4(scale4(spread(l->x), h.g.x), scale4(spread(l->y), h.g.y)), scale4(spread(l->z), h.g.z));
    return pick_hits(near, h, nothing());
}

hits lsn_ellipsoid_distance(const frame *f, vec radii, const vecs *p) {
    float all = 1 / (radii.x * radii.y * radii.z);
    vecs q = into4(f, *p);
    vec inverse = v(radii.y * radii.z * all, radii.x * radii.z * all, radii.x * radii.y * all);
    vecs a = {q.x * inverse.x, q.y * inverse.y, q.z * inverse.z};
    wide r = most4(root4(dot4(a, a)), same(1e-5f)), ir = 1 / r;
    vecs g = {a.x * ir * inverse.x, a.y * ir * inverse.y, a.z * ir * inverse.z};
    wide g2 = dot4(g, g), n = root4(g2) * (1 / g2);
    return (hits){(r - 1) * n, turn_out4(f, scale4(g, n))};
}
