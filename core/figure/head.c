/// core/figure: the head, modelled once for a person and then only moved: face, ears, hair tied up at the crown, and
/// the drawn lines of the face. Millimetres from the joint with the neck: x forward, y up, z to the right.
#include "core/figure/wide.h"

// ---------------------------------------------------------------- the solid

typedef struct lump {
    vec at, radii;
    float blend; // with what comes before; < 0: carved out
    bool both;   // mirrored on the other side as well
    float reach; // beyond as many radii it is further off than its blend: 1 + (blend + 0.5) / shortest radius
} lump;

static const lump FACE[] = {
    {{-6, 101, 0}, {95, 92, 75}, 0, false, 1000},      // skull
    {{24, 72, 0}, {69, 84, 61}, 30, false, 1.5f},      // face
    {{26, 30, 0}, {54, 46, 45}, 34, false, 1.77f},     // jaw
    {{65, 1, 0}, {22, 19, 21}, 30, false, 2.61f},      // chin
    {{56, 50, 30}, {28, 25, 23}, 26, true, 2.16f},     // cheeks
    {{80, 100, 24}, {13, 8, 24}, 14, true, 2.82f},     // brows
    {{104, 84, 31}, {15, 11, 17}, -13, true, 2.23f},   // sockets
    {{92, 80, 0}, {9, 22, 6.5f}, 12, false, 2.93f},    // bridge of the nose
    {{100, 64, 0}, {11, 13, 8}, 10, false, 2.32f},     // nose
    {{107, 57, 0}, {9, 8.5f, 8.5f}, 8, false, 2},      // its tip
    {{97, 53, 9.5f}, {9, 7, 6}, 6, true, 2.09f},       // its wings
    {{87, 28, 0}, {10, 5.5f, 17}, 9, false, 2.73f},    // upper lip
    {{85.5f, 19, 0}, {10, 6, 14}, 8, false, 2.42f},    // lower lip
    {{99, 23.6f, 0}, {9, 1.6f, 20}, -3, false, 3.19f}, // between the lips
};

#define FAR_OFF 1e3f

static float lump_distance(const lump *l, vec p, float side) {
    if (p.x < l->at.x - l->reach * l->radii.x) return FAR_OFF; // most lie in front
    vec q = v((p.x - l->at.x) / l->radii.x, (p.y - l->at.y) / l->radii.y, (p.z - side * l->at.z) / l->radii.z);
    float r2 = dot(q, q), r = root(r2);
    if (r2 > l->reach * l->reach) return FAR_OFF;
    vec g = v(q.x / l->radii.x, q.y / l->radii.y, q.z / l->radii.z);
    return r < 1e-4f ? -least(l->radii.x, least(l->radii.y, l->radii.z)) : (r - 1) * r / most(length(g), 1e-6f);
}

static float melt(float a, float b, float k) {
    float wa = most(0, k - a), wb = most(0, k - b);
    return wa > 0 && wb > 0 ? k - root(wa * wa + wb * wb) : least(a, b);
}

/// Right near the face; elsewhere only whether inside or outside.
static float face_distance(vec p) {
    float d = lump_distance(&FACE[0], p, 1);
    for (size_t i = 1; i < sizeof FACE / sizeof *FACE; i++) {
        const lump *l = &FACE[i];
        float e = lump_distance(l, p, 1);
        if (l->both) e = least(e, lump_distance(l, p, -1));
        d = l->blend > 0 ? melt(d, e, l->blend) : -melt(-d, e, -l->blend);
    }
    return d;
}

static vec face_normal(vec p) {
    float e = 0.6f;
    return unit(v(face_distance(v(p.x + e, p.y, p.z)) - face_distance(v(p.x - e, p.y, p.z)),
                  face_distance(v(p.x, p.y + e, p.z)) - face_distance(v(p.x, p.y - e, p.z)),
                  face_distance(v(p.x, p.y, p.z + e)) - face_distance(v(p.x, p.y, p.z - e))));
}

/// Where a ray from `from` (inside) leaves the face; the last crossing before 190 mm. Found on a grid of 4 mm, then of
/// a thousandth.
static float ray_out(vec from, vec way) {
    const float step = 4, fine = step / 4096;
    float inside = 20, outside = 190, d_in = -1, d_out = 1;
    for (float r = 190; r > 20;) {
        float d = face_distance(mad(from, way, r));
        if (d < 0) {
            inside = r, d_in = d;
            break;
        }
        outside = r, d_out = d;
        r -= step * (float)(1 + (int)(0.5f * d / step)); // towards the face as far as surely nothing is
    }
    for (int i = 0; outside - inside > fine; i++) {
        // Where the distances point, a little beyond; now and then the middle.
        float to = d_in / (d_in - d_out) * (outside - inside), beyond = (i & 1 ? 2 : -2) * fine;
        if (i % 4 == 3) to = 0.5f * (outside - inside), beyond = 0;
        float m = inside + fine * (float)(int)(clamp(to + beyond, fine, outside - inside - fine) / fine + 0.5f);
        float d = face_distance(mad(from, way, m));
        if (d < 0) {
            inside = m, d_in = d;
        } else {
            outside = m, d_out = d;
        }
    }
    return 0.5f * (inside + outside);
}

/// The rough solid that the neck melts into.
hits lsn_skull_distance(const surface *s, const vecs *local) {
    float mm = 0.001f * s->head_size;
    frame f = {{-6 * mm, 101 * mm, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    hits a = lsn_ellipsoid_distance(&f, v(94 * mm, 91 * mm, 74 * mm), local);
    f.o = v(25 * mm, 34 * mm, 0);
    hits b = lsn_ellipsoid_distance(&f, v(55 * mm, 46 * mm, 46 * mm), local);
    return blend2(a, b, same(24 * mm));
}

// ---------------------------------------------------------------- grids

enum {
    FACE_RINGS = 52,
    FACE_SEGMENTS = 56,
    EAR_RINGS = 11,
    EAR_SEGMENTS = 16,
    HAIR_RINGS = 30,
    HAIR_SEGMENTS = 64,
    BUN_RINGS = 13,
    BUN_SEGMENTS = 24,
    STROKE_POINTS = 14,
    STROKES = 7,
    DISC_POINTS = 18,
    DISCS = 4,
};

static int grid_vertices(int rings, int segments) {
    return rings * segments + 2;
}
static int grid_indices(int rings, int segments) {
    return 6 * rings * segments;
}

int lsn_head_vertex_count(void) {
    return grid_vertices(FACE_RINGS, FACE_SEGMENTS) + 2 * grid_vertices(EAR_RINGS, EAR_SEGMENTS) +
           grid_vertices(HAIR_RINGS, HAIR_SEGMENTS) + grid_vertices(BUN_RINGS, BUN_SEGMENTS) +
           STROKES * STROKE_POINTS * 2 + DISCS * (DISC_POINTS + 1);
}

int lsn_head_index_count(void) {
    return grid_indices(FACE_RINGS, FACE_SEGMENTS) + 2 * grid_indices(EAR_RINGS, EAR_SEGMENTS) +
           grid_indices(HAIR_RINGS, HAIR_SEGMENTS) + grid_indices(BUN_RINGS, BUN_SEGMENTS) +
           STROKES * (STROKE_POINTS - 1) * 6 + DISCS * DISC_POINTS * 3;
}

/// Where the next vertex and index go while the head is being made.
typedef struct maker {
    surface *s;
    lsn_vertex *v;
    uint32_t *indices;
    int first, count, index_count;
} maker;

static void put(maker *m, vec p, vec n, float material, float hair, float shade) {
    float mm = 0.001f * m->s->head_size;
    m->s->head_position[m->count] = scale(p, mm);
    m->s->head_normal[m->count] = n;
    lsn_vertex *w = &m->v[m->count++];
    w->material = material;
    w->shirt = hair;
    w->leggings = 0.1f;
    w->shade = shade;
    w->occlusion = 1;
}

static void triangle(maker *m, int a, int b, int c) {
    uint32_t *out = m->indices + m->index_count;
    out[0] = (uint32_t)(m->first + a), out[1] = (uint32_t)(m->first + b), out[2] = (uint32_t)(m->first + c);
    m->index_count += 3;
}

/// Indices of a closed grid whose vertices were just put: rings × segments, then both poles.
static void join_grid(maker *m, int rings, int segments) {
    int base = m->count - grid_vertices(rings, segments), low = m->count - 2, high = m->count - 1;
    for (int j = 0; j < segments; j++) {
        int k = (j + 1) % segments, last = base + (rings - 1) * segments;
        triangle(m, low, base + k, base + j);
        for (int i = 0; i + 1 < rings; i++) {
            int a = base + i * segments + j, b = base + i * segments + k;
            triangle(m, a, b, b + segments);
            triangle(m, a, b + segments, a + segments);
        }
        triangle(m, high, last + j, last + k);
    }
}

/// Normals of a grid from its neighbours; for shapes without a formula.
static void smooth_normals(maker *m, int rings, int segments, vec centre) {
    int base = m->count - grid_vertices(rings, segments);
    vec *p = m->s->head_position + base, *n = m->s->head_normal + base;
    centre = scale(centre, 0.001f * m->s->head_size);
    for (int i = 0; i < rings; i++)
        for (int j = 0; j < segments; j++) {
            vec low = i > 0 ? p[(i - 1) * segments + j] : p[rings * segments];
            vec high = i + 1 < rings ? p[(i + 1) * segments + j] : p[rings * segments + 1];
            vec a = p[i * segments + (j + 1) % segments], b = p[i * segments + (j + segments - 1) % segments];
            vec g = unit(cross(sub(a, b), sub(high, low)));
            if (dot(g, sub(p[i * segments + j], centre)) < 0) g = scale(g, -1);
            n[i * segments + j] = g;
        }
    n[rings * segments] = unit(sub(p[rings * segments], centre));
    n[rings * segments + 1] = unit(sub(p[rings * segments + 1], centre));
}

// ---------------------------------------------------------------- face and ears

static const vec FACE_CENTRE = {12, 72, 0};

static float bump(vec p, vec at, float reach) {
    vec q = sub(p, at);
    float t = 1 - dot(q, q) / (reach * reach);
    return t > 0 ? t * t : 0;
}

/// Warmth of the skin: cheeks, lips and the tip of the nose.
static float blush_at(vec p) {
    float z = p.z < 0 ? -p.z : p.z;
    float cheek = bump(v(p.x, p.y, z), v(80, 50, 38), 30), lips = 0;
    float x = z / 18.5f, y = (p.y - 23.5f) / (p.y > 23.5f ? 7.5f : 9);
    if (p.x > 70) lips = smooth(1.1f, 0.7f, root(x * x + y * y));
    return clamp(0.55f * cheek + 0.85f * lips + 0.25f * bump(p, v(114, 57, 0), 14), 0, 1);
}

static void face_vertex(maker *m, vec way) {
    vec p = mad(FACE_CENTRE, way, ray_out(FACE_CENTRE, way));
    // Leaning up a little: a face is drawn in kinder light than a jaw would get.
    vec n = unit(add(face_normal(p), v(0.06f, 0.26f, 0)));
    put(m, p, n, LSN_MATERIAL_head, 0.1f, blush_at(p));
}

static void make_face(maker *m) {
    for (int i = 0; i < FACE_RINGS; i++) {
        double u = (i + 1.0) / (FACE_RINGS + 1);
        double lat = (u - 0.13 / (2 * LSN_PI) * lsn_sin(2 * LSN_PI * u) - 0.5) * LSN_PI; // −π/2 at the chin's side
        float up = (float)lsn_sin(lat), out = (float)lsn_cos(lat);
        for (int j = 0; j < FACE_SEGMENTS; j++) {
            double a = 2 * LSN_PI * j / FACE_SEGMENTS;
            a -= 0.5 * lsn_sin(a); // denser in front
            face_vertex(m, v(out * (float)lsn_cos(a), up, out * (float)lsn_sin(a)));
        }
    }
    face_vertex(m, v(0, -1, 0));
    face_vertex(m, v(0, 1, 0));
    join_grid(m, FACE_RINGS, FACE_SEGMENTS);
}

static void make_ear(maker *m, float side) {
    vec at = v(-8, 76, side * 72);
    vec up = unit(v(-0.22f, 1, side * 0.12f)), out = unit(v(-0.38f, 0.02f, side)), front = unit(cross(up, out));
    out = unit(cross(front, up));
    if (out.z * side < 0) out = scale(out, -1);
    if (front.x < 0) front = scale(front, -1);
    for (int i = 0; i < EAR_RINGS + 1; i++) {
        bool poles = i == EAR_RINGS;
        for (int j = 0; j < (poles ? 2 : EAR_SEGMENTS); j++) {
            double lat = poles ? (j ? 0.5 : -0.5) * LSN_PI : ((i + 1.0) / (EAR_RINGS + 1) - 0.5) * LSN_PI;
            double a = poles ? 0 : 2 * LSN_PI * j / EAR_SEGMENTS;
            float o = (float)lsn_sin(lat), w = (float)lsn_cos(lat), c = (float)lsn_cos(a), s = (float)lsn_sin(a);
            float lobe = 1 - 0.22f * most(0, -s) - 0.1f * c * s;
            float hollow = o > 0 ? 0.75f * o * o * o * o : 0;
            vec p = mad(mad(mad(at, front, 17 * w * c * lobe), up, 30 * w * s), out, 9.5f * (o - hollow));
            put(m, p, v(0, 0, side), LSN_MATERIAL_head, 0.1f, 0.22f);
        }
    }
    smooth_normals(m, EAR_RINGS, EAR_SEGMENTS, at);
    join_grid(m, EAR_RINGS, EAR_SEGMENTS);
}

// ---------------------------------------------------------------- hair

static const vec HAIR_CENTRE = {-4, 92, 0};
static const float BUN_WAY[3] = {-0.66f, 0.751f, 0};

/// How hair is worn: the hairline every 15 degrees from the front to the back (sine of elevation), its thickness on the
/// sides and what is added on top and in front (mm), how deep the parting and the strands are, and the knot.
typedef struct hairstyle {
    float line[13], sides, top, front, parting, strands, curls, knot;
} hairstyle;

// clang-format off
static const hairstyle STYLES[LSN_PALETTE_COUNT] = {
    [LSN_PALETTE_teal] = { // tied up
        {0.60f, 0.575f, 0.49f, 0.30f, 0.02f, 0.10f, 0.20f, 0.02f, -0.30f, -0.52f, -0.62f, -0.66f, -0.67f},
        9, 8, 5, 5.5f, 0.9f, 0, 35},
    [LSN_PALETTE_lilac] = { // short curls
        {0.60f, 0.58f, 0.52f, 0.36f, 0.10f, 0.06f, 0.14f, 0.04f, -0.22f, -0.42f, -0.50f, -0.54f, -0.55f},
        17, 15, 5, 0, 0, 2.2f, 0},
    [LSN_PALETTE_sage] = { // cut short
        {0.62f, 0.60f, 0.55f, 0.40f, 0.05f, -0.02f, 0.18f, 0.08f, -0.24f, -0.46f, -0.57f, -0.61f, -0.62f},
        5, 9, 6, 4, 0.8f, 0, 0},
};
// clang-format on

/// > 0 where hair grows, as the height above the hairline in this direction (sine of elevation).
static float above_hairline(const hairstyle *style, vec way) {
    float flat = root(way.x * way.x + way.z * way.z);
    float az = (float)lsn_atan2(way.z < 0 ? -way.z : way.z, way.x) * (float)(12 / LSN_PI);
    int k = az >= 11.999f ? 11 : (int)az;
    float u = az - (float)k, line = lerp(style->line[k], style->line[k + 1], u * u * (3 - 2 * u));
    return flat < 1e-4f ? (way.y > 0 ? 1.0f : -1.0f) : way.y - line;
}

/// Ringlets: bumps of about 18 mm all over, −1 … 1.
static float curl_at(vec way) {
    float a = (float)(lsn_sin(19 * way.x + 3 * way.y) * lsn_sin(17 * way.y + 1.1) * lsn_sin(18 * way.z + 4 * way.x));
    return clamp(2.2f * a, -1, 1);
}

static float hair_thickness(const hairstyle *style, vec way, float u, float around) {
    float front = smooth(0.0f, 0.85f, way.x), top = smooth(-0.2f, 0.9f, way.y);
    float body = style->sides + style->top * top + style->front * front * top;
    // A side parting on the left; more volume on the right of it.
    float part = (way.z + 0.34f) / 0.05f, on_top = smooth(0.45f, 0.8f, way.y) * smooth(-0.35f, 0.1f, way.x);
    body -= style->parting * on_top / (1 + part * part);
    body += 0.45f * style->parting * on_top * smooth(-0.3f, 0.1f, way.z);
    float strands = (float)(lsn_sin(17 * around + 1.3) * 0.5 + lsn_sin(29 * around) * 0.35);
    body += style->strands * strands * smooth(0, 0.25f, u);
    body += style->curls * curl_at(way);
    float u4 = u * u * u * u;
    return body * root(1 - u4 * u4);
}

static vec hair_way(double around, double angle) {
    vec pole = unit(v(BUN_WAY[0], BUN_WAY[1], BUN_WAY[2])), side = v(0, 0, 1), front = cross(pole, side);
    float c = (float)lsn_cos(angle), s = (float)lsn_sin(angle);
    vec flat = add(scale(front, (float)lsn_cos(around)), scale(side, (float)lsn_sin(around)));
    return add(scale(pole, c), scale(flat, s));
}

static double hair_end(const hairstyle *style, double around) {
    double in = 0.2, out = 0.2;
    while (out < 2.9 && above_hairline(style, hair_way(around, out)) > 0) in = out, out += 0.04;
    for (int i = 0; i < 14; i++) {
        double m = 0.5 * (in + out);
        if (above_hairline(style, hair_way(around, m)) > 0) {
            in = m;
        } else {
            out = m;
        }
    }
    return in;
}

static void make_hair(maker *m, const hairstyle *style) {
    double end[HAIR_SEGMENTS];
    for (int j = 0; j < HAIR_SEGMENTS; j++) end[j] = hair_end(style, 2 * LSN_PI * j / HAIR_SEGMENTS);
    enum { OUTSIDE = HAIR_RINGS - 3 };
    for (int i = 0; i < HAIR_RINGS; i++)
        for (int j = 0; j < HAIR_SEGMENTS; j++) {
            double around = 2 * LSN_PI * j / HAIR_SEGMENTS;
            double u = i < OUTSIDE ? (i + 1.0) / OUTSIDE : 1 - 0.06 * (i - OUTSIDE + 1);
            u = i < OUTSIDE ? u + 0.12 * u * (1 - u) * (2 * u - 0.3) : u; // denser at the hairline
            vec way = hair_way(around, u * end[j]);
            float r = ray_out(HAIR_CENTRE, way);
            r += i < OUTSIDE ? hair_thickness(style, way, (float)u, (float)around) - (i == OUTSIDE - 1 ? 0.5f : 0) : -6;
            float tone = (float)(lsn_sin(17 * around + 1.3) * 0.6 + lsn_sin(29 * around) * 0.4);
            if (style->curls > 0) tone = curl_at(way);
            put(m, mad(HAIR_CENTRE, way, r), way, LSN_MATERIAL_head, -0.1f, tone);
        }
    vec pole = hair_way(0, 0);
    put(m, mad(HAIR_CENTRE, pole, ray_out(HAIR_CENTRE, pole) + hair_thickness(style, pole, 0, 0)), pole,
        LSN_MATERIAL_head, -0.1f, 0);
    put(m, HAIR_CENTRE, scale(pole, -1), LSN_MATERIAL_head, -0.1f, 0);
    smooth_normals(m, HAIR_RINGS, HAIR_SEGMENTS, HAIR_CENTRE);
    join_grid(m, HAIR_RINGS, HAIR_SEGMENTS);
}

/// The knot; hair that is not tied up has it folded away inside the head.
static void make_bun(maker *m, const hairstyle *style) {
    vec pole = hair_way(0, 0), side = v(0, 0, 1), front = cross(pole, side);
    vec at = style->knot > 0 ? mad(HAIR_CENTRE, pole, ray_out(HAIR_CENTRE, pole) + 27) : HAIR_CENTRE;
    for (int i = 0; i < BUN_RINGS + 1; i++) {
        bool poles = i == BUN_RINGS;
        for (int j = 0; j < (poles ? 2 : BUN_SEGMENTS); j++) {
            double lat = poles ? (j ? 0.5 : -0.5) * LSN_PI : ((i + 1.0) / (BUN_RINGS + 1) - 0.5) * LSN_PI;
            double a = poles ? 0 : 2 * LSN_PI * j / BUN_SEGMENTS;
            float o = (float)lsn_sin(lat), w = (float)lsn_cos(lat), c = (float)lsn_cos(a), s = (float)lsn_sin(a);
            float coil = (float)lsn_sin(3 * a + 5 * lat) * w, r = style->knot > 0 ? style->knot + 1.5f * coil : 1;
            vec p = mad(mad(mad(at, front, r * w * c), side, r * w * s), pole, style->knot > 0 ? 27 * o : o);
            put(m, p, pole, LSN_MATERIAL_head, -0.1f, coil * 0.9f);
        }
    }
    smooth_normals(m, BUN_RINGS, BUN_SEGMENTS, at);
    join_grid(m, BUN_RINGS, BUN_SEGMENTS);
}

// ---------------------------------------------------------------- drawn lines

/// A point of the face's front at height y and side z, lifted a little, with its normal.
static vec on_face(float y, float z, float lift, vec *normal) {
    vec from = v(10, y, z);
    vec p = mad(from, v(1, 0, 0), ray_out(from, v(1, 0, 0)));
    *normal = face_normal(p);
    return mad(p, *normal, lift);
}

/// A line from a through b to c (each z, y), `wide` in the middle and `thin` at the ends.
typedef struct stroke {
    float a[2], b[2], c[2], from, wide, to, shade;
    bool both;
} stroke;

static const stroke LINES[] = {
    {{19.5f, 82}, {31, 92.5f}, {44.5f, 82.5f}, 0.5f, 1.5f, 1.3f, 0, true}, // upper lid
    {{19, 100}, {31, 108.5f}, {47, 100.5f}, 1.2f, 2.5f, 0.6f, 0.5f, true}, // brow
    {{-20, 28.5f}, {0, 18.8f}, {20, 28.5f}, 0.7f, 1.25f, 0.7f, 1, false},  // mouth
    {{22, 79.5f}, {31, 75.5f}, {40, 79.5f}, 0.2f, 0.5f, 0.2f, 1, true},    // lower lid
};

static void make_stroke(maker *m, const stroke *l, float side) {
    int base = m->count;
    for (int i = 0; i < STROKE_POINTS; i++) {
        float t = (float)i / (STROKE_POINTS - 1), q = 1 - t;
        float z = q * q * l->a[0] + 2 * q * t * l->b[0] + t * t * l->c[0];
        float y = q * q * l->a[1] + 2 * q * t * l->b[1] + t * t * l->c[1];
        float dz = q * (l->b[0] - l->a[0]) + t * (l->c[0] - l->b[0]);
        float dy = q * (l->b[1] - l->a[1]) + t * (l->c[1] - l->b[1]), n = 1 / root(dz * dz + dy * dy);
        float half = q * q * l->from + 2 * q * t * l->wide + t * t * l->to;
        for (int e = -1; e <= 1; e += 2) {
            vec normal, p = on_face(y + (float)e * half * dz * n, side * (z - (float)e * half * dy * n), 0.5f, &normal);
            put(m, p, normal, LSN_MATERIAL_ink, 0.1f, l->shade);
        }
        int k = base + 2 * i;
        if (i == 0) continue;
        triangle(m, k - 2, k - 1, k + 1);
        triangle(m, k - 2, k + 1, k);
    }
}

static void make_disc(maker *m, float y, float z, float wide, float high, float lift, float shade) {
    int base = m->count;
    vec normal, p = on_face(y, z, lift, &normal);
    put(m, p, normal, LSN_MATERIAL_ink, 0.1f, shade);
    for (int i = 0; i < DISC_POINTS; i++) {
        double a = 2 * LSN_PI * i / DISC_POINTS;
        p = on_face(y + high * (float)lsn_sin(a), z + wide * (float)lsn_cos(a), lift, &normal);
        put(m, p, normal, LSN_MATERIAL_ink, 0.1f, shade);
        triangle(m, base, base + 1 + i, base + 1 + (i + 1) % DISC_POINTS);
    }
}

void lsn_head_bake(surface *s, lsn_palette palette, lsn_vertex *vertices, uint32_t *indices, int first) {
    const hairstyle *style = &STYLES[palette];
    maker m = {s, vertices, indices, first, 0, 0};
    make_face(&m);
    make_ear(&m, 1);
    make_ear(&m, -1);
    make_hair(&m, style);
    make_bun(&m, style);
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        for (int side = 1; side >= (LINES[i].both ? -1 : 1); side -= 2) make_stroke(&m, &LINES[i], (float)side);
    for (int side = 1; side >= -1; side -= 2) {
        make_disc(&m, 82.5f, (float)side * 31, 4.9f, 6.0f, 0.45f, 0);
        make_disc(&m, 84.8f, (float)side * 31 + 1.6f, 1.2f, 1.3f, 0.8f, 2);
    }
    LSN_ASSERT(m.count == lsn_head_vertex_count());
    LSN_ASSERT(m.index_count == lsn_head_index_count());
}
