/// Private to core/body: the table of muscle paths.
#ifndef LSN_BODY_MUSCLE_H
#define LSN_BODY_MUSCLE_H

#include "core/body/kinematics.h"

/// A point or cylinder of the right side, given in the anatomical pose of a 1.70 m body from midway between the hips
/// (mm, x forward, y up, z right). A cylinder lies along z and is passed on the side (x, y), of any length.
typedef struct lsn_part_row {
    lsn_part_kind kind;
    lsn_segment segment;
    double mm[3], radius_mm, side[2];
} lsn_part_row;

typedef struct lsn_muscle_row {
    int count;
    lsn_part_row parts[LSN_MUSCLE_PARTS_MAX];
} lsn_muscle_row;

/// By name, in the order of LSN_MUSCLES; index (muscle − 1) / 2.
enum {
#define X(name, plain) LSN_MUSCLE_ROW_##name,
    LSN_MUSCLES(X)
#undef X
        LSN_MUSCLE_ROWS
};

extern const lsn_muscle_row lsn_muscle_rows[LSN_MUSCLE_ROWS];

#endif
