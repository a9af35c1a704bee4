/** What workers have that no library of types knows. */

/** Pages are told of it, and the worker by its page. */
interface WorkerNavigator {
  maxTouchPoints?: number;
}
