/// core/figure: a small software rasteriser. It keeps depth and triangle for sixteen samples a pixel, band by band, and
/// shades each triangle once a pixel. Edges are exact (integers), so neighbouring triangles leave no seams.
#include "core/figure/shading.h"

// What runs often is not melted into its caller: browsers change slow code for fast between two calls, never during
// one.
#define APART __attribute__((noinline))

enum { SAMPLES = LANES, SUBPIXEL = 16, PIXEL = SAMPLES * SUBPIXEL, SIZE_LEAST = 16, SIZE_MOST = 2048 };

/// Where the samples of each sub-line lie, in sub-pixels: sheared, so that upright edges get sixteen steps too.
static const int SHEAR[SAMPLES] = {2, 10, 6, 14};

/// The samples of a pixel, a sub-line after the other.
typedef struct pixel {
    wide depth[SAMPLES];
    union {
        lanes triangle[SAMPLES]; // index of its first index, plus one; 0: none
        int32_t triangles[SAMPLES * SAMPLES];
    };
} pixel;

typedef struct corner {
    int x, y; // sub-pixels of the sample grid
    float depth, px, py, inverse_w;
    bool ok;
} corner;

typedef struct job {
    const lsn_figure *figure;
    float matrix[16];
    int width, height, rows, first_row; // rows: of a band
    pixel *pixels;
    float *far;      // depth of a pixel's farthest sample: what lies behind it is not seen
    corner *corners; // of all vertices
    light light;
    tone tone;
    float footprint; // metres a pixel at distance 1
    unsigned char *rgba;
} job;

static int to_int(float x) {
    int i = (int)x;
    return (float)i > x ? i - 1 : i;
}

APART static corner project(const job *j, const float p[3]) {
    const float *m = j->matrix;
    wide c = load4(m) * p[0] + load4(m + 4) * p[1] + load4(m + 8) * p[2] + load4(m + 12);
    corner out = {0};
    if (c[3] < 0.1f) return out;
    out.inverse_w = 1 / c[3];
    out.depth = c[2] * out.inverse_w;
    out.px = (c[0] * out.inverse_w * 0.5f + 0.5f) * (float)j->width;
    out.py = (0.5f - c[1] * out.inverse_w * 0.5f) * (float)j->height;
    float grid = SAMPLES * SUBPIXEL, far = 4.0f * SIZE_MOST, x = out.px, y = out.py;
    if (x < -far || x > far || y < -far || y > far) return out;
    out.x = to_int(grid * x + 0.5f), out.y = to_int(grid * y + 0.5f);
    out.ok = true;
    return out;
}

// ---------------------------------------------------------------- which triangle is seen

static int least_int(int a, int b) {
    return a < b ? a : b;
}
static int most_int(int a, int b) {
    return a > b ? a : b;
}

/// The sides of a triangle, each in a lane (the fourth is always inside). What a side gives for a point is twice the
/// area that they span, not negative inside. A point on a side belongs to one triangle only (top-left rule): for the
/// other one the area counts as one less.
typedef struct flanks {
    lanes x, y, along_x, along_y, least;
} flanks;

static flanks flanks_of(const corner *a, const corner *b, const corner *c) {
    lanes x = {b->x, c->x, a->x, 0}, y = {b->y, c->y, a->y, 0};
    flanks f = {x, y, (lanes){c->x, a->x, b->x, 0} - x, (lanes){c->y, a->y, b->y, 0} - y, same_lanes(0)};
    f.least = ((f.along_y > 0) | ((f.along_y == 0) & (f.along_x < 0))) & 1;
    return f;
}

/// What a triangle covers of the picture.
typedef struct patch {
    int x0, x1, y0, y1; // pixels in which it may be seen
    bool is_small;
    int triangle;
    float depth[3], inverse, near; // inverse: of twice its area; nothing of it is nearer than `near`
    flanks flanks;
} patch;

/// A lane in all four.
#define ALL(of, lane) __builtin_shufflevector(of, of, lane, lane, lane, lane)

/// One pixel, the samples of a line at once; `at`: the areas of its corner.
APART static void cover(pixel *out, const patch *p, lanes at) {
    const lanes along_y = p->flanks.along_y, least = p->flanks.least;
    const lanes right = {0, SUBPIXEL, 2 * SUBPIXEL, 3 * SUBPIXEL};
    const lanes right_a = ALL(along_y, 0) * right, right_b = ALL(along_y, 1) * right, right_c = ALL(along_y, 2) * right;
    for (int r = 0; r < SAMPLES; r++, at += p->flanks.along_x * SUBPIXEL) {
        lanes line = at - along_y * SHEAR[r];
        lanes a = ALL(line, 0) - right_a, b = ALL(line, 1) - right_b, c = ALL(line, 2) - right_c;
        lanes in = (a | b | c) >= 0;
        if (!any(in)) continue;
        wide depth = __builtin_convertvector(a + ALL(least, 0), wide) * p->depth[0] +
                     __builtin_convertvector(b + ALL(least, 1), wide) * p->depth[1] +
                     __builtin_convertvector(c + ALL(least, 2), wide) * p->depth[2];
        depth *= p->inverse;
        in &= depth < out->depth[r];
        out->depth[r] = pick(in, depth, out->depth[r]);
        out->triangle[r] = (in & p->triangle) | (~in & out->triangle[r]);
    }
}

static float farthest(const pixel *p) {
    wide far = most4(most4(p->depth[0], p->depth[1]), most4(p->depth[2], p->depth[3]));
    return most(most(far[0], far[1]), most(far[2], far[3]));
}

APART static void fill(job *j, const patch *p) {
    enum { LAST = (SAMPLES - 1) * SUBPIXEL };
    const lanes along_x = p->flanks.along_x, along_y = p->flanks.along_y;
    const lanes inner =
        (LAST * along_x & (along_x > 0)) - along_y * (SHEAR[0] + ((along_y < 0) & (LAST + SHEAR[3] - SHEAR[0])));
    lanes row = along_x * (p->y0 * PIXEL + SUBPIXEL / 2 - p->flanks.y) - along_y * (p->x0 * PIXEL - p->flanks.x);
    row += inner - p->flanks.least;
    for (int y = p->y0; y <= p->y1; y++, row += along_x * PIXEL) {
        int from = (y - j->first_row) * j->width;
        lanes at = row;
        for (int i = from + p->x0; i <= from + p->x1; i++, at -= along_y * PIXEL) {
            if (any(at < 0) || p->near >= j->far[i]) continue;
            cover(&j->pixels[i], p, at - inner);
            j->far[i] = farthest(&j->pixels[i]);
        }
    }
}

/// The same for a triangle too large for numbers of 32 bits, one sample after the other.
APART static void fill_large(job *j, const patch *p) {
    for (int y = p->y0 * SAMPLES; y < (p->y1 + 1) * SAMPLES; y++)
        for (int x = p->x0 * SAMPLES; x < (p->x1 + 1) * SAMPLES; x++) {
            pixel *out = &j->pixels[(y / SAMPLES - j->first_row) * j->width + x / SAMPLES];
            float depth = 0;
            bool is_inside = true;
            for (int k = 0; k < 3; k++) {
                const flanks *f = &p->flanks;
                int64_t e = (int64_t)f->along_x[k] * (y * SUBPIXEL + SUBPIXEL / 2 - f->y[k]) -
                            (int64_t)f->along_y[k] * (x * SUBPIXEL + SHEAR[y % SAMPLES] - f->x[k]);
                is_inside = is_inside && e >= f->least[k];
                depth += (float)e * p->depth[k];
            }
            depth *= p->inverse;
            int r = y % SAMPLES, c = x % SAMPLES;
            if (is_inside && depth < out->depth[r][c]) out->depth[r][c] = depth, out->triangle[r][c] = p->triangle;
        }
}

/// Where a triangle may be seen; false: nowhere in the band.
static bool bound(patch *p, const job *j, const corner *a, const corner *b, const corner *c) {
    int low_y = least_int(a->y, least_int(b->y, c->y)), high_y = most_int(a->y, most_int(b->y, c->y)) - SUBPIXEL / 2;
    p->y0 = most_int(most_int(low_y + SUBPIXEL / 2 - 1, 0) / PIXEL, j->first_row);
    p->y1 = least_int(high_y / PIXEL, least_int(j->first_row + j->rows, j->height) - 1);
    if (high_y < 0 || p->y0 > p->y1) return false;
    int low_x = least_int(a->x, least_int(b->x, c->x)), high_x = most_int(a->x, most_int(b->x, c->x)) - SHEAR[0];
    p->x0 = most_int(low_x + SUBPIXEL - SHEAR[3] - 1, 0) / PIXEL;
    p->x1 = least_int(high_x / PIXEL, j->width - 1);
    enum { SMALL = 1 << 14 }; // sub-pixels: areas of such triangles fit into 32 bits
    p->is_small = high_x - low_x < SMALL && high_y - low_y < SMALL;
    return high_x >= 0 && p->x0 <= p->x1;
}

/// The wall is seen from its front only: it never stands before the person.
static bool turned_away(const job *j, uint32_t index) {
    const lsn_vertex *w = &j->figure->vertices[index];
    if ((int)w->material != LSN_MATERIAL_prop || w->shade != WALL_SHADE) return false;
    return dot(read3(w->normal), sub(j->light.eye, read3(w->position))) < 0;
}

/// Lays the triangle at `i` over the pixels of the band.
APART static void lay(job *j, int i) {
    const uint32_t *index = j->figure->indices + i;
    const corner *a = &j->corners[index[0]], *b = &j->corners[index[1]], *c = &j->corners[index[2]];
    patch p;
    if (!a->ok || !b->ok || !c->ok || !bound(&p, j, a, b, c) || turned_away(j, index[0])) return;
    int64_t area = (int64_t)(b->x - a->x) * (c->y - a->y) - (int64_t)(b->y - a->y) * (c->x - a->x);
    if (area == 0) return;
    if (area < 0) {
        const corner *swap = b;
        b = c, c = swap, area = -area;
    }
    p.flanks = flanks_of(a, b, c);
    p.depth[0] = a->depth, p.depth[1] = b->depth, p.depth[2] = c->depth;
    p.inverse = 1 / (float)area;
    p.near = least(a->depth, least(b->depth, c->depth)) - 2e-6f; // rounding
    p.triangle = i + 1;
    if (p.is_small) {
        fill(j, &p);
    } else {
        fill_large(j, &p);
    }
}

// ---------------------------------------------------------------- what it looks like

/// What triangle `at` looks like at (x, y) in pixels.
APART static void interpolate(fragment *out, const job *j, int at, float x, float y) {
    const uint32_t *index = j->figure->indices + at;
    const corner *a = &j->corners[index[0]], *b = &j->corners[index[1]], *c = &j->corners[index[2]];
    float bx = b->px - a->px, by = b->py - a->py, cx = c->px - a->px, cy = c->py - a->py;
    float area = bx * cy - by * cx, scale_by = area > 1e-9f || area < -1e-9f ? 1 / area : 0;
    x -= a->px, y -= a->py;
    float kb = clamp((x * cy - y * cx) * scale_by, 0, 1), kc = clamp((bx * y - by * x) * scale_by, 0, 1 - kb);
    float ka = (1 - kb - kc) * a->inverse_w;
    kb *= b->inverse_w, kc *= c->inverse_w;
    float sum = ka + kb + kc;
    wide k = (wide){ka, kb, kc, 0} / sum;
    const lsn_vertex *v0 = &j->figure->vertices[index[0]];
    const float *va = v0->position, *vb = j->figure->vertices[index[1]].position;
    const float *vc = j->figure->vertices[index[2]].position;
    for (int i = 0; i < 3; i++, va += LANES, vb += LANES, vc += LANES)
        out->fours[i] = load4(va) * k[0] + load4(vb) * k[1] + load4(vc) * k[2];
    out->material = (int)v0->material;
    out->footprint = j->footprint / most(sum, 1e-6f);
}

static lanes bytes_of(const tone *t, wide linear) {
    lanes at = __builtin_convertvector(clamp4(linear, 0, 1) * GAMMA_STEPS + 0.5f, lanes);
    return (lanes){t->byte[at[0]], t->byte[at[1]], t->byte[at[2]], 255};
}

/// Samples of one triangle in a pixel: how many, and their middle in the pixel.
typedef struct share {
    int triangle, count;
    float x, y;
} share;

static int sum_of(lanes a) {
    return a[0] + a[1] + a[2] + a[3];
}

/// The samples among `at` that belong to a triangle; they are taken out.
static share take_share(lanes at[SAMPLES], int triangle) {
    lanes count = same_lanes(0), x = same_lanes(0), y = same_lanes(0);
    for (int r = 0; r < SAMPLES; r++) {
        lanes is = at[r] == triangle;
        at[r] |= is;
        count -= is;
        x += is & ((lanes){0, SUBPIXEL, 2 * SUBPIXEL, 3 * SUBPIXEL} + SHEAR[r]);
        y += is & (r * SUBPIXEL + SUBPIXEL / 2);
    }
    share out = {.triangle = triangle, .count = sum_of(count)};
    float n = 1 / (float)out.count;
    out.x = (float)sum_of(x) / (SAMPLES * SUBPIXEL) * n, out.y = (float)sum_of(y) / (SAMPLES * SUBPIXEL) * n;
    return out;
}

/// Whether all samples of a pixel show the same triangle.
static bool is_whole(const pixel *p) {
    const lanes *t = p->triangle, first = same_lanes(p->triangles[0]);
    return every((t[0] == first) & (t[1] == first) & (t[2] == first) & (t[3] == first));
}

/// What the samples of one triangle in pixel (x, y) look like.
static lanes shade(const job *j, const share *of, int x, int y, wide background) {
    if (of->triangle == 0) return bytes_of(&j->tone, background);
    fragment f;
    interpolate(&f, j, of->triangle - 1, (float)x + of->x, (float)y + of->y);
    return bytes_of(&j->tone, lsn_shade_fragment(&j->light, &f, background));
}

/// One pixel: each triangle in it is shaded once, in the middle of its samples.
APART static void resolve(job *j, int x, int y, wide background) {
    pixel *at = &j->pixels[(y - j->first_row) * j->width + x];
    lanes bytes;
    if (is_whole(at)) {
        bytes = shade(j, &(share){.triangle = at->triangles[0], .x = 0.5f, .y = 0.5f}, x, y, background);
    } else {
        wide sum = same(0.5f);
        for (int i = 0, done = 0; done < SAMPLES * SAMPLES; i++) {
            if (at->triangles[i] < 0) continue;
            share of = take_share(at->triangle, at->triangles[i]);
            sum += __builtin_convertvector(shade(j, &of, x, y, background) * of.count, wide) / (SAMPLES * SAMPLES);
            done += of.count;
        }
        bytes = __builtin_convertvector(sum, lanes);
    }
    unsigned char *out = j->rgba + 4 * (y * j->width + x);
    for (int i = 0; i < LANES; i++) out[i] = (unsigned char)bytes[i];
}

// ---------------------------------------------------------------- the whole

static void draw_band(job *j) {
    for (int i = 0; i < j->rows * j->width; i++) {
        for (int r = 0; r < SAMPLES; r++) j->pixels[i].depth[r] = same(2), j->pixels[i].triangle[r] = same_lanes(0);
        j->far[i] = 2;
    }
    for (int i = 0; i < j->figure->index_count; i += 3) lay(j, i);
    for (int y = j->first_row; y < j->first_row + j->rows && y < j->height; y++) {
        wide background = lsn_background_at(&j->light, 1 - ((float)y + 0.5f) / (float)j->height);
        for (int x = 0; x < j->width; x++) resolve(j, x, y, background);
    }
}

enum { BAND_PIXELS = 1 << 16 };

/// Memory for all projected vertices and for a band of samples, as high as fits.
static bool take_memory(job *j, lsn_arena *scratch) {
    j->corners = LSN_NEW(scratch, corner, (size_t)j->figure->vertex_count);
    size_t row = (size_t)j->width * (sizeof(pixel) + sizeof(float)), left = scratch->capacity - scratch->used;
    size_t rows = left > 64 ? (left - 64) / row : 0, most_rows = BAND_PIXELS / (size_t)j->width;
    j->rows = least_int((int)(rows < most_rows ? rows : most_rows), j->height);
    j->pixels = LSN_NEW(scratch, pixel, (size_t)j->rows * (size_t)j->width);
    j->far = LSN_NEW(scratch, float, (size_t)j->rows *(size_t)j->width);
    return j->corners && j->pixels && j->far && j->rows > 0;
}

lsn_err lsn_picture_draw(unsigned char *rgba, int width, int height, const lsn_figure *figure, const lsn_camera *camera,
                         lsn_theme theme, lsn_palette palette, lsn_arena scratch) {
    bool fits = width >= SIZE_LEAST && width <= SIZE_MOST && height >= SIZE_LEAST && height <= SIZE_MOST;
    if (!fits) return LSN_ERR_OUT_OF_RANGE;
    job *j = LSN_NEW(&scratch, job, 1);
    if (!j) return LSN_ERR_NO_MEMORY;
    *j = (job){.figure = figure, .width = width, .height = height, .rgba = rgba};
    if (!take_memory(j, &scratch)) return LSN_ERR_NO_MEMORY;
    float eye[3];
    lsn_camera_matrix(j->matrix, eye, camera, (double)width / height);
    lsn_light_make(&j->light, theme, palette, j->matrix, eye);
    lsn_tone_make(&j->tone);
    double half = LSN_RAD(camera->fov_deg) / 2;
    j->footprint = (float)(2 * lsn_sin(half) / lsn_cos(half) / height);
    for (int i = 0; i < figure->vertex_count; i++) j->corners[i] = project(j, figure->vertices[i].position);
    for (j->first_row = 0; j->first_row < height; j->first_row += j->rows) draw_band(j);
    return LSN_OK;
}
