"""One training step of a Neural Turing Machine in PyTorch, eager, on the CPU. What it computes: common.py."""

import torch
from torch.nn.functional import softplus

import common
from common import ADDRESSING, HEADS, SHIFTS, UNITS, WIDTH


def norm(vectors):
    return torch.sqrt(torch.sum(vectors**2, -1) + common.NORM_FLOOR)


def address(emitted, memory, previous):
    """The weightings [batch, heads, places]: content, interpolation, shift, sharpening (equations 5 to 9)."""
    key, strength, gate, shifts, sharpening = torch.split(emitted, [WIDTH, 1, 1, SHIFTS, 1], -1)
    key = torch.tanh(key)
    products = key @ memory.transpose(1, 2)
    cosine = products / (norm(key)[..., None] * norm(memory)[:, None] + common.COSINE_EPSILON)
    content = torch.softmax(softplus(strength) * cosine, -1)
    gated = torch.lerp(previous, content, torch.sigmoid(gate))
    back, stay, forth = torch.split(torch.softmax(shifts, -1), 1, -1)
    shifted = back * torch.roll(gated, -1, -1) + stay * gated + forth * torch.roll(gated, 1, -1)
    power = 1 + softplus(sharpening)
    return torch.softmax(power * torch.log(torch.clamp(shifted, min=common.WEIGHT_FLOOR)), -1)


def time_step(weights, state, inputs):
    memory, weighting, reading, hidden, cell = state
    controlled = torch.cat([inputs, reading, hidden], -1)
    gates = torch.addmm(weights["lstm_bias"], controlled, weights["lstm_kernel"])
    write, keep, candidate, show = torch.split(gates, UNITS, -1)
    cell = torch.sigmoid(keep) * cell + torch.sigmoid(write) * torch.tanh(candidate)
    hidden = torch.sigmoid(show) * torch.tanh(cell)
    emitted = torch.addmm(weights["heads_bias"], hidden, weights["heads_kernel"])
    emitted = torch.clamp(emitted, -common.EMISSION_CLIP, common.EMISSION_CLIP)
    for_heads, erase, add = torch.split(emitted, [HEADS * ADDRESSING, WIDTH, WIDTH], -1)
    weighting = address(for_heads.reshape(-1, HEADS, ADDRESSING), memory, weighting)
    reads, writes = weighting[:, :1], weighting[:, 1, :, None]
    memory = memory * (1 - writes * torch.sigmoid(erase)[:, None]) + writes * torch.tanh(add)[:, None]
    reading = (reads @ memory)[:, 0]
    logits = torch.addmm(weights["output_bias"], torch.cat([hidden, reading], -1), weights["output_kernel"])
    return (memory, weighting, reading, hidden, cell), logits


def loss(weights, inputs, answer, places):
    batch = inputs.shape[1]
    weighting = torch.zeros(batch, HEADS, places)
    weighting[:, :, 0] = 1
    state = (
        torch.full((batch, places, WIDTH), common.INITIAL_MEMORY),
        weighting,
        torch.zeros(batch, WIDTH),
        torch.zeros(batch, UNITS),
        torch.zeros(batch, UNITS),
    )
    outputs = []
    for now in inputs:
        state, logits = time_step(weights, state, now)
        outputs.append(logits)
    logits = torch.stack(outputs[-len(answer) :])
    return torch.sum(softplus(logits) - logits * answer) / batch


@torch.no_grad()
def rmsprop(weights, gradients, slots):
    """Updates in place, by the operators that take all tensors at once, as PyTorch's own optimizers do."""
    square, mean, velocity = slots
    torch._foreach_clamp_min_(gradients, -common.GRADIENT_CLIP)
    torch._foreach_clamp_max_(gradients, common.GRADIENT_CLIP)
    torch._foreach_mul_(square, common.DECAY)
    torch._foreach_addcmul_(square, gradients, gradients, 1 - common.DECAY)
    torch._foreach_lerp_(mean, gradients, 1 - common.DECAY)
    deviation = torch._foreach_addcmul(square, mean, mean, -1)
    torch._foreach_add_(deviation, common.VARIANCE_EPSILON)
    torch._foreach_sqrt_(deviation)
    torch._foreach_mul_(velocity, common.MOMENTUM)
    torch._foreach_addcdiv_(velocity, gradients, deviation, common.RATE)
    torch._foreach_sub_(weights, velocity)


def start(initial):
    weights = {name: torch.tensor(weight, requires_grad=True) for name, weight in initial.items()}
    slots = [[torch.zeros_like(weight) for weight in weights.values()] for _ in range(3)]
    return weights, slots


def main():
    options = common.arguments(__doc__)
    torch.set_num_threads(1)
    inputs, answer = (torch.from_numpy(array) for array in common.copy_batch(options.batch, options.length))
    weights, slots = start(common.initial_weights())
    parameters = list(weights.values())

    def step():
        value = loss(weights, inputs, answer, options.places)
        rmsprop(parameters, list(torch.autograd.grad(value, parameters)), slots)

    # Eager: nothing is compiled.
    common.report("torch", torch.__version__, options, common.sizes_of(options), 0.0, step)


if __name__ == "__main__":
    main()
