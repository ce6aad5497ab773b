/** One call to a service: what `id` and `action` become in its address is up to the dialect. */
export interface RestCall {
  /** The service, such as `tagging/tag`. */
  readonly service: string;
  readonly id?: string;
  readonly action?: string;
}

/** The two forms in which vCenter Server offers the same services. */
export interface RestDialect {
  /** Where sessions begin and end. */
  readonly session: string;
  readonly pathOf: (call: RestCall) => string;
  /** What a successful answer holds; undefined where it holds nothing. */
  readonly resultOf: (json: unknown) => unknown;
}

/** Of vCenter Server 6.5 and newer. */
export const REST: RestDialect = {
  session: "/rest/com/vmware/cis/session",
  pathOf: ({ service, id, action }) =>
    `/rest/com/vmware/cis/${service}${id === undefined ? "" : `/id:${segment(id)}`}` +
    (action === undefined ? "" : `?~action=${action}`),
  resultOf: (json) => typeof json === "object" && json !== null && "value" in json ? json.value : undefined,
};

/** Of 7.0 U2 and newer. */
export const API: RestDialect = {
  session: "/api/session",
  pathOf: ({ service, id, action }) =>
    `/api/cis/${service}${id === undefined ? "" : `/${segment(id)}`}` +
    (action === undefined ? "" : `?action=${action}`),
  resultOf: (json) => json,
};

/** The colons of ids stay, as all clients send them. */
function segment(id: string): string {
  return encodeURIComponent(id).replaceAll("%3A", ":");
}
