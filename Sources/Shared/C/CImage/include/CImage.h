#pragma once
#include <stddef.h>
#include <stdint.h>

// JPEG (libjpeg-turbo) and PNG (libpng) behind plain functions. Both libraries leave a failed call through
// longjmp, which must not cross a Swift frame: every setjmp and longjmp stays inside these functions.

/// What a call found. Everything but `cimage_ok` comes with a message.
typedef enum {
    cimage_ok = 0,
    /// The data ends before the picture does.
    cimage_truncated = 1,
    /// The data cannot be read as what it claims to be.
    cimage_damaged = 2,
    /// The caller's buffer is too small, or memory ran out.
    cimage_no_room = 3,
} cimage_status;

typedef struct {
    int width;
    int height;
    /// Number of colour components in the file (JPEG only; 0 for PNG).
    int components;
} cimage_header;

/// The library's own words, in English, ending with NUL.
typedef struct {
    char text[256];
} cimage_message;

/// Reads a JPEG's header; allocates no pixels.
cimage_status cimage_jpeg_probe(
    const uint8_t *bytes, size_t count, cimage_header *header, cimage_message *message);

/// Decodes a JPEG to RGB, 8 bits each, rows without gaps, at `eighths`/8 (1…8) of its size: each side becomes
/// (side × eighths + 7) / 8. Grey, CMYK and YCCK (plain or Adobe's inverted form) become RGB.
cimage_status cimage_jpeg_decode(
    const uint8_t *bytes, size_t count, int eighths, uint8_t *pixels, size_t capacity, cimage_message *message);

/// Encodes RGB pixels, rows without gaps, as JPEG. `*encoded` is freed with `cimage_free`.
cimage_status cimage_jpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **encoded, size_t *encoded_count,
    cimage_message *message);

/// Reads a PNG's header; allocates no pixels.
cimage_status cimage_png_probe(
    const uint8_t *bytes, size_t count, cimage_header *header, cimage_message *message);

/// Decodes any PNG to RGB, 8 bits each, rows without gaps; what is transparent shows white.
cimage_status cimage_png_decode(
    const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, cimage_message *message);

void cimage_free(uint8_t *encoded);

// Changing a picture's size and turning it: C, because these loops run for each pixel of each photograph, and one
// program has to run on processors with and without wide vectors. All kernels give the same, bit for bit.

typedef enum { cimage_plain, cimage_avx2 } cimage_kernel;

/// The best kernel of this processor.
cimage_kernel cimage_best_kernel(void);

/// Between which two old rows, or columns, a new one lies, and how far along, 0…1. `second` is `first` + 1, or `first`
/// with a weight of 0.
typedef struct {
    int32_t first;
    int32_t second;
    float weight;
} cimage_tap;

/// RGB, 8 bits each, rows of `width` pixels without gaps, bilinear in another size: as three planes whose rows are
/// `row_stride` apart. `line` has room for 3 × `width` + 4 values.
void cimage_resize(
    cimage_kernel kernel, const uint8_t *pixels, int width, const cimage_tap *rows, int new_height,
    const cimage_tap *columns, int new_width, float *line, float *red, float *green, float *blue, size_t row_stride);

/// x' = a·x − b·y + move_x, y' = b·x + a·y + move_y.
typedef struct {
    float a;
    float b;
    float move_x;
    float move_y;
} cimage_transform;

/// RGB whose pixel p shows another RGB picture at `to_image`(p): the mean of `per_side`² samples, each bilinear, black
/// outside.
void cimage_sample(
    cimage_kernel kernel, const uint8_t *pixels, int width, int height, cimage_transform to_image, int per_side,
    uint8_t *result, int new_width, int new_height);
