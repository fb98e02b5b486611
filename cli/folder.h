/* The policies in a folder. */
#ifndef GATE_CLI_FOLDER_H
#define GATE_CLI_FOLDER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct cli_paths {
    char **list;
    size_t count, cap;
} cli_paths;

/* Is it a folder? */
bool cli_folder_is(const char *path);

/* Appends every `*.gate` file in the folder and the folders below it, in the order of their bytes; what
 * begins with a dot is left out, and links to folders are not followed. False with a message when a folder
 * cannot be read. */
bool cli_folder_list(const char *path, cli_paths *out);

/* May a command that was given these operands write the file anew? Not where it may not be written, and not
 * through a link that was found in a folder and leads out of it; that is told. */
bool cli_folder_writable(const char *const *operands, size_t count, const char *path);

void cli_paths_add(cli_paths *paths, const char *path);
void cli_paths_free(cli_paths *paths);

#endif
