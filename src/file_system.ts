import process from "node:process";

/** The runtime's file system. Most starts touch no file, and an import would cost each of them several milliseconds. */
export function fileSystem(): typeof import("node:fs") {
  return process.getBuiltinModule("node:fs");
}
