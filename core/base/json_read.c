// core/base: the JSON parser (RFC 8259). Invariant: `at` never passes `end`; raw line breaks occur only between tokens,
// so the place of any byte is known from the last line break seen there. Recursion is bounded by LSN_JSON_DEPTH_MAX.
#include "core/base/base.h"
#include "core/base/decimal.h"
#include "core/base/text.h"

typedef struct parser {
    const char *at, *end, *line_start;
    int line, depth;
    lsn_arena *arena;
    lsn_diag *diag;
} parser;

static lsn_err parse_value(parser *p, lsn_json *value);

static int column_of(const parser *p, const char *place) {
    return (int)(place - p->line_start) + 1;
}

static lsn_err fail(parser *p, lsn_err err, const char *place, const char *text) {
    return lsn_diag_set(p->diag, err, p->line, column_of(p, place), "%s", text);
}

static lsn_err full(parser *p, const char *place) {
    return fail(p, LSN_ERR_NO_MEMORY, place, "this is too large for the memory set aside for it");
}

static void skip_space(parser *p) {
    for (; p->at < p->end; p->at++) {
        char c = *p->at;
        if (c == '\n') {
            p->line++;
            p->line_start = p->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

static bool sees(const parser *p, char c) {
    return p->at < p->end && *p->at == c;
}

static bool accept(parser *p, char c) {
    if (!sees(p, c)) return false;
    p->at++;
    return true;
}

static bool sees_digit(const parser *p) {
    return p->at < p->end && *p->at >= '0' && *p->at <= '9';
}

// ---------------------------------------------------------------- strings

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Four hexadecimal digits at p->at; -1, with p->at at the first that is none.
static int32_t read_hex4(parser *p) {
    int32_t code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = p->at < p->end ? hex_digit(*p->at) : -1;
        if (digit < 0) return -1;
        code = code << 4 | digit;
        p->at++;
    }
    return code;
}

// The code point after `\u`; a pair of surrogates counts as one. `start` is the backslash.
static lsn_err read_unicode(parser *p, const char *start, uint32_t *out) {
    int32_t code = read_hex4(p);
    if (code < 0) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "write four hexadecimal digits after \\u");
    if (code == 0) return fail(p, LSN_ERR_JSON_SYNTAX, start, "\\u0000 is not allowed in a text");
    if (code >= 0xD800 && code < 0xE000) {
        int32_t low = -1;
        if (code < 0xDC00 && p->end - p->at >= 2 && p->at[0] == '\\' && p->at[1] == 'u') {
            p->at += 2;
            low = read_hex4(p);
        }
        if (low < 0xDC00 || low > 0xDFFF) {
            return fail(p, LSN_ERR_JSON_UTF8, start, "half a surrogate pair: write the character itself");
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *out = (uint32_t)code;
    return LSN_OK;
}

static lsn_err read_escape(parser *p, char **write) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    const char *start = p->at++;
    if (p->at == p->end) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "the text is not closed with \"");
    char c = *p->at;
    for (int i = 0; from[i] != 0; i++) {
        if (from[i] != c) continue;
        *(*write)++ = to[i];
        p->at++;
        return LSN_OK;
    }
    if (c != 'u') return fail(p, LSN_ERR_JSON_SYNTAX, start, "there is no such escape: write \\\\ for a backslash");
    p->at++;
    uint32_t code = 0;
    lsn_err err = read_unicode(p, start, &code);
    if (err) return err;
    *write += lsn_utf8_encode(*write, code);
    return LSN_OK;
}

// Room enough for the unescaped text: escapes only shrink. Counts to the closing quote or the end.
static size_t raw_size(const parser *p) {
    const char *at = p->at;
    while (at < p->end && *at != '"') at += *at == '\\' && p->end - at > 1 ? 2 : 1;
    return (size_t)(at - p->at);
}

static lsn_err read_string(parser *p, lsn_str *out) {
    const char *start = p->at++;
    size_t size = raw_size(p);
    char *text = lsn_arena_alloc(p->arena, size + 1, 1);
    if (!text) return full(p, start);
    char *write = text;
    while (!sees(p, '"')) {
        if (p->at == p->end) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "the text is not closed with \"");
        unsigned char c = (unsigned char)*p->at;
        if (c < 0x20) {
            return fail(p, LSN_ERR_JSON_SYNTAX, p->at,
                        "a line break, tab or control character in a text: write it as \\n, \\t or \\u00XX, or close "
                        "the text with \"");
        }
        if (c == '\\') {
            lsn_err err = read_escape(p, &write);
            if (err) return err;
            continue;
        }
        int bytes = lsn_utf8_char_size(p->at, (size_t)(p->end - p->at));
        if (bytes == 0) return fail(p, LSN_ERR_JSON_UTF8, p->at, "this byte is not UTF-8: save the file as UTF-8");
        for (int i = 0; i < bytes; i++) *write++ = *p->at++;
    }
    p->at++;
    LSN_ASSERT((size_t)(write - text) <= size);
    *out = (lsn_str){text, (size_t)(write - text)};
    return LSN_OK;
}

// ---------------------------------------------------------------- numbers and words

static lsn_err skip_digits(parser *p, const char *missing) {
    if (!sees_digit(p)) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, missing);
    while (sees_digit(p)) p->at++;
    return LSN_OK;
}

static lsn_err read_number(parser *p, double *out) {
    const char *start = p->at;
    lsn_err err = LSN_OK;
    accept(p, '-');
    if (accept(p, '0')) {
        if (sees_digit(p)) return fail(p, LSN_ERR_JSON_SYNTAX, start, "a number does not begin with a needless 0");
    } else if ((err = skip_digits(p, "a digit is missing after the minus sign"))) {
        return err;
    }
    if (accept(p, '.') && (err = skip_digits(p, "a digit is missing after the decimal point"))) return err;
    if (accept(p, 'e') || accept(p, 'E')) {
        if (!accept(p, '-')) accept(p, '+');
        if ((err = skip_digits(p, "a digit is missing in the exponent"))) return err;
    }
    double number = lsn_decimal_read((lsn_str){start, (size_t)(p->at - start)});
    if (lsn_abs(number) == __builtin_inf()) {
        return fail(p, LSN_ERR_OUT_OF_RANGE, start, "this number is too large to be kept");
    }
    *out = number;
    return LSN_OK;
}

static lsn_err read_word(parser *p, lsn_json *value) {
    static const struct {
        lsn_str text;
        lsn_json_type type;
        bool boolean;
    } words[] = {
        {{"null", 4}, LSN_JSON_NULL, false},
        {{"true", 4}, LSN_JSON_BOOL, true},
        {{"false", 5}, LSN_JSON_BOOL, false},
    };
    lsn_str rest = {p->at, (size_t)(p->end - p->at)};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!lsn_str_starts(rest, words[i].text)) continue;
        value->type = words[i].type;
        value->boolean = words[i].boolean;
        p->at += words[i].text.len;
        return LSN_OK;
    }
    return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "a value belongs here: \"text\", a number, true, false, null, { or [");
}

// ---------------------------------------------------------------- arrays and objects

static lsn_err open_container(parser *p, lsn_json *value, lsn_json_type type) {
    if (p->depth == LSN_JSON_DEPTH_MAX) {
        return fail(p, LSN_ERR_JSON_DEPTH, p->at, "this is nested more than 32 deep: use fewer [ and {");
    }
    value->type = type;
    p->depth++;
    p->at++;
    skip_space(p);
    return LSN_OK;
}

// After an item: true in *more when a comma promises another one.
static lsn_err next_item(parser *p, char closing, bool *more) {
    skip_space(p);
    *more = accept(p, ',');
    if (*more) {
        skip_space(p);
        if (sees(p, closing)) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "take away the comma before this bracket");
        return LSN_OK;
    }
    if (accept(p, closing)) return LSN_OK;
    return fail(p, LSN_ERR_JSON_SYNTAX, p->at,
                closing == ']' ? "a comma or ] belongs here" : "a comma or } belongs here");
}

static lsn_json *append(parser *p, lsn_json *parent, lsn_json **last) {
    lsn_json *child = LSN_NEW(p->arena, lsn_json, 1);
    if (!child) return NULL;
    if (*last)
        (*last)->next = child;
    else
        parent->first = child;
    *last = child;
    parent->count++;
    return child;
}

static lsn_err parse_array(parser *p, lsn_json *array) {
    lsn_err err = open_container(p, array, LSN_JSON_ARRAY);
    if (err) return err;
    lsn_json *last = NULL;
    bool more = !accept(p, ']');
    while (more) {
        lsn_json *item = append(p, array, &last);
        if (!item) return full(p, p->at);
        if ((err = parse_value(p, item)) || (err = next_item(p, ']', &more))) return err;
    }
    p->depth--;
    return LSN_OK;
}

static lsn_err parse_key(parser *p, const lsn_json *object, lsn_json *member) {
    const char *start = p->at;
    if (!sees(p, '"')) return fail(p, LSN_ERR_JSON_SYNTAX, start, "a field name in \" belongs here");
    member->key_line = p->line;
    member->key_column = column_of(p, start);
    lsn_err err = read_string(p, &member->key);
    if (err) return err;
    for (const lsn_json *other = object->first; other != member; other = other->next) {
        if (!lsn_str_equal(other->key, member->key)) continue;
        return lsn_diag_set(p->diag, LSN_ERR_DUPLICATE, p->line, member->key_column,
                            "\"%S\" is given twice (first in line %d): keep one", member->key, other->key_line);
    }
    skip_space(p);
    if (!accept(p, ':')) return fail(p, LSN_ERR_JSON_SYNTAX, p->at, "a colon belongs after a field name");
    skip_space(p);
    return LSN_OK;
}

static lsn_err parse_object(parser *p, lsn_json *object) {
    lsn_err err = open_container(p, object, LSN_JSON_OBJECT);
    if (err) return err;
    lsn_json *last = NULL;
    bool more = !accept(p, '}');
    while (more) {
        if (object->count == LSN_JSON_MEMBERS_MAX) {
            return fail(p, LSN_ERR_TOO_MANY, p->at, "there are more than 1024 fields in these braces");
        }
        lsn_json *member = append(p, object, &last);
        if (!member) return full(p, p->at);
        if ((err = parse_key(p, object, member)) || (err = parse_value(p, member)) ||
            (err = next_item(p, '}', &more))) {
            return err;
        }
    }
    p->depth--;
    return LSN_OK;
}

// ---------------------------------------------------------------- documents

static lsn_err parse_value(parser *p, lsn_json *value) {
    value->line = p->line;
    value->column = column_of(p, p->at);
    if (sees(p, '{')) return parse_object(p, value);
    if (sees(p, '[')) return parse_array(p, value);
    if (sees(p, '"')) {
        value->type = LSN_JSON_STRING;
        return read_string(p, &value->string);
    }
    if (sees(p, '-') || sees_digit(p)) {
        value->type = LSN_JSON_NUMBER;
        return read_number(p, &value->number);
    }
    return read_word(p, value);
}

lsn_err lsn_json_parse(lsn_json **out, lsn_str text, lsn_arena *arena, lsn_diag *diag) {
    if (text.len > LSN_JSON_INPUT_MAX) {
        return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 0, 0, "this is longer than %d bytes", LSN_JSON_INPUT_MAX);
    }
    const char *start = text.len > 0 ? text.ptr : "";
    parser p = {.at = start, .end = start + text.len, .line_start = start, .line = 1, .arena = arena, .diag = diag};
    if (lsn_str_starts(text, LSN_STR("\xEF\xBB\xBF"))) {
        return fail(&p, LSN_ERR_JSON_SYNTAX, start, "save the file as UTF-8 without a byte order mark");
    }
    skip_space(&p);
    lsn_json *root = LSN_NEW(arena, lsn_json, 1);
    if (!root) return full(&p, p.at);
    lsn_err err = parse_value(&p, root);
    if (err) return err;
    skip_space(&p);
    if (p.at != p.end) return fail(&p, LSN_ERR_JSON_SYNTAX, p.at, "nothing may follow the end of the document");
    *out = root;
    return LSN_OK;
}

const lsn_json *lsn_json_get(const lsn_json *object, const char *key) {
    if (!object || object->type != LSN_JSON_OBJECT) return NULL;
    lsn_str wanted = lsn_str_from(key);
    for (const lsn_json *member = object->first; member; member = member->next) {
        if (lsn_str_equal(member->key, wanted)) return member;
    }
    return NULL;
}
