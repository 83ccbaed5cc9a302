#include "CSearch.h"

#include <math.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// How far ahead of what is read the next bytes are asked for: a core waits for memory otherwise, since what the processor
// foresees by itself ends with the page.
enum { BYTES_AHEAD = 4096 };

static uint32_t plain_block(const rc_rows *rows, const rc_query *query, size_t block, float threshold) {
    const uint8_t *codes = rows->codes + block * rows->groups * 64;
    int32_t dots[16] = {0};
    for (size_t group = 0; group < rows->groups; group++) {
        const int8_t *q = query->codes + group * 4;
        const uint8_t *c = codes + group * 64;
        for (int row = 0; row < 16; row++) {
            dots[row] += c[row * 4] * q[0] + c[row * 4 + 1] * q[1] + c[row * 4 + 2] * q[2] + c[row * 4 + 3] * q[3];
        }
    }
    uint32_t mask = 0;
    for (int row = 0; row < 16; row++) {
        float likely = (float)(dots[row] - query->zero) * (rows->scales[block * 16 + row] * query->scale);
        float most = likely + rows->residuals[block * 16 + row] * query->length + query->slack;
        mask |= (uint32_t)(most > threshold) << row;
    }
    return mask;
}

#if defined(__x86_64__)

__attribute__((target("avx2,fma"))) static uint32_t avx2_mask(
    __m256i dots, const rc_rows *rows, const rc_query *query, size_t row, float threshold) {
    __m256 scales = _mm256_mul_ps(_mm256_loadu_ps(rows->scales + row), _mm256_set1_ps(query->scale));
    __m256 likely = _mm256_mul_ps(
        _mm256_cvtepi32_ps(_mm256_sub_epi32(dots, _mm256_set1_epi32(query->zero))), scales);
    __m256 most = _mm256_add_ps(
        _mm256_fmadd_ps(_mm256_loadu_ps(rows->residuals + row), _mm256_set1_ps(query->length), likely),
        _mm256_set1_ps(query->slack));
    return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(most, _mm256_set1_ps(threshold), _CMP_GT_OQ));
}

// Of eight rows the pairwise sums of one step, as 32-bit numbers that stand in the rows' order. Bytes are widened first:
// multiplied as bytes (vpmaddubsw), sums of two would not fit.
__attribute__((target("avx2,fma"))) static __m256i avx2_step(__m256i codes, __m256i q) {
    __m256i low = _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm256_castsi256_si128(codes)), q);
    __m256i high = _mm256_madd_epi16(_mm256_cvtepu8_epi16(_mm256_extracti128_si256(codes, 1)), q);
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(low, high), 0xD8);
}

__attribute__((target("avx2,fma"))) static uint32_t avx2_block(
    const rc_rows *rows, const rc_query *query, size_t block, float threshold) {
    const uint8_t *codes = rows->codes + block * rows->groups * 64;
    __m256i first = _mm256_setzero_si256(), second = first;
    for (size_t group = 0; group < rows->groups; group++) {
        int32_t four;
        __builtin_memcpy(&four, query->codes + group * 4, 4);
        __m256i q = _mm256_cvtepi8_epi16(_mm_set1_epi32(four));
        first = _mm256_add_epi32(first, avx2_step(_mm256_loadu_si256((const void *)(codes + group * 64)), q));
        second = _mm256_add_epi32(second, avx2_step(_mm256_loadu_si256((const void *)(codes + group * 64 + 32)), q));
    }
    return avx2_mask(first, rows, query, block * 16, threshold)
        | avx2_mask(second, rows, query, block * 16 + 8, threshold) << 8;
}

// Four sums are under way at a time, since one step has to wait for the one before.
__attribute__((target("avx512f,avx512bw,avx512vnni"))) static uint32_t vnni_block(
    const rc_rows *rows, const rc_query *query, size_t block, float threshold) {
    const uint8_t *codes = rows->codes + block * rows->groups * 64;
    __m512i sums[4] = {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()};
    size_t group = 0;
    for (; group + 4 <= rows->groups; group += 4) {
        for (int part = 0; part < 4; part++) {
            const uint8_t *step = codes + (group + part) * 64;
            __builtin_prefetch((const void *)((uintptr_t)step + BYTES_AHEAD));
            int32_t four;
            __builtin_memcpy(&four, query->codes + (group + part) * 4, 4);
            sums[part] = _mm512_dpbusd_epi32(sums[part], _mm512_loadu_si512(step), _mm512_set1_epi32(four));
        }
    }
    for (; group < rows->groups; group++) {
        int32_t four;
        __builtin_memcpy(&four, query->codes + group * 4, 4);
        sums[0] = _mm512_dpbusd_epi32(sums[0], _mm512_loadu_si512(codes + group * 64), _mm512_set1_epi32(four));
    }
    __m512i dots = _mm512_add_epi32(_mm512_add_epi32(sums[0], sums[1]), _mm512_add_epi32(sums[2], sums[3]));
    __m512 scales = _mm512_mul_ps(_mm512_loadu_ps(rows->scales + block * 16), _mm512_set1_ps(query->scale));
    __m512 likely = _mm512_mul_ps(
        _mm512_cvtepi32_ps(_mm512_sub_epi32(dots, _mm512_set1_epi32(query->zero))), scales);
    __m512 most = _mm512_add_ps(
        _mm512_fmadd_ps(_mm512_loadu_ps(rows->residuals + block * 16), _mm512_set1_ps(query->length), likely),
        _mm512_set1_ps(query->slack));
    return _mm512_cmp_ps_mask(most, _mm512_set1_ps(threshold), _CMP_GT_OQ);
}

__attribute__((target("avx512f,avx512bw,avx512vnni"))) static size_t vnni_next(
    const rc_rows *rows, const rc_query *query, size_t from, size_t to, float threshold, uint32_t *mask) {
    for (size_t block = from; block < to; block++) {
        if ((*mask = vnni_block(rows, query, block, threshold))) return block;
    }
    return to;
}

__attribute__((target("avx2,fma"))) static size_t avx2_next(
    const rc_rows *rows, const rc_query *query, size_t from, size_t to, float threshold, uint32_t *mask) {
    for (size_t block = from; block < to; block++) {
        if ((*mask = avx2_block(rows, query, block, threshold))) return block;
    }
    return to;
}

rc_kernel rc_best_kernel(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw")) return RC_AVX512_VNNI;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return RC_AVX2;
    return RC_PLAIN;
}

#else

rc_kernel rc_best_kernel(void) { return RC_PLAIN; }

#endif

size_t rc_next_block(
    rc_kernel kernel, const rc_rows *rows, const rc_query *query, size_t from, size_t to, float threshold,
    uint32_t *mask) {
#if defined(__x86_64__)
    if (kernel == RC_AVX512_VNNI) return vnni_next(rows, query, from, to, threshold, mask);
    if (kernel == RC_AVX2) return avx2_next(rows, query, from, to, threshold, mask);
#endif
    for (size_t block = from; block < to; block++) {
        if ((*mask = plain_block(rows, query, block, threshold))) return block;
    }
    return to;
}

typedef float four_floats __attribute__((vector_size(16)));
typedef double four_doubles __attribute__((vector_size(32)));
typedef int32_t four_numbers __attribute__((vector_size(16)));
typedef uint8_t four_bytes __attribute__((vector_size(4)));

// The next four values; zeros where fewer are left.
static inline four_floats next_four(const float *values, size_t left) {
    four_floats four = {0};
    if (left >= 4) {
        __builtin_memcpy(&four, values, sizeof four);
    } else {
        for (size_t index = 0; index < left; index++) four[index] = values[index];
    }
    return four;
}

// `codes`: of the row's first four columns.
static void compress_row(const float *values, size_t columns, uint8_t *codes, float *scale, float *residual) {
    four_floats largest_of_four = {0};
    for (size_t column = 0; column < columns; column += 4) {
        four_floats sizes = __builtin_elementwise_abs(next_four(values + column, columns - column));
        largest_of_four = __builtin_elementwise_max(largest_of_four, sizes);
    }
    float largest = 0;
    for (int index = 0; index < 4; index++) largest = fmaxf(largest, largest_of_four[index]);
    *scale = largest / 127;
    float inverse = largest > 1e-30f ? 127 / largest : 0;
    four_doubles left = {0};
    for (size_t column = 0; column < columns; column += 4) {
        four_floats four = next_four(values + column, columns - column);
        // Cut off, what has a half added is rounded: 1...255.
        four_numbers rounded = __builtin_convertvector(four * inverse + (RC_CODE_OF_ZERO + 0.5f), four_numbers);
        four_bytes bytes = __builtin_convertvector(rounded, four_bytes);
        __builtin_memcpy(codes + column / 4 * 64, &bytes, sizeof bytes);
        four_doubles meant = __builtin_convertvector(rounded - RC_CODE_OF_ZERO, four_doubles) * (double)*scale;
        four_doubles gaps = __builtin_convertvector(four, four_doubles) - meant;
        left += gaps * gaps;
    }
    // Rounded up: it is a bound.
    *residual = (float)(sqrt(left[0] + left[1] + left[2] + left[3]) * (1 + 0x1p-20));
}

void rc_compress_block(
    const float *values, size_t rows, size_t columns, uint8_t *codes, float *scales, float *residuals) {
    if (rows < RC_ROWS_PER_BLOCK) {
        __builtin_memset(codes, RC_CODE_OF_ZERO, (columns + 3) / 4 * 64);
    }
    for (size_t row = 0; row < RC_ROWS_PER_BLOCK; row++) {
        scales[row] = residuals[row] = 0;
        if (row < rows) compress_row(values + row * columns, columns, codes + row * 4, scales + row, residuals + row);
    }
}
