import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import { startDemo } from "../support/product.ts";
import { npmClients } from "./npm_clients.ts";
import { mustRunClients } from "./place.ts";

const clients = await npmClients();
const INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

const Listed = z.object({
  result: z.object({ tools: z.array(z.looseObject({ name: z.string() })) }),
});

Deno.test({
  name: "inspector --strict finds no schema that a client may refuse",
  ignore: clients === undefined && !mustRunClients,
  async fn() {
    assert.ok(clients !== undefined);
    await using product = await startDemo();
    const strict = ["--method", "tools/list", "--strict", "--format", "json"];
    const args = [...clients.run(INSPECTOR), "--cli", product.url, "--transport", "http", ...strict];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    const said = new TextDecoder().decode(stderr);
    assert.equal(code, 0, said);
    // What may be less portable is said there, and fails nothing.
    assert.doesNotMatch(said, /warning|error/i);
    const { result } = Listed.parse(JSON.parse(new TextDecoder().decode(stdout)));
    assert.deepEqual(result.tools.map(({ name }) => name), LISTING.tools.map(({ name }) => name));
  },
});
