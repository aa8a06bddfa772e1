"""The workloads in PyTorch: each builder gives a function that does one step and returns the loss."""

import math

import torch
from torch import nn

from cells import HardLstm, OwnCell, half_normal_hard_tanh
from ntm import Ntm

LEARNING_RATE = 0.1


def values(shape, seed, limit):
    """The numbers of ../../workloads/values.ts."""
    index = torch.arange(math.prod(shape), dtype=torch.float64)
    scaled = 43758.5453 * torch.sin(12.9898 * index + seed)
    return (limit * (2 * (scaled - torch.floor(scaled)) - 1)).float().reshape(shape)


def layer_values(units, gates, layer):
    limit = 1 / math.sqrt(units)
    kernel = values([units, gates * units], 10 * layer + 1, limit)
    recurrent = values([units, gates * units], 10 * layer + 2, limit)
    return kernel, recurrent, values([gates * units], 10 * layer + 3, limit)


def build(workload):
    builders = {"model": model, "own-cell": own_cell, "ntm": ntm, "activation": activation}
    return builders[workload["kind"]](workload)


def sgd_step(parameters, loss):
    optimizer = torch.optim.SGD(parameters, lr=LEARNING_RATE)

    def step():
        optimizer.zero_grad(set_to_none=True)
        value = loss()
        value.backward()
        optimizer.step()
        return value.item()

    return step


def model(workload):
    units, layers, classes = workload["units"], workload["layers"], workload["classes"]
    batch, time = workload["batch"], workload["time"]
    if workload["activations"] == "plain":
        recurrent = library_layers(workload)
    elif workload["cell"] == "lstm":
        noisy = workload["activations"] == "noisy"
        recurrent = nn.Sequential(*(HardLstm(*layer_values(units, 4, i), noisy) for i in range(layers)))
    else:
        return None
    dense = nn.Linear(units, classes)
    limit = 1 / math.sqrt(units)
    with torch.no_grad():
        dense.weight.copy_(values([units, classes], 101, limit).T)
        dense.bias.copy_(values([classes], 102, limit))
    xs = values([batch, time, units], 201, 1)
    targets = ((values([batch * time], 202, 1).double() + 1) / 2 * classes).long().clamp(max=classes - 1)
    cross_entropy = nn.CrossEntropyLoss()

    def loss():
        outputs = recurrent(xs)
        outputs = outputs[0] if isinstance(outputs, tuple) else outputs
        return cross_entropy(dense(outputs.reshape(-1, units)), targets)

    return sgd_step([*recurrent.parameters(), *dense.parameters()], loss)


def library_layers(workload):
    """nn.LSTM, whose gates are in the same order, or nn.GRU, which resets after the product and has two biases."""
    units, layers = workload["units"], workload["layers"]
    is_lstm = workload["cell"] == "lstm"
    recurrent = (nn.LSTM if is_lstm else nn.GRU)(units, units, layers, batch_first=True)
    with torch.no_grad():
        for i in range(layers):
            kernel, recurrent_kernel, bias = layer_values(units, 4 if is_lstm else 3, i)
            getattr(recurrent, f"weight_ih_l{i}").copy_(kernel.T)
            getattr(recurrent, f"weight_hh_l{i}").copy_(recurrent_kernel.T)
            getattr(recurrent, f"bias_ih_l{i}").copy_(bias)
            getattr(recurrent, f"bias_hh_l{i}").zero_()
    return recurrent


def own_cell(workload):
    units = workload["units"]
    cell = OwnCell(*layer_values(units, 3, 0))
    xs = values([workload["batch"], workload["time"], units], 201, 1)
    return sgd_step(cell.parameters(), lambda: cell(xs).square().mean())


def ntm(workload):
    units, batch, answers = workload["units"], workload["batch"], workload["answers"]
    seeds = iter(range(301, 400))
    machine = Ntm(workload, lambda *shape: values(shape, next(seeds), 1 / math.sqrt(units)))
    xs = (values([batch, workload["time"], workload["inputSize"]], 201, 1) > 0).float()
    bits = (values([batch, answers, workload["outputSize"]], 202, 1) > 0).float()
    cross_entropy = nn.BCEWithLogitsLoss()
    return sgd_step(machine.parameters(), lambda: cross_entropy(machine(xs)[:, -answers:], bits))


def activation(workload):
    x = values([workload["elements"]], 203, 1.5).requires_grad_()

    def step():
        x.grad = None
        value = half_normal_hard_tanh(x, 1.0).mean()
        value.backward()
        return value.item()

    return step
