/** The built-in sample: an authored export with its facts, policy and articles. */
import articles from "../../sample/articles.json?packed";
import transcripts from "../../sample/conversations.txt?packed";
import { sampleOf } from "../../sample/expand.js";
import facts from "../../sample/facts.json?packed";
import policy from "../../sample/policy.json?packed";
import { unpack } from "../packed.ts";
import type { Source } from "../protocol.ts";
import type { Given, Kind } from "./knowledge.ts";

const text = async (packed: string) => new TextDecoder().decode(await unpack(packed));

/** The sample's conversations. */
export async function sampleExport(): Promise<Uint8Array<ArrayBuffer>> {
  const made = sampleOf(await text(transcripts), JSON.parse(await text(articles)));
  return new TextEncoder().encode(made.text);
}

export async function sample(): Promise<{ sources: Source[]; knowledge: Record<Kind, Given> }> {
  const given = async (name: string, packed: string) => ({ name, text: await text(packed) });
  return {
    sources: [{ name: "sample-export.json", file: new Blob([await sampleExport()]) }],
    knowledge: {
      facts: await given("facts.json", facts),
      policy: await given("policy.json", policy),
      articles: await given("articles.json", articles),
    },
  };
}
