"""Cells that PyTorch does not have, as eager modules: what a user writes who does not write C++."""

import torch
from torch import nn


def with_noise(x, u, h, p):
    """NAH: half-normal noise that points inward, scaled by how far the unit is saturated."""
    sigma = 0.5 * (torch.sigmoid(p * (h - u)) - 0.5).square()
    inward = torch.where(x < 0, 1.0, -1.0)
    return h + inward * sigma * torch.randn_like(x).abs()


def half_normal_hard_tanh(x, p):
    return with_noise(x, x, x.clamp(-1, 1), p)


def hard_sigmoid(x, p):
    u = 0.25 * x + 0.5
    h = u.clamp(0, 1)
    return h if p is None else with_noise(x, u, h, p)


def hard_tanh(x, p):
    return x.clamp(-1, 1) if p is None else half_normal_hard_tanh(x, p)


class HardLstm(nn.Module):
    def __init__(self, kernel, recurrent_kernel, bias, noisy):
        super().__init__()
        self.kernel, self.recurrent_kernel = nn.Parameter(kernel), nn.Parameter(recurrent_kernel)
        self.bias = nn.Parameter(bias)
        self.p = nn.Parameter(torch.ones(5, recurrent_kernel.shape[0])) if noisy else None

    def forward(self, xs):
        slopes = [None] * 5 if self.p is None else self.p.unbind()
        h = c = xs.new_zeros(xs.shape[0], self.recurrent_kernel.shape[0])
        outputs = []
        for x in (xs @ self.kernel + self.bias).unbind(1):
            zi, zf, zc, zo = (x + h @ self.recurrent_kernel).chunk(4, 1)
            c = hard_sigmoid(zf, slopes[1]) * c + hard_sigmoid(zi, slopes[0]) * hard_tanh(zc, slopes[2])
            h = hard_sigmoid(zo, slopes[3]) * hard_tanh(c, slopes[4])
            outputs.append(h)
        return torch.stack(outputs, 1)


class OwnCell(nn.Module):
    def __init__(self, kernel, recurrent_kernel, bias):
        super().__init__()
        self.kernel, self.recurrent_kernel = nn.Parameter(kernel), nn.Parameter(recurrent_kernel)
        self.bias = nn.Parameter(bias)

    def forward(self, xs):
        h = c = xs.new_zeros(xs.shape[0], self.recurrent_kernel.shape[0])
        outputs = []
        for x in (xs @ self.kernel + self.bias).unbind(1):
            zf, zg, zo = (x + h @ self.recurrent_kernel).chunk(3, 1)
            f = torch.sigmoid(zf)
            c = f * c + (1 - f) * torch.tanh(zg)
            h = torch.sigmoid(zo) * (c / torch.sqrt(c.square().mean(1, keepdim=True) + 1e-5))
            outputs.append(h)
        return torch.stack(outputs, 1)
