import * as fc from 'fast-check';

/** What property tests draw is the same in every run, so that a failure can be repeated. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20261126 });
