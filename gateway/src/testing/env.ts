/** A PostgreSQL database on which the tests of this process run instead of SQLite. */
export function testDatabaseUrl(): string | undefined {
  return process.env.GATEWAY_TEST_DATABASE_URL;
}
