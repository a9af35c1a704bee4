import { loadPyodide } from "@PYODIDE@/pyodide.mjs";

const fetched = async (url, kind) => (await fetch(url))[kind]();
const ready = Promise.all([loadPyodide(), fetched("@RULES@", "arrayBuffer"), fetched("@CATALOGUE@", "text")]);

self.onmessage = async ({ data }) => {
  const [pyodide, rules, catalogue] = await ready;
  pyodide.unpackArchive(rules, "zip");
  pyodide.globals.set("catalogue", catalogue);
  pyodide.globals.set("question", JSON.stringify(data));
  const answer = pyodide.runPython(`
from planswitch.rules.service import Service

service = Service(catalogue)
service.add_language("en", b"")
service.answer(question)
  `);
  self.postMessage(answer);
};
