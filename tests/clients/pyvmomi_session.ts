import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { Checks } from "./pyvmomi.ts";

/** What session.py reports: login, the server's own description, and logout. */
export const SESSION: Checks = {
  "SmartConnect finds a version and the product"(reports, { model }) {
    const about = reports.one("about", aboutShape);
    assert.equal(about.apiType, model === "vcenter" ? "VirtualCenter" : "HostAgent");
    assert.equal(about.productLineId, model === "vcenter" ? "vpx" : "embeddedEsx");
    assert.ok(about.fullName.includes(about.version) && about.fullName.includes(about.build));
    assert.equal(about.instanceUuid !== null, model === "vcenter");
  },

  "the service content has the managers of the product"(reports, { model }) {
    const { content } = reports.one("managers", managersShape);
    assert.equal(content.propertyCollector, "vmodl.query.PropertyCollector");
    assert.equal(content.viewManager, "vim.view.ViewManager");
    assert.equal(content.perfManager, "vim.PerformanceManager");
    assert.equal(content.searchIndex, "vim.SearchIndex");
    assert.equal("customizationSpecManager" in content, model === "vcenter");
    // A host without vCenter has users of its own.
    assert.equal("accountManager" in content, model === "esxi");
  },

  "the session is one of the server's, with its user and client"(reports, { user }) {
    const session = reports.one("session", sessionShape);
    // vCenter writes the domain in front.
    assert.ok(session.userName.endsWith(user), session.userName);
    assert.equal(session.keys, 1);
    assert.match(session.agent, /^pyvmomi /);
    assert.ok(Math.abs(Date.parse(reports.one("clock", clockShape).serverTime) - Date.now()) < 3_600_000);
  },

  "a wrong password and an unknown user are the same InvalidLogin"(reports) {
    const wrong = reports.fault("wrong password");
    assert.equal(wrong.fault, "vim.fault.InvalidLogin");
    assert.notEqual(wrong.text, "");
    assert.deepEqual(reports.fault("unknown user"), wrong);
  },

  "Disconnect ends one session and not the others"(reports) {
    assert.equal(reports.fault("method after logout").fault, "vim.fault.NotAuthenticated");
    assert.equal(reports.fault("property after logout").fault, "vim.fault.NotAuthenticated");
    assert.notEqual(reports.one("session of another", z.object({ name: z.string() })).name, "");
  },
};

const text = z.string().min(1);
const aboutShape = z.object({
  apiType: text,
  fullName: text,
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  build: z.string().regex(/^\d+$/),
  apiVersion: text,
  productLineId: text,
  instanceUuid: z.guid().nullable(),
});
const managersShape = z.object({ content: z.record(z.string(), z.string()) });
const sessionShape = z.object({ userName: text, keys: z.int(), agent: z.string() });
const clockShape = z.object({ serverTime: text });
