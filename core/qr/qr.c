/// Making the code: text → bits → codewords with Reed–Solomon correction → modules → the best of eight masks.
/// Invariant: `fixed` marks the modules of finders, timing, alignment, format and version; nothing else moves them.
#include "core/qr/qr.h"

#include <string.h>

enum { VERSION_MAX = 40, CODEWORDS_MAX = 3706, CORRECTION_MAX = 30, BLOCKS_MAX = 49, MASKS = 8, MODE_BYTE = 4 };

// ISO/IEC 18004:2015, table 9: correction codewords of a block, and blocks, by version (from 1), levels L and M.
static const unsigned char block_correction[2][VERSION_MAX] = {
    {7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
     28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
    {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
     26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28}};
static const unsigned char block_count[2][VERSION_MAX] = {
    {1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
     8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
    {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
     17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49}};

typedef struct drawing {
    lsn_qr *qr;
    unsigned char fixed[sizeof((lsn_qr *)0)->dark];
    unsigned char bytes[CODEWORDS_MAX], mixed[CODEWORDS_MAX];
    int alignment_count, alignment[7]; // centres, the same for x and y
} drawing;

// ---------------------------------------------------------------- sizes

static int size_of(int version) {
    return 17 + 4 * version;
}

/// All codewords of a version, data and correction.
static int codewords_of(int version) {
    int modules = (16 * version + 128) * version + 64;
    if (version >= 2) {
        int rows = version / 7 + 2;
        modules -= (25 * rows - 10) * rows - 55;
        if (version >= 7) modules -= 36;
    }
    return modules / 8;
}

static int data_codewords_of(int version, lsn_qr_level level) {
    return codewords_of(version) - block_correction[level][version - 1] * block_count[level][version - 1];
}

static int length_bits(int version) {
    return version <= 9 ? 8 : 16;
}

static int smallest_version(size_t len, lsn_qr_level level) {
    for (int version = 1; version <= VERSION_MAX; version++) {
        size_t room = (size_t)data_codewords_of(version, level) * 8;
        if (4 + (size_t)length_bits(version) + 8 * len <= room) return version;
    }
    return 0;
}

// ---------------------------------------------------------------- data and correction

static void put_bits(unsigned char *bytes, int *at, unsigned value, int count) {
    for (int i = count - 1; i >= 0; i--, ++*at) {
        if (value >> i & 1) bytes[*at / 8] |= (unsigned char)(0x80 >> (*at % 8));
    }
}

static void fill_data(unsigned char *bytes, int capacity, lsn_str text, int version) {
    int at = 0;
    memset(bytes, 0, (size_t)capacity);
    put_bits(bytes, &at, MODE_BYTE, 4);
    put_bits(bytes, &at, (unsigned)text.len, length_bits(version));
    for (size_t i = 0; i < text.len; i++) put_bits(bytes, &at, (unsigned char)text.ptr[i], 8);
    at = (at + 4 < capacity * 8 ? at + 4 : capacity * 8); // the terminator is zeros
    for (int i = (at + 7) / 8, odd = 0; i < capacity; i++, odd = !odd) bytes[i] = odd ? 0x11 : 0xec;
}

/// Product in GF(2⁸) over x⁸ + x⁴ + x³ + x² + 1.
static unsigned char multiply(unsigned char a, unsigned char b) {
    unsigned product = 0;
    for (int i = 7; i >= 0; i--) {
        product = (product << 1) ^ ((product >> 7) * 0x11d);
        product ^= (b >> i & 1u) * a;
    }
    return (unsigned char)product;
}

static void make_divisor(unsigned char *divisor, int degree) {
    memset(divisor, 0, (size_t)degree);
    divisor[degree - 1] = 1;
    unsigned char root = 1;
    for (int i = 0; i < degree; i++) {
        for (int j = 0; j < degree; j++) {
            divisor[j] = multiply(divisor[j], root);
            if (j + 1 < degree) divisor[j] ^= divisor[j + 1];
        }
        root = multiply(root, 2);
    }
}

static void correct(unsigned char *rest, const unsigned char *data, int len, const unsigned char *divisor, int degree) {
    memset(rest, 0, (size_t)degree);
    for (int i = 0; i < len; i++) {
        unsigned char factor = data[i] ^ rest[0];
        memmove(rest, rest + 1, (size_t)degree - 1);
        rest[degree - 1] = 0;
        for (int j = 0; j < degree; j++) rest[j] ^= multiply(divisor[j], factor);
    }
}

/// Splits the data into blocks, corrects each, and mixes them codeword by codeword.
static void mix_blocks(drawing *d, int version, lsn_qr_level level) {
    int blocks = block_count[level][version - 1], degree = block_correction[level][version - 1];
    int all = codewords_of(version), short_len = all / blocks - degree, long_from = blocks - all % blocks;
    unsigned char divisor[CORRECTION_MAX], rest[CORRECTION_MAX];
    make_divisor(divisor, degree);
    const unsigned char *data = d->bytes;
    for (int b = 0; b < blocks; b++) {
        int len = short_len + (b >= long_from);
        for (int i = 0; i < len; i++) {
            // the long blocks' last codewords follow all the others
            int place = i < short_len ? i * blocks + b : short_len * blocks + b - long_from;
            d->mixed[place] = data[i];
        }
        correct(rest, data, len, divisor, degree);
        for (int i = 0; i < degree; i++) d->mixed[all - degree * blocks + i * blocks + b] = rest[i];
        data += len;
    }
}

// ---------------------------------------------------------------- modules

static bool get(const unsigned char *bits, int size, int x, int y) {
    int at = y * size + x;
    return bits[at / 8] >> (at % 8) & 1;
}

static void set(unsigned char *bits, int size, int x, int y, bool on) {
    int at = y * size + x;
    unsigned char bit = (unsigned char)(1 << (at % 8));
    bits[at / 8] = (unsigned char)(on ? bits[at / 8] | bit : bits[at / 8] & ~bit);
}

static void fix(drawing *d, int x, int y, bool dark) {
    int size = d->qr->size;
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    set(d->qr->dark, size, x, y, dark);
    set(d->fixed, size, x, y, true);
}

/// Square rings around a centre; bit i of `rings` is the ring at distance i.
static void draw_rings(drawing *d, int cx, int cy, int reach, unsigned rings) {
    for (int y = -reach; y <= reach; y++) {
        for (int x = -reach; x <= reach; x++) {
            int ax = x < 0 ? -x : x, ay = y < 0 ? -y : y;
            fix(d, cx + x, cy + y, rings >> (ax > ay ? ax : ay) & 1);
        }
    }
}

static void find_alignment(drawing *d) {
    int version = d->qr->version;
    d->alignment_count = version == 1 ? 0 : version / 7 + 2;
    if (version == 1) return;
    int n = d->alignment_count, step = (version * 8 + n * 3 + 5) / (n * 4 - 4) * 2;
    d->alignment[0] = 6;
    for (int i = n - 1, at = d->qr->size - 7; i >= 1; i--, at -= step) d->alignment[i] = at;
}

/// Remainder of value · x^degree by the generator: the check bits of format (BCH 15,5) and version (18,6).
static unsigned check_bits(unsigned value, int degree, unsigned generator) {
    unsigned rest = value;
    for (int i = 0; i < degree; i++) rest = (rest << 1) ^ ((rest >> (degree - 1)) * generator);
    return rest;
}

static void draw_format(drawing *d, lsn_qr_level level, int mask) {
    unsigned value = (level == LSN_QR_LEVEL_L ? 1u : 0u) << 3 | (unsigned)mask;
    unsigned bits = (value << 10 | check_bits(value, 10, 0x537)) ^ 0x5412;
    int size = d->qr->size;
    for (int i = 0; i < 6; i++) fix(d, 8, i, bits >> i & 1);
    fix(d, 8, 7, bits >> 6 & 1);
    fix(d, 8, 8, bits >> 7 & 1);
    fix(d, 7, 8, bits >> 8 & 1);
    for (int i = 9; i < 15; i++) fix(d, 14 - i, 8, bits >> i & 1);
    for (int i = 0; i < 8; i++) fix(d, size - 1 - i, 8, bits >> i & 1);
    for (int i = 8; i < 15; i++) fix(d, 8, size - 15 + i, bits >> i & 1);
    fix(d, 8, size - 8, true);
}

static void draw_version(drawing *d) {
    int version = d->qr->version, size = d->qr->size;
    if (version < 7) return;
    unsigned bits = (unsigned)version << 12 | check_bits((unsigned)version, 12, 0x1f25);
    for (int i = 0; i < 18; i++) {
        bool dark = bits >> i & 1;
        fix(d, size - 11 + i % 3, i / 3, dark);
        fix(d, i / 3, size - 11 + i % 3, dark);
    }
}

static void draw_fixed(drawing *d, lsn_qr_level level) {
    int size = d->qr->size;
    for (int i = 0; i < size; i++) {
        fix(d, 6, i, i % 2 == 0);
        fix(d, i, 6, i % 2 == 0);
    }
    const unsigned finder = 0x0b, alignment = 0x05; // dark rings: 0, 1 and 3; 0 and 2
    draw_rings(d, 3, 3, 4, finder);
    draw_rings(d, size - 4, 3, 4, finder);
    draw_rings(d, 3, size - 4, 4, finder);
    find_alignment(d);
    int n = d->alignment_count;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
            if ((i == 0 && j == 0) || (i == 0 && j == n - 1) || (i == n - 1 && j == 0)) continue; // finders are there
            draw_rings(d, d->alignment[i], d->alignment[j], 2, alignment);
        }
    }
    draw_format(d, level, 0); // keeps the room
    draw_version(d);
}

/// Codewords from the lower right corner upwards, in columns of two.
static void draw_codewords(drawing *d) {
    int size = d->qr->size, bits = codewords_of(d->qr->version) * 8, at = 0;
    for (int right = size - 1; right >= 1; right -= 2) {
        if (right == 6) right = 5; // the timing column
        bool upward = ((right + 1) & 2) == 0;
        for (int i = 0; i < size; i++) {
            int y = upward ? size - 1 - i : i;
            for (int x = right; x > right - 2; x--) {
                if (get(d->fixed, size, x, y) || at >= bits) continue;
                set(d->qr->dark, size, x, y, d->mixed[at / 8] >> (7 - at % 8) & 1);
                at++;
            }
        }
    }
}

// ---------------------------------------------------------------- masks

static bool is_masked(int mask, int x, int y) {
    switch (mask) {
    case 0:
        return (x + y) % 2 == 0;
    case 1:
        return y % 2 == 0;
    case 2:
        return x % 3 == 0;
    case 3:
        return (x + y) % 3 == 0;
    case 4:
        return (x / 3 + y / 2) % 2 == 0;
    case 5:
        return x * y % 2 + x * y % 3 == 0;
    case 6:
        return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
        return ((x + y) % 2 + x * y % 3) % 2 == 0;
    }
}

static void apply_mask(drawing *d, int mask) {
    int size = d->qr->size;
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            if (get(d->fixed, size, x, y) || !is_masked(mask, x, y)) continue;
            set(d->qr->dark, size, x, y, !get(d->qr->dark, size, x, y));
        }
    }
}

/// Penalty of one line: runs of five and more, and what looks like a finder with four light modules beside it.
static int line_penalty(const lsn_qr *qr, int line, bool upright) {
    int penalty = 0, run = 0;
    bool colour = false;
    unsigned window = 0;
    for (int i = 0; i < qr->size + 4; i++) {
        bool inside = i < qr->size;
        bool dark = inside && get(qr->dark, qr->size, upright ? line : i, upright ? i : line);
        if (inside) {
            run = i > 0 && dark == colour ? run + 1 : 1;
            colour = dark;
            penalty += run == 5 ? 3 : run > 5 ? 1 : 0;
        }
        window = (window << 1 | dark) & 0x7ff;
        if (window == 0x5d0 || (inside && window == 0x05d)) penalty += 40; // 1011101 with 0000 after or before it
    }
    return penalty;
}

static int penalty_of(const lsn_qr *qr) {
    int size = qr->size, penalty = 0, dark = 0;
    for (int i = 0; i < size; i++) penalty += line_penalty(qr, i, false) + line_penalty(qr, i, true);
    for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
            bool here = get(qr->dark, size, x, y);
            dark += here;
            if (x + 1 == size || y + 1 == size) continue;
            bool same = here == get(qr->dark, size, x + 1, y) && here == get(qr->dark, size, x, y + 1) &&
                        here == get(qr->dark, size, x + 1, y + 1);
            penalty += same ? 3 : 0;
        }
    }
    int off = dark * 20 - size * size * 10; // from one half, in twentieths
    if (off < 0) off = -off;
    return penalty + (off / (size * size)) * 10;
}

static void choose_mask(drawing *d, lsn_qr_level level) {
    int best = 0, least = 0;
    for (int mask = 0; mask < MASKS; mask++) {
        draw_format(d, level, mask);
        apply_mask(d, mask);
        int penalty = penalty_of(d->qr);
        apply_mask(d, mask); // twice is none
        if (mask > 0 && penalty >= least) continue;
        best = mask;
        least = penalty;
    }
    draw_format(d, level, best);
    apply_mask(d, best);
    d->qr->mask = best;
}

lsn_err lsn_qr_make(lsn_qr *out, lsn_str text, lsn_qr_level level, lsn_arena scratch) {
    int version = smallest_version(text.len, level);
    if (version == 0) return LSN_ERR_TOO_LONG;
    drawing *d = LSN_NEW(&scratch, drawing, 1);
    if (!d) return LSN_ERR_NO_MEMORY;
    d->qr = out;
    memset(out, 0, sizeof *out);
    out->version = version;
    out->size = size_of(version);
    fill_data(d->bytes, data_codewords_of(version, level), text, version);
    mix_blocks(d, version, level);
    draw_fixed(d, level);
    draw_codewords(d);
    choose_mask(d, level);
    return LSN_OK;
}

bool lsn_qr_dark(const lsn_qr *qr, int x, int y) {
    if (x < 0 || y < 0 || x >= qr->size || y >= qr->size) return false;
    return get(qr->dark, qr->size, x, y);
}

void lsn_qr_write_svg(lsn_buf *out, const lsn_qr *qr, lsn_str title) {
    int side = qr->size + 2 * LSN_QR_QUIET;
    lsn_buf_format(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\"><title>", side,
                   side);
    for (size_t i = 0; i < title.len; i++) {
        char c = title.ptr[i];
        if (c == '<')
            lsn_buf_text(out, "&lt;");
        else if (c == '&')
            lsn_buf_text(out, "&amp;");
        else
            lsn_buf_char(out, c);
    }
    lsn_buf_format(out, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path d=\"", side, side);
    for (int y = 0; y < qr->size; y++) {
        for (int x = 0; x < qr->size; x++) {
            if (!lsn_qr_dark(qr, x, y)) continue;
            int run = 1;
            while (lsn_qr_dark(qr, x + run, y)) run++;
            lsn_buf_format(out, "M%d %dh%dv1h-%dz", x + LSN_QR_QUIET, y + LSN_QR_QUIET, run, run);
            x += run;
        }
    }
    lsn_buf_text(out, "\" shape-rendering=\"crispEdges\"/></svg>");
}
