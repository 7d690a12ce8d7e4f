/// Private to core/base: decimal text to the nearest double.
#ifndef LSN_BASE_DECIMAL_H
#define LSN_BASE_DECIMAL_H

#include "core/base/base.h"

/// The double nearest to a number whose text follows the grammar of RFC 8259 (which the caller has checked); ties go to
/// even. Of digits after the 38th only one thing is kept: that they are not all zero. Infinite when it is too large.
double lsn_decimal_read(lsn_str text);

#endif
