/** A vCenter Server with one tag, whose REST services answer what a test says. */
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { serveVcenter, type SoapAnswer, type SoapHandler, type SoapServer } from "./soap_server.ts";

/** The requests that a read makes, as the server counts them. */
export const LOGIN = "POST /rest/com/vmware/cis/session";
export const LOGOUT = "DELETE /rest/com/vmware/cis/session";
export const ATTACHED =
  "POST /rest/com/vmware/cis/tagging/tag-association?~action=list-attached-tags-on-objects";
export const TAG = "GET /rest/com/vmware/cis/tagging/tag/id:urn:tag:1";
export const CATEGORY = "GET /rest/com/vmware/cis/tagging/category/id:urn:category:1";

/** Of every session. */
export const SESSION_ID = "session-id-1234567890";
/** What {@linkcode readOne} gives. */
export const CRITICAL = new Map([["vm-1", [{ category: "Level", name: "critical" }]]]);

type Handlers = Readonly<Record<string, SoapHandler>>;

/** An answer in JSON. */
export function json(value: unknown, status = 200): SoapAnswer {
  return { status, text: JSON.stringify(value), headers: { "content-type": "application/json" } };
}

/** What a service refuses with, as `com.vmware.vapi.std.errors` names it. */
export function refusal(status: number, type: string): SoapAnswer {
  return json({ type: `com.vmware.vapi.std.errors.${type}`, value: { messages: [] } }, status);
}

/** What is attached to what. */
export const ROWS = [{ object_id: { type: "VirtualMachine", id: "vm-1" }, tag_ids: ["urn:tag:1"] }];
const TAG_MODEL = { id: "urn:tag:1", name: "critical", category_id: "urn:category:1", used_by: [] };
const CATEGORY_MODEL = { id: "urn:category:1", name: "Level", cardinality: "SINGLE" };

/** The older form. */
const REST: Handlers = {
  [LOGIN]: () => json({ value: SESSION_ID }),
  [LOGOUT]: () => json({}),
  [ATTACHED]: () => json({ value: ROWS }),
  [TAG]: () => json({ value: TAG_MODEL }),
  [CATEGORY]: () => json({ value: CATEGORY_MODEL }),
};

/** The newer form of the services, in the order in which they are asked. */
export const API: Handlers = {
  [LOGIN]: () => ({ status: 404, text: "<html>no such page</html>" }),
  "POST /api/session": () => json(SESSION_ID, 201),
  "POST /api/cis/tagging/tag-association?action=list-attached-tags-on-objects": () => json(ROWS),
  "GET /api/cis/tagging/tag/urn:tag:1": () => json(TAG_MODEL),
  "GET /api/cis/tagging/category/urn:category:1": () => json(CATEGORY_MODEL),
  "DELETE /api/session": () => ({ status: 204, text: "" }),
};

/** A vCenter Server with REST services, of which some answer otherwise. */
export function serveRest(other: Handlers = {}, rest: Handlers = REST): Promise<SoapServer> {
  return serveVcenter({ ...rest, ...other });
}

/** Whether a request is none of SOAP. */
export function isRest(method: string): boolean {
  return method.includes(" /rest/") || method.includes(" /api/");
}

/** Reads the tags of one machine, which has one. */
export function readOne({ tags }: Vsphere, signal?: AbortSignal): ReturnType<Vsphere["tags"]["read"]> {
  return tags.read([{ type: "VirtualMachine", value: "vm-1" }], signal);
}
