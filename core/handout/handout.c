// The sheet of paper. Invariant: what a stranger's routine says appears as text and never as markup.
#include "core/handout/handout.h"

#include "core/qr/qr.h"

const char *lsn_paper_name(lsn_paper paper) {
    static const char *const names[] = {
#define X(name) #name,
        LSN_PAPERS(X)
#undef X
    };
    LSN_ASSERT(paper < LSN_PAPER_COUNT);
    return names[paper];
}

lsn_paper lsn_paper_find(lsn_str name) {
    int paper = 0;
    while (paper < LSN_PAPER_COUNT && !lsn_str_equal(name, lsn_str_from(lsn_paper_name((lsn_paper)paper)))) paper++;
    return (lsn_paper)paper;
}

static void put_escaped(lsn_buf *out, lsn_str text) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '<')
            lsn_buf_text(out, "&lt;");
        else if (c == '>')
            lsn_buf_text(out, "&gt;");
        else if (c == '&')
            lsn_buf_text(out, "&amp;");
        else if (c == '"')
            lsn_buf_text(out, "&quot;");
        else
            lsn_buf_char(out, c);
    }
}

static void put_element(lsn_buf *out, const char *open, lsn_str text, const char *close) {
    lsn_buf_text(out, open);
    put_escaped(out, text);
    lsn_buf_text(out, close);
}

static void put_said(lsn_buf *out, const lsn_words *language, const char *open, const char *english,
                     const char *close) {
    put_element(out, open, lsn_str_from(lsn_words_say(language, english)), close);
}

lsn_err lsn_handout_begin(lsn_buf *out, const lsn_words *language, const lsn_routine *routine, lsn_paper paper,
                          lsn_str link, lsn_arena scratch) {
    lsn_qr *qr = NULL;
    if (link.len > 0) {
        qr = LSN_NEW(&scratch, lsn_qr, 1);
        lsn_err err = qr ? lsn_qr_make(qr, link, LSN_QR_LEVEL_M, scratch) : LSN_ERR_NO_MEMORY;
        if (err) return err;
    }
    lsn_buf_format(out, "<article class=\"handout %s\"><header><div>", lsn_paper_name(paper));
    put_element(out, "<h1>", routine->name, "</h1>");
    if (routine->note.len > 0) put_element(out, "<p class=\"note\">", routine->note, "</p>");
    put_said(out, language, "<p class=\"way\">",
             LSN_TR("Go to a mild stretch, never into pain. Breathe all the while; come out of each position slowly."),
             "</p></div>");
    if (qr) {
        lsn_buf_text(out, "<figure class=\"code\">");
        lsn_qr_write_svg(out, qr, lsn_str_from(LSN_IN(language, "A code that opens this routine")));
        put_said(out, language, "<figcaption>", LSN_TR("Open on a phone"), "</figcaption></figure>");
    }
    lsn_buf_text(out, "</header><ol class=\"steps\">");
    return LSN_OK;
}

/// The way through one repetition, in the move's own words.
static void put_phases(lsn_buf *out, const lsn_move *move) {
    char memory[512];
    lsn_buf_text(out, "<ol class=\"way\">");
    lsn_side side = move->two_sided ? LSN_SIDE_right : LSN_SIDE_none;
    for (int i = -1; i < move->phase_count; i++) {
        lsn_str say = i < 0 ? move->ready : move->phases[i].say;
        if (say.len == 0) continue;
        lsn_buf text = lsn_buf_make(memory, sizeof memory);
        lsn_say(&text, move->language, say, side);
        put_element(out, "<li>", lsn_buf_view(&text), "</li>");
    }
    if (move->two_sided) put_said(out, move->language, "<li>", LSN_TR("Then the same on the left."), "</li>");
    lsn_buf_text(out, "</ol>");
}

static void put_variant(lsn_buf *out, const lsn_move *move, lsn_level level) {
    int variant = move->dose[level].variant;
    if (variant < 0) return;
    char memory[512];
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_say(&text, move->language, move->variants[variant].how, move->two_sided ? LSN_SIDE_right : LSN_SIDE_none);
    lsn_buf_text(out, "<p class=\"variant\"><b>");
    put_escaped(out, move->variants[variant].name);
    put_element(out, "</b> ", lsn_buf_view(&text), "</p>");
}

static void put_cautions(lsn_buf *out, const lsn_move *move) {
    if (move->tags == 0) return;
    const lsn_words *language = move->language;
    put_said(out, language, "<p class=\"caution\"><b>", LSN_TR("Ask first"), "</b>");
    put_escaped(out, lsn_str_from(LSN_IN(language, " with ")));
    for (int tag = 0, any = 0; tag < LSN_TAG_COUNT; tag++) {
        if ((move->tags >> tag & 1) == 0) continue;
        if (any++) lsn_buf_text(out, LSN_IN(language, "; "));
        put_escaped(out, lsn_str_from(lsn_words_say(language, lsn_tag_text((lsn_tag)tag))));
    }
    put_said(out, language, "", LSN_TR("."), "</p>");
}

void lsn_handout_step(lsn_buf *out, const lsn_routine *routine, int step, const lsn_catalogue *catalogue, lsn_str svg) {
    LSN_ASSERT(step >= 0);
    LSN_ASSERT(step < routine->count);
    const lsn_move *move = &catalogue->moves[routine->steps[step].move];
    lsn_level level = routine->steps[step].level;
    char memory[160];
    lsn_buf dose = lsn_buf_make(memory, sizeof memory);
    lsn_dose_words(&dose, move, level);
    lsn_buf_text(out, "<li class=\"step\">");
    if (svg.len > 0) {
        lsn_buf_text(out, "<figure>");
        lsn_buf_str(out, svg);
        lsn_buf_text(out, "</figure>");
    }
    lsn_buf_text(out, "<div>");
    put_element(out, "<h2>", move->name, "</h2>");
    put_element(out, "<p class=\"dose\">", lsn_buf_view(&dose), "</p>");
    put_phases(out, move);
    put_variant(out, move, level);
    if (move->cue_count > 0) put_element(out, "<p class=\"cue\">", move->cues[0], "</p>");
    put_cautions(out, move);
    lsn_buf_text(out, "</div></li>");
}

/// After the stop rules of the safety screen (docs/sources.md).
static void put_stop_rules(lsn_buf *out, const lsn_words *language) {
    put_said(out, language, "<section class=\"stop\"><h2>", LSN_TR("Stop for today"), "</h2>");
    put_said(out, language, "<p>",
             LSN_TR("with sharp or electric pain, pain that moves down the leg, new numbness or weakness, dizziness, "
                    "chest pain or breathlessness. Chest pain, or new trouble with bladder, bowels or feeling between "
                    "the legs: call your local emergency number. For the rest, speak to a clinician before you go on."),
             "</p></section>");
}

static void put_grid(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    const lsn_words *language = catalogue->language;
    put_said(out, language, "<table class=\"grid\"><caption>",
             LSN_TR("Two weeks: a tick for what you did. A day that is missed is just a day."), "</caption>");
    put_said(out, language, "<thead><tr><th scope=\"col\">", LSN_TR("Day"), "</th>");
    for (int day = 1; day <= LSN_HANDOUT_DAYS; day++) lsn_buf_format(out, "<th scope=\"col\">%d</th>", day);
    lsn_buf_text(out, "</tr></thead><tbody>");
    for (int i = 0; i < routine->count + 2; i++) {
        if (i < routine->count) {
            lsn_str name = catalogue->moves[routine->steps[i].move].name;
            put_element(out, "<tr><th scope=\"row\">", name, "</th>");
        } else {
            put_said(out, language, "<tr class=\"pain\"><th scope=\"row\">",
                     i == routine->count ? LSN_TR("Pain before, 0–10") : LSN_TR("Pain after, 0–10"), "</th>");
        }
        for (int day = 0; day < LSN_HANDOUT_DAYS; day++) lsn_buf_text(out, "<td></td>");
        lsn_buf_text(out, "</tr>");
    }
    lsn_buf_text(out, "</tbody></table>");
}

void lsn_handout_end(lsn_buf *out, const lsn_routine *routine, const lsn_catalogue *catalogue) {
    lsn_buf_text(out, "</ol>");
    put_stop_rules(out, catalogue->language);
    put_grid(out, routine, catalogue);
    lsn_buf_text(out, "<footer>");
    if (routine->source_words.len > 0) put_element(out, "<p>", routine->source_words, "</p>");
    put_said(out, catalogue->language, "<p>",
             LSN_TR("Loosen: guided stretching for everyday stiffness. It is neither diagnosis nor treatment, and no "
                    "substitute for a clinician who knows you."),
             "</p></footer></article>");
}
