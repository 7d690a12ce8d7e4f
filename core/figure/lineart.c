/// core/figure: the figure as lines for print, an SVG document. The posed triangles are laid on a fine grid of cells;
/// lines run between cells that differ (another garment, another depth, a crease) and become smooth curves.
/// Invariant: what is hidden has no cell, so hidden lines need no removing. Nothing is drawn that is not on the grid.
#include "core/figure/surface.h"

enum {
    CELLS_A_UNIT = 2, // but of the longer side at least
    CELLS_LEAST = 640,
    CELLS_MOST = 1280, // and at most
    SUBCELL = 16,
    SIZE_LEAST = 64,
    SIZE_MOST = 4096,
    POINTS_A_LINE = 1 << 15,
    POINTS_MOST = 1 << 14, // of all lines together, after simplifying
    LINES_MOST = 4096,
    ROUNDS = 10,    // of smoothing
    INK_ROUNDS = 3, // what is small stays crisp
};

enum label { PAPER, MAT, PROP, SKIN, SHIRT, LEGGINGS, HAIR, INK };
enum kind { NO_LINE, FINE, FAINT, SEAM, INNER, OUTER, KIND_COUNT };
enum part_code { PART_HEAD_CODE = 254, PART_NONE = 255 };

typedef struct cell {
    float near; // 1 / distance along the view, 0: nothing there; linear across a flat face
    uint32_t triangle;
} cell;

typedef struct look {
    signed char normal[3];
    unsigned char label, part, glow, dark;
    unsigned char lines; // kinds to the right and below, three bits each; then two bits: walked already
} look;

typedef struct corner {
    int x, y; // sub-cells
    float near;
    bool ok;
} corner;

typedef struct line {
    int first, count;
    enum kind kind;
    bool closed;
} line;

typedef struct point {
    float x, y;
} point;

typedef struct sheet {
    const lsn_figure *figure;
    const surface *surface;
    float matrix[16];
    int columns, rows;
    float units; // of the picture a cell
    cell *cells;
    look *looks;
    corner *corners;
    unsigned char *part_of; // by vertex
    point *walk, *pool;
    unsigned char *keep;
    line *lines;
    int line_count, pool_count;
    lsn_buf *out;
} sheet;

// ---------------------------------------------------------------- cells

static corner project(const sheet *s, const float p[3]) {
    const float *m = s->matrix;
    float c[4];
    for (int i = 0; i < 4; i++) c[i] = m[i] * p[0] + m[4 + i] * p[1] + m[8 + i] * p[2] + m[12 + i];
    corner out = {0};
    if (c[3] < 0.1f) return out;
    out.near = 1 / c[3];
    float x = (c[0] * out.near * 0.5f + 0.5f) * (float)(s->columns * SUBCELL);
    float y = (0.5f - c[1] * out.near * 0.5f) * (float)(s->rows * SUBCELL);
    const float far = 8.0f * CELLS_MOST * SUBCELL;
    if (x < -far || x > far || y < -far || y > far) return out;
    out.x = (int)(x + far) - (int)far, out.y = (int)(y + far) - (int)far;
    out.ok = true;
    return out;
}

static int clamp_int(int x, int low, int high) {
    return x < low ? low : x > high ? high : x;
}

static int64_t edge(const corner *a, const corner *b, int x, int y) {
    return (int64_t)(b->x - a->x) * (y - a->y) - (int64_t)(b->y - a->y) * (x - a->x);
}

static void fill(sheet *s, const corner *a, const corner *b, const corner *c, uint32_t triangle) {
    int64_t area = edge(a, b, c->x, c->y);
    if (area == 0) return;
    if (area < 0) {
        const corner *swap = b;
        b = c, c = swap, area = -area;
    }
    int x0 = a->x, x1 = a->x, y0 = a->y, y1 = a->y;
    const corner *rest[2] = {b, c};
    for (int i = 0; i < 2; i++) {
        x0 = rest[i]->x < x0 ? rest[i]->x : x0, x1 = rest[i]->x > x1 ? rest[i]->x : x1;
        y0 = rest[i]->y < y0 ? rest[i]->y : y0, y1 = rest[i]->y > y1 ? rest[i]->y : y1;
    }
    if (x1 < 0 || y1 < 0 || x0 >= s->columns * SUBCELL || y0 >= s->rows * SUBCELL) return;
    x0 = clamp_int(x0 / SUBCELL, 0, s->columns - 1), x1 = clamp_int(x1 / SUBCELL, 0, s->columns - 1);
    y0 = clamp_int(y0 / SUBCELL, 0, s->rows - 1), y1 = clamp_int(y1 / SUBCELL, 0, s->rows - 1);
    float per = 1 / (float)area;
    for (int y = y0; y <= y1; y++) {
        cell *row = s->cells + (int64_t)y * s->columns;
        for (int x = x0; x <= x1; x++) {
            int px = x * SUBCELL + SUBCELL / 2, py = y * SUBCELL + SUBCELL / 2;
            int64_t ea = edge(b, c, px, py), eb = edge(c, a, px, py), ec = edge(a, b, px, py);
            if ((ea | eb | ec) < 0) continue;
            float near = ((float)ea * a->near + (float)eb * b->near + (float)ec * c->near) * per;
            if (near > row[x].near) row[x] = (cell){near, triangle};
        }
    }
}

static void lay_triangles(sheet *s) {
    const lsn_figure *f = s->figure;
    for (int64_t i = 0; i < (int64_t)s->columns * s->rows; i++) s->cells[i] = (cell){0, 0};
    for (int i = 0; i < f->vertex_count; i++) s->corners[i] = project(s, f->vertices[i].position);
    for (int i = 0; i < f->index_count; i += 3) {
        const corner *a = &s->corners[f->indices[i]], *b = &s->corners[f->indices[i + 1]];
        const corner *c = &s->corners[f->indices[i + 2]];
        if (a->ok && b->ok && c->ok) fill(s, a, b, c, (uint32_t)i);
    }
}

// ---------------------------------------------------------------- looks

static void note_parts(sheet *s) {
    const surface *u = s->surface;
    memset(s->part_of, PART_NONE, (size_t)s->figure->vertex_count);
    for (int i = 0; i < u->part_count; i++) {
        const part *p = &u->parts[i];
        memset(s->part_of + p->first, i, (size_t)(p->rings * p->segments + 2));
    }
    memset(s->part_of + u->head_first, PART_HEAD_CODE, (size_t)u->head_count);
}

static enum label label_of(int material, float shirt, float leggings) {
    switch (material) {
    case LSN_MATERIAL_body:
        return shirt < 0 ? SHIRT : leggings < 0 ? LEGGINGS : SKIN;
    case LSN_MATERIAL_head:
        return shirt < 0 ? HAIR : SKIN;
    case LSN_MATERIAL_ink:
        return INK;
    case LSN_MATERIAL_mat:
        return MAT;
    case LSN_MATERIAL_prop:
        return PROP;
    default:
        return PAPER;
    }
}

/// Shares of a triangle's corners at the middle of a cell, true to perspective.
static void shares(float out[3], const sheet *s, const uint32_t *index, int x, int y) {
    const corner *c[3] = {&s->corners[index[0]], &s->corners[index[1]], &s->corners[index[2]]};
    int px = x * SUBCELL + SUBCELL / 2, py = y * SUBCELL + SUBCELL / 2;
    float sum = 0;
    for (int i = 0; i < 3; i++) {
        out[i] = (float)edge(c[(i + 1) % 3], c[(i + 2) % 3], px, py) * c[i]->near;
        sum += out[i];
    }
    for (int i = 0; i < 3; i++) out[i] /= sum;
}

static look look_at(const sheet *s, int x, int y) {
    const cell *at = &s->cells[(int64_t)y * s->columns + x];
    look out = {.part = PART_NONE};
    if (at->near <= 0) return out;
    const uint32_t *index = s->figure->indices + at->triangle;
    float share[3], shirt = 0, leggings = 0, glow = 0, open = 0;
    shares(share, s, index, x, y);
    vec n = v(0, 0, 0);
    for (int i = 0; i < 3; i++) {
        const lsn_vertex *w = &s->figure->vertices[index[i]];
        n = mad(n, v(w->normal[0], w->normal[1], w->normal[2]), share[i]);
        shirt += w->shirt * share[i], leggings += w->leggings * share[i];
        glow += w->glow * share[i], open += w->occlusion * share[i];
    }
    n = scale(unit(n), 127);
    out.normal[0] = (signed char)n.x, out.normal[1] = (signed char)n.y, out.normal[2] = (signed char)n.z;
    int material = (int)s->figure->vertices[index[0]].material;
    out.label = (unsigned char)label_of(material, shirt, leggings);
    out.part = s->part_of[index[0]];
    if (material == LSN_MATERIAL_body) out.glow = (unsigned char)(clamp(glow, 0, 1) * 255);
    if (out.label <= MAT) out.dark = (unsigned char)(clamp(1 - open, 0, 1) * 255);
    return out;
}

static void take_looks(sheet *s) {
    for (int y = 0; y < s->rows; y++)
        for (int x = 0; x < s->columns; x++) s->looks[(int64_t)y * s->columns + x] = look_at(s, x, y);
}

// ---------------------------------------------------------------- where lines run

#define JUMP_SURE  0.020f // metres of depth
#define JUMP_FAINT 0.009f

/// How far depth jumps between the second and the third of four cells in a row (m), their slopes allowed for.
static float jump(const float near[4]) {
    float there = near[2] - (2 * near[1] - near[0]), back = near[1] - (2 * near[2] - near[3]);
    float least_near = least(near[1], near[2]);
    there = most(there, -there), back = most(back, -back);
    return least(there, back) / most(least_near * least_near, 1e-6f);
}

/// Cosine between the normals of two cells.
static float likeness(const look *a, const look *b) {
    int sum = a->normal[0] * b->normal[0] + a->normal[1] * b->normal[1] + a->normal[2] * b->normal[2];
    return (float)sum * (1 / (127.0f * 127.0f));
}

static bool is_person(int label) {
    return label >= SKIN;
}

static enum kind kind_between(const sheet *s, int64_t at, int64_t step) {
    const look *a = &s->looks[at], *b = a + step, *before = a - step, *after = b + step;
    if (a->label != b->label) {
        if (a->label == INK || b->label == INK) return NO_LINE;
        if (is_person(a->label) != is_person(b->label)) return OUTER;
        if (!is_person(a->label)) return FINE;
    }
    if (a->label == PAPER || a->label == MAT) return NO_LINE;
    float near[4];
    for (int i = 0; i < 4; i++) near[i] = s->cells[at + (i - 1) * step].near;
    float depth = jump(near);
    if (!is_person(a->label)) return depth > JUMP_SURE || likeness(a, b) < 0.8f ? FINE : NO_LINE;
    if (depth > JUMP_SURE) return INNER;
    if (a->label != b->label) return SEAM;
    if (a->part != b->part && likeness(before, after) < 0.72f) return FAINT;
    return depth > JUMP_FAINT ? FAINT : NO_LINE;
}

enum { RIGHT_SHIFT = 0, BELOW_SHIFT = 3, WALKED_RIGHT = 64, WALKED_BELOW = 128 };

static void mark_lines(sheet *s) {
    for (int y = 0; y < s->rows; y++)
        for (int x = 0; x < s->columns; x++) {
            int64_t at = (int64_t)y * s->columns + x;
            bool across = x >= 1 && x + 2 < s->columns, down = y >= 1 && y + 2 < s->rows;
            int right = across ? kind_between(s, at, 1) : NO_LINE;
            int below = down ? kind_between(s, at, s->columns) : NO_LINE;
            s->looks[at].lines = (unsigned char)(right << RIGHT_SHIFT | below << BELOW_SHIFT);
        }
}

/// The outlines of all cells with this label instead.
static void mark_label(sheet *s, enum label label) {
    for (int y = 0; y < s->rows; y++)
        for (int x = 0; x < s->columns; x++) {
            look *a = &s->looks[(int64_t)y * s->columns + x];
            bool in = a->label == label;
            int right = x + 1 < s->columns && (a[1].label == label) != in ? FINE : NO_LINE;
            int below = y + 1 < s->rows && (a[s->columns].label == label) != in ? FINE : NO_LINE;
            a->lines = (unsigned char)(right << RIGHT_SHIFT | below << BELOW_SHIFT);
        }
}

// ---------------------------------------------------------------- walking

/// A step from one grid crossing to a neighbour, along the border of two cells. Ways: up, right, down, left.
typedef struct border {
    look *owner; // NULL outside
    int shift, walked;
} border;

static border border_of(const sheet *s, int x, int y, int way) {
    static const int DX[4] = {-1, 0, -1, -1}, DY[4] = {-1, -1, 0, -1};
    int cx = x + DX[way], cy = y + DY[way];
    bool inside = cx >= 0 && cy >= 0 && cx < s->columns && cy < s->rows;
    look *owner = inside ? &s->looks[(int64_t)cy * s->columns + cx] : 0;
    return way & 1 ? (border){owner, BELOW_SHIFT, WALKED_BELOW} : (border){owner, RIGHT_SHIFT, WALKED_RIGHT};
}

static enum kind kind_of(border b) {
    return b.owner ? (enum kind)(b.owner->lines >> b.shift & 7) : NO_LINE;
}

static bool is_free(border b) {
    return kind_of(b) != NO_LINE && !(b.owner->lines & b.walked);
}

/// Most crossings are touched by no line.
static bool is_bare(const sheet *s, int x, int y) {
    if (x < 1 || y < 1 || x >= s->columns || y >= s->rows) return false; // the edge is looked at in full
    const look *above = &s->looks[(int64_t)(y - 1) * s->columns + x - 1];
    return ((above[0].lines | above[1].lines | above[s->columns].lines) & (WALKED_RIGHT - 1)) == 0;
}

static int degree(const sheet *s, int x, int y) {
    int n = 0;
    for (int way = 0; way < 4; way++) n += kind_of(border_of(s, x, y, way)) != NO_LINE;
    return n;
}

/// Walks from a crossing until the next junction or end, or round to where it began. Returns the number of points.
static int walk_line(sheet *s, int x, int y, int way, int tally[KIND_COUNT], bool through) {
    static const int STEP_X[4] = {0, 1, 0, -1}, STEP_Y[4] = {-1, 0, 1, 0};
    int n = 0, x0 = x, y0 = y;
    s->walk[n++] = (point){(float)x, (float)y};
    while (n < POINTS_A_LINE) {
        border b = border_of(s, x, y, way);
        b.owner->lines |= (unsigned char)b.walked;
        tally[kind_of(b)]++;
        s->walk[n++] = (point){(float)x + 0.5f * (float)STEP_X[way], (float)y + 0.5f * (float)STEP_Y[way]};
        x += STEP_X[way], y += STEP_Y[way];
        bool stop = (x == x0 && y == y0) || (!through && degree(s, x, y) != 2);
        int next = -1;
        for (int turn = 0; turn < 4 && !stop && next < 0; turn++)
            if (is_free(border_of(s, x, y, (way + 3 + turn) % 4))) next = (way + 3 + turn) % 4;
        if (next < 0) break;
        way = next;
    }
    if (n < POINTS_A_LINE) s->walk[n++] = (point){(float)x, (float)y};
    return n;
}

static point mid(point a, point b, float t) {
    return (point){lerp(a.x, b.x, t), lerp(a.y, b.y, t)};
}

/// Each point moves half way to the middle of its neighbours, several times; the ends of an open line stay.
static void smooth_walk(point *p, int n, bool closed, int rounds) {
    for (int round = 0; round < rounds; round++) {
        point before = closed ? p[n - 1] : p[0], first = p[0];
        for (int i = closed ? 0 : 1; i < (closed ? n : n - 1); i++) {
            point after = i + 1 < n ? p[i + 1] : first, here = p[i];
            p[i] = mid(here, mid(before, after, 0.5f), 0.5f);
            before = here;
        }
    }
}

static float off_line(point p, point a, point b) {
    float dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
    float t = l2 > 0 ? clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / l2, 0, 1) : 0;
    float x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
    return x * x + y * y;
}

/// Keeps the points that a line needs to stay within `error` cells (Douglas and Peucker, with a stack of its own).
static void thin_out(sheet *s, int n, float error) {
    int stack[128], top = 0;
    memset(s->keep, 0, (size_t)n);
    s->keep[0] = s->keep[n - 1] = 1;
    stack[top++] = 0, stack[top++] = n - 1;
    while (top > 0) {
        int b = stack[--top], a = stack[--top], at = -1;
        float worst = error * error;
        for (int i = a + 1; i < b; i++) {
            float d = off_line(s->walk[i], s->walk[a], s->walk[b]);
            if (d > worst) worst = d, at = i;
        }
        if (at < 0 || top + 4 > 128) continue;
        s->keep[at] = 1;
        stack[top++] = a, stack[top++] = at, stack[top++] = at, stack[top++] = b;
    }
}

static void store_line(sheet *s, int n, enum kind kind, bool closed) {
    if (s->line_count == LINES_MOST) return;
    line *l = &s->lines[s->line_count];
    *l = (line){s->pool_count, 0, kind, closed};
    for (int i = 0; i < n; i++) {
        if (!s->keep[i]) continue;
        if (s->pool_count == POINTS_MOST) return;
        s->pool[s->pool_count++] = s->walk[i];
        l->count++;
    }
    s->line_count++;
}

/// What a line is, by most of its length; NO_LINE for crumbs and for what is faint and short.
static enum kind judge(const int tally[KIND_COUNT], bool closed, bool dangling) {
    int all = 0, best = FINE;
    for (int k = FINE; k < KIND_COUNT; k++) {
        all += tally[k];
        if (tally[k] > tally[best]) best = k;
    }
    if (all < (closed ? 24 : dangling ? 14 : 0)) return NO_LINE;
    if (best != FAINT) return (enum kind)best;
    if (tally[FAINT] == all && all < 26) return NO_LINE;
    best = INNER;
    return (enum kind)best;
}

/// Takes the walked borders away, so that what they touched is a plain line again.
static void erase_walk(sheet *s, int n) {
    for (int i = 1; i < n - 1; i++) {
        int x = (int)s->walk[i].x, y = (int)s->walk[i].y;
        bool level = s->walk[i].x > (float)x;
        border b = border_of(s, x, y, level ? 1 : 2);
        b.owner->lines &= (unsigned char)~(7 << b.shift);
    }
}

enum mode { MODE_PRUNE, MODE_LINES, MODE_LABEL, MODE_INK };

static void trace_from(sheet *s, int x, int y, int way, enum mode mode) {
    int tally[KIND_COUNT] = {0};
    bool mask = mode >= MODE_LABEL, loose = degree(s, x, y) == 1;
    int n = walk_line(s, x, y, way, tally, mask);
    point a = s->walk[0], b = s->walk[n - 1];
    bool ring = a.x == b.x && a.y == b.y, closed = ring && (mask || degree(s, x, y) == 2);
    loose |= degree(s, (int)b.x, (int)b.y) == 1;
    enum kind kind = mask ? (n > 8 ? FINE : NO_LINE) : judge(tally, ring, loose);
    if (mode == MODE_PRUNE && kind == NO_LINE) erase_walk(s, n);
    if (kind == NO_LINE || mode == MODE_PRUNE) return;
    if (closed) n--; // the first point again
    smooth_walk(s->walk, n, closed, mode == MODE_INK ? INK_ROUNDS : ROUNDS);
    if (closed && n + 1 < POINTS_A_LINE) s->walk[n] = s->walk[0], n++;
    thin_out(s, n, kind == FINE && !mask ? 0.9f : 0.4f); // what is fine is mostly straight
    store_line(s, n, kind, closed);
}

static void trace(sheet *s, enum mode mode) {
    bool mask = mode >= MODE_LABEL;
    s->line_count = s->pool_count = 0;
    for (int64_t i = 0; i < (int64_t)s->columns * s->rows; i++) s->looks[i].lines &= WALKED_RIGHT - 1;
    for (int pass = 0; pass < 2; pass++) // from junctions and ends first, then what is left: rings
        for (int y = 0; y <= s->rows; y++)
            for (int x = 0; x <= s->columns; x++) {
                if (is_bare(s, x, y)) continue;
                if (pass == 0 && (mask || degree(s, x, y) == 2)) continue;
                for (int way = 0; way < 4; way++)
                    if (is_free(border_of(s, x, y, way))) trace_from(s, x, y, way, mode);
            }
}

// ---------------------------------------------------------------- writing

/// A number in tenths of a unit, without what SVG can do without.
static void put_number(lsn_buf *out, int tenths, bool first) {
    if (tenths < 0) {
        lsn_buf_char(out, '-');
        tenths = -tenths;
    } else if (!first) {
        lsn_buf_char(out, ' ');
    }
    if (tenths >= 10 || tenths == 0) lsn_buf_int(out, tenths / 10);
    if (tenths % 10) {
        lsn_buf_char(out, '.');
        lsn_buf_int(out, tenths % 10);
    }
}

static int to_tenths(const sheet *s, float cells) {
    float x = cells * s->units * 10;
    return x < 0 ? -(int)(0.5f - x) : (int)(x + 0.5f);
}

typedef struct pen {
    int x, y; // tenths
} pen;

static pen pen_at(const sheet *s, point p) {
    return (pen){to_tenths(s, p.x), to_tenths(s, p.y)};
}

static void put_pair(lsn_buf *out, pen p, pen from, bool first) {
    put_number(out, p.x - from.x, first);
    put_number(out, p.y - from.y, false);
}

/// The direction of a curve at a point between two others, weighted towards the nearer; a sharp corner keeps its own.
static point tangent(point before, point at, point after, bool outgoing) {
    float ax = at.x - before.x, ay = at.y - before.y, bx = after.x - at.x, by = after.y - at.y;
    float la = root(ax * ax + ay * ay), lb = root(bx * bx + by * by);
    if (la < 1e-6f || lb < 1e-6f) return la < lb ? (point){bx, by} : (point){ax, ay};
    float turn = (ax * bx + ay * by) / (la * lb);
    if (turn < 0.35f) return outgoing ? (point){bx, by} : (point){ax, ay};
    float wa = lb / (la * (la + lb)), wb = la / (lb * (la + lb));
    return (point){ax * wa + bx * wb, ay * wa + by * wb};
}

static point along(point at, point way, float by) {
    float l = most(root(way.x * way.x + way.y * way.y), 1e-6f);
    return (point){at.x + way.x * by / l, at.y + way.y * by / l};
}

static float distance(point a, point b) {
    return root((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

/// How far a curve from a to b follows the direction that it shares with its neighbour: a long straight stretch beside
/// a short one stays straight.
static float handle(point a, point b, point from, point to) {
    float third = distance(a, b) / 3, neighbour = distance(from, to);
    return neighbour > 0 ? least(third, 0.7f * neighbour) : third;
}

static void put_curve(sheet *s, const line *l) {
    const point *p = s->pool + l->first;
    int n = l->count;
    pen from = pen_at(s, p[0]);
    lsn_buf_char(s->out, 'M');
    put_number(s->out, from.x, true);
    put_number(s->out, from.y, false);
    for (int i = 0; i + 1 < n; i++) {
        point a = p[i], b = p[i + 1];
        point before = i > 0 ? p[i - 1] : l->closed ? p[n - 2] : a;
        point after = i + 2 < n ? p[i + 2] : l->closed ? p[1] : b;
        pen to = pen_at(s, b);
        float in = handle(a, b, before, a), out = handle(a, b, b, after);
        lsn_buf_char(s->out, 'c');
        put_pair(s->out, pen_at(s, along(a, tangent(before, a, b, true), in)), from, true);
        put_pair(s->out, pen_at(s, along(b, tangent(a, b, after, false), -out)), from, false);
        put_pair(s->out, to, from, false);
        from = to;
    }
    if (l->closed) lsn_buf_char(s->out, 'z');
}

static void put_attribute(lsn_buf *out, const char *name, float value) {
    lsn_buf_format(out, " %s=\"", name);
    lsn_buf_fixed(out, value, 2);
    lsn_buf_char(out, '"');
}

static void put_lines(sheet *s, enum kind kind, const char *colour, float width) {
    lsn_buf_format(s->out, "<path stroke=\"%s\"", colour);
    put_attribute(s->out, "stroke-width", width);
    lsn_buf_text(s->out, " d=\"");
    for (int i = 0; i < s->line_count; i++)
        if (s->lines[i].kind == kind && s->lines[i].count > 1) put_curve(s, &s->lines[i]);
    lsn_buf_text(s->out, "\"/>\n");
}

static void put_fill(sheet *s, enum label label, const char *colour) {
    mark_label(s, label);
    trace(s, label == INK ? MODE_INK : MODE_LABEL);
    if (s->line_count == 0) return;
    lsn_buf_format(s->out, "<path stroke=\"none\" fill=\"%s\" fill-rule=\"evenodd\" d=\"", colour);
    for (int i = 0; i < s->line_count; i++)
        if (s->lines[i].count > 2) put_curve(s, &s->lines[i]);
    lsn_buf_text(s->out, "\"/>\n");
}

static void put_stroke(sheet *s, point a, point b) {
    pen from = pen_at(s, a);
    lsn_buf_char(s->out, 'M');
    put_number(s->out, from.x, true);
    put_number(s->out, from.y, false);
    lsn_buf_char(s->out, 'l');
    put_pair(s->out, pen_at(s, b), from, true);
}

enum hatch { HATCH_SHADOW, HATCH_MUSCLE };

static bool hatched(const sheet *s, enum hatch what, int x, int y, bool between) {
    const look *l = &s->looks[(int64_t)y * s->columns + x];
    if (what == HATCH_SHADOW) return l->label <= MAT && l->dark > (between ? 120 : 62);
    return l->glow > (between ? 165 : 82) && l->label != INK;
}

/// Strokes on parallel lines wherever cells ask for them; every second line only where they ask strongly.
static void put_hatch(sheet *s, enum hatch what, int gap, int shortest) {
    int rise = what == HATCH_MUSCLE ? 1 : 0; // 45 degrees, or level
    int lines = (s->rows + rise * s->columns) / gap;
    for (int k = 1; k < lines; k++) {
        int begin = -1;
        for (int x = 0; x <= s->columns; x++) {
            int y = k * gap - rise * x;
            bool on = x < s->columns && y >= 0 && y < s->rows && hatched(s, what, x, y, k & 1);
            if (on && begin < 0) begin = x;
            if (on || begin < 0) continue;
            if (x - begin >= shortest)
                put_stroke(s, (point){(float)begin, (float)(k * gap - rise * begin)},
                           (point){(float)x - 1, (float)(k * gap - rise * (x - 1))});
            begin = -1;
        }
    }
}

static void put_hatches(sheet *s, float unit_width) {
    lsn_buf_text(s->out, "<path stroke=\"#c9c3b8\"");
    put_attribute(s->out, "stroke-width", 1.1f * unit_width);
    lsn_buf_text(s->out, " d=\"");
    put_hatch(s, HATCH_SHADOW, 7, 10);
    lsn_buf_text(s->out, "\"/>\n<path stroke=\"#c2410c\"");
    put_attribute(s->out, "stroke-width", 1.5f * unit_width);
    lsn_buf_text(s->out, " d=\"");
    put_hatch(s, HATCH_MUSCLE, 8, 4);
    lsn_buf_text(s->out, "\"/>\n");
}

static void put_escaped(lsn_buf *out, lsn_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '&')
            lsn_buf_text(out, "&amp;");
        else if (c == '<')
            lsn_buf_text(out, "&lt;");
        else if (c == '>')
            lsn_buf_text(out, "&gt;");
        else
            lsn_buf_char(out, c);
    }
}

static void put_document(sheet *s, int width, int height, lsn_str title) {
    float w = (float)(width > height ? width : height) / 800;
    lsn_buf_format(s->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" ", width, height);
    lsn_buf_format(s->out, "viewBox=\"0 0 %d %d\" role=\"img\">\n<title>", width, height);
    put_escaped(s->out, title);
    lsn_buf_text(s->out, "</title>\n<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
    put_fill(s, LEGGINGS, "#e7e6e3");
    put_fill(s, HAIR, "#8d8883");
    put_fill(s, INK, "#2a2724");
    put_hatches(s, w);
    mark_lines(s);
    for (int i = 0; i < 3; i++) trace(s, MODE_PRUNE);
    trace(s, MODE_LINES);
    put_lines(s, FINE, "#a29c92", 1.2f * w);
    put_lines(s, SEAM, "#2a2724", 1.3f * w);
    put_lines(s, INNER, "#2a2724", 1.7f * w);
    put_lines(s, OUTER, "#2a2724", 2.3f * w);
    lsn_buf_text(s->out, "</g>\n</svg>\n");
}

static bool take_memory(sheet *s, lsn_arena *scratch) {
    size_t cells = (size_t)s->columns * (size_t)s->rows, vertices = (size_t)s->figure->vertex_count;
    s->cells = LSN_NEW(scratch, cell, cells);
    s->looks = LSN_NEW(scratch, look, cells);
    s->corners = LSN_NEW(scratch, corner, vertices);
    s->part_of = LSN_NEW(scratch, unsigned char, vertices);
    s->walk = LSN_NEW(scratch, point, POINTS_A_LINE);
    s->keep = LSN_NEW(scratch, unsigned char, POINTS_A_LINE);
    s->pool = LSN_NEW(scratch, point, POINTS_MOST);
    s->lines = LSN_NEW(scratch, line, LINES_MOST);
    return s->cells && s->looks && s->corners && s->part_of && s->walk && s->keep && s->pool && s->lines;
}

lsn_err lsn_lineart_draw(lsn_buf *out, int width, int height, lsn_str title, const lsn_figure *figure,
                         const lsn_camera *camera, lsn_arena scratch) {
    bool fits = width >= SIZE_LEAST && width <= SIZE_MOST && height >= SIZE_LEAST && height <= SIZE_MOST;
    if (!fits) return LSN_ERR_OUT_OF_RANGE;
    int longer = width > height ? width : height;
    int cells = clamp_int(CELLS_A_UNIT * longer, CELLS_LEAST, CELLS_MOST); // small pictures have few lines
    sheet s = {.figure = figure, .surface = figure->work, .out = out, .units = (float)longer / (float)cells};
    s.columns = width * cells / longer, s.rows = height * cells / longer;
    if (!take_memory(&s, &scratch)) return LSN_ERR_NO_MEMORY;
    float eye[3];
    lsn_camera_matrix(s.matrix, eye, camera, (double)width / height);
    lay_triangles(&s);
    note_parts(&s);
    take_looks(&s);
    size_t before = out->len;
    put_document(&s, width, height, title);
    if (!out->overflow) return LSN_OK;
    out->len = before;
    return LSN_ERR_TOO_LONG;
}
