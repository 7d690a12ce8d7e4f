// core/make: a form as the text of a move file. Invariant: the text is JSON whatever the form holds, and a field that
// is known to be bad is replaced by one that passes, so that what is wrong elsewhere is found too.
#include "core/make/inner.h"

static lsn_str said_in(const writing *w, const char *english) {
    return lsn_words_str(w->f->language, lsn_str_from(english));
}

static void begin_field(writing *w, lsn_make_field field, const char *key) {
    lsn_buf_char(w->buf, '\n');
    if (w->line + 1 < LINES_MAX) w->line++;
    w->field_of[w->line] = field;
    lsn_json_key(&w->json, key);
}

static bool is_bad(const writing *w, lsn_make_field field) {
    return w->bad >> field & 1;
}

// Parsed JSON as it was; the parser has bounded its depth.
static void copy_value(lsn_json_out *out, const lsn_json *value) {
    switch (value->type) {
    case LSN_JSON_NULL:
        lsn_json_null(out);
        break;
    case LSN_JSON_BOOL:
        lsn_json_bool(out, value->boolean);
        break;
    case LSN_JSON_NUMBER: {
        bool sane = value->number > -1e9 && value->number < 1e9;
        double number = sane ? value->number : 1e9;
        lsn_json_fixed(out, number, lsn_floor(number) == number ? 0 : 3);
        break;
    }
    case LSN_JSON_STRING:
        lsn_json_str(out, value->string);
        break;
    case LSN_JSON_ARRAY:
    case LSN_JSON_OBJECT: {
        bool object = value->type == LSN_JSON_OBJECT;
        if (object)
            lsn_json_object(out);
        else
            lsn_json_array(out);
        for (const lsn_json *at = value->first; at; at = at->next) {
            if (object) lsn_json_key(out, at->key.ptr);
            copy_value(out, at);
        }
        if (object)
            lsn_json_object_end(out);
        else
            lsn_json_array_end(out);
        break;
    }
    }
}

static lsn_str text_of(const lsn_json *object, const char *key) {
    const lsn_json *value = lsn_json_get(object, key);
    return value && value->type == LSN_JSON_STRING ? value->string : (lsn_str){"", 0};
}

// One line: breaks become spaces, and none stands at the ends or twice.
static void tidy(lsn_buf *out, lsn_str text) {
    bool gap = false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= ' ' || c == 0x7F) {
            gap = out->len > 0;
            continue;
        }
        if (gap) lsn_buf_char(out, ' ');
        gap = false;
        lsn_buf_char(out, (char)c);
    }
}

static void write_text(writing *w, lsn_make_field field, const char *key, lsn_str text, const char *instead) {
    char bytes[2048];
    lsn_buf line = lsn_buf_make(bytes, sizeof bytes);
    tidy(&line, text);
    begin_field(w, field, key);
    if (is_bad(w, field))
        lsn_json_text(&w->json, instead);
    else
        lsn_json_str(&w->json, lsn_buf_view(&line));
}

// The words that every file needs and no form asks for.
static void write_word(writing *w, const char *key, const char *word, const char *instead, bool as_list) {
    lsn_str text = text_of(w->f->words, word);
    begin_field(w, LSN_MAKE_name, key);
    if (as_list) lsn_json_array(&w->json);
    if (text.len > 0 && text.len <= 80)
        lsn_json_str(&w->json, text);
    else
        lsn_json_text(&w->json, instead);
    if (as_list) lsn_json_array_end(&w->json);
}

static void write_list(writing *w, lsn_make_field field, const char *key, const char *instead) {
    const lsn_json *list = lsn_json_get(w->f->root, key);
    begin_field(w, field, key);
    if (list && list->type == LSN_JSON_ARRAY && !is_bad(w, field)) {
        copy_value(&w->json, list);
        return;
    }
    lsn_json_array(&w->json);
    if (is_bad(w, field) && instead) lsn_json_text(&w->json, instead);
    lsn_json_array_end(&w->json);
}

// The cautions that a person ticked, and those that follow from the poses.
static void write_tags(writing *w) {
    const lsn_json *list = lsn_json_get(w->f->root, "tags");
    uint32_t tags = w->found ? w->found->tags : 0;
    begin_field(w, LSN_MAKE_tags, "tags");
    lsn_json_array(&w->json);
    if (list && list->type == LSN_JSON_ARRAY && !is_bad(w, LSN_MAKE_tags)) {
        for (const lsn_json *at = list->first; at; at = at->next) {
            lsn_tag tag = at->type == LSN_JSON_STRING ? lsn_tag_find(at->string) : LSN_TAG_COUNT;
            if (tag < LSN_TAG_COUNT)
                tags |= 1u << tag;
            else
                copy_value(&w->json, at); // the checker says what is wrong with it
        }
    }
    for (int i = 0; i < LSN_TAG_COUNT; i++)
        if (tags >> i & 1) lsn_json_text(&w->json, lsn_tag_name((lsn_tag)i));
    lsn_json_array_end(&w->json);
}

static void write_targets(writing *w) {
    static const char *const sides[] = {"working", "other", "both"};
    begin_field(w, LSN_MAKE_figure, "targets");
    lsn_json_array(&w->json);
    int count = w->found ? w->found->target_count : 0;
    for (int i = 0; i < count; i++) {
        lsn_str name = lsn_str_from(lsn_muscle_name(w->found->targets[i].right));
        lsn_json_object(&w->json);
        lsn_json_put_str(&w->json, "muscle", (lsn_str){name.ptr, name.len - 2});
        if (w->found->targets[i].primary) lsn_json_put_bool(&w->json, "primary", true);
        if (w->f->two_sided) lsn_json_put_text(&w->json, "side", sides[w->found->targets[i].side]);
        lsn_json_object_end(&w->json);
    }
    if (count == 0) {
        lsn_json_object(&w->json);
        lsn_json_put_text(&w->json, "muscle", "erector_longissimus_lumborum");
        lsn_json_put_bool(&w->json, "primary", true);
        if (w->f->two_sided) lsn_json_put_text(&w->json, "side", "both");
        lsn_json_object_end(&w->json);
    }
    lsn_json_array_end(&w->json);
}

static void write_dose(writing *w, lsn_make_field field, const char *level) {
    const lsn_json *dose = lsn_json_get(w->f->doses, level), *hold = lsn_json_get(dose, "hold_s");
    const lsn_json *reps = lsn_json_get(dose, "reps");
    lsn_str source = text_of(w->f->words, "source");
    begin_field(w, field, level);
    lsn_json_object(&w->json);
    if (w->f->holds) {
        lsn_json_key(&w->json, "hold_s");
        if (hold && !is_bad(w, field))
            copy_value(&w->json, hold);
        else
            lsn_json_int(&w->json, is_bad(w, field) ? 20 : 0);
    }
    if (reps || is_bad(w, field)) {
        lsn_json_key(&w->json, "reps");
        if (is_bad(w, field))
            lsn_json_int(&w->json, 1);
        else
            copy_value(&w->json, reps);
    }
    bool said = source.len > 0 && source.len <= 80;
    lsn_json_put_str(&w->json, "source", said ? source : said_in(w, LSN_TR("Your own choice.")));
    lsn_json_object_end(&w->json);
}

static void write_poses(writing *w) {
    const lsn_json *poses = lsn_json_get(w->f->figure, "poses");
    begin_field(w, LSN_MAKE_figure, "poses");
    if (poses && !is_bad(w, LSN_MAKE_figure)) {
        copy_value(&w->json, poses);
        return;
    }
    static const char *const ids[] = {"start", "there"};
    lsn_json_array(&w->json);
    for (int i = 0; i < 2; i++) {
        lsn_json_object(&w->json);
        lsn_json_put_text(&w->json, "id", ids[i]);
        lsn_json_key(&w->json, "coords");
        lsn_json_object(&w->json);
        lsn_json_object_end(&w->json);
        lsn_json_key(&w->json, "contacts");
        lsn_json_raw(&w->json,
                     LSN_STR("[{\"site\":\"heel\",\"on\":\"floor\"},{\"site\":\"ball_inner\",\"on\":\"floor\"}]"));
        lsn_json_object_end(&w->json);
    }
    lsn_json_array_end(&w->json);
}

static void write_phase(writing *w, lsn_make_field field, const char *id, const char *kind, const char *to,
                        int seconds) {
    char bytes[2048];
    lsn_buf line = lsn_buf_make(bytes, sizeof bytes);
    tidy(&line, text_of(w->f->say, id));
    lsn_buf_char(w->buf, '\n');
    if (w->line + 1 < LINES_MAX) w->line++;
    w->field_of[w->line] = field;
    lsn_json_object(&w->json);
    lsn_json_put_text(&w->json, "id", id);
    lsn_json_put_text(&w->json, "kind", kind);
    lsn_json_put_text(&w->json, "to", to);
    if (seconds > 0) lsn_json_put_int(&w->json, "seconds", seconds);
    if (is_bad(w, field))
        lsn_json_put_text(&w->json, "say", LSN_IN(w->f->language, "Move."));
    else
        lsn_json_put_str(&w->json, "say", lsn_buf_view(&line));
    lsn_json_object_end(&w->json);
}

static void write_phases(writing *w) {
    int go_s = w->found ? w->found->go_s : 8, back_s = w->found ? w->found->back_s : 8;
    bool holds = w->f->holds;
    begin_field(w, LSN_MAKE_go, "phases");
    lsn_json_array(&w->json);
    write_phase(w, LSN_MAKE_go, "go", holds ? "settle" : "move", "there", go_s);
    if (holds) write_phase(w, LSN_MAKE_hold, "hold", "hold", "there", 0);
    write_phase(w, LSN_MAKE_back, "back", holds ? "release" : "move", "start", back_s);
    lsn_json_array_end(&w->json);
}

static bool names_side(lsn_str text) {
    lsn_str side = LSN_STR("{side}"), other = LSN_STR("{other}");
    for (size_t i = 0; i < text.len; i++) {
        lsn_str rest = {text.ptr + i, text.len - i};
        if (lsn_str_starts(rest, side) || lsn_str_starts(rest, other)) return true;
    }
    return false;
}

// A move of two sides says its side somewhere: at the end of what is said first, unless the person has said it.
static void write_ready(writing *w) {
    static const char begin[] = LSN_TR("Begin with your {side} side.");
    static const char *const lines[] = {"ready", "go", "hold", "back"};
    char bytes[2048];
    lsn_buf line = lsn_buf_make(bytes, sizeof bytes);
    tidy(&line, text_of(w->f->say, "ready"));
    bool said = false;
    for (int i = 0; i < 4; i++) said = said || names_side(text_of(w->f->say, lines[i]));
    if (w->f->two_sided && !said && line.len > 0) {
        lsn_str side = text_of(w->f->say, "side");
        lsn_buf_char(&line, ' ');
        lsn_buf_str(&line, names_side(side) ? side : said_in(w, begin));
    }
    write_text(w, LSN_MAKE_ready, "ready", lsn_buf_view(&line),
               lsn_words_say(w->f->language, w->f->two_sided ? begin : LSN_TR("Get ready.")));
}

static void write_figure(writing *w) {
    const lsn_json *props = lsn_json_get(w->f->figure, "props"), *seat = lsn_json_get(w->f->figure, "seat_m");
    const lsn_json *view = lsn_json_get(w->f->figure, "view");
    bool bad = is_bad(w, LSN_MAKE_figure);
    if (props && !bad) {
        begin_field(w, LSN_MAKE_figure, "props");
        copy_value(&w->json, props);
    }
    if (seat && !bad) {
        begin_field(w, LSN_MAKE_figure, "seat_m");
        copy_value(&w->json, seat);
    }
    write_poses(w);
    begin_field(w, LSN_MAKE_figure, "view");
    if (view && !bad)
        copy_value(&w->json, view);
    else
        lsn_json_raw(&w->json, LSN_STR("{\"yaw\":40,\"pitch\":8}"));
    begin_field(w, LSN_MAKE_figure, "key_pose");
    lsn_json_text(&w->json, "there");
}

static void write_sources(writing *w) {
    begin_field(w, LSN_MAKE_name, "sources");
    lsn_json_array(&w->json);
    lsn_json_object(&w->json);
    lsn_json_put_text(&w->json, "id", "own");
    lsn_str fact = text_of(w->f->words, "fact");
    lsn_json_put_str(&w->json, "fact",
                     fact.len > 0 && fact.len <= 200 ? fact : said_in(w, LSN_TR("A move of your own.")));
    lsn_json_object_end(&w->json);
    lsn_json_array_end(&w->json);
}

void lsn_make_write(writing *w) {
    const form *f = w->f;
    const findings *found = w->found;
    w->json = lsn_json_begin(w->buf);
    w->line = 1;
    w->field_of[0] = w->field_of[1] = LSN_MAKE_name;
    lsn_json_object(&w->json);
    lsn_json_key(&w->json, "id");
    lsn_json_str(&w->json, text_of(f->root, "id"));
    write_text(w, LSN_MAKE_name, "name", text_of(f->root, "name"), LSN_IN(f->language, "A move of your own"));
    write_word(w, "summary", "summary", LSN_IN(f->language, "A move of your own."), false);
    write_word(w, "why", "why", LSN_IN(f->language, "a move of your own"), false);
    write_text(w, LSN_MAKE_start, "start", text_of(f->root, "start"), "standing");
    write_list(w, LSN_MAKE_places, "places", "floor");
    write_list(w, LSN_MAKE_regions, "regions", "lower-back");
    write_tags(w);
    begin_field(w, LSN_MAKE_figure, "kind");
    lsn_json_text(&w->json, f->holds ? "static" : "dynamic");
    begin_field(w, LSN_MAKE_figure, "direction");
    lsn_json_text(&w->json, lsn_direction_name(found ? found->direction : LSN_DIRECTION_neutral));
    begin_field(w, LSN_MAKE_figure, "end_range");
    lsn_json_bool(&w->json, found && found->end_range);
    begin_field(w, LSN_MAKE_figure, "warm_up");
    lsn_json_bool(&w->json, !f->holds && found && !found->end_range);
    begin_field(w, LSN_MAKE_figure, "two_sided");
    lsn_json_bool(&w->json, f->two_sided);
    write_targets(w);
    write_ready(w);
    write_phases(w);
    begin_field(w, LSN_MAKE_usual, "doses");
    lsn_json_object(&w->json);
    write_dose(w, LSN_MAKE_easier, "easier");
    write_dose(w, LSN_MAKE_usual, "usual");
    write_dose(w, LSN_MAKE_harder, "harder");
    lsn_json_object_end(&w->json);
    write_figure(w);
    write_word(w, "cues", "cue", LSN_IN(f->language, "Keep breathing, and stop short of pain."), true);
    write_word(w, "mistakes", "mistake", LSN_IN(f->language, "Going further than feels right."), true);
    write_sources(w);
    lsn_json_object_end(&w->json);
    lsn_buf_char(w->buf, '\n');
}
