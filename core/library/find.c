// core/library: search. Invariant: a pure function of the catalogue and the wish; a word of a text is compared as
// folded letters and digits, so dashes, apostrophes and case never matter.
#include "core/library/library.h"

enum { WORD_MAX = 48 };

typedef struct word {
    char text[WORD_MAX];
    int len;
    bool exact; // a letter wrong is another word
    bool han;   // looked for anywhere: its script has no spaces
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

/// One character of a text as a word sees it: `size` bytes of the text, and what it is folded to.
typedef struct letter {
    size_t size;
    char text[4];
    int len;  // of the folded text
    bool in;  // belongs to a word (also with nothing to show for it, as an apostrophe)
    bool han; // of a script without spaces between words
} letter;

/// U+00C0 … U+00FF without their marks; a blank is no letter.
static const char latin[64 + 1] = "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty";

static letter ascii_letter(char c) {
    letter it = {.size = 1, .text = {c >= 'A' && c <= 'Z' ? (char)(c + 32) : c}, .len = 1};
    it.in = (it.text[0] >= 'a' && it.text[0] <= 'z') || (c >= '0' && c <= '9');
    if (c == '\'') it = (letter){.size = 1, .in = true};
    return it;
}

static letter two(const char *text, size_t size) {
    return (letter){.size = size, .text = {text[0], text[1]}, .len = 2, .in = true};
}

/// Dashes, quotes and the marks of Chinese and Japanese part words; the right single quote is an apostrophe.
static letter three_bytes(const unsigned char *at) {
    letter it = {.size = 3, .text = {(char)at[0], (char)at[1], (char)at[2]}, .len = 3, .in = true};
    bool apostrophe = at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0x99;
    bool mark = (at[0] == 0xE2 && at[1] == 0x80) || (at[0] == 0xE3 && at[1] == 0x80) ||
                (at[0] == 0xEF && at[1] == 0xBC && (at[2] < 0x90 || at[2] >= 0x9A));
    if (apostrophe) return (letter){.size = 3, .in = true};
    if (mark) return (letter){.size = 3};
    it.han = at[0] >= 0xE3 && at[0] <= 0xE9; // kana and Han
    return it;
}

static letter letter_at(lsn_str text) {
    const unsigned char *at = (const unsigned char *)text.ptr;
    size_t size = at[0] < 0xC0 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
    if (at[0] < 0x80) return ascii_letter((char)at[0]);
    if (size > text.len) return (letter){.size = text.len};
    if (size == 3) return three_bytes(at);
    if (at[0] == 0xC3 && at[1] == 0x9F) return two("ss", size);
    if (at[0] == 0xC3 && (at[1] == 0x86 || at[1] == 0xA6)) return two("ae", size);
    if (at[0] == 0xC5 && (at[1] == 0x92 || at[1] == 0x93)) return two("oe", size);
    if (at[0] == 0xC3) {
        char plain = latin[at[1] & 0x3F];
        return plain == ' ' ? (letter){.size = size} : (letter){.size = size, .text = {plain}, .len = 1, .in = true};
    }
    if (at[0] == 0xCC || (at[0] == 0xCD && at[1] < 0xB0)) return (letter){.size = size, .in = true}; // an accent alone
    letter it = {.size = size, .len = (int)size, .in = true};
    for (size_t i = 0; i < size; i++) it.text[i] = (char)at[i];
    return it;
}

/// Cuts the next word off `rest`, folded; false at the end. What is longer than a word can be is cut.
static bool next_word(word *out, lsn_str *rest) {
    *out = (word){.len = 0};
    while (rest->len > 0) {
        letter it = letter_at(*rest);
        if (!it.in && out->len > 0) return true;
        *rest = (lsn_str){rest->ptr + it.size, rest->len - it.size};
        if (!it.in || out->len + it.len > WORD_MAX) continue;
        for (int i = 0; i < it.len; i++) out->text[out->len++] = it.text[i];
        out->han = out->han || it.han;
    }
    return out->len > 0;
}

/// Whether the word stands in a text of words.
static bool is_one_of(const word *it, const char *list) {
    lsn_str rest = lsn_str_from(list);
    word one;
    while (next_word(&one, &rest))
        if (lsn_str_equal((lsn_str){it->text, (size_t)it->len}, (lsn_str){one.text, (size_t)one.len})) return true;
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

/// 4 when that is the whole text, 3 anywhere in it.
static int find_han(const word *wanted, lsn_str text) {
    lsn_str what = {wanted->text, (size_t)wanted->len};
    for (size_t at = 0; at + what.len <= text.len; at++)
        if (lsn_str_starts((lsn_str){text.ptr + at, text.len - at}, what)) return text.len == what.len ? 4 : 3;
    return 0;
}

static int find_in(const word *wanted, lsn_str text) {
    if (wanted->han) return find_han(wanted, text);
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

/// A plain word of the lists, as the move's language says it.
static void score_text(int *best, const word *wanted, const lsn_move *move, const char *english, int weight) {
    score(best, wanted, lsn_str_from(lsn_words_say(move->language, english)), weight);
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
        score_text(best, wanted, move, lsn_muscle_plain(muscle), weight);
        score_text(best, wanted, move, lsn_muscle_latin(muscle), weight);
    }
}

/// What a word stands for when it is wanted and when it is not.
static int score_core(const word *wanted, const lsn_move *move) {
    int best = 0;
    score(&best, wanted, move->name, IN_NAME);
    for (int i = 0; i < move->alias_count; i++) score(&best, wanted, move->aliases[i], IN_ALIAS);
    score_muscles(&best, wanted, move);
    for (int i = 0; i < LSN_REGION_COUNT; i++)
        if (move->regions >> i & 1) score_text(&best, wanted, move, lsn_region_text((lsn_region)i), IN_REGION);
    score_text(&best, wanted, move, lsn_posture_text(move->start), IN_POSTURE);
    score_text(&best, wanted, move, lsn_kind_text(move->kind), IN_POSTURE);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (move->props_needed >> i & 1) score_text(&best, wanted, move, lsn_prop_text((lsn_prop)i), IN_PLACE);
    return best;
}

static int score_move(const word *wanted, const lsn_move *move) {
    int best = score_core(wanted, move);
    for (int i = 0; i < LSN_PLACE_COUNT; i++)
        if (move->places >> i & 1) score_text(&best, wanted, move, lsn_place_text((lsn_place)i), IN_PLACE);
    for (int i = 0; i < LSN_PROP_COUNT; i++)
        if (move->props_useful >> i & 1) score_text(&best, wanted, move, lsn_prop_text((lsn_prop)i), IN_TEXT);
    score(&best, wanted, move->why, IN_TEXT);
    score(&best, wanted, move->summary, IN_TEXT);
    for (int i = 0; i < move->cue_count; i++) score(&best, wanted, move->cues[i], IN_TEXT);
    return best;
}

static bool find_said(const word *wanted, const lsn_move *move, const char *english) {
    return find_in(wanted, lsn_str_from(lsn_words_say(move->language, english))) > 0;
}

/// Whether a word that is not wanted belongs to the move.
static bool has_unwanted(const word *unwanted, const lsn_move *move) {
    for (int i = 0; i < LSN_TAG_COUNT; i++)
        if (move->tags >> i & 1 && find_said(unwanted, move, lsn_tag_text((lsn_tag)i))) return true;
    if (find_said(unwanted, move, lsn_posture_text(move->end))) return true;
    bool elsewhere = false, there = false;
    for (int i = 0; i < LSN_PLACE_COUNT; i++) {
        if (!(move->places >> i & 1)) continue;
        bool found = find_said(unwanted, move, lsn_place_text((lsn_place)i));
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

/// What a language says no with, and what it says nothing with, are lists of its words.
static int read_terms(term out[LSN_FIND_TERMS_MAX], const lsn_words *language, lsn_str words) {
    const char *not_words = LSN_IN(language, "no not without");
    const char *small_words = LSN_IN(language, "a an and any at for from i in is it me my of on or the to with");
    int count = 0;
    bool absent = false;
    word it;
    while (count < LSN_FIND_TERMS_MAX && next_word(&it, &words)) {
        if (is_one_of(&it, not_words)) {
            absent = true;
        } else if (!is_one_of(&it, small_words)) {
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
    int ranks[LSN_MOVES_MAX], count = 0, term_count = read_terms(terms, catalogue->language, find->words);
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
