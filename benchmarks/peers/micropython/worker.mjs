import { loadMicroPython } from "@MICROPYTHON@/micropython.mjs";

const text = async (url) => (await fetch(url)).text();
const ready = Promise.all([loadMicroPython(), text("@PEERS@/micropython/lookup.py"), text("@CATALOGUE@")]);

self.onmessage = async ({ data }) => {
  const [python, lookup, catalogue] = await ready;
  python.runPython(lookup);
  self.postMessage(python.globals.get("answer")(catalogue, JSON.stringify(data)));
};
