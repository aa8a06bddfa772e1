"""A neural Turing machine with an LSTM controller and two heads: Graves et al. 2014, as a user writes it in PyTorch."""

import torch
from torch import nn
from torch.nn import functional as F


def nan_noise(x, u, h, p):
    """NAN: normal noise that points inward where it is positive, scaled by how far the unit is saturated."""
    sigma = 0.5 * (torch.sigmoid(p * (h - u)) - 0.5).square()
    return h + torch.where(x < 0, 1.0, -1.0) * sigma * torch.randn_like(x)


def noisy_sigmoid(x, p):
    u = 0.25 * x + 0.5
    return nan_noise(x, u, u.clamp(0, 1), p)


def noisy_tanh(x, p):
    return nan_noise(x, x, x.clamp(-1, 1), p)


class Ntm(nn.Module):
    """One head that reads, one that writes, shifts of -1, 0 and 1."""

    def __init__(self, sizes, values):
        super().__init__()
        inputs, units, outputs = sizes["inputSize"], sizes["units"], sizes["outputSize"]
        self.locations, self.width = n, m = sizes["locations"], sizes["width"]
        self.head_sizes = [2 * m, 2, 2, 6, 2, m, m]
        self.kernel = nn.Parameter(values(inputs + m, 4 * units))
        self.recurrent_kernel = nn.Parameter(values(units, 4 * units))
        self.bias = nn.Parameter(values(4 * units))
        self.head_kernel = nn.Parameter(values(units, sum(self.head_sizes)))
        self.head_bias = nn.Parameter(values(sum(self.head_sizes)))
        self.output_kernel = nn.Parameter(values(units + m, outputs))
        self.output_bias = nn.Parameter(values(outputs))
        self.initial_reads = nn.Parameter(values(1, m))
        self.initial_weights = nn.Parameter(values(2, n))
        self.p = nn.Parameter(torch.ones(5, units)) if sizes["activations"] == "noisy" else None

    def controller(self, x, h, c):
        z = x @ self.kernel + h @ self.recurrent_kernel + self.bias
        zi, zf, zc, zo = z.chunk(4, 1)
        if self.p is None:
            c = torch.sigmoid(zf) * c + torch.sigmoid(zi) * torch.tanh(zc)
            return torch.sigmoid(zo) * torch.tanh(c), c
        pi, pf, pc, po, ph = self.p.unbind()
        c = noisy_sigmoid(zf, pf) * c + noisy_sigmoid(zi, pi) * noisy_tanh(zc, pc)
        return noisy_sigmoid(zo, po) * noisy_tanh(c, ph), c

    def address(self, k, beta, g, s, gamma, memory, weights):
        similarity = F.cosine_similarity(k.unsqueeze(2), memory.unsqueeze(1), dim=3)
        content = torch.softmax(beta * similarity, 2)
        gated = g * content + (1 - g) * weights
        back, stay, forward = s.split(1, 2)
        shifted = back * gated.roll(-1, 2) + stay * gated + forward * gated.roll(1, 2)
        powers = (shifted + 1e-16) ** gamma
        return powers / powers.sum(2, keepdim=True)

    def forward(self, xs):
        batch, units = xs.shape[0], self.recurrent_kernel.shape[0]
        memory = xs.new_full((batch, self.locations, self.width), 1e-6)
        reads = torch.tanh(self.initial_reads).expand(batch, -1)
        weights = torch.softmax(self.initial_weights, 1).expand(batch, -1, -1)
        h = c = xs.new_zeros(batch, units)
        outputs = []
        for x in xs.unbind(1):
            h, c = self.controller(torch.cat([x, reads], 1), h, c)
            told = (h @ self.head_kernel + self.head_bias).split(self.head_sizes, 1)
            k, beta, g, s, gamma = (each.reshape(batch, 2, -1) for each in told[:5])
            weights = self.address(
                torch.tanh(k), F.softplus(beta), torch.sigmoid(g), torch.softmax(s, 2), 1 + F.softplus(gamma),
                memory, weights,
            )
            reading, writing = weights.unbind(1)
            reads = (reading.unsqueeze(1) @ memory).squeeze(1)
            erased = torch.sigmoid(told[5]).unsqueeze(1)
            added = torch.tanh(told[6]).unsqueeze(1)
            memory = memory * (1 - writing.unsqueeze(2) * erased) + writing.unsqueeze(2) * added
            outputs.append(torch.cat([h, reads], 1) @ self.output_kernel + self.output_bias)
        return torch.stack(outputs, 1)
