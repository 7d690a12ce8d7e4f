/// host/picture: PNG through libpng into memory, and APNG by repackaging libpng's own chunks.
#include "host/picture/picture.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(lsn_png *out, const void *bytes, size_t size) {
    unsigned char *data = realloc(out->data, out->size + size + 1);
    if (!data) return false;
    memcpy(data + out->size, bytes, size);
    out->data = data;
    out->size += size;
    return true;
}

static void take(png_structp png, png_bytep bytes, size_t size) {
    if (!grow(png_get_io_ptr(png), bytes, size)) png_error(png, "no memory");
}

static void flush(png_structp png) {
    (void)png;
}

static void quiet(png_structp png, png_const_charp text) {
    (void)text;
    (void)png;
}

static bool size_is_fine(int width, int height) {
    return width > 0 && height > 0 && width <= 16384 && height <= 16384;
}

/// `alpha` keeps the fourth byte; otherwise the picture is opaque.
static lsn_err encode(lsn_png *out, const unsigned char *rgba, int width, int height, bool alpha) {
    if (!size_is_fine(width, height)) return LSN_ERR_OUT_OF_RANGE;
    lsn_png made = {0};
    png_bytep line = malloc((size_t)width * 4);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, quiet);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!line || !info || setjmp(png_jmpbuf(png))) {
        if (png) png_destroy_write_struct(&png, &info);
        free(line);
        free(made.data);
        return LSN_ERR_NO_MEMORY;
    }
    png_set_write_fn(png, &made, take, flush);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8,
                 alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const unsigned char *in = rgba + (size_t)y * (size_t)width * 4;
        int bytes = alpha ? 4 : 3;
        for (int x = 0; x < width; x++) memcpy(line + bytes * x, in + 4 * x, (size_t)bytes);
        png_write_row(png, line);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(line);
    *out = made;
    return LSN_OK;
}

lsn_err lsn_png_encode(lsn_png *out, const unsigned char *rgba, int width, int height) {
    return encode(out, rgba, width, height, false);
}

lsn_err lsn_png_decode(unsigned char **rgba, int *width, int *height, const unsigned char *data, size_t size) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, data, size)) return LSN_ERR_IO;
    image.format = PNG_FORMAT_RGBA;
    unsigned char *pixels = malloc(PNG_IMAGE_SIZE(image));
    if (!pixels) {
        png_image_free(&image);
        return LSN_ERR_NO_MEMORY;
    }
    if (!png_image_finish_read(&image, NULL, pixels, 0, NULL)) {
        free(pixels);
        return LSN_ERR_IO;
    }
    *rgba = pixels;
    *width = (int)image.width;
    *height = (int)image.height;
    return LSN_OK;
}

// ---------------------------------------------------------------- APNG

static void put32(unsigned char *out, uint32_t x) {
    for (int i = 0; i < 4; i++) out[i] = (unsigned char)(x >> (24 - 8 * i));
}

static uint32_t get32(const unsigned char *in) {
    return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

static uint32_t checksum(const unsigned char *bytes, size_t size) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < size; i++) {
        crc ^= bytes[i];
        for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

static bool chunk(lsn_png *out, const char name[4], const unsigned char *data, size_t size) {
    unsigned char head[8];
    size_t start = out->size + 4;
    put32(head, (uint32_t)size);
    memcpy(head + 4, name, 4);
    if (!grow(out, head, 8) || !grow(out, data, size)) return false;
    put32(head, checksum(out->data + start, size + 4));
    return grow(out, head, 4);
}

/// The part of the picture that a frame paints over.
typedef struct patch {
    int x, y, width, height;
} patch;

static bool frame_control(lsn_png *out, uint32_t number, patch p, int delay_ms, bool over) {
    unsigned char c[26] = {0};
    put32(c, number);
    put32(c + 4, (uint32_t)p.width);
    put32(c + 8, (uint32_t)p.height);
    put32(c + 12, (uint32_t)p.x);
    put32(c + 16, (uint32_t)p.y);
    c[20] = (unsigned char)(delay_ms >> 8), c[21] = (unsigned char)delay_ms;
    c[22] = 1000 >> 8, c[23] = 1000 & 255;
    c[25] = over;
    return chunk(out, "fcTL", c, sizeof c);
}

static bool numbered_chunk(lsn_png *out, uint32_t number, const unsigned char *data, uint32_t size) {
    unsigned char *numbered = malloc(size + 4u);
    if (!numbered) return false;
    put32(numbered, number);
    memcpy(numbered + 4, data, size);
    bool done = chunk(out, "fdAT", numbered, size + 4u);
    free(numbered);
    return done;
}

/// Copies one encoded picture's chunks: its head only from the first, its data as IDAT or numbered fdAT.
static bool add_frame(lsn_png *out, const lsn_png *one, uint32_t *number, int count, patch p, int delay_ms) {
    bool first = *number == 0;
    bool control = false;
    for (size_t at = 8; at + 12 <= one->size;) {
        uint32_t size = get32(one->data + at);
        const unsigned char *name = one->data + at + 4, *data = one->data + at + 8;
        if (memcmp(name, "IDAT", 4) == 0) {
            if (!control && !frame_control(out, (*number)++, p, delay_ms, !first)) return false;
            control = true;
            bool done = first ? chunk(out, "IDAT", data, size) : numbered_chunk(out, (*number)++, data, size);
            if (!done) return false;
        } else if (first && memcmp(name, "IEND", 4) != 0) {
            if (!grow(out, one->data + at, size + 12u)) return false;
            if (memcmp(name, "IHDR", 4) == 0) {
                unsigned char loop[8] = {0};
                put32(loop, (uint32_t)count);
                if (!chunk(out, "acTL", loop, sizeof loop)) return false;
            }
        }
        at += size + 12u;
    }
    return true;
}

/// What changed since `before`, cut out into `out`, with what did not change left transparent.
static patch changes(unsigned char *out, const unsigned char *now, const unsigned char *before, int width, int height) {
    int x0 = width, x1 = -1, y0 = height, y1 = -1;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            size_t at = ((size_t)y * (size_t)width + (size_t)x) * 4;
            if (memcmp(now + at, before + at, 3) == 0) continue;
            x0 = x < x0 ? x : x0, x1 = x > x1 ? x : x1;
            y0 = y < y0 ? y : y0, y1 = y > y1 ? y : y1;
        }
    if (x1 < 0) x0 = x1 = y0 = y1 = 0; // nothing: one transparent pixel
    patch p = {x0, y0, x1 - x0 + 1, y1 - y0 + 1};
    memset(out, 0, (size_t)p.width * (size_t)p.height * 4);
    for (int y = 0; y < p.height; y++)
        for (int x = 0; x < p.width; x++) {
            size_t at = ((size_t)(y + y0) * (size_t)width + (size_t)(x + x0)) * 4;
            unsigned char *to = out + ((size_t)y * (size_t)p.width + (size_t)x) * 4;
            if (memcmp(now + at, before + at, 3) != 0) memcpy(to, now + at, 3), to[3] = 255;
        }
    return p;
}

lsn_err lsn_apng_encode(lsn_png *out, unsigned char *const *frames, int count, int width, int height, int delay_ms) {
    static const unsigned char SIGNATURE[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (count < 1 || delay_ms < 0 || delay_ms > 60000 || !size_is_fine(width, height)) return LSN_ERR_OUT_OF_RANGE;
    lsn_png made = {0};
    uint32_t number = 0;
    unsigned char *part = malloc((size_t)width * (size_t)height * 4);
    lsn_err err = part && grow(&made, SIGNATURE, sizeof SIGNATURE) ? LSN_OK : LSN_ERR_NO_MEMORY;
    for (int i = 0; i < count && !err; i++) {
        lsn_png one = {0};
        patch p = {0, 0, width, height};
        if (i > 0) p = changes(part, frames[i], frames[i - 1], width, height);
        err = encode(&one, i > 0 ? part : frames[i], p.width, p.height, true);
        if (!err && !add_frame(&made, &one, &number, count, p, delay_ms)) err = LSN_ERR_NO_MEMORY;
        lsn_png_free(&one);
    }
    free(part);
    if (!err && !chunk(&made, "IEND", (const unsigned char *)"", 0)) err = LSN_ERR_NO_MEMORY;
    if (err) {
        lsn_png_free(&made);
        return err;
    }
    *out = made;
    return LSN_OK;
}

void lsn_png_free(lsn_png *png) {
    free(png->data);
    *png = (lsn_png){0};
}

lsn_err lsn_png_save(const lsn_png *png, const char *path) {
    FILE *file = fopen(path, "wb");
    if (!file) return LSN_ERR_IO;
    bool written = fwrite(png->data, 1, png->size, file) == png->size;
    return fclose(file) == 0 && written ? LSN_OK : LSN_ERR_IO;
}
