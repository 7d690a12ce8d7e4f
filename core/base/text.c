// core/base: strings, UTF-8 and the bounded output buffer. Invariant: buf->len <= buf->capacity; nothing is written
// outside, and once a buffer has overflowed it holds a prefix of what was meant, cut between characters.
#include "core/base/text.h"

#include "core/base/base.h"

// ---------------------------------------------------------------- strings

lsn_str lsn_str_from(const char *nul_terminated) {
    size_t len = 0;
    if (nul_terminated) {
        while (nul_terminated[len] != 0) len++;
    }
    return (lsn_str){nul_terminated, len};
}

bool lsn_str_equal(lsn_str a, lsn_str b) {
    return a.len == b.len && (a.len == 0 || lsn_str_compare(a, b) == 0);
}

static char fold(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool lsn_str_equal_fold(lsn_str a, lsn_str b) {
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++) {
        if (fold(a.ptr[i]) != fold(b.ptr[i])) return false;
    }
    return true;
}

int lsn_str_compare(lsn_str a, lsn_str b) {
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared > 0 ? __builtin_memcmp(a.ptr, b.ptr, shared) : 0;
    if (order != 0) return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool lsn_str_starts(lsn_str s, lsn_str prefix) {
    return s.len >= prefix.len && lsn_str_equal((lsn_str){s.ptr, prefix.len}, prefix);
}

// ---------------------------------------------------------------- UTF-8

static bool is_tail(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

int lsn_utf8_char_size(const char *s, size_t size) {
    if (size == 0) return 0;
    unsigned char a = (unsigned char)s[0];
    if (a < 0x80) return 1;
    if (a < 0xC2 || a > 0xF4 || size < 2 || !is_tail(s[1])) return 0;
    if (a < 0xE0) return 2;
    unsigned char b = (unsigned char)s[1];
    if (size < 3 || !is_tail(s[2])) return 0;
    if (a < 0xF0) {
        bool overlong = a == 0xE0 && b < 0xA0, surrogate = a == 0xED && b > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (size < 4 || !is_tail(s[3])) return 0;
    bool overlong = a == 0xF0 && b < 0x90, beyond = a == 0xF4 && b > 0x8F;
    return overlong || beyond ? 0 : 4;
}

int lsn_utf8_encode(char out[4], uint32_t code) {
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    int size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (int i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[size] | code);
    return size;
}

bool lsn_utf8_valid(lsn_str s) {
    size_t at = 0;
    while (at < s.len) {
        int size = lsn_utf8_char_size(s.ptr + at, s.len - at);
        if (size == 0) return false;
        at += (size_t)size;
    }
    return true;
}

// ---------------------------------------------------------------- buffer

lsn_buf lsn_buf_make(void *memory, size_t capacity) {
    LSN_ASSERT(memory || capacity == 0);
    return (lsn_buf){.data = memory, .capacity = capacity};
}

// The most bytes of `s`, at most `room`, that do not split a character.
static size_t whole_characters(lsn_str s, size_t room) {
    size_t cut = room;
    while (cut > 0 && cut + 3 > room && is_tail(s.ptr[cut])) cut--;
    return is_tail(s.ptr[cut]) ? room : cut; // not UTF-8: cut anywhere
}

void lsn_buf_str(lsn_buf *buf, lsn_str s) {
    if (buf->overflow || s.len == 0) return;
    size_t room = buf->capacity - buf->len, size = s.len;
    if (size > room) {
        buf->overflow = true;
        size = whole_characters(s, room);
    }
    if (size > 0) __builtin_memcpy(buf->data + buf->len, s.ptr, size);
    buf->len += size;
}

void lsn_buf_text(lsn_buf *buf, const char *nul_terminated) {
    lsn_buf_str(buf, lsn_str_from(nul_terminated));
}

void lsn_buf_char(lsn_buf *buf, char c) {
    lsn_buf_str(buf, (lsn_str){&c, 1});
}

static void put_unsigned(lsn_buf *buf, uint64_t value, int digits_min) {
    char digits[20];
    int at = (int)sizeof digits;
    while (value > 0 || (int)sizeof digits - at < digits_min) {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    }
    lsn_buf_str(buf, (lsn_str){digits + at, (size_t)((int)sizeof digits - at)});
}

void lsn_buf_int(lsn_buf *buf, int64_t value) {
    if (value < 0) lsn_buf_char(buf, '-');
    put_unsigned(buf, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
}

void lsn_buf_fixed(lsn_buf *buf, double value, int decimals) {
    LSN_ASSERT(decimals >= 0 && decimals <= 9);
    if (value != value) {
        lsn_buf_char(buf, '0');
        return;
    }
    uint64_t unit = 1;
    for (int i = 0; i < decimals; i++) unit *= 10;
    double size = lsn_min(lsn_abs(value), 1e18);
    uint64_t whole = (uint64_t)size;
    uint64_t part = (uint64_t)((size - (double)whole) * (double)unit + 0.5);
    if (part >= unit) {
        part -= unit;
        whole++;
    }
    if (value < 0 && (whole > 0 || part > 0)) lsn_buf_char(buf, '-');
    put_unsigned(buf, whole, 1);
    if (decimals == 0) return;
    lsn_buf_char(buf, '.');
    put_unsigned(buf, part, decimals);
}

enum { ARGUMENTS_MAX = 16 };

typedef struct argument {
    char form; // 0: not named in the format
    int number;
    int64_t long_number;
    lsn_str text;
} argument;

/// The mark after a '%': which argument it names and its form. Returns where it ends.
static const char *read_mark(const char *at, int *index, int *next) {
    bool numbered = *at >= '1' && *at <= '9';
    *index = *at == '%' ? -1 : numbered ? *at - '1' : (*next)++;
    if (numbered) at++;
    LSN_ASSERT(*index < ARGUMENTS_MAX);
    return at;
}

static void take_argument(argument *it, va_list *list) {
    switch (it->form) {
    case 's':
        it->text = lsn_str_from(va_arg(*list, const char *));
        break;
    case 'S':
        it->text = va_arg(*list, lsn_str);
        break;
    case 'd':
        it->number = va_arg(*list, int);
        break;
    case 'l':
        it->long_number = va_arg(*list, int64_t);
        break;
    default:
        __builtin_trap(); // an unknown form in a format, or an argument that it leaves out
    }
}

static void take_arguments(argument *arguments, const char *format, va_list *list) {
    int index, next = 0, count = 0;
    for (const char *at = format; *at; at++) {
        if (*at != '%') continue;
        at = read_mark(at + 1, &index, &next);
        if (index >= 0) arguments[index].form = *at;
        if (index >= count) count = index + 1;
        if (*at == 0) break;
    }
    for (int i = 0; i < count; i++) take_argument(&arguments[i], list);
}

void lsn_buf_format_list(lsn_buf *buf, const char *format, va_list *list) {
    argument arguments[ARGUMENTS_MAX];
    for (int i = 0; i < ARGUMENTS_MAX; i++) arguments[i].form = 0;
    take_arguments(arguments, format, list);
    const char *run = format;
    int index, next = 0;
    for (const char *at = format;; at++) {
        if (*at != 0 && *at != '%') continue;
        lsn_buf_str(buf, (lsn_str){run, (size_t)(at - run)});
        if (*at == 0) return;
        at = read_mark(at + 1, &index, &next);
        if (index < 0)
            lsn_buf_char(buf, '%');
        else if (*at == 'd')
            lsn_buf_int(buf, arguments[index].number);
        else if (*at == 'l')
            lsn_buf_int(buf, arguments[index].long_number);
        else
            lsn_buf_str(buf, arguments[index].text);
        run = at + 1;
    }
}

void lsn_buf_format(lsn_buf *buf, const char *format, ...) {
    va_list list;
    va_start(list, format);
    lsn_buf_format_list(buf, format, &list);
    va_end(list);
}

lsn_str lsn_buf_view(const lsn_buf *buf) {
    return (lsn_str){buf->data, buf->len};
}

const char *lsn_buf_cstr(lsn_buf *buf) {
    if (buf->capacity == 0) {
        buf->overflow = true;
        return "";
    }
    if (buf->len == buf->capacity) {
        buf->overflow = true;
        buf->len = whole_characters((lsn_str){buf->data, buf->len}, buf->len - 1);
    }
    buf->data[buf->len] = 0;
    return buf->data;
}
