#include "CImage.h"

// Same operations in the same order, whatever the processor: a face has one embedding. (Contracted to one instruction,
// a product and a sum are rounded once.)
#pragma STDC FP_CONTRACT OFF

typedef float four_floats __attribute__((vector_size(16)));
typedef float eight_floats __attribute__((vector_size(32)));
typedef uint8_t eight_bytes __attribute__((vector_size(8)));

#define INLINE static inline __attribute__((always_inline))

INLINE four_floats load_four(const float *values) {
    four_floats four;
    __builtin_memcpy(&four, values, sizeof four);
    return four;
}

INLINE void store_four(float *values, four_floats four) { __builtin_memcpy(values, &four, sizeof four); }

// `line`: of 3 × `width` values and four more, which count for nothing.
INLINE void between_rows(
    const uint8_t *upper, const uint8_t *lower, float weight, int width, float *restrict line) {
    for (int index = 0; index < 3 * width; index++) {
        float above = upper[index], below = lower[index];
        line[index] = above + (below - above) * weight;
    }
}

// Red, green, blue, and a value that counts for nothing.
INLINE four_floats between_columns(const float *line, const cimage_tap *column) {
    four_floats left = load_four(line + 3 * column->first), right = load_four(line + 3 * column->second);
    return left + (right - left) * column->weight;
}

INLINE void resize(
    const uint8_t *pixels, int width, const cimage_tap *rows, int new_height, const cimage_tap *columns, int new_width,
    float *line, float *const planes[3], size_t row_stride) {
    for (int index = 3 * width; index < 3 * width + 4; index++) line[index] = 0;
    for (int y = 0; y < new_height; y++) {
        const uint8_t *upper = pixels + (size_t)rows[y].first * 3 * width;
        const uint8_t *lower = pixels + (size_t)rows[y].second * 3 * width;
        between_rows(upper, lower, rows[y].weight, width, line);
        float *red = planes[0] + y * row_stride, *green = planes[1] + y * row_stride;
        float *blue = planes[2] + y * row_stride;
        int x = 0;
        for (; x + 4 <= new_width; x += 4) {
            four_floats a = between_columns(line, columns + x), b = between_columns(line, columns + x + 1);
            four_floats c = between_columns(line, columns + x + 2), d = between_columns(line, columns + x + 3);
            four_floats ab = __builtin_shufflevector(a, b, 0, 4, 1, 5), cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
            store_four(red + x, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
            store_four(green + x, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
            store_four(blue + x, (four_floats){a[2], b[2], c[2], d[2]});
        }
        for (; x < new_width; x++) {
            four_floats one = between_columns(line, columns + x);
            red[x] = one[0];
            green[x] = one[1];
            blue[x] = one[2];
        }
    }
}

// The left and the right pixel's red, green and blue of a row, and two values that count for nothing.
INLINE void read_two_pixels(const uint8_t *row, int left, int width, eight_floats *two) {
    for (int lane = 0; lane < 6; lane++) {
        int column = left + lane / 3;
        if (column >= 0 && column < width) (*two)[lane] = row[3 * left + lane];
    }
}

// Adds what the two left and the two right pixels around a place give to it, as two times three channels. The eight
// bytes from each row's left pixel on are read at once where they lie within the pixels.
INLINE void add_weighted(const uint8_t *pixels, int width, int height, float x, float y, eight_floats *sums) {
    // The place is above -1: cut off is rounded down but for what is below 0.
    int left = x < 0 ? -1 : (int)x, top = y < 0 ? -1 : (int)y;
    float across = x - left, down = y - top;
    const uint8_t *row = pixels + (int64_t)top * 3 * width;
    eight_floats upper = {0}, lower = {0};
    if (left >= 0 && top >= 0 && left + 3 <= width && top + 1 < height) {
        eight_bytes bytes;
        __builtin_memcpy(&bytes, row + 3 * left, sizeof bytes);
        upper = __builtin_convertvector(bytes, eight_floats);
        __builtin_memcpy(&bytes, row + 3 * (width + left), sizeof bytes);
        lower = __builtin_convertvector(bytes, eight_floats);
    } else {
        if (top >= 0) read_two_pixels(row, left, width, &upper);
        if (top + 1 < height) read_two_pixels(row + 3 * width, left, width, &lower);
    }
    float near = 1 - across;
    *sums += (upper * (1 - down) + lower * down) * (eight_floats){near, near, near, across, across, across, 0, 0};
}

INLINE void sample(
    const uint8_t *pixels, int width, int height, cimage_transform to_image, int per_side, uint8_t *result,
    int new_width, int new_height) {
    float step = 1 / (float)per_side, share = step * step;
    for (int y = 0; y < new_height; y++) {
        for (int x = 0; x < new_width; x++) {
            eight_floats sums = {0};
            for (int down = 0; down < per_side; down++) {
                for (int across = 0; across < per_side; across++) {
                    float px = x + (across + 0.5f) * step - 0.5f, py = y + (down + 0.5f) * step - 0.5f;
                    float from_x = to_image.a * px - to_image.b * py + to_image.move_x;
                    float from_y = to_image.b * px + to_image.a * py + to_image.move_y;
                    // Also false for what is not a number.
                    if (from_x > -1 && from_y > -1 && from_x < width && from_y < height) {
                        add_weighted(pixels, width, height, from_x, from_y, &sums);
                    }
                }
            }
            for (int channel = 0; channel < 3; channel++) {
                *result++ = (uint8_t)((sums[channel] + sums[channel + 3]) * share + 0.5f);
            }
        }
    }
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static void resize_avx2(
    const uint8_t *pixels, int width, const cimage_tap *rows, int new_height, const cimage_tap *columns, int new_width,
    float *line, float *const planes[3], size_t row_stride) {
    resize(pixels, width, rows, new_height, columns, new_width, line, planes, row_stride);
}

__attribute__((target("avx2"))) static void sample_avx2(
    const uint8_t *pixels, int width, int height, cimage_transform to_image, int per_side, uint8_t *result,
    int new_width, int new_height) {
    sample(pixels, width, height, to_image, per_side, result, new_width, new_height);
}

cimage_kernel cimage_best_kernel(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") ? cimage_avx2 : cimage_plain;
}

#else

cimage_kernel cimage_best_kernel(void) { return cimage_plain; }

#endif

void cimage_resize(
    cimage_kernel kernel, const uint8_t *pixels, int width, const cimage_tap *rows, int new_height,
    const cimage_tap *columns, int new_width, float *line, float *red, float *green, float *blue, size_t row_stride) {
    float *const planes[3] = {red, green, blue};
#if defined(__x86_64__)
    if (kernel == cimage_avx2) {
        resize_avx2(pixels, width, rows, new_height, columns, new_width, line, planes, row_stride);
        return;
    }
#endif
    resize(pixels, width, rows, new_height, columns, new_width, line, planes, row_stride);
}

void cimage_sample(
    cimage_kernel kernel, const uint8_t *pixels, int width, int height, cimage_transform to_image, int per_side,
    uint8_t *result, int new_width, int new_height) {
#if defined(__x86_64__)
    if (kernel == cimage_avx2) {
        sample_avx2(pixels, width, height, to_image, per_side, result, new_width, new_height);
        return;
    }
#endif
    sample(pixels, width, height, to_image, per_side, result, new_width, new_height);
}
