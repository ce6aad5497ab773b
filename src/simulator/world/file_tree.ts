/** What lies under a path of a datastore. */
export interface StoredFile {
  readonly kind: "folder" | "disk" | "config" | "nvram" | "log" | "snapshot" | "swap" | "image" | "other";
  readonly bytes: number;
  readonly modifiedAt: number;
  /** What was uploaded; a file without it reads as zeros. */
  readonly content?: Uint8Array<ArrayBuffer> | undefined;
  /** A virtual disk. */
  readonly disk?:
    | { readonly capacityKb: number; readonly isThin: boolean; readonly type: string }
    | undefined;
}

/** Files of one datastore by their path, such as `web-1/web-1.vmx`. */
export class FileTree {
  readonly #files = new Map<string, StoredFile>();
  #totalBytes = 0;

  get totalBytes(): number {
    return this.#totalBytes;
  }

  get(path: string): StoredFile | undefined {
    return this.#files.get(path);
  }

  has(path: string): boolean {
    return path === "" || this.#files.has(path);
  }

  /** Stores a file and the folders above it. */
  put(path: string, file: StoredFile): void {
    const folder = folderOf(path);
    if (folder !== "" && !this.#files.has(folder)) {
      this.put(folder, { kind: "folder", bytes: 0, modifiedAt: file.modifiedAt });
    }
    this.#totalBytes += file.bytes - (this.#files.get(path)?.bytes ?? 0);
    this.#files.set(path, file);
  }

  /** Removes a file, or a folder with everything in it. */
  remove(path: string): void {
    for (const one of [path, ...this.below(path)]) {
      this.#totalBytes -= this.#files.get(one)?.bytes ?? 0;
      this.#files.delete(one);
    }
  }

  /** Paths of everything inside a folder, however deep. */
  below(folder: string): readonly string[] {
    const start = folder === "" ? "" : `${folder}/`;
    const found: string[] = [];
    for (const path of this.#files.keys()) if (path.startsWith(start)) found.push(path);
    return found;
  }

  /** Names and files directly inside a folder, in the order of their names. */
  list(folder: string): readonly (readonly [name: string, file: StoredFile])[] {
    const start = folder === "" ? 0 : folder.length + 1;
    return this.below(folder)
      .filter((path) => !path.includes("/", start))
      .sort()
      .flatMap((path) => {
        const file = this.#files.get(path);
        return file === undefined ? [] : [[path.slice(start), file] as const];
      });
  }
}

/** The folder of a path; "" at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Datastore and path of `[datastore1] web-1/web-1.vmx`; undefined for what is no such path. */
export function splitPath(path: string): { readonly datastore: string; readonly path: string } | undefined {
  const [, datastore, rest = ""] = /^\[([^\]]*)\]\s*(.*)$/s.exec(path) ?? [];
  if (datastore === undefined || rest.startsWith("/")) return undefined;
  // `[ds] .` is the top of a datastore, as govc writes it.
  const parts = rest.split("/").filter((part) => part !== "" && part !== ".");
  return parts.includes("..") ? undefined : { datastore, path: parts.join("/") };
}
