/// core/figure: the surface's entry points: memory once, then one pose after another into the same vertices.
#include "core/figure/wide.h"

lsn_err lsn_figure_init(lsn_figure *out, const lsn_body *body, lsn_arena *arena) {
    lsn_arena before = *arena;
    lsn_figure made = {.body = body};
    surface *s = LSN_NEW(arena, surface, 1);
    if (!s) return LSN_ERR_NO_MEMORY;
    lsn_surface_measure(s, body);
    if (!lsn_surface_topology(s, &made, arena)) {
        *arena = before;
        return LSN_ERR_NO_MEMORY;
    }
    made.work = s;
    *out = made;
    lsn_figure_dress(out, (lsn_palette)body->options.look);
    return LSN_OK;
}

void lsn_figure_dress(lsn_figure *figure, lsn_palette palette) {
    surface *s = figure->work;
    if (palette >= LSN_PALETTE_COUNT || palette == s->palette) return;
    s->palette = palette;
    lsn_head_bake(s, palette, figure->vertices + s->head_first, figure->indices + s->head_index, s->head_first);
}

// ---------------------------------------------------------------- glow

/// Broad sheets of muscle glow wider than cords (m, for a body of 1.77 m).
static float muscle_width(lsn_muscle muscle) {
    switch (muscle - ((muscle - 1) & 1)) {
    case LSN_MUSCLE_latissimus_dorsi_r:
    case LSN_MUSCLE_external_oblique_r:
    case LSN_MUSCLE_internal_oblique_r:
    case LSN_MUSCLE_transversus_abdominis_r:
        return 0.036f;
    case LSN_MUSCLE_rectus_abdominis_r:
        return 0.032f;
    default:
        return 0.027f;
    }
}

/// Muscles that lie deep are shown where one would point at them: the hip flexors in front, the deep back muscles
/// behind, the adductors on the inner thigh, although they reach the bone at its back. `front` and `out` (away from the
/// midline) are along the axes of that part of the body.
typedef struct aim {
    lsn_muscle right; // and its twin
    enum { AIM_GROIN, AIM_WAIST, AIM_THIGH } at;
    float front, out;
} aim;

static const aim AIMS[] = {
    {LSN_MUSCLE_psoas_r, AIM_GROIN, 1, 0},
    {LSN_MUSCLE_iliacus_r, AIM_GROIN, 1, 0},
    {LSN_MUSCLE_quadratus_lumborum_r, AIM_WAIST, -1, 0},
    {LSN_MUSCLE_multifidus_lumbar_r, AIM_WAIST, -1, 0},
    {LSN_MUSCLE_pectineus_r, AIM_THIGH, 1, -0.6f},
    {LSN_MUSCLE_add_longus_r, AIM_THIGH, 0.3f, -1},
    {LSN_MUSCLE_add_brevis_r, AIM_THIGH, 0.1f, -1},
    {LSN_MUSCLE_add_magnus_mid_r, AIM_THIGH, -0.2f, -1},
    {LSN_MUSCLE_add_magnus_isch_r, AIM_THIGH, -0.4f, -1},
};

static enum side side_of(lsn_muscle muscle) {
    return muscle & 1 ? RIGHT : LEFT;
}

static const aim *aim_of(lsn_muscle muscle) {
    for (size_t i = 0; i < sizeof AIMS / sizeof *AIMS; i++)
        if (AIMS[i].right == muscle || lsn_muscle_mirror(AIMS[i].right) == muscle) return &AIMS[i];
    return 0;
}

/// Out of the middle of the thigh to that side of it, the more so the further down from the hip.
static vec beside_thigh(const loft *thigh, const aim *a, vec p) {
    float t = dot(sub(p, thigh->o), thigh->z) * thigh->per_length;
    row w = lsn_table_at(thigh->table, t, 0);
    float n = 1 / root(a->front * a->front + a->out * a->out);
    vec side = add(scale(thigh->y, a->front * n * w.rf), scale(thigh->x, a->out * n * w.rx));
    vec skin = add(mad(thigh->o, thigh->z, clamp(t, 0, 1) * thigh->length), side);
    return mix(p, skin, smooth(-0.05f, 0.15f, t));
}

/// The skin nearest to a point inside the body, or where `a` aims. What lies on the other side of the body, as a thigh
/// at a thigh, is not in its way.
static vec out_to_skin(const surface *s, vec p, enum side side, const aim *a) {
    probe near = {PROBE_TRUNK | PROBE_NECK | PROBE_THIGH | PROBE_SHANK | PROBE_UPPER | PROBE_FOREARM, 1u << side, 10,
                  OWNER_ANY, 1};
    const frame *pelvis = &s->posed.trunk[4], *waist = &s->posed.trunk[14];
    const loft *thigh = &s->posed.limb[side].loft[THIGH];
    bool along = a && a->at != AIM_THIGH;
    vec way = v(0, 0, 0);
    if (along) way = scale(a->at == AIM_WAIST ? waist->x : unit(add(pelvis->x, thigh->y)), a->front);
    if (a && !along) p = beside_thigh(thigh, a, p);
    for (int i = 0; i < 8; i++) {
        hit h = lsn_body_field(s, p, &near);
        if (h.d > -0.001f && h.d < 0.001f) break;
        p = mad(p, along && h.d < 0 ? way : unit(h.g), clamp(-h.d, -0.05f, 0.08f));
    }
    return p;
}

static void place_path(const surface *s, glow_path *g, const lsn_vec3 *path, int n, float strength, lsn_muscle muscle) {
    const aim *a = aim_of(muscle);
    bool to_arm = muscle == LSN_MUSCLE_latissimus_dorsi_r || muscle == LSN_MUSCLE_latissimus_dorsi_l;

    vec low = v(1e3f, 1e3f, 1e3f), high = v(-1e3f, -1e3f, -1e3f);
    int pieces = 3 * (n - 1);
    g->count = pieces + 1;
    for (int k = 0; k <= pieces; k++) {
        int i = k == pieces ? n - 2 : k / 3;
        vec p = mix(from_double(path[i]), from_double(path[i + 1]), (float)(k - 3 * i) / 3);
        g->point[k] = p = out_to_skin(s, p, side_of(muscle), a);
        float t = (float)k / (float)pieces;
        g->strength[k] = strength * (0.45f + 0.55f * smooth(0, 0.22f, t) * smooth(1, 0.78f, t));
        if (to_arm) g->strength[k] *= smooth(0.95f, 0.6f, t);
        low = v(least(low.x, p.x), least(low.y, p.y), least(low.z, p.z));
        high = v(most(high.x, p.x), most(high.y, p.y), most(high.z, p.z));
    }
    for (int k = 0; k < pieces; k++) {
        g->step[k] = sub(g->point[k + 1], g->point[k]);
        g->per_length2[k] = 1 / most(dot(g->step[k], g->step[k]), 1e-8f);
    }
    g->middle = mix(low, high, 0.5f);
    g->reach = 0.5f * length(sub(high, low)) + 3 * g->sigma;
}

static void place_glows(surface *s, const lsn_body *body, const lsn_frames *frames, const lsn_glow *glows, int count) {
    posed *p = &s->posed;
    p->glow_count = 0;
    for (int i = 0; i < count && i < LSN_GLOWS_MAX; i++) {
        if (glows[i].muscle == LSN_MUSCLE_NONE || glows[i].strength <= 0) continue;
        lsn_vec3 path[LSN_MUSCLE_POINTS_MAX];
        int n = lsn_muscle_path(path, glows[i].muscle, body, frames);
        if (n < 2) continue;
        glow_path *g = &p->glows[p->glow_count++];
        g->sigma = muscle_width(glows[i].muscle) * s->size;
        place_path(s, g, path, n, glows[i].strength, glows[i].muscle);
    }
}

// ---------------------------------------------------------------- one pose

static vec position_of(const lsn_vertex *w) {
    return v(w->position[0], w->position[1], w->position[2]);
}

enum { RUN = 3, HEAD_RUN = 112 }; // rings of a tube, vertices of the head that are lit together

/// What is near a run of vertices that lie together.
typedef struct around {
    int capsules[CAPSULES_MAX], glows[LSN_GLOWS_MAX];
    int capsule_count, glow_count;
    float ground;
} around;

/// False when all of the run is buried.
static bool look_around(around *out, const surface *s, int skip, bool may_glow, const lsn_vertex *w, int count) {
    vec low = v(1e3f, 1e3f, 1e3f), high = v(-1e3f, -1e3f, -1e3f);
    for (int i = 0; i < count; i++) {
        if (w[i].occlusion == BURIED) continue;
        vec q = position_of(&w[i]);
        low = v(least(low.x, q.x), least(low.y, q.y), least(low.z, q.z));
        high = v(most(high.x, q.x), most(high.y, q.y), most(high.z, q.z));
    }
    if (low.x > high.x) return false;
    vec middle = mix(low, high, 0.5f);
    float far = 0.5f * length(sub(high, low));
    out->capsule_count = lsn_capsules_near(&s->posed, out->capsules, middle, far, skip);
    out->glow_count = may_glow ? lsn_glows_near(&s->posed, out->glows, middle, far) : 0;
    out->ground = 0;
    return true;
}

/// How open the vertices that wait are.
static void open_queue(const surface *s, const around *a, queue *q) {
    if (q->count == 0) return;
    vecs at = queue_positions(q), normal = queue_normals(q);
    wide open = lsn_occlusion_at(&s->posed, a->capsules, a->capsule_count, &at, &normal, a->ground);
    for (int i = 0; i < q->count; i++) q->at[i]->occlusion = open[i];
    q->count = 0;
}

static void open_later(const surface *s, const around *a, queue *q, lsn_vertex *w) {
    queue_add(q, w);
    if (q->count == LANES) open_queue(s, a, q);
}

/// Lights a run of vertices that lie together, looking only at what is near them. What is buried stays as it is.
static void light_run(const surface *s, lsn_vertex *w, int count) {
    around a;
    if (!look_around(&a, s, -1, false, w, count)) return;
    queue q = {.count = 0};
    for (int i = 0; i < count; i++)
        if (w[i].occlusion != BURIED) open_later(s, &a, &q, &w[i]);
    open_queue(s, &a, &q);
}

/// What is buried glows too: it borders on what is seen.
static void light_glow(const surface *s, const around *a, float glow_by, lsn_vertex *w, int count) {
    for (int i = 0; i < count; i += LANES) {
        queue q = {.count = 0};
        while (q.count < LANES && i + q.count < count) queue_add(&q, &w[i + q.count]);
        vecs at = queue_positions(&q);
        wide glow = glow_by * lsn_glow_at(&s->posed, a->glows, a->glow_count, &at);
        for (int k = 0; k < q.count; k++) q.at[k]->glow = glow[k];
    }
}

/// The same for rings of a tube. Openness changes slowly: every second vertex takes the mean of its neighbours'.
static void light_rings(const surface *s, int skip, float glow_by, lsn_vertex *w, int rings, int segments) {
    around a;
    if (!look_around(&a, s, skip, glow_by > 0, w, rings * segments)) return;
    if (a.glow_count > 0) light_glow(s, &a, glow_by, w, rings * segments);
    queue q = {.count = 0};
    for (int r = 0; r < rings; r++)
        for (int j = 0; j < segments; j += 2)
            if (w[r * segments + j].occlusion != BURIED) open_later(s, &a, &q, &w[r * segments + j]);
    open_queue(s, &a, &q);
    for (int r = 0; r < rings; r++, w += segments)
        for (int j = 1; j < segments; j += 2) {
            if (w[j].occlusion == BURIED) continue;
            float before = w[j - 1].occlusion, after = w[j + 1 < segments ? j + 1 : 0].occlusion;
            if (before != BURIED && after != BURIED) {
                w[j].occlusion = 0.5f * (before + after);
            } else {
                open_later(s, &a, &q, &w[j]);
            }
        }
    open_queue(s, &a, &q);
}

/// Arms do not glow, but for the shoulder: no move is about one, and they lie near much that is.
static float glow_share(const part *p, int ring) {
    if (p->kind == PART_FINGER) return 0;
    if (p->kind != PART_LOFT || p->index < UPPER_ARM || p->index == TRAPEZIUS || p->index == FOOT) return 1;
    return p->index == UPPER_ARM ? smooth(0.5f, 0.2f, p->t[ring]) : 0;
}

/// What is buried takes after its neighbours: triangles that dip under another tube would be smudged along its edge.
static void light_buried(lsn_vertex *w, int rings, int segments) {
    int n = rings * segments;
    for (int i = 1; i < n; i++) {
        if (w[i].occlusion != BURIED) continue;
        const lsn_vertex *beside = &w[i - 1], *below = &w[i < segments ? 0 : i - segments];
        w[i].occlusion = below->occlusion != BURIED ? below->occlusion : beside->occlusion;
    }
    for (int i = n - 2; i >= 0; i--) {
        if (w[i].occlusion != BURIED) continue;
        const lsn_vertex *beside = &w[i + 1], *above = &w[i + segments < n ? i + segments : n - 1];
        w[i].occlusion = above->occlusion != BURIED ? above->occlusion : beside->occlusion;
    }
}

static void light_body(const surface *s, lsn_vertex *vertices) {
    for (int i = 0; i < s->part_count; i++) {
        const part *p = &s->parts[i];
        for (int r = 0; r < p->rings; r += RUN)
            light_rings(s, -1, glow_share(p, r), vertices + p->first + r * p->segments,
                        p->rings - r < RUN ? p->rings - r : RUN, p->segments);
        light_buried(vertices + p->first, p->rings, p->segments);
        light_rings(s, -1, glow_share(p, p->rings - 1), vertices + p->first + p->rings * p->segments, 2,
                    1); // the poles
    }
    light_run(s, vertices + s->band_first, s->body_vertices - s->band_first);
    for (int i = 0; i < s->head_count; i += HEAD_RUN)
        light_rings(s, CAPSULE_HEAD, 0, vertices + s->head_first + i, 1,
                    s->head_count - i < HEAD_RUN ? s->head_count - i : HEAD_RUN);
    // The face stays readable wherever it turns.
    for (int i = s->head_first; i < s->ground_first; i++) vertices[i].occlusion = 0.3f + 0.7f * vertices[i].occlusion;
}

void lsn_figure_pose(lsn_figure *figure, const lsn_pose *pose, const lsn_scene *scene, const lsn_glow *glows, int count,
                     double breath) {
    surface *s = figure->work;
    lsn_frames frames;
    lsn_body_frames(&frames, figure->body, pose);
    lsn_surface_place(s, figure->body, pose, &frames, breath);
    place_glows(s, figure->body, &frames, glows, count);
    lsn_surface_mesh(s, figure->vertices);
    light_body(s, figure->vertices);
    lsn_scene_mesh(s, scene, figure->body, &frames, figure->vertices + s->ground_first);
}
