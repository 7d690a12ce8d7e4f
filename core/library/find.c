// core/library: search. Invariant: a pure function of the catalogue and the wish; a word of a text is compared as
// folded letters and digits, so dashes, apostrophes and case never matter.
#include "core/library/library.h"

enum { WORD_MAX = 32 };

typedef struct word {
    char text[WORD_MAX];
    int len;
    bool exact; // a letter wrong is another word
} word;

typedef struct term {
    word word;
    bool absent; // must not be there
} term;

/// How much a word counts by where it stands; a whole word counts four times that, a beginning three times.
enum {
    IN_NAME = 10,
    IN_ALIAS = 8,
    IN_PRIMARY = 6,
    IN_MUSCLE = 5,
    IN_REGION = 5,
    IN_POSTURE = 4,
    IN_PLACE = 3,
    IN_TEXT = 1
};

// ---------------------------------------------------------------- words

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/// Bytes of a dash, quote or other mark of U+2000 … U+203F at `at`, else 0. The apostrophes are part of a word.
static size_t mark_at(lsn_str text, size_t at) {
    if (at + 2 >= text.len) return 0;
    return (unsigned char)text.ptr[at] == 0xE2 && (unsigned char)text.ptr[at + 1] == 0x80 ? 3 : 0;
}

static bool is_apostrophe(lsn_str text, size_t at) {
    return text.ptr[at] == '\'' || (mark_at(text, at) && (unsigned char)text.ptr[at + 2] == 0x99);
}

/// Cuts the next word off `rest`, folded; false at the end. What is longer than a word can be is cut.
static bool next_word(word *out, lsn_str *rest) {
    size_t at = 0;
    *out = (word){.len = 0};
    if (rest->len == 0) return false;
    while (at < rest->len) {
        size_t mark = mark_at(*rest, at);
        bool apostrophe = is_apostrophe(*rest, at);
        if (apostrophe || (!mark && is_letter(rest->ptr[at]))) {
            char c = rest->ptr[at];
            if (!apostrophe && out->len < WORD_MAX) out->text[out->len++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        } else if (out->len > 0) {
            break;
        }
        at += mark ? mark : 1;
    }
    *rest = (lsn_str){rest->ptr + at, rest->len - at};
    return out->len > 0;
}

static bool is_word(const word *it, const char *text) {
    return lsn_str_equal((lsn_str){it->text, (size_t)it->len}, lsn_str_from(text));
}

static bool is_one_of(const word *it, const char *const *list, int count) {
    for (int i = 0; i < count; i++)
        if (is_word(it, list[i])) return true;
    return false;
}

static int common(const word *a, const word *b) {
    int i = 0;
    while (i < a->len && i < b->len && a->text[i] == b->text[i]) i++;
    return i;
}

static bool same_from(const word *a, int at, const word *b, int bt) {
    if (a->len - at != b->len - bt) return false;
    for (; at < a->len; at++, bt++)
        if (a->text[at] != b->text[bt]) return false;
    return true;
}

/// One letter more, less, other, or two that changed places.
static bool is_near(const word *a, const word *b) {
    int i = common(a, b);
    if (same_from(a, i + 1, b, i + 1) || same_from(a, i, b, i + 1) || same_from(a, i + 1, b, i)) return true;
    return i + 1 < a->len && i + 1 < b->len && a->text[i] == b->text[i + 1] && a->text[i + 1] == b->text[i] &&
           same_from(a, i + 2, b, i + 2);
}

/// 4 whole, 3 the beginning (or a plural of it), 1 with one letter wrong, 0 not.
static int likeness(const word *wanted, const word *there) {
    int same = common(wanted, there);
    if (same == wanted->len) return there->len == wanted->len ? 4 : 3;
    if (same == there->len && same >= 3 && wanted->len - same == 1 && wanted->text[same] == 's') return 3;
    if (!wanted->exact && wanted->len >= 5 && there->len >= 4 && is_near(wanted, there)) return 1;
    return 0;
}

static int find_in(const word *wanted, lsn_str text) {
    int best = 0;
    word there;
    while (next_word(&there, &text)) {
        int like = likeness(wanted, &there);
        if (like > best) best = like;
    }
    return best;
}

static void score(int *best, const word *wanted, lsn_str text, int weight) {
    int found = weight * find_in(wanted, text);
    if (found > *best) *best = found;
}

static void score_text(int *best, const word *wanted, const char *text, int weight) {
    score(best, wanted, lsn_str_from(text), weight);
}

// ---------------------------------------------------------------- one move

static lsn_muscle muscle_of(const lsn_target *target) {
    char name[64];
    lsn_buf buf = lsn_buf_make(name, sizeof name);
    lsn_buf_format(&buf, "%S_r", target->muscle);
    return lsn_muscle_find(lsn_buf_view(&buf));
}

static void score_muscles(int *best, const word *wanted, const lsn_move *move) {
    for (int i = 0; i < move->target_count; i++) {
        lsn_muscle muscle = muscle_of(&move->targets[i]);
        int weight = move->targets[i].primary ? IN_PRIMARY : IN_MUSCLE;
        if (muscle == LSN_MUSCLE_NONE) continue;
        score_text(best, wanted, lsn_muscle_plain(muscle), weight);
        score_text(best, wanted, lsn_muscle_latin(muscle), weight);
    }
}

/// What a word stands for when it is wanted and when it is not.
static int score_core(const word *wanted, const lsn_move *move) {
    int best = 0;
    score(&best, wanted, move->name, IN_NAME);
    for (int i = 0; i < move->alias_count; i++) score(&best, wanted, move->aliases[i], IN_ALIAS);
    score_muscles(&best, wanted, move);
    for (int i = 0; i < LSN_REGION_COUNT; i++)
        if (move->regions >> i & 1) score_text(&best, wanted, lsn_region_text((lsn_region)i), IN_REGION);
    score_text(&best, wanted, lsn_posture_text(move->start), IN_POSTURE);
    score_text(&best, wanted, lsn_kind_name(move->kind), IN_POSTURE);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (move->props_needed >> i & 1) score_text(&best, wanted, lsn_prop_name((lsn_prop)i), IN_PLACE);
    return best;
}

static int score_move(const word *wanted, const lsn_move *move) {
    int best = score_core(wanted, move);
    for (int i = 0; i < LSN_PLACE_COUNT; i++)
        if (move->places >> i & 1) score_text(&best, wanted, lsn_place_text((lsn_place)i), IN_PLACE);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (move->props_useful >> i & 1) score_text(&best, wanted, lsn_prop_name((lsn_prop)i), IN_TEXT);
    score(&best, wanted, move->why, IN_TEXT);
    score(&best, wanted, move->summary, IN_TEXT);
    for (int i = 0; i < move->cue_count; i++) score(&best, wanted, move->cues[i], IN_TEXT);
    return best;
}

/// Whether a word that is not wanted belongs to the move.
static bool has_unwanted(const word *unwanted, const lsn_move *move) {
    for (int i = 0; i < LSN_TAG_COUNT; i++)
        if (move->tags >> i & 1 && find_in(unwanted, lsn_str_from(lsn_tag_text((lsn_tag)i)))) return true;
    if (find_in(unwanted, lsn_str_from(lsn_posture_text(move->end)))) return true;
    bool elsewhere = false, there = false;
    for (int i = 0; i < LSN_PLACE_COUNT; i++) {
        if (!(move->places >> i & 1)) continue;
        bool found = find_in(unwanted, lsn_str_from(lsn_place_text((lsn_place)i))) > 0;
        there = there || found;
        elsewhere = elsewhere || !found;
    }
    return (there && !elsewhere) || score_core(unwanted, move) > 0;
}

static bool passes(const lsn_move *move, const lsn_find *find) {
    if (find->places && !(find->places & move->places)) return false;
    if (find->regions && !(find->regions & move->regions)) return false;
    if (find->kinds && !(find->kinds >> move->kind & 1)) return false;
    return !(find->without_tags & move->tags);
}

enum { NAME_WORDS_MAX = 15 };

static int count_words(lsn_str text) {
    int count = 0;
    word it;
    while (count < NAME_WORDS_MAX && next_word(&it, &text)) count++;
    return count;
}

/// The sum over the terms, −1 when one of them says no. Of two that are as good, the one with the shorter name.
static int rank(const lsn_move *move, const term *terms, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
        if (terms[i].absent) {
            if (has_unwanted(&terms[i].word, move)) return -1;
            continue;
        }
        int found = score_move(&terms[i].word, move);
        if (found == 0) return -1;
        sum += found;
    }
    return sum == 0 ? 0 : sum * (NAME_WORDS_MAX + 1) - count_words(move->name);
}

// ---------------------------------------------------------------- all moves

static int read_terms(term out[LSN_FIND_TERMS_MAX], lsn_str words) {
    static const char *const not_words[] = {"no", "not", "without"};
    static const char *const small_words[] = {"a",  "an", "and", "any", "at", "for", "from", "i",  "in",  "is",
                                              "it", "me", "my",  "of",  "on", "or",  "the",  "to", "with"};
    int count = 0;
    bool absent = false;
    word it;
    while (count < LSN_FIND_TERMS_MAX && next_word(&it, &words)) {
        if (is_one_of(&it, not_words, sizeof not_words / sizeof *not_words)) {
            absent = true;
        } else if (!is_one_of(&it, small_words, sizeof small_words / sizeof *small_words)) {
            it.exact = absent;
            out[count++] = (term){.word = it, .absent = absent};
            absent = false;
        }
    }
    return count;
}

static bool comes_before(const lsn_catalogue *catalogue, int a, int a_rank, int b, int b_rank) {
    if (a_rank != b_rank) return a_rank > b_rank;
    return lsn_str_compare(catalogue->moves[a].name, catalogue->moves[b].name) < 0;
}

int lsn_find_moves(int out[LSN_MOVES_MAX], const lsn_catalogue *catalogue, const lsn_find *find) {
    term terms[LSN_FIND_TERMS_MAX];
    int ranks[LSN_MOVES_MAX], count = 0, term_count = read_terms(terms, find->words);
    LSN_ASSERT(catalogue->count <= LSN_MOVES_MAX);
    for (int i = 0; i < catalogue->count; i++) {
        if (!passes(&catalogue->moves[i], find)) continue;
        int found = rank(&catalogue->moves[i], terms, term_count), at = count;
        if (found < 0) continue;
        for (; at > 0 && comes_before(catalogue, i, found, out[at - 1], ranks[at - 1]); at--) {
            out[at] = out[at - 1];
            ranks[at] = ranks[at - 1];
        }
        out[at] = i;
        ranks[at] = found;
        count++;
    }
    return count;
}
