import assert from "node:assert/strict";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw, type RawAnswer } from "./raw_client.ts";

const COLLECTOR = "PropertyCollector:propertyCollector";
const FOLDER = `<obj type="Folder">group-d1</obj>`;

function refusal({ status, fault, faultstring }: RawAnswer): string {
  assert.deepEqual([status, fault], [500, "InvalidRequest"]);
  return faultstring;
}

Deno.test("a field out of order is refused as real servers refuse it", async () => {
  const { client } = await openRaw();
  const answer = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><objectSet>${FOLDER}</objectSet><propSet><type>Folder</type></propSet></specSet><options/>`,
  );
  assert.match(
    refusal(answer),
    /^Unexpected element tag "propSet" seen\n\nwhile parsing serialized DataObject of type PropertyFilterSpec/,
  );
});

Deno.test("an unknown element is refused, in a data object and among the parameters", async () => {
  const { client } = await openRaw();
  const inside = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><propSet><type>Folder</type><colour>red</colour></propSet><objectSet>${FOLDER}</objectSet></specSet><options/>`,
  );
  assert.match(refusal(inside), /^Unexpected element tag "colour" seen.*PropertySpec/s);
  const outside = await client.call("CurrentTime", "ServiceInstance:ServiceInstance", "<zone>UTC</zone>");
  assert.match(
    refusal(outside),
    /^Unexpected element tag "zone" seen\n\nwhile parsing call information for method CurrentTime/,
  );
});

Deno.test("what is no list stands once", async () => {
  const { client } = await openRaw();
  const answer = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><propSet><type>Folder</type><type>Folder</type></propSet><objectSet>${FOLDER}</objectSet></specSet><options/>`,
  );
  assert.match(refusal(answer), /^Unexpected element tag "type" seen/);
});

Deno.test("what is required has to be there", async () => {
  const { client } = await openRaw();
  const field = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    "<specSet><propSet><type>Folder</type></propSet><objectSet><skip>false</skip></objectSet></specSet><options/>",
  );
  assert.equal(refusal(field), "Required property obj is missing from data object of type ObjectSpec");
  const parameter = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><objectSet>${FOLDER}</objectSet></specSet>`,
  );
  assert.match(refusal(parameter), /^Missing parameter options/);
  const self = await client.send('<CurrentTime xmlns="urn:vim25"/>');
  assert.match(refusal(self), /^Missing parameter _this/);
});

Deno.test("a wrong xsi:type is refused, and so is a base type without one", async () => {
  const { client } = await openRaw();
  const select = (attribute: string) =>
    client.call(
      "RetrievePropertiesEx",
      COLLECTOR,
      `<specSet><propSet><type>Folder</type></propSet><objectSet>${FOLDER}<selectSet ${attribute}>` +
        `<name>x</name></selectSet></objectSet></specSet><options/>`,
    );
  assert.match(
    refusal(await select('xsi:type="ObjectSpec"')),
    /Unexpected type "ObjectSpec" where "SelectionSpec"/,
  );
  assert.match(refusal(await select('xsi:type="NoSuchSpec"')), /Type not found: "NoSuchSpec"/);
  const [vm] = await vms();
  const device =
    `<spec><deviceChange><operation>add</operation><device><key>-1</key></device></deviceChange></spec>`;
  const abstract = await client.call("ReconfigVM_Task", `VirtualMachine:${vm}`, device);
  assert.match(refusal(abstract), /"VirtualDevice" is abstract: xsi:type is missing/);
});

Deno.test("a field newer than the negotiated version is unknown, and known from that version on", async () => {
  const { client } = await openRaw();
  const [vm] = await vms();
  const spec = "<spec><rebootPowerOff>false</rebootPowerOff><numCPUs>2</numCPUs></spec>";
  client.version = "7.0.3.0";
  const old = await client.call("ReconfigVM_Task", `VirtualMachine:${vm}`, spec);
  assert.match(refusal(old), /Unexpected element tag "rebootPowerOff" seen.*VirtualMachineConfigSpec/s);
  client.version = "8.0.3.0";
  assert.equal((await client.call("ReconfigVM_Task", `VirtualMachine:${vm}`, spec)).fault, undefined);
});

Deno.test("fields of answers follow the negotiated version too", async () => {
  const { client } = await openRaw();
  const read = async (version: string) => {
    client.version = version;
    const [vm] = await vms();
    return (await client.call("Fetch", `VirtualMachine:${vm}`, "<prop>config.tools</prop>")).text;
  };
  assert.match(await read("8.0.3.0"), /<syncTimeWithHostAllowed>/);
  assert.doesNotMatch(await read("6.7"), /<syncTimeWithHostAllowed>/);
});

Deno.test("values that do not fit their type are refused", async () => {
  const { client } = await openRaw();
  const [vm] = await vms();
  for (
    const [field, value] of [["numCPUs", "two"], ["numCPUs", "1.5"], ["memoryHotAddEnabled", "yes"], [
      "memoryMB",
      "",
    ]]
  ) {
    const answer = await client.call(
      "ReconfigVM_Task",
      `VirtualMachine:${vm}`,
      `<spec><${field}>${value}</${field}></spec>`,
    );
    assert.match(refusal(answer), new RegExp(`while parsing ${field}$`));
  }
});

Deno.test("what is no XML, no envelope, two calls or another API is refused", async () => {
  const { simulator, client } = await openRaw();
  assert.match(refusal(await client.send("<a/><b/>")), /not exactly one call/);
  const post = async (body: string, soapaction = "urn:vim25/8.0.3.0") => {
    const request = new Request("http://simulator/sdk", { method: "POST", headers: { soapaction }, body });
    const response = await simulator.handle(request);
    return [response.status, await response.text()] as const;
  };
  for (const body of ["", "<a>", "{}", "<?xml version='1.0'?><!DOCTYPE a><a/>"]) {
    const [status, text] = await post(body);
    assert.equal(status, 500);
    assert.match(text, /InvalidRequestFault/);
  }
  const [, other] = await post(
    '<Envelope><Body><CurrentTime><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime></Body></Envelope>',
    "urn:pbm/2.0",
  );
  assert.match(other, /Request version .* are not supported/);
});

Deno.test("methods and objects that do not exist have their faults", async () => {
  const { client } = await openRaw();
  const method = await client.call("NoSuchMethod", "VirtualMachine:vm-1");
  assert.equal(method.fault, "MethodNotFound");
  const wrongKind = await client.call("PowerOnVM_Task", "Folder:group-d1");
  assert.equal(wrongKind.fault, "MethodNotFound");
  const object = await client.call("PowerOnVM_Task", "VirtualMachine:vm-0");
  assert.equal(object.fault, "ManagedObjectNotFound");
  assert.match(object.text, /<faultstring>The object 'VirtualMachine:vm-0' has already been deleted/);
  assert.match(
    object.text,
    /<faultMessage xsi:type="LocalizableMessage"><key>com\.vmware\.vim\.ManagedObjectNotFound<\/key><message>The object/,
  );
});

/** Ids of machines: the same in every world. */
async function vms(): Promise<readonly string[]> {
  const { simulator } = await openRaw();
  return simulator.world.all(Vm).filter(({ powerState }) => powerState === "poweredOff").map(({ ref }) =>
    ref.value
  );
}
