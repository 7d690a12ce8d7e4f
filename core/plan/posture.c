/// Getting from one posture to another. Invariant: the table is closed under detours (no way round is shorter), and
/// getting up costs more than getting down; test_plan checks both.
#include "core/plan/inner.h"

// Seconds, our own choice: what an unhurried person with a stiff back needs, hands on a chair if they like. Columns are
// in the order of LSN_POSTURES.
static const unsigned char CHANGE_S[LSN_POSTURE_COUNT][LSN_POSTURE_COUNT] = {
    {0, 4, 14, 6, 9, 10, 15, 19, 20, 16},   // from standing
    {5, 0, 19, 11, 14, 15, 20, 24, 25, 21}, // from seated_chair
    {18, 22, 0, 10, 6, 6, 10, 5, 7, 5},     // from seated_floor
    {8, 12, 8, 0, 3, 4, 9, 13, 14, 10},     // from half_kneeling
    {12, 16, 5, 4, 0, 3, 8, 10, 12, 9},     // from kneeling
    {12, 16, 6, 4, 3, 0, 5, 10, 10, 6},     // from all_fours
    {18, 22, 11, 10, 9, 6, 0, 9, 9, 5},     // from prone
    {23, 27, 8, 15, 14, 11, 9, 0, 2, 4},    // from hook_lying
    {23, 27, 10, 15, 14, 11, 9, 2, 0, 4},   // from supine
    {19, 23, 6, 11, 10, 7, 5, 4, 4, 0},     // from side_lying
};

int lsn_posture_change_s(lsn_posture from, lsn_posture to) {
    LSN_ASSERT(from < LSN_POSTURE_COUNT);
    LSN_ASSERT(to < LSN_POSTURE_COUNT);
    return CHANGE_S[from][to];
}

lsn_posture lsn_place_posture(lsn_place place) {
    switch (place) {
    case LSN_PLACE_chair:
        return LSN_POSTURE_seated_chair;
    case LSN_PLACE_bed:
        return LSN_POSTURE_supine;
    default:
        return LSN_POSTURE_standing;
    }
}

bool lsn_posture_is_high(lsn_posture p) {
    return p == LSN_POSTURE_standing || p == LSN_POSTURE_seated_chair;
}
