/** Loaded before the product: what asks it to end crashes it in place of that, as an error that nobody caught does. */
import process from "node:process";

const { CRASH, VCENTER_PASSWORD, MCP_API_KEY } = Deno.env.toObject();

process.on("SIGTERM", () => {
  const error = new Error(`crashed with ${VCENTER_PASSWORD}`, {
    cause: new Error(`caused by ${MCP_API_KEY}`),
  });
  if (CRASH === "rejection") Promise.reject(error);
  else throw error;
});
