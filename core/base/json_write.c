// core/base: the JSON writer. Invariant: what it writes is valid JSON unless the buffer overflows.
#include "core/base/base.h"
#include "core/base/text.h"

lsn_json_out lsn_json_begin(lsn_buf *buf) {
    return (lsn_json_out){.buf = buf};
}

// The comma before an item, and the note that there is one. has_item[depth - 1] belongs to the innermost container.
static void start_item(lsn_json_out *out) {
    if (out->after_key) {
        out->after_key = false;
        return;
    }
    if (out->depth == 0) return;
    if (out->has_item[out->depth - 1]) lsn_buf_char(out->buf, ',');
    out->has_item[out->depth - 1] = true;
}

static void open_container(lsn_json_out *out, char bracket) {
    LSN_ASSERT(out->depth < LSN_JSON_DEPTH_MAX);
    start_item(out);
    lsn_buf_char(out->buf, bracket);
    out->has_item[out->depth++] = false;
}

static void close_container(lsn_json_out *out, char bracket) {
    LSN_ASSERT(out->depth > 0);
    LSN_ASSERT(!out->after_key);
    out->depth--;
    lsn_buf_char(out->buf, bracket);
}

void lsn_json_object(lsn_json_out *out) {
    open_container(out, '{');
}
void lsn_json_object_end(lsn_json_out *out) {
    close_container(out, '}');
}
void lsn_json_array(lsn_json_out *out) {
    open_container(out, '[');
}
void lsn_json_array_end(lsn_json_out *out) {
    close_container(out, ']');
}

static void put_escaped(lsn_buf *buf, unsigned char c) {
    static const char hex[] = "0123456789abcdef";
    switch (c) {
    case '"':
        lsn_buf_text(buf, "\\\"");
        break;
    case '\\':
        lsn_buf_text(buf, "\\\\");
        break;
    case '\n':
        lsn_buf_text(buf, "\\n");
        break;
    case '\r':
        lsn_buf_text(buf, "\\r");
        break;
    case '\t':
        lsn_buf_text(buf, "\\t");
        break;
    default:
        lsn_buf_text(buf, "\\u00");
        lsn_buf_char(buf, hex[c >> 4]);
        lsn_buf_char(buf, hex[c & 15]);
    }
}

static void put_string(lsn_buf *buf, lsn_str s) {
    lsn_buf_char(buf, '"');
    size_t at = 0;
    while (at < s.len) {
        int size = lsn_utf8_char_size(s.ptr + at, s.len - at);
        unsigned char c = (unsigned char)s.ptr[at];
        if (size == 0 || c == 0) {
            lsn_buf_text(buf, "\xEF\xBF\xBD");
            size = 1;
        } else if (c < 0x20 || c == '"' || c == '\\') {
            put_escaped(buf, c);
        } else {
            lsn_buf_str(buf, (lsn_str){s.ptr + at, (size_t)size});
        }
        at += (size_t)size;
    }
    lsn_buf_char(buf, '"');
}

void lsn_json_key(lsn_json_out *out, const char *key) {
    LSN_ASSERT(out->depth > 0);
    LSN_ASSERT(!out->after_key);
    start_item(out);
    put_string(out->buf, lsn_str_from(key));
    lsn_buf_char(out->buf, ':');
    out->after_key = true;
}

void lsn_json_str(lsn_json_out *out, lsn_str value) {
    start_item(out);
    put_string(out->buf, value);
}

void lsn_json_text(lsn_json_out *out, const char *value) {
    if (value)
        lsn_json_str(out, lsn_str_from(value));
    else
        lsn_json_null(out);
}

void lsn_json_int(lsn_json_out *out, int64_t value) {
    start_item(out);
    lsn_buf_int(out->buf, value);
}

void lsn_json_fixed(lsn_json_out *out, double value, int decimals) {
    start_item(out);
    lsn_buf_fixed(out->buf, value, decimals);
}

void lsn_json_bool(lsn_json_out *out, bool value) {
    start_item(out);
    lsn_buf_text(out->buf, value ? "true" : "false");
}

void lsn_json_null(lsn_json_out *out) {
    start_item(out);
    lsn_buf_text(out->buf, "null");
}

void lsn_json_raw(lsn_json_out *out, lsn_str raw) {
    start_item(out);
    lsn_buf_str(out->buf, raw);
}

void lsn_json_put_str(lsn_json_out *out, const char *key, lsn_str value) {
    lsn_json_key(out, key);
    lsn_json_str(out, value);
}

void lsn_json_put_text(lsn_json_out *out, const char *key, const char *value) {
    lsn_json_key(out, key);
    lsn_json_text(out, value);
}

void lsn_json_put_int(lsn_json_out *out, const char *key, int64_t value) {
    lsn_json_key(out, key);
    lsn_json_int(out, value);
}

void lsn_json_put_fixed(lsn_json_out *out, const char *key, double value, int decimals) {
    lsn_json_key(out, key);
    lsn_json_fixed(out, value, decimals);
}

void lsn_json_put_bool(lsn_json_out *out, const char *key, bool value) {
    lsn_json_key(out, key);
    lsn_json_bool(out, value);
}
