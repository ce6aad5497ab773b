import type { Read, Reader } from "../soap/decode.ts";
import { ref } from "../soap/decode.ts";
import type { Moref, WireObject } from "../soap/encode.ts";
import { child } from "../soap/xml.ts";
import { faultName, isFault, sessionLost } from "./faults.ts";
import { incompleteAnswer } from "./incomplete_answer.ts";
import { type Content, isGone, retrieve, retrievePages } from "./retrieve.ts";
import { type Login, oncePerLogin, type Session } from "./session.ts";

/** Property paths with their readers: both the question and the shape of the answer. */
export type PropertyShape = Readonly<Record<string, Reader<unknown>>>;

/** The part of a shape with these paths; undefined when there are none, so that nothing has to be read. */
export function partOf<Shape extends PropertyShape>(
  shape: Shape,
  paths: readonly string[],
): Partial<Shape> | undefined;
export function partOf(shape: PropertyShape, paths: readonly string[]): PropertyShape | undefined {
  if (paths.length === 0) return undefined;
  return Object.fromEntries(Object.entries(shape).filter(([path]) => paths.includes(path)));
}

/** The properties of one object; each may be missing (an inaccessible VM has no `config`). */
export type Properties<Shape extends PropertyShape> = {
  readonly [Path in keyof Shape]: Read<Shape[Path]> | undefined;
};

/** One object with what could be read of it. */
export type ObjectRow<Shape extends PropertyShape> = Properties<Shape> & {
  readonly ref: Moref;
  /** Paths that could not be read and the name of the fault. */
  readonly missing: ReadonlyMap<string, string>;
};

/** Rows of several kinds, in the order the server gave. */
export type RowsByKind<Shapes extends Readonly<Record<string, PropertyShape>>> = {
  readonly [Kind in keyof Shapes]: readonly ObjectRow<Shapes[Kind]>[];
};

/** Kinds of the container view; DistributedVirtualPortgroup, StoragePod and their like are subclasses of these. */
const VIEW_TYPES = [
  "VirtualMachine",
  "HostSystem",
  "Datastore",
  "Network",
  "ResourcePool",
  "Folder",
  "ComputeResource",
  "Datacenter",
  "DistributedVirtualSwitch",
];

/** Base kind of the subclasses that inventories hold. */
const BASE_KINDS: Readonly<Record<string, string>> = {
  ClusterComputeResource: "ComputeResource",
  DistributedVirtualPortgroup: "Network",
  OpaqueNetwork: "Network",
  StoragePod: "Folder",
  VmwareDistributedVirtualSwitch: "DistributedVirtualSwitch",
  VirtualApp: "ResourcePool",
};

/** The kind under which objects of this type are asked for: `ClusterComputeResource` is a `ComputeResource`. */
export function baseKind(type: string): string {
  return BASE_KINDS[type] ?? type;
}

/**
 * Reads all objects of the given kinds, `{ VirtualMachine: { name: text } }`, in one paged retrieval.
 * Keys of the shapes are property paths. A kind includes its subclasses.
 */
export async function retrieveAll<Shapes extends Readonly<Record<string, PropertyShape>>>(
  session: Session,
  shapes: Shapes,
  signal?: AbortSignal,
): Promise<RowsByKind<Shapes>>;
export async function retrieveAll(
  session: Session,
  shapes: Readonly<Record<string, PropertyShape>>,
  signal?: AbortSignal,
): Promise<Record<string, readonly ObjectRow<PropertyShape>[]>> {
  const contents = await session.run(async (login) => {
    const view = await rootView(login);
    const selectSet = [{ $type: "TraversalSpec", type: "ContainerView", path: "view", skip: false }];
    const objectSet = [{ obj: view, skip: true, selectSet }];
    const retrieval = { objectSet, shapes, signal };
    try {
      return await retrieve(login, { ...retrieval, reportMissingObjectsInResults: false });
    } catch (error) {
      if (!isFault(error, "ManagedObjectNotFound")) throw error;
      const gone = error.fields === undefined ? undefined : child(error.fields, "obj")?.text;
      // The view is gone because its session is; a server that reports it in the results shows an empty inventory.
      if (gone === undefined || gone === view.value) throw sessionLost("read the inventory");
      // One that was deleted while it was read must not hide the others.
      return await retrieve(login, { ...retrieval, reportMissingObjectsInResults: true });
    }
  }, signal);
  return Object.fromEntries(
    Object.entries(shapes).map(([kind, shape]) => [
      kind,
      contents.filter(({ obj }) => obj?.type === kind || (obj !== undefined && baseKind(obj.type) === kind))
        .flatMap((content) => toRow(content, shape)),
    ]),
  );
}

/** What to read of objects. */
export interface ObjectsOptions<Shape extends PropertyShape> {
  readonly shape: Shape;
  readonly signal?: AbortSignal | undefined;
  /** Objects in one answer; less than the default for objects with long lists, which take a while to read. */
  readonly pageSize?: number | undefined;
}

/** {@linkcode retrieveById}, the rows in the order of `refs`. */
export async function retrieveObjects<Shape extends PropertyShape>(
  session: Session,
  refs: readonly Moref[],
  options: ObjectsOptions<Shape>,
): Promise<readonly ObjectRow<Shape>[]>;
export async function retrieveObjects(
  session: Session,
  refs: readonly Moref[],
  options: ObjectsOptions<PropertyShape>,
): Promise<readonly ObjectRow<PropertyShape>[]> {
  const rows = await retrieveById(session, refs, options);
  return refs.flatMap(({ value }) => rows.get(value) ?? []);
}

/** Reads the given objects, all of one kind, in one retrieval, by id. Objects that no longer exist are left out. */
export async function retrieveById<Shape extends PropertyShape>(
  session: Session,
  refs: readonly Moref[],
  options: ObjectsOptions<Shape>,
): Promise<ReadonlyMap<string, ObjectRow<Shape>>>;
export async function retrieveById(
  session: Session,
  refs: readonly Moref[],
  options: ObjectsOptions<PropertyShape>,
): Promise<ReadonlyMap<string, ObjectRow<PropertyShape>>> {
  if (refs.length === 0) return new Map();
  const { shape, signal, pageSize } = options;
  const objectSet = refs.map((obj) => ({ obj, skip: false }));
  const shapes = Object.fromEntries(refs.map(({ type }) => [type, shape]));
  // One vanished object must not fail the retrieval of the others.
  const retrieval = { objectSet, shapes, signal, pageSize, reportMissingObjectsInResults: true };
  return await session.run(async (login) => {
    const rows = new Map<string, ObjectRow<PropertyShape>>();
    for await (const contents of retrievePages(login, retrieval)) {
      for (const row of contents.flatMap((content) => toRow(content, shape))) rows.set(row.ref.value, row);
    }
    return rows;
  }, signal);
}

/**
 * Reads objects of several types in one retrieval: those of the object set and what its traversals reach. Keys of the
 * shapes are types as the server names them, subclasses apart; objects that no longer exist are left out.
 */
export async function retrieveSelected<Shapes extends Readonly<Record<string, PropertyShape>>>(
  session: Session,
  objectSet: readonly WireObject[],
  options: { readonly shapes: Shapes; readonly signal?: AbortSignal | undefined },
): Promise<RowsByKind<Shapes>>;
export async function retrieveSelected(
  session: Session,
  objectSet: readonly WireObject[],
  { shapes, signal }: {
    readonly shapes: Readonly<Record<string, PropertyShape>>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<Record<string, readonly ObjectRow<PropertyShape>[]>> {
  const retrieval = { objectSet, shapes, signal, reportMissingObjectsInResults: true };
  const contents = objectSet.length === 0
    ? []
    : await session.run((login) => retrieve(login, retrieval), signal);
  return Object.fromEntries(
    Object.entries(shapes).map(([type, shape]) => [
      type,
      contents.filter(({ obj }) => obj?.type === type).flatMap((content) => toRow(content, shape)),
    ]),
  );
}

/** A view of everything below the root folder; it lives as long as the login. */
const rootView = oncePerLogin(createRootView);

/** Makes a view of everything below the root folder. */
export async function createRootView(login: Login): Promise<Moref> {
  const [answer] = await login.call({
    method: "CreateContainerView",
    target: login.content.viewManager,
    args: { container: login.content.rootFolder, type: VIEW_TYPES, recursive: true },
  });
  const view = answer === undefined ? undefined : ref(answer);
  if (view === undefined) throw incompleteAnswer("CreateContainerView", "a view");
  return view;
}

function toRow(content: Content, shape: PropertyShape): readonly ObjectRow<PropertyShape>[] {
  if (content.obj === undefined || isGone(content)) return [];
  const missing = new Map<string, string>();
  for (const { path, fault } of content.missingSet) {
    if (path !== undefined && fault !== undefined) missing.set(path, faultName(fault));
  }
  const values: Record<string, unknown> = {};
  for (const path of Object.keys(shape)) values[path] = undefined;
  for (const { name, val } of content.propSet) {
    if (name !== undefined && val !== undefined) values[name] = shape[name]?.(val);
  }
  return [{ ...values, ref: content.obj, missing }];
}
