import { loadPyodide } from "@PYODIDE@/pyodide.mjs";

const fetched = async (url, kind) => (await fetch(url))[kind]();
const ready = Promise.all([
  loadPyodide(),
  fetched("@RULES@", "arrayBuffer"),
  fetched("@CATALOGUE@", "text"),
  fetched("@WORDS@", "arrayBuffer"),
]);

self.onmessage = async ({ data }) => {
  const [pyodide, rules, catalogue, words] = await ready;
  pyodide.unpackArchive(rules, "zip");
  pyodide.globals.set("catalogue", catalogue);
  pyodide.globals.set("words", words);
  pyodide.globals.set("question", JSON.stringify(data));
  const answer = pyodide.runPython(`
from planswitch.rules.service import Service

service = Service(catalogue)
service.add_language("en", words.to_bytes())
service.answer(question)
  `);
  self.postMessage(answer);
};
