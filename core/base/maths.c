// core/base: scalar maths, vectors and rotations. Invariant: only + - * / sqrt on doubles, in a fixed order, so that
// every compiler and platform gives the same bits (built with -ffp-contract=off).
#include "core/base/base.h"

// ---------------------------------------------------------------- scalars

static double from_bits(uint64_t bits) {
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x) {
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return bits;
}

static bool is_negative(double x) {
    return to_bits(x) >> 63 != 0;
} // true for -0 as well

double lsn_floor(double x) {
    if (!(lsn_abs(x) < 0x1p52)) return x; // already whole, infinite or NaN
    double whole = (double)(int64_t)x;
    if (whole == x) return x;
    return whole > x ? whole - 1.0 : whole;
}

double lsn_ease(double t) {
    t = lsn_clamp(t, 0.0, 1.0);
    return t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
}

// ---------------------------------------------------------------- sine and cosine

// Taylor to x^17 on |x| <= pi/4: the next term is below 1e-19.
static double sin_small(double x) {
    double z = x * x;
    double p = 1.0 / 355687428096000.0;
    p = p * z - 1.0 / 1307674368000.0;
    p = p * z + 1.0 / 6227020800.0;
    p = p * z - 1.0 / 39916800.0;
    p = p * z + 1.0 / 362880.0;
    p = p * z - 1.0 / 5040.0;
    p = p * z + 1.0 / 120.0;
    p = p * z - 1.0 / 6.0;
    return x + x * (z * p);
}

// Taylor to x^16 on |x| <= pi/4: the next term is below 1e-17.
static double cos_small(double x) {
    double z = x * x;
    double p = 1.0 / 20922789888000.0;
    p = p * z - 1.0 / 87178291200.0;
    p = p * z + 1.0 / 479001600.0;
    p = p * z - 1.0 / 3628800.0;
    p = p * z + 1.0 / 40320.0;
    p = p * z - 1.0 / 720.0;
    p = p * z + 1.0 / 24.0;
    return 1.0 - z * (0.5 - z * p);
}

// Cody–Waite: pi/2 as the sum of parts of 33 bits, so that turns * part is exact up to 2^20 quarter turns.
static double reduce_quarter(double x, int *quarter) {
    if (lsn_abs(x) > 1e6) x = 0.0;
    double turns = lsn_floor(x * (2.0 / LSN_PI) + 0.5);
    *quarter = turns == turns ? (int)((int64_t)turns & 3) : 0;
    x -= turns * 0x1.921fb544p+0;
    x -= turns * 0x1.0b4611a6p-34;
    return x - turns * 0x1.3198a2ep-69;
}

// sin of quarter * pi/2 + x.
static double sin_quarter(double x, int quarter) {
    double value = (quarter & 1) ? cos_small(x) : sin_small(x);
    return (quarter & 2) ? -value : value;
}

double lsn_sin(double x) {
    int quarter;
    x = reduce_quarter(x, &quarter);
    return sin_quarter(x, quarter);
}

double lsn_cos(double x) {
    int quarter;
    x = reduce_quarter(x, &quarter);
    return sin_quarter(x, quarter + 1);
}

// ---------------------------------------------------------------- inverse functions

// atan on [0, 1]: subtract the angle of the nearest k/8, then a series on |u| <= 1/16 (next term below 1e-19).
static double atan_unit(double t) {
    static const double of_eighths[9] = {
        0.0,
        0x1.fd5ba9aac2f6ep-4,
        0x1.f5b75f92c80ddp-3,
        0x1.6f61941e4def1p-2,
        0x1.dac670561bb4fp-2,
        0x1.1e00babdefeb4p-1,
        0x1.4978fa3269ee1p-1,
        0x1.700a7c5784634p-1,
        0x1.921fb54442d18p-1,
    };
    int k = (int)(t * 8.0 + 0.5);
    double c = (double)k / 8.0;
    double u = (t - c) / (1.0 + t * c);
    double z = u * u;
    double p = 1.0 / 13.0;
    p = 1.0 / 11.0 - z * p;
    p = 1.0 / 9.0 - z * p;
    p = 1.0 / 7.0 - z * p;
    p = 1.0 / 5.0 - z * p;
    p = 1.0 / 3.0 - z * p;
    return of_eighths[k] + (u - u * (z * p));
}

double lsn_atan2(double y, double x) {
    if (x != x || y != y) return x + y;
    double run = lsn_abs(x), rise = lsn_abs(y), angle;
    if (run == rise) {
        angle = run == 0.0 ? 0.0 : LSN_PI / 4.0;
    } else if (rise < run) {
        angle = atan_unit(rise / run);
    } else {
        angle = LSN_PI / 2.0 - atan_unit(run / rise);
    }
    if (is_negative(x)) angle = LSN_PI - angle;
    return is_negative(y) ? -angle : angle;
}

double lsn_asin(double x) {
    x = lsn_clamp(x, -1.0, 1.0);
    return lsn_atan2(x, lsn_sqrt((1.0 - x) * (1.0 + x)));
}

double lsn_acos(double x) {
    x = lsn_clamp(x, -1.0, 1.0);
    return lsn_atan2(lsn_sqrt((1.0 - x) * (1.0 + x)), x);
}

// ---------------------------------------------------------------- exponential and logarithm

#define LN2_HIGH 0x1.62e42feep-1 // 32 bits: exact when multiplied by an exponent
#define LN2_LOW  0x1.a39ef35793c76p-33

// 2^n for -1022 <= n <= 1023.
static double power_of_two(int n) {
    return from_bits((uint64_t)(n + 1023) << 52);
}

double lsn_exp(double x) {
    if (x != x) return x;
    if (x > 709.8) return __builtin_inf();
    if (x < -745.2) return 0.0;
    int n = (int)lsn_floor(x * (1.0 / 0x1.62e42fefa39efp-1) + 0.5);
    double r = (x - (double)n * LN2_HIGH) - (double)n * LN2_LOW;
    double sum = 1.0; // Taylor to r^14 on |r| <= ln 2 / 2, innermost term first
    for (int k = 14; k > 0; k--) sum = 1.0 + sum * r / (double)k;
    int half = n / 2; // in two steps: 2^1024 and 2^-1074 are not normal numbers
    return sum * power_of_two(half) * power_of_two(n - half);
}

double lsn_log(double x) {
    if (x != x || x == __builtin_inf()) return x;
    if (x <= 0.0) return x == 0.0 ? -__builtin_inf() : __builtin_nan("");
    int exponent = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        exponent = -54;
    }
    uint64_t bits = to_bits(x);
    exponent += (int)(bits >> 52) - 1023;
    double m = from_bits((bits & 0xFFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
    if (m > 0x1.6a09e667f3bcdp+0) { // keep m within sqrt(1/2) … sqrt(2)
        m *= 0.5;
        exponent++;
    }
    double s = (m - 1.0) / (m + 1.0), z = s * s; // log m = 2 atanh s
    double p = 0.0;
    for (int k = 23; k >= 3; k -= 2) p = z * (1.0 / (double)k + p);
    double e = (double)exponent;
    return e * LN2_HIGH + (2.0 * s + (2.0 * s * p + e * LN2_LOW));
}

double lsn_pow(double x, double y) {
    return lsn_exp(y * lsn_log(x));
}

// ---------------------------------------------------------------- quaternions

lsn_quat lsn_quat_identity(void) {
    return (lsn_quat){1.0, 0.0, 0.0, 0.0};
}

lsn_quat lsn_quat_axis(lsn_vec3 unit_axis, double angle_rad) {
    lsn_vec3 v = lsn_v3_scale(unit_axis, lsn_sin(0.5 * angle_rad));
    return (lsn_quat){lsn_cos(0.5 * angle_rad), v.x, v.y, v.z};
}

lsn_quat lsn_quat_exp(lsn_vec3 rotation_vector_rad) {
    double angle = lsn_v3_length(rotation_vector_rad);
    // sin(angle/2)/angle; below 1e-6 its series 1/2 - angle²/48 is exact to the last bit
    double factor = angle > 1e-6 ? lsn_sin(0.5 * angle) / angle : 0.5 - angle * angle / 48.0;
    lsn_vec3 v = lsn_v3_scale(rotation_vector_rad, factor);
    return (lsn_quat){lsn_cos(0.5 * angle), v.x, v.y, v.z};
}

lsn_vec3 lsn_quat_log(lsn_quat q) {
    if (q.w < 0.0) q = (lsn_quat){-q.w, -q.x, -q.y, -q.z}; // the same rotation, the short way
    lsn_vec3 v = {q.x, q.y, q.z};
    double sine = lsn_v3_length(v);
    double factor = sine > 1e-9 ? 2.0 * lsn_atan2(sine, q.w) / sine : 2.0;
    return lsn_v3_scale(v, factor);
}

static double quat_dot(lsn_quat a, lsn_quat b) {
    return a.w * b.w + a.x * b.x + a.y * b.y + a.z * b.z;
}

lsn_quat lsn_quat_unit(lsn_quat q) {
    double length = lsn_sqrt(quat_dot(q, q));
    if (!(length > 0.0)) return lsn_quat_identity();
    double s = 1.0 / length;
    return (lsn_quat){q.w * s, q.x * s, q.y * s, q.z * s};
}

lsn_quat lsn_quat_slerp(lsn_quat a, lsn_quat b, double t) {
    // quat_log gives the short way from a to b, so no sign has to be chosen here.
    lsn_vec3 turn = lsn_quat_log(lsn_quat_mul(lsn_quat_conj(a), b));
    return lsn_quat_unit(lsn_quat_mul(a, lsn_quat_exp(lsn_v3_scale(turn, t))));
}

lsn_quat lsn_quat_from_zxy(double z_rad, double x_rad, double y_rad) {
    lsn_quat z = lsn_quat_axis(lsn_v3(0.0, 0.0, 1.0), z_rad);
    lsn_quat x = lsn_quat_axis(lsn_v3(1.0, 0.0, 0.0), x_rad);
    lsn_quat y = lsn_quat_axis(lsn_v3(0.0, 1.0, 0.0), y_rad);
    return lsn_quat_mul(lsn_quat_mul(z, x), y);
}

void lsn_quat_to_zxy(lsn_quat q, double *z_rad, double *x_rad, double *y_rad) {
    lsn_mat3 r = lsn_mat3_from_quat(q);
    const double *m = r.m;
    double cos_x = lsn_sqrt(m[6] * m[6] + m[8] * m[8]);
    *x_rad = lsn_atan2(m[7], cos_x);
    if (cos_x > 1e-9) {
        *z_rad = lsn_atan2(-m[1], m[4]);
        *y_rad = lsn_atan2(-m[6], m[8]);
    } else { // gimbal lock: only the sum or difference of the other two is known
        *z_rad = lsn_atan2(m[3], m[0]);
        *y_rad = 0.0;
    }
}

// ---------------------------------------------------------------- matrices

lsn_mat3 lsn_mat3_from_quat(lsn_quat q) {
    double xx = q.x * q.x, yy = q.y * q.y, zz = q.z * q.z;
    double xy = q.x * q.y, xz = q.x * q.z, yz = q.y * q.z;
    double wx = q.w * q.x, wy = q.w * q.y, wz = q.w * q.z;
    return (lsn_mat3){{
        1.0 - 2.0 * (yy + zz),
        2.0 * (xy - wz),
        2.0 * (xz + wy),
        2.0 * (xy + wz),
        1.0 - 2.0 * (xx + zz),
        2.0 * (yz - wx),
        2.0 * (xz - wy),
        2.0 * (yz + wx),
        1.0 - 2.0 * (xx + yy),
    }};
}
