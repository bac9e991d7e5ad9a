import type { RandomStream } from '@loci/random';
import { choose } from './choose.js';

const GO = ['went to', 'travelled to', 'journeyed to', 'moved to', 'went back to'];
const GET = ['picked up', 'got', 'took', 'grabbed'];
const DROP = ['dropped', 'put down', 'left', 'discarded'];
const GIVE = ['gave', 'handed', 'passed'];

/** Words that say that something happened next. */
const NEXT = ['After that', 'Afterwards', 'Following that', 'Then'];

/** 'travelled to the garden' */
export const goes = (random: RandomStream, place: string): string => `${choose(random, GO)} the ${place}`;

/** 'picked up the milk', with or without ' there' */
export const gets = (random: RandomStream, object: string, there: boolean): string =>
  `${choose(random, GET)} the ${object}${there ? ' there' : ''}`;

/** 'put down the milk', with or without ' there' */
export const drops = (random: RandomStream, object: string, there: boolean): string =>
  `${choose(random, DROP)} the ${object}${there ? ' there' : ''}`;

/** 'handed the milk to Fred' */
export const gives = (random: RandomStream, object: string, to: string): string =>
  `${choose(random, GIVE)} the ${object} to ${to}`;

/** 'Afterwards' */
export const next = (random: RandomStream): string => choose(random, NEXT);
