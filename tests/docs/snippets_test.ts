import assert from "node:assert/strict";
import { parseDocument } from "../../src/deps/yaml.ts";
import * as z from "../../src/deps/zod.ts";
import { configKeys } from "../../src/config/schema.ts";
import { load, target } from "../config/support.ts";
import { blocksOf } from "./documents.ts";

/** Configurations of other programs begin with one of these. */
const FOREIGN = /^(apiVersion|extensions|scrape_configs|services):/m;

/** Every file that a configuration names holds a secret of its own. */
const SECRET = "a-secret-of-32-characters-or-more";

function loadSnippet(text: string): ReturnType<typeof load> {
  const given = new Set(
    configKeys.filter(({ path }) => text.includes(`${path.at(-1)}:`)).map(({ name }) => name),
  );
  const env = Object.fromEntries(
    Object.entries(target).filter(([variable]) =>
      !given.has(variable.toLowerCase()) && !given.has(`${variable.toLowerCase()}_file`)
    ),
  );
  return load({
    env,
    configFile: "config.yaml",
    readTextFile: (path) => path === "config.yaml" ? text : `${SECRET}-${path}`,
  });
}

for (const { path, text } of blocksOf("yaml").filter(({ text }) => !FOREIGN.test(text))) {
  Deno.test(`${path} shows a configuration that loads: ${text.trim().split("\n")[0]}`, () => {
    assert.doesNotThrow(() => loadSnippet(text));
  });
}

const named = z.looseObject({ name: z.string() });
const probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) });

const StatefulSet = z.looseObject({
  kind: z.literal("StatefulSet"),
  spec: z.looseObject({
    template: z.looseObject({
      spec: z.looseObject({
        containers: z.array(z.looseObject({
          args: z.array(z.string()),
          ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })),
          startupProbe: probe,
          readinessProbe: probe,
          livenessProbe: probe,
          volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
        })),
        volumes: z.array(named),
      }),
    }),
    volumeClaimTemplates: z.array(z.looseObject({ metadata: named })),
  }),
});
const Secret = z.looseObject({ kind: z.literal("Secret"), stringData: z.record(z.string(), z.string()) });
const ConfigMap = z.looseObject({ kind: z.literal("ConfigMap"), data: z.record(z.string(), z.string()) });
const Manifest = z.looseObject({ kind: z.string(), metadata: named });

function manifests(): readonly unknown[] {
  return blocksOf("yaml").filter(({ text }) => /^apiVersion:/m.test(text))
    .flatMap(({ text }) => text.split(/^---$/m)).map((text) => parseDocument(text).toJS());
}

function manifestOf<Schema extends z.ZodType>(schema: Schema): z.output<Schema> {
  const [found] = manifests().flatMap((manifest) => {
    const { data } = schema.safeParse(manifest);
    return data === undefined ? [] : [data];
  });
  assert.ok(found !== undefined);
  return found;
}

Deno.test("documents show YAML that parses", () => {
  const blocks = blocksOf("yaml").flatMap(({ text }) => text.split(/^---$/m));
  assert.ok(blocks.length >= 8);
  for (const text of blocks) {
    const { errors, warnings } = parseDocument(text);
    assert.deepEqual([...errors, ...warnings], [], text);
  }
});

Deno.test("the manifests for Kubernetes fit each other", () => {
  const kinds = manifests().map((manifest) => Manifest.parse(manifest));
  assert.deepEqual(kinds.map(({ kind }) => kind), ["Secret", "ConfigMap", "Service", "StatefulSet"]);
  assert.deepEqual(new Set(kinds.map(({ metadata }) => metadata.name)), new Set(["esxi-mcp-server"]));
  const { template: { spec: pod }, volumeClaimTemplates } = manifestOf(StatefulSet).spec;
  const volumes = [...pod.volumes, ...volumeClaimTemplates.map(({ metadata }) => metadata)].map(({ name }) =>
    name
  );
  const [container, ...more] = pod.containers;
  assert.ok(container !== undefined && more.length === 0);
  assert.deepEqual(container.volumeMounts.map(({ name }) => name).sort(), volumes.sort());
  for (const { httpGet } of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
    assert.deepEqual(httpGet, { path: "/healthz", port: container.ports[0]?.name });
  }
});

Deno.test("the configuration for Kubernetes loads, and its files are mounted", () => {
  const { data: { "config.yaml": text = "" } } = manifestOf(ConfigMap);
  const { stringData } = manifestOf(Secret);
  const [container] = manifestOf(StatefulSet).spec.template.spec.containers;
  assert.ok(container !== undefined);
  const config = loadSnippet(text);
  assert.equal(config.http_port, container.ports[0]?.containerPort);
  const secrets = [...text.matchAll(/_file: (\/run\/secrets\/.+)$/gm)].map(([, path = ""]) => path);
  assert.deepEqual(secrets.map((path) => path.split("/").at(-1)).sort(), Object.keys(stringData).sort());
  const folders = container.volumeMounts.map(({ mountPath }) => mountPath);
  for (const path of [...secrets, config.audit_file ?? "", container.args[1] ?? ""]) {
    assert.ok(folders.includes(path.slice(0, path.lastIndexOf("/"))), path);
  }
});
