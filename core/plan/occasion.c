// core/plan: times of the day that have a session of their own. Invariant: an occasion is a wish and nothing more; what
// is safe, and what a flare-up leaves in, is decided where every wish is.
#include "core/plan/plan.h"

#define TEXT(literal)                                                                                                  \
    { (literal), sizeof(literal) - 1 }
#define REGION(name) (1u << LSN_REGION_##name)
#define AS_WISHED    LSN_PLACE_COUNT
#define ARTICLES     LSN_TR("Articles A, B and C name the time; minutes and parts are our own choice")

const lsn_occasion lsn_occasions[LSN_OCCASIONS] = {
    {TEXT("relief"), TEXT(LSN_TR("3-minute relief")),
     TEXT(LSN_TR("Three minutes where you are, whenever it is sore. Starts at once.")), 3, AS_WISHED,
     REGION(lower_back), true, false, TEXT(ARTICLES)},
    {TEXT("flare"), TEXT(LSN_TR("Flare-up")),
     TEXT(LSN_TR("For bad days: short, gentle and with the breath. The safety questions come first.")), 5, AS_WISHED,
     REGION(lower_back), false, true, TEXT(LSN_TR("Our own choice, after the traffic light of pain"))},
    {TEXT("waking"), TEXT(LSN_TR("On waking")), TEXT(LSN_TR("Five minutes in bed, before you get up.")), 5,
     LSN_PLACE_bed, REGION(lower_back) | REGION(hips), false, false, TEXT(ARTICLES)},
    {TEXT("desk"), TEXT(LSN_TR("At the desk")),
     TEXT(LSN_TR("On the chair or standing beside it, to break up sitting.")), 5, LSN_PLACE_chair,
     REGION(lower_back) | REGION(upper_back) | REGION(hips), false, false, TEXT(ARTICLES)},
    {TEXT("workout"), TEXT(LSN_TR("After a workout")),
     TEXT(LSN_TR("Eight minutes for hips and legs while the muscles are warm.")), 8, LSN_PLACE_floor,
     REGION(hips) | REGION(hamstrings) | REGION(legs), false, false,
     TEXT(LSN_TR("The articles say five to ten minutes after a workout; ACSM 11th edition: warm muscle"))},
    {TEXT("bedtime"), TEXT(LSN_TR("Before bed")), TEXT(LSN_TR("Eight minutes lying in bed, to end the day.")), 8,
     LSN_PLACE_bed, REGION(lower_back) | REGION(hips) | REGION(buttocks), false, false, TEXT(ARTICLES)},
};

const lsn_occasion *lsn_occasion_find(lsn_str id) {
    for (int i = 0; i < LSN_OCCASIONS; i++) {
        if (lsn_str_equal(lsn_occasions[i].id, id)) return &lsn_occasions[i];
    }
    return NULL;
}

void lsn_occasion_wish(lsn_wish *wish, const lsn_occasion *occasion) {
    wish->minutes = occasion->minutes;
    if (occasion->place != AS_WISHED) wish->place = occasion->place;
    wish->regions = occasion->regions;
    for (int i = 0; i < LSN_REGION_COUNT; i++) wish->stiff[i] = 0;
}

static void write_wish(lsn_json_out *out, const lsn_occasion *occasion) {
    lsn_json_key(out, "wish");
    lsn_json_object(out);
    lsn_json_put_int(out, "minutes", occasion->minutes);
    if (occasion->place != AS_WISHED) lsn_json_put_text(out, "place", lsn_place_name(occasion->place));
    lsn_json_key(out, "for");
    lsn_json_array(out);
    for (int i = 0; i < LSN_REGION_COUNT; i++) {
        if (occasion->regions >> i & 1) lsn_json_text(out, lsn_region_name((lsn_region)i));
    }
    lsn_json_array_end(out);
    lsn_json_object_end(out);
}

void lsn_occasions_write_json(lsn_json_out *out, const lsn_words *language) {
    lsn_json_array(out);
    for (int i = 0; i < LSN_OCCASIONS; i++) {
        const lsn_occasion *occasion = &lsn_occasions[i];
        lsn_json_object(out);
        lsn_json_put_str(out, "id", occasion->id);
        lsn_json_put_str(out, "name", lsn_words_str(language, occasion->name));
        lsn_json_put_str(out, "line", lsn_words_str(language, occasion->line));
        lsn_json_put_bool(out, "at_once", occasion->at_once);
        lsn_json_put_bool(out, "flare", occasion->flare);
        write_wish(out, occasion);
        lsn_json_put_str(out, "source", lsn_words_str(language, occasion->source));
        lsn_json_object_end(out);
    }
    lsn_json_array_end(out);
}
