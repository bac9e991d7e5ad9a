"""Checks that both peers compute the same: every gradient, and the weights after some steps, from equal weights.

Exits with 1 if anything differs by more than the tolerance, or if the check would not notice a gradient that is
wrong: as a control, one path of JAX's gradient (through the previous weighting) is cut and must show.
"""

import sys

import jax
import numpy as np
import torch

import common
import ntm_jax
import ntm_torch

BATCH, LENGTH, PLACES, STEPS = 4, 6, 32, 5
TOLERANCE = 1e-4
CONTROL = 1e-2


def difference(ours, theirs):
    """The largest relative Euclidean distance of two dictionaries of arrays, and its name."""
    distances = {name: np.linalg.norm(ours[name] - theirs[name]) / np.linalg.norm(theirs[name]) for name in theirs}
    worst = max(distances, key=distances.get)
    return distances[worst], worst


def lively_weights():
    """Heads that emit much: rows of memory that differ and weightings that move, or addressing has no gradient."""
    weights = common.initial_weights()
    weights["heads_kernel"] *= 8
    return weights


def jax_gradients(inputs, answer):
    weights, _ = ntm_jax.start(lively_weights())
    gradients = jax.grad(ntm_jax.loss)(weights, inputs, answer, PLACES)
    return {name: np.asarray(gradient) for name, gradient in gradients.items()}


def jax_changes(inputs, answer):
    weights, slots = ntm_jax.start(lively_weights())
    step = jax.jit(ntm_jax.training_step(PLACES))
    for _ in range(STEPS):
        weights, slots, _ = step(weights, slots, inputs, answer)
    return {name: np.asarray(weights[name]) - before for name, before in lively_weights().items()}


def torch_results(inputs, answer):
    weights, slots = ntm_torch.start(lively_weights())
    parameters = list(weights.values())
    inputs, answer = torch.from_numpy(inputs), torch.from_numpy(answer)

    def gradients():
        return torch.autograd.grad(ntm_torch.loss(weights, inputs, answer, PLACES), parameters)

    first = {name: gradient.numpy().copy() for name, gradient in zip(weights, gradients())}
    for _ in range(STEPS):
        ntm_torch.rmsprop(parameters, list(gradients()), slots)
    return first, {name: weights[name].detach().numpy() - before for name, before in lively_weights().items()}


def with_cut_gradient(inputs, answer):
    whole = ntm_jax.address
    ntm_jax.address = lambda emitted, memory, previous: whole(emitted, memory, jax.lax.stop_gradient(previous))
    try:
        return jax_gradients(inputs, answer)
    finally:
        ntm_jax.address = whole


def main():
    torch.set_num_threads(1)
    inputs, answer = common.copy_batch(BATCH, LENGTH)
    gradients = jax_gradients(inputs, answer)
    torch_gradients, torch_changes = torch_results(inputs, answer)
    changes = jax_changes(inputs, answer)
    cut = with_cut_gradient(inputs, answer)

    def equal(distance):
        return distance <= TOLERANCE

    def noticed(distance):
        return distance > CONTROL

    checks = (
        ("gradients", difference(torch_gradients, gradients), equal),
        (f"changes in {STEPS} steps", difference(torch_changes, changes), equal),
        ("control: a path cut", difference(cut, gradients), noticed),
    )
    for what, (distance, name), right in checks:
        print(f"{what:20} {distance:.1e} at most ({name}): {'right' if right(distance) else 'WRONG'}")
    sys.exit(not all(right(distance) for _, (distance, _), right in checks))


if __name__ == "__main__":
    main()
