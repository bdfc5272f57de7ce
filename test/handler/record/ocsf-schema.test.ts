import { describe, expect, test } from 'vitest';
import { ocsfFaults, readSchema } from '../../support/ocsf.ts';
import { samples } from '../../support/ocsf-events.ts';

/** Versions of the schema, and all that they find wrong with an event: `resources` came with 1.3. */
const versions: Record<string, readonly string[]> = {
  '1.1.0': ['unknown: resources'],
  '1.3.0': [],
  '1.8.0': [],
};

describe.each(Object.entries(versions))('by the schema of OCSF %s', (version, faults) => {
  test.each(Object.entries(samples))('all is right with a finding %s', async (_name, events) => {
    const schema = await readSchema(version);
    expect(events.map((event) => ocsfFaults(event, schema))).toEqual([faults]);
  });
});

test.each(Object.entries(samples))('a finding %s declares the version that it was checked by', (_name, [event]) => {
  expect(event.metadata.version).toBe('1.3.0');
});
