import assert from "node:assert/strict";
import { SoapFault } from "../../src/soap/envelope.ts";
import { child, escapeText, parseXml } from "../../src/soap/xml.ts";
import { FAULTS } from "../../src/vsphere/fault_table.ts";
import { faultName, faultOfMethod, faultOfTask, isFault, sessionLost } from "../../src/vsphere/faults.ts";

const ACTION = 'power on virtual machine "web-1"';

function thrown(name: string, { fields = "", message = "" } = {}) {
  const detail = parseXml(`<${name}Fault xmlns:xsi="i" xsi:type="${name}">${fields}</${name}Fault>`);
  return faultOfMethod(new SoapFault(message, detail), ACTION);
}

function task(fault: string, message = "") {
  const xml = `<error xmlns:xsi="i">${fault}<localizedMessage>${message}</localizedMessage></error>`;
  return faultOfTask(parseXml(xml), ACTION);
}

/** Fields that the rows of the table name. */
const placesOf = (state: string) => [...state.matchAll(/\{(\w+)\}/g)].map(([, place = ""]) => place);

for (const [name, [kind, state, next]] of Object.entries(FAULTS)) {
  Deno.test(`faultOfMethod() makes a sentence of ${name} with and without its fields`, () => {
    const fields = placesOf(state).map((place) => `<${place}>value ${place}</${place}>`).join("");
    for (const fault of [thrown(name, { fields }), thrown(name)]) {
      assert.equal(fault.fault, name);
      assert.equal(fault.kind, kind);
      assert(fault.message.startsWith(`Cannot ${ACTION}: `), fault.message);
      assert(fault.message.endsWith(`; ${next}`), fault.message);
      assert.equal(fault.message.split(";").length, 2, fault.message);
      const sentence = fault.message.slice(0, -next.length);
      assert.doesNotMatch(sentence, /undefined|[{}[\]]|""| [ ,;:.)]|[.,;:(]{2}|[,(] ;/);
      // Without its fields no preposition may be left behind.
      assert.doesNotMatch(sentence, /\b(is|on|of|by|to|with|for|the|and):?;/);
    }
    for (const place of placesOf(state)) {
      assert(thrown(name, { fields }).message.includes(`"value ${place}"`), place);
    }
  });
}

Deno.test("faultOfMethod() adds what the server says, without a second full stop", () => {
  const fault = thrown("InvalidPowerState", {
    fields: "<existingState>poweredOn</existingState>",
    message: "The attempted operation cannot be performed in the current state (Powered on).",
  });
  assert.equal(
    fault.message,
    `Cannot ${ACTION}: the power state is "poweredOn" and does not allow this (The attempted operation cannot be ` +
      "performed in the current state (Powered on)); change the power state first",
  );
});

Deno.test("faultOfMethod() prefers faultMessage to nothing and says nothing twice", () => {
  const item = (message: string) => `<faultMessage><key>k</key><message>${message}</message></faultMessage>`;
  const fields = item("No CPU left.") + item("Host full.") + item("No CPU left.") + item("");
  const { message } = thrown("GenericVmConfigFault", { fields, message: "No CPU left." });
  assert.match(message, /cannot be applied \(No CPU left\. Host full\); correct it$/);
});

Deno.test("faultOfMethod() shows names decoded and file names as they are", () => {
  assert.match(
    thrown("DuplicateName", { fields: "<name>a%2fb</name>" }).message,
    /the name "a\/b" is already/,
  );
  assert.match(
    thrown("FileLocked", { fields: "<file>[d] a%2fb</file>" }).message,
    /the file "\[d\] a%2fb" is locked/,
  );
});

Deno.test("faultOfMethod() does not fill places in what the server says", () => {
  const fields = "<name>{file}[{object}]</name><file>x</file>";
  assert.match(thrown("InvalidName", { fields }).message, /the name "\{file\}\[\{object\}\]" is not allowed/);
});

for (
  const [fault, sentence] of [
    ["InvalidGuestLogin", "the guest refuses these credentials"],
    ["GuestOperationsUnavailable", "the guest cannot do this now"],
    ["InsufficientHostCapacityFault", "resources do not suffice"],
    ["TooManySnapshotLevels", "the snapshot operation is not possible"],
    ["ApplicationQuiesceFault", "the snapshot operation is not possible"],
    ["CustomizationPending", "the guest cannot be customized like this"],
    ["MigrationNotReady", "it cannot be moved like this"],
    ["OvfInvalidPackage", "the OVF package is not usable"],
    ["DvsFault", "the host or switch does not allow it"],
    ["InvalidVmConfig", "the configuration is not valid"],
  ] as const
) {
  Deno.test(`faultOfMethod() knows the family of ${fault}`, () => {
    assert(thrown(fault, { message: "own words" }).message.includes(`: ${sentence} (own words); `));
  });
}

Deno.test("faultOfMethod() names an unknown fault with the server's own words", () => {
  const { message, kind } = thrown("BrandNew", { message: "Something else." });
  assert.equal(
    message,
    `Cannot ${ACTION}: the server answered BrandNew: Something else; look at the events of the object`,
  );
  assert.equal(kind, "conflict");
  assert.match(thrown("BrandNew").message, /the server answered BrandNew; look/);
});

for (const name of ["constructor", "toString", "hasOwnProperty"]) {
  Deno.test(`faultOfMethod() takes a fault named ${name} for unknown`, () => {
    assert.match(thrown(name).message, new RegExp(`the server answered ${name};`));
  });
}

Deno.test("faultOfMethod() takes the name from xsi:type, else from the element without its last Fault", () => {
  const named = (xml: string) => faultOfMethod(new SoapFault("", parseXml(xml)), ACTION).fault;
  assert.equal(named('<SomeFault xmlns:x="i" x:type="v:NotFound"/>'), "NotFound");
  assert.equal(named("<NotFoundFault/>"), "NotFound");
  assert.equal(named("<InsufficientCpuResourcesFaultFault/>"), "InsufficientCpuResourcesFault");
  assert.equal(named("<fault/>"), "MethodFault");
  assert.equal(named("<Fault/>"), "MethodFault");
});

Deno.test("faultOfMethod() calls a fault without detail a SystemError", () => {
  const fault = faultOfMethod(new SoapFault("Out of memory.", undefined), ACTION);
  assert.equal(fault.fault, "SystemError");
  assert.match(fault.message, /the server had an internal error \(Out of memory\); try again/);
});

Deno.test("faultOfMethod() bounds and cleans a hostile message", () => {
  const hostile = "\u202Eevil\u0000\u0007\n\nline\u{E0041} " + "🚀x".repeat(1_000_000);
  const fields = `<reason>${escapeText("y".repeat(100_000))}</reason>`;
  for (
    const { message } of [
      thrown("SystemError", { message: hostile, fields }),
      thrown("BrandNew", { message: hostile }),
    ]
  ) {
    assert(message.length < 1500, String(message.length));
    assert.match(message, /evil line /);
    assert(message.isWellFormed());
    assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
  }
});

Deno.test("faultOfTask() reads a LocalizedMethodFault and drops vcsim's type names", () => {
  const fault = task(
    '<fault xsi:type="TaskInProgress"><task type="Task">task-1</task></fault>',
    "*types.TaskInProgress",
  );
  assert.equal(fault.fault, "TaskInProgress");
  assert.equal(fault.message, `Cannot ${ACTION}: another task "task-1" is running on it; wait for that task`);
});

Deno.test("faultOfTask() bears a fault without type or content", () => {
  assert.equal(
    task("<fault/>", "odd").message,
    `Cannot ${ACTION}: the server answered MethodFault: odd; look at the events of the object`,
  );
  assert.equal(task("").fault, "SystemError");
});

Deno.test("faultName() gives the name inside a LocalizedMethodFault", () => {
  assert.equal(
    faultName(parseXml('<fault xmlns:x="i"><fault x:type="NoPermission"/></fault>')),
    "NoPermission",
  );
});

Deno.test("VimFault keeps fields and cause for those who need them, and the name in its details", () => {
  const fault = thrown("NotFound", { fields: "<extra>1</extra>" });
  assert.equal(fault.fields === undefined ? "" : child(fault.fields, "extra")?.text, "1");
  assert(fault.cause instanceof SoapFault);
  assert.deepEqual(fault.details, { fault: "NotFound" });
});

Deno.test("isFault() goes by the name of a VimFault only", () => {
  assert(isFault(thrown("NotFound"), "InvalidName", "NotFound"));
  assert(!isFault(thrown("NotFound"), "InvalidName"));
  assert(!isFault(new Error("NotFound"), "NotFound"));
  assert(isFault(sessionLost("look"), "NotAuthenticated"));
  assert.equal(sessionLost("look").message, "Cannot look: the session is gone; try again");
});
