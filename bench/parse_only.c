/* The baseline of the benchmark: reads files and parses those named *.json with jansson, nothing
 * else. `parse_only -d FILE…` refuses duplicate keys on the way, as gatec must. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse(const char *path, size_t flags)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return 1;
    long size = ftell(file);
    rewind(file);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text || fread(text, 1, (size_t)size, file) != (size_t)size) return 1;
    fclose(file);
    size_t length = strlen(path);
    if (length > 5 && strcmp(path + length - 5, ".json") == 0) {
        json_error_t error;
        json_t *root = json_loadb(text, (size_t)size, flags, &error);
        if (!root) {
            fprintf(stderr, "%s:%d:%d: %s\n", path, error.line, error.column, error.text);
            return 1;
        }
        json_decref(root);
    }
    free(text);
    return 0;
}

int main(int argc, char **argv)
{
    int first = argc > 1 && strcmp(argv[1], "-d") == 0 ? 2 : 1;
    int bad = 0;
    for (int i = first; i < argc; i++)
        bad |= parse(argv[i], first == 2 ? JSON_REJECT_DUPLICATES : 0);
    return bad;
}
