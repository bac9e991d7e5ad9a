"""Writes what JAX computes of a small Reinforce Neural Turing Machine, for packages/rl-ntm/test/peer.test.ts.

Loss, gradients and the running baseline afterwards, on weights, noise and episodes that stand beside them in the file:

    DIRECTORY/bin/python tools/peers/rl_ntm_golden.py packages/rl-ntm/test/golden/jax.json
"""

import json
import sys

import rl_ntm_jax as peer

import jax
import jax.numpy as jnp
import numpy as np

# Few symbols, so that some that are written by chance are right.
peer.SYMBOLS = peer.END = 5
peer.SLOTS = 8
# By habit symbols are written before they are forced, and the memory head comes back to what it has left.
HOLDING, INERTIA = -1, -2
peer.HABIT = peer.HABIT.at[-peer.WRITING].set(HOLDING)
peer.PERSISTS = peer.PERSISTS * INERTIA / peer.INERTIA

UNITS, WIDTH, SEED = 4, 3, 1
TAPES = ((1, 2, 5), (2, 2, 1, 5), (1, 1, 5), (2, 1, 2, 5), (1, 5), (2, 5), (2, 1, 5), (1, 2, 2, 5))
SPARE_STEPS = 6
# Initial weights make all choices alike. With wide paths what is seen is often written.
DEVIATION, PATHS = 0.7, 3


def episodes():
    columns = max(map(len, TAPES))
    padded = lambda rows: jnp.asarray([row + (0,) * (columns - len(row)) for row in rows], jnp.int32)
    targets = padded([tape[-2::-1] + tape[-1:] for tape in TAPES])
    lengths = jnp.asarray([len(tape) for tape in TAPES], jnp.int32)
    return padded(TAPES), targets, lengths, 2 * lengths + SPARE_STEPS


def listed(tree):
    return jax.tree.map(lambda array: {"shape": array.shape, "values": rounded(array)}, tree)


def rounded(array):
    """Enough digits for a number of 32 bits."""
    return [float(f"{value:.9g}") for value in np.asarray(array, np.float64).ravel()]


def main():
    jax.config.update("jax_platforms", "cpu")
    random = np.random.default_rng(SEED)
    normal = lambda shape: jnp.asarray(random.normal(0, DEVIATION, shape), jnp.float32)
    weights = jax.tree.map(lambda array: normal(array.shape), peer.initial_weights(UNITS, WIDTH))
    for path in ("input_to_memory", "input_to_output", "memory_to_output"):
        weights[path] += PATHS * jnp.eye(*weights[path].shape)
    means = jnp.abs(normal(peer.SLOTS))
    episode = episodes()
    tape, targets, outputs, steps = episode
    noise = jnp.asarray(random.gumbel(size=(int(steps.max()), len(TAPES), peer.CHOICES)), jnp.float32)
    (loss, after), gradients = jax.value_and_grad(peer.loss, has_aux=True)(weights, means, episode, noise)
    played = peer.play(weights, *episode, noise)
    wrong = played["writes"] - played["right"]
    earned = jnp.sum(played["free"] * played["right"] * (jnp.cumsum(wrong, 0) == 0)) / len(TAPES)
    golden = {
        "symbols": peer.SYMBOLS,
        "units": UNITS,
        "width": WIDTH,
        "holding": HOLDING,
        "inertia": INERTIA,
        "entropyWeight": peer.ENTROPY_WEIGHT,
        "tape": tape.tolist(),
        "targets": targets.tolist(),
        "outputs": outputs.tolist(),
        "steps": steps.tolist(),
        "noise": {"shape": noise.shape, "values": rounded(noise)},
        "means": rounded(means),
        "weights": listed(weights),
        "right": np.asarray(played["right"], int).tolist(),
        "loss": float(loss),
        "earned": float(earned),
        "meansAfter": rounded(after),
        "gradients": listed(gradients),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in golden.items()) + "\n}\n")


if __name__ == "__main__":
    main()
