/** The cells of a chart as our scripts find them: `node charting.mjs`, with the grid, the charts without circumstances and with them as JSON on standard input. */

import { readFileSync } from "node:fs";

import { Answers, Grid } from "../../generator/planswitch/assets/matrix/grid.js";

const { grid: file, base, now } = JSON.parse(readFileSync(0, "utf8"));
const grid = new Grid(file);
const without = new Answers(grid, base);
const answers = new Answers(grid, now, without);
const plans = [...Array(grid.size).keys()];
const told = plans.map((from) => plans.map((to) => [answers.kind(from, to), answers.rules(from, to)]));
process.stdout.write(JSON.stringify({ told, unchanged: plans.every((from) => plans.every((to) => without.rules(from, to) === null)) }));
