/// Prototypes of the exports for a person's own moves; exports.txt says what they do.
#ifndef WASM_OWN_H
#define WASM_OWN_H

int loosen_own_moves(int len);
int loosen_own_check(int len);
int loosen_make(int len);
int loosen_make_look(void);
int loosen_try(int side, double seconds);
int loosen_pose_begin(int len);
int loosen_pose_show(int which);
int loosen_pose_drag(int handle, double x, double y, double aspect, double yaw_offset_deg, double pitch_offset_deg);
int loosen_pose_drop(int handle);
int loosen_pose_copy(void);
int loosen_pose_undo(void);

#endif
