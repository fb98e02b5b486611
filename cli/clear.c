#include "cli/clear.h"

#include "cli/screen.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool cli_clear(const char *file)
{
    struct stat about;
    if (lstat(file, &about) != 0 && errno != ENOENT) {
        cli_complain("could not write `%s`: %s", file, strerror(errno));
        return false;
    }
    if (stat(file, &about) == 0 && S_ISDIR(about.st_mode)) {
        cli_complain("could not write `%s`: it is a folder", file);
        return false;
    }
    if (lstat(file, &about) == 0 && S_ISREG(about.st_mode) && unlink(file) != 0) {
        cli_complain("could not replace `%s`: %s", file, strerror(errno));
        return false;
    }
    if (stat(file, &about) == 0 && !S_ISREG(about.st_mode)) { /* a device or a pipe is written as it is */
        bool writable = access(file, W_OK) == 0;
        if (!writable) cli_complain("could not write `%s`: %s", file, strerror(errno));
        return writable;
    }
    const char *slash = strrchr(file, '/');
    char *folder = slash ? cli_copy(file, (size_t)(slash - file) + 1) : cli_copy(".", 1);
    bool done = access(folder, W_OK | X_OK) == 0;
    if (!done) cli_complain("could not write into the folder `%s`: %s", folder, strerror(errno));
    cli_free(folder);
    return done;
}
