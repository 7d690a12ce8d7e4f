/// core/qr: text → a QR code (ISO/IEC 18004, model 2), in byte mode, at error correction level M or L.
#ifndef LSN_QR_H
#define LSN_QR_H

#include "core/base/base.h"

enum {
    LSN_QR_SIZE_MAX = 177,   // modules a side of version 40
    LSN_QR_BYTES_MAX = 2331, // of text at level M; level L holds 2953
    LSN_QR_QUIET = 4,        // light modules that must surround the code
};

typedef enum lsn_qr_level { LSN_QR_LEVEL_L, LSN_QR_LEVEL_M } lsn_qr_level;

/// One code; owns nothing. Modules row by row, eight in a byte, the lowest bit first.
typedef struct lsn_qr {
    int version, size, mask;
    unsigned char dark[(LSN_QR_SIZE_MAX * LSN_QR_SIZE_MAX + 7) / 8];
} lsn_qr;

/// The smallest version that holds `text`, with the mask that scanners like best. LSN_ERR_TOO_LONG when none does.
/// Needs about 16 KB of scratch. The same text gives the same code everywhere.
LSN_MUST_CHECK lsn_err lsn_qr_make(lsn_qr *out, lsn_str text, lsn_qr_level level, lsn_arena scratch);
/// True for a dark module; false also outside the code.
bool lsn_qr_dark(const lsn_qr *qr, int x, int y);
/// A complete SVG with its quiet zone: one path, black on white; `title` is for those who cannot see it.
void lsn_qr_write_svg(lsn_buf *out, const lsn_qr *qr, lsn_str title);

#endif
