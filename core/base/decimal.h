/// Private to core/base: decimal text to the nearest double.
#ifndef LSN_BASE_DECIMAL_H
#define LSN_BASE_DECIMAL_H

#include "core/base/base.h"

/// The double nearest to a number whose text follows the grammar of RFC 8259 (which the caller has checked); ties go to
/// even. Digits after the 38th are dropped. Infinite when it is too large.
double lsn_decimal_read(lsn_str text);

#endif
