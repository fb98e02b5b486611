#include "evidence/read.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

ptrdiff_t gate_read_some(int fd, void *out, size_t len)
{
    for (;;) {
        ssize_t got = read(fd, out, len);
        if (got >= 0) return got;
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            struct pollfd wait = {.fd = fd, .events = POLLIN};
            if (poll(&wait, 1, -1) < 0 && errno != EINTR) return -1;
        } else if (errno != EINTR) {
            return -1;
        }
    }
}
