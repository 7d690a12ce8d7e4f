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

static wide linear_of(uint32_t c) {
    return rgb(to_linear(c >> 16 & 255), to_linear(c >> 8 & 255), to_linear(c & 255));
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
    int i = 0;
    for (int byte = 0; byte < 255; byte++) {
        double next = GAMMA_STEPS * lsn_pow((byte + 0.5) / 255, 2.2);
        while (i < next) out->byte[i++] = (unsigned char)byte;
    }
    while (i <= GAMMA_STEPS) out->byte[i++] = 255;
}

wide lsn_background_at(const light *l, float height) {
    return blend(l->background[0], l->background[1], smooth(0.0f, 0.9f, height));
}

static float inside(float distance, float footprint) {
    return clamp(0.5f - distance / footprint, 0, 1);
}

static wide cloth_colour(const light *l, const lsn_vertex *at, float footprint) {
    wide c = l->palette[COLOUR_skin];
    float leg = inside(at->leggings, footprint), shirt = inside(at->shirt, footprint);
    // A stitched edge: the last centimetre of a garment is a shade deeper.
    float cuff = 1 - 0.10f * smooth(-0.011f, -0.010f, at->leggings),
          hem = 1 - 0.09f * smooth(-0.011f, -0.010f, at->shirt);
    c = blend(c, l->palette[COLOUR_leggings] * cuff, leg);
    c = blend(c, l->palette[COLOUR_shirt] * hem, shirt);
    // The middle of a glow is lighter than any cloth and than skin: it reads without telling colours apart.
    c = blend(c, rgb(1, 0.30f, 0.045f), 0.88f * at->glow);
    return blend(c, rgb(1, 0.80f, 0.38f), 0.8f * smooth(0.40f, 0.95f, at->glow));
}

static wide prop_colour(const light *l, float shade) {
    int i = (int)(shade + 0.5f);
    return l->palette[COLOUR_wood + (i < 0 ? 0 : i)];
}

static wide albedo(const light *l, const fragment *f) {
    const lsn_vertex *at = &f->at;
    switch (f->material) {
    case LSN_MATERIAL_body:
        return cloth_colour(l, at, f->footprint);
    case LSN_MATERIAL_head:
        if (at->shirt < 0) return l->palette[COLOUR_hair] * (1 + 0.16f * at->shade);
        return blend(l->palette[COLOUR_skin], l->palette[COLOUR_blush], 0.75f * at->shade);
    case LSN_MATERIAL_ink:
        if (at->shade < 0.25f) return l->palette[COLOUR_ink];
        return at->shade < 0.75f  ? l->palette[COLOUR_brow]
               : at->shade < 1.5f ? l->palette[COLOUR_mouth]
                                  : l->palette[COLOUR_spark];
    case LSN_MATERIAL_mat:
        if (at->shade > 1.5f) return l->palette[COLOUR_sheet];
        return blend(l->palette[COLOUR_rim], l->palette[COLOUR_mat], 1 - inside(at->shade - 0.013f, f->footprint));
    default:
        return prop_colour(l, at->shade);
    }
}

wide lsn_shade_fragment(const light *l, const fragment *f, wide background) {
    float ao = f->at.occlusion, shade = f->at.shade;
    if (f->material == LSN_MATERIAL_floor) {
        wide base = blend(background, l->palette[COLOUR_ground], 0.75f * shade);
        return blend(base * rgb(0.42f, 0.36f, 0.36f), base, ao);
    }
    wide c = albedo(l, f);
    vec n = unit(read3(f->at.normal)), view = unit(sub(l->eye, read3(f->at.position)));
    if (f->material == LSN_MATERIAL_mat) { // flat: keeps its colour, takes the shadow
        float lit = lerp(0.40f, 1.0f, ao) * (0.86f + 0.14f * n.y);
        return c * (lit * (0.55f + 0.45f * l->hemisphere));
    }
    if (f->material == LSN_MATERIAL_ink && shade > 1.5f) return c;
    float up = 0.5f + 0.5f * n.y;
    wide sky = blend(rgb(0.584f, 0.381f, 0.262f), rgb(1, 1, 1), up);
    float q = clamp((dot(n, l->key) + 0.3f) / 1.3f, 0, 1);
    float key = 0.78f * q * q * (1.6f - 0.6f * q) * (0.55f + 0.45f * ao), ambient = 0.56f * ao * l->hemisphere;
    wide lit = sky * ambient + rgb(1, 0.93f, 0.84f) * key, bounce = rgb(0.20f, 0.09f, 0.05f) * (0.8f * (1 - ao));
    float edge = clamp(1 - dot(n, view), 0, 1), rim = 0.13f * edge * edge * edge * root(edge) * up * ao;
    if (f->material == LSN_MATERIAL_head && f->at.shirt < 0) rim = 0;
    wide out = c * (lit + bounce) + rim;
    if (f->material == LSN_MATERIAL_body) out += rgb(1, 0.30f, 0.045f) * (0.20f * f->at.glow);
    return 1.12f * out / (1 + 0.12f * out);
}
