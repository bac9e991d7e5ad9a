import * as tf from '@tensorflow/tfjs';

/** What `model.save` writes, with the state of the optimizer. */
export async function savedArtifacts(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let written: tf.io.ModelArtifacts | undefined;
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    written = artifacts;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await model.save(handler, { includeOptimizer: true });
  return written!;
}

/** A model from what was saved, as JSON would carry it. */
export const loaded = (artifacts: tf.io.ModelArtifacts): Promise<tf.LayersModel> => {
  const modelTopology = JSON.parse(JSON.stringify(artifacts.modelTopology)) as object;
  return tf.loadLayersModel(tf.io.fromMemory({ ...artifacts, modelTopology }));
};
