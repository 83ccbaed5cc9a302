"""Reads dlib's face recognition network (dlib_face_recognition_resnet_model_v1.dat) and returns it as ONNX.

dlib writes a network from its input to its output; each layer with weights is its name, one tensor with all
of its parameters, and settings that the published architecture (dlib's dnn_face_recognition_ex.cpp) fixes. A
tensor is: the version 2, four sizes, and float32 values. Whole numbers are one byte for sign and length, then
little-endian bytes.
"""

import numpy
from onnx import TensorProto, helper

import plain_onnx

IMAGE_SIZE = 150
EMBEDDING_SIZE = 128
#: Residual blocks from the input on: channels, and whether the block halves the size.
BLOCKS = (
    [(32, False)] * 3
    + [(64, True)] + [(64, False)] * 3
    + [(128, True)] + [(128, False)] * 2
    + [(256, True)] + [(256, False)] * 2
    + [(256, True)]
)


class Parameters:
    """The parameter tensors of a dlib network, in the order of its layers."""

    def __init__(self, data):
        self.data = data
        self.position = 0

    def next(self, layer, count, settings=0):
        """The `count` parameters of the next layer named `layer…`; so many `settings` come before them."""
        start = self.data.index(layer, self.position)
        name_length = self.data[start - 1]
        self.position = start + name_length
        for _ in range(settings):
            self._whole_number()
        version, *sizes = (self._whole_number() for _ in range(5))
        if version != 2 or int(numpy.prod(sizes)) != count:
            raise ValueError(f"layer {layer} at byte {start}: sizes {sizes} instead of {count} numbers")
        values = numpy.frombuffer(self.data, "<f4", count, self.position)
        self.position += 4 * count
        return values

    def _whole_number(self):
        length = self.data[self.position] & 0x0F
        value = int.from_bytes(self.data[self.position + 1:self.position + 1 + length], "little")
        self.position += 1 + length
        return value


class Builder(plain_onnx.Builder):
    """Makes the nodes of dlib's layers."""

    def __init__(self, parameters):
        super().__init__()
        self.parameters = parameters

    def convolution(self, data, inputs, outputs, size, stride):
        """A convolution and the affine layer after it in one: (w x + b) g + h = (w g) x + (b g + h)."""
        weights = inputs * outputs * size * size
        values = self.parameters.next(b"con_", weights + outputs).astype(numpy.float64)
        affine = self.parameters.next(b"affine_", 2 * outputs).astype(numpy.float64)
        factors, offsets = affine[:outputs], affine[outputs:]
        filters = values[:weights].reshape(outputs, inputs, size, size) * factors[:, None, None, None]
        biases = values[weights:] * factors + offsets
        name = f"convolution_{len(self.nodes):03}"
        self.constants[name + "_weights"] = filters.astype(numpy.float32)
        self.constants[name + "_biases"] = biases.astype(numpy.float32)
        padding = size // 2 if stride == 1 else 0
        return self.node(
            "Conv", [data, name + "_weights", name + "_biases"],
            kernel_shape=[size, size], strides=[stride, stride], pads=[padding] * 4)

    def zero_padded(self, data, channels, size):
        """`data` with zeros after its last channels, rows and columns."""
        if channels == 0 and size == 0:
            return data
        name = f"padding_{channels}_{size}"
        self.constants[name] = numpy.array([0, 0, 0, 0, 0, channels, size, size], numpy.int64)
        return self.node("Pad", [data, name], mode="constant")

    def block(self, data, inputs, outputs, size, halves):
        """Two convolutions beside a path around them. Where sizes differ, dlib adds the smaller one as if it
        went on with zeros. Returns the result's name and its size."""
        stride = 2 if halves else 1
        inner = self.convolution(data, inputs, outputs, 3, stride)
        inner = self.convolution(self.node("Relu", [inner]), outputs, outputs, 3, 1)
        around, around_size, inner_size = data, size, size
        if halves:
            around = self.node("AveragePool", [data], kernel_shape=[2, 2], strides=[2, 2])
            around_size, inner_size = (size - 2) // 2 + 1, (size - 3) // 2 + 1
        result_size = max(around_size, inner_size)
        inner = self.zero_padded(inner, 0, result_size - inner_size)
        around = self.zero_padded(around, outputs - inputs, result_size - around_size)
        return self.node("Relu", [self.node("Add", [inner, around])]), result_size


def plain_network(data):
    """The network in a .dat file's bytes as ONNX: normalised planar RGB in, embeddings out, in any number."""
    build = Builder(Parameters(data))
    data = build.node("Relu", [build.convolution("faces", 3, 32, 7, 2)])
    data = build.node("MaxPool", [data], kernel_shape=[3, 3], strides=[2, 2])
    channels, size = 32, 35
    for outputs, halves in BLOCKS:
        data, size = build.block(data, channels, outputs, size, halves)
        channels = outputs
    data = build.node("Flatten", [build.node("GlobalAveragePool", [data])])
    last = build.parameters.next(b"fc_", channels * EMBEDDING_SIZE, settings=2)
    build.constants["embedding_weights"] = last.reshape(channels, EMBEDDING_SIZE)
    build.nodes.append(helper.make_node("MatMul", [data, "embedding_weights"], ["embeddings"]))
    faces = helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["count", 3, IMAGE_SIZE, IMAGE_SIZE])
    embeddings = helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["count", EMBEDDING_SIZE])
    return plain_onnx.network("dlib-resnet", build.nodes, [faces], [embeddings], build.constants)
