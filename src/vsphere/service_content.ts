import { object, one, ref, text } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";

const readAbout = object({
  name: one(text),
  fullName: one(text),
  version: one(text),
  build: one(text),
  apiType: one(text),
  apiVersion: one(text),
  instanceUuid: one(text),
  licenseProductName: one(text),
});

const readContent = object({
  about: one(readAbout),
  rootFolder: one(ref),
  propertyCollector: one(ref),
  viewManager: one(ref),
  sessionManager: one(ref),
  searchIndex: one(ref),
  fileManager: one(ref),
  virtualDiskManager: one(ref),
  perfManager: one(ref),
  taskManager: one(ref),
  eventManager: one(ref),
  authorizationManager: one(ref),
  licenseManager: one(ref),
});

type Content = NonNullable<ReturnType<typeof readContent>>;

/** What the server is and the managers it has, with ids that must never be assumed. */
export interface ServiceContent extends Content {
  readonly about: NonNullable<Content["about"]>;
  readonly rootFolder: Moref;
  readonly propertyCollector: Moref;
  readonly sessionManager: Moref;
  readonly viewManager: Moref;
  /** True for vCenter Server, false for a standalone ESXi host. */
  readonly isVcenter: boolean;
}

/** Reads the answer of RetrieveServiceContent; undefined when it lacks what no vSphere lacks. */
export function readServiceContent(element: XmlElement): ServiceContent | undefined {
  const content = readContent(element);
  if (content === undefined) return undefined;
  const { about, rootFolder, propertyCollector, sessionManager, viewManager } = content;
  if (about === undefined || rootFolder === undefined || propertyCollector === undefined) return undefined;
  if (sessionManager === undefined || viewManager === undefined) return undefined;
  const isVcenter = about.apiType === "VirtualCenter";
  return { ...content, about, rootFolder, propertyCollector, sessionManager, viewManager, isVcenter };
}
