import assert from "node:assert/strict";
import { READ_METHODS } from "../../../src/vsphere/wire/read_methods.ts";

Deno.test("READ_METHODS holds nothing that starts a task, uses up an answer or leaves something behind", () => {
  const once =
    /_Task$|^Continue|^Read(Next|Previous)|Login|Collector|View|Filter|Ticket|Lease(?!GetManifest)/;
  const change =
    /^(Create(?!ImportSpec$|Descriptor$)|Add|Update|Set|Remove|Delete|Destroy|Start|Stop|Initiate)/;

  assert.deepEqual([...READ_METHODS].filter((method) => once.test(method) || change.test(method)), []);
});
