/** Names and queries as our scripts read them: `node naming.mjs FILE`, with the file of names; questions come as JSON on standard input. */

import { readFileSync } from "node:fs";

import { asked } from "../../generator/planswitch/assets/asked.js";
import { Names } from "../../generator/planswitch/assets/explorer/names.js";

const file = JSON.parse(readFileSync(process.argv[2], "utf8"));
const names = new Names([{ plans: Object.entries(file.plans).map(([id, name]) => ({ id, name })) }], file);

/** What is to be told, by what it is called. @type {Record<string, (text: string) => unknown>} */
const told = {
  find: (text) => names.find(text),
  matching: (text) => names.matching(text).map(({ plan }) => plan),
  asked: (text) => asked(text, names, file.search),
};
const questions = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(questions.map(([name, text]) => told[name](text))));
