// core/catalogue: reading move files, refusals with their place, doses and words; and the rules that the schema keeps.
#include "core/body/body.h"
#include "core/catalogue/catalogue.h"
#include "tests/read_files.h"

static unsigned char memory[4 << 20];
static char text_memory[1 << 18];

// One field a line, so that the expected places can be counted by eye.
static const char good[] =
    "{\n"                                                                                                    // 1
    "\"id\": \"side-lean\",\n"                                                                               // 2
    "\"name\": \"Side lean\",\n"                                                                             // 3
    "\"aliases\": [\"leaning\", \"lean over\"],\n"                                                           // 4
    "\"summary\": \"You lean to one side.\",\n"                                                              // 5
    "\"why\": \"opens the flank\",\n"                                                                        // 6
    "\"ready\": \"Stand tall.\",\n"                                                                          // 7
    "\"kind\": \"static\",\n"                                                                                // 8
    "\"start\": \"standing\",\n"                                                                             // 9
    "\"places\": [\"floor\", \"standing\"],\n"                                                               // 10
    "\"props\": {\"needed\": [\"wall\"], \"useful\": [\"mat\", \"towel\"]},\n"                               // 11
    "\"regions\": [\"lower-back\"],\n"                                                                       // 12
    "\"direction\": \"side-bend\",\n"                                                                        // 13
    "\"end_range\": true,\n"                                                                                 // 14
    "\"warm_up\": false,\n"                                                                                  // 15
    "\"two_sided\": true,\n"                                                                                 // 16
    "\"tags\": [\"BAL\", \"HRp\"],\n"                                                                        // 17
    "\"targets\": [{\"muscle\": \"psoas\", \"primary\": true, \"side\": \"other\"}],\n"                      // 18
    "\"doses\": {\n"                                                                                         // 19
    "  \"easier\": {\"hold_s\": 5, \"reps\": 2, \"variant\": \"low\", \"source\": \"A\"},\n"                 // 20
    "  \"usual\": {\"hold_s\": 10, \"reps\": 3, \"source\": \"A\"},\n"                                       // 21
    "  \"harder\": {\"hold_s\": 20, \"reps\": 3, \"source\": \"A\"}},\n"                                     // 22
    "\"variants\": [{\"id\": \"low\", \"name\": \"Low\", \"how\": \"Less.\",\n"                              // 23
    "  \"poses\": [{\"id\": \"stand\", \"coords\": {\"knee_angle\": 20}}]}],\n"                              // 24
    "\"poses\": [\n"                                                                                         // 25
    "  {\"id\": \"stand\",\n"                                                                                // 26
    "   \"coords\": {\"pelvis_tilt\": -4.5, \"arm_flex\": 30, \"knee_angle\": 5},\n"                         // 27
    "   \"contacts\": [{\"site\": \"heel\", \"on\": \"floor\"},\n"                                           // 28
    "     {\"site\": \"palm\", \"on\": \"thigh_front\", \"gap\": 0.01}]},\n"                                 // 29
    "  {\"id\": \"lean\", \"from\": \"stand\", \"drop\": [\"palm_r\"],\n"                                    // 30
    "   \"coords\": {\"arm_flex_r\": 170},\n"                                                                // 31
    "   \"contacts\": [{\"site\": \"heel_l\", \"on\": \"wall\", \"slides\": true}]}],\n"                     // 32
    "\"phases\": [\n"                                                                                        // 33
    "  {\"id\": \"go\", \"kind\": \"settle\", \"to\": \"lean\", \"seconds\": 4, \"breath\": \"out\",\n"      // 34
    "   \"say\": \"Lean to the {side}.\", \"again\": \"Lean.\"},\n"                                          // 35
    "  {\"id\": \"stay\", \"kind\": \"hold\", \"to\": \"lean\", \"say\": \"Stay.\"},\n"                      // 36
    "  {\"id\": \"back\", \"kind\": \"release\", \"to\": \"stand\", \"seconds\": 3, \"say\": \"Back.\"}],\n" // 37
    "\"cues\": [\"Lean, do not turn.\"],\n"                                                                  // 38
    "\"mistakes\": [\"Turning.\"],\n"                                                                        // 39
    "\"corrections\": [\"It leans.\"],\n"                                                                    // 40
    "\"sources\": [{\"id\": \"A\", \"fact\": \"It leans.\"}],\n"                                             // 41
    "\"view\": {\"yaw\": 90, \"pitch\": 8},\n"                                                               // 42
    "\"key_pose\": \"lean\"\n"                                                                               // 43
    "}\n";

// `good` with the first `find` replaced.
static lsn_str edited(const char *find, const char *with) {
    static char out[8192];
    const char *at = strstr(good, find);
    assert_non_null(at);
    int n = snprintf(out, sizeof out, "%.*s%s%s", (int)(at - good), good, with, at + strlen(find));
    assert_in_range(n, 1, (int)sizeof out - 1);
    return (lsn_str){out, (size_t)n};
}

static lsn_move parsed(lsn_str text) {
    lsn_move move;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_diag diag = {.err = LSN_OK};
    if (lsn_move_parse(&move, text, &arena, &diag) != LSN_OK) {
        fail_msg("%d:%d: %s", diag.line, diag.column, diag.text);
    }
    return move;
}

static lsn_move good_move(void) {
    return parsed((lsn_str){good, sizeof good - 1});
}

static const lsn_pose_coord *coord(const lsn_key_pose *pose, const char *name) {
    for (int i = 0; i < pose->coord_count; i++)
        if (strcmp(pose->coords[i].name.ptr, name) == 0) return &pose->coords[i];
    return NULL;
}

static const lsn_pose_contact *contact(const lsn_key_pose *pose, const char *site) {
    for (int i = 0; i < pose->contact_count; i++)
        if (strcmp(pose->contacts[i].site.ptr, site) == 0) return &pose->contacts[i];
    return NULL;
}

// ---------------------------------------------------------------- reading

static void every_field_of_a_move_is_read(void **state) {
    (void)state;
    lsn_move m = good_move();
    assert_string_equal(m.id.ptr, "side-lean");
    assert_string_equal(m.aliases[1].ptr, "lean over");
    assert_int_equal(m.alias_count, 2);
    assert_int_equal(m.kind, LSN_KIND_static);
    assert_int_equal(m.start, LSN_POSTURE_standing);
    assert_int_equal(m.end, LSN_POSTURE_standing);
    assert_int_equal(m.places, 1u << LSN_PLACE_floor | 1u << LSN_PLACE_standing);
    assert_int_equal(m.props_needed, 1u << LSN_PROP_wall);
    assert_int_equal(m.props_useful, 1u << LSN_PROP_mat | 1u << LSN_PROP_towel);
    assert_int_equal(m.regions, 1u << LSN_REGION_lower_back);
    assert_int_equal(m.tags, 1u << LSN_TAG_BAL | 1u << LSN_TAG_HRp);
    assert_int_equal(m.direction, LSN_DIRECTION_side_bend);
    assert_true(m.end_range && !m.warm_up && m.two_sided);
    assert_true(m.targets[0].primary && m.targets[0].other_side && !m.targets[0].both_sides);
    assert_int_equal(m.dose[LSN_LEVEL_easier].variant, 0);
    assert_int_equal(m.dose[LSN_LEVEL_usual].variant, -1);
    assert_int_equal(m.dose[LSN_LEVEL_harder].reps, 3);
    assert_int_equal(m.phases[0].breath, LSN_BREATH_out);
    assert_true(m.phases[1].is_hold && !m.phases[2].is_hold);
    assert_int_equal(m.phases[0].to, 1);
    assert_int_equal(m.phases[1].again.len, 0);
    assert_true(m.view_yaw_deg == 90 && m.view_pitch_deg == 8);
    assert_int_equal(m.key_pose, 1);
    assert_string_equal(m.sources[0].fact.ptr, "It leans.");
    assert_string_equal(m.corrections[0].ptr, "It leans.");
}

static void a_name_without_a_side_sets_both_sides(void **state) {
    (void)state;
    lsn_move m = good_move();
    assert_true(coord(&m.poses[0], "knee_angle_r")->value == 5);
    assert_true(coord(&m.poses[0], "knee_angle_l")->value == 5);
    assert_true(coord(&m.poses[0], "pelvis_tilt")->value == -4.5);
    assert_int_equal(m.poses[0].coord_count, 5);
    assert_string_equal(contact(&m.poses[0], "palm_l")->on.ptr, "thigh_front_l");
    assert_string_equal(contact(&m.poses[0], "palm_r")->on.ptr, "thigh_front_r");
    assert_string_equal(contact(&m.poses[0], "heel_r")->on.ptr, "floor");
    assert_true(contact(&m.poses[0], "palm_r")->gap_m == 0.01);
}

static void a_pose_inherits_replaces_and_drops(void **state) {
    (void)state;
    lsn_move m = good_move();
    const lsn_key_pose *lean = &m.poses[1];
    assert_true(coord(lean, "arm_flex_r")->value == 170);
    assert_true(coord(lean, "arm_flex_l")->value == 30);
    assert_int_equal(lean->coord_count, 5);
    assert_null(contact(lean, "palm_r"));
    assert_non_null(contact(lean, "palm_l"));
    assert_string_equal(contact(lean, "heel_l")->on.ptr, "wall");
    assert_true(contact(lean, "heel_l")->slides);
    assert_string_equal(contact(lean, "heel_r")->on.ptr, "floor");
}

static void a_variant_changes_a_pose_and_those_that_inherit_from_it(void **state) {
    (void)state;
    lsn_move m = good_move();
    const lsn_variant *low = &m.variants[0];
    assert_true(low->has_poses);
    assert_true(coord(&low->poses[0], "knee_angle_l")->value == 20);
    assert_true(coord(&low->poses[1], "knee_angle_l")->value == 20);
    assert_true(coord(&low->poses[1], "arm_flex_r")->value == 170);
    assert_true(coord(&m.poses[1], "knee_angle_l")->value == 5);
}

static void coordinates_and_contacts_know_their_place_in_the_file(void **state) {
    (void)state;
    lsn_move m = good_move();
    assert_int_equal(coord(&m.poses[1], "arm_flex_r")->line, 31);
    assert_int_equal(coord(&m.poses[1], "arm_flex_r")->column, 15);
    assert_int_equal(contact(&m.poses[1], "heel_l")->line, 32);
    assert_int_equal(contact(&m.poses[1], "heel_l")->column, 17);
    assert_int_equal(m.targets[0].line, 18);
    assert_int_equal(m.targets[0].column, 24);
}

static void a_hold_with_seconds_does_not_follow_the_dose(void **state) {
    (void)state;
    lsn_move m = parsed(
        edited("\"seconds\": 3, \"say\": \"Back.\"}",
               "\"seconds\": 3, \"say\": \"Back.\"},\n"
               "{\"id\": \"still\", \"kind\": \"hold\", \"to\": \"stand\", \"seconds\": 2, \"say\": \"Rest.\"}"));
    assert_false(m.phases[3].is_hold);
    assert_int_equal(lsn_move_rep_seconds(&m, LSN_LEVEL_usual), 4 + 10 + 3 + 2);
}

static void names_that_are_not_doubled_are_the_midline_of_the_body(void **state) {
    (void)state;
    for (int c = 0; c < LSN_COORD_COUNT; c++) {
        const lsn_coord_info *info = lsn_coord_describe((lsn_coord)c);
        char with[128];
        snprintf(with, sizeof with, "\"coords\": {\"%s\": 1", info->name);
        lsn_move m = parsed(edited("\"coords\": {\"pelvis_tilt\": -4.5, \"arm_flex\": 30, \"knee_angle\": 5", with));
        assert_int_equal(m.poses[0].coord_count, 1);
        assert_string_equal(m.poses[0].coords[0].name.ptr, info->name);
    }
#define MIDLINE(name, segment) #name,
#define SIDED(name, segment)   #name,
#define NONE(name, segment)
    static const char *const midline[] = {LSN_SITES(MIDLINE, NONE)}, *const sided[] = {LSN_SITES(NONE, SIDED)};
    char with[128];
    for (size_t i = 0; i < sizeof midline / sizeof *midline; i++) {
        snprintf(with, sizeof with, "\"contacts\": [{\"site\": \"%s\"", midline[i]);
        assert_int_equal(parsed(edited("\"contacts\": [{\"site\": \"heel_l\"", with)).poses[1].contact_count, 4);
    }
    for (size_t i = 0; i < sizeof sided / sizeof *sided; i++) {
        if (strcmp(sided[i], "heel") == 0 || strcmp(sided[i], "palm") == 0) continue;
        snprintf(with, sizeof with, "\"contacts\": [{\"site\": \"%s\"", sided[i]);
        assert_int_equal(parsed(edited("\"contacts\": [{\"site\": \"heel_l\"", with)).poses[1].contact_count, 5);
    }
}

// ---------------------------------------------------------------- refusals

typedef struct bad_case {
    const char *find, *with;
    int line, column;
    lsn_err err;
    const char *text;
} bad_case;

// 22 words each of 3 letters, and eight words that take 84 bytes.
#define WORDS_22   "one two one two one two one two one two one two one two one two one two one two one two and"
#define LONG_WORDS "straighten everything afterwards, slowly, gradually, comfortably, keeping attention."

static const bad_case bad_cases[] = {
    {"\"kind\": \"static\",\n", "", 1, 1, LSN_ERR_MISSING_FIELD, "add the field \"kind\": a text in quotes"},
    {"\"places\"", "\"place\"", 10, 1, LSN_ERR_UNKNOWN_FIELD, "a move has no field \"place\"; write \"places\""},
    {"\"places\"", "\"weather\"", 10, 1, LSN_ERR_UNKNOWN_FIELD, "a move has no field \"weather\"; remove it"},
    {"\"gap\"", "\"gab\"", 29, 44, LSN_ERR_UNKNOWN_FIELD, "a contact has no field \"gab\"; write \"gap\""},
    {"\"side-lean\"", "7", 2, 7, LSN_ERR_WRONG_TYPE, "\"id\" must be a text in quotes"},
    {"\"side-lean\"", "\"Side lean\"", 2, 7, LSN_ERR_UNKNOWN_NAME,
     "\"id\" must be lower-case words joined by single hyphens, like \"cat-cow\" (at most 48 characters)"},
    {"\"side-lean\"", "\"side--lean\"", 2, 7, LSN_ERR_UNKNOWN_NAME,
     "\"id\" must be lower-case words joined by single hyphens, like \"cat-cow\" (at most 48 characters)"},
    {"\"opens the flank\"", "\"\"", 6, 8, LSN_ERR_OUT_OF_RANGE,
     "\"why\" must hold some words, without a space before or after them"},
    {"opens the flank", "opens\\nthe flank", 6, 8, LSN_ERR_OUT_OF_RANGE,
     "\"why\" holds a line break or another control character; write one line"},
    {"opens the flank", "opens the flank and then goes on for longer than anybody would ever want to read it", 6, 8,
     LSN_ERR_TOO_LONG, "\"why\" is 83 bytes long; shorten it to 80"},
    {"\"lean over\"", "\"Leaning\"", 4, 24, LSN_ERR_DUPLICATE, "\"aliases\" has this text twice; remove one"},
    {"\"static\"", "\"statik\"", 8, 9, LSN_ERR_UNKNOWN_NAME,
     "\"statik\" is no kind; write static, dynamic, isometric, strength, rest or picture"},
    {"[\"floor\", \"standing\"]", "[]", 10, 11, LSN_ERR_MISSING_FIELD, "\"places\" must have at least 1 item"},
    {"[\"floor\", \"standing\"]", "[\"floor\", \"floor\"]", 10, 21, LSN_ERR_DUPLICATE,
     "\"floor\" is given twice; remove one"},
    {"[\"floor\", \"standing\"]", "[\"floor\", \"sofa\"]", 10, 21, LSN_ERR_UNKNOWN_NAME,
     "\"sofa\" is no place; write floor, chair, standing or bed"},
    {"[\"floor\", \"standing\"]", "\"floor\"", 10, 11, LSN_ERR_WRONG_TYPE, "\"places\" must be a list in [ ]"},
    {"[\"BAL\", \"HRp\"]", "[\"bal\"]", 17, 10, LSN_ERR_UNKNOWN_NAME,
     "\"bal\" is no caution tag; write OP, HRp, HRa, LEG, EXT, KN, WR, BAL, HD, PG or BT"},
    {"\"end_range\": true", "\"end_range\": 1", 14, 14, LSN_ERR_WRONG_TYPE, "\"end_range\" must be true or false"},
    {"\"primary\": true, ", "", 18, 12, LSN_ERR_MISSING_FIELD,
     "say what the move is mainly for: give one target \"primary\": true"},
    {"\"side\": \"other\"}", "\"side\": \"other\"}, {\"muscle\": \"psoas\"}", 18, 79, LSN_ERR_DUPLICATE,
     "\"psoas\" is a target already; remove one"},
    {"\"hold_s\": 10", "\"hold_s\": 121", 21, 23, LSN_ERR_OUT_OF_RANGE,
     "\"hold_s\" must be a whole number from 0 to 120"},
    {"\"hold_s\": 10", "\"hold_s\": 9.5", 21, 23, LSN_ERR_OUT_OF_RANGE,
     "\"hold_s\" must be a whole number from 0 to 120"},
    {"\"hold_s\": 10, ", "", 21, 12, LSN_ERR_INCONSISTENT, "the move has a hold; say for how long with \"hold_s\""},
    {"\"reps\": 3", "\"reps\": 0", 21, 35, LSN_ERR_OUT_OF_RANGE, "\"reps\" must be a whole number from 1 to 30"},
    {"\"reps\": 3", "\"reps\": 31", 21, 35, LSN_ERR_OUT_OF_RANGE, "\"reps\" must be a whole number from 1 to 30"},
    {"\"reps\": 3, \"source\": \"A\"", "\"reps\": 3", 21, 12, LSN_ERR_MISSING_FIELD,
     "add the field \"source\": a text in quotes"},
    {"\"variant\": \"low\"", "\"variant\": \"high\"", 20, 49, LSN_ERR_UNKNOWN_NAME,
     "the move has no variant \"high\"; add it to \"variants\" or name one that is there"},
    {"\"how\": \"Less.\"", "\"how\": \"Less.\", \"props\": [\"ball\"]", 23, 68, LSN_ERR_INCONSISTENT,
     "the move itself does not name all of these; add them to its \"props\""},
    {"\"hold_s\": 5, \"reps\": 2", "\"hold_s\": 90, \"reps\": 2", 20, 13, LSN_ERR_INCONSISTENT,
     "the easier dose takes 194 s and the usual one 51; make it no longer"},
    {"\"poses\": [{\"id\": \"stand\"", "\"poses\": [{\"id\": \"sit\"", 24, 20, LSN_ERR_UNKNOWN_NAME,
     "the move has no pose \"sit\" that this could change"},
    {"{\"id\": \"lean\"", "{\"id\": \"stand\"", 30, 10, LSN_ERR_DUPLICATE,
     "another pose is called \"stand\"; give this one a name of its own"},
    {"\"from\": \"stand\"", "\"from\": \"lean\"", 30, 26, LSN_ERR_UNKNOWN_NAME,
     "no pose above this one is called \"lean\"; name one that is"},
    {"[\"palm_r\"]", "[\"elbow\"]", 30, 44, LSN_ERR_INCONSISTENT,
     "this pose inherits no contact of \"elbow\"; remove it from \"drop\""},
    {"\"arm_flex\": 30", "\"arm_flex\": \"30\"", 27, 48, LSN_ERR_WRONG_TYPE,
     "\"arm_flex\" must be a number of degrees"},
    {"\"arm_flex\": 30", "\"arm_flex\": 400", 27, 48, LSN_ERR_WRONG_TYPE, "\"arm_flex\" must be a number of degrees"},
    {"\"arm_flex\": 30", "\"knee_angle_l\": 30", 27, 56, LSN_ERR_DUPLICATE,
     "\"knee_angle\" sets what \"knee_angle_l\" has set already; name each side once"},
    {"\"arm_flex\": 30", "\"Arm-flex\": 30", 27, 36, LSN_ERR_UNKNOWN_NAME,
     "write the name in lower case with underscores, like \"hip_flexion_r\" (at most 48 characters)"},
    {"{\"site\": \"palm\"", "{\"site\": \"heel_r\"", 29, 6, LSN_ERR_DUPLICATE,
     "\"heel_r\" has a contact in this pose already; keep one"},
    {"\"on\": \"floor\"", "\"onto\": \"floor\"", 28, 34, LSN_ERR_UNKNOWN_FIELD,
     "a contact has no field \"onto\"; write \"on\""},
    {"\"on\": \"wall\"", "\"on\": \"seat\"", 32, 17, LSN_ERR_INCONSISTENT,
     "this rests on a seat; add its height in metres as \"seat_m\", like 0.45"},
    {"\"to\": \"stand\"", "\"to\": \"lean\"", 37, 43, LSN_ERR_INCONSISTENT,
     "a repetition ends where it began: the last phase must go to \"stand\""},
    {"\"to\": \"stand\"", "\"to\": \"sit\"", 37, 43, LSN_ERR_UNKNOWN_NAME,
     "the move has no pose \"sit\"; add it to \"poses\" or name one that is there"},
    {"\"kind\": \"settle\"", "\"kind\": \"hold\"", 34, 3, LSN_ERR_INCONSISTENT,
     "a hold starts after settling: put a \"settle\" phase before it"},
    {"\"kind\": \"hold\"", "\"kind\": \"move\"", 36, 3, LSN_ERR_MISSING_FIELD, "add the field \"seconds\": a number"},
    {"\"kind\": \"hold\"", "\"kind\": \"move\", \"seconds\": 2", 20, 24, LSN_ERR_INCONSISTENT,
     "nothing is held for \"hold_s\": add a \"hold\" phase without \"seconds\", or remove it"},
    {"\"kind\": \"release\", \"to\": \"stand\", \"seconds\": 3", "\"kind\": \"hold\", \"to\": \"stand\"", 37, 3,
     LSN_ERR_INCONSISTENT, "only one hold can last as long as the dose says; give this one \"seconds\""},
    {"\"seconds\": 4", "\"seconds\": 3.5", 34, 59, LSN_ERR_OUT_OF_RANGE,
     "\"seconds\" must be a whole number from 1 to 60"},
    {"{\"id\": \"stay\"", "{\"id\": \"go\"", 36, 10, LSN_ERR_DUPLICATE,
     "another phase is called \"go\"; give this one a name of its own"},
    {"\"breath\": \"out\"", "\"breath\": \"deep\"", 34, 72, LSN_ERR_UNKNOWN_NAME,
     "\"deep\" is no breath; write free, in or out"},
    {"Lean to the {side}.", "Breathe out and lean slowly to the {side} as far as you like to go.", 35, 11,
     LSN_ERR_TOO_LONG, "saying this takes 6 s and there are 4; shorten it or lengthen the phase"},
    {"\"say\": \"Stay.\"", "\"say\": \"Stay here for the five seconds of the easiest dose and breathe as you like.\"",
     36, 55, LSN_ERR_TOO_LONG, "saying this takes 6 s and there are 5; shorten it or lengthen the phase"},
    {"Lean to the {side}.", "Lean to the {left}.", 35, 11, LSN_ERR_UNKNOWN_NAME,
     "only {side} and {other} may stand in { }, at \"{left}.\""},
    {"\"Less.\"", "\"Less {far}.\"", 23, 50, LSN_ERR_UNKNOWN_NAME,
     "only {side} and {other} may stand in { }, at \"{far}.\""},
    {"\"Stand tall.\"", "\"" WORDS_22 "" WORDS_22 "\"", 7, 10, LSN_ERR_TOO_LONG,
     "saying this takes 17 s and there are 15; shorten it or lengthen the phase"},
    {"\"Less.\"", "\"" LONG_WORDS "" LONG_WORDS "" LONG_WORDS "\"", 23, 50, LSN_ERR_TOO_LONG,
     "this follows \"ready\" in one breath: together they are 264 bytes long; shorten them to 236"},
    {"Lean to the {side}.", "Lean over.", 33, 11, LSN_ERR_INCONSISTENT,
     "the move has two sides, but no line says which: write {side} where it matters"},
    {"\"two_sided\": true", "\"two_sided\": false", 18, 58, LSN_ERR_INCONSISTENT,
     "the move has one side only; leave \"side\" out, or set \"two_sided\" to true"},
    {"[{\"id\": \"A\", \"fact\": \"It leans.\"}]", "[]", 41, 12, LSN_ERR_MISSING_FIELD,
     "name 1 to 12 sources: who says so?"},
    {"\"pitch\": 8", "\"pitch\": 90", 42, 30, LSN_ERR_OUT_OF_RANGE, "\"pitch\" must be a number from 0 to 89"},
    {"\"key_pose\": \"lean\"", "\"key_pose\": \"bend\"", 43, 13, LSN_ERR_UNKNOWN_NAME,
     "the move has no pose \"bend\"; name the pose that shows best what the move is"},
    {"\"key_pose\": \"lean\"", "\"key_pose\": \"lean\", \"seat_m\": 2", 43, 31, LSN_ERR_OUT_OF_RANGE,
     "\"seat_m\" must be a number from 0.25 to 0.70"},
    {"\"id\": \"side-lean\",", "\"id\": \"side-lean\"", 3, 1, LSN_ERR_JSON_SYNTAX, NULL},
};

static void a_bad_move_is_refused_with_its_place_and_what_to_do(void **state) {
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
        const bad_case *bad = &bad_cases[i];
        lsn_str text = edited(bad->find, bad->with);
        lsn_arena arena = lsn_arena_make(memory, sizeof memory);
        lsn_move move, before;
        memset(&before, 0x5A, sizeof before);
        memcpy(&move, &before, sizeof move);
        lsn_diag diag = {.err = LSN_OK};
        lsn_err err = lsn_move_parse(&move, text, &arena, &diag);
        if (err != bad->err || diag.line != bad->line || diag.column != bad->column ||
            (bad->text && strcmp(diag.text, bad->text) != 0)) {
            wrong++;
            print_error("%s -> %s\n  got    %s %d:%d: %s\n  wanted %s %d:%d: %s\n", bad->find, bad->with,
                        lsn_err_name(err), diag.line, diag.column, diag.text, lsn_err_name(bad->err), bad->line,
                        bad->column, bad->text);
        }
        assert_int_equal(arena.used, 0);
        assert_memory_equal(&move, &before, sizeof move);
    }
    assert_int_equal(wrong, 0);
}

static void a_move_with_one_side_names_no_side(void **state) {
    (void)state;
    char text[8192];
    lsn_str half = edited("\"two_sided\": true", "\"two_sided\": false");
    memcpy(text, half.ptr, half.len + 1);
    char *side = strstr(text, ", \"side\": \"other\"");
    assert_non_null(side);
    memmove(side, side + 17, strlen(side + 17) + 1);
    lsn_move move;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_diag diag;
    assert_int_equal(lsn_move_parse(&move, lsn_str_from(text), &arena, &diag), LSN_ERR_INCONSISTENT);
    assert_int_equal(diag.line, 35);
    assert_string_equal(diag.text, "the move has one side only: name no side here, or set \"two_sided\" to true");
}

static void parsing_fails_cleanly_at_every_size_of_arena(void **state) {
    (void)state;
    lsn_str text = {good, sizeof good - 1};
    bool parsed_once = false;
    for (size_t size = 0; size < 64 << 10 && !parsed_once; size += 97) {
        unsigned char *block = malloc(size + 1);
        lsn_arena arena = lsn_arena_make(block, size);
        lsn_move move;
        lsn_diag diag = {.err = LSN_OK};
        lsn_err err = lsn_move_parse(&move, text, &arena, &diag);
        if (err) {
            assert_int_equal(err, LSN_ERR_NO_MEMORY);
            assert_int_equal(diag.err, LSN_ERR_NO_MEMORY);
            assert_int_equal(arena.used, 0);
        }
        parsed_once = !err;
        free(block);
    }
    assert_true(parsed_once);
}

static void a_parsed_move_keeps_little_of_the_arena(void **state) {
    (void)state;
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    lsn_move move;
    assert_int_equal(lsn_move_parse(&move, (lsn_str){good, sizeof good - 1}, &arena, NULL), LSN_OK);
    assert_in_range(arena.used, 500, 4096);
}

// ---------------------------------------------------------------- doses and words

static void seconds_add_up_over_phases_repetitions_and_sides(void **state) {
    (void)state;
    lsn_move m = good_move();
    assert_int_equal(lsn_move_rep_seconds(&m, LSN_LEVEL_easier), 12); // 4 + 5 + 3
    assert_int_equal(lsn_move_side_seconds(&m, LSN_LEVEL_easier), 24);
    assert_int_equal(lsn_move_seconds(&m, LSN_LEVEL_easier), 54); // 24 + 6 + 24
    assert_int_equal(lsn_move_seconds(&m, LSN_LEVEL_usual), 108); // 3 × 17, twice, and 6
    m.two_sided = false;
    assert_int_equal(lsn_move_seconds(&m, LSN_LEVEL_usual), 51);
}

static const char *dose_words(const lsn_move *move, lsn_level level) {
    lsn_buf out = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_dose_words(&out, move, level);
    return lsn_buf_cstr(&out);
}

static void a_dose_reads_as_one_would_say_it(void **state) {
    (void)state;
    lsn_move m = good_move();
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "3 × 10 s each side");
    m.two_sided = false;
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "3 × 10 s");
    m.dose[LSN_LEVEL_usual].reps = 1;
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "10 s");
    m.dose[LSN_LEVEL_usual].hold_s = 0;
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "1 slow repetition");
    m.dose[LSN_LEVEL_usual].reps = 8;
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "8 slow repetitions");
    m.phases[2].breath = LSN_BREATH_in; // with the out of phase 0, one breath
    assert_string_equal(dose_words(&m, LSN_LEVEL_usual), "8 slow breaths");
}

static const char *said(const char *text, lsn_side side) {
    lsn_buf out = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_say(&out, NULL, lsn_str_from(text), side);
    return lsn_buf_cstr(&out);
}

static void a_line_says_the_side_that_works(void **state) {
    (void)state;
    const char *line = "{side} hand, {other} knee";
    assert_string_equal(said(line, LSN_SIDE_right), "right hand, left knee");
    assert_string_equal(said(line, LSN_SIDE_left), "left hand, right knee");
    assert_string_equal(said(line, LSN_SIDE_none), "working hand, other knee");
    assert_string_equal(said("{sid", LSN_SIDE_left), "{sid");
}

static void speech_takes_its_time_by_the_word(void **state) {
    (void)state;
    assert_int_equal(lsn_say_seconds(LSN_STR("")), 0);
    assert_int_equal(lsn_say_seconds(LSN_STR("Breathe.")), 1);
    assert_int_equal(lsn_say_seconds(LSN_STR("one two three four five six seven eight nine ten eleven")), 4);
    assert_int_equal(lsn_say_seconds(LSN_STR("one two three four five six seven eight nine ten eleven twelve")), 5);
    assert_int_equal(lsn_say_seconds(LSN_STR("hip-width, the knee's  – end")), 2); // four words
}

// ---------------------------------------------------------------- catalogue

static lsn_err build(lsn_catalogue *out, const lsn_file *files, int count, int *failed, lsn_diag *diag) {
    lsn_arena arena = lsn_arena_make(memory, sizeof memory);
    return lsn_catalogue_build(out, files, count, &arena, failed, diag);
}

static void a_move_is_found_by_id_name_or_alias(void **state) {
    (void)state;
    lsn_file file = {LSN_STR("side-lean.json"), {good, sizeof good - 1}};
    lsn_catalogue catalogue;
    int failed;
    assert_int_equal(build(&catalogue, &file, 1, &failed, NULL), LSN_OK);
    assert_int_equal(lsn_catalogue_find(&catalogue, LSN_STR("side-lean")), 0);
    assert_int_equal(lsn_catalogue_find(&catalogue, LSN_STR("SIDE LEAN")), 0);
    assert_int_equal(lsn_catalogue_find(&catalogue, LSN_STR("Lean over")), 0);
    assert_int_equal(lsn_catalogue_find(&catalogue, LSN_STR("lean")), -1);
    assert_int_equal(lsn_pose_find(&catalogue.moves[0], LSN_STR("lean")), 1);
    assert_int_equal(lsn_pose_find(&catalogue.moves[0], LSN_STR("bend")), -1);
    assert_int_equal(lsn_phase_find(&catalogue.moves[0], LSN_STR("back")), 2);
}

static void two_moves_cannot_share_a_name(void **state) {
    (void)state;
    static char second[8192];
    lsn_str other =
        edited("\"id\": \"side-lean\",\n\"name\": \"Side lean\"", "\"id\": \"other\",\n\"name\": \"Other\"");
    memcpy(second, other.ptr, other.len + 1);
    lsn_file files[] = {{LSN_STR("a.json"), {good, sizeof good - 1}}, {LSN_STR("b.json"), lsn_str_from(second)}};
    lsn_catalogue catalogue = {.count = 77};
    int failed = -1;
    lsn_diag diag;
    assert_int_equal(build(&catalogue, files, 2, &failed, &diag), LSN_ERR_DUPLICATE);
    assert_int_equal(failed, 1);
    assert_int_equal(diag.line, 4);
    assert_int_equal(diag.column, 13);
    assert_string_equal(diag.text, "the move side-lean is called \"leaning\" too; give this one another name");
    assert_int_equal(catalogue.count, 77);
}

static void the_version_changes_with_any_file(void **state) {
    (void)state;
    lsn_file file = {LSN_STR("a.json"), {good, sizeof good - 1}};
    lsn_catalogue first, second;
    int failed;
    assert_int_equal(build(&first, &file, 1, &failed, NULL), LSN_OK);
    file.text = edited("opens the flank", "opens the waist");
    assert_int_equal(build(&second, &file, 1, &failed, NULL), LSN_OK);
    assert_true(first.version != second.version);
}

// ---------------------------------------------------------------- files of the project

static const lsn_json *schema(void) {
    return parse_json(read_whole("schema/move.schema.json"));
}

static void check_enum(const lsn_json *defs, const char *name, const char *const *expected, int count) {
    const lsn_json *list = lsn_json_get(lsn_json_get(defs, name), "enum");
    if (!list || list->count != count) fail_msg("the schema's \"%s\" has not %d values", name, count);
    const lsn_json *item = list->first;
    for (int i = 0; i < count; i++, item = item->next) {
        // The identifier in C is the name with '_' for '-'.
        char text[64];
        snprintf(text, sizeof text, "%s", expected[i]);
        for (char *c = text; *c; c++)
            if (*c == '_') *c = '-';
        assert_string_equal(item->string.ptr, text);
    }
}

#define X1(name)                      #name,
#define X2(name, text)                #name,
#define CHECK_ENUM(defs, name, array) check_enum(defs, name, array, (int)(sizeof(array) / sizeof *(array)))

static void the_schema_has_the_names_of_the_lists(void **state) {
    (void)state;
    static const char *const postures[] = {LSN_POSTURES(X2)}, *const places[] = {LSN_PLACES(X2)},
                             *const regions[] = {LSN_REGIONS(X2)}, *const kinds[] = {LSN_KINDS(X2)},
                             *const directions[] = {LSN_DIRECTIONS(X1)}, *const tags[] = {LSN_TAGS(X2)},
                             *const props[] = {LSN_PROPS(X2)}, *const phases[] = {LSN_PHASE_KINDS(X1)},
                             *const breaths[] = {"free", "in", "out"};
    const lsn_json *defs = lsn_json_get(schema(), "$defs");
    CHECK_ENUM(defs, "posture", postures);
    CHECK_ENUM(defs, "place", places);
    CHECK_ENUM(defs, "region", regions);
    CHECK_ENUM(defs, "kind", kinds);
    CHECK_ENUM(defs, "direction", directions);
    CHECK_ENUM(defs, "tag", tags);
    CHECK_ENUM(defs, "prop", props);
    CHECK_ENUM(defs, "phase_kind", phases);
    CHECK_ENUM(defs, "breath", breaths);
}

static void names_in_files_are_found_again(void **state) {
    (void)state;
    assert_string_equal(lsn_posture_name(LSN_POSTURE_seated_chair), "seated-chair");
    assert_string_equal(lsn_posture_name(LSN_POSTURE_hook_lying), "hook-lying");
    assert_string_equal(lsn_posture_text(LSN_POSTURE_all_fours), "on all fours");
    assert_string_equal(lsn_region_name(LSN_REGION_lower_back), "lower-back");
    assert_string_equal(lsn_direction_name(LSN_DIRECTION_side_bend), "side-bend");
    assert_string_equal(lsn_tag_name(LSN_TAG_HRp), "HRp");
    assert_string_equal(lsn_side_name(LSN_SIDE_left), "left");
    assert_string_equal(lsn_breath_name(LSN_BREATH_out), "out");
    assert_string_equal(lsn_phase_kind_name(LSN_PHASE_settle), "settle");
    for (int i = 0; i < LSN_POSTURE_COUNT; i++)
        assert_int_equal(lsn_posture_find(lsn_str_from(lsn_posture_name((lsn_posture)i))), i);
    for (int i = 0; i < LSN_LEVEL_COUNT; i++)
        assert_int_equal(lsn_level_find(lsn_str_from(lsn_level_name((lsn_level)i))), i);
    assert_int_equal(lsn_place_find(LSN_STR("sofa")), LSN_PLACE_COUNT);
    assert_int_equal(lsn_tag_find(LSN_STR("hrp")), LSN_TAG_COUNT);
    assert_int_equal(lsn_prop_find(LSN_STR("stool")), LSN_PROP_stool);
}

// Removing a member of the good move must be refused exactly where the schema requires it.
static void the_schema_requires_what_the_reader_requires(void **state) {
    (void)state;
    const lsn_json *required = lsn_json_get(schema(), "required");
    for (const lsn_json *item = required->first; item; item = item->next) {
        char find[64], with[64];
        snprintf(find, sizeof find, "\n\"%s\":", item->string.ptr);
        snprintf(with, sizeof with, "\n\"$schema\": \"\", \"x-%s\":", item->string.ptr);
        // Renamed to nothing known, it is refused as unknown; as "$schema" it is simply gone.
        lsn_move move;
        lsn_arena arena = lsn_arena_make(memory, sizeof memory);
        lsn_diag diag;
        assert_int_equal(lsn_move_parse(&move, edited(find, with), &arena, &diag), LSN_ERR_UNKNOWN_FIELD);
        lsn_err err = lsn_move_parse(&move, edited(find, "\n\"$schema\":"), &arena, &diag);
        if (err != LSN_ERR_MISSING_FIELD || !strstr(diag.text, item->string.ptr)) {
            fail_msg("without \"%s\": %s", item->string.ptr, lsn_err_name(err));
        }
    }
}

static void fields_that_the_schema_does_not_require_may_be_absent(void **state) {
    (void)state;
    static const char *const optional[] = {"aliases", "props", "tags", "corrections"};
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        char find[64];
        snprintf(find, sizeof find, "\n\"%s\":", optional[i]);
        parsed(edited(find, "\n\"$schema\":"));
    }
}

static void every_property_of_the_schema_is_known_to_the_reader(void **state) {
    (void)state;
    static char names[64][32];
    int count = 0;
    for (const lsn_json *p = lsn_json_get(schema(), "properties")->first; p; p = p->next)
        snprintf(names[count++], sizeof names[0], "%s", p->key.ptr);
    assert_int_equal(count, 30);
    for (int i = 0; i < count; i++) {
        char text[64];
        snprintf(text, sizeof text, "{\"%.31s\": null}", names[i]);
        lsn_move move;
        lsn_arena arena = lsn_arena_make(memory, sizeof memory);
        lsn_diag diag;
        lsn_err err = lsn_move_parse(&move, lsn_str_from(text), &arena, &diag);
        assert_true(err == LSN_ERR_MISSING_FIELD || err == LSN_ERR_WRONG_TYPE);
    }
}

static void the_json_of_a_move_tells_doses_in_words(void **state) {
    (void)state;
    lsn_move m = good_move();
    lsn_buf out = lsn_buf_make(text_memory, sizeof text_memory);
    lsn_json_out json = lsn_json_begin(&out);
    lsn_move_write_json(&json, &m);
    const lsn_json *doses = lsn_json_get(parse_json(lsn_buf_view(&out)), "doses");
    const lsn_json *easier = lsn_json_get(doses, "easier");
    assert_string_equal(lsn_json_get(easier, "words")->string.ptr, "2 × 5 s each side");
    assert_string_equal(lsn_json_get(easier, "variant")->string.ptr, "low");
    assert_true(lsn_json_get(easier, "seconds")->number == 54);
    assert_null(lsn_json_get(lsn_json_get(doses, "usual"), "variant"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_of_a_move_is_read),
        cmocka_unit_test(a_name_without_a_side_sets_both_sides),
        cmocka_unit_test(a_pose_inherits_replaces_and_drops),
        cmocka_unit_test(a_variant_changes_a_pose_and_those_that_inherit_from_it),
        cmocka_unit_test(coordinates_and_contacts_know_their_place_in_the_file),
        cmocka_unit_test(a_hold_with_seconds_does_not_follow_the_dose),
        cmocka_unit_test(names_that_are_not_doubled_are_the_midline_of_the_body),
        cmocka_unit_test(a_bad_move_is_refused_with_its_place_and_what_to_do),
        cmocka_unit_test(a_move_with_one_side_names_no_side),
        cmocka_unit_test(parsing_fails_cleanly_at_every_size_of_arena),
        cmocka_unit_test(a_parsed_move_keeps_little_of_the_arena),
        cmocka_unit_test(seconds_add_up_over_phases_repetitions_and_sides),
        cmocka_unit_test(a_dose_reads_as_one_would_say_it),
        cmocka_unit_test(a_line_says_the_side_that_works),
        cmocka_unit_test(speech_takes_its_time_by_the_word),
        cmocka_unit_test(a_move_is_found_by_id_name_or_alias),
        cmocka_unit_test(two_moves_cannot_share_a_name),
        cmocka_unit_test(the_version_changes_with_any_file),
        cmocka_unit_test(the_schema_has_the_names_of_the_lists),
        cmocka_unit_test(names_in_files_are_found_again),
        cmocka_unit_test(the_schema_requires_what_the_reader_requires),
        cmocka_unit_test(fields_that_the_schema_does_not_require_may_be_absent),
        cmocka_unit_test(every_property_of_the_schema_is_known_to_the_reader),
        cmocka_unit_test(the_json_of_a_move_tells_doses_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
