/// Private to core/figure: the palette and the light, colours as sRGB bytes. web/src/figure.ts draws with the same
/// numbers; tests/test_figure.c compares the two lists.
#ifndef LSN_FIGURE_SHADING_H
#define LSN_FIGURE_SHADING_H

#include "core/figure/wide.h"

/// X(name, light theme, dark theme)
#define LSN_PALETTE(X)                                                                                                 \
    X(top, 0xFDF6EB, 0x1E2733)                                                                                         \
    X(bottom, 0xF1E4D1, 0x151C26)                                                                                      \
    X(ground, 0xECDCC6, 0x2A3340)                                                                                      \
    X(skin, 0xDB9F7C, 0xD79B78)                                                                                        \
    X(blush, 0xD06E5C, 0xC8685A)                                                                                       \
    X(shirt, 0x4C9F9F, 0x4C9A9B)                                                                                       \
    X(leggings, 0x34456A, 0x48608C)                                                                                    \
    X(hair, 0x54352A, 0x5E4034)                                                                                        \
    X(ink, 0x33211E, 0x2A1A18)                                                                                         \
    X(brow, 0x4A2F27, 0x4A2F27)                                                                                        \
    X(mouth, 0xA5564A, 0xA05046)                                                                                       \
    X(spark, 0xFFFFFF, 0xF4F0EA)                                                                                       \
    X(mat, 0xE2A98A, 0x9C6F5C)                                                                                         \
    X(rim, 0xD28F70, 0x84594A)                                                                                         \
    X(sheet, 0xF7F1E6, 0x8E97A5)                                                                                       \
    X(wood, 0xC99B6B, 0x9A7650)                                                                                        \
    X(seat, 0xD98F66, 0xB0704E)                                                                                        \
    X(strap, 0xE3B23C, 0xC79A3A)                                                                                       \
    X(pillow, 0xF3EADB, 0xA9B0BA)                                                                                      \
    X(wall, 0xEADBC6, 0x36404E)

/// What the other palettes wear instead. X(palette, colour, light theme, dark theme)
#define LSN_PALETTE_CHANGES(X)                                                                                         \
    X(lilac, skin, 0x8A5A41, 0x865740)                                                                                 \
    X(lilac, blush, 0x7E3F38, 0x7A3D36)                                                                                \
    X(lilac, shirt, 0xA79FD6, 0x9D96CE)                                                                                \
    X(lilac, leggings, 0x4C3A5E, 0x664F7E)                                                                             \
    X(lilac, hair, 0x2B2120, 0x362A29)                                                                                 \
    X(lilac, ink, 0x1E1413, 0x1A1110)                                                                                  \
    X(lilac, brow, 0x241A18, 0x241A18)                                                                                 \
    X(lilac, mouth, 0x6E3A34, 0x6C3933)                                                                                \
    X(sage, skin, 0xEFC4A8, 0xE6BB9F)                                                                                  \
    X(sage, blush, 0xE08C7C, 0xD68678)                                                                                 \
    X(sage, shirt, 0x8DAA7F, 0x88A57B)                                                                                 \
    X(sage, leggings, 0x4A5058, 0x626A75)                                                                              \
    X(sage, hair, 0xB4ADA6, 0xB0A9A2)                                                                                  \
    X(sage, ink, 0x3A302D, 0x332A28)                                                                                   \
    X(sage, brow, 0x8B827C, 0x857C76)                                                                                  \
    X(sage, mouth, 0xB8695D, 0xB2665B)

typedef enum colour {
#define X(name, light, dark) COLOUR_##name,
    LSN_PALETTE(X)
#undef X
        COLOUR_COUNT
} colour;

/// A colour is the first three lanes: red, green, blue.
static inline wide rgb(float r, float g, float b) {
    return (wide){r, g, b, 0};
}
static inline wide blend(wide a, wide b, float t) {
    return a + (b - a) * t;
}
static inline vec read3(const float p[3]) {
    return v(p[0], p[1], p[2]);
}

/// What a fragment is made of, after interpolation over its triangle.
typedef struct fragment {
    union {
        lsn_vertex at;
        wide fours[3];
    };
    int material;
    float footprint; // metres across a pixel
} fragment;

typedef struct light {
    wide palette[COLOUR_COUNT]; // linear
    vec eye, key;               // key: towards the lamp, over the viewer's left shoulder
    float hemisphere;           // 1 light theme
    wide background[2];         // linear, bottom and top
} light;

enum { GAMMA_STEPS = 2048 };
typedef struct tone {
    unsigned char byte[GAMMA_STEPS + 1];
} tone;

void lsn_light_make(light *out, lsn_theme theme, lsn_palette palette, const float matrix[16], const float eye[3]);
void lsn_tone_make(tone *out);
wide lsn_background_at(const light *l, float height); // height: 0 bottom … 1 top of the picture
wide lsn_shade_fragment(const light *l, const fragment *f, wide background);

#endif
