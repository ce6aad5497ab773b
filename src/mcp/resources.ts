import {
  type CompleteRequestParams,
  type CompleteResult,
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  ResourceNotFoundError,
} from "../deps/mcp_server.ts";
import type { ResourceTemplate } from "../resources/resource.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import { cleanRecord, cleanText } from "./clean.ts";
import type { ListedResource, Listing } from "./listing.ts";
import { decodePercent } from "./percent.ts";
import { failureFacts, failureOf } from "./result.ts";
import type { Service } from "./service.ts";

const MIME_TYPE = "application/json";
const MAX_COMPLETIONS = 100;

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
    `Cannot read resource "${cleanText(uri)}": no resource has this URI; known templates: ${templates}`,
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

/** `resources/list`. */
export async function listResources(service: Service, signal: AbortSignal): Promise<ListResourcesResult> {
  const lists = await attempt(
    async () => {
      const { resources, vsphere } = await service.load();
      return await Promise.all(resources.map((template) => template.list({ vsphere, signal })));
    },
    { action: "list resources", signal },
  );
  return {
    resources: lists.flat().map(({ uri, name, title, description }) => ({
      uri,
      name: cleanText(name),
      mimeType: MIME_TYPE,
      ...(title === undefined ? {} : { title: cleanText(title) }),
      ...(description === undefined ? {} : { description: cleanText(description) }),
    })),
  };
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
  { ref, argument }: CompleteRequestParams,
  signal: AbortSignal,
): Promise<CompleteResult> {
  const listed = ref.type === "ref/resource"
    ? service.resources.find(({ uriTemplate }) => uriTemplate === ref.uri)
    : undefined;
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
  const shown = values.slice(0, MAX_COMPLETIONS).map(cleanText);
  return { completion: { values: shown, hasMore: shown.length < values.length } };
}

/** Runs what asks the target, and renders what it throws as the protocol's error. */
async function attempt<T>(
  run: () => Promise<T>,
  { uri, action, signal }: { readonly uri?: string; readonly action: string; readonly signal: AbortSignal },
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const failure = failureOf(error, { action, signal });
    if (failure.kind === "not_found" && uri !== undefined) {
      throw new ResourceNotFoundError(uri, failure.message);
    }
    const isCallersFault = failure.kind === "invalid" || failure.kind === "ambiguous" ||
      failure.kind === "not_found";
    throw new ProtocolError(
      isCallersFault ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
      failure.message,
      failureFacts(failure),
    );
  }
}
