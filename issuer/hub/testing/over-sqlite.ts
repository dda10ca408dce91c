import type { SqlDriver } from '../../store/sql.ts';
import { sqliteDatabases } from './databases.ts';
import { startTestHubs, type TestHubs } from './test-hub.ts';

/** Hub processes over one new SQLite database, for tests that are not about the database. */
export async function hubsOverSqlite(
  processes: number,
): Promise<{ hubs: TestHubs; drivers: SqlDriver[]; end: () => Promise<void> }> {
  const database = await sqliteDatabases();
  const drivers = await database.open(processes);
  const hubs = await startTestHubs(drivers);
  const end = async () => {
    await hubs.close();
    await database.stop();
  };
  return { hubs, drivers, end };
}
