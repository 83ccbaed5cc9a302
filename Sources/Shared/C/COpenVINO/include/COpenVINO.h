#pragma once
#include <stddef.h>
#include <stdint.h>

// OpenVINO's C interface, narrowed to what networks with one float input need: no variadic calls (Swift cannot make
// them), no enums of the vendor's, one way to report an error. Each function returns 0, or -1 and a message.

typedef struct copenvino_core copenvino_core;
typedef struct copenvino_network copenvino_network;
typedef struct copenvino_request copenvino_request;

/// The library's own words, in English, ending with NUL.
typedef struct {
    char text[512];
} copenvino_message;

typedef struct {
    /// Worker threads of this network in all; at least 1.
    int threads;
    /// Inferences that may run side by side; at least 1.
    int streams;
    /// "f32" or "bf16".
    const char *precision;
    /// Folder for compiled networks, or NULL for none.
    const char *cache_folder;
} copenvino_options;

enum { copenvino_maximum_rank = 6 };

/// A view into memory of the request: good until the request's next call or its end.
typedef struct {
    float *values;
    size_t count;
    int64_t shape[copenvino_maximum_rank];
    size_t rank;
} copenvino_tensor;

int copenvino_core_create(copenvino_core **core, copenvino_message *message);
void copenvino_core_free(copenvino_core *core);

/// The library's version, as it prints it.
int copenvino_version(char *text, size_t capacity, copenvino_message *message);

/// Reads a network from memory and compiles it for the CPU: an ONNX file, or the library's own description with its
/// weights. `shape` (-1: dynamic) replaces the shape of its only input; rank 0 keeps the one in the file. The bytes are
/// not needed afterwards.
int copenvino_network_create(
    const copenvino_core *core, const uint8_t *bytes, size_t count, const uint8_t *weights, size_t weights_count,
    const int64_t *shape, size_t rank, const copenvino_options *options, copenvino_network **network,
    copenvino_message *message);
void copenvino_network_free(copenvino_network *network);

int copenvino_network_output_count(const copenvino_network *network, size_t *count, copenvino_message *message);

/// 1 if there is an output of this name (one output may have several names), else 0.
int copenvino_network_has_output(const copenvino_network *network, const char *name);

/// A request serves one caller at a time; several requests of one network may run side by side.
int copenvino_request_create(
    const copenvino_network *network, copenvino_request **request, copenvino_message *message);
void copenvino_request_free(copenvino_request *request);

/// The input's memory, to be written before `copenvino_request_run`. Rank 0 keeps the network's own (static) shape.
int copenvino_request_input(
    copenvino_request *request, const int64_t *shape, size_t rank, copenvino_tensor *tensor,
    copenvino_message *message);
int copenvino_request_run(copenvino_request *request, copenvino_message *message);

/// An output's memory, to be read after `copenvino_request_run`.
int copenvino_request_output(
    copenvino_request *request, size_t index, copenvino_tensor *tensor, copenvino_message *message);
int copenvino_request_output_named(
    copenvino_request *request, const char *name, copenvino_tensor *tensor, copenvino_message *message);
