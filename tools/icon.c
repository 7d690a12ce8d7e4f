// Draws the icon of web/icon.svg as a PNG, for phones that take no SVG: icon FILE PIXELS.
// The ground fills the square and the drawing lies in the middle four fifths, so that any mask may be laid over it.
#include "host/picture/picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CURVE_POINTS = 24, SAMPLES = 4, LINE_POINTS_MAX = 64 };

typedef struct point {
    double x, y;
} point;

/// A line of round ends through points, in the 512 units of the drawing.
typedef struct line {
    point points[LINE_POINTS_MAX];
    int count;
    double radius;
    unsigned colour;
} line;

static void go(line *line, double x, double y) {
    line->points[line->count++] = (point){x, y};
}

/// A cubic curve from the last point, as in a path of SVG.
static void curve(line *line, point a, point b, point end) {
    point start = line->points[line->count - 1];
    for (int i = 1; i <= CURVE_POINTS; i++) {
        double t = (double)i / CURVE_POINTS, u = 1 - t;
        double k0 = u * u * u, k1 = 3 * u * u * t, k2 = 3 * u * t * t, k3 = t * t * t;
        go(line, k0 * start.x + k1 * a.x + k2 * b.x + k3 * end.x, k0 * start.y + k1 * a.y + k2 * b.y + k3 * end.y);
    }
}

static double distance(point p, point a, point b) {
    double x = b.x - a.x, y = b.y - a.y, length2 = x * x + y * y;
    double t = length2 > 0 ? ((p.x - a.x) * x + (p.y - a.y) * y) / length2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypot(p.x - a.x - t * x, p.y - a.y - t * y);
}

static bool covers(const line *line, point p) {
    for (int i = 0; i < line->count; i++)
        if (distance(p, line->points[i ? i - 1 : 0], line->points[i]) <= line->radius) return true;
    return false;
}

/// The lines of web/icon.svg in its order and colours.
static int draw_lines(line lines[5]) {
    memset(lines, 0, 5 * sizeof *lines);
    lines[0].radius = 18, lines[0].colour = 0xD9825B;
    go(&lines[0], 56, 400), go(&lines[0], 456, 400);
    lines[1].radius = 26, lines[1].colour = 0x2F7F80;
    go(&lines[1], 120, 372);
    curve(&lines[1], (point){120, 276}, (point){182, 212}, (point){272, 212});
    curve(&lines[1], (point){342, 212}, (point){390, 256}, (point){390, 320});
    lines[2].radius = 26, lines[2].colour = 0x2F3F5C;
    go(&lines[2], 120, 372), go(&lines[2], 120, 320);
    lines[3].radius = 38, lines[3].colour = 0x22303F;
    go(&lines[3], 408, 352);
    lines[4].radius = 15, lines[4].colour = 0xF08A3C;
    go(&lines[4], 206, 226);
    curve(&lines[4], (point){228, 216}, (point){250, 212}, (point){272, 212});
    return 5;
}

static void paint(unsigned char *rgba, int size) {
    static const double ground[3] = {0xFB, 0xF4, 0xE9};
    line lines[5];
    int count = draw_lines(lines);
    for (int at = 0; at < size * size; at++) {
        double sum[3] = {0};
        for (int k = 0; k < SAMPLES * SAMPLES; k++) {
            double x = (at % size + (k % SAMPLES + 0.5) / SAMPLES) / size;
            double y = (at / size + (k / SAMPLES + 0.5) / SAMPLES) / size;
            // Four fifths of the square, and the drawing's own middle (its lines lie low) in the square's.
            point p = {(x - 0.5) * 640 + 256, (y - 0.5) * 640 + 310};
            const line *top = NULL;
            for (int i = 0; i < count; i++)
                if (covers(&lines[i], p)) top = &lines[i];
            for (int c = 0; c < 3; c++) sum[c] += top ? (double)(top->colour >> (16 - 8 * c) & 255) : ground[c];
        }
        for (int c = 0; c < 3; c++) rgba[4 * at + c] = (unsigned char)(sum[c] / (SAMPLES * SAMPLES) + 0.5);
        rgba[4 * at + 3] = 255;
    }
}

int main(int argc, char **argv) {
    int size = argc == 3 ? atoi(argv[2]) : 0;
    if (size < 16 || size > 1024) {
        fprintf(stderr, "usage: icon FILE PIXELS\n");
        return 2;
    }
    unsigned char *rgba = malloc((size_t)size * (size_t)size * 4);
    lsn_png png = {0};
    if (!rgba) return 1;
    paint(rgba, size);
    lsn_err err = lsn_png_encode(&png, rgba, size, size);
    if (!err) err = lsn_png_save(&png, argv[1]);
    lsn_png_free(&png);
    free(rgba);
    return err ? 1 : 0;
}
