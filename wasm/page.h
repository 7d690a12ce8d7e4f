/// What the files of the glue share: the page's one instance of everything lives in loosen.c.
#ifndef WASM_PAGE_H
#define WASM_PAGE_H

#include "core/figure/figure.h"
#include "core/plan/plan.h"
#include "wasm/show.h"

lsn_str page_input(int len);
lsn_arena page_scratch(void);
lsn_buf *page_text(void);      // an empty output that is no JSON
lsn_json_out page_begin(void); // an empty output
int page_done(void);           // what an export returns once its output is written
int page_refuse(lsn_err err, const lsn_diag *diag);
int page_refuse_because(lsn_err err, const char *sentence);
int64_t page_ms_of(double now_ms);
const lsn_catalogue *page_catalogue(void);
const lsn_body *page_body(void); // whom the figure shows
show *page_live(void);           // what moves on the page
show *page_still(void);          // what single pictures are drawn from
/// From now on these are the moves; what was planned or running is over.
LSN_MUST_CHECK lsn_err page_take_catalogue(const lsn_catalogue *next);
const lsn_able *page_able(void);         // NULL before loosen_body: the usual build does everything
const lsn_progress *page_progress(void); // as it was built last
lsn_adapt *page_adapt(void);             // the rules by which progress is built and written
const lsn_verdict *page_verdict(void);   // NULL before loosen_screen
const lsn_screen_rules *page_rules(void);
/// Of the answers that the log holds; NULL when more questions than `most` are due. Builds the progress of that moment.
const lsn_verdict *page_standing(double now_ms, int utc_offset_min, lsn_ask most);
/// The usual wish with everything that is known of the person at this moment.
lsn_wish page_wish(lsn_place place, double now_ms, int utc_offset_min);
/// Becomes the current plan and wish.
void page_adopt(const lsn_plan *plan, const lsn_wish *wish);

#endif
