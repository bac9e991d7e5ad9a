/** tfjs-node, or an error that says what it lacks. */
const util = require('node:util');

// tfjs-node 4.22 calls two functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

module.exports = require('@tensorflow/tfjs-node');
