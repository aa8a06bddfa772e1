"""The worker for PyTorch; what it answers is described in ../worker.ts."""

import json
import math
import platform
import resource
import statistics
import sys
import time

import torch
from torch import nn

from models import build

REPETITION_S = 0.3
WARM_UP_STEPS = 1
WARM_UP_S = 1.0


def peak_resident_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def answer(value):
    print(json.dumps(value), flush=True)


def timed(step, steps):
    start = time.perf_counter()
    for _ in range(steps):
        step()
    return (time.perf_counter() - start) / steps


def main():
    task = json.loads(sys.argv[1])
    torch.set_num_threads(task["threads"])
    torch.manual_seed(7)
    nn.Linear(1, 1)(torch.zeros(1, 1)).sum().backward()
    baseline = peak_resident_bytes()
    step = build(task["workload"])
    if step is None:
        return answer({"cannot": "not written for PyTorch"})

    start = time.perf_counter()
    first_loss = step()
    times = []
    while len(times) < WARM_UP_STEPS or time.perf_counter() - start < WARM_UP_S:
        times.append(timed(step, 1))
    per_repetition = max(1, math.ceil(REPETITION_S / statistics.median(times)))
    runtime = f"python {platform.python_version()}"
    answer({"runtime": runtime, "firstLoss": first_loss})
    for _ in sys.stdin:
        answer({"msPerStep": 1000 * timed(step, per_repetition)})
    answer({"peakBytes": peak_resident_bytes() - baseline})


main()
