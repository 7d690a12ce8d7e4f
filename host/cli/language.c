// The language that the core speaks: of --language, or of the environment. Its words lie among the page's files that
// are built in. Invariant: what is written for other programs is English unless a language is asked for by name.
#include "host/cli/language.h"
#include "host/assets.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char before[] = "/words-", after[] = ".json";

/// The code in "/words-de.json"; empty when the file is another one.
static lsn_str code_of(const lsn_asset *asset) {
    size_t length = strlen(asset->path), ends = sizeof before - 1 + sizeof after - 1;
    if (length <= ends || strncmp(asset->path, before, sizeof before - 1) != 0) return (lsn_str){0};
    if (strcmp(asset->path + length - (sizeof after - 1), after) != 0) return (lsn_str){0};
    return (lsn_str){asset->path + sizeof before - 1, length - ends};
}

static const lsn_asset *find(lsn_str code) {
    for (int i = 0; i < lsn_asset_count && code.len > 0; i++)
        if (lsn_str_equal_fold(code_of(&lsn_assets[i]), code)) return &lsn_assets[i];
    return NULL;
}

/// "de_AT.UTF-8" is German. Chinese as it is written in Taiwan, Hong Kong or Macao is another than ours.
static const lsn_asset *find_locale(const char *locale) {
    static const char *const others[] = {"zh_TW", "zh_HK", "zh_MO", "zh_Hant", "zh-Hant"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncasecmp(locale, others[i], strlen(others[i])) == 0) return NULL;
    lsn_str code = {locale, strcspn(locale, "_.@-")};
    return find(lsn_str_equal_fold(code, LSN_STR("zh")) ? LSN_STR("zh-Hans") : code);
}

bool cli_is_language(const char *code) {
    return strcmp(code, "en") == 0 || find(lsn_str_from(code));
}

static const lsn_asset *wanted(const cli_input *input) {
    static const char *const variables[] = {"LOOSEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    if (input->language) return find(lsn_str_from(input->language));
    if (cli_has(input, CLI_json)) return NULL;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const char *value = getenv(variables[i]);
        if (value && value[0]) return find_locale(value);
    }
    return NULL;
}

bool cli_read_language(cli_language *out, const cli_input *input, lsn_arena *arena) {
    *out = (cli_language){0};
    const lsn_asset *asset = wanted(input);
    if (!asset) return true;
    lsn_diag diag = {0};
    if (lsn_words_parse(&out->words, (lsn_str){(const char *)asset->bytes, (size_t)asset->size}, arena, &diag)) {
        cli_refuse("%s:%d:%d: %s", asset->path + 1, diag.line, diag.column, diag.text);
        return false;
    }
    lsn_str code = code_of(asset);
    memcpy(out->code, code.ptr, code.len < sizeof out->code ? code.len : sizeof out->code - 1);
    return true;
}
