#pragma once
#include <zlib.h>

// inflateInit2 and deflateInit2 are macros with a sizeof inside, which Swift cannot see.
static inline int CZlib_inflate_start(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
static inline int CZlib_deflate_start(z_stream *stream, int level, int window_bits) {
    return deflateInit2(stream, level, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
}
