"""What the peers share: sizes, starting weights, the batch, and how steps are timed and reported.

Everything here is numpy, so that each engine starts from the same numbers. One training step is: the copy task on a
Neural Turing Machine (Graves et al. 2014, arXiv 1410.5401) with one LSTM layer of 100 units, one read and one write
head, shifts of -1..1 and a memory of `places` x 20; cross-entropy of the answer in nats, summed over a sequence and
averaged over the batch; its gradients, each element clipped to +-10; centered RMSProp with momentum
(arXiv 1308.0850, equations 38 to 41).
"""

import argparse
import json
import statistics
import sys
import time

import numpy as np

BITS = 8
CHANNELS = BITS + 2  # the bits, a start delimiter, an end delimiter
UNITS = 100
WIDTH = 20
HEADS = 2  # head 0 reads, head 1 writes
SHIFTS = 3  # by -1, 0, +1
# For each head: key, strength, gate, shift, sharpening. For the write head also: erase, add.
ADDRESSING = WIDTH + 1 + 1 + SHIFTS + 1
EMISSIONS = HEADS * ADDRESSING + 2 * WIDTH
EMISSION_CLIP = 20.0
GRADIENT_CLIP = 10.0

INITIAL_MEMORY = 1e-6
COSINE_EPSILON = 1e-3
NORM_FLOOR = 1e-20  # under the root of a norm: the gradient of an all-zero row stays finite
WEIGHT_FLOOR = 1e-12  # under the logarithm of sharpening

RATE = 1e-4
DECAY = 0.95
MOMENTUM = 0.9
VARIANCE_EPSILON = 1e-4


def initial_weights(seed=0):
    """Glorot-uniform kernels, zero biases, forget bias 1. Gates: input, forget, candidate, output."""
    random = np.random.default_rng(seed)

    def kernel(inputs, outputs):
        bound = np.sqrt(6 / (inputs + outputs))
        return random.uniform(-bound, bound, (inputs, outputs)).astype(np.float32)

    gate_bias = np.zeros(4 * UNITS, np.float32)
    gate_bias[UNITS : 2 * UNITS] = 1
    return {
        "lstm_kernel": kernel(CHANNELS + WIDTH + UNITS, 4 * UNITS),
        "lstm_bias": gate_bias,
        "heads_kernel": kernel(UNITS, EMISSIONS),
        "heads_bias": np.zeros(EMISSIONS, np.float32),
        "output_kernel": kernel(UNITS + WIDTH, BITS),
        "output_bias": np.zeros(BITS, np.float32),
    }


def copy_batch(batch, length, seed=1):
    """Start delimiter, `length` vectors, end delimiter, then `length` silent steps: 2 * length + 2 steps in all.

    Returns inputs [time, batch, 10] and the vectors to answer with [length, batch, 8]; only the last `length` outputs
    count.
    """
    vectors = np.random.default_rng(seed).integers(0, 2, (length, batch, BITS)).astype(np.float32)
    inputs = np.zeros((2 * length + 2, batch, CHANNELS), np.float32)
    inputs[0, :, BITS] = 1
    inputs[1 : length + 1, :, :BITS] = vectors
    inputs[length + 1, :, BITS + 1] = 1
    return inputs, vectors


COPY_SIZES = {
    "batch": (16, "sequences in a batch"),
    "length": (10, "vectors to copy; 2 * length + 2 time steps"),
    "places": (128, "rows of the memory"),
}


def arguments(description, sizes=COPY_SIZES, repeats=20):
    """The options of a peer: its sizes, each with a default and what it is, and how it is timed."""
    parser = argparse.ArgumentParser(description=description)
    counts = {**sizes, "repeats": (repeats, "timed steps")}
    for name, (default, meaning) in counts.items():
        parser.add_argument(f"--{name}", type=int, default=default, help=meaning)
    parser.add_argument("--serve", action="store_true", help='time on request: one "run N" a line on standard input')
    options = parser.parse_args()
    for name in counts:
        if getattr(options, name) < 1:
            parser.error(f"--{name} must be >= 1, got {getattr(options, name)}")
    return options


def timed(run):
    """Milliseconds that `run` takes. It must wait for its own results."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1e3


def sizes_of(options):
    """What figures of the Neural Turing Machine say of its sizes."""
    return {
        "batch": options.batch,
        "length": options.length,
        "steps": 2 * options.length + 2,
        "places": options.places,
    }


def report(engine, version, options, sizes, compile_ms, step):
    """Times `step()` once as asked, or again and again on request; prints one JSON line with the sizes for each."""
    about = {"engine": engine, "version": version, **sizes}

    def say(**figures):
        print(json.dumps({**about, **figures}), flush=True)

    def measure(repeats):
        times = [timed(step) for _ in range(repeats)]
        say(
            minimum_ms=round(min(times), 4),
            median_ms=round(statistics.median(times), 4),
            compile_ms=round(compile_ms, 1),
            repeats=repeats,
        )

    for _ in range(3):  # caches and allocators settle
        step()
    if not options.serve:
        measure(options.repeats)
        return
    say(ready=True, compile_ms=round(compile_ms, 1))
    for line in sys.stdin:
        words = line.split()
        if len(words) == 2 and words[0] == "run" and words[1].isdecimal() and int(words[1]) > 0:
            measure(int(words[1]))
        elif words:
            say(error=f'expected "run N" with N >= 1, got {line.strip()!r}')
