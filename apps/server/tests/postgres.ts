import { randomUUID } from "node:crypto";
import pg from "pg";

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * An empty database in the cluster that PALABRE_TEST_POSTGRES names (`postgres://user@host:port/postgres`), or null:
 * then the tests run over SQLite. `npm test` starts such a cluster and runs every server test over both.
 */
export async function createTestDatabase(): Promise<TestDatabase | null> {
  const cluster = process.env.PALABRE_TEST_POSTGRES;
  if (!cluster) return null;
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onCluster(cluster, `CREATE DATABASE ${name}`);
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      // PostgreSQL waits some seconds for connections that are just closing; cutting them would make each complain.
      // Whoever is there even then belongs to a server that was killed.
      await onCluster(cluster, `DROP DATABASE ${name}`).catch(() =>
        onCluster(cluster, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}

async function onCluster(cluster: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
