import tf = require('@tensorflow/tfjs-node');

export = tf;
