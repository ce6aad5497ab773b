import { Buffer } from "node:buffer";
import {
  type CompleteResult,
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import type { ResourceTemplate } from "../resources/resource.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import { attempt, completionOf } from "./attempt.ts";
import { cleanRecord, cleanString } from "./clean.ts";
import type { ListedResource, Listing } from "./listing.ts";
import { decodePercent } from "./percent.ts";
import type { Service } from "./service.ts";

const MIME_TYPE = "application/json";

/** A resource that a URI names. */
export interface ResourceMatch {
  readonly listed: ListedResource;
  /** The template's variable, decoded. */
  readonly value: string;
}

/** The resource behind a URI; throws `ResourceNotFoundError` when no template fits. */
export function matchResource({ resources }: Listing, uri: string): ResourceMatch {
  for (const listed of resources) {
    const [prefix = "", suffix = ""] = listed.uriTemplate.split(`{${listed.variable}}`);
    const hasShape = uri.startsWith(prefix) && uri.endsWith(suffix) &&
      uri.length > prefix.length + suffix.length;
    if (hasShape) {
      return { listed, value: decodePercent(uri.slice(prefix.length, uri.length - suffix.length)) };
    }
  }
  const templates = resources.map(({ uriTemplate }) => uriTemplate).join(", ");
  throw new ResourceNotFoundError(
    uri,
    `Cannot read resource "${cleanString(uri)}": no resource has this URI; known templates: ${templates}`,
  );
}

/** What is behind a listed family of resources. */
export async function loadTemplate(
  { load }: Service,
  { name }: ListedResource,
): Promise<{ readonly template: ResourceTemplate; readonly vsphere: Vsphere }> {
  const { resources, vsphere } = await load();
  const template = resources.find((candidate) => candidate.name === name);
  if (template === undefined) throw new Error(`Resource "${name}" is listed and does not exist`);
  return { template, vsphere };
}

/** `resources/read`. */
export async function readResource(
  service: Service,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const { listed, value } = matchResource(service, uri);
  const content = await attempt(
    async () => {
      const { template, vsphere } = await loadTemplate(service, listed);
      return await template.read(value, { vsphere, signal });
    },
    { uri, action: `read resource "${uri}"`, signal },
  );
  return { contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(cleanRecord(content), null, 2) }] };
}

/** `resources/list`: a page at a time, since large inventories have tens of thousands of resources. */
export async function listResources(
  service: Service,
  { cursor, signal }: { readonly cursor?: string | undefined; readonly signal: AbortSignal },
): Promise<ListResourcesResult> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const entries = await attempt(
    async () => {
      const { resources: all, vsphere } = await service.load();
      const resources = all.filter(({ name }) => service.resources.some((listed) => listed.name === name));
      const lists = await Promise.all(
        resources.map(async (template, at) =>
          (await template.list({ vsphere, signal })).map((entry) => ({
            entry,
            key: [at, entry.name, entry.uri] as const,
          }))
        ),
      );
      return lists.flat().sort((a, b) => compareKeys(a.key, b.key));
    },
    { action: "list resources", signal },
  );
  const start = after === undefined ? 0 : entries.findIndex(({ key }) => compareKeys(key, after) > 0);
  const page = start === -1 ? [] : entries.slice(start, start + PAGE_SIZE);
  const last = page.at(-1);
  const hasMore = last !== undefined && start + PAGE_SIZE < entries.length;
  return {
    resources: page.map(({ entry: { uri, name, title, description } }) => ({
      uri,
      name: cleanString(name),
      mimeType: MIME_TYPE,
      ...(title === undefined ? {} : { title: cleanString(title) }),
      ...(description === undefined ? {} : { description: cleanString(description) }),
    })),
    ...(hasMore ? { nextCursor: Buffer.from(JSON.stringify(last.key)).toString("base64url") } : {}),
  };
}

const PAGE_SIZE = 1000;

/** Which family, then name and URI: the next page begins behind the last entry even when entries come and go. */
type EntryKey = readonly [family: number, name: string, uri: string];

function compareKeys(a: EntryKey, b: EntryKey): number {
  for (const i of [0, 1, 2] as const) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

const entryKey = z.tuple([z.number(), z.string(), z.string()]);

function decodeCursor(cursor: string): EntryKey {
  try {
    return entryKey.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    const text = `Cannot continue at cursor "${
      cleanString(cursor)
    }": it is none of ours; use nextCursor as it came`;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
  }
}

/** `resources/templates/list`. */
export function listTemplates({ resources }: Listing): ListResourceTemplatesResult {
  return {
    resourceTemplates: resources.map(({ name, title, description, uriTemplate }) => (
      { name, title, description, uriTemplate, mimeType: MIME_TYPE }
    )),
  };
}

/** `completion/complete` for the variable of a resource template. */
export async function completeVariable(
  service: Service,
  { uri, argument, signal }: {
    readonly uri: string;
    readonly argument: { readonly name: string; readonly value: string };
    readonly signal: AbortSignal;
  },
): Promise<CompleteResult> {
  const listed = service.resources.find(({ uriTemplate }) => uriTemplate === uri);
  if (listed === undefined) {
    const text =
      "Cannot complete the argument: its reference is not known; resources/templates/list shows what is";
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
  }
  if (argument.name !== listed.variable) return { completion: { values: [], hasMore: false } };
  const values = await attempt(
    async () => {
      const { template, vsphere } = await loadTemplate(service, listed);
      return await template.complete(argument.value, { vsphere, signal });
    },
    { action: `complete "${argument.value}"`, signal },
  );
  return completionOf(values);
}
