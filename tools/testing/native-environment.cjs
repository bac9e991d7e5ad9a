const { TestEnvironment } = require('jest-environment-node');

/**
 * jest gives every test file its own globals, and a native addon creates its arrays with those of the process: they would
 * be no Float32Array to the test. Here both have the same.
 */
module.exports = class NativeEnvironment extends TestEnvironment {
  constructor(configuration, context) {
    super(configuration, context);
    Object.assign(this.global, { Float32Array, Int32Array, Float64Array, BigInt64Array, BigUint64Array });
  }
};
