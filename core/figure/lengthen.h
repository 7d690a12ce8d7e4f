/// Private to core/figure: what lsn_motion_build adds once the key poses stand.
#ifndef LSN_FIGURE_LENGTHEN_H
#define LSN_FIGURE_LENGTHEN_H

#include "core/figure/figure.h"

/// Fills `glow` from keys and targets.
void lsn_motion_measure(lsn_motion *motion);

#endif
