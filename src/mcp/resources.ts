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
import { cleanRecord, cleanText } from "./clean.ts";
import { decodePercent } from "./percent.ts";
import { failureFacts, failureOf } from "./result.ts";
import type { Service } from "./service.ts";

const MIME_TYPE = "application/json";
const MAX_COMPLETIONS = 100;

/** A resource that a URI names. */
export interface ResourceMatch {
  readonly template: ResourceTemplate;
  /** The template's variable, decoded. */
  readonly value: string;
}

/** The resource behind a URI; throws `ResourceNotFoundError` when no template fits. */
export function matchResource({ resources }: Service, uri: string): ResourceMatch {
  for (const template of resources) {
    const [prefix = "", suffix = ""] = template.uriTemplate.split(`{${template.variable}}`);
    const hasShape = uri.startsWith(prefix) && uri.endsWith(suffix) &&
      uri.length > prefix.length + suffix.length;
    if (hasShape) {
      return { template, value: decodePercent(uri.slice(prefix.length, uri.length - suffix.length)) };
    }
  }
  const templates = resources.map((template) => template.uriTemplate).join(", ");
  throw new ResourceNotFoundError(
    uri,
    `Cannot read resource "${cleanText(uri)}": no resource has this URI; known templates: ${templates}`,
  );
}

/** `resources/read`. */
export async function readResource(
  service: Service,
  uri: string,
  signal: AbortSignal,
): Promise<ReadResourceResult> {
  const { template, value } = matchResource(service, uri);
  const content = await attempt(
    () => template.read(value, { vsphere: service.vsphere, signal }),
    { uri, action: `read resource "${uri}"`, signal },
  );
  return { contents: [{ uri, mimeType: MIME_TYPE, text: JSON.stringify(cleanRecord(content), null, 2) }] };
}

/** `resources/list`. */
export async function listResources(service: Service, signal: AbortSignal): Promise<ListResourcesResult> {
  const context = { vsphere: service.vsphere, signal };
  const lists = await attempt(
    () => Promise.all(service.resources.map((template) => template.list(context))),
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
export function listTemplates({ resources }: Service): ListResourceTemplatesResult {
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
  const template = ref.type === "ref/resource"
    ? service.resources.find(({ uriTemplate }) => uriTemplate === ref.uri)
    : undefined;
  if (template === undefined) {
    const text =
      "Cannot complete the argument: its reference is not known; resources/templates/list shows what is";
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
  }
  if (argument.name !== template.variable) return { completion: { values: [], hasMore: false } };
  const values = await attempt(
    () => template.complete(argument.value, { vsphere: service.vsphere, signal }),
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
