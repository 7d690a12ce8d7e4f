// core/base: the list of errors as text, and diagnostics. The list itself is LSN_ERRORS in base.h.
#include "core/base/base.h"
#include "core/base/text.h"

const char *lsn_err_name(lsn_err err) {
    static const char *const names[] = {
#define X(name, text) #name,
        LSN_ERRORS(X)
#undef X
    };
    LSN_ASSERT((unsigned)err < LSN_ERR_COUNT);
    return names[err];
}

const char *lsn_err_text(lsn_err err) {
    static const char *const texts[] = {
#define X(name, text) text,
        LSN_ERRORS(X)
#undef X
    };
    LSN_ASSERT((unsigned)err < LSN_ERR_COUNT);
    return texts[err];
}

lsn_err lsn_diag_set(lsn_diag *diag, lsn_err err, int line, int column, const char *format, ...) {
    if (!diag) return err;
    diag->err = err;
    diag->line = line;
    diag->column = column;
    lsn_buf buf = lsn_buf_make(diag->text, sizeof diag->text);
    va_list list;
    va_start(list, format);
    lsn_buf_format_list(&buf, format, &list);
    va_end(list);
    (void)lsn_buf_cstr(&buf);
    return err;
}
