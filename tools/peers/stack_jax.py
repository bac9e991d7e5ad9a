"""One training step of a Stack RNN in JAX (Joulin and Mikolov 2015, arXiv 1503.01007): jit around a scan over time.

Next-symbol prediction on random symbols: batch 32, 50 symbols of 4 kinds, 40 hidden units without recurrence, 10 scalar
stacks of depth 50 of which the top two cells are seen, push, pop and no-op; forward, backward, gradients clipped to a
global norm of 1, Adam. The same sizes and the same work as tools/bench/serve-stack.mjs.
"""

import os

# One core, before JAX starts its threads.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

import common

BATCH, TIME, SYMBOLS, HIDDEN, STACKS, DEPTH, SEEN, ACTIONS = 32, 50, 4, 40, 10, 50, 2, 3
EMPTY = -1.0
RATE, BETA1, BETA2, EPSILON = 1e-3, 0.9, 0.999, 1e-7


def initial_weights(seed=0):
    """Glorot-uniform kernels, zero biases."""
    random = np.random.default_rng(seed)
    sizes = {
        "hidden": (SYMBOLS + STACKS * SEEN, HIDDEN),
        "actions": (HIDDEN, STACKS * ACTIONS),
        "put": (HIDDEN, STACKS),
        "output": (HIDDEN, SYMBOLS),
    }
    weights = {}
    for name, (inputs, outputs) in sizes.items():
        bound = np.sqrt(6 / (inputs + outputs))
        weights[f"{name}_kernel"] = jnp.asarray(random.uniform(-bound, bound, (inputs, outputs)), jnp.float32)
        weights[f"{name}_bias"] = jnp.zeros(outputs)
    return weights


def time_step(weights, stacks, symbol):
    def affine(name, x):
        return x @ weights[f"{name}_kernel"] + weights[f"{name}_bias"]

    tops = stacks[:, :, :SEEN].reshape(symbol.shape[0], STACKS * SEEN)
    hidden = jax.nn.sigmoid(affine("hidden", jnp.concatenate([symbol, tops], -1)))
    actions = jax.nn.softmax(affine("actions", hidden).reshape(-1, STACKS, ACTIONS))
    push, pop, stay = jnp.split(actions, ACTIONS, -1)
    value = jax.nn.sigmoid(affine("put", hidden))[..., None]
    pushed = jnp.concatenate([value, stacks[..., :-1]], -1)
    popped = jnp.concatenate([stacks[..., 1:], jnp.full_like(value, EMPTY)], -1)
    return push * pushed + pop * popped + stay * stacks, affine("output", hidden)


def loss(weights, inputs, targets):
    stacks = jnp.full((inputs.shape[1], STACKS, DEPTH), EMPTY)
    _, logits = jax.lax.scan(lambda stacks, now: time_step(weights, stacks, now), stacks, inputs)
    return -jnp.mean(jnp.sum(jax.nn.log_softmax(logits) * targets, -1))


def training_step(weights, slots, count, inputs, targets):
    value, gradients = jax.value_and_grad(loss)(weights, inputs, targets)
    norm = jnp.sqrt(sum(jnp.sum(gradient**2) for gradient in gradients.values()))
    scale = 1 / jnp.maximum(norm, 1)
    count = count + 1
    new_weights, new_slots = {}, {}
    for name, weight in weights.items():
        gradient = gradients[name] * scale
        mean = BETA1 * slots[name][0] + (1 - BETA1) * gradient
        square = BETA2 * slots[name][1] + (1 - BETA2) * gradient**2
        step = mean / (1 - BETA1**count) / (jnp.sqrt(square / (1 - BETA2**count)) + EPSILON)
        new_weights[name], new_slots[name] = weight - RATE * step, (mean, square)
    return new_weights, new_slots, count, value


def main():
    options = common.arguments(__doc__, {}, repeats=100)
    jax.config.update("jax_platforms", "cpu")
    stream = np.random.default_rng(1).integers(0, SYMBOLS, (TIME + 1, BATCH))
    one_hot = jnp.asarray(np.eye(SYMBOLS, dtype=np.float32)[stream])
    inputs, targets = one_hot[:-1], one_hot[1:]
    weights = initial_weights()
    slots = {name: (jnp.zeros_like(weight), jnp.zeros_like(weight)) for name, weight in weights.items()}
    count = jnp.zeros(())
    compiled = None

    def build():
        nonlocal compiled
        step = jax.jit(training_step, donate_argnums=(0, 1, 2))
        compiled = step.lower(weights, slots, count, inputs, targets).compile()

    compile_ms = common.timed(build)

    def step():
        nonlocal weights, slots, count
        weights, slots, count, value = compiled(weights, slots, count, inputs, targets)
        jax.block_until_ready((weights, slots, count, value))

    sizes = {"batch": BATCH, "time": TIME, "hidden": HIDDEN, "stacks": STACKS, "depth": DEPTH}
    common.report("jax", jax.__version__, options, sizes, compile_ms, step)


if __name__ == "__main__":
    main()
