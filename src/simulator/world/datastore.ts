import type { Moref } from "../../soap/encode.ts";
import { Entity } from "./entity.ts";
import { FileTree } from "./file_tree.ts";
import type { Host } from "./host.ts";
import type { ManagedObject } from "./managed_object.ts";
import type { Vm } from "./vm.ts";
import { seedFiles } from "./vm_files.ts";

/** A datastore with its files. */
export class Datastore extends Entity {
  readonly kind: "VMFS" | "NFS";
  readonly capacityBytes: number;
  /** VMFS: UUID of the volume; NFS: a hash. Part of its URL. */
  readonly uuid: string;
  /** NFS server and path. */
  readonly remote: { readonly host: string; readonly path: string } | undefined;
  readonly browser: ManagedObject;
  readonly hosts = new Map<Host, "readWrite" | "readOnly">();
  readonly vms = new Set<Vm>();
  isAccessible = true;
  maintenanceMode: "normal" | "enteringMaintenance" | "inMaintenance" = "normal";
  /** What is there from before the world began and belongs to no machine. */
  readonly otherBytes: number;
  #files: FileTree | undefined;

  constructor(ref: Moref, facts: {
    readonly name: string;
    readonly parent: Entity;
    readonly kind: Datastore["kind"];
    readonly capacityBytes: number;
    readonly uuid: string;
    readonly otherBytes: number;
    readonly browser: ManagedObject;
    readonly remote?: Datastore["remote"];
  }) {
    super(ref, facts.name, facts.parent);
    this.kind = facts.kind;
    this.capacityBytes = facts.capacityBytes;
    this.uuid = facts.uuid;
    this.otherBytes = facts.otherBytes;
    this.browser = facts.browser;
    this.remote = facts.remote;
  }

  override get tellers(): readonly Entity[] {
    return this.parent?.ref.type === "StoragePod" ? [this.parent] : [];
  }

  get url(): string {
    return `ds:///vmfs/volumes/${this.uuid}/`;
  }

  /** The canonical name of the disk that a VMFS datastore lies on. */
  get diskName(): string {
    return `naa.60060160${this.uuid.replace(/[^\da-f]/gi, "").padEnd(24, "0").slice(0, 24)}`;
  }

  /** Its files; those of the first machines are laid out when somebody looks. */
  get files(): FileTree {
    if (this.#files !== undefined) return this.#files;
    const files = new FileTree();
    this.#files = files;
    for (const vm of this.vms) {
      for (const file of seedFiles(vm)) if (file.datastore === this) files.put(file.path, file);
    }
    return files;
  }

  get freeBytes(): number {
    let used = this.otherBytes;
    if (this.#files !== undefined) used += this.#files.totalBytes;
    else for (const vm of this.vms) used += vm.seedBytesOn(this);
    return Math.max(0, this.capacityBytes - used);
  }
}
