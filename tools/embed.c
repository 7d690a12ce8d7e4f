// Writes files as C byte arrays, for `make`: the built-in moves and rules, and the page's assets.
//   embed builtin MOVE.json… RULES.json   lsn_builtin_moves, lsn_builtin_move_count, lsn_screen_builtin_rules
//   embed routines ROUTINE.json…          lsn_builtin_routines, lsn_builtin_routine_count
//   embed assets FOLDER                   lsn_assets, lsn_asset_count (host/assets.h)
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int write_bytes(const char *path, int index) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        fprintf(stderr, "embed: %s cannot be read\n", path);
        return -1;
    }
    printf("static const unsigned char bytes_%d[] = {", index);
    int size = 0;
    for (int c; (c = fgetc(file)) != EOF; size++) printf("%s%d,", size % 32 ? "" : "\n", c);
    printf("0};\n");
    fclose(file);
    return size;
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int embed_builtin(int count, char **paths) {
    printf("#include \"core/catalogue/catalogue.h\"\n#include \"core/screen/screen.h\"\n");
    int *sizes = calloc((size_t)count, sizeof *sizes);
    if (!sizes) return 1;
    for (int i = 0; i < count; i++)
        if ((sizes[i] = write_bytes(paths[i], i)) < 0) {
            free(sizes);
            return 1;
        }
    printf("const lsn_file lsn_builtin_moves[] = {\n");
    for (int i = 0; i < count - 1; i++)
        printf("{{\"%s\", %zu}, {(const char *)bytes_%d, %d}},\n", base_name(paths[i]), strlen(base_name(paths[i])), i,
               sizes[i]);
    printf("};\nconst int lsn_builtin_move_count = %d;\n", count - 1);
    const char *rules = base_name(paths[count - 1]);
    printf("const lsn_file lsn_screen_builtin_rules = {{\"%s\", %zu}, {(const char *)bytes_%d, %d}};\n", rules,
           strlen(rules), count - 1, sizes[count - 1]);
    free(sizes);
    return 0;
}

static int embed_routines(int count, char **paths) {
    static int sizes[64];
    if (count > 64) return 1;
    printf("#include \"core/routine/routine.h\"\n");
    for (int i = 0; i < count; i++)
        if ((sizes[i] = write_bytes(paths[i], i)) < 0) return 1;
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
            int size = write_bytes(path, assets);
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
    fprintf(stderr,
            "usage: embed builtin MOVE.json... RULES.json | embed routines ROUTINE.json... | embed assets FOLDER\n");
    return 2;
}
