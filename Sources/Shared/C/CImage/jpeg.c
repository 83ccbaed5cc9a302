#include "CImage.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A progressive JPEG may repeat scans without end, each as much work as a whole picture. Cameras write ten.
enum { maximum_scans = 100 };

// Progressive pictures are held as coefficients: 2 bytes × 4 components × 50 megapixels, and something to spare.
static const long maximum_memory_bytes = 512L * 1024 * 1024;

// libjpeg hands back the address of its error manager: it must be the first member.
struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf escape;
    cimage_status status;
    cimage_message *message;
};

static void fail(j_common_ptr info) {
    struct failure *failure = (struct failure *)info->err;
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    snprintf(failure->message->text, sizeof failure->message->text, "%s", text);
    longjmp(failure->escape, 1);
}

static void on_error(j_common_ptr info) {
    struct failure *failure = (struct failure *)info->err;
    failure->status = info->err->msg_code == JERR_OUT_OF_MEMORY ? cimage_no_room : cimage_damaged;
    fail(info);
}

// libjpeg calls it a warning when it paints over missing or broken data. For us that is an error: half a picture
// must not pass for a whole one. Other warnings (stray bytes between segments, which cheap cameras write) are not.
static void on_message(j_common_ptr info, int level) {
    struct failure *failure = (struct failure *)info->err;
    if (level >= 0) {
        return;
    }
    switch (info->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
        failure->status = cimage_truncated;
        fail(info);
        break;
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
        failure->status = cimage_damaged;
        fail(info);
        break;
    default:
        break;
    }
}

// libjpeg prints here by default; our messages travel with the error.
static void on_output(j_common_ptr info) { (void)info; }

static void on_progress(j_common_ptr info) {
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > maximum_scans) {
        struct failure *failure = (struct failure *)info->err;
        failure->status = cimage_damaged;
        snprintf(failure->message->text, sizeof failure->message->text, "more than %d scans", maximum_scans);
        longjmp(failure->escape, 1);
    }
}

static struct jpeg_error_mgr *prepare(struct failure *failure, cimage_message *message) {
    memset(failure, 0, sizeof *failure);
    failure->message = message;
    message->text[0] = 0;
    struct jpeg_error_mgr *manager = jpeg_std_error(&failure->manager);
    manager->error_exit = on_error;
    manager->emit_message = on_message;
    manager->output_message = on_output;
    return manager;
}

cimage_status cimage_jpeg_probe(
    const uint8_t *bytes, size_t count, cimage_header *header, cimage_message *message) {
    struct jpeg_decompress_struct info;
    struct failure failure;
    memset(&info, 0, sizeof info);
    info.err = prepare(&failure, message);
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&info);
        return failure.status;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes, count);
    jpeg_read_header(&info, TRUE);
    header->width = (int)info.image_width;
    header->height = (int)info.image_height;
    header->components = info.num_components;
    jpeg_destroy_decompress(&info);
    return cimage_ok;
}

// Adobe writes CMYK inverted (255 = no ink) and says so by its marker.
static void cmyk_to_rgb(const uint8_t *cmyk, uint8_t *rgb, size_t width, int inverted) {
    for (size_t x = 0; x < width; x++) {
        const unsigned flip = inverted ? 0 : 255;
        const unsigned key = cmyk[4 * x + 3] ^ flip;
        for (int channel = 0; channel < 3; channel++) {
            const unsigned ink = cmyk[4 * x + channel] ^ flip;
            rgb[3 * x + channel] = (uint8_t)((ink * key + 127) / 255);
        }
    }
}

cimage_status cimage_jpeg_decode(
    const uint8_t *bytes, size_t count, int eighths, uint8_t *pixels, size_t capacity, cimage_message *message) {
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress;
    struct failure failure;
    memset(&info, 0, sizeof info);
    memset(&progress, 0, sizeof progress);
    info.err = prepare(&failure, message);
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&info);
        return failure.status;
    }
    jpeg_create_decompress(&info);
    info.mem->max_memory_to_use = maximum_memory_bytes;
    progress.progress_monitor = on_progress;
    info.progress = &progress;
    jpeg_mem_src(&info, bytes, count);
    jpeg_read_header(&info, TRUE);
    const int four = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = four ? JCS_CMYK : JCS_RGB;
    info.scale_num = (unsigned)eighths;
    info.scale_denom = 8;
    jpeg_start_decompress(&info);

    const size_t row_bytes = (size_t)info.output_width * 3;
    // All of the buffer is written, or none of it is used.
    if (row_bytes * info.output_height != capacity) {
        snprintf(message->text, sizeof message->text, "the buffer has another size than the picture");
        jpeg_destroy_decompress(&info);
        return cimage_no_room;
    }
    JSAMPARRAY inks = NULL;
    if (four) {
        inks = info.mem->alloc_sarray((j_common_ptr)&info, JPOOL_IMAGE, info.output_width * 4, 1);
    }
    while (info.output_scanline < info.output_height) {
        uint8_t *row = pixels + row_bytes * info.output_scanline;
        if (four) {
            jpeg_read_scanlines(&info, inks, 1);
            cmyk_to_rgb(inks[0], row, info.output_width, info.saw_Adobe_marker);
        } else {
            jpeg_read_scanlines(&info, &row, 1);
        }
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return cimage_ok;
}

cimage_status cimage_jpeg_encode(
    const uint8_t *pixels, int width, int height, int quality, uint8_t **encoded, size_t *encoded_count,
    cimage_message *message) {
    struct jpeg_compress_struct info;
    struct failure failure;
    unsigned char *buffer = NULL;
    unsigned long size = 0;
    memset(&info, 0, sizeof info);
    info.err = prepare(&failure, message);
    if (width < 1 || height < 1 || width > JPEG_MAX_DIMENSION || height > JPEG_MAX_DIMENSION) {
        snprintf(message->text, sizeof message->text, "a JPEG's side has 1 to %ld pixels", JPEG_MAX_DIMENSION);
        return cimage_damaged;
    }
    if (setjmp(failure.escape)) {
        // Only memory can run out here. The buffer is not freed: libjpeg has replaced it when it grew, and gives
        // the new one back only at the end.
        jpeg_destroy_compress(&info);
        return failure.status;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &buffer, &size);
    info.image_width = (unsigned)width;
    info.image_height = (unsigned)height;
    info.input_components = 3;
    info.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        // The library's type has no const, but it does not write to the rows it reads.
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * (size_t)width * 3);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    *encoded = buffer;
    *encoded_count = size;
    return cimage_ok;
}

void cimage_free(uint8_t *encoded) { free(encoded); }
