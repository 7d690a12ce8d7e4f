// core/words: a file of translations → a table sorted by hash. Invariant: a translation can stand wherever its English
// does: where that is a format, it takes the same arguments.
#include "core/words/words.h"

enum { ARGUMENTS_MAX = 9, TEXT_ROOM = 8 << 10 };

typedef struct place {
    int line, column;
} place;

typedef struct entry {
    lsn_word word;
    place at;
} entry;

typedef struct reader {
    lsn_str text;
    size_t at, line_start;
    int line;
    lsn_diag *diag;
} reader;

// ---------------------------------------------------------------- marks

/// What a text asks for when it is a format; `is_format` is false when some % is no mark of lsn_buf_format.
typedef struct marks {
    char arguments[ARGUMENTS_MAX];
    int count;
    bool any, is_format;
} marks;

static bool is_form(char c) {
    return c == 's' || c == 'S' || c == 'd' || c == 'l';
}

/// At the character after a %: notes the argument and returns how many characters belong to the mark, 0 for no mark.
static size_t note_mark(marks *m, lsn_str text, size_t at, int *next) {
    if (at >= text.len) return 0;
    if (text.ptr[at] == '%') return 1;
    bool numbered = text.ptr[at] >= '1' && text.ptr[at] <= '9';
    size_t form = at + numbered;
    if (form >= text.len || !is_form(text.ptr[form])) return 0;
    int index = numbered ? text.ptr[at] - '1' : (*next)++;
    if (index >= ARGUMENTS_MAX) return 0;
    if (m->arguments[index] && m->arguments[index] != text.ptr[form]) return 0;
    m->arguments[index] = text.ptr[form];
    if (index >= m->count) m->count = index + 1;
    return form + 1 - at;
}

static marks marks_of(lsn_str text) {
    marks m = {.is_format = true};
    int next = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '%') continue;
        m.any = true;
        size_t size = note_mark(&m, text, i + 1, &next);
        m.is_format = m.is_format && size > 0;
        i += size;
    }
    for (int i = 0; i < m.count; i++) m.is_format = m.is_format && m.arguments[i] != 0;
    return m;
}

/// The arguments of the translation must be those of the English; one that lacks the last ones would be as safe, but
/// wrong.
static bool same_arguments(lsn_str english, lsn_str text) {
    marks a = marks_of(english), b = marks_of(text);
    if (!a.is_format) return true; // a % of prose: nobody formats this text
    if (!b.is_format || a.count != b.count) return false;
    for (int i = 0; i < a.count; i++)
        if (a.arguments[i] != b.arguments[i]) return false;
    return true;
}

static int count_of(lsn_str text, lsn_str mark) {
    int count = 0;
    for (size_t i = 0; i + mark.len < text.len; i++) {
        bool here = lsn_str_starts((lsn_str){text.ptr + i, text.len - i}, mark);
        char after = text.ptr[i + mark.len];
        count += here && (after == '}' || after == '|');
    }
    return count;
}

/// Every "{name}" of the English stands as often in the translation, and no other.
static bool same_names(lsn_str english, lsn_str text) {
    int names = 0, braces = 0;
    for (size_t i = 0; i < text.len; i++) braces += text.ptr[i] == '{';
    for (size_t i = 0; i < english.len; i++) {
        if (english.ptr[i] != '{') continue;
        size_t end = i;
        while (end < english.len && english.ptr[end] != '}') end++;
        lsn_str mark = {english.ptr + i, end - i};
        names++;
        if (count_of(text, mark) != count_of(english, mark)) return false;
    }
    return names == braces;
}

// ---------------------------------------------------------------- reading

static lsn_err refuse(const reader *r, lsn_err err, place at, const char *sentence) {
    return lsn_diag_set(r->diag, err, at.line, at.column, "%s", sentence);
}

static place here(const reader *r) {
    return (place){r->line, (int)(r->at - r->line_start) + 1};
}

static char skip_space(reader *r) {
    for (; r->at < r->text.len; r->at++) {
        char c = r->text.ptr[r->at];
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return c;
        if (c != '\n') continue;
        r->line++;
        r->line_start = r->at + 1;
    }
    return 0;
}

/// One text in quotes, unescaped by the reader of JSON, which sees nothing but this text.
static lsn_err read_text(reader *r, lsn_str *out, place *at, lsn_arena *arena) {
    bool quoted = skip_space(r) == '"';
    *at = here(r);
    if (!quoted) return refuse(r, LSN_ERR_WRONG_TYPE, *at, "a text in \" belongs here");
    size_t start = r->at++;
    while (r->at < r->text.len && r->text.ptr[r->at] != '"' && r->text.ptr[r->at] != '\n')
        r->at += r->text.ptr[r->at] == '\\' ? 2 : 1;
    if (r->at > r->text.len) r->at = r->text.len;
    if (r->at < r->text.len && r->text.ptr[r->at] == '"') r->at++;
    if (r->at - start > 6 * LSN_WORDS_TEXT_MAX) return refuse(r, LSN_ERR_TOO_LONG, *at, "this text is too long");
    _Alignas(16) unsigned char memory[TEXT_ROOM];
    lsn_arena room = lsn_arena_make(memory, sizeof memory);
    lsn_json *value = NULL;
    lsn_diag inner = {.err = LSN_OK};
    lsn_err err = lsn_json_parse(&value, (lsn_str){r->text.ptr + start, r->at - start}, &room, &inner);
    if (err) return lsn_diag_set(r->diag, err, at->line, at->column + inner.column - 1, "%s", inner.text);
    if (value->string.len == 0) return refuse(r, LSN_ERR_MISSING_FIELD, *at, "this text is empty");
    if (value->string.len > LSN_WORDS_TEXT_MAX) return refuse(r, LSN_ERR_TOO_LONG, *at, "this text is too long");
    *out = lsn_str_copy(arena, value->string);
    return out->ptr ? LSN_OK : refuse(r, LSN_ERR_NO_MEMORY, *at, lsn_err_text(LSN_ERR_NO_MEMORY));
}

/// The English is looked at and forgotten: only its hash is kept.
static lsn_err read_entry(reader *r, entry *out, lsn_arena *arena) {
    _Alignas(16) unsigned char memory[LSN_WORDS_TEXT_MAX + 16];
    lsn_arena room = lsn_arena_make(memory, sizeof memory);
    lsn_str english = {0}, text = {0};
    place at = {0};
    lsn_err err = read_text(r, &english, &out->at, &room);
    if (err) return err;
    if (skip_space(r) != ':') return refuse(r, LSN_ERR_JSON_SYNTAX, here(r), "a colon belongs after the English text");
    r->at++;
    err = read_text(r, &text, &at, arena);
    if (err) return err;
    if (!same_names(english, text))
        return refuse(r, LSN_ERR_INCONSISTENT, at, "the marks in { } are not those of the English text");
    if (!same_arguments(english, text))
        return refuse(r, LSN_ERR_INCONSISTENT, at, "the marks after % are not those of the English text");
    out->word = (lsn_word){lsn_hash(LSN_HASH_START, english.ptr, english.len), text};
    return LSN_OK;
}

static lsn_err read_all(reader *r, entry *list, int *count, lsn_arena *arena) {
    if (skip_space(r) != '{') return refuse(r, LSN_ERR_WRONG_TYPE, here(r), "a words file is an object in { }");
    r->at++;
    bool more = skip_space(r) != '}';
    while (more) {
        (void)skip_space(r);
        if (*count == LSN_WORDS_MAX) return refuse(r, LSN_ERR_TOO_MANY, here(r), "there are more than 4096 texts");
        lsn_err err = read_entry(r, &list[*count], arena);
        if (err) return err;
        ++*count;
        char c = skip_space(r);
        if (c != ',' && c != '}') return refuse(r, LSN_ERR_JSON_SYNTAX, here(r), "a comma or } belongs here");
        more = c == ',';
        if (more) r->at++;
    }
    r->at++;
    if (skip_space(r) == 0 && r->at == r->text.len) return LSN_OK;
    return refuse(r, LSN_ERR_JSON_SYNTAX, here(r), "nothing may follow the end of the words");
}

// ---------------------------------------------------------------- the table

static void sift(entry *list, int from, int count) {
    entry moved = list[from];
    int at = from;
    for (int child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && list[child].word.hash < list[child + 1].word.hash) child++;
        if (list[child].word.hash <= moved.word.hash) break;
        list[at] = list[child];
        at = child;
    }
    list[at] = moved;
}

static void sort(entry *list, int count) { // heapsort: bounded for any input
    for (int i = count / 2 - 1; i >= 0; i--) sift(list, i, count);
    for (int end = count - 1; end > 0; end--) {
        entry most = list[0];
        list[0] = list[end];
        list[end] = most;
        sift(list, 0, end);
    }
}

static lsn_err check_twins(const reader *r, const entry *list, int count) {
    for (int i = 1; i < count; i++) {
        if (list[i].word.hash != list[i - 1].word.hash) continue;
        place a = list[i - 1].at, b = list[i].at;
        bool first = a.line < b.line || (a.line == b.line && a.column < b.column);
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, first ? b.line : a.line, first ? b.column : a.column,
                            "this English text, or its hash, is that of line %d: keep one", first ? a.line : b.line);
    }
    return LSN_OK;
}

lsn_err lsn_words_parse(lsn_words *out, lsn_str json, lsn_arena *arena, lsn_diag *diag) {
    lsn_arena kept = *arena;
    reader r = {.text = json, .line = 1, .diag = diag};
    if (json.len > LSN_JSON_INPUT_MAX) return lsn_diag_set(diag, LSN_ERR_TOO_LONG, 1, 1, "the words file is too long");
    // The table stands before the texts. While reading, the entries stand at the arena's end.
    lsn_word *list = LSN_NEW(&kept, lsn_word, LSN_WORDS_MAX);
    enum { ENTRIES = LSN_WORDS_MAX * sizeof(entry), ALIGN = 16 };
    if (!list || kept.capacity - kept.used < ENTRIES + 2 * ALIGN)
        return lsn_diag_set(diag, LSN_ERR_NO_MEMORY, 1, 1, "%s", lsn_err_text(LSN_ERR_NO_MEMORY));
    size_t end = kept.capacity - ENTRIES - ALIGN;
    lsn_arena tail = lsn_arena_make(kept.base + end, kept.capacity - end);
    kept.capacity = end;
    entry *entries = LSN_NEW(&tail, entry, LSN_WORDS_MAX);
    LSN_ASSERT(entries);
    int count = 0;
    lsn_err err = read_all(&r, entries, &count, &kept);
    if (err) return err;
    sort(entries, count);
    err = check_twins(&r, entries, count);
    if (err) return err;
    for (int i = 0; i < count; i++) list[i] = entries[i].word;
    arena->used = kept.used;
    *out = (lsn_words){list, count};
    return LSN_OK;
}

lsn_str lsn_words_str(const lsn_words *language, lsn_str english) {
    if (!language || english.len == 0) return english;
    uint64_t hash = lsn_hash(LSN_HASH_START, english.ptr, english.len);
    int low = 0, high = language->count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (language->list[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < language->count && language->list[low].hash == hash ? language->list[low].text : english;
}

const char *lsn_words_say(const lsn_words *language, const char *english) {
    return language ? lsn_words_str(language, lsn_str_from(english)).ptr : english;
}

const char *lsn_words_count(const lsn_words *language, int count, const char *one, const char *many) {
    return lsn_words_say(language, count == 1 ? one : many);
}

void lsn_words_fixed(lsn_buf *out, const lsn_words *language, double value, int decimals) {
    char memory[32];
    lsn_buf number = lsn_buf_make(memory, sizeof memory);
    lsn_buf_fixed(&number, value, decimals);
    lsn_str text = lsn_buf_view(&number), half = lsn_str_from(LSN_IN(language, "0.5"));
    lsn_str mark = half.len > 2 ? (lsn_str){half.ptr + 1, half.len - 2} : LSN_STR("."); // between its two digits
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '.')
            lsn_buf_str(out, mark);
        else
            lsn_buf_char(out, text.ptr[i]);
    }
}

void lsn_words_gap(lsn_buf *out, const lsn_words *language) {
    lsn_str pair = lsn_str_from(LSN_IN(language, "%S %S"));
    if (out->len > 0 && pair.len > 4) lsn_buf_str(out, (lsn_str){pair.ptr + 2, pair.len - 4});
}
