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

lsn_err lsn_png_encode(lsn_png *out, const unsigned char *rgba, int width, int height) {
    if (!size_is_fine(width, height)) return LSN_ERR_OUT_OF_RANGE;
    lsn_png made = {0};
    png_bytep line = malloc((size_t)width * 3);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, quiet);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!line || !info || setjmp(png_jmpbuf(png))) {
        if (png) png_destroy_write_struct(&png, &info);
        free(line);
        free(made.data);
        return LSN_ERR_NO_MEMORY;
    }
    png_set_write_fn(png, &made, take, flush);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        const unsigned char *in = rgba + (size_t)y * (size_t)width * 4;
        for (int x = 0; x < width; x++) memcpy(line + 3 * x, in + 4 * x, 3);
        png_write_row(png, line);
    }
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
    free(line);
    *out = made;
    return LSN_OK;
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

static bool frame_control(lsn_png *out, uint32_t number, int width, int height, int delay_ms) {
    unsigned char c[26] = {0};
    put32(c, number);
    put32(c + 4, (uint32_t)width);
    put32(c + 8, (uint32_t)height);
    c[20] = (unsigned char)(delay_ms >> 8), c[21] = (unsigned char)delay_ms;
    c[22] = 1000 >> 8, c[23] = 1000 & 255;
    return chunk(out, "fcTL", c, sizeof c);
}

/// Copies one encoded picture's chunks: its head only from the first, its data as IDAT or numbered fdAT.
static bool add_frame(lsn_png *out, const lsn_png *one, bool first, uint32_t *number, int count, int width, int height,
                      int delay_ms) {
    bool control = false;
    for (size_t at = 8; at + 12 <= one->size;) {
        uint32_t size = get32(one->data + at);
        const unsigned char *name = one->data + at + 4, *data = one->data + at + 8;
        if (memcmp(name, "IDAT", 4) == 0) {
            if (!control && !frame_control(out, (*number)++, width, height, delay_ms)) return false;
            control = true;
            if (first) {
                if (!chunk(out, "IDAT", data, size)) return false;
            } else {
                unsigned char *numbered = malloc(size + 4u);
                if (!numbered) return false;
                put32(numbered, (*number)++);
                memcpy(numbered + 4, data, size);
                bool done = chunk(out, "fdAT", numbered, size + 4u);
                free(numbered);
                if (!done) return false;
            }
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

lsn_err lsn_apng_encode(lsn_png *out, unsigned char *const *frames, int count, int width, int height, int delay_ms) {
    if (count < 1 || delay_ms < 0 || delay_ms > 60000) return LSN_ERR_OUT_OF_RANGE;
    lsn_png made = {0};
    uint32_t number = 0;
    lsn_err err = LSN_OK;
    static const unsigned char SIGNATURE[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (!grow(&made, SIGNATURE, sizeof SIGNATURE)) err = LSN_ERR_NO_MEMORY;
    for (int i = 0; i < count && !err; i++) {
        lsn_png one = {0};
        err = lsn_png_encode(&one, frames[i], width, height);
        if (!err && !add_frame(&made, &one, i == 0, &number, count, width, height, delay_ms)) err = LSN_ERR_NO_MEMORY;
        lsn_png_free(&one);
    }
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
