/// The page's files, built into the program by tools/embed.c.
#ifndef LSN_HOST_ASSETS_H
#define LSN_HOST_ASSETS_H

typedef struct lsn_asset {
    const char *path; // "/app.js"
    const unsigned char *bytes;
    int size;
} lsn_asset;

extern const lsn_asset lsn_assets[];
extern const int lsn_asset_count;

#endif
