"""One training step of an End-to-End Memory Network in JAX, compiled by jit; arXiv 1503.08895.

The same work as tools/bench/serve-memn2n.mjs: 3 hops, adjacent tying, d 20, the position encoding of the authors' code,
temporal encoding, cross-entropy summed over the batch, SGD, each matrix's gradient clipped to the norm 40. A batch is one
of drawn words, all sentences of the same length, which is the most work.
"""

import os

# One core, before JAX starts its threads.
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")

import jax
import jax.numpy as jnp
import numpy as np

import common

HOPS, WIDTH, RATE, CLIP = 3, 20, 0.01, 40.0

SIZES = {
    "batch": (32, "questions in a batch"),
    "sentences": (50, "sentences of a story"),
    "words": (12, "words of a sentence"),
    "vocabulary": (180, "words there are"),
}


def encoding(words, slots):
    """l_kj for the first `words` of so many slots: [words, width]."""
    k = np.arange(1, WIDTH + 1) - (WIDTH + 1) / 2
    j = np.arange(1, words + 1) - (slots + 1) / 2
    return jnp.asarray(1 + 4 * np.outer(j, k) / (WIDTH * slots), jnp.float32)


def loss(tables, stories, questions, answers, vocabulary):
    words = questions.shape[1]
    weights = encoding(words + 1, words + 1)
    ages = vocabulary + jnp.arange(stories.shape[1])[::-1]
    times = jnp.broadcast_to(ages[None, :, None], (*stories.shape[:2], 1))
    symbols = jnp.concatenate([stories, times], -1)
    memories = [jnp.sum(table[symbols] * weights, 2) for table in tables]
    u = jnp.sum(tables[0][questions] * weights[:words], 1)
    for hop in range(HOPS):
        attention = jax.nn.softmax(jnp.einsum("bd,bsd->bs", u, memories[hop]))
        u = u + jnp.einsum("bs,bsd->bd", attention, memories[hop + 1])
    logits = u @ tables[-1][:vocabulary].T
    return -jnp.sum(jnp.take_along_axis(jax.nn.log_softmax(logits), answers[:, None], 1))


def training_step(vocabulary):
    def step(tables, stories, questions, answers):
        value, gradients = jax.value_and_grad(loss)(tables, stories, questions, answers, vocabulary)
        clipped = [gradient * CLIP / jnp.maximum(jnp.linalg.norm(gradient), CLIP) for gradient in gradients]
        return [table - RATE * gradient for table, gradient in zip(tables, clipped)], value

    return step


def main():
    options = common.arguments(__doc__, SIZES)
    jax.config.update("jax_platforms", "cpu")
    random = np.random.default_rng(1)
    draw = lambda *shape: jnp.asarray(random.integers(0, options.vocabulary, shape), jnp.int32)
    stories = draw(options.batch, options.sentences, options.words)
    questions = draw(options.batch, options.words)
    answers = draw(options.batch)
    symbols = options.vocabulary + options.sentences
    tables = [jnp.asarray(random.normal(0, 0.1, (symbols, WIDTH)), jnp.float32) for _ in range(HOPS + 1)]
    compiled = None

    def build():
        nonlocal compiled
        step = jax.jit(training_step(options.vocabulary), donate_argnums=(0,))
        compiled = step.lower(tables, stories, questions, answers).compile()

    compile_ms = common.timed(build)

    def step():
        nonlocal tables
        tables, value = compiled(tables, stories, questions, answers)
        jax.block_until_ready((tables, value))

    measured = {name: getattr(options, name) for name in ("batch", "sentences", "words", "vocabulary")}
    common.report("jax", jax.__version__, options, measured, compile_ms, step)


if __name__ == "__main__":
    main()
