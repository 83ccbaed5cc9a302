// Kernels of the search's first pass over compressed rows. C, because one program has to run on processors with and
// without vector instructions for bytes, and Swift cannot build a function for several of them.
#ifndef ROLLCALL_CSEARCH_H
#define ROLLCALL_CSEARCH_H

#include <stddef.h>
#include <stdint.h>

// Rows are stored in blocks of sixteen: of four columns at a time the four codes of each row, so that one vector
// instruction takes a step of sixteen dot products. Codes are -127...127 plus 128; columns are filled up to a multiple of
// four, rows to a multiple of sixteen, with the code of zero.
enum { RC_ROWS_PER_BLOCK = 16, RC_COLUMNS_PER_GROUP = 4, RC_CODE_OF_ZERO = 128 };

typedef struct {
    const uint8_t *codes;
    const float *scales;     // of each row: value = scale * (code - 128), nearly
    const float *residuals;  // of each row: length of what compressing it has left out
    size_t groups;           // of columns
} rc_rows;

typedef struct {
    const int8_t *codes;     // groups * 4
    int32_t zero;            // what the rows' 128 comes to: 128 * sum of codes
    float scale;
    float length;            // of the query: how far a row's residual reaches
    float slack;             // whatever else may be missing, rounding included
} rc_query;

typedef enum { RC_PLAIN, RC_AVX2, RC_AVX512_VNNI } rc_kernel;

// The best kernel of this processor.
rc_kernel rc_best_kernel(void);

// The first block in from..<to that has a row whose similarity may be above `threshold`, and in `mask` which rows of the
// block these are; `to` where there is none.
size_t rc_next_block(
    rc_kernel kernel, const rc_rows *rows, const rc_query *query, size_t from, size_t to, float threshold,
    uint32_t *mask);

// Compresses up to sixteen rows of `columns` values, one after the other, into a block; rows that are missing become zero.
// `codes`, `scales` and `residuals` are the block's own.
void rc_compress_block(
    const float *values, size_t rows, size_t columns, uint8_t *codes, float *scales, float *residuals);

#endif
