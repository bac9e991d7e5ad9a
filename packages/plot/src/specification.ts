/** The parts of Vega-Lite's specifications that pictures are made of; it exports the type of the whole only. */
import type { TopLevelSpec } from 'vega-lite';

type LayeredSpecification = Extract<TopLevelSpec, { layer: unknown }>;

/** Marks of one kind with their data. */
export type Layer = LayeredSpecification['layer'][number];

/** Layers on the same axes. */
export type Layered = Pick<
  LayeredSpecification,
  'title' | 'width' | 'height' | 'view' | 'encoding' | 'layer'
>;
