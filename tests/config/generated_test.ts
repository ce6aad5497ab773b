import assert from "node:assert/strict";
import { configDocument, configSample, configTable } from "../../scripts/config_docs.ts";
import { renderGenerated, replaceBetweenMarkers } from "../../scripts/generated.ts";
import { configKeys } from "../../src/config/schema.ts";
import { load } from "./support.ts";

const part = { path: "README.md", marker: "config", text: "new" };

Deno.test("replaceBetweenMarkers() replaces what stands between them and nothing else", () => {
  assert.equal(
    replaceBetweenMarkers("a\n<!-- generated:config -->\nold\n<!-- /generated:config -->\nb\n", part),
    "a\n<!-- generated:config -->\n\nnew\n\n<!-- /generated:config -->\nb\n",
  );
});

Deno.test("replaceBetweenMarkers() takes text with replacement patterns literally", () => {
  const document = "<!-- generated:config --><!-- /generated:config -->";
  assert.ok(replaceBetweenMarkers(document, { ...part, text: "$& $1" }).includes("\n$& $1\n"));
});

for (
  const document of [
    "",
    "<!-- generated:config -->",
    "<!-- /generated:config -->",
    "<!-- /generated:config --><!-- generated:config -->",
    "<!-- generated:tools --><!-- /generated:tools -->",
    "<!-- generated:config --><!-- generated:config --><!-- /generated:config -->",
  ]
) {
  Deno.test(`replaceBetweenMarkers() throws for "${document}"`, () => {
    assert.throws(
      () => replaceBetweenMarkers(document, part),
      /Cannot write the part "config" of README\.md/,
    );
  });
}

Deno.test("renderGenerated() writes several parts of one file and whole files", () => {
  const readme = "<!-- generated:a -->1<!-- /generated:a --><!-- generated:b -->2<!-- /generated:b -->";
  const list = [
    { path: "README.md", marker: "a", text: () => "A" },
    { path: "README.md", marker: "b", text: () => "B" },
    { path: "whole.md", text: () => "whole" },
  ];
  const files = renderGenerated(list, (path) => path === "README.md" ? readme : undefined);
  assert.deepEqual([...files], [
    [
      "README.md",
      "<!-- generated:a -->\n\nA\n\n<!-- /generated:a --><!-- generated:b -->\n\nB\n\n<!-- /generated:b -->",
    ],
    ["whole.md", "whole"],
  ]);
});

Deno.test("configSample() is a file that works as it is", () => {
  const config = load({ files: { "config.yaml": configSample() } });
  assert.equal(config.vcenter_host.href, "https://vcenter.example.com/sdk");
});

for (const key of configKeys) {
  Deno.test(`configSample() has an example for ${key.name} that works when it is uncommented`, () => {
    // A secret and its file exclude each other; each is tried without the other.
    const other = key.isSecret ? `${key.name}_file` : key.name.replace(/_file$/, "");
    const wanted = [...key.path.slice(0, -1).map((word) => `${word}:`), `${key.path.at(-1)}: `];
    const lines = configSample().split("\n").map((line) =>
      wanted.some((start) => line.replace(/^# +/, "").startsWith(start)) ? line.replace(/^# /, "") : line
    );
    const text = lines.filter((line) => other === key.name || !line.startsWith(`${other}: `)).join("\n");
    const files = { "config.yaml": text, ...SECRET_FILES };
    const config = load({ files, env: COMPANIONS[key.name] ?? {} });
    assert.ok(Object.hasOwn(config, key.name) || key.name.endsWith("_file"), text);
  });
}

const SECRET_FILES = {
  "/run/secrets/vcenter_password": "a",
  "/run/secrets/mcp_api_key": "b",
  "/run/secrets/mcp_confirmation_secret": "c",
  "/run/secrets/dashboard_key": "d",
};

/** What a key needs beside it. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  http_host: { MCP_API_KEY: "key-4711" },
  http_tls_cert: { MCP_HTTP_TLS_KEY: "/etc/tls.key" },
  http_tls_key: { MCP_HTTP_TLS_CERT: "/etc/tls.crt" },
  oauth_issuer: { MCP_OAUTH_AUDIENCE: "https://mcp.example.com" },
};

Deno.test("configTable() and configDocument() name every key and variable", () => {
  for (const { path, variable } of configKeys) {
    const name = path.join(".");
    for (const text of [configTable(), configDocument()]) {
      assert.ok(text.includes(`\`${name}\``) && text.includes(`\`${variable}\``), name);
    }
  }
});
