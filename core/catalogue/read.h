/// Private to core/catalogue: reading fields of a parsed move file, each refusal with its place and what to do.
#ifndef LSN_CATALOGUE_READ_H
#define LSN_CATALOGUE_READ_H

#include "core/catalogue/catalogue.h"

enum {
    LSN_MOVE_FILE_MAX = 256 << 10,
    LSN_ID_MAX = 48,
    LSN_SHORT_TEXT_MAX = 80, // names and the one clause "why"
    LSN_SAY_MAX = 200,       // spoken lines; a side's name still fits LSN_CUE_TEXT_MAX
    LSN_LONG_TEXT_MAX = 400,
    LSN_READY_AND_HOW_MAX = 236, // both are one cue
    LSN_HOW_S_MAX = 15,
    LSN_PHASE_S_MAX = 60,
    LSN_VARIANTS_MAX = 6,
};

typedef struct reader {
    lsn_arena *arena; // what outlives the parse
    lsn_diag *diag;
} reader;

/// One of the lists of catalogue.h: names as in files.
typedef struct name_list {
    const char *const *names;
    int count;
    const char *what; // "posture"
} name_list;

extern const name_list lsn_list_posture, lsn_list_place, lsn_list_region, lsn_list_kind, lsn_list_direction,
    lsn_list_tag, lsn_list_prop, lsn_list_level, lsn_list_phase_kind, lsn_list_breath;
int lsn_list_find(const name_list *list, lsn_str name); // index or −1

typedef struct field_list {
    const char *const *names;
    int count;
} field_list;
#define FIELDS(array) ((field_list){(array), (int)(sizeof(array) / sizeof *(array))})

/// An object with no other fields than these ("$schema" goes unread where `names` has it).
LSN_MUST_CHECK lsn_err lsn_read_object(reader *r, const lsn_json *value, const char *what, field_list fields);
/// *out is NULL when the field is absent and not required.
LSN_MUST_CHECK lsn_err lsn_read_field(reader *r, const lsn_json *object, const char *key, lsn_json_type type,
                                      bool required, const lsn_json **out);
/// Not empty, at most `max` bytes, no control characters, no space at the ends; copied into the arena. An absent field
/// that is not required leaves *out as it is.
LSN_MUST_CHECK lsn_err lsn_read_text(reader *r, const lsn_json *object, const char *key, int max, bool required,
                                     lsn_str *out);
LSN_MUST_CHECK lsn_err lsn_read_text_value(reader *r, const lsn_json *value, const char *what, int max, lsn_str *out);
/// A text of lower-case words joined by '-' (or '_' where `underscores`).
LSN_MUST_CHECK lsn_err lsn_read_id(reader *r, const lsn_json *object, const char *key, lsn_str *out);
LSN_MUST_CHECK lsn_err lsn_read_number(reader *r, const lsn_json *object, const char *key, double least,
                                       double greatest, bool whole, bool required, double *out);
LSN_MUST_CHECK lsn_err lsn_read_bool(reader *r, const lsn_json *object, const char *key, bool required, bool *out);
/// At least `least` and at most LSN_LIST_MAX texts, none twice.
LSN_MUST_CHECK lsn_err lsn_read_texts(reader *r, const lsn_json *object, const char *key, int least, int max,
                                      lsn_str out[LSN_LIST_MAX], int *count);
LSN_MUST_CHECK lsn_err lsn_read_name(reader *r, const lsn_json *object, const char *key, const name_list *list,
                                     bool required, int *out);
LSN_MUST_CHECK lsn_err lsn_read_mask(reader *r, const lsn_json *object, const char *key, const name_list *list,
                                     int least, uint32_t *out);
lsn_err lsn_read_full(reader *r, const lsn_json *value); // LSN_ERR_NO_MEMORY

/// pose.c: the poses of a move and of its variants, inheritance resolved.
LSN_MUST_CHECK lsn_err lsn_read_poses(reader *r, const lsn_json *object, lsn_move *move);
LSN_MUST_CHECK lsn_err lsn_read_variants(reader *r, const lsn_json *object, lsn_move *move);

/// check.c: what must hold between the parts of a move. `object` is the file, for places.
LSN_MUST_CHECK lsn_err lsn_check_move(reader *r, const lsn_json *object, const lsn_move *move);

#endif
