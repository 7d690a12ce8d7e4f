// core/catalogue: key poses. Invariant: a pose in a move holds every value it inherits; a coordinate or a site occurs
// in it once. A variant's pose is the move's pose of that id with the variant's values on top, also where others
// inherit.
#include "core/catalogue/read.h"

enum { NAME_MAX = LSN_ID_MAX + 2 };

// A pose while it is put together.
typedef struct draft {
    lsn_pose_coord coords[LSN_POSE_COORDS_MAX];
    lsn_pose_contact contacts[LSN_POSE_CONTACTS_MAX];
    int coord_count, contact_count;
} draft;

// Names of the body's midline; every other name without _r or _l stands for both sides. The body itself checks all
// names later, for every move.
static const char *const midline_coords[] = {"pelvis_", "lumbar_", "thoracic_", "neck_"};
static const char *const midline_sites[] = {"sacrum",   "low_back", "mid_back", "upper_back", "back_of_head",
                                            "forehead", "chin",     "belly",    "breastbone", "pubis"};

static bool ends_with_side(lsn_str name) {
    return name.len > 2 && name.ptr[name.len - 2] == '_' &&
           (name.ptr[name.len - 1] == 'r' || name.ptr[name.len - 1] == 'l');
}

static bool is_both_coords(lsn_str name) {
    if (ends_with_side(name)) return false;
    for (size_t i = 0; i < sizeof midline_coords / sizeof *midline_coords; i++)
        if (lsn_str_starts(name, lsn_str_from(midline_coords[i]))) return false;
    return true;
}

static bool is_both_sites(lsn_str name) {
    if (ends_with_side(name)) return false;
    for (size_t i = 0; i < sizeof midline_sites / sizeof *midline_sites; i++)
        if (lsn_str_equal(name, lsn_str_from(midline_sites[i]))) return false;
    return true;
}

static bool is_place(lsn_str name) {
    return lsn_str_equal(name, LSN_STR("floor")) || lsn_str_equal(name, LSN_STR("seat")) ||
           lsn_str_equal(name, LSN_STR("wall"));
}

// `name` with "_r" or "_l" behind it, in the arena.
static lsn_err sided(reader *r, const lsn_json *at, lsn_str name, char side, lsn_str *out) {
    char text[NAME_MAX];
    lsn_buf buf = lsn_buf_make(text, sizeof text);
    lsn_buf_str(&buf, name);
    lsn_buf_char(&buf, '_');
    lsn_buf_char(&buf, side);
    *out = lsn_str_copy(r->arena, lsn_buf_view(&buf));
    return out->ptr ? LSN_OK : lsn_read_full(r, at);
}

static lsn_err check_name(reader *r, lsn_str name, int line, int column) {
    bool good = name.len > 0 && name.len <= LSN_ID_MAX;
    for (size_t i = 0; i < name.len && good; i++) {
        char c = name.ptr[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    if (good) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, line, column,
                        "write the name in lower case with underscores, like \"hip_flexion_r\" (at most %d characters)",
                        LSN_ID_MAX);
}

// ---------------------------------------------------------------- coordinates

static lsn_err set_coord(reader *r, draft *pose, const lsn_json *member, lsn_str name) {
    int i = 0;
    while (i < pose->coord_count && !lsn_str_equal(pose->coords[i].name, name)) i++;
    if (i == LSN_POSE_COORDS_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, member->key_line, member->key_column,
                            "a pose has at most %d coordinates; remove some", LSN_POSE_COORDS_MAX);
    }
    if (i < pose->coord_count && pose->coords[i].line == member->key_line &&
        pose->coords[i].column == member->key_column) {
        return LSN_OK;
    }
    pose->coords[i] = (lsn_pose_coord){name, member->number, member->key_line, member->key_column};
    if (i == pose->coord_count) pose->coord_count++;
    return LSN_OK;
}

// True when an earlier member of the same object sets `name` too, by itself or for both sides.
static const lsn_json *set_before(const lsn_json *object, const lsn_json *member) {
    lsn_str name = member->key;
    for (const lsn_json *other = object->first; other != member; other = other->next) {
        lsn_str a = other->key, b = name;
        if (is_both_coords(a) == is_both_coords(b)) continue; // equal keys are refused by the JSON reader
        if (is_both_coords(b)) {
            a = name;
            b = other->key;
        }
        if (b.len == a.len + 2 && ends_with_side(b) && lsn_str_starts(b, a)) return other;
    }
    return NULL;
}

static lsn_err read_coord(reader *r, draft *pose, const lsn_json *object, const lsn_json *member) {
    lsn_str name = member->key;
    lsn_err err = check_name(r, name, member->key_line, member->key_column);
    if (err) return err;
    if (member->type != LSN_JSON_NUMBER || member->number < -360 || member->number > 360) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, member->line, member->column,
                            "\"%S\" must be a number of degrees", name);
    }
    const lsn_json *before = set_before(object, member);
    if (before) {
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, member->key_line, member->key_column,
                            "\"%S\" sets what \"%S\" has set already; name each side once", name, before->key);
    }
    if (!is_both_coords(name)) {
        lsn_str copy = lsn_str_copy(r->arena, name);
        return copy.ptr ? set_coord(r, pose, member, copy) : lsn_read_full(r, member);
    }
    lsn_str right, left;
    err = sided(r, member, name, 'r', &right);
    if (!err) err = sided(r, member, name, 'l', &left);
    if (!err) err = set_coord(r, pose, member, right);
    if (!err) err = set_coord(r, pose, member, left);
    return err;
}

// ---------------------------------------------------------------- contacts

static int find_contact(const draft *pose, lsn_str site) {
    for (int i = 0; i < pose->contact_count; i++)
        if (lsn_str_equal(pose->contacts[i].site, site)) return i;
    return -1;
}

static lsn_err set_contact(reader *r, draft *pose, const lsn_json *list, const lsn_json *item,
                           lsn_pose_contact contact) {
    int i = find_contact(pose, contact.site);
    for (const lsn_json *other = list->first; i >= 0 && other != item; other = other->next) {
        if (pose->contacts[i].line != other->line || pose->contacts[i].column != other->column) continue;
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, item->line, item->column,
                            "\"%S\" has a contact in this pose already; keep one", contact.site);
    }
    if (i < 0) i = pose->contact_count;
    if (i == LSN_POSE_CONTACTS_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, item->line, item->column,
                            "a pose has at most %d contacts; remove some", LSN_POSE_CONTACTS_MAX);
    }
    contact.line = item->line;
    contact.column = item->column;
    pose->contacts[i] = contact;
    if (i == pose->contact_count) pose->contact_count++;
    return LSN_OK;
}

static lsn_err read_site(reader *r, const lsn_json *object, const char *key, lsn_str *out) {
    const lsn_json *value = NULL;
    lsn_err err = lsn_read_field(r, object, key, LSN_JSON_STRING, true, &value);
    if (!err) err = check_name(r, value->string, value->line, value->column);
    if (!err) err = lsn_read_text_value(r, value, key, LSN_ID_MAX, out);
    return err;
}

static lsn_err read_contact(reader *r, draft *pose, const lsn_json *list, const lsn_json *item) {
    static const char *const names[] = {"site", "on", "gap", "slides"};
    lsn_pose_contact contact = {0};
    lsn_err err = lsn_read_object(r, item, "a contact", FIELDS(names));
    if (!err) err = read_site(r, item, "site", &contact.site);
    if (!err) err = read_site(r, item, "on", &contact.on);
    if (!err) err = lsn_read_number(r, item, "gap", -0.1, 1, false, false, &contact.gap_m);
    if (!err) err = lsn_read_bool(r, item, "slides", false, &contact.slides);
    if (err) return err;
    bool both_on = !is_place(contact.on) && is_both_sites(contact.on);
    if (!is_both_sites(contact.site)) {
        if (both_on && ends_with_side(contact.site)) {
            err = sided(r, item, contact.on, contact.site.ptr[contact.site.len - 1], &contact.on);
        }
        return err ? err : set_contact(r, pose, list, item, contact);
    }
    lsn_pose_contact right = contact, left = contact;
    err = sided(r, item, contact.site, 'r', &right.site);
    if (!err) err = sided(r, item, contact.site, 'l', &left.site);
    if (!err && both_on) err = sided(r, item, contact.on, 'r', &right.on);
    if (!err && both_on) err = sided(r, item, contact.on, 'l', &left.on);
    if (!err) err = set_contact(r, pose, list, item, right);
    if (!err) err = set_contact(r, pose, list, item, left);
    return err;
}

static bool drop_site(draft *pose, lsn_str site) {
    int i = find_contact(pose, site);
    if (i < 0) return false;
    for (; i + 1 < pose->contact_count; i++) pose->contacts[i] = pose->contacts[i + 1];
    pose->contact_count--;
    return true;
}

// A variant may have given up before what the move's own pose gives up.
static lsn_err read_drop(reader *r, draft *pose, const lsn_json *item, bool may_be_gone) {
    if (item->type != LSN_JSON_STRING) {
        return lsn_diag_set(r->diag, LSN_ERR_WRONG_TYPE, item->line, item->column,
                            "\"drop\" lists names of sites, like \"palm_r\"");
    }
    bool dropped = drop_site(pose, item->string);
    if (is_both_sites(item->string) && item->string.len <= LSN_ID_MAX) {
        static const char sides[] = "rl";
        for (int i = 0; i < 2; i++) {
            char text[NAME_MAX];
            lsn_buf buf = lsn_buf_make(text, sizeof text);
            lsn_buf_str(&buf, item->string);
            lsn_buf_char(&buf, '_');
            lsn_buf_char(&buf, sides[i]);
            if (drop_site(pose, lsn_buf_view(&buf))) dropped = true;
        }
    }
    if (dropped || may_be_gone) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, item->line, item->column,
                        "this pose inherits no contact of \"%S\"; remove it from \"drop\"", item->string);
}

// ---------------------------------------------------------------- poses

// Puts the values of one object of the file on top of what the draft holds.
static lsn_err apply(reader *r, draft *pose, const lsn_json *object, bool is_changed) {
    const lsn_json *drop = NULL, *coords = NULL, *contacts = NULL;
    lsn_err err = lsn_read_field(r, object, "drop", LSN_JSON_ARRAY, false, &drop);
    if (!err) err = lsn_read_field(r, object, "coords", LSN_JSON_OBJECT, false, &coords);
    if (!err) err = lsn_read_field(r, object, "contacts", LSN_JSON_ARRAY, false, &contacts);
    for (const lsn_json *item = drop ? drop->first : NULL; item && !err; item = item->next)
        err = read_drop(r, pose, item, is_changed);
    for (const lsn_json *item = coords ? coords->first : NULL; item && !err; item = item->next)
        err = read_coord(r, pose, coords, item);
    for (const lsn_json *item = contacts ? contacts->first : NULL; item && !err; item = item->next)
        err = read_contact(r, pose, contacts, item);
    return err;
}

static void copy_into(draft *pose, const lsn_key_pose *from) {
    pose->coord_count = from->coord_count;
    pose->contact_count = from->contact_count;
    for (int i = 0; i < from->coord_count; i++) pose->coords[i] = from->coords[i];
    for (int i = 0; i < from->contact_count; i++) pose->contacts[i] = from->contacts[i];
}

static lsn_err keep(reader *r, const lsn_json *at, const draft *pose, lsn_key_pose *out) {
    out->coords = LSN_NEW(r->arena, lsn_pose_coord, (size_t)pose->coord_count);
    out->contacts = LSN_NEW(r->arena, lsn_pose_contact, (size_t)pose->contact_count);
    if (!out->coords || !out->contacts) return lsn_read_full(r, at);
    out->coord_count = pose->coord_count;
    out->contact_count = pose->contact_count;
    for (int i = 0; i < pose->coord_count; i++) out->coords[i] = pose->coords[i];
    for (int i = 0; i < pose->contact_count; i++) out->contacts[i] = pose->contacts[i];
    return LSN_OK;
}

static int find_in(const lsn_key_pose *poses, int count, lsn_str id) {
    for (int i = 0; i < count; i++)
        if (lsn_str_equal(poses[i].id, id)) return i;
    return -1;
}

// The pose that poses[index] starts from: −1 when it names none.
static lsn_err read_from(reader *r, const lsn_json *object, const lsn_key_pose *poses, int index, int *from) {
    const lsn_json *value = NULL;
    *from = -1;
    lsn_err err = lsn_read_field(r, object, "from", LSN_JSON_STRING, false, &value);
    if (err || !value) return err;
    *from = find_in(poses, index, value->string);
    if (*from >= 0) return LSN_OK;
    return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, value->line, value->column,
                        "no pose above this one is called \"%S\"; name one that is", value->string);
}

static const lsn_json *patch_for(const lsn_json *patches, lsn_str id) {
    for (const lsn_json *item = patches ? patches->first : NULL; item; item = item->next) {
        const lsn_json *name = lsn_json_get(item, "id");
        if (name && lsn_str_equal(name->string, id)) return item;
    }
    return NULL;
}

// Resolves pose `index` of the list: inherited values, its own, and a variant's on top.
static lsn_err resolve(reader *r, const lsn_json *item, const lsn_json *patches, lsn_key_pose *poses, int index) {
    draft pose = {.coord_count = 0};
    lsn_key_pose *out = &poses[index];
    *out = (lsn_key_pose){.line = item->line, .column = item->column};
    int from = -1;
    lsn_err err = lsn_read_id(r, item, "id", &out->id);
    if (!err && find_in(poses, index, out->id) >= 0) {
        const lsn_json *id = lsn_json_get(item, "id");
        return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, id->line, id->column,
                            "another pose is called \"%S\"; give this one a name of its own", out->id);
    }
    if (!err) err = read_from(r, item, poses, index, &from);
    if (!err && from >= 0) copy_into(&pose, &poses[from]);
    if (!err) err = apply(r, &pose, item, patches != NULL);
    const lsn_json *patch = err ? NULL : patch_for(patches, out->id);
    if (patch) err = apply(r, &pose, patch, false);
    return err ? err : keep(r, item, &pose, out);
}

static lsn_err resolve_all(reader *r, const lsn_json *list, const lsn_json *patches, lsn_key_pose **out) {
    lsn_key_pose *poses = LSN_NEW(r->arena, lsn_key_pose, (size_t)list->count);
    if (!poses) return lsn_read_full(r, list);
    int index = 0;
    for (const lsn_json *item = list->first; item; item = item->next) {
        lsn_err err = resolve(r, item, patches, poses, index++);
        if (err) return err;
    }
    *out = poses;
    return LSN_OK;
}

lsn_err lsn_read_poses(reader *r, const lsn_json *object, lsn_move *move) {
    static const char *const names[] = {"id", "from", "coords", "contacts", "drop"};
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, "poses", LSN_JSON_ARRAY, true, &list);
    if (err) return err;
    if (list->count < 1 || list->count > LSN_POSES_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, list->line, list->column,
                            "a move has 1 to %d poses; the first is where it starts", LSN_POSES_MAX);
    }
    for (const lsn_json *item = list->first; item && !err; item = item->next)
        err = lsn_read_object(r, item, "a pose", FIELDS(names));
    if (!err) err = resolve_all(r, list, NULL, &move->poses);
    if (!err) move->pose_count = list->count;
    return err;
}

// ---------------------------------------------------------------- variants

// Each pose of a variant changes one of the move's poses, and each of them once.
static lsn_err check_patches(reader *r, const lsn_json *patches, const lsn_move *move) {
    static const char *const names[] = {"id", "coords", "contacts", "drop"};
    for (const lsn_json *item = patches->first; item; item = item->next) {
        const lsn_json *id = NULL;
        lsn_err err = lsn_read_object(r, item, "a variant's pose", FIELDS(names));
        if (!err) err = lsn_read_field(r, item, "id", LSN_JSON_STRING, true, &id);
        if (err) return err;
        if (lsn_pose_find(move, id->string) < 0) {
            return lsn_diag_set(r->diag, LSN_ERR_UNKNOWN_NAME, id->line, id->column,
                                "the move has no pose \"%S\" that this could change", id->string);
        }
        if (patch_for(patches, id->string) != item) {
            return lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, id->line, id->column,
                                "this variant changes \"%S\" twice; put it into one", id->string);
        }
    }
    return LSN_OK;
}

// A variant takes what the move names.
static lsn_err read_variant_props(reader *r, const lsn_json *item, const lsn_move *move, lsn_variant *variant) {
    lsn_err err = lsn_read_mask(r, item, "props", &lsn_list_prop, 1, &variant->props);
    uint32_t others = variant->props & ~(move->props_needed | move->props_useful);
    const lsn_json *list = lsn_json_get(item, "props");
    if (err || !others) return err;
    return lsn_diag_set(r->diag, LSN_ERR_INCONSISTENT, list->line, list->column,
                        "the move itself does not name all of these; add them to its \"props\"");
}

static lsn_err read_variant(reader *r, const lsn_json *item, const lsn_json *base, lsn_move *move) {
    static const char *const names[] = {"id", "name", "how", "props", "poses"};
    lsn_variant *variant = &move->variants[move->variant_count];
    const lsn_json *patches = NULL;
    lsn_err err = lsn_read_object(r, item, "a variant", FIELDS(names));
    if (!err) err = lsn_read_id(r, item, "id", &variant->id);
    for (int i = 0; i < move->variant_count && !err; i++) {
        if (!lsn_str_equal(move->variants[i].id, variant->id)) continue;
        err = lsn_diag_set(r->diag, LSN_ERR_DUPLICATE, item->line, item->column,
                           "another variant is called \"%S\"; give this one a name of its own", variant->id);
    }
    if (!err) err = lsn_read_text(r, item, "name", LSN_SHORT_TEXT_MAX, true, &variant->name);
    if (!err) err = lsn_read_text(r, item, "how", LSN_LONG_TEXT_MAX, true, &variant->how);
    if (!err && lsn_json_get(item, "props")) err = read_variant_props(r, item, move, variant);
    if (!err) err = lsn_read_field(r, item, "poses", LSN_JSON_ARRAY, false, &patches);
    if (!err && patches) err = check_patches(r, patches, move);
    if (!err && patches) err = resolve_all(r, base, patches, &variant->poses);
    if (!err) variant->has_poses = patches != NULL;
    if (!err) move->variant_count++;
    return err;
}

lsn_err lsn_read_variants(reader *r, const lsn_json *object, lsn_move *move) {
    const lsn_json *list = NULL;
    lsn_err err = lsn_read_field(r, object, "variants", LSN_JSON_ARRAY, false, &list);
    if (err || !list) return err;
    if (list->count > LSN_VARIANTS_MAX) {
        return lsn_diag_set(r->diag, LSN_ERR_TOO_MANY, list->line, list->column, "a move has at most %d variants",
                            LSN_VARIANTS_MAX);
    }
    move->variants = LSN_NEW(r->arena, lsn_variant, (size_t)list->count);
    if (!move->variants) return lsn_read_full(r, list);
    const lsn_json *base = lsn_json_get(object, "poses");
    for (const lsn_json *item = list->first; item && !err; item = item->next) err = read_variant(r, item, base, move);
    return err;
}
