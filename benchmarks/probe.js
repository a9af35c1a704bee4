// Runs in every page before anything else: notes when the answer stands in the page, and what the reader feels of it.
/** @type {Record<string, any>} */
const bench = { marks: {}, tasks: [], shifts: [], events: [] };
Object.assign(window, { bench });
/** @param {string} name */
const note = (name) => (bench.marks[name] ??= performance.now());

bench.answer = new Promise((resolve) => {
  const look = () => {
    const plain = document.getElementById("answer")?.textContent;
    const frame = document.querySelector(".ps-answer[aria-busy=false]");
    const text = plain || (frame?.closest("[data-answered]") && frame.querySelector(".ps-headline")?.textContent);
    if (!text) return;
    note("answer");
    observer.disconnect();
    resolve({ at: bench.marks.answer, text });
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { attributeFilter: ["aria-busy"], childList: true, subtree: true });
});

/** @param {string} type @param {(entry: any) => void} add @param {PerformanceObserverInit & {durationThreshold?: number}} options */
const watch = (type, add, options = {}) =>
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type, buffered: true, ...options });
watch("longtask", ({ startTime, duration }) => bench.tasks.push({ startTime, duration }));
watch("layout-shift", ({ startTime, value, hadRecentInput }) => bench.shifts.push({ startTime, value, hadRecentInput }));
watch("event", ({ name, startTime, duration }) => bench.events.push({ name, startTime, duration }), {
  durationThreshold: 16,
});

/** Our worker says where it is; the others' messages mean nothing here. */
window.Worker = class extends Worker {
  /** @param {ConstructorParameters<typeof Worker>} given */
  constructor(...given) {
    super(...given);
    note("worker");
    this.addEventListener("message", ({ data }) => {
      if (data?.type === "progress" && data.fraction === 1) note("loaded");
      if (data?.type === "ready") {
        note("ready");
        bench.way = data.way;
      }
    });
  }
};
