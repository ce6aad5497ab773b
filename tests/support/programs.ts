import process from "node:process";

/** Where this machine has a program; of Deno the one that runs this. */
export function programPath(name: string): string | undefined {
  if (name === "deno") return Deno.execPath();
  return (process.env.PATH ?? "").split(":").map((folder) => `${folder}/${name}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}
