/// Private to core/base: memory and UTF-8 helpers shared by its files.
#ifndef LSN_BASE_TEXT_H
#define LSN_BASE_TEXT_H

#include "core/base/base.h"

#include <stdarg.h>

/// Length in bytes (1–4) of the UTF-8 character that begins at `s[0]`, or 0 when it is not valid. `size` bytes may be
/// read. Refuses overlong forms, surrogates and anything above U+10FFFF (RFC 3629).
int lsn_utf8_char_size(const char *s, size_t size);

/// Writes a code point below U+110000 as UTF-8 and returns its size in bytes, 1–4.
int lsn_utf8_encode(char out[4], uint32_t code);

/// lsn_buf_format over a list of arguments; a pointer, because a va_list may be an array type.
void lsn_buf_format_list(lsn_buf *buf, const char *format, va_list *list);

#endif
