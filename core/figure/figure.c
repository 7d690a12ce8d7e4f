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

// ---------------------------------------------------------------- scene

/// Where the body lies over all key poses (m): the middle of its capsules' box, and how long it is each way.
static void key_extent(const lsn_motion *motion, lsn_vec3 *low, lsn_vec3 *high) {
    *low = lsn_v3(1e9, 1e9, 1e9), *high = lsn_v3(-1e9, -1e9, -1e9);
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int n = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < 2 * n; k++) {
            lsn_vec3 p = k & 1 ? capsules[k / 2].b : capsules[k / 2].a;
            *low = lsn_v3(lsn_min(low->x, p.x), lsn_min(low->y, p.y), lsn_min(low->z, p.z));
            *high = lsn_v3(lsn_max(high->x, p.x), lsn_max(high->y, p.y), lsn_max(high->z, p.z));
        }
    }
}

static bool is_arm(lsn_segment segment) {
    bool right = segment >= LSN_SEG_clavicle_r && segment <= LSN_SEG_hand_r;
    return right || (segment >= LSN_SEG_clavicle_l && segment <= LSN_SEG_hand_l);
}

/// Grows the mat until head, trunk and legs that lie on the floor are on it, and hands along its length; arms that
/// rest wide may lie beside it. It stays between a yoga mat and an exercise mat: 1.86 × 0.68 m … 2.3 × 1.3 m.
static void fit_mat(lsn_scene *scene, const lsn_motion *motion) {
    const double near_m = 0.06, rim_m = 0.05;
    double c = lsn_cos(scene->mat_yaw_rad), n = lsn_sin(scene->mat_yaw_rad);
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9}, least[2] = {0.93, 0.34}, greatest[2] = {1.15, 0.65}, half[2];
    for (int i = 0; i < motion->key_count; i++) {
        lsn_frames frames;
        lsn_capsule capsules[LSN_CAPSULES_MAX];
        lsn_body_frames(&frames, motion->body, &motion->keys[i].pose);
        int count = lsn_body_capsules(capsules, motion->body, &frames);
        for (int k = 0; k < 2 * count; k++) {
            const lsn_capsule *capsule = &capsules[k / 2];
            lsn_vec3 p = k & 1 ? capsule->b : capsule->a;
            double r = k & 1 ? capsule->radius_b_m : capsule->radius_a_m,
                   at[2] = {c * p.x - n * p.z, n * p.x + c * p.z};
            for (int a = 0; a < 2 && p.y - r < near_m; a++) {
                if (a == 1 && is_arm(capsule->segment)) continue;
                low[a] = lsn_min(low[a], at[a] - r), high[a] = lsn_max(high[a], at[a] + r);
            }
        }
    }
    double middle[2] = {c * scene->mat_centre.x - n * scene->mat_centre.z,
                        n * scene->mat_centre.x + c * scene->mat_centre.z};
    for (int a = 0; a < 2; a++) {
        bool free = low[a] < high[a] && !(a == 0 && scene->props >> LSN_PROP_wall & 1);
        half[a] = free ? lsn_clamp(0.5 * (high[a] - low[a]) + rim_m, least[a], greatest[a]) : least[a];
        if (free) middle[a] = 0.5 * (low[a] + high[a]);
    }
    scene->mat_centre.x = c * middle[0] + n * middle[1], scene->mat_centre.z = c * middle[1] - n * middle[0];
    scene->mat_long_m = half[0], scene->mat_wide_m = half[1];
}

/// The prop that belongs under a site; LSN_PROP_COUNT for none.
static lsn_prop prop_under(lsn_site site) {
    static const struct {
        const char *start;
        lsn_prop prop;
    } table[] = {
        {"palm", LSN_PROP_block},       {"sit_bone", LSN_PROP_cushion}, {"back_of_head", LSN_PROP_pillow},
        {"head_side", LSN_PROP_pillow}, {"thigh_low", LSN_PROP_pillow}, {"knee", LSN_PROP_pillow},
        {"belly", LSN_PROP_pillow},     {"loin", LSN_PROP_ball},        {"forehead", LSN_PROP_block},
    };
    lsn_str name = lsn_str_from(lsn_site_name(site));
    for (int i = 0; i < (int)(sizeof table / sizeof table[0]); i++)
        if (lsn_str_starts(name, lsn_str_from(table[i].start))) return table[i].prop;
    return LSN_PROP_COUNT;
}

/// A site keeps the prop of its first pose; its twin on the other side shares it, but each hand has its own block.
static void add_support(lsn_scene *scene, lsn_support support) {
    for (int i = 0; i < scene->support_count; i++) {
        lsn_support *other = &scene->supports[i];
        if (other->site == support.site) return;
        if (support.prop == LSN_PROP_block || other->site != lsn_site_mirror(support.site)) continue;
        if (!other->is_shared) other->top = lsn_v3_mix(other->top, support.top, 0.5);
        other->is_shared = true;
        return;
    }
    if (scene->support_count < LSN_SUPPORTS_MAX) scene->supports[scene->support_count++] = support;
}

/// A pillow that reaches from the knees towards the ankles.
static lsn_support between_knees(const lsn_frames *frames, lsn_site site, double gap_m) {
    lsn_vec3 knees = lsn_v3_mix(frames->origin[LSN_SEG_tibia_r], frames->origin[LSN_SEG_tibia_l], 0.5);
    lsn_vec3 ankles = lsn_v3_mix(frames->origin[LSN_SEG_foot_r], frames->origin[LSN_SEG_foot_l], 0.5);
    lsn_vec3 along = lsn_v3_sub(ankles, knees);
    lsn_vec3 middle = lsn_v3_mad(knees, along, 0.4);
    return (lsn_support){LSN_PROP_pillow, site, middle, gap_m, lsn_atan2(-along.z, along.x), true};
}

/// A gap between the body and the floor, or between the knees, is filled by a prop that the move names.
static void fill_gaps(lsn_scene *scene, const lsn_motion *motion, const lsn_key *key) {
    const double least_m = 0.02;
    uint32_t named = motion->move->props_needed | motion->move->props_useful;
    lsn_frames frames;
    lsn_body_frames(&frames, motion->body, &key->pose);
    lsn_vec3 along = lsn_v3_sub(frames.origin[LSN_SEG_neck], frames.origin[LSN_SEG_pelvis]);
    double yaw_rad = lsn_atan2(-along.z, along.x);
    for (int i = 0; i < key->contact_count; i++) {
        const lsn_contact *contact = &key->contacts[i];
        bool between = contact->kind == LSN_CONTACT_SITE;
        lsn_prop prop = prop_under(contact->site);
        if (contact->gap_m < least_m || prop == LSN_PROP_COUNT || !(named >> prop & 1)) continue;
        if (!between && contact->normal.y < 0.5) continue;
        lsn_vec3 top = lsn_site_touch(motion->body, &frames, contact->site, lsn_v3(0, 1, 0));
        lsn_support under = {prop, contact->site, top, contact->gap_m, yaw_rad, false};
        add_support(scene, between ? between_knees(&frames, contact->site, contact->gap_m) : under);
    }
}

/// Where a key pose touches the wall.
static void find_wall(lsn_scene *scene, const lsn_key *key) {
    for (int i = 0; i < key->contact_count; i++) {
        const lsn_contact *contact = &key->contacts[i];
        if (contact->kind == LSN_CONTACT_SITE || contact->normal.x > -0.5) continue;
        scene->props |= 1u << LSN_PROP_wall;
        scene->wall_x_m = contact->gap_m - contact->offset_m;
    }
}

lsn_scene lsn_scene_for(const lsn_motion *motion) {
    const lsn_move *move = motion->move;
    lsn_scene scene = {.props = move->props_needed, .seat_m = move->seat_m};
    uint32_t seats = 1u << LSN_PROP_chair | 1u << LSN_PROP_stool;
    uint32_t on_floor = 1u << LSN_PLACE_floor;
    if (move->seat_m > 0.2 && !(scene.props & seats)) scene.props |= 1u << LSN_PROP_stool;
    if (!(scene.props & seats) && (move->places & on_floor)) scene.props |= 1u << LSN_PROP_mat;
    if (move->start == LSN_POSTURE_standing) scene.props &= ~(1u << LSN_PROP_mat) | move->props_needed;
    scene.bed = move->places == 1u << LSN_PLACE_bed;
    scene.props &= ~(1u << LSN_PROP_wall);
    for (int i = 0; i < motion->key_count; i++) {
        find_wall(&scene, &motion->keys[i]);
        fill_gaps(&scene, motion, &motion->keys[i]);
    }
    lsn_vec3 low, high;
    key_extent(motion, &low, &high);
    scene.mat_centre = lsn_v3(0.5 * (low.x + high.x), 0, 0.5 * (low.z + high.z));
    if (scene.props >> LSN_PROP_wall & 1) scene.mat_centre.x = lsn_min(scene.mat_centre.x, scene.wall_x_m - 0.95);
    scene.mat_yaw_rad = high.z - low.z > 1.25 * (high.x - low.x) && high.y - low.y < 1.3 ? LSN_PI / 2 : 0;
    fit_mat(&scene, motion);
    if (scene.props >> LSN_PROP_strap & 1) {
        bool left = motion->side == LSN_SIDE_left;
        scene.strap_from = lsn_site_find(left ? LSN_STR("palm_l") : LSN_STR("palm_r"));
        scene.strap_to = lsn_site_find(left ? LSN_STR("ball_inner_l") : LSN_STR("ball_inner_r"));
    }
    return scene;
}
