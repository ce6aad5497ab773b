import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Moref } from "../../src/soap/encode.ts";
import type { FarSide } from "./far_side.ts";

/** Makes and attaches tags on a far side by its REST services, in a session of its own. */
export class TagAdmin {
  readonly #farSide: FarSide;
  readonly #id: string;

  private constructor(farSide: FarSide, id: string) {
    this.#farSide = farSide;
    this.#id = id;
  }

  /** The far side must not be served by TLS. */
  static async logIn(farSide: FarSide): Promise<TagAdmin> {
    const authorization = `Basic ${Buffer.from(`${farSide.user}:${farSide.password}`).toString("base64")}`;
    const init = { method: "POST", headers: { authorization } };
    const response = await fetch(new URL("/rest/com/vmware/cis/session", farSide.url), init);
    assert.equal(response.status, 200);
    const { value } = await response.json();
    return new TagAdmin(farSide, value);
  }

  /** Makes a category; gives its id. */
  async category(name: string): Promise<string> {
    const create_spec = { name, description: "", cardinality: "MULTIPLE", associable_types: [] };
    return String(await this.#send("POST", "tagging/category", { create_spec }));
  }

  /** Makes a tag; gives its id. */
  async tag(category_id: string, name: string): Promise<string> {
    return String(
      await this.#send("POST", "tagging/tag", { create_spec: { name, description: "", category_id } }),
    );
  }

  async rename(tagId: string, name: string): Promise<void> {
    await this.#send("PATCH", `tagging/tag/id:${tagId}`, { update_spec: { name } });
  }

  async attach(tagId: string, ref: Moref): Promise<void> {
    await this.#associate("attach", tagId, ref);
  }

  async detach(tagId: string, ref: Moref): Promise<void> {
    await this.#associate("detach", tagId, ref);
  }

  /** Whether a session lives, by the status of a call. */
  async status(sessionId: string): Promise<number> {
    const url = new URL("/rest/com/vmware/cis/tagging/tag", this.#farSide.url);
    const response = await fetch(url, { headers: { "vmware-api-session-id": sessionId } });
    await response.body?.cancel();
    return response.status;
  }

  /** Ends the session of somebody else. */
  async end(sessionId: string): Promise<void> {
    const headers = { "vmware-api-session-id": sessionId };
    const response = await fetch(new URL("/rest/com/vmware/cis/session", this.#farSide.url), {
      method: "DELETE",
      headers,
    });
    await response.body?.cancel();
    assert.equal(response.status, 200);
  }

  async #associate(action: string, tagId: string, { type, value }: Moref): Promise<void> {
    const object_id = { type, id: value };
    await this.#send("POST", `tagging/tag-association/id:${tagId}?~action=${action}`, { object_id });
  }

  async #send(method: string, path: string, json?: unknown): Promise<unknown> {
    const response = await fetch(new URL(`/rest/com/vmware/cis/${path}`, this.#farSide.url), {
      method,
      headers: { "vmware-api-session-id": this.#id, "content-type": "application/json" },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    const text = await response.text();
    assert.equal(response.status, 200, `${method} ${path}: ${text}`);
    return text === "" ? undefined : JSON.parse(text).value;
  }
}
