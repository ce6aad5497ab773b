import assert from "node:assert/strict";
import { Govc } from "./govc.ts";
import { fieldsOf, type Part } from "./govc_stage.ts";

/** Login and session.*: who may come in and when it ends. */
export const SESSIONS: Part = {
  async "a wrong password is an InvalidLogin"({ place }) {
    await using stranger = await Govc.open({ ...place, password: `not ${place.password}` });
    assert.equal((await stranger.fault("about")).type, "InvalidLogin");
  },

  async "commands share one session, which session.ls shows"({ place, govc }) {
    await using other = await Govc.open(place);
    await other.text("about");
    const lines = await other.lines("session.ls");
    const own = lines.filter((line) => / \. .*govc\//.test(line));
    assert.equal(own.length, 1, lines.join("\n"));
    const [key = ""] = own[0]?.split(/\s/) ?? [];
    // The session of the other user is there as well, and is not marked as one's own.
    assert.match(await govc.text("session.ls"), new RegExp(`^${key} (?!.* \\. )`, "m"));
    await other.text("session.logout");
    assert.ok(!(await govc.text("session.ls")).includes(key));
  },

  async "session.logout ends the session on the server"({ place }) {
    await using user = await Govc.open(place);
    const about = () => user.run(["about", "-xml"], { password: `not ${place.password}` });
    await user.text("about");
    // The password is of no interest as long as there is a session.
    assert.equal((await about()).code, 0);
    await user.text("session.logout");
    assert.match((await about()).stderr, /:type="InvalidLogin"/);
    assert.ok(fieldsOf(await user.text("about")).has("API type"));
    await user.text("session.logout");
  },
};
