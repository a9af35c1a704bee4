/** What pages and the worker know of the files that Python is made of. */
declare namespace Planswitch {
  interface File {
    url: string;
    /** Of what it is, unpacked. */
    size: number;
    /** SHA-256 of that, as `integrity` of a request has it. */
    digest: string;
    /** SHA-256 of the digests of its pieces, where it is looked at in pieces: likewise. */
    pieces?: string;
    /** "gz" and "br": in which forms there is one, if not as it is. */
    packed?: string[];
  }
}
