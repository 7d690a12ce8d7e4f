/// core/figure: colour and light of one fragment, in linear light; the same formulas as the page's shader.
#include "core/figure/shading.h"

static const uint32_t PALETTE[COLOUR_COUNT][LSN_THEME_COUNT] = {
#define X(name, light, dark) {light, dark},
    LSN_PALETTE(X)
#undef X
};

typedef struct change {
    lsn_palette palette;
    colour colour;
    uint32_t rgb[LSN_THEME_COUNT];
} change;

static const change CHANGES[] = {
#define X(palette, name, light, dark) {LSN_PALETTE_##palette, COLOUR_##name, {light, dark}},
    LSN_PALETTE_CHANGES(X)
#undef X
};

static const char *const PALETTE_NAMES[LSN_PALETTE_COUNT] = {
#define X(name) #name,
    LSN_LOOKS(X)
#undef X
};

const char *lsn_palette_name(lsn_palette palette) {
    return palette < LSN_PALETTE_COUNT ? PALETTE_NAMES[palette] : "";
}

lsn_palette lsn_palette_find(lsn_str name) {
    int i = 0;
    while (i < LSN_PALETTE_COUNT && !lsn_str_equal(name, lsn_str_from(PALETTE_NAMES[i]))) i++;
    return (lsn_palette)i;
}

static float to_linear(uint32_t byte) {
    return (float)lsn_pow(lsn_max((double)byte / 255.0, 1e-4), 2.2);
}

static vec linear_of(uint32_t c) {
    return v(to_linear(c >> 16 & 255), to_linear(c >> 8 & 255), to_linear(c & 255));
}

void lsn_light_make(light *out, lsn_theme theme, lsn_palette palette, const float matrix[16], const float eye[3]) {
    for (int i = 0; i < COLOUR_COUNT; i++) out->palette[i] = linear_of(PALETTE[i][theme]);
    for (size_t i = 0; i < sizeof CHANGES / sizeof *CHANGES; i++)
        if (CHANGES[i].palette == palette) out->palette[CHANGES[i].colour] = linear_of(CHANGES[i].rgb[theme]);
    vec right = unit(v(matrix[0], matrix[4], matrix[8])), back = unit(v(-matrix[3], -matrix[7], -matrix[11]));
    out->key = unit(add(add(scale(right, -0.5f), v(0, 0.78f, 0)), scale(back, 0.8f)));
    out->eye = v(eye[0], eye[1], eye[2]);
    out->hemisphere = theme == LSN_THEME_light ? 1 : 0.72f;
    out->background[0] = out->palette[COLOUR_bottom];
    out->background[1] = out->palette[COLOUR_top];
}

void lsn_tone_make(tone *out) {
    for (int i = 0; i <= GAMMA_STEPS; i++) {
        double x = lsn_max((double)i / GAMMA_STEPS, 1e-9);
        out->byte[i] = (unsigned char)(lsn_pow(x, 1 / 2.2) * 255 + 0.5);
    }
}

vec lsn_background_at(const light *l, float height) {
    return mix(l->background[0], l->background[1], smooth(0.0f, 0.9f, height));
}

static float inside(float distance, float footprint) {
    return clamp(0.5f - distance / footprint, 0, 1);
}

static vec cloth_colour(const light *l, const fragment *f) {
    vec c = l->palette[COLOUR_skin];
    float leg = inside(f->leggings, f->footprint), shirt = inside(f->shirt, f->footprint);
    // A stitched edge: the last centimetre of a garment is a shade deeper.
    float cuff = 1 - 0.10f * smooth(-0.011f, -0.010f, f->leggings),
          hem = 1 - 0.09f * smooth(-0.011f, -0.010f, f->shirt);
    c = mix(c, scale(l->palette[COLOUR_leggings], cuff), leg);
    c = mix(c, scale(l->palette[COLOUR_shirt], hem), shirt);
    // The middle of a glow is lighter than any cloth and than skin: it reads without telling colours apart.
    c = mix(c, v(1, 0.30f, 0.045f), 0.88f * f->glow);
    return mix(c, v(1, 0.80f, 0.38f), 0.8f * smooth(0.40f, 0.95f, f->glow));
}

static vec pick(const light *l, colour first, float shade) {
    int i = (int)(shade + 0.5f);
    return l->palette[first + (i < 0 ? 0 : i)];
}

static vec albedo(const light *l, const fragment *f) {
    switch (f->material) {
    case LSN_MATERIAL_body:
        return cloth_colour(l, f);
    case LSN_MATERIAL_head:
        if (f->shirt < 0) return scale(l->palette[COLOUR_hair], 1 + 0.16f * f->shade);
        return mix(l->palette[COLOUR_skin], l->palette[COLOUR_blush], 0.75f * f->shade);
    case LSN_MATERIAL_ink:
        if (f->shade < 0.25f) return l->palette[COLOUR_ink];
        return f->shade < 0.75f  ? l->palette[COLOUR_brow]
               : f->shade < 1.5f ? l->palette[COLOUR_mouth]
                                 : l->palette[COLOUR_spark];
    case LSN_MATERIAL_mat:
        if (f->shade > 1.5f) return l->palette[COLOUR_sheet];
        return mix(l->palette[COLOUR_rim], l->palette[COLOUR_mat], 1 - inside(f->shade - 0.013f, f->footprint));
    default:
        return pick(l, COLOUR_wood, f->shade);
    }
}

vec lsn_shade_fragment(const light *l, const fragment *f, float height) {
    if (f->material == LSN_MATERIAL_floor) {
        vec base = lsn_background_at(l, height);
        base = mix(base, l->palette[COLOUR_ground], 0.75f * f->shade);
        vec dark = v(base.x * 0.42f, base.y * 0.36f, base.z * 0.36f);
        return mix(dark, base, f->occlusion);
    }
    vec c = albedo(l, f), n = unit(f->normal), view = unit(sub(l->eye, f->position));
    if (f->material == LSN_MATERIAL_mat) { // flat: keeps its colour, takes the shadow
        float lit = lerp(0.40f, 1.0f, f->occlusion) * (0.86f + 0.14f * n.y);
        return scale(c, lit * (0.55f + 0.45f * l->hemisphere));
    }
    if (f->material == LSN_MATERIAL_ink && f->shade > 1.5f) return c;
    float ao = f->occlusion, up = 0.5f + 0.5f * n.y;
    vec sky = mix(v(0.584f, 0.381f, 0.262f), v(1, 1, 1), up);
    float q = clamp((dot(n, l->key) + 0.3f) / 1.3f, 0, 1);
    float key = 0.78f * q * q * (1.6f - 0.6f * q) * (0.55f + 0.45f * ao), ambient = 0.56f * ao * l->hemisphere;
    vec lit = v(sky.x * ambient + key, sky.y * ambient + 0.93f * key, sky.z * ambient + 0.84f * key);
    vec bounce = scale(v(0.20f, 0.09f, 0.05f), 0.8f * (1 - ao));
    float edge = clamp(1 - dot(n, view), 0, 1), rim = 0.13f * edge * edge * edge * root(edge) * up * ao;
    if (f->material == LSN_MATERIAL_head && f->shirt < 0) rim = 0;
    vec out = v(c.x * (lit.x + bounce.x) + rim, c.y * (lit.y + bounce.y) + rim, c.z * (lit.z + bounce.z) + rim);
    if (f->material == LSN_MATERIAL_body) out = mad(out, v(1, 0.30f, 0.045f), 0.20f * f->glow);
    return v(1.12f * out.x / (1 + 0.12f * out.x), 1.12f * out.y / (1 + 0.12f * out.y),
             1.12f * out.z / (1 + 0.12f * out.z));
}
