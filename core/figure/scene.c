/// core/figure: what stands round the person: the ground that takes the shadow, the mat or mattress, stool, chair,
/// pillow, wall and strap. Fixed topology; what a move does not use is folded into a point.
#include "core/figure/stage.h"
#include "core/figure/wide.h"

enum {
    GROUND_LINES = 38, // each way: most lie where the body is, the outer ones reach to the horizon
    GROUND_OUTER = 4,
    MAT_LONG = 46,
    MAT_WIDE = 18,
    MAT_EDGE = 2 * (MAT_LONG + MAT_WIDE) - 4,
    BLOCKS = 9,
    BLOCK_RINGS = 8,
    BLOCK_SEGMENTS = 20,
    STRAP_POINTS = 40,
    STRAP_SEGMENTS = 6,
};

enum { BLOCK_VERTICES = BLOCK_RINGS * BLOCK_SEGMENTS + 2, GROUND_VERTICES = GROUND_LINES * GROUND_LINES };

int lsn_scene_vertex_count(void) {
    return GROUND_VERTICES + MAT_LONG * MAT_WIDE + 2 * MAT_EDGE + BLOCKS * BLOCK_VERTICES +
           STRAP_POINTS * STRAP_SEGMENTS;
}

int lsn_scene_index_count(void) {
    int ground = (GROUND_LINES - 1) * (GROUND_LINES - 1) * 6;
    int mat = (MAT_LONG - 1) * (MAT_WIDE - 1) * 6 + MAT_EDGE * 6;
    return ground + mat + BLOCKS * BLOCK_RINGS * BLOCK_SEGMENTS * 6 + (STRAP_POINTS - 1) * STRAP_SEGMENTS * 6;
}

// ---------------------------------------------------------------- topology

typedef struct pen {
    uint32_t *out;
    int count;
} pen;

static void triangle(pen *p, int a, int b, int c) {
    p->out[p->count++] = (uint32_t)a, p->out[p->count++] = (uint32_t)b, p->out[p->count++] = (uint32_t)c;
}

static void quad(pen *p, int a, int b, int c, int d) {
    triangle(p, a, b, c);
    triangle(p, a, c, d);
}

/// The i-th vertex of the mat's rim, going round.
static int rim(int i) {
    if (i < MAT_LONG - 1) return i;
    i -= MAT_LONG - 1;
    if (i < MAT_WIDE - 1) return i * MAT_LONG + MAT_LONG - 1;
    i -= MAT_WIDE - 1;
    if (i < MAT_LONG - 1) return (MAT_WIDE - 1) * MAT_LONG + MAT_LONG - 1 - i;
    i -= MAT_LONG - 1;
    return (MAT_WIDE - 1 - i) * MAT_LONG;
}

static void join_ground(pen *p, int first) {
    for (int i = 0; i + 1 < GROUND_LINES; i++)
        for (int j = 0; j + 1 < GROUND_LINES; j++) {
            int a = first + i * GROUND_LINES + j;
            quad(p, a, a + 1, a + 1 + GROUND_LINES, a + GROUND_LINES);
        }
}

static void join_mat(pen *p, int first) {
    for (int i = 0; i + 1 < MAT_WIDE; i++)
        for (int j = 0; j + 1 < MAT_LONG; j++) {
            int a = first + i * MAT_LONG + j;
            quad(p, a, a + 1, a + 1 + MAT_LONG, a + MAT_LONG);
        }
    int top = first + MAT_LONG * MAT_WIDE, low = top + MAT_EDGE;
    for (int i = 0; i < MAT_EDGE; i++) {
        int k = (i + 1) % MAT_EDGE;
        quad(p, top + i, top + k, low + k, low + i);
    }
}

static void join_block(pen *p, int first) {
    int low = first + BLOCK_RINGS * BLOCK_SEGMENTS;
    for (int j = 0; j < BLOCK_SEGMENTS; j++) {
        int k = (j + 1) % BLOCK_SEGMENTS, last = first + (BLOCK_RINGS - 1) * BLOCK_SEGMENTS;
        triangle(p, low, first + k, first + j);
        triangle(p, low + 1, last + j, last + k);
        for (int i = 0; i + 1 < BLOCK_RINGS; i++) {
            int a = first + i * BLOCK_SEGMENTS;
            quad(p, a + j, a + k, a + k + BLOCK_SEGMENTS, a + j + BLOCK_SEGMENTS);
        }
    }
}

void lsn_scene_topology(lsn_vertex *v, uint32_t *indices, int first) {
    pen p = {indices, 0};
    int mat = first + GROUND_VERTICES, block = mat + MAT_LONG * MAT_WIDE + 2 * MAT_EDGE;
    int strap = block + BLOCKS * BLOCK_VERTICES;
    join_ground(&p, first);
    join_mat(&p, mat);
    for (int i = 0; i < BLOCKS; i++) join_block(&p, block + i * BLOCK_VERTICES);
    for (int i = 0; i + 1 < STRAP_POINTS; i++)
        for (int j = 0; j < STRAP_SEGMENTS; j++) {
            int a = strap + i * STRAP_SEGMENTS, k = (j + 1) % STRAP_SEGMENTS;
            quad(&p, a + j, a + k, a + k + STRAP_SEGMENTS, a + j + STRAP_SEGMENTS);
        }
    LSN_ASSERT(p.count == lsn_scene_index_count());
    for (int i = 0; i < lsn_scene_vertex_count(); i++) {
        int at = first + i;
        float material = at < mat ? LSN_MATERIAL_floor : at < block ? LSN_MATERIAL_mat : LSN_MATERIAL_prop;
        v[i] = (lsn_vertex){{0, 0, 0}, {0, 1, 0}, 0.1f, 0.1f, 1, 0, material, 0};
    }
}

// ---------------------------------------------------------------- ground and mat

static void set(lsn_vertex *w, vec p, vec n, float open, float shade) {
    w->position[0] = p.x, w->position[1] = p.y, w->position[2] = p.z;
    w->normal[0] = n.x, w->normal[1] = n.y, w->normal[2] = n.z;
    w->occlusion = open;
    w->shade = shade;
}

static void shade_queue(const posed *p, queue *q, bool fade) {
    if (q->count == 0) return;
    vecs at = queue_positions(q);
    wide open = lsn_shadow_at(p, &at);
    for (int i = 0; i < q->count; i++) q->at[i]->occlusion = fade ? lerp(1, open[i], q->at[i]->shade) : open[i];
    q->count = 0;
}

/// Lets the shadow fall on the vertices that are dark so far; when `fade`, only by the share of it in `shade`.
static void shade_vertices(const posed *p, lsn_vertex *w, int count, bool fade) {
    queue q = {.count = 0};
    for (int i = 0; i < count; i++) {
        if (w[i].occlusion > 0) continue;
        queue_add(&q, &w[i]);
        if (q.count == LANES) shade_queue(p, &q, fade);
    }
    shade_queue(p, &q, fade);
}

typedef struct slab {
    vec middle, along, across;
    float half_long, half_wide, thick, corner;
} slab;

/// Well inside the slab's outline.
static bool under(const slab *m, vec p) {
    vec q = sub(p, m->middle);
    float a = dot(q, m->along), b = dot(q, m->across), inset = 0.12f;
    a = a < 0 ? -a : a, b = b < 0 ? -b : b;
    return a < m->half_long - inset && b < m->half_wide - inset;
}

/// Lines from low to high, evenly, and a few further out to `far` on both sides.
static void space_lines(float *out, float low, float high, float far) {
    int inner = GROUND_LINES - 2 * GROUND_OUTER;
    for (int i = 0; i < inner; i++) out[GROUND_OUTER + i] = lerp(low, high, (float)i / (float)(inner - 1));
    for (int i = 0; i < GROUND_OUTER; i++) {
        float t = (float)(i + 1) / GROUND_OUTER;
        out[GROUND_OUTER - 1 - i] = lerp(low, 0.5f * (low + high) - far, t * t);
        out[GROUND_OUTER + inner + i] = lerp(high, 0.5f * (low + high) + far, t * t);
    }
}

/// `cover` hides the ground under it, or is NULL.
static void lay_ground(const surface *s, float height, const slab *cover, lsn_vertex *out) {
    const posed *p = &s->posed;
    const float air = 0.3f, far = 3.2f;
    vec low = p->trunk_middle, high = low;
    for (int i = 0; i < p->capsule_count; i++)
        for (int e = 0; e < 2; e++) {
            vec q = e ? p->capsules[i].b : p->capsules[i].a;
            low = v(least(low.x, q.x), 0, least(low.z, q.z)), high = v(most(high.x, q.x), 0, most(high.z, q.z));
        }
    float x[GROUND_LINES], z[GROUND_LINES];
    space_lines(x, low.x - air, high.x + air, far);
    space_lines(z, low.z - air, high.z + air, far);
    vec middle = mix(low, high, 0.5f), up = v(0, 1, 0);
    for (int i = 0; i < GROUND_LINES; i++)
        for (int j = 0; j < GROUND_LINES; j++) {
            vec at = v(x[j], height, z[i]), off = v(at.x - middle.x, 0, at.z - middle.z);
            float edge = smooth(far, 0.7f, length(off));
            bool dark = edge != 0 && !(cover && under(cover, at));
            set(&out[i * GROUND_LINES + j], at, up, dark ? 0 : 1, edge);
        }
    shade_vertices(p, out, GROUND_LINES * GROUND_LINES, true);
}

/// Place on the slab's top for a in −1 … 1 each way, with rounded corners; `edge` is the distance to the rim.
static vec slab_point(const slab *m, float a, float b, float *edge) {
    float x = a * m->half_long, z = b * m->half_wide, ax = x < 0 ? -x : x, az = z < 0 ? -z : z;
    float qx = ax - (m->half_long - m->corner), qz = az - (m->half_wide - m->corner);
    *edge = least(m->half_long - ax, m->half_wide - az);
    if (qx > 0 && qz > 0) {
        float k = most(qx, qz) / root(qx * qx + qz * qz);
        ax = m->half_long - m->corner + qx * k, az = m->half_wide - m->corner + qz * k;
        *edge = m->corner - most(qx, qz);
        x = x < 0 ? -ax : ax, z = z < 0 ? -az : az;
    }
    return mad(mad(m->middle, m->along, x), m->across, z);
}

static void lay_mat(const surface *s, const slab *m, bool soft, lsn_vertex *out) {
    float edge, inset = soft ? 0.03f : 0;
    float shade = soft ? 2 : 0; // the mattress has its own colour: shade ≥ 2
    for (int i = 0; i < MAT_WIDE; i++)
        for (int j = 0; j < MAT_LONG; j++) {
            float a = 2 * (float)j / (MAT_LONG - 1) - 1, b = 2 * (float)i / (MAT_WIDE - 1) - 1;
            vec p = slab_point(m, a, b, &edge);
            p.y -= inset * smooth(0.05f, 0, edge);
            set(&out[i * MAT_LONG + j], p, v(0, 1, 0), 0, shade + edge);
        }
    shade_vertices(&s->posed, out, MAT_LONG * MAT_WIDE, false);
    for (int i = 0; i < MAT_EDGE; i++) {
        const lsn_vertex *top = &out[rim(i)];
        vec p = v(top->position[0], top->position[1], top->position[2]), side = sub(p, m->middle);
        side = unit(v(side.x, 0, side.z));
        set(&out[MAT_LONG * MAT_WIDE + i], p, side, top->occlusion, shade);
        p.y = m->middle.y - m->thick;
        set(&out[MAT_LONG * MAT_WIDE + MAT_EDGE + i], p, side, 0.7f * top->occlusion, shade);
    }
}

static void fold(lsn_vertex *out, int count, vec at) {
    for (int i = 0; i < count; i++) set(&out[i], at, v(0, 1, 0), 1, 0);
}

// ---------------------------------------------------------------- blocks

/// A rounded solid: half sizes along its axes; `square` 0 round … 1 boxy in plan, `flat` how sharp top and bottom are.
typedef struct block {
    frame at;
    vec half;
    float square, flat, colour, splay;
    vec soft_thin; // along its thickness; zero: hard
    float thick;   // half of it
} block;

/// Pulls a point of the circle towards the square.
static float boxy(float c, float s, float square) {
    float a = c < 0 ? -c : c, b = s < 0 ? -s : s, m = most(a, b);
    return lerp(1, 1 / m, square);
}

/// How open the vertices of a block are that the body rests on.
static void open_block(const surface *s, const int *list, int count, float ground, lsn_vertex *out) {
    const int vertices = BLOCK_RINGS * BLOCK_SEGMENTS + 2;
    for (int i = 0; i < vertices; i += LANES) {
        queue q = {.count = 0};
        while (q.count < LANES && i + q.count < vertices) queue_add(&q, &out[i + q.count]);
        vecs n = queue_normals(&q), p = mad4(queue_positions(&q), n, same(-0.05f));
        wide open = lsn_occlusion_at(&s->posed, list, count, &p, &n, ground - 0.05f);
        for (int k = 0; k < q.count; k++) q.at[k]->occlusion = open[k];
    }
}

/// What lies on a soft thing dents it: a point inside the body's outline is pushed back along the thing's thin side.
static vec dent(const surface *s, const block *b, const int *list, int count, vec p) {
    vec thin = b->soft_thin;
    for (int i = 0; i < count; i++) {
        const capsule *c = &s->posed.capsules[list[i]];
        vec from = sub(p, c->a);
        float t = clamp(dot(from, c->ab) * c->per_length2, 0, 1), r = lerp(c->ra, c->rb, t);
        vec axis = mad(c->a, c->ab, t), off = sub(p, axis);
        float up = dot(off, thin), wide2 = dot(off, off) - up * up, side = dot(sub(axis, b->at.o), thin);
        if (wide2 >= r * r) continue;
        float edge = root(r * r - wide2); // the body's outline here is from −edge to edge about its axis
        float most_in = 0.9f * b->thick;
        float in = side > 0 ? up + edge : edge - up;
        if (in <= 0 || in > 2 * edge) continue;
        p = mad(p, thin, (side > 0 ? -1.0f : 1.0f) * least(in, most_in));
    }
    return p;
}

static void lay_block(const surface *s, const block *b, float ground, lsn_vertex *out) {
    int list[CAPSULES_MAX], count = lsn_capsules_near(&s->posed, list, b->at.o, length(b->half), -1);
    for (int i = 0; i < BLOCK_RINGS + 1; i++) {
        bool poles = i == BLOCK_RINGS;
        for (int j = 0; j < (poles ? 2 : BLOCK_SEGMENTS); j++) {
            double lat = poles ? (j ? 0.5 : -0.5) * LSN_PI : ((i + 0.5) / BLOCK_RINGS - 0.5) * LSN_PI;
            float up = (float)lsn_sin(lat), in = (float)lsn_cos(lat);
            float c = poles ? 1 : s->circle_cos[BLOCK_SEGMENTS][j], n = poles ? 0 : s->circle_sin[BLOCK_SEGMENTS][j];
            float k = boxy(up, in, b->flat), r = poles ? 0 : boxy(c, n, b->square);
            vec local = v(b->half.x * in * k * c * r, b->half.y * up * k, b->half.z * in * k * n * r);
            float e = 1 - b->flat * 0.6f;
            vec normal = unit(v(in * c / b->half.x * e + in * c * in * (1 - e) / b->half.x, up * up * up / b->half.y,
                                in * n / b->half.z));
            if (b->colour == WALL_SHADE) {
                local = v(0, b->half.y * clamp(1.05f * up, -1, 1), b->half.z * c);
                normal = v(-1, 0, 0);
            }
            vec p = out_of(&b->at, local), w = unit(turn_out(&b->at, normal));
            if (b->thick > 0) p = dent(s, b, list, count, p);
            set(&out[poles ? BLOCK_RINGS * BLOCK_SEGMENTS + j : i * BLOCK_SEGMENTS + j], p, w, 1, b->colour);
        }
    }
    open_block(s, list, count, ground, out);
}

static frame upright(vec o, vec forward) {
    vec x = unit(v(forward.x, 0, forward.z)), y = v(0, 1, 0);
    return (frame){o, x, y, cross(x, y)};
}

static frame along(vec a, vec b) {
    vec y = unit(sub(b, a)), x = unit(cross(y, v(0.3f, 0.1f, 0.9f)));
    return (frame){mix(a, b, 0.5f), x, y, cross(x, y)};
}

static int seat_blocks(block *out, const lsn_scene *scene, bool back, float ground) {
    float c = (float)lsn_cos(scene->seat_yaw_rad), turn = (float)lsn_sin(scene->seat_yaw_rad);
    frame f = upright(from_double(scene->seat_at), v(c, 0, -turn));
    float half = (float)lsn_seat_half(scene), thick = (float)lsn_seat_thick_m;
    int n = 0;
    f.o.y -= thick;
    out[n++] = (block){f, v(half, thick, half), back ? 0.8f : 0, 0.72f, 1, 0, {0, 0, 0}, 0};
    for (int i = 0; i < 4; i++) {
        float a = i & 1 ? 1.0f : -1.0f, b = i & 2 ? 1.0f : -1.0f;
        vec top = out_of(&f, v(a * half * 0.66f, -thick, b * half * 0.66f));
        vec foot = out_of(&f, v(a * half * 0.98f, 0, b * half * 0.98f));
        foot.y = ground;
        out[n++] =
            (block){along(foot, top), v(0.016f, 0.5f * length(sub(top, foot)), 0.016f), 0, 0.85f, 0, 0, {0, 0, 0}, 0};
    }
    if (back) {
        frame b = f;
        b.o = out_of(&f, v(-half - 0.01f, 0.31f, 0));
        out[n++] = (block){b, v(0.016f, 0.13f, half * 0.95f), 0.8f, 0.6f, 1, 0, {0, 0, 0}, 0};
        for (int e = -1; e <= 1; e += 2) {
            vec low = out_of(&f, v(-half + 0.01f, 0, (float)e * half * 0.75f));
            vec high = out_of(&f, v(-half - 0.01f, 0.3f, (float)e * half * 0.75f));
            out[n++] = (block){along(low, high), v(0.013f, 0.16f, 0.013f), 0, 0.85f, 0, 0, {0, 0, 0}, 0};
        }
    }
    return n;
}

/// A ball is drawn round, a block boxy.
static block support_block(const lsn_support *support) {
    lsn_solid solid = lsn_support_solid(support);
    float c = (float)lsn_cos(solid.yaw_rad), n = (float)lsn_sin(solid.yaw_rad);
    frame f = upright(from_double(solid.centre), v(c, 0, -n));
    vec half = from_double(solid.half);
    bool upright_pillow = support->is_upright;
    vec thin = upright_pillow ? f.x : f.y;
    float thick = upright_pillow ? half.x : half.y;
    switch (support->prop) {
    case LSN_PROP_block:
        return (block){.at = f, .half = half, .square = 0.94f, .flat = 0.94f};
    case LSN_PROP_ball:
        return (block){.at = f, .half = v(1.08f * half.x, half.y, 1.08f * half.z), .colour = 2};
    case LSN_PROP_cushion:
        return (block){f, half, 0.2f, 0.45f, 1, 0, thin, thick};
    default:
        return (block){f, half, support->is_between ? 0.5f : 0.6f, support->is_between ? 0.35f : 0.5f, 3, 0, thin, thick};
    }
}

/// A sheet that faces the person.
static int wall_blocks(block *out, const surface *s, const lsn_scene *scene, float ground) {
    frame f = {v((float)scene->wall_x_m, ground + 1.1f, s->posed.trunk_middle.z), {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    *out = (block){f, v(0.05f, 1.1f, 1.3f), 1, 1, WALL_SHADE, 0, {0, 0, 0}, 0};
    return 1;
}

static void lay_blocks(const surface *s, const lsn_scene *scene, float ground, lsn_vertex *out) {
    block list[BLOCKS];
    int n = 0;
    bool chair = scene->props >> LSN_PROP_chair & 1, stool = scene->props >> LSN_PROP_stool & 1;
    if ((chair || stool) && scene->seat_m > 0.1) n += seat_blocks(list + n, scene, chair, ground);
    if (n < BLOCKS && scene->props >> LSN_PROP_wall & 1) n += wall_blocks(list + n, s, scene, ground);
    for (int i = 0; i < scene->support_count && n < BLOCKS; i++) list[n++] = support_block(&scene->supports[i]);
    for (int i = 0; i < BLOCKS; i++) {
        lsn_vertex *w = out + i * BLOCK_VERTICES;
        if (i < n) {
            lay_block(s, &list[i], ground, w);
        } else {
            fold(w, BLOCK_VERTICES, v(s->posed.trunk_middle.x, ground, s->posed.trunk_middle.z));
        }
    }
}

// ---------------------------------------------------------------- strap

static void lay_strap(const surface *s, const lsn_scene *scene, const lsn_body *body, const lsn_frames *frames,
                      lsn_vertex *out) {
    if (!scene->strap_from || !scene->strap_to) {
        fold(out, STRAP_POINTS * STRAP_SEGMENTS, s->posed.trunk_middle);
        return;
    }
    vec hand[2] = {from_double(lsn_site_world(body, frames, scene->strap_from)),
                   from_double(lsn_site_world(body, frames, lsn_site_mirror(scene->strap_from)))};
    vec foot = from_double(lsn_site_world(body, frames, scene->strap_to));
    vec pull = unit(sub(foot, mix(hand[0], hand[1], 0.5f))), across = unit(sub(hand[0], hand[1]));
    float half = 0.045f * s->size, off = 0.012f;
    for (int i = 0; i < STRAP_POINTS; i++) {
        float t = 2 * (float)i / (STRAP_POINTS - 1) - 1, a = t < 0 ? -t : t;
        vec end = mad(mad(foot, across, (t < 0 ? 1.0f : -1.0f) * half), pull, -0.01f);
        vec p = a > 0.25f ? mix(end, hand[t < 0 ? 0 : 1], (a - 0.25f) / 0.75f)
                          : mad(mad(foot, across, -half * t / 0.25f), pull, off * (1 - a / 0.25f));
        vec way = a > 0.25f ? unit(sub(hand[t < 0 ? 0 : 1], end)) : across, wide = unit(cross(way, across));
        if (a <= 0.25f) wide = unit(cross(pull, across));
        vec thin = unit(cross(wide, way));
        for (int j = 0; j < STRAP_SEGMENTS; j++) {
            float c = s->circle_cos[STRAP_SEGMENTS][j], n = s->circle_sin[STRAP_SEGMENTS][j];
            vec normal = add(scale(wide, 0.25f * c), scale(thin, n));
            set(&out[i * STRAP_SEGMENTS + j], mad(mad(p, wide, 0.017f * c), thin, 0.0035f * n), unit(normal), 1, 2);
        }
    }
}

void lsn_scene_mesh(const surface *s, const lsn_scene *scene, const lsn_body *body, const lsn_frames *frames,
                    lsn_vertex *v0) {
    bool on_mat = scene->props >> LSN_PROP_mat & 1;
    float thick = scene->bed ? 0.24f : on_mat ? 0.009f : 0, ground = scene->bed ? -0.52f : -thick;
    lsn_vertex *mat = v0 + GROUND_VERTICES, *blocks = mat + MAT_LONG * MAT_WIDE + 2 * MAT_EDGE;
    bool slab_there = scene->bed || on_mat;
    double c = lsn_cos(scene->mat_yaw_rad), n = lsn_sin(scene->mat_yaw_rad);
    vec middle = from_double(scene->mat_centre), way = v((float)c, 0, (float)-n);
    middle.y = 0;
    slab m = {middle, way, v(-way.z, 0, way.x), (float)scene->mat_long_m, (float)scene->mat_wide_m, thick, 0.05f};
    if (scene->bed) m.half_long = 1.03f, m.half_wide = 0.62f, m.corner = 0.09f;
    lay_ground(s, ground, slab_there ? &m : 0, v0);
    if (slab_there) {
        lay_mat(s, &m, scene->bed, mat);
    } else {
        fold(mat, MAT_LONG * MAT_WIDE + 2 * MAT_EDGE, v(s->posed.trunk_middle.x, ground, s->posed.trunk_middle.z));
    }
    lay_blocks(s, scene, ground, blocks);
    lay_strap(s, scene, body, frames, blocks + BLOCKS * BLOCK_VERTICES);
}
