/// Private to core/session.
#ifndef LSN_SESSION_INNER_H
#define LSN_SESSION_INNER_H

#include "core/session/session.h"

/// First cue of the part that cue `index` belongs to: getting ready and the first side, the second side from its
/// change, or "done".
int lsn_score_part(const lsn_score *score, int index);
/// First cue after `index` that begins another step or "done"; the last cue when there is none.
int lsn_score_next_step(const lsn_score *score, int index);
const lsn_move *lsn_score_move(const lsn_score *score, int cue);

#endif
