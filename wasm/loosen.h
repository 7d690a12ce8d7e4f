/// Prototypes of the exports; exports.txt says what they do. The tests call them natively too.
#ifndef WASM_LOOSEN_H
#define WASM_LOOSEN_H

#include "core/figure/figure.h"

enum { LOOSEN_PAUSE, LOOSEN_RESUME, LOOSEN_SKIP, LOOSEN_BACK, LOOSEN_TOO_MUCH };

unsigned char *loosen_in(int bytes);
unsigned char *loosen_out(void);
int loosen_out_len(void);
int loosen_start(void);
int loosen_words(int len);
int loosen_moves(void);
int loosen_find_moves(int len);
int loosen_move(int move, double now_ms, int utc_offset_min);
int loosen_questions(void);
int loosen_screen(int len, double now_ms);
int loosen_due(double now_ms);
int loosen_light(int pain_before, int pain_after);
int loosen_leg(int site, double now_ms);
int loosen_log(int len);
int loosen_event(int len);
int loosen_progress(double now_ms, int utc_offset_min);
int loosen_body_info(void);
int loosen_body(int len);
int loosen_body_show(int range, double deg);
unsigned char *loosen_portrait(int look, int width, int height, int theme);
int loosen_detail(double now_ms, int utc_offset_min);
int loosen_measure(int len);
int loosen_plan(int len, double now_ms, int utc_offset_min);
int loosen_prove(void);
int loosen_adopt(int len);
int loosen_whys(void);
int loosen_week(int len);
int loosen_occasions(void);
unsigned char *loosen_doses(int width, int height, int theme);
int loosen_swap(int step);
int loosen_drop(int step);
int loosen_begin(double now_ms);
int loosen_save(void);
int loosen_restore(int len);
int loosen_control(int what, double now_ms);
int loosen_state(double now_ms);
int loosen_figure(double now_ms);
int loosen_preview(int move, int side, double seconds);
lsn_vertex *loosen_vertices(void);
int loosen_vertex_count(void);
uint32_t *loosen_indices(void);
int loosen_index_count(void);
int loosen_glows(void);
float *loosen_camera(double aspect, double yaw_offset_deg, double pitch_offset_deg);
void loosen_cover(int index, double x, double y, double radius);
unsigned char *loosen_picture(int move, int width, int height, int theme);
int loosen_lineart(int move, int pose, int side, int width, int height);
int loosen_golden(void);

#endif
