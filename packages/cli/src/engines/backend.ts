type TensorFlow = typeof import('@tensorflow/tfjs');

/** Loading tfjs takes half a second: it is loaded when an engine starts, not with the command. */
export async function loadTensorFlow(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs');
  // Otherwise the cpu backend advertises tfjs-node on the first use.
  tf.enableProdMode();
  return tf;
}

/** Makes a backend the active one. @throws Error if it does not start. */
export async function useBackend(name: string): Promise<void> {
  const tf = await loadTensorFlow();
  if (!(await tf.setBackend(name))) throw new Error(`the tfjs backend '${name}' does not start`);
  await tf.ready();
}
