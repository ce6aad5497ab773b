import { definePrompt } from "../../src/prompts/prompt.ts";

/** A prompt over hand-made tools: `echo` is there, `bake` is not. */
export const recipe = definePrompt({
  name: "recipe",
  title: "Recipe",
  description: "Tells how to cook something",
  arguments: [
    {
      name: "dish",
      description: "What to cook",
      isRequired: true,
      complete: (typed) =>
        Promise.resolve(
          ["soup\u200B", ...Array.from({ length: 120 }, (_, at) => `cake ${at}`)]
            .filter((dish) => dish.startsWith(typed)),
        ),
    },
    { name: "guests", description: "For how many", isRequired: false },
  ],
  needs: ["echo"],
  mayUse: ["bake"],
  goal: "Cook.",
  steps: [
    "Call `echo` with `dish`.",
    "Call `bake`.",
    { unless: "bake", text: "Boil it." },
    "Make it enough for `guests`.",
    { unless: "guests", text: "Make it enough for two." },
  ],
  evidence: ["How it tastes."],
  limits: ["Burn nothing."],
});

/** One that needs a tool which does not exist. */
export const unoffered = definePrompt({ ...recipe, name: "roast", needs: ["bake"] });
