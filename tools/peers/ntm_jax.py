"""One training step of a Neural Turing Machine in JAX: jit around a scan over time. What it computes: common.py."""

import os

# One core, before JAX starts its threads.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp

import common
from common import ADDRESSING, HEADS, SHIFTS, UNITS, WIDTH


def norm(vectors):
    return jnp.sqrt(jnp.sum(vectors**2, -1) + common.NORM_FLOOR)


def address(emitted, memory, previous):
    """The weightings [batch, heads, places]: content, interpolation, shift, sharpening (equations 5 to 9)."""
    key = jnp.tanh(emitted[..., :WIDTH])
    strength, gate, *shifts, sharpening = jnp.split(emitted[..., WIDTH:], 3 + SHIFTS, -1)
    products = jnp.einsum("bhw,bnw->bhn", key, memory)
    cosine = products / (norm(key)[..., None] * norm(memory)[:, None] + common.COSINE_EPSILON)
    content = jax.nn.softmax(jax.nn.softplus(strength) * cosine)
    gate = jax.nn.sigmoid(gate)
    gated = gate * content + (1 - gate) * previous
    back, stay, forth = jnp.split(jax.nn.softmax(jnp.concatenate(shifts, -1)), SHIFTS, -1)
    shifted = back * jnp.roll(gated, -1, -1) + stay * gated + forth * jnp.roll(gated, 1, -1)
    power = 1 + jax.nn.softplus(sharpening)
    return jax.nn.softmax(power * jnp.log(jnp.maximum(shifted, common.WEIGHT_FLOOR)))


def time_step(weights, state, inputs):
    memory, weighting, reading, hidden, cell = state
    gates = jnp.concatenate([inputs, reading, hidden], -1) @ weights["lstm_kernel"] + weights["lstm_bias"]
    write, keep, candidate, show = jnp.split(gates, 4, -1)
    cell = jax.nn.sigmoid(keep) * cell + jax.nn.sigmoid(write) * jnp.tanh(candidate)
    hidden = jax.nn.sigmoid(show) * jnp.tanh(cell)
    emitted = jnp.clip(
        hidden @ weights["heads_kernel"] + weights["heads_bias"], -common.EMISSION_CLIP, common.EMISSION_CLIP
    )
    for_heads, erase, add = jnp.split(emitted, [HEADS * ADDRESSING, HEADS * ADDRESSING + WIDTH], -1)
    weighting = address(for_heads.reshape(-1, HEADS, ADDRESSING), memory, weighting)
    reads, writes = weighting[:, 0], weighting[:, 1, :, None]
    memory = memory * (1 - writes * jax.nn.sigmoid(erase)[:, None]) + writes * jnp.tanh(add)[:, None]
    reading = jnp.einsum("bn,bnw->bw", reads, memory)
    logits = jnp.concatenate([hidden, reading], -1) @ weights["output_kernel"] + weights["output_bias"]
    return (memory, weighting, reading, hidden, cell), logits


def loss(weights, inputs, answer, places):
    batch = inputs.shape[1]
    state = (
        jnp.full((batch, places, WIDTH), common.INITIAL_MEMORY),
        jnp.zeros((batch, HEADS, places)).at[:, :, 0].set(1),
        jnp.zeros((batch, WIDTH)),
        jnp.zeros((batch, UNITS)),
        jnp.zeros((batch, UNITS)),
    )
    _, logits = jax.lax.scan(lambda state, now: time_step(weights, state, now), state, inputs)
    logits = logits[-answer.shape[0] :]
    return jnp.sum(jax.nn.softplus(logits) - logits * answer) / batch


def rmsprop(weight, gradient, slots):
    square, mean, velocity = slots
    gradient = jnp.clip(gradient, -common.GRADIENT_CLIP, common.GRADIENT_CLIP)
    square = common.DECAY * square + (1 - common.DECAY) * gradient**2
    mean = common.DECAY * mean + (1 - common.DECAY) * gradient
    velocity = common.MOMENTUM * velocity + common.RATE * gradient / jnp.sqrt(
        square - mean**2 + common.VARIANCE_EPSILON
    )
    return weight - velocity, (square, mean, velocity)


def training_step(places):
    """(weights, slots, inputs, answer) -> (weights, slots, loss), not yet compiled."""

    def step(weights, slots, inputs, answer):
        value, gradients = jax.value_and_grad(loss)(weights, inputs, answer, places)
        updated = {name: rmsprop(weights[name], gradients[name], slots[name]) for name in weights}
        return (
            {name: weight for name, (weight, _) in updated.items()},
            {name: slot for name, (_, slot) in updated.items()},
            value,
        )

    return step


def start(initial):
    weights = {name: jnp.asarray(weight) for name, weight in initial.items()}
    # Three arrays each, not one three times: what is given to a compiled step is given away.
    slots = {name: tuple(jnp.zeros_like(weight) for _ in range(3)) for name, weight in weights.items()}
    return weights, slots


def main():
    options = common.arguments(__doc__)
    jax.config.update("jax_platforms", "cpu")
    inputs, answer = (jnp.asarray(array) for array in common.copy_batch(options.batch, options.length))
    weights, slots = start(common.initial_weights())
    compiled = None

    def build():
        nonlocal compiled
        step = jax.jit(training_step(options.places), donate_argnums=(0, 1))
        compiled = step.lower(weights, slots, inputs, answer).compile()

    compile_ms = common.timed(build)

    def step():
        nonlocal weights, slots
        weights, slots, value = compiled(weights, slots, inputs, answer)
        jax.block_until_ready((weights, slots, value))

    common.report("jax", jax.__version__, options, common.sizes_of(options), compile_ms, step)


if __name__ == "__main__":
    main()
