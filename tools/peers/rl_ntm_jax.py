"""One update of a Reinforce Neural Turing Machine on reverse in JAX, compiled by jit; arXiv 1505.00521.

The same work as tools/bench/serve-rl-ntm.mjs: a batch of whole episodes with direct access, 30 symbols and as many memory
cells as there are steps; choices by Gumbel noise that is passed in; REINFORCE with a running baseline and a price for
leaving the habit, up to the first symbol that is wrong or forced; cross-entropy of what is written; the gradient clipped
to the norm 5, Adam.
"""

import math
import os

# One core, before JAX starts its threads.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

import common

SYMBOLS, MOVES, WRITING, GATES = 30, 3, 2, 6
CHOICES = MOVES + MOVES + WRITING
END = SYMBOLS  # the end marker; what stands before it are letters
LETTERS = SYMBOLS - 3
SLOTS, BASELINE_RATE = 257, 0.1
RATE, ENTROPY_WEIGHT, CLIP = 0.01, 0.5, 5.0
# The habit: logits of standing still, of holding back, and of what was chosen before unless it is standing still.
STANDING, HOLDING, INERTIA = -3, 2, 2
STANDS = (0, STANDING, 0)
HABIT = jnp.asarray(STANDS + STANDS + (HOLDING, 0), jnp.float32)
PERSISTS = jnp.asarray(((INERTIA, 0, INERTIA) * 2 + (INERTIA, INERTIA)), jnp.float32)
BEFORE = jnp.asarray((0, 0, 0, 0, 0, 1, 0, 0), jnp.float32)  # the memory head went ahead
STRENGTH = 3  # of the direct paths at the start
BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-7

SIZES = {
    "batch": (32, "episodes in a batch"),
    "level": (15, "letters to reverse"),
    "units": (32, "units of the LSTM"),
    "width": (16, "numbers in a cell of the memory"),
}


def initial_weights(units, width):
    random = np.random.default_rng(0)

    def kernel(inputs, outputs, scale=1.0):
        bound = scale * np.sqrt(6 / (inputs + outputs))
        return jnp.asarray(random.uniform(-bound, bound, (inputs, outputs)), jnp.float32)

    def bias(*values):
        return jnp.asarray(values, jnp.float32)

    return {
        "lstm": (kernel(SYMBOLS + width + CHOICES + units, 4 * units), jnp.zeros(4 * units).at[units : 2 * units].set(1)),
        "choices": (kernel(units, CHOICES, 0.01), jnp.zeros(CHOICES)),
        "symbol": (kernel(units, SYMBOLS), jnp.zeros(SYMBOLS)),
        "content": (kernel(units, width), jnp.zeros(width)),
        "gates": (kernel(units, GATES), bias(0, 2, 2, -2, -3, -3)),
        "input_to_memory": STRENGTH * jnp.eye(SYMBOLS, width),
        "input_to_output": STRENGTH * jnp.eye(SYMBOLS),
        "memory_to_output": STRENGTH * jnp.eye(width, SYMBOLS),
    }


def linear(x, weights):
    kernel, bias = weights
    return x @ kernel + bias


def choose(logits, habit, noise):
    """One-hot choice, its log-probability and the divergence from habit."""
    chosen = jax.lax.stop_gradient(jax.nn.one_hot(jnp.argmax(logits + noise, -1), logits.shape[-1]))
    logs = jax.nn.log_softmax(logits)
    return chosen, jnp.sum(logs * chosen, -1), jnp.sum(jnp.exp(logs) * (logs - jax.nn.log_softmax(habit)), -1)


def shifted(weighting, move):
    """A one-hot weighting on a ring that moves by -1, 0 or +1."""
    options = jnp.stack([jnp.roll(weighting, offset, 1) for offset in (-1, 0, 1)], 1)
    return jnp.sum(options * move[:, :, None], 1)


def play(weights, tape, targets, outputs, steps, noise):
    batch, columns = tape.shape
    time = noise.shape[0]
    width = weights["input_to_memory"].shape[1]
    units = weights["symbol"][0].shape[0]

    def step(state, noise):
        memory, weighting, chosen, hidden, cell_state, position, written, elapsed = state
        left, steps_left = outputs - written, steps - elapsed
        going = (left > 0).astype(jnp.float32)
        forced = (left >= steps_left).astype(jnp.float32)
        here = jax.nn.one_hot(position, columns)
        seen = jax.nn.one_hot(jnp.sum(here * tape, 1).astype(jnp.int32) - 1, SYMBOLS)
        cell = jnp.einsum("bp,bpw->bw", weighting, memory)
        i, f, g, o = jnp.split(linear(jnp.concatenate([seen, cell, chosen, hidden], 1), weights["lstm"]), 4, 1)
        cell_state = jax.nn.sigmoid(f) * cell_state + jax.nn.sigmoid(i) * jnp.tanh(g)
        hidden = jax.nn.sigmoid(o) * jnp.tanh(cell_state)
        gates = jnp.split(jax.nn.sigmoid(linear(hidden, weights["gates"])), GATES, 1)
        symbol = linear(hidden, weights["symbol"])
        symbol += gates[0] * (seen @ weights["input_to_output"]) + gates[1] * (cell @ weights["memory_to_output"])
        content = linear(hidden, weights["content"])
        content += gates[2] * (seen @ weights["input_to_memory"]) + gates[3] * cell
        habit = HABIT + PERSISTS * chosen
        cut = lambda of_all: jnp.split(of_all, (MOVES, 2 * MOVES), 1)
        choices = map(choose, cut(habit + linear(hidden, weights["choices"])), cut(habit), cut(noise))
        (move, move_log, move_far), (head, head_log, head_far), (write, write_log, write_far) = choices
        memory = memory * (1 - weighting[:, :, None]) + weighting[:, :, None] * content[:, None]
        for gate, offset in ((gates[4], -1), (gates[5], 1)):
            memory += jnp.roll(weighting, offset, 1)[:, :, None] * (gate * cell)[:, None]
        writes = going * jnp.maximum(write[:, 1], forced)
        wanted = jax.nn.one_hot(jnp.sum(jax.nn.one_hot(written, targets.shape[1]) * targets, 1).astype(jnp.int32) - 1, SYMBOLS)
        guess = jax.lax.stop_gradient(jax.nn.one_hot(jnp.argmax(symbol, 1), SYMBOLS))
        free = going * (1 - forced)
        told = {
            "going": going,
            "writes": writes,
            "right": writes * jnp.sum(wanted * guess, 1),
            "likelihood": writes * jnp.sum(wanted * jax.nn.log_softmax(symbol), 1),
            "log": going * (move_log + head_log) + free * write_log,
            "divergence": going * (move_far + head_far) + free * write_far,
            "free": free,
            "left": (going * left).astype(jnp.int32),
        }
        position = jnp.clip(position + (move @ jnp.asarray([-1.0, 0.0, 1.0])).astype(jnp.int32), -1, columns)
        chosen = jnp.concatenate([move, head, write], 1)
        written, elapsed = written + writes.astype(jnp.int32), elapsed + 1
        return (memory, shifted(weighting, head), chosen, hidden, cell_state, position, written, elapsed), told

    zeros = lambda *shape: jnp.zeros((batch, *shape))
    count = jnp.zeros(batch, jnp.int32)
    first = zeros(time).at[:, 0].set(1)
    state = (zeros(time, width), first, jnp.tile(BEFORE, (batch, 1)), zeros(units), zeros(units), count, count, count)
    return jax.lax.scan(step, state, noise)[1]


def loss(weights, means, episode, noise):
    played = play(weights, *episode, noise)
    wrong = played["writes"] - played["right"]
    counts = played["free"] * (jnp.cumsum(wrong, 0) - wrong == 0)
    rewards = counts * played["right"]
    returns = jnp.cumsum(rewards[::-1], 0)[::-1]
    advantage = returns - means[played["left"]]
    terms = counts * (played["log"] * advantage - ENTROPY_WEIGHT * played["divergence"] + played["likelihood"])
    slots = jax.nn.one_hot(played["left"], SLOTS) * counts[:, :, None]
    totals = jnp.sum(slots, (0, 1))
    averages = jnp.einsum("tb,tbs->s", returns, slots) / jnp.maximum(totals, 1)
    means = means + BASELINE_RATE * (averages - means) * (totals > 0)
    return -jnp.sum(terms) / noise.shape[1], means


def update(weights, slots, count, means, episode, noise):
    (value, means), gradients = jax.value_and_grad(loss, has_aux=True)(weights, means, episode, noise)
    norm = jnp.sqrt(sum(jnp.sum(gradient**2) for gradient in jax.tree.leaves(gradients)))
    gradients = jax.tree.map(lambda gradient: gradient * CLIP / jnp.maximum(norm, CLIP), gradients)
    count = count + 1
    first = jax.tree.map(lambda m, g: BETA1 * m + (1 - BETA1) * g, slots[0], gradients)
    second = jax.tree.map(lambda v, g: BETA2 * v + (1 - BETA2) * g * g, slots[1], gradients)
    scale = jnp.sqrt(1 - BETA2**count) / (1 - BETA1**count)
    weights = jax.tree.map(lambda w, m, v: w - RATE * scale * m / (jnp.sqrt(v) + EPSILON), weights, first, second)
    return weights, (first, second), count, means, value


def main():
    options = common.arguments(__doc__, SIZES)
    jax.config.update("jax_platforms", "cpu")
    random = np.random.default_rng(1)
    batch, level = options.batch, options.level
    letters = random.integers(1, LETTERS + 1, (batch, level))
    end = np.full((batch, 1), END)
    ints = lambda values: jnp.asarray(values, jnp.int32)
    time = 2 * level + 2 + 1 + math.ceil(level / 2)
    episode = (
        ints(np.concatenate([letters, end], 1)),
        ints(np.concatenate([letters[:, ::-1], end], 1)),
        jnp.full(batch, level + 1, jnp.int32),
        jnp.full(batch, time, jnp.int32),
    )
    noise = jnp.asarray(random.gumbel(size=(time, batch, CHOICES)), jnp.float32)
    weights = initial_weights(options.units, options.width)
    zeros = lambda: jax.tree.map(jnp.zeros_like, weights)
    state = (weights, (zeros(), zeros()), jnp.asarray(0.0), jnp.zeros(SLOTS))
    compiled = None

    def build():
        nonlocal compiled
        compiled = jax.jit(update, donate_argnums=(0, 1, 2, 3)).lower(*state, episode, noise).compile()

    compile_ms = common.timed(build)

    def step():
        nonlocal state
        *state, value = compiled(*state, episode, noise)
        jax.block_until_ready((state, value))

    measured = {name: getattr(options, name) for name in SIZES}
    common.report("jax", jax.__version__, options, measured, compile_ms, step)


if __name__ == "__main__":
    main()
