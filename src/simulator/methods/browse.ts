import { fileNotFound } from "../core/fault.ts";
import { dataAt, dataListAt, type DataObject, flagAt, isoTime, textAt, textListAt } from "../core/value.ts";
import { DatastoreBrowser } from "../world/environment_browser.ts";
import { folderOf, type StoredFile } from "../world/file_tree.ts";
import { placeAt } from "../world/vm_storage.ts";
import { type Call, method, type MethodTable } from "./method.ts";
import { startTask } from "./vm_task.ts";

/** Browsing datastores. */
export const BROWSE_METHODS: MethodTable = {
  SearchDatastore_Task: method(DatastoreBrowser, {
    on: "HostDatastoreBrowser",
    run: (call) =>
      startTask(call, undefined, {
        id: "HostDatastoreBrowser.searchDatastore",
        durationMs: 100,
        finish: () => {
          const { folder } = folderOfCall(call);
          return results(call, folder);
        },
      }),
  }),
  SearchDatastoreSubFolders_Task: method(DatastoreBrowser, {
    on: "HostDatastoreBrowser",
    run: (call) =>
      startTask(call, undefined, {
        id: "HostDatastoreBrowser.searchDatastoreSubFolders",
        durationMs: 200,
        isCancelable: true,
        finish: () => {
          const { folder } = folderOfCall(call);
          const { files } = call.target.datastore;
          const folders = files.below(folder).filter((path) => files.get(path)?.kind === "folder").sort();
          return [folder, ...folders].map((path) => results(call, path));
        },
      }),
  }),
};

function folderOfCall({ target, args }: Call<DatastoreBrowser>): { readonly folder: string } {
  const { datastore } = target;
  const text = textAt(args, "datastorePath") ?? "";
  const { path } = placeAt([datastore], text);
  const isFolder = path === "" || datastore.files.get(path)?.kind === "folder";
  if (!isFolder) throw fileNotFound(text);
  return { folder: path };
}

function results({ target, args }: Call<DatastoreBrowser>, folder: string): DataObject {
  const { datastore } = target;
  const spec = dataAt(args, "searchSpec");
  const patterns = textListAt(spec, "matchPattern").map((glob) =>
    toRegExp(glob, flagAt(spec, "searchCaseInsensitive") ?? true)
  );
  const queries = dataListAt(spec, "query").map(({ $type }) => $type.replace(/Query$/, "Info"));
  const details = dataAt(spec, "details");
  const file = datastore.files.list(folder)
    .filter(([name]) => patterns.length === 0 || patterns.some((pattern) => pattern.test(name)))
    .map(([name, stored]) => fileInfo(name, stored, details))
    .filter(({ $type }) => queries.length === 0 || queries.includes($type) || queries.includes("FileInfo"));
  return {
    $type: "HostDatastoreBrowserSearchResults",
    datastore: datastore.ref,
    folderPath: `[${datastore.name}] ${folder === "" ? "" : `${folder}/`}`,
    file,
  };
}

const INFO_TYPES: Readonly<Record<StoredFile["kind"], string>> = {
  folder: "FolderFileInfo",
  disk: "VmDiskFileInfo",
  config: "VmConfigFileInfo",
  nvram: "VmNvramFileInfo",
  log: "VmLogFileInfo",
  snapshot: "VmSnapshotFileInfo",
  swap: "FileInfo",
  image: "IsoImageFileInfo",
  other: "FileInfo",
};

/** Without `details` a server tells the name alone. */
function fileInfo(path: string, file: StoredFile, details: DataObject | undefined): DataObject {
  const isTold = (flag: string) => flagAt(details, flag) ?? false;
  return {
    $type: INFO_TYPES[file.kind],
    path,
    friendlyName: file.kind === "folder" ? path : undefined,
    fileSize: isTold("fileSize") ? file.bytes : undefined,
    modification: isTold("modification") ? isoTime(file.modifiedAt) : undefined,
    owner: isTold("fileOwner") ? "root" : undefined,
    ...(file.disk === undefined || !isTold("fileType") ? {} : {
      capacityKb: file.disk.capacityKb,
      diskType: "VirtualDiskFlatVer2BackingInfo",
      thin: file.disk.isThin,
    }),
  };
}

function toRegExp(glob: string, ignoresCase: boolean): RegExp {
  const pattern = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${pattern}$`, ignoresCase ? "i" : "");
}

/** The kind of a file by its name. */
export function kindOf(path: string): StoredFile["kind"] {
  const extension = /\.(\w+)$/.exec(path.slice(folderOf(path).length))?.[1]?.toLowerCase() ?? "";
  return KINDS[extension] ?? "other";
}

const KINDS: Readonly<Record<string, StoredFile["kind"]>> = {
  vmdk: "disk",
  vmx: "config",
  vmtx: "config",
  nvram: "nvram",
  log: "log",
  vmsn: "snapshot",
  vswp: "swap",
  iso: "image",
};
