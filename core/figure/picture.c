/// core/figure: a small software rasteriser. It keeps depth and triangle for sixteen samples a pixel, band by band, and
/// shades each triangle once a pixel. Edges are exact (integers), so neighbouring triangles leave no seams.
#include "core/figure/shading.h"

enum { SAMPLES = 4, SUBPIXEL = 16, SIZE_LEAST = 16, SIZE_MOST = 2048 };

/// Where the samples of each sub-line lie, in sub-pixels: sheared, so that upright edges get sixteen steps too.
static const int SHEAR[SAMPLES] = {2, 10, 6, 14};

typedef struct sample {
    float depth;
    uint32_t triangle; // index of its first index, plus one
} sample;

typedef struct corner {
    int x, y; // sub-pixels of the sample grid
    float depth;
    bool ok;
} corner;

typedef struct job {
    const lsn_figure *figure;
    float matrix[16];
    int width, height, rows, first_row; // rows: of a band
    sample *samples;
    corner *corners; // of all vertices; NULL when memory is short: then they are projected when needed
    light light;
    tone tone;
    float footprint; // metres a pixel at distance 1
    unsigned char *rgba;
} job;

static void clip_point(float out[4], const float m[16], const float p[3]) {
    for (int i = 0; i < 4; i++) out[i] = m[i] * p[0] + m[4 + i] * p[1] + m[8 + i] * p[2] + m[12 + i];
}

static int to_int(float x) {
    int i = (int)x;
    return (float)i > x ? i - 1 : i;
}

static corner project(const job *j, uint32_t index) {
    float c[4];
    clip_point(c, j->matrix, j->figure->vertices[index].position);
    corner out = {0};
    if (c[3] < 0.1f) return out;
    float inverse_w = 1 / c[3];
    out.depth = c[2] * inverse_w;
    float x = (c[0] * inverse_w * 0.5f + 0.5f) * (float)(j->width * SAMPLES * SUBPIXEL);
    float y = (0.5f - c[1] * inverse_w * 0.5f) * (float)(j->height * SAMPLES * SUBPIXEL);
    float far = 4.0f * SIZE_MOST * SAMPLES * SUBPIXEL;
    if (x < -far || x > far || y < -far || y > far) return out;
    out.x = to_int(x + 0.5f), out.y = to_int(y + 0.5f);
    out.ok = true;
    return out;
}

/// Twice the signed area seen from p.
static int64_t edge(const corner *a, const corner *b, int x, int y) {
    return (int64_t)(b->x - a->x) * (y - a->y) - (int64_t)(b->y - a->y) * (x - a->x);
}

/// A point on an edge belongs to one side of it only (top-left rule): least value that counts as inside.
static int64_t inside_from(const corner *a, const corner *b) {
    return b->y < a->y || (b->y == a->y && b->x > a->x) ? 0 : 1;
}

static int clamp_int(int x, int low, int high) {
    return x < low ? low : x > high ? high : x;
}

static void fill(job *j, const corner *c0, const corner *c1, const corner *c2, uint32_t triangle) {
    int64_t area = (int64_t)(c1->x - c0->x) * (c2->y - c0->y) - (int64_t)(c1->y - c0->y) * (c2->x - c0->x);
    if (area == 0) return;
    if (area < 0) {
        const corner *swap = c1;
        c1 = c2, c2 = swap;
        area = -area;
    }
    int low_x = c0->x, high_x = c0->x, low_y = c0->y, high_y = c0->y;
    const corner *rest[2] = {c1, c2};
    for (int i = 0; i < 2; i++) {
        low_x = rest[i]->x < low_x ? rest[i]->x : low_x, high_x = rest[i]->x > high_x ? rest[i]->x : high_x;
        low_y = rest[i]->y < low_y ? rest[i]->y : low_y, high_y = rest[i]->y > high_y ? rest[i]->y : high_y;
    }
    int first = j->first_row * SAMPLES, last = clamp_int(first + j->rows * SAMPLES, 0, j->height * SAMPLES) - 1;
    if (high_y < first * SUBPIXEL || low_y > (last + 1) * SUBPIXEL || high_x < 0) return;
    int y0 = clamp_int(low_y / SUBPIXEL - 1, first, last + 1), y1 = clamp_int(high_y / SUBPIXEL + 1, first - 1, last);
    int x0 = clamp_int(low_x / SUBPIXEL - 1, 0, j->width * SAMPLES);
    int x1 = clamp_int(high_x / SUBPIXEL + 1, -1, j->width * SAMPLES - 1);
    float inverse = 1 / (float)area;
    int64_t step0 = -(int64_t)(c2->y - c1->y) * SUBPIXEL, step1 = -(int64_t)(c0->y - c2->y) * SUBPIXEL;
    int64_t step2 = -(int64_t)(c1->y - c0->y) * SUBPIXEL;
    int64_t l0 = inside_from(c1, c2), l1 = inside_from(c2, c0), l2 = inside_from(c0, c1);
    for (int y = y0; y <= y1; y++) {
        int py = y * SUBPIXEL + SUBPIXEL / 2, px = x0 * SUBPIXEL + SHEAR[y % SAMPLES];
        int64_t e0 = edge(c1, c2, px, py), e1 = edge(c2, c0, px, py), e2 = edge(c0, c1, px, py);
        sample *line = j->samples + (int64_t)(y - first) * j->width * SAMPLES;
        for (int x = x0; x <= x1; x++, e0 += step0, e1 += step1, e2 += step2) {
            if (((e0 - l0) | (e1 - l1) | (e2 - l2)) < 0) continue;
            float depth = ((float)e0 * c0->depth + (float)e1 * c1->depth + (float)e2 * c2->depth) * inverse;
            if (depth >= line[x].depth) continue;
            line[x] = (sample){depth, triangle + 1};
        }
    }
}

static vec read3(const float p[3]) {
    return v(p[0], p[1], p[2]);
}

/// What triangle `at` looks like at (x, y) in pixels.
static fragment interpolate(const job *j, uint32_t at, float x, float y) {
    const lsn_vertex *w[3];
    float px[3], py[3], inverse[3];
    for (int i = 0; i < 3; i++) {
        w[i] = &j->figure->vertices[j->figure->indices[at + (uint32_t)i]];
        float c[4];
        clip_point(c, j->matrix, w[i]->position);
        inverse[i] = 1 / most(c[3], 0.05f);
        px[i] = (c[0] * inverse[i] * 0.5f + 0.5f) * (float)j->width;
        py[i] = (0.5f - c[1] * inverse[i] * 0.5f) * (float)j->height;
    }
    float area = (px[1] - px[0]) * (py[2] - py[0]) - (py[1] - py[0]) * (px[2] - px[0]), b[3];
    float scale_by = area > 1e-9f || area < -1e-9f ? 1 / area : 0;
    b[1] = clamp(((x - px[0]) * (py[2] - py[0]) - (y - py[0]) * (px[2] - px[0])) * scale_by, 0, 1);
    b[2] = clamp(((px[1] - px[0]) * (y - py[0]) - (py[1] - py[0]) * (x - px[0])) * scale_by, 0, 1 - b[1]);
    b[0] = 1 - b[1] - b[2];
    float sum = 0;
    for (int i = 0; i < 3; i++) b[i] *= inverse[i], sum += b[i];
    fragment f = {.material = (int)w[0]->material, .footprint = j->footprint / most(sum, 1e-6f)};
    for (int i = 0; i < 3; i++) {
        float k = b[i] / sum;
        f.position = mad(f.position, read3(w[i]->position), k);
        f.normal = mad(f.normal, read3(w[i]->normal), k);
        f.shirt += k * w[i]->shirt, f.leggings += k * w[i]->leggings;
        f.occlusion += k * w[i]->occlusion, f.glow += k * w[i]->glow, f.shade += k * w[i]->shade;
    }
    return f;
}

static unsigned char to_byte(const tone *t, float linear) {
    return t->byte[(int)(clamp(linear, 0, 1) * GAMMA_STEPS + 0.5f)];
}

/// One pixel: each triangle in it is shaded once, in the middle of its samples.
static void resolve(job *j, int x, int y) {
    uint32_t seen[SAMPLES * SAMPLES];
    int count[SAMPLES * SAMPLES], kinds = 0;
    float at_x[SAMPLES * SAMPLES], at_y[SAMPLES * SAMPLES];
    for (int r = 0; r < SAMPLES; r++) {
        const sample *line =
            j->samples + (int64_t)((y - j->first_row) * SAMPLES + r) * j->width * SAMPLES + x * SAMPLES;
        for (int c = 0; c < SAMPLES; c++) {
            int k = 0;
            while (k < kinds && seen[k] != line[c].triangle) k++;
            if (k == kinds) seen[k] = line[c].triangle, count[k] = 0, at_x[k] = at_y[k] = 0, kinds++;
            count[k]++;
            at_x[k] += ((float)c + (float)SHEAR[r] / SUBPIXEL) / SAMPLES;
            at_y[k] += ((float)r + 0.5f) / SAMPLES;
        }
    }
    float sum[3] = {0}, height = 1 - ((float)y + 0.5f) / (float)j->height;
    for (int k = 0; k < kinds; k++) {
        vec c = lsn_background_at(&j->light, height);
        if (seen[k]) {
            float n = 1 / (float)count[k];
            fragment f = interpolate(j, seen[k] - 1, (float)x + at_x[k] * n, (float)y + at_y[k] * n);
            c = lsn_shade_fragment(&j->light, &f, height);
        }
        float weight = (float)count[k] / (SAMPLES * SAMPLES);
        sum[0] += weight * to_byte(&j->tone, c.x);
        sum[1] += weight * to_byte(&j->tone, c.y);
        sum[2] += weight * to_byte(&j->tone, c.z);
    }
    unsigned char *out = j->rgba + 4 * ((int64_t)y * j->width + x);
    for (int i = 0; i < 3; i++) out[i] = (unsigned char)(sum[i] + 0.5f);
    out[3] = 255;
}

/// The wall is seen from its front only: it never stands before the person.
static bool turned_away(const job *j, uint32_t index) {
    const lsn_vertex *w = &j->figure->vertices[index];
    if ((int)w->material != LSN_MATERIAL_prop || w->shade != WALL_SHADE) return false;
    return dot(read3(w->normal), sub(j->light.eye, read3(w->position))) < 0;
}

static void draw_band(job *j) {
    int64_t count = (int64_t)j->rows * SAMPLES * j->width * SAMPLES;
    for (int64_t i = 0; i < count; i++) j->samples[i] = (sample){2, 0};
    for (int i = 0; i < j->figure->index_count; i += 3) {
        corner c[3];
        for (int k = 0; k < 3; k++) {
            uint32_t at = j->figure->indices[i + k];
            c[k] = j->corners ? j->corners[at] : project(j, at);
        }
        if (turned_away(j, j->figure->indices[i])) continue;
        if (c[0].ok && c[1].ok && c[2].ok) fill(j, &c[0], &c[1], &c[2], (uint32_t)i);
    }
    for (int y = j->first_row; y < j->first_row + j->rows && y < j->height; y++)
        for (int x = 0; x < j->width; x++) resolve(j, x, y);
}

enum { ROWS_MOST = 128, ROWS_FEW = 24 };

/// Memory for a band of samples, as high as fits, and for all projected vertices where bands stay high enough.
static bool take_samples(job *j, lsn_arena *scratch) {
    size_t row = (size_t)j->width * SAMPLES * SAMPLES * sizeof(sample);
    size_t corners = (size_t)j->figure->vertex_count * sizeof(corner) + 64, left = scratch->capacity - scratch->used;
    size_t few = row * (size_t)(j->height < ROWS_FEW ? j->height : ROWS_FEW);
    if (left > corners + few + 64) j->corners = LSN_NEW(scratch, corner, (size_t)j->figure->vertex_count);
    left = scratch->capacity - scratch->used;
    size_t rows = left > 64 ? (left - 64) / row : 0;
    j->rows = rows < ROWS_MOST ? (int)rows : ROWS_MOST;
    if (j->rows > j->height) j->rows = j->height;
    if (j->rows == 0) return false;
    j->samples = LSN_NEW(scratch, sample, (size_t)j->rows * SAMPLES * SAMPLES * (size_t)j->width);
    return j->samples != 0;
}

lsn_err lsn_picture_draw(unsigned char *rgba, int width, int height, const lsn_figure *figure, const lsn_camera *camera,
                         lsn_theme theme, lsn_palette palette, lsn_arena scratch) {
    bool fits = width >= SIZE_LEAST && width <= SIZE_MOST && height >= SIZE_LEAST && height <= SIZE_MOST;
    if (!fits) return LSN_ERR_OUT_OF_RANGE;
    job *j = LSN_NEW(&scratch, job, 1);
    if (!j) return LSN_ERR_NO_MEMORY;
    *j = (job){.figure = figure, .width = width, .height = height, .rgba = rgba};
    if (!take_samples(j, &scratch)) return LSN_ERR_NO_MEMORY;
    float eye[3];
    lsn_camera_matrix(j->matrix, eye, camera, (double)width / height);
    lsn_light_make(&j->light, theme, palette, j->matrix, eye);
    lsn_tone_make(&j->tone);
    double half = LSN_RAD(camera->fov_deg) / 2;
    j->footprint = (float)(2 * lsn_sin(half) / lsn_cos(half) / height);
    for (int i = 0; j->corners && i < figure->vertex_count; i++) j->corners[i] = project(j, (uint32_t)i);
    for (j->first_row = 0; j->first_row < height; j->first_row += j->rows) draw_band(j);
    return LSN_OK;
}
