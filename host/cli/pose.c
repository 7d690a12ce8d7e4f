// loosen pose: a move's posed body at one moment, in numbers.
#include "core/figure/figure.h"
#include "host/cli/coach.h"

#include <stdio.h>
#include <stdlib.h>

enum { SCRATCH_BYTES = 4 << 20, METRE_DIGITS = 9, DEGREE_DIGITS = 9 };

typedef struct moment {
    const lsn_move *move;
    lsn_motion motion;
    lsn_body body;
    lsn_moment at;
    double seconds;
    lsn_pose pose;
    lsn_frames frames, start;
    lsn_contact contacts[LSN_MOTION_CONTACTS_MAX];
    int contact_count;
} moment;

static void write_point(lsn_json_out *out, lsn_vec3 p) {
    lsn_json_array(out);
    lsn_json_fixed(out, p.x, METRE_DIGITS);
    lsn_json_fixed(out, p.y, METRE_DIGITS);
    lsn_json_fixed(out, p.z, METRE_DIGITS);
    lsn_json_array_end(out);
}

static void write_coords(lsn_json_out *out, const moment *m) {
    double value[LSN_COORD_COUNT];
    lsn_pose_to_coords(value, &m->pose);
    lsn_json_key(out, "coordinates");
    lsn_json_object(out);
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        lsn_json_key(out, lsn_coord_describe((lsn_coord)c)->name);
        lsn_json_fixed(out, value[c], DEGREE_DIGITS);
    }
    lsn_json_object_end(out);
}

static void write_joints(lsn_json_out *out, const moment *m) {
    lsn_joint_value values[LSN_JOINTS_MAX];
    int count = lsn_body_joints(values, &m->body, &m->pose);
    lsn_json_key(out, "joints");
    lsn_json_object(out);
    for (int i = 0; i < count; i++) {
        lsn_json_key(out, values[i].name);
        lsn_json_fixed(out, values[i].value, 9);
    }
    lsn_json_object_end(out);
}

static void write_centres(lsn_json_out *out, const moment *m) {
    lsn_json_key(out, "joint_centres");
    lsn_json_object(out);
    for (int s = 0; s < LSN_SEGMENT_COUNT; s++) {
        lsn_json_key(out, lsn_segment_name((lsn_segment)s));
        write_point(out, m->frames.origin[s]);
    }
    lsn_json_object_end(out);
}

static void write_contacts(lsn_json_out *out, const moment *m) {
    lsn_json_key(out, "contacts");
    lsn_json_array(out);
    for (int i = 0; i < m->contact_count; i++) {
        const lsn_contact *contact = &m->contacts[i];
        bool is_site = contact->kind == LSN_CONTACT_SITE;
        lsn_vec3 at = is_site ? lsn_site_world(&m->body, &m->frames, contact->site)
                              : lsn_site_touch(&m->body, &m->frames, contact->site, contact->normal);
        lsn_json_object(out);
        lsn_json_key(out, "site");
        lsn_json_text(out, lsn_site_name(contact->site));
        lsn_json_key(out, "on");
        if (is_site)
            lsn_json_text(out, lsn_site_name(contact->other));
        else
            lsn_json_text(out, contact->normal.y < 0.5 ? "wall" : contact->offset_m > 0.1 ? "seat" : "floor");
        lsn_json_key(out, "at");
        write_point(out, at);
        lsn_json_key(out, "error_m");
        lsn_json_fixed(out, lsn_contact_error(&m->body, &m->frames, contact), METRE_DIGITS);
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}

static void write_muscles(lsn_json_out *out, const moment *m) {
    lsn_json_key(out, "muscles");
    lsn_json_object(out);
    for (int k = 1; k < LSN_MUSCLE_COUNT; k++) {
        lsn_muscle muscle = (lsn_muscle)k;
        double length = lsn_muscle_length(muscle, &m->body, &m->frames);
        double s = lsn_muscle_fraction(muscle, &m->body, length);
        double start = lsn_muscle_fraction(muscle, &m->body, lsn_muscle_length(muscle, &m->body, &m->start));
        lsn_json_key(out, lsn_muscle_name(muscle));
        lsn_json_object(out);
        lsn_json_key(out, "length_m");
        lsn_json_fixed(out, length, METRE_DIGITS);
        lsn_json_key(out, "s");
        lsn_json_fixed(out, s, 6);
        lsn_json_key(out, "ds");
        lsn_json_fixed(out, s - start, 6);
        lsn_json_object_end(out);
    }
    lsn_json_object_end(out);
}

static void write_moment(lsn_json_out *out, const void *context) {
    const moment *m = context;
    lsn_json_object(out);
    lsn_json_key(out, "move");
    lsn_json_str(out, m->move->id);
    lsn_json_key(out, "variant");
    if (m->motion.variant < 0)
        lsn_json_null(out);
    else
        lsn_json_str(out, m->move->variants[m->motion.variant].id);
    lsn_json_key(out, "side");
    lsn_json_text(out, lsn_side_name(m->motion.side));
    lsn_json_key(out, "at_s");
    lsn_json_fixed(out, m->seconds, 3);
    lsn_json_key(out, "phase");
    if (m->at.phase < 0)
        lsn_json_null(out);
    else
        lsn_json_str(out, m->move->phases[m->at.phase].id);
    write_coords(out, m);
    write_joints(out, m);
    write_centres(out, m);
    write_contacts(out, m);
    lsn_json_key(out, "centre_of_mass");
    write_point(out, lsn_body_mass_centre(&m->body, &m->frames));
    lsn_json_key(out, "support_margin_m");
    lsn_json_fixed(out, lsn_motion_support(&m->motion, &m->frames, m->contacts, m->contact_count), METRE_DIGITS);
    write_muscles(out, m);
    lsn_json_object_end(out);
}

// ---------------------------------------------------------------- choosing the moment

/// The variant by its id and the level whose dose times it; false when the move has none of that name.
static bool find_variant(int *variant, lsn_level *level, const lsn_move *move, const char *name) {
    *level = LSN_LEVEL_usual;
    *variant = move->dose[LSN_LEVEL_usual].variant;
    if (!name) return true;
    *variant = -1;
    bool found = lsn_str_equal(lsn_str_from(name), LSN_STR("usual"));
    for (int i = 0; i < move->variant_count && !found; i++) {
        found = lsn_str_equal(move->variants[i].id, lsn_str_from(name));
        *variant = i;
    }
    for (int l = 0; l < LSN_LEVEL_COUNT && found && *variant >= 0; l++)
        if (move->dose[l].variant == *variant) *level = (lsn_level)l;
    return found;
}

static int show(moment *m, const cli_input *input, lsn_arena scratch) {
    const lsn_move *move = m->move;
    lsn_diag diag = {0};
    lsn_side side = move->two_sided ? input->side : LSN_SIDE_none;
    lsn_level level;
    int variant;
    if (!find_variant(&variant, &level, move, input->variant))
        return cli_refuse("%.*s has no variant \"%s\"; loosen move %.*s lists them", (int)move->id.len, move->id.ptr,
                          input->variant, (int)move->id.len, move->id.ptr);
    lsn_err err = lsn_motion_build_variant(&m->motion, move, side, level, variant, &m->body, scratch, &diag);
    if (err && err != LSN_ERR_NOT_SOLVED) return cli_refuse_diag(&diag);
    if (err) fprintf(stderr, "loosen: %s\n", diag.text);
    if (lsn_motion_allowed(&m->motion, &diag)) return cli_refuse_diag(&diag);
    char *end;
    m->seconds = strtod(input->at, &end);
    int most = lsn_move_side_seconds(move, level);
    if (end == input->at || *end || !(m->seconds >= 0 && m->seconds <= most))
        return cli_refuse("--at is from 0 to %d seconds in this move", most);
    m->at = lsn_motion_at(&m->motion, m->seconds);
    m->pose = lsn_motion_pose(&m->motion, m->at.from, m->at.to, m->at.t, scratch);
    lsn_body_frames(&m->frames, &m->body, &m->pose);
    lsn_body_frames(&m->start, &m->body, &m->motion.keys[0].pose);
    m->contact_count = lsn_motion_contacts(m->contacts, &m->motion, m->at.from, m->at.to, m->at.t);
    return coach_print_json(write_moment, m);
}

int cli_run_pose(const cli_input *input) {
    if (!input->at) {
        cli_refuse("say the moment: --at SECONDS");
        return CLI_USAGE;
    }
    coach c;
    if (!coach_open(&c, input, COACH_MOVES)) return CLI_REFUSED;
    int index = lsn_catalogue_find(&c.catalogue, lsn_str_from(input->args[0])), code = CLI_REFUSED;
    moment *m = calloc(1, sizeof *m);
    lsn_arena scratch = coach_scratch(SCRATCH_BYTES);
    if (index < 0) {
        cli_refuse("there is no move \"%s\"; loosen moves lists them", input->args[0]);
    } else if (!m || !scratch.base) {
        cli_refuse("there is no memory left");
    } else if (cli_read_body(&m->body, input)) {
        m->move = &c.catalogue.moves[index];
        code = show(m, input, scratch);
    }
    coach_scratch_free(&scratch);
    free(m);
    coach_close(&c);
    return code;
}
