// core/base: decimal text to double, in whole-number arithmetic of 128 bits so that it is the same everywhere.
// Invariant: the value is limb · 2^exponent, limb[0] lowest. Scaling by five keeps 124 bits or more, and what falls off
// the end is remembered in the lowest bit; so the last rounding, to 53 bits, is right.
#include "core/base/decimal.h"

enum { DIGITS_MAX = 38, EXPONENT_MAX = 100000 }; // 10^38 < 2^128

typedef struct wide {
    uint32_t limb[4];
    int exponent;
} wide;

static void multiply_add(wide *w, uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (int i = 0; i < 4; i++) {
        carry += (uint64_t)w->limb[i] * factor;
        w->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
}

// Moves the highest set bit to bit 127. The value must not be zero.
static void normalise(wide *w) {
    while (w->limb[3] == 0) {
        for (int i = 3; i > 0; i--) w->limb[i] = w->limb[i - 1];
        w->limb[0] = 0;
        w->exponent -= 32;
    }
    int shift = __builtin_clz(w->limb[3]);
    if (shift == 0) return;
    for (int i = 3; i > 0; i--) w->limb[i] = w->limb[i] << shift | w->limb[i - 1] >> (32 - shift);
    w->limb[0] <<= shift;
    w->exponent -= shift;
}

static void multiply_by_ten(wide *w) {
    uint32_t lost = w->limb[0] & 7;
    for (int i = 0; i < 3; i++) w->limb[i] = w->limb[i] >> 3 | w->limb[i + 1] << 29;
    w->limb[3] >>= 3;
    multiply_add(w, 5, 0);
    w->limb[0] |= lost != 0;
    w->exponent += 3 + 1;
    normalise(w);
}

static void divide_by_ten(wide *w) {
    uint64_t rest = 0;
    for (int i = 3; i >= 0; i--) {
        rest = rest << 32 | w->limb[i];
        w->limb[i] = (uint32_t)(rest / 5);
        rest %= 5;
    }
    w->limb[0] |= rest != 0;
    w->exponent -= 1;
    normalise(w);
}

static double round_to_double(const wide *w) {
    int top = w->exponent + 127; // the value is at least 2^top
    if (top > 1023) return __builtin_inf();
    if (top < -1080) return 0.0;
    uint64_t high = (uint64_t)w->limb[3] << 32 | w->limb[2];
    high |= (w->limb[1] | w->limb[0]) != 0;
    int scale = top - 52;
    for (; scale < -1074; scale++) high = high >> 1 | (high & 1); // subnormal: fewer bits
    uint64_t keep = high >> 11, rest = high & 0x7FF;
    if (rest > 0x400 || (rest == 0x400 && (keep & 1) != 0)) keep++;
    // keep · 2^scale: the hidden bit of keep adds one to the exponent field, and a carry lands there by itself
    uint64_t bits = ((uint64_t)(scale + 1074) << 52) + keep;
    double value;
    __builtin_memcpy(&value, &bits, sizeof value);
    return value;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int read_exponent(const char *at, const char *end) {
    bool negative = *at == '-';
    if (*at == '-' || *at == '+') at++;
    int value = 0;
    for (; at < end; at++) {
        if (value < EXPONENT_MAX * 100) value = value * 10 + (*at - '0');
    }
    return negative ? -value : value;
}

double lsn_decimal_read(lsn_str text) {
    const char *at = text.ptr, *end = text.ptr + text.len;
    bool negative = *at == '-', after_point = false;
    if (negative) at++;
    wide w = {{0}, 0};
    int digits = 0, ten_exponent = 0;
    for (; at < end && (is_digit(*at) || *at == '.'); at++) {
        if (*at == '.') {
            after_point = true;
            continue;
        }
        bool kept = digits < DIGITS_MAX;
        if (kept) multiply_add(&w, 10, (uint32_t)(*at - '0'));
        if (kept && (digits > 0 || *at != '0')) digits++;
        if (kept && after_point) ten_exponent--;
        if (!kept && !after_point) ten_exponent++;
        if (!kept && *at != '0') w.limb[0] |= 1;
    }
    if (digits == 0) return negative ? -0.0 : 0.0;
    if (at < end) ten_exponent += read_exponent(at + 1, end);
    if (ten_exponent > 400) return negative ? -__builtin_inf() : __builtin_inf();
    if (ten_exponent < -400) return negative ? -0.0 : 0.0;
    normalise(&w);
    for (; ten_exponent > 0; ten_exponent--) multiply_by_ten(&w);
    for (; ten_exponent < 0; ten_exponent++) divide_by_ten(&w);
    double value = round_to_double(&w);
    return negative ? -value : value;
}
