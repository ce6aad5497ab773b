import assert from "node:assert/strict";
import { parse } from "npm:yaml@2.9.1";
import * as z from "../../src/deps/zod.ts";
import { PLATFORMS } from "../../scripts/product.ts";
import { mustRunClients } from "../clients/place.ts";
import { buildGoTool, hasGo } from "./build_go_tool.ts";

const ROOT = new URL("../../", import.meta.url);

/** What may run with the repository's rights, by the commit of a release that was looked up. */
const ACTIONS: Readonly<Record<string, string>> = {
  "actions/checkout": "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1",
  "denoland/setup-deno": "667a34cdef165d8d2b2e98dde39547c9daac7282 # v2.0.4",
  "actions/setup-node": "820762786026740c76f36085b0efc47a31fe5020 # v7.0.0",
  "actions/setup-go": "b7ad1dad31e06c5925ef5d2fc7ad053ef454303e # v7.0.0",
  "actions/setup-python": "5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0",
  "actions/cache": "27d5ce7f107fe9357f9df03efb73ab90386fccae # v5.0.5",
  "actions/upload-artifact": "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0",
  "actions/download-artifact": "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
  "actions/attest-build-provenance": "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32 # v4.1.0",
  "docker/setup-buildx-action": "37fe631027851001ddb9b187196cc803df7f5f0e # v4.3.0",
  "docker/login-action": "4907a6ddec9925e35a0a9e82d7399ccc52663121 # v4.1.0",
  "docker/build-push-action": "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a # v7.3.0",
};

/** The rights that a job has beyond reading the source. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  container: ["packages: write", "id-token: write", "attestations: write"],
  publish: ["contents: write", "id-token: write", "attestations: write"],
};

const workflowSchema = z.object({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.object({
      permissions: z.record(z.string(), z.string()),
      needs: z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]),
      uses: z.string().optional(),
      "timeout-minutes": z.int().optional(),
      strategy: z.object({
        matrix: z.object({
          file: z.array(z.string()).default([]),
          include: z.array(z.record(z.string(), z.string())).default([]),
        }),
      }).optional(),
      steps: z.array(
        z.object({
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).default({}),
        }),
      ).default([]),
    }),
  ),
});

const names = [...Deno.readDirSync(new URL(".github/workflows/", ROOT))].map(({ name }) => name).sort();
const texts = new Map(
  names.map((name) => [name, Deno.readTextFileSync(new URL(`.github/workflows/${name}`, ROOT))]),
);
const workflows = new Map([...texts].map(([name, text]) => [name, workflowSchema.parse(parse(text))]));

Deno.test({
  name: "actionlint finds nothing in the workflows",
  ignore: !hasGo && !mustRunClients,
  async fn() {
    const files = names.map((name) => `.github/workflows/${name}`);
    const { code, stdout, stderr } = await new Deno.Command(await buildGoTool("actionlint"), {
      // What it would call beside itself is not the same on every machine.
      args: ["-no-color", "-shellcheck=", "-pyflakes=", ...files],
      cwd: ROOT,
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr));
  },
});

Deno.test("workflows run actions of others at known commits only", () => {
  assert.deepEqual(names, ["ci.yml", "release.yml"]);
  for (const [name, text] of texts) {
    const used = [...text.matchAll(/\buses: *(\S+?)(?:@(.*))?$/gm)];
    assert.ok(used.length > 0);
    for (const [, action = "", commit] of used) {
      if (!action.startsWith("./")) assert.equal(commit, ACTIONS[action], `${name}: ${action}`);
    }
  }
});

Deno.test("workflows give no right to all jobs, to each job what it needs, and no job for ever", () => {
  for (const [file, { permissions, jobs }] of workflows) {
    assert.deepEqual(permissions, {}, file);
    for (const [name, job] of Object.entries(jobs)) {
      const rights = Object.entries(job.permissions).map(([right, how]) => `${right}: ${how}`);
      assert.deepEqual(
        rights.filter((right) => right !== "contents: read"),
        RIGHTS[name] ?? [],
        `${file}: ${name}`,
      );
      assert.ok(job.uses !== undefined || job["timeout-minutes"] !== undefined, `${file}: ${name}`);
    }
  }
});

Deno.test("workflows leave no token behind, and no text of others in a script", () => {
  for (const [file, { jobs }] of workflows) {
    for (const step of Object.values(jobs).flatMap(({ steps }) => steps)) {
      if (step.uses?.startsWith("actions/checkout@")) {
        assert.equal(step.with["persist-credentials"], false, file);
      }
      assert.doesNotMatch(step.run ?? "", /\$\{\{/, file);
    }
    assert.doesNotMatch(texts.get(file) ?? "", /pull_request_target|workflow_run/, file);
  }
});

Deno.test("a release compiles every platform, smokes every one, and publishes nothing before", () => {
  const jobs = workflows.get("release.yml")?.jobs ?? {};
  const [compile, smoke] = ["compile", "smoke"].map((name) => jobs[name]?.strategy?.matrix);
  assert.deepEqual(compile?.file, PLATFORMS);
  assert.deepEqual(smoke?.include.map(({ file }) => file), PLATFORMS);
  for (const name of ["container", "publish"]) {
    for (const before of ["gate", "smoke", "package"]) {
      assert.ok(jobs[name]?.needs.includes(before), `${name}: ${before}`);
    }
  }
});

Deno.test("workflows name scripts, tasks and files that exist", () => {
  const { tasks } = z.object({ tasks: z.record(z.string(), z.string()) })
    .parse(JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT))));
  for (const text of texts.values()) {
    for (const [, task = ""] of text.matchAll(/deno task (\w+)/g)) assert.ok(task in tasks, task);
    for (const [path] of text.matchAll(/\b(?:scripts|tests)\/[\w/]+\.ts\b|\.ci\/run/g)) {
      assert.ok(Deno.statSync(new URL(path, ROOT)).isFile, path);
    }
  }
});

Deno.test("the container image runs as nobody, on a base that is pinned, for the platforms of the release", () => {
  const text = Deno.readTextFileSync(new URL("Dockerfile", ROOT));
  assert.match(text, /^ARG BASE=gcr\.io\/distroless\/cc-debian12:nonroot@sha256:[0-9a-f]{64}$/m);
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  assert.deepEqual(bases, ["scratch", "${BASE}"]);
  // The base has no shell.
  assert.doesNotMatch(text, /^(RUN|SHELL)\b|^\s*CMD (?!\[)|^ENTRYPOINT (?!\[)/m);
  assert.match(text, /^USER 65532:65532$/m);
  const [, file = ""] = /^COPY --chmod=0755 dist\/esxi-mcp-server-linux-(\S+) /m.exec(text) ?? [];
  assert.equal(file, "${TARGETARCH}");
  const release = texts.get("release.yml") ?? "";
  assert.match(release, /platforms: linux\/amd64,linux\/arm64$/m);
  assert.match(release, /mv dist\/esxi-mcp-server-linux-x64 dist\/esxi-mcp-server-linux-amd64$/m);
});
