import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { auditFacts, recordFacts } from "../../src/audit/record.ts";
import { openAuditTrail } from "../../src/audit/trail.ts";
import { SECRET } from "../support/failing_tools.ts";
import { inFolder, RECORD } from "./stage.ts";

Deno.test("recordFacts() takes out what stands under the name of a secret, at any depth", () => {
  const args = {
    name: "web-1",
    password: "p",
    guest: { Admin_Password: "p", apiKey: 7, "private-key": ["p"], user: "u" },
    confirmation: "p",
    list: [{ access_token: { a: "p" } }],
    passthrough: "keeps",
  };
  assert.deepEqual(recordFacts({ ...RECORD, arguments: args }).arguments, {
    name: "web-1",
    password: "[secret]",
    guest: { Admin_Password: "[secret]", apiKey: "[secret]", "private-key": "[secret]", user: "u" },
    confirmation: "[secret]",
    list: [{ access_token: "[secret]" }],
    passthrough: "keeps",
  });
});

Deno.test("recordFacts() cuts texts and arguments that are longer than anybody reads", () => {
  const long = { notes: "x".repeat(5000) };
  assert.deepEqual(recordFacts({ ...RECORD, arguments: long }).arguments, {
    notes: `${"x".repeat(2000)}... (5000 characters)`,
  });
  const many = { names: Array.from({ length: 5000 }, (_, i) => `machine ${i}`) };
  const cut = String(recordFacts({ ...RECORD, arguments: many }).arguments);
  assert.match(cut, /^\{"names":\["machine 0",.*\.\.\. \(\d+ characters\)$/);
  assert.ok(cut.length < 21_000);
});

Deno.test("recordFacts() takes arguments that are no object, and those without end", () => {
  const circle: Record<string, unknown> = {};
  circle.inner = circle;
  for (const args of [undefined, null, 7, "text", 2n, [], circle]) {
    JSON.stringify(recordFacts({ ...RECORD, arguments: args }));
  }
});

Deno.test("auditFacts() cuts only what has no secret any more", () => {
  const { fault } = auditFacts({ fault: "x".repeat(1995) + SECRET });
  assert.equal(fault, `${"x".repeat(1995)}[secr... (2003 characters)`);
});

Deno.test("the trail holds no secret, wherever one was planted", async () => {
  await inFolder(async (file) => {
    {
      using trail = openAuditTrail(file);
      const planted = `a ${SECRET} b`;
      const record = {
        caller: { name: planted, role: planted, transport: planted },
        client: { name: planted, version: planted },
        tool: planted,
        effect: planted,
        arguments: {
          [planted]: [planted],
          url: encodeURIComponent(SECRET),
          base64: btoa(SECRET),
          json: JSON.stringify(SECRET),
        },
        objects: [{ name: planted, moref: planted, path: planted }],
        plan_digest: planted,
        confirmed_by: planted,
      };
      const entry = await trail.begin(record);
      await entry.task(planted);
      await entry.end({ outcome: "failed", fault: planted, task: planted });
      await trail.refuse(record, planted);
    }
    const text = await Deno.readTextFile(file);
    assert.equal(text.split("\n").length, 5);
    assert.match(text, /"fault":"a \[secret\] b"/);
    for (
      const form of [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString("base64"), "Geheim"]
    ) {
      assert.ok(!text.includes(form), form);
    }
  });
});
