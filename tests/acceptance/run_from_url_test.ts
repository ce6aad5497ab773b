import assert from "node:assert/strict";
import { NAME, VERSION } from "../../src/version.ts";
import { FLAGS } from "../forms/form.ts";
import { serveFolder } from "./file_server.ts";
import { productEnv, spawn } from "../support/product.ts";
import { farSideTest } from "../support/far_sides.ts";

const CHECKOUT = new URL("../../", import.meta.url);

/** Where the modules lie: a folder that is served as it is, and a tag as code hosts serve it. */
const LAYOUTS = { "a folder": "/", "a released tag": `/owner/${NAME}/v${VERSION}/` };

for (const [layout, path] of Object.entries(LAYOUTS)) {
  farSideTest(
    `the product runs from the URL of ${layout}, without configuration`,
    {},
    async (farSide, { vm: name }) => {
      await using checkout = serveFolder(CHECKOUT, path);
      const cwd = await Deno.makeTempDir();
      // One cache for all, so that the packages do not have to be fetched anew; what an earlier server left
      // there under the same port is not taken. A slash at its end would make Deno overlook an origin.
      const reload = `--reload=${new URL(checkout.url).origin}`;
      const args = ["run", ...FLAGS, reload, "--no-config", `${checkout.url}main.ts`];
      try {
        await using product = spawn([...args, "-t", "stdio"], { env: productEnv({ farSide }), cwd });
        const params = {
          protocolVersion: "2025-11-25",
          capabilities: {},
          clientInfo: { name: "test", version: "1.0.0" },
        };
        const input = product.stdin.getWriter();
        const call = {
          jsonrpc: "2.0",
          id: 2,
          method: "tools/call",
          params: { name: "list_vms", arguments: {} },
        };
        const initialize = { jsonrpc: "2.0", id: 1, method: "initialize", params };
        const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
        for (const message of [initialize, initialized, call]) {
          await input.write(new TextEncoder().encode(JSON.stringify(message) + "\n"));
        }
        await product.says(/"serverInfo"/);
        await product.says(new RegExp(name));
        await input.close();
        assert.equal((await product.ended).code, 0);
        assert.ok(checkout.served().includes(`${path}main.ts`), "it did not come from the URL");
      } finally {
        await Deno.remove(cwd, { recursive: true });
      }
    },
  );
}
