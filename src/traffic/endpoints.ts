/** The pods behind one backend, as the proxy knows them. */
export class Endpoints {
  pods: Int32Array = new Int32Array(0);
  /** Round robin's place; it goes on when the list changes. */
  turn = 0;
}
