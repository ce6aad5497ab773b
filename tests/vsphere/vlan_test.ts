import assert from "node:assert/strict";
import { parseXml } from "../../src/soap/xml.ts";
import { carries, rangeTexts, readPortVlan } from "../../src/vsphere/vlan.ts";

const XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function read(type: string, fields: string) {
  const name = `VmwareDistributedVirtualSwitch${type}Spec`;
  return readPortVlan(
    parseXml(`<val ${XSI}><vlan xsi:type="${name}"><inherited>false</inherited>${fields}</vlan></val>`),
  );
}

Deno.test("readPortVlan() reads ids, trunks and private VLANs", () => {
  assert.deepEqual(read("VlanId", "<vlanId>120</vlanId>"), { kind: "id", id: 120 });
  assert.deepEqual(read("Pvlan", "<pvlanId>501</pvlanId>"), { kind: "private", id: 501 });
  const ranges = "<vlanId><start>0</start><end>9</end></vlanId><vlanId><start>7</start><end>7</end></vlanId>";
  assert.deepEqual(read("TrunkVlan", ranges), { kind: "trunk", ranges: [[0, 9], [7, 7]] });
  assert.deepEqual(read("TrunkVlan", ""), { kind: "trunk", ranges: [] });
});

Deno.test("readPortVlan() of settings without a VLAN is nothing", () => {
  assert.equal(readPortVlan(parseXml("<val><blocked/></val>")), undefined);
  assert.equal(read("VlanId", ""), undefined);
});

Deno.test("carries() counts both ends of a range", () => {
  const trunk = { kind: "trunk", ranges: [[100, 199], [300, 300]] } as const;
  assert.deepEqual([99, 100, 199, 200, 300, 301].map((id) => carries(trunk, id)), [
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
});

Deno.test("rangeTexts() writes a range of one as a number", () => {
  assert.deepEqual(rangeTexts([[0, 4094], [7, 7]]), ["0-4094", "7"]);
});
