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

Deno.test("configSample() has an example for every key that works when it is uncommented", () => {
  for (const { name, isSecret } of configKeys) {
    // A secret and its file exclude each other; each is tried without the other.
    const other = isSecret ? `${name}_file` : name.replace(/_file$/, "");
    const lines = configSample().split("\n").map((line) =>
      line.startsWith(`# ${name}: `) ? line.slice(2) : line
    );
    const text = lines.filter((line) => other === name || !line.startsWith(`${other}: `)).join("\n");
    assert.match(text, new RegExp(`^${name}: `, "m"));
    const files = {
      "config.yaml": text,
      "/run/secrets/vcenter_password": "a",
      "/run/secrets/mcp_api_key": "b",
    };
    load({ files, env: name === "http_host" ? { MCP_API_KEY: "key-4711" } : {} });
  }
});

Deno.test("configTable() and configDocument() name every key and variable", () => {
  for (const { name, variable } of configKeys) {
    for (const text of [configTable(), configDocument()]) {
      assert.ok(text.includes(`\`${name}\``) && text.includes(`\`${variable}\``), name);
    }
  }
});
