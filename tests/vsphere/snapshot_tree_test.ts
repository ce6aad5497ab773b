import assert from "node:assert/strict";
import { parseXml } from "../../src/soap/xml.ts";
import { readSnapshots } from "../../src/vsphere/snapshot_tree.ts";

function node(id: string, children = "", more = ""): string {
  return `<snapshot type="VirtualMachineSnapshot">snapshot-${id}</snapshot><name>${id}</name>` +
    `<createTime>2026-01-0${id}T10:00:00.123456Z</createTime>${more}${children}`;
}

const below = (xml: string) => `<childSnapshotList>${xml}</childSnapshotList>`;
const root = (xml: string) => `<rootSnapshotList>${xml}</rootSnapshotList>`;
const read = (xml: string) => readSnapshots(parseXml(`<val>${xml}</val>`));

Deno.test("readSnapshots() gives parents before children, in order, with depth and the current one", () => {
  const snapshots = read(
    '<currentSnapshot type="VirtualMachineSnapshot">snapshot-3</currentSnapshot>' +
      root(node("1", below(node("2", below(node("3")))) + below(node("4")))) + root(node("5")),
  );
  assert.deepEqual(snapshots.map(({ name, depth, isCurrent }) => [name, depth, isCurrent]), [
    ["1", 0, false],
    ["2", 1, false],
    ["3", 2, true],
    ["4", 1, false],
    ["5", 0, false],
  ]);
});

Deno.test("readSnapshots() reads reference, texts and time", () => {
  assert.deepEqual(read(root(node("1", "", "<description>before &amp; after</description>"))), [{
    ref: { type: "VirtualMachineSnapshot", value: "snapshot-1" },
    name: "1",
    description: "before & after",
    createTime: "2026-01-01T10:00:00.123456Z",
    isCurrent: false,
    depth: 0,
  }]);
});

Deno.test("readSnapshots() bears missing fields, no snapshots and chains as deep as documents can be", () => {
  assert.deepEqual(read(""), []);
  assert.deepEqual(
    read(root('<snapshot type="VirtualMachineSnapshot">s</snapshot>')).map((
      { name, createTime },
    ) => [name, createTime]),
    [["", ""]],
  );
  let chain = node("1");
  for (let depth = 1; depth < 900; depth++) chain = node("1", below(chain));
  assert.equal(read(root(chain)).at(-1)?.depth, 899);
});
