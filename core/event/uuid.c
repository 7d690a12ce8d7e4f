// core/event: UUIDv7 (RFC 9562, section 5.7). Bytes are in network order, so comparing bytes compares time first.
#include "core/event/event.h"

lsn_uuid lsn_uuid_make(int64_t unix_ms, const unsigned char random[10]) {
    lsn_uuid id;
    for (int i = 0; i < 6; i++) id.bytes[i] = (unsigned char)((uint64_t)unix_ms >> (40 - 8 * i));
    for (int i = 0; i < 10; i++) id.bytes[6 + i] = random[i];
    id.bytes[6] = (unsigned char)(0x70 | (id.bytes[6] & 0x0F)); // version 7
    id.bytes[8] = (unsigned char)(0x80 | (id.bytes[8] & 0x3F)); // variant of RFC 9562
    return id;
}

static bool dash_before(int byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void lsn_uuid_write(char out[LSN_UUID_TEXT + 1], const lsn_uuid *id) {
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (dash_before(i)) *out++ = '-';
        *out++ = hex[id->bytes[i] >> 4];
        *out++ = hex[id->bytes[i] & 15];
    }
    *out = 0;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool lsn_uuid_read(lsn_uuid *out, lsn_str text) {
    if (text.len != LSN_UUID_TEXT) return false;
    lsn_uuid id;
    const char *at = text.ptr;
    for (int i = 0; i < 16; i++) {
        if (dash_before(i) && *at++ != '-') return false;
        int high = hex_value(at[0]), low = hex_value(at[1]);
        if (high < 0 || low < 0) return false;
        id.bytes[i] = (unsigned char)(high << 4 | low);
        at += 2;
    }
    if (id.bytes[6] >> 4 != 7 || id.bytes[8] >> 6 != 2) return false;
    *out = id;
    return true;
}

int lsn_uuid_compare(const lsn_uuid *a, const lsn_uuid *b) {
    return __builtin_memcmp(a->bytes, b->bytes, 16);
}

bool lsn_uuid_is_zero(const lsn_uuid *id) {
    for (int i = 0; i < 16; i++) {
        if (id->bytes[i] != 0) return false;
    }
    return true;
}
