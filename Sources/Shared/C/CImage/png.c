#include "CImage.h"

#include <stdio.h>
#include <string.h>

#include <png.h>

// libpng's simplified interface keeps its own setjmp inside and reports through `image.message`.

static cimage_status failed(const png_image *image, cimage_message *message) {
    snprintf(message->text, sizeof message->text, "%s", image->message);
    // The only way to tell: libpng 1.6 has no error codes.
    const int ended = strstr(image->message, "beyond end") || strstr(image->message, "Not enough")
        || strstr(image->message, "ncated");
    const int memory = strstr(image->message, "memory") && !ended;
    return ended ? cimage_truncated : memory ? cimage_no_room : cimage_damaged;
}

cimage_status cimage_png_probe(
    const uint8_t *bytes, size_t count, cimage_header *header, cimage_message *message) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    message->text[0] = 0;
    if (!png_image_begin_read_from_memory(&image, bytes, count)) {
        return failed(&image, message);
    }
    header->width = (int)image.width;
    header->height = (int)image.height;
    header->components = 0;
    png_image_free(&image);
    return cimage_ok;
}

cimage_status cimage_png_decode(
    const uint8_t *bytes, size_t count, uint8_t *pixels, size_t capacity, cimage_message *message) {
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    message->text[0] = 0;
    if (!png_image_begin_read_from_memory(&image, bytes, count)) {
        return failed(&image, message);
    }
    image.format = PNG_FORMAT_RGB;
    // Without this, 16-bit pictures that say nothing about gamma are taken as linear and come out far too bright.
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
    if (PNG_IMAGE_SIZE(image) > capacity) {
        snprintf(message->text, sizeof message->text, "the buffer is too small");
        png_image_free(&image);
        return cimage_no_room;
    }
    const png_color white = {255, 255, 255};
    if (!png_image_finish_read(&image, &white, pixels, 0, NULL)) {
        return failed(&image, message);
    }
    return cimage_ok;
}
