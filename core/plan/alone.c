// core/plan: what is done on its own, outside a plan: a test of range. Invariant: what screening, a flare-up or a
// direction that made it worse leaves out of a plan is left out here too, and says why.
#include "core/plan/plan.h"

lsn_str lsn_test_left_out(const lsn_measure *measure, const lsn_verdict *verdict, const lsn_progress *progress,
                          const lsn_words *language) {
    LSN_ASSERT(measure->test);
    const lsn_move *figure = &measure->test->figure;
    const char *why = "";
    if (!verdict)
        why = LSN_TR("Answer the safety questions first.");
    else if (!lsn_screen_allows(verdict, figure))
        why = LSN_TR("Your safety answers leave this one out.");
    else if (progress->high_pain)
        why = LSN_TR("Left out while your pain is high.");
    else if (progress->flare)
        why = LSN_TR("Left out while the flare-up lasts.");
    else if (progress->lean.stopped >> figure->direction & 1)
        why = LSN_TR("Left out for now: bending this way made it worse when you tried it.");
    return lsn_str_from(lsn_words_say(language, why));
}
