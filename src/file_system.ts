import { dirname } from "node:path";
import process from "node:process";

/** The runtime's file system. Most starts touch no file, and an import would cost each of them several milliseconds. */
export function fileSystem(): typeof import("node:fs") {
  return process.getBuiltinModule("node:fs");
}

/**
 * Opens a file of its owner alone; a folder that is not there is made. One that is there is left alone: for a process
 * that may write no more than the file, asking for it would be too much already.
 */
export function openInFolder(path: string, flags: "a" | "a+"): number {
  const { mkdirSync, openSync } = fileSystem();
  try {
    return openSync(path, flags, 0o600);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, flags, 0o600);
  }
}
