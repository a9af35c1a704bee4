/** As much of Node as our scripts use. */
declare module "node:*";
declare const process: { argv: string[]; exitCode?: number };
interface ImportMeta {
  dirname: string;
}
