import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { startLog } from "../../src/log.ts";
import {
  ATTACHED,
  CATEGORY,
  json,
  LOGIN,
  readOne,
  refusal,
  serveRest,
  SESSION_ID,
  TAG,
} from "../support/rest_server.ts";
import { connectSoap } from "../support/soap_server.ts";

const PAGE = "<!DOCTYPE html><html>hunter2-planted</html>";

for (
  const [what, method, answer, kind, message] of [
    [
      "a web page instead of a session",
      LOGIN,
      { text: PAGE },
      "unavailable",
      /status 200 at .*no JSON answer/,
    ],
    ["a session without an id", LOGIN, json({ value: 7 }), "unavailable", /is not what tagging services say/],
    ["an empty answer to the login", LOGIN, { text: "" }, "unavailable", /is not what tagging services say/],
    [
      "a redirection",
      LOGIN,
      { status: 302, headers: { location: "/ui" }, text: "" },
      "unavailable",
      /status 302/,
    ],
    ["JSON cut off", ATTACHED, { text: '{"value":[{"object_id"' }, "unavailable", /no JSON answer/],
    ["a web page", ATTACHED, { text: PAGE }, "unavailable", /no JSON answer/],
    [
      "a list without objects",
      ATTACHED,
      json({ value: [{}] }),
      "unavailable",
      /not what tagging services say/,
    ],
    ["no list", ATTACHED, json({}), "unavailable", /not what tagging services say/],
    [
      "a refusal",
      ATTACHED,
      refusal(403, "unauthorized"),
      "denied",
      /status 403 \(unauthorized\); give the account/,
    ],
    ["an error page", ATTACHED, { status: 500, text: PAGE }, "unavailable", /answer status 500; try again/],
    ["no tagging services", ATTACHED, { status: 404, text: PAGE }, "unsupported", /status 404; tags need/],
    ["status 503", ATTACHED, { status: 503, text: PAGE }, "unavailable", /status 503; they are starting/],
    ["a tag that is gone", TAG, refusal(404, "not_found"), "conflict", /removed meanwhile; try again/],
    [
      "a tag without a name",
      TAG,
      json({ value: { id: "1" } }),
      "unavailable",
      /not what tagging services say/,
    ],
    ["a category that may not be read", CATEGORY, refusal(403, "unauthorized"), "denied", /status 403/],
    ["an odd error", TAG, json({ type: "<b>hunter2-planted" }, 400), "unavailable", /answer status 400; try/],
    [
      "an error of the newer form",
      TAG,
      json({ error_type: "ERROR" }, 400),
      "unavailable",
      /status 400 \(error\)/,
    ],
  ] as const
) {
  Deno.test(`RestErrors tell ${what} plainly and quotes nothing`, async () => {
    await using server = await serveRest({ [method]: () => answer });
    await using vsphere = connectSoap(server);
    await assert.rejects(readOne(vsphere), (error) => {
      assert.ok(error instanceof Error && "kind" in error);
      assert.equal(error.kind, kind);
      assert.match(error.message, message);
      assert.match(error.message, /^Cannot [^;]*"127.0.0.1:\d+"[^;]*: [^;]+; /);
      assert.doesNotMatch(Deno.inspect(error), /hunter2/);
      return true;
    });
  });
}

Deno.test("RestSession shows neither password nor session id in errors and in the log", async () => {
  const file = await Deno.makeTempFile();
  const password = "geheim-4711-geheim";
  const base64 = Buffer.from(`administrator@vsphere.local:${password}`).toString("base64");
  try {
    await using _log = await startLog({ level: "DEBUG", file });
    for (const answer of [refusal(401, password), { text: base64 }, { drop: "unanswered" as const }]) {
      await using server = await serveRest({ [LOGIN]: () => answer });
      await using vsphere = connectSoap(server, { password });
      await assert.rejects(readOne(vsphere), (error) => {
        assert.doesNotMatch(Deno.inspect(error), new RegExp(`${password}|${base64}`));
        return true;
      });
    }
    const broken = [refusal(401, "unauthenticated"), { text: SESSION_ID }];
    await using server = await serveRest({ [ATTACHED]: () => broken.shift() ?? {} });
    await using vsphere = connectSoap(server, { password });
    await assert.rejects(readOne(vsphere), (error) => {
      assert.doesNotMatch(Deno.inspect(error), new RegExp(SESSION_ID));
      return true;
    });
  } finally {
    const log = await Deno.readTextFile(file);
    await Deno.remove(file);
    assert.match(log, /REST session was lost/);
    assert.doesNotMatch(log, new RegExp(`${password}|${base64}|${SESSION_ID}`));
  }
});
