import assert from "node:assert/strict";
import { closest } from "../src/closest.ts";

const keys = ["vcenter_host", "vcenter_user", "vcenter_password", "http_host", "http_port"];

for (
  const [name, expected] of [
    ["vcenter_hots", "vcenter_host"], // swapped
    ["vcenter_usr", "vcenter_user"], // left out
    ["htttp_port", "http_port"], // one too many
    ["VCENTER_PASSWORT", "vcenter_password"], // replaced, other case
    ["password", "vcenter_password"], // prefix left out
    ["vcenter_pass", "vcenter_password"], // stopped early
  ] as const
) {
  Deno.test(`closest() takes "${name}" for "${expected}"`, () => {
    assert.equal(closest(name, keys), expected);
  });
}

Deno.test("closest() names nothing when nothing is near", () => {
  assert.equal(closest("colour", keys), undefined);
  assert.equal(closest("x", ["y"]), undefined);
  assert.equal(closest("", keys), undefined);
  assert.equal(closest("web-1", []), undefined);
});

Deno.test("closest() prefers the smaller distance to the earlier place", () => {
  assert.equal(closest("web-server", ["web-sarvar", "web-serves"]), "web-serves");
});

Deno.test("closest() takes the earlier of two that are equally near", () => {
  assert.equal(closest("web-9", ["web-1", "web-2"]), "web-1");
  assert.equal(closest("web-9", ["web-2", "web-1"]), "web-2");
});
