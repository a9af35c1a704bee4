/** Unpacks what gzip has packed, while its caller stands still: `DecompressionStream` would have it wait. */
export { gunzipSync as gunzip } from "fflate";
