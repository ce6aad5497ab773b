import * as z from "../../src/deps/zod.ts";
import { UserError } from "../../src/errors.ts";
import type { Service } from "../../src/mcp/service.ts";
import type { ResourceTemplate } from "../../src/resources/resource.ts";
import { defineTool, type Tool } from "../../src/tools/tool.ts";
import { crash, deny, SECRET } from "./failing_tools.ts";
import { recipe } from "./hand_made_prompt.ts";
import { nowhere } from "./nowhere.ts";
import { serviceOf, TOOLSET } from "./service_of.ts";

/** A service and what a test moves it by. */
export interface Stage {
  readonly service: Service;
  /** Resolves when `wait` has been called. */
  readonly started: Promise<void>;
  /** Resolves when a `wait` has been aborted. */
  readonly ended: Promise<void>;
  /** Lets every `wait` answer. */
  readonly release: () => void;
  /** What `note://a%20b%2Fc` says: how far `wait` is. */
  readonly note: () => string;
}

/** A service with small tools of every kind and one resource template, without any vSphere. */
export function createStage(): Stage {
  const { wait, ...waiting } = createWait();
  return {
    service: serviceOf({
      tools: [echo, ...createSteps(), deny, crash, flood, wrongAnswer, wait, listVms, getVm],
      resources: [notes(waiting.note)],
      prompts: [recipe],
      vsphere: nowhere,
    }),
    ...waiting,
  };
}

function createWait(): Omit<Stage, "service"> & { readonly wait: Tool } {
  const [started, ended, released] = [
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
    Promise.withResolvers<void>(),
  ];
  let note = "new";
  const wait = defineTool({
    name: "wait",
    title: "Wait",
    description: "Answers when the test says so",
    effect: "write",
    privileges: [],
    input: z.object({}),
    output: z.looseObject({ waited: z.boolean() }),
    text: () => "waited",
    async run(_, { signal }) {
      const aborted = Promise.withResolvers<never>();
      signal.addEventListener("abort", () => {
        note = "aborted";
        ended.resolve();
        aborted.reject(signal.reason);
      });
      note = "waiting";
      started.resolve();
      await Promise.race([released.promise, aborted.promise]);
      return { waited: true };
    },
  });
  return {
    wait,
    started: started.promise,
    ended: ended.promise,
    release: released.resolve,
    note: () => note,
  };
}

function createSteps(): readonly Tool[] {
  const seen = Promise.withResolvers<void>();
  const steps = defineTool({
    name: "steps",
    title: "Steps",
    description: "Reports progress four times and answers after go",
    effect: "write",
    privileges: [],
    isIdempotent: true,
    input: z.object({}),
    output: z.looseObject({ done: z.boolean() }),
    text: () => "done",
    async run(_, { progress }) {
      progress({ message: "looking" });
      progress({ percent: 50, message: "half" });
      progress({ percent: 20, message: "again" });
      progress({ percent: 100, message: "all" });
      // Clients drop progress that comes in one piece with the answer.
      await seen.promise;
      return { done: true };
    },
  });
  const go = defineTool({
    name: "go",
    title: "Go",
    description: "Lets steps answer",
    effect: "write",
    privileges: [],
    input: z.object({}),
    output: z.looseObject({}),
    text: () => "gone",
    run() {
      seen.resolve();
      return Promise.resolve({});
    },
  });
  return [steps, go];
}

const echo = defineTool({
  name: "echo",
  title: "Echo",
  description: "Answers with what it was given",
  effect: "read",
  privileges: [],
  input: z.object({
    text: z.string().describe("What to say, such as hello"),
    times: z.number().int().min(1).max(5).default(1).describe("How often"),
    big: z.number().int().optional(),
  }),
  output: z.object({ said: z.string(), inner: z.object({ times: z.number() }) }),
  text: ({ said }) => said,
  run: ({ text, times }) =>
    Promise.resolve({ said: text.repeat(times), inner: { times, extra: 1 }, extra: 2 }),
});

const flood = defineTool({
  name: "flood",
  title: "Flood",
  description: "Answers with foreign text: long, hidden characters, secrets",
  effect: "read",
  privileges: [],
  input: z.object({ length: z.number().default(30_000) }),
  output: z.looseObject({ notes: z.string(), names: z.array(z.string()), bytes: z.any() }),
  text: ({ notes }) => notes.repeat(1),
  run: ({ length }) =>
    Promise.resolve({
      notes: `a\u202Eb\u200B\u{E0041}c\u0007\td ${SECRET} ${"x".repeat(length)}`,
      names: [`web\u2066-1\n`, SECRET],
      bytes: 12n,
    }),
});

const wrongAnswer = defineTool({
  name: "wrong_answer",
  title: "Wrong answer",
  description: "Answers otherwise than its schema says",
  effect: "write",
  privileges: [],
  input: z.object({}),
  output: z.object({ count: z.coerce.number() }),
  text: () => "done it",
  run: () => Promise.resolve(JSON.parse('{"count":"many"}')),
});

const listVms = defineTool({
  name: "list_vms",
  title: "List virtual machines",
  description: "Answers with its arguments",
  effect: "read",
  privileges: [],
  input: z.object({
    name: z.string().optional(),
    template: z.boolean().optional(),
    limit: z.number().int().min(1).default(50),
    fields: z.array(z.string()).optional(),
  }),
  output: z.looseObject({ args: z.looseObject({}) }),
  text: () => "listed",
  run: (args) => Promise.resolve({ args }),
});

const getVm = defineTool({
  name: "get_vm",
  title: "Get a virtual machine",
  description: "Answers with the name",
  effect: "read",
  privileges: [],
  input: z.object({ name: z.string() }),
  output: z.looseObject({ name: z.string() }),
  text: ({ name }) => name,
  run: ({ name }) => Promise.resolve({ name }),
});

function notes(content: () => string): ResourceTemplate {
  return {
    name: "note",
    title: "Note",
    description: "A note",
    toolset: TOOLSET,
    uriTemplate: "note://{title}",
    variable: "title",
    refreshMs: 10,
    list: () => Promise.resolve([{ uri: "note://a%20b%2Fc", name: "a b/c\u200B" }]),
    complete: (typed) => Promise.resolve(["web 1", "web 2", "db"].filter((title) => title.startsWith(typed))),
    read(title) {
      if (title === "crash") return Promise.reject(new Error(`cannot read with ${SECRET}`));
      if (title !== "a b/c" && title !== "100%") {
        const message = `Cannot find note "${title}": no note has this title; resources/list shows them`;
        return Promise.reject(new UserError("not_found", message));
      }
      return Promise.resolve({ title, text: content() });
    },
  };
}
