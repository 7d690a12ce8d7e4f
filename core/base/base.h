/// core/base: what every module stands on: strings, arena, bounded buffer, errors, JSON, maths, seeded random, hash.
/// Freestanding: no libc beyond memcpy, memmove, memset and memcmp (which compilers may call by themselves).
#ifndef LSN_BASE_H
#define LSN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// ---------------------------------------------------------------- errors

/// Marks a text that a person may see, so that tools/texts.mjs lists it for translators; core/words says it.
#define LSN_TR(text) text

/// The one list of errors: enum, name and sentence never diverge. Zero is success.
#define LSN_ERRORS(X)                                                                                                  \
    X(OK, "no error")                                                                                                  \
    X(NO_MEMORY, "the memory set aside for this is full")                                                              \
    X(TOO_LONG, "the input is longer than allowed")                                                                    \
    X(JSON_SYNTAX, "this is not valid JSON")                                                                           \
    X(JSON_DEPTH, "the JSON is nested too deeply")                                                                     \
    X(JSON_UTF8, "the text is not valid UTF-8")                                                                        \
    X(MISSING_FIELD, "a required field is missing")                                                                    \
    X(UNKNOWN_FIELD, "there is no such field here")                                                                    \
    X(WRONG_TYPE, "the value has the wrong type")                                                                      \
    X(UNKNOWN_NAME, "the name is not known")                                                                           \
    X(OUT_OF_RANGE, "the number is out of range")                                                                      \
    X(DUPLICATE, "the same thing is given twice")                                                                      \
    X(TOO_MANY, "there are more of these than allowed")                                                                \
    X(INCONSISTENT, "two parts of the input contradict each other")                                                    \
    X(NOT_ALLOWED, LSN_TR("the safety screen does not allow this"))                                                    \
    X(TOO_SHORT, LSN_TR("no allowed move fits the time"))                                                              \
    X(NOT_FOUND, "there is nothing by that name")                                                                      \
    X(NOT_SOLVED, "the pose cannot be reached")                                                                        \
    X(IO, "reading or writing failed")

typedef enum lsn_err {
#define X(name, text) LSN_ERR_##name,
    LSN_ERRORS(X)
#undef X
        LSN_ERR_COUNT,
    LSN_OK = LSN_ERR_OK,
} lsn_err;

#define LSN_MUST_CHECK __attribute__((warn_unused_result))

/// For our own mistakes only, one condition each; bad input is an lsn_err. Stays on in release builds.
#define LSN_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())

/// Name ("TOO_SHORT") and sentence of an error; static strings.
const char *lsn_err_name(lsn_err err);
const char *lsn_err_text(lsn_err err);

enum { LSN_DIAG_TEXT_MAX = 240 };

/// Where and why an input was refused. `line` and `column` count from 1; 0 when there is no place. `text` is a sentence
/// that says what to do, NUL-terminated, cut at LSN_DIAG_TEXT_MAX.
typedef struct lsn_diag {
    lsn_err err;
    int line, column;
    char text[LSN_DIAG_TEXT_MAX];
} lsn_diag;

// ---------------------------------------------------------------- strings

/// A borrowed run of UTF-8 bytes; not NUL-terminated. {NULL, 0} is the empty string.
typedef struct lsn_str {
    const char *ptr;
    size_t len;
} lsn_str;

#define LSN_STR(literal) ((lsn_str){(literal), sizeof(literal) - 1})

lsn_str lsn_str_from(const char *nul_terminated); // accepts NULL
bool lsn_str_equal(lsn_str a, lsn_str b);
bool lsn_str_equal_fold(lsn_str a, lsn_str b); // ASCII case folded
int lsn_str_compare(lsn_str a, lsn_str b);     // bytewise: <0, 0, >0
bool lsn_str_starts(lsn_str s, lsn_str prefix);
bool lsn_utf8_valid(lsn_str s);

// ---------------------------------------------------------------- arena

/// Linear memory given by the caller. Passing an arena by value makes it a scratch arena: returning frees it.
typedef struct lsn_arena {
    unsigned char *base;
    size_t used, capacity;
} lsn_arena;

lsn_arena lsn_arena_make(void *memory, size_t capacity);
/// Zeroed memory, or NULL when full (the arena is then unchanged). `align` is a power of two.
void *lsn_arena_alloc(lsn_arena *arena, size_t size, size_t align);
#define LSN_NEW(arena, type, count) ((type *)lsn_arena_alloc_array((arena), (count), sizeof(type), _Alignof(type)))
void *lsn_arena_alloc_array(lsn_arena *arena, size_t count, size_t size, size_t align); // checks the product
/// A NUL-terminated copy of `s` in the arena; {NULL,0} when full.
lsn_str lsn_str_copy(lsn_arena *arena, lsn_str s);

// ---------------------------------------------------------------- bounded output buffer

/// Text written into the caller's memory. Writing past the end sets `overflow` and keeps what fits; it never writes
/// outside. `data` is not NUL-terminated unless lsn_buf_cstr is called.
typedef struct lsn_buf {
    char *data;
    size_t len, capacity;
    bool overflow;
} lsn_buf;

lsn_buf lsn_buf_make(void *memory, size_t capacity);
void lsn_buf_str(lsn_buf *buf, lsn_str s);
void lsn_buf_text(lsn_buf *buf, const char *nul_terminated);
void lsn_buf_char(lsn_buf *buf, char c);
void lsn_buf_int(lsn_buf *buf, int64_t value);
/// Fixed-point decimal with `decimals` digits after the point (0–9), rounded half away from zero; "0" for NaN. Values
/// beyond ±1e18 are clamped to it; there is no negative zero.
void lsn_buf_fixed(lsn_buf *buf, double value, int decimals);
/// printf for the few forms the core needs: %s (const char *), %S (lsn_str), %d (int), %l (int64_t), %% . Arguments may
/// be numbered, as another language orders them: "%2d … %1s"; at most 16.
void lsn_buf_format(lsn_buf *buf, const char *format, ...);
lsn_str lsn_buf_view(const lsn_buf *buf);
/// Ends the text with NUL and returns it; when full, the last character makes room for it.
const char *lsn_buf_cstr(lsn_buf *buf);

/// Fills a diagnostic; format as lsn_buf_format. Returns `err` so that callers can `return lsn_diag_set(…)`.
/// Accepts diag == NULL.
lsn_err lsn_diag_set(lsn_diag *diag, lsn_err err, int line, int column, const char *format, ...);

// ---------------------------------------------------------------- JSON (RFC 8259)

typedef enum lsn_json_type {
    LSN_JSON_NULL,
    LSN_JSON_BOOL,
    LSN_JSON_NUMBER,
    LSN_JSON_STRING,
    LSN_JSON_ARRAY,
    LSN_JSON_OBJECT
} lsn_json_type;

/// One parsed value. Children of arrays and objects form a list in document order through `first` and `next`; a member
/// of an object has its `key`. `line` and `column` (bytes, from 1) tell where the value begins; `key_line`,
/// `key_column` where its key does.
typedef struct lsn_json {
    lsn_json_type type;
    bool boolean;
    int line, column, key_line, key_column;
    double number;
    lsn_str string; // unescaped, NUL-terminated copy in the arena
    lsn_str key;
    struct lsn_json *first, *next;
    int count;
} lsn_json;

enum { LSN_JSON_DEPTH_MAX = 32, LSN_JSON_INPUT_MAX = 8 << 20, LSN_JSON_MEMBERS_MAX = 1024 };

/// Parses exactly one document. Refuses duplicate keys, invalid UTF-8, lone surrogates, \u0000, numbers that are not
/// finite, and anything after the value. Numbers are rounded to the nearest double. On error `*out` is untouched and
/// `diag` says where: the first byte that cannot stay, the second of two equal keys, or just past the end.
LSN_MUST_CHECK lsn_err lsn_json_parse(lsn_json **out, lsn_str text, lsn_arena *arena, lsn_diag *diag);
/// The member of an object, or NULL (also when `object` is NULL or not an object).
const lsn_json *lsn_json_get(const lsn_json *object, const char *key);

/// A writer that places commas and escapes. Depth is bounded by LSN_JSON_DEPTH_MAX; misuse asserts. Bytes that are not
/// valid UTF-8, and NUL, are written as U+FFFD, so that the output can always be read back.
typedef struct lsn_json_out {
    lsn_buf *buf;
    int depth;
    bool has_item[LSN_JSON_DEPTH_MAX];
    bool after_key;
} lsn_json_out;

lsn_json_out lsn_json_begin(lsn_buf *buf);
void lsn_json_object(lsn_json_out *out);
void lsn_json_object_end(lsn_json_out *out);
void lsn_json_array(lsn_json_out *out);
void lsn_json_array_end(lsn_json_out *out);
void lsn_json_key(lsn_json_out *out, const char *key);
void lsn_json_str(lsn_json_out *out, lsn_str value);
void lsn_json_text(lsn_json_out *out, const char *value); // NULL writes null
void lsn_json_int(lsn_json_out *out, int64_t value);
void lsn_json_fixed(lsn_json_out *out, double value, int decimals);
void lsn_json_bool(lsn_json_out *out, bool value);
void lsn_json_null(lsn_json_out *out);
/// Writes `raw`, which must already be one valid JSON value.
void lsn_json_raw(lsn_json_out *out, lsn_str raw);
/// A member of an object: the key and its value.
void lsn_json_put_str(lsn_json_out *out, const char *key, lsn_str value);
void lsn_json_put_text(lsn_json_out *out, const char *key, const char *value);
void lsn_json_put_int(lsn_json_out *out, const char *key, int64_t value);
void lsn_json_put_fixed(lsn_json_out *out, const char *key, double value, int decimals);
void lsn_json_put_bool(lsn_json_out *out, const char *key, bool value);

// ---------------------------------------------------------------- maths

#define LSN_PI       3.14159265358979323846
#define LSN_RAD(deg) ((deg) * (LSN_PI / 180.0))
#define LSN_DEG(rad) ((rad) * (180.0 / LSN_PI))

/// Elementary functions with the same bits on every platform. Absolute error below 1e-15 near 0 and below 1e-13 over
/// |x| ≤ 1e4 for sin and cos (an angle beyond 1e6 counts as 0); relative error below 1e-14 for exp and log, and below
/// 1e-13 for pow. sqrt is the correctly rounded instruction.
double lsn_sin(double x);
double lsn_cos(double x);
double lsn_atan2(double y, double x);
double lsn_asin(double x); // clamps its argument to [-1, 1]
double lsn_acos(double x); // clamps its argument to [-1, 1]
double lsn_exp(double x);
double lsn_log(double x);           // x > 0
double lsn_pow(double x, double y); // x > 0
double lsn_floor(double x);
// Small ones are inlined: they are most of what a pose costs.
static inline double lsn_sqrt(double x) {
    return __builtin_sqrt(x);
}
static inline double lsn_abs(double x) {
    return __builtin_fabs(x);
}
static inline double lsn_min(double a, double b) {
    return a < b ? a : b;
}
static inline double lsn_max(double a, double b) {
    return a > b ? a : b;
}
static inline double lsn_clamp(double x, double low, double high) {
    return x < low ? low : x > high ? high : x;
}
static inline double lsn_mix(double a, double b, double t) {
    return a + (b - a) * t;
}
/// Quintic ease from 0 to 1 with zero first and second derivatives at both ends; clamps t to [0, 1].
double lsn_ease(double t);

typedef struct lsn_vec3 {
    double x, y, z;
} lsn_vec3;

static inline lsn_vec3 lsn_v3(double x, double y, double z) {
    return (lsn_vec3){x, y, z};
}
static inline lsn_vec3 lsn_v3_add(lsn_vec3 a, lsn_vec3 b) {
    return (lsn_vec3){a.x + b.x, a.y + b.y, a.z + b.z};
}
static inline lsn_vec3 lsn_v3_sub(lsn_vec3 a, lsn_vec3 b) {
    return (lsn_vec3){a.x - b.x, a.y - b.y, a.z - b.z};
}
static inline lsn_vec3 lsn_v3_scale(lsn_vec3 a, double s) {
    return (lsn_vec3){a.x * s, a.y * s, a.z * s};
}
static inline lsn_vec3 lsn_v3_mad(lsn_vec3 a, lsn_vec3 b, double s) { // a + b s
    return lsn_v3_add(a, lsn_v3_scale(b, s));
}
static inline lsn_vec3 lsn_v3_mix(lsn_vec3 a, lsn_vec3 b, double t) {
    return lsn_v3_mad(a, lsn_v3_sub(b, a), t);
}
static inline double lsn_v3_dot(lsn_vec3 a, lsn_vec3 b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline lsn_vec3 lsn_v3_cross(lsn_vec3 a, lsn_vec3 b) {
    return (lsn_vec3){a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
static inline double lsn_v3_length(lsn_vec3 a) {
    return lsn_sqrt(lsn_v3_dot(a, a));
}
static inline lsn_vec3 lsn_v3_unit(lsn_vec3 a) { // zero stays zero
    double length = lsn_v3_length(a);
    return length > 0.0 ? lsn_v3_scale(a, 1.0 / length) : a;
}

/// Unit quaternion, w first. Rotates a vector from the child's frame into the parent's.
typedef struct lsn_quat {
    double w, x, y, z;
} lsn_quat;

lsn_quat lsn_quat_identity(void);
lsn_quat lsn_quat_axis(lsn_vec3 unit_axis, double angle_rad);
lsn_quat lsn_quat_exp(lsn_vec3 rotation_vector_rad);
lsn_vec3 lsn_quat_log(lsn_quat q); // rotation vector, length ≤ π
lsn_quat lsn_quat_unit(lsn_quat q);
lsn_quat lsn_quat_slerp(lsn_quat a, lsn_quat b, double t); // the short way
/// Body-fixed rotations about Z, then X, then Y (OpenSim order of the hip: flexion, adduction, rotation).
lsn_quat lsn_quat_from_zxy(double z_rad, double x_rad, double y_rad);
void lsn_quat_to_zxy(lsn_quat q, double *z_rad, double *x_rad, double *y_rad);
// Apply b, then a.
static inline lsn_quat lsn_quat_mul(lsn_quat a, lsn_quat b) {
    return (lsn_quat){
        a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
        a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
        a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
        a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w,
    };
}
static inline lsn_quat lsn_quat_conj(lsn_quat q) {
    return (lsn_quat){q.w, -q.x, -q.y, -q.z};
}
static inline lsn_vec3 lsn_quat_rotate(lsn_quat q, lsn_vec3 v) {
    lsn_vec3 u = {q.x, q.y, q.z};
    lsn_vec3 t = lsn_v3_scale(lsn_v3_cross(u, v), 2.0);
    return lsn_v3_add(lsn_v3_mad(v, t, q.w), lsn_v3_cross(u, t));
}

/// Row-major 3×3; columns are the child's axes in the parent's frame.
typedef struct lsn_mat3 {
    double m[9];
} lsn_mat3;

lsn_mat3 lsn_mat3_from_quat(lsn_quat q);
static inline lsn_vec3 lsn_mat3_mul(const lsn_mat3 *m, lsn_vec3 v) {
    const double *a = m->m;
    return (lsn_vec3){
        a[0] * v.x + a[1] * v.y + a[2] * v.z,
        a[3] * v.x + a[4] * v.y + a[5] * v.z,
        a[6] * v.x + a[7] * v.y + a[8] * v.z,
    };
}
static inline lsn_vec3 lsn_mat3_mul_t(const lsn_mat3 *m, lsn_vec3 v) { // transpose times v
    const double *a = m->m;
    return (lsn_vec3){
        a[0] * v.x + a[3] * v.y + a[6] * v.z,
        a[1] * v.x + a[4] * v.y + a[7] * v.z,
        a[2] * v.x + a[5] * v.y + a[8] * v.z,
    };
}

// ---------------------------------------------------------------- random and hash

/// PCG32 (O'Neill 2014). The same seed gives the same numbers everywhere.
typedef struct lsn_random {
    uint64_t state, increment;
} lsn_random;

lsn_random lsn_random_make(uint64_t seed, uint64_t stream);
uint32_t lsn_random_u32(lsn_random *random);
uint32_t lsn_random_below(lsn_random *random, uint32_t bound); // unbiased; bound > 0
double lsn_random_unit(lsn_random *random);                    // [0, 1)
double lsn_random_normal(lsn_random *random);                  // mean 0, sd 1

/// FNV-1a, 64 bits; start with LSN_HASH_START. For golden tests, not for security.
#define LSN_HASH_START 14695981039346656037ull
uint64_t lsn_hash(uint64_t hash, const void *bytes, size_t size);

#endif
