// core/catalogue: fields of a move file. Invariant: a refusal names the place of the value (or of the object that lacks
// a field) and says what to write instead.
#include "core/catalogue/read.h"

static const char *type_text(lsn_json_type type) {
    switch (type) {
    case LSN_JSON_NULL:
        return "null";
    case LSN_JSON_BOOL:
        return "true or false";
    case LSN_JSON_NUMBER:
        return "a number";
    case LSN_JSON_STRING:
        return "a text in quotes";
    case LSN_JSON_ARRAY:
        return "a list in [ ]";
    case LSN_JSON_OBJECT:
        return "an object in { }";
    }
    return "";
}

lsn_err lsn_read_full(reader *r, const lsn_json *value) {
    return lsn_diag_set(r->diag, LSN_ERR_NO_MEMORY, value->line, value->column, "%s", lsn_err_text(LSN_ERR_NO_MEMORY));
}

// Levenshtein distance of two short names; 99 when one is too long to be a slip of the other.
static int distance(lsn_str a, lsn_str b) {
    enum { MAX = 24 };
    if (a.len > MAX || b.len > MAX) return 99;
    int row[MAX + 1];
    for (int j = 0; j <= (int)b.len; j++) row[j] = j;
    for (int i = 0; i < (int)a.len; i++) {
        int diagonal = row[0];
        row[0] = i + 1;
        for (int j = 0; j < (int)b.len; j++) {
            int change = diagonal + (a.ptr[i] != b.ptr[j]);
            int gap = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            diagonal = row[j + 1];
            row[j + 1] = change < gap ? change : gap;
        }
    }
    return row[b.len];
}

static const char *nearest(const char *const *names, int count, lsn_str name) {
    const char *best = NULL;
    int least = 3;
    for (int i = 0; i < count; i++) {
        int d = distance(lsn_str_from(names[i]), name);
        if (d < least) {
            least = d;
            best = names[i];
        }
    }
    return best;
}

lsn_err lsn_read_object(reader *r, const lsn_json *value, const char *what, field_list fields) {
    if (value->type != LSN_JSON_OBJECT) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "%s must be an object in { }",
                            what);
    }
    for (const lsn_json *member = value->first; member; member = member->next) {
        bool known = false;
        for (int i = 0; i < fields.count && !known; i++)
            known = lsn_str_equal(lsn_str_from(fields.names[i]), member->key);
        if (known) continue;
        const char *meant = nearest(fields.names, fields.count, member->key);
        if (meant) {
            return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_FIELD, member->key_line, member->key_column,
                                "%s has no field \"%S\"; write \"%s\"", what, member->key, meant);
        }
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_FIELD, member->key_line, member->key_column,
                            "%s has no field \"%S\"; remove it", what, member->key);
    }
    return LSN_OK;
}

lsn_err lsn_read_field(reader *r, const lsn_json *object, const char *key, lsn_json_type type, bool required,
                       const lsn_json **out) {
    const lsn_json *value = lsn_json_get(object, key);
    if (!value && required) {
        return lsn_diag_set(r->diag, LSN_ERR_MISSING_FIELD, object->line, object->column, "add the field \"%s\": %s",
                            key, type_text(type));
    }
    if (value && value->type != type) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%s\" must be %s", key,
                            type_text(type));
    }
    *out = value;
    return LSN_OK;
}

lsn_err lsn_read_text_value(reader *r, const lsn_json *value, const char *what, int max, lsn_str *out) {
    if (value->type != LSN_JSON_STRING) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "\"%s\" must be %s", what,
                            type_text(LSN_JSON_STRING));
    }
    lsn_str s = value->string;
    if (s.len == 0 || s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ') {
        return lsn_diag_set(r->diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column,
                            "\"%s\" must hold some words, without a space before or after them", what);
    }
    if (s.len > (size_t)max) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_LONG, value->line, value->column,
                            "\"%s\" is %d bytes long; shorten it to %d", what, (int)s.len, max);
    }
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] >= 0x20 && s.ptr[i] != 0x7F) continue;
        return lsn_diag_set(r->diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column,
                            "\"%s\" holds a line break or another control character; write one line", what);
    }
    lsn_str copy = lsn_str_copy(r->arena, s);
    if (!copy.ptr) return lsn_read_full(r, value);
    *out = copy;
    return LSN_OK;
}

lsn_err lsn_read_text(reader *r, const lsn_json *object, const char *key, int max, bool required, lsn_str *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_STRING, required, &value);
    if (err || !value) return err;
    return lsn_read_text_value(r, value, key, max, out);
}

lsn_err lsn_read_id(reader *r, const lsn_json *object, const char *key, lsn_str *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_STRING, true, &value);
    if (err) return err;
    lsn_str s = value->string;
    bool good = s.len > 0 && s.len <= LSN_ID_MAX && s.ptr[0] != '-' && s.ptr[s.len - 1] != '-';
    for (size_t i = 0; i < s.len && good; i++) {
        char c = s.ptr[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && s.ptr[i + 1] != '-');
    }
    if (!good) {
        return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->line, value->column,
                            "\"%s\" must be lower-case words joined by single hyphens, like \"cat-cow\" (at most %d "
                            "characters)",
                            key, LSN_ID_MAX);
    }
    return lsn_read_text_value(r, value, key, LSN_ID_MAX, out);
}

lsn_err lsn_read_number(reader *r, const lsn_json *object, const char *key, double least, double greatest, bool whole,
                        bool required, double *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_NUMBER, required, &value);
    if (err || !value) return err;
    double n = value->number;
    if (n >= least && n <= greatest && (!whole || lsn_floor(n) == n)) {
        *out = n;
        return LSN_OK;
    }
    char low[32], high[32];
    lsn_buf low_text = lsn_buf_make(low, sizeof low), high_text = lsn_buf_make(high, sizeof high);
    lsn_buf_fixed(&low_text, least, lsn_floor(least) == least ? 0 : 2);
    lsn_buf_fixed(&high_text, greatest, lsn_floor(greatest) == greatest ? 0 : 2);
    return lsn_diag_set(r->diag, LSN_ERR_OUT_OF_RANGE, value->line, value->column,
                        "\"%s\" must be a %snumber from %s to %s", key, whole ? "whole " : "", lsn_buf_cstr(&low_text),
                        lsn_buf_cstr(&high_text));
}

lsn_err lsn_read_bool(reader *r, const lsn_json *object, const char *key, bool required, bool *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_BOOL, required, &value);
    if (err || !value) return err;
    *out = value->boolean;
    return LSN_OK;
}

// The list under `key` with at least `least` items; *out is NULL when it is absent and may be.
static lsn_err read_list(reader *r, const lsn_json *object, const char *key, int least, int most,
                         const lsn_json **out) {
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_ARRAY, least > 0, &list);
    if (err) return err;
    if (list && list->count < least) {
        return lsn_diag_set(r->diag, LSN_ERR_MISSING_FIELD, list->line, list->column,
                            "\"%s\" must have at least %d item%s", key, least, least == 1 ? "" : "s");
    }
    if (list && list->count > most) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, list->line, list->column, "\"%s\" has %d items; keep at most %d",
                            key, list->count, most);
    }
    *out = list;
    return LSN_OK;
}

lsn_err lsn_read_texts(reader *r, const lsn_json *object, const char *key, int least, int max,
                       lsn_str out[LSN_LIST_MAX], int *count) {
    const lsn_json *list = NULL;
    lsn_err err = read_list(r, object, key, least, LSN_LIST_MAX, &list);
    *count = 0;
    for (const lsn_json *item = list ? list->first : NULL; item && !err; item = item->next) {
        err = lsn_read_text_value(r, item, key, max, &out[*count]);
        for (int i = 0; i < *count && !err; i++) {
            if (!lsn_str_equal_fold(out[i], out[*count])) continue;
            err = lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, item->line, item->column,
                               "\"%s\" has this text twice; remove one", key);
        }
        ++*count;
    }
    return err;
}

static lsn_err read_name_value(reader *r, const lsn_json *value, const name_list *list, int *out) {
    if (value->type != LSN_JSON_STRING) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, value->line, value->column, "a %s must be a text in quotes",
                            list->what);
    }
    *out = lsn_list_find(list, value->string);
    if (*out >= 0) return LSN_OK;
    char text[LSN_DIAG_TEXT_MAX];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    for (int i = 0; i < list->count; i++) {
        if (i > 0) lsn_buf_text(&buf, i == list->count - 1 ? " or " : ", ");
        lsn_buf_text(&buf, list->names[i]);
    }
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->line, value->column, "\"%S\" is no %s; write %s",
                        value->string, list->what, lsn_buf_cstr(&buf));
}

lsn_err lsn_read_name(reader *r, const lsn_json *object, const char *key, const name_list *list, bool required,
                      int *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_STRING, required, &value);
    if (err || !value) return err;
    return read_name_value(r, value, list, out);
}

lsn_err lsn_read_mask(reader *r, const lsn_json *object, const char *key, const name_list *list, int least,
                      uint32_t *out) {
    const lsn_json *values = NULL;
    lsn_err err = read_list(r, object, key, least, list->count, &values);
    uint32_t mask = 0;
    for (const lsn_json *item = values ? values->first : NULL; item && !err; item = item->next) {
        int bit = 0;
        err = read_name_value(r, item, list, &bit);
        if (!err && mask & 1u << bit) {
            err = lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, item->line, item->column,
                               "\"%s\" is given twice; remove one", list->names[bit]);
        }
        if (!err) mask |= 1u << bit;
    }
    if (!err) *out = mask;
    return err;
}
