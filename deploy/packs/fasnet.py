"""Reads a network of the project Silent-Face-Anti-Spoofing (MiniFASNetV2, MiniFASNetV1SE; .pth) and returns it as ONNX.

A .pth file of PyTorch before 1.6 is a row of pickles — magic number, version, machine, the tensors with the keys of
their storages, all keys — and then each storage: eight bytes for its length, and its values. The pickles are read
without PyTorch, and nothing is called that they name.

The weights' shapes give every layer's size; what they do not say (steps, paddings, which blocks are residual) is in
the project's src/model_lib/MiniFASNet.py. The same project's files for the library ncnn leave out the normalisations
inside of the squeeze-and-excitation blocks, so they compute something else than was trained.
"""

import collections
import io
import pickle

import numpy
from onnx import TensorProto, helper

import plain_onnx

IMAGE_SIZE = 80
CLASSES = 3
#: Of PyTorch's batch normalisation, where nobody chose another.
EPSILON = 1e-5
PREFIX = "module."
PICKLES_BEFORE_TENSORS = 3
STORAGES = {"FloatStorage": numpy.dtype("<f4"), "LongStorage": numpy.dtype("<i8")}


class Unpickler(pickle.Unpickler):
    """Gives tensors as (kind of storage, key of storage, offset, shape)."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, *_: (*storage, offset, shape)
        if module == "torch" and name in STORAGES:
            return name
        raise ValueError(f"the weights' file names {module}.{name}, which does not belong into it")

    def persistent_load(self, names):
        return names[1], names[2]


def read_weights(data):
    """Name → array of the tensors in the bytes of a .pth file, in the file's order."""
    file = io.BytesIO(data)
    for _ in range(PICKLES_BEFORE_TENSORS):
        Unpickler(file).load()
    tensors = Unpickler(file).load()
    kinds = {key: kind for kind, key, _, _ in tensors.values()}
    storages = {}
    for key in Unpickler(file).load():
        count = int.from_bytes(file.read(8), "little")
        kind = STORAGES[kinds[key]]
        storages[key] = numpy.frombuffer(file.read(count * kind.itemsize), kind)
    return {
        name.removeprefix(PREFIX): storages[key][offset:offset + int(numpy.prod(shape))].reshape(shape)
        for name, (_, key, offset, shape) in tensors.items()
    }


class Builder(plain_onnx.Builder):
    """Makes the nodes of parts that are named as in the file."""

    def __init__(self, weights):
        super().__init__()
        self.weights = weights

    def normalised(self, name, filters):
        """`filters` and the batch normalisation `name` after them in one, as filters and biases:
        (w x - m) g / s + b = (w g / s) x + (b - m g / s)."""
        gain, bias, mean, variance = (
            self.weights[f"{name}.{part}"].astype(numpy.float64)
            for part in ["weight", "bias", "running_mean", "running_var"])
        factors = gain / numpy.sqrt(variance + EPSILON)
        folded = filters * factors.reshape(-1, *[1] * (filters.ndim - 1))
        return folded.astype(numpy.float32), (bias - mean * factors).astype(numpy.float32)

    def convolution(self, data, name, normalisation, step=1, padding=0):
        filters = self.weights[name + ".weight"].astype(numpy.float64)
        outputs, inputs, size, _ = filters.shape
        filters, biases = self.normalised(normalisation, filters)
        self.constants[name + ".filters"] = filters
        self.constants[name + ".biases"] = biases
        # Filters of one plane that are larger than a pixel are depthwise ones here.
        groups = outputs if inputs == 1 and size > 1 else 1
        return self.node(
            "Conv", [data, name + ".filters", name + ".biases"], kernel_shape=[size] * 2, strides=[step] * 2,
            pads=[padding] * 4, group=groups)

    def layer(self, data, name, step=1, padding=0):
        """A convolution with its normalisation, and its PReLU where it has one."""
        data = self.convolution(data, name + ".conv", name + ".bn", step, padding)
        slopes = self.weights.get(name + ".prelu.weight")
        if slopes is None:
            return data
        self.constants[name + ".slopes"] = slopes.reshape(-1, 1, 1)
        return self.node("PRelu", [data, name + ".slopes"])

    def bottleneck(self, data, name, step):
        data = self.layer(data, name + ".conv")
        data = self.layer(data, name + ".conv_dw", step, 1)
        return self.layer(data, name + ".project")

    def squeeze_and_excitation(self, data, name):
        """Each plane times a number that comes from the means of all planes."""
        factors = self.node("GlobalAveragePool", [data])
        factors = self.node("Relu", [self.convolution(factors, name + ".fc1", name + ".bn1")])
        factors = self.node("Sigmoid", [self.convolution(factors, name + ".fc2", name + ".bn2")])
        return self.node("Mul", [data, factors])

    def residual_blocks(self, data, name):
        index = 0
        while f"{name}.model.{index}.conv.conv.weight" in self.weights:
            block = f"{name}.model.{index}"
            inner = self.bottleneck(data, block, 1)
            if f"{block}.se_module.fc1.weight" in self.weights:
                inner = self.squeeze_and_excitation(inner, block + ".se_module")
            data = self.node("Add", [data, inner])
            index += 1
        return data

    def classifier(self, data):
        weights, biases = self.normalised("bn", self.weights["linear.weight"].astype(numpy.float64))
        self.constants.update({
            "linear": weights, "linear_biases": biases, "classifier": self.weights["prob.weight"]})
        data = self.node("Gemm", [self.node("Flatten", [data]), "linear", "linear_biases"], transB=1)
        return self.node("Gemm", [data, "classifier"], transB=1)


def plain_network(data, name):
    """The network in a .pth file's bytes as ONNX: planar BGR 0…255 in, shares of the three classes out."""
    build = Builder(read_weights(data))
    data = build.layer("faces", "conv1", 2, 1)
    data = build.layer(data, "conv2_dw", 1, 1)
    for halving, blocks in [("conv_23", "conv_3"), ("conv_34", "conv_4"), ("conv_45", "conv_5")]:
        data = build.bottleneck(data, halving, 2)
        data = build.residual_blocks(data, blocks)
    data = build.layer(build.layer(data, "conv_6_sep"), "conv_6_dw")
    build.nodes.append(helper.make_node("Softmax", [build.classifier(data)], ["classes"], axis=1))
    faces = helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["count", 3, IMAGE_SIZE, IMAGE_SIZE])
    classes = helper.make_tensor_value_info("classes", TensorProto.FLOAT, ["count", CLASSES])
    return plain_onnx.network(name, build.nodes, [faces], [classes], build.constants)
