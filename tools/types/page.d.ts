/** What pages have that no library of types knows. */

/** Version of the scripts that were built together; blank where nothing was built. */
declare const PLANSWITCH_SCRIPTS: string | undefined;
/** Python's, before anything is told to it: see `partials/javascripts/python.html`. */
declare var planswitchThread: Worker | undefined;

/** Of the theme, once it has come. */
interface Window {
  document$?: { subscribe(told: () => void): void };
  target$?: { subscribe(told: () => void): void };
}

/** Chromium's. */
interface Navigator {
  connection?: { saveData?: boolean; effectiveType?: string; type?: string };
}
