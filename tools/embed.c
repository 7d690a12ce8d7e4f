// Writes files as C byte arrays, for `make`: the built-in moves and rules, and the page's assets.
//   embed builtin MOVE.json… -- NAME FILE…   lsn_builtin_moves, lsn_builtin_move_count, and each NAME as an lsn_file
//   embed routines ROUTINE.json…             lsn_builtin_routines, lsn_builtin_routine_count
//   embed assets FOLDER                      lsn_assets, lsn_asset_count (host/assets.h)
// The JSON of moves, rules and routines goes in without the white space between its tokens; assets go in as they are.
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_json(const char *path) {
    size_t length = strlen(path);
    return length >= 5 && strcmp(path + length - 5, ".json") == 0;
}

/// The next byte of JSON that means something; `in_string` is kept from call to call.
static int next_of_json(FILE *file, bool *in_string, bool *escaped) {
    int c = fgetc(file);
    while (!*in_string && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) c = fgetc(file);
    if (c == '"' && !*escaped) *in_string = !*in_string;
    *escaped = *in_string && c == '\\' && !*escaped;
    return c;
}

static int write_bytes(const char *path, int index, bool compact) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "embed: %s cannot be read\n", path);
        return -1;
    }
    printf("static const unsigned char bytes_%d[] = {", index);
    int size = 0;
    bool in_string = false, escaped = false;
    for (int c; (c = compact ? next_of_json(file, &in_string, &escaped) : fgetc(file)) != EOF; size++)
        printf("%s%d,", size % 32 ? "" : "\n", c);
    printf("0};\n");
    fclose(file);
    return size;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void write_file(const char *path, int index, int size) {
    printf("{{\"%s\", %zu}, {(const char *)bytes_%d, %d}}", base_name(path), strlen(base_name(path)), index, size);
}

static int embed_builtin(int count, char **words) {
    printf("#include \"core/catalogue/catalogue.h\"\n#include \"core/progress/progress.h\"\n"
           "#include \"core/screen/screen.h\"\nextern const lsn_file lsn_roland_morris_items;\n");
    int moves = 0, *sizes = calloc((size_t)count, sizeof *sizes);
    if (!sizes) return 1;
    while (moves < count && strcmp(words[moves], "--") != 0) moves++;
    int status = 0;
    for (int i = 0; i < count && status == 0; i++) {
        bool is_path = i < moves || (i - moves) % 2 == 0;
        if (i != moves && is_path && (sizes[i] = write_bytes(words[i], i, is_json(words[i]))) < 0) status = 1;
    }
    printf("const lsn_file lsn_builtin_moves[] = {\n");
    for (int i = 0; i < moves; i++) {
        write_file(words[i], i, sizes[i]);
        printf(",\n");
    }
    printf("};\nconst int lsn_builtin_move_count = %d;\n", moves);
    for (int i = moves + 1; i + 1 < count; i += 2) {
        printf("const lsn_file %s = ", words[i]);
        write_file(words[i + 1], i + 1, sizes[i + 1]);
        printf(";\n");
    }
    free(sizes);
    return status;
}

static int embed_routines(int count, char **paths) {
    static int sizes[64];
    if (count > 64) return 1;
    printf("#include \"core/routine/routine.h\"\n");
    for (int i = 0; i < count; i++)
        if ((sizes[i] = write_bytes(paths[i], i, true)) < 0) return 1;
    printf("const lsn_file lsn_builtin_routines[] = {\n");
    for (int i = 0; i < count; i++)
        printf("{{\"%s\", %zu}, {(const char *)bytes_%d, %d}},\n", base_name(paths[i]), strlen(base_name(paths[i])), i,
               sizes[i]);
    printf("};\nconst int lsn_builtin_routine_count = %d;\n", count);
    return 0;
}

static int embed_assets(const char *folder) {
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, by_name);
    if (count < 0) {
        fprintf(stderr, "embed: %s cannot be read\n", folder);
        return 1;
    }
    printf("#include \"host/assets.h\"\n");
    static char table[65536];
    size_t used = 0;
    int assets = 0, status = 0;
    for (int i = 0; i < count; i++) {
        char path[4096];
        struct stat about;
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.' && stat(path, &about) == 0 && S_ISREG(about.st_mode)) {
            int size = write_bytes(path, assets, false);
            if (size < 0) status = 1;
            int wrote = snprintf(table + used, sizeof table - used, "{\"/%s\", bytes_%d, %d},\n", entries[i]->d_name,
                                 assets, size);
            if (wrote < 0 || (size_t)wrote >= sizeof table - used)
                status = 1;
            else
                used += (size_t)wrote;
            assets++;
        }
        free(entries[i]);
    }
    free(entries);
    printf("const lsn_asset lsn_assets[] = {\n%s};\nconst int lsn_asset_count = %d;\n", table, assets);
    return status;
}

int main(int argc, char **argv) {
    if (argc >= 3 && strcmp(argv[1], "builtin") == 0) return embed_builtin(argc - 2, argv + 2);
    if (argc >= 3 && strcmp(argv[1], "routines") == 0) return embed_routines(argc - 2, argv + 2);
    if (argc == 3 && strcmp(argv[1], "assets") == 0) return embed_assets(argv[2]);
    fprintf(
        stderr,
        "usage: embed builtin MOVE.json... -- NAME FILE... | embed routines ROUTINE.json... | embed assets FOLDER\n");
    return 2;
}
