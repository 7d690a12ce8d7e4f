/// Private to core/body: the skeleton as hinges and slides, for other programs.
#ifndef LSN_BODY_JOINTS_H
#define LSN_BODY_JOINTS_H

#include "core/body/kinematics.h"

typedef enum lsn_joint_drive {
    LSN_DRIVE_FREE,       // is its coordinate
    LSN_DRIVE_POLYNOMIAL, // follows its coordinate
    LSN_DRIVE_ELEVATION,  // follows the arm (lsn_girdle_rhythm)
    LSN_DRIVE_PROTRACTION,
    LSN_DRIVE_OPPOSITE // undoes the joint `opposite`
} lsn_joint_drive;

/// Where a joint sits: in a segment, in the helper body between clavicle and humerus, or in a body of coordinates that
/// carry nothing but are followed (the spine's totals, the fingers).
typedef enum lsn_joint_host { LSN_HOST_SEGMENT, LSN_HOST_SHOULDER, LSN_HOST_COORDINATES } lsn_joint_host;

typedef struct lsn_joint {
    char name[LSN_JOINT_NAME_MAX];
    lsn_joint_host host;
    lsn_segment segment; // a shoulder's: its clavicle; coordinates: the segment that shows them
    bool slides;
    lsn_vec3 axis, at; // in the host's frame before it turns (m)
    lsn_joint_drive drive;
    lsn_coord coord; // that it is or follows
    int opposite;    // index
    double polynomial[5];
} lsn_joint;

/// All joints; those of one host stand together, in the order in which they turn. Returns how many.
int lsn_joints_build(lsn_joint out[LSN_JOINTS_MAX], const lsn_body *body);

#endif
