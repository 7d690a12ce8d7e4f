/// host/picture: pictures as files: PNG and moving PNG (APNG) through libpng and our own chunks, and the sheet on which
/// several pictures lie side by side.
#ifndef LSN_HOST_PICTURE_H
#define LSN_HOST_PICTURE_H

#include "core/figure/figure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Bytes of an encoded file; `data` is freed with lsn_png_free.
typedef struct lsn_png {
    unsigned char *data;
    size_t size;
} lsn_png;

/// Encodes RGBA (4 bytes a pixel) as an opaque 8-bit PNG. LSN_ERR_NO_MEMORY or LSN_ERR_OUT_OF_RANGE.
LSN_MUST_CHECK lsn_err lsn_png_encode(lsn_png *out, const unsigned char *rgba, int width, int height);
/// Decodes a PNG into RGBA; `*rgba` is freed with free().
LSN_MUST_CHECK lsn_err lsn_png_decode(unsigned char **rgba, int *width, int *height, const unsigned char *data,
                                      size_t size);
/// Encodes `count` opaque pictures of the same size, each shown for `delay_ms`, looping for ever; only what changes
/// from one to the next is stored.
LSN_MUST_CHECK lsn_err lsn_apng_encode(lsn_png *out, unsigned char *const *frames, int count, int width, int height,
                                       int delay_ms);
void lsn_png_free(lsn_png *png);
/// Writes the bytes to a file; LSN_ERR_IO.
LSN_MUST_CHECK lsn_err lsn_png_save(const lsn_png *png, const char *path);

/// Everything that drawing moves needs, allocated once: figure, motion and scratch memory. About 48 MB.
typedef struct lsn_studio lsn_studio;
lsn_studio *lsn_studio_create(const lsn_body *body); // NULL without memory; borrows `body`
void lsn_studio_destroy(lsn_studio *studio);         // accepts NULL

typedef enum lsn_view { LSN_VIEW_best, LSN_VIEW_side, LSN_VIEW_front, LSN_VIEW_top, LSN_VIEW_three_quarter } lsn_view;
/// By name: "best", "side", "front", "top", "three-quarter"; false when there is none.
bool lsn_view_find(lsn_view *out, const char *name);

/// Chooses a move; `diag` when a pose cannot be met (LSN_ERR_NOT_SOLVED: it can be drawn all the same).
LSN_MUST_CHECK lsn_err lsn_studio_move(lsn_studio *studio, const lsn_move *move, lsn_side side, lsn_level level,
                                       lsn_diag *diag);
/// Draws the pose a share `t` of the way from key pose `from` to `to`, its muscles' glow (lsn_motion_glow) times
/// `glow` (0 … 1).
LSN_MUST_CHECK lsn_err lsn_studio_draw(lsn_studio *studio, unsigned char *rgba, int width, int height, int from, int to,
                                       double t, double glow, lsn_view view, lsn_theme theme);
/// The motion that is drawn, for those who ask for more (borrowed).
const lsn_motion *lsn_studio_motion(const lsn_studio *studio);
lsn_figure *lsn_studio_figure(lsn_studio *studio);
/// The same moment as lines for print: an SVG document in `out`, whose memory is the caller's (LSN_LINEART_BYTES_MAX).
LSN_MUST_CHECK lsn_err lsn_studio_lines(lsn_studio *studio, lsn_buf *out, int width, int height, int from, int to,
                                        double t, double glow, lsn_view view);
/// What the figure looks like from now on (at first LSN_PALETTE_teal).
void lsn_studio_dress(lsn_studio *studio, lsn_palette palette);
/// Where a move stands `seconds` after its start position, walking through its phases at its dose (one side): the key
/// poses between which it is, and how far.
void lsn_studio_at(const lsn_studio *studio, double seconds, int *from, int *to, double *t);

#endif
