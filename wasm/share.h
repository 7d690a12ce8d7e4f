/// Prototypes of the exports that hand routines over; exports.txt says what they do.
#ifndef WASM_SHARE_H
#define WASM_SHARE_H

int loosen_routines(void);
int loosen_routine(int len);
int loosen_routine_link(int len);
int loosen_routine_plan(double now_ms, int utc_offset_min);
int loosen_programme_day(double began_ms, double now_ms, int utc_offset_min);
int loosen_handout_begin(int len, int paper);
int loosen_handout_step(int step, int len);
int loosen_handout_end(void);
int loosen_qr(int len);
int loosen_reminder(int len);
int loosen_pain_map(int len);
int loosen_units(int inches);
int loosen_tests(double now_ms, int utc_offset_min);
int loosen_trial(double now_ms, int utc_offset_min);
int loosen_trial_end(int len);

#endif
