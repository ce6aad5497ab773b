import assert from "node:assert/strict";
import { npmClients } from "../clients/npm_clients.ts";
import { mustRunClients } from "../clients/place.ts";
import { startDemo } from "../support/product.ts";
import { serveFixtures } from "./fixtures/fixture_server.ts";
import { runSuite } from "./suite.ts";

const clients = await npmClients();
const ignore = clients === undefined && !mustRunClients;

/** How many scenarios the pinned suite has for servers, those that are not scored included. */
const REVISIONS = { "2025-11-25": 33, "2026-07-28": 50 } as const;
const revisions = ["2025-11-25", "2026-07-28"] as const;

for (const revision of revisions) {
  Deno.test({
    name: `the transports conform to ${revision}, but for extensions that are not offered`,
    ignore,
    async fn() {
      assert.ok(clients !== undefined);
      const server = await serveFixtures();
      try {
        const { code, report, scenarios, failing } = await runSuite(clients, {
          url: server.url,
          revision,
          baseline: `transports-${revision}.yml`,
        });
        assert.equal(code, 0, report);
        assert.equal(scenarios.length, REVISIONS[revision], report);
        assert.deepEqual(failing.filter((name) => !name.startsWith("tasks-")), [], report);
      } finally {
        await server.close();
      }
    },
  });

  Deno.test({
    name: `the product conforms to ${revision}, but for what the suite wants by its own names`,
    ignore,
    async fn() {
      assert.ok(clients !== undefined);
      await using product = await startDemo();
      const { code, report, scenarios } = await runSuite(clients, {
        url: product.url,
        revision,
        baseline: `product-${revision}.yml`,
      });
      assert.equal(code, 0, report);
      assert.equal(scenarios.length, REVISIONS[revision], report);
    },
  });
}
