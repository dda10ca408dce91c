import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SqlDriver } from '../../store/sql.ts';
import { databases, type TestDatabases } from './databases.ts';
import { startTestHubs, type TestHubs } from './test-hub.ts';

/**
 * Tests over each kind of database there is here.
 * @param tests are given what opens a new, empty database, which is let go of after each test
 */
export function overDatabases(what: string, tests: (open: TestDatabases['open']) => void): void {
  describe.each(databases)(`${what} over %s`, (_name, start) => {
    if (start === null) {
      test.skip('PostgreSQL is not installed', () => {});
      return;
    }
    let database: TestDatabases;
    beforeAll(async () => {
      database = await start();
    });
    afterAll(() => database?.stop());
    afterEach(() => database.clear());
    tests((count) => database.open(count));
  });
}

/**
 * Tests of two hub processes over one database, of each kind. They are closed after each test, which fails when it left
 * something they reported.
 */
export function describeHubs(
  what: string,
  tests: (start: () => Promise<{ hubs: TestHubs; drivers: SqlDriver[] }>) => void,
): void {
  overDatabases(`${what} at two hub processes`, (open) => {
    let started: TestHubs | null = null;
    afterEach(async () => {
      const hubs = started;
      started = null;
      await hubs?.close();
      expect(hubs?.reported ?? []).toEqual([]);
    });
    tests(async () => {
      const drivers = await open(2);
      started = await startTestHubs(drivers);
      return { hubs: started, drivers };
    });
  });
}
