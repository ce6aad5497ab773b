import { result, type SoapAnswer, type SoapHandler } from "../support/soap_server.ts";

/** The state of a task as WaitForUpdatesEx tells it. */
export function taskUpdate(task: string, state: string, more = ""): string {
  return `<objectSet><kind>modify</kind><obj type="Task">${task}</obj><changeSet><name>info</name><op>assign</op>` +
    `<val xsi:type="TaskInfo"><key>${task}</key><task type="Task">${task}</task>` +
    `<state>${state}</state>${more}</val></changeSet></objectSet>`;
}

/** The answer of WaitForUpdatesEx. */
export function updateSet(version: string, ...updates: readonly string[]): SoapAnswer {
  return result(
    "WaitForUpdatesEx",
    `<returnval><version>${version}</version><filterSet><filter type="PropertyFilter">filter</filter>` +
      `${updates.join("")}</filterSet></returnval>`,
  );
}

/** The far side of the long poll: each waits until the test has an answer for it, or until the client lets go. */
export interface Polls {
  readonly handler: SoapHandler;
  /** Answers the open poll, or the next one. */
  readonly answer: (answer: SoapAnswer) => void;
  /** Resolves when that many polls have arrived. */
  readonly arrived: (count: number) => Promise<void>;
  /** Versions that the polls named, in their order. */
  readonly versions: readonly string[];
  /** Most polls that were open at a time. */
  readonly mostOpen: () => number;
}

/** Long polls that a test answers when it wants. */
export function createPolls(): Polls {
  const answers: SoapAnswer[] = [];
  const waiting: ((answer: SoapAnswer) => void)[] = [];
  const watchers: { readonly count: number; readonly tell: () => void }[] = [];
  const versions: string[] = [];
  let open = 0;
  let mostOpen = 0;
  return {
    versions,
    mostOpen: () => mostOpen,
    answer(answer) {
      const take = waiting.shift();
      if (take === undefined) answers.push(answer);
      else take(answer);
    },
    arrived: (count) =>
      new Promise((resolve) => {
        if (versions.length >= count) resolve();
        else watchers.push({ count, tell: resolve });
      }),
    async handler(_method, body, { ended }) {
      versions.push(/<version>(.*)<\/version>/.exec(body)?.[1] ?? "");
      for (const { count, tell } of watchers) if (versions.length >= count) tell();
      mostOpen = Math.max(mostOpen, ++open);
      const turn = Promise.withResolvers<SoapAnswer>();
      const ready = answers.shift();
      if (ready === undefined) waiting.push(turn.resolve);
      else turn.resolve(ready);
      const answer = await Promise.race([turn.promise, ended.then(() => ({}))]);
      if (waiting.includes(turn.resolve)) waiting.splice(waiting.indexOf(turn.resolve), 1);
      open--;
      return answer;
    },
  };
}
