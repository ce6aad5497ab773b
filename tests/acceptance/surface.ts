import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { ListedTool } from "../support/mcp_clients.ts";
import type { Part } from "./stage.ts";

/** Names, argument types and required arguments that the seed promised. */
const SEED = {
  create_vm: {
    types: { name: "string", cpu: "integer", memory: "integer", datastore: "string", network: "string" },
    required: ["name", "cpu", "memory"],
  },
  clone_vm: {
    types: { template_name: "string", new_name: "string" },
    required: ["template_name", "new_name"],
  },
  delete_vm: { types: { name: "string" }, required: ["name"] },
  power_on_vm: { types: { name: "string" }, required: ["name"] },
  power_off_vm: { types: { name: "string" }, required: ["name"] },
  list_vms: { types: {}, required: [] },
} as const;

const EFFECTS = {
  list_vms: "read",
  get_vm: "read",
  get_vm_performance: "read",
  list_hosts: "read",
  get_host: "read",
  list_datastores: "read",
  list_networks: "read",
  get_performance: "read",
  list_metrics: "read",
  find: "read",
  get_inventory_tree: "read",
  create_vm: "write",
  clone_vm: "write",
  delete_vm: "destroy",
  power_on_vm: "write",
  power_off_vm: "destroy",
  get_task: "read",
  cancel_task: "destroy",
  get_target: "read",
} as const;

const objectSchema = z.looseObject({
  type: z.literal("object"),
  properties: z.record(
    z.string(),
    z.looseObject({ type: z.string().optional(), description: z.string().default("") }),
  ),
  required: z.array(z.string()).default([]),
});

/** What a client learns before its first call. */
export const SURFACE: Part = {
  async "tools/list has all tools, with hints that follow from what they do"({ client }) {
    const tools = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name).sort(), Object.keys(EFFECTS).sort());
    for (const [name, effect] of Object.entries(EFFECTS)) {
      assert.partialDeepStrictEqual(toolNamed(tools, name).annotations, {
        readOnlyHint: effect === "read",
        destructiveHint: effect === "destroy",
        openWorldHint: false,
      }, name);
    }
  },

  async "tools/list has the seed's arguments with their types, each described"({ client }) {
    const tools = await client.listTools();
    for (const [name, { types, required }] of Object.entries(SEED)) {
      const schema = objectSchema.parse(toolNamed(tools, name).inputSchema);
      assert.deepEqual([...schema.required].sort(), [...required].sort(), name);
      for (const [argument, type] of Object.entries(types)) {
        assert.equal(schema.properties[argument]?.type, type, `${name} ${argument}`);
      }
    }
    for (const { name, description = "", inputSchema, outputSchema } of tools) {
      assert.ok(description.length > 40, `${name}: ${description}`);
      const { properties } = objectSchema.parse(inputSchema);
      const bare = Object.keys(properties).filter((key) => properties[key]?.description === "");
      assert.deepEqual(bare, [], name);
      assert.partialDeepStrictEqual(outputSchema, { type: "object" }, name);
    }
  },

  async "the client is told how to use the server, and finds its resources"({ client }) {
    assert.match(client.instructions ?? "", /ESXi/);
    assert.deepEqual((await client.listTemplates()).map(({ uriTemplate }) => uriTemplate), [
      "vm://{vm_name}",
      "vmstats://{vm_name}",
      "host://{host_name}",
      "datastore://{datastore_name}",
    ]);
  },

  async "the client finds prompts, and names of the inventory for their arguments"({ client }) {
    const prompts = (await client.listPrompts()).map(({ name }) => name);
    assert.deepEqual(prompts, [
      "diagnose_vm",
      "plan_maintenance",
      "clean_up_snapshots",
      "capacity_review",
      "deploy_vm",
    ]);
    const hosts = await client.completePrompt("plan_maintenance", { name: "host_name", value: "" });
    assert.ok(hosts.length > 0);
    const text = await client.getPrompt("plan_maintenance", { host_name: hosts[0] ?? "" });
    assert.ok(text.includes(JSON.stringify({ host_name: hosts[0] })));
  },
};

function toolNamed(tools: readonly ListedTool[], name: string): ListedTool {
  const tool = tools.find((candidate) => candidate.name === name);
  assert.ok(tool !== undefined, `no tool ${name}`);
  return tool;
}
