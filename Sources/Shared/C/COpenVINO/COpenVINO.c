#include "COpenVINO.h"

#include <stdio.h>
#include <string.h>

#include <openvino/c/openvino.h>

// The vendor's handles under our names: the header stays free of the vendor's.
#define CORE(pointer) ((ov_core_t *)(pointer))
#define NETWORK(pointer) ((ov_compiled_model_t *)(pointer))
#define REQUEST(pointer) ((ov_infer_request_t *)(pointer))

// The one place where a status becomes a message. The library keeps one last message for the whole process: with
// several threads failing at once it may be another's, never invalid memory (it hands out a copy).
static int check(ov_status_e status, const char *operation, copenvino_message *message) {
    if (status == OK) {
        return 0;
    }
    const char *last = ov_get_last_err_msg();
    const char *text = last && last[0] ? last : ov_get_error_info(status);
    snprintf(message->text, sizeof message->text, "%s: %s", operation, text ? text : "unknown error");
    if (last) {
        ov_free(last);
    }
    return -1;
}

int copenvino_core_create(copenvino_core **core, copenvino_message *message) {
    return check(ov_core_create((ov_core_t **)core), "start", message);
}

void copenvino_core_free(copenvino_core *core) { ov_core_free(CORE(core)); }

int copenvino_version(char *text, size_t capacity, copenvino_message *message) {
    ov_version_t version;
    if (check(ov_get_openvino_version(&version), "version", message)) {
        return -1;
    }
    snprintf(text, capacity, "%s", version.buildNumber);
    ov_version_free(&version);
    return 0;
}

static int reshape(const ov_model_t *model, const int64_t *shape, size_t rank, copenvino_message *message) {
    ov_dimension_t dimensions[copenvino_maximum_rank];
    for (size_t i = 0; i < rank; i++) {
        // -1 for both means dynamic, for this library, too.
        dimensions[i].min = shape[i];
        dimensions[i].max = shape[i];
    }
    ov_partial_shape_t partial;
    if (check(ov_partial_shape_create((int64_t)rank, dimensions, &partial), "shape", message)) {
        return -1;
    }
    const int result = check(ov_model_reshape_single_input(model, partial), "reshape", message);
    ov_partial_shape_free(&partial);
    return result;
}

static int compile(
    const copenvino_core *core, const ov_model_t *model, const copenvino_options *options,
    copenvino_network **network, copenvino_message *message) {
    char threads[16], streams[16];
    snprintf(threads, sizeof threads, "%d", options->threads);
    snprintf(streams, sizeof streams, "%d", options->streams);
    const ov_property_t properties[] = {
        {ov_property_key_hint_performance_mode, "LATENCY"},
        {ov_property_key_num_streams, streams},
        {ov_property_key_inference_num_threads, threads},
        {ov_property_key_hint_inference_precision, options->precision},
        // Pinning would put the first thread of every process on the same core.
        {ov_property_key_hint_enable_cpu_pinning, "NO"},
        {ov_property_key_cache_dir, options->cache_folder},
    };
    const size_t count = sizeof properties / sizeof properties[0] - (options->cache_folder ? 0 : 1);
    ov_compiled_model_t *compiled = NULL;
    if (check(ov_core_compile_model_props(CORE(core), model, "CPU", count, properties, &compiled), "compile", message)) {
        return -1;
    }
    *network = (copenvino_network *)compiled;
    return 0;
}

// A tensor of the library's own: the network may refer to it for as long as it lives.
static int tensor_of(const uint8_t *bytes, size_t count, ov_tensor_t **tensor, copenvino_message *message) {
    const int64_t size = (int64_t)count;
    ov_shape_t shape;
    void *data = NULL;
    if (check(ov_shape_create(1, &size, &shape), "weights", message)) {
        return -1;
    }
    int result = check(ov_tensor_create(U8, shape, tensor), "weights", message);
    ov_shape_free(&shape);
    if (result == 0 && (result = check(ov_tensor_data(*tensor, &data), "weights", message)) == 0) {
        memcpy(data, bytes, count);
    }
    return result;
}

int copenvino_network_create(
    const copenvino_core *core, const uint8_t *bytes, size_t count, const uint8_t *weights, size_t weights_count,
    const int64_t *shape, size_t rank, const copenvino_options *options, copenvino_network **network,
    copenvino_message *message) {
    if (rank > copenvino_maximum_rank) {
        snprintf(message->text, sizeof message->text, "reshape: more than %d dimensions", copenvino_maximum_rank);
        return -1;
    }
    ov_tensor_t *tensor = NULL;
    ov_model_t *model = NULL;
    int result = weights_count > 0 ? tensor_of(weights, weights_count, &tensor, message) : 0;
    if (result == 0) {
        result = check(
            ov_core_read_model_from_memory_buffer(CORE(core), (const char *)bytes, count, tensor, &model), "read",
            message);
    }
    ov_tensor_free(tensor);
    if (result != 0) {
        return -1;
    }
    result = rank > 0 ? reshape(model, shape, rank, message) : 0;
    if (result == 0) {
        result = compile(core, model, options, network, message);
    }
    ov_model_free(model);
    return result;
}

void copenvino_network_free(copenvino_network *network) { ov_compiled_model_free(NETWORK(network)); }

int copenvino_network_output_count(const copenvino_network *network, size_t *count, copenvino_message *message) {
    return check(ov_compiled_model_outputs_size(NETWORK(network), count), "outputs", message);
}

int copenvino_network_has_output(const copenvino_network *network, const char *name) {
    ov_output_const_port_t *port = NULL;
    if (ov_compiled_model_output_by_name(NETWORK(network), name, &port) != OK) {
        return 0;
    }
    ov_output_const_port_free(port);
    return 1;
}

int copenvino_request_create(
    const copenvino_network *network, copenvino_request **request, copenvino_message *message) {
    ov_infer_request_t *created = NULL;
    if (check(ov_compiled_model_create_infer_request(NETWORK(network), &created), "request", message)) {
        return -1;
    }
    *request = (copenvino_request *)created;
    return 0;
}

void copenvino_request_free(copenvino_request *request) { ov_infer_request_free(REQUEST(request)); }

// The tensor object is only a handle: freeing it leaves the request's memory in place.
static int view(ov_tensor_t *handle, copenvino_tensor *tensor, copenvino_message *message) {
    ov_element_type_e type;
    ov_shape_t shape;
    void *data = NULL;
    if (check(ov_tensor_get_element_type(handle, &type), "tensor's type", message)) {
        return -1;
    }
    if (type != F32) {
        snprintf(message->text, sizeof message->text, "tensor's type: only 32-bit floats are supported");
        return -1;
    }
    if (check(ov_tensor_data(handle, &data), "tensor's data", message)
        || check(ov_tensor_get_size(handle, &tensor->count), "tensor's size", message)
        || check(ov_tensor_get_shape(handle, &shape), "tensor's shape", message)) {
        return -1;
    }
    const int fits = shape.rank >= 0 && shape.rank <= copenvino_maximum_rank;
    if (fits) {
        tensor->values = data;
        tensor->rank = (size_t)shape.rank;
        memcpy(tensor->shape, shape.dims, tensor->rank * sizeof tensor->shape[0]);
    } else {
        snprintf(message->text, sizeof message->text, "tensor's shape: too many dimensions");
    }
    ov_shape_free(&shape);
    return fits ? 0 : -1;
}

int copenvino_request_input(
    copenvino_request *request, const int64_t *shape, size_t rank, copenvino_tensor *tensor,
    copenvino_message *message) {
    ov_tensor_t *handle = NULL;
    if (check(ov_infer_request_get_input_tensor(REQUEST(request), &handle), "input", message)) {
        return -1;
    }
    int result = 0;
    if (rank > 0) {
        ov_shape_t wanted;
        result = check(ov_shape_create((int64_t)rank, shape, &wanted), "input's shape", message);
        if (result == 0) {
            result = check(ov_tensor_set_shape(handle, wanted), "input's shape", message);
            ov_shape_free(&wanted);
        }
    }
    if (result == 0) {
        result = view(handle, tensor, message);
    }
    ov_tensor_free(handle);
    return result;
}

int copenvino_request_run(copenvino_request *request, copenvino_message *message) {
    return check(ov_infer_request_infer(REQUEST(request)), "inference", message);
}

int copenvino_request_output(
    copenvino_request *request, size_t index, copenvino_tensor *tensor, copenvino_message *message) {
    ov_tensor_t *handle = NULL;
    if (check(ov_infer_request_get_output_tensor_by_index(REQUEST(request), index, &handle), "output", message)) {
        return -1;
    }
    const int result = view(handle, tensor, message);
    ov_tensor_free(handle);
    return result;
}

int copenvino_request_output_named(
    copenvino_request *request, const char *name, copenvino_tensor *tensor, copenvino_message *message) {
    ov_tensor_t *handle = NULL;
    if (check(ov_infer_request_get_tensor(REQUEST(request), name, &handle), "output", message)) {
        return -1;
    }
    const int result = view(handle, tensor, message);
    ov_tensor_free(handle);
    return result;
}
