/// Exports for what a person tells beside a session: where it hurts, and the units that they read; exports.txt says
/// what they do.
#include "core/event/event.h"
#include "wasm/page.h"
#include "wasm/share.h"

int loosen_pain_map(int len) {
    char memory[LSN_PAIN_MAP_TEXT_MAX];
    lsn_pain_map map;
    lsn_diag diag = {.err = LSN_OK};
    lsn_err err = lsn_pain_map_read(&map, page_input(len), page_scratch(), &diag);
    if (err) return page_refuse(err, &diag);
    lsn_buf text = lsn_buf_make(memory, sizeof memory);
    lsn_pain_map_write(&text, &map);
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_put_int(&json, "value", lsn_pain_map_strongest(&map));
    lsn_json_put_str(&json, "text", lsn_buf_view(&text));
    lsn_json_object_end(&json);
    return page_done();
}

int loosen_units(int inches) {
    page_adapt()->inches = inches != 0;
    lsn_json_out json = page_begin();
    lsn_json_object(&json);
    lsn_json_object_end(&json);
    return page_done();
}
