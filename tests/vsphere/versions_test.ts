import assert from "node:assert/strict";
import { compareVersions, FIRST_VERSION, negotiateVersion } from "../../src/vsphere/versions.ts";
import { versionList } from "../support/soap_server.ts";

const NEWEST = "8.0.3.0";

const offers = (...versions: readonly [string, ...string[]]) => versionList(...versions).text ?? "";

for (
  const [what, xml, apiVersion, expected] of [
    ["the newest of a server as old as we", offers("8.0.3.0", "8.0.2.0"), "8.0.3.0", NEWEST],
    [
      "the newest shared one of a newer server",
      offers("9.1.0.0", "9.0.0.0", "8.0.3.0", "8.0.2.0"),
      "9.1.0.0",
      NEWEST,
    ],
    ["the server's of an older server", offers("6.7.3", "6.7.2", "6.5"), "6.7.3", "6.7.3"],
    ["the newest whatever the order", offers("6.5", "7.0.3.0", "6.7"), "7.0.3.0", "7.0.3.0"],
    ["ours when a newer server names no older ones", offers("9.1.0.0"), "9.1.0.0", NEWEST],
    ["the first when all are older than ours", offers("5.0", "4.1"), "5.0", FIRST_VERSION],
    ["that of about without a list", undefined, "7.0.3.0", "7.0.3.0"],
    ["one below that of about when that is unknown", undefined, "7.0.3.9", "7.0.3.2"],
    ["the exact one for a short version of about", undefined, "7.0", "7.0.0.0"],
    ["that of about for a web page", "<!DOCTYPE html><html>", "6.7", "6.7"],
    ["that of about for a web page that is XML", "<html><body/></html>", "6.7", "6.7"],
    ["that of about for nothing", "", "6.7", "6.7"],
    ["that of about for another namespace", offers("8.0.3.0").replace("urn:vim25", "urn:sms"), "6.7", "6.7"],
    ["the first for garbage", "garbage", "newest", FIRST_VERSION],
    ["the first without anything", undefined, undefined, FIRST_VERSION],
  ] as const
) {
  Deno.test(`negotiateVersion() takes ${what}`, () => {
    assert.equal(negotiateVersion(xml, apiVersion), expected);
  });
}

Deno.test("compareVersions() compares numbers part by part", () => {
  assert(compareVersions("6.7.1", "6.7") > 0);
  assert(compareVersions("6.7", "10.0") < 0);
  assert.equal(compareVersions("7.0", "7.0.0.0"), 0);
});
