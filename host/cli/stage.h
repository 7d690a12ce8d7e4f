// Private to host/cli: the player's screen in the terminal.
#ifndef LSN_HOST_CLI_STAGE_H
#define LSN_HOST_CLI_STAGE_H

#include "core/body/body.h"
#include "core/session/session.h"

/// What stands below the session: nothing, the question whether to stop, or how far down the leg it is felt.
typedef struct stage_view {
    const lsn_score *score;
    const lsn_state *state;
    bool asks_to_stop;
    const char *notice;  // one line, or ""
    const char *asks[3]; // lines of a question, the first bold; NULL: none
} stage_view;

/// The stop rule, always in sight.
#define STAGE_STOP_RULE "Sharp pain, numbness or dizziness? Stop here: q"

typedef struct stage stage;

stage *stage_create(const lsn_body *body); // whom it shows, copied; NULL: no memory
void stage_destroy(stage *s);
/// Whether kitty's pictures will be shown.
bool stage_has_kitty(const stage *s);
/// Draws the whole screen. `fresh`: nothing of the last drawing is left (the window changed).
void stage_draw(stage *s, const stage_view *view, bool fresh);

#endif
