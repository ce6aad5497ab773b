import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { LISTING } from "../../src/mcp/listing.ts";
import { runProgram } from "./command.ts";
import { atUrl, inspectorArgs, withKey } from "./inspector_client.ts";
import { npmClients } from "./npm_clients.ts";
import { mustRunClients } from "./place.ts";
import { openStage } from "./stage.ts";

const clients = await npmClients("tested");
const ignore = clients === undefined && !mustRunClients;
const LIST = ["--method", "tools/list"] as const;

const Listed = z.object({
  result: z.object({ tools: z.array(z.looseObject({ name: z.string() })) }),
});

Deno.test({
  name: "inspector --strict finds no schema that a client may refuse",
  ignore,
  async fn() {
    assert.ok(clients !== undefined);
    await using stage = await openStage("http");
    const args = inspectorArgs(withKey(stage), { clients, method: [...LIST, "--strict"] });
    const { code, stdout, stderr } = await runProgram(args, { clients, stage });
    assert.equal(code, 0, stderr);
    // What may be less portable is said there, and fails nothing.
    assert.doesNotMatch(stderr, /warning|error/i);
    const { result } = Listed.parse(JSON.parse(stdout));
    assert.deepEqual(result.tools.map(({ name }) => name), LISTING.tools.map(({ name }) => name));
  },
});

Deno.test({
  name: "inspector is refused without the key, and says so",
  ignore,
  async fn() {
    assert.ok(clients !== undefined);
    await using stage = await openStage("http");
    const { code, stdout, stderr } = await runProgram(
      inspectorArgs(atUrl(stage), { clients, method: LIST }),
      { clients, stage },
    );
    assert.equal(stdout, "");
    assert.match(stderr, /auth/i);
    assert.equal(code, 3);
    assert.deepEqual(await stage.heard(), { methods: [], revisions: [] });
  },
});
