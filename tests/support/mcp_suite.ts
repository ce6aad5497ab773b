import assert from "node:assert/strict";
import { SECRET } from "./failing_tools.ts";
import { PROMPT_SUITE } from "./prompt_suite.ts";
import type { ProgressUpdate, TestClient } from "./mcp_clients.ts";

const NOTE = "note://a%20b%2Fc";

/** What every client sees on every transport, against the hand-made service. */
export const SUITE: Readonly<Record<string, (client: TestClient) => Promise<void>>> = {
  async "tools/list has all tools in their order, with hints from the effect"(client) {
    const tools = await client.listTools();
    const names = [
      "echo",
      "steps",
      "go",
      "deny",
      "crash",
      "flood",
      "wrong_answer",
      "wait",
      "list_vms",
      "get_vm",
    ];
    assert.deepEqual(tools.map((tool) => tool.name), names);
    const hints = Object.fromEntries(tools.map((tool) => [tool.name, tool.annotations]));
    const common = { openWorldHint: false };
    assert.deepEqual(hints.echo, {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      ...common,
    });
    assert.deepEqual(hints.steps, {
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: true,
      ...common,
    });
    assert.deepEqual(hints.deny, {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: false,
      ...common,
    });
  },

  async "tools/call answers with text and structured content, fields beyond the schema included"(client) {
    const result = await client.call("echo", { text: "hi", times: 2 });
    assert.deepEqual(result.content, [{ type: "text", text: "hihi" }]);
    assert.deepEqual(result.structuredContent, { said: "hihi", inner: { times: 2, extra: 1 }, extra: 2 });
    assert.ok(!result.isError);
  },

  async "tools/call says all that is wrong with the arguments as a tool error"(client) {
    const result = await client.call("echo", { txt: "hi", times: 9 });
    assert.equal(result.isError, true);
    assert.deepEqual(textOf(result).split("\n"), [
      'Cannot call tool "echo": the arguments do not fit; mend these and call again',
      'txt: no argument has this name; closest: "text"',
      "text: is required and missing",
      "times: Too big: expected number to be <=5",
    ]);
  },

  async "tools/call answers -32602 with the closest name to a tool that does not exist"(client) {
    await assert.rejects(
      client.call("list_vm"),
      (error) => hasCode(error, -32602) && /closest: "list_vms"/.test(`${error}`),
    );
  },

  async "tools/call shows what the caller can mend, with its facts"(client) {
    const result = await client.call("deny");
    assert.equal(result.isError, true);
    assert.match(
      textOf(result),
      /^Cannot delete virtual machine "web-1": it is powered on; power_off_vm turns it off$/,
    );
    assert.match(
      JSON.stringify(result._meta),
      /"kind":"conflict","details":{"candidates":\["web-1","web-2"\]}/,
    );
  },

  async "tools/call hides what went wrong inside, down to an id"(client) {
    for (const says of ["plain", "zod"]) {
      const result = await client.call("crash", { says });
      assert.equal(result.isError, true);
      assert.match(textOf(result), /^Cannot call tool "crash": internal error; .* error id [0-9a-f]{8}$/);
      assert.doesNotMatch(JSON.stringify(result), /hunter2|secret|password|ZodError/);
    }
  },

  async "tools/call takes hidden characters and secrets out and says what it cut"(client) {
    const result = await client.call("flood");
    const text = textOf(result);
    assert.match(text, /^abc\td \[secret\] x+\n\[Cut: the whole text has \d+ characters; /);
    assert.ok(text.length <= 20_000, `${text.length} characters`);
    assert.ok(!JSON.stringify(result).includes(SECRET));
    assert.match(
      JSON.stringify(result.structuredContent),
      /"names":\["web-1\\n","\[secret\]"\],"bytes":"12"/,
    );
  },

  async "tools/call reports progress that only rises"(client) {
    const seen: (readonly [number, string | undefined])[] = [];
    const all = Promise.withResolvers<void>();
    const onprogress = ({ progress, message }: ProgressUpdate) => {
      if (seen.push([progress, message]) === 4) all.resolve();
    };
    const call = client.call("steps", {}, { onprogress });
    await all.promise;
    await client.call("go");
    await call;
    assert.deepEqual(seen, [[0, "looking"], [50, "half"], [50.05, "again"], [100, "all"]]);
  },

  async "a cancelled call is aborted, and subscribers hear of every change"(client) {
    const updates = createQueue();
    const stop = await client.subscribe(NOTE, updates.push);
    const caller = new AbortController();
    const call = client.call("wait", {}, { signal: caller.signal });
    assert.equal(await updates.next(), NOTE);
    assert.deepEqual(await client.read(NOTE), { title: "a b/c", text: "waiting" });
    assert.equal(textOf(await client.call("echo", { text: "beside it" })), "beside it");
    caller.abort();
    await assert.rejects(call);
    assert.equal(await updates.next(), NOTE);
    assert.deepEqual(await client.read(NOTE), { title: "a b/c", text: "aborted" });
    await stop();
  },

  async "resources are listed and read by names of any kind"(client) {
    assert.deepEqual((await client.listTemplates()).map(({ uriTemplate }) => uriTemplate), [
      "note://{title}",
    ]);
    assert.deepEqual((await client.listResources()).map(({ uri, name }) => [uri, name]), [[NOTE, "a b/c"]]);
    assert.match(JSON.stringify(await client.read(NOTE)), /"title":"a b\/c"/);
    assert.match(JSON.stringify(await client.read("note://100%25")), /"title":"100%"/);
    assert.match(JSON.stringify(await client.read("note://100%")), /"title":"100%"/);
  },

  async "resources/read answers -32602 to what does not exist and hides what went wrong inside"(client) {
    await assert.rejects(
      client.read("note://none"),
      (error) => hasCode(error, -32602) && /Cannot find note "none"/.test(`${error}`),
    );
    await assert.rejects(
      client.read("else://x"),
      (error) => hasCode(error, -32602) && /note:\/\/\{title\}/.test(`${error}`),
    );
    await assert.rejects(
      client.read("note://crash"),
      (error) => hasCode(error, -32603) && !/hunter2/.test(`${error}`),
    );
  },

  async "completion/complete offers values of the template's variable"(client) {
    assert.deepEqual(await client.complete("note://{title}", { name: "title", value: "web" }), [
      "web 1",
      "web 2",
    ]);
    assert.deepEqual(await client.complete("note://{title}", { name: "other", value: "web" }), []);
    await assert.rejects(
      client.complete("else://{x}", { name: "x", value: "" }),
      (error) => hasCode(error, -32602),
    );
  },

  ...PROMPT_SUITE,
};

/** The text that a result shows the model. */
export function textOf({ content }: { readonly content?: unknown }): string {
  assert.ok(Array.isArray(content));
  const [first] = content;
  assert.equal(content.length, 1);
  return String(first.text);
}

function hasCode(error: unknown, code: number): boolean {
  assert.ok(typeof error === "object" && error !== null && "code" in error);
  assert.equal(error.code, code);
  return true;
}

function createQueue(): { readonly push: (value: string) => void; readonly next: () => Promise<string> } {
  const values: string[] = [];
  const readers: ((value: string) => void)[] = [];
  return {
    push(value) {
      const reader = readers.shift();
      if (reader === undefined) values.push(value);
      else reader(value);
    },
    next() {
      const value = values.shift();
      return value === undefined ? new Promise((resolve) => readers.push(resolve)) : Promise.resolve(value);
    },
  };
}
